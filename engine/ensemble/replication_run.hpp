// One replication in progress: it is begun, run to the end of a date, saved, and continued from a saved state.
//
// Contract: however often it was stopped, saved and read, its result is the same to the last bit. A run may be
// continued from the state of another run if the two scenarios differ only in what they do after the date of the
// state (the models determine that date), and have the same recorded dates, areas, series and targets. Leaves
// out: which states are compatible with which scenario; files.
#pragma once

#include "engine/ensemble/ensemble.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace muster {

class ReplicationRun {
 public:
  /// Makes the models. The setup, the shape and `interrupted` must outlive the run. @throws any exception that a
  /// model throws
  ReplicationRun(const RunSetup& setup, const ResultsShape& shape, Replication replication, const ModelFactory& build,
                 const std::atomic<bool>* interrupted = nullptr);
  ~ReplicationRun();
  ReplicationRun(const ReplicationRun&) = delete;
  ReplicationRun& operator=(const ReplicationRun&) = delete;
  ReplicationRun(ReplicationRun&&) = delete;
  ReplicationRun& operator=(ReplicationRun&&) = delete;

  /// Begins at the start, or from the setup's starting states. @throws any exception that a model or the starting
  /// states throw
  void begin();

  /// Begins where another run was saved instead. @throws BadState
  void begin_from(std::string_view state);

  /// Runs to the end of a date. Has no effect if that has already been reached.
  /// @throws BrokenIdentity (with the date), Interrupted, or any exception that a model throws, with the instant
  /// added
  void run_to(Date date);

  /// Returns the state: everything that changes during a run.
  [[nodiscard]] std::string save();

  /// Runs to the horizon. Called once, as the last call. @throws as run_to
  [[nodiscard]] ReplicationResult finish();

 private:
  class PeriodCloser;

  void state(Serializer& serializer);

  const RunSetup& setup_;
  ReplicationResult result_;
  Simulation sim_;
  SeriesBook book_;
  std::unique_ptr<PeriodCloser> closer_;
  std::unique_ptr<Models> models_;
};

}  // namespace muster
