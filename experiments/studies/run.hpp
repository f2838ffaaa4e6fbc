// The study behind `muster run` and `muster report`: many replications of one scenario, or one of them alone.
#pragma once

#include "experiments/experiment.hpp"
#include "experiments/studies/saved.hpp"

#include <cstdint>
#include <memory>
#include <optional>

namespace muster::experiments {

struct RunQuestion {
  ScenarioChoice scenario;
  std::optional<std::size_t> replications;   // empty: as many as precision needs
  std::optional<std::uint64_t> replication;  // this one alone
  std::shared_ptr<const SavedStates> saved;  // states to go on from; null: from the start
  unsigned min_cell = 0;                     // small counts are withheld below it; 0: none are
  bool keeps_replications = false;           // every one's values go into the database, not their distribution alone
  bool report_alone = false;                 // the page and the tables whose digest it names; works out what would help
  bool dossier = false, brief = false;       // pages beside the report
};

/// @throws InputError with every fault of the scenario
[[nodiscard]] std::unique_ptr<Experiment> run_of(RunQuestion question);

}  // namespace muster::experiments
