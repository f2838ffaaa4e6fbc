// What mpirun or srun said to this process when they started it: which of several it is.
//
// Contract: only the environment is read; processes that were started together know nothing of one another. Leaves out: what each of them
// does (executor.hpp).
#pragma once

#include "engine/ensemble/ensemble.hpp"

#include <functional>
#include <optional>

namespace muster::cli {

/// Looks up a variable of the environment; null if there is none.
using Variables = std::function<const char*(const char* name)>;

/// Those of this process.
[[nodiscard]] const char* variable(const char* name);

/// The shard of this process, as Open MPI, Slurm or another starter numbers it; nothing if it was started alone.
[[nodiscard]] std::optional<Shard> started_shard(const Variables& variables);

/// How many threads a process uses unless told: all processors, but one if others of its kind are on the machine, or as many as Slurm
/// gave each.
[[nodiscard]] unsigned usual_threads(const Variables& variables);

}  // namespace muster::cli
