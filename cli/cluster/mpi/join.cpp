// The program with MPI: started as one of several, it works with the others.
#include "cli/cluster/mpi/team.hpp"
#include "engine/parameters/diagnostic.hpp"
#include "engine/text/text.hpp"

#include <algorithm>
#include <cstdio>
#include <fmt/format.h>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

namespace muster::cli {

namespace {

// Servers are silent; what they would have said is kept, for the leader to say if it concerns them alone.
class Silence {
 public:
  Silence() : kept_(::memfd_create("said", MFD_CLOEXEC)) {
    if (kept_ < 0) return;
    ::dup2(kept_, STDOUT_FILENO);
    ::dup2(kept_, STDERR_FILENO);
  }

  [[nodiscard]] std::string said() const {
    constexpr std::size_t enough = 4096;  // bytes
    std::string words(enough, '\0');
    std::fflush(nullptr);
    const ssize_t count = ::pread(kept_, words.data(), words.size(), 0);
    words.resize(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    while (words.ends_with('\n')) words.pop_back();
    return words;
  }

 private:
  int kept_;
};

int end_in_a_hurry() {
  say_error(
      text("interrupted; no results were written, since mpirun leaves too little time to: with `--mca "
           "odls_base_sigkill_timeout 30` they are, and --checkpoint keeps what is finished in any case\n"));
  return interrupted_by_user;
}

}  // namespace

int as_one_of_several(char** /*arguments*/, const std::function<int()>& program) {
  const std::optional<Rank> rank = rank_of(variable);
  if (!rank) return program();
  std::optional<Team> team;
  try {
    team.emplace(*rank);
  } catch (const InputError& error) {
    say_error(error.what());
    return input_at_fault;
  }
  join(&*team);
  std::optional<Silence> silence;
  if (serves()) silence.emplace();
  int code = failed;
  try {
    code = program();
  } catch (const NoTimeLeft&) {
    code = end_in_a_hurry();
  }
  std::fflush(nullptr);
  code = team->end(code, silence ? silence->said() : "");
  std::_Exit(code);  // MPI has ended, or must not be waited for
}

}  // namespace muster::cli
