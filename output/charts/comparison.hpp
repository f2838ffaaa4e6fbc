// Charts of a comparison as Vega-Lite 5 specifications: what strategies change, at what cost and when.
//
// Contract: `target-probabilities`, `cost-and-probability`, `difference-<series>` for each headline series and
// `rollout-waves`; a chart is left out if the place lacks its series or if it would show nothing. Differences are
// drawn with their paired interval, which is far more precise than two fans drawn over each other. Each strategy
// has a row or a panel with its name. Leaves out: drawing.
#pragma once

#include "output/charts/specs.hpp"
#include "output/comparison_record.hpp"

#include <vector>

namespace muster::output {

/// Every chart of a comparison, in reading order; the counterpart of run_charts().
[[nodiscard]] std::vector<Chart> comparison_charts(const PairedComparison& comparison, const ComparisonRecord& record);
std::vector<Chart> comparison_charts(const PairedComparison&&, const ComparisonRecord&) = delete;

/// The extra cost of a scenario of the comparison, and its probability of meeting a target.
struct Choice {
  std::size_t variant = 0;  // 0: the place as planned
  double cost = 0, chance = 0;
};
/// Whether another choice dominates this one: it costs no more, is at least as likely to meet the target, and is
/// better in at least one of the two.
[[nodiscard]] bool is_beaten(const Choice& one, const std::vector<Choice>& all);

}  // namespace muster::output
