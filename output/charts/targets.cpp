#include "engine/clock/calendar.hpp"
#include "output/charts/run_parts.hpp"

#include <algorithm>
#include <numeric>

namespace muster::output {

namespace {

// The first report by which a share of the futures has met a target at least once.
std::optional<Date> reached_by(const TargetResult& result, double share) {
  for (const auto& [date, reached] : result.reached_by)
    if (reached >= share - 1e-9) return date;
  return std::nullopt;
}

}  // namespace

Json targets_chart(const Results& results, const ChartContext& context, const Canvas& canvas) {
  const ResultsShape& shape = results.shape();
  if (shape.targets.empty()) return nullptr;
  struct Shown {
    const TargetDefinition* target;
    TargetResult result;
    std::optional<Date> early, half, late;  // when 1 in 20, half and 19 in 20 have met it
  };
  std::vector<Shown> shown;
  Date end = shape.dates.front();
  bool all_met = true;
  for (std::size_t t = 0; t < shape.targets.size(); ++t) {
    Shown one{&shape.targets[t], results.target(t), {}, {}, {}};
    if (!one.result.outcome_withheld) {
      one.early = reached_by(one.result, 0.05);
      one.half = one.result.reached_p50 ? one.result.reached_p50 : reached_by(one.result, 0.5);
      one.late = reached_by(one.result, 0.95);
    }
    all_met = all_met && one.late.has_value();
    for (const std::optional<Date>& date : {one.early, one.half, one.late, std::optional(one.target->by)})
      if (date && *date <= shape.dates.back()) end = std::max(end, *date);
    shown.push_back(std::move(one));
  }
  // The largest miss first: what most futures never reach, then what they reach with the least probability.
  std::stable_sort(shown.begin(), shown.end(), [](const Shown& a, const Shown& b) {
    const auto rank = [](const Shown& one) {
      return std::pair(one.half.has_value(), std::isnan(one.result.probability) ? 2.0 : one.result.probability);
    };
    return rank(a) < rank(b);
  });

  const Date horizon = shape.dates.back();
  const Date shown_end = end_of_axis(shape, end);
  std::vector<RowText> texts;
  std::vector<std::string> aloud;
  std::size_t mostly_met = 0;
  for (const Shown& one : shown) {
    const auto series = shape.find(one.target->series);
    const Scale scale = series ? scale_for(shape.series[*series].name, one.target->goal) : Scale{};
    const TargetResult& result = one.result;
    std::string words = result.outcome_withheld          ? text("withheld")
                        : std::isnan(result.probability) ? text("nothing to judge")
                                                         : in_futures(result.probability, result.replications);
    if (!result.outcome_withheld && result.lost > 0)
      words += text("; {} more had met it and no longer do", grouped(result.lost, thin_space));
    else if (!result.outcome_withheld && !one.half && !std::isnan(result.probability))
      words += text("; most not by {}", iso(horizon));
    if (result.probability > 0.5) ++mostly_met;
    // Most titles say the date themselves.
    const bool dated = one.target->shown().find(iso(one.target->by).substr(0, 4)) != std::string::npos;
    texts.push_back({dated ? one.target->shown() : text("{}, by {}", one.target->shown(), iso(one.target->by)), words});
    aloud.push_back(text("{}: {}", one.target->shown(), target_words({one.target, result}, scale)));
    if (one.half) aloud.push_back(text("half of the futures have met it by {}", iso(*one.half)));
  }
  const Rows rows(canvas, texts, 20);
  const DateAxis dates(shape.dates.front(), shown_end, rows.width());
  Shapes shapes;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const Shown& one = shown[i];
    const double y = rows.at(i), edge = rows.width() - 4;
    if (dates.holds(one.target->by)) {
      const double at = dates.pixel(one.target->by);
      shapes.lines.push_back({at, y - 10, at, y + 10, vermilion, 2.4});
    }
    if (one.early) {
      const double to = one.late ? dates.pixel(*one.late) : edge - 4;
      shapes.lines.push_back(
          {dates.pixel(*one.early), y, std::max(to, dates.pixel(*one.early) + 2), y, narrow_band, 5});
    }
    if (one.half) shapes.points.push_back({dates.pixel(*one.half), y, "circle", deep_blue, 110});
    if (!one.late && !one.result.outcome_withheld && !std::isnan(one.result.probability))
      shapes.points.push_back({edge, y, "triangle-right", one.half ? narrow_band : grey, 90, !one.early});
  }
  const std::string message =
      text("{} of {} targets are met on their date in most futures", mostly_met, shape.targets.size());
  aloud.insert(aloud.begin(), {text("when each target is met, and whether by its date"), message});
  Said said{context.title.shown(), message, {}, std::move(aloud)};
  said.below = {text("right of each row: in how many futures it is met on its date; {}",
                     words_of_futures(results.replications())),
                cut_words(shape, shown_end)};
  Json chart = base(canvas, said);
  rows.draw(chart, dates.layer(), shapes);
  std::vector<KeyItem> key{
      {.kind = KeyItem::Kind::bar, .words = text("its date"), .colour = vermilion},
      {.kind = KeyItem::Kind::point, .words = text("half of the futures have met it"), .colour = deep_blue},
      {.kind = KeyItem::Kind::bar, .words = text("from 1 in 20 to 19 in 20"), .colour = narrow_band}};
  if (!all_met)
    key.push_back({.kind = KeyItem::Kind::point,
                   .words = text("not by the end"),
                   .colour = narrow_band,
                   .shape = "triangle-right"});
  append(chart["layer"], key_layers(canvas, key, rows.left(), canvas.inner(), 4));
  return chart;
}

}  // namespace muster::output
