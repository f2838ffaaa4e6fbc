// Charts of a comparison as Vega-Lite 5 specifications: what strategies change, for what money and when.
//
// Contract: `target-probabilities`, `cost-and-probability`, `difference-<series>` for each headline series and
// `rollout-waves`; those whose series the place has not, and those that would show nothing, are left out. Differences
// carry their paired band: two fans over each other would say far less. Strategies stand in rows or panels of their
// own under their names. Leaves out: drawing.
#pragma once

#include "output/charts/specs.hpp"
#include "output/comparison_record.hpp"

#include <filesystem>
#include <vector>

namespace muster::output {

/// Every chart of a comparison, in reading order, as run_charts() gives those of a run.
[[nodiscard]] std::vector<Chart> comparison_charts(const PairedComparison& comparison, const ComparisonRecord& record);
std::vector<Chart> comparison_charts(const PairedComparison&&, const ComparisonRecord&) = delete;

/// A series' difference from the place as planned over time, a panel for each strategy that changes it. Null if none
/// does.
/// @param series  a headline series, as an index into comparison.shape().series; of a flow, its total since the start
[[nodiscard]] Json difference_chart(const PairedComparison& comparison, const ComparisonRecord& record,
                                    std::size_t series, const Canvas& canvas = desk);

/// In how many futures each target is met, by strategy: the targets that fare differently. Null without targets.
[[nodiscard]] Json probabilities_chart(const PairedComparison& comparison, const ComparisonRecord& record,
                                       const Canvas& canvas = desk);

/// What the probability of the target that differs most costs, a row for each strategy. Null without money or such a
/// target.
[[nodiscard]] Json cost_chart(const PairedComparison& comparison, const ComparisonRecord& record,
                              const Canvas& canvas = desk);

/// When each area is half and fully covered in the median future, by strategy: the areas in which that differs. Null
/// if there is none.
[[nodiscard]] Json covered_chart(const PairedComparison& comparison, const ComparisonRecord& record,
                                 const Canvas& canvas = desk);

/// Which of these choices no other beats: none costs no more, gains no less, and is better in one of the two.
[[nodiscard]] std::vector<bool> efficient(const std::vector<double>& costs, const std::vector<double>& gains);

}  // namespace muster::output
