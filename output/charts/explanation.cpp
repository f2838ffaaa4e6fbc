#include "output/charts/explanation.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/text/text.hpp"
#include "output/file.hpp"

#include <fmt/format.h>
#include <limits>

namespace muster::output {

namespace {

constexpr double row_height = 34;
constexpr double bar_height = 18;
constexpr double label_width = 170;
constexpr const char* dark_blue = "#00507D";
constexpr const char* light_blue = "#8FBEDC";
constexpr const char* light_vermilion = "#E0A27F";

std::string name_of(const ConstraintEffect& one) { return one.title.shown_or(one.constraint); }

Json rows_axis(const Json& order, bool labels) {
  Json axis = {{"title", nullptr},  {"ticks", false},   {"domain", false},
               {"labelLimit", 330}, {"labels", labels}, {"labelPadding", 10}};
  if (labels) axis.update({{"minExtent", label_width}});
  return {{"field", "name"}, {"type", "nominal"}, {"sort", order}, {"axis", axis}};
}

std::string numbers(const Scale& scale) {
  return fmt::format("replace(format(datum.value / {}, ',.10~g'), /,/g, '{}'){}", scale.divisor, thin_space,
                     scale.percent ? fmt::format(" + '{}%'", before_unit()) : std::string{});
}

// An axis title with its unit; per cent stands beside the numbers.
std::string with_unit(const std::string& title, const Scale& scale) {
  return scale.percent || scale.unit.empty() ? title : text("{0}, {1}", title, scale.unit);
}

// Smallest and largest of what is drawn from a zero line.
struct FromZero {
  double low = 0, high = 0;
  void take(double value) {
    if (!std::isfinite(value)) return;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  /// With room for a label on either side.
  [[nodiscard]] Json domain() const {
    const double span = is_empty() ? 1 : high - low;
    return {low - 0.04 * span, high + 0.04 * span};
  }
  [[nodiscard]] bool is_empty() const { return !(high > low); }
};

struct Panel {
  std::string title;
  std::string value, low, high;  // fields
  Scale scale;
  double width;
  FromZero extent;
};

// Horizontal bars from nothing, with their intervals.
Json bars(const Panel& panel, const Json& order, bool labels) {
  const Json x_axis = {{"title", panel.title},
                       {"labelExpr", numbers(panel.scale)},
                       {"tickCount", panel.width / 60},
                       {"domain", false},
                       {"ticks", false},
                       {"titlePadding", 8},
                       {"labelFlush", false},
                       {"labelOverlap", true}};
  const auto x = [&](const std::string& field) {
    return Json{{"field", field},
                {"type", "quantitative"},
                {"scale", {{"domain", panel.extent.domain()}, {"nice", false}}},
                {"axis", x_axis}};
  };
  const Json y = rows_axis(order, labels);
  Json layers = Json::array();
  Json bar = {{"mark", {{"type", "bar"}, {"height", bar_height}}},
              {"encoding",
               {{"y", y},
                {"x", x(panel.value)},
                {"x2", {{"datum", 0}}},
                {"color", {{"field", "colour"}, {"type", "nominal"}, {"scale", nullptr}, {"legend", nullptr}}}}}};
  layers.push_back(std::move(bar));
  layers.push_back({{"mark", {{"type", "rule"}, {"color", ink}, {"strokeWidth", 1.8}}},
                    {"encoding", {{"y", y}, {"x", x(panel.low)}, {"x2", {{"field", panel.high}}}}}});
  layers.push_back({{"data", {{"values", {{{"zero", 0}}}}}},
                    {"mark", {{"type", "rule"}, {"color", grey}}},
                    {"encoding", {{"x", x("zero")}}}});
  return {{"width", panel.width}, {"height", {{"step", row_height}}}, {"layer", layers}};
}

std::string asked(const TargetConstraints& target) {
  const Scale scale = scale_for(target.series, target.target.goal);
  if (std::isnan(target.probability))
    return text("{}: {} {} {} by {}; as planned nothing to judge", target.target.title.shown_or(target.target.id),
                target.target.series, target.target.comparison == Comparison::at_least ? "≥" : "≤",
                show_with_unit(target.target.goal, scale, thin_space), iso(target.target.by));
  return text("{}: {} {} {} by {}; as planned {:.2f} likely", target.target.title.shown_or(target.target.id),
              target.target.series, target.target.comparison == Comparison::at_least ? "≥" : "≤",
              show_with_unit(target.target.goal, scale, thin_space), iso(target.target.by), target.probability);
}

// Whether a quantity is moved by any of the constraints, in any replication that was seen.
template <class Mean>
bool any_effect(const TargetConstraints& target, const std::vector<ConstraintEffect>& effects, const Mean& mean) {
  const auto moves = [&](const ConstraintEffect& one) {
    return one.effect && std::isfinite(mean(*one.effect)) && mean(*one.effect) != 0;
  };
  return std::any_of(effects.begin(), effects.end(), moves) || moves(target.everything);
}
double gain_seen(const TargetEffect& effect) { return effect.gain.difference; }
double shortfall_seen(const TargetEffect& effect) { return effect.closed.mean; }

Scale shortfall_scale(const TargetConstraints& target) {
  return scale_for(target.series, std::max(target.shortfall, std::abs(target.target.goal)));
}

}  // namespace

Json tornado_chart(const TargetConstraints& target, const std::string& place) {
  const bool gains = any_effect(target, target.whole, gain_seen),
             closes = any_effect(target, target.whole, shortfall_seen);
  if (!gains && !closes) return nullptr;
  Json rows = Json::array(), order = Json::array();
  const Scale scale = shortfall_scale(target);
  Panel gain{text("gain of probability"), "gain", "gain_low", "gain_high", {}, 268, {}};
  Panel closed{unit_of_change(scale).empty() ? text("mean shortfall closed")
                                             : text("mean shortfall closed, {}", unit_of_change(scale)),
               "closed",
               "closed_low",
               "closed_high",
               scale,
               168,
               {}};
  const auto add = [&](const ConstraintEffect& one, const std::string& name, const char* colour) {
    const TargetEffect& effect = *one.effect;
    const double low = effect.closed.mean - effect.closed.half_width;
    const double high = effect.closed.mean + effect.closed.half_width;
    rows.push_back({{"name", name},
                    {"colour", colour},
                    {"gain", effect.gain.difference},
                    {"gain_low", effect.gain.interval.low},
                    {"gain_high", effect.gain.interval.high},
                    {"closed", value_or_null(effect.closed.mean)},
                    {"closed_low", value_or_null(low)},
                    {"closed_high", value_or_null(high)}});
    for (const double value : {effect.gain.interval.low, effect.gain.interval.high}) gain.extent.take(value);
    for (const double value : {low, high}) closed.extent.take(value);
    order.push_back(name);
  };
  for (const ConstraintEffect& one : target.whole)
    if (one.effect) add(one, name_of(one), light_blue);
  if (target.everything.effect) add(target.everything, text("all at once"), "#C9C9C9");
  Json chart = base(text("what relaxing each constraint does to the target {}", target.target.id));
  chart["title"] =
      title_of(place, text("what holds the target back?"),
               {asked(target), text("each constraint relaxed in turn over the whole horizon, {} replications under "
                                    "the same luck; lines: intervals that hold together with 95 %",
                                    target.replications)});
  chart["data"] = {{"values", rows}};
  chart["spacing"] = 26;
  chart["hconcat"] = Json::array();  // a panel of zeros says nothing
  if (gains) chart["hconcat"].push_back(bars(gain, order, true));
  if (closes) chart["hconcat"].push_back(bars(closed, order, !gains));
  return chart;
}

Json period_chart(const TargetConstraints& target, const std::string& place) {
  if (target.by_period.empty() || !any_effect({}, target.by_period, target.by_probability ? gain_seen : shortfall_seen))
    return nullptr;
  const Scale scale = target.by_probability ? Scale{} : shortfall_scale(target);
  Json rows = Json::array(), order = Json::array();
  FromZero extent;
  for (const ConstraintEffect& one : target.by_period) {
    const TargetEffect& effect = *one.effect;
    const double size = target.size_of(effect);
    const bool sure = target.by_probability ? effect.gain.interval.low > 0 || effect.gain.interval.high < 0
                                            : std::abs(effect.closed.mean) > effect.closed.half_width;
    std::string label = target.by_probability ? fmt::format("{:+.2f}", size) : show_change(size, scale, thin_space);
    if (label.find_first_not_of("+-0.") == std::string::npos) label = "0";
    const std::string name = name_of(one);
    if (std::find(order.begin(), order.end(), name) == order.end()) order.push_back(name);
    rows.push_back(
        {{"name", name}, {"period", one.period}, {"size", value_or_null(size)}, {"label", label}, {"sure", sure}});
    extent.take(size);
  }
  const double most = std::max(std::abs(extent.low), extent.high);
  Json chart = base(text("effect of each constraint relaxed in each year alone on the target {}", target.target.id));
  chart["title"] =
      title_of(place, text("when does each constraint bind?"),
               {asked(target),
                text("each relaxed in one calendar year alone: {}, {} replications; bold where it is beyond doubt "
                     "(95 % for all together)",
                     target.by_probability ? text("gain of probability")
                                           : text("mean shortfall closed, {}", unit_of_change(scale)),
                     target.replications)});
  const Json x = {{"field", "period"},
                  {"type", "ordinal"},
                  {"axis",
                   {{"title", nullptr},
                    {"labelAngle", 0},
                    {"orient", "top"},
                    {"ticks", false},
                    {"domain", false},
                    {"labelPadding", 8}}}};
  const Json y = rows_axis(order, true);
  chart["data"] = {{"values", rows}};
  chart["width"] = plot_width - label_width + 40;
  chart["height"] = {{"step", row_height}};
  Json cells = {{"mark", {{"type", "rect"}, {"stroke", "white"}, {"strokeWidth", 2}}},
                {"encoding",
                 {{"x", x},
                  {"y", y},
                  {"color",
                   {{"field", "size"},
                    {"type", "quantitative"},
                    {"legend", nullptr},
                    {"scale", {{"domain", {-most, 0, most}}, {"range", {light_vermilion, "#F3F3F3", light_blue}}}}}}}}};
  chart["layer"] = Json::array({std::move(cells)});
  for (const bool sure : {true, false})
    chart["layer"].push_back({{"transform", {{{"filter", sure ? "datum.sure" : "!datum.sure"}}}},
                              {"mark",
                               {{"type", "text"},
                                {"fontSize", text_size},
                                {"fontWeight", sure ? "bold" : "normal"},
                                {"color", sure ? ink : grey}}},
                              {"encoding", {{"x", x}, {"y", y}, {"text", {{"field", "label"}}}}}});
  return chart;
}

Json waterfall_chart(const AttributedDifference& difference, const AttributedChanges& changes,
                     const std::string& place) {
  const Attribution& found = difference.attribution;
  if (difference.nothing_to_judge() || difference.changes_nothing()) return nullptr;
  const Scale scale = difference.measure == "probability"
                          ? Scale{}
                          : scale_for(difference.series, std::max(std::abs(difference.from), std::abs(difference.to)));
  Json rows = Json::array(), order = Json::array();
  FromZero levels{std::min(difference.from, difference.to), std::max(difference.from, difference.to)}, shares;
  const auto shown = [&](double value, bool as_change) {
    if (difference.measure == "probability") return (as_change && value > 0 ? "+" : "") + fmt::format("{:.2f}", value);
    return as_change ? show_change(value, scale, thin_space) : show(value, scale, thin_space);
  };
  const auto add = [&](std::string name, double from, double to, const char* colour, const ChangeShare* share) {
    // Two changes may be called the same.
    while (std::find(order.begin(), order.end(), name) != order.end()) name += " ";
    Json row = {
        {"name", name},
        {"from", from},
        {"to", to},
        {"end", std::max(from, to)},
        {"colour", colour},
        {"label", shown(share || colour == std::string(grey) ? to - from : to, share || colour == std::string(grey))}};
    levels.take(from);
    levels.take(to);
    if (share) {
      const bool exact = found.exact;
      const double low =
          exact ? share->shapley.mean - share->shapley.half_width : std::min(share->alone.mean, share->last.mean);
      const double high =
          exact ? share->shapley.mean + share->shapley.half_width : std::max(share->alone.mean, share->last.mean);
      row["share"] = exact ? value_or_null(share->shapley.mean) : Json(nullptr);
      row["share_low"] = value_or_null(low);
      row["share_high"] = value_or_null(high);
      shares.take(low);
      shares.take(high);
    }
    rows.push_back(std::move(row));
    order.push_back(name);
  };
  double level = difference.from;
  add(changes.from.shown(), level, level, "#C9C9C9", nullptr);
  for (std::size_t k = 0; k < found.changes.size(); ++k) {
    const AttributedChanges::Change& change = changes.changes[k];
    const double alone = found.changes[k].alone.mean;
    add(change.removed ? text("without {}", change.title.shown_or(change.id)) : change.title.shown_or(change.id), level,
        level + alone, alone >= 0 ? light_blue : light_vermilion, &found.changes[k]);
    level += alone;
  }
  add(text("interactions"), level, level + found.interactions.mean, grey, nullptr);
  add(changes.to.shown(), difference.to, difference.to, "#C9C9C9", nullptr);

  const Json y = rows_axis(order, true), y_bare = rows_axis(order, false);
  const double span = levels.is_empty() ? 1 : levels.high - levels.low;
  const auto x = [&](const char* field) {
    return Json{{"field", field},
                {"type", "quantitative"},
                {"scale", {{"domain", {levels.low - 0.08 * span, levels.high + 0.25 * span}}, {"nice", false}}},
                {"axis",
                 {{"title", with_unit(text("each change alone, one after the other"), scale)},
                  {"labelExpr", numbers(scale)},
                  {"tickCount", 4},
                  {"domain", false},
                  {"ticks", false},
                  {"titlePadding", 8}}}};
  };
  const Json colour = {{"field", "colour"}, {"type", "nominal"}, {"scale", nullptr}, {"legend", nullptr}};
  Json steps = {{"width", 280},
                {"height", {{"step", row_height}}},
                {"layer",
                 {{{"transform", {{{"filter", "datum.from != datum.to"}}}},
                   {"mark", {{"type", "bar"}, {"height", bar_height}}},
                   {"encoding", {{"y", y}, {"x", x("from")}, {"x2", {{"field", "to"}}}, {"color", colour}}}},
                  {{"transform", {{{"filter", "datum.from == datum.to"}}}},
                   {"mark", {{"type", "tick"}, {"thickness", 4}, {"size", bar_height + 6}, {"color", ink}}},
                   {"encoding", {{"y", y}, {"x", x("to")}}}},
                  {{"mark", {{"type", "text"}, {"align", "left"}, {"dx", 6}, {"fontSize", text_size}, {"color", ink}}},
                   {"encoding", {{"y", y}, {"x", x("end")}, {"text", {{"field", "label"}}}}}}}}};
  Panel panel{with_unit(found.exact ? text("Shapley value") : text("alone and last"), scale),
              "share",
              "share_low",
              "share_high",
              scale,
              160,
              shares};
  const auto share_x = [&](const char* field) {
    return Json{{"field", field},
                {"type", "quantitative"},
                {"scale", {{"domain", panel.extent.domain()}, {"nice", false}}},
                {"axis",
                 {{"title", panel.title},
                  {"labelExpr", numbers(scale)},
                  {"tickCount", 3},
                  {"domain", false},
                  {"ticks", false},
                  {"titlePadding", 8},
                  {"labelOverlap", true}}}};
  };
  Json values = {{"width", panel.width},
                 {"height", {{"step", row_height}}},
                 {"layer",
                  {{{"data", {{"values", {{{"zero", 0}}}}}},
                    {"mark", {{"type", "rule"}, {"color", grey}}},
                    {"encoding", {{"x", share_x("zero")}}}},
                   {{"mark", {{"type", "rule"}, {"color", dark_blue}, {"strokeWidth", found.exact ? 2 : 6}}},
                    {"encoding", {{"y", y_bare}, {"x", share_x("share_low")}, {"x2", {{"field", "share_high"}}}}}},
                   {{"transform", {{{"filter", "isValid(datum.share)"}}}},
                    {"mark", {{"type", "point"}, {"filled", true}, {"size", 90}, {"color", dark_blue}, {"opacity", 1}}},
                    {"encoding", {{"y", y_bare}, {"x", share_x("share")}}}}}}};
  Json chart = base(text("which change did what: {} {}", difference.target, difference.measure));
  const std::string what = difference.measure == "probability" ? text("probability of {}", difference.title.shown())
                           : difference.measure == "value"
                               ? text("{} ({})", translated(difference.series.meaning), difference.title.shown())
                               : translated(difference.series.meaning);
  const std::string from = shown(difference.from, false), to = shown(difference.to, false);
  chart["title"] = title_of(
      place, text("which change did what?"),
      {what,
       found.exact
           ? text("from {} ({}) to {} ({}), {} replications under the same luck; right: mean over all orders, 95 % "
                  "interval",
                  changes.from.shown(), from, changes.to.shown(), to, found.replications)
           : text("from {} ({}) to {} ({}), {} replications under the same luck; right: between first and last",
                  changes.from.shown(), from, changes.to.shown(), to, found.replications)});
  chart["data"] = {{"values", rows}};
  chart["spacing"] = 26;
  chart["hconcat"] = {std::move(steps), std::move(values)};
  return chart;
}

Json spread_chart(const SpreadOf& of, const Spreads& spreads, const std::string& place) {
  if (of.spread.known != SpreadKnown::shares) return nullptr;
  constexpr std::size_t most = 10;
  Json rows = Json::array(), order = Json::array();
  Panel panel{text("share of the variance"), "share", "low", "high", {0.01, "%", true}, 360, {}};
  const auto add = [&](const std::string& name, const SpreadShare& share, const char* colour) {
    const double low = std::clamp(share.low, 0.0, 1.0), high = std::clamp(share.high, 0.0, 1.0);
    rows.push_back({{"name", name},
                    {"share", std::clamp(share.index, 0.0, 1.0)},
                    {"low", low},
                    {"high", high},
                    {"colour", colour}});
    order.push_back(name);
    panel.extent.take(high);
  };
  for (const std::size_t k : by_share(of.spread)) {
    if (order.size() == most || !(of.spread.inputs[k].index > 0)) break;
    add(spreads.inputs[k].name, of.spread.inputs[k], spreads.inputs[k].sourced ? light_blue : light_vermilion);
  }
  add(text("chance and interactions"), of.spread.rest, "#C9C9C9");
  const Scale scale = scale_for(of.series, std::abs(of.mean));
  Json chart = bars(panel, order, true);
  Json made = base(text("what the spread of {} is made of", of.id));
  made["title"] = title_of(
      place, text("what is the spread made of?"),
      {text("{} on {}: mean {}, standard deviation {}, {} replications", of.title.shown(), iso(of.date),
            show_with_unit(of.mean, scale, thin_space), show_with_unit(of.spread.sd, scale, thin_space),
            of.spread.replications),
       text("first-order Sobol index of each uncertain parameter, 95 % interval; vermilion: without a source")});
  made["data"] = {{"values", rows}};
  made.update(chart);
  return made;
}

void write_chart(const std::filesystem::path& folder, const std::string& name, const Json& chart) {
  if (chart.is_null()) return;
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) throw OutputError(text("{} cannot be made: {}", folder.string(), error.message()));
  write_chart(folder / (name + ".vl.json"), chart);
}

}  // namespace muster::output
