// The findings of `muster explain`: which constraint binds, which change has which effect, what the spread is made of.
//
// Contract: filled by the code that simulates, read by tables, charts and the summary; the figures are those of
// the engine's experiments (engine/experiments/). Leaves out: how they were computed.
#pragma once

#include "engine/ensemble/target.hpp"
#include "engine/experiments/relaxation.hpp"
#include "engine/experiments/sensitivity.hpp"
#include "engine/experiments/shapley.hpp"
#include "engine/experiments/target_effect.hpp"
#include "engine/series/series.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::output {

/// One constraint relaxed, over the whole time simulated or in one period.
struct ConstraintEffect {
  std::string constraint;  // its id
  LocalizedText title;
  std::string why;
  std::string period;                  // "all", or the calendar year
  std::optional<Period> dates;         // none: the whole time simulated
  std::size_t parameters = 0;          // of the constraint, as far as the place has them
  std::size_t relaxed = 0;             // how many of them were relaxed: in one period, only values by date
  std::optional<TargetEffect> effect;  // none: nothing to relax
  // Money spent after the start up to the target's date, or the last recorded date before it, less that as
  // planned; none: not known.
  std::optional<MeanInterval> extra_spent = {};
};

/// What holds one target back.
struct TargetConstraints {
  TargetDefinition target;
  SeriesName series;
  std::uint64_t replications = 0;
  double probability = 0;  // as planned; NaN: nothing to judge
  Interval interval;
  double shortfall = 0;        // mean as planned
  bool by_probability = true;  // ordered by gain; false: by the shortfall closed, since no gain is certain
  std::vector<ConstraintEffect>
      whole;  // relaxed over the whole time simulated, the largest effect first; absent ones last
  std::vector<ConstraintEffect> by_period;  // in the order of `whole`, then of the periods
  ConstraintEffect everything;              // all relaxed together
  SeriesName money = {};                    // the series of which extra_spent is a difference

  /// Whether there is nothing to judge, either as planned or with any constraint relaxed.
  [[nodiscard]] bool nothing_to_judge() const {
    return std::isnan(probability) && (!everything.effect || std::isnan(everything.effect->probability)) &&
           std::all_of(whole.begin(), whole.end(),
                       [](const ConstraintEffect& one) { return !one.effect || std::isnan(one.effect->probability); });
  }

  /// The largest upper bound among the extra costs of the relaxations, which decides the unit of all of them; 0:
  /// none is known.
  [[nodiscard]] double dearest() const {
    double most = 0;
    for (const ConstraintEffect& one : whole)
      if (one.extra_spent && std::isfinite(one.extra_spent->half_width))
        most = std::max(most, std::abs(one.extra_spent->mean) + one.extra_spent->half_width);
    return most;
  }

  /// The effect by which constraints are ordered; negative: for the worse.
  [[nodiscard]] double size_of(const TargetEffect& effect) const {
    return by_probability ? effect.gain.difference : effect.closed.mean;
  }

  /// Whether an effect is certainly for the better, by the measure that constraints are ordered by.
  [[nodiscard]] bool helps(const TargetEffect& effect) const {
    return by_probability ? effect.gain.interval.low > 0 : effect.closed.mean - effect.closed.half_width > 0;
  }

  /// Its rank among the constraints that change something; none for a constraint that changes nothing, is absent,
  /// or has exactly the same effect as another.
  [[nodiscard]] std::optional<std::size_t> rank_of(const ConstraintEffect& one) const {
    const double size = one.effect ? size_of(*one.effect) : 0;
    if (std::isnan(size) || size == 0) return std::nullopt;
    std::size_t better = 0, alike = 0;
    for (const ConstraintEffect& other : whole) {
      if (!other.effect) continue;
      if (size_of(*other.effect) > size && size_of(*other.effect) != 0) ++better;
      if (size_of(*other.effect) == size) ++alike;
    }
    return alike > 1 ? std::nullopt : std::optional(better + 1);
  }
};

/// The difference of one quantity between two strategies, attributed to the changes.
struct AttributedDifference {
  std::string target;       // id; empty: not about a target
  LocalizedText title;      // of the target
  std::string measure;      // "probability", "value", "spent"
  SeriesName series;        // of the value or the money; a share for a probability
  double from = 0, to = 0;  // means; NaN: nothing to judge
  Attribution attribution;

  /// Whether no change has any effect in any replication, so that there is nothing to draw.
  [[nodiscard]] bool changes_nothing() const { return !attribution.moved; }

  /// Whether no replication has a value under every set of changes, so that the difference is not known. One end
  /// may still be known.
  [[nodiscard]] bool nothing_to_judge() const { return attribution.replications == 0; }
};

struct AttributedChanges {
  LocalizedText from, to;
  struct Change {
    std::string id;
    LocalizedText title;
    bool removed = false;
  };
  std::vector<Change> changes;
  std::vector<AttributedDifference> differences;
};

/// The spread of one forecast.
struct SpreadOf {
  std::string id;       // id of the target, or name of the series
  LocalizedText title;  // of the target or series
  SeriesName series;
  Date date{};
  double mean = 0;
  Spread spread;
};

/// A mean difference with its margin, rounded to the digits that the margin justifies: `+39 ± 4 people`, `+1.2 ±
/// 0.3 points`; `no difference` where it is 0 in every replication.
[[nodiscard]] std::string with_margin(const MeanInterval& mean, const Scale& scale);

/// A signed difference in the scale's unit, without the unit: `+39`, `-0.3`; differences of shares are in points.
[[nodiscard]] inline std::string show_change(double change, const Scale& scale, std::string_view gap = " ") {
  if (std::isnan(change)) return "–";
  const double size = std::abs(change) / scale.divisor;
  std::string text =
      scale.percent ? fmt::format("{:.{}f}", size, size < 10 ? 1 : 0) : show(std::abs(change), scale, gap);
  if (text.find_first_not_of("0.") == std::string::npos) return "0";
  return (change > 0 ? "+" : "-") + text;
}

/// The indices of the inputs, the largest share first; inputs without a share come last.
[[nodiscard]] inline std::vector<std::size_t> by_share(const Spread& spread) {
  std::vector<std::size_t> order(spread.inputs.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const double x = spread.inputs[a].index, y = spread.inputs[b].index;
    return std::isnan(y) ? !std::isnan(x) : x > y;
  });
  return order;
}

/// Why a spread is not split into shares: "Only 1 of 100 futures ends with another value …". In the current language.
/// @param spread  without shares
[[nodiscard]] std::string no_shares_sentence(const Spread& spread);

struct SpreadInput {
  std::string name;      // the parameter's path, or the factor's name: for programs
  LocalizedText title;   // the same in words: for people
  std::string evidence;  // "fact", "estimate", "assumption"
  bool sourced = false;  // whether each of its parameters names a source
  std::vector<std::string> parameters;
  std::string where;  // file:line of the first
};

struct Spreads {
  std::vector<SpreadInput> inputs;
  std::vector<SpreadOf> outputs;
};

}  // namespace muster::output
