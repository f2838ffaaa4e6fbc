// One server, a queue, exponential arrivals and services: the smallest model with a known answer.
//
// Contract: runs on Simulation by events in whole minutes, starts empty, and prints the closed form beside what it
// measured.
// Source: A. M. Law, Simulation Modeling and Analysis, 5th ed., sec. 1.4; theory 1 / (service rate - arrival rate).
#pragma once

#include <cstdint>

#include <nlohmann/json.hpp>

namespace muster::cli {

/// @param customers  customers to serve, 1 to 100 million
/// @return           customers, customers_per_second, mean_interarrival_minutes, mean_service_minutes; in minutes
///                   mean_time_in_system and theory; relative_difference
/// @throws           std::invalid_argument on a count out of range
[[nodiscard]] nlohmann::json bench_mm1(std::uint64_t customers);

}  // namespace muster::cli
