// The crew of processes that mpirun or srun started together.
//
// Contract: the leader sends a server as many pieces as it has threads and one more, and the next one for each that comes back. One that
// is lost, or ends with a fault of its own, loses its pieces to the others, and the leader says so. Servers whose leader is lost end.
// Leaves out: the sending itself (mail.hpp).
#pragma once

#include "cli/cluster/mpi/mail.hpp"

#include <map>
#include <set>
#include <string>

namespace muster::cli {

/// Thrown, past everybody who catches faults, where an interrupted leader has no time to write anything.
struct NoTimeLeft {};

class Team final : public Crew {
 public:
  /// @throws InputError if MPI does not see as many processes as were started
  explicit Team(const Rank& rank);

  [[nodiscard]] bool leads() const override { return mail_.rank().number == 0; }
  [[nodiscard]] std::size_t places() const override;
  void lead(Handout& handout, const std::atomic<bool>& given_up) override;
  void dismiss() override;
  void serve(const DoPiece& work, unsigned threads) override;

  /// The end of this process among the others. @param code  its own  @param said  what it would have said, if it serves
  /// @return what it ends with: the leader's code
  [[nodiscard]] int end(int code, const std::string& said);

 private:
  struct Server {
    bool there = false, gone = false;
    std::size_t threads = 1;
    std::set<std::size_t> pieces;  // that it has
  };

  void supply(Handout& handout);
  void read(Letter letter, Handout& handout);
  void miss_the_lost(Handout& handout);
  void give_back(Server& server, Handout& handout);
  void end_without_leader() const;
  int end_as_leader(int code);
  void leave(int code, bool together);
  int end_as_server(int code, const std::string& said);

  Mail mail_;
  std::map<int, Server> servers_;   // of the leader
  std::optional<Letter> farewell_;  // the leader's last, if it came early
  int own_errors_;                  // where this process may speak whatever became of its standard error
};

}  // namespace muster::cli
