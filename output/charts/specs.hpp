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

/// How wide a chart is drawn: at a desk (and on paper and in files), or on a phone. The whole drawing, its margins
/// included, is at most so wide, whatever it shows; heights follow from what there is to show.
struct Canvas {
  double width = 720;  // pixels

  [[nodiscard]] constexpr bool is_narrow() const { return width < 500; }
  [[nodiscard]] constexpr double padding() const { return is_narrow() ? 2 : 12; }
  // Measured a little short: fonts differ.
  [[nodiscard]] constexpr double inner() const { return width - 2 * padding() - 8; }
  [[nodiscard]] constexpr double text_size() const { return is_narrow() ? 12 : 13.5; }
  [[nodiscard]] constexpr double line() const { return text_size() * 1.35; }  // from one line of text to the next
};

inline constexpr Canvas desk{720}, phone{358};

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
  std::string source;  // what it is called; may be empty
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
  LocalizedText title;  // of the place
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

/// Draws figures into a folder, which is made if need be.
/// @returns why there is no chart of something, each in a sentence
/// @throws OutputError if one cannot be written
std::vector<LocalizedText> write_charts(const std::filesystem::path& folder, const std::vector<Chart>& figures,
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
[[nodiscard]] LocalizedText why_none(const Json& spec);

/// The charts of a run; what each shows, and where there is none, stands where it is made.
using RunChart = Json(const Results& results, const ChartContext& context, const Canvas& canvas);
RunChart targets_chart, waves_chart, strips_chart, money_chart, pipeline_chart;

/// Those of one series. @param series  index into shape().series
using SeriesChart = Json(const Results& results, const ChartContext& context, std::size_t series, const Canvas& canvas);
SeriesChart series_chart, area_chart;

/// A level in one area that a target is about. @param area  one of areas_of_targets()
[[nodiscard]] Json target_area_chart(const Results& results, const ChartContext& context, std::size_t series,
                                     AreaNode area, const Canvas& canvas);

/// The areas, but for the whole, that have a chart of their own since a target about the series names them; of more than a few the first.
[[nodiscard]] std::vector<AreaNode> areas_of_targets(const ResultsShape& shape, std::size_t series);

}  // namespace muster::output
