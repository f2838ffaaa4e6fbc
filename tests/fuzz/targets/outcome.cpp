// A replication as it is kept: any bytes are its own, written again bit for bit, or refused.
#include "engine/ensemble/outcome.hpp"

#include "engine/state/archive.hpp"
#include "tests/fuzz/targets/targets.hpp"

#include <limits>
#include <stdexcept>

namespace muster::fuzz {

namespace {

void check(std::string_view bytes) {
  try {
    if (bytes_of(finished_of(bytes)) != bytes) throw std::logic_error("read, and written as other bytes");
  } catch (const BadState&) {
  }
}

std::vector<std::string> seeds() {
  History history{Replication{118}, {0, 0.5, 1e300}, {7, std::numeric_limits<double>::quiet_NaN()}, {}, 1234567};
  history.reached = {Date{std::chrono::days{19000}}, std::nullopt};
  return {bytes_of(history), bytes_of(History{}), bytes_of(Stopped{Replication{3}, "an identity is broken"})};
}

}  // namespace

const Target outcome{"outcome", check, seeds};

}  // namespace muster::fuzz
