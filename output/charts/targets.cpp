#include "engine/clock/calendar.hpp"
#include "output/charts/run_parts.hpp"

#include <algorithm>

namespace muster::output {

Json targets_chart(const Results& results, const ChartContext& context) {
  const ResultsShape& shape = results.shape();
  if (shape.targets.empty()) return nullptr;
  constexpr double height = 74;
  const DateAxis dates(shape, plot_width);
  const Json y_axis = {{"values", {0, 0.5, 1}}, {"format", ".0%"}, {"title", nullptr}, {"minExtent", 60},
                       {"maxExtent", 60},       {"domain", false}, {"ticks", false},   {"labelPadding", 8}};
  const Json y_scale = {{"domain", {0, 1}}, {"nice", false}};

  Json panels = Json::array();
  std::size_t mostly_met = 0;
  std::vector<std::string> said;
  for (std::size_t t = 0; t < shape.targets.size(); ++t) {
    const TargetDefinition& target = shape.targets[t];
    const TargetResult result = results.target(t);
    const auto series = shape.find(target.series);
    const Scale scale = series ? scale_for(shape.series[*series].name, target.goal) : Scale{};
    const auto area = shape.areas.find(target.area);
    const bool everywhere = !area || *area == shape.areas.whole();
    const std::string likely =
        result.outcome_withheld                 ? text("when it is met is withheld")
        : !met_and_lost(target, result).empty() ? met_and_lost(target, result)
        : result.reached_p50 ? text("half of the futures have met it by {}", iso(*result.reached_p50))
        : result.reached_share > 0
            ? text("{} of 100 futures meet it by {}", of_hundred(result.reached_share), iso(shape.dates.back()))
            : text("no future meets it by {}", iso(shape.dates.back()));
    const std::string goal = show_with_unit(target.goal, scale, thin_space);
    const std::string asked =
        everywhere ? text("{} {} {} by {}", target.series, sign_of(target.comparison), goal, iso(target.by))
                   : text("{} {} {} in {} by {}", target.series, sign_of(target.comparison), goal,
                          shape.areas.title(*area), iso(target.by));
    const std::string& called = target.shown();
    if (result.probability > 0.5) ++mostly_met;
    said.push_back(text("{}: {}", called, target_words({&target, result}, scale)));
    Json rows = Json::array();
    for (const auto& [date, share] : result.reached_by) {
      if (std::isnan(share)) {
        rows.push_back({{"date", iso(date)}, {"share", nullptr}, {"low", nullptr}, {"high", nullptr}});
        continue;
      }
      const auto count = static_cast<std::uint64_t>(std::llround(share * static_cast<double>(result.replications)));
      const Interval interval = wilson_interval(count, result.replications);
      rows.push_back({{"date", iso(date)},
                      {"share", rounded(share)},
                      {"low", rounded(interval.low)},
                      {"high", rounded(interval.high)}});
    }
    const auto share_y = [&](const char* field) {
      return Json{{"field", field}, {"type", "quantitative"}, {"scale", y_scale}, {"axis", y_axis}};
    };
    const Json x = dates.x("date", t + 1 == shape.targets.size());
    Json layers = Json::array();
    layers.push_back({{"mark", {{"type", "area"}, {"color", blue}, {"opacity", 0.3}, {"interpolate", "step-after"}}},
                      {"encoding", {{"x", x}, {"y", share_y("low")}, {"y2", {{"field", "high"}}}}}});
    layers.push_back(
        {{"mark", {{"type", "line"}, {"color", deep_blue}, {"strokeWidth", 2.2}, {"interpolate", "step-after"}}},
         {"encoding", {{"x", x}, {"y", share_y("share")}}}});
    if (dates.holds(target.by) && std::isfinite(result.probability)) {
      const Json own = {{{"date", iso(target.by)}, {"probability", result.probability}}};
      layers.push_back({{"data", {{"values", own}}},
                        {"mark", {{"type", "rule"}, {"color", vermilion}, {"strokeWidth", 2}, {"strokeDash", {6, 4}}}},
                        {"encoding", {{"x", x}}}});
      layers.push_back({{"data", {{"values", own}}},
                        {"mark",
                         {{"type", "point"},
                          {"shape", "diamond"},
                          {"size", 130},
                          {"filled", true},
                          {"color", vermilion},
                          {"opacity", 1},
                          {"stroke", "white"},
                          {"strokeWidth", 1.5}}},
                        {"encoding", {{"x", x}, {"y", share_y("probability")}}}});
      const double at = dates.pixel(target.by);
      const std::string number = text("{}: {}", iso(target.by), show_probability(result));
      // The curve rises: before the date it lies below the diamond, after it above.
      const bool to_the_left = at - 12 - text_width(number, text_size) > 0;
      const double at_y = height * (1 - result.probability) + (to_the_left ? -2 : 14);
      append(
          layers,
          label_layer({{number, to_the_left ? at - 12 : at + 12, std::clamp(at_y, 12.0, height - 10.0), to_the_left}},
                      vermilion, text_size));
    }
    Json lines = Json::array();
    for (const std::string& line : wrapped(text("{}; {}", asked, likely), 112)) lines.push_back(line);
    panels.push_back({{"title",
                       {{"text", wrapped(called, 88)},
                        {"fontSize", 15},
                        {"lineHeight", 20},
                        {"subtitle", lines},
                        {"subtitleFontSize", 13},
                        {"subtitleLineHeight", 18},
                        {"subtitlePadding", 3},
                        {"offset", 8}}},
                      {"width", plot_width},
                      {"height", height},
                      {"data", {{"values", std::move(rows)}}},
                      {"layer", std::move(layers)}});
  }
  const std::string message =
      text("{} of {} targets are met on their date in most futures", mostly_met, shape.targets.size());
  said.insert(said.begin(), {text("probability that each target has been met by each date"), message});
  Json chart = base(sentences(said));
  chart["title"] = title_of(context.title.shown(), message,
                            {text("step line: share of futures that have met the target at least once by each date, "
                                  "with its 95 % interval; {}",
                                  words_of_replications(results.replications())),
                             text("diamond: probability, with its 95 % interval, that it is met on its own date")});
  chart["title"]["offset"] = 18;
  chart["spacing"] = 22;
  chart["vconcat"] = std::move(panels);
  return chart;
}

}  // namespace muster::output
