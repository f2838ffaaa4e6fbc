#include "experiments/session/context.hpp"

#include "experiments/session/installation.hpp"
#include "experiments/session/value_text.hpp"
#include "models/assembly.hpp"
#include "models/described.hpp"
#include "models/limitations.hpp"
#include "models/roles.hpp"
#include "output/cited_source.hpp"

#include <algorithm>
#include <string>

namespace muster::experiments {

output::MoneySeries money_series() {
  const SeriesRoles& roles = series_roles;
  return {roles.asked, roles.granted, roles.spent, roles.unspent, roles.waiting};
}

output::ChartContext charts_of(const scenarios::Scenario& scenario) {
  output::ChartContext context;
  context.title = scenario.title.empty() ? LocalizedText(scenario.place) : scenario.title;
  if (scenario.strategy) context.title = LocalizedText::joined(context.title, " · ", scenario.strategy->title);
  for (const MarkedParameter& mark : marked_parameters)
    for (const auto& [section, settings] : scenario.sections) {
      const Setting* setting = section->name == mark.section ? settings.find(mark.setting) : nullptr;
      if (!setting) continue;
      if (const Setting* by = std::get<GroupSetting>(setting->content).find(mark.date))
        context.marked.push_back({std::get<Date>(std::get<ValueSetting>(by->content)), mark.label, {mark.series}});
    }
  for (const scenarios::HistoryText& figure : scenario.history)
    context.history.push_back({figure.series, figure.area, figure.on, figure.value,
                               output::cited_source(figure.provenance.source, scenario.sources).name,
                               figure.provenance.note});
  const SeriesRoles& roles = series_roles;
  context.roles = {roles.open,   roles.coverage, roles.service, roles.registered, roles.sat,
                   roles.passed, roles.filled,   roles.hired,   roles.left};
  context.money = money_series();
  return context;
}

output::ReportContext report_of(const Session& session) {
  output::ReportContext context;
  context.charts = charts_of(session.scenario);
  for (const auto& [name, what] : limitations_of_models()) {
    const auto& written = session.scenario.sections;  // only of the sections that the place has
    if (std::none_of(written.begin(), written.end(),
                     [&name = name](const auto& one) { return one.first->name == name; }))
      continue;
    const auto section = std::find_if(model_sections().begin(), model_sections().end(),
                                      [&name = name](const Section& one) { return one.name == name; });
    context.left_out.push_back({name, Text::of(section->title), section->meaning, what});
  }
  const DescribedModels described = described_models();
  context.model = {described.entities, described.activities, described.resources, described.queues,
                   described.entry_and_exit};
  context.value_text = [&session](const Setting& setting) {
    return value_text(setting, session.scenario, session.shape.series);
  };
  context.shipped = shipped_scenarios().parent_path();
  return context;
}

}  // namespace muster::experiments
