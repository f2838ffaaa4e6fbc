#pragma once

#include "engine/parameters/table.hpp"
#include "engine/text/text.hpp"

#include <cmath>
#include <optional>
#include <string>
#include <vector>

namespace muster::people {

struct Education {
  std::string id;
  std::string title;
  Share share;
  std::string english = {};  // may be empty

  static void declare(ParameterTable<Education>& table) {
    table.field("title", &Education::title).means("what people call it");
    table.field("english", &Education::english).optional().means("the same in English, for reports in English");
    table.field("share", &Education::share).in(0, 1).means("of the people who come to the exam or to a post");
  }
};

/// People in the profession beside those in posts: the wide headcount.
struct Talents {
  Number at_start;
  ByDate<Number> joins;

  static void declare(ParameterTable<Talents>& table) {
    table.field("at_start", &Talents::at_start)
        .in(0, 1e7)
        .whole()
        .counts("people")
        .means("people in the profession at the start, certified or not, holders and staff included");
    table.field("joins", &Talents::joins)
        .in(0, 1e7)
        .changeable()
        .counts("people")
        .means("people who take up social work outside the posts modelled, per year in the whole place");
  }
};

struct Parameters {
  std::vector<Education> education;
  PerArea<Number> weight;
  Number scale;
  DistributionOf<Days> age;
  DistributionOf<Days> practice;
  Days retirement_age;
  PerYear departures;
  std::optional<Talents> talents;

  static void declare(ParameterTable<Parameters>& table) {
    table.field("education", &Parameters::education).means("what people have studied; the shares sum to 100 %");
    table.field("weight", &Parameters::weight)
        .in(0, 1e9)
        .means("how the place's people divide over its areas; only the proportions count");
    table.field("scale", &Parameters::scale)
        .in(1, 10'000)
        .whole()
        .counts("people")
        .means(
            "how many people one simulated person stands for; those in posts are simulated one by one whatever it is");
    table.field("age", &Parameters::age)
        .in(Days{18 * days_per_year}, Days{70 * days_per_year})
        .means("age of a person when first seen");
    table.field("practice", &Parameters::practice)
        .in(Days{0}, Days{40 * days_per_year})
        .means("time in practice of a person when first seen");
    table.field("retirement_age", &Parameters::retirement_age)
        .in(Days{45 * days_per_year}, Days{75 * days_per_year})
        .means("age at which people retire");
    table.field("departures", &Parameters::departures)
        .in(0, 1)
        .means(
            "people who move away, die or turn to another profession, per person in the profession and year; leaving a "
            "post is counted apart");
    table.field("talents", &Parameters::talents)
        .means("people in the profession beside holders and staff; left out: there are none");
  }

  void check(Faults& faults) const {
    double sum = 0;
    for (const Education& education_ : education) sum += education_.share.value;
    if (std::abs(sum - 1) > 1e-9)
      faults.at("education", text("the shares of people.education sum to {:.6g} %; they must sum to 100 %", sum * 100));
    double weights = 0;
    for (const Number& area : weight) weights += area.value;
    if (!(weights > 0)) faults.at("weight", text("people.weight is 0 in every area; at least one must be above 0"));
  }
};

}  // namespace muster::people
