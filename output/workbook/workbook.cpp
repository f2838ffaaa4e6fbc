#include "output/workbook/workbook.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/text/dates.hpp"
#include "output/disclosure.hpp"
#include "output/document/names.hpp"
#include "output/formats/csv.hpp"
#include "output/isolated_write.hpp"
#include "output/manifest.hpp"
#include "output/tables/comparison.hpp"
#include "output/tables/parameters.hpp"
#include "output/tables/run.hpp"
#include "output/words.hpp"
#include "output/workbook/book.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <tuple>

namespace muster::output {

namespace fs = std::filesystem;

namespace {

using Form = SheetChart::Form;
using Look = SheetChart::Look;

// The widest selection of a table's rows that fits into a sheet; none if even the narrowest is too large.
std::optional<Selection> selection_for(const Table& table, std::size_t most) {
  for (const Selection& selection :
       {Selection{}, Selection{true, false, false}, Selection{true, true, false}, Selection{true, true, true}})
    if (!table.count || table.count(selection) <= most) return selection;
  return std::nullopt;
}

// A sentence about the rows left out of a table's sheet and the rule for it; empty if none were left out.
std::string left_out_words(const Table& table, std::size_t most) {
  if (!table.count) return {};
  const std::optional<Selection> selection = selection_for(table, most);
  const std::size_t all = table.count({}), kept = selection ? table.count(*selection) : 0;
  if (kept == all) return {};
  const Text rule = !selection         ? tr("no row is listed here")
                    : selection->whole ? tr("the start and the ends of years, for the whole place only")
                    : selection->no_leaves
                        ? tr("the start and the ends of years, for groups of areas and the whole place")
                        : tr("the start and the ends of years, for all areas");
  return tr("{} of {} rows: {}; all are in {}", grouped(kept, ","), grouped(all, ","), rule, table.id + ".csv");
}

// The ends of a vertical axis: round numbers, and 0 at the bottom unless that would make changes hard to see.
std::pair<double, double> axis_of(double smallest, double largest) {
  const bool from_zero = smallest >= 0 && smallest <= 0.5 * largest;
  if (from_zero) smallest = 0;
  const double span = largest > smallest ? largest - smallest : std::max(std::abs(largest), 1.0);
  const double decade = std::pow(10, std::floor(std::log10(span)));
  const double step = span / decade < 2 ? decade / 5 : span / decade < 5 ? decade / 2 : decade;
  double low = std::floor(smallest / step + 1e-9) * step, high = std::ceil(largest / step - 1e-9) * step;
  if (!(high > low)) high = low + step;
  return {as_in_tables(low), as_in_tables(high)};
}

// A chart with its rows of data: texts that are the same in all rows, a date, and the heights of the layers.
struct Layered {
  SheetChart chart;
  std::vector<Text> words;
  Scale scale;
  Text unit;
  std::string unit_id;
  std::vector<std::pair<Date, std::vector<double>>> rows;  // heights in the unit of the results

  Layered(std::vector<Text> same_words, const SeriesName& series, double lowest, double highest, double size)
      : words(std::move(same_words)),
        scale(scale_for(series, size)),
        unit(Text::verbatim(scale.percent ? translated("share") : scale.unit)),
        unit_id(scale.divisor > 1 ? unit_of_many : series.unit) {
    std::tie(chart.lowest, chart.highest) = axis_of(scale.in_cells(lowest), scale.in_cells(highest));
    const double span = chart.highest - chart.lowest;
    chart.value_format = scale.percent ? (span < 0.05 ? "0.0%" : "0%") : span < 5 ? "#,##0.0" : "#,##0";
    chart.x_title = tr("date");
    chart.date_format = "yyyy\\-mm";
  }
};

// Adds a sheet with the data of charts, and the charts. @param words  headings of the texts; @param
// layers  headings of the heights
void add_layered(Book& book, const std::vector<Text>& words, const std::vector<Text>& layers,
                 const std::vector<Layered>& charts) {
  Table table{"", tr("chart data"), {}, {}, {}};
  for (const Text& heading : words) table.columns.push_back({"", heading, Holds::words, 34});
  table.columns.push_back({"date", tr("date"), Holds::date});
  table.columns.push_back({"unit", tr("unit"), Holds::named});
  for (const Text& heading : layers) table.columns.push_back({"", heading, Holds::value});
  table.frozen = static_cast<int>(words.size());
  table.rows = [&](const RowSink& sink, const Selection&) {
    for (const Layered& one : charts)
      for (const auto& [date, heights] : one.rows) {
        std::vector<Cell> row;
        for (const Text& word : one.words) row.emplace_back("", word);
        row.emplace_back(date);
        row.emplace_back(one.unit_id, one.unit);
        for (const double height : heights) row.emplace_back(one.scale.in_cells(height));
        sink(row);
      }
  };
  const std::string sheet = book.add(table);
  lxw_row_t row = 1;
  for (const Layered& one : charts) {
    SheetChart chart = one.chart;
    chart.sheet = sheet;
    chart.categories = words.size();
    chart.first = row;
    row += static_cast<lxw_row_t>(one.rows.size());
    chart.last = row - 1;
    for (SheetChart::Layer& layer : chart.layers) layer.column += words.size() + 2;
    book.add(chart);
  }
}

// The targets of a series over the whole place, the lowest goal first. None for a flow: its goals are about the
// total since the start, which no chart of the workbook shows.
std::vector<const TargetDefinition*> goals_of(const ResultsShape& shape, std::size_t series) {
  std::vector<const TargetDefinition*> goals;
  if (shape.series[series].kind == SeriesKind::flow) return goals;
  for (const TargetDefinition& target : shape.targets)
    if (target.series == shape.series[series].name.name && target.area == shape.areas[shape.areas.whole()].id)
      goals.push_back(&target);
  std::stable_sort(goals.begin(), goals.end(), [](const auto* a, const auto* b) { return a->goal < b->goal; });
  return goals;
}

std::string goal_words(const TargetDefinition& target, const Scale& scale) {
  const std::string value = show_with_unit(target.goal, scale, ",");
  return target.bound == Bound::at_least ? tr("target: at least {} by {}", value, date_words(target.by))
                                         : tr("target: at most {} by {}", value, date_words(target.by));
}

// The chart of a headline series over the whole place with its bands and goals; for a flow, bars by year. @param
// points  not empty
Layered fan_of(const SeriesInfo& series, const std::vector<HeadlinePoint>& points,
               const std::vector<const TargetDefinition*>& goals, const Text& last_part) {
  const bool by_year = series.kind == SeriesKind::flow;
  double lowest = by_year ? 0 : points.front().summary.quantiles[0], highest = lowest;
  const auto reach = [&](double value) {
    lowest = std::min(lowest, value);
    highest = std::max(highest, value);
  };
  for (const HeadlinePoint& point : points)
    for (const double quantile : point.summary.quantiles) reach(quantile);
  for (const TargetDefinition* goal : goals) reach(goal->goal);

  Layered fan({called(series.name)}, series.name, lowest, highest, highest);
  for (const HeadlinePoint& point : points) {
    const auto& q = point.summary.quantiles;
    std::vector<double> heights{q[0], q[1] - q[0], q[2] - q[1], 0, q[3] - q[2], q[4] - q[3]};
    double reached = q[4];
    for (const TargetDefinition* goal : goals) {
      heights.insert(heights.end(), {goal->goal - reached, 0});
      reached = goal->goal;
    }
    fan.rows.emplace_back(point.date, std::move(heights));
  }

  SheetChart& chart = fan.chart;
  const Scale& scale = fan.scale;
  chart.title = called(series.name).to_string();
  chart.y_title = chart.lowest > 0 ? tr("{} (the axis does not begin at 0)", scale.unit).to_string() : scale.unit;
  chart.layers = {{Look::gap, 0},
                  {Look::outer_band, 1, tr("90 % of futures")},
                  {Look::inner_band, 2, tr("50 % of futures")},
                  {Look::line, 3, tr("median")},
                  {Look::inner_band, 4},
                  {Look::outer_band, 5}};
  if (by_year) {
    chart.form = Form::columns;
    chart.title += tr(", by calendar year");
    if (!last_part.empty()) chart.title += tr("; last column: {}", last_part);
    chart.x_title = tr("calendar year");
    chart.date_format = "yyyy";
    chart.layers = {{Look::bar, 0, tr("exceeded in 95 of 100 futures")},
                    {Look::inner_band, 1, tr("up to the median")},
                    {Look::inner_band, 2},
                    {Look::outer_band, 4, tr("exceeded in 5 of 100 futures")},
                    {Look::outer_band, 5}};
  }
  const auto& from = points.front().summary.quantiles;
  const auto& to = points.back().summary.quantiles;
  const std::string last = date_words(points.back().date);
  chart.alternative =
      tr("Chart of {}. Median: {} on {}, {} on {}. On {}, 50 % of futures lie between {} and {}, 90 % between {} and "
         "{}.",
         called(series.name), show_with_unit(from[2], scale, ","), date_words(points.front().date),
         show_with_unit(to[2], scale, ","), last, last, show(to[1], scale, ","), show(to[3], scale, ","),
         show(to[0], scale, ","), show(to[4], scale, ","));
  for (std::size_t goal = 0; goal < goals.size(); ++goal) {
    const std::string words = goal_words(*goals[goal], scale);
    chart.layers.push_back({Look::gap, 6 + 2 * goal});
    chart.layers.push_back({Look::target, 7 + 2 * goal, words});
    chart.alternative += " " + words + ".";
  }
  if (!last_part.empty()) chart.alternative += " " + tr("The last column is the {}.", last_part);
  return fan;
}

std::string title_of(const RunRecord& record) { return record.title.to_string_or(record.place); }

void add_fans(Book& book, const RunRecord& record, const Results& results) {
  const ResultsShape& shape = results.shape();
  std::vector<std::string> lines{
      tr("{}: the dark line is the median; of 100 futures 50 lie in the darker band and 90 in both.",
         title_of(record)),
      tr("Bars by year: 95 of 100 futures exceed the dark part; the dark and the middle part together reach the "
         "median; 5 of 100 futures exceed the whole bar."),
      tr("The numbers are in the sheet \"{}\".", tr("chart data"))};
  std::vector<Text> layers{tr("layer 1: up to 5 %"),      tr("layer 2: 5 % to 25 %"),
                           tr("layer 3: 25 % to median"), tr("layer 4: median, as a line"),
                           tr("layer 5: median to 75 %"), tr("layer 6: 75 % to 95 %")};
  std::vector<Layered> fans;
  std::size_t most_goals = 0;
  for (const std::size_t s : shape.headline) {
    std::vector<HeadlinePoint> points = headline_points(results, s);
    const bool cut_short = !points.empty() && points.back().basis_id == "part of a year";
    const Text last_part = cut_short ? points.back().basis : Text();
    const std::size_t all = points.size();
    const std::size_t hidden = std::erase_if(points, [](const HeadlinePoint& one) { return one.summary.withheld; });
    if (hidden > 0)
      lines.push_back(tr("Not drawn of \"{}\": {} of {} dates: {}.", called(shape.series[s].name), hidden, all,
                         withheld_figure(results)));
    const auto goals = goals_of(shape, s);
    most_goals = std::max(most_goals, goals.size());
    if (!points.empty()) fans.push_back(fan_of(shape.series[s], points, goals, last_part));
  }
  for (std::size_t goal = 1; goal <= most_goals; ++goal) {
    layers.push_back(tr("layer {}: up to target {}, not drawn", 5 + 2 * goal, goal));
    layers.push_back(tr("layer {}: target {}, as a line", 6 + 2 * goal, goal));
  }
  book.begin_charts(tr("charts"), lines);
  add_layered(book, {tr("series")}, layers, fans);
}

// The probability of a target by strategy. @param ranking  the table with its sheet's name
SheetChart bars_of(std::size_t t, const PairedComparison& comparison, const ComparisonRecord& record,
                   const Table& ranking, const std::string& sheet) {
  const ResultsShape& shape = comparison.shape();
  const TargetDefinition& target = shape.targets[t];
  const auto series = shape.find(target.series);
  const Scale scale = series ? scale_for(shape.series[*series].name, target.goal) : Scale{};
  const std::string asked = fmt::format("{}, {}: {}", called(series_of(target, shape)).to_string(),
                                        area_of(target, shape).to_string(), goal_words(target, scale));
  SheetChart chart;
  chart.form = Form::bars;
  chart.title = target.title.empty() ? asked : target.to_string();
  chart.x_title = tr("probability");
  chart.alternative = tr("Bar chart of the probability of the target by strategy. {}.", asked);
  for (std::size_t v = 0; v < comparison.variants(); ++v)
    chart.alternative +=
        fmt::format(" {}: {}.", called(record.strategies[v]), show_probability(comparison.results(v).target(t)));
  chart.value_format = "0%";
  chart.layers = {{Look::bar, ranking.column("probability")}};
  chart.sheet = sheet;
  chart.first = static_cast<lxw_row_t>(1 + t * comparison.variants());
  chart.last = chart.first + static_cast<lxw_row_t>(comparison.variants()) - 1;
  chart.categories = ranking.column("strategy");
  return chart;
}

// The chart of what a strategy changes in a headline series over time; none if the strategy and the place as
// planned have no date with values in common.
std::optional<Layered> change_of(std::size_t s, std::size_t v, const PairedComparison& comparison,
                                 const ComparedStrategy& strategy) {
  const ResultsShape& shape = comparison.shape();
  const SeriesInfo& series = shape.series[s];
  double lowest = 0, highest = 0;
  std::vector<std::pair<Date, std::vector<double>>> rows;
  Difference last{};
  for (std::size_t d = 0; d < shape.dates.size(); ++d) {
    const Difference cell = comparison.headline_difference(v, d, s);
    if (std::isnan(cell.mean)) continue;
    const bool known = std::isfinite(cell.interval.low) && std::isfinite(cell.interval.high);
    const auto [low, high] = known ? cell.interval : Interval{cell.mean, cell.mean};
    rows.emplace_back(shape.dates[d], std::vector{low, cell.mean - low, 0.0, high - cell.mean});
    lowest = std::min(lowest, low);
    highest = std::max(highest, high);
    last = cell;
  }
  if (rows.empty()) return std::nullopt;
  const double size = std::max(highest, -lowest);
  Layered change({called(series.name), called(strategy)}, series.name, lowest, highest, size);
  change.rows = std::move(rows);
  SheetChart& chart = change.chart;
  const std::string of = called(series.name) + (series.kind == SeriesKind::flow ? tr(", since the start") : "");
  const auto bare = [&](double value) { return show_difference_bare(value, series.name, size, ","); };
  chart.title = called(strategy) + " · " + of;
  chart.y_title = change.scale.percent ? tr("difference, percentage points") : tr("difference, {}", change.scale.unit);
  chart.alternative =
      tr("Chart of what {} changes in {}: on {} by {} on average, 95 % interval {} to {}.", called(strategy), of,
         date_words(shape.dates.back()), show_difference(last.mean, series.name, size, ","), bare(last.interval.low),
         bare(last.interval.high));
  chart.value_format = fmt::format("+{0};-{0};0", chart.value_format);
  chart.layers = {{Look::gap, 0},
                  {Look::inner_band, 1, tr("95 % interval of the mean difference")},
                  {Look::line, 2, tr("mean difference")},
                  {Look::inner_band, 3}};
  return change;
}

void add_comparison_charts(Book& book, const Table& ranking, const std::string& ranks,
                           const PairedComparison& comparison, const ComparisonRecord& record) {
  const ResultsShape& shape = comparison.shape();
  book.begin_charts(
      tr("charts"),
      {tr("{}: probability of each target by strategy, then what each strategy changes against the place as planned.",
          title_of(record.run)),
       tr("The numbers are in the sheets \"{}\" and \"{}\".", ranks, tr("chart data"))});
  for (std::size_t t = 0; t < shape.targets.size(); ++t) book.add(bars_of(t, comparison, record, ranking, ranks));
  std::vector<Layered> changes;
  for (const std::size_t s : shape.headline)
    for (std::size_t v = 1; v < comparison.variants(); ++v)
      if (comparison.shares(v, s))
        if (auto change = change_of(s, v, comparison, record.strategies[v])) changes.push_back(std::move(*change));
  add_layered(book, {tr("series"), tr("strategy")},
              {tr("layer 1: up to the interval, not drawn"), tr("layer 2: up to the mean difference"),
               tr("layer 3: mean difference, as a line"), tr("layer 4: from the mean difference")},
              changes);
}

// The first sheet: what the file contains and how to read it.
class ReadMe {
 public:
  ReadMe(const std::string& what, const RunRecord& record, const Results& results) {
    const ResultsShape& shape = results.shape();
    say(tr("what this is"), what);
    say(tr("place and strategy"), title_of(record));
    say(tr("scenario"), record.scenario);
    if (!shape.dates.empty())
      say(tr("simulated"), tr("{} to {}", date_words(shape.dates.front()), date_words(shape.dates.back())));
    say(tr("command that repeats it"), record.command);
    say(tr("version"), "Muster " + record.version);
    say(tr("seed"), std::to_string(static_cast<std::uint64_t>(record.seed)));
    say(tr("futures"), tr("{} ({})", grouped(results.replications(), ","), translated(to_string(record.finish))));
    say(tr("precision"), record.precision.to_string());
    say(tr("withheld figures"), withheld_words(results));
    if (!results.stopped().empty())
      say(tr("stopped"),
          tr("{} stopped and left out; manifest.json says why", futures_words(results.stopped().size())));
  }

  void say(const std::string& item, const std::string& content) {
    if (!content.empty()) lines_.emplace_back(item, content);
  }

  void point_to(const std::vector<Table>& tables, const std::string& charts, std::size_t most_rows) {
    const auto sheet = [&](const std::string& name, const std::string& holds) {
      links_.insert(lines_.size());
      lines_.emplace_back(name, holds);
    };
    for (const Table& table : tables) sheet(table.title, table.says);
    sheet(tr("charts"), charts);
    sheet(tr("chart data"), tr("the heights of the stacked bands in the charts"));
    for (const Table& table : tables)
      say(tr("rows left out of \"{}\"", table.title), left_out_words(table, most_rows));
  }

  void how_to_read(bool withheld, const RunRecord& record) {
    say(tr("futures and chance"), tr("Each future is one way things may go. All use the same scenario and "
                                     "differ by chance and by what is uncertain about the parameters."));
    say(tr("median and bands"), tr("Half of the futures lie below the median. Of 100 futures, 50 lie in "
                                   "the 50 % band and 90 in the 90 % band; 5 lie below it and 5 above."));
    say(tr("dates"), tr("A stock is taken at the end of the date. A flow is the total of the period that ends on the "
                        "date, or of the calendar year where this is stated. The first date is the start; its values "
                        "are those that the scenario states."));
    say(tr("probability"), tr("The share of futures that meet the target on its date. Its 95 % interval shows how "
                              "precisely that many futures determine it, not how good the model is."));
    say(tr("empty cells"), withheld
                               ? tr("An empty cell means that there is no value or that it is withheld; it is not 0.")
                               : tr("An empty cell means that there is no value; it is not 0."));
    for (const RunRecord::Input& input : record.inputs) say(tr("SHA-256 of {}", input.path), sha256(input.bytes));
  }

  void add_to(Book& book) const {
    Table table{"",
                tr("read me"),
                {},
                {{"", tr("item"), Holds::words, 34}, {"", tr("content"), Holds::words, 110}},
                [&](const RowSink& sink, const Selection&) {
                  for (const auto& [item, content] : lines_) sink(std::array{Cell(item), Cell(content)});
                }};
    table.frozen = 0;
    book.add(table, Selection{}, links_);
  }

 private:
  std::vector<std::pair<std::string, std::string>> lines_;
  std::set<std::size_t> links_;  // indices of the lines that name a sheet
};

Book::Properties properties_of(const RunRecord& record, const ResultsShape& shape, const std::string& kind) {
  return {title_of(record) + " · " + kind, kind, record.command, shape.dates.empty() ? Date{} : shape.dates.front(),
          title_of(record) + " · Muster " + record.version};
}

// @return the name of the first table's sheet
std::string add_sheets(Book& book, const ReadMe& read_me, const std::vector<Table>& tables, std::size_t most_rows) {
  read_me.add_to(book);
  std::string first;
  for (const Table& table : tables) {
    std::string name = book.add(table, selection_for(table, most_rows));
    if (first.empty()) first = std::move(name);
  }
  return first;
}

}  // namespace

// The library does not check whether its requests for memory succeed; so the file is written in a process of its
// own.
void write_workbook(const fs::path& folder, const Results& results, const RunRecord& record, std::size_t most_rows) {
  write_isolated(folder / workbook_file, [&] {
    std::vector<Table> tables = run_tables(results, record.money);
    tables.push_back(parameters_table(record, results.shape()));
    ReadMe read_me(tr("Results of a simulation by Muster, for reading, filtering and further calculation."), record,
                   results);
    read_me.point_to(tables, tr("the headline series as charts with bands and targets"), most_rows);
    read_me.how_to_read(results.least_published() > 0, record);

    Book book(folder / workbook_file, properties_of(record, results.shape(), tr("simulation results")));
    add_sheets(book, read_me, tables, most_rows);
    add_fans(book, record, results);
    book.close();
  });
}

void write_workbook(const fs::path& folder, const PairedComparison& comparison, const ComparisonRecord& record,
                    std::size_t most_rows) {
  write_isolated(folder / workbook_file, [&] {
    const RunRecord& run = record.run;
    std::vector<Table> tables = comparison_tables(comparison, record);
    tables.push_back(changes_table(record, comparison.shape()));
    tables.push_back(parameters_table(run, comparison.shape()));
    ReadMe read_me(tr("Strategies for a place compared by a simulation with Muster, each under the same luck."), run,
                   comparison.results(0));
    for (std::size_t v = 1; v < record.strategies.size(); ++v)
      read_me.say(tr("strategy {}", called(record.strategies[v])), record.strategies[v].why.empty()
                                                                       ? called(record.strategies[v])
                                                                       : Text::of(record.strategies[v].why));
    read_me.point_to(tables, tr("probabilities by strategy, and what each strategy changes over time"), most_rows);
    read_me.say(tr("gain and rank"),
                tr("A strategy is judged by the gain of its probability over the place as planned; where the "
                   "probabilities cannot be distinguished, by the change of the value on the date. Only the one that "
                   "the rank rests on is shown; all intervals of a target hold together with 95 % confidence. "
                   "Strategies that cannot be distinguished share a rank."));
    read_me.say(tr("differences"), tr("A difference is taken within each future, which has the same luck under "
                                      "every strategy; its 95 % interval is that of the mean. The variance ratio says "
                                      "how many times as many futures would be needed without the same luck."));
    read_me.how_to_read(false, run);

    Book book(folder / workbook_file, properties_of(run, comparison.shape(), tr("comparison of strategies")));
    const std::string ranks = add_sheets(book, read_me, tables, most_rows);
    add_comparison_charts(book, tables.front(), ranks, comparison, record);
    book.close();
  });
}

}  // namespace muster::output
