// The trace of one person or station in a replication: `muster trace`.
//
// Contract: the replication is simulated twice, once to list everyone with their keys and once to trace one of
// them, so that what happened to a person before joining the profession is included. Both are the replication that
// `muster run --replication` gives. Leaves out: what is recorded, which the models decide.
#pragma once

#include "engine/events/entity_trace.hpp"
#include "experiments/experiment.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace muster::experiments {

/// The person or station to trace: exactly one of the two is set.
struct TracedEntity {
  std::optional<std::uint64_t> person;  // a PersonId: order of joining, from 0
  std::optional<std::string> station;   // "heping-3": the area's id and the station's number there, from 1
};

/// The trace of a person or station, or the list of those that can be traced.
struct TraceResult {
  Text heading;                        // the person or station, the replication and the place
  output::Grid lines;                  // a row for each entry, with the date in the first column
  std::optional<std::string> stopped;  // why the replication stopped; the trace ends there

  [[nodiscard]] output::Document document() const;
};

/// @throws InputError if neither or both are set, if there is no such person or station, or if one person stands
///         for several people; Interrupted
[[nodiscard]] TraceResult trace_entity(const Session& session, Seed seed, Replication replication,
                                       const TracedEntity& followed, const std::atomic<bool>* interrupted = nullptr);

/// Who can be traced in a replication: the number of persons, and the stations of each area.
[[nodiscard]] TraceResult list_of_entities(const Session& session, Seed seed, Replication replication,
                                           const std::atomic<bool>* interrupted = nullptr);

struct TraceQuestion {
  ScenarioChoice scenario;
  std::uint64_t replication = 0;
  TracedEntity followed;
  bool list = false;  // lists who can be traced instead
};

/// @throws InputError with every error in the scenario
[[nodiscard]] std::unique_ptr<Experiment> trace_of(TraceQuestion question);

}  // namespace muster::experiments
