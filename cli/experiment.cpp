#include "cli/experiment.hpp"

#include "cli/charts.hpp"
#include "cli/installation.hpp"
#include "cli/terminal.hpp"
#include "engine/experiments/outcomes.hpp"
#include "output/file.hpp"
#include "output/manifest.hpp"
#include "scenarios/loader/inputs.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace muster::cli {

output::RunRecord record_of(const SimulationOptions& options, const std::string& file, const Session& session,
                            output::Asked asked) {
  output::RunRecord record;
  record.version = std::string(version);
  record.compiler = std::string(compiler);
  record.program_digest = program_digest();
  record.place = session.scenario.place;
  record.title = session.scenario.title;
  if (session.scenario.strategy) record.title = Wording::joined(record.title, " · ", session.scenario.strategy->title);
  record.scenario = file;
  record.command = typed(asked);
  record.asked = std::move(asked);
  if (!options.checkpoint.empty()) record.resume = fmt::format("muster resume {}", quoted(options.checkpoint));
  record.seed = Seed{options.seed};
  record.threads = options.threads;
  for (const scenarios::InputFile& input : session.scenario.inputs) record.inputs.push_back({input.path, input.bytes});
  for (const auto& [path, bytes] : scenarios::inputs_read().files)  // of constraints, of strategies compared
    if (std::none_of(record.inputs.begin(), record.inputs.end(),
                     [&path = path](const auto& one) { return one.path == path; }))
      record.inputs.push_back({path, bytes});
  record.found = scenarios::inputs_read().found;
  record.parameters = &session.scenario.sections;
  record.sources = session.scenario.sources;
  record.money = money_series();
  return record;
}

void add_options(output::Asked& asked, const SimulationOptions& options) {
  asked.add("--seed", std::to_string(options.seed));
  for (const std::string& change : options.changes) asked.add("--set", change);
}

std::vector<Stopped> stopped_of(const std::vector<StoppedPair>& pairs) {
  std::vector<Stopped> made;
  for (const StoppedPair& pair : pairs) made.push_back(pair.stopped);
  return made;
}

void write_experiment_manifest(const std::filesystem::path& folder, const Session& session,
                               const output::RunRecord& record, std::size_t replications,
                               const std::vector<StoppedPair>& stopped, const std::string& name,
                               nlohmann::ordered_json details) {
  using Json = nlohmann::ordered_json;
  Json json = output::manifest(folder, Results(ends_only(session.shape, session.scenario.horizon)), record);
  json["replications"] = replications;
  json["complete"] = record.finish != output::Finish::interrupted && stopped.empty();
  json["stopped"] = Json::array();
  for (const StoppedPair& pair : stopped)
    json["stopped"].push_back({{"replication", static_cast<std::uint64_t>(pair.stopped.replication)},
                               {"at", pair.variant},
                               {"why", pair.stopped.why}});
  json.erase("events");           // not counted over many scenarios
  json.erase("exact_quantiles");  // none are told
  json[name] = std::move(details);
  output::write_manifest(folder, std::move(json));
}

}  // namespace muster::cli
