// The benchmark behind `muster bench branch`: the time saved by simulating the starting states that strategies
// share only once.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

namespace muster::experiments {

/// Simulates a place and strategies that take effect, each differently, from the day after a given date, with and
/// without sharing the time before.
/// @param part  the share of the simulated time that is common to all, in %
/// @throws InputError for a place that does not exist
[[nodiscard]] nlohmann::json bench_branches(const std::string& place_named, std::uint64_t strategy_count,
                                            std::uint64_t replications, std::uint64_t part);

}  // namespace muster::experiments
