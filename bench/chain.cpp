#include "bench/chain.hpp"

#include "bench/delays.hpp"
#include "bench/heap.hpp"
#include "engine/clock/quantity.hpp"
#include "engine/events/simulation.hpp"
#include "engine/text/text.hpp"

#include <bit>
#include <chrono>
#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

namespace muster::bench {

namespace chain_model {

constexpr Instant start = start_of(Date{std::chrono::year{2000} / 1 / 1});
constexpr Days year{days_per_year};
constexpr double mean_stay_years = 5;
constexpr double pass_probability = 0.2;

/// Whether each of the people in post is qualified: one bit a person.
class People {
 public:
  explicit People(std::uint32_t posts) : posts_(posts), qualified_((posts + 63) / 64) {
    // Bits without a person are set, so that they are never examined.
    if (posts % 64 != 0) qualified_.back() = ~std::uint64_t{0} << (posts % 64);
  }

  void replace(std::uint32_t post) { qualified_[post / 64] &= ~(std::uint64_t{1} << (post % 64)); }

  /// Examines everyone who is not qualified, 64 people at a time. Each has a uniform number and passes if it is
  /// below the probability. The two are compared bit by bit: one random word supplies one bit for each of 64
  /// people, until the first differing bit has decided for all of them. This takes about 8 words, where 64
  /// single draws would take 64. Exact to 2^-64.
  void examine(Stream& random) {
    constexpr auto pass = static_cast<std::uint64_t>(pass_probability * 0x1p64);
    for (std::uint64_t& qualified : qualified_) {
      std::uint64_t undecided = ~qualified;
      for (int digit = 63; undecided != 0 && digit >= 0; --digit) {
        const std::uint64_t probability = -(pass >> digit & 1);  // this bit of it, 64 times
        const std::uint64_t differs = random.bits() ^ probability;
        qualified |= undecided & differs & probability;  // the number has a 0 here and the probability a 1
        undecided &= ~differs;
      }
    }
  }

  [[nodiscard]] std::uint64_t qualified_count() const {
    std::uint64_t ones = 0;
    for (const std::uint64_t word : qualified_) ones += static_cast<std::uint64_t>(std::popcount(word));
    return ones - (64 * qualified_.size() - posts_);
  }
  [[nodiscard]] std::size_t memory_bytes() const { return qualified_.size() * sizeof(std::uint64_t); }

 private:
  std::uint32_t posts_;
  std::vector<std::uint64_t> qualified_;
};

/// The model, independent of the queue. `pending` is the queue; it provides schedule_resignation(at, post) and
/// schedule_exam(at).
class Posts {
 public:
  Posts(std::uint32_t posts, std::uint32_t years, Seed seed)
      : posts_(posts),
        years_(years),
        people_(posts),
        stays_(Stream{seed, Replication{0}, EntityKey{0}, purpose("chain.stay")},
               mean_stay_years * year.value * minutes_per_day),
        exam_(seed, Replication{0}, EntityKey{0}, purpose("chain.exam")) {}

  template <class Pending>
  void open(Pending& pending) {
    for (std::uint32_t post = 0; post < posts_; ++post) pending.schedule_resignation(after_stay(start), post);
    pending.schedule_exam(end_of_year(1));
  }

  template <class Pending>
  void resigned(Instant now, std::uint32_t post, Pending& pending) {
    ++resignations_;
    people_.replace(post);
    pending.schedule_resignation(after_stay(now), post);
  }

  template <class Pending>
  void examined(Pending& pending) {
    people_.examine(exam_);
    if (++exams_ < years_) pending.schedule_exam(end_of_year(exams_ + 1));
  }

  /// The instant of the last exam.
  [[nodiscard]] Instant end() const { return end_of_year(years_); }
  [[nodiscard]] std::uint64_t resignations() const { return resignations_; }
  [[nodiscard]] const People& people() const { return people_; }

 private:
  static Instant end_of_year(std::uint32_t n) { return start + year * n; }
  Instant after_stay(Instant now) { return Instant{now.minutes + stays_.next_minutes()}; }

  std::uint32_t posts_, years_, exams_ = 0;
  People people_;
  Delays stays_;
  Stream exam_;
  std::uint64_t resignations_ = 0;
};

struct Resigned {
  std::uint32_t post;
};
struct Examined {};

class OnSimulation {
 public:
  OnSimulation(std::uint32_t posts, std::uint32_t years, Seed seed)
      : sim_(seed, Replication{0}, start),
        resigned_(sim_.handles<Resigned>(*this)),
        examined_(sim_.handles<Examined>(*this)),
        model_(posts, years, seed) {
    model_.open(*this);
  }

  void run() { sim_.run_until(Instant{model_.end().minutes + 1}); }

  void on(const Resigned& event, Simulation& sim) { model_.resigned(sim.now(), event.post, *this); }
  void on(const Examined&, Simulation&) { model_.examined(*this); }
  void schedule_resignation(Instant at, std::uint32_t post) { sim_.schedule(resigned_, at, Phase::arrive, {post}); }
  void schedule_exam(Instant at) { sim_.schedule(examined_, at, Phase::decide, {}); }

  [[nodiscard]] const Posts& model() const { return model_; }
  [[nodiscard]] std::size_t memory_bytes() const {
    return sim_.pending_events().memory_bytes() + model_.people().memory_bytes();
  }

 private:
  Simulation sim_;
  HandlerOf<Resigned> resigned_;
  HandlerOf<Examined> examined_;
  Posts model_;
};

class OnHeap {
 public:
  OnHeap(std::uint32_t posts, std::uint32_t years, Seed seed) : heap_(posts + 1), model_(posts, years, seed) {
    model_.open(*this);
  }

  void run() {
    while (heap_.top().at() <= model_.end()) {
      const auto next = heap_.top();
      heap_.pop();
      if (next.event == exam)
        model_.examined(*this);
      else
        model_.resigned(next.at(), next.event, *this);
    }
  }

  void schedule_resignation(Instant at, std::uint32_t post) { heap_.push(at, Phase::arrive, post); }
  void schedule_exam(Instant at) { heap_.push(at, Phase::decide, exam); }

  [[nodiscard]] const Posts& model() const { return model_; }
  [[nodiscard]] std::size_t memory_bytes() const { return 0; }

 private:
  static constexpr std::uint32_t exam = UINT32_MAX;  // in place of a post
  Heap<std::uint32_t> heap_;
  Posts model_;
};

struct Measured {
  std::uint64_t resignations = 0, qualified = 0;
  std::size_t memory_bytes = 0;
  double seconds = 0;
};

template <class Model>
Measured measure(std::uint32_t posts, std::uint32_t years, Seed seed) {
  const auto from = std::chrono::steady_clock::now();
  Model running(posts, years, seed);
  running.run();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - from;
  const Posts& model = running.model();
  return {model.resignations(), model.people().qualified_count(), running.memory_bytes(), took.count()};
}

struct Expected {
  double value, standard_error;
};

/// Writes the theoretical value and the difference of the observed value from it. @throws std::logic_error if it
/// is too large
void check_against_theory(nlohmann::json& result, const std::string& name, double observed, Expected expected) {
  const double standard_errors = (observed - expected.value) / expected.standard_error;
  if (!(std::abs(standard_errors) <= 5))
    throw std::logic_error(name + " is " + std::to_string(observed) + ", which is " + std::to_string(standard_errors) +
                           " standard errors from the closed form, " + std::to_string(expected.value));
  result[name + "_theory"] = expected.value;
  result[name + "_relative_difference"] = observed / expected.value - 1;
  result[name + "_standard_errors"] = standard_errors;
}

/// Stays are exponential and a post is never vacant, so the resignations of each post are a Poisson process of
/// rate 1 / mean stay. Those of all posts are then a Poisson process of the number of posts times that rate; their
/// number has a variance equal to its mean.
/// Source: S. M. Ross, Stochastic Processes, 2nd ed., sec. 2.1 and 2.3.
Expected resignations_of(double posts, double years) {
  const double mean = posts * years / mean_stay_years;
  return {mean, std::sqrt(mean)};
}

/// Whether the person in a post is qualified right after each exam is a Markov chain. The person who was qualified
/// still is if nobody resigned during the year (probability a = exp(-1 / mean stay)); everyone else, whether old
/// or new in the post, passes with probability p:
///   q(n) = a q(n-1) + (1 - a q(n-1)) p,  q(0) = 0,  so  q(n) = q (1 - (a (1 - p))^n)  with
///   q = p / (1 - a (1 - p)).
/// Posts are independent, so the share of n posts has the variance of a binomial share.
/// Source: D. J. Bartholomew, A. F. Forbes, S. I. McClean, Statistical Techniques for Manpower Planning, 2nd ed.,
/// ch. 4.
Expected qualified_share_of(double posts, double years) {
  const double kept = std::exp(-1 / mean_stay_years) * (1 - pass_probability);
  const double share = pass_probability / (1 - kept) * (1 - std::pow(kept, years));
  return {share, std::sqrt(share * (1 - share) / posts)};
}

}  // namespace chain_model

nlohmann::json chain(std::uint64_t posts, std::uint64_t years, bool reference, Seed seed) {
  using namespace chain_model;
  if (posts < 1000 || posts > 10'000'000)
    throw std::invalid_argument(tr("{} is {}; it may be {} to {}", "posts", posts, "1000", "10000000"));
  if (years < 1 || years > 100)
    throw std::invalid_argument(tr("{} is {}; it may be {} to {}", "years", years, "1", "100"));
  const auto post_count = static_cast<std::uint32_t>(posts), year_count = static_cast<std::uint32_t>(years);
  const auto n = static_cast<double>(posts), t = static_cast<double>(years);

  const Measured measured = measure<OnSimulation>(post_count, year_count, seed);
  const double share = static_cast<double>(measured.qualified) / n;
  nlohmann::json result = {{"posts", posts},
                           {"years", years},
                           {"person_years", posts * years},
                           {"person_years_per_second", n * t / measured.seconds},
                           {"resignations", measured.resignations},
                           {"qualified_share", share},
                           {"bytes_per_person", static_cast<double>(measured.memory_bytes) / n}};
  check_against_theory(result, "resignations", static_cast<double>(measured.resignations), resignations_of(n, t));
  check_against_theory(result, "qualified_share", share, qualified_share_of(n, t));
  if (reference) {
    const Measured heap = measure<OnHeap>(post_count, year_count, seed);
    if (heap.resignations != measured.resignations || heap.qualified != measured.qualified)
      throw std::logic_error("on std::priority_queue " + std::to_string(heap.resignations) + " resigned and " +
                             std::to_string(heap.qualified) + " are qualified, on the pending event set " +
                             std::to_string(measured.resignations) + " and " + std::to_string(measured.qualified));
    result["reference_person_years_per_second"] = n * t / heap.seconds;
    result["ratio"] = heap.seconds / measured.seconds;
  }
  return result;
}

}  // namespace muster::bench
