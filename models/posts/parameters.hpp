// The parameters of posts: filling, attrition, the mandate, establishments and their grades.
#pragma once

#include "engine/parameters/table.hpp"
#include "engine/text/text.hpp"

#include <optional>
#include <string>
#include <vector>

namespace muster::posts {

enum class Sanction : std::uint8_t { keep, replace, move };

/// A mandate: staff must be qualified by a date; with the three measures that are meant to achieve it.
struct Mandate {
  Date by{};
  Date from{};
  ByDate<Share> registers;
  std::optional<Date> hire_only_qualified_from;
  Sanction sanction = Sanction::keep;
  std::optional<Date> spares_hired_before;

  static void declare(ParameterTable<Mandate>& table);

  void check(Faults& faults) const {
    if (by < from) faults.add("by", tr("the mandate's date is before its announcement"));
  }
};

/// A grade within an establishment.
struct Grade {
  std::string id;
  std::string title;
  std::string level;
  Share places;
  Days after;
  ByDate<Yuan> salary;
  Number attrition;
  std::string english = {};  // may be empty

  static void declare(ParameterTable<Grade>& table);
};

/// Posts authorised in public institutions; for holders only, filled in yearly rounds.
struct Establishment {
  std::string id;
  std::string title;
  PerArea<int> posts;
  PerArea<int> filled_at_start;
  Date first_round{};
  ByDate<Share> advertised;
  ByDate<Share> applies;
  DistributionOf<Days> appointment;
  std::vector<Grade> grades;
  std::string english = {};  // may be empty

  static void declare(ParameterTable<Establishment>& table);

  void check(Faults& faults) const {
    for (std::size_t leaf = 0; leaf < posts.size() && leaf < filled_at_start.size(); ++leaf)
      if (filled_at_start[AreaId(leaf)] > posts[AreaId(leaf)])
        faults.add("filled_at_start", AreaId(leaf),
                   tr("{} people are in post at the start, and the area has {} posts", filled_at_start[AreaId(leaf)],
                      posts[AreaId(leaf)]));
    if (grades.empty()) faults.add("grades", tr("an establishment needs at least one grade"));
    if (grades.size() > 20) faults.add("grades", tr("{} grades; an establishment may have at most 20", grades.size()));
    if (!grades.empty() && grades.front().places.value < 1)
      faults.add("grades." + grades.front().id + ".places",
                 tr("the lowest grade, {}, has room for {:.6g} % of the posts; it must have 100 %", grades.front().id,
                    grades.front().places.value * 100));
  }
};

struct Parameters {
  std::string level;
  DistributionOf<Days> time_to_fill;
  PerArea<ByDate<Number>> fill_factor;
  Days advertised_again;
  ByDate<Share> qualified_hires;
  Share looking;
  ByDate<Share> from_elsewhere;
  PerYear attrition_first_year;
  PerYear attrition_later;
  Number attrition_qualified;
  ByDate<Number> attrition_factor;
  Share leaves_profession;
  DistributionOf<Days> tenure_at_start;
  ByDate<Share> registers;
  std::optional<Mandate> mandate;
  std::vector<Establishment> establishments;

  static void declare(ParameterTable<Parameters>& table);
};

}  // namespace muster::posts
