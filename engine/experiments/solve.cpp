#include "engine/experiments/solve.hpp"

#include "engine/parameters/rounding.hpp"
#include "engine/random/distribution.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>

namespace muster {

namespace {

constexpr std::size_t edge_tries = 6;

std::size_t fine_steps(const LeverRange& range) {  // where bisection ends
  constexpr std::size_t parts = 128;
  return std::max<std::size_t>(1, range.steps() / parts);
}

std::vector<std::size_t> looks_of(const Search& search) {
  const std::size_t last = std::min(search.per_value, search.most);
  std::vector<std::size_t> looks;
  for (std::size_t n = std::max<std::size_t>(search.first_look, 1); n < last; n *= 4) looks.push_back(n);
  looks.push_back(last);
  return looks;
}

// Tries values along the lever, addressed by index: once it is known, 0 is the end with the lower probability.
class EdgeSearch {
 public:
  EdgeSearch(const LeverRange& range, const Search& search, const MetAt& met_at)
      : range_(range),
        search_(search),
        met_at_(met_at),
        looks_(looks_of(search)),
        level_(level_of(search, range)),
        last_(range.steps()) {}

  Solution run() {
    const std::size_t each = std::max(search_.first_look, search_.most / 4);
    const Tried low = look_at(0, each), high = look_at(last_, each);
    solution_.rising = share_of(high) >= share_of(low);
    if (!solution_.rising) {
      decltype(tried_) turned;
      for (auto& [index, looked] : tried_) turned.emplace(last_ - index, looked);
      tried_.swap(turned);
    }
    const Tried& worse = solution_.rising ? low : high;
    const bool nothing = low.seen.nothing_to_judge() && high.seen.nothing_to_judge();
    // The whole answer depends on the better end, so it may use all remaining replications.
    const Tried better = look_at(last_, nothing ? 0 : search_.per_value);
    if (nothing) {
      solution_.answer = Answer::nothing_to_judge;
    } else if (better.verdict == Verdict::meets && worse.verdict == Verdict::meets) {
      solution_.answer = Answer::met_everywhere;
      solution_.meets = worse.value;
    } else if (better.verdict == Verdict::fails) {
      solution_.answer = Answer::met_nowhere;
      solution_.fails = better.value;
    } else if (better.verdict == Verdict::open) {
      solution_.answer = Answer::open;
      solution_.used_up = asked_at(last_) < search_.per_value;
      if (worse.verdict == Verdict::fails) solution_.fails = worse.value;
    } else {
      solution_.answer = Answer::between;
      halve();
      close_in();
    }
    finish();
    return std::move(solution_);
  }

 private:
  struct Looked {
    Tried tried;
    std::size_t asked = 0;
  };
  struct Bounds {
    std::optional<std::size_t> fails;
    std::size_t meets;
  };

  static double share_of(const Tried& tried) { return tried.seen.nothing_to_judge() ? 0 : tried.seen.share(); }

  // Bisects by the observed shares, whether decided or not: this only locates the edge approximately.
  void halve() {
    const std::size_t each = std::max(search_.first_look, search_.most / 25);
    std::size_t below = 0, above = last_;
    while (above - below > fine_steps(range_) && left() > 0) {
      const std::size_t middle = below + (above - below) / 2;
      const Tried tried = look_at(middle, each);
      (share_of(tried) >= search_.probability ? above : below) = middle;
    }
  }

  // Spends up to three fifths of the remaining replications at a time where they are likely to move a bound closer
  // to the edge.
  void close_in() {
    const double z = normal_quantile((1 + level_) / 2);  // of the intervals
    for (std::size_t t = 0; t < edge_tries && left() >= search_.first_look; ++t) {
      const Bounds known = bounds();
      const std::size_t lowest = known.fails.value_or(0);
      if (known.meets - lowest <= 1) break;
      const std::size_t each = std::min(search_.per_value, std::max(search_.first_look, left() * 3 / 5));
      const double w = search_.probability;
      // the number of replications with which bisection located the edge
      const double known_at = static_cast<double>(std::max(search_.first_look, search_.most / 25));
      const double apart =
          std::sqrt(w * (1 - w)) * (z / std::sqrt(static_cast<double>(each)) + 1.5 / std::sqrt(known_at));
      const std::size_t up = std::clamp(first_at(w + apart), lowest + 1, known.meets);
      const std::size_t down = std::clamp(first_at(w - apart), lowest + 1, known.meets) - 1;
      const std::size_t nearer_from_above = known.meets - up, nearer_from_below = down - lowest;
      // the smallest improvement worth trying: a part of the undecided range
      const std::size_t worth = (known.meets - lowest) / 32;
      if (nearer_from_above > worth) {
        look_at(up, each);
      } else if (nearer_from_below > worth) {
        look_at(down, each);
      } else if (const std::size_t edge = first_at(w); known.meets - lowest <= 4 && edge > lowest) {
        // only a few steps are undecided: deciding each of them is worth all remaining replications
        const std::size_t index = std::min(edge, known.meets - 1);
        if (tried_.contains(index) && tried_.at(index).asked >= search_.per_value) break;
        look_at(index, std::min(search_.per_value, asked_at(index) + left()));
      } else {
        break;
      }
    }
    const Bounds known = bounds();
    const auto value = [&](std::size_t index) { return range_.value(solution_.rising ? index : last_ - index); };
    if (known.fails) solution_.fails = value(*known.fails);
    solution_.meets = value(known.meets);
    if (known.meets - known.fails.value_or(0) <= 1) return;
    solution_.edge = value(std::clamp(first_at(search_.probability), known.fails ? *known.fails + 1 : 0, known.meets));
    solution_.used_up = left() < search_.first_look;
  }

  [[nodiscard]] Bounds bounds() const {
    Bounds known{std::nullopt, last_};
    for (const auto& [index, looked] : tried_) {
      if (looked.tried.verdict == Verdict::meets) known.meets = std::min(known.meets, index);
      if (looked.tried.verdict == Verdict::fails && index < known.meets) known.fails = index;
    }
    return known;
  }

  // The first index whose probability is at least p: interpolated linearly between the values tried, after their
  // shares have been made monotone.
  [[nodiscard]] std::size_t first_at(double p) const {
    struct Pool {
      double met, of;
      std::size_t first, last;
    };
    std::vector<Pool> pools;
    for (const auto& [index, looked] : tried_) {
      const auto n = static_cast<double>(looked.tried.seen.replications);
      if (n == 0) continue;
      pools.push_back({static_cast<double>(looked.tried.seen.met), n, index, index});
      while (pools.size() > 1 &&
             pools.back().met * pools[pools.size() - 2].of <= pools[pools.size() - 2].met * pools.back().of) {
        const Pool later = pools.back();
        pools.pop_back();
        pools.back() = {pools.back().met + later.met, pools.back().of + later.of, pools.back().first, later.last};
      }
    }
    std::size_t before = 0;
    double share_before = 0;
    for (const Pool& pool : pools) {
      const double share = pool.met / pool.of;
      if (share >= p) {
        if (share <= share_before || pool.first <= before) return pool.first;
        const double part = (p - share_before) / (share - share_before);
        return before + static_cast<std::size_t>(rounded_up(part * static_cast<double>(pool.first - before)));
      }
      before = pool.last;
      share_before = share;
    }
    return last_ + 1;
  }

  [[nodiscard]] std::size_t left() const { return search_.most - std::min(search_.most, solution_.replications); }

  [[nodiscard]] std::size_t asked_at(std::size_t index) const {
    const auto known = tried_.find(index);
    return known == tried_.end() ? 0 : known->second.asked;
  }

  // Adds replications at an index until the verdict is known or there are `until` of them.
  // @param index  from the end with the lower probability
  Tried look_at(std::size_t index, std::size_t until) {
    Looked& looked = tried_[index];
    Tried& tried = looked.tried;
    tried.value = range_.value(solution_.rising ? index : last_ - index);
    until = std::min(until, search_.per_value);
    for (const std::size_t look : looks_) {
      if (tried.verdict != Verdict::open) break;
      const std::size_t upto = std::min(look, until);
      const std::size_t count = std::min(upto - std::min(upto, looked.asked), left());
      if (count == 0) continue;
      tried.seen.add(met_at_(tried.value, looked.asked, count));
      looked.asked += count;
      solution_.replications += count;
      tried.interval = wilson_interval(tried.seen.met, tried.seen.replications, level_);
      if (tried.interval.low >= search_.probability) tried.verdict = Verdict::meets;
      if (tried.interval.high < search_.probability) tried.verdict = Verdict::fails;
    }
    return tried;
  }

  void finish() {
    solution_.level = level_;
    for (const auto& [index, looked] : tried_) solution_.tried.push_back(looked.tried);
    std::sort(solution_.tried.begin(), solution_.tried.end(),
              [](const Tried& a, const Tried& b) { return a.value < b.value; });
    const auto best = std::max_element(solution_.tried.begin(), solution_.tried.end(),
                                       [](const Tried& a, const Tried& b) { return share_of(a) < share_of(b); });
    solution_.best = best->value;
  }

  const LeverRange& range_;
  const Search& search_;
  const MetAt& met_at_;
  std::vector<std::size_t> looks_;
  double level_;
  std::size_t last_;
  std::map<std::size_t, Looked> tried_;  // by index
  Solution solution_;
};

}  // namespace

std::size_t LeverRange::steps() const {
  return std::max<std::size_t>(1, static_cast<std::size_t>(rounded_up((high - low) / step)));
}

double LeverRange::value(std::size_t k) const { return k >= steps() ? high : low + static_cast<double>(k) * step; }

double LeverRange::nearest(double value_wanted) const {
  const double k = std::round((std::clamp(value_wanted, low, high) - low) / step);
  const double on_step = std::min(high, low + k * step);
  return high - value_wanted < std::abs(on_step - value_wanted) ? high : on_step;
}

double round_step(double at_most) {
  const double power = std::pow(10.0, std::floor(std::log10(at_most)));
  for (const double factor : {5.0, 2.0})
    if (factor * power <= at_most) return factor * power;
  return power;
}

double level_of(const Search& search, const LeverRange& range) {
  const double parts = static_cast<double>(range.steps()) / static_cast<double>(fine_steps(range));
  const double values =
      // both ends, the bisection, the edge
      2 + std::ceil(std::log2(parts)) + static_cast<double>(edge_tries);
  // for each value; one more, because the replications at a value may end between two looks
  const double looks = static_cast<double>(looks_of(search).size()) + 1;
  return 1 - (1 - search.confidence) / (values * looks);
}

Solution solve(const LeverRange& range, const Search& search, const MetAt& met_at) {
  if (!(range.high > range.low) || !(range.step > 0))
    throw std::invalid_argument("the range of the lever is empty or its step is not positive");
  if (!(search.probability > 0 && search.probability < 1))
    throw std::invalid_argument("the required probability is not between 0 and 1");
  return EdgeSearch(range, search, met_at).run();
}

const Tried& at(const Solution& solution, double value) {
  for (const Tried& tried : solution.tried)
    if (tried.value == value) return tried;
  throw std::out_of_range("this value was not tried");
}

std::size_t fewest_to_decide(double probability, double level) {
  const auto decides = [&](std::size_t n) {
    return wilson_interval(n, n, level).low >= probability && wilson_interval(0, n, level).high < probability;
  };
  std::size_t high = 1;
  while (!decides(high)) high *= 2;
  std::size_t low = high / 2;  // known to be too few
  while (low + 1 < high) {
    const std::size_t middle = low + (high - low) / 2;
    (decides(middle) ? high : low) = middle;
  }
  return high;
}

Met count_met(const RunSetup& setup, const Variant& variant, std::size_t target, std::size_t first, std::size_t count,
              const std::atomic<bool>& interrupted, std::vector<PairFailure>& stopped) {
  Met seen;
  const PairedRun made =
      run_paired(setup, first, count, {&variant, 1}, interrupted, [&](std::span<const ReplicationResult> results) {
        seen.add(variant.shape.targets[target], results[0].target_values[target]);
      });
  if (made.interrupted) throw Interrupted{};
  stopped.insert(stopped.end(), made.stopped.begin(), made.stopped.end());
  return seen;
}

}  // namespace muster
