#include "output/summary/summary.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/text/text.hpp"
#include "output/disclosure.hpp"
#include "output/document/names.hpp"
#include "output/findings/targets.hpp"
#include "output/report/sentences.hpp"
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

constexpr std::array forecast_quantiles = {0.05, 0.50, 0.95};
constexpr std::size_t most_stops_shown = 3;

// What was run and what it took.
std::string facts(const Results& results, const RunRecord& record, const Screen& screen) {
  const ResultsShape& shape = results.shape();
  const std::string title = record.title.shown_or(record.place);
  std::string said =
      shape.dates.empty() ? title : text("{}, {} to {}", title, iso(shape.dates.front()), iso(shape.dates.back()));
  const auto seed = static_cast<std::uint64_t>(record.seed);
  std::string run = record.only
                        ? text("replication {} of {}, seed {}", grouped(static_cast<std::uint64_t>(*record.only)),
                               record.scenario, seed)
                        : text("{} of {}, seed {}", replications_words(results.replications()), record.scenario, seed);
  const std::string precision = record.precision.shown();
  if (record.finish == Finish::precision) {
    run += precision.empty() ? text("; precision reached") : text("; precision reached: {}", precision);
  } else if (record.finish == Finish::limit) {
    run += precision.empty() ? text("; limit of replications reached")
                             : text("; limit of replications reached: {}", precision);
  } else if (!precision.empty()) {
    run += text("; so far: {}", precision);
  }
  return "\n" + paragraph(said, screen) + paragraph(run, screen) +
         paragraph(
             text("{} in {} on {}, {} MB", events_words(results.events()), seconds_words(record.wall_seconds),
                  threads_words(record.threads),
                  grouped(static_cast<std::uint64_t>(std::llround(static_cast<double>(record.peak_memory) / 1e6)))),
             screen);
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

// What one headline series does: its values at the start and at some dates, as they are shown.
struct Forecast {
  std::string title, unit;
  std::vector<std::string> values, bands;  // the first band is empty: the start is known
};

// Side by side with its band each value takes twice the room that it takes above it.
TerminalTable forecast_table(const std::vector<Forecast>& forecasts, const std::vector<std::string>& dates,
                             bool side_by_side) {
  std::vector<TerminalColumn> columns{{text("forecast"), false, true}};
  if (side_by_side) columns.push_back({""});
  for (std::size_t d = 0; d < dates.size(); ++d) {
    columns.push_back({dates[d], true});
    if (side_by_side && d > 0) columns.push_back({text("90 %")});
  }
  TerminalTable table(columns);
  for (const Forecast& one : forecasts) {
    std::vector<std::string> row{side_by_side ? one.title : text("{} ({})", one.title, one.unit)};
    if (side_by_side) row.push_back(one.unit);
    for (std::size_t d = 0; d < one.values.size(); ++d) {
      if (side_by_side) {
        row.push_back(one.values[d]);
        if (d > 0) row.push_back(one.bands[d]);
      } else {
        row.push_back(one.values[d] + (one.bands[d].empty() ? "" : "\n" + one.bands[d]));
      }
    }
    table.add(std::move(row));
  }
  return table;
}

std::string forecasts(const Results& results, const Screen& screen) {
  const ResultsShape& shape = results.shape();
  if (shape.headline.empty() || shape.dates.empty()) return {};
  const std::vector<std::size_t> dates = checkpoints(shape);
  const AreaNode whole = shape.areas.whole();

  std::vector<std::string> heads{iso(shape.dates.front())};
  for (const std::size_t d : dates) heads.push_back(iso(shape.dates[d]));
  std::vector<Forecast> told;
  bool flows = false, bands = false;
  std::string part_of_year;
  for (const std::size_t s : shape.headline) {
    const SeriesInfo& info = shape.series.at(s);
    std::vector<Summary> shown{results.summarise(shape.cell(0, whole, s), 1, forecast_quantiles)[0]};
    std::vector<YearTotal> years;
    std::vector<bool> is_part{false};
    if (info.kind == SeriesKind::flow) years = year_totals(results, s, forecast_quantiles);
    for (const std::size_t d : dates) {
      if (info.kind == SeriesKind::flow) {  // of the whole year around the date: a month says nothing of a yearly exam
        const YearTotal& year =
            *std::find_if(years.begin(), years.end(), [&](const auto& of) { return of.until >= shape.dates[d]; });
        shown.push_back(year.summary);
        is_part.push_back(!year.is_whole());
        if (is_part.back()) part_of_year = year.words();
      } else {
        is_part.push_back(false);
        shown.push_back(results.summarise(shape.cell(d, whole, s), 1, forecast_quantiles)[0]);
      }
    }
    double largest = 0;
    for (const Summary& summary : shown)
      if (summary.replications > 0) largest = std::max(largest, summary.quantiles.back());
    const Scale scale = scale_for(info.name, largest);
    flows = flows || info.kind == SeriesKind::flow;
    Forecast& one = told.emplace_back();
    one.title = called(info.name);
    one.unit = info.kind == SeriesKind::flow ? text("{} a year", scale.unit) : scale.unit;
    for (std::size_t i = 0; i < shown.size(); ++i) {
      const Summary& summary = shown[i];
      one.values.push_back(summary.withheld ? text("withheld")
                                            : show(summary.quantiles[1], scale) + (is_part[i] ? "*" : ""));
      const bool known = i == 0 || summary.withheld || summary.replications < 2;
      const std::string low = known ? "" : show(summary.quantiles[0], scale);
      const std::string high = known ? "" : show(summary.quantiles[2], scale);
      one.bands.push_back(low == high ? "" : range_words(low, high));
      bands = bands || !one.bands.back().empty();
    }
  }
  TerminalTable table = forecast_table(told, heads, true);
  if (!table.fits(screen.width)) table = forecast_table(told, heads, false);
  const std::string note =
      results.replications() == 1
          ? flows ? text(
                        "of one replication; of flows, the total of the calendar year (at the start: what had happened "
                        "before)")
                  : text("of one replication")
      : flows ? text(
                    "medians, and where 90 % of the replications lie; of flows, the total of the calendar year (at the "
                    "start: what had happened before)")
      : bands ? text("medians, and where 90 % of the replications lie")
              : text("the same in every replication");
  return "\n" + table.text(screen) + paragraph(note, screen, 2, 2) +
         (part_of_year.empty() ? std::string{}
                               : paragraph(text("* the total of {} alone", part_of_year), screen, 2, 2));
}

Ink ink_of(Outlook outlook) {
  const std::string_view kind = outlook_class(outlook);
  return kind == "good" ? Ink::good : kind == "poor" ? Ink::poor : kind == "none" ? Ink::bold : Ink::fair;
}

// When the target is met.
std::string when_words(const TargetDefinition& target, const TargetResult& result, const ResultsShape& shape) {
  const bool alone = result.replications == 1;
  if (!result.reached_p50)
    return alone ? text("never reached") : text("fewer than half have it by {}", date_words(shape.dates.back()));
  const std::string date = date_words(*result.reached_p50);
  if (!met_and_lost(target, result).empty())
    return alone ? text("reached {}, lost again by {}", date, date_words(target.by))
                 : text("half have had it by {}, {} have lost it again by {}", date, grouped(result.lost),
                        date_words(target.by));
  if (result.reached_p50 == shape.dates.front())
    return alone ? text("met at the start") : text("half have it at the start");
  return alone ? text("reached {}", date) : text("half have it by {}", date);
}

// What became of a target, in parts: how often it is met, when, and where it stands on its date.
std::string fate_of(const TargetDefinition& target, const TargetResult& result, const Results& results) {
  const ResultsShape& shape = results.shape();
  if (result.outcome_withheld) return withheld_figure(results);
  if (std::isnan(result.probability))
    return text("nothing to judge on that date") + text("; ") +
           (!shape.dates.empty() && target.by > shape.dates.back()
                ? text("the horizon ends {}", date_words(shape.dates.back()))
                : text("the series has no value then"));
  std::string said = met_with_bounds(met_in(result), result.replications, result.interval) + text("; ") +
                     when_words(target, result, shape) + text("; ");
  if (result.withheld) return said + text("on the day {}", withheld_figure(results));
  const Scale scale = scale_of(target, result, shape);
  const std::string low = show(result.p05, scale), high = show(result.p95, scale),
                    median = show_with_unit(result.p50, scale);
  said += low == high ? text("on the day {}", median)
                      : text("on the day {} ({} in 90 of 100)", median,
                             range_words(low, high) + (scale.percent ? before_unit() + scale.unit : ""));
  constexpr double half = 0.5;
  if (result.probability < half && result.shortfall_mean > 0)
    said += text(", ") + (result.replications == 1
                              ? text("{} missing", show_shortfall(result.shortfall_mean, scale))
                              : text("{} missing on average", show_shortfall(result.shortfall_mean, scale)));
  return said;
}

std::string target_lines(const Results& results, const Screen& screen) {
  const ResultsShape& shape = results.shape();
  std::string said;
  for (const std::size_t t : targets_by_miss(results)) {
    const TargetDefinition& target = shape.targets[t];
    const TargetResult result = results.target(t);
    const Outlook outlook = outlook_of(result);
    said += paragraph(inked(outlook_mark(outlook), ink_of(outlook), screen) + " " +
                          inked(text("{} ({})", target_heading(target), goal_words(target, shape)), Ink::bold, screen),
                      screen, 0, 2) +
            paragraph(fate_of(target, result, results) + full_stop(), screen, 2, 2);
  }
  return said.empty() ? said : "\n" + said;
}

std::string warnings(const Results& results, const RunRecord& record, const Screen& screen) {
  std::string said;
  if (record.finish == Finish::interrupted) {
    const std::uint64_t finished = results.replications();
    const std::string done = record.replications_requested ? text("{} of {}", grouped(finished),
                                                                  replications_words(*record.replications_requested))
                                                           : replications_words(finished);
    said +=
        "\n" + paragraph(finished > 0 ? text("warning: interrupted after {}; every figure above rests on these", done)
                                      : text("warning: interrupted after {}; there are no figures", done),
                         screen);
  }
  const std::vector<Stopped>& stopped = results.stopped();
  if (stopped.empty()) return said;
  const std::string count = grouped(stopped.size());
  const std::string all = replications_words(stopped.size() + results.replications());
  said +=
      "\n" + paragraph(results.replications() == 0 ? text("warning: {} of {} stopped; there are no figures", count, all)
                       : stopped.size() == 1
                           ? text("warning: {} of {} stopped and is left out of every figure above", count, all)
                           : text("warning: {} of {} stopped and are left out of every figure above", count, all),
                       screen);
  for (std::size_t i = 0; i < std::min(stopped.size(), most_stops_shown); ++i) {
    said += paragraph(text("replication {}: {}", static_cast<std::uint64_t>(stopped[i].replication), stopped[i].why),
                      screen, 2, 4);
    const auto command = record.reproduce.find(stopped[i].replication);
    if (command != record.reproduce.end()) said += text("    to see it: {}\n", command->second);
  }
  if (stopped.size() > most_stops_shown)
    said += paragraph(text("and {} more, in manifest.json", grouped(stopped.size() - most_stops_shown)), screen, 2, 2);
  return said;
}

}  // namespace

std::string terminal_summary(const Results& results, const RunRecord& record, const Screen& screen) {
  std::string said;
  if (results.replications() > 0)
    said += paragraph(inked(verdict(results), Ink::bold, screen), screen) + target_lines(results, screen) +
            forecasts(results, screen);
  if (const std::string words = withheld_words(results); !words.empty()) said += "\n" + paragraph(words, screen);
  said += warnings(results, record, screen) + facts(results, record, screen);
  return said.starts_with('\n') ? said.substr(1) : said;
}

}  // namespace muster::output
