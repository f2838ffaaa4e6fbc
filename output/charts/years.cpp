#include "output/charts/years.hpp"

#include "engine/clock/calendar.hpp"
#include "output/charts/run_parts.hpp"
#include "output/disclosure.hpp"
#include "output/year_totals.hpp"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>

namespace muster::output {

namespace {

int year_of(Date date) { return static_cast<int>(std::chrono::year_month_day{date}.year()); }

}  // namespace

Json year_chart(const Results& results, const ChartContext& context, std::size_t series) {
  const ResultsShape& shape = results.shape();
  const SeriesInfo& info = shape.series.at(series);
  std::vector<YearTotal> years = year_totals(results, series, fan_probabilities);
  const int first_year = years.front().year;
  // On 1 January nothing of the year has happened.
  const bool new_year = year_of(shape.dates.front() - std::chrono::days{1}) < first_year;
  const bool nothing_before = new_year || (years.size() > 1 && years.front().summary.quantiles.back() == 0);
  if (nothing_before && !new_year) years.erase(years.begin());

  std::vector<PastFigure> history;  // of years that are not simulated
  for (const PastFigure& figure : history_of(results, context, series))
    if (year_of(figure.on) < years.front().year) history.push_back(figure);

  double largest = 0;
  for (const YearTotal& year : years) largest = std::max(largest, year.summary.quantiles.back());
  for (const PastFigure& figure : history) largest = std::max(largest, figure.value);
  const ValueAxis values = value_axis(info.name, 0, largest, plot_height, 8, true);
  const auto shown = [&](double value) { return show_with_unit(value, values.scale, thin_space); };

  // Numbers stand upright in narrow bars, and on top of bars too low for them.
  const std::size_t bar_count =
      years.size() + (history.empty() ? 0 : static_cast<std::size_t>(years.front().year - year_of(history.front().on)));
  const bool withheld = std::any_of(years.begin(), years.end(), [](const YearTotal& y) { return y.summary.withheld; });
  const double widest = std::max(text_width(show(largest, values.scale, thin_space), text_size),
                                 withheld ? text_width(text("withheld"), text_size) : 0);
  const bool upright = widest > plot_width / static_cast<double>(bar_count) - 2;
  const double room = upright ? widest + 12 : 30;

  Json rows = Json::array();
  std::vector<std::string> said;
  if (!history.empty())  // a year without a count keeps its place
    for (int year = year_of(history.front().on); year < years.front().year; ++year) {
      const auto counted =
          std::find_if(history.begin(), history.end(), [&](const PastFigure& f) { return year_of(f.on) == year; });
      Json row{{"year", fmt::format("{}", year)}};
      if (counted != history.end()) {
        row.update({{"counted", rounded(counted->value)},
                    {"source", counted->source},
                    {"label", show(counted->value, values.scale, thin_space)},
                    {"foot", 0}});
        if (values.pixel(0, plot_height) - values.pixel(counted->value, plot_height) < room)
          row["foot"] = rounded(counted->value);
      }
      rows.push_back(std::move(row));
    }
  for (const YearTotal& year : years) {
    Json row{{"year", year.is_whole() ? fmt::format("{}", year.year) : text("to {}", iso(year.until))}};
    for (std::size_t q = 0; q < fan_fields.size(); ++q) row[fan_fields[q]] = rounded(year.summary.quantiles[q]);
    row["label"] =
        year.summary.withheld ? text("withheld") : show(year.summary.quantiles[middle], values.scale, thin_space);
    row["certain"] = year.summary.sd == 0;
    const double bar = values.pixel(0, plot_height) - values.pixel(year.summary.quantiles[middle], plot_height);
    row["foot"] =
        bar < room ? rounded(year.summary.quantiles.back()) : Json(0);  // a low bar has no room for the number
    rows.push_back(std::move(row));
  }

  // The message leaves out a first year that was partly over before the start, and a last one that is not over at the
  // end.
  std::vector<YearTotal> told = years;
  const bool part_is_last = told.size() > (nothing_before ? 1U : 2U) && !told.back().is_whole();
  if (told.size() > 2 && !nothing_before) told.erase(told.begin());
  if (part_is_last) told.pop_back();
  std::erase_if(told, [](const YearTotal& year) { return year.summary.withheld; });
  const std::string meaning = translated(info.name.meaning);
  std::string message = withheld_figure(results);
  if (!told.empty()) {
    const YearTotal &first = told.front(), &last = told.back();
    message = first.year == last.year
                  ? text("about {} in {}", shown(about(last.summary.quantiles[middle])), last.words())
                  : text("from {} in {} to about {} in {}",
                         show(about(first.summary.quantiles[middle]), values.scale, thin_space), first.year,
                         shown(about(last.summary.quantiles[middle])), last.words());
  }
  said = {text("{}, by calendar year", meaning), message};
  for (const YearTotal& year : years)
    said.push_back(text("{}: {}", year.words(), median_words(year.summary, values.scale)));
  for (const PastFigure& figure : history)
    said.push_back(text("counted in {}: {}", year_of(figure.on), shown(figure.value)));
  std::vector<std::string> subtitle{text("by calendar year; {}", words_of_replications(results.replications()))};
  if (!nothing_before)
    subtitle.push_back(
        text("{} includes what had happened before the start on {}", first_year, iso(shape.dates.front())));
  if (!history.empty()) subtitle.push_back(history_words(history));
  if (withheld && !told.empty()) subtitle.push_back(text("years without a figure: {}", withheld_figure(results)));

  Json order = Json::array();
  for (const Json& row : rows) order.push_back(row["year"]);
  const Json x = {{"field", "year"},
                  {"type", "ordinal"},
                  {"sort", order},
                  {"scale", {{"paddingInner", 0.45}, {"paddingOuter", 0.3}}},
                  {"axis", {{"title", nullptr}, {"labelAngle", 0}, {"ticks", false}, {"labelPadding", 8}}}};
  const auto y = [&](const char* field) {
    return Json{{"field", field}, {"type", "quantitative"}, {"scale", values.y()}, {"axis", values.axis}};
  };
  const auto interval = [&](const FanBand& band, double width) {
    return Json{{"transform", {{{"filter", "isValid(datum.p50) && !datum.certain"}}}},
                {"mark", {{"type", "rule"}, {"color", deep_blue}, {"strokeWidth", width}}},
                {"encoding", {{"x", x}, {"y", y(fan_fields[band.low])}, {"y2", {{"field", fan_fields[band.high]}}}}}};
  };
  std::vector<KeyItem> items{{.kind = KeyItem::Kind::bar, .words = text("median"), .colour = pale_blue}};
  constexpr std::array widths = {1.6, 4.0, 8.0};  // of 95, 80 and 50 of 100
  for (std::size_t i = fan_bands.size(); i-- > 0;)
    items.push_back({.words = i + 1 == fan_bands.size() ? text("{} of 100 futures lie in here", fan_bands[i].of_hundred)
                                                        : text("{} of 100", fan_bands[i].of_hundred),
                     .colour = deep_blue,
                     .size = widths[i]});
  if (!history.empty())
    items.push_back({.kind = KeyItem::Kind::bar, .words = text("counted"), .colour = ink, .fill = "white"});
  const Key key = key_of(items, plot_width);

  Json chart = base(sentences(said));
  chart["title"] = title_of(context.title.shown(), text("{}: {}", meaning, message), subtitle);
  chart["width"] = plot_width;
  chart["height"] = plot_height;
  chart["data"] = {{"values", rows}};
  const auto bars = [&](const char* field, const Json& mark) {
    Json bar = {{"transform", {{{"filter", fmt::format("isValid(datum.{})", field)}}}},
                {"mark", mark},
                {"encoding", {{"x", x}, {"y", y(field)}}}};
    bar["encoding"]["y2"] = {{"datum", 0}};
    return bar;
  };
  const auto number = [&](bool halo) {  // in the bar, with a rim that keeps it readable on a line
    Json mark = {{"type", "text"}, {"fontSize", text_size}, {"fontWeight", "bold"}, {"color", ink}};
    mark.update(upright ? Json{{"angle", -90}, {"align", "left"}, {"baseline", "middle"}, {"dx", 7}}
                        : Json{{"baseline", "bottom"}, {"dy", -7}});
    if (halo)
      mark.update(
          {{"color", "white"}, {"stroke", "white"}, {"strokeWidth", 4}, {"strokeJoin", "round"}, {"opacity", 0.75}});
    return Json{{"transform", {{{"filter", "isValid(datum.label)"}}}},
                {"mark", mark},
                {"encoding", {{"x", x}, {"y", y("foot")}, {"text", {{"field", "label"}}}}}};
  };
  chart["layer"] = Json::array({bars("p50", {{"type", "bar"}, {"color", pale_blue}})});
  if (!history.empty())
    chart["layer"].push_back(
        bars("counted", {{"type", "bar"}, {"color", "white"}, {"stroke", ink}, {"strokeWidth", 1.2}}));
  for (std::size_t i = 0; i < fan_bands.size(); ++i) chart["layer"].push_back(interval(fan_bands[i], widths[i]));
  for (const bool halo : {true, false}) chart["layer"].push_back(number(halo));
  append(chart["layer"], key.layers);
  return chart;
}

}  // namespace muster::output
