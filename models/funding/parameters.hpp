#pragma once

#include "engine/parameters/table.hpp"
#include "engine/text/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <string>
#include <vector>

namespace muster::funding {

/// What money is spent on; the order is that of item_names.
enum class Item : std::uint8_t { running, salaries, set_up, rooms, exam_support, bonuses, training, pairing };
inline const std::vector<std::string> item_names = {"running",      "salaries", "set_up",   "rooms",
                                                    "exam_support", "bonuses",  "training", "pairing"};

struct Source {
  std::string id;
  std::string title;
  ByDate<Yuan> per_year;
  Yuan at_start;
  Share carried_over;
  std::vector<std::string> pays_for;
  std::string english = {};  // may be empty

  static void declare(ParameterTable<Source>& table) {
    table.field("title", &Source::title).means("what people call it");
    table.field("english", &Source::english).optional().means("the same in English, for reports in English");
    table.field("per_year", &Source::per_year)
        .in(0, 1e12)
        .changeable()
        .means("money granted on the first day of each fiscal year, for the whole place");
    table.field("at_start", &Source::at_start).in(0, 1e12).means("money left in it when the simulation starts");
    table.field("carried_over", &Source::carried_over)
        .in(0, 1)
        .changeable()
        .means("share of what is unspent at the end of a fiscal year that stays; the rest goes back");
    table.field("pays_for", &Source::pays_for)
        .means(fmt::format("items it may be spent on: {}", fmt::join(item_names, ", ")));
  }

  void check(Faults& faults) const {
    for (const std::string& item : pays_for)
      if (std::find(item_names.begin(), item_names.end(), item) == item_names.end())
        faults.at("pays_for", text("there is no item `{}`; there are {}", item, fmt::join(item_names, ", ")));
  }
};

struct Parameters {
  std::vector<Source> sources;
  PerArea<Number> weight;
  std::vector<std::string> priority;

  static void declare(ParameterTable<Parameters>& table) {
    table.field("sources", &Parameters::sources).means("budgets, drawn on in this order");
    table.field("weight", &Parameters::weight)
        .in(0, 1e9)
        .means("how each source divides over the areas; only the proportions count");
    table.field("priority", &Parameters::priority)
        .means(fmt::format("items from first to last served when money is short: each of {}",
                           fmt::join(item_names, ", ")));
  }

  void check(Faults& faults) const {
    std::vector<std::string> sorted = priority, known = item_names;
    std::sort(sorted.begin(), sorted.end());
    std::sort(known.begin(), known.end());
    if (sorted != known)
      faults.at("priority", text("the order names [{}]; it must name each of [{}] once", fmt::join(priority, ", "),
                                 fmt::join(item_names, ", ")));
    double weights = 0;
    for (const Number& area : weight) weights += area.value;
    if (!(weights > 0)) faults.at("weight", text("funding.weight is 0 in every area; at least one must be above 0"));
  }
};

}  // namespace muster::funding
