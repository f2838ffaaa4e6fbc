#include "output/charts/run_parts.hpp"

#include "engine/clock/calendar.hpp"

#include <fmt/format.h>
#include <set>

namespace muster::output {

Fan fan_of(const Results& results, AreaNode area, std::size_t series) {
  const ResultsShape& shape = results.shape();
  Fan fan;
  for (std::size_t d = 0; d < shape.dates.size(); ++d) {
    Summary summary = results.summarise(shape.cell(d, area, series), 1, fan_probabilities)[0];
    if (summary.replications == 0) continue;
    fan.dates.push_back(shape.dates[d]);
    fan.summaries.push_back(std::move(summary));
  }
  return fan;
}

Json rows_of(const Fan& fan) {
  Json rows = Json::array();
  for (std::size_t i = 0; i < fan.dates.size(); ++i) {
    Json row{{"date", iso(fan.dates[i])}};
    for (std::size_t q = 0; q < fan_fields.size(); ++q) row[fan_fields[q]] = rounded(fan.summaries[i].quantiles[q]);
    rows.push_back(std::move(row));
  }
  return rows;
}

Json withheld_rows(const Fan& fan, const DateAxis& dates) {
  Json rows = Json::array();
  const std::size_t count = fan.dates.size();
  for (std::size_t from = 0; from < count; ++from) {
    if (!fan.summaries[from].withheld) continue;
    std::size_t to = from;
    while (to + 1 < count && fan.summaries[to + 1].withheld) ++to;
    const auto between = [&](std::size_t a, std::size_t b) {
      return (dates.pixel(fan.dates[a]) + dates.pixel(fan.dates[b])) / 2;
    };
    rows.push_back(
        {{"x", from == 0 ? 0 : between(from - 1, from)}, {"x2", to + 1 == count ? dates.width : between(to, to + 1)}});
    from = to;
  }
  return rows;
}

Json withheld_layer(const Json& rows, double height, const Json& transform) {
  const Json x = {{"field", "x"}, {"type", "quantitative"}, {"scale", nullptr}};
  Json layer = {
      {"mark", {{"type", "rect"}, {"color", withheld_colour}}},
      {"encoding", {{"x", x}, {"x2", {{"field", "x2"}}}, {"y", {{"value", 0}}}, {"y2", {{"value", height}}}}}};
  if (transform.is_null())
    layer["data"] = {{"values", rows}};
  else
    layer["transform"] = transform;
  return layer;
}

Json fan_layers(const Json& x, const ValueAxis& values, bool edges) {
  const auto y = [&](const char* field) {
    return Json{{"field", field}, {"type", "quantitative"}, {"scale", values.y()}, {"axis", values.axis}};
  };
  Json layers = Json::array();
  for (const FanBand& band : fan_bands) {
    layers.push_back(
        {{"mark", {{"type", "area"}, {"color", blue}, {"opacity", band.opacity}}},
         {"encoding", {{"x", x}, {"y", y(fan_fields[band.low])}, {"y2", {{"field", fan_fields[band.high]}}}}}});
    if (!edges) continue;
    for (const std::size_t edge : {band.low, band.high})
      layers.push_back({{"mark",
                         {{"type", "line"},
                          {"color", deep_blue},
                          {"strokeWidth", 0.9},
                          {"strokeDash", {band.dash[0], band.dash[1]}},
                          {"opacity", 0.75}}},
                        {"encoding", {{"x", x}, {"y", y(fan_fields[edge])}}}});
  }
  layers.push_back({{"mark", {{"type", "line"}, {"color", deep_blue}, {"strokeWidth", 2.6}}},
                    {"encoding", {{"x", x}, {"y", y(fan_fields[middle])}}}});
  return layers;
}

std::string sign_of(Comparison comparison) { return comparison == Comparison::at_least ? "≥" : "≤"; }

std::vector<ShownTarget> targets_on(const Results& results, const std::string& series, const std::string& area) {
  std::vector<ShownTarget> found;
  for (std::size_t t = 0; t < results.shape().targets.size(); ++t) {
    const TargetDefinition& target = results.shape().targets[t];
    if (target.series == series && target.area == area) found.push_back({&target, results.target(t)});
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.definition->by < b.definition->by; });
  return found;
}

std::string target_words(const ShownTarget& target, const Scale& scale) {
  const TargetDefinition& definition = *target.definition;
  const std::string goal = show_with_unit(definition.goal, scale, thin_space), by = iso(definition.by);
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
  return at_least ? text("{} of 100 futures reach {} by {}", of_hundred(p), goal, by)
                  : text("{} of 100 futures are at {} or below on {}", of_hundred(p), goal, by);
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
  std::string sources;
  for (const PastFigure& figure : history)
    if (!figure.source.empty() && seen.insert(figure.source).second)
      sources += (sources.empty() ? "" : ", ") + figure.source;
  return sources.empty() ? text("before the start: what was counted")
                         : text("before the start: what was counted (sources: {})", sources);
}

std::string median_words(const Summary& summary, const Scale& scale) {
  if (summary.withheld) return text("withheld");
  if (summary.sd == 0) return text("{} in every future", show_with_unit(summary.mean, scale, thin_space));
  return text("median {}", show_with_unit(summary.quantiles[middle], scale, thin_space));
}

std::string spread_words(const Summary& summary, const Scale& scale) {
  if (summary.sd == 0 || summary.withheld) return {};
  const auto at = [&](std::size_t q) { return show(summary.quantiles[q], scale, thin_space); };
  const auto end = [&](std::size_t q) {
    return scale.percent ? show_with_unit(summary.quantiles[q], scale, thin_space) : at(q);
  };
  return text("of 100 futures 50 lie from {} to {}, 80 from {} to {}, 95 from {} to {}", at(2), end(4), at(1), end(5),
              at(0), end(6));
}

}  // namespace muster::output
