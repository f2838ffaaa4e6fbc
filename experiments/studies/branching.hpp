// What a past that strategies share saves: the bench behind `muster bench branch`.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

namespace muster::experiments {

/// Simulates a place and strategies that act from the day after a date on, each in its own way, with and without a shared past.
/// @param part  of the time that is shared, in %
/// @throws InputError for a place that is none
[[nodiscard]] nlohmann::json bench_branches(const std::string& place_named, std::uint64_t strategy_count,
                                            std::uint64_t replications, std::uint64_t part);

}  // namespace muster::experiments
