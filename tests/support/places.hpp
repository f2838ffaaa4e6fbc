// The places named in the founding document, in the order of docs/seed-facts.md.
#pragma once

#include <string>
#include <vector>

namespace muster::testing {

inline const std::vector<std::string> founding_places = {"wenzhou", "shenyang", "tongren", "henan"};

}  // namespace muster::testing
