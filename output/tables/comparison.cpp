#include "output/tables/comparison.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/statistics/moments.hpp"
#include "output/comparison_record.hpp"
#include "output/tables/csv.hpp"

#include <limits>
#include <string_view>

namespace muster::output {

namespace {

void append_fields(fmt::memory_buffer& to, std::initializer_list<double> values) {
  for (const double value : values) {
    append(to, ",");
    append_number(to, value);
  }
}

void append_texts(fmt::memory_buffer& to, std::initializer_list<std::string_view> texts) {
  for (const std::string_view text : texts) {
    append_text(to, text);
    append(to, ",");
  }
}

}  // namespace

void write_differences(std::ostream& out, const PairedComparison& comparison) {
  const ResultsShape& shape = comparison.shape();
  fmt::memory_buffer buffer;
  append(buffer, "strategy,date,area,series,unit,mean_difference,low,high,replications,variance_ratio\n");
  for (std::size_t v = 1; v < comparison.variants(); ++v)
    for (std::size_t date = 0; date < shape.dates.size(); ++date) {
      const std::string day = iso(shape.dates[date]);
      for (AreaNode area = 0; area < shape.areas.node_count(); ++area)
        for (std::size_t s = 0; s < shape.series.size(); ++s) {
          if (!comparison.shares(v, s)) continue;
          const SeriesName& series = shape.series[s].name;
          const Difference cell = comparison.difference(v, date, area, s);
          append_texts(buffer, {comparison.id(v), day, shape.areas[area].id, series.name});
          append_text(buffer, series.unit);
          append_fields(buffer, {cell.mean, cell.interval.low, cell.interval.high,
                                 static_cast<double>(cell.replications), cell.variance_ratio});
          append(buffer, "\n");
          flush_if_full(buffer, out);
        }
    }
  flush_if_full(buffer, out, 1);
}

void write_ranking(std::ostream& out, const PairedComparison& comparison) {
  const ResultsShape& shape = comparison.shape();
  fmt::memory_buffer buffer;
  append(buffer,
         "strategy,target,area,probability,probability_low,probability_high,unit,median,shortfall_mean,judged_by,"
         "gain,gain_low,gain_high,value_gain,value_gain_low,value_gain_high,extra_spent,rank\n");
  for (std::size_t t = 0; t < shape.targets.size(); ++t) {
    const std::vector<Standing> standings = comparison.standings(t);
    for (std::size_t v = 0; v < comparison.variants(); ++v) {
      const TargetResult result = comparison.results(v).target(t);
      const Standing& standing = standings[v];
      const auto extra = comparison.extra_cost(v, t);
      const auto gain = [&](Yardstick by) { return standing.by == by ? standing.gain : Gain{nan, {nan, nan}}; };
      const Gain probable = gain(Yardstick::probability), value = gain(Yardstick::value);
      append_texts(buffer, {comparison.id(v), shape.targets[t].id});
      append_text(buffer, shape.targets[t].area);
      append_fields(buffer, {result.probability, result.interval.low, result.interval.high});
      append(buffer, ",");
      append_text(buffer, series_of(shape.targets[t], shape).unit);
      append_fields(buffer, {result.p50, result.shortfall_mean});
      append(buffer, ",");
      append(buffer, yardstick_name(standing.by));
      append_fields(buffer, {probable.mean, probable.interval.low, probable.interval.high, value.mean,
                             value.interval.low, value.interval.high, extra ? extra->mean : nan,
                             standing.rank > 0 ? static_cast<double>(standing.rank) : nan});
      append(buffer, "\n");
    }
  }
  flush_if_full(buffer, out, 1);
}

}  // namespace muster::output
