#include "engine/clock/calendar.hpp"
#include "output/charts/run_parts.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <tuple>

namespace muster::output {

namespace {

// Of an area's stations in regular service: people leave, so all at once are rarely in service.
constexpr double nearly_all = 0.9;

struct Wave {
  std::string name;
  Reached first, full, served, service;
  double at_the_end = 0;  // median coverage

  // What never comes is later than what does.
  [[nodiscard]] auto lateness() const {
    const auto or_never = [](const Reached& one) { return one.half.value_or(std::numeric_limits<std::size_t>::max()); };
    return std::tuple(or_never(full), or_never(service), or_never(first));
  }
};

// The areas with stations, the last to be covered first.
std::vector<Wave> waves_of(const Results& results, std::size_t open, std::size_t coverage,
                           std::optional<std::size_t> service) {
  const ResultsShape& shape = results.shape();
  const std::size_t last = shape.dates.size() - 1;
  const std::vector<AreaNode> areas =
      leaves_with(shape, [&](AreaNode area) { return results.moments(shape.cell(last, area, coverage)).count() > 0; });
  const std::vector<std::string> names = names_of(shape, areas);
  std::vector<Wave> waves;
  for (std::size_t i = 0; i < areas.size(); ++i) {
    const AreaNode area = areas[i];
    if (is_ever_withheld(results, area, open) || is_ever_withheld(results, area, coverage) ||
        (service && is_ever_withheld(results, area, *service)))
      continue;
    constexpr std::array median = {0.5};
    Wave wave{names[i],
              reached(results, area, open, 1),
              reached(results, area, coverage, 1),
              {},
              {},
              results.summarise(shape.cell(last, area, coverage), 1, median)[0].quantiles[0]};
    if (service) {
      wave.served = reached(results, area, *service, 1e-5);
      wave.service = reached(results, area, *service, nearly_all);
    }
    if (wave.first.half) waves.push_back(std::move(wave));
  }
  std::stable_sort(waves.begin(), waves.end(),
                   [](const Wave& a, const Wave& b) { return a.lateness() > b.lateness(); });
  return waves;
}

}  // namespace

Json waves_chart(const Results& results, const ChartContext& context, const Canvas& canvas) {
  constexpr std::size_t most = 16;
  const ResultsShape& shape = results.shape();
  const auto open = shape.find(context.roles.open), coverage = shape.find(context.roles.coverage);
  const auto service = shape.find(context.roles.service);
  if (!open || !coverage) return nullptr;
  std::vector<Wave> waves = waves_of(results, *open, *coverage, service);
  if (waves.size() < 2) return nullptr;
  if (waves.front().lateness() == waves.back().lateness())
    return no_chart([&] {
      return text("rollout by area: all {} areas are covered at the same time, so there is no chart", waves.size());
    });
  const auto date_of = [&](const std::optional<std::size_t>& report) { return iso(shape.dates[*report]); };
  const Date last = shape.dates.back();
  const auto never = std::count_if(waves.begin(), waves.end(), [](const Wave& wave) { return !wave.full.half; });
  const std::string message = never > 0 ? text("{} of {} areas are not fully covered by {} in the median future", never,
                                               waves.size(), iso(last))
                                        : text("the last area to be fully covered is {}, by {} in the median future",
                                               waves.front().name, date_of(waves.front().full.half));
  Said said{context.title.shown(), text("rollout by area: {}", message), {}, {text("rollout by area"), message}};
  const std::size_t more = waves.size() - std::min(waves.size(), most);
  waves.resize(waves.size() - more);

  std::set<Date> asked;  // the dates of targets about the same series
  for (const TargetDefinition& target : shape.targets)
    if (target.series == context.roles.open || target.series == context.roles.coverage ||
        target.series == context.roles.service)
      asked.insert(target.by);
  Date end = never > 0 ? last : shape.dates.front();
  for (const Wave& wave : waves)
    for (const auto& date : {wave.full.late, wave.full.half, wave.service.half, wave.service.late})
      if (date) end = std::max(end, shape.dates[*date]);
  for (const Date by : asked) end = std::max(end, std::min(by, last));
  end = end_of_axis(shape, end);

  RowChart rows{.rows = {},
                .lane_height = 12,
                .lanes = service ? 2U : 1U,
                .key = {key_bar(text("first station to all open"), blue)}};
  said.head = {text("area"), text("first station"), text("all open")};
  if (service) {
    rows.key.push_back(key_bar(text("first in regular service to {} % of units", nearly_all * 100), brown));
    said.head.insert(said.head.end(), {text("first in service"), text("in service")});
  }
  rows.key.push_back(key_line(text("end in 90 of 100 futures"), ink));
  if (!asked.empty()) rows.key.push_back(key_line(text("date of a target"), vermilion, 1.4, true));
  for (const Date by : asked)
    if (by <= end) rows.uprights.push_back({days_of(by), vermilion, true, 1.4});
  for (const Wave& wave : waves) {
    const auto month = [&](const Reached& one) { return one.half ? date_of(one.half).substr(0, 7) : std::string("–"); };
    const std::string covered = amount(wave.at_the_end, {0.01, "%", true});
    const std::string full = wave.full.half ? month(wave.full) : text("{} at the end", covered);
    ChartRow row{wave.name, service ? text("{}; service {}", full, month(wave.service)) : full};
    const auto draw = [&](double y, const char* colour, const Reached& begins, const Reached& done) {
      if (!begins.half) return;
      const auto at = [&](const std::optional<std::size_t>& report) {
        return days_of(report ? std::min(shape.dates[*report], end) : end);
      };
      row.marks.bar(at(begins.half), std::max(at(done.half), at(begins.half) + 5), colour, 8, y);
      if (done.early && done.early != done.late) row.marks.line(at(done.early), at(done.late), ink, 1.4, y);
    };
    draw(0, blue, wave.first, wave.full);
    if (service) draw(rows.lane_height, brown, wave.served, wave.service);
    rows.rows.push_back(std::move(row));
    said.table.push_back({wave.name, month(wave.first), full});
    if (service) said.table.back().insert(said.table.back().end(), {month(wave.served), month(wave.service)});
    said.aloud.push_back(wave.full.half ? text("{}: first station by {}, all by {}", wave.name,
                                               date_of(wave.first.half), date_of(wave.full.half))
                                        : text("{}: first station by {}, {} covered on {}", wave.name,
                                               date_of(wave.first.half), covered, iso(last)));
  }
  said.below = {
      text("bars end when half of {} have come so far, the last area first; right: that month, or the median coverage",
           words_of_futures(results.replications())),
      when(more > 0, text("not shown: {} covered earlier", words_of_areas(more))), cut_words(shape, end)};
  return rows.draw(base(canvas, said), canvas, dates_axis(shape.dates.front(), end));
}

}  // namespace muster::output
