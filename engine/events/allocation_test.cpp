// The main loop allocates no memory for an event.
#include "engine/events/simulation.hpp"
#include "engine/random/distribution.hpp"

#include "tests/support/allocations.hpp"
#include "tests/support/catch.hpp"

#include <cstdint>
#include <new>
#include <vector>

using namespace muster;

namespace {

struct Due {
  std::uint32_t id;
};

/// Every event schedules itself again and reschedules its own timeout, to a time soon or years ahead.
class Hold {
 public:
  Hold(Simulation& sim, std::uint32_t pending)
      : due_(sim.handles<Due>(*this)),
        timeout_(sim.handles<Timeout>(*this)),
        delays_(sim.stream(EntityKey{0}, purpose("hold"))),
        timeouts_(pending) {
    for (std::uint32_t id = 0; id < pending; ++id) sim.schedule(due_, after(sim.now()), Phase::serve, {id});
  }

  struct Timeout {
    std::uint32_t id;
  };

  void on(const Due& event, Simulation& sim) {
    sim.schedule(due_, after(sim.now()), Phase::serve, event);
    timeouts_[event.id] = sim.reschedule(timeouts_[event.id], timeout_, after(sim.now()), Phase::deadline, {event.id});
    if (delays_.uniform() < 0.1) sim.cancel(timeouts_[event.id]);
  }
  void on(const Timeout&, Simulation&) { ++timed_out; }

  std::uint64_t timed_out = 0;

 private:
  Instant after(Instant now) { return now + Days{(delays_.uniform() < 0.3 ? soon_ : late_).sample(delays_)}; }

  HandlerOf<Due> due_;
  HandlerOf<Timeout> timeout_;
  Stream delays_;
  Distribution soon_ = Distribution::exponential(0.2), late_ = Distribution::exponential(200);
  std::vector<Handle> timeouts_;
};

}  // namespace

TEST_CASE("nothing is allocated per event once the pending event set has grown", "[property][events]") {
  Simulation sim(Seed{1}, Replication{0}, Instant{0});
  Hold hold(sim, 5'000);
  sim.run_until(Instant{0} + Days{8'000});
  const std::uint64_t events = sim.events_processed(), allocations = test::allocations();
  sim.run_until(sim.now() + Days{8'000});
  CHECK(test::allocations() == allocations);
  CHECK(sim.events_processed() - events > 200'000);
  CHECK(hold.timed_out > 10'000);
}

TEST_CASE("allocations are counted", "[unit][support]") {
  const std::uint64_t before = test::allocations();
  ::operator delete(::operator new(1));  // called by name, so that it cannot be optimised away
  CHECK((test::allocations() > before) == test::allocations_are_counted);
}
