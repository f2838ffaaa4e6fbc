#include "output/charts/run_parts.hpp"

#include "engine/clock/calendar.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace muster::output {

Fan fan_of(const Results& results, AreaNode area, std::size_t series) {
  const ResultsShape& shape = results.shape();
  Fan fan;
  for (std::size_t d = 0; d < shape.dates.size(); ++d) {
    Summary summary = results.summarise(shape.cell(d, area, series), 1, told_quantiles)[0];
    if (summary.replications == 0) continue;
    fan.dates.push_back(shape.dates[d]);
    fan.summaries.push_back(std::move(summary));
  }
  return fan;
}

Json rows_of(const Fan& fan, Date until) {
  Json rows = Json::array();
  for (std::size_t i = 0; i < fan.dates.size() && fan.dates[i] <= until; ++i) {
    Json row{{"date", iso(fan.dates[i])}};
    for (std::size_t q = 0; q < told_names.size(); ++q) row[told_names[q]] = rounded(fan.summaries[i].quantiles[q]);
    rows.push_back(std::move(row));
  }
  return rows;
}

Date last_change(const Fan& fan) {
  Extent extent;
  extent.add(fan);
  const double least = 0.004 * (extent.high - extent.low);
  for (std::size_t i = fan.dates.size(); i-- > 1;)
    for (std::size_t q = 0; q < told_quantiles.size(); ++q)
      if (!(std::abs(fan.summaries[i - 1].quantiles[q] - fan.summaries.back().quantiles[q]) <= least))
        return fan.dates[i];
  return fan.dates.empty() ? Date{} : fan.dates.front();
}

Shapes withheld_parts(const Fan& fan, const DateAxis& dates, double height) {
  Shapes shapes;
  const std::size_t count = fan.dates.size();
  for (std::size_t from = 0; from < count; ++from) {
    if (!fan.summaries[from].withheld) continue;
    std::size_t to = from;
    while (to + 1 < count && fan.summaries[to + 1].withheld) ++to;
    const auto between = [&](std::size_t a, std::size_t b) {
      return (dates.pixel(fan.dates[a]) + dates.pixel(fan.dates[b])) / 2;
    };
    shapes.bar(from == 0 ? 0 : between(from - 1, from), to + 1 == count ? dates.width : between(to, to + 1),
               withheld_colour, height, height / 2);
    from = to;
  }
  return shapes;
}

Json fan_layers() {
  Json layers = Json::array();
  for (std::size_t outer = 0; outer < middle; ++outer)
    layers.push_back(
        band_layer(told_names[outer], told_names[told_names.size() - 1 - outer], outer == 0 ? wide_band : narrow_band));
  layers.push_back(line_layer(told_names[middle], 2.4));
  return layers;
}

std::vector<ShownTarget> targets_on(const Results& results, const std::string& series, const std::string& area) {
  std::vector<ShownTarget> found;
  for (std::size_t t = 0; t < results.shape().targets.size(); ++t) {
    const TargetDefinition& target = results.shape().targets[t];
    if (target.series == series && (area.empty() || target.area == area)) found.push_back({&target, results.target(t)});
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.definition->by < b.definition->by; });
  return found;
}

std::string target_words(const ShownTarget& target, const Scale& scale) {
  const TargetDefinition& definition = *target.definition;
  const std::string goal = amount(definition.goal, scale), by = iso(definition.by);
  const double p = target.result.probability;
  const bool at_least = definition.comparison == Comparison::at_least;
  if (target.result.outcome_withheld) return text("whether {} is met by {} is withheld", goal, by);
  if (std::isnan(p)) return text("nothing to judge on {}", by);
  if (p <= 0)
    return at_least ? text("no future reaches {} by {}", goal, by)
                    : text("no future is at {} or below on {}", goal, by);
  if (p >= 1)
    return at_least ? text("every future reaches {} by {}", goal, by)
                    : text("every future is at {} or below on {}", goal, by);
  const std::string futures = in_futures(p, target.result.replications);
  return at_least ? text("{} reach {} by {}", futures, goal, by)
                  : text("{} are at {} or below on {}", futures, goal, by);
}

std::vector<PastFigure> history_of(const Results& results, const ChartContext& context, std::size_t series) {
  std::vector<PastFigure> found;
  for (const PastFigure& figure : context.history)
    if (figure.series == results.shape().series.at(series).name.name && figure.area == "all" &&
        !results.withholds(series, figure.value))
      found.push_back(figure);
  return found;
}

std::string history_words(const std::vector<PastFigure>& history) {
  if (history.empty()) return {};
  std::set<std::string> seen;
  std::vector<std::string> sources;
  for (const PastFigure& figure : history)
    if (!figure.source.empty() && seen.insert(figure.source).second) sources.push_back(figure.source);
  return sources.empty() ? text("before the start: what was counted")
                         : text("before the start: what was counted (sources: {})", listed(sources));
}

std::string summary_words(const Summary& summary, const Scale& scale) {
  if (summary.withheld) return text("withheld");
  if (summary.sd == 0) return text("{} in every future", amount(summary.mean, scale));
  return text("median {}; 50 of 100 futures from {}, 90 from {}", amount(summary.quantiles[middle], scale),
              from_to(summary.quantiles[1], summary.quantiles[3], scale),
              from_to(summary.quantiles[0], summary.quantiles[4], scale));
}

Reached reached(const Results& results, AreaNode area, std::size_t series, double level) {
  constexpr std::array probabilities = {0.05, 0.5, 0.95};
  constexpr double rounding = 1e-6;  // values are kept as 32-bit floats
  const ResultsShape& shape = results.shape();
  Reached found;
  for (std::size_t date = 0; date < shape.dates.size(); ++date) {
    const Summary summary = results.summarise(shape.cell(date, area, series), 1, probabilities)[0];
    if (summary.replications == 0) continue;
    const auto has = [&](std::size_t q) { return summary.quantiles[q] >= level - rounding; };
    if (!found.early && has(2)) found.early = date;
    if (!found.half && has(1)) found.half = date;
    if (!found.late && has(0)) found.late = date;
  }
  return found;
}

bool is_ever_withheld(const Results& results, AreaNode area, std::size_t series) {
  for (std::size_t date = 0; date < results.shape().dates.size(); ++date)
    if (results.withheld(results.shape().cell(date, area, series))) return true;
  return false;
}

}  // namespace muster::output
