// Charts of a run as specifications: standard JSON with the values in them, to render, edit or embed.
//
// Contract: run_charts() gives all of them in reading order: the targets, then each headline series
// over the whole place (a level as a fan over time, a flow by calendar year, because what happens on a few days a
// year is unreadable by month), shares by area, the rollout, money by area, and the way from the exam into posts.
// Vega-Lite 5, laid out for a canvas. `usermeta` holds the headline, the lines below it and, where no table of the
// report has them, the figures. Every specification has a title that says what was found and a description that says
// it with numbers, for those who cannot see it. Nothing is told by colour alone. Leaves out: drawing (render.hpp).
#pragma once

#include "engine/ensemble/results.hpp"
#include "engine/text/text.hpp"
#include "output/charts/canvas.hpp"
#include "output/run_record.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace muster::output {

using Json = nlohmann::ordered_json;

/// A date to mark with an upright line.
struct MarkedDate {
  Date date;
  std::string label;                // as the catalogue has it; shown in the language of the chart
  std::vector<std::string> series;  // on the charts of these alone; empty: on every one
};

/// What was counted of a series before the start, in the series' unit; of a flow, the total of the year that a date
/// ends.
struct PastFigure {
  std::string series;
  std::string area;  // an id, or `all`
  Date on;
  double value = 0;
  std::string source;  // its short name; may be empty
  std::string note;    // may be empty
};

/// Which series play which part in charts of more than one; one that the place does not have leaves out its chart.
struct ChartRoles {
  std::string open;                     // stock of stations
  std::string coverage;                 // share of an area's units that have one
  std::string service;                  // share of an area's units that have one in regular service
  std::string registered, sat, passed;  // flows of the exam
  std::string filled, hired, left;      // of posts: a stock, and what enters and leaves it
};

struct ChartContext {
  Wording title;  // of the place
  std::vector<MarkedDate> marked;
  std::vector<PastFigure> history;  // by date
  ChartRoles roles;
  MoneySeries money;
};

/// Which part of a page a chart belongs to, and which figures stand beside it as a table.
enum class ChartPart : std::uint8_t { over_time, by_area };
enum class ChartFigures : std::uint8_t { targets, series, series_by_area, its_own };

/// A chart as content: what it is called, and how it is drawn once its canvas and language are known.
struct Chart {
  std::string name;  // of its file, without ending: `stations-coverage`
  // In the current language. Null: there is nothing to draw; a sentence in place of a specification: why it would
  // show nothing.
  std::function<Json(const Canvas&)> draw;
  ChartPart part = ChartPart::over_time;
  ChartFigures figures = ChartFigures::its_own;
  std::size_t series = 0;  // that the figures are of
};

/// Makes every text of a chart drawable: the drawing library builds expressions from names, and some characters end
/// those.
[[nodiscard]] Json with_drawable_texts(Json chart);

/// Writes a chart as the renderer takes it. @throws OutputError
void write_chart(const std::filesystem::path& file, const Json& chart);

/// Draws figures into a folder, which is made if need be.
/// @returns why there is no chart of something, each in a sentence
/// @throws OutputError if one cannot be written
std::vector<Wording> write_charts(const std::filesystem::path& folder, const std::vector<Chart>& figures,
                                  const Canvas& canvas = desk);

/// `stations-coverage` for `stations.coverage`.
[[nodiscard]] std::string file_name_of(std::string series);

/// Every chart of a run, in reading order; none without replications. What they are drawn from must outlive them.
[[nodiscard]] std::vector<Chart> run_charts(const Results& results, const ChartContext& context);
std::vector<Chart> run_charts(const Results&&, const ChartContext&) = delete;
std::vector<Chart> run_charts(const Results&, const ChartContext&&) = delete;

// Where a chart would show nothing it is an array of two texts: the sentence that says why there is none, as read and
// in English.

/// That sentence; empty for a chart.
[[nodiscard]] Wording why_none(const Json& spec);

/// The chart of one series over the whole place. Null for a series without values.
/// @param series  index into shape().series
[[nodiscard]] Json series_chart(const Results& results, const ChartContext& context, std::size_t series,
                                const Canvas& canvas = desk);

/// The same for the areas, as small multiples: those that differ, the lowest first. Null if fewer than two of them
/// have values.
[[nodiscard]] Json area_chart(const Results& results, const ChartContext& context, std::size_t series,
                              const Canvas& canvas = desk);

/// When each target is met, and in how many futures on its date, the largest miss first. Null without targets.
[[nodiscard]] Json targets_chart(const Results& results, const ChartContext& context, const Canvas& canvas = desk);

/// When the stations of each area open and come into service, the last first. Null if fewer than two areas have any.
[[nodiscard]] Json waves_chart(const Results& results, const ChartContext& context, const Canvas& canvas = desk);

/// In how many futures each area is fully covered on the dates of targets. Null without such targets, or if fewer
/// than two areas have values.
[[nodiscard]] Json strips_chart(const Results& results, const ChartContext& context, const Canvas& canvas = desk);

/// What became of money in each area by calendar year, in means: what was asked for, granted and spent, what is
/// unspent and what waits. Null without the series of money.
[[nodiscard]] Json money_chart(const Results& results, const ChartContext& context, const Canvas& canvas = desk);

/// From registration to the pass, and from the hire to the separation, in people. Null without the series of the exam,
/// or if any of their figures is withheld.
[[nodiscard]] Json pipeline_chart(const Results& results, const ChartContext& context, const Canvas& canvas = desk);

}  // namespace muster::output
