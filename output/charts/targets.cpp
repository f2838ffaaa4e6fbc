// The chart of the targets: when and in how many futures each is met.
#include "engine/text/dates.hpp"
#include "output/charts/parts.hpp"

namespace muster::output {

namespace {

// A target, and the dates by which 1 in 20, half and 19 in 20 of the futures have met it at least once.
struct MetTarget {
  const TargetDefinition* target;
  TargetResult result;
  std::optional<Date> early, half, late;

  MetTarget(const Results& results, std::size_t index)
      : target(&results.shape().targets[index]), result(results.target(index)) {
    if (result.attainment_withheld) return;
    const auto reached_by = [&](double share) -> std::optional<Date> {
      for (const auto& [date, reached] : result.reached_by)
        if (reached >= share - 1e-9) return date;
      return std::nullopt;
    };
    early = reached_by(0.05);
    half = result.reached_p50 ? result.reached_p50 : reached_by(0.5);
    late = reached_by(0.95);
  }
  // The largest miss first: targets that fewer than half of the futures ever meet, then those with the smallest
  // probability.
  [[nodiscard]] std::pair<bool, double> rank() const {
    return {half.has_value(), std::isnan(result.probability) ? 2.0 : result.probability};
  }
};

}  // namespace

// Shows when each target is met, and in how many futures it is met on its date, the largest miss first. Null
// without targets.
Json targets_chart(const Results& results, const ChartContext& context, const Canvas& canvas) {
  const ResultsShape& shape = results.shape();
  if (shape.targets.empty()) return nullptr;
  std::vector<MetTarget> shown;
  const Date horizon = shape.dates.back();
  Date end = shape.dates.front();
  for (std::size_t t = 0; t < shape.targets.size(); ++t) {
    const MetTarget& one = shown.emplace_back(results, t);
    for (const std::optional<Date>& date : {one.early, one.half, one.late, std::optional(one.target->by)})
      if (date && *date <= horizon) end = std::max(end, *date);
  }
  end = end_of_axis(shape, end);
  std::ranges::stable_sort(shown, {}, &MetTarget::rank);

  RowChart rows{.key = {key_bar(tr("its date"), vermilion), key_point(tr("half of the futures have met it")),
                        key_bar(tr("from 1 in 20 to 19 in 20"), narrow_band)}};
  if (!std::all_of(shown.begin(), shown.end(), [](const MetTarget& one) { return one.late.has_value(); }))
    rows.key.push_back(key_point(tr("not by the end"), {80, false, "triangle-right", narrow_band}));
  ChartTexts said{.place = context.title.to_string(),
                  .description = {tr("when each target is met, and whether by its date"), {}}};
  std::size_t mostly_met = 0;
  for (const MetTarget& one : shown) {
    const TargetResult& result = one.result;
    const std::string& title = one.target->to_string();
    const Scale scale = scale_for(series_of(*one.target, shape), one.target->goal);
    const bool judged = !result.attainment_withheld && !std::isnan(result.probability);
    if (result.probability > 0.5) ++mostly_met;
    // Most titles already contain the date.
    const bool dated = title.find(iso(one.target->by).substr(0, 4)) != std::string::npos;
    ChartRow& row =
        rows.add(dated ? title : tr("{}, by {}", title, date_words(one.target->by)),
                 judged || result.attainment_withheld ? met_in_futures(result) : tr("nothing to judge").to_string());
    if (!result.attainment_withheld && result.lost > 0)
      row.words += tr("; {} more had met it and no longer do", grouped(result.lost, thin_space));
    else if (judged && !one.half && result.replications > 1)
      row.words += tr("; most not by {}", date_words(horizon));
    said.description.push_back(tr("{}: {}", title, target_words(*one.target, result, scale)));
    if (one.half) said.description.push_back(tr("half of the futures have met it by {}", date_words(*one.half)));

    const double by = days_of(one.target->by);
    if (one.target->by <= end) row.marks.upright(by, -10, 10, vermilion, 2.4);
    if (one.early) row.marks.line(days_of(*one.early), one.late ? days_of(*one.late) : at_edge, narrow_band, 5);
    if (one.half) row.marks.point(days_of(*one.half), 0, {110});
    if (judged && !one.late)
      row.marks.point(at_edge, 0, {90, !one.early, "triangle-right", one.half ? narrow_band : grey});
  }
  said.headline = said.description[1] =
      results.replications() == 1
          ? tr("{} of {} targets are met on their date", mostly_met, shape.targets.size())
          : tr("{} of {} targets are met on their date in most futures", mostly_met, shape.targets.size());
  said.below = {tr("right of each row: in how many futures it is met on its date; {}",
                   futures_words(results.replications(), thin_space)),
                cut_words(shape, end)};
  return rows.draw(base(canvas, said), canvas, dates_axis(shape.dates.front(), end));
}

}  // namespace muster::output
