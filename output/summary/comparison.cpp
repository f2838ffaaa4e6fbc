#include "output/summary/comparison.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/text/text.hpp"
#include "output/document/names.hpp"
#include "output/findings/comparison.hpp"
#include "output/findings/targets.hpp"
#include "output/report/sentences.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <optional>

namespace muster::output {

namespace {

// What was run and what it took.
std::string facts(const PairedComparison& comparison, const ComparisonRecord& record, const Screen& screen) {
  const RunRecord& run = record.run;
  const ResultsShape& shape = comparison.shape();
  const std::string title = run.title.shown_or(run.place);
  return "\n" +
         paragraph(shape.dates.empty() ? title
                                       : text("{}, {} to {}", title, iso(shape.dates.front()), iso(shape.dates.back())),
                   screen) +
         paragraph(text("{} of each of {} scenarios under the same luck, seed {}",
                        replications_words(comparison.replications()), comparison.variants(),
                        static_cast<std::uint64_t>(run.seed)),
                   screen) +
         paragraph(text("{} in {} on {}, {} MB", events_words(comparison.events()), seconds_words(run.wall_seconds),
                        threads_words(run.threads),
                        grouped(static_cast<std::uint64_t>(std::llround(static_cast<double>(run.peak_memory) / 1e6)))),
                   screen);
}

// A unit behind what a column shows.
std::string with_unit(const std::string& head, const std::string& unit) {
  return unit.empty() ? head : text("{} ({})", head, unit);
}

std::string target_table(const PairedComparison& comparison, const ComparisonRecord& record, std::size_t target,
                         const std::vector<Standing>& standings, const Screen& screen) {
  const ResultsShape& shape = comparison.shape();
  const SeriesName series = series_of(shape.targets[target], shape);
  const auto cost = shape.find(record.cost);
  std::vector<TargetResult> results;
  std::vector<std::optional<Difference>> extras;
  double largest = 0, longest_gap = 0, dearest = 0;
  for (std::size_t v = 0; v < comparison.variants(); ++v) {
    results.push_back(comparison.results(v).target(target));
    extras.push_back(cost && v > 0 ? comparison.extra_cost(v, target) : std::nullopt);
    largest = std::fmax(largest, std::abs(results[v].p50));
    longest_gap = std::fmax(longest_gap, results[v].shortfall_mean);
    if (extras[v]) dearest = std::fmax(dearest, std::abs(extras[v]->mean));
  }
  const Scale scale = scale_for(series, largest), gap = scale_for(series, longest_gap);
  const Scale percent{0.01, "%", true};
  const SeriesName money = cost ? shape.series[*cost].name : SeriesName{};
  TerminalTable table({{"", false, true},
                       {text("met, of {}", grouped(comparison.replications())), true},
                       {text("95 % interval"), true, false, false},
                       {with_unit(text("median"), scale.unit), true},
                       {with_unit(text("short by"), unit_of_change(gap)), true, false, false},
                       {text("against {}", called(record.strategies[0])), false, true},
                       {cost ? with_unit(text("extra spent"), scale_for(money, dearest).unit) : "", true},
                       {text("rank"), true, false, false}},
                      2);
  for (std::size_t v = 0; v < comparison.variants(); ++v) {
    const TargetResult& result = results[v];
    const bool unjudged = std::isnan(result.probability);
    const std::uint64_t met = comparison.met(v, target).met;
    table.add({called(record.strategies[v]), unjudged ? "–" : grouped(met),
               unjudged ? ""
                        : range_words(show(result.interval.low, percent), show(result.interval.high, percent)) +
                              before_unit() + "%",
               show(result.p50, scale), show(result.shortfall_mean, gap), gain_words(standings[v], series),
               extras[v] ? show_difference_bare(extras[v]->mean, money, dearest) : "", rank_words(standings, v)});
  }
  return table.text(screen);
}

std::string target_lines(const PairedComparison& comparison, const ComparisonRecord& record, const Screen& screen) {
  const ResultsShape& shape = comparison.shape();
  const auto deciding = deciding_target(comparison);
  std::vector<std::size_t> order = targets_by_miss(comparison.results(0));
  if (deciding) std::stable_partition(order.begin(), order.end(), [&](std::size_t t) { return t == *deciding; });
  std::string said;
  bool tables = false;
  for (const std::size_t t : order) {
    const std::vector<Standing> standings = comparison.standings(t);
    said +=
        "\n" + paragraph(inked(text("{} ({})", target_heading(shape.targets[t]), goal_words(shape.targets[t], shape)),
                               Ink::bold, screen),
                         screen, 0, 2);
    if (t != deciding) said += paragraph(standing_sentence(comparison, record, t), screen, 2, 2);
    // Where no strategy changes anything the sentence has said it all.
    if (std::all_of(standings.begin(), standings.end(), [](const Standing& one) { return one.gain.is_nothing(); }))
      continue;
    said += target_table(comparison, record, t, standings, screen);
    tables = true;
  }
  if (!tables) return said;
  const auto note = [&](const std::string& words) { return paragraph(words, screen, 2, 4); };
  return said + "\n" +
         note(
             text("median: of the value on the date; short by: mean shortfall, 0 where met; extra spent: until then")) +
         note(text(
             "rank: 1, and 1 more for each scenario whose probability is higher beyond doubt; where probabilities do "
             "not differ, for each whose value on the date is better beyond doubt; – where nothing is known to "
             "differ.")) +
         note(text("Against {}: the difference that the rank rests on. All intervals of a target hold together with "
                   "{:.0f} % confidence (Bonferroni, paired)",
                   called(record.strategies[0]), 100 * PairedComparison::joint_confidence));
}

// What pairing was worth: so many times the replications would be needed with luck of their own.
std::string pairing_lines(const PairedComparison& comparison, const ComparisonRecord& record, const Screen& screen) {
  const ResultsShape& shape = comparison.shape();
  if (shape.headline.empty() || shape.dates.empty()) return {};
  const std::size_t last = shape.dates.size() - 1;
  TerminalTable table({{"", false, true}, {"", false, true}, {"", true}, {"", false, true}}, 2);
  for (const std::size_t s : shape.headline) {
    std::optional<std::size_t> least;
    double smallest = std::numeric_limits<double>::infinity();
    for (std::size_t v = 1; v < comparison.variants(); ++v) {
      if (!comparison.shares(v, s)) continue;
      const double ratio = comparison.headline_difference(v, last, s).variance_ratio;
      if (ratio < smallest) smallest = ratio, least = v;
    }
    const SeriesInfo& info = shape.series[s];
    const std::string name = info.kind == SeriesKind::flow ? text("{}, total", called(info.name)) : called(info.name);
    if (!least) {
      table.add({name, text("the same difference in every replication on that day")});
      continue;
    }
    const double needed = std::min(smallest * static_cast<double>(comparison.replications()), 1e12);
    table.add({name, called(record.strategies[*least]), fmt::format("{:.{}f}", smallest, smallest < 10 ? 1 : 0),
               text("{} replications unpaired", grouped(static_cast<std::uint64_t>(std::llround(needed))))});
  }
  return "\n" +
         paragraph(text("pairing: variance of an unpaired difference over that of the paired one on {}, where it is "
                        "smallest, and how many replications would say as much without the same luck",
                        iso(shape.dates.back())),
                   screen) +
         table.text(screen);
}

std::string warnings(const PairedComparison& comparison, const ComparisonRecord& record, const Screen& screen) {
  std::string said;
  if (record.run.finish == Finish::interrupted)
    said += "\n" +
            paragraph(text("warning: interrupted after {} of {} replications; every figure above rests on these",
                           grouped(comparison.replications()), grouped(record.run.replications_requested.value_or(0))),
                      screen);
  const std::vector<Stopped>& stopped = comparison.results(0).stopped();
  if (stopped.empty()) return said;
  said +=
      "\n" + paragraph(text("warning: {} of {} replications stopped in one of the scenarios and are left out of all",
                            grouped(stopped.size()), grouped(stopped.size() + comparison.replications())),
                       screen);
  constexpr std::size_t most = 3;
  for (std::size_t i = 0; i < std::min(stopped.size(), most); ++i) {
    said += paragraph(text("replication {} of {}", static_cast<std::uint64_t>(stopped[i].replication), stopped[i].why),
                      screen, 2, 4);
    const auto command = record.run.reproduce.find(stopped[i].replication);
    if (command != record.run.reproduce.end()) said += text("    to see it: {}\n", command->second);
  }
  if (stopped.size() > most)
    said += paragraph(text("and {} more, in manifest.json", grouped(stopped.size() - most)), screen, 2, 2);
  return said;
}

}  // namespace

std::string terminal_summary(const PairedComparison& comparison, const ComparisonRecord& record, const Screen& screen) {
  std::string said;
  if (comparison.replications() > 0)
    said += paragraph(inked(comparison_finding(comparison, record), Ink::bold, screen), screen) +
            target_lines(comparison, record, screen) + pairing_lines(comparison, record, screen);
  said += warnings(comparison, record, screen) + facts(comparison, record, screen);
  return said.starts_with('\n') ? said.substr(1) : said;
}

}  // namespace muster::output
