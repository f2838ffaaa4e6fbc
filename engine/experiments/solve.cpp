#include "engine/experiments/solve.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>

namespace muster {

namespace {

std::vector<std::size_t> looks_of(const Search& search) {
  std::vector<std::size_t> looks;
  for (std::size_t n = std::max<std::size_t>(search.first_look, 1); n < search.per_value; n *= 2) looks.push_back(n);
  looks.push_back(search.per_value);
  return looks;
}

// Tries places along the lever: 0 is the end where the probability is lower once that is known.
class Bisection {
 public:
  Bisection(const LeverRange& range, const Search& search, const Trial& trial)
      : range_(range), search_(search), trial_(trial), looks_(looks_of(search)), level_(level_of(search, range)) {}

  Solution run() {
    const std::size_t last = range_.steps();
    const Tried low = look_at(0), high = look_at(last);
    solution_.rising = high.seen.share() >= low.seen.share();
    const Tried& worse = solution_.rising ? low : high;
    const Tried& better = solution_.rising ? high : low;
    if (better.verdict == Verdict::meets && worse.verdict == Verdict::meets) {
      solution_.answer = Answer::met_everywhere;
      solution_.meets = worse.value;
    } else if (better.verdict == Verdict::fails) {
      solution_.answer = Answer::met_nowhere;
      solution_.fails = better.value;
    } else if (better.verdict == Verdict::open) {
      solution_.answer = Answer::open;
      if (worse.verdict == Verdict::fails) solution_.fails = worse.value;
    } else {
      solution_.answer = Answer::between;
      narrow(worse.verdict == Verdict::fails, last);
    }
    finish();
    return std::move(solution_);
  }

 private:
  // The values that could not be told apart from the edge make a block in the middle; what is left of it and right of it is
  // halved, not finer than an eighth of the block, for finer steps would drown in the same noise.
  void narrow(bool worse_fails, std::size_t last) {
    constexpr std::size_t parts_of_block = 8;
    std::optional<std::size_t> fails;
    if (worse_fails) fails = 0;
    std::size_t meets = last;
    std::optional<std::pair<std::size_t, std::size_t>> block;
    if (!worse_fails) block = {0, 0};
    while (true) {
      const std::size_t fine = block ? std::max<std::size_t>(1, (block->second - block->first) / parts_of_block) : 1;
      const std::size_t below = fails ? (block ? block->first : meets) - *fails : 0;
      const std::size_t above = block ? meets - block->second : 0;
      if (std::max(below, above) <= fine) break;
      if (left() == 0) {
        solution_.used_up = true;
        break;
      }
      const std::size_t place = below >= above ? *fails + below / 2 : block->second + above / 2;
      switch (look_at(solution_.rising ? place : last - place).verdict) {
        case Verdict::meets:
          meets = place;
          if (block && place < block->first) block.reset();
          break;
        case Verdict::fails:
          fails = place;
          if (block && place > block->second) block.reset();
          break;
        case Verdict::open:
          block = block ? std::pair{std::min(block->first, place), std::max(block->second, place)}
                        : std::pair{place, place};
          break;
      }
    }
    const auto value = [&](std::size_t place) { return range_.value(solution_.rising ? place : last - place); };
    if (fails) solution_.fails = value(*fails);
    solution_.meets = value(meets);
  }

  [[nodiscard]] std::size_t left() const { return search_.most - std::min(search_.most, solution_.replications); }

  Tried look_at(std::size_t k) {
    Tried tried;
    tried.value = range_.value(k);
    std::size_t asked = 0;
    for (const std::size_t look : looks_) {
      const std::size_t count = std::min(look - asked, left());
      if (count == 0) break;
      const Met more = trial_(tried.value, asked, count);
      tried.seen.met += more.met;
      tried.seen.replications += more.replications;
      asked += count;
      solution_.replications += count;
      tried.interval = wilson_interval(tried.seen.met, tried.seen.replications, level_);
      if (tried.interval.low >= search_.probability) tried.verdict = Verdict::meets;
      if (tried.interval.high < search_.probability) tried.verdict = Verdict::fails;
      if (tried.verdict != Verdict::open) break;
    }
    solution_.used_up = solution_.used_up || (tried.verdict == Verdict::open && asked < looks_.back());
    solution_.tried.push_back(tried);
    return tried;
  }

  void finish() {
    solution_.level = level_;
    std::sort(solution_.tried.begin(), solution_.tried.end(),
              [](const Tried& a, const Tried& b) { return a.value < b.value; });
    const auto best = std::max_element(solution_.tried.begin(), solution_.tried.end(),
                                       [](const Tried& a, const Tried& b) { return a.seen.share() < b.seen.share(); });
    solution_.best = best->value;
  }

  const LeverRange& range_;
  const Search& search_;
  const Trial& trial_;
  std::vector<std::size_t> looks_;
  double level_;
  Solution solution_;
};

}  // namespace

std::size_t LeverRange::steps() const {
  return std::max<std::size_t>(1, static_cast<std::size_t>(std::ceil((high - low) / step - 1e-9)));
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
  const double halvings = std::ceil(std::log2(static_cast<double>(range.steps())));
  const double values = 2 + 2 * halvings;  // both ends, and each side of a block in the middle halved
  return 1 - (1 - search.confidence) / (values * static_cast<double>(looks_of(search).size()));
}

Solution solve(const LeverRange& range, const Search& search, const Trial& trial) {
  if (!(range.high > range.low) || !(range.step > 0)) throw std::invalid_argument("a lever without a range");
  if (!(search.probability > 0 && search.probability < 1))
    throw std::invalid_argument("a wanted probability that is not in (0, 1)");
  return Bisection(range, search, trial).run();
}

const Tried& at(const Solution& solution, double value) {
  for (const Tried& tried : solution.tried)
    if (tried.value == value) return tried;
  throw std::out_of_range("a value that was not tried");
}

std::size_t fewest_to_tell(double probability, double level) {
  const auto tells = [&](std::size_t n) {
    return wilson_interval(n, n, level).low >= probability && wilson_interval(0, n, level).high < probability;
  };
  std::size_t high = 1;
  while (!tells(high)) high *= 2;
  std::size_t low = high / 2;  // too few
  while (low + 1 < high) {
    const std::size_t middle = low + (high - low) / 2;
    (tells(middle) ? high : low) = middle;
  }
  return high;
}

Met count_met(const Plan& plan, const Variant& variant, std::size_t target, std::size_t first, std::size_t count,
              const std::atomic<bool>& interrupted, std::vector<StoppedPair>& stopped) {
  Met seen;
  const PairedRun made =
      run_paired(plan, first, count, {&variant, 1}, interrupted, [&](std::span<const History> histories) {
        if (variant.shape.targets[target].met_by(histories[0].target_values[target])) ++seen.met;
        ++seen.replications;
      });
  if (made.interrupted) throw Interrupted{};
  stopped.insert(stopped.end(), made.stopped.begin(), made.stopped.end());
  return seen;
}

}  // namespace muster
