// The parameters of people: age, education and talents, joining and leaving the profession.
#pragma once

#include "engine/parameters/table.hpp"
#include "engine/text/text.hpp"

#include <cmath>
#include <optional>
#include <string>
#include <vector>

namespace muster::people {

inline constexpr std::size_t most_educations = 255;  // the index is stored in 8 bits

struct Education {
  std::string id;
  std::string title;
  Share share;
  std::string english = {};  // may be empty

  static void declare(ParameterTable<Education>& table);
};

/// All people in the profession: the wide headcount, which includes holders and staff.
struct Talents {
  Number at_start;
  ByDate<Number> joins;

  static void declare(ParameterTable<Talents>& table);
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

  static void declare(ParameterTable<Parameters>& table);

  void check(Faults& faults) const {
    double sum = 0;
    for (const Education& education_ : education) sum += education_.share.value;
    if (std::abs(sum - 1) > 1e-9)
      faults.add("education", tr("the shares of people.education sum to {:.6g} %; they must sum to 100 %", sum * 100));
    if (education.size() > most_educations)
      faults.add("education", tr("{} kinds of education; there may be at most {}", education.size(), most_educations));
    if (age.distribution().lower() >= retirement_age.value || age.distribution().upper() < 18 * days_per_year)
      faults.add("age", tr("people.age allows no age from 18 to below {:.6g} years (people.retirement_age); people "
                           "first seen at other ages are not in the profession",
                           retirement_age.value / days_per_year));
    double weights = 0;
    for (const Number& area : weight) weights += area.value;
    if (!(weights > 0)) faults.add("weight", tr("people.weight is 0 in every area; at least one must be above 0"));
  }
};

}  // namespace muster::people
