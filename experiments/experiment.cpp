#include "experiments/experiment.hpp"

#include "engine/experiments/point_result.hpp"
#include "experiments/session/context.hpp"
#include "experiments/session/installation.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>

namespace muster::experiments {

RunSetup Runner::setup(const Session& session) const {
  RunSetup setup = session.setup(seed);
  setup.threads = threads;
  setup.shard = shard;
  setup.cache = cache;
  return setup;
}

Simulated simulated_by(PairedRun run) {
  return {run.entered, std::move(run.stopped), run.interrupted, true,
          run.interrupted ? output::Finish::interrupted : output::Finish::count};
}

nlohmann::ordered_json Experiment::manifest(const std::filesystem::path& folder,
                                            const output::RunRecord& record) const {
  return output::manifest(folder, Results(sessions().front()->shape), record);
}

output::WrittenCommand run_alone(const ScenarioChoice& choice, Seed seed, Replication replication) {
  output::WrittenCommand asked;
  asked.add("run", choice.place);
  if (!choice.strategy.empty()) asked.add("--strategy", choice.strategy);
  for (const scenarios::Override& change : choice.overrides) asked.add("--set", change.path + "=" + change.value);
  asked.add("--seed", std::to_string(static_cast<std::uint64_t>(seed)));
  return asked.add("--replication", std::to_string(static_cast<std::uint64_t>(replication)));
}

output::RunRecord record_of(const Session& session, output::WrittenCommand asked, Seed seed) {
  output::RunRecord record;
  const BuildId program = this_program();
  record.version = program.version;
  record.compiler = program.compiler;
  record.program_digest = program.program_digest;
  record.place = session.scenario.place;
  record.title = session.scenario.title;
  if (session.scenario.strategy)
    record.title = LocalizedText::joined(record.title, " · ", session.scenario.strategy->title);
  record.scenario = session.choice.place;
  record.command = output::typed(asked);
  record.asked = std::move(asked);
  record.language = current_language();
  record.seed = seed;
  for (const scenarios::InputFile& input : session.scenario.inputs) record.inputs.push_back({input.path, input.bytes});
  // includes constraints and compared strategies
  for (const auto& [path, bytes] : session.choice.files->read().files)
    if (std::none_of(record.inputs.begin(), record.inputs.end(),
                     [&path = path](const auto& one) { return one.path == path; }))
      record.inputs.push_back({path, bytes});
  record.found = session.choice.files->read().found;
  record.parameters = &session.scenario.sections;
  record.sources = session.scenario.sources;
  record.money = money_series();
  return record;
}

std::vector<ReplicationFailure> stopped_of(const std::vector<PairFailure>& pairs) {
  std::vector<ReplicationFailure> made;
  for (const PairFailure& pair : pairs) made.push_back(pair.stopped);
  return made;
}

nlohmann::ordered_json experiment_manifest(const std::filesystem::path& folder, const Session& session,
                                           const output::RunRecord& record, std::size_t replications,
                                           const std::vector<PairFailure>& stopped, const std::string& name,
                                           nlohmann::ordered_json details) {
  using Json = nlohmann::ordered_json;
  Json json = output::manifest(folder, Results(ends_only(session.shape, session.scenario.horizon)), record);
  json["replications"] = replications;
  json["complete"] = record.finish != output::Finish::interrupted && stopped.empty();
  json["stopped"] = Json::array();
  for (const PairFailure& pair : stopped)
    json["stopped"].push_back({{"replication", static_cast<std::uint64_t>(pair.stopped.replication)},
                               {"at", pair.variant},
                               {"why", pair.stopped.why}});
  json.erase("events");           // not counted over many scenarios
  json.erase("exact_quantiles");  // not given for many scenarios
  json[name] = std::move(details);
  return json;
}

}  // namespace muster::experiments
