// Several processes of the program, started together by mpirun or srun: which one this is, and what commands do with that.
//
// Contract: `muster` itself knows nothing of MPI, so that a process alone starts as fast as ever; started as one of several it hands
// itself over to `muster-mpi` beside it, the same program built with MPI (mpi/). The leader, rank 0, does what a process alone does and
// has helpers; the others open the same scenarios, serve, and are silent. Leaves out: how pieces are handed out (engine/ensemble/crew.hpp).
#pragma once

#include "cli/terminal.hpp"
#include "engine/ensemble/pieces.hpp"

#include <functional>
#include <optional>
#include <span>

namespace muster::cli {

/// One process among several: its number, from 0, and how many there are.
struct Rank {
  int number = 0;
  int of = 1;
  const char* told_in = "";  // the variable of the environment that has the number
};

/// Looks up a variable of the environment; null if there is none.
using Variables = std::function<const char*(const char* name)>;

/// Those of this process.
[[nodiscard]] const char* variable(const char* name);

/// What mpirun or srun said to this process when starting it; nothing if it was started alone.
[[nodiscard]] std::optional<Rank> rank_of(const Variables& variables);

/// How many threads a process uses unless told: all processors, but one if others of its kind are on the machine, or as many as Slurm
/// gave each.
[[nodiscard]] unsigned usual_threads(const Variables& variables);

/// Whether whoever started this process ends it so soon after asking it to that nothing can be written: mpirun leaves a second.
[[nodiscard]] bool is_hurried(const Variables& variables);

/// The crew that this process belongs to; null if it is alone.
[[nodiscard]] Crew* crew();
void join(Crew* crew);

/// Whether this process is there to help another one.
[[nodiscard]] bool serves();

/// What such a process does: pieces of these variants, until the leader has all it wants.
/// @param plan    the leader's seed, start and horizon, and where replications begin
/// @param shared  as the leader gives it to run_paired(): pieces are numbered by it
[[nodiscard]] ExitCode serve(Plan plan, unsigned threads, std::span<const Variant> variants,
                             const SharedPast& shared = {});

/// Refuses to go on with a command that works in one process, if this is one of several. @throws InputError
void refuse_several(const std::string& command);

/// Runs the program: at once if it was started alone, else with the others. There are two of them, hand_over.cpp for `muster` and mpi/ for
/// `muster-mpi`.
/// @return what the process ends with
[[nodiscard]] int as_one_of_several(char** arguments, const std::function<int()>& program);

}  // namespace muster::cli
