// The number that mpirun or srun gave this process when it started several.
//
// Contract: only environment variables are read; processes that were started together do not communicate. Leaves
// out: what each of them does (executor.hpp).
#pragma once

#include "engine/ensemble/ensemble.hpp"

#include <functional>
#include <optional>

namespace muster::cli {

/// Looks up a variable of the environment; null if there is none.
using Variables = std::function<const char*(const char* name)>;

/// Looks up a variable of this process.
[[nodiscard]] const char* variable(const char* name);

/// The shard of this process, as numbered by Open MPI, Slurm or another launcher; nothing if it was started alone.
[[nodiscard]] std::optional<Shard> started_shard(const Variables& variables);

/// The default number of threads: all processors; but for a process that was started as one of several, as many as
/// Slurm gave each, or one if others of them run on the same machine.
[[nodiscard]] unsigned usual_threads(const Variables& variables);

}  // namespace muster::cli
