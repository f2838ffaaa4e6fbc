// Strategies branched off a shared past, against what cannot be saved: that past once, and every strategy's future.
//
// Contract: both are measured in this run, replication by replication in turn, in processor time of one thread, so that what else
// the machine does weighs on both. Refuses to report a branch that ends otherwise than the same strategy simulated alone.
#pragma once

#include "engine/ensemble/work_units.hpp"

#include <span>

#include <nlohmann/json.hpp>

namespace muster::bench {

/// @param variants  the first is the past's, the others share it up to the end of a date
/// @return          strategies (but for the first), replications, branched_seconds, past_seconds, future_seconds (of all variants),
///                  ratio (branched over past and future), what the rest is made of (saving_, making_, reading_seconds), alone_seconds (every variant from the start, of one replication), state_bytes
/// @throws          std::logic_error if a history differs from that of the variant alone
[[nodiscard]] nlohmann::json branch(const RunSetup& setup, std::span<const Variant> variants, Date on,
                                    std::size_t replications);

}  // namespace muster::bench
