// Charts of a run as specifications: standard JSON that contains the values, to render, edit or embed.
//
// Contract: run_charts() returns all of them in reading order: the targets; each headline series over the whole
// place (a level as a fan over time; a flow by calendar year, because events on a few days of a year make an
// unreadable chart by month); shares by area; the rollout; money by area; and the flow of people from the exam
// into posts. The specifications are Vega-Lite 5, laid out for a canvas. `usermeta` holds the title, the lines
// below it and, unless a table of the report has them, the figures. Every specification has a title with the
// finding, and a description with the numbers for readers who cannot see the chart. No information is shown by
// colour alone. Leaves out: drawing (render.hpp).
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

/// The width for which a chart is laid out: for a desk (also for paper and files) or for a phone. The drawing,
/// including its margins, is never wider; its height depends on the content.
struct Canvas {
  double width = 720;  // pixels

  [[nodiscard]] constexpr bool is_narrow() const { return width < 500; }
  [[nodiscard]] constexpr double padding() const { return is_narrow() ? 2 : 12; }
  // A little less than the width between the margins, because fonts differ.
  [[nodiscard]] constexpr double inner() const { return width - 2 * padding() - 8; }
  [[nodiscard]] constexpr double text_size() const { return is_narrow() ? 12 : 13.5; }
  [[nodiscard]] constexpr double line() const { return text_size() * 1.35; }  // from one line of text to the next
};

inline constexpr Canvas desk{720}, phone{358};

/// A date to mark with a vertical line.
struct MarkedDate {
  Date date;
  std::string label;                // a key of the catalogue; shown in the language of the chart
  std::vector<std::string> series;  // on the charts of these alone; empty: on every one
};

/// A figure of a series counted before the start, in the series' unit; for a flow, the total of the year that ends
/// on the date.
struct PastFigure {
  std::string series;
  std::string area;  // an id, or `all`
  Date on;
  double value = 0;
  std::string source;  // its name; may be empty
  std::string note;    // may be empty
};

/// The series that are used in charts of several series. If the place lacks one of them, the chart is left out.
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

/// The part of a page to which a chart belongs, and the table of figures beside it.
enum class ChartPart : std::uint8_t { over_time, by_area };
enum class ChartFigures : std::uint8_t { targets, series, series_by_area, its_own };

/// A chart as content: its name, and a function that makes its specification for a canvas and the current language.
struct Chart {
  std::string name;  // of its file, without extension: `stations-coverage`
  // The result is a specification; null if there is nothing to draw; or, if the chart would show nothing, the
  // array of no_chart(), which states the reason.
  std::function<Json(const Canvas&)> draw;
  ChartPart part = ChartPart::over_time;
  ChartFigures figures = ChartFigures::its_own;
  std::size_t series = 0;  // the series of the figures
};

/// Replaces characters in the texts of a chart that the drawing library cannot handle: it builds expressions from
/// names, and some characters would end these.
[[nodiscard]] Json with_drawable_texts(Json chart);

/// Writes the specifications of charts into a folder, which is created if necessary.
/// @returns the reasons why charts were left out, each as a sentence
/// @throws OutputError if one cannot be written
std::vector<LocalizedText> write_charts(const std::filesystem::path& folder, const std::vector<Chart>& figures,
                                        const Canvas& canvas = desk);

/// The name of a series with hyphens in place of dots: `stations-coverage` for `stations.coverage`.
[[nodiscard]] std::string file_name_of(std::string series);

/// Every chart of a run, in reading order; none without replications. The results and the context must outlive the
/// charts.
[[nodiscard]] std::vector<Chart> run_charts(const Results& results, const ChartContext& context);
std::vector<Chart> run_charts(const Results&&, const ChartContext&) = delete;
std::vector<Chart> run_charts(const Results&, const ChartContext&&) = delete;

/// The reason why a chart is left out; empty for a specification. A chart that would show nothing is an array of
/// two texts instead: the reason in the current language and in English.
[[nodiscard]] LocalizedText reason_for_no_chart(const Json& spec);

/// The charts of a run. The comment at each definition describes its content and when there is no such chart.
using RunChart = Json(const Results& results, const ChartContext& context, const Canvas& canvas);
RunChart targets_chart, waves_chart, strips_chart, money_chart, pipeline_chart;

/// The charts of one series. @param series  index into shape().series
using SeriesChart = Json(const Results& results, const ChartContext& context, std::size_t series,
                         const Canvas& canvas);
SeriesChart series_chart, area_chart;

/// A level in an area that has a target. @param area  one of areas_of_targets()
[[nodiscard]] Json target_area_chart(const Results& results, const ChartContext& context, std::size_t series,
                                     AreaNode area, const Canvas& canvas);

/// The areas, except the whole place, that have a chart of their own because a target on the series names them; of
/// many, only the first few.
[[nodiscard]] std::vector<AreaNode> areas_of_targets(const ResultsShape& shape, std::size_t series);

}  // namespace muster::output
