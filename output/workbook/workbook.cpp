#include "output/workbook/workbook.hpp"

#include "engine/clock/calendar.hpp"
#include "output/apart.hpp"
#include "output/disclosure.hpp"
#include "output/document/names.hpp"
#include "output/formats/csv.hpp"
#include "output/manifest.hpp"
#include "output/tables/comparison.hpp"
#include "output/tables/parameters.hpp"
#include "output/tables/run.hpp"
#include "output/words.hpp"
#include "output/workbook/book.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <optional>
#include <tuple>

namespace muster::output {

namespace fs = std::filesystem;

namespace {

constexpr const char* share_format = "0.0%";
constexpr const char* count_format = "#,##0";
constexpr double code_width = 34;

// How a value of a unit is shown: what is counted without decimals as long as it is whole, money always.
std::string format_of(std::string_view unit, double value) {
  if (unit == "share") return share_format;
  if (unit == "yuan" || value == std::trunc(value)) return count_format;
  if (unit == "per year") return "0.000";
  return std::abs(value) < 10 ? "#,##0.00" : "#,##0.0";
}

std::string signed_format(const std::string& format) { return fmt::format("+{0};-{0};0", format); }

std::string format_of(Holds holds, std::string_view unit, double value) {
  switch (holds) {
    case Holds::count:
      return count_format;
    case Holds::year:
      return "0";
    case Holds::share:
      return share_format;
    case Holds::gain:
      return signed_format(share_format);
    case Holds::change:
      return signed_format(format_of(unit, value));
    case Holds::number:
      return value == std::trunc(value) ? "0" : "0.0##";
    case Holds::value:
    case Holds::exact:
    case Holds::words:
    case Holds::named:
    case Holds::date:
      break;
  }
  return format_of(unit, value);
}

void add_cell(Sheet& sheet, const Cell& cell, Holds holds, std::string_view unit) {
  switch (cell.kind) {
    case Cell::Kind::nothing:
      sheet.nothing();
      return;
    case Cell::Kind::withheld:
      sheet.words(text("withheld").shown());
      return;
    case Cell::Kind::number: {
      const double value = holds == Holds::exact ? cell.number : as_in_tables(cell.number);
      sheet.number(value, format_of(holds, unit, value));
      return;
    }
    case Cell::Kind::date:
      sheet.date(cell.date);
      return;
    case Cell::Kind::words:
      sheet.words(cell.id);
      return;
    case Cell::Kind::named:
      sheet.words(cell.text->shown());
      return;
  }
}

// The widest selection of a table's rows that a sheet should hold; nothing: not even the narrowest.
std::optional<Selection> selection_for(const Table& table, std::size_t most) {
  for (const Selection& selection :
       {Selection{}, Selection{true, false, false}, Selection{true, true, false}, Selection{true, true, true}})
    if (!table.count || table.count(selection) <= most) return selection;
  return std::nullopt;
}

Text selection_words(const std::optional<Selection>& selection) {
  if (!selection) return text("no row");
  if (selection->whole) return text("the start and the ends of years, the whole alone");
  if (selection->no_leaves) return text("the start and the ends of years, groups of areas and the whole");
  return text("the start and the ends of years, all areas");
}

// What was left out of a table's sheet and by which rule; empty if nothing was.
Text left_out_words(const Table& table, std::size_t most) {
  if (!table.count) return {};
  const std::optional<Selection> selection = selection_for(table, most);
  const std::size_t all = table.count({}), kept = selection ? table.count(*selection) : 0;
  if (kept == all) return {};
  return text("{} of {} rows: {}; all are in {}", grouped(kept, ","), grouped(all, ","), selection_words(selection),
              table.id + ".csv");
}

// Columns of ids follow those with what they are called, so that other tables can be joined.
std::vector<const Column*> code_columns(const Table& table) {
  constexpr std::array worth{"target", "strategy", "series", "area"};
  std::vector<const Column*> columns;
  for (const char* id : worth)
    if (table.has(id) && table.columns[table.column(id)].holds == Holds::named)
      columns.push_back(&table.columns[table.column(id)]);
  return columns;
}

Sheet add_table(Book& book, const Table& table, std::size_t most) {
  std::vector<Heading> headings;
  for (const Column& column : table.columns)
    headings.push_back(column.widest > 0 ? Heading{column.heading, column.widest} : Heading{column.heading});
  const std::vector<const Column*> codes = code_columns(table);
  for (const Column* column : codes) headings.push_back({text("{} code", column->heading), code_width, false});
  Sheet sheet = book.table(table.title, headings, table.frozen);
  const std::size_t unit = table.column("unit");
  if (const std::optional<Selection> selection = selection_for(table, most))
    table.rows(
        [&](std::span<const Cell> row) {
          for (std::size_t c = 0; c < row.size(); ++c)
            add_cell(sheet, row[c], table.columns[c].holds, unit < row.size() ? row[unit].id : std::string_view{});
          for (const Column* column : codes)
            sheet.words(row[static_cast<std::size_t>(column - table.columns.data())].id);
          sheet.end_row();
        },
        *selection);
  Book::finish(sheet);
  return sheet;
}

// A headline series with what it came to over the whole.
struct Fan {
  std::size_t series;
  std::vector<HeadlinePoint> points;
  std::string last_part = {};  // what the last point is of, if that is a part of a year
};

std::vector<Fan> fans_of(const Results& results) {
  std::vector<Fan> fans;
  for (const std::size_t s : results.shape().headline) {
    Fan fan{s, headline_points(results, s)};
    if (!fan.points.empty() && fan.points.back().basis_id == "part of a year") fan.last_part = fan.points.back().basis;
    fans.push_back(std::move(fan));
  }
  return fans;
}

// Where an upright axis begins and ends: at round numbers, and at 0 unless that would hide what happens.
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

// Of an axis of so much between its ends, as cells hold it.
std::string axis_format(const Scale& scale, double span) {
  if (scale.percent) return span < 0.05 ? "0.0%" : "0%";
  return span < 5 ? "#,##0.0" : count_format;
}

// What a chart is drawn from: the unit its axis names, and values in it.
std::string unit_in_cells(const Scale& scale) { return scale.percent ? translated("share") : scale.unit; }
std::string format_in_cells(const Scale& scale, const SeriesName& series, double value) {
  return scale.divisor > 1 ? "#,##0.00" : format_of(series.unit, value);
}

std::string axis_title(const Scale& scale, double begins) {
  const std::string& unit = scale.unit;
  return begins > 0 ? text("{} (the axis does not begin at 0)", unit) : unit;
}

// The goals of a series over the whole, lowest first. A flow's are of its total since the start, which no chart here shows.
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
  return target.comparison == Comparison::at_least ? text("target: at least {} by {}", value, iso(target.by))
                                                   : text("target: at most {} by {}", value, iso(target.by));
}

constexpr int fan_layers = 6;  // the gap below, four bands, the median between them

std::vector<Heading> layer_headings(std::size_t goals) {
  std::vector<Heading> headings{{text("series"), 34},
                                {text("date")},
                                {text("unit")},
                                {text("layer 1: up to 5 %")},
                                {text("layer 2: 5 % to 25 %")},
                                {text("layer 3: 25 % to median")},
                                {text("layer 4: median, without height")},
                                {text("layer 5: median to 75 %")},
                                {text("layer 6: 75 % to 95 %")}};
  for (std::size_t goal = 0; goal < goals; ++goal) {
    headings.push_back({text("layer {}: up to target {}, not drawn", fan_layers + 2 * goal + 1, goal + 1)});
    headings.push_back({text("layer {}: target {}, without height", fan_layers + 2 * goal + 2, goal + 1)});
  }
  return headings;
}

std::string fan_description(const Fan& fan, const SeriesInfo& series, const Scale& scale,
                            const std::vector<const TargetDefinition*>& goals) {
  const Date first = fan.points.front().date, last = fan.points.back().date;
  const Summary &from = fan.points.front().summary, &to = fan.points.back().summary;
  std::string words = text(
      "Chart of {}. Median: {} on {}, {} on {}. On {}, 50 % of simulations lie between {} and {}, 90 % between {} and "
      "{}.",
      called(series.name), show_with_unit(from.quantiles[2], scale, ","), iso(first),
      show_with_unit(to.quantiles[2], scale, ","), iso(last), iso(last), show(to.quantiles[1], scale, ","),
      show(to.quantiles[3], scale, ","), show(to.quantiles[0], scale, ","), show(to.quantiles[4], scale, ","));
  for (const TargetDefinition* goal : goals) words += " " + goal_words(*goal, scale) + ".";
  if (!fan.last_part.empty()) words += " " + text("The last column is the {}.", fan.last_part);
  return words;
}

// The charts of headline series, whose layers stand in a sheet of their own behind all others.
void add_fans(Book& book, const std::string& charts, const std::string& layers, const std::string& place,
              std::vector<Fan> fans, const Results& results) {
  const ResultsShape& shape = results.shape();
  std::size_t most_goals = 0;
  std::vector<std::string> lines{
      text("{}: the dark line is the median; of 100 simulations 50 lie in the darker band and 90 in both.", place),
      text("Bars of a year: the dark part is passed in 95 of 100 simulations, with the middle part it is the median, "
           "and "
           "5 of 100 pass the whole bar."),
      text("The numbers are in the sheet \"{}\".", layers)};
  for (Fan& fan : fans) {
    most_goals = std::max(most_goals, goals_of(shape, fan.series).size());
    const std::size_t all = fan.points.size();
    std::erase_if(fan.points, [](const HeadlinePoint& point) { return point.summary.withheld; });
    if (const std::size_t told = fan.points.size(); told < all)
      lines.push_back(text("Not drawn of \"{}\": {} of {} dates: {}.", called(shape.series[fan.series].name),
                           all - told, all, withheld_figure(results)));
  }
  book.begin_charts(charts, lines);
  Sheet sheet = book.table(layers, layer_headings(most_goals), 1);
  for (const Fan& fan : fans) {
    if (fan.points.empty()) continue;
    const SeriesInfo& series = shape.series[fan.series];
    const auto goals = goals_of(shape, fan.series);
    const lxw_row_t first_row = sheet.row();
    const bool by_year = series.kind == SeriesKind::flow;
    double lowest = by_year ? 0 : fan.points.front().summary.quantiles[0], highest = lowest;
    for (const auto& [date, id, basis, summary] : fan.points) {
      lowest = std::min(lowest, summary.quantiles.front());
      highest = std::max(highest, summary.quantiles.back());
    }
    for (const TargetDefinition* goal : goals) {
      lowest = std::min(lowest, goal->goal);
      highest = std::max(highest, goal->goal);
    }
    const Scale scale = scale_for(series.name, highest);
    for (const auto& [date, id, basis, summary] : fan.points) {
      const auto& q = summary.quantiles;
      sheet.words(called(series.name).shown()).date(date).words(unit_in_cells(scale));
      const auto layer = [&](double exact) {
        const double height = as_in_tables(scale.in_cells(exact));
        sheet.number(height, format_in_cells(scale, series.name, height));
      };
      for (const double height : {q[0], q[1] - q[0], q[2] - q[1], 0.0, q[3] - q[2], q[4] - q[3]}) layer(height);
      double reached = q.back();
      for (const TargetDefinition* goal : goals) {
        layer(goal->goal - reached);
        layer(0);
        reached = goal->goal;
      }
      sheet.end_row();
    }
    const auto range = [&](int column) {
      return CellRange{sheet.name(), first_row, sheet.row() - 1, static_cast<lxw_col_t>(column)};
    };
    LayeredChart chart;
    chart.columns = by_year;
    std::tie(chart.lowest, chart.highest) = axis_of(scale.in_cells(lowest), scale.in_cells(highest));
    const double begins = chart.lowest;
    chart.words = {called(series.name) + (by_year ? text(", by calendar year") : std::string{}) +
                       (fan.last_part.empty() ? std::string{} : text("; last column: {}", fan.last_part)),
                   by_year ? text("calendar year") : text("date"), axis_title(scale, begins),
                   fan_description(fan, series, scale, goals)};
    chart.dates = range(1);
    chart.date_format = by_year ? "yyyy" : "yyyy\\-mm";
    chart.value_format = axis_format(scale, chart.highest - begins);
    using Layer = LayeredChart::Layer;
    chart.parts = {{Layer::gap, range(3), ""},
                   {Layer::outer_band, range(4), text("90 % of simulations")},
                   {Layer::inner_band, range(5), text("50 % of simulations")},
                   {Layer::line, range(6), text("median")},
                   {Layer::inner_band, range(7), ""},
                   {Layer::outer_band, range(8), ""}};
    if (by_year)
      chart.parts = {{Layer::bar, range(3), text("passed in 95 of 100 simulations")},
                     {Layer::inner_band, range(4), text("up to the median")},
                     {Layer::inner_band, range(5), ""},
                     {Layer::outer_band, range(7), text("passed in 5 of 100 simulations")},
                     {Layer::outer_band, range(8), ""}};
    for (std::size_t goal = 0; goal < goals.size(); ++goal) {
      const int column = 3 + fan_layers + 2 * static_cast<int>(goal);
      chart.parts.push_back({Layer::gap, range(column), ""});
      chart.parts.push_back({Layer::target, range(column + 1), goal_words(*goals[goal], scale)});
    }
    book.add(chart);
  }
  Book::finish(sheet);
}

std::string title_of(const RunRecord& record) { return record.title.shown_or(record.place); }

Book::Properties properties_of(const RunRecord& record, const ResultsShape& shape, const std::string& kind) {
  return {title_of(record) + " · " + kind, kind, record.command, shape.dates.empty() ? Date{} : shape.dates.front(),
          title_of(record) + " · Muster " + record.version};
}

// The first sheet: what this is and how to read it.
class ReadMe {
 public:
  explicit ReadMe(Book& book) : sheet_(book.table(text("read me"), {{text("item"), 34}, {text("content"), 110}})) {}

  void say(const std::string& item, const std::string& content) {
    if (!content.empty()) sheet_.words(item).words(content).end_row();
  }
  void point_to(const std::string& sheet, const std::string& holds) {
    sheet_.link(sheet, sheet).words(holds).end_row();
  }
  void point_to(const std::vector<Table>& tables) {
    for (const Table& table : tables) point_to(table.title, table.says);
  }
  void say_what_is_left_out(const std::vector<Table>& tables, std::size_t most) {
    for (const Table& table : tables) say(text("rows left out of \"{}\"", table.title), left_out_words(table, most));
  }

  void about_run(const std::string& what, const RunRecord& record, const Results& results) {
    const ResultsShape& shape = results.shape();
    say(text("what this is"), what);
    say(text("place and strategy"), title_of(record));
    say(text("scenario"), record.scenario);
    if (!shape.dates.empty())
      say(text("simulated"), text("{} to {}", iso(shape.dates.front()), iso(shape.dates.back())));
    say(text("command that repeats it"), record.command);
    say(text("version"), "Muster " + record.version);
    say(text("seed"), std::to_string(static_cast<std::uint64_t>(record.seed)));
    say(text("simulations"),
        text("{} ({})", grouped(results.replications(), ","), translated(to_string(record.finish))));
    say(text("precision"), record.precision.shown());
    say(text("withheld figures"), withheld_words(results));
    if (!results.stopped().empty())
      say(text("stopped"),
          text("{} simulations stopped and are left out; manifest.json says why", results.stopped().size()));
  }

  void how_to_read(bool bands, bool withheld = false) {
    say(text("simulations and chance"), text("Each simulation is one way things may go. All use the same plan and "
                                             "differ by chance and by what is uncertain "
                                             "about the parameters."));
    if (bands) {
      say(text("median and bands"), text("Half of the simulations lie below the median. Of 100 simulations, 50 lie in "
                                         "the 50 % band and 90 in the 90 % "
                                         "band; 5 lie below it and 5 above."));
      say(text("dates"), text("A stock is taken at the end of the date. A flow is the total of the period that ends on "
                              "the date, where it "
                              "says so of the calendar year. The first date is the start, as stated."));
    }
    say(text("probability"),
        text("The share of simulations that meet the target on its date. Its interval of 95 % says how well that many "
             "simulations tell it, not how good the model is."));
    say(text("empty cells"),
        withheld ? text("An empty cell means that there is no value or that it is withheld; it is not 0.")
                 : text("An empty cell means that there is no value; it is not 0."));
  }

  void digests(const RunRecord& record) {
    for (const RunRecord::Input& input : record.inputs) say(text("SHA-256 of {}", input.path), sha256(input.bytes));
  }

  void finish() { Book::finish(sheet_); }

 private:
  Sheet sheet_;
};

// The probability of each target by strategy, and over time what each strategy changes.
void add_comparison_charts(Book& book, const std::string& charts, const std::string& layers, const Sheet& ranking,
                           const Table& of_ranking, const PairedComparison& comparison,
                           const ComparisonRecord& record) {
  const ResultsShape& shape = comparison.shape();
  book.begin_charts(charts,
                    {text("{}: probability of each target by strategy, then what each strategy changes against the "
                          "place as planned.",
                          title_of(record.run)),
                     text("The numbers are in the sheets \"{}\" and \"{}\".", ranking.name(), layers)});
  const auto variants = static_cast<lxw_row_t>(comparison.variants());
  for (std::size_t t = 0; t < shape.targets.size(); ++t) {
    const TargetDefinition& target = shape.targets[t];
    const auto series = shape.find(target.series);
    const Scale scale = series ? scale_for(shape.series[*series].name, target.goal) : Scale{};
    const lxw_row_t first = 1 + static_cast<lxw_row_t>(t) * variants;
    BarChart chart;
    const std::string asked = fmt::format("{}, {}: {}", called(series_of(target, shape)).shown(),
                                          area_of(target, shape).shown(), goal_words(target, scale));
    chart.words = {target.title.empty() ? asked : target.shown(), text("probability"), "",
                   text("Bar chart of the probability of the target by strategy. {}.", asked)};
    for (std::size_t v = 0; v < comparison.variants(); ++v)
      chart.words.alternative +=
          fmt::format(" {}: {}.", called(record.strategies[v]), show_probability(comparison.results(v).target(t)));
    const auto column = [&](const char* id) {
      return CellRange{ranking.name(), first, first + variants - 1, static_cast<lxw_col_t>(of_ranking.column(id))};
    };
    chart.names = column("strategy");
    chart.values = column("probability");
    book.add(chart);
  }

  Sheet sheet = book.table(layers,
                           {{text("series"), 34},
                            {text("strategy"), 34},
                            {text("date")},
                            {text("unit")},
                            {text("layer 1: up to the interval, not drawn")},
                            {text("layer 2: up to the mean difference")},
                            {text("layer 3: mean difference, without height")},
                            {text("layer 4: from the mean difference")}},
                           2);
  for (const std::size_t s : shape.headline) {
    const SeriesInfo& series = shape.series[s];
    for (std::size_t v = 1; v < comparison.variants(); ++v) {
      if (!comparison.shares(v, s)) continue;
      const std::string strategy = called(record.strategies[v]);
      const lxw_row_t first_row = sheet.row();
      double lowest = 0, highest = 0;
      struct Shown {
        Date date;
        double low, mean, high;
      };
      std::vector<Shown> rows;
      Difference last{};
      for (std::size_t d = 0; d < shape.dates.size(); ++d) {
        const Difference cell = comparison.headline_difference(v, d, s);
        if (std::isnan(cell.mean)) continue;
        const bool known = std::isfinite(cell.interval.low) && std::isfinite(cell.interval.high);
        rows.push_back(
            {shape.dates[d], known ? cell.interval.low : cell.mean, cell.mean, known ? cell.interval.high : cell.mean});
        lowest = std::min(lowest, rows.back().low);
        highest = std::max(highest, rows.back().high);
        last = cell;
      }
      if (rows.empty()) continue;
      const double size = std::max(highest, -lowest);
      const Scale scale = scale_for(series.name, size);
      for (const Shown& row : rows) {
        sheet.words(called(series.name).shown()).words(strategy).date(row.date).words(unit_in_cells(scale));
        for (const double exact : {row.low, row.mean - row.low, 0.0, row.high - row.mean}) {
          const double height = as_in_tables(scale.in_cells(exact));
          sheet.number(height, format_in_cells(scale, series.name, height));
        }
        sheet.end_row();
      }
      const auto range = [&](int column) {
        return CellRange{sheet.name(), first_row, sheet.row() - 1, static_cast<lxw_col_t>(column)};
      };
      using Layer = LayeredChart::Layer;
      LayeredChart chart;
      std::tie(chart.lowest, chart.highest) = axis_of(scale.in_cells(lowest), scale.in_cells(highest));
      const std::string of = called(series.name) + (series.kind == SeriesKind::flow ? text(", since the start") : "");
      chart.words = {strategy + " · " + of, text("date"),
                     scale.percent ? text("difference, percentage points") : text("difference, {}", scale.unit),
                     text("Chart of what {} changes in {}: on {} by {} on average, 95 % interval {} to {}.", strategy,
                          of, iso(shape.dates.back()), show_difference(last.mean, series.name, size, ","),
                          show_difference_bare(last.interval.low, series.name, size, ","),
                          show_difference_bare(last.interval.high, series.name, size, ","))};
      chart.dates = range(2);
      chart.date_format = "yyyy\\-mm";
      chart.value_format = signed_format(axis_format(scale, chart.highest - chart.lowest));
      chart.parts = {{Layer::gap, range(4), ""},
                     {Layer::inner_band, range(5), text("95 % interval of the mean difference")},
                     {Layer::line, range(6), text("mean difference")},
                     {Layer::inner_band, range(7), ""}};
      book.add(chart);
    }
  }
  Book::finish(sheet);
}

void build(const fs::path& folder, const Results& results, const RunRecord& record, std::size_t most_rows) {
  const ResultsShape& shape = results.shape();
  std::vector<Table> tables = run_tables(results, record.money);
  tables.push_back(parameters_table(record, shape));
  const std::string charts = text("charts"), layers = text("chart data");

  Book book(folder / workbook_file, properties_of(record, shape, text("simulation results")));
  ReadMe read_me(book);
  read_me.about_run(text("Results of a simulation by Muster, for reading, filtering and further calculation."), record,
                    results);
  read_me.point_to(tables);
  read_me.point_to(charts, text("the main series as charts with bands and targets"));
  read_me.point_to(layers, text("the heights of the bands in the charts, laid on each other"));
  read_me.say_what_is_left_out(tables, most_rows);
  read_me.how_to_read(true, results.least_told() > 0);
  read_me.digests(record);
  read_me.finish();

  for (const Table& table : tables) (void)add_table(book, table, most_rows);
  add_fans(book, charts, layers, title_of(record), fans_of(results), results);
  book.close();
}

void build(const fs::path& folder, const PairedComparison& comparison, const ComparisonRecord& record,
           std::size_t most_rows) {
  const ResultsShape& shape = comparison.shape();
  const RunRecord& run = record.run;
  std::vector<Table> tables = comparison_tables(comparison, record);
  tables.push_back(changes_table(record, shape));
  tables.push_back(parameters_table(run, shape));
  const std::string charts = text("charts"), layers = text("chart data");

  Book book(folder / workbook_file, properties_of(run, shape, text("comparison of strategies")));
  ReadMe read_me(book);
  read_me.about_run(text("Strategies for a place compared by a simulation with Muster, each under the same luck."), run,
                    comparison.results(0));
  for (std::size_t v = 1; v < record.strategies.size(); ++v)
    read_me.say(text("strategy {}", called(record.strategies[v])),
                record.strategies[v].why.empty() ? called(record.strategies[v]) : Text::of(record.strategies[v].why));
  read_me.point_to(tables);
  read_me.point_to(charts, text("probabilities by strategy, and what each strategy changes over time"));
  read_me.point_to(layers, text("the heights of the bands in the charts, laid on each other"));
  read_me.say_what_is_left_out(tables, most_rows);
  read_me.say(
      text("gain and rank"),
      text("A strategy is judged by the gain of its probability over the place as planned; where the probabilities "
           "cannot "
           "be told apart, by the change of the value on the date. Only the one that the rank rests on is told; all "
           "intervals of a target hold together with 95 % confidence. Strategies that cannot be told apart share a "
           "rank."));
  read_me.say(
      text("differences"),
      text("A difference is taken within each simulation, which has the same luck under every strategy; its 95 % "
           "interval "
           "is of the mean. The variance ratio says how many times the simulations would be needed without that."));
  read_me.how_to_read(true);
  read_me.digests(run);
  read_me.finish();

  std::optional<Sheet> ranks;
  for (const Table& table : tables) {
    Sheet sheet = add_table(book, table, most_rows);
    if (!ranks) ranks = std::move(sheet);
  }
  add_comparison_charts(book, charts, layers, *ranks, tables.front(), comparison, record);
  book.close();
}

}  // namespace

// The library asks for memory and does not look whether it got any.
void write_workbook(const fs::path& folder, const Results& results, const RunRecord& record, std::size_t most_rows) {
  write_apart(folder / workbook_file, [&] { build(folder, results, record, most_rows); });
}

void write_workbook(const fs::path& folder, const PairedComparison& comparison, const ComparisonRecord& record,
                    std::size_t most_rows) {
  write_apart(folder / workbook_file, [&] { build(folder, comparison, record, most_rows); });
}

}  // namespace muster::output
