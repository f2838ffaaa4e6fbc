#include "output/charts/specs.hpp"

#include "output/file.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace muster::output {

std::string file_name_of(std::string series) {
  std::replace(series.begin(), series.end(), '.', '-');
  return series;
}

Json with_drawable_texts(Json chart) {
  if (chart.is_string()) return drawable(chart.get_ref<const std::string&>());
  if (chart.is_structured())
    for (Json& part : chart) part = with_drawable_texts(std::move(part));
  return chart;
}

void write_chart(const std::filesystem::path& file, const Json& chart) {
  write_file(file, with_drawable_texts(chart).dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
}

Wording why_none(const Json& spec) {
  return spec.is_array() ? Wording(spec.at(0).get<std::string>(), spec.at(1).get<std::string>()) : Wording();
}

void add_chart(std::vector<NamedChart>& charts, NamedChart chart, Json spec) {
  if (spec.is_null()) return;
  chart.why_none = why_none(spec);
  if (chart.why_none.empty()) chart.spec = with_drawable_texts(std::move(spec));
  charts.push_back(std::move(chart));
}

std::vector<NamedChart> run_charts(const Results& results, const ChartContext& context, const Canvas& canvas) {
  std::vector<NamedChart> charts;
  const ResultsShape& shape = results.shape();
  if (shape.dates.empty() || results.replications() == 0) return charts;
  const auto add = [&](NamedChart chart, Json spec) { add_chart(charts, std::move(chart), std::move(spec)); };
  using enum ChartPart;
  using enum ChartFigures;
  constexpr ChartGrammar vega_lite = ChartGrammar::vega_lite;
  add({"targets", {}, vega_lite, over_time, targets}, targets_chart(results, context, canvas));
  for (const std::size_t s : shape.headline)
    add({file_name_of(shape.series.at(s).name.name), {}, vega_lite, over_time, series, s},
        series_chart(results, context, s, canvas));
  for (const std::size_t s : shape.headline)
    if (shape.series.at(s).kind == SeriesKind::share)
      add({file_name_of(shape.series.at(s).name.name) + "-by-area", {}, vega_lite, by_area, series_by_area, s},
          area_chart(results, context, s, canvas));
  add({"rollout-waves", {}, vega_lite, by_area}, waves_chart(results, context, canvas));
  add({"coverage-by-date", {}, vega_lite, by_area}, strips_chart(results, context, canvas));
  add({"pipeline", {}, ChartGrammar::vega}, pipeline_chart(results, context, canvas));
  return charts;
}

std::vector<Wording> write_charts(const std::filesystem::path& folder, const std::vector<NamedChart>& charts) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) throw OutputError(text("{} cannot be made: {}", folder.string(), error.message()));
  std::vector<Wording> none;
  for (const NamedChart& chart : charts)
    if (chart.spec.is_null())
      none.push_back(chart.why_none);
    else
      write_chart(folder / (chart.name + chart.ending()), chart.spec);
  return none;
}

std::vector<Wording> write_chart_specs(const std::filesystem::path& folder, const Results& results,
                                       const ChartContext& context) {
  return write_charts(folder, run_charts(results, context));
}

}  // namespace muster::output
