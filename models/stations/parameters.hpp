// The parameters of stations: waves, evaluations, tiers and villages.
#pragma once

#include "engine/clock/calendar.hpp"
#include "engine/parameters/table.hpp"
#include "engine/text/dates.hpp"
#include "engine/text/text.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace muster::stations {

/// A wave of stations planned together: areas, number, start and deadline.
struct Wave {
  std::string id;
  std::string title;
  std::vector<std::string> areas;
  std::optional<int> each;
  std::optional<Date> start;
  Date deadline{};
  bool hold = false;
  std::string english = {};  // may be empty

  static void declare(ParameterTable<Wave>& table);

  void check(Faults& faults) const {
    if (start && deadline < *start)
      faults.add("deadline", tr("the deadline {} is before the start {}", date_words(deadline), date_words(*start)));
  }
};

struct Evaluation {
  Days every;
  ByDate<Share> fails;
  DistributionOf<Days> replacement;

  static void declare(ParameterTable<Evaluation>& table);
};

/// Direct hire: stations that the township runs itself, with its own workers.
struct DirectHire {
  PerArea<Share> share;
  DistributionOf<Days> set_up;

  static void declare(ParameterTable<DirectHire>& table);
};

/// A level of the system other than the township's, such as the city's guidance centre, county stations or
/// community rooms.
struct Tier {
  std::string id;
  std::string title;
  PerArea<int> at_start;
  PerArea<int> to_build;
  std::optional<Date> start;
  DistributionOf<Days> building;
  ByDate<Yuan> set_up_cost;
  bool rooms = false;
  bool from_pairing = false;
  std::string english = {};  // may be empty

  static void declare(ParameterTable<Tier>& table);

  void check(Faults& faults) const {
    const bool builds = std::any_of(to_build.begin(), to_build.end(), [](int count) { return count > 0; });
    if (builds && !start)
      faults.add("to_build",
                 tr("sites are to be built, but `start` is missing; write the day their money is asked for"));
  }
};

/// Villages and communities, which are served by the workers of their township's station.
struct Villages {
  PerArea<int> total;
  ByDate<Number> per_worker;

  static void declare(ParameterTable<Villages>& table);
};

struct Parameters {
  PerArea<int> townships;
  PerArea<int> open_at_start;
  Share staffed_at_start;
  Share qualified_at_start;
  DistributionOf<Number> staff_posts;
  Number staff_to_open;
  Number staff_in_service;
  Days grace;
  std::vector<Wave> waves;
  DistributionOf<Days> planning;
  DistributionOf<Days> procurement;
  DistributionOf<Days> fitting_out;
  PerArea<Number> fitted_out_at_once;
  DistributionOf<Days> settling;
  ByDate<Yuan> set_up_cost;
  ByDate<Yuan> running_cost;
  Evaluation evaluation;
  std::optional<DirectHire> direct_hire;
  std::vector<Tier> tiers;
  std::optional<Villages> villages;

  static void declare(ParameterTable<Parameters>& table);

  void check(Faults& faults) const {
    for (std::size_t leaf = 0; leaf < townships.size() && leaf < open_at_start.size(); ++leaf)
      if (open_at_start[AreaId(leaf)] > townships[AreaId(leaf)])
        faults.add("open_at_start", AreaId(leaf),
                   tr("{} stations are open in an area of {} townships", open_at_start[AreaId(leaf)],
                      townships[AreaId(leaf)]));
    if (villages)
      for (std::size_t leaf = 0; leaf < townships.size() && leaf < villages->total.size(); ++leaf)
        if (villages->total[AreaId(leaf)] > 0 && townships[AreaId(leaf)] == 0)
          faults.add(
              "villages.total", AreaId(leaf),
              tr("{} villages are in an area without townships; villages are served by the stations of townships",
                 villages->total[AreaId(leaf)]));
  }
};

}  // namespace muster::stations
