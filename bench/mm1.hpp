// One server, a queue, exponential arrivals and services: the smallest model with a known answer.
//
// Contract: runs on Simulation by events in whole minutes and starts empty; refuses to report a mean time in system that
// theory makes next to impossible. Leaves out: a warm-up, which shifts the mean by far less than its standard error.
// Source: A. M. Law, Simulation Modeling and Analysis, 5th ed., sec. 1.4; theory 1 / (service rate - arrival rate).
#pragma once

#include "engine/random/stream.hpp"

#include <cstdint>

#include <nlohmann/json.hpp>

namespace muster::bench {

/// @param customers  customers to serve, 1 to 100 million; the mean of fewer than 10 000 is too far from normal to judge
/// @param reference  whether to run the same events through std::priority_queue too
/// @return           customers, customers_per_second, mean_interarrival_minutes, mean_service_minutes; in minutes
///                   mean_time_in_system and theory; relative_difference, standard_errors (of the mean from theory); with
///                   reference also reference_customers_per_second, ratio
/// @throws           std::invalid_argument on a count out of range; std::logic_error if the mean is more than 5 standard
///                   errors from theory, or the reference's differs
[[nodiscard]] nlohmann::json mm1(std::uint64_t customers, bool reference, Seed seed = Seed{1});

}  // namespace muster::bench
