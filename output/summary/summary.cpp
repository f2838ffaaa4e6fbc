#include "output/summary/summary.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/text/text.hpp"
#include "output/comparison_record.hpp"
#include "output/disclosure.hpp"
#include "output/summary/table.hpp"
#include "output/words.hpp"
#include "output/year_totals.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <iterator>
#include <vector>

namespace muster::output {

namespace {

constexpr std::array told_quantiles = {0.05, 0.50, 0.95};
constexpr std::size_t most_stops_shown = 3;

std::string head(const Results& results, const RunRecord& record) {
  const std::string title = record.title.shown_or(record.place);
  std::string said = results.shape().dates.empty() ? title
                                                   : text("{}, {} to {}", title, iso(results.shape().dates.front()),
                                                          iso(results.shape().dates.back()));
  const auto seed = static_cast<std::uint64_t>(record.seed);
  said += "\n";
  said += record.only ? text("replication {} of {}, seed {}", grouped(static_cast<std::uint64_t>(*record.only)),
                             record.scenario, seed)
                      : text("{} of {}, seed {}", replications_words(results.replications()), record.scenario, seed);
  const std::string precision = record.precision.shown();
  if (record.finish == Finish::precision) {
    said += precision.empty() ? text("; precision reached") : text("; precision reached: {}", precision);
  } else if (record.finish == Finish::limit) {
    said += precision.empty() ? text("; limit of replications reached")
                              : text("; limit of replications reached: {}", precision);
  } else if (!precision.empty()) {
    said += text("; so far: {}", precision);
  }
  return said + "\n" +
         text("{} in {} on {}, {} MB\n", events_words(results.events()), seconds_words(record.wall_seconds),
              threads_words(record.threads),
              grouped(static_cast<std::uint64_t>(std::llround(static_cast<double>(record.peak_memory) / 1e6))));
}

// The report dates to show: the last one, and before it the first and the last that a target is due by.
std::vector<std::size_t> checkpoints(const ResultsShape& shape) {
  std::vector<std::size_t> due;
  for (const TargetDefinition& target : shape.targets) {
    const auto later = std::upper_bound(shape.dates.begin(), shape.dates.end(), target.by);
    const auto reports = static_cast<std::size_t>(later - shape.dates.begin());
    if (reports > 1 && reports < shape.dates.size()) due.push_back(reports - 1);
  }
  std::sort(due.begin(), due.end());
  due.erase(std::unique(due.begin(), due.end()), due.end());
  if (due.size() > 2) due = {due.front(), due.back()};
  if (shape.dates.size() > 1) due.push_back(shape.dates.size() - 1);
  return due;
}

std::string forecasts(const Results& results) {
  const ResultsShape& shape = results.shape();
  if (shape.headline.empty() || shape.dates.empty()) return {};
  const std::vector<std::size_t> dates = checkpoints(shape);
  const AreaNode whole = shape.areas.whole();

  std::vector<bool> right{false, false, true};
  std::vector<std::string> header{text("forecast"), "", iso(shape.dates.front())};
  for (const std::size_t d : dates) {
    right.insert(right.end(), {true, false});
    header.insert(header.end(), {iso(shape.dates[d]), results.replications() > 1 ? text("90 %") : ""});
  }
  TerminalTable table(right);
  table.add(header);
  bool flows = false;
  std::string part_of_year;
  for (const std::size_t s : shape.headline) {
    const SeriesInfo& info = shape.series.at(s);
    std::vector<Summary> shown{results.summarise(shape.cell(0, whole, s), 1, told_quantiles)[0]};
    std::vector<YearTotal> years;
    std::vector<bool> is_part{false};
    if (info.kind == SeriesKind::flow) years = year_totals(results, s, told_quantiles);
    for (const std::size_t d : dates) {
      if (info.kind == SeriesKind::flow) {  // of the whole year around the date: a month says nothing of a yearly exam
        const YearTotal& year =
            *std::find_if(years.begin(), years.end(), [&](const auto& of) { return of.until >= shape.dates[d]; });
        shown.push_back(year.summary);
        is_part.push_back(!year.is_whole());
        if (is_part.back()) part_of_year = year.words();
      } else {
        is_part.push_back(false);
        shown.push_back(results.summarise(shape.cell(d, whole, s), 1, told_quantiles)[0]);
      }
    }
    double largest = 0;
    for (const Summary& summary : shown)
      if (summary.replications > 0) largest = std::max(largest, summary.quantiles.back());
    const Scale scale = scale_for(info.name, largest);
    flows = flows || info.kind == SeriesKind::flow;
    std::vector<std::string> row{info.name.name,
                                 info.kind == SeriesKind::flow ? text("{} a year", scale.unit) : scale.unit,
                                 shown.front().withheld ? text("withheld") : show(shown.front().quantiles[1], scale)};
    for (std::size_t i = 1; i < shown.size(); ++i) {
      const Summary& summary = shown[i];
      row.push_back(summary.withheld ? text("withheld") : show(summary.quantiles[1], scale) + (is_part[i] ? "*" : ""));
      row.push_back(summary.replications > 1 && summary.sd > 0
                        ? text("{} to {}", show(summary.quantiles[0], scale), show(summary.quantiles[2], scale))
                        : "");
    }
    table.add(std::move(row));
  }
  const bool several = results.replications() > 1;
  return "\n" + table.text() + "  " +
         (several ? flows ? text("medians, and where 90 % of the replications lie; of flows, the total of the calendar "
                                 "year (at the start: what had happened before)")
                          : text("medians, and where 90 % of the replications lie")
          : flows
              ? text("of one replication; of flows, the total of the calendar year (at the start: what had happened "
                     "before)")
              : text("of one replication")) +
         "\n" + (part_of_year.empty() ? std::string{} : "  " + text("* the total of {} alone\n", part_of_year));
}

std::string target_lines(const Results& results, bool alone) {
  const ResultsShape& shape = results.shape();
  if (shape.targets.empty()) return {};
  TerminalTable table({false, false, false, false, false, false});
  for (std::size_t t = 0; t < shape.targets.size(); ++t) {
    const TargetDefinition& target = shape.targets[t];
    const TargetResult result = results.target(t);
    const auto series = shape.find(target.series);
    const Scale scale = series ? scale_for(shape.series[*series].name, target.goal) : Scale{};
    const std::string asked = asked_by(target, shape);
    std::string likely = result.reached_p50 ? alone ? text("reached {}", iso(*result.reached_p50))
                                                    : text("likely reached {}", iso(*result.reached_p50))
                         : alone ? text("not reached")
                                            : text("not reached by half of the replications within the horizon");
    if (!met_and_lost(target, result).empty())
      likely = alone
                   ? text("reached {}, lost again by {}", iso(*result.reached_p50), iso(target.by))
                   : text("reached in half of the replications by {}, lost again in {} of {} by {}",
                          iso(*result.reached_p50), grouped(result.lost), grouped(result.replications), iso(target.by));
    else if (!shape.dates.empty() && result.reached_p50 == shape.dates.front())
      likely = alone ? text("met at the start") : text("met at the start by half of the replications");
    if (result.outcome_withheld) {
      table.add({text("target"), target.id, asked, text("withheld"), withheld_figure(results), ""});
      continue;
    }
    if (std::isnan(result.probability)) {
      table.add({text("target"), target.id, asked, text("nothing to judge on that date"),
                 !shape.dates.empty() && target.by > shape.dates.back()
                     ? text("the horizon ends {}", iso(shape.dates.back()))
                     : text("the series has no value then"),
                 likely});
      continue;
    }
    if (result.probability < 0.5 && !std::isnan(result.shortfall_mean)) {
      const std::string amount = show_shortfall(result.shortfall_mean, scale);
      likely = alone ? text("{}, short by {}", likely, amount) : text("{}, on average short by {}", likely, amount);
    }
    if (alone) {
      table.add({text("target"), target.id, asked, result.probability > 0 ? text("met") : text("not met"),
                 result.withheld ? withheld_figure(results) : text("value {}", show_with_unit(result.p50, scale)),
                 likely});
    } else {
      table.add({text("target"), target.id, asked, text("probability {}", show_probability(result)),
                 result.withheld ? withheld_figure(results)
                                 : text("median {}, 90 % of replications {} to {}", show_with_unit(result.p50, scale),
                                        show(result.p05, scale), show_with_unit(result.p95, scale)),
                 likely});
    }
  }
  return "\n" + table.text();
}

std::string warnings(const Results& results, const RunRecord& record) {
  std::string said;
  if (record.finish == Finish::interrupted) {
    const std::uint64_t finished = results.replications();
    const std::string done = record.replications_requested ? text("{} of {}", grouped(finished),
                                                                  replications_words(*record.replications_requested))
                                                           : replications_words(finished);
    said += "\n" + (finished > 0 ? text("warning: interrupted after {}; every figure above rests on these\n", done)
                                 : text("warning: interrupted after {}; there are no figures\n", done));
  }
  const std::vector<Stopped>& stopped = results.stopped();
  if (stopped.empty()) return said;
  const std::string count = grouped(stopped.size());
  const std::string all = replications_words(stopped.size() + results.replications());
  said += "\n" + (results.replications() == 0 ? text("warning: {} of {} stopped; there are no figures\n", count, all)
                  : stopped.size() == 1
                      ? text("warning: {} of {} stopped and is left out of every figure above\n", count, all)
                      : text("warning: {} of {} stopped and are left out of every figure above\n", count, all));
  for (std::size_t i = 0; i < std::min(stopped.size(), most_stops_shown); ++i) {
    said += text("  replication {}: {}\n", static_cast<std::uint64_t>(stopped[i].replication), stopped[i].why);
    const auto command = record.reproduce.find(stopped[i].replication);
    if (command != record.reproduce.end()) said += text("    to see it: {}\n", command->second);
  }
  if (stopped.size() > most_stops_shown)
    said += text("  and {} more, in manifest.json\n", grouped(stopped.size() - most_stops_shown));
  return said;
}

}  // namespace

std::string terminal_summary(const Results& results, const RunRecord& record) {
  std::string said = head(results, record);
  if (results.replications() > 0) said += forecasts(results) + target_lines(results, record.only.has_value());
  if (const std::string words = withheld_words(results); !words.empty()) said += "\n" + words + "\n";
  return said + warnings(results, record);
}

}  // namespace muster::output
