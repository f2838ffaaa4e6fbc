#include "cli/processes.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <thread>
#include <utility>

namespace muster::cli {

namespace {

std::optional<unsigned> number_in(const Variables& variables, const char* name) {
  const char* const value = variables(name);
  if (!value) return std::nullopt;
  unsigned number = 0;
  const char* const end = value + std::strlen(value);
  const auto [rest, error] = std::from_chars(value, end, number);
  if (error != std::errc{} || rest != end) return std::nullopt;
  return number;
}

}  // namespace

const char* variable(const char* name) { return std::getenv(name); }

std::optional<Shard> started_shard(const Variables& variables) {
  // The variables of mpirun (Open MPI), of srun and of other launchers. SLURM_NTASKS would not do, since a batch
  // script has it too; only srun numbers the tasks of a step.
  constexpr std::pair<const char*, const char*> known[] = {{"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"},
                                                           {"SLURM_PROCID", "SLURM_STEP_NUM_TASKS"},
                                                           {"PMI_RANK", "PMI_SIZE"}};
  for (const auto& [rank, size] : known) {
    const std::optional<unsigned> number = number_in(variables, rank), of = number_in(variables, size);
    if (number && of) return *of > 1 && *number < *of ? std::optional(Shard{*number, *of}) : std::nullopt;
  }
  return std::nullopt;
}

unsigned usual_threads(const Variables& variables) {
  const unsigned all = std::max(1U, std::thread::hardware_concurrency());
  if (!started_shard(variables)) return all;
  if (const auto each = number_in(variables, "SLURM_CPUS_PER_TASK")) return std::max(1U, *each);
  return number_in(variables, "OMPI_COMM_WORLD_LOCAL_SIZE").value_or(2) > 1 ? 1 : all;
}

}  // namespace muster::cli
