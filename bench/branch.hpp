// Strategies branched off a shared past, measured against the minimum of work: simulating that past once and the
// future of every strategy.
//
// Contract: both are measured in the same run, one replication after the other, in processor time of one thread,
// so that other load on the machine affects both alike. Reports no figures if the result of a branch differs from
// that of the same strategy simulated alone.
#pragma once

#include "engine/ensemble/work_units.hpp"

#include <span>

#include <nlohmann/json.hpp>

namespace muster::bench {

/// @param variants  the shared past is simulated in the first; the others share it up to the end of a date
/// @return          strategies (all variants but the first), replications, branched_seconds, past_seconds,
///         future_seconds (of all variants), ratio (branched over past and future), the overhead (saving_seconds,
///         making_seconds, reading_seconds), alone_seconds (every variant from the start, for one replication),
///         state_bytes
/// @throws          std::logic_error if a result differs from that of the variant simulated alone
[[nodiscard]] nlohmann::json branch(const RunSetup& setup, std::span<const Variant> variants, Date on,
                                    std::size_t replications);

}  // namespace muster::bench
