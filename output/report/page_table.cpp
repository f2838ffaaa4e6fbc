#include "output/report/page_table.hpp"

#include "engine/clock/calendar.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <vector>

namespace muster::output {

namespace {

// A cell kept beyond its row: the table is gone through once, but a column's unit hangs on all of its values.
struct Kept {
  Cell::Kind kind;
  double number;
  std::string words;  // of everything but numbers
  std::string unit;   // of the row
};

bool is_amount(Holds holds) { return holds == Holds::value || holds == Holds::change || holds == Holds::exact; }

std::string shown_number(double value, Holds holds, const Scale& scale) {
  switch (holds) {
    case Holds::year:
      return fmt::format("{:.0f}", value);
    case Holds::share:
      return show_with_unit(value, {0.01, "%", true});
    case Holds::gain:
      return signed_share(value);
    case Holds::value:
    case Holds::change:
    case Holds::exact:
      return scale.percent ? show_with_unit(value, scale) : show(value, scale);
    case Holds::words:
    case Holds::named:
    case Holds::date:
    case Holds::count:
    case Holds::number:
      break;
  }
  return show(value, {});
}

Kept kept(const Cell& cell, std::string_view unit) {
  Kept made{cell.kind, cell.number, {}, std::string(unit)};
  if (cell.kind == Cell::Kind::date) made.words = iso(cell.date);
  if (cell.kind == Cell::Kind::words) made.words = cell.id;
  if (cell.kind == Cell::Kind::named) made.words = cell.text->shown();
  if (cell.kind == Cell::Kind::withheld) made.words = text("withheld");
  if (cell.kind == Cell::Kind::number && std::isnan(cell.number)) made.kind = Cell::Kind::nothing;
  return made;
}

}  // namespace

Html page_table(const Table& table, const std::string& caption,
                const std::function<bool(std::span<const Cell>)>& keep) {
  const std::size_t unit = table.column("unit");
  std::vector<std::vector<Kept>> rows;
  table.each([&](std::span<const Cell> cells) {
    if (keep && !keep(cells)) return;
    std::vector<Kept>& row = rows.emplace_back();
    for (const Cell& cell : cells) row.push_back(kept(cell, unit < cells.size() ? cells[unit].id : ""));
  });
  const bool one_unit =
      unit < table.columns.size() && std::all_of(rows.begin(), rows.end(), [&](const std::vector<Kept>& row) {
        return row[unit].unit == rows.front()[unit].unit;
      });

  // Amounts of one unit have one scale in the whole table, so that columns can be compared; else a column or a row has its own.
  const auto scale_of = [&](const std::string& in_unit, std::size_t first, std::size_t count, std::size_t from,
                            std::size_t columns) {
    double largest = 0;
    for (std::size_t r = first; r < first + count; ++r)
      for (std::size_t c = from; c < from + columns; ++c)
        if (is_amount(table.columns[c].holds) && rows[r][c].kind == Cell::Kind::number)
          largest = std::max(largest, std::abs(rows[r][c].number));
    return scale_for(SeriesName{{}, in_unit, {}, {}}, largest);
  };
  const std::size_t width = table.columns.size();
  const Scale together =
      one_unit && !rows.empty() ? scale_of(rows.front()[unit].unit, 0, rows.size(), 0, width) : Scale{};
  std::vector<Scale> scales(width, together);
  for (std::size_t c = 0; c < width; ++c)
    if (!table.columns[c].unit.empty()) scales[c] = scale_of(table.columns[c].unit, 0, rows.size(), c, 1);

  Html header = element("tr");
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    if (c == unit && one_unit) continue;
    std::string head = table.columns[c].heading;
    if (is_amount(table.columns[c].holds) && !scales[c].unit.empty()) head = text("{} ({})", head, scales[c].unit);
    header.add(element("th", {{"scope", "col"}}, {element("button", {{"type", "button"}}, {head})}));
  }
  Html body = element("tbody");
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const bool own = !one_unit && unit < width;
    const Scale of_row = own ? scale_of(rows[r][unit].unit, r, 1, 0, width) : Scale{};
    Html line = element("tr");
    for (std::size_t c = 0; c < rows[r].size(); ++c) {
      if (c == unit && one_unit) continue;
      const Kept& cell = rows[r][c];
      const bool is_number = cell.kind == Cell::Kind::number;
      Html made = c == 0 ? element("th", {{"scope", "row"}}) : element("td");
      if (is_number) made.set("class", "n").set("data-value", fmt::format("{:.9g}", cell.number));
      std::string words = is_number                          ? shown_number(cell.number, table.columns[c].holds,
                                                   own && table.columns[c].unit.empty() ? of_row : scales[c])
                                                   : cell.kind == Cell::Kind::nothing ? std::string("–")
                                                             : cell.words;
      line.add(std::move(made.add(std::move(words))));
    }
    body.add(std::move(line));
  }
  Html made = element("table", {{"class", "numbers sortable"}});
  made.add(element("caption", {}, {caption})).add(element("thead", {}, {std::move(header)})).add(std::move(body));
  return element("div", {{"class", "scroll"}, {"tabindex", "0"}, {"role", "region"}, {"aria-label", caption}},
                 {std::move(made)});
}

}  // namespace muster::output
