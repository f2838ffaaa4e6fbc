// The hold model on other engines, if their packages are installed.
//
// Contract: each function runs a hold model until `events` have fired after a warm-up in which each pending event
// fires once on average, and checks that these took the expected simulated time. Leaves out: models for which
// another engine has no equivalent form.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace muster::bench {

/// The hold model in one form on another engine.
struct Reference {
  std::string name;
  std::uint64_t most_pending;  // with more, a run would need too much memory or time
  /// @return events per second @throws std::logic_error if the events took another simulated time than expected
  double (*hold)(std::uint64_t pending, std::uint64_t events);
};

#ifdef MUSTER_HAS_NS3
[[nodiscard]] std::vector<Reference> ns3_references();
#endif
#ifdef MUSTER_HAS_SIMGRID
[[nodiscard]] std::vector<Reference> simgrid_references();
#endif

}  // namespace muster::bench
