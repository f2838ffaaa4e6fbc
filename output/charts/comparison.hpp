// Charts of a comparison as Vega-Lite 5 specifications: what strategies change, for what money, where and when.
//
// Contract: `difference-<series>` for each headline series, `target-probabilities`, `cost-and-probability`, `rollout-by-area` and
// `rollout-waves`; those whose series the place has not are left out. Differences carry their paired band: two fans over each
// other would say far less. Strategies are told apart by panel, row, dash or shape, never by colour alone. Leaves out: drawing.
#pragma once

#include "output/comparison_record.hpp"

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace muster::output {

/// Writes them into a folder, which is made if need be. @returns why there is no chart of something, each in a sentence
/// @throws OutputError if one cannot be written
std::vector<Wording> write_comparison_charts(const std::filesystem::path& folder, const PairedComparison& comparison,
                                             const ComparisonRecord& record);

/// A series' difference from the place as planned over time, a panel for each strategy. Null if none has it.
/// @param series  a headline series, as an index into comparison.shape().series; of a flow, its total since the start
[[nodiscard]] nlohmann::ordered_json difference_chart(const PairedComparison& comparison,
                                                      const ComparisonRecord& record, std::size_t series);

/// The probability of each target by strategy. Null without targets.
[[nodiscard]] nlohmann::ordered_json probabilities_chart(const PairedComparison& comparison,
                                                         const ComparisonRecord& record);

/// Money against probability, a panel for each target that some strategy moves. Null without money or such targets.
[[nodiscard]] nlohmann::ordered_json cost_chart(const PairedComparison& comparison, const ComparisonRecord& record);

/// Mean number of stations open by area and strategy. Null if fewer than two areas have any.
[[nodiscard]] nlohmann::ordered_json rollout_chart(const PairedComparison& comparison, const ComparisonRecord& record);

/// When each area's median coverage reaches a half and all, by strategy. Null if fewer than two areas have a coverage.
[[nodiscard]] nlohmann::ordered_json waves_chart(const PairedComparison& comparison, const ComparisonRecord& record);

/// Which of these choices no other beats: none costs no more, gains no less, and is better in one of the two.
[[nodiscard]] std::vector<bool> efficient(const std::vector<double>& costs, const std::vector<double>& gains);

}  // namespace muster::output
