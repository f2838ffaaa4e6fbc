// What is known about a comparison besides its numbers: the strategies, and which series measure what.
//
// Contract: the code that ran the comparison fills the record; tables, charts, summary and manifest only read it.
// Strategies are in the order of the comparison's variants, the place as planned first. Leaves out: results
// (engine/ensemble/comparison.hpp).
#pragma once

#include "engine/ensemble/comparison.hpp"
#include "output/document/names.hpp"
#include "output/run_record.hpp"

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace muster::output {

struct ComparedStrategy {
  std::string id;
  LocalizedText title;  // empty: the id is shown
  std::string why;
  std::vector<std::pair<std::string, LocalizedText>> changes;  // id and title of each
  const SectionSettings* parameters = nullptr;                 // as resolved; null: not listed
};

struct ComparisonRecord {
  RunRecord run;  // of the place as planned; wall time and memory are of the whole comparison
  std::vector<ComparedStrategy> strategies;
  // Names of series; charts and tables leave out what the place does not have.
  std::string cost;      // money spent, a flow
  std::string rollout;   // open stations
  std::string coverage;  // share of townships with a station
};

/// The title of a strategy; its id if it has no title.
[[nodiscard]] inline Text called(const ComparedStrategy& strategy) {
  return strategy.title.empty() ? Text::verbatim(strategy.id) : Text(strategy.title);
}

/// A difference with its sign: `+3.4 points` for shares, `-12 people`, `+1.2 million yuan`.
/// @param size  the largest of the differences shown together, which decides the scale
[[nodiscard]] std::string show_difference(double value, const SeriesName& series, double size,
                                          std::string_view gap = " ");

/// The same without its unit.
[[nodiscard]] std::string show_difference_bare(double value, const SeriesName& series, double size,
                                               std::string_view gap = " ");

/// As tables write it: "probability" or "value"; empty for RankingMeasure::nothing.
[[nodiscard]] std::string_view ranking_measure_name(RankingMeasure by);

/// What a strategy changes for a target, by the measure that its rank is based on: `probability +0.30 (+0.10 to
/// +0.50)`, `value +17.0 points (+12.1 to +21.4)`, `no difference`; empty for the place as planned.
[[nodiscard]] std::string gain_words(const Standing& standing, const SeriesName& series, std::string_view gap = " ");

/// The rank; `–` where there is nothing to judge, or where no scenario is certainly better than another.
[[nodiscard]] std::string rank_words(const std::vector<Standing>& standings, std::size_t variant);

/// Which strategy does best for a target and by which measure, or that the scenarios cannot be distinguished, with
/// the figures.
[[nodiscard]] std::string standing_sentence(const PairedComparison& comparison, const ComparisonRecord& record,
                                            std::size_t target);

/// The parameters of a strategy whose values differ from those of the place as planned, as parameters_json() lists
/// them.
[[nodiscard]] nlohmann::ordered_json changed_parameters(const SectionSettings& place, const SectionSettings& strategy,
                                                        const Areas& areas);

/// The manifest of a folder that is otherwise complete: that of a run, with the strategies and the parameters that
/// each changes.
/// @throws OutputError if a file cannot be read or written
[[nodiscard]] nlohmann::ordered_json manifest(const std::filesystem::path& folder, const PairedComparison& comparison,
                                              const ComparisonRecord& record);

}  // namespace muster::output
