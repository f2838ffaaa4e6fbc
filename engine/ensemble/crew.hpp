// Processes that simulate together: one leads, the others serve.
//
// Contract: all of them opened the same scenarios and ask for the same pieces of work, so a number says everything. The leader alone
// has the results. A server that is lost loses the pieces it had: the leader gives them back, and somebody else does them. Leaves
// out: how they talk (cli/cluster), and threads within a process.
#pragma once

#include "engine/ensemble/outcome.hpp"

#include <atomic>
#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

namespace muster {

/// What became of a piece of work: one for each of its variants; none if it was given up.
using PieceOutcome = std::vector<Finished>;

/// Simulates a piece; called from several threads at once.
using DoPiece = std::function<PieceOutcome(std::size_t piece)>;

/// Where the leader's helpers get pieces and bring them back; may be used by several threads at once.
class Handout {
 public:
  virtual ~Handout() = default;
  /// A piece to be simulated, if there is one now.
  [[nodiscard]] virtual std::optional<std::size_t> take_now() = 0;
  /// Whether all of them are handed out, or nobody wants more.
  [[nodiscard]] virtual bool is_empty() const = 0;
  virtual void give(std::size_t piece, PieceOutcome outcome) = 0;
  /// A piece that will not come back.
  virtual void give_back(std::size_t piece) = 0;
};

class Crew {
 public:
  virtual ~Crew() = default;

  /// Whether this process hands out the work.
  [[nodiscard]] virtual bool leads() const = 0;

  /// How many pieces the others work on at once, those on their way included.
  [[nodiscard]] virtual std::size_t places() const = 0;

  /// The leader's part, in a thread of its own beside those that simulate here: has the others do pieces until none is left, and
  /// comes back when all that they took have been given or given back. Called again when an automatic plan wants more.
  /// @param interrupted  when set, pieces that are out are given up
  virtual void lead(Handout& handout, const std::atomic<bool>& interrupted) = 0;

  /// The leader has all it wants: the others come back from serve().
  virtual void dismiss() = 0;

  /// The others' part: does pieces for the leader until dismissed.
  /// @param threads  how many at once
  virtual void serve(const DoPiece& work, unsigned threads) = 0;
};

/// Dismisses a crew at the end of a piece of leading, however it comes.
class Leading {
 public:
  explicit Leading(Crew* crew) : crew_(crew) {}
  ~Leading() {
    if (crew_) crew_->dismiss();
  }
  Leading(const Leading&) = delete;
  Leading& operator=(const Leading&) = delete;
  Leading(Leading&&) = delete;
  Leading& operator=(Leading&&) = delete;

 private:
  Crew* crew_;
};

}  // namespace muster
