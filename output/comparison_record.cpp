#include "output/comparison_record.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/text/text.hpp"
#include "output/file.hpp"
#include "output/manifest.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>

namespace muster::output {

using Json = nlohmann::ordered_json;

Json changed_parameters(const SectionSettings& place, const SectionSettings& strategy, const Areas& areas) {
  std::map<std::string, Json> planned;
  for (const Json& parameter : parameters_json(place, areas)) planned[parameter["path"]] = parameter["value"];
  Json changed = Json::array();
  for (Json& parameter : parameters_json(strategy, areas)) {
    const auto before = planned.find(parameter["path"]);
    if (before != planned.end() && before->second == parameter["value"]) continue;
    changed.push_back(std::move(parameter));
  }
  return changed;
}

std::string name_of(const ComparedStrategy& strategy) {
  return strategy.title.empty() ? strategy.id : text("{} ({})", strategy.title.shown(), strategy.id);
}

std::string show_difference_bare(double value, const SeriesName& series, double size, std::string_view gap) {
  if (std::isnan(value)) return "–";
  const Scale scale = scale_for(series, size);
  if (scale.percent) {  // points; a tenth of one is as fine as a forecast is
    const std::string said = fmt::format("{:+.1f}", value / scale.divisor);
    return value == 0 ? "0" : said == "+0.0" || said == "-0.0" ? "0.0" : said;
  }
  const std::string said = show(std::abs(value), scale, gap);
  return value == 0 ? "0" : (value < 0 ? "-" : "+") + said;
}

std::string show_difference(double value, const SeriesName& series, double size, std::string_view gap) {
  const Scale scale = scale_for(series, size);
  const std::string unit = unit_of_change(scale);
  const std::string said = show_difference_bare(value, series, size, gap);
  return unit.empty() || std::isnan(value) ? said : said + before_unit() + unit;
}

std::string asked_by(const TargetDefinition& target, const ResultsShape& shape, std::string_view gap) {
  const auto series = std::find_if(shape.series.begin(), shape.series.end(),
                                   [&](const SeriesInfo& info) { return info.name.name == target.series; });
  const Scale scale = series == shape.series.end() ? Scale{} : scale_for(series->name, target.goal);
  const auto area = shape.areas.find(target.area);
  const char* sign = target.comparison == Comparison::at_least ? "≥" : "≤";
  const std::string goal = show_with_unit(target.goal, scale, gap);
  return area && *area == shape.areas.whole()
             ? text("{} {} {} by {}", target.series, sign, goal, iso(target.by))
             : text("{} {} {} in {} by {}", target.series, sign, goal, target.area, iso(target.by));
}

void write_manifest(const std::filesystem::path& folder, const PairedComparison& comparison,
                    const ComparisonRecord& record) {
  Json json = manifest(folder, comparison.results(0), record.run);
  json["events"] = comparison.events();
  Json strategies = Json::array();
  for (std::size_t v = 1; v < record.strategies.size(); ++v) {
    const ComparedStrategy& strategy = record.strategies[v];
    Json changes = Json::array();
    for (const auto& [id, title] : strategy.changes) changes.push_back({{"id", id}, {"title", for_programs(title)}});
    strategies.push_back(
        {{"id", strategy.id},
         {"title", for_programs(strategy.title)},
         {"why", strategy.why},
         {"changes", std::move(changes)},
         {"parameters", strategy.parameters && record.run.parameters
                            ? changed_parameters(*record.run.parameters, *strategy.parameters, comparison.shape().areas)
                            : Json::array()}});
  }
  json["strategies"] = std::move(strategies);
  write_file(folder / "manifest.json", json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

}  // namespace muster::output
