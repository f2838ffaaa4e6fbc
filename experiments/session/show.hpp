// The resolved scenario as text: `muster show`.
//
// Contract: shows every parameter that the models read, after files, strategy and `--set` have been merged, in the
// order of the sections' declarations, each with the file and line that determined its value; nothing is simulated.
// Leaves out: what a parameter means (docs/reference.md) and notes (manifest.json).
#pragma once

#include "experiments/session/session.hpp"

#include <set>
#include <string>

namespace muster::experiments {

struct ShowOptions {
  std::string only;              // paths with this beginning: "posts", "posts.mandate"; empty: all
  bool assumptions = false;      // only values that are assumptions
  std::set<std::string> before;  // the files of the place without its strategy; empty: there is no strategy
};

/// Opens the scenario and shows what determined each of its parameters. @throws InputError with every error in it
[[nodiscard]] std::string show_text(const ScenarioChoice& choice, ShowOptions options);

/// @throws InputError if no parameter begins with `only`
[[nodiscard]] std::string show_text(const Session& session, const ShowOptions& options);

}  // namespace muster::experiments
