#include "output/tables/run.hpp"

#include "engine/clock/calendar.hpp"
#include "output/document/names.hpp"
#include "output/findings/areas.hpp"
#include "output/year_totals.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <memory>
#include <optional>

namespace muster::output {

namespace {

constexpr double name_width = 34;  // of a column, in digits

Column area_column() { return {"area", tr("area"), Holds::named, 28}; }
Column series_column() { return {"series", tr("series"), Holds::named, name_width}; }
Column unit_column() { return {"unit", tr("unit"), Holds::named}; }
Column target_column() { return {"target", tr("target"), Holds::named, name_width}; }

// A quantile's name in a heading.
Text quantile_heading(int percent) { return percent == 50 ? tr("median") : tr("{} % lie below", percent); }

void add_trajectory_columns(Table& table) {
  table.columns = {{"date", tr("date"), Holds::date}, area_column(), series_column(), unit_column()};
}

// A cell's value, or why there is none.
Cell cell_of(double value, bool withheld) { return withheld ? Cell(Cell::Kind::withheld) : Cell(value); }

// The first period end at which half of the replications meet a target in an area; empty for an area withheld on
// the target's date.
Cell half_cell(const Results& results, const TargetDefinition& target, AreaNode area, const AreaOutlook& fare) {
  const auto half = fare.withheld ? std::nullopt : half_meet_by(results, target, area);
  return half ? Cell(*half) : Cell();
}

Cell named(const SeriesName& series, const Names& names, std::size_t s) { return {series.name, names.series[s]}; }

// A cell of an area; it refers to the id in `shape` and the name in `names`.
Cell named(const ResultsShape& shape, const Names& names, AreaNode area) {
  return {shape.areas[area].id, names.areas[area]};
}

// The first and the last period end in a calendar year, as indices into the dates.
struct YearDates {
  int year;
  std::size_t first, last;
};

std::vector<YearDates> years_of(const std::vector<Date>& dates) {
  std::vector<YearDates> years;
  for (std::size_t date = 0; date < dates.size(); ++date) {
    const int year = year_of(dates[date]);
    if (years.empty() || years.back().year != year) years.push_back({year, date, date});
    years.back().last = date;
  }
  return years;
}

}  // namespace

Table trajectories_table(const Results& results) {
  const ResultsShape& shape = results.shape();
  Table table{"trajectories", tr("all trajectories"), tr("every series in every area at every date"), {}, {}};
  add_trajectory_columns(table);
  table.columns.push_back({"replications", tr("futures"), Holds::count});
  table.columns.push_back({"mean", tr("mean"), Holds::value});
  table.columns.push_back({"sd", tr("standard deviation"), Holds::value});
  for (const double p : tabled_quantiles) {
    const int percent = static_cast<int>(std::lround(100 * p));
    table.columns.push_back({fmt::format("p{:02}", percent), quantile_heading(percent), Holds::value});
  }
  table.frozen = 3;
  table.in_schema = true;
  table.count = [&shape](const Selection& selection) {
    return selection.dates_and_areas(shape.dates, shape.areas) * shape.series.size();
  };
  table.rows = [&results, &shape, names = std::make_shared<Names>(shape)](const RowSink& sink,
                                                                          const Selection& selection) {
    Results::Summaries summaries(results, tabled_quantiles);
    std::vector<Cell> row(7 + tabled_quantiles.size());
    for (std::size_t date = 0; date < shape.dates.size(); ++date) {
      if (!selection.keeps(shape.dates, date)) continue;
      row[0] = shape.dates[date];
      for (AreaNode area = 0; area < shape.areas.node_count(); ++area) {
        if (!selection.keeps(shape.areas, area)) continue;
        row[1] = named(shape, *names, area);
        for (std::size_t s = 0; s < shape.series.size(); ++s) {
          const Summary& cell = summaries(shape.cell(date, area, s));
          const SeriesName& series = shape.series[s].name;
          row[2] = named(series, *names, s);
          row[3] = Cell(series.unit, names->units[s]);
          row[4] = static_cast<double>(cell.replications);
          row[5] = cell_of(cell.mean, cell.withheld);
          row[6] = cell_of(cell.sd, cell.withheld);
          for (std::size_t q = 0; q < cell.quantiles.size(); ++q)
            row[7 + q] = cell_of(cell.quantiles[q], cell.withheld);
          sink(row);
        }
      }
    }
  };
  return table;
}

Table targets_table(const Results& results) {
  Table table{"targets",
              tr("targets"),
              tr("each target with its probability and what is simulated on its date"),
              {target_column(),
               area_column(),
               series_column(),
               {"comparison", tr("comparison"), Holds::named},
               {"goal", tr("goal"), Holds::value},
               unit_column(),
               {"by", tr("target date"), Holds::date},
               {"probability", tr("probability"), Holds::share},
               {"probability_low", tr("probability: low"), Holds::share},
               {"probability_high", tr("probability: high"), Holds::share},
               {"p05", tr("90 % of futures: from"), Holds::value},
               {"p50", tr("median on the date"), Holds::value},
               {"p95", tr("90 % of futures: to"), Holds::value},
               {"shortfall_mean", tr("mean shortfall"), Holds::value},
               {"reached_share", tr("ever reached"), Holds::share},
               {"reached_p50", tr("half have reached it by"), Holds::date}},
              {}};
  table.in_schema = true;
  table.rows = [&results](const RowSink& sink, const Selection&) {
    const ResultsShape& shape = results.shape();
    const Text at_least = tr("at least"), at_most = tr("at most");
    for (std::size_t t = 0; t < shape.targets.size(); ++t) {
      const TargetDefinition& target = shape.targets[t];
      const TargetResult result = results.target(t);
      const SeriesName series = series_of(target, shape);
      const Text title = called(target), where = area_of(target, shape), what = called(series),
                 unit = Text::of(series.unit);
      const auto value = [&](double number) { return cell_of(number, result.withheld); };
      const auto outcome = [&](double number) { return cell_of(number, result.attainment_withheld); };
      const bool least = target.bound == Bound::at_least;
      const std::array<Cell, 16> row{Cell(target.id, title),
                                     Cell(target.area, where),
                                     Cell(target.series, what),
                                     Cell(least ? "at_least" : "at_most", least ? at_least : at_most),
                                     target.goal,
                                     Cell(series.unit, unit),
                                     target.by,
                                     outcome(result.probability),
                                     outcome(result.interval.low),
                                     outcome(result.interval.high),
                                     value(result.p05),
                                     value(result.p50),
                                     value(result.p95),
                                     value(result.shortfall_mean),
                                     outcome(result.reached_share),
                                     result.reached_p50 ? Cell(*result.reached_p50) : Cell()};
      sink(row);
    }
  };
  return table;
}

std::vector<HeadlinePoint> headline_points(const Results& results, std::size_t series) {
  const ResultsShape& shape = results.shape();
  std::vector<HeadlinePoint> points;
  if (shape.series[series].kind == SeriesKind::flow) {
    for (YearTotal& year : year_totals(results, series, published_quantiles))
      points.push_back({year.until, year.is_whole() ? "year" : "part of a year",
                        year.is_whole() ? tr("total of the calendar year") : tr("total of {}", year.words()),
                        std::move(year.summary)});
  } else {
    const bool mean = shape.series[series].kind == SeriesKind::tally;
    for (std::size_t d = 0; d < shape.dates.size(); ++d)
      points.push_back({shape.dates[d], mean ? "mean of cases" : "end of date",
                        mean ? tr("mean of the period's cases") : tr("at the end of the date"),
                        results.summarise(shape.cell(d, shape.areas.whole(), series), 1, published_quantiles)[0]});
  }
  std::erase_if(points, [](const HeadlinePoint& point) { return point.summary.replications == 0; });
  return points;
}

Table headline_table(const Results& results) {
  Table table{"headline",
              tr("headline"),
              tr("the headline series over the whole place: median and bands by date, flows by calendar year"),
              {series_column(),
               {"date", tr("date"), Holds::date},
               {"basis", tr("basis"), Holds::named, 22},
               unit_column(),
               {"replications", tr("futures"), Holds::count},
               {"p50", tr("median"), Holds::value},
               {"p25", tr("50 % of futures: from"), Holds::value},
               {"p75", tr("50 % of futures: to"), Holds::value},
               {"p05", tr("90 % of futures: from"), Holds::value},
               {"p95", tr("90 % of futures: to"), Holds::value},
               {"mean", tr("mean"), Holds::value},
               {"sd", tr("standard deviation"), Holds::value}},
              {}};
  table.frozen = 2;
  table.rows = [&results](const RowSink& sink, const Selection&) {
    const ResultsShape& shape = results.shape();
    for (const std::size_t s : shape.headline) {
      const SeriesName& series = shape.series[s].name;
      const Text what = called(series), unit = Text::of(series.unit);
      for (const HeadlinePoint& point : headline_points(results, s)) {
        const Summary& summary = point.summary;
        const auto value = [&](double number) { return cell_of(number, summary.withheld); };
        const auto& q = summary.quantiles;
        const std::array<Cell, 12> row{Cell(series.name, what),
                                       point.date,
                                       Cell(point.basis_id, point.basis),
                                       Cell(series.unit, unit),
                                       static_cast<double>(summary.replications),
                                       value(q[2]),
                                       value(q[1]),
                                       value(q[3]),
                                       value(q[0]),
                                       value(q[4]),
                                       value(summary.mean),
                                       value(summary.sd)};
        sink(row);
      }
    }
  };
  return table;
}

Table area_targets_table(const Results& results) {
  Table table{"area_targets",
              tr("areas by target"),
              tr("each area's own probability of meeting each target that is a share, and the first recorded date on "
                 "which half of the futures meet it"),
              {area_column(),
               target_column(),
               series_column(),
               {"goal", tr("goal"), Holds::value},
               unit_column(),
               {"by", tr("target date"), Holds::date},
               {"probability", tr("probability"), Holds::share},
               {"p05", tr("90 % of futures: from"), Holds::value},
               {"p50", tr("median on the date"), Holds::value},
               {"p95", tr("90 % of futures: to"), Holds::value},
               {"shortfall_p50", tr("shortfall of the median"), Holds::value},
               {"half_by", tr("first recorded date on which half of the futures meet it"), Holds::date}},
              {}};
  table.frozen = 2;
  table.rows = [&results](const RowSink& sink, const Selection&) {
    const ResultsShape& shape = results.shape();
    for (AreaNode area = 0; area < shape.areas.node_count(); ++area) {
      const Text where = called(shape.areas, area);
      for (const TargetDefinition& target : shape.targets) {
        const auto fare = area_outlook(results, target, area);
        if (!fare) continue;
        const SeriesName series = series_of(target, shape);
        const Text title = called(target), what = called(series), unit = Text::of(series.unit);
        const auto value = [&](double number) { return cell_of(number, fare->withheld); };
        const std::array<Cell, 12> row{Cell(shape.areas[area].id, where),
                                       Cell(target.id, title),
                                       Cell(series.name, what),
                                       target.goal,
                                       Cell(series.unit, unit),
                                       target.by,
                                       value(fare->probability),
                                       value(fare->p05),
                                       value(fare->p50),
                                       value(fare->p95),
                                       value(target.shortfall_of(fare->p50)),
                                       half_cell(results, target, area, *fare)};
        sink(row);
      }
    }
  };
  return table;
}

Table areas_table(const Results& results) {
  const ResultsShape& shape = results.shape();
  Table table{"areas",
              tr("areas"),
              tr("each area: its own probability of each target, the first recorded date on which half of the futures "
                 "meet it, and its medians at the end"),
              {{"area", tr("area"), Holds::named}},
              {}};
  std::vector<std::size_t> targets;
  for (std::size_t t = 0; t < shape.targets.size(); ++t) {
    const auto around = shape.areas.find(shape.targets[t].area);
    if (!around || !area_outlook(results, shape.targets[t], *around)) continue;
    targets.push_back(t);
    const Text title = called(shape.targets[t]);
    table.columns.push_back({"probability_" + shape.targets[t].id, tr("{}: probability", title), Holds::share});
    table.columns.push_back({"half_by_" + shape.targets[t].id, tr("half by"), Holds::date});
  }
  std::vector<std::size_t> levels;
  for (const std::size_t s : shape.headline) {
    const SeriesInfo& info = shape.series[s];
    if (info.kind != SeriesKind::stock && info.kind != SeriesKind::share) continue;
    levels.push_back(s);
    table.columns.push_back({info.name.name, tr("{} at the end", called(info.name)), Holds::value, 0, info.name.unit});
  }
  table.rows = [&results, &shape, targets, levels](const RowSink& sink, const Selection& selection) {
    constexpr std::array median = {0.5};
    for (AreaNode area = 0; area < shape.areas.node_count(); ++area) {
      if (!selection.keeps(shape.areas, area)) continue;
      const Text name = called(shape.areas, area);
      std::vector<Cell> row{Cell(shape.areas[area].id, name)};
      for (const std::size_t t : targets) {
        const auto fare = area_outlook(results, shape.targets[t], area);
        row.push_back(!fare ? Cell() : fare->withheld ? Cell(Cell::Kind::withheld) : Cell(fare->probability));
        row.push_back(fare ? half_cell(results, shape.targets[t], area, *fare) : Cell());
      }
      for (const std::size_t s : levels) {
        const Summary at_end = results.summarise(shape.cell(shape.dates.size() - 1, area, s), 1, median)[0];
        row.push_back(at_end.withheld ? Cell(Cell::Kind::withheld) : Cell(at_end.quantiles[0]));
      }
      sink(row);
    }
  };
  return table;
}

Table area_money_table(const Results& results, const MoneySeries& money) {
  Table table{"area_money",
              tr("money by area"),
              tr("each area's new requests that had to wait, and what it was granted, spent and had left at the end "
                 "of each year, on average"),
              {area_column(),
               {"year", tr("year"), Holds::year},
               {"until", tr("up to"), Holds::date},
               unit_column(),
               {"asked", tr("new requests that must wait"), Holds::value},
               {"granted", tr("granted"), Holds::value},
               {"spent", tr("spent"), Holds::value},
               {"unspent", tr("unspent at the end"), Holds::value},
               {"waiting", tr("asked for and not yet paid at the end"), Holds::value}},
              {}};
  table.rows = [&results, money](const RowSink& sink, const Selection&) {
    const ResultsShape& shape = results.shape();
    std::array<std::size_t, 5> series{};
    const std::array names{&money.asked, &money.granted, &money.spent, &money.unspent, &money.waiting};
    for (std::size_t k = 0; k < names.size(); ++k) {
      const auto found = shape.find(*names[k]);
      if (!found) return;
      series[k] = *found;
    }
    const std::string& currency = shape.series[series[0]].name.unit;
    const Text unit = Text::of(currency);
    for (AreaNode area = 0; area < shape.areas.node_count(); ++area) {
      const Text where = called(shape.areas, area);
      for (const YearDates& year : years_of(shape.dates)) {
        std::array<Cell, 9> row{Cell(shape.areas[area].id, where), static_cast<double>(year.year),
                                shape.dates[year.last], Cell(currency, unit)};
        for (std::size_t k = 0; k < series.size(); ++k) {
          double sum = 0;
          bool withheld = false;
          const bool is_flow = shape.series[series[k]].kind == SeriesKind::flow;
          for (std::size_t date = is_flow ? year.first : year.last; date <= year.last; ++date) {
            const std::size_t cell = shape.cell(date, area, series[k]);
            withheld = withheld || results.withheld(cell);
            const Moments moments = results.moments(cell);
            sum += moments.count() > 0 ? moments.mean() : 0;
          }
          row[4 + k] = cell_of(sum, withheld);
        }
        sink(row);
      }
    }
  };
  return table;
}

Table replication_table(const ResultsShape& shape, const ReplicationResult& result) {
  Table table{"replication", tr("replication"), tr("every series in every area at every date of one future"), {}, {}};
  add_trajectory_columns(table);
  table.columns.push_back({"value", tr("value"), Holds::value});
  table.rows = [&shape, &result, names = std::make_shared<Names>(shape)](const RowSink& sink, const Selection&) {
    for (std::size_t date = 0; date < shape.dates.size(); ++date)
      for (AreaNode area = 0; area < shape.areas.node_count(); ++area)
        for (std::size_t s = 0; s < shape.series.size(); ++s) {
          const SeriesName& series = shape.series[s].name;
          const std::array<Cell, 5> row{shape.dates[date], named(shape, *names, area), named(series, *names, s),
                                        Cell(series.unit, names->units[s]),
                                        result.values.at(shape.cell(date, area, s))};
          sink(row);
        }
  };
  return table;
}

std::vector<Table> run_tables(const Results& results, const MoneySeries& money) {
  return {targets_table(results), area_targets_table(results), headline_table(results),
          area_money_table(results, money), trajectories_table(results)};
}

}  // namespace muster::output
