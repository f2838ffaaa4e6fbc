// A stored replication: any bytes are either read and written again bit for bit, or refused.
#include "engine/ensemble/replication_outcome.hpp"

#include "engine/state/serializer.hpp"
#include "tests/fuzz/targets/targets.hpp"

#include <limits>
#include <stdexcept>

namespace muster::fuzz {

namespace {

void check(std::string_view bytes) {
  try {
    if (bytes_of(outcome_of(bytes)) != bytes) throw std::logic_error("read, and written as other bytes");
  } catch (const BadState&) {
  }
}

std::vector<std::string> seeds() {
  ReplicationResult result{
      Replication{118}, {0, 0.5, 1e300}, {7, std::numeric_limits<double>::quiet_NaN()}, {}, 1234567};
  result.reached = {Date{std::chrono::days{19000}}, std::nullopt};
  return {bytes_of(result), bytes_of(ReplicationResult{}),
          bytes_of(ReplicationFailure{Replication{3}, "an identity is broken"})};
}

}  // namespace

const Target outcome{"outcome", check, seeds};

}  // namespace muster::fuzz
