// What commands that simulate share: the record of the run, and the manifest of a scenario run at many points.
//
// Contract: the manifest is that of a run (output/manifest.hpp), with the number of replications of each point and a part of its
// own for the experiment. Leaves out: what is varied, and the tables.
#pragma once

#include "cli/options.hpp"
#include "cli/session.hpp"
#include "engine/ensemble/paired.hpp"
#include "output/run_record.hpp"

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace muster::cli {

/// What is known before anything is simulated. @param asked  what repeats it
[[nodiscard]] output::RunRecord record_of(const SimulationOptions& options, const std::string& file,
                                          const Session& session, output::Asked asked);

/// Adds `--seed 1 --set a=b …`.
void add_options(output::Asked& asked, const SimulationOptions& options);

/// What stopped, wherever it did.
[[nodiscard]] std::vector<Stopped> stopped_of(const std::vector<StoppedPair>& pairs);

/// Writes manifest.json. @param stopped  replications that did not come to their end, each with where
void write_experiment_manifest(const std::filesystem::path& folder, const Session& session,
                               const output::RunRecord& record, std::size_t replications,
                               const std::vector<StoppedPair>& stopped, const std::string& name,
                               nlohmann::ordered_json details);

}  // namespace muster::cli
