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

Json year_chart(const Results& results, const ChartContext& context, std::size_t series, const Canvas& canvas) {
  const ResultsShape& shape = results.shape();
  const SeriesInfo& info = shape.series.at(series);
  std::vector<YearTotal> years = year_totals(results, series, told_quantiles);
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
  const std::string meaning = called(info.name);
  const bool withheld = std::any_of(years.begin(), years.end(), [](const YearTotal& y) { return y.summary.withheld; });
  if (!(largest > 0) && !withheld)
    return no_chart(
        [&] { return text("{}: nothing in any year in any future, so there is no chart", called(info.name)); });
  const Scale scale = scale_for(info.name, largest);
  const auto shown = [&](double value) { return show_with_unit(value, scale, thin_space); };

  // A row for each year; one without a count keeps its place.
  std::vector<RowText> texts;
  const int first_row = history.empty() ? years.front().year : year_of(history.front().on);
  for (int year = first_row; year < years.front().year; ++year) {
    const auto counted =
        std::find_if(history.begin(), history.end(), [&](const PastFigure& f) { return year_of(f.on) == year; });
    texts.push_back({fmt::format("{}", year),
                     counted == history.end() ? "–" : text("{}, counted", show(counted->value, scale, thin_space))});
  }
  for (const YearTotal& year : years) {
    const Summary& s = year.summary;
    texts.push_back({year.is_whole() ? fmt::format("{}", year.year) : text("to {}", iso(year.until)),
                     s.withheld  ? text("withheld")
                     : s.sd == 0 ? show(s.mean, scale, thin_space)
                                 : with_range(show(s.quantiles[middle], scale, thin_space),
                                              from_to(show(s.quantiles.front(), scale, thin_space),
                                                      show(s.quantiles.back(), scale, thin_space)))});
  }
  const Rows rows(canvas, texts, 20);
  const LevelAxis levels{0, largest > 0 ? 1.02 * largest : 1, rows.width(), scale};
  Shapes shapes;
  std::size_t row = 0;
  for (int year = first_row; year < years.front().year; ++year, ++row)
    for (const PastFigure& figure : history)
      if (year_of(figure.on) == year)
        shapes.bars.push_back({0, levels.pixel(figure.value), rows.at(row), 15, "#FFFFFF", ink});
  for (const YearTotal& year : years) {
    const auto& q = year.summary.quantiles;
    const double y = rows.at(row++);
    if (year.summary.withheld) continue;
    shapes.bars.push_back({0, levels.pixel(q[middle]), y, 15, wide_band});
    if (year.summary.sd == 0) continue;
    shapes.lines.push_back({levels.pixel(q[0]), y, levels.pixel(q[4]), y, deep_blue, 1.6});
    shapes.lines.push_back({levels.pixel(q[1]), y, levels.pixel(q[3]), y, deep_blue, 5});
  }

  // The message leaves out a first year that was partly over before the start, and a last one that is not over at the
  // end.
  std::vector<YearTotal> told = years;
  const bool part_is_last = told.size() > (nothing_before ? 1U : 2U) && !told.back().is_whole();
  if (told.size() > 2 && !nothing_before) told.erase(told.begin());
  if (part_is_last) told.pop_back();
  std::erase_if(told, [](const YearTotal& year) { return year.summary.withheld; });
  std::string message = withheld_figure(results);
  if (!told.empty()) {
    const YearTotal &first = told.front(), &last = told.back();
    message =
        first.year == last.year
            ? text("about {} in {}", shown(about(last.summary.quantiles[middle])), last.words())
            : text("from {} in {} to about {} in {}", show(about(first.summary.quantiles[middle]), scale, thin_space),
                   first.year, shown(about(last.summary.quantiles[middle])), last.words());
  }
  Said said{
      context.title.shown(), text("{}: {}", meaning, message), {}, {text("{}, by calendar year", meaning), message}};
  for (const YearTotal& year : years)
    said.aloud.push_back(text("{}: {}", year.words(), summary_words(year.summary, scale)));
  for (const PastFigure& figure : history)
    said.aloud.push_back(text("counted in {}: {}", year_of(figure.on), shown(figure.value)));
  said.below = {
      text("bar: median; thick line: 50 of 100 futures, thin line, and in brackets: 90; {}",
           words_of_futures(results.replications())),
      nothing_before
          ? std::string{}
          : text("{} includes what had happened before the start on {}", first_year, iso(shape.dates.front())),
      history_words(history),
      withheld && !told.empty() ? text("years without a figure: {}", withheld_figure(results)) : std::string{}};
  Json chart = base(canvas, said);
  rows.draw(chart, levels.layer(scale.percent ? std::string{} : scale.unit), shapes);
  return chart;
}

}  // namespace muster::output
