#include "experiments/session/warnings.hpp"

#include "engine/text/text.hpp"
#include "models/policy/policy.hpp"
#include "models/warnings.hpp"

#include <algorithm>
#include <set>

namespace muster::experiments {

namespace {

bool says_the_same(const scenarios::Scenario& a, const scenarios::Scenario& b) {
  const auto same_target = [](const TargetDefinition& one, const TargetDefinition& other) {
    return one.id == other.id && one.series == other.series && one.area == other.area && one.bound == other.bound &&
           one.goal == other.goal && one.by == other.by;
  };
  return a.horizon == b.horizon && a.headline == b.headline && a.history.size() == b.history.size() &&
         std::equal(a.targets.begin(), a.targets.end(), b.targets.begin(), b.targets.end(), same_target) &&
         divergence(a.sections, b.sections).by.empty();
}

// Changes without a date are part of the place already, so each is left out in turn to see whether the place
// differs without it. Changes with a date are checked as changes of policy.
void look_at_changes(const Session& session, Diagnostics& found) {
  const scenarios::Scenario& scenario = session.scenario;
  if (!scenario.strategy || session.strategy.file.empty() || session.strategy.only) return;
  std::set<std::string> dated;
  const ParameterSets likely(scenario.sections, std::nullopt);
  if (likely.has<policy::Parameters>())
    for (const policy::Change& change : likely.get<policy::Parameters>().changes) dated.insert(change.id);
  for (const auto& change : scenario.strategy->changes) {
    if (dated.contains(change.id)) continue;
    scenarios::StrategyUse others{session.strategy.file, std::vector<std::string>{}};
    for (const auto& other : scenario.strategy->changes)
      if (other.id != change.id) others.only->push_back(other.id);
    Diagnostics faults;
    const scenarios::Scenario without =
        scenarios::load(session.file, model_sections(), session.overrides, faults, others, *session.choice.files);
    if (faults.empty() && says_the_same(scenario, without))
      found.warning({session.strategy.file.generic_string(), 0, 0, 1},
                    tr("the change {} has no effect, because the place has this value already; leave it out, or give "
                       "another value: {}",
                       change.id, change.written));
  }
}

}  // namespace

std::vector<std::string> warnings_of(const Session& session) {
  Diagnostics found;
  const scenarios::Scenario& scenario = session.scenario;
  for (const scenarios::InputFile& input : scenario.inputs) found.remember_text(input.path, input.bytes);
  warn_of_unused_settings(scenario.sections, scenario.areas, scenario.start, scenario.horizon, found);
  look_at_changes(session, found);
  std::vector<std::string> messages;
  for (const Diagnostic& one : found.sorted(Severity::warning)) messages.push_back(found.to_string(one));
  return messages;
}

}  // namespace muster::experiments
