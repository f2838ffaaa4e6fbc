#include "output/charts/comparison.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/text/text.hpp"
#include "output/charts/parts.hpp"
#include "output/file.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <optional>

namespace muster::output {

namespace {

// Seven colours that every kind of colour vision tells apart, on white; the first for the place as planned. Source: Okabe and Ito,
// as in parts.hpp. Dash and shape go with them, so that colour is never needed.
constexpr std::array colours = {"#5F5F5F", "#0072B2", "#B04500", "#007A5A", "#8A3E72", "#A66F00", "#222222"};
constexpr std::array shapes = {"circle", "square",        "triangle-up",    "diamond",
                               "cross",  "triangle-down", "triangle-right", "triangle-left"};

Json dash_of(std::size_t strategy) {
  const Json dashes = {{1, 0}, {7, 3}, {2, 2}, {9, 3, 2, 3}, {12, 4}, {4, 2, 1, 2}, {1, 3}};
  return dashes[strategy % dashes.size()];
}

// Scales by which strategies are told apart, the same in every chart.
struct Keys {
  Json domain = Json::array(), range = Json::array(), dash = Json::array(), shape = Json::array();
};

std::string short_name(const ComparedStrategy& strategy) {
  std::string name = strategy.title.shown_or(strategy.id);
  return display_width(name) > 40 ? strategy.id : name;
}

Keys keys_of(const ComparisonRecord& record) {
  Keys keys;
  for (std::size_t v = 0; v < record.strategies.size(); ++v) {
    std::string name = short_name(record.strategies[v]);
    if (std::find(keys.domain.begin(), keys.domain.end(), name) != keys.domain.end()) name = record.strategies[v].id;
    keys.domain.push_back(name);
    keys.range.push_back(colours[v % colours.size()]);
    keys.dash.push_back(dash_of(v));
    keys.shape.push_back(shapes[v % shapes.size()]);
  }
  return keys;
}

Json legend() {
  return {{"orient", "top"},
          {"direction", "horizontal"},
          {"title", nullptr},
          {"labelFontSize", text_size},
          {"labelLimit", 320},
          {"symbolSize", 220},
          {"symbolStrokeWidth", 2.4},
          {"columnPadding", 18},
          {"columns", 3},
          {"offset", 8}};
}

std::string place_of(const ComparisonRecord& record) { return record.run.title.shown_or(record.run.place); }

std::string replications_of(const PairedComparison& comparison) {
  return text("{} replications of each under the same luck", grouped(comparison.replications(), thin_space));
}

std::string area_name(const ResultsShape& shape, AreaNode area) {
  return shape.areas[area].name.shown_or(shape.areas[area].id);
}

std::optional<std::size_t> series_in(const ResultsShape& shape, const std::string& name) {
  const auto found = std::find_if(shape.series.begin(), shape.series.end(),
                                  [&](const SeriesInfo& info) { return info.name.name == name; });
  if (found == shape.series.end()) return std::nullopt;
  return static_cast<std::size_t>(found - shape.series.begin());
}

Json panel_title(const std::string& words, const std::string& below) {
  Json lines = Json::array();
  for (const std::string& line : wrapped(below, 108)) lines.push_back(line);
  return {{"text", wrapped(words, 88)}, {"fontSize", 15},           {"lineHeight", 20},     {"subtitle", lines},
          {"subtitleFontSize", 13},     {"subtitleLineHeight", 18}, {"subtitlePadding", 3}, {"offset", 8}};
}

// Rows of a band: what is known of a difference at each date.
struct Band {
  std::size_t variant;
  std::vector<Difference> differences;  // one for each date
};

std::string band_words(const Difference& last, const SeriesName& series, double size, Date date) {
  if (last.replications == 0) return text("no value at the end");
  const double half = last.interval.high - last.interval.low;
  if (last.mean == 0 && half == 0) return text("{}: no difference in any replication", iso(date));
  const std::string mean = show_difference(last.mean, series, size, thin_space);
  const std::string low = show_difference_bare(last.interval.low, series, size, thin_space);
  const std::string high = show_difference_bare(last.interval.high, series, size, thin_space);
  return std::isnan(last.variance_ratio)
             ? text("{}: {} ({} to {}); unpaired it would take any number of times the replications", iso(date), mean,
                    low, high)
             : text("{}: {} ({} to {}); unpaired it would take {:.1f} times the replications", iso(date), mean, low,
                    high, last.variance_ratio);
}

}  // namespace

std::vector<bool> efficient(const std::vector<double>& costs, const std::vector<double>& gains) {
  std::vector<bool> stays(costs.size(), true);
  for (std::size_t i = 0; i < costs.size(); ++i)
    for (std::size_t j = 0; j < costs.size(); ++j)
      if (costs[j] <= costs[i] && gains[j] >= gains[i] && (costs[j] < costs[i] || gains[j] > gains[i]))
        stays[i] = false;
  return stays;
}

Json difference_chart(const PairedComparison& comparison, const ComparisonRecord& record, std::size_t series) {
  const ResultsShape& shape = comparison.shape();
  const SeriesInfo& info = shape.series.at(series);
  std::vector<Band> bands;
  double smallest = 0, largest = 0;
  for (std::size_t v = 1; v < comparison.variants(); ++v) {
    if (!comparison.shares(v, series)) continue;
    Band band{v, {}};
    for (std::size_t date = 0; date < shape.dates.size(); ++date) {
      band.differences.push_back(comparison.headline_difference(v, date, series));
      const Difference& difference = band.differences.back();
      if (difference.replications == 0) continue;
      const double low = difference.interval.low, high = difference.interval.high;
      smallest = std::min(smallest, std::isfinite(low) ? low : difference.mean);
      largest = std::max(largest, std::isfinite(high) ? high : difference.mean);
    }
    bands.push_back(std::move(band));
  }
  std::vector<std::string> unmoved;  // an empty panel says less than its name
  std::erase_if(bands, [&](const Band& band) {
    const bool nothing = std::all_of(band.differences.begin(), band.differences.end(), [](const Difference& one) {
      return one.replications == 0 || (one.mean == 0 && !(one.interval.high > one.interval.low));
    });
    if (nothing) unmoved.push_back(name_of(record.strategies[band.variant]));
    return nothing;
  });
  if (bands.empty()) return nullptr;

  const double height = bands.size() > 4 ? 96 : 130;
  const double size = std::max(largest, -smallest);
  ValueAxis values = value_axis(info.name, smallest, largest, height, 6, true, size);
  if (values.scale.percent) {  // differences of shares are points, which a % sign would hide
    values.axis["title"] = text("points");
    values.axis["labelExpr"] = "replace(format(datum.value * 100, '+,.10~g'), '+0', '0')";
  } else {
    values.axis["labelExpr"] =
        fmt::format("replace(datum.value == 0 ? '0' : format(datum.value / {}, '+,.10~g'), /,/g, '{}')",
                    values.scale.divisor, thin_space);
  }
  const DateAxis dates(shape, plot_width);
  const auto y = [&](const char* field) {
    return Json{{"field", field}, {"type", "quantitative"}, {"scale", values.y()}, {"axis", values.axis}};
  };
  Json panels = Json::array();
  for (std::size_t b = 0; b < bands.size(); ++b) {
    const char* colour = colours[bands[b].variant % colours.size()];
    Json rows = Json::array();
    for (std::size_t date = 0; date < shape.dates.size(); ++date) {
      const Difference& difference = bands[b].differences[date];
      if (difference.replications == 0) continue;
      rows.push_back({{"date", iso(shape.dates[date])},
                      {"mean", value_or_null(difference.mean)},
                      {"low", value_or_null(difference.interval.low)},
                      {"high", value_or_null(difference.interval.high)}});
    }
    const Json x = dates.x("date", b + 1 == bands.size());
    Json layers = Json::array();
    layers.push_back({{"mark", {{"type", "area"}, {"color", colour}, {"opacity", 0.28}}},
                      {"encoding", {{"x", x}, {"y", y("low")}, {"y2", {{"field", "high"}}}}}});
    Json zero = y("zero");
    layers.push_back({{"data", {{"values", {{{"zero", 0}}}}}},
                      {"mark", {{"type", "rule"}, {"color", grey}, {"strokeWidth", 1.2}}},
                      {"encoding", {{"y", zero}}}});
    layers.push_back({{"mark", {{"type", "line"}, {"color", colour}, {"strokeWidth", 2.4}}},
                      {"encoding", {{"x", x}, {"y", y("mean")}}}});
    panels.push_back(
        {{"title", panel_title(name_of(record.strategies[bands[b].variant]),
                               band_words(bands[b].differences.back(), info.name, size, shape.dates.back()))},
         {"width", plot_width},
         {"height", height},
         {"data", {{"values", std::move(rows)}}},
         {"layer", std::move(layers)}});
  }
  Json chart = base(text("{}: difference from the place as planned, by strategy", info.name.name));
  std::vector<std::string> below{
      text("mean difference from the place as planned, with its paired 95 % interval (line, band)"),
      replications_of(comparison)};
  if (!unmoved.empty()) below.push_back(text("no difference in any replication on any date: {}", listed(unmoved)));
  chart["title"] = title_of(place_of(record),
                            info.kind == SeriesKind::flow
                                ? text("{}, since the start: what each strategy changes", translated(info.name.meaning))
                                : text("{}: what each strategy changes", translated(info.name.meaning)),
                            below);
  chart["spacing"] = 18;
  chart["vconcat"] = std::move(panels);
  return chart;
}

Json probabilities_chart(const PairedComparison& comparison, const ComparisonRecord& record) {
  const ResultsShape& shape = comparison.shape();
  if (shape.targets.empty()) return nullptr;
  constexpr double row_height = 25, width = 330, name_width = 190;
  const Keys keys = keys_of(record);
  const Json y = {{"field", "strategy"},
                  {"type", "ordinal"},
                  {"sort", keys.domain},
                  {"scale", {{"domain", keys.domain}, {"padding", 0.5}}},
                  {"axis",
                   {{"title", nullptr},
                    {"domain", false},
                    {"ticks", false},
                    {"labelPadding", 10},
                    {"labelLimit", name_width - 12},
                    {"minExtent", name_width},
                    {"maxExtent", name_width}}}};
  Json panels = Json::array();
  std::vector<std::string> nothing_to_judge;
  for (std::size_t t = 0; t < shape.targets.size(); ++t) {
    const TargetDefinition& target = shape.targets[t];
    const std::vector<Standing> standings = comparison.standings(t);
    if (std::none_of(standings.begin(), standings.end(), [](const Standing& one) { return one.rank > 0; })) {
      nothing_to_judge.push_back(target.shown());
      continue;
    }
    const SeriesName series = series_of(target, shape);
    Json rows = Json::array();
    for (std::size_t v = 0; v < comparison.variants(); ++v) {
      const TargetResult result = comparison.results(v).target(t);
      std::string words = std::isnan(result.probability)
                              ? text("nothing to judge")
                              : text("{:.2f}, median {}", result.probability,
                                     show_with_unit(result.p50, scale_for(series, std::abs(result.p50)), thin_space));
      if (const std::string gain = gain_words(standings[v], series, thin_space); !gain.empty())
        words += text(";  {}", gain);
      rows.push_back({{"strategy", keys.domain[v]},
                      {"probability", value_or_null(result.probability)},
                      {"low", value_or_null(result.interval.low)},
                      {"high", value_or_null(result.interval.high)},
                      {"rank", rank_words(standings, v)},
                      {"planned", v == 0},
                      {"words", words}});
    }
    const Json axis = {{"values", {0, 0.25, 0.5, 0.75, 1}}, {"format", ".2~f"}, {"title", nullptr}, {"tickCount", 5}};
    const auto x = [&](const char* field) {
      return Json{
          {"field", field}, {"type", "quantitative"}, {"scale", {{"domain", {0, 1}}, {"nice", false}}}, {"axis", axis}};
    };
    Json layers = Json::array();
    layers.push_back({{"transform", {{{"filter", "datum.planned"}}}},
                      {"mark", {{"type", "rule"}, {"color", grey}, {"strokeWidth", 1.2}, {"strokeDash", {2, 3}}}},
                      {"encoding", {{"x", x("probability")}}}});
    layers.push_back({{"mark", {{"type", "rule"}, {"color", blue}, {"strokeWidth", 2.4}}},
                      {"encoding", {{"y", y}, {"x", x("low")}, {"x2", {{"field", "high"}}}}}});
    layers.push_back({{"mark", {{"type", "point"}, {"size", 95}, {"filled", true}, {"opacity", 1}, {"strokeWidth", 2}}},
                      {"encoding",
                       {{"y", y},
                        {"x", x("probability")},
                        {"color", {{"condition", {{"test", "datum.planned"}, {"value", "white"}}}, {"value", blue}}},
                        {"stroke", {{"value", blue}}}}}});
    const auto column = [&](const char* field, double at, const char* align, const char* colour) {
      return Json{
          {"mark", {{"type", "text"}, {"align", align}, {"baseline", "middle"}, {"fontSize", 13}, {"color", colour}}},
          {"encoding", {{"y", y}, {"x", {{"value", at}}}, {"text", {{"field", field}}}}}};
    };
    layers.push_back(column("rank", width + 26, "center", ink));
    layers.push_back(column("words", width + 52, "left", ink));
    panels.push_back({{"title", panel_title(target.title.shown_or(target.id), asked_by(target, shape, thin_space))},
                      {"width", width},
                      {"height", row_height * static_cast<double>(comparison.variants())},
                      {"data", {{"values", std::move(rows)}}},
                      {"layer", std::move(layers)}});
  }
  if (panels.empty()) return nullptr;
  std::vector<std::string> subtitle{
      text("dot and line: probability with its 95 % interval; hollow, and dotted line: as planned. Then rank, "
           "probability, median on the date, and the difference from the place as planned that the rank rests on"),
      text("{}; scenarios that share a rank cannot be told apart ({:.0f} % confidence for all pairs of a target "
           "together)",
           replications_of(comparison), 100 * PairedComparison::joint_confidence)};
  if (!nothing_to_judge.empty()) subtitle.push_back(text("nothing to judge on its date: {}", listed(nothing_to_judge)));
  Json chart = base(text("probability of each target by strategy"));
  chart["title"] = title_of(place_of(record), text("will the targets be met, and under which strategy?"), subtitle);
  chart["spacing"] = 22;
  chart["vconcat"] = std::move(panels);
  return chart;
}

Json cost_chart(const PairedComparison& comparison, const ComparisonRecord& record) {
  const ResultsShape& shape = comparison.shape();
  const auto cost = series_in(shape, record.cost);
  if (!cost || shape.targets.empty() || comparison.variants() < 2) return nullptr;
  constexpr double height = 170;
  const Keys keys = keys_of(record);
  Json panels = Json::array();
  std::size_t unmoved = 0;
  for (std::size_t t = 0; t < shape.targets.size(); ++t) {
    std::vector<double> costs, chances;
    std::vector<std::size_t> variants;
    for (std::size_t v = 0; v < comparison.variants(); ++v) {
      const auto extra = comparison.extra_cost(v, t);
      const double probability = comparison.results(v).target(t).probability;
      if (!extra || !std::isfinite(extra->mean) || !std::isfinite(probability)) continue;
      variants.push_back(v);
      costs.push_back(extra->mean);
      chances.push_back(probability);
    }
    if (variants.empty()) continue;
    if (std::all_of(chances.begin(), chances.end(), [&](double p) { return p == chances[0]; })) {
      ++unmoved;
      continue;
    }
    const auto [least, most] = std::minmax_element(costs.begin(), costs.end());
    const double span = *most > *least ? *most - *least : std::max(std::abs(*most), 1.0);
    const double low = *least - 0.06 * span, high = *most + 0.06 * span;
    const Scale scale = scale_for(shape.series[*cost].name, std::max(*most, -*least));
    const auto pixel_x = [&](double value) { return plot_width * (value - low) / (high - low); };
    const auto pixel_y = [&](double p) { return height * (1.04 - p) / 1.08; };
    const std::vector<bool> stays = efficient(costs, chances);

    Json rows = Json::array();
    std::vector<Box> taken;
    for (std::size_t i = 0; i < variants.size(); ++i) {
      rows.push_back({{"strategy", keys.domain[variants[i]]},
                      {"cost", costs[i]},
                      {"probability", chances[i]},
                      {"efficient", static_cast<bool>(stays[i])}});
      const double x = pixel_x(costs[i]), y = pixel_y(chances[i]);
      taken.push_back({x - 8, y - 8, x + 8, y + 8});
    }
    std::vector<Label> labels;
    Json leaders = Json::array();  // from a label to a point that it had to leave
    std::vector<bool> named(variants.size(), false);
    for (std::size_t i = 0; i < variants.size(); ++i) {
      if (named[i]) continue;
      const double x = pixel_x(costs[i]), y = pixel_y(chances[i]);
      std::string names;  // of all that lie on this point
      for (std::size_t j = i; j < variants.size(); ++j) {
        if (named[j] || std::abs(pixel_x(costs[j]) - x) > 8 || std::abs(pixel_y(chances[j]) - y) > 8) continue;
        named[j] = true;
        names += (names.empty() ? "" : ", ") + keys.domain[variants[j]].get<std::string>();
      }
      std::string said;
      double w = 0, below = 8 - 13 * 1.3;
      for (const std::string& line : wrapped(names, 44)) {
        said += (said.empty() ? "" : "\n") + line;
        w = std::max(w, text_width(line, 13) + 4);
        below += 13 * 1.3;
      }
      std::optional<std::pair<Box, Label>> best;
      for (int step = 0; step < 18 && !best; ++step)
        for (const double side : {-1.0, 1.0})
          for (const bool to_the_left : {x > plot_width / 2, x <= plot_width / 2}) {
            const double at_y = y + side * 9 * step, at_x = to_the_left ? x - 12 : x + 12;
            const Box box{to_the_left ? at_x - w : at_x, at_y - 8, to_the_left ? at_x : at_x + w, at_y + below};
            if (best || box.left < 0 || box.right > plot_width || box.top < -6 || box.bottom > height + 4) continue;
            if (std::any_of(taken.begin(), taken.end(), [&](const Box& other) { return box.meets(other); })) continue;
            best = {box, {said, at_x, at_y, to_the_left}};
          }
      if (!best) continue;
      taken.push_back(best->first);
      const Label& label = best->second;
      if (constexpr double near = 14; std::abs(label.y - y) > near)
        leaders.push_back({{"x", x}, {"y", y}, {"x2", label.x + (label.to_the_left ? 2 : -2)}, {"y2", label.y}});
      labels.push_back(best->second);
    }
    const Json x = {{"field", "cost"},
                    {"type", "quantitative"},
                    {"scale", {{"domain", {low, high}}, {"nice", false}, {"zero", false}}},
                    {"axis",
                     {{"title", text("extra spent until {}, {}", iso(shape.targets[t].by), scale.unit)},
                      {"grid", false},
                      {"tickCount", 6},
                      {"labelExpr", fmt::format("replace(datum.value == 0 ? '0' : format(datum.value / {}, '+,.10~g'), "
                                                "/,/g, '{}')",
                                                scale.divisor, thin_space)}}}};
    const Json y = {{"field", "probability"},
                    {"type", "quantitative"},
                    {"scale", {{"domain", {-0.04, 1.04}}, {"nice", false}}},
                    {"axis",
                     {{"values", {0, 0.5, 1}},
                      {"format", ".1~f"},
                      {"title", nullptr},
                      {"minExtent", 40},
                      {"maxExtent", 40},
                      {"domain", false},
                      {"ticks", false},
                      {"labelPadding", 8}}}};
    Json layers = Json::array();
    layers.push_back({{"transform", {{{"filter", "datum.efficient"}}}},
                      {"mark",
                       {{"type", "line"},
                        {"interpolate", "step-after"},
                        {"color", vermilion},
                        {"strokeWidth", 1.8},
                        {"strokeDash", {6, 4}}}},
                      {"encoding", {{"x", x}, {"y", y}}}});
    layers.push_back(
        {{"mark", {{"type", "point"}, {"filled", true}, {"opacity", 1}, {"strokeWidth", 2}}},
         {"encoding",
          {{"x", x},
           {"y", y},
           {"shape", {{"condition", {{"test", "datum.efficient"}, {"value", "diamond"}}}, {"value", "circle"}}},
           {"size", {{"condition", {{"test", "datum.efficient"}, {"value", 170}}}, {"value", 80}}},
           {"color", {{"condition", {{"test", "datum.efficient"}, {"value", vermilion}}}, {"value", "white"}}},
           {"stroke", {{"condition", {{"test", "datum.efficient"}, {"value", vermilion}}}, {"value", blue}}}}}});
    const auto in_pixels = [](const char* field) {
      return Json{{"field", field}, {"type", "quantitative"}, {"scale", nullptr}};
    };
    const Json lines = {
        {"data", {{"values", leaders}}},
        {"mark", {{"type", "rule"}, {"color", grey}, {"strokeWidth", 0.8}}},
        {"encoding",
         {{"x", in_pixels("x")}, {"y", in_pixels("y")}, {"x2", {{"field", "x2"}}}, {"y2", {{"field", "y2"}}}}}};
    if (!leaders.empty()) layers.insert(layers.begin(), lines);
    append(layers, label_layer(labels, ink, 13));
    panels.push_back({{"title", panel_title(shape.targets[t].title.shown_or(shape.targets[t].id),
                                            asked_by(shape.targets[t], shape, thin_space))},
                      {"width", plot_width},
                      {"height", height},
                      {"data", {{"values", std::move(rows)}}},
                      {"layer", std::move(layers)}});
  }
  if (panels.empty()) return nullptr;
  std::vector<std::string> subtitle{
      text("diamonds and dashed line: no other strategy is as likely for as little money; circles: another one is "
           "better in one and no worse in the other")};
  if (unmoved == 1) subtitle.push_back(text("left out: a target whose probability is the same under all"));
  if (unmoved > 1) subtitle.push_back(text("left out: {} targets whose probability is the same under all", unmoved));
  Json chart = base(text("extra money spent against probability, by target"));
  chart["title"] = title_of(place_of(record), text("what a higher probability costs"), subtitle);
  chart["spacing"] = 24;
  chart["vconcat"] = std::move(panels);
  return chart;
}

namespace {

// Whether any strategy changes a series of an area on any date in any replication.
bool differs_in(const PairedComparison& comparison, AreaNode area, std::size_t series) {
  for (std::size_t v = 1; v < comparison.variants(); ++v)
    for (std::size_t date = 0; date < comparison.shape().dates.size() && comparison.shares(v, series); ++date) {
      const Difference one = comparison.difference(v, date, area, series);
      if (one.replications > 0 && (one.mean != 0 || one.interval.high > one.interval.low)) return true;
    }
  return false;
}

}  // namespace

Json rollout_chart(const PairedComparison& comparison, const ComparisonRecord& record) {
  constexpr double width = 210, height = 96;
  constexpr std::size_t most = 48;  // more would be a wallpaper
  const ResultsShape& shape = comparison.shape();
  const auto series = series_in(shape, record.rollout);
  if (!series) return nullptr;
  const Keys keys = keys_of(record);
  const std::string meaning = translated(shape.series[*series].name.meaning);
  std::vector<bool> has(shape.areas.node_count());
  for (AreaNode area = 0; area < shape.areas.whole(); ++area)
    for (std::size_t v = 0; v < comparison.variants(); ++v) {
      const Results& results = comparison.results(v);
      const auto own = series_in(results.shape(), record.rollout);
      for (std::size_t date = 0; own && date < shape.dates.size() && !has[area]; ++date)
        has[area] = results.moments(results.shape().cell(date, area, *own)).mean() > 0;
    }
  const ShownAreas shown = areas_to_show(shape, has, most, [&] { return text("{}, by area and strategy", meaning); });
  if (shown.areas.empty()) return shown.instead();
  Json rows = Json::array(), names = Json::array();
  std::size_t alike = 0;  // areas in which no strategy changes anything
  for (const AreaNode area : shown.areas) {
    if (!differs_in(comparison, area, *series)) {
      ++alike;
      continue;
    }
    std::string name = area_name(shape, area);
    if (std::find(names.begin(), names.end(), name) != names.end()) name += " (" + shape.areas[area].id + ")";
    Json of_area = Json::array();
    for (std::size_t v = 0; v < comparison.variants(); ++v) {
      const Results& results = comparison.results(v);
      const auto own = series_in(results.shape(), record.rollout);
      if (!own) continue;
      for (std::size_t date = 0; date < shape.dates.size(); ++date) {
        const double mean = results.moments(results.shape().cell(date, area, *own)).mean();
        if (std::isnan(mean)) continue;
        of_area.push_back(
            {{"area", name}, {"strategy", keys.domain[v]}, {"date", iso(shape.dates[date])}, {"mean", mean}});
      }
    }
    names.push_back(name);
    append(rows, std::move(of_area));
  }
  if (names.empty()) return nullptr;
  const DateAxis dates(shape, width);
  Json x = dates.x("date");
  x["axis"]["labelFontSize"] = 12;
  const Json y = {{"field", "mean"},
                  {"type", "quantitative"},
                  {"axis",
                   {{"title", nullptr},
                    {"tickCount", 3},
                    {"format", ",.10~g"},
                    {"labelFontSize", 12},
                    {"minExtent", 34},
                    {"maxExtent", 34},
                    {"domain", false},
                    {"ticks", false}}}};
  Json key = legend();
  const Json strategy = {{"field", "strategy"}, {"type", "nominal"}, {"sort", keys.domain}};
  Json colour = strategy, dash = strategy;
  colour.update({{"scale", {{"domain", keys.domain}, {"range", keys.range}}}, {"legend", key}});
  dash.update({{"scale", {{"domain", keys.domain}, {"range", keys.dash}}}, {"legend", key}});
  Json chart = base(text("{} by area and strategy", record.rollout));
  chart["title"] = title_of(
      place_of(record), text("{}, by area and strategy", meaning),
      {alike == 0 ? text("means; every area has a scale of its own. {}", replications_of(comparison))
                  : text("means; every area has a scale of its own. Left out: {} areas in which nothing differs. {}",
                         alike, replications_of(comparison)),
       shown.words.shown()});
  chart["data"] = {{"values", rows}};
  chart["facet"] = {{"field", "area"}, {"type", "nominal"}, {"sort", names}, {"header", facet_header()}};
  chart["columns"] = 3;
  chart["spacing"] = {{"row", 14}, {"column", 14}};
  chart["resolve"] = {{"scale", {{"y", "independent"}}}};
  chart["spec"] = {{"width", width},
                   {"height", height},
                   {"mark", {{"type", "line"}, {"strokeWidth", 2.2}}},
                   {"encoding", {{"x", x}, {"y", y}, {"color", colour}, {"strokeDash", dash}}}};
  return chart;
}

Json waves_chart(const PairedComparison& comparison, const ComparisonRecord& record) {
  constexpr std::size_t most = 60;
  constexpr std::array median = {0.5};
  const ResultsShape& shape = comparison.shape();
  if (!series_in(shape, record.coverage)) return nullptr;
  const Keys keys = keys_of(record);
  const std::size_t k = comparison.variants();

  // The first report at which half of the replications have come so far.
  struct Reached {
    std::optional<std::size_t> half, all;
  };
  struct Row {
    AreaNode area;
    std::vector<Reached> of;
  };
  std::vector<bool> has(shape.areas.node_count());
  for (AreaNode area = 0; area < shape.areas.whole(); ++area)
    for (std::size_t v = 0; v < k; ++v) {
      const Results& results = comparison.results(v);
      const auto own = series_in(results.shape(), record.coverage);
      for (std::size_t date = 0; own && date < shape.dates.size() && !has[area]; ++date)
        has[area] = results.moments(results.shape().cell(date, area, *own)).count() > 0;
    }
  const ShownAreas shown =
      areas_to_show(shape, has, most, [] { return text("the rollout's waves, by area and strategy"); });
  if (shown.areas.empty()) return shown.instead();
  std::vector<Row> areas;
  for (const AreaNode area : shown.areas) {
    Row row{area, std::vector<Reached>(k)};
    for (std::size_t v = 0; v < k; ++v) {
      const Results& results = comparison.results(v);
      const auto series = series_in(results.shape(), record.coverage);
      if (!series) continue;
      for (std::size_t date = 0; date < shape.dates.size(); ++date) {
        const Summary summary = results.summarise(results.shape().cell(date, area, *series), 1, median)[0];
        if (summary.replications == 0) continue;
        constexpr double rounding = 1e-6;  // medians are of 32-bit floats
        if (!row.of[v].half && summary.quantiles[0] >= 0.5 - rounding) row.of[v].half = date;
        if (!row.of[v].all && summary.quantiles[0] >= 1 - rounding) row.of[v].all = date;
      }
    }
    areas.push_back(std::move(row));
  }
  const auto late = [&](const Row& row) {
    return std::pair(row.of[0].half.value_or(shape.dates.size()), row.of[0].all.value_or(shape.dates.size()));
  };
  std::stable_sort(areas.begin(), areas.end(), [&](const Row& a, const Row& b) { return late(a) < late(b); });

  constexpr double lane = 11, gap = 9;
  double names_width = 60;
  for (const Row& row : areas) names_width = std::max(names_width, text_width(area_name(shape, row.area), 13) + 12);
  names_width = std::min(names_width, 220.0);
  const double width = plot_width + 76 - names_width;
  const DateAxis dates(shape, width);
  const double each = lane * static_cast<double>(k) + gap, height = each * static_cast<double>(areas.size());
  Json spans = Json::array(), points = Json::array(), stripes = Json::array();
  std::vector<Label> names;
  for (std::size_t i = 0; i < areas.size(); ++i) {
    const double top = each * static_cast<double>(i);
    if (i % 2 == 0) stripes.push_back({{"top", top}, {"bottom", top + each}});
    names.push_back({area_name(shape, areas[i].area), -10, top + each / 2, true});
    for (std::size_t v = 0; v < k; ++v) {
      const Reached& reached = areas[i].of[v];
      const double y = top + gap / 2 + lane * (static_cast<double>(v) + 0.5);
      if (!reached.half) continue;
      const std::size_t end = reached.all.value_or(shape.dates.size() - 1);
      for (const std::size_t date : {*reached.half, end})
        spans.push_back(
            {{"strategy", keys.domain[v]}, {"span", i * k + v}, {"from", iso(shape.dates[date])}, {"y", y}});
      points.push_back({{"strategy", keys.domain[v]},
                        {"variant", v},
                        {"from", iso(shape.dates[*reached.half])},
                        {"y", y},
                        {"all", false}});
      if (reached.all)
        points.push_back({{"strategy", keys.domain[v]},
                          {"variant", v},
                          {"from", iso(shape.dates[*reached.all])},
                          {"y", y},
                          {"all", true}});
    }
  }
  const auto in_pixels = [&](const char* field) {
    return Json{{"field", field},
                {"type", "quantitative"},
                {"scale", {{"domain", {0, height}}, {"range", {0, height}}}},
                {"axis", nullptr}};
  };
  const Json key = legend();
  const Json strategy = {{"field", "strategy"}, {"type", "nominal"}, {"sort", keys.domain}};
  Json colour = strategy, shape_of = strategy;
  colour.update({{"scale", {{"domain", keys.domain}, {"range", keys.range}}}, {"legend", key}});
  shape_of.update({{"scale", {{"domain", keys.domain}, {"range", keys.shape}}}, {"legend", key}});
  Json x = dates.x("from");
  x["axis"]["grid"] = true;
  Json layers = Json::array();
  layers.push_back({{"data", {{"values", stripes}}},
                    {"mark", {{"type", "rect"}, {"color", "#F4F4F4"}}},
                    {"encoding", {{"y", in_pixels("top")}, {"y2", {{"field", "bottom"}}}}}});
  layers.push_back(
      {{"data", {{"values", spans}}},
       {"mark", {{"type", "line"}, {"strokeWidth", 2.6}, {"opacity", 0.75}}},
       {"encoding", {{"x", x}, {"y", in_pixels("y")}, {"detail", {{"field", "span"}}}, {"stroke", colour}}}});
  layers.push_back({{"data", {{"values", points}}},
                    {"mark", {{"type", "point"}, {"filled", true}, {"size", 62}, {"opacity", 1}, {"strokeWidth", 1.8}}},
                    {"encoding",
                     {{"x", x},
                      {"y", in_pixels("y")},
                      {"shape", shape_of},
                      {"stroke", colour},
                      {"fill", {{"condition", Json::array()}, {"value", "white"}}}}}});
  Json inside = Json::array();
  for (std::size_t v = 0; v < k; ++v)
    inside.push_back({{"test", fmt::format("datum.all && datum.variant == {}", v)}, {"value", keys.range[v]}});
  layers.back()["encoding"]["fill"]["condition"] = std::move(inside);
  append(layers, label_layer(names, ink, 13));
  Json chart = base(text("{}: when each area reaches a half and all, by strategy", record.coverage));
  chart["title"] = title_of(
      place_of(record), text("the rollout's waves, by area and strategy"),
      {text("hollow: half of the replications cover 50 % of the area by then; solid: 100 %; a line to the edge: not by "
            "the horizon"),
       replications_of(comparison), shown.words.shown()});
  chart["width"] = width;
  chart["height"] = height;
  chart["layer"] = std::move(layers);
  return chart;
}

std::vector<Wording> write_comparison_charts(const std::filesystem::path& folder, const PairedComparison& comparison,
                                             const ComparisonRecord& record) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) throw OutputError(text("{} cannot be made: {}", folder.string(), error.message()));
  const ResultsShape& shape = comparison.shape();
  std::vector<Wording> none;
  if (shape.dates.empty() || comparison.replications() == 0) return none;  // nothing to draw
  const auto write = [&](const std::string& name, const Json& chart) {
    if (Wording words = why_none(chart); !words.empty())
      none.push_back(std::move(words));
    else if (!chart.is_null())
      write_chart(folder / (name + ".vl.json"), chart);
  };
  for (const std::size_t series : shape.headline) {
    std::string name = shape.series.at(series).name.name;
    std::replace(name.begin(), name.end(), '.', '-');
    write("difference-" + name, difference_chart(comparison, record, series));
  }
  write("target-probabilities", probabilities_chart(comparison, record));
  write("cost-and-probability", cost_chart(comparison, record));
  write("rollout-by-area", rollout_chart(comparison, record));
  write("rollout-waves", waves_chart(comparison, record));
  return none;
}

}  // namespace muster::output
