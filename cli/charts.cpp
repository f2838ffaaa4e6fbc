#include "cli/charts.hpp"

namespace muster::cli {

output::ChartContext charts_of(const scenarios::Scenario& scenario) {
  output::ChartContext context;
  context.title = scenario.title.empty() ? Wording(scenario.place) : scenario.title;
  if (scenario.strategy) context.title = Wording::joined(context.title, " · ", scenario.strategy->title);
  for (const auto& [section, settings] : scenario.sections) {
    if (section->name != "posts") continue;
    const Setting* mandate = settings.find("mandate");
    if (!mandate) continue;
    if (const Setting* by = std::get<GroupSetting>(mandate->content).find("by"))
      context.marked.push_back({std::get<Date>(std::get<ValueSetting>(by->content)),
                                for_catalogue("mandate"),
                                {"stations.qualified_share"}});
  }
  for (const scenarios::HistoryText& figure : scenario.history)
    context.history.push_back(
        {figure.series, figure.area, figure.on, figure.value, figure.provenance.source, figure.provenance.note});
  context.roles = {"stations.open",     "stations.coverage",    "stations.service_share", "qualification.registered",
                   "qualification.sat", "qualification.passed", "posts.filled",           "posts.hires",
                   "posts.separations"};
  return context;
}

}  // namespace muster::cli
