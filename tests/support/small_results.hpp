// Four replications of a very small place, for tests of what is written about an ensemble; every value can be
// worked out by hand.
//
// There are two areas with 4 and 6 townships. On the three recorded dates, 1 station is open in the east, then 1 +
// r, then 4 in the east and 2 r in the west, where r = 0, 1, 2, 3 is the number of the replication.
#pragma once

#include "engine/ensemble/results.hpp"
#include "engine/statistics/moments.hpp"

#include <cmath>
#include <limits>

namespace muster::testing {

inline constexpr Date start = std::chrono::year{2021} / 12 / 5;
inline constexpr Date year_end = std::chrono::year{2021} / 12 / 31;
inline constexpr Date horizon = std::chrono::year{2022} / 12 / 31;

inline ResultsShape small_shape() {
  ResultsShape shape;
  shape.dates = {start, year_end, horizon};
  shape.areas = Areas{{{"east", "东区", ""}, {"west", "西区", ""}}};
  shape.series = {
      {{"stations.open", "stations", "open stations", "stations open at the end of the date"}, SeriesKind::stock},
      {{"stations.coverage", "share", "townships with a station", "stations open, of all townships"},
       SeriesKind::share},
      {{"qualification.issued", "people", "newly certified", "certificates issued"}, SeriesKind::flow},
      {{"posts.time_to_fill", "days", "time to fill a post", "vacancy to start, of posts filled in the period"},
       SeriesKind::tally},
  };
  TargetDefinition ten;
  ten.id = "ten";
  ten.title = "十个社工站";
  ten.series = "stations.open";
  ten.area = "all";
  ten.goal = 10;
  ten.by = horizon;
  TargetDefinition half;
  half.id = "east_half";
  half.series = "stations.coverage";
  half.area = "east";
  half.goal = 0.5;
  half.by = year_end;
  shape.targets = {ten, half};
  shape.headline = {0, 1, 2};
  return shape;
}

inline ReplicationResult small_result(const ResultsShape& shape, std::uint64_t number) {
  const auto r = static_cast<double>(number);
  ReplicationResult result;
  result.replication = Replication{number};
  result.values.assign(shape.cell_count(), nan);
  const double open[3][2] = {{1, 0}, {1 + r, 0}, {4, 2 * r}};
  const double issued[3][2] = {{5, 0}, {r, 0}, {10, 10 * r}};
  for (std::size_t d = 0; d < 3; ++d) {
    for (AreaNode area = 0; area < 3; ++area) {
      const auto of = [&](const double(&by_area)[2]) { return area < 2 ? by_area[area] : by_area[0] + by_area[1]; };
      const double units = area == 0 ? 4 : area == 1 ? 6 : 10;
      result.values[shape.cell(d, area, 0)] = of(open[d]);
      result.values[shape.cell(d, area, 1)] = of(open[d]) / units;
      result.values[shape.cell(d, area, 2)] = of(issued[d]);
      if (d == 2 && area != 1 && r > 0) result.values[shape.cell(d, area, 3)] = 30 * r;
    }
  }
  result.target_values = {4 + 2 * r, (1 + r) / 4};
  result.reached.resize(2);
  if (number == 3) result.reached[0] = horizon;
  result.reached[1] = number == 0 ? horizon : year_end;
  result.events = 1000;
  return result;
}

inline Results small_results() {
  const ResultsShape shape = small_shape();
  Results results(shape);
  for (std::uint64_t number = 0; number < 4; ++number) results.add(small_result(shape, number));
  return results;
}

}  // namespace muster::testing
