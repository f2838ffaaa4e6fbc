// An ensemble: many replications of one scenario, simulated on all cores, with identical output for any number of
// cores.
//
// Contract: a replication depends only on the seed and its number; finished replications enter the results in the
// order of their numbers. An automatic number of replications (RunSetup::automatic) is decided by checking the
// precision only after fixed numbers of replications, so it is the same for any number of threads. Several
// processes may each simulate a shard of the same replications. A replication that violates an identity or throws
// is left out of the results and listed as stopped. An interruption keeps the replications that have finished.
// Leaves out: models (a ModelFactory makes them) and output.
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

class InconsistentParameter;

/// The models of one replication, kept alive while it runs. Construction is the set-up: it declares series,
/// registers handlers and schedules what is planned from the beginning; it does not create any entities yet.
class Models {
 public:
  virtual ~Models() = default;

  /// Checks parameters that could prove inconsistent at the start, using expected values where the actual ones are
  /// random. Called when a scenario is opened, before any entities exist; a replication whose random numbers are
  /// less favourable detects the inconsistency when populate() is called.
  /// @throws InconsistentParameter
  virtual void check_start() const {}

  /// Creates all entities that exist at the start. Not called for models whose state is read.
  virtual void populate() {}

  /// Serializes everything that changes during a run. A state may be read by models of the same scenario, or of
  /// one that differs only in later changes.
  /// @throws std::logic_error if the models do not support saving
  virtual void state(Serializer& serializer);

  /// Adds the source location of the parameter that a model found to be inconsistent.
  virtual void locate(InconsistentParameter&) const {}

  /// Called when the horizon is reached; may record the final states in the simulation's trace, and changes
  /// nothing.
  virtual void record_end() const {}
};

/// Makes the models of a replication.
using ModelFactory = std::function<std::unique_ptr<Models>(Simulation& sim, SeriesBook& book)>;

/// The states of replications at the end of a date, from which they are continued instead of being simulated from
/// the start.
class StartingStates {
 public:
  virtual ~StartingStates() = default;
  /// The state of a replication; may be called from several threads at once.
  /// @throws std::runtime_error with the reason if the replication stopped before that date
  [[nodiscard]] virtual std::string state_of(Replication replication) const = 0;
};

/// The precision at which an automatic number of replications stops growing, and its upper limit.
struct Precision {
  // half the width of the 95 % interval of each target's probability
  double probability = 0.03;
  // half the width of the 95 % interval of each headline series' mean at the horizon, as a share of the mean
  double relative_mean = 0.01;
  std::size_t most = 2000;  // upper limit, replications
};

/// The replications that a process simulates when several processes share the work: those whose number modulo `of`
/// is `number`. By default all.
struct Shard {
  std::size_t number = 0;  // from 0
  std::size_t of = 1;

  /// The first replication of the shard whose number is `replication` or higher.
  [[nodiscard]] std::size_t first_from(std::size_t replication) const {
    return replication + (number + of - replication % of) % of;
  }
  /// How many of the replications [first, first + count) belong to the shard.
  [[nodiscard]] std::size_t among(std::size_t first, std::size_t count) const {
    const std::size_t before = first_from(first) - first;  // first + count itself may overflow
    return before < count ? (count - before - 1) / of + 1 : 0;
  }
};

struct RunSetup {
  Seed seed{};
  Date start{};    // the date at whose end the initial state is given
  Date horizon{};  // the last date simulated
  std::size_t replications = 1000;
  std::optional<Precision> automatic;  // if set: add replications until this precise; ignores `replications`
  unsigned threads = 1;
  Shard shard;                        // only its replications are simulated and entered
  std::string stage;                  // prefix of cache keys; distinguishes ensembles that share one cache
  ReplicationCache* cache = nullptr;  // results it holds are not simulated again; new results are stored in it
  const StartingStates* starting_states = nullptr;  // if set, replications begin there instead of at the start
};

/// The recorded dates of a run: the start, the end of each month, the horizon.
[[nodiscard]] std::vector<Date> month_ends(Date start, Date horizon);

/// Thrown out of a replication that is abandoned because an interruption was requested.
class Interrupted : public std::exception {};

/// Simulates a single replication, from the start or from the setup's starting states.
/// @throws BrokenIdentity (with the date), Interrupted, or any exception that a model throws
[[nodiscard]] ReplicationResult simulate(const RunSetup& setup, const ResultsShape& shape, Replication replication,
                                         const ModelFactory& build, const std::atomic<bool>* interrupted = nullptr);

/// How far an ensemble has advanced.
struct Progress {
  std::size_t finished = 0;
  std::size_t planned = 0;  // as known so far; an automatic run may add more
  double seconds = 0;
  double seconds_left = 0;
};

/// Estimates the time left, assuming that the remaining replications take as long on average as the finished ones.
[[nodiscard]] Progress progress_of(std::size_t finished, std::size_t planned, double seconds);

/// Why an ensemble ended: all replications were simulated, the precision was reached, the upper limit was reached,
/// or it was interrupted.
enum class Ending : std::uint8_t { count, precise, limit, interrupted };

struct Ensemble {
  Results results;
  Ending ending = Ending::count;
  double widest_probability = 0;    // half-width reached: the largest over the targets
  double widest_relative_mean = 0;  // the largest over the headline series whose mean is not 0
};

/// Simulates the replications of a scenario and collects their results.
/// @throws std::logic_error if an automatic number of replications is combined with a shard: each shard would
/// reach another precision
/// @param interrupted  set by a signal handler to end early; running replications are abandoned at the end of the
///                     simulated day
/// @param on_progress  progress callback, called by one thread at a time
/// @param on_result    receives each finished result after it has entered the results, in the order of the
///                     numbers, called by one thread at a time; an exception thrown by it ends the run and is
///                     rethrown
[[nodiscard]] Ensemble run(const RunSetup& setup, const ResultsShape& shape, const ModelFactory& build,
                           const std::atomic<bool>& interrupted,
                           const std::function<void(const Progress&)>& on_progress = {},
                           const std::function<void(const ReplicationResult&)>& on_result = {});

}  // namespace muster
