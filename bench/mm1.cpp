#include "bench/mm1.hpp"

#include "bench/delays.hpp"
#include "bench/heap.hpp"
#include "engine/events/simulation.hpp"
#include "engine/text/text.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

namespace muster::bench {

namespace mm1_model {

constexpr Instant start = start_of(Date{std::chrono::year{-2000} / 1 / 1});
constexpr double utilisation = 0.8;
constexpr double longest_interarrival_minutes = 1440;
constexpr std::uint64_t fewest_judged = 10'000;

/// Arrival instants of the waiting customers, first come, first served: a ring buffer that doubles when it is
/// full.
class Line {
 public:
  [[nodiscard]] bool empty() const { return first_ == end_; }
  void join(Instant arrival) {
    if (end_ - first_ == ring_.size()) [[unlikely]]
      grow();
    ring_[end_++ & (ring_.size() - 1)] = arrival;
  }
  [[nodiscard]] Instant leave() { return ring_[first_++ & (ring_.size() - 1)]; }

 private:
  void grow() {
    std::vector<Instant> larger(2 * ring_.size());
    for (std::size_t i = first_; i != end_; ++i) larger[i & (larger.size() - 1)] = ring_[i & (ring_.size() - 1)];
    ring_.swap(larger);
  }

  std::vector<Instant> ring_{std::vector<Instant>(1024)};  // its size is always a power of two
  std::size_t first_ = 0, end_ = 0;                        // positions that are not wrapped
};

struct Means {
  double interarrival_minutes, service_minutes;
};

/// The server and its queue, independent of the event queue. `pending` is the event queue; it provides
/// schedule_arrival(at) and schedule_end(at, arrival).
class Counter {
 public:
  Counter(Means means, std::uint64_t customers, Seed seed)
      : interarrival_(Stream{seed, Replication{0}, EntityKey{0}, purpose("mm1.interarrival")},
                      means.interarrival_minutes),
        service_(Stream{seed, Replication{0}, EntityKey{0}, purpose("mm1.service")}, means.service_minutes),
        to_come_(customers) {}

  template <class Pending>
  void open(Instant now, Pending& pending) {
    pending.schedule_arrival(after(now, interarrival_));
  }

  template <class Pending>
  void arrived(Instant now, Pending& pending) {
    if (busy_) {
      line_.join(now);
    } else {
      busy_ = true;
      pending.schedule_end(after(now, service_), now);
    }
    if (--to_come_ > 0) pending.schedule_arrival(after(now, interarrival_));
  }

  template <class Pending>
  void served(Instant now, Instant arrival, Pending& pending) {
    minutes_in_system_ += now.minutes - arrival.minutes;
    ++served_;
    busy_ = !line_.empty();
    if (busy_) pending.schedule_end(after(now, service_), line_.leave());
  }

  [[nodiscard]] std::uint64_t served_count() const { return served_; }
  [[nodiscard]] std::int64_t minutes_in_system() const { return minutes_in_system_; }

 private:
  static Instant after(Instant now, Delays& delays) { return Instant{now.minutes + delays.next_minutes()}; }

  Delays interarrival_, service_;
  std::uint64_t to_come_;
  bool busy_ = false;
  Line line_;
  std::int64_t minutes_in_system_ = 0;  // of all customers served; whole minutes, so exact
  std::uint64_t served_ = 0;
};

struct Arrived {};
struct Served {
  Instant arrival;
};

class OnSimulation {
 public:
  OnSimulation(Means means, std::uint64_t customers, Seed seed)
      : sim_(seed, Replication{0}, start),
        arrived_(sim_.handles<Arrived>(*this)),
        served_(sim_.handles<Served>(*this)),
        counter_(means, customers, seed) {
    counter_.open(start, *this);
  }

  void run() { sim_.run_until(Instant{std::numeric_limits<std::int32_t>::max()}); }

  void on(const Arrived&, Simulation& sim) { counter_.arrived(sim.now(), *this); }
  void on(const Served& event, Simulation& sim) { counter_.served(sim.now(), event.arrival, *this); }
  void schedule_arrival(Instant at) { sim_.schedule(arrived_, at, Phase::arrive, {}); }
  void schedule_end(Instant at, Instant arrival) { sim_.schedule(served_, at, Phase::serve, {arrival}); }

  [[nodiscard]] const Counter& counter() const { return counter_; }

 private:
  Simulation sim_;
  HandlerOf<Arrived> arrived_;
  HandlerOf<Served> served_;
  Counter counter_;
};

class OnHeap {
 public:
  OnHeap(Means means, std::uint64_t customers, Seed seed) : heap_(2), counter_(means, customers, seed) {
    counter_.open(start, *this);
  }

  void run() {
    while (!heap_.empty()) {
      const auto next = heap_.top();
      heap_.pop();
      if (next.event.is_arrival)
        counter_.arrived(next.at(), *this);
      else
        counter_.served(next.at(), next.event.arrival, *this);
    }
  }

  void schedule_arrival(Instant at) { heap_.push(at, Phase::arrive, {true, {}}); }
  void schedule_end(Instant at, Instant arrival) { heap_.push(at, Phase::serve, {false, arrival}); }

  [[nodiscard]] const Counter& counter() const { return counter_; }

 private:
  struct Event {
    bool is_arrival;
    Instant arrival;
  };
  Heap<Event> heap_;
  Counter counter_;
};

struct Measured {
  double mean_time_in_system = 0;  // minutes
  double customers_per_second = 0;
};

template <class Model>
Measured measure(Means means, std::uint64_t customers, Seed seed) {
  Model model(means, customers, seed);
  const auto from = std::chrono::steady_clock::now();
  model.run();
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count();
  const Counter& counter = model.counter();
  if (counter.served_count() != customers)
    throw std::logic_error(std::to_string(counter.served_count()) + " customers were served and " +
                           std::to_string(customers) + " arrived");
  const auto n = static_cast<double>(customers);
  return {static_cast<double>(counter.minutes_in_system()) / n, n / seconds};
}

/// The standard error of the mean time in system of n customers, in units of the mean service time, for large n.
/// Waiting times are correlated; the standard error of their mean is sqrt(rho (2 + 5 rho - 4 rho^2 + rho^3) / n) /
/// (1 - rho)^2. The service time, with standard deviation 1, adds at most 1 / sqrt(n).
/// Source: D. Daley, The serial correlation coefficients of waiting times in a stationary single server queue, J.
/// Austral. Math. Soc. 8 (1968).
double standard_error(double rho, double n) {
  const double waiting = std::sqrt(rho * (2 + rho * (5 + rho * (-4 + rho)))) / ((1 - rho) * (1 - rho));
  return (waiting + 1) / std::sqrt(n);
}

}  // namespace mm1_model

nlohmann::json mm1(std::uint64_t customers, bool reference, Seed seed) {
  using namespace mm1_model;
  if (customers < 1 || customers > 100'000'000)
    throw std::invalid_argument(tr("{} is {}; it may be {} to {}", "customers", customers, "1", "100000000"));

  // Long mean times make rounding to whole minutes negligible; with many customers they must be shorter, to stay
  // within the calendar.
  const double calendar_minutes = std::numeric_limits<std::int32_t>::max() - static_cast<double>(start.minutes);
  const double interarrival_minutes =
      std::min(longest_interarrival_minutes, 0.9 * calendar_minutes / (static_cast<double>(customers) + 1000));
  const Means means{interarrival_minutes, utilisation * interarrival_minutes};

  const Measured measured = measure<OnSimulation>(means, customers, seed);
  const double theory = 1 / (1 / means.service_minutes - 1 / means.interarrival_minutes);
  const double gap = (measured.mean_time_in_system - theory) / means.service_minutes;
  const double standard_errors = gap / standard_error(utilisation, static_cast<double>(customers));
  if (customers >= fewest_judged && !(std::abs(standard_errors) <= 5))
    throw std::logic_error("the mean time in system is " + std::to_string(measured.mean_time_in_system) +
                           " minutes, which is " + std::to_string(standard_errors) +
                           " standard errors from the closed form, " + std::to_string(theory));
  nlohmann::json result = {{"customers", customers},
                           {"customers_per_second", measured.customers_per_second},
                           {"mean_interarrival_minutes", means.interarrival_minutes},
                           {"mean_service_minutes", means.service_minutes},
                           {"mean_time_in_system", measured.mean_time_in_system},
                           {"theory", theory},
                           {"relative_difference", measured.mean_time_in_system / theory - 1},
                           {"standard_errors", standard_errors}};
  if (reference) {
    const Measured heap = measure<OnHeap>(means, customers, seed);
    if (heap.mean_time_in_system != measured.mean_time_in_system)
      throw std::logic_error("on std::priority_queue customers spend " + std::to_string(heap.mean_time_in_system) +
                             " minutes in the system, on the pending event set " +
                             std::to_string(measured.mean_time_in_system));
    result["reference_customers_per_second"] = heap.customers_per_second;
    result["ratio"] = measured.customers_per_second / heap.customers_per_second;
  }
  return result;
}

}  // namespace muster::bench
