// Queues whose mean time in the system is known, simulated on the main loop.
#include "engine/events/simulation.hpp"
#include "engine/random/distribution.hpp"
#include "engine/statistics/moments.hpp"
#include "engine/statistics/time_average.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/statistical.hpp"

#include <cmath>
#include <deque>
#include <vector>

using namespace muster;
using muster::test::MeanIs;
using muster::test::Sample;

namespace {

constexpr std::int64_t unknown_arrival = -1;

/// The M/M/c queue, first come, first served. It starts in its stationary distribution, so no warm-up is needed:
/// the mean time in system of every arrival is the stationary one.
class Servers {
 public:
  struct Arrived {};
  struct Served {
    std::int64_t customer;
  };

  Servers(Simulation& sim, int servers, Days interarrival, Days service, double in_system, std::size_t observed)
      : arrived_(sim.handles<Arrived>(*this)),
        served_(sim.handles<Served>(*this)),
        interarrival_(Distribution::exponential(interarrival.value)),
        service_(Distribution::exponential(service.value)),
        arrivals_(sim.stream(EntityKey{0}, purpose("interarrival"))),
        services_(sim.stream(EntityKey{0}, purpose("service"))),
        servers_(servers),
        observed_(observed),
        number_(sim.now(), 0) {
    for (int i = 0; i < static_cast<int>(in_system); ++i) enter(unknown_arrival, sim);
    sim.schedule(arrived_, sim.now() + Days{interarrival_.sample(arrivals_)}, Phase::arrive, {});
  }

  void on(const Arrived&, Simulation& sim) {
    const bool watched = instants_.size() < observed_;
    if (watched) instants_.push_back(sim.now());
    enter(watched ? static_cast<std::int64_t>(instants_.size()) - 1 : unknown_arrival, sim);
    sim.schedule(arrived_, sim.now() + Days{interarrival_.sample(arrivals_)}, Phase::arrive, {});
  }

  void on(const Served& event, Simulation& sim) {
    number_.step(sim.now(), -1);
    if (event.customer != unknown_arrival)
      time_in_system_.add((sim.now() - instants_[static_cast<std::size_t>(event.customer)]).value);
    --busy_;
    if (waiting_.empty()) return;
    const std::int64_t next = waiting_.front();
    waiting_.pop_front();
    serve(next, sim);
  }

  [[nodiscard]] bool all_observed() const { return time_in_system_.count() == observed_; }
  [[nodiscard]] const Moments& time_in_system() const { return time_in_system_; }
  [[nodiscard]] const TimeAverage& number() const { return number_; }

 private:
  void enter(std::int64_t customer, Simulation& sim) {
    number_.step(sim.now(), 1);
    if (busy_ < servers_)
      serve(customer, sim);
    else
      waiting_.push_back(customer);
  }
  void serve(std::int64_t customer, Simulation& sim) {
    ++busy_;
    sim.schedule(served_, sim.now() + Days{service_.sample(services_)}, Phase::serve, {customer});
  }

  HandlerOf<Arrived> arrived_;
  HandlerOf<Served> served_;
  Distribution interarrival_, service_;
  Stream arrivals_, services_;
  int servers_, busy_ = 0;
  std::size_t observed_;
  std::vector<Instant> instants_;
  std::deque<std::int64_t> waiting_;
  Moments time_in_system_;
  TimeAverage number_;
};

/// The stationary queue of M/M/c, from Erlang's delay formula.
/// Source: D. Gross, J. Shortle, J. Thompson, C. Harris, Fundamentals of Queueing Theory, 4th ed., sec. 2.3.
struct Erlang {
  int servers;
  double load;  // arrival rate times mean service time, in servers

  [[nodiscard]] double p_empty() const {
    double sum = 0, term = 1;
    for (int n = 0; n < servers; ++n, term *= load / n) sum += term;
    return 1 / (sum + term / (1 - load / servers));
  }
  [[nodiscard]] double p_wait() const {
    double term = 1;
    for (int n = 1; n <= servers; ++n) term *= load / n;
    return term / (1 - load / servers) * p_empty();
  }
  [[nodiscard]] double mean_in_system() const { return load + p_wait() * load / (servers - load); }

  /// The number in system for the uniform number u, by inversion of the stationary distribution.
  [[nodiscard]] double number_at(double u) const {
    double probability = p_empty(), cumulative = probability;
    int n = 0;
    while (cumulative < u && n < 10'000) {
      ++n;
      probability *= load / std::min(n, servers);
      cumulative += probability;
    }
    return n;
  }
};

struct Queue {
  int servers;
  double load;
  double time_in_system;  // in mean service times; 0: not checked
};

}  // namespace

TEST_CASE("the mean time in system of M/M/1 and M/M/c agrees with theory", "[statistical][events]") {
  // M/M/1: 1 / (1 − load) mean service times, Gross et al., sec. 2.2. M/M/c: 1 + C(c, load) / (c − load), sec.
  // 2.3; Erlang C of three servers with a load of 2 is 4/9.
  const auto queue = GENERATE(Queue{1, 0.5, 2}, Queue{1, 0.8, 5}, Queue{3, 2, 1 + 4.0 / 9}, Queue{12, 9, 0});
  const Erlang theory{queue.servers, queue.load};
  CAPTURE(queue.servers, queue.load);
  const double in_services =
      theory.mean_in_system() / queue.load;  // J. Little, A proof for the queuing formula L = λW (1961)
  if (queue.time_in_system > 0) CHECK(in_services == Catch::Approx(queue.time_in_system).epsilon(1e-12));

  // With mean times of weeks, rounding to whole minutes shifts the result by less than one in a million.
  const Days service{20}, interarrival = service / queue.load;
  constexpr std::size_t customers = 1000;
  std::vector<double> times, numbers;
  for (std::uint64_t replication = 0; replication < 1000; ++replication) {
    Simulation sim(Seed{20240611}, Replication{replication}, start_of(Date{std::chrono::year{1950} / 1 / 1}));
    auto random = sim.stream(EntityKey{0}, purpose("start"));
    Servers servers(sim, queue.servers, interarrival, service, theory.number_at(random.uniform()), customers);
    sim.run_until(sim.now() + interarrival * customers);
    numbers.push_back(servers.number().mean(sim.now()));
    while (!servers.all_observed()) sim.run_until(sim.now() + service);
    times.push_back(servers.time_in_system().mean() / service.value);
  }
  CHECK_THAT(Sample(times), MeanIs(in_services, {.false_alarm = 1e-6, .must_detect = 0.08 * in_services}));
  CHECK_THAT(Sample(numbers),
             MeanIs(theory.mean_in_system(), {.false_alarm = 1e-6, .must_detect = 0.08 * theory.mean_in_system()}));
}
