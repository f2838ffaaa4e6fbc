#include "engine/clock/calendar.hpp"
#include "output/charts/run_parts.hpp"
#include "output/tables/run.hpp"

#include <algorithm>

namespace muster::output {

namespace {

// What became of an area's money in a calendar year, in means; unspent and waiting are as they stand at its end.
struct MoneyYear {
  Date until;
  double asked, granted, spent, unspent, waiting;

  [[nodiscard]] double had() const { return std::max(spent + unspent, granted); }
  [[nodiscard]] double lacked() const { return std::max(asked, waiting); }
  [[nodiscard]] bool lies_idle() const { return waiting <= 0 && unspent > 0; }
  [[nodiscard]] double short_by() const { return waiting - std::max(unspent, 0.0); }
};

struct MoneyArea {
  std::string name;
  std::vector<MoneyYear> years;
  double most = 0;  // of any year
};

// The smallest areas that have or ask for money, in the order of the scenario; those with a withheld figure are left out.
std::vector<MoneyArea> money_by_area(const Results& results, const MoneySeries& money) {
  const Areas& areas = results.shape().areas;
  std::vector<MoneyArea> all(areas.leaf_count());
  std::vector<bool> withheld(all.size());
  area_money_table(results, money).each([&](std::span<const Cell> row) {
    const AreaNode area = *areas.find(row[0].id);
    if (area >= all.size()) return;
    const auto value = [&](std::size_t column) {
      if (row[column].kind == Cell::Kind::withheld) withheld[area] = true;
      return row[column].number;
    };
    all[area].years.push_back({row[2].date, value(4), value(5), value(6), value(7), value(8)});
    all[area].most = std::max({all[area].most, all[area].years.back().had(), all[area].years.back().lacked()});
  });
  std::vector<AreaNode> found =
      leaves_with(results.shape(), [&](AreaNode a) { return all[a].most > 0 && !withheld[a]; });
  std::vector<MoneyArea> with_money;
  for (std::string& name : names_of(results.shape(), found)) {
    with_money.push_back(std::move(all[found[with_money.size()]]));
    with_money.back().name = std::move(name);
  }
  return with_money;
}

// The year's end at which most money lies where nothing is waited for while other areas wait; without one, the last at which
// most is waited for or lies.
struct WorstYear {
  std::size_t at = 0;
  double idle = 0, wanted = 0;
};

WorstYear worst_year(const std::vector<MoneyArea>& areas) {
  WorstYear worst;
  for (std::size_t y = 0; y < areas[0].years.size(); ++y) {
    const Date until = areas[0].years[y].until;
    if (until != last_day_of_year(until)) continue;
    WorstYear year{y};
    for (const MoneyArea& area : areas) {
      const MoneyYear& one = area.years[y];
      if (one.lies_idle()) year.idle += one.unspent;
      if (one.short_by() > 0) year.wanted += one.short_by();
    }
    const auto rank = [](const WorstYear& a) {
      return std::pair(std::min(a.idle, a.wanted), std::max(a.idle, a.wanted));
    };
    if (rank(year) >= rank(worst)) worst = year;
  }
  return worst;
}

}  // namespace

Json money_chart(const Results& results, const ChartContext& context, const Canvas& canvas) {
  constexpr std::size_t most_areas = 12;
  const auto series = results.shape().find(context.money.unspent);
  std::vector<MoneyArea> areas = money_by_area(results, context.money);
  if (!series || areas.empty()) return nullptr;
  if (areas.size() < 2)
    return no_chart([] { return text("money by area: only one area has any, so there is no chart"); });
  const auto same = [&](const MoneyArea& area) {
    return std::equal(area.years.begin(), area.years.end(), areas[0].years.begin(), [](const auto& a, const auto& b) {
      return std::tie(a.spent, a.unspent, a.waiting) == std::tie(b.spent, b.unspent, b.waiting);
    });
  };
  if (std::all_of(areas.begin(), areas.end(), same))
    return no_chart(
        [&] { return text("money by area: it is the same in all {} areas, so there is no chart", areas.size()); });
  const WorstYear worst = worst_year(areas);
  const std::size_t count = areas.size();
  std::stable_sort(areas.begin(), areas.end(), [](const auto& a, const auto& b) { return a.most > b.most; });
  if (count > most_areas) areas.resize(most_areas);
  // Where money lies first, where it is waited for last.
  std::stable_sort(areas.begin(), areas.end(), [&](const auto& a, const auto& b) {
    const MoneyYear &x = a.years[worst.at], &y = b.years[worst.at];
    return x.unspent - x.waiting > y.unspent - y.waiting;
  });

  double up = 0, down = 0, most = 0;
  for (const MoneyArea& area : areas)
    for (const MoneyYear& year : area.years) {
      up = std::max(up, year.had());
      down = std::max(down, year.lacked());
    }
  most = std::max({up, down, worst.idle, worst.wanted});
  const SeriesName& name = results.shape().series[*series].name;
  const Scale scale = scale_for(name, most);
  const auto shown = [&](double value) { return show(about(value), scale, thin_space); };
  const auto with_unit = [&](double value) { return show_with_unit(about(value), scale, thin_space); };
  std::vector<RowText> texts;
  std::vector<std::vector<std::string>> table;
  for (const MoneyArea& area : areas) {
    const MoneyYear& then = area.years[worst.at];
    texts.push_back({area.name,
                     text("unspent {}, waiting {}", shown(then.unspent), shown(then.waiting)),
                     1,
                     {},
                     then.lies_idle() && worst.wanted > 0});
    for (const MoneyYear& year : area.years)
      table.push_back({area.name, iso(year.until), shown(year.asked), shown(year.granted), shown(year.spent),
                       shown(year.unspent), shown(year.waiting)});
  }
  const double lane = 44;
  const Rows rows(canvas, texts, lane);
  const std::size_t years = areas[0].years.size();
  const double each = rows.width() / static_cast<double>(years), half = std::min(0.3 * each, 14.0);
  const double pixels = lane / (up + down);
  Shapes shapes;
  std::vector<Label> labels;
  for (std::size_t y = 0; y < years; ++y) {
    const double x = each * (static_cast<double>(y) + 0.5);
    labels.push_back({x, -canvas.line() / 2 - 2, iso(areas[0].years[y].until).substr(0, 4), "center"});
    for (std::size_t i = 0; i < areas.size(); ++i) {
      const MoneyYear& year = areas[i].years[y];
      const double zero = rows.at(i) - lane / 2 + up * pixels;
      const auto bar = [&](double from, double to, const char* colour, const char* edge) {
        if ((to - from) * pixels >= 0.3 || (from - to) * pixels >= 0.3)
          shapes.bars.push_back(
              {x - half, x + half, zero - (from + to) / 2 * pixels, std::abs(to - from) * pixels, colour, edge});
      };
      const auto tick = [&](double value, const char* colour) {
        const double at = zero - value * pixels;
        if (std::abs(value) * pixels >= 0.5) shapes.lines.push_back({x - half - 4, at, x + half + 4, at, colour, 1.6});
      };
      bar(0, year.spent, narrow_band, nullptr);
      bar(year.spent, year.spent + year.unspent, "#FFFFFF", narrow_band);
      bar(0, -year.waiting, brown, nullptr);
      tick(year.granted, ink);
      tick(-year.asked, brown);
      if (y == 0) shapes.lines.push_back({0, zero, rows.width(), zero, grey, 1});
    }
  }
  const int on = year_of(areas[0].years[worst.at].until);
  const auto most_of = [&](double MoneyYear::*what) -> const MoneyArea& {
    return *std::max_element(areas.begin(), areas.end(), [&](const auto& a, const auto& b) {
      return a.years[worst.at].*what < b.years[worst.at].*what;
    });
  };
  const auto of = [&](double MoneyYear::*what) { return with_unit(most_of(what).years[worst.at].*what); };
  Said said{context.title.shown(),
            worst.idle > 0 && worst.wanted > 0
                ? text("at the end of {} {} lie unspent in areas that wait for nothing, while others wait for {}", on,
                       with_unit(worst.idle), with_unit(worst.wanted))
            : worst.wanted > 0 ? text("at the end of {} most is waited for in {}: {}", on,
                                      most_of(&MoneyYear::waiting).name, of(&MoneyYear::waiting))
                               : text("no area waits for money; at the end of {} most lies unspent in {}: {}", on,
                                      most_of(&MoneyYear::unspent).name, of(&MoneyYear::unspent)),
            {},
            {text("money by area")}};
  said.aloud.push_back(said.headline);
  for (const RowText& row : texts) said.aloud.push_back(text("{}: {}", row.name, row.words));
  said.below = {text("by calendar year, means of {}; right: at the end of {}, in {}",
                     words_of_futures(results.replications()), on, scale.unit),
                worst.idle > 0 && worst.wanted > 0 ? text("bold: money lies there and nothing is waited for") : "",
                count > areas.size()
                    ? text("{} more areas had less; the table of money has them all", count - areas.size())
                    : std::string{}};
  Json chart = base(canvas, said);
  rows.draw(chart, Json(), shapes);
  append(chart["layer"], label_layers(labels, canvas.text_size()));
  append(chart["layer"],
         key_layers(
             canvas,
             {{.kind = KeyItem::Kind::bar, .words = text("spent"), .colour = narrow_band},
              {.kind = KeyItem::Kind::bar, .words = text("unspent at the end"), .colour = narrow_band, .hollow = true},
              {.words = text("granted"), .colour = ink, .size = 1.6},
              {.kind = KeyItem::Kind::bar, .words = text("down: waiting at the end"), .colour = brown},
              {.words = text("asked for"), .colour = brown, .size = 1.6}},
             rows.left(), canvas.inner(), canvas.line() + 6));
  add_table(chart,
            {text("area"), text("up to"), text("asked for"), text("granted"), text("spent"), text("unspent at the end"),
             text("waiting at the end")},
            table);
  return chart;
}

}  // namespace muster::output
