#include "output/charts/specs.hpp"

#include "output/file.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace muster::output {

namespace {

std::string file_name_of(std::string series) {
  std::replace(series.begin(), series.end(), '.', '-');
  return series;
}

}  // namespace

std::vector<NamedChart> run_charts(const Results& results, const ChartContext& context) {
  std::vector<NamedChart> charts;
  const ResultsShape& shape = results.shape();
  if (shape.dates.empty() || results.replications() == 0) return charts;
  const auto add = [&](std::string name, Json spec, ChartGrammar grammar = ChartGrammar::vega_lite) {
    if (!spec.is_null()) charts.push_back({std::move(name), std::move(spec), grammar});
  };
  add("targets", targets_chart(results, context));
  for (const std::size_t series : shape.headline)
    add(file_name_of(shape.series.at(series).name.name), series_chart(results, context, series));
  for (const std::size_t series : shape.headline)
    if (shape.series.at(series).kind == SeriesKind::share)
      add(file_name_of(shape.series.at(series).name.name) + "-by-area", area_chart(results, context, series));
  add("rollout-waves", waves_chart(results, context));
  add("coverage-tiles", tiles_chart(results, context));
  add("pipeline", pipeline_chart(results, context), ChartGrammar::vega);
  return charts;
}

void write_chart_specs(const std::filesystem::path& folder, const Results& results, const ChartContext& context) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) throw OutputError(fmt::format("{} cannot be made: {}", folder.string(), error.message()));
  for (const NamedChart& chart : run_charts(results, context))
    write_file(folder / (chart.name + chart.ending()),
               chart.spec.dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
}

}  // namespace muster::output
