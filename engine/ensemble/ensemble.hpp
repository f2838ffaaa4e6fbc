// An ensemble: many replications of one scenario, over all cores, with the same bytes for any number of them.
//
// Contract: a replication depends on the seed and its number alone; finished ones enter the results in the order of their
// numbers. An automatic plan looks at the precision after fixed numbers of replications only, so it stops at the same one
// everywhere, on any number of threads. Several processes may each simulate a shard of the same replications. A replication that
// breaks an identity or throws is left out and named. An interruption keeps what has finished.
// Leaves out: models (a Build makes them) and output.
#pragma once

#include "engine/ensemble/replication_cache.hpp"
#include "engine/ensemble/results.hpp"
#include "engine/events/simulation.hpp"

#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace muster {

class Misfit;

/// One replication's models, kept alive while it runs. Making one declares series, registers handlers and schedules what is planned
/// from the beginning, the set-up; it makes nobody and nothing yet.
class Models {
 public:
  virtual ~Models() = default;

  /// Looks for what does not fit at the start where chance decides it: as much is looked at as is to be expected. For whoever opens a
  /// scenario, before anybody is there; a replication with worse luck finds it when it is populated.
  /// @throws Misfit
  virtual void check_start() const {}

  /// Puts everybody and everything there who is there at the start. Not called for a world that reads its state.
  virtual void populate() {}

  /// What changes in it, of a world of the same scenario, or of one that differs in later plans only.
  /// @throws std::logic_error if it does not list it
  virtual void state(Serializer& serializer);

  /// Finds the place of a parameter that a model of it has found not to fit.
  virtual void locate(Misfit&) const {}

  /// Called when the horizon is reached; may tell the simulation's trace how things stand, and changes nothing.
  virtual void record_end() const {}
};

/// Makes a replication's models.
using ModelFactory = std::function<std::unique_ptr<Models>(Simulation& sim, SeriesBook& book)>;

/// Replications at the end of a date, to be gone on with instead of being simulated from the start.
class StartingStates {
 public:
  virtual ~StartingStates() = default;
  /// The state of a replication; may be called by several threads at once. @throws std::runtime_error saying why it stopped before
  [[nodiscard]] virtual std::string state_of(Replication replication) const = 0;
};

/// How precise an automatic plan wants to be, and when it gives up.
struct Precision {
  double probability = 0.03;  // half the width of each target's 95 % interval
  double relative_mean =
      0.01;  // half the width of each headline mean's 95 % interval at the horizon, as a share of the mean
  std::size_t most = 2000;  // replications
};

/// Which of the replications a process simulates where several of them share the work: those whose number leaves the same rest. By
/// default all.
struct Shard {
  std::size_t number = 0;  // from 0
  std::size_t of = 1;

  /// The first of its replications from a number on.
  [[nodiscard]] std::size_t first_from(std::size_t replication) const {
    return replication + (number + of - replication % of) % of;
  }
  /// How many of the replications [first, first + count) are its own.
  [[nodiscard]] std::size_t among(std::size_t first, std::size_t count) const {
    const std::size_t before = first_from(first) - first;  // first + count itself may overflow
    return before < count ? (count - before - 1) / of + 1 : 0;
  }
};

struct RunSetup {
  Seed seed{};
  Date start{};    // the state stated for the end of this date
  Date horizon{};  // the last date simulated
  std::size_t replications = 1000;
  std::optional<Precision> automatic;  // adds replications until precise enough, instead
  unsigned threads = 1;
  Shard shard;                        // of the replications, which alone are simulated and entered
  std::string stage;                  // where one ledger serves several ensembles: which of them this is
  ReplicationCache* cache = nullptr;  // what it has is not simulated again, and what is simulated is kept in it
  const StartingStates* starting_states = nullptr;  // where replications begin, instead of at the start
};

/// The report dates of a plan: the start, the end of each month, the horizon.
[[nodiscard]] std::vector<Date> month_ends(Date start, Date horizon);

/// Thrown out of a replication that is given up because somebody asked to end.
class Interrupted : public std::exception {};

/// A replication alone, from the start or from the plan's pasts.
/// @throws BrokenIdentity (with the date), Interrupted, or whatever a model throws
[[nodiscard]] ReplicationResult simulate(const RunSetup& setup, const ResultsShape& shape, Replication replication,
                                         const ModelFactory& build, const std::atomic<bool>* interrupted = nullptr);

/// How far an ensemble has come.
struct Progress {
  std::size_t finished = 0;
  std::size_t planned = 0;  // as known now; an automatic plan may add
  double seconds = 0;
  double seconds_left = 0;
};

/// The time left if the rest takes as long each as what is finished.
[[nodiscard]] Progress progress_of(std::size_t finished, std::size_t planned, double seconds);

/// Why an ensemble ended.
enum class Ending : std::uint8_t { count, precise, limit, interrupted };

struct Ensemble {
  Results results;
  Ending ending = Ending::count;
  double widest_probability = 0;    // half-width reached, over the targets
  double widest_relative_mean = 0;  // over the headline series with a mean that is not 0
};

/// @throws std::logic_error for an automatic plan of a shard, whose precision would be another in each
/// @param interrupted  set by a signal handler to end early; running replications are given up at their next report
/// @param tell         called from one thread at a time
/// @param keep         is given each finished history after it has entered the results, in the order of the numbers, by one thread
///                     at a time; what it throws ends the run and is thrown again
[[nodiscard]] Ensemble run(const RunSetup& setup, const ResultsShape& shape, const ModelFactory& build,
                           const std::atomic<bool>& interrupted, const std::function<void(const Progress&)>& tell = {},
                           const std::function<void(const ReplicationResult&)>& keep = {});

}  // namespace muster
