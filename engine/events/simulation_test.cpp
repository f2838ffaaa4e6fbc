#include "engine/events/simulation.hpp"

#include "tests/support/catch.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <string>
#include <tuple>
#include <vector>

using namespace muster;

namespace {

struct Noted {
  std::uint32_t id;
};
struct Counted {
  std::int16_t by;
};

struct Seen {
  Instant at;
  std::uint32_t id;
  friend bool operator==(const Seen&, const Seen&) = default;
};

/// Records the events that fire and, if `then` is set, calls it for each of them.
class Notebook {
 public:
  explicit Notebook(Simulation& sim) : noted(sim.handles<Noted>(*this)), counted(sim.handles<Counted>(*this)) {}

  void on(const Noted& event, Simulation& sim) {
    seen.push_back({sim.now(), event.id});
    if (then) then(event, sim);
  }
  void on(const Counted& event, Simulation&) { count += event.by; }

  [[nodiscard]] std::vector<std::uint32_t> ids() const {
    std::vector<std::uint32_t> all;
    for (const Seen& one : seen) all.push_back(one.id);
    return all;
  }

  HandlerOf<Noted> noted;
  HandlerOf<Counted> counted;
  std::vector<Seen> seen;
  int count = 0;
  std::function<void(const Noted&, Simulation&)> then;
};

struct Fixture {
  explicit Fixture(Instant start = Instant{0}) : sim(Seed{1}, Replication{2}, start), book(sim) {}
  Simulation sim;
  Notebook book;
};

constexpr Instant first_instant{std::numeric_limits<std::int32_t>::min()},
    last_instant{std::numeric_limits<std::int32_t>::max()};

}  // namespace

TEST_CASE("events fire by instant, then phase, then first scheduled first fired", "[unit][events]") {
  Fixture f;
  std::uint32_t id = 0;
  for (const std::int32_t minute : {3000, 5, 5, 3000})
    for (const Phase phase :
         {Phase::close_period, Phase::policy, Phase::deadline, Phase::arrive, Phase::serve, Phase::decide})
      f.sim.schedule(f.book.noted, Instant{minute}, phase, {id++});
  f.sim.run_until(Instant{3001});
  CHECK(f.book.ids() == std::vector<std::uint32_t>{7, 13, 9, 15, 11, 17, 10, 16, 8, 14, 6, 12,    // at 5
                                                   1, 19, 3, 21, 5,  23, 4,  22, 2, 20, 0, 18});  // at 3000
  CHECK(f.sim.events_processed() == 24);
  CHECK(f.sim.pending() == 0);
}

TEST_CASE("each event reaches the overload for its type with its value", "[unit][events]") {
  Fixture f;
  f.sim.schedule(f.book.counted, Instant{1}, Phase::serve, {-300});
  f.sim.schedule(f.book.noted, Instant{1}, Phase::serve, {4'000'000'000});
  f.sim.run_until(Instant{2});
  CHECK(f.book.count == -300);
  CHECK(f.book.seen == std::vector<Seen>{{Instant{1}, 4'000'000'000}});
}

TEST_CASE("the horizon is half-open and becomes now", "[unit][events]") {
  Fixture f;
  f.sim.schedule(f.book.noted, Instant{9}, Phase::close_period, {1});
  f.sim.schedule(f.book.noted, Instant{10}, Phase::policy, {2});
  f.sim.run_until(Instant{10});
  CHECK(f.book.ids() == std::vector<std::uint32_t>{1});
  CHECK(f.sim.now() == Instant{10});
  CHECK(f.sim.pending() == 1);
  f.sim.run_until(Instant{10});
  CHECK(f.sim.pending() == 1);
  f.sim.run_until(Instant{11});
  CHECK(f.book.ids() == std::vector<std::uint32_t>{1, 2});
}

TEST_CASE("an event may schedule at its own instant and phase, after the events waiting there", "[unit][events]") {
  Fixture f;
  f.book.then = [&](const Noted& event, Simulation& sim) {
    if (event.id == 1) {
      sim.schedule(f.book.noted, sim.now(), Phase::decide, {3});
      sim.schedule(f.book.noted, sim.now(), Phase::serve, {5});
    }
    if (event.id == 3) sim.schedule(f.book.noted, sim.now(), Phase::decide, {4});
  };
  f.sim.schedule(f.book.noted, Instant{7}, Phase::decide, {1});
  f.sim.schedule(f.book.noted, Instant{7}, Phase::decide, {2});
  f.sim.run_until(Instant{8});
  CHECK(f.book.ids() == std::vector<std::uint32_t>{1, 2, 3, 4, 5});
}

TEST_CASE("scheduling before the event being handled is a bug whose message names both instants", "[unit][events]") {
  Fixture f;
  const Instant noon = Instant{start_of(Date{std::chrono::year{2021} / 12 / 5}).minutes + 12 * 60};
  f.sim.schedule(f.book.noted, noon, Phase::serve, {1});
  SECTION("an earlier instant") {
    f.book.then = [&](const Noted&, Simulation& sim) {
      sim.schedule(f.book.noted, Instant{noon.minutes - 1}, Phase::close_period, {2});
    };
    CHECK_THROWS_WITH(
        f.sim.run_until(last_instant),
        "an event was scheduled for 2021-12-05 11:59 close_period, but it is already 2021-12-05 12:00 serve");
    CHECK(f.sim.now() == noon);
  }
  SECTION("an earlier phase of this instant") {
    f.book.then = [&](const Noted&, Simulation& sim) {
      static_cast<void>(sim.schedule_cancellable(f.book.noted, noon, Phase::decide, {2}));
    };
    CHECK_THROWS_AS(f.sim.run_until(last_instant), OutOfOrder);
    CHECK(f.sim.pending() == 0);
  }
  SECTION("before now, between runs") {
    f.sim.run_until(Instant{noon.minutes + 1});
    CHECK_THROWS_AS(f.sim.schedule(f.book.noted, noon, Phase::close_period, {2}), OutOfOrder);
    // Between runs, every phase of now is still to come.
    f.sim.schedule(f.book.noted, Instant{noon.minutes + 1}, Phase::policy, {2});
  }
  SECTION("a horizon before now") {
    f.sim.run_until(noon);
    CHECK_THROWS_WITH(f.sim.run_until(Instant{noon.minutes - 1}),
                      "run until 2021-12-05 11:59, but it is already 2021-12-05 12:00");
  }
}

TEST_CASE("cancelling returns whether the event was still pending", "[unit][events]") {
  Fixture f;
  const Handle first = f.sim.schedule_cancellable(f.book.noted, Instant{5}, Phase::serve, {1});
  const Handle second = f.sim.schedule_cancellable(f.book.noted, Instant{5000}, Phase::serve, {2});
  CHECK(f.sim.pending() == 2);
  CHECK(f.sim.cancel(second));
  CHECK(f.sim.pending() == 1);
  CHECK_FALSE(f.sim.cancel(second));
  CHECK_FALSE(f.sim.cancel(Handle{}));
  CHECK_FALSE(f.sim.cancel(Handle{99, 0}));
  f.sim.run_until(Instant{10'000});
  CHECK_FALSE(f.sim.cancel(first));
  CHECK(f.book.ids() == std::vector<std::uint32_t>{1});

  // The slot is reused; the earlier handles do not name its new event.
  const Handle third = f.sim.schedule_cancellable(f.book.noted, Instant{20'000}, Phase::serve, {3});
  CHECK_FALSE(f.sim.cancel(first));
  CHECK_FALSE(f.sim.cancel(second));
  CHECK(f.sim.cancel(third));
}

TEST_CASE("an event cannot cancel itself, and may cancel one of the same instant", "[unit][events]") {
  Fixture f;
  const Handle own = f.sim.schedule_cancellable(f.book.noted, Instant{5}, Phase::serve, {1});
  const Handle later = f.sim.schedule_cancellable(f.book.noted, Instant{5}, Phase::serve, {2});
  f.book.then = [&](const Noted&, Simulation& sim) {
    CHECK_FALSE(sim.cancel(own));
    CHECK(sim.cancel(later));
  };
  f.sim.run_until(Instant{6});
  CHECK(f.book.ids() == std::vector<std::uint32_t>{1});
  CHECK(f.sim.events_processed() == 1);
}

TEST_CASE("a rescheduled event fires after those waiting at its new instant", "[unit][events]") {
  Fixture f;
  Handle handle = f.sim.schedule_cancellable(f.book.noted, Instant{5}, Phase::serve, {1});
  f.sim.schedule(f.book.noted, Instant{5}, Phase::serve, {2});
  handle = f.sim.reschedule(handle, f.book.noted, Instant{5}, Phase::serve, {1});
  CHECK(f.sim.pending() == 2);
  f.sim.run_until(Instant{6});
  CHECK(f.book.ids() == std::vector<std::uint32_t>{2, 1});
  // The old event has fired; a new one is scheduled all the same.
  handle = f.sim.reschedule(handle, f.book.noted, Instant{8}, Phase::serve, {3});
  f.sim.run_until(Instant{9});
  CHECK(f.book.ids() == std::vector<std::uint32_t>{2, 1, 3});
}

TEST_CASE("every instant of the calendar can be scheduled", "[unit][events]") {
  Fixture f(first_instant);
  f.sim.schedule(f.book.noted, last_instant, Phase::close_period, {5});
  f.sim.schedule(f.book.noted, Instant{last_instant.minutes - 1}, Phase::close_period, {4});
  f.sim.schedule(f.book.noted, Instant{0}, Phase::policy, {3});
  f.sim.schedule(f.book.noted, Instant{-1}, Phase::close_period, {2});
  f.sim.schedule(f.book.noted, first_instant, Phase::policy, {1});
  f.sim.run_until(last_instant);
  CHECK(
      f.book.seen ==
      std::vector<Seen>{{first_instant, 1}, {Instant{-1}, 2}, {Instant{0}, 3}, {Instant{last_instant.minutes - 1}, 4}});
  CHECK(f.sim.pending() == 0);  // dropped: the last instant is the end of a simulation that was given none
}

TEST_CASE("events scheduled for the end or later are not kept", "[unit][events]") {
  const Instant start = start_of(Date{std::chrono::year{2022} / 1 / 1}), end{start.minutes + 100};
  struct Due {
    int n;
  };
  struct Model {
    std::vector<int> fired;
    void on(const Due& event, Simulation&) { fired.push_back(event.n); }
  } model;
  Simulation sim(Seed{1}, Replication{0}, start, end);
  const HandlerOf<Due> due = sim.handles<Due>(model);
  sim.schedule(due, Instant{end.minutes - 1}, Phase::serve, {1});
  sim.schedule(due, end, Phase::policy, {2});
  const Handle never = sim.schedule_cancellable(due, Instant{end.minutes + 5}, Phase::serve, {3});
  CHECK(never == Handle{});
  CHECK_FALSE(sim.cancel(never));
  CHECK(sim.pending() == 1);
  sim.run_until(end);
  CHECK(model.fired == std::vector<int>{1});
  CHECK_THROWS_AS(sim.run_until(Instant{end.minutes + 1}), OutOfOrder);
}

TEST_CASE("a model may prefetch data for its coming events, and is called only for its own events", "[unit][events]") {
  struct Due {
    std::uint32_t n;
  };
  struct Other {
    std::uint32_t n;
  };
  struct Model {
    mutable std::vector<std::uint32_t> prefetched;
    std::vector<std::uint32_t> fired;
    void prefetch(const Due& event) const { prefetched.push_back(event.n); }
    void on(const Due& event, Simulation&) { fired.push_back(event.n); }
    void on(const Other&, Simulation&) {}
  } model;
  const Instant start = start_of(Date{std::chrono::year{2022} / 1 / 1});
  Simulation sim(Seed{1}, Replication{0}, start);
  const HandlerOf<Other> other = sim.handles<Other>(model);
  const HandlerOf<Due> due = sim.handles<Due>(model);
  const Instant tomorrow{start.minutes + minutes_per_day};
  for (std::uint32_t n = 0; n < 20; ++n) {
    sim.schedule(due, tomorrow, Phase::serve, {100 + n});
    sim.schedule(other, tomorrow, Phase::serve, {n});
  }
  sim.run_until(Instant{tomorrow.minutes + 1});
  REQUIRE(model.fired.size() == 20);
  for (const std::uint32_t n : model.prefetched)
    CHECK(std::find(model.fired.begin(), model.fired.end(), n) != model.fired.end());
  CHECK(model.prefetched.size() >= 16);
}

TEST_CASE("a single number is the first one of the stream with the same name", "[unit][events]") {
  const Simulation sim(Seed{7}, Replication{3}, Instant{});
  for (std::uint64_t n = 0; n < 100; ++n)
    CHECK(sim.uniform(EntityKey{n}, purpose("a"), n * n) == sim.stream(EntityKey{n}, purpose("a"), n * n).uniform());
}

TEST_CASE("streams of a simulation use its seed and replication", "[unit][events]") {
  Fixture f;
  Stream expected(Seed{1}, Replication{2}, EntityKey{3}, purpose("x"), 4);
  CHECK(f.sim.stream(EntityKey{3}, purpose("x"), 4).bits() == expected.bits());
}

TEST_CASE("memory stays bounded when events are rescheduled again and again", "[unit][events]") {
  Fixture f;
  std::vector<Handle> handles(100);
  for (std::int32_t round = 0; round < 10'000; ++round) {
    auto& handle = handles[static_cast<std::size_t>(round) % handles.size()];
    handle = f.sim.reschedule(handle, f.book.noted, Instant{1'000'000 + round * 10}, Phase::serve, {1});
    REQUIRE(f.sim.pending() == static_cast<std::size_t>(std::min(round + 1, 100)));
  }
  const std::size_t grown = f.sim.pending_events().memory_bytes();
  for (std::int32_t round = 0; round < 200'000; ++round) {
    auto& handle = handles[static_cast<std::size_t>(round) % handles.size()];
    handle = f.sim.reschedule(handle, f.book.noted, Instant{1'000'000 + round % 10'000 * 10}, Phase::serve, {1});
  }
  CHECK(f.sim.pending_events().memory_bytes() <= 2 * grown);
  f.sim.run_until(last_instant);
  CHECK(f.book.seen.size() == 100);
}

TEST_CASE("dropping cancelled events keeps the other events of the same years", "[unit][events]") {
  Fixture f;
  f.sim.schedule(f.book.noted, Instant{10 * 1440}, Phase::serve, {1});
  std::vector<Handle> handles;
  for (int n = 0; n < 3000; ++n)
    handles.push_back(f.sim.schedule_cancellable(f.book.noted, Instant{10 * 1440}, Phase::serve, {2}));
  for (const Handle handle : handles) f.sim.cancel(handle);
  f.sim.schedule(f.book.noted, Instant{5000 * 1440}, Phase::serve, {3});
  f.sim.run_until(Instant{6000 * 1440});
  CHECK(f.book.seen == std::vector<Seen>{{Instant{10 * 1440}, 1}, {Instant{5000 * 1440}, 3}});
}

namespace {

/// The expected behaviour of the pending event set, implemented with a sorted map and sequence numbers. Random
/// decisions drive it and the simulation alike.
class Oracle {
 public:
  Oracle(Seed seed, Instant start, std::int32_t spread, double same_minute)
      : f_(start),
        random_(seed, Replication{0}, EntityKey{0}, purpose("oracle")),
        spread_(spread),
        same_minute_(same_minute) {
    f_.book.then = [this](const Noted& event, Simulation&) { fired(event); };
  }

  void run(int rounds, int busy) {
    for (int round = 0; round < rounds; ++round) {
      for (int i = below(busy); i > 0; --i) act();
      const std::int64_t left = std::int64_t{last_instant.minutes} - f_.sim.now().minutes;
      const std::int64_t reach = std::min<std::int64_t>(spread_ / 4 + 1, left / 8);
      run_until(Instant{static_cast<std::int32_t>(f_.sim.now().minutes + below(reach) * (below(4) == 0 ? 4 : 1))});
    }
    run_until(last_instant);
  }

  [[nodiscard]] std::size_t fired_count() const { return fired_; }

 private:
  using Key = std::tuple<Instant, Phase, std::uint64_t>;  // the last is the sequence number

  std::int64_t below(std::int64_t limit) {
    return static_cast<std::int64_t>(random_.uniform() * static_cast<double>(limit));
  }
  int below(int limit) { return static_cast<int>(below(std::int64_t{limit})); }

  void run_until(Instant horizon) {
    f_.sim.run_until(horizon);
    REQUIRE(f_.sim.now() == horizon);
    if (!waiting_.empty()) REQUIRE(std::get<Instant>(waiting_.begin()->first) >= horizon);
    phase_ = Phase::policy;
  }

  void fired(const Noted& event) {
    if (waiting_.empty()) FAIL("an event fired that was not pending");
    const auto [key, id] = *waiting_.begin();
    if (id != event.id || std::get<Instant>(key) != f_.sim.now()) {
      CAPTURE(id, event.id, std::get<Instant>(key).minutes, f_.sim.now().minutes);
      FAIL("another event should have fired");
    }
    waiting_.erase(waiting_.begin());
    phase_ = std::get<Phase>(key);
    ++fired_;
    if (f_.sim.pending() != waiting_.size()) FAIL("the sizes differ");
    if (fired_ < 20'000)
      for (int i = below(3); i > 0; --i) act();
  }

  void act() {
    const std::int64_t now = f_.sim.now().minutes;
    const bool here = random_.uniform() < same_minute_;
    std::int64_t minutes = here ? now : now + below(spread_ + std::int64_t{1});
    if (minutes >= last_instant.minutes)
      minutes = std::max(now, last_instant.minutes - 1 - below(std::int64_t{3} * minutes_per_day));
    const auto at = Instant{static_cast<std::int32_t>(minutes)};
    auto phase = static_cast<Phase>(below(static_cast<int>(phase_count)));
    if (at == f_.sim.now()) phase = std::max(phase, phase_);
    const std::uint32_t id = ids_++;
    const int what = below(10);
    if (what < 5) {
      f_.sim.schedule(f_.book.noted, at, phase, {id});
      waiting_.emplace(Key{at, phase, sequence_++}, id);
    } else if (what < 8 || handles_.empty()) {
      handles_.emplace_back(f_.sim.schedule_cancellable(f_.book.noted, at, phase, {id}), Key{at, phase, sequence_});
      waiting_.emplace(Key{at, phase, sequence_++}, id);
    } else {
      auto& [handle, key] = handles_[static_cast<std::size_t>(below(static_cast<std::int64_t>(handles_.size())))];
      const bool pending = waiting_.erase(key) == 1;
      if (what == 8) {
        if (f_.sim.cancel(handle) != pending) FAIL("cancelling was wrong about what was pending");
      } else {
        handle = f_.sim.reschedule(handle, f_.book.noted, at, phase, {id});
        key = Key{at, phase, sequence_};
        waiting_.emplace(Key{at, phase, sequence_++}, id);
      }
    }
  }

  Fixture f_;
  Stream random_;
  std::int32_t spread_;
  double same_minute_;
  std::map<Key, std::uint32_t> waiting_;
  std::vector<std::pair<Handle, Key>> handles_;
  Phase phase_ = Phase::policy;
  std::uint64_t sequence_ = 0;
  std::uint32_t ids_ = 0;
  std::size_t fired_ = 0;
};

}  // namespace

TEST_CASE("random schedules fire exactly in the order of a sorted map with sequence numbers", "[property][events]") {
  const auto start = GENERATE(Instant{0}, Instant{-50'000'000}, first_instant, Instant{-700}, Instant{1'500'000'000});
  const auto spread = GENERATE(1, 60, 1440, 5 * 1440, 400 * 1440, 36'525 * 1440, 2'000'000'000);
  for (const int busy : {3, 40, 2000}) {
    CAPTURE(start.minutes, spread, busy);
    Oracle oracle(Seed{static_cast<std::uint64_t>(spread) + static_cast<std::uint64_t>(busy)}, start, spread, 0.1);
    oracle.run(30, busy);
    CHECK(oracle.fired_count() > 10);
  }
}

TEST_CASE("a crowded minute, day or pair of digits is sorted stably", "[property][events]") {
  // All events are on one day, which is opened at once. The cases cover each way of sorting it: few and many
  // entries, one minute, and minutes that share the low or the high digit of their key.
  const auto count = GENERATE(1, 3, 4, 8, 16, 31, 32, 33, 34, 35, 36, 67, 500, 100'000);
  using Minutes = std::vector<std::int32_t>;
  const auto minutes = GENERATE(Minutes{700}, Minutes{0, 1439}, Minutes{0, 16, 32, 1424}, Minutes{800, 801, 802, 803},
                                Minutes{0, 1, 15, 16, 17, 500, 1000, 1438, 1439});
  CAPTURE(count, minutes.size());
  Fixture f;
  Stream random(Seed{9}, Replication{0}, EntityKey{0}, purpose("crowd"));
  std::vector<std::tuple<std::int32_t, Phase, std::uint32_t>> expected;
  for (std::uint32_t id = 0; id < static_cast<std::uint32_t>(count); ++id) {
    const std::int32_t minute =
        3 * 1440 + minutes[static_cast<std::size_t>(random.uniform() * static_cast<double>(minutes.size()))];
    const auto phase = static_cast<Phase>(random.uniform() * phase_count);
    f.sim.schedule(f.book.noted, Instant{minute}, phase, {id});
    expected.emplace_back(minute, phase, id);
  }
  std::sort(expected.begin(), expected.end());
  f.sim.run_until(Instant{4 * 1440});
  REQUIRE(f.book.seen.size() == expected.size());
  bool same = true;
  for (std::size_t i = 0; i < expected.size(); ++i)
    same = same && f.book.seen[i] == Seen{Instant{std::get<0>(expected[i])}, std::get<2>(expected[i])};
  CHECK(same);
}
