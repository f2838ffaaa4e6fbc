#include "output/summary/comparison.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/text/text.hpp"
#include "output/summary/table.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <optional>

namespace muster::output {

namespace {

std::string head(const PairedComparison& comparison, const ComparisonRecord& record) {
  const RunRecord& run = record.run;
  const ResultsShape& shape = comparison.shape();
  const std::string title = run.title.shown_or(run.place);
  std::string said =
      shape.dates.empty() ? title : text("{}, {} to {}", title, iso(shape.dates.front()), iso(shape.dates.back()));
  said += "\n" + text("{} of each of {} scenarios under the same luck, seed {}\n",
                      replications_words(comparison.replications()), comparison.variants(),
                      static_cast<std::uint64_t>(run.seed));
  said += text("{} in {} on {}, {} MB\n", events_words(comparison.events()), seconds_words(run.wall_seconds),
               threads_words(run.threads),
               grouped(static_cast<std::uint64_t>(std::llround(static_cast<double>(run.peak_memory) / 1e6)))) +
          "\n";
  TerminalTable table({false, false});
  for (const ComparedStrategy& strategy : record.strategies) table.add({strategy.id, strategy.title.shown()});
  return said + table.text();
}

std::string target_lines(const PairedComparison& comparison, const ComparisonRecord& record) {
  const ResultsShape& shape = comparison.shape();
  const auto cost = shape.find(record.cost);
  std::string said;
  for (std::size_t t = 0; t < shape.targets.size(); ++t) {
    const std::vector<Standing> standings = comparison.standings(t);
    const SeriesName series = series_of(shape.targets[t], shape);
    TerminalTable table({false, false, true, true, false, true, true});
    table.add({"", text("probability"), text("median"), text("short by"), text("against {}", comparison.id(0)),
               cost ? text("extra spent") : "", text("rank")});
    for (std::size_t v = 0; v < comparison.variants(); ++v) {
      const auto extra = comparison.extra_cost(v, t);
      const TargetResult result = comparison.results(v).target(t);
      // The median: strategies that all miss or all meet the goal may still differ in it.
      table.add({"  " + comparison.id(v), show_probability(result),
                 show_with_unit(result.p50, scale_for(series, std::abs(result.p50))),
                 show_shortfall(result.shortfall_mean, scale_for(series, result.shortfall_mean)),
                 gain_words(standings[v], series),
                 extra && v > 0 ? show_difference(extra->mean, shape.series[*cost].name, std::abs(extra->mean)) : "",
                 rank_words(standings, v)});
    }
    said += "\n" + text("target {}: {}\n", shape.targets[t].id, asked_by(shape.targets[t], shape)) + "  " +
            standing_sentence(comparison, record, t) + "\n" + table.text();
  }
  if (said.empty()) return {};
  return said + "\n" +
         text(
             "  median: of the value on the date; short by: mean shortfall, 0 where met; extra spent: until then\n"
             "  rank: 1, and 1 more for each scenario whose probability is higher beyond doubt; where probabilities do "
             "not differ, for each whose value on the date is better beyond doubt; – where nothing is known to "
             "differ.\n"
             "  Against {}: the difference that the rank rests on. All intervals of a target hold together with "
             "{:.0f} % confidence (Bonferroni, paired)\n",
             comparison.id(0), 100 * PairedComparison::joint_confidence);
}

// What pairing was worth: so many times the replications would be needed with luck of their own.
std::string pairing_lines(const PairedComparison& comparison) {
  const ResultsShape& shape = comparison.shape();
  if (shape.headline.empty() || shape.dates.empty()) return {};
  const std::size_t last = shape.dates.size() - 1;
  TerminalTable table({false, false, true, false, false});
  for (const std::size_t s : shape.headline) {
    std::optional<std::size_t> least;
    double smallest = std::numeric_limits<double>::infinity();
    for (std::size_t v = 1; v < comparison.variants(); ++v) {
      if (!comparison.shares(v, s)) continue;
      const double ratio = comparison.headline_difference(v, last, s).variance_ratio;
      if (ratio < smallest) smallest = ratio, least = v;
    }
    const SeriesInfo& info = shape.series[s];
    const std::string name = info.kind == SeriesKind::flow ? text("{}, total", info.name.name) : info.name.name;
    if (!least) {
      table.add({"  " + name, text("the same difference in every replication on that day")});
      continue;
    }
    const double needed = std::min(smallest * static_cast<double>(comparison.replications()), 1e12);
    table.add({"  " + name, comparison.id(*least), fmt::format("{:.{}f}", smallest, smallest < 10 ? 1 : 0),
               text("{} replications unpaired", grouped(static_cast<std::uint64_t>(std::llround(needed))))});
  }
  return "\n" +
         text(
             "pairing: variance of an unpaired difference over that of the paired one on {}, where it is smallest,\n"
             "and how many replications would say as much without the same luck\n",
             iso(shape.dates.back())) +
         table.text();
}

std::string warnings(const PairedComparison& comparison, const ComparisonRecord& record) {
  std::string said;
  if (record.run.finish == Finish::interrupted)
    said += "\n" + text("warning: interrupted after {} of {} replications; every figure above rests on these\n",
                        grouped(comparison.replications()), grouped(record.run.replications_requested.value_or(0)));
  const std::vector<Stopped>& stopped = comparison.results(0).stopped();
  if (stopped.empty()) return said;
  said += "\n" + text("warning: {} of {} replications stopped in one of the scenarios and are left out of all\n",
                      grouped(stopped.size()), grouped(stopped.size() + comparison.replications()));
  constexpr std::size_t most = 3;
  for (std::size_t i = 0; i < std::min(stopped.size(), most); ++i) {
    said += text("  replication {} of {}\n", static_cast<std::uint64_t>(stopped[i].replication), stopped[i].why);
    const auto command = record.run.reproduce.find(stopped[i].replication);
    if (command != record.run.reproduce.end()) said += text("    to see it: {}\n", command->second);
  }
  if (stopped.size() > most) said += text("  and {} more, in manifest.json\n", grouped(stopped.size() - most));
  return said;
}

}  // namespace

std::string terminal_summary(const PairedComparison& comparison, const ComparisonRecord& record) {
  std::string said = head(comparison, record);
  if (comparison.replications() > 0) said += target_lines(comparison, record) + pairing_lines(comparison);
  return said + warnings(comparison, record);
}

}  // namespace muster::output
