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

std::vector<Chart> run_charts(const Results& results, const ChartContext& context) {
  std::vector<Chart> figures;
  const ResultsShape& shape = results.shape();
  if (shape.dates.empty() || results.replications() == 0) return figures;
  using enum ChartPart;
  using enum ChartFigures;
  constexpr ChartGrammar vega_lite = ChartGrammar::vega_lite;
  // A chart of the results and their context, or one of them that is about a series.
  const auto of_all = [&](Json (*chart)(const Results&, const ChartContext&, const Canvas&)) {
    return [&results, &context, chart](const Canvas& canvas) { return chart(results, context, canvas); };
  };
  const auto of_series = [&](Json (*chart)(const Results&, const ChartContext&, std::size_t, const Canvas&),
                             std::size_t s) {
    return [&results, &context, chart, s](const Canvas& canvas) { return chart(results, context, s, canvas); };
  };
  figures.push_back({"targets", of_all(targets_chart), vega_lite, over_time, targets});
  for (const std::size_t s : shape.headline)
    figures.push_back(
        {file_name_of(shape.series.at(s).name.name), of_series(series_chart, s), vega_lite, over_time, series, s});
  for (const std::size_t s : shape.headline)
    if (shape.series.at(s).kind == SeriesKind::share)
      figures.push_back({file_name_of(shape.series.at(s).name.name) + "-by-area", of_series(area_chart, s), vega_lite,
                         by_area, series_by_area, s});
  figures.push_back({"rollout-waves", of_all(waves_chart), vega_lite, by_area});
  figures.push_back({"coverage-by-date", of_all(strips_chart), vega_lite, by_area});
  figures.push_back({"money-by-area", of_all(money_chart), vega_lite, by_area});
  figures.push_back({"pipeline", of_all(pipeline_chart), ChartGrammar::vega});
  return figures;
}

std::vector<Wording> write_charts(const std::filesystem::path& folder, const std::vector<Chart>& figures,
                                  const Canvas& canvas) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) throw OutputError(text("{} cannot be made: {}", folder.string(), error.message()));
  std::vector<Wording> none;
  for (const Chart& figure : figures) {
    const Json spec = figure.draw(canvas);
    if (const Wording why = why_none(spec); !why.empty())
      none.push_back(why);
    else if (!spec.is_null())
      write_chart(folder / (figure.name + figure.ending()), spec);
  }
  return none;
}

}  // namespace muster::output
