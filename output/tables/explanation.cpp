#include "output/tables/explanation.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/statistics/moments.hpp"
#include "output/document/names.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <fmt/format.h>
#include <optional>

namespace muster::output {

namespace {

Column column(const char* id, Text heading, Holds holds) { return {id, std::move(heading), holds}; }

Text titled(const LocalizedText& title, const std::string& id) {
  return title.empty() ? Text::verbatim(id) : Text(title);
}

// The three columns of a mean and the ends of its interval.
void add_interval_columns(Table& table, const std::string& id, const Text& what, Holds holds) {
  table.columns.push_back({id, what, holds});
  table.columns.push_back({id + "_low", tr("{}: low", what), holds});
  table.columns.push_back({id + "_high", tr("{}: high", what), holds});
}

void append(std::vector<Cell>& row, const MeanInterval& interval) {
  row.insert(row.end(), {interval.mean, interval.mean - interval.half_width, interval.mean + interval.half_width});
}

}  // namespace

Table constraints_table(const std::vector<TargetConstraints>& targets) {
  Table table{"constraints", tr("constraints"), tr("the effect of relaxing each constraint alone"), {}, {}};
  table.columns = {column("target", tr("target"), Holds::named),
                   column("constraint", tr("constraint"), Holds::words),
                   column("title", tr("relaxed"), Holds::named),
                   column("period", tr("period"), Holds::named),
                   column("from", tr("from"), Holds::date),
                   column("until", tr("until"), Holds::date),
                   column("parameters", tr("parameters"), Holds::count),
                   column("relaxed", tr("parameters relaxed"), Holds::count),
                   column("replications", tr("futures"), Holds::count),
                   column("probability", tr("probability"), Holds::share)};
  add_interval_columns(table, "gain", tr("gain of probability"), Holds::gain);
  table.columns.push_back(column("unit", tr("unit"), Holds::named));
  table.columns.push_back(column("shortfall", tr("mean shortfall"), Holds::value));
  add_interval_columns(table, "shortfall_closed", tr("shortfall closed"), Holds::change);
  table.columns.push_back(column("rank", tr("rank"), Holds::count));
  table.columns.push_back(column("currency", tr("currency"), Holds::named));
  add_interval_columns(table, "extra_spent", tr("extra spending"), Holds::change);
  table.frozen = 2;
  table.rows = [targets](const RowSink& sink, const Selection&) {
    for (const TargetConstraints& target : targets) {
      const Text of = called(target.target), unit = Text::of(target.series.unit),
                 currency = Text::of(target.money.unit);
      const auto add = [&](const ConstraintEffect& one, std::optional<std::size_t> rank = {}) {
        const Text title = titled(one.title, one.constraint),
                   period = one.period == "all" ? tr("the whole time simulated") : Text::verbatim(one.period);
        std::vector<Cell> row{Cell(target.target.id, of), one.constraint, Cell(english_or_written(one.title), title),
                              Cell(one.period, period)};
        row.push_back(one.dates ? Cell(one.dates->from) : Cell());
        row.push_back(one.dates ? Cell(one.dates->until - std::chrono::days{1}) : Cell());
        row.insert(row.end(), {static_cast<double>(one.parameters), static_cast<double>(one.relaxed)});
        if (one.effect) {
          const TargetEffect& effect = *one.effect;
          row.insert(row.end(), {static_cast<double>(effect.replications), effect.probability, effect.gain.difference,
                                 effect.gain.interval.low, effect.gain.interval.high, Cell(target.series.unit, unit),
                                 effect.shortfall});
          append(row, effect.closed);
        } else {
          row.resize(row.size() + 5);
          row.emplace_back(target.series.unit, unit);
          row.resize(row.size() + 4);
        }
        row.push_back(rank ? Cell(static_cast<double>(*rank)) : Cell());
        row.emplace_back(target.money.unit, currency);
        if (one.extra_spent)
          append(row, *one.extra_spent);
        else
          row.resize(row.size() + 3);
        sink(row);
      };
      for (const ConstraintEffect& one : target.whole) add(one, target.rank_of(one));
      add(target.everything);
      for (const ConstraintEffect& one : target.by_period) add(one);
    }
  };
  return table;
}

Table attribution_table(const AttributedChanges& changes) {
  Table table{"attribution",
              tr("changes"),
              tr("the effect of each change: alone, as the last, and on average over all orders"),
              {},
              {}};
  table.columns = {column("target", tr("target"), Holds::named), column("measure", tr("measure"), Holds::named),
                   column("unit", tr("unit"), Holds::named), column("change", tr("change id"), Holds::words),
                   column("title", tr("change"), Holds::named)};
  add_interval_columns(table, "alone", tr("alone"), Holds::change);
  add_interval_columns(table, "last", tr("as the last"), Holds::change);
  add_interval_columns(table, "shapley", tr("on average over all orders"), Holds::change);
  table.columns.push_back(column("order_low", tr("smallest effect over the orders computed"), Holds::change));
  table.columns.push_back(column("order_high", tr("largest effect over the orders computed"), Holds::change));
  table.columns.push_back(column("replications", tr("futures"), Holds::count));
  table.frozen = 2;
  table.rows = [changes](const RowSink& sink, const Selection&) {
    for (const AttributedDifference& difference : changes.differences) {
      const Attribution& found = difference.attribution;
      const Text of = titled(difference.title, difference.target), measure = Text::of(difference.measure),
                 unit = Text::of(difference.series.unit);
      const Cell replications = static_cast<double>(found.replications);
      const auto begin = [&](const std::string& id, const std::string& name, const Text& title) {
        return std::vector<Cell>{Cell(difference.target, of), Cell(difference.measure, measure),
                                 Cell(difference.series.unit, unit), id, Cell(name, title)};
      };
      for (std::size_t k = 0; k < changes.changes.size(); ++k) {
        const ChangeShare& share = found.changes[k];
        const std::string id = (changes.changes[k].removed ? "without " : "") + changes.changes[k].id;
        const Text title = titled(changes.changes[k].title, id);
        std::vector<Cell> row = begin(id, english_or_written(changes.changes[k].title), title);
        for (const MeanInterval& interval : {share.alone, share.last, share.shapley}) append(row, interval);
        row.insert(row.end(), {std::min(share.alone.mean, share.last.mean),
                               std::max(share.alone.mean, share.last.mean), replications});
        sink(row);
      }
      const std::string none;
      const Text interactions = tr("interactions"), total = tr("total");
      const std::string of_interactions = "interactions", of_total = "total";
      std::vector<Cell> row = begin(of_interactions, none, interactions);
      append(row, found.interactions);
      row.resize(row.size() + 8);
      row.push_back(replications);
      sink(row);
      row = begin(of_total, none, total);
      row.resize(row.size() + 6);
      append(row, found.total);
      row.resize(row.size() + 2);
      row.push_back(replications);
      sink(row);
    }
  };
  return table;
}

Table spread_table(const Spreads& spreads) {
  Table table{"spread",
              tr("spread"),
              tr("the share of each forecast's spread that comes from each uncertain assumption"),
              {},
              {}};
  table.columns = {column("forecast", tr("forecast"), Holds::named),
                   column("series", tr("series"), Holds::named),
                   column("unit", tr("unit"), Holds::named),
                   column("date", tr("date"), Holds::date),
                   column("mean", tr("mean"), Holds::value),
                   column("sd", tr("standard deviation"), Holds::value),
                   column("replications", tr("futures"), Holds::count),
                   column("differ", tr("futures that differ"), Holds::count),
                   column("known", tr("what is known"), Holds::named),
                   column("input", tr("assumption"), Holds::named),
                   column("evidence", tr("kind"), Holds::named),
                   column("sourced", tr("has a source"), Holds::named)};
  add_interval_columns(table, "share", tr("share"), Holds::share);
  table.columns.push_back(column("parameters", tr("parameters"), Holds::words));
  table.columns.push_back(column("where", tr("file and line"), Holds::words));
  table.rows = [spreads](const RowSink& sink, const Selection&) {
    constexpr const char* known[] = {"shares", "no value", "all the same", "too few",
                                     "too few differ"};  // by SpreadKnown
    for (const SpreadOf& of : spreads.outputs) {
      const Text title = titled(of.title, of.id), series = called(of.series), unit = Text::of(of.series.unit);
      const std::string knows = known[static_cast<std::size_t>(of.spread.known)];
      const Text what_is_known = Text::of(knows);
      const std::vector<Cell> begin{Cell(of.id, title),
                                    Cell(of.series.name, series),
                                    Cell(of.series.unit, unit),
                                    of.date,
                                    of.mean,
                                    of.spread.sd,
                                    static_cast<double>(of.spread.replications),
                                    static_cast<double>(of.spread.differ),
                                    Cell(knows, what_is_known)};
      std::vector<Cell> row = begin;
      if (of.spread.known != SpreadKnown::shares) {
        row.resize(row.size() + 8);
        sink(row);
        continue;
      }
      for (const std::size_t k : by_share(of.spread)) {
        const SpreadInput& input = spreads.inputs[k];
        const SpreadShare& share = of.spread.inputs[k];
        const Text name = Text::verbatim(input.name), evidence = Text::of(input.evidence);
        const std::string sourced = input.sourced ? "yes" : "no";
        const Text has_source = Text::of(sourced);
        const std::string parameters = fmt::format("{}", fmt::join(input.parameters, " "));
        row = begin;
        row.insert(row.end(), {Cell(input.name, name), Cell(input.evidence, evidence), Cell(sourced, has_source),
                               share.index, share.low, share.high, parameters, input.where});
        sink(row);
      }
      const Text rest = tr("chance and joint effects of assumptions");
      row = begin;
      row.insert(row.end(), {Cell("rest", rest), Cell(), Cell(), of.spread.rest.index, of.spread.rest.low,
                             of.spread.rest.high, Cell(), Cell()});
      sink(row);
    }
  };
  return table;
}

}  // namespace muster::output
