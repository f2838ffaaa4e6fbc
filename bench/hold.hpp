// The hold model: each event is scheduled again after an exponential delay, so the number of pending events
// stays constant.
//
// Contract: measures the pending event set as models use it (Simulation, typed handlers) and, for reference, a
// binary heap (std::priority_queue) that gives the same order. Reports no figures if the two fire different
// sequences.
// Source: D. W. Jones, An empirical comparison of priority-queue and event-set implementations, CACM 29 (1986).
#pragma once

#include <cstdint>

#include <nlohmann/json.hpp>

namespace muster::bench {

/// @param pending    events pending at any time, 1 to 100 million
/// @param events     events to measure, after a warm-up in which each pending event fires once on average
/// @param reference  whether to run the same sequence through std::priority_queue too
/// @return           pending, events, mean_delay_days, events_per_second, bytes_per_pending_event; with reference
///         also reference_events_per_second, ratio
/// @throws           std::invalid_argument if a count is out of range; std::logic_error if the two queues fire
///         different sequences
[[nodiscard]] nlohmann::json hold(std::uint64_t pending, std::uint64_t events, bool reference);

}  // namespace muster::bench
