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
  std::optional<std::size_t> replications;   // empty: as many as the precision requires
  std::optional<std::uint64_t> replication;  // only this one
  std::shared_ptr<const SavedStates> saved;  // states to start from; null: from the place's start
  unsigned min_cell = 0;                     // smaller counts are withheld; 0: none
  // the database gets every replication's values, not only their distribution
  bool keeps_replications = false;
  // only the page and the tables whose digests it names; computes what would help
  bool report_alone = false;
  bool dossier = false, brief = false;  // further pages besides the report
};

/// @throws InputError with every error in the scenario
[[nodiscard]] std::unique_ptr<Experiment> run_of(RunQuestion question);

}  // namespace muster::experiments
