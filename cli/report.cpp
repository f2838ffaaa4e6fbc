#include "cli/report.hpp"

#include "cli/installation.hpp"
#include "cli/value_text.hpp"
#include "models/assembly.hpp"
#include "models/left_out.hpp"

#include <algorithm>

namespace muster::cli {

output::ReportContext report_of(const Session& session, output::ChartContext charts) {
  output::ReportContext context;
  context.charts = std::move(charts);
  for (const auto& [name, what] : left_out_of_models()) {
    const auto& written = session.scenario.sections;  // of what the place has
    if (std::none_of(written.begin(), written.end(),
                     [&name = name](const auto& one) { return one.first->name == name; }))
      continue;
    const auto section = std::find_if(model_sections().begin(), model_sections().end(),
                                      [&name = name](const Section& one) { return one.name == name; });
    context.left_out.push_back({name, section->meaning, what});
  }
  context.value_text = [areas = session.scenario.areas](const Setting& setting) { return value_text(setting, areas); };
  context.shipped = shipped_scenarios().parent_path();
  return context;
}

}  // namespace muster::cli
