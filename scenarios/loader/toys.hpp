// A made-up workforce for tests of the loader, with declared parameters of every form.
#pragma once

#include "engine/parameters/parameter_sets.hpp"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace muster::scenarios::toys {

struct Wave {
  std::string id;
  Date by;
  Share part{0};
  std::vector<std::string> where;

  static void declare(ParameterTable<Wave>& table) {
    table.field("by", &Wave::by).called("due date").means("the date the wave must be open");
    table.field("part", &Wave::part)
        .called("share of townships")
        .in(Share{0}, Share{1})
        .changeable()
        .means("share of the townships in the wave");
    table.field("where", &Wave::where)
        .called("where it runs")
        .optional()
        .names_areas()
        .means("areas the wave is limited to");
  }
};

struct Stations {
  PerArea<Number> townships;
  PerArea<ByDate<Share>> readiness;
  DistributionOf<Days> procurement;
  int crew = 4;
  std::vector<Wave> waves;

  static void declare(ParameterTable<Stations>& table) {
    table.field("townships", &Stations::townships)
        .called("townships")
        .in(0, 10'000)
        .whole()
        .counts("townships")
        .means("number of townships");
    table.field("readiness", &Stations::readiness)
        .called("rooms ready")
        .optional()
        .in(Share{0}, Share{1})
        .means("share of rooms ready");
    table.field("procurement", &Stations::procurement)
        .called("tender to contract")
        .in(Days{1}, Days{730})
        .means("from the tender to the contract");
    table.field("crew", &Stations::crew)
        .called("people in a station")
        .in(1, 50)
        .counts("people")
        .changeable()
        .means("people a station needs");
    table.field("waves", &Stations::waves).called("wave").optional().means("groups of townships with a deadline");
  }
  void check(Faults& faults) const {
    double sum = 0;
    for (const Wave& wave : waves) sum += wave.part.value;
    if (!waves.empty() && std::abs(sum - 1) > 1e-9)
      faults.add("waves", "the parts sum to " + write_quantity(sum, Dimension::share) + ", not 100 %");
  }
};

enum class Sanction { keep, replace };

struct Mandate {
  Date by;
  Sanction sanction = Sanction::keep;
  bool hire_qualified = false;

  static void declare(ParameterTable<Mandate>& table) {
    table.field("by", &Mandate::by).called("due date").means("the date everybody must be qualified");
    table
        .choice("sanction", &Mandate::sanction,
                {{"keep", Sanction::keep, "they stay"}, {"replace", Sanction::replace, "they leave"}})
        .called("what follows a miss")
        .means("what happens to the unqualified");
    table.field("hire_qualified", &Mandate::hire_qualified)
        .called("hire only the qualified")
        .means("whether only the qualified are hired");
  }
};

struct Posts {
  DistributionOf<Days> time_to_fill;
  ByDate<PerYear> attrition;
  Yuan salary{0};
  Share pass{0};
  std::string judged_by;
  Mandate mandate;

  static void declare(ParameterTable<Posts>& table) {
    table.field("time_to_fill", &Posts::time_to_fill)
        .called("time to fill a post")
        .in(Days{1}, Days{730})
        .means("from the day a post falls vacant to the day a person starts in it");
    table.field("attrition", &Posts::attrition)
        .called("attrition")
        .in(PerYear{0}, PerYear{2})
        .changeable()
        .means("separations per filled post and year, retirement excluded");
    table.field("salary", &Posts::salary)
        .called("yearly pay")
        .in(Yuan{0}, Yuan{1'000'000})
        .means("paid for a post in a year");
    table.field("pass", &Posts::pass)
        .called("share that passes")
        .in(Share{0}, Share{1})
        .means("share of those who sit that pass");
    table.field("judged_by", &Posts::judged_by)
        .called("judged by")
        .optional()
        .names_series()
        .means("the series that shows success");
    table.field("mandate", &Posts::mandate).called("mandate").optional().means("the duty to be qualified");
  }
};

struct Change {
  std::string id;
  Date on;
  std::string parameter;
  Value to;

  static void declare(ParameterTable<Change>& table) {
    table.field("on", &Change::on).called("takes effect on").means("the date of the change");
    table.field("parameter", &Change::parameter).called("parameter changed").means("the path of what changes");
    table.field("to", &Change::to).called("new value").optional().means("its new value");
  }
};

struct Policy {
  std::vector<Change> changes;

  static void declare(ParameterTable<Policy>& table) {
    table.field("changes", &Policy::changes).called("change").means("what changes when");
  }
};

inline std::vector<Section> sections() {
  return {section<Posts>("posts", "posts", "posts and those who hold them"),
          section<Stations>("stations", "stations", "the rollout of stations"),
          section<Policy>("policy", "policy", "changes over time", false)};
}

}  // namespace muster::scenarios::toys
