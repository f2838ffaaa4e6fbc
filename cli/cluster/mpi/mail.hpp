// Letters between the processes that were started together, and signs of life.
//
// Contract: one thread does all that concerns MPI, from its beginning to its end, and sleeps when there is nothing to do: MPI's own waiting
// takes a processor whole. Every second the leader lets the others know that it is there, and they the leader; whoever is silent for
// too long is lost and not heard any more. No call waits for somebody who may be dead. Leaves out: what letters mean (crew.hpp).
#pragma once

#include "cli/cluster/cluster.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace muster::cli {

enum class Kind : int { pulse, hello, piece, outcome, dismissal, left, end };

struct Letter {
  int who = 0;  // it is to, or from
  Kind kind = Kind::pulse;
  std::string bytes;
};

class Mail {
 public:
  /// @param silence  after which somebody is lost
  /// @throws InputError if MPI does not see as many processes as were started
  Mail(const Rank& rank, std::chrono::milliseconds silence);
  ~Mail();  // unless ended before: leaves MPI as it is
  Mail(const Mail&) = delete;
  Mail& operator=(const Mail&) = delete;
  Mail(Mail&&) = delete;
  Mail& operator=(Mail&&) = delete;

  [[nodiscard]] const Rank& rank() const { return rank_; }
  [[nodiscard]] std::chrono::milliseconds silence() const { return silence_; }

  void send(Letter letter);

  /// The next letter, if one comes in time.
  [[nodiscard]] std::optional<Letter> next(std::chrono::milliseconds patience);

  [[nodiscard]] bool is_lost(int who) const;

  /// Sees off what is to be sent to those who live, and ends. @param finalise  MPI too, with all the others
  void end(bool finalise);

 private:
  class Office;

  void work();
  void answer(std::string fault);

  Rank rank_;
  std::chrono::milliseconds silence_;
  mutable std::mutex mutex_;
  std::condition_variable came_;
  std::deque<Letter> in_, out_;
  std::set<int> lost_;
  std::optional<std::string> answered_;  // whether MPI has begun: nothing wrong, or what
  std::atomic<bool> ending_{false}, finalise_{false};
  std::thread worker_;
};

}  // namespace muster::cli
