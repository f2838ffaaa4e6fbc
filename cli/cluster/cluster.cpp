#include "cli/cluster/cluster.hpp"

#include "engine/ensemble/paired.hpp"
#include "engine/parameters/diagnostic.hpp"
#include "engine/text/text.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <thread>

namespace muster::cli {

namespace {

Crew* crew_of_process = nullptr;

std::optional<int> number_in(const Variables& variables, const char* name) {
  const char* const value = variables(name);
  if (!value) return std::nullopt;
  int number = 0;
  const char* const end = value + std::strlen(value);
  if (std::from_chars(value, end, number).ptr != end) return std::nullopt;
  return number;
}

}  // namespace

const char* variable(const char* name) { return std::getenv(name); }

std::optional<Rank> rank_of(const Variables& variables) {
  // Of mpirun (Open MPI), of srun, of other starters. A batch script has SLURM_NTASKS too, but only srun numbers the tasks of a step.
  constexpr std::pair<const char*, const char*> known[] = {{"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"},
                                                           {"SLURM_PROCID", "SLURM_STEP_NUM_TASKS"},
                                                           {"PMI_RANK", "PMI_SIZE"}};
  for (const auto& [rank, size] : known) {
    const std::optional<int> number = number_in(variables, rank), of = number_in(variables, size);
    if (number && of) return *of > 1 ? std::optional(Rank{*number, *of, rank}) : std::nullopt;
  }
  return std::nullopt;
}

unsigned usual_threads(const Variables& variables) {
  const unsigned all = std::max(1U, std::thread::hardware_concurrency());
  if (!rank_of(variables)) return all;
  if (const auto each = number_in(variables, "SLURM_CPUS_PER_TASK")) return static_cast<unsigned>(std::max(1, *each));
  return number_in(variables, "OMPI_COMM_WORLD_LOCAL_SIZE").value_or(2) > 1 ? 1 : all;
}

bool is_hurried(const Variables& variables) {
  constexpr int unless_told = 1, enough = 10;  // seconds
  return variables("OMPI_COMM_WORLD_SIZE") &&
         number_in(variables, "OMPI_MCA_odls_base_sigkill_timeout").value_or(unless_told) < enough;
}

Crew* crew() { return crew_of_process; }
void join(Crew* crew) { crew_of_process = crew; }

bool serves() { return crew_of_process && !crew_of_process->leads(); }

ExitCode serve(Plan plan, unsigned threads, std::span<const Variant> variants, const SharedPast& shared) {
  plan.threads = threads;
  plan.crew = crew_of_process;
  static_cast<void>(run_paired(plan, 0, 0, variants, interrupted, {}, {}, shared));
  return done;
}

void refuse_several(const std::string& command) {
  if (crew_of_process)
    throw InputError(text(
        "{}: error: it works in one process and was started several times at once; start it without mpirun and srun "
        "(run, report, compare and sweep use several processes)\n",
        command));
}

}  // namespace muster::cli
