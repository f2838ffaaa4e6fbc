#include "cli/charts.hpp"

#include "models/roles.hpp"

namespace muster::cli {

output::MoneySeries money_series() {
  const SeriesRoles& roles = series_roles;
  return {roles.asked, roles.granted, roles.spent, roles.unspent, roles.waiting};
}

output::ChartContext charts_of(const scenarios::Scenario& scenario) {
  output::ChartContext context;
  context.title = scenario.title.empty() ? Wording(scenario.place) : scenario.title;
  if (scenario.strategy) context.title = Wording::joined(context.title, " · ", scenario.strategy->title);
  for (const MarkedParameter& mark : marked_parameters)
    for (const auto& [section, settings] : scenario.sections) {
      const Setting* setting = section->name == mark.section ? settings.find(mark.setting) : nullptr;
      if (!setting) continue;
      if (const Setting* by = std::get<GroupSetting>(setting->content).find(mark.date))
        context.marked.push_back({std::get<Date>(std::get<ValueSetting>(by->content)), mark.label, {mark.series}});
    }
  for (const scenarios::HistoryText& figure : scenario.history)
    context.history.push_back(
        {figure.series, figure.area, figure.on, figure.value, figure.provenance.source, figure.provenance.note});
  const SeriesRoles& roles = series_roles;
  context.roles = {roles.open,   roles.coverage, roles.service, roles.registered, roles.sat,
                   roles.passed, roles.filled,   roles.hired,   roles.left};
  context.money = money_series();
  return context;
}

}  // namespace muster::cli
