// The state of a simulation, saved and read: the events that follow are the same.
#include "engine/events/simulation.hpp"
#include "engine/state/serializer.hpp"
#include "tests/support/catch.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace muster {

namespace {

struct Planned {
  std::uint32_t id;
};
struct Noted {
  std::uint32_t id;
};

struct Seen {
  Instant at;
  std::uint32_t id;
  friend bool operator==(const Seen&, const Seen&) = default;
};

// A model that records each event that fires and, for each, schedules more events and sometimes cancels one. Its
// own state is the number of its next decision and its handles.
class Busy {
 public:
  /// @param plans  how many of the 30 events of the full set-up to schedule
  explicit Busy(int plans = 30)
      : sim(Seed{1}, Replication{2}, Instant{0}, Instant{400 * 1440}),
        planned_(sim.handles<Planned>(*this)),
        happened_(sim.handles<Noted>(*this)) {
    for (int n = 0; n < plans; ++n)
      sim.schedule(planned_, Instant{n / 3 * 20'000}, n % 3 == 0 ? Phase::arrive : Phase::serve,
                   {static_cast<std::uint32_t>(n)});
    sim.end_set_up();
  }

  void populate() {
    for (int n = 0; n < 20; ++n) act();
  }

  void on(const Planned& event, Simulation&) {
    seen.push_back({sim.now(), 1'000'000 + event.id});
    act();
  }
  void on(const Noted& event, Simulation&) {
    seen.push_back({sim.now(), event.id});
    act();
    if (event.id % 7 == 0) act();
  }

  void state(Serializer& serializer) {
    serializer(next_, handles_);
    sim.state(serializer);
  }

  Simulation sim;
  std::vector<Seen> seen;

 private:
  void act() {
    Stream random = sim.stream(EntityKey{1}, purpose("test.busy"), ++next_);
    const auto ahead = static_cast<std::int32_t>(random.uniform() < 0.3 ? 0 : random.uniform() * 30 * 1440);
    // Many are scheduled at the instants of the set-up, so that ties are common.
    const Instant at = random.uniform() < 0.4 ? Instant{(sim.now().minutes / 20'000 + 1) * 20'000}
                                              : Instant{sim.now().minutes + ahead + 1};
    const Phase phase = random.uniform() < 0.5 ? Phase::arrive : Phase::serve;
    const auto id = static_cast<std::uint32_t>(next_);
    if (random.uniform() < 0.5) {
      sim.schedule(happened_, at, phase, {id});
      return;
    }
    handles_.push_back(sim.schedule_cancellable(happened_, at, phase, {id}));
    if (random.uniform() > 0.5) return;
    const auto one = static_cast<std::size_t>(random.uniform() * static_cast<double>(handles_.size()));
    if (sim.cancel(handles_[one])) act();
  }

  HandlerOf<Planned> planned_;
  HandlerOf<Noted> happened_;
  std::uint64_t next_ = 0;
  std::vector<Handle> handles_;
};

std::string saved(Busy& busy) {
  Serializer serializer;
  busy.state(serializer);
  return serializer.take();
}

void read(Busy& busy, const std::string& bytes) {
  Serializer serializer{std::string_view(bytes)};
  busy.state(serializer);
  serializer.end();
}

const std::vector<std::int32_t> stops = {0, 1, 719, 19'999, 20'000, 20'001, 28'800, 100'000, 330'123, 400 * 1440};

}  // namespace

TEST_CASE("a simulation that is saved at any minute and read continues as if it had not been interrupted",
          "[unit][events][state]") {
  Busy whole;
  whole.populate();
  whole.sim.run_until(whole.sim.end());
  REQUIRE(whole.seen.size() > 500);

  Busy first;
  first.populate();
  std::vector<Seen> seen;
  std::string bytes = saved(first);
  for (const std::int32_t stop : stops) {
    Busy next;
    read(next, bytes);
    next.sim.run_until(Instant{stop});
    seen.insert(seen.end(), next.seen.begin(), next.seen.end());
    bytes = saved(next);
    CHECK(next.sim.now() == Instant{stop});
    CHECK(next.sim.events_processed() == seen.size());
  }
  CHECK(seen == whole.seen);
}

TEST_CASE("after reading a state, the events of another set-up fire as in a simulation that had it from the start",
          "[unit][events][state]") {
  // The two set-ups differ only in the last tenth of the simulated time.
  Busy alone(30), shorter(27);
  alone.populate();
  shorter.populate();
  alone.sim.run_until(alone.sim.end());
  for (const std::int32_t stop : {1, 20'000, 170'000, 179'999}) {
    Busy before(27);
    before.populate();
    before.sim.run_until(Instant{stop});
    Busy branch(30);
    read(branch, saved(before));
    branch.sim.run_until(branch.sim.end());
    std::vector<Seen> seen = before.seen;
    seen.insert(seen.end(), branch.seen.begin(), branch.seen.end());
    CHECK(seen == alone.seen);

    Busy back(27);  // and the other way round: events that only the longer set-up has do not fire
    Busy from(30);
    from.populate();
    from.sim.run_until(Instant{stop});
    read(back, saved(from));
    back.sim.run_until(back.sim.end());
    for (const Seen& one : back.seen) CHECK(one.id < 1'000'027);
  }
}

TEST_CASE("an invalid state of events is refused", "[unit][events][state]") {
  Busy busy;
  busy.populate();
  busy.sim.run_until(Instant{100'000});
  const std::string bytes = saved(busy);
  for (std::size_t length = 0; length < bytes.size(); length += 7) {
    Busy other;
    CHECK_THROWS_AS(read(other, bytes.substr(0, length)), BadState);
  }
  Busy fired;
  fired.populate();
  fired.sim.run_until(Instant{10'000});
  CHECK_THROWS_AS(read(fired, bytes), std::logic_error);
  Simulation cancellable(Seed{1}, Replication{0}, Instant{0});
  struct Model {
    void on(const Noted&, Simulation&) {}
  } model;
  const HandlerOf<Noted> handler = cancellable.handles<Noted>(model);
  (void)cancellable.schedule_cancellable(handler, Instant{5}, Phase::serve, {1});
  cancellable.end_set_up();
  Serializer serializer;
  CHECK_THROWS_AS(cancellable.state(serializer), std::logic_error);
}

}  // namespace muster
