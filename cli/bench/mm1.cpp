#include "cli/bench/mm1.hpp"

#include "engine/events/simulation.hpp"
#include "engine/random/distribution.hpp"
#include "engine/statistics/moments.hpp"

#include <algorithm>
#include <chrono>
#include <deque>
#include <limits>
#include <stdexcept>
#include <string>

namespace muster::cli {

namespace {

constexpr Instant start = start_of(Date{std::chrono::year{-2000} / 1 / 1});
constexpr double utilisation = 0.8;
constexpr double longest_interarrival_minutes = 1440;

struct Arrived {};
struct Served {
  Instant arrival;
};

class Queue {
 public:
  Queue(Simulation& sim, std::uint64_t customers, double interarrival_minutes, double service_minutes)
      : arrived_(sim.handles<Arrived>(*this)),
        served_(sim.handles<Served>(*this)),
        interarrival_(Distribution::exponential(interarrival_minutes)),
        service_(Distribution::exponential(service_minutes)),
        arrivals_(sim.stream(EntityKey{0}, purpose("mm1.interarrival"))),
        services_(sim.stream(EntityKey{0}, purpose("mm1.service"))),
        to_come_(customers) {
    schedule_arrival(sim);
  }

  void on(const Arrived&, Simulation& sim) {
    if (busy_) {
      waiting_.push_back(sim.now());
    } else {
      busy_ = true;
      serve(sim.now(), sim);
    }
    if (--to_come_ > 0) schedule_arrival(sim);
  }

  void on(const Served& event, Simulation& sim) {
    time_in_system_.add(static_cast<double>(sim.now().minutes - event.arrival.minutes));
    busy_ = !waiting_.empty();
    if (!busy_) return;
    const Instant next = waiting_.front();
    waiting_.pop_front();
    serve(next, sim);
  }

  [[nodiscard]] const Moments& time_in_system() const { return time_in_system_; }

 private:
  static Instant after(Instant now, double minutes) { return now + Days{minutes / minutes_per_day}; }

  void schedule_arrival(Simulation& sim) {
    sim.schedule(arrived_, after(sim.now(), interarrival_.sample(arrivals_)), Phase::arrive, {});
  }
  void serve(Instant arrival, Simulation& sim) {
    sim.schedule(served_, after(sim.now(), service_.sample(services_)), Phase::serve, {arrival});
  }

  HandlerOf<Arrived> arrived_;
  HandlerOf<Served> served_;
  Distribution interarrival_, service_;
  Stream arrivals_, services_;
  std::uint64_t to_come_;
  bool busy_ = false;
  std::deque<Instant> waiting_;
  Moments time_in_system_;
};

}  // namespace

nlohmann::json bench_mm1(std::uint64_t customers) {
  if (customers < 1 || customers > 100'000'000)
    throw std::invalid_argument("customers is " + std::to_string(customers) + "; it may be 1 to 100000000");

  // Long means make rounding to whole minutes negligible; many customers need shorter ones to keep within the calendar.
  const double calendar_minutes = std::numeric_limits<std::int32_t>::max() - static_cast<double>(start.minutes);
  const double interarrival_minutes =
      std::min(longest_interarrival_minutes, 0.9 * calendar_minutes / (static_cast<double>(customers) + 1000));
  const double service_minutes = utilisation * interarrival_minutes;

  Simulation sim(Seed{1}, Replication{0}, start);
  Queue queue(sim, customers, interarrival_minutes, service_minutes);
  const auto from = std::chrono::steady_clock::now();
  sim.run_until(Instant{std::numeric_limits<std::int32_t>::max()});
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count();
  if (queue.time_in_system().count() != customers)
    throw std::logic_error(std::to_string(queue.time_in_system().count()) + " customers were served and " +
                           std::to_string(customers) + " arrived");

  const double theory = 1 / (1 / service_minutes - 1 / interarrival_minutes);
  const double mean = queue.time_in_system().mean();
  return {{"customers", customers},
          {"customers_per_second", static_cast<double>(customers) / seconds},
          {"mean_interarrival_minutes", interarrival_minutes},
          {"mean_service_minutes", service_minutes},
          {"mean_time_in_system", mean},
          {"theory", theory},
          {"relative_difference", mean / theory - 1}};
}

}  // namespace muster::cli
