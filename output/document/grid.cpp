#include "output/document/grid.hpp"

#include "engine/clock/calendar.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numeric>
#include <utility>

namespace muster::output {

namespace {

bool is_amount(Holds holds) { return holds == Holds::value || holds == Holds::change || holds == Holds::exact; }

// The unit of amounts, and the largest of the amounts that share a scale.
struct Measure {
  std::string unit;
  double largest = 0;

  [[nodiscard]] Scale scale() const { return scale_for(SeriesName{{}, unit, {}, {}}, largest); }
};

std::string number_words(double value, Holds holds, const Measure& measure, bool with_unit) {
  switch (holds) {
    case Holds::year:
      return fmt::format("{:.0f}", value);
    case Holds::share:
      return show_with_unit(value, {0.01, "%", true});
    case Holds::gain:
      return signed_share(value);
    case Holds::value:
    case Holds::change:
    case Holds::exact: {
      const Scale scale = measure.scale();
      return with_unit || scale.percent ? show_with_unit(value, scale) : show(value, scale);
    }
    case Holds::words:
    case Holds::named:
    case Holds::date:
    case Holds::count:
    case Holds::number:
      break;
  }
  return show(value, {});
}

// A cell kept after its row: rows are passed only once, but their scale depends on all values.
struct Kept {
  Cell::Kind kind;
  double number;
  Text words;  // for all kinds except numbers
};

Kept kept(const Cell& cell) {
  switch (cell.kind) {
    case Cell::Kind::date:
      return {cell.kind, static_cast<double>(cell.date.time_since_epoch().count()), Text::verbatim(iso(cell.date))};
    case Cell::Kind::words:
      return {cell.kind, std::nan(""), cell.text ? *cell.text : Text::verbatim(std::string(cell.id))};
    case Cell::Kind::named:
      return {cell.kind, std::nan(""), *cell.text};
    case Cell::Kind::withheld:
      return {cell.kind, std::nan(""), tr("withheld")};
    case Cell::Kind::number:
      if (!std::isnan(cell.number)) return {cell.kind, cell.number, {}};
      break;
    case Cell::Kind::nothing:
      break;
  }
  return {Cell::Kind::nothing, std::nan(""), Text::verbatim("–")};
}

}  // namespace

Grid in_words(const Table& table, const std::vector<std::string_view>& columns,
              const std::function<bool(std::span<const Cell>)>& keep) {
  const std::size_t unit = table.column("unit"), width = table.columns.size();
  std::vector<std::size_t> shown;
  for (const std::string_view id : columns) shown.push_back(table.column(id));
  if (columns.empty()) {
    shown.resize(width);
    std::iota(shown.begin(), shown.end(), std::size_t{0});
  }
  std::vector<std::vector<Kept>> rows;
  std::vector<std::string> units;  // of each row
  table.each([&](std::span<const Cell> cells) {
    if (keep && !keep(cells)) return;
    std::vector<Kept>& row = rows.emplace_back();
    for (const Cell& cell : cells) row.push_back(kept(cell));
    units.emplace_back(unit < width ? cells[unit].id : std::string_view());
  });
  const bool one_unit = std::adjacent_find(units.begin(), units.end(), std::not_equal_to<>()) == units.end();
  if (one_unit) std::erase(shown, unit);  // the column headings name the unit instead

  // If all rows have one unit, amounts have one scale in the whole table, so that columns can be compared;
  // otherwise each row has its own. A column with a unit of its own has its own scale.
  const auto measure_of = [&](const std::string& of, std::size_t row, std::size_t rows_of, auto&& wanted) {
    Measure measure{of, 0};
    for (std::size_t r = row; r < row + rows_of; ++r)
      for (const std::size_t c : shown)
        if (wanted(c) && rows[r][c].kind == Cell::Kind::number)
          measure.largest = std::max(measure.largest, std::abs(rows[r][c].number));
    return measure;
  };
  const auto has_no_unit = [&](std::size_t c) {
    return is_amount(table.columns[c].holds) && table.columns[c].unit.empty();
  };
  std::vector<Measure> measures(width);
  for (const std::size_t c : shown) {
    if (!table.columns[c].unit.empty())
      measures[c] = measure_of(table.columns[c].unit, 0, rows.size(), [c](std::size_t other) { return other == c; });
    else if (one_unit && !rows.empty() && has_no_unit(c))
      measures[c] = measure_of(units.front(), 0, rows.size(), has_no_unit);
  }

  Grid grid;
  for (const std::size_t c : shown) {
    const Column& column = table.columns[c];
    const bool number = column.holds != Holds::words && column.holds != Holds::named && column.holds != Holds::date;
    const bool named = is_amount(column.holds) && !measures[c].unit.empty() && measures[c].unit != "share";
    grid.columns.push_back(
        {named ? tr("{} ({})", column.heading, Text::worded([measure = measures[c]] { return measure.scale().unit; }))
               : column.heading,
         number, column.holds == Holds::words || column.holds == Holds::named});
  }
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const Measure of_row = one_unit ? Measure{} : measure_of(units[r], r, 1, has_no_unit);
    std::vector<GridCell>& row = grid.rows.emplace_back();
    for (const std::size_t c : shown) {
      const Kept& cell = rows[r][c];
      if (cell.kind != Cell::Kind::number) {
        row.emplace_back(cell.words, cell.number);
        continue;
      }
      const bool own = !one_unit && has_no_unit(c);
      row.emplace_back(
          Text::worded([value = cell.number, holds = table.columns[c].holds, measure = own ? of_row : measures[c],
                        own] { return number_words(value, holds, measure, own); }),
          cell.number);
    }
  }
  return grid;
}

}  // namespace muster::output
