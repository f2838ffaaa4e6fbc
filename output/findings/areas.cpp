#include "output/findings/areas.hpp"

#include "engine/text/text.hpp"
#include "output/document/names.hpp"
#include "output/findings/sentences.hpp"
#include "output/published_quantiles.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <vector>

namespace muster::output {

std::optional<AreaOutlook> area_outlook(const Results& results, const TargetDefinition& target, AreaNode area) {
  const ResultsShape& shape = results.shape();
  const auto series = shape.find(target.series);
  const auto around = shape.areas.find(target.area);
  const auto on = shape.period_before(target.by);
  if (!series || shape.series[*series].kind != SeriesKind::share || !around || !on) return std::nullopt;
  const auto& inner = shape.areas.leaves_of(area);
  const auto& outer = shape.areas.leaves_of(*around);
  if (!std::includes(outer.begin(), outer.end(), inner.begin(), inner.end())) return std::nullopt;
  const std::size_t cell = shape.cell(*on, area, *series);
  const Summary summary = results.summarise(cell, 1, published_quantiles)[0];
  if (summary.replications == 0) return std::nullopt;
  AreaOutlook fare;
  fare.withheld = summary.withheld;
  if (summary.withheld) return fare;
  fare.probability = results.share_that_meets(cell, target);
  fare.p05 = summary.quantiles.front();
  fare.p50 = summary.quantiles[published_quantiles.size() / 2];
  fare.p95 = summary.quantiles.back();
  return fare;
}

std::optional<Date> half_meet_by(const Results& results, const TargetDefinition& target, AreaNode area) {
  const ResultsShape& shape = results.shape();
  const auto series = shape.find(target.series);
  for (std::size_t date = 0; series && date < shape.dates.size(); ++date) {
    const std::size_t cell = shape.cell(date, area, *series);
    if (!results.withheld(cell) && results.share_that_meets(cell, target) >= 0.5) return shape.dates[date];
  }
  return std::nullopt;
}

Together half_together(const Results& results, const TargetDefinition& target, Date first) {
  const ResultsShape& shape = results.shape();
  const auto around = shape.areas.find(target.area);
  if (!around || !area_outlook(results, target, *around)) return {};
  const std::size_t series = *shape.find(target.series);
  const auto next = static_cast<std::size_t>(std::ranges::lower_bound(shape.dates, first) - shape.dates.begin());
  const double surely_fewer = results.exact() ? 0.5 : 0.49;  // shares from sketches are approximate
  for (std::size_t date = next; date < shape.dates.size(); ++date) {
    const std::size_t cell = shape.cell(date, *around, series);
    if (results.withheld(cell)) return {};
    const double share = results.share_that_meets(cell, target);
    if (date == next && share >= surely_fewer) return {};
    if (share >= 0.5) return {true, shape.dates[date]};
  }
  return {next < shape.dates.size(), std::nullopt};
}

std::string where_sentence(const Results& results, const TargetDefinition& target) {
  constexpr std::size_t most_named = 3;
  constexpr double most = 0.5;  // of the futures, as in half_meet_by()
  struct AreaGap {
    AreaNode area;
    double probability, gap;
  };
  const ResultsShape& shape = results.shape();
  const auto around = shape.areas.find(target.area);
  if (!around) return {};
  std::vector<AreaGap> gaps;
  double largest = std::abs(target.goal);
  for (const AreaNode area : shape.areas.leaves_of(*around)) {
    const auto fare = area_outlook(results, target, area);
    if (!fare) continue;
    if (fare->withheld) return {};  // the furthest area may be a withheld one
    gaps.push_back({area, fare->probability, target.shortfall_of(fare->p50)});
    largest = std::max(largest, fare->p50);
  }
  if (gaps.size() < 2) return {};
  const Scale scale = scale_for(series_of(target, shape), largest);
  const auto named = [&](const AreaGap& one) {
    const std::string name = called(shape.areas, one.area);
    if (one.gap > 0)
      return target.bound == Bound::at_least
                 ? tr("{} ({} short)", name, show_shortfall(one.gap, scale)).to_string()
                 : tr("{} ({} too much)", name, show_shortfall(one.gap, scale)).to_string();
    const auto met =
        static_cast<std::uint64_t>(std::llround(one.probability * static_cast<double>(results.replications())));
    return tr("{} ({})", name, met_words(met, results.replications())).to_string();
  };
  std::ranges::stable_sort(gaps, {}, [](const AreaGap& one) { return std::tuple(-one.gap, one.probability); });
  const auto have = static_cast<std::size_t>(
      std::ranges::count_if(gaps, [](const AreaGap& one) { return one.probability >= most; }));
  const std::size_t all = gaps.size();
  std::vector<std::string> furthest;  // of the areas that do not meet it, if there are any
  for (const AreaGap& one : gaps)
    if (furthest.size() < most_named && one.probability < (have < all ? most : 1)) furthest.push_back(named(one));
  if (furthest.empty()) return {};  // each area alone meets it in every future
  const std::string names = listed(furthest);
  if (results.replications() == 1)
    return have == 0 ? tr("Where: none of the {} areas meets it then; furthest from it: {}.", all, names)
                     : tr("Where: of the {} areas, {} meet it then; furthest from it: {}.", all, have, names);
  if (have == 0)
    return tr("Where: none of the {} areas meets it then in most futures; furthest from it: {}.", all, names);
  return have == all ? tr("Where: each of the {} areas alone meets it then in most futures, but all together do so in "
                          "fewer; least certain: {}.",
                          all, names)
         : have == 1
             ? tr("Where: 1 of the {} areas meets it then in most futures; furthest from it: {}.", all, names)
             : tr("Where: {} of the {} areas meet it then in most futures; furthest from it: {}.", have, all, names);
}

}  // namespace muster::output
