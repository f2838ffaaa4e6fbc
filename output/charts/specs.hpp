// Charts of a run as Vega-Lite 5 specifications: standard JSON with the values in them, to render, edit or embed.
//
// Contract: one `<series with dots as hyphens>.vl.json` for each headline series over the whole place, one more by area for
// shares, and `targets.vl.json`. A level is a fan over time (median, 50 % and 90 % of replications); a flow is summed by
// calendar year, because what happens on a few days a year is unreadable by month. Nothing is told by colour alone.
// Leaves out: drawing (render.hpp).
#pragma once

#include "engine/ensemble/results.hpp"

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace muster::output {

/// A date to mark with an upright line.
struct MarkedDate {
  Date date;
  std::string label;
  std::vector<std::string> series;  // on the charts of these alone; empty: on every one
};

struct ChartContext {
  Wording title;  // of the place
  std::vector<MarkedDate> marked;
};

/// Writes the specifications into a folder, which is made if need be.
/// @throws OutputError if one cannot be written
void write_chart_specs(const std::filesystem::path& folder, const Results& results, const ChartContext& context);

/// The chart of one series over the whole place.
/// @param series  index into shape().series
[[nodiscard]] nlohmann::ordered_json series_chart(const Results& results, const ChartContext& context,
                                                  std::size_t series);

/// The same for every leaf area, as small multiples. Null if fewer than two of them have values.
[[nodiscard]] nlohmann::ordered_json area_chart(const Results& results, const ChartContext& context,
                                                std::size_t series);

/// The probability that each target has been met by each date. Null without targets.
[[nodiscard]] nlohmann::ordered_json targets_chart(const Results& results, const ChartContext& context);

}  // namespace muster::output
