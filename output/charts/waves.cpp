#include "engine/clock/calendar.hpp"
#include "output/charts/run_parts.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <optional>
#include <set>

namespace muster::output {

namespace {

constexpr double nearly_all =
    0.9;  // of an area's stations in service: people leave, so all at once are rarely in service

// The first reports at which 10, 50 and 90 of 100 futures have come so far.
struct Reached {
  std::optional<std::size_t> early, half, late;
};

Reached reached(const Results& results, AreaNode area, std::size_t series, double level) {
  constexpr std::array probabilities = {0.1, 0.5, 0.9};
  constexpr double rounding = 1e-6;  // values are kept as 32-bit floats
  const ResultsShape& shape = results.shape();
  Reached when;
  for (std::size_t date = 0; date < shape.dates.size(); ++date) {
    const Summary summary = results.summarise(shape.cell(date, area, series), 1, probabilities)[0];
    if (summary.replications == 0) continue;
    const auto has = [&](std::size_t q) { return summary.quantiles[q] >= level - rounding; };
    if (!when.early && has(2)) when.early = date;
    if (!when.half && has(1)) when.half = date;
    if (!when.late && has(0)) when.late = date;
  }
  return when;
}

struct Wave {
  AreaNode area = 0;
  Reached first, half, full, served, service;
  double at_the_end = 0;  // median coverage
};

}  // namespace

Json waves_chart(const Results& results, const ChartContext& context) {
  constexpr std::size_t most = 80;
  const ResultsShape& shape = results.shape();
  const auto open = shape.find(context.roles.open), coverage = shape.find(context.roles.coverage);
  const auto service = shape.find(context.roles.service);
  if (!open || !coverage) return nullptr;
  const std::size_t last = shape.dates.size() - 1;
  std::vector<bool> has(shape.areas.node_count());
  for (AreaNode area = 0; area < shape.areas.whole(); ++area)
    has[area] = results.moments(shape.cell(last, area, *coverage)).count() > 0;
  const ShownAreas shown = areas_to_show(shape, has, most, [] { return text("rollout by area"); });
  if (shown.areas.empty()) return shown.instead();
  std::vector<Wave> waves;
  for (const AreaNode area : shown.areas) {
    bool withheld = false;
    for (const auto& s : {open, coverage, service})
      for (std::size_t date = 0; s && date <= last; ++date)
        withheld = withheld || results.withheld(shape.cell(date, area, *s));
    if (withheld) continue;  // its dates would tell what is
    constexpr std::array median = {0.5};
    const Summary end = results.summarise(shape.cell(last, area, *coverage), 1, median)[0];
    if (end.replications == 0) continue;
    Wave wave{area,
              reached(results, area, *open, 1),
              reached(results, area, *coverage, 0.5),
              reached(results, area, *coverage, 1),
              {},
              {},
              end.quantiles[0]};
    if (service) {
      wave.served = reached(results, area, *service, 1e-5);
      wave.service = reached(results, area, *service, nearly_all);
    }
    if (wave.first.half) waves.push_back(wave);
  }
  if (waves.size() < 2) return nullptr;
  const auto late = [&](const Wave& wave) {
    return std::tuple(wave.full.half.value_or(last + 1), wave.half.half.value_or(last + 1), *wave.first.half);
  };
  std::stable_sort(waves.begin(), waves.end(), [&](const Wave& a, const Wave& b) { return late(a) < late(b); });

  const double lane = waves.size() > 24 ? 7 : waves.size() > 16 ? 10 : 12, gap = waves.size() > 24 ? 5 : 8, top = 22;
  const double each = (service ? 2 : 1) * lane + gap, height = top + each * static_cast<double>(waves.size());
  double names_width = 60;
  for (const Wave& wave : waves) names_width = std::max(names_width, text_width(shape.areas.title(wave.area), 13) + 14);
  names_width = std::min(names_width, 240.0);
  constexpr double dates_width = 62;  // of what stands right of the plot
  const double width = plot_width + 76 - names_width - dates_width;
  const DateAxis dates(shape, width);

  Json stripes = Json::array(), bars = Json::array(), ticks = Json::array(), whiskers = Json::array();
  std::vector<Label> names, ends;
  std::vector<std::string> said;
  std::size_t open_ended = 0;
  for (std::size_t i = 0; i < waves.size(); ++i) {
    const Wave& wave = waves[i];
    const double from = top + each * static_cast<double>(i);
    if (i % 2 == 0) stripes.push_back({{"top", from}, {"bottom", from + each}});
    std::string name = shape.areas.title(wave.area);
    names.push_back({name, -10, from + each / 2, true});
    const auto draw = [&](double y, const char* kind, const Reached& begins, const Reached& done,
                          const std::string& otherwise) {
      if (!begins.half) return;
      const std::size_t end = done.half.value_or(last);
      bars.push_back({{"area", name},
                      {"kind", kind},
                      {"from", iso(shape.dates[*begins.half])},
                      {"to", iso(shape.dates[std::max(end, *begins.half)])},
                      {"x", dates.pixel(shape.dates[*begins.half])},
                      {"x2", dates.pixel(shape.dates[std::max(end, *begins.half)])},
                      {"top", y - lane / 2 + 1},
                      {"bottom", y + lane / 2 - 1}});
      if (done.early && done.early != done.late)
        whiskers.push_back({{"area", name},
                            {"kind", kind},
                            {"from", iso(shape.dates[*done.early])},
                            {"to", iso(shape.dates[done.late.value_or(last)])},
                            {"x", dates.pixel(shape.dates[*done.early])},
                            {"x2", dates.pixel(shape.dates[done.late.value_or(last)])},
                            {"y", y}});
      ends.push_back({done.half ? iso(shape.dates[*done.half]).substr(0, 7) : otherwise, width + 6, y, false});
    };
    const double middle_of_first = from + gap / 2 + lane / 2;
    draw(middle_of_first, "open", wave.first, wave.full,
         show_with_unit(wave.at_the_end, Scale{0.01, "%", true}, thin_space));
    if (wave.half.half && *wave.half.half > *wave.first.half && wave.half.half != wave.full.half)
      ticks.push_back({{"area", name},
                       {"from", iso(shape.dates[*wave.half.half])},
                       {"top", middle_of_first - lane / 2},
                       {"bottom", middle_of_first + lane / 2}});
    if (service) draw(middle_of_first + lane, "service", wave.served, wave.service, "–");
    if (!wave.full.half) ++open_ended;
    std::string sentence =
        wave.full.half
            ? text("{}: first station by {}, all by {}", name, iso(shape.dates[*wave.first.half]),
                   iso(shape.dates[*wave.full.half]))
            : text("{}: first station by {}, {} covered on {}", name, iso(shape.dates[*wave.first.half]),
                   show_with_unit(wave.at_the_end, Scale{0.01, "%", true}, thin_space), iso(shape.dates[last]));
    said.push_back(std::move(sentence));
  }
  const std::string message =
      open_ended > 0 ? text("{} of {} areas are not fully covered by {} in the median future", open_ended, waves.size(),
                            iso(shape.dates[last]))
                     : text("the last area to be fully covered is {}, by {} in the median future",
                            shape.areas.title(waves.back().area), iso(shape.dates[*waves.back().full.half]));

  const auto in_pixels = [&](const char* field) {
    return Json{{"field", field},
                {"type", "quantitative"},
                {"scale", {{"domain", {0, height}}, {"range", {0, height}}}},
                {"axis", nullptr}};
  };
  // Vega-Lite cannot join the dates of an axis with those of both ends of a bar, so bars stand in pixels.
  const auto along = [](const char* field) {
    return Json{{"field", field}, {"type", "quantitative"}, {"scale", nullptr}};
  };
  Json x = dates.x("from");
  x["axis"]["grid"] = true;
  Json layers = Json::array();
  layers.push_back({{"data", {{"values", stripes}}},
                    {"mark", {{"type", "rect"}, {"color", "#F4F4F4"}}},
                    {"encoding", {{"y", in_pixels("top")}, {"y2", {{"field", "bottom"}}}}}});
  const auto bar_layer = [&](const char* kind, const char* colour) {
    return Json{
        {"data", {{"values", bars}}},
        {"transform", {{{"filter", fmt::format("datum.kind == '{}'", kind)}}}},
        {"mark", {{"type", "rect"}, {"color", colour}, {"stroke", colour}, {"strokeWidth", 2}}},
        {"encoding",
         {{"x", along("x")}, {"x2", {{"field", "x2"}}}, {"y", in_pixels("top")}, {"y2", {{"field", "bottom"}}}}}};
  };
  layers.push_back(bar_layer("open", blue));
  if (service) layers.push_back(bar_layer("service", amber));
  layers.push_back({{"data", {{"values", ticks}}},
                    {"mark", {{"type", "rule"}, {"color", "white"}, {"strokeWidth", 2.4}}},
                    {"encoding", {{"x", x}, {"y", in_pixels("top")}, {"y2", {{"field", "bottom"}}}}}});
  for (const char* end : {"from", "to"}) {
    Json at = x;
    at["field"] = end;
    layers.push_back({{"data", {{"values", whiskers}}},
                      {"mark",
                       {{"type", "point"},
                        {"shape", "stroke"},
                        {"angle", 90},
                        {"size", 60},
                        {"color", ink},
                        {"strokeWidth", 1.2},
                        {"opacity", 1}}},
                      {"encoding", {{"x", at}, {"y", in_pixels("y")}}}});
  }
  layers.push_back({{"data", {{"values", whiskers}}},
                    {"mark", {{"type", "rule"}, {"color", ink}, {"strokeWidth", 1.2}}},
                    {"encoding", {{"x", along("x")}, {"x2", {{"field", "x2"}}}, {"y", in_pixels("y")}}}});

  // The dates of targets about the same series.
  std::set<Date> asked;
  for (const TargetDefinition& target : shape.targets)
    if ((target.series == context.roles.open || target.series == context.roles.coverage ||
         target.series == context.roles.service) &&
        dates.holds(target.by))
      asked.insert(target.by);
  Json rules = Json::array();
  std::vector<Label> asked_labels;
  double free_from = 0;
  for (const Date by : asked) {
    rules.push_back({{"from", iso(by)}});
    const double at = dates.pixel(by), needs = text_width(iso(by), 12);
    const bool to_the_left = at + 4 + needs > width;
    const double left = to_the_left ? at - 4 - needs : at + 4;
    if (left < free_from) continue;
    asked_labels.push_back({iso(by), to_the_left ? at - 4 : at + 4, 9, to_the_left});
    free_from = left + needs + 4;
  }
  if (!asked.empty())
    layers.push_back({{"data", {{"values", rules}}},
                      {"mark", {{"type", "rule"}, {"color", vermilion}, {"strokeWidth", 1.6}, {"strokeDash", {6, 4}}}},
                      {"encoding", {{"x", x}}}});
  append(layers, label_layer(asked_labels, vermilion, 12));
  append(layers, label_layer(names, ink, 13));
  append(layers, label_layer(ends, ink, lane > 8 ? 11 : 9));

  std::vector<KeyItem> items{{.kind = KeyItem::Kind::bar, .words = text("first station to all open"), .colour = blue}};
  if (service)
    items.push_back({.kind = KeyItem::Kind::bar,
                     .words = text("first in regular service to {} % of units", nearly_all * 100),
                     .colour = amber});
  items.push_back({.words = text("end in 80 of 100 futures"), .colour = ink, .size = 1.2});
  if (!asked.empty())
    items.push_back({.words = text("date of a target"), .colour = vermilion, .size = 1.6, .dash = {6, 4}});
  const Key key = key_of(items, width + dates_width);
  append(layers, key.layers);

  said.insert(said.begin(), {text("rollout by area"), message, shown.words.shown()});
  Json chart = base(sentences(said));
  chart["title"] =
      title_of(context.title.shown(), text("rollout by area: {}", message),
               {text("bars: the dates by which half of {} have come so far; white line: half of the area's "
                     "units; at the right: the end, or the median coverage on {}",
                     words_of_replications(results.replications()), iso(shape.dates[last])),
                shown.words.shown()});
  chart["width"] = width;
  chart["height"] = height;
  chart["layer"] = std::move(layers);
  return chart;
}

}  // namespace muster::output
