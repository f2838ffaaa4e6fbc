#include "models/agencies/agencies.hpp"

#include "engine/random/distribution.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/statistical.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace muster::agencies {

namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using test::CellsAre;
using test::Counts;
using test::MeanIs;
using test::Sample;

constexpr AreaId east{0}, west{1};
constexpr Date first_day = 2021y / 12 / 6;  // in the middle of a month
constexpr Seed seed{20240611};

StationId station(unsigned n) { return StationId{n}; }

struct Region {
  Areas areas{{{"east", "", ""}, {"west", "", ""}}};
  Parameters parameters;

  // Agencies that exist at the start in each area and never close.
  explicit Region(int in_east = 0, int in_west = 0, int capacity = 2) {
    parameters.at_start = PerArea<int>(2, in_east);
    parameters.at_start[west] = in_west;
    parameters.weight = PerArea<Number>(2, Number{1});
    parameters.capacity = Number{static_cast<double>(capacity)};
    parameters.evaluation.every = Days{3650};
    parameters.evaluation.barred = Days{100};
  }
};

// The agencies of a region, and the signals that they sent; stations are numbers.
class Registry {
 public:
  explicit Registry(Region place, Replication replication = Replication{0},
                    const std::function<void(Agencies&)>& at_start = {})
      : region(std::move(place)),
        sim(seed, replication, start_of(first_day)),
        book(region.areas),
        agencies(region.parameters, sim, book) {
    agencies.populate();
    if (at_start) at_start(agencies);
    book.reset_flows();
    row_.resize(region.areas.node_count() * book.series().size());
    book.open(row_);
    agencies.on_capacity.connect<&Registry::capacity_freed>(*this);
    agencies.on_operator_lost.connect<&Registry::operator_lost>(*this);
  }

  // Runs to the end of a date and closes the period, which checks every identity.
  void run_to(Date date) { run_to(start_of(date + days{1})); }
  void run_to(Instant horizon) {
    sim.run_until(horizon);
    book.close_period(row_);
  }

  double operator()(const std::string& series, const std::string& area = "all") const {
    return row_[book.areas().find(area).value() * book.series().size() + book.find("agencies." + series)];
  }
  double now(const std::string& series, const std::string& area = "all") const {
    return book.value(book.find("agencies." + series), book.areas().find(area).value());
  }

  void capacity_freed() {
    capacity_on.push_back(date_of(sim.now()));
    if (on_capacity) on_capacity();
  }
  void operator_lost(StationId id) {
    lost.push_back(id);
    if (on_lost) on_lost(id);
  }

  Region region;
  Simulation sim;
  SeriesBook book;
  Agencies agencies;
  std::vector<Date> capacity_on;
  std::vector<StationId> lost;
  std::function<void()> on_capacity;
  std::function<void(StationId)> on_lost;

 private:
  std::vector<double> row_;
};

// From a date on every evaluation is failed; before it, none.
ByDate<Share> all_fail_from(Date date) { return ByDate<Share>(Timeline{{{2000y / 1 / 1, 0}, {date, 1}}, false}); }

TEST_CASE("an agency carries stations up to its capacity, and each station given up is announced as free capacity",
          "[unit][agencies]") {
  Registry registry(Region(1));
  const auto first = registry.agencies.contract(east, station(1));
  REQUIRE(first);
  CHECK(registry.agencies.contract(east, station(2)) == first);
  CHECK_FALSE(registry.agencies.contract(east, station(3)));
  CHECK(registry.capacity_on.empty());
  CHECK(registry.now("free") == 0);

  std::optional<AgencyId> at_once;
  registry.on_capacity = [&] { at_once = registry.agencies.contract(east, station(3)); };
  registry.agencies.release(*first, station(1));
  CHECK(at_once == first);
  CHECK(registry.capacity_on.size() == 1);
  CHECK_THROWS_AS(registry.agencies.release(*first, station(1)), std::logic_error);
  registry.run_to(first_day);
  CHECK(registry("contracted") == 3);
  CHECK(registry("released") == 1);
  CHECK(registry("contracts") == 2);
  CHECK(registry("capacity") == 2);
}

TEST_CASE("a station goes to the agency with the most free capacity, and never to the one that is excepted",
          "[unit][agencies]") {
  Registry registry(Region(3));
  std::vector<AgencyId> carry;
  for (unsigned n = 0; n < 6; ++n) carry.push_back(registry.agencies.contract(east, station(n)).value());
  CHECK(std::set<AgencyId>(carry.begin(), carry.begin() + 3).size() == 3);
  CHECK(std::vector<AgencyId>(carry.begin() + 3, carry.end()) ==
        std::vector<AgencyId>(carry.begin(), carry.begin() + 3));
  registry.agencies.release(carry[1], station(1));
  CHECK_FALSE(registry.agencies.contract(east, station(1), carry[1]));
  CHECK(registry.agencies.contract(east, station(1), carry[0]) == carry[1]);
}

TEST_CASE("agencies of other areas take a station on only if they work elsewhere and its own area has no capacity",
          "[unit][agencies]") {
  Region region(1, 2);
  Registry bound(region);
  for (unsigned n = 0; n < 2; ++n) CHECK(bound.agencies.contract(east, station(n)));
  CHECK_FALSE(bound.agencies.contract(east, station(2)));

  region.parameters.works_elsewhere = true;
  Registry free(region);
  for (unsigned n = 0; n < 6; ++n) CHECK(free.agencies.contract(east, station(n)));
  CHECK_FALSE(free.agencies.contract(east, station(6)));
  free.run_to(first_day);
  CHECK(free("contracts", "east") == 2);  // counted where the agency is
  CHECK(free("contracts", "west") == 4);
}

TEST_CASE("stations open at the start count in the stock and not in the flow, and each needs an agency",
          "[unit][agencies]") {
  const auto three_stations = [](Agencies& agencies) {
    for (unsigned n = 0; n < 3; ++n) agencies.contract_at_start(east, station(n));
  };
  Registry registry(Region(2), Replication{0}, three_stations);
  CHECK(registry("contracts", "east") == 3);
  CHECK(registry("free", "east") == 1);
  registry.run_to(first_day);
  CHECK(registry("contracted") == 0);
  CHECK(registry("founded") == 0);

  CHECK_THROWS_WITH(Registry(Region(1, 9), Replication{0}, three_stations),
                    "east has more stations open at the start than its agencies can carry; raise agencies.at_start or "
                    "agencies.capacity, set agencies.works_elsewhere, or lower stations.open_at_start");
  Region region(1, 0);
  region.parameters.works_elsewhere = true;
  CHECK_THROWS_WITH(Registry(region, Replication{0}, three_stations),
                    "east has more stations open at the start than agencies can carry; raise agencies.at_start or "
                    "agencies.capacity, or lower stations.open_at_start");
}

TEST_CASE("an agency that fails is barred until the date, and its stations go to another at once",
          "[unit][agencies]") {
  // One in each area, and each fails whenever it is evaluated; the first failure is long before the second.
  Region region(1, 1);
  region.parameters.works_elsewhere = true;
  region.parameters.evaluation.every = Days{2000};
  region.parameters.evaluation.fails = Share{1};
  std::vector<Date> failed;  // of the two, from a replication without requests
  Registry probe(region);
  for (Date date = first_day; failed.size() < 2; date += days{1}) {
    probe.run_to(date);
    for (const char* area : {"east", "west"})
      if (probe("failed", area) == 1) failed.push_back(date);
  }
  const std::string early = [&] {
    Registry again(region);
    again.run_to(failed[0]);
    return again("failed", "east") == 1 ? "east" : "west";
  }();
  const AreaId there = early == "east" ? east : west;
  REQUIRE(failed[1] - failed[0] > days{101});

  Registry registry(region);
  std::vector<std::optional<AgencyId>> old, taken;
  registry.on_lost = [&](StationId id) {
    taken.push_back(registry.agencies.contract(there, id, registry.lost.size() == 1 ? std::nullopt : old[0]));
  };
  for (unsigned n = 0; n < 2; ++n) old.push_back(registry.agencies.contract(there, station(n)));
  registry.run_to(failed[0]);
  CHECK(registry.lost == std::vector<StationId>{station(0), station(1)});
  REQUIRE(taken.size() == 2);
  CHECK((taken[0] && taken[0] != old[0]));
  CHECK(taken[1] == taken[0]);
  CHECK(registry("failed") == 1);
  CHECK(registry("closed") == 0);
  CHECK(registry("contracts", early) == 0);
  CHECK(registry("free", early) == 2);  // the capacity of barred agencies counts
  CHECK(registry("contracts") == 2);
  CHECK_FALSE(registry.agencies.contract(there, station(2)));
  CHECK(registry.capacity_on.empty());

  registry.run_to(failed[0] + days{99});
  CHECK_FALSE(registry.agencies.contract(there, station(2)));
  CHECK(registry.capacity_on.empty());
  registry.run_to(failed[0] + days{100});
  CHECK(registry.capacity_on == std::vector<Date>{failed[0] + days{100}});
  CHECK(registry.agencies.contract(there, station(2)) == old[0]);
}

TEST_CASE("when an agency closes its capacity is lost, and all its stations lose their operator", "[unit][agencies]") {
  Region region(3, 1, 4);
  region.parameters.evaluation = {Days{365}, all_fail_from(2022y / 3 / 1), Share{1}, Days{0}};
  Registry registry(region);
  for (unsigned n = 0; n < 7; ++n) REQUIRE(registry.agencies.contract(east, station(n)));
  registry.run_to(2022y / 2 / 28);
  CHECK(registry("closed") == 0);
  CHECK(registry.lost.empty());
  registry.run_to(first_day + days{730});  // every one has been evaluated since
  CHECK(registry("closed") == 4);
  CHECK(registry("failed") == 4);
  CHECK(registry("active") == 0);
  CHECK(registry("capacity") == 0);
  CHECK(registry("contracts") == 0);
  CHECK(registry("released", "east") == 7);
  CHECK(registry.capacity_on.empty());
  std::sort(registry.lost.begin(), registry.lost.end());
  for (unsigned n = 0; n < 7; ++n) CHECK(registry.lost.at(n) == station(n));
  CHECK_FALSE(registry.agencies.contract(east, station(9)));
}

TEST_CASE("an agency that fails again while it is barred is barred anew", "[unit][agencies]") {
  Region region;
  region.parameters.founded =
      ByDate<Number>(Timeline{{{2021y / 12 / 1, 0}, {2022y / 1 / 1, 60}, {2022y / 2 / 1, 0}}, false});
  region.parameters.evaluation = {Days{100}, Share{1}, Share{0}, Days{150}};
  Registry registry(region);
  std::size_t last = 0;
  for (Date date = first_day; date < first_day + days{1500}; date += days{1}) {
    registry.run_to(date);
    if (registry("failed") > 0)
      last = registry.capacity_on.size();  // from the first failure on no agency becomes active again
  }
  REQUIRE(registry.now("active") > 0);
  CHECK(registry.capacity_on.size() == last);
  CHECK(registry.capacity_on.back() < 2022y / 2 / 1);
  CHECK_FALSE(registry.agencies.contract(east, station(0)));
}

TEST_CASE("agencies are founded in months whose rate is above 0, the rest of the month of the start included",
          "[unit][agencies]") {
  Region region;
  region.parameters.weight[west] = Number{0};
  region.parameters.founded = ByDate<Number>(
      Timeline{{{2021y / 12 / 1, 1200}, {2022y / 1 / 1, 0}, {2022y / 2 / 1, 1200}, {2022y / 3 / 1, 0}}, false});
  Registry registry(region);
  registry.run_to(2021y / 12 / 31);
  CHECK(registry("founded") > 0);
  registry.run_to(2022y / 1 / 31);
  CHECK(registry("founded") == 0);
  registry.run_to(2022y / 2 / 28);
  CHECK(registry("founded", "east") > 0);
  CHECK(registry("founded", "west") == 0);
  CHECK(registry("capacity_added") == 2 * registry("founded"));
  registry.run_to(2022y / 12 / 31);
  CHECK(registry("founded") == 0);
  CHECK(registry("active") == static_cast<double>(registry.capacity_on.size()));  // each was announced
  CHECK(registry.agencies.contract(east, station(0)));
}

TEST_CASE("an agency is evaluated a whole period after its founding, and each period after that", "[unit][agencies]") {
  Region region;
  region.parameters.founded = ByDate<Number>(Timeline{{{2021y / 12 / 1, 600}, {2022y / 1 / 1, 0}}, false});
  region.parameters.evaluation = {Days{200}, Share{1}, Share{0}, Days{1}};
  Registry registry(region);
  std::vector<double> founded, failed;
  for (Date date = first_day; date < first_day + days{626}; date += days{1}) {
    registry.run_to(date);
    founded.push_back(registry("founded"));
    failed.push_back(registry("failed"));
  }
  for (std::size_t day = 0; day < failed.size(); ++day) {
    const double evaluated = day % 200 < 26 && day >= 200 ? founded[day % 200] : 0;
    CHECK(failed[day] == evaluated);
  }
}

TEST_CASE("an impossible capacity is refused, and so are weights that are all 0", "[unit][agencies]") {
  Region region(1);
  region.parameters.capacity = DistributionOf<Number>(Distribution::uniform(-3, -2));
  CHECK_THROWS_WITH(Registry(region), Catch::Matchers::StartsWith("agencies.capacity drew -") &&
                                          Catch::Matchers::EndsWith("an agency can carry 0 to 1000000"));
  region.parameters.weight = PerArea<Number>(2, Number{0});
  Faults faults;
  region.parameters.check(faults);
  REQUIRE(faults.found().size() == 1);
  CHECK(faults.found()[0].first == "weight");
}

// ------------------------------------------------------------------------------------------------- random numbers

// What happens in the east, day by day, while stations ask for agencies and give them up.
std::vector<double> east_of(const Region& region) {
  Registry registry(region);
  std::vector<std::pair<AgencyId, StationId>> held;
  std::vector<double> seen;
  for (unsigned day = 0; day < 2000; ++day) {
    registry.run_to(first_day + days{day});
    const auto gone = [&](const auto& pair) {
      return std::find(registry.lost.begin(), registry.lost.end(), pair.second) != registry.lost.end();
    };
    held.erase(std::remove_if(held.begin(), held.end(), gone), held.end());
    if (const auto agency = registry.agencies.contract(east, station(day))) held.emplace_back(*agency, station(day));
    if (day % 3 == 0 && !held.empty()) {
      registry.agencies.release(held.front().first, held.front().second);
      held.erase(held.begin());
    }
    for (const char* series : {"active", "founded", "closed", "failed", "capacity", "contracts", "contracted"})
      seen.push_back(registry(series, "east"));
  }
  return seen;
}

Region busy_region() {
  Region region(4, 2);
  region.parameters.capacity = DistributionOf<Number>(Distribution::uniform(1, 9));
  region.parameters.founded = Number{8};
  region.parameters.closes = PerYear{0.3};
  region.parameters.evaluation = {Days{300}, Share{0.3}, Share{0.4}, Days{120}};
  return region;
}

TEST_CASE("one more agency elsewhere leaves the random numbers of the others unchanged", "[property][agencies]") {
  const std::vector<double> alone = east_of(busy_region());
  Region more = busy_region();
  more.parameters.at_start[west] = 7;
  CHECK(east_of(more) == alone);
  more.parameters.founded = Number{20};  // twenty by one fifth in the east, as eight by one half before
  more.parameters.weight[west] = Number{4};
  CHECK(east_of(more) == alone);
  more.parameters.founded = Number{30};
  CHECK(east_of(more) != alone);
}

TEST_CASE("with a higher rate the same agencies are founded at the same instants, and others in addition",
          "[property][agencies]") {
  const auto foundings = [](double a_year) {
    Region region;
    region.parameters.founded = Number{a_year};
    Registry registry(region);
    std::multiset<Instant> instants;
    registry.on_capacity = [&] { instants.insert(registry.sim.now()); };
    registry.run_to(first_day + days{3000});
    return instants;
  };
  const std::multiset<Instant> few = foundings(10), many = foundings(14);
  CHECK(few.size() > 20);
  CHECK(many.size() > few.size());
  CHECK(std::includes(many.begin(), many.end(), few.begin(), few.end()));
}

// --------------------------------------------------------------------------------------------------- closed forms

// Stations that ask for an operator at exponential intervals, once, and give it up after an exponential time.
class Loss {
 public:
  struct WrittenCommand {};
  struct GivenUp {
    std::uint32_t station;
  };

  Loss(Registry& registry, Days interval, Days length, const std::vector<AgencyId>& carried)
      : agencies_(registry.agencies),
        sim_(registry.sim),
        asked_(sim_.handles<WrittenCommand>(*this)),
        given_up_(sim_.handles<GivenUp>(*this)),
        interval_(Distribution::exponential(interval.value)),
        length_(Distribution::exponential(length.value)),
        intervals_(sim_.stream(EntityKey{0}, purpose("interval"))),
        lengths_(sim_.stream(EntityKey{0}, purpose("length"))),
        operators_(carried) {
    for (std::uint32_t n = 0; n < operators_.size(); ++n) end_later(n);
    sim_.schedule(asked_, sim_.now(), Phase::arrive, {});
  }

  void on(const WrittenCommand&, Simulation&) {
    ++asked;
    const auto id = static_cast<std::uint32_t>(operators_.size());
    if (const auto agency = agencies_.contract(east, StationId{id})) {
      operators_.push_back(*agency);
      end_later(id);
    } else {
      ++blocked;
    }
    sim_.schedule(asked_, sim_.now() + Days{interval_.sample(intervals_)}, Phase::arrive, {});
  }
  void on(const GivenUp& event, Simulation&) {
    agencies_.release(operators_[event.station], StationId{event.station});
  }

  int asked = 0, blocked = 0;

 private:
  void end_later(std::uint32_t id) {
    sim_.schedule(given_up_, sim_.now() + Days{length_.sample(lengths_)}, Phase::arrive, {id});
  }

  Agencies& agencies_;
  Simulation& sim_;
  HandlerOf<WrittenCommand> asked_;
  HandlerOf<GivenUp> given_up_;
  Distribution interval_, length_;
  Stream intervals_, lengths_;
  std::vector<AgencyId> operators_;
};

TEST_CASE("requests find an agency full as often as Erlang's loss formula says", "[statistical][agencies]") {
  // M/M/c/c: B(c, a) = (a^c / c!) / sum over n of a^n / n!, R. B. Cooper, Introduction to Queueing Theory, 2nd ed.,
  // sec. 3.3; a load of 4 on a capacity of 5 is blocked 0.19907 of the time. The number carried at the start has the
  // stationary distribution, so of the requests of any length of time the expected number blocked is B times the
  // expected number (Poisson arrivals see time averages). The capacity is that of one agency or of five: a loss
  // system has the same result. Faults tried: one more, 0.118 and, one more in each of five, 0.005; capacity that
  // stays taken when given up, 0.999.
  constexpr int places = 5;
  constexpr double load = 4;
  std::vector<double> weights{1}, counts{0};
  for (int n = 1; n <= places; ++n) {
    weights.push_back(weights.back() * load / n);
    counts.push_back(n);
  }
  double sum = 0;
  for (const double weight : weights) sum += weight;
  const double erlang_b = weights.back() / sum;
  REQUIRE(erlang_b == Catch::Approx(0.199067).epsilon(1e-5));

  const int agencies = GENERATE(1, 5);
  const Region region(agencies, 0, places / agencies);
  const Days length{200}, interval = length / load;
  constexpr double requests = 600;
  std::vector<double> blocked;
  for (std::uint64_t replication = 0; replication < 600; ++replication) {
    std::vector<AgencyId> carried;
    Simulation drawn(seed, Replication{replication}, start_of(first_day));
    Stream start = drawn.stream(EntityKey{0}, purpose("start"));
    const auto at_start = static_cast<unsigned>(Distribution::empirical(counts, weights).sample(start));
    Registry registry(region, Replication{replication}, [&](Agencies& made) {
      for (unsigned n = 0; n < at_start; ++n) carried.push_back(made.contract_at_start(east, station(n)));
    });
    Loss loss(registry, interval, length, carried);
    registry.run_to(registry.sim.now() + interval * requests);
    CHECK(registry("contracted") == loss.asked - loss.blocked);
    blocked.push_back(loss.blocked / requests);
  }
  CHECK_THAT(Sample(blocked), MeanIs(erlang_b, {.false_alarm = 1e-6, .must_detect = 0.015}));
}

TEST_CASE("agencies founded at random that close at random are as many as M/G/infinity says",
          "[statistical][agencies]") {
  // From n at the start: E N(t) = n e^(-mt) + (l / m) (1 - e^(-mt)), and without any at the start N(t) is Poisson:
  // S. M. Ross, Stochastic Processes, 2nd ed., sec. 2.3. Faults tried: a whole month's foundings in the rest of the
  // first, or none; foundings at the month's beginning.
  const auto start = GENERATE(0, 30);
  constexpr double founded = 24, closes = 0.8;
  Region region(start);
  region.parameters.founded = Number{founded};
  region.parameters.closes = PerYear{closes};
  region.parameters.weight[west] = Number{3};
  constexpr Date soon = first_day + days{20}, later = first_day + days{700};
  const auto expected = [&](Date until, double share) {
    const double gone = std::exp(-closes * static_cast<double>((until - first_day).count() + 1) / days_per_year);
    return share * founded / closes * (1 - gone);
  };
  std::vector<double> first, active, west_only;
  for (std::uint64_t replication = 0; replication < 6000; ++replication) {
    Registry registry(region, Replication{replication});
    registry.run_to(soon);
    first.push_back(registry("founded"));
    registry.run_to(later);
    active.push_back(registry("active"));
    west_only.push_back(registry("active", "west"));
  }
  const double survive = std::exp(-closes * static_cast<double>((later - first_day).count() + 1) / days_per_year);
  CHECK_THAT(Sample(first), MeanIs(founded * 21 / days_per_year, {.false_alarm = 1e-6, .must_detect = 0.18}));
  CHECK_THAT(Sample(active), MeanIs(start * survive + expected(later, 1), {.false_alarm = 1e-6, .must_detect = 0.7}));
  CHECK_THAT(Sample(west_only), MeanIs(expected(later, 0.75), {.false_alarm = 1e-6, .must_detect = 0.6}));
  if (start == 0)
    CHECK_THAT(test::squared_deviations(active, expected(later, 1)),
               MeanIs(expected(later, 1), {.false_alarm = 1e-6, .must_detect = 4}));
}

TEST_CASE("agencies fail, and the failed close, in the shares that are stated, evenly over the period",
          "[statistical][agencies]") {
  // The first evaluation of an agency that exists at the start is uniform over the period. Multinomial;
  // chi-square, K. Pearson (1900). Faults tried: the same random numbers for failing and for closing, every failed one
  // closes.
  constexpr double fails = 0.4, closes = 0.3;
  Region region(24000, 0, 1);
  region.parameters.evaluation = {Days{400}, Share{fails}, Share{closes}, Days{10}};
  Registry registry(region);
  std::vector<std::uint64_t> cells;
  double passed = 24000;
  for (int half = 1; half <= 2; ++half) {
    registry.run_to(start_of(first_day + days{200 * half}));
    cells.push_back(static_cast<std::uint64_t>(registry("closed")));
    cells.push_back(static_cast<std::uint64_t>(registry("failed") - registry("closed")));
    passed -= registry("failed");
  }
  cells.push_back(static_cast<std::uint64_t>(passed));
  const double closed = fails * closes / 2, barred = fails * (1 - closes) / 2;
  CHECK_THAT(Counts(cells),
             CellsAre({closed, barred, closed, barred, 1 - fails}, {.false_alarm = 1e-6, .must_detect = 0.06}));
}

}  // namespace

}  // namespace muster::agencies
