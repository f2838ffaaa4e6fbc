#include "engine/clock/calendar.hpp"
#include "output/charts/run_parts.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

namespace muster::output {

namespace {

// Of an area's stations in regular service: people leave, so all at once are rarely in service.
constexpr double nearly_all = 0.9;

// The first reports at which 1 in 20, half and 19 in 20 of the futures have come so far.
struct Reached {
  std::optional<std::size_t> early, half, late;
};

Reached reached(const Results& results, AreaNode area, std::size_t series, double level) {
  constexpr std::array probabilities = {0.05, 0.5, 0.95};
  constexpr double rounding = 1e-6;  // values are kept as 32-bit floats
  const ResultsShape& shape = results.shape();
  Reached when;
  for (std::size_t date = 0; date < shape.dates.size(); ++date) {
    const Summary summary = results.summarise(shape.cell(date, area, series), 1, probabilities)[0];
    if (summary.replications == 0) continue;
    const auto has = [&](std::size_t q) { return summary.quantiles[q] >= level - rounding; };
    if (!when.early && has(2)) when.early = date;
    if (!when.half && has(1)) when.half = date;
    if (!when.late && has(0)) when.late = date;
  }
  return when;
}

struct Wave {
  std::string name;
  Reached first, full, served, service;
  double at_the_end = 0;  // median coverage
};

}  // namespace

Json waves_chart(const Results& results, const ChartContext& context, const Canvas& canvas) {
  constexpr std::size_t most = 16;
  const ResultsShape& shape = results.shape();
  const auto open = shape.find(context.roles.open), coverage = shape.find(context.roles.coverage);
  const auto service = shape.find(context.roles.service);
  if (!open || !coverage) return nullptr;
  const std::size_t last = shape.dates.size() - 1;
  const std::vector<AreaNode> areas =
      leaves_with(shape, [&](AreaNode area) { return results.moments(shape.cell(last, area, *coverage)).count() > 0; });
  const std::vector<std::string> names = names_of(shape, areas);
  std::vector<Wave> waves;
  for (std::size_t i = 0; i < areas.size(); ++i) {
    const AreaNode area = areas[i];
    bool withheld = false;
    for (const auto& s : {open, coverage, service})
      for (std::size_t date = 0; s && date <= last; ++date)
        withheld = withheld || results.withheld(shape.cell(date, area, *s));
    if (withheld) continue;  // its dates would tell what is
    constexpr std::array median = {0.5};
    Wave wave{names[i],
              reached(results, area, *open, 1),
              reached(results, area, *coverage, 1),
              {},
              {},
              results.summarise(shape.cell(last, area, *coverage), 1, median)[0].quantiles[0]};
    if (service) {
      wave.served = reached(results, area, *service, 1e-5);
      wave.service = reached(results, area, *service, nearly_all);
    }
    if (wave.first.half) waves.push_back(std::move(wave));
  }
  if (waves.size() < 2) return nullptr;
  const auto late = [&](const Wave& wave) {
    return std::tuple(wave.full.half.value_or(last + 1), wave.service.half.value_or(last + 1), *wave.first.half);
  };
  std::stable_sort(waves.begin(), waves.end(), [&](const Wave& a, const Wave& b) { return late(a) > late(b); });
  const auto never = static_cast<std::size_t>(
      std::count_if(waves.begin(), waves.end(), [](const Wave& wave) { return !wave.full.half; }));
  if (late(waves.front()) == late(waves.back()))
    return no_chart([&] {
      return text("rollout by area: all {} areas are covered at the same time, so there is no chart", waves.size());
    });
  const std::string message = never > 0 ? text("{} of {} areas are not fully covered by {} in the median future", never,
                                               waves.size(), iso(shape.dates[last]))
                                        : text("the last area to be fully covered is {}, by {} in the median future",
                                               waves.front().name, iso(shape.dates[*waves.front().full.half]));
  Said said{context.title.shown(), text("rollout by area: {}", message), {}, {text("rollout by area"), message}};
  const std::size_t count = waves.size();
  if (count > most) waves.resize(most);

  std::set<Date> asked;  // the dates of targets about the same series
  for (const TargetDefinition& target : shape.targets)
    if (target.series == context.roles.open || target.series == context.roles.coverage ||
        target.series == context.roles.service)
      asked.insert(target.by);
  Date end = shape.dates.front();
  for (const Wave& wave : waves)
    for (const auto& date : {wave.full.late, wave.full.half, wave.service.half, wave.service.late})
      if (date) end = std::max(end, shape.dates[*date]);
  for (const Date by : asked) end = std::max(end, std::min(by, shape.dates[last]));
  if (never > 0) end = shape.dates[last];
  end = end_of_axis(shape, end);

  const Scale percent{0.01, "%", true};
  std::vector<RowText> texts;
  std::vector<std::vector<std::string>> table;
  for (const Wave& wave : waves) {
    const std::string covered = show_with_unit(wave.at_the_end, percent, thin_space);
    const auto when = [&](const std::optional<std::size_t>& date) {
      return date ? iso(shape.dates[*date]).substr(0, 7) : std::string("–");
    };
    const std::string full = wave.full.half ? when(wave.full.half) : text("{} at the end", covered);
    texts.push_back(
        {wave.name, service ? text("{}; service {}", full, when(wave.service.half)) : full, service ? 2U : 1U});
    table.push_back({wave.name, when(wave.first.half), full});
    if (service) table.back().insert(table.back().end(), {when(wave.served.half), when(wave.service.half)});
    said.aloud.push_back(wave.full.half ? text("{}: first station by {}, all by {}", wave.name,
                                               iso(shape.dates[*wave.first.half]), iso(shape.dates[*wave.full.half]))
                                        : text("{}: first station by {}, {} covered on {}", wave.name,
                                               iso(shape.dates[*wave.first.half]), covered, iso(shape.dates[last])));
  }
  const Rows rows(canvas, texts, 12);
  const DateAxis dates(shape.dates.front(), end, rows.width());
  Shapes shapes;
  for (const Date by : asked)
    if (dates.holds(by)) rows.add_upright(shapes, dates.pixel(by), vermilion, 1.4, true);
  const auto at = [&](std::size_t date) { return dates.pixel(std::min(shape.dates[date], end)); };
  for (std::size_t i = 0; i < waves.size(); ++i) {
    const auto draw = [&](std::size_t lane, const char* colour, const Reached& begins, const Reached& done) {
      if (!begins.half) return;
      const double y = rows.at(i, lane);
      shapes.bars.push_back(
          {at(*begins.half), std::max(at(done.half.value_or(last)), at(*begins.half) + 2), y, 8, colour});
      if (done.early && done.early != done.late)
        shapes.lines.push_back({at(*done.early), y, at(done.late.value_or(last)), y, ink, 1.4});
    };
    draw(0, blue, waves[i].first, waves[i].full);
    if (service) draw(1, brown, waves[i].served, waves[i].service);
  }
  said.below = {
      text("bars end when half of {} have come so far, the last area first; right: that month, or the median coverage",
           words_of_futures(results.replications())),
      count > waves.size() ? text("{} more areas are covered earlier", count - waves.size()) : std::string{},
      cut_words(shape, end)};
  Json chart = base(canvas, said);
  rows.draw(chart, dates.layer(), shapes);
  std::vector<KeyItem> key{{.kind = KeyItem::Kind::bar, .words = text("first station to all open"), .colour = blue}};
  if (service)
    key.push_back({.kind = KeyItem::Kind::bar,
                   .words = text("first in regular service to {} % of units", nearly_all * 100),
                   .colour = brown});
  key.push_back({.words = text("end in 90 of 100 futures"), .colour = ink, .size = 1.4});
  if (!asked.empty())
    key.push_back({.words = text("date of a target"), .colour = vermilion, .size = 1.4, .dashed = true});
  append(chart["layer"], key_layers(canvas, key, rows.left(), canvas.inner(), 4));
  std::vector<std::string> head{text("area"), text("first station"), text("all open")};
  if (service) head.insert(head.end(), {text("first in service"), text("in service")});
  add_table(chart, head, table);
  return chart;
}

}  // namespace muster::output
