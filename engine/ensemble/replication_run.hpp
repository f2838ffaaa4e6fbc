// One replication under way: begun, stopped at the end of a date, its state saved, gone on with from a state.
//
// Contract: however often it was stopped, saved and read, the history that comes of it is the same to the last bit. A course goes on
// from the state of another if the two scenarios are the same but for what they do after the date of the state (the models say
// which are); report dates, areas, series and targets are the same. Leaves out: which states fit which scenario; files.
#pragma once

#include "engine/ensemble/ensemble.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace muster {

class ReplicationRun {
 public:
  /// Makes the models. Plan, shape and what interrupts must outlive it. @throws whatever a model throws
  ReplicationRun(const RunSetup& setup, const ResultsShape& shape, Replication replication, const ModelFactory& build,
                 const std::atomic<bool>* interrupted = nullptr);
  ~ReplicationRun();
  ReplicationRun(const ReplicationRun&) = delete;
  ReplicationRun& operator=(const ReplicationRun&) = delete;
  ReplicationRun(ReplicationRun&&) = delete;
  ReplicationRun& operator=(ReplicationRun&&) = delete;

  /// At the start, or where the plan's pasts have it. @throws whatever a model or they throw
  void begin();

  /// Where another course was saved, instead. @throws BadState
  void begin_from(std::string_view state);

  /// To the end of a date. Nothing happens if that has been reached.
  /// @throws BrokenIdentity (with the date), Interrupted, or whatever a model throws with the instant
  void run_to(Date date);

  /// What changes in it.
  [[nodiscard]] std::string save();

  /// To the horizon. Called once, last. @throws as run_to
  [[nodiscard]] ReplicationResult finish();

 private:
  class PeriodCloser;

  void state(Serializer& serializer);

  const RunSetup& setup_;
  ReplicationResult history_;
  Simulation sim_;
  SeriesBook book_;
  std::unique_ptr<PeriodCloser> closer_;
  std::unique_ptr<Models> models_;
};

}  // namespace muster
