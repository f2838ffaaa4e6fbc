// What `muster explain` found: which constraint binds, which change did what, what the spread is made of.
//
// Contract: filled by whoever simulated, read by tables, charts and the summary; figures are those of the engine's experiments
// (engine/experiments/). Leaves out: how they were found.
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

/// One constraint relaxed, over the whole horizon or in one period.
struct ConstraintEffect {
  std::string constraint;  // its id
  LocalizedText title;
  std::string why;
  std::string period;                  // "all", or the calendar year
  std::optional<Period> dates;         // none: all
  std::size_t parameters = 0;          // of the constraint that the place has
  std::size_t relaxed = 0;             // of them that were: in a period those that are values by date
  std::optional<TargetEffect> effect;  // none: nothing to relax
  // Money spent after the start up to the target's date, or the last report before it, less that as planned; none: not known.
  std::optional<MeanInterval> extra_spent = {};
};

/// What holds one target back.
struct TargetConstraints {
  TargetDefinition target;
  SeriesName series;
  std::uint64_t replications = 0;
  double probability = 0;  // as planned; NaN: nothing to judge
  Interval interval;
  double shortfall = 0;                 // mean as planned
  bool by_probability = true;           // what the order follows; else the shortfall closed, no gain being beyond doubt
  std::vector<ConstraintEffect> whole;  // relaxed over the whole horizon, the largest effect first; absent ones last
  std::vector<ConstraintEffect> by_period;  // in the order of `whole`, then of the periods
  ConstraintEffect everything;              // all relaxed together
  SeriesName money = {};                    // what the extra spent is of

  /// Whether there is nothing to judge, neither as planned nor with any constraint relaxed.
  [[nodiscard]] bool nothing_to_judge() const {
    return std::isnan(probability) && (!everything.effect || std::isnan(everything.effect->probability)) &&
           std::all_of(whole.begin(), whole.end(),
                       [](const ConstraintEffect& one) { return !one.effect || std::isnan(one.effect->probability); });
  }

  /// The largest amount of money that the price of a relaxation may come to, which decides the unit of all of them; 0: none is known.
  [[nodiscard]] double dearest() const {
    double most = 0;
    for (const ConstraintEffect& one : whole)
      if (one.extra_spent && std::isfinite(one.extra_spent->half_width))
        most = std::max(most, std::abs(one.extra_spent->mean) + one.extra_spent->half_width);
    return most;
  }

  /// The effect that the order follows; negative: for the worse.
  [[nodiscard]] double size_of(const TargetEffect& effect) const {
    return by_probability ? effect.gain.difference : effect.closed.mean;
  }

  /// Whether an effect is for the better beyond doubt, by what the order follows.
  [[nodiscard]] bool helps(const TargetEffect& effect) const {
    return by_probability ? effect.gain.interval.low > 0 : effect.closed.mean - effect.closed.half_width > 0;
  }

  /// Its place among the constraints that change something; none for one that changes nothing, is absent, or does as much as
  /// another.
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

/// One quantity's difference between two strategies, by change.
struct AttributedDifference {
  std::string target;       // id; empty: not about a target
  LocalizedText title;      // of the target
  std::string measure;      // "probability", "value", "spent"
  SeriesName series;        // of the value or the money; for a probability a share
  double from = 0, to = 0;  // means; NaN: nothing to judge there
  Attribution attribution;

  /// Whether no change does anything in any replication, so that there is nothing to draw.
  [[nodiscard]] bool changes_nothing() const { return !attribution.moved; }

  /// Whether no replication has a value under all of the changes, so that the difference is not known. One end may be known.
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

/// One forecast's spread.
struct SpreadOf {
  std::string id;       // the target's id, or the series' name
  LocalizedText title;  // what it is
  SeriesName series;
  Date date{};
  double mean = 0;
  Spread spread;
};

/// A mean difference and how well it is known, to the digits that its margin bears: `+39 ± 4 people`, `+1.2 ± 0.3 points`; `no difference`
/// where it is 0 in every replication.
[[nodiscard]] std::string with_margin(const MeanInterval& mean, const Scale& scale);

/// A difference with its sign, in the scale's unit but without it: `+39`, `-0.3`; of shares in points.
[[nodiscard]] inline std::string show_change(double change, const Scale& scale, std::string_view gap = " ") {
  if (std::isnan(change)) return "–";
  const double size = std::abs(change) / scale.divisor;
  std::string text =
      scale.percent ? fmt::format("{:.{}f}", size, size < 10 ? 1 : 0) : show(std::abs(change), scale, gap);
  if (text.find_first_not_of("0.") == std::string::npos) return "0";
  return (change > 0 ? "+" : "-") + text;
}

/// The inputs by their share, the largest first; those without one come last.
[[nodiscard]] inline std::vector<std::size_t> by_share(const Spread& spread) {
  std::vector<std::size_t> order(spread.inputs.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const double x = spread.inputs[a].index, y = spread.inputs[b].index;
    return std::isnan(y) ? !std::isnan(x) : x > y;
  });
  return order;
}

/// Why a spread is not split into shares: "In 1 of 100 futures the value is another than in the rest: too few differ …". In the
/// current language. @param spread  without shares
[[nodiscard]] std::string no_shares_sentence(const Spread& spread);

struct SpreadInput {
  std::string name;      // the parameter's path, or the factor's name: for programs
  LocalizedText title;   // the same in words: for readers
  std::string evidence;  // "fact", "estimate", "assumption"
  bool sourced = false;  // each of its parameters names a source
  std::vector<std::string> parameters;
  std::string where;  // file:line of the first
};

struct Spreads {
  std::vector<SpreadInput> inputs;
  std::vector<SpreadOf> outputs;
};

}  // namespace muster::output
