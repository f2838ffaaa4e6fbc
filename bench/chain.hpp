// A minimal workforce model: posts, people who stay for a while, and a yearly exam.
//
// Idea: a person stays for an exponential time of mean 5 years and is replaced at once by an unqualified person;
// at the end of each year, everyone in post who is not qualified passes the exam with probability 0.2. Contract:
// each resignation is an event, and each exam is one event that examines all people. The model starts with nobody
// qualified. Reports no figures if the result is nearly impossible under the closed form. Leaves out: vacancies,
// areas, series.
#pragma once

#include "engine/random/stream.hpp"

#include <cstdint>

#include <nlohmann/json.hpp>

namespace muster::bench {

/// @param posts      1 000 to 10 million
/// @param years      1 to 100
/// @param reference  whether to run the same model on std::priority_queue too, with one entry for each person
/// @return           posts, years, person_years, person_years_per_second (including construction), resignations,
///         qualified_share (right after the last exam), for both ..._theory, ..._relative_difference and
///         ..._standard_errors (of the observed value from theory), bytes_per_person; with reference also
///         reference_person_years_per_second, ratio
/// @throws           std::invalid_argument if a number is out of range; std::logic_error if resignations or share
///         are more than 5 standard errors from the closed form, or if the reference gives other numbers
[[nodiscard]] nlohmann::json chain(std::uint64_t posts, std::uint64_t years, bool reference, Seed seed = Seed{1});

}  // namespace muster::bench
