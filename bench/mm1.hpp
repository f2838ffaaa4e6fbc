// The M/M/1 queue: one server, exponential interarrival and service times; the smallest model with a known answer.
//
// Contract: runs on Simulation in whole minutes and starts empty. Reports no figures if the mean time in system is
// nearly impossible under the theory. Leaves out: a warm-up, whose absence shifts the mean by far less than its
// standard error.
// Source: A. M. Law, Simulation Modeling and Analysis, 5th ed., sec. 1.4; theory 1 / (service rate - arrival
// rate).
#pragma once

#include "engine/random/stream.hpp"

#include <cstdint>

#include <nlohmann/json.hpp>

namespace muster::bench {

/// @param customers  customers to serve, 1 to 100 million; the mean is not checked for fewer than 10 000, because
///         it is then too far from normally distributed
/// @param reference  whether to run the same events through std::priority_queue too
/// @return           customers, customers_per_second, mean_interarrival_minutes, mean_service_minutes; in minutes
///         mean_time_in_system and theory; relative_difference, standard_errors (of the mean from theory); with
///         reference also reference_customers_per_second, ratio
/// @throws           std::invalid_argument if a count is out of range; std::logic_error if the mean is more than 5
///         standard errors from theory, or if the reference gives another mean
[[nodiscard]] nlohmann::json mm1(std::uint64_t customers, bool reference, Seed seed = Seed{1});

}  // namespace muster::bench
