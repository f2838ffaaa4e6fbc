#include "output/documents/comparison.hpp"

#include "engine/text/dates.hpp"
#include "output/charts/comparison.hpp"
#include "output/document/names.hpp"
#include "output/documents/parts.hpp"
#include "output/findings/comparison.hpp"
#include "output/findings/judgement.hpp"
#include "output/findings/sentences.hpp"
#include "output/findings/targets.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <optional>
#include <vector>

namespace muster::output {

namespace {

// The order of targets: first the deciding target, then by the miss as planned, the largest first.
std::vector<std::size_t> order_of(const PairedComparison& comparison) {
  std::vector<std::size_t> order = worst_first(judgements_of(comparison.results(0)));
  if (const auto deciding = deciding_target(comparison))
    std::stable_partition(order.begin(), order.end(), [&](std::size_t t) { return t == *deciding; });
  return order;
}

// How often a target is met, and whether that is certainly better or worse than as planned.
Text cell_of(const PairedComparison& comparison, const std::vector<Standing>& standings, std::size_t variant,
             std::size_t target) {
  const Met& met = comparison.met(variant, target);
  if (met.nothing_to_judge()) return tr("nothing to judge");
  const Standing& standing = standings[variant];
  const bool better = standing.gain.interval.low > 0, worse = standing.gain.interval.high < 0;
  const SeriesName series = series_of(comparison.shape().targets[target], comparison.shape());
  return localized_text([&] {
    const std::string count = tr("{} {} of {}", outlook_mark(outlook_of(comparison.results(variant).target(target))),
                                 grouped(met.met), grouped(met.replications));
    if (variant > 0 && standing.gain.is_nothing()) return std::string(tr("{}, the same", count));
    if (variant == 0 || (!better && !worse)) return count;
    if (standing.by == RankingMeasure::value)
      return std::string(
          tr("{}; {}", count, show_difference(standing.gain.mean, series, std::abs(standing.gain.mean))));
    return std::string(better ? tr("{}, better", count) : tr("{}, worse", count));
  });
}

// A table of targets by strategies; its last rows show what else each strategy changes up to the date of the
// deciding target.
Grid matrix(const PairedComparison& comparison, const ComparisonRecord& record) {
  const ResultsShape& shape = comparison.shape();
  const std::vector<std::size_t> order = order_of(comparison);
  Grid grid{{{tr("target"), false, true}}, {}};
  for (const ComparedStrategy& strategy : record.strategies) grid.columns.push_back({called(strategy), false, true});
  for (const std::size_t t : order) {
    std::vector<GridCell>& row = grid.rows.emplace_back();
    row.emplace_back(localized_text([&] { return target_heading(shape.targets[t]); }));
    const std::vector<Standing> standings = comparison.standings(t);
    for (std::size_t v = 0; v < comparison.variants(); ++v) row.emplace_back(cell_of(comparison, standings, v, t));
  }
  std::optional<std::size_t> day;
  if (!order.empty()) day = shape.period_before(shape.targets[order.front()].by);
  if (!day) return grid;
  const Text when = date_words(shape.dates[*day]);
  std::vector<GridCell> medians;
  medians.emplace_back(tr("its median on {}", date_words(shape.targets[order.front()].by)));
  for (std::size_t v = 0; v < comparison.variants(); ++v)
    medians.emplace_back(localized_text([&] {
      const TargetResult result = comparison.results(v).target(order.front());
      return show_with_unit(result.p50, scale_of(shape.targets[order.front()], result, shape));
    }));
  grid.rows.insert(grid.rows.begin() + 1, std::move(medians));
  // Each level: its mean as planned, and its mean and change with each strategy.
  for (const std::size_t level : levels_that_differ(comparison, *day)) {
    const SeriesName& name = shape.series[level].name;
    std::vector<GridCell>& row = grid.rows.emplace_back();
    row.emplace_back(tr("{} on {}", called(name), when));
    for (std::size_t v = 0; v < comparison.variants(); ++v)
      row.emplace_back(localized_text([&] {
        const Results& results = comparison.results(v);
        const auto own = results.shape().find(name.name);
        if (!own) return std::string("–");
        const double mean = results.moments(results.shape().cell(*day, results.shape().areas.whole(), *own)).mean();
        const std::string said = show_with_unit(mean, scale_for(name, std::abs(mean)));
        if (v == 0 || !comparison.shares(v, level)) return said;
        const double change = comparison.headline_difference(v, *day, level).mean;
        return tr("{} ({})", said, show_difference_bare(change, name, std::abs(change))).to_string();
      }));
  }
  if (const auto cost = shape.find(record.cost)) {
    std::vector<GridCell>& row = grid.rows.emplace_back();
    row.emplace_back(tr("extra spending until {}", when));
    double largest = 0;  // decides the unit of all cells
    for (std::size_t v = 1; v < comparison.variants(); ++v)
      if (const auto extra = comparison.extra_cost(v, order.front()); extra && std::isfinite(extra->mean))
        largest = std::max(largest, std::abs(extra->mean));
    for (std::size_t v = 0; v < comparison.variants(); ++v)
      row.emplace_back(localized_text([&] {
        const auto extra = comparison.extra_cost(v, order.front());
        return v == 0 || !extra ? std::string("–") : show_difference(extra->mean, shape.series[*cost].name, largest);
      }));
  }
  return grid;
}

Grid ranking(const PairedComparison& comparison, const ComparisonRecord& record, std::size_t target) {
  const ResultsShape& shape = comparison.shape();
  const TargetDefinition& definition = shape.targets[target];
  const std::vector<Standing> standings = comparison.standings(target);
  const SeriesName series = series_of(definition, shape);
  const auto cost = shape.find(record.cost);
  Grid grid{{{tr("strategy"), false, true},
             {tr("rank"), true, false, false},
             {tr("met, of {}", localized_text([&] { return grouped(comparison.replications()); })), true},
             {tr("95 % interval"), true, false, false},
             {tr("median"), true},
             {tr("short by"), true, false, false},
             {tr("against {}", called(record.strategies[0])), false, true},
             {tr("extra spending"), true}},
            {}};
  for (std::size_t v = 0; v < comparison.variants(); ++v) {
    const TargetResult result = comparison.results(v).target(target);
    std::optional<Difference> extra;
    if (v > 0 && cost) extra = comparison.extra_cost(v, target);
    const bool unjudged = std::isnan(result.probability);
    const auto cell = [&](const auto& say) { return GridCell(localized_text(say)); };
    grid.rows.push_back(
        {called(record.strategies[v]), cell([&] { return rank_words(standings, v); }),
         cell([&] { return unjudged ? std::string("–") : grouped(comparison.met(v, target).met); }), cell([&] {
           const Scale percent{0.01, "%", true};
           return unjudged ? std::string("–")
                           : range_words(show(result.interval.low, percent), show(result.interval.high, percent)) +
                                 before_unit() + "%";
         }),
         cell([&] { return show_with_unit(result.p50, scale_of(definition, result, shape)); }),
         cell([&] { return show_shortfall(result.shortfall_mean, scale_of(definition, result, shape)); }), cell([&] {
           const std::string gain = gain_words(standings[v], series);
           return gain.empty() ? "–" : gain;
         }),
         cell([&] {
           return extra ? show_difference(extra->mean, shape.series[*cost].name, std::abs(extra->mean))
                        : std::string("–");
         })});
  }
  return grid;
}

Section answer(const PairedComparison& comparison, const ComparisonRecord& record) {
  const ResultsShape& shape = comparison.shape();
  Section made{"answer", tr("Which strategy does best"), {}, everywhere};
  if (comparison.replications() > 0) {
    made.add(Paragraph{localized_text([&] { return comparison_finding(comparison, record); }), Tone::verdict});
    for (Text& price : localized_list([&] { return comparison_price(comparison, record); }))
      made.add(Paragraph{std::move(price), Tone::finding});
    if (!shape.targets.empty()) {
      made.add(
          TableBlock{tr("In how many futures each target is met, and what it costs"), matrix(comparison, record)});
      made.add(Paragraph{localized_text([&] {
                           return tr(
                               "All strategies have the same luck, future by future. “Better” and “worse” mean: "
                               "certainly so compared with {}; where the probabilities cannot be distinguished, the "
                               "difference of the value on the date is shown. All statements about one target hold "
                               "together with {:.0f} % confidence (Bonferroni, paired).",
                               called(record.strategies[0]), 100 * PairedComparison::joint_confidence);
                         }),
                         Tone::note});
    }
    const auto deciding = deciding_target(comparison);
    for (const std::size_t t : order_of(comparison)) {
      const Text heading = localized_text([&] { return target_heading(shape.targets[t]); });
      const std::vector<Standing> standings = comparison.standings(t);
      // If no strategy changes anything, the sentence is enough.
      const bool differs =
          std::any_of(standings.begin(), standings.end(), [](const Standing& one) { return !one.gain.is_nothing(); });
      const bool in_verdict = t == deciding;
      const Text of = tr("Strategies by rank: {}", heading);
      Group ranks{
          in_verdict ? of : tr("Strategies by rank"), {{TableBlock{of, ranking(comparison, record, t)}}}, true};
      if (in_verdict) {
        made.add(std::move(ranks), on_page);
        continue;
      }
      Group group{heading,
                  {{Paragraph{localized_text([&] { return capitalised(standing_sentence(comparison, record, t)); }),
                              Tone::finding}}}};
      if (differs) group.blocks.push_back({std::move(ranks), on_page});
      made.add(std::move(group));
    }
    if (!shape.targets.empty())
      made.add(Paragraph{tr("Rank: 1, plus 1 for each scenario whose probability is certainly higher; where the "
                            "probabilities cannot be distinguished, plus 1 for each whose value on the date is "
                            "certainly better; “–” where no difference is certain. Short by: mean shortfall on the "
                            "date, 0 where the target is met. Extra spent: until that date."),
                         Tone::note},
               on_page);
  }
  add_warnings(made, comparison.replications(), comparison.results(0).stopped(), record.run);
  return made;
}

Section strategies(const ComparisonRecord& record) {
  Section made{"strategies", tr("What was compared"), {}, on_page};
  Terms list{{}, true};
  for (const ComparedStrategy& strategy : record.strategies) {
    Terms::Term& term = list.terms.emplace_back(Terms::Term{called(strategy), {}, Text::of(strategy.why)});
    for (const auto& [id, title] : strategy.changes)
      term.says.emplace_back(title.empty() ? Text::verbatim(id) : Text(title));
  }
  made.add(std::move(list));
  return made;
}

// The benefit of pairing: how many replications would be needed if the strategies had independent random numbers.
Section pairing(const PairedComparison& comparison, const ComparisonRecord& record) {
  const ResultsShape& shape = comparison.shape();
  Section made{"pairing", tr("How much precision the same luck adds"), {}, in_terminal};
  if (shape.headline.empty() || shape.dates.empty() || comparison.replications() == 0) return made;
  const std::size_t last = shape.dates.size() - 1;
  Grid grid{{{tr("series"), false, true},
             {tr("strategy"), false, true},
             {tr("variance ratio"), true},
             {tr("replications unpaired"), true}},
            {}};
  for (const std::size_t s : shape.headline) {
    std::optional<std::size_t> least;
    double smallest = std::numeric_limits<double>::infinity();
    for (std::size_t v = 1; v < comparison.variants(); ++v) {
      if (!comparison.shares(v, s)) continue;
      const double ratio = comparison.headline_difference(v, last, s).variance_ratio;
      if (ratio < smallest) smallest = ratio, least = v;
    }
    if (!least) continue;  // the same difference in every replication
    const SeriesInfo& info = shape.series[s];
    const double needed = std::min(smallest * static_cast<double>(comparison.replications()), 1e12);
    grid.rows.push_back({info.kind == SeriesKind::flow ? tr("{}, total", called(info.name)) : called(info.name),
                         called(record.strategies[*least]),
                         Text::verbatim(fmt::format("{:.{}f}", smallest, smallest < 10 ? 1 : 0)),
                         localized_text([&] { return grouped(static_cast<std::uint64_t>(std::llround(needed))); })});
  }
  if (grid.empty()) return made;
  made.add(Paragraph{localized_text([&] {
    return tr(
        "Pairing: the variance of an unpaired difference divided by that of the paired one on {}, where this ratio is "
        "smallest, and how many replications would give the same precision without the same luck",
        date_words(shape.dates.back()));
  })});
  made.add(TableBlock{{}, std::move(grid)});
  return made;
}

}  // namespace

Document comparison_document(const std::filesystem::path& folder, const PairedComparison& comparison,
                             const ComparisonRecord& record, const ReportContext& context, std::uint8_t media) {
  const ResultsShape& shape = comparison.shape();
  Document made{tr("Strategies for a workforce"),
                tr("{} · {}", context.charts.title, tr("strategies compared")),
                facts_line(shape, comparison.replications(), record.run),
                {}};
  made.sections.push_back(answer(comparison, record));
  if ((media & on_page) != 0) {
    made.sections.push_back(strategies(record));
    Section charts{"charts", tr("How the strategies differ"), {}};
    for (Chart& chart : comparison_charts(comparison, record)) charts.add(Picture{std::move(chart)});
    if (!charts.blocks.empty()) made.sections.push_back(std::move(charts));
  }
  if ((media & on_page) != 0) add_background(made, folder, record.run, context);
  if (Section worth = pairing(comparison, record); !worth.blocks.empty()) made.sections.push_back(std::move(worth));
  made.sections.push_back(effort(shape, comparison.events(), record.run, localized_text([&] {
                                   return tr("{} of each of {} scenarios under the same luck, seed {}",
                                             replications_words(comparison.replications()), comparison.variants(),
                                             static_cast<std::uint64_t>(record.run.seed));
                                 })));
  return made;
}

}  // namespace muster::output
