// The same benches on other engines, where the packages of those are installed.
//
// Contract: each function runs a hold model until `events` have fired after a warm-up in which each pending event fires once
// on average, and checks that they took the simulated time they should. Leaves out: models that an engine has no fair form
// of.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace muster::bench {

/// A form of the hold model on another engine.
struct Reference {
  std::string name;
  std::uint64_t most_pending;  // beyond it, memory or hours would be needed
  /// @return events a second @throws std::logic_error if the events took another simulated time
  double (*hold)(std::uint64_t pending, std::uint64_t events);
};

#ifdef MUSTER_HAS_NS3
[[nodiscard]] std::vector<Reference> ns3_references();
#endif
#ifdef MUSTER_HAS_SIMGRID
[[nodiscard]] std::vector<Reference> simgrid_references();
#endif

}  // namespace muster::bench
