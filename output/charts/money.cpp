// The chart of money by area and calendar year.
#include "output/findings/money.hpp"
#include "output/charts/parts.hpp"
#include "output/tables/run.hpp"

namespace muster::output {

namespace {

// The money of an area in a calendar year, in means; `unspent` and `waiting` are values at the end of the year.
struct MoneyYear {
  Date until;
  double asked, granted, spent, unspent, waiting;

  [[nodiscard]] double had() const { return std::max(spent + unspent, granted); }
  [[nodiscard]] double lacked() const { return std::max(asked, waiting); }
  [[nodiscard]] bool lies_idle() const { return waiting <= 0 && unspent > 0; }
};

struct MoneyArea {
  std::string name;
  std::vector<MoneyYear> years;
  double up = 0, down = 0;  // the largest had() and lacked() of all years

  [[nodiscard]] double most() const { return std::max(up, down); }
};

// The leaf areas that have money or ask for it, in the order of the scenario; areas with a withheld figure are
// left out.
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
    all[area].up = std::max(all[area].up, all[area].years.back().had());
    all[area].down = std::max(all[area].down, all[area].years.back().lacked());
  });
  std::vector<MoneyArea> with_money;
  for (NamedArea& one : areas_with(results.shape(), [&](AreaNode a) { return all[a].most() > 0 && !withheld[a]; })) {
    with_money.push_back(std::move(all[one.area]));
    with_money.back().name = std::move(one.name);
  }
  return with_money;
}

}  // namespace

// The money of each area by calendar year, in means: new requests that must wait, granted, spent, unspent and waiting.
// Null without the series of money.
Json money_chart(const Results& results, const ChartContext& context, const Canvas& canvas) {
  constexpr std::size_t most_areas = 12;
  const auto series = results.shape().find(context.money.unspent);
  std::vector<MoneyArea> areas = money_by_area(results, context.money);
  if (!series || areas.empty()) return nullptr;
  if (areas.size() < 2)
    return no_chart([] { return tr("money by area: only one area has any, so there is no chart"); });
  const auto same = [&](const MoneyArea& area) {
    return std::equal(area.years.begin(), area.years.end(), areas[0].years.begin(), [](const auto& a, const auto& b) {
      return std::tie(a.spent, a.unspent, a.waiting) == std::tie(b.spent, b.unspent, b.waiting);
    });
  };
  if (std::all_of(areas.begin(), areas.end(), same))
    return no_chart(
        [&] { return tr("money by area: it is the same in all {} areas, so there is no chart", areas.size()); });
  // The year described in the headline: that of idle_money(); without one, the year in which most money is waited
  // for, or if none is waited for, most is unspent.
  const auto idle = idle_money(results, context.money);
  std::size_t at = 0;
  std::pair<double, double> most_in_a_year{-1, 0};
  for (std::size_t year = 0; year < areas[0].years.size(); ++year) {
    std::pair<double, double> all{0, 0};
    for (const MoneyArea& area : areas) all.first += area.years[year].waiting, all.second += area.years[year].unspent;
    if (idle ? areas[0].years[year].until == idle->end : all > most_in_a_year) at = year, most_in_a_year = all;
  }
  const std::size_t more = areas.size() - std::min(areas.size(), most_areas);
  std::ranges::stable_sort(areas, std::greater{}, &MoneyArea::most);
  areas.resize(areas.size() - more);
  // Areas with unspent money come first, areas that wait for money come last.
  const auto then = [&](const MoneyArea& area) -> const MoneyYear& { return area.years[at]; };
  std::ranges::stable_sort(areas, std::greater{},
                           [&](const auto& one) { return then(one).unspent - then(one).waiting; });

  double up = 0, down = 0;
  for (const MoneyArea& area : areas) up = std::max(up, area.up), down = std::max(down, area.down);
  // If one area has far more money than another, the bars of the other would be invisible on a common scale.
  const bool own_scales =
      std::ranges::any_of(areas, [&](const MoneyArea& area) { return area.most() < 0.1 * std::max(up, down); });
  const SeriesName& name = results.shape().series[*series].name;
  const Scale scale = scale_for(name, std::max({up, down, idle ? idle->idle : 0, idle ? idle->wanted : 0}));
  const auto shown = [&](double value) { return plain(about(value), scale); };
  const auto with_unit = [&](double value) { return amount(about(value), scale); };
  const int on = year_of(then(areas[0]).until);
  const auto most_of = [&](double MoneyYear::*what) {
    const MoneyArea& area = *std::ranges::max_element(areas, {}, [&](const auto& one) { return then(one).*what; });
    return std::pair(area.name, with_unit(then(area).*what));
  };
  const auto [waits, waited] = most_of(&MoneyYear::waiting);
  const auto [has, unspent] = most_of(&MoneyYear::unspent);
  const bool some_wait = std::ranges::any_of(areas, [&](const auto& area) { return then(area).waiting > 0; });
  ChartTexts said{
      .place = context.title.to_string(),
      .headline =
          idle ? tr("at the end of {}, {} lies unspent in areas that wait for no money, while others wait for {}", on,
                    with_unit(idle->idle), with_unit(idle->wanted))
          : some_wait ? tr("at the end of {}, the area that waits for the most money is {}: {}", on, waits, waited)
                      : tr("no area waits for money; at the end of {}, most is unspent in {}: {}", on, has, unspent),
      .below = {tr("by calendar year, means of {}; right: at the end of {}, in {}",
                   futures_words(results.replications(), thin_space), on, scale.unit),
                when(own_scales, tr("each area on a scale of its own")),
                when(idle.has_value(), tr("bold: has unspent money and waits for none")),
                when(more > 0, tr("not shown: {} with less; the table of money has them all", words_of_areas(more)))},
      .head = {tr("area"), tr("up to")}};
  for (const Text& what : {tr("new requests that must wait"), tr("granted"), tr("spent"), tr("unspent at the end"),
                           tr("waiting at the end")})
    said.head.push_back(with_range(what, scale.unit));
  said.description = {tr("money by area"), said.headline};

  // `above`: pixels left free above the bars; `half`: half the width of a bar, as a part of a year's width
  constexpr double lane = 48, above = 6, half = 0.26;
  RowChart rows{.lane_height = lane,
                .key = {key_bar(tr("spent"), narrow_band), key_bar(tr("unspent at the end"), narrow_band, true),
                        key_line(tr("granted"), ink), key_bar(tr("down: waiting at the end"), brown),
                        key_line(tr("new requests that must wait"), brown)}};
  std::vector<std::string> years;
  for (const MoneyYear& year : areas[0].years) {
    const std::string in_full = std::to_string(year_of(year.until));
    years.push_back(areas[0].years.size() > 7 ? "'" + in_full.substr(2) : in_full);
  }
  for (const MoneyArea& area : areas) {
    ChartRow& row =
        rows.add(area.name, tr("unspent {}, waiting {}", shown(then(area).unspent), shown(then(area).waiting)));
    row.bold = idle && then(area).lies_idle();
    said.description.push_back(tr("{}: {}", row.name, row.words));
    const double pixels = (lane - above) / (own_scales ? area.up + area.down : up + down);
    const double zero = (own_scales ? area.up : up) * pixels - lane / 2 + above;
    row.marks.line(0, static_cast<double>(years.size()), grey, 1, zero);
    double x = 0.5;
    for (const MoneyYear& year : area.years) {
      said.table.push_back({area.name, iso(year.until), shown(year.asked), shown(year.granted), shown(year.spent),
                            shown(year.unspent), shown(year.waiting)});
      const auto bar = [&](double from, double to, const char* colour, const char* edge = nullptr) {
        const double height = std::abs(to - from) * pixels;
        if (height >= 0.3) row.marks.bar(x - half, x + half, colour, height, zero - (from + to) / 2 * pixels, edge);
      };
      const auto tick = [&](double value, const char* colour) {
        if (std::abs(value) * pixels >= 0.5)
          row.marks.line(x - half - 0.06, x + half + 0.06, colour, 1.6, zero - value * pixels);
      };
      bar(0, year.spent, narrow_band);
      bar(year.spent, year.spent + year.unspent, "#FFFFFF", narrow_band);
      bar(0, -year.waiting, brown);
      tick(year.granted, ink);
      tick(-year.asked, brown);
      x += 1;
    }
  }
  return rows.draw(base(canvas, said), canvas, columns_axis(canvas, years));
}

}  // namespace muster::output
