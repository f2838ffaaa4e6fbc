#include "output/charts/specs.hpp"

#include "engine/text/system_errors.hpp"
#include "output/file.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <functional>

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

LocalizedText reason_for_no_chart(const Json& spec) {
  return spec.is_array() ? LocalizedText(spec.at(0).get<std::string>(), spec.at(1).get<std::string>())
                         : LocalizedText();
}

std::vector<Chart> run_charts(const Results& results, const ChartContext& context) {
  std::vector<Chart> figures;
  const ResultsShape& shape = results.shape();
  if (shape.dates.empty() || results.replications() == 0) return figures;
  using enum ChartPart;
  using enum ChartFigures;
  const auto add = [&](std::string name, RunChart* chart, ChartPart part, ChartFigures beside = its_own) {
    figures.push_back({std::move(name), std::bind_front(chart, std::cref(results), std::cref(context)), part, beside});
  };
  const auto add_of = [&](std::size_t s, const char* ending, SeriesChart* chart, ChartPart part, ChartFigures beside) {
    figures.push_back({file_name_of(shape.series.at(s).name.name) + ending,
                       std::bind_front(chart, std::cref(results), std::cref(context), s), part, beside, s});
  };
  add("targets", targets_chart, over_time, targets);
  for (const std::size_t s : shape.headline) {
    add_of(s, "", series_chart, over_time, series);
    for (const AreaNode area : areas_of_targets(shape, s))
      figures.push_back({file_name_of(shape.series.at(s).name.name) + "-" + shape.areas[area].id,
                         std::bind_front(target_area_chart, std::cref(results), std::cref(context), s, area),
                         over_time, series_by_area, s});
  }
  for (const std::size_t s : shape.headline)
    if (shape.series.at(s).kind == SeriesKind::share) add_of(s, "-by-area", area_chart, by_area, series_by_area);
  add("rollout-waves", waves_chart, by_area);
  add("coverage-by-date", strips_chart, by_area);
  add("money-by-area", money_chart, by_area);
  add("pipeline", pipeline_chart, over_time);
  return figures;
}

std::vector<LocalizedText> write_charts(const std::filesystem::path& folder, const std::vector<Chart>& figures,
                                        const Canvas& canvas) {
  std::vector<LocalizedText> none;
  for (const Chart& figure : figures) {
    const Json spec = figure.draw(canvas);
    if (const LocalizedText why = reason_for_no_chart(spec); !why.empty()) none.push_back(why);
    if (spec.is_null() || !reason_for_no_chart(spec).empty()) continue;
    std::error_code error;
    std::filesystem::create_directories(folder, error);  // only if there is a file to put into it
    if (error) throw OutputError(tr("{} cannot be made: {}", folder.string(), system_reason(error)));
    write_file(folder / (figure.name + ".vl.json"),
               with_drawable_texts(spec).dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
  }
  return none;
}

}  // namespace muster::output
