#include "output/documents/sweep.hpp"

#include "engine/text/dates.hpp"
#include "output/document/names.hpp"
#include "output/documents/parts.hpp"
#include "output/findings/sweep.hpp"
#include "output/findings/targets.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <utility>

namespace muster::output {

namespace {

constexpr std::size_t most_in_terminal = 40;  // points

Section points(const Sweep& sweep) {
  Section made{"points", tr("What was tried"), {}, on_page | in_terminal};
  made.add(TableBlock{tr("Every point and its results"), points_of(sweep)}, on_page);
  Grid grid = points_of(sweep, true);
  const std::size_t all = grid.rows.size();
  if (all > most_in_terminal) grid.rows.resize(most_in_terminal);
  made.add(TableBlock{{}, std::move(grid)}, in_terminal);
  if (all > most_in_terminal)
    made.add(Paragraph{tr("{} more points are in the tables.", all - most_in_terminal)}, in_terminal);
  return made;
}

Document of(Text kind, Text facts, const std::filesystem::path& folder, Section answer, const Sweep& sweep,
            const RunRecord& record, const ReportContext& context, std::vector<Chart> charts) {
  Document made{std::move(kind), context.charts.title, std::move(facts), {}};
  made.sections.push_back(std::move(answer));
  Section pictures{"charts", tr("Charts"), {}};
  for (Chart& chart : charts) pictures.add(Picture{std::move(chart)});
  made.sections.push_back(std::move(pictures));
  made.sections.push_back(points(sweep));
  add_background(made, folder, record, context);
  return made;
}

}  // namespace

Grid points_of(const Sweep& sweep, bool differing_alone) {
  Grid grid{{{tr("point"), true}}, {}};
  for (const SweptAxis& axis : sweep.axes) grid.columns.push_back({name_of(axis), true, true});
  const std::size_t count = sweep.axes.empty() ? 0 : sweep.axes.front().values.size();
  for (std::size_t p = 0; p < count; ++p) {
    std::vector<GridCell>& row = grid.rows.emplace_back();
    row.emplace_back(Text::verbatim(std::to_string(p + 1)), static_cast<double>(p + 1));
    for (const SweptAxis& axis : sweep.axes) row.emplace_back(axis.written[p], axis.values[p]);
  }
  if (sweep.outcomes.size() != count) return grid;
  bool some_differ = false;
  for (std::size_t t = 0; t < sweep.shape.targets.size(); ++t)
    some_differ = some_differ || probabilities_differ(sweep, t);
  for (std::size_t t = 0; t < sweep.shape.targets.size(); ++t) {
    if (is_unmoved(sweep, t) && sweep.shape.targets.size() > 1) continue;  // one sentence covers all unchanged targets
    if (differing_alone && some_differ && !probabilities_differ(sweep, t)) continue;
    const TargetDefinition& target = sweep.shape.targets[t];
    grid.columns.push_back({called(target), true, true});
    for (std::size_t p = 0; p < count; ++p)
      grid.rows[p].emplace_back(localized_text([&] {
        const Met& seen = sweep.outcomes[p].targets[t].seen;
        const Interval interval =
            sweep.intervals.empty() ? sweep.outcomes[p].probability_interval(t) : sweep.intervals[p];
        // The bounds are rounded outwards, as in sentences.
        const auto whole = [](double share) { return fmt::format("{:.0f}", share); };
        return seen.nothing_to_judge()
                   ? tr("nothing to judge")
                   : tr("{} of {} ({}{}%)", grouped(seen.met), grouped(seen.replications),
                        range_words(whole(std::floor(100 * interval.low)), whole(std::ceil(100 * interval.high))),
                        before_unit());
      }));
    const bool has_values = std::any_of(sweep.outcomes.begin(), sweep.outcomes.end(), [t](const PointResult& outcome) {
      return outcome.targets[t].value.count() > 0;
    });
    if (count < 2 || !has_values || probabilities_differ(sweep, t)) continue;
    double largest = std::abs(target.goal);
    for (const PointResult& outcome : sweep.outcomes)
      if (outcome.targets[t].value.count() > 0) largest = std::max(largest, std::abs(outcome.targets[t].value.mean()));
    const auto scale = [series = series_of(target, sweep.shape), largest] { return scale_for(series, largest); };
    grid.columns.push_back({tr("{} ({})", tr("on the date"), localized_text([&] { return scale().unit; })), true});
    grid.columns.push_back(
        {tr("{} ({})", tr("short by"), localized_text([&] { return unit_of_change(scale()); })), true, false, false});
    for (std::size_t p = 0; p < count; ++p) {
      const PointTargetResult& outcome = sweep.outcomes[p].targets[t];
      for (const Moments* moments : {&outcome.value, &outcome.shortfall})
        grid.rows[p].emplace_back(
            localized_text([&] { return show(moments->count() > 0 ? moments->mean() : std::nan(""), scale()); }));
    }
  }
  if (sweep.money && money_differs(sweep)) {
    double largest = 0;
    for (const Moments& spent : sweep.spent) largest = std::max(largest, spent.mean());
    const auto scale = [&sweep, largest] { return scale_for(*sweep.money, largest); };
    grid.columns.push_back({tr("{} until {} ({})", called(*sweep.money), date_words(sweep.shape.dates.back()),
                               localized_text([&] { return scale().unit; })),
                            true});
    for (std::size_t p = 0; p < count; ++p)
      grid.rows[p].emplace_back(localized_text([&] { return show(sweep.spent[p].mean(), scale()); }),
                                sweep.spent[p].mean());
  }
  return grid;
}

Document sweep_document(const std::filesystem::path& folder, const Sweep& sweep, std::size_t replications,
                        const std::vector<ReplicationFailure>& stopped, const RunRecord& record,
                        const ReportContext& context) {
  Section answer{"answer", tr("The answer"), {}, everywhere};
  Tone tone = Tone::verdict;
  for (Text& finding : localized_list([&] { return sweep_findings(sweep); }))
    answer.add(Paragraph{std::move(finding), std::exchange(tone, Tone::finding)});
  answer.add(Paragraph{tr("{} points, {} of each under the same luck; in brackets 95 % intervals.",
                          sweep.axes.empty() ? 0 : sweep.axes.front().values.size(),
                          localized_text([&] { return replications_words(replications); })),
                       Tone::fine});
  add_warnings(answer, replications, stopped, record);
  return of(tr("One scenario at many points"), facts_line(sweep.shape, replications, record), folder,
            std::move(answer), sweep, record, context, sweep_charts(sweep));
}

Document solve_document(const std::filesystem::path& folder, Section answer, const Sweep& tried,
                        std::size_t replications, const std::vector<ReplicationFailure>& stopped,
                        const RunRecord& record, const ReportContext& context) {
  add_warnings(answer, replications, stopped, record);
  const Text facts =
      tr("{} in total, over all values · seed {}", localized_text([&] { return replications_words(replications); }),
         static_cast<std::uint64_t>(record.seed));
  return of(tr("What it takes to meet a target"), facts, folder, std::move(answer), tried, record, context,
            {{"solve", [&tried](const Canvas& canvas) { return sweep_chart(tried, canvas); }}});
}

}  // namespace muster::output
