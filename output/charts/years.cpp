#include "engine/clock/calendar.hpp"
#include "output/charts/run_parts.hpp"
#include "output/disclosure.hpp"
#include "output/year_totals.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace muster::output {

Json year_chart(const Results& results, const ChartContext& context, std::size_t series, const Canvas& canvas) {
  const ResultsShape& shape = results.shape();
  const SeriesInfo& info = shape.series.at(series);
  std::vector<YearTotal> years = year_totals(results, series, told_quantiles);
  const int first_year = years.front().year;
  // On 1 January nothing of the year has happened.
  const bool new_year = year_of(shape.dates.front() - std::chrono::days{1}) < first_year;
  const bool nothing_before = new_year || (years.size() > 1 && years.front().summary.quantiles.back() == 0);
  if (nothing_before && !new_year) years.erase(years.begin());

  std::vector<PastFigure> history = history_of(results, context, series);  // of years that are not simulated
  std::erase_if(history, [&](const PastFigure& figure) { return year_of(figure.on) >= years.front().year; });
  double largest = 0;
  for (const YearTotal& year : years) largest = std::max(largest, year.summary.quantiles.back());
  for (const PastFigure& figure : history) largest = std::max(largest, figure.value);
  const std::string meaning = called(info.name);
  const bool withheld = std::any_of(years.begin(), years.end(), [](const YearTotal& y) { return y.summary.withheld; });
  if (!(largest > 0) && !withheld)
    return no_chart(
        [&] { return text("{}: nothing in any year in any future, so there is no chart", called(info.name)); });
  const Scale scale = scale_for(info.name, largest);
  const auto bare = [&](double value) { return plain(value, scale); };
  const auto shown = [&](double value) { return amount(value, scale); };

  Said said{context.title.shown(), {}, {}, {text("{}, by calendar year", meaning)}};
  RowChart rows;
  for (int year = history.empty() ? years.front().year : year_of(history.front().on); year < years.front().year;
       ++year) {
    ChartRow row{fmt::format("{}", year), "–"};  // one without a count keeps its place
    for (const PastFigure& figure : history) {
      if (year_of(figure.on) != year) continue;
      row.words = text("{}, counted", bare(figure.value));
      row.marks.bar(0, figure.value, "#FFFFFF", 15, 0, ink);
    }
    rows.rows.push_back(std::move(row));
  }
  for (const YearTotal& year : years) {
    const Summary& s = year.summary;
    ChartRow row{year.is_whole() ? fmt::format("{}", year.year) : text("to {}", iso(year.until)), text("withheld")};
    said.aloud.push_back(text("{}: {}", year.words(), summary_words(s, scale)));
    if (!s.withheld) {
      const auto& q = s.quantiles;
      row.words = s.sd == 0 ? bare(s.mean) : with_range(bare(q[middle]), from_to(bare(q.front()), bare(q.back())));
      row.marks.bar(0, q[middle], wide_band);
      if (s.sd != 0) {
        row.marks.line(q[0], q[4], deep_blue, 1.6);
        row.marks.line(q[1], q[3], deep_blue, 5);
      }
    }
    rows.rows.push_back(std::move(row));
  }
  for (const PastFigure& figure : history)
    said.aloud.push_back(text("counted in {}: {}", year_of(figure.on), shown(figure.value)));

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
    const std::string then = shown(about(last.summary.quantiles[middle]));
    message = first.year == last.year
                  ? text("about {} in {}", then, last.words())
                  : text("from {} in {} to about {} in {}", bare(about(first.summary.quantiles[middle])), first.year,
                         then, last.words());
  }
  said.headline = text("{}: {}", meaning, message);
  said.aloud.insert(said.aloud.begin() + 1, message);
  said.below = {text("bar: median; thick line: 50 of 100 futures, thin line, and in brackets: 90; {}",
                     words_of_futures(results.replications())),
                when(!nothing_before, text("{} includes what had happened before the start on {}", first_year,
                                           iso(shape.dates.front()))),
                history_words(history),
                when(withheld && !told.empty(), text("years without a figure: {}", withheld_figure(results)))};
  return rows.draw(base(canvas, said), canvas, level_axis(rows, scale));
}

}  // namespace muster::output
