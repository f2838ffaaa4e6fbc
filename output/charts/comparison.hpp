// Charts of a comparison as Vega-Lite 5 specifications: what strategies change, for what money and when.
//
// Contract: `target-probabilities`, `cost-and-probability`, `difference-<series>` for each headline series and
// `rollout-waves`; those whose series the place has not, and those that would show nothing, are left out. Differences
// carry their paired band: two fans over each other would say far less. Strategies stand in rows or panels of their
// own under their names. Leaves out: drawing.
#pragma once

#include "output/charts/specs.hpp"
#include "output/comparison_record.hpp"

#include <vector>

namespace muster::output {

/// Every chart of a comparison, in reading order, as run_charts() gives those of a run.
[[nodiscard]] std::vector<Chart> comparison_charts(const PairedComparison& comparison, const ComparisonRecord& record);
std::vector<Chart> comparison_charts(const PairedComparison&&, const ComparisonRecord&) = delete;

/// What the plan or a strategy costs, and how likely it meets a target.
struct Choice {
  std::size_t variant = 0;
  double cost = 0, chance = 0;
};
/// Whether another one costs no more, is as likely, and is better in one of the two.
[[nodiscard]] bool is_beaten(const Choice& one, const std::vector<Choice>& all);

}  // namespace muster::output
