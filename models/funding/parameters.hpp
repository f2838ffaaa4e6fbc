// The parameters of funding: sources of money, what each pays for, and priorities.
#pragma once

#include "engine/parameters/table.hpp"
#include "engine/text/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <string>
#include <vector>

namespace muster::funding {

/// What money is spent on, in the order of item_names.
enum class Item : std::uint8_t { running, salaries, set_up, rooms, exam_support, bonuses, training, pairing };
inline const std::vector<std::string> item_names = {"running",      "salaries", "set_up",   "rooms",
                                                    "exam_support", "bonuses",  "training", "pairing"};
/// What the items are called in texts: each id and its title.
inline const std::vector<std::pair<std::string, std::string>> item_titles = {
    {"running", "running stations"},          {"salaries", "salaries"},
    {"set_up", "setting up stations"},        {"rooms", "building rooms"},
    {"exam_support", "exam support"},         {"bonuses", "bonuses"},
    {"training", "training and supervision"}, {"pairing", "pairing"}};
/// Titles of the spending series, in the same order.
inline const std::vector<std::string> spent_titles = {
    "spent on running stations", "spent on salaries",     "spent on setting up stations",
    "spent on building rooms",   "spent on exam support", "spent on bonuses",
    "spent on training",         "spent on pairing"};

struct Source {
  std::string id;
  std::string title;
  ByDate<Yuan> per_year;
  Yuan at_start;
  Share carried_over;
  std::vector<std::string> pays_for;
  std::string english = {};  // may be empty

  static void declare(ParameterTable<Source>& table);

  void check(Faults& faults) const {
    for (const std::string& item : pays_for)
      if (std::find(item_names.begin(), item_names.end(), item) == item_names.end())
        faults.add("pays_for", tr("there is no item `{}`; there are {}", item, fmt::join(item_names, ", ")));
  }
};

struct Parameters {
  std::vector<Source> sources;
  PerArea<Number> weight;
  std::vector<std::string> priority;

  static void declare(ParameterTable<Parameters>& table);

  void check(Faults& faults) const {
    std::vector<std::string> sorted = priority, known = item_names;
    std::sort(sorted.begin(), sorted.end());
    std::sort(known.begin(), known.end());
    if (sorted != known)
      faults.add("priority", tr("the order names [{}]; it must name each of [{}] once", fmt::join(priority, ", "),
                                fmt::join(item_names, ", ")));
    double weights = 0;
    for (const Number& area : weight) weights += area.value;
    if (!(weights > 0)) faults.add("weight", tr("funding.weight is 0 in every area; at least one must be above 0"));
  }
};

}  // namespace muster::funding
