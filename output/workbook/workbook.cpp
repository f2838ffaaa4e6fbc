#include "output/workbook/workbook.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/statistics/moments.hpp"
#include "output/apart.hpp"
#include "output/disclosure.hpp"
#include "output/file.hpp"
#include "output/manifest.hpp"
#include "output/tables/csv.hpp"
#include "output/words.hpp"
#include "output/workbook/book.hpp"
#include "output/workbook/csv_rows.hpp"
#include "output/year_totals.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <fmt/format.h>
#include <iterator>
#include <limits>
#include <optional>
#include <set>
#include <span>
#include <tuple>

namespace muster::output {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

namespace {

constexpr std::array probabilities = {0.05, 0.25, 0.50, 0.75, 0.95};
constexpr const char* share_format = "0.0%";
constexpr const char* count_format = "#,##0";
constexpr double text_width = 34, code_width = 34;

Date date_of(const std::string& written) {
  int year = 0;
  unsigned month = 0, day = 0;
  if (std::sscanf(written.c_str(), "%d-%u-%u", &year, &month, &day) != 3) return {};
  return std::chrono::year{year} / static_cast<int>(month) / static_cast<int>(day);
}

bool is_whole(double value) { return value == std::trunc(value); }

// How a value of a unit is shown: what is counted without decimals as long as it is whole, money always.
std::string format_of(std::string_view unit, double value) {
  if (unit == "share") return share_format;
  if (unit == "yuan" || is_whole(value)) return count_format;
  if (unit == "per year") return "0.000";
  return std::abs(value) < 10 ? "#,##0.00" : "#,##0.0";
}

std::string signed_format(const std::string& format) { return fmt::format("+{0};-{0};0", format); }

// To the digits that the tables have.
double as_in_tables(double value) {
  fmt::memory_buffer buffer;
  append_number(buffer, value);
  return number_of(fmt::to_string(buffer));
}

// A series in words; its name if it says nothing of itself.
std::string words_of(const SeriesName& series) {
  return series.meaning.empty() ? series.name : translated(series.meaning);
}

std::string series_words(const ResultsShape& shape, const std::string& name) {
  const auto series = shape.find(name);
  return series ? words_of(shape.series[*series].name) : name;
}

std::string area_words(const ResultsShape& shape, const std::string& id) {
  const auto area = shape.areas.find(id);
  if (!area) return id;
  return *area == shape.areas.whole() && shape.areas[*area].name.empty() ? text("the whole") : shape.areas.title(*area);
}

std::string strategy_words(const ComparedStrategy& strategy) {
  return strategy.title.empty() ? strategy.id : translated(strategy.title.shown());
}

std::string comparison_words(bool at_least) { return at_least ? text("at least") : text("at most"); }

// What a column of a CSV becomes.
enum class As : std::uint8_t {
  words,       // as it stands
  series,      // its meaning
  area,        // its name
  target,      // its title
  strategy,    // its title
  comparison,  // at least, at most
  unit,        // translated
  date,
  count,
  share,
  gain,   // a share with its sign
  money,  // with its sign
  value,  // of the row's unit
  change  // of the row's unit, with its sign
};

struct Column {
  const char* name;  // in the CSV
  As as;
  Heading heading;
};

// What words a table's ids stand for.
struct Dictionary {
  const ResultsShape* shape;
  const std::vector<ComparedStrategy>* strategies = nullptr;

  [[nodiscard]] std::string target(const std::string& id) const {
    for (const TargetDefinition& target : shape->targets)
      if (target.id == id) return target.shown();
    return id;
  }
  [[nodiscard]] std::string strategy(const std::string& id) const {
    if (strategies)
      for (const ComparedStrategy& strategy : *strategies)
        if (strategy.id == id) return strategy_words(strategy);
    return id;
  }
};

void add_cell(Sheet& sheet, As as, const std::string& field, const std::string& unit, const Dictionary& words) {
  const double number = as >= As::count ? number_of(field) : nan;
  switch (as) {
    case As::words:
      sheet.words(field);
      return;
    case As::series:
      sheet.words(series_words(*words.shape, field));
      return;
    case As::area:
      sheet.words(area_words(*words.shape, field));
      return;
    case As::target:
      sheet.words(words.target(field));
      return;
    case As::strategy:
      sheet.words(words.strategy(field));
      return;
    case As::comparison:
      sheet.words(comparison_words(field == "at_least"));
      return;
    case As::unit:
      sheet.words(translated(field));
      return;
    case As::date:
      if (field.empty())
        sheet.nothing();
      else
        sheet.date(date_of(field));
      return;
    case As::count:
      sheet.number(number, count_format);
      return;
    case As::share:
      sheet.number(number, share_format);
      return;
    case As::gain:
      sheet.number(number, signed_format(share_format));
      return;
    case As::money:
      sheet.number(number, signed_format(count_format));
      return;
    case As::value:
      sheet.number(number, format_of(unit, number));
      return;
    case As::change:
      sheet.number(number, signed_format(format_of(unit, number)));
      return;
  }
}

// Which rows of a table with dates and areas stay when there are more than a sheet should hold.
struct Rule {
  bool year_ends = false;  // the first report and the last of each calendar year
  bool no_leaves = false;  // groups of areas and the whole
  bool whole = false;      // the whole alone
  bool none = false;

  [[nodiscard]] std::string words() const {
    if (none) return text("no row");
    if (whole) return text("the start and the ends of years, the whole alone");
    if (no_leaves) return text("the start and the ends of years, groups of areas and the whole");
    return text("the start and the ends of years, all areas");
  }
};

class Reduction {
 public:
  Reduction(const CsvRows& rows, const ResultsShape& shape, std::size_t most)
      : date_(rows.column("date")), area_(rows.column("area")) {
    for (std::size_t d = 0; d < shape.dates.size(); ++d)
      if (d == 0 || d + 1 == shape.dates.size() || year_of(shape.dates[d]) != year_of(shape.dates[d + 1]))
        year_ends_.insert(iso(shape.dates[d]));
    for (AreaNode node = 0; node < shape.areas.leaf_count(); ++node) leaves_.insert(shape.areas[node].id);
    for (const Rule& rule : {Rule{}, Rule{true, false, false, false}, Rule{true, true, false, false},
                             Rule{true, true, true, false}, Rule{true, true, true, true}}) {
      rule_ = rule;
      std::size_t kept = 0, all = 0;
      rows.each([&](const std::vector<std::string>& row) {
        ++all;
        kept += keeps(row) ? 1 : 0;
      });
      all_ = all;
      kept_ = kept;
      if (kept <= most) break;
    }
  }

  [[nodiscard]] bool keeps(const std::vector<std::string>& row) const {
    return !rule_.none && (!rule_.year_ends || year_ends_.contains(row[date_])) &&
           (!rule_.no_leaves || !leaves_.contains(row[area_])) && (!rule_.whole || row[area_] == "all");
  }

  /// What was left out and by which rule; empty if nothing was.
  [[nodiscard]] std::string words(const std::string& file) const {
    if (kept_ == all_) return {};
    return text("{} of {} rows: {}; all are in {}", grouped(kept_, ","), grouped(all_, ","), rule_.words(), file);
  }

 private:
  std::size_t date_, area_;
  std::set<std::string> year_ends_, leaves_;
  Rule rule_;
  std::size_t kept_ = 0, all_ = 0;
};

std::vector<Heading> headings_of(const std::vector<Column>& columns) {
  std::vector<Heading> headings;
  for (const Column& column : columns) headings.push_back(column.heading);
  return headings;
}

// A sheet with the rows of a CSV, columns in another order and under other names.
Sheet table_from(Book& book, const std::string& name, const CsvRows& rows, const std::vector<Column>& columns,
                 const std::string& unit_column, const Dictionary& words, const Reduction* reduction, int frozen) {
  Sheet sheet = book.table(name, headings_of(columns), frozen);
  std::vector<std::size_t> from;
  for (const Column& column : columns) from.push_back(rows.column(column.name));
  const std::optional<std::size_t> unit = unit_column.empty() ? std::nullopt : std::optional(rows.column(unit_column));
  rows.each([&](const std::vector<std::string>& row) {
    if (reduction && !reduction->keeps(row)) return;
    for (std::size_t c = 0; c < columns.size(); ++c)
      add_cell(sheet, columns[c].as, row[from[c]], unit ? row[*unit] : "", words);
    sheet.end_row();
  });
  Book::finish(sheet);
  return sheet;
}

// What a quantile is called in a heading.
std::string quantile_words(int percent) { return percent == 50 ? text("median") : text("{} % lie below", percent); }

// Sheets, by what they are called and hold.
struct Contents {
  std::string name, holds;
};

// What a headline series came to over the whole: at each date, of flows by calendar year.
struct Fan {
  std::size_t series;
  std::vector<std::pair<Date, Summary>> points;
  std::string last_part = {};  // what the last point is of, if that is a part of a year
};

std::vector<Fan> fans_of(const Results& results) {
  const ResultsShape& shape = results.shape();
  std::vector<Fan> fans;
  for (const std::size_t s : shape.headline) {
    Fan fan{s, {}};
    if (shape.series[s].kind == SeriesKind::flow) {
      for (YearTotal& year : year_totals(results, s, probabilities)) {
        if (!year.is_whole()) fan.last_part = text("total of {}", year.words());
        fan.points.emplace_back(year.until, std::move(year.summary));
      }
    } else {
      for (std::size_t d = 0; d < shape.dates.size(); ++d)
        fan.points.emplace_back(shape.dates[d],
                                results.summarise(shape.cell(d, shape.areas.whole(), s), 1, probabilities)[0]);
    }
    std::erase_if(fan.points, [](const auto& point) { return point.second.replications == 0; });
    fans.push_back(std::move(fan));
  }
  return fans;
}

std::string basis_of(SeriesKind kind) {
  return kind == SeriesKind::flow    ? text("total of the calendar year")
         : kind == SeriesKind::tally ? text("mean of the period's cases")
                                     : text("at the end of the date");
}

std::vector<Heading> headline_headings() {
  return {{text("series"), text_width},
          {text("date")},
          {text("what it is of"), 22},
          {text("unit")},
          {text("simulations")},
          {text("median")},
          {text("50 % of simulations: from")},
          {text("50 % of simulations: to")},
          {text("90 % of simulations: from")},
          {text("90 % of simulations: to")},
          {text("mean")},
          {text("standard deviation")},
          {text("series code"), code_width, false}};
}

void add_fan_rows(Sheet& sheet, const Fan& fan, const ResultsShape& shape, const std::string* strategy) {
  const SeriesInfo& series = shape.series[fan.series];
  for (const auto& [date, summary] : fan.points) {
    if (strategy) sheet.words(*strategy);
    sheet.words(words_of(series.name)).date(date);
    sheet.words(!fan.last_part.empty() && &summary == &fan.points.back().second ? fan.last_part
                                                                                : basis_of(series.kind));
    sheet.words(translated(series.name.unit));
    sheet.number(static_cast<double>(summary.replications), count_format);
    const auto& q = summary.quantiles;
    const std::array told{q[2], q[1], q[3], q[0], q[4], summary.mean, summary.sd};
    if (summary.withheld) {
      sheet.words(text("withheld"));
      for (std::size_t i = 1; i < told.size(); ++i) sheet.nothing();
    }
    for (const double exact : summary.withheld ? std::span<const double>() : std::span<const double>(told)) {
      const double value = as_in_tables(exact);
      sheet.number(value, format_of(series.name.unit, value));
    }
    sheet.words(series.name.name).end_row();
  }
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
  std::vector<Heading> headings{{text("series"), text_width},
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
  const auto& [first, from] = fan.points.front();
  const auto& [last, to] = fan.points.back();
  std::string words = text(
      "Chart of {}. Median: {} on {}, {} on {}. On {}, 50 % of simulations lie between {} and {}, 90 % between {} and "
      "{}.",
      words_of(series.name), show_with_unit(from.quantiles[2], scale, ","), iso(first),
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
    std::erase_if(fan.points, [](const auto& point) { return point.second.withheld; });
    if (const std::size_t told = fan.points.size(); told < all)
      lines.push_back(text("Not drawn of \"{}\": {} of {} dates: {}.", words_of(shape.series[fan.series].name),
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
    double lowest = by_year ? 0 : fan.points.front().second.quantiles[0], highest = lowest;
    for (const auto& [date, summary] : fan.points) {
      lowest = std::min(lowest, summary.quantiles.front());
      highest = std::max(highest, summary.quantiles.back());
    }
    for (const TargetDefinition* goal : goals) {
      lowest = std::min(lowest, goal->goal);
      highest = std::max(highest, goal->goal);
    }
    const Scale scale = scale_for(series.name, highest);
    for (const auto& [date, summary] : fan.points) {
      const auto& q = summary.quantiles;
      sheet.words(words_of(series.name)).date(date).words(unit_in_cells(scale));
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
    chart.words = {words_of(series.name) + (by_year ? text(", by calendar year") : std::string{}) +
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

// A parameter's value may hang on area and date, and each may be a range or a distribution.
struct ParameterValue {
  std::string area;  // id; empty: everywhere
  std::string from;  // the date it holds from; empty: always
  double value = nan, low = nan, high = nan;
  std::string form;
};

double number_in(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_number() ? found->get<double>() : nan;
}

void list_values(const Json& json, ParameterValue value, std::vector<ParameterValue>& to) {
  if (json.is_number()) {
    value.value = json.get<double>();
    value.form = text("certain");
  } else if (json.is_object()) {
    if (const auto areas = json.find("by_area"); areas != json.end()) {
      for (const auto& [area, inner] : areas->items()) {
        value.area = area;
        list_values(inner, value, to);
      }
      return;
    }
    if (const auto dates = json.find("by_date"); dates != json.end()) {
      for (const auto& [date, inner] : dates->items()) {
        value.from = date;
        list_values(inner, value, to);
      }
      return;
    }
    const auto distribution = json.find("distribution");
    value.value = number_in(json, json.contains("mean") ? "mean" : json.contains("likely") ? "likely" : "value");
    value.low = number_in(json, "low");
    value.high = number_in(json, "high");
    value.form = distribution != json.end() ? text("distribution: {}", translated(distribution->get<std::string>()))
                                            : text("uncertain: likely, low, high");
  }
  to.push_back(std::move(value));
}

std::vector<Heading> parameter_headings() {
  return {{text("parameter"), text_width},
          {text("meaning"), text_width},
          {text("area")},
          {text("from date")},
          {text("value, or the likely one, or the mean")},
          {text("low value")},
          {text("high value")},
          {text("unit")},
          {text("form"), 24},
          {text("kind")},
          {text("facts")},
          {text("source"), 22},
          {text("what the source is"), 40},
          {text("note"), 60},
          {text("as written"), 60},
          {text("file and line"), code_width, false}};
}

std::string string_in(const Json& json, const char* key) { return json.value(key, std::string{}); }

void add_parameter_rows(Sheet& sheet, const Json& parameter, const ResultsShape& shape,
                        const std::map<std::string, std::string>& sources, const std::string* strategy) {
  std::vector<ParameterValue> values;
  list_values(parameter["value"], {}, values);
  const std::string unit = string_in(parameter, "unit");
  for (const ParameterValue& value : values) {
    if (strategy) sheet.words(*strategy);
    sheet.words(string_in(parameter, "path")).words(translated(string_in(parameter, "meaning")));
    sheet.words(value.area.empty() ? "" : area_words(shape, value.area));
    if (value.from.empty())
      sheet.nothing();
    else
      sheet.date(date_of(value.from));
    for (const double number : {value.value, value.low, value.high}) sheet.number(number, format_of(unit, number));
    const std::string source = string_in(parameter, "source");
    const auto known = sources.find(source);
    std::string facts;
    for (const Json& fact : parameter["facts"]) facts += (facts.empty() ? "" : " ") + fact.get<std::string>();
    sheet.words(translated(unit))
        .words(value.form)
        .words(translated(string_in(parameter, "kind")))
        .words(facts)
        .words(source)
        .words(known == sources.end() ? "" : known->second)
        .words(translated(string_in(parameter, "note")))
        .words(string_in(parameter, "written"))
        .words(fmt::format("{}:{}", string_in(parameter, "file"), parameter.value("line", 0)))
        .end_row();
  }
}

void add_parameters(Book& book, const std::string& name, const RunRecord& record, const ResultsShape& shape) {
  Sheet sheet = book.table(name, parameter_headings(), 1);
  if (record.parameters)
    for (const Json& parameter : parameters_json(*record.parameters, shape.areas))
      add_parameter_rows(sheet, parameter, shape, record.sources, nullptr);
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
  void point_to(const Contents& contents) { sheet_.link(contents.name, contents.name).words(contents.holds).end_row(); }

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

  void digests(const fs::path& folder, std::initializer_list<const char*> tables, const RunRecord& record) {
    for (const char* table : tables) say(text("SHA-256 of {}", table), sha256(read_file(folder / table)));
    for (const RunRecord::Input& input : record.inputs) say(text("SHA-256 of {}", input.path), sha256(input.bytes));
  }

  void finish() { Book::finish(sheet_); }

 private:
  Sheet sheet_;
};

std::vector<Column> trajectory_columns() {
  std::vector<Column> columns{{"date", As::date, {text("date")}},
                              {"area", As::area, {text("area"), 28}},
                              {"series", As::series, {text("series"), text_width}},
                              {"unit", As::unit, {text("unit")}},
                              {"replications", As::count, {text("simulations")}},
                              {"mean", As::value, {text("mean")}},
                              {"sd", As::value, {text("standard deviation")}}};
  for (const auto& [name, percent] :
       {std::pair{"p05", 5}, std::pair{"p10", 10}, std::pair{"p25", 25}, std::pair{"p50", 50}, std::pair{"p75", 75},
        std::pair{"p90", 90}, std::pair{"p95", 95}})
    columns.push_back({name, As::value, {quantile_words(percent)}});
  columns.push_back({"area", As::words, {text("area code"), code_width, false}});
  columns.push_back({"series", As::words, {text("series code"), code_width, false}});
  return columns;
}

std::vector<Column> target_columns() {
  return {{"target", As::target, {text("target"), text_width}},
          {"series", As::series, {text("series"), text_width}},
          {"area", As::area, {text("area"), 28}},
          {"comparison", As::comparison, {text("comparison")}},
          {"goal", As::value, {text("goal")}},
          {"unit", As::unit, {text("unit")}},
          {"by", As::date, {text("target date")}},
          {"probability", As::share, {text("probability")}},
          {"probability_low", As::share, {text("probability: low")}},
          {"probability_high", As::share, {text("probability: high")}},
          {"p50", As::value, {text("median on the date")}},
          {"p05", As::value, {text("90 % of simulations: from")}},
          {"p95", As::value, {text("90 % of simulations: to")}},
          {"shortfall_mean", As::value, {text("mean shortfall")}},
          {"reached_share", As::share, {text("ever reached")}},
          {"reached_p50", As::date, {text("half have reached it by")}},
          {"target", As::words, {text("target code"), code_width, false}},
          {"series", As::words, {text("series code"), code_width, false}},
          {"area", As::words, {text("area code"), code_width, false}}};
}

std::vector<Column> ranking_columns() {
  return {{"target", As::target, {text("target"), text_width}},
          {"strategy", As::strategy, {text("strategy"), text_width}},
          {"rank", As::count, {text("rank")}},
          {"area", As::area, {text("area"), 28}},
          {"probability", As::share, {text("probability")}},
          {"probability_low", As::share, {text("probability: low")}},
          {"probability_high", As::share, {text("probability: high")}},
          {"median", As::value, {text("median on the date")}},
          {"shortfall_mean", As::value, {text("mean shortfall")}},
          {"unit", As::unit, {text("unit")}},
          {"judged_by", As::unit, {text("judged by")}},
          {"gain", As::gain, {text("gain of probability over the place as planned")}},
          {"gain_low", As::gain, {text("gain of probability: low")}},
          {"gain_high", As::gain, {text("gain of probability: high")}},
          {"value_gain", As::change, {text("change of the value on the date")}},
          {"value_gain_low", As::change, {text("change of the value: low")}},
          {"value_gain_high", As::change, {text("change of the value: high")}},
          {"extra_spent", As::money, {text("extra spending, yuan")}},
          {"target", As::words, {text("target code"), code_width, false}},
          {"strategy", As::words, {text("strategy code"), code_width, false}},
          {"area", As::words, {text("area code"), code_width, false}}};
}

std::vector<Column> difference_columns() {
  return {{"strategy", As::strategy, {text("strategy"), text_width}},
          {"date", As::date, {text("date")}},
          {"area", As::area, {text("area"), 28}},
          {"series", As::series, {text("series"), text_width}},
          {"unit", As::unit, {text("unit")}},
          {"mean_difference", As::change, {text("mean difference")}},
          {"low", As::change, {text("95 % interval: from")}},
          {"high", As::change, {text("95 % interval: to")}},
          {"replications", As::count, {text("simulations")}},
          {"variance_ratio", As::value, {text("variance ratio")}},
          {"strategy", As::words, {text("strategy code"), code_width, false}},
          {"area", As::words, {text("area code"), code_width, false}},
          {"series", As::words, {text("series code"), code_width, false}}};
}

// The probability of each target by strategy, and over time what each strategy changes.
void add_comparison_charts(Book& book, const std::string& charts, const std::string& layers, const Sheet& ranking,
                           const PairedComparison& comparison, const ComparisonRecord& record) {
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
    const std::string asked = fmt::format("{}, {}: {}", series_words(shape, target.series),
                                          area_words(shape, target.area), goal_words(target, scale));
    chart.words = {target.title.empty() ? asked : target.shown(), text("probability"), "",
                   text("Bar chart of the probability of the target by strategy. {}.", asked)};
    for (std::size_t v = 0; v < comparison.variants(); ++v)
      chart.words.alternative += fmt::format(" {}: {}.", strategy_words(record.strategies[v]),
                                             show_probability(comparison.results(v).target(t)));
    chart.names = {ranking.name(), first, first + variants - 1, 1};
    chart.values = {ranking.name(), first, first + variants - 1, 4};
    book.add(chart);
  }

  Sheet sheet = book.table(layers,
                           {{text("series"), text_width},
                            {text("strategy"), text_width},
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
      const std::string strategy = strategy_words(record.strategies[v]);
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
        sheet.words(words_of(series.name)).words(strategy).date(row.date).words(unit_in_cells(scale));
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
      const std::string of = words_of(series.name) + (series.kind == SeriesKind::flow ? text(", since the start") : "");
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
  const Dictionary words{&shape};
  const CsvRows trajectories(folder / "trajectories.csv");
  const Reduction reduction(trajectories, shape, most_rows);
  const std::vector<Fan> fans = fans_of(results);
  const Contents targets{text("targets"), text("each target with its probability and what is simulated on its date")};
  const Contents headline{text("headline"),
                          text("the main series over the whole: median and bands by date, flows by calendar year")};
  const Contents charts{text("charts"), text("the main series as charts with bands and targets")};
  const Contents all{text("all trajectories"), text("every series in every area at every date")};
  const Contents parameters{text("parameters and sources"),
                            text("every parameter with its value, kind, source and note")};
  const Contents layers{text("chart data"), text("the heights of the bands in the charts, laid on each other")};

  Book book(folder / workbook_file, properties_of(record, shape, text("simulation results")));
  ReadMe read_me(book);
  read_me.about_run(text("Results of a simulation by Muster, for reading, filtering and further calculation."), record,
                    results);
  for (const Contents& sheet : {targets, headline, charts, all, parameters, layers}) read_me.point_to(sheet);
  read_me.say(text("rows left out of \"{}\"", all.name), reduction.words("trajectories.csv"));
  read_me.how_to_read(true, results.least_told() > 0);
  read_me.digests(folder, {"targets.csv", "trajectories.csv"}, record);
  read_me.finish();

  table_from(book, targets.name, CsvRows(folder / "targets.csv"), target_columns(), "unit", words, nullptr, 1);
  Sheet main = book.table(headline.name, headline_headings(), 2);
  for (const Fan& fan : fans) add_fan_rows(main, fan, shape, nullptr);
  Book::finish(main);
  add_fans(book, charts.name, layers.name, title_of(record), fans, results);
  table_from(book, all.name, trajectories, trajectory_columns(), "unit", words, &reduction, 3);
  add_parameters(book, parameters.name, record, shape);
  book.close();
}

void build(const fs::path& folder, const PairedComparison& comparison, const ComparisonRecord& record,
           std::size_t most_rows) {
  const ResultsShape& shape = comparison.shape();
  const RunRecord& run = record.run;
  const Dictionary words{&shape, &record.strategies};
  const CsvRows differences(folder / "differences.csv");
  const Reduction reduction(differences, shape, most_rows);
  const Contents ranking{text("comparison"),
                         text("each target and strategy: probability, gain over the place as planned, rank")};
  const Contents charts{text("charts"), text("probabilities by strategy, and what each strategy changes over time")};
  const Contents layers{text("chart data"), text("the heights of the bands in the charts, laid on each other")};
  const Contents headline{
      text("headline"),
      text("the main series over the whole, by strategy: median and bands by date, flows by calendar year")};
  const Contents all{text("differences"),
                     text("strategy less place as planned: every series in every area at every date")};
  const Contents changes{text("changes"), text("the parameters that each strategy sets otherwise")};
  const Contents parameters{text("parameters and sources"),
                            text("every parameter of the place as planned with its value, kind, source and note")};

  Book book(folder / workbook_file, properties_of(run, shape, text("comparison of strategies")));
  ReadMe read_me(book);
  read_me.about_run(text("Strategies for a place compared by a simulation with Muster, each under the same luck."), run,
                    comparison.results(0));
  for (std::size_t v = 1; v < record.strategies.size(); ++v)
    read_me.say(text("strategy {}", record.strategies[v].id),
                strategy_words(record.strategies[v]) +
                    (record.strategies[v].why.empty() ? "" : "\n" + translated(record.strategies[v].why)));
  for (const Contents& sheet : {ranking, charts, layers, headline, all, changes, parameters}) read_me.point_to(sheet);
  read_me.say(text("rows left out of \"{}\"", all.name), reduction.words("differences.csv"));
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
  read_me.digests(folder, {"differences.csv", "ranking.csv"}, run);
  read_me.finish();

  const Sheet ranks =
      table_from(book, ranking.name, CsvRows(folder / "ranking.csv"), ranking_columns(), "unit", words, nullptr, 2);
  add_comparison_charts(book, charts.name, layers.name, ranks, comparison, record);
  std::vector<Heading> headings = headline_headings();
  headings.insert(headings.begin(), {text("strategy"), text_width});
  Sheet main = book.table(headline.name, headings, 3);
  for (std::size_t v = 0; v < comparison.variants(); ++v) {
    const std::string strategy = strategy_words(record.strategies[v]);
    const Results& results = comparison.results(v);
    for (const Fan& fan : fans_of(results)) add_fan_rows(main, fan, results.shape(), &strategy);
  }
  Book::finish(main);
  table_from(book, all.name, differences, difference_columns(), "unit", words, &reduction, 2);

  headings = parameter_headings();
  headings.insert(headings.begin(), {text("strategy"), text_width});
  Sheet changed = book.table(changes.name, headings, 2);
  for (std::size_t v = 1; v < record.strategies.size(); ++v) {
    if (!record.strategies[v].parameters || !run.parameters) continue;
    const std::string strategy = strategy_words(record.strategies[v]);
    for (const Json& parameter : changed_parameters(*run.parameters, *record.strategies[v].parameters, shape.areas))
      add_parameter_rows(changed, parameter, shape, run.sources, &strategy);
  }
  Book::finish(changed);
  add_parameters(book, parameters.name, run, shape);
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
