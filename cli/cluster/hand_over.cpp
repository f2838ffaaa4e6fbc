// The program without MPI: started as one of several, it becomes the one that has it.
#include "cli/cluster/cluster.hpp"
#include "engine/text/text.hpp"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fmt/format.h>
#include <string_view>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace muster::cli {

namespace {

int become(const std::filesystem::path& program, char** arguments) {
  ::execv(program.c_str(), arguments);
  say_error(text("{} cannot be started: {}\n", program.string(), std::strerror(errno)));
  return failed;
}

bool may_end_unasked() {
  const char* const allowed = variable("OMPI_MCA_orte_allowed_exit_without_sync");
  return allowed && std::string_view(allowed) != "0";
}

// Keeps a server as a child: mpirun ends all processes when one of its own is killed, and shall not hear of a server that was, if it was
// told that processes may end so. The leader misses it and goes on.
int watch_over(const Rank& rank, const std::filesystem::path& program, char** arguments) {
  const pid_t me = ::getpid();
  const pid_t server = ::fork();
  if (server < 0) {
    say_error(text("{} cannot be started: {}\n", program.string(), std::strerror(errno)));
    return failed;
  }
  if (server == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != me) std::_Exit(failed);  // too late
    std::_Exit(become(program, arguments));
  }
  std::signal(SIGINT, SIG_IGN);  // they go to the server as well
  std::signal(SIGTERM, SIG_IGN);
  int status = 0;
  while (::waitpid(server, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status)) return may_end_unasked() ? done : WEXITSTATUS(status);  // the leader's is the one that counts
  const int signal = WTERMSIG(status);
  if (signal != SIGTERM && signal != SIGINT) {
    say_error(text("rank {} of {} was ended by signal {} ({})\n", rank.number, rank.of, signal, strsignal(signal)));
  }
  constexpr int by_signal = 128;  // as shells have it
  return may_end_unasked() ? done : by_signal + signal;
}

}  // namespace

int as_one_of_several(char** arguments, const std::function<int()>& program) {
  const std::optional<Rank> rank = rank_of(variable);
  if (!rank) return program();
  std::error_code ignored;
  const auto with_mpi = std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path() / "muster-mpi";
  if (!std::filesystem::exists(with_mpi, ignored)) {
    if (rank->number == 0)
      say_error(
          text("muster: error: it was started {} times at once, as mpirun and srun do, but was built without "
               "MPI; build it with MUSTER_MPI=1 ./muster --version, or start it once\n",
               rank->of));
    // Of one that was started alone, with variables of an earlier start still there, nobody else would say anything.
    say_error(
        text("muster: error: the environment has {}={}; if it was not started as one of {}, take it out with: "
             "unset {}\n",
             rank->told_in, rank->number, rank->of, rank->told_in));
    return input_at_fault;
  }
  return rank->number == 0 ? become(with_mpi, arguments) : watch_over(*rank, with_mpi, arguments);
}

}  // namespace muster::cli
