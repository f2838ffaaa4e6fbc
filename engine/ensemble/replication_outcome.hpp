// The outcome of a replication: its result, or why it stopped.
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

/// The result of one replication: all recorded values.
struct ReplicationResult {
  Replication replication{};
  std::vector<double> values;  // dates × areas × series
  // at the end of each target's date; NaN: nothing to judge, or the date is beyond the horizon
  std::vector<double> target_values;
  std::vector<std::optional<Date>> reached;  // the date at whose end each target was first met
  std::uint64_t events = 0;
};

/// A replication that stopped early because of a broken identity or another exception.
struct ReplicationFailure {
  Replication replication{};
  std::string why;
};

/// The outcome of a replication: its result, or its failure.
using ReplicationOutcome = std::variant<ReplicationResult, ReplicationFailure>;

[[nodiscard]] inline Replication number_of(const ReplicationOutcome& finished) {
  return std::visit([](const auto& end) { return end.replication; }, finished);
}

/// Serializes an outcome, preserving every number to its last bit; readable on machines of the same byte order.
[[nodiscard]] std::string bytes_of(const ReplicationOutcome& finished);
/// @throws BadState if the bytes are not a serialized outcome
[[nodiscard]] ReplicationOutcome outcome_of(std::string_view bytes);

}  // namespace muster
