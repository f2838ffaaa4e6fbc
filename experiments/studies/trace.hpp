// One life story out of a replication: `muster trace`.
//
// Contract: the replication is simulated twice, once to take the roll (who there is, under which key) and once to follow one of
// them, so that what happened to a person before joining the profession is told too; both are the replication that
// `muster run --replication` gives. Leaves out: what is told, which the models decide.
#pragma once

#include "engine/events/entity_trace.hpp"
#include "experiments/experiment.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace muster::experiments {

/// Whom to follow: one of the two.
struct Followed {
  std::optional<std::uint64_t> person;  // a PersonId: order of joining, from 0
  std::optional<std::string> station;   // "heping-3": its area's id and its number there, from 1
};

/// What is told of somebody, or who there is.
struct Story {
  Text heading;                        // who it is, in which replication of which place
  output::Grid lines;                  // a row for each thing told, the date first
  std::optional<std::string> stopped;  // why the replication did not come to its end; the story goes up to there

  [[nodiscard]] output::Document document() const;
};

/// @throws InputError if neither or both are named, if there is nobody of that name, or if a person stands for several people;
///         Interrupted
[[nodiscard]] Story trace_entity(const Session& session, Seed seed, Replication replication, const Followed& followed,
                                 const std::atomic<bool>* interrupted = nullptr);

/// Who may be followed in a replication: how many persons, and the stations of each area.
[[nodiscard]] Story list_of_entities(const Session& session, Seed seed, Replication replication,
                                     const std::atomic<bool>* interrupted = nullptr);

struct TraceQuestion {
  ScenarioChoice scenario;
  std::uint64_t replication = 0;
  Followed followed;
  bool list = false;  // tells who may be followed instead
};

/// @throws InputError with every fault of the scenario
[[nodiscard]] std::unique_ptr<Experiment> trace_of(TraceQuestion question);

}  // namespace muster::experiments
