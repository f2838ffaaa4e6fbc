#include "output/summary/summary.hpp"

#include "engine/clock/calendar.hpp"
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

constexpr std::array quantiles = {0.05, 0.50, 0.95};
constexpr std::size_t most_stops_shown = 3;

std::string in_words(double seconds) {
  return seconds < 10 ? fmt::format("{:.1f} s", seconds) : fmt::format("{:.0f} s", seconds);
}

std::string count_of(std::uint64_t number, std::string_view noun) {
  return fmt::format("{} {}{}", grouped(number), noun, number == 1 ? "" : "s");
}

std::string head(const Results& results, const RunRecord& record) {
  const std::string title = record.title.shown_or(record.place);
  std::string text = title;
  if (!results.shape().dates.empty())
    text += fmt::format(", {} to {}", iso(results.shape().dates.front()), iso(results.shape().dates.back()));
  text += "\n";
  text += record.only
              ? fmt::format("replication {} of {}", grouped(static_cast<std::uint64_t>(*record.only)), record.scenario)
              : fmt::format("{} of {}", count_of(results.replications(), "replication"), record.scenario);
  text += fmt::format(", seed {}", static_cast<std::uint64_t>(record.seed));
  if (record.finish == Finish::precision || record.finish == Finish::limit)
    text += fmt::format("; {}", to_string(record.finish));
  if (!record.precision.empty()) text += fmt::format(": {}", record.precision);
  return text +
         fmt::format("\n{} in {} on {}, {} MB\n", count_of(results.events(), "event"), in_words(record.wall_seconds),
                     count_of(record.threads, "thread"),
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
  std::vector<std::string> header{"forecast", "", iso(shape.dates.front())};
  for (const std::size_t d : dates) {
    right.insert(right.end(), {true, false});
    header.insert(header.end(), {iso(shape.dates[d]), results.replications() > 1 ? "90 %" : ""});
  }
  Table table(right);
  table.add(header);
  bool flows = false;
  for (const std::size_t s : shape.headline) {
    const SeriesInfo& info = shape.series.at(s);
    std::vector<Summary> shown{results.summarise(shape.cell(0, whole, s), 1, quantiles)[0]};
    std::vector<YearTotal> years;
    if (info.kind == SeriesKind::flow) years = year_totals(results, s, quantiles);
    for (const std::size_t d : dates) {
      if (info.kind == SeriesKind::flow) {  // of the whole year around the date: a month says nothing of a yearly exam
        shown.push_back(std::find_if(years.begin(), years.end(), [&](const auto& year) {
                          return year.until >= shape.dates[d];
                        })->summary);
      } else {
        shown.push_back(results.summarise(shape.cell(d, whole, s), 1, quantiles)[0]);
      }
    }
    double largest = 0;
    for (const Summary& summary : shown)
      if (summary.replications > 0) largest = std::max(largest, summary.quantiles.back());
    const Scale scale = scale_for(info.name, largest);
    flows = flows || info.kind == SeriesKind::flow;
    std::vector<std::string> row{info.name.name, info.kind == SeriesKind::flow ? scale.unit + " a year" : scale.unit,
                                 show(shown.front().quantiles[1], scale)};
    for (std::size_t i = 1; i < shown.size(); ++i) {
      const Summary& summary = shown[i];
      row.push_back(show(summary.quantiles[1], scale));
      row.push_back(summary.replications > 1 && summary.sd > 0
                        ? fmt::format("{} to {}", show(summary.quantiles[0], scale), show(summary.quantiles[2], scale))
                        : "");
    }
    table.add(std::move(row));
  }
  std::string text = "\n" + table.text();
  text += results.replications() > 1 ? "  medians, and where 90 % of the replications lie" : "  of one replication";
  return text +
         (flows ? "; of flows, the total of the calendar year (at the start: what had happened before)\n" : "\n");
}

std::string target_lines(const Results& results, bool alone) {
  const ResultsShape& shape = results.shape();
  if (shape.targets.empty()) return {};
  Table table({false, false, false, false, false, false});
  for (std::size_t t = 0; t < shape.targets.size(); ++t) {
    const TargetDefinition& target = shape.targets[t];
    const TargetResult result = results.target(t);
    const auto series = std::find_if(shape.series.begin(), shape.series.end(),
                                     [&](const SeriesInfo& info) { return info.name.name == target.series; });
    const Scale scale = series == shape.series.end() ? Scale{} : scale_for(series->name, target.goal);
    const auto area = shape.areas.find(target.area);
    const std::string place = area && *area == shape.areas.whole() ? "" : " in " + target.area;
    const std::string asked =
        fmt::format("{} {} {}{} by {}", target.series, target.comparison == Comparison::at_least ? "≥" : "≤",
                    show_with_unit(target.goal, scale), place, iso(target.by));
    const std::string likely = result.reached_p50
                                   ? fmt::format("{}reached {}", alone ? "" : "likely ", iso(*result.reached_p50))
                               : alone ? "not reached"
                                       : "not reached by half of the replications within the horizon";
    if (std::isnan(result.probability)) {
      table.add({"target", target.id, asked, "nothing to judge on that date",
                 !shape.dates.empty() && target.by > shape.dates.back()
                     ? fmt::format("the horizon ends {}", iso(shape.dates.back()))
                     : "the series has no value then",
                 likely});
      continue;
    }
    std::string missed;
    if (result.probability < 0.5) {
      const std::string unit = scale.percent ? "points" : scale.unit;
      missed = fmt::format(", {}short by {}{}{}", alone ? "" : "on average ", show(result.shortfall_mean, scale),
                           unit.empty() ? "" : " ", unit);
    }
    const std::string_view per_cent = scale.percent ? " %" : "";
    if (alone) {
      table.add({"target", target.id, asked, result.probability > 0 ? "met" : "not met",
                 fmt::format("value {}", show_with_unit(result.p50, scale)), likely + missed});
    } else {
      table.add({"target", target.id, asked, "probability " + show_probability(result),
                 fmt::format("median {}{}, 90 % of replications {} to {}{}", show(result.p50, scale), per_cent,
                             show(result.p05, scale), show(result.p95, scale), per_cent),
                 likely + missed});
    }
  }
  return "\n" + table.text();
}

std::string warnings(const Results& results, const RunRecord& record) {
  std::string text;
  if (record.finish == Finish::interrupted)
    text +=
        fmt::format("\nwarning: interrupted after {}; {}\n",
                    record.replications_requested ? fmt::format("{} of {}", grouped(results.replications()),
                                                                count_of(*record.replications_requested, "replication"))
                                                  : count_of(results.replications(), "replication"),
                    results.replications() > 0 ? "every figure above rests on these" : "there are no figures");
  const std::vector<Stopped>& stopped = results.stopped();
  if (stopped.empty()) return text;
  text += fmt::format("\nwarning: {} of {} stopped{}\n", grouped(stopped.size()),
                      count_of(stopped.size() + results.replications(), "replication"),
                      results.replications() == 0 ? "; there are no figures"
                      : stopped.size() == 1       ? " and is left out of every figure above"
                                                  : " and are left out of every figure above");
  for (std::size_t i = 0; i < std::min(stopped.size(), most_stops_shown); ++i) {
    text += fmt::format("  replication {}: {}\n", static_cast<std::uint64_t>(stopped[i].replication), stopped[i].why);
    const auto command = record.reproduce.find(stopped[i].replication);
    if (command != record.reproduce.end()) text += fmt::format("    to see it: {}\n", command->second);
  }
  if (stopped.size() > most_stops_shown)
    text += fmt::format("  and {} more, in manifest.json\n", grouped(stopped.size() - most_stops_shown));
  return text;
}

}  // namespace

std::string terminal_summary(const Results& results, const RunRecord& record) {
  std::string text = head(results, record);
  if (results.replications() > 0) text += forecasts(results) + target_lines(results, record.only.has_value());
  if (const std::string words = withheld_words(results); !words.empty()) text += "\n" + words + "\n";
  return text + warnings(results, record);
}

}  // namespace muster::output
