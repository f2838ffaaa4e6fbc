// A workforce in its smallest form: posts, people who stay for a while, a yearly exam.
//
// A person stays for an exponential time of mean 5 years and is replaced at once by somebody unqualified; at the end of each
// year everybody in post who is not qualified passes with probability 0.2. Contract: each resignation is an event, each exam
// one that walks all people; starts with nobody qualified and refuses to report what the closed form makes next to
// impossible. Leaves out: vacancies, areas, series.
#pragma once

#include "engine/random/stream.hpp"

#include <cstdint>

#include <nlohmann/json.hpp>

namespace muster::bench {

/// @param posts      1 000 to 10 million
/// @param years      1 to 100
/// @param reference  whether to run the same model on std::priority_queue too, one entry a person
/// @return           posts, years, person_years, person_years_per_second (building included), resignations, qualified_share
///                   (right after the last exam), for both ..._theory, ..._relative_difference and ..._standard_errors (the
///                   observed from the theory), bytes_per_person; with reference also reference_person_years_per_second,
///                   ratio
/// @throws           std::invalid_argument on a number out of range; std::logic_error if resignations or share are more than
///                   5 standard errors from the closed form, or the reference's differ
[[nodiscard]] nlohmann::json chain(std::uint64_t posts, std::uint64_t years, bool reference, Seed seed = Seed{1});

}  // namespace muster::bench
