// What became of a replication: its history, or why it stopped.
#pragma once

#include "engine/clock/instant.hpp"
#include "engine/random/stream.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace muster {

/// One replication's whole history, as reported.
struct ReplicationResult {
  Replication replication{};
  std::vector<double> values;         // dates × areas × series
  std::vector<double> target_values;  // at the end of each target's date; NaN: nothing to judge, or beyond the horizon
  std::vector<std::optional<Date>> reached;  // when each target was first met, at the end of a date
  std::uint64_t events = 0;
};

/// A replication that stopped: a broken identity or a bug.
struct ReplicationFailure {
  Replication replication{};
  std::string why;
};

/// A replication that has come to its end.
using ReplicationOutcome = std::variant<ReplicationResult, ReplicationFailure>;

[[nodiscard]] inline Replication number_of(const ReplicationOutcome& finished) {
  return std::visit([](const auto& end) { return end.replication; }, finished);
}

/// The same as bytes, and back: every number to its last bit, on any machine of the same byte order.
[[nodiscard]] std::string bytes_of(const ReplicationOutcome& finished);
/// @throws BadState if the bytes are no replication's
[[nodiscard]] ReplicationOutcome outcome_of(std::string_view bytes);

}  // namespace muster
