// The single list of quantiles shown to people: the median, and the bounds of the central 50 % and 90 % of futures.
//
// Contract: tables, tooltips and charts use this list and its names, so that all of them show the same bands. Leaves
// out: the seven quantiles of the tables for programs (tables/run.hpp), which have a contract of their own.
#pragma once

#include <array>
#include <cstddef>

namespace muster::output {

inline constexpr std::array published_quantiles = {0.05, 0.25, 0.50, 0.75, 0.95};
inline constexpr std::array quantile_names = {"p05", "p25", "p50", "p75", "p95"};
inline constexpr std::size_t middle = 2;  // index of the median

}  // namespace muster::output
