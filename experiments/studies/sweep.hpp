// The study behind `muster sweep`: one scenario at many points of its parameters, all under the same luck.
#pragma once

#include "experiments/experiment.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace muster::experiments {

struct SweepQuestion {
  ScenarioChoice scenario;
  Seed seed{};  // of a sample of points, too
  std::vector<std::string>
      axes;  // `a.b=1..5`; empty: what the scenario's own `sweep` says, conditions and design included
  std::vector<std::string> where;     // conditions that points must keep: `a.b<=c.d`
  std::string design = "grid";        // or lhs, sobol
  std::optional<std::size_t> points;  // of a sample
  bool lockstep = false;              // the first values together, then the second, and so on
  std::size_t replications = 100;     // at each point
};

/// The question with what the scenario says where it says nothing itself. @throws InputError where neither names anything to vary
[[nodiscard]] SweepQuestion with_axes_of_scenario(SweepQuestion question);

/// @throws InputError with every fault of the scenario at any of the points
[[nodiscard]] std::unique_ptr<Experiment> sweep_of(SweepQuestion question);

/// The points as a table, of which nothing is simulated. @throws InputError as sweep_of
[[nodiscard]] output::Document points_document(const SweepQuestion& question);

}  // namespace muster::experiments
