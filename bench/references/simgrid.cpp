// The hold model on SimGrid, for comparison.
#include "bench/references/hold_clock.hpp"
#include "bench/references/references.hpp"

#include <simgrid/kernel/Timer.hpp>
#include <simgrid/s4u.hpp>

namespace muster::bench {

namespace {

namespace s4u = simgrid::s4u;
using simgrid::kernel::timer::Timer;

/// One host for the whole process; the clock of its engine continues from one run to the next.
s4u::Host& host() {
  static s4u::Engine* const engine = [] {
    static int count = 5;  // the engine keeps the address
    static char words[][40] = {"muster_bench", "--log=root.thres:error", "--cfg=contexts/stack-size:16",
                               "--cfg=contexts/guard-size:0", "--cfg=surf/precision:1e-9"};
    static char* arguments[] = {words[0], words[1], words[2], words[3], words[4], nullptr};
    return new s4u::Engine(&count, arguments);  // never destroyed, as SimGrid requires
  }();
  static s4u::Host* const only = [] {
    s4u::NetZone* const zone = s4u::create_full_zone("all");
    s4u::Host* const made = zone->create_host("host", 1e9);
    zone->seal();
    return made;
  }();
  static_cast<void>(engine);
  return *only;
}

double now() { return s4u::Engine::get_clock(); }

/// Each pending event is a timer of the kernel that sets itself again. One sleeping actor keeps the engine
/// running.
class TimedHold {
 public:
  TimedHold(std::uint64_t pending, std::uint64_t events) : clock_(pending, events) {
    for (std::uint64_t i = 0; i < pending; ++i) set();
  }
  void due() {
    if (done_) return;
    done_ = !clock_.fired(now());
    if (!done_) set();
  }
  [[nodiscard]] bool done() const { return done_; }
  [[nodiscard]] const HoldClock& clock() const { return clock_; }

 private:
  void set() {
    Timer::set(now() + clock_.next_minutes(), [this] { due(); });
  }

  HoldClock clock_;
  bool done_ = false;
};

double timed_hold(std::uint64_t pending, std::uint64_t events) {
  s4u::Host& on = host();
  TimedHold hold(pending, events);
  s4u::Actor::create("keeper", &on, [&hold] {
    while (!hold.done()) s4u::this_actor::sleep_for(1e6);
  });
  s4u::Engine::get_instance()->run();
  while (!simgrid::kernel::timer::kernel_timers().empty())  // the remaining timers must not fire in a later run
    simgrid::kernel::timer::kernel_timers().top().second->remove();
  return hold.clock().events_per_second("SimGrid, timers");
}

/// Each pending event is an actor that sleeps repeatedly.
double slept_hold(std::uint64_t pending, std::uint64_t events) {
  s4u::Host& on = host();
  HoldClock clock(pending, events);
  bool done = false;
  for (std::uint64_t i = 0; i < pending; ++i)
    s4u::Actor::create("sleeper", &on, [&clock, &done] {
      while (!done) {
        s4u::this_actor::sleep_for(clock.next_minutes());
        if (!done) done = !clock.fired(now());
      }
    });
  s4u::Engine::get_instance()->run();
  return clock.events_per_second("SimGrid, actors");
}

}  // namespace

std::vector<Reference> simgrid_references() {
  return {{"SimGrid, timers", 1'000'000, timed_hold}, {"SimGrid, actors that sleep", 1'000, slept_hold}};
}

}  // namespace muster::bench
