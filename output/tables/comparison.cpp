#include "output/tables/comparison.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/statistics/moments.hpp"
#include "output/document/names.hpp"
#include "output/tables/run.hpp"

#include <array>
#include <memory>

namespace muster::output {

namespace {

Column strategy_column() { return {"strategy", tr("strategy"), Holds::named, 34}; }

std::vector<Text> names_of(const ComparisonRecord& record) {
  std::vector<Text> names;
  for (const ComparedStrategy& strategy : record.strategies) names.push_back(called(strategy));
  return names;
}

}  // namespace

Table ranking_table(const PairedComparison& comparison, const ComparisonRecord& record) {
  Table table{"ranking",
              tr("comparison"),
              tr("each target and strategy: probability, gain over the place as planned, rank"),
              {strategy_column(),
               {"target", tr("target"), Holds::named, 34},
               {"area", tr("area"), Holds::named, 28},
               {"probability", tr("probability"), Holds::share},
               {"probability_low", tr("probability: low"), Holds::share},
               {"probability_high", tr("probability: high"), Holds::share},
               {"unit", tr("unit"), Holds::named},
               {"median", tr("median on the date"), Holds::value},
               {"shortfall_mean", tr("mean shortfall"), Holds::value},
               {"judged_by", tr("judged by"), Holds::named},
               {"gain", tr("gain of probability over the place as planned"), Holds::gain},
               {"gain_low", tr("gain of probability: low"), Holds::gain},
               {"gain_high", tr("gain of probability: high"), Holds::gain},
               {"value_gain", tr("change of the value on the date"), Holds::change},
               {"value_gain_low", tr("change of the value: low"), Holds::change},
               {"value_gain_high", tr("change of the value: high"), Holds::change},
               {"extra_spent", tr("extra spending, yuan"), Holds::number},
               {"rank", tr("rank"), Holds::count}},
              {}};
  table.frozen = 2;
  table.in_schema = true;
  table.rows = [&comparison, names = names_of(record)](const RowSink& sink, const Selection&) {
    const ResultsShape& shape = comparison.shape();
    for (std::size_t t = 0; t < shape.targets.size(); ++t) {
      const TargetDefinition& target = shape.targets[t];
      const SeriesName series = series_of(target, shape);
      const Text title = called(target), where = area_of(target, shape), unit = Text::of(series.unit);
      const std::vector<Standing> standings = comparison.standings(t);
      for (std::size_t v = 0; v < comparison.variants(); ++v) {
        const TargetResult result = comparison.results(v).target(t);
        const Standing& standing = standings[v];
        const auto extra = comparison.extra_cost(v, t);
        const auto gain = [&](RankingMeasure by) { return standing.by == by ? standing.gain : Gain{nan, {nan, nan}}; };
        const Gain probable = gain(RankingMeasure::probability), value = gain(RankingMeasure::value);
        const std::string_view judged = ranking_measure_name(standing.by);
        const Text judged_by = Text::of(std::string(judged));
        const std::array<Cell, 18> row{Cell(comparison.id(v), names[v]),
                                       Cell(target.id, title),
                                       Cell(target.area, where),
                                       result.probability,
                                       result.interval.low,
                                       result.interval.high,
                                       Cell(series.unit, unit),
                                       result.p50,
                                       result.shortfall_mean,
                                       Cell(judged, judged_by),
                                       probable.mean,
                                       probable.interval.low,
                                       probable.interval.high,
                                       value.mean,
                                       value.interval.low,
                                       value.interval.high,
                                       extra ? extra->mean : nan,
                                       standing.rank > 0 ? static_cast<double>(standing.rank) : nan};
        sink(row);
      }
    }
  };
  return table;
}

Table differences_table(const PairedComparison& comparison, const ComparisonRecord& record) {
  Table table{"differences",
              tr("differences"),
              tr("strategy less place as planned: every series in every area at every date"),
              {strategy_column(),
               {"date", tr("date"), Holds::date},
               {"area", tr("area"), Holds::named, 28},
               {"series", tr("series"), Holds::named, 34},
               {"unit", tr("unit"), Holds::named},
               {"mean_difference", tr("mean difference"), Holds::change},
               {"low", tr("95 % interval: from"), Holds::change},
               {"high", tr("95 % interval: to"), Holds::change},
               {"replications", tr("futures"), Holds::count},
               {"variance_ratio", tr("variance ratio"), Holds::number}},
              {}};
  table.frozen = 2;
  table.in_schema = true;
  table.count = [&comparison](const Selection& selection) {
    std::size_t rows = 0;
    for (std::size_t v = 1; v < comparison.variants(); ++v) {
      std::size_t series = 0;
      for (std::size_t s = 0; s < comparison.shape().series.size(); ++s) series += comparison.shares(v, s) ? 1 : 0;
      rows += selection.dates_and_areas(comparison.shape().dates, comparison.shape().areas) * series;
    }
    return rows;
  };
  table.rows = [&comparison, names = names_of(record), called_so = std::make_shared<Names>(comparison.shape())](
                   const RowSink& sink, const Selection& selection) {
    const ResultsShape& shape = comparison.shape();
    for (std::size_t v = 1; v < comparison.variants(); ++v)
      for (std::size_t date = 0; date < shape.dates.size(); ++date) {
        if (!selection.keeps(shape.dates, date)) continue;
        for (AreaNode area = 0; area < shape.areas.node_count(); ++area) {
          if (!selection.keeps(shape.areas, area)) continue;
          for (std::size_t s = 0; s < shape.series.size(); ++s) {
            if (!comparison.shares(v, s)) continue;
            const SeriesName& series = shape.series[s].name;
            const Difference cell = comparison.difference(v, date, area, s);
            const std::array<Cell, 10> row{Cell(comparison.id(v), names[v]),
                                           shape.dates[date],
                                           Cell(shape.areas[area].id, called_so->areas[area]),
                                           Cell(series.name, called_so->series[s]),
                                           Cell(series.unit, called_so->units[s]),
                                           cell.mean,
                                           cell.interval.low,
                                           cell.interval.high,
                                           static_cast<double>(cell.replications),
                                           cell.variance_ratio};
            sink(row);
          }
        }
      }
  };
  return table;
}

Table strategies_headline_table(const PairedComparison& comparison, const ComparisonRecord& record) {
  Table table = headline_table(comparison.results(0));
  table.says =
      tr("the headline series over the whole place, by strategy: median and bands by date, flows by calendar year");
  table.columns.insert(table.columns.begin(), strategy_column());
  table.frozen = 3;
  table.rows = [&comparison, names = names_of(record)](const RowSink& sink, const Selection&) {
    std::vector<Cell> with_strategy;
    for (std::size_t v = 0; v < comparison.variants(); ++v)
      headline_table(comparison.results(v)).each([&](std::span<const Cell> row) {
        with_strategy.assign(1, Cell(comparison.id(v), names[v]));
        with_strategy.insert(with_strategy.end(), row.begin(), row.end());
        sink(with_strategy);
      });
  };
  return table;
}

std::vector<Table> comparison_tables(const PairedComparison& comparison, const ComparisonRecord& record) {
  return {ranking_table(comparison, record), strategies_headline_table(comparison, record),
          differences_table(comparison, record)};
}

}  // namespace muster::output
