// The charts of the rollout: when each area has its stations, and how likely it is covered on the dates of targets.
#include "engine/text/dates.hpp"
#include "output/charts/parts.hpp"

#include <array>
#include <set>
#include <tuple>

namespace muster::output {

namespace {

// The share of an area's units in regular service that counts as service everywhere: staff leave, so all units are
// rarely in service at the same time.
constexpr double nearly_all = 0.9;

struct Wave {
  std::string name;
  Reached first, full, served = {}, service = {};
  double at_the_end = 0;  // median coverage at the end

  // A stage that is never reached counts as later than any date.
  [[nodiscard]] auto lateness() const {
    const auto or_never = [](const Reached& one) {
      return one.half.value_or(std::numeric_limits<std::size_t>::max());
    };
    return std::tuple(or_never(full), or_never(service), or_never(first));
  }
};

// The areas with stations, the last to be covered first.
std::vector<Wave> waves_of(const Results& results, std::size_t open, std::size_t coverage,
                           std::optional<std::size_t> service) {
  const ResultsShape& shape = results.shape();
  const std::size_t last = shape.dates.size() - 1;
  std::vector<Wave> waves;
  for (const auto& [area, name] :
       areas_with(shape, [&](AreaNode a) { return has_values(results, last, a, coverage); })) {
    if (is_ever_withheld(results, area, open) || is_ever_withheld(results, area, coverage) ||
        (service && is_ever_withheld(results, area, *service)))
      continue;
    constexpr std::array median = {0.5};
    Wave wave{name, reached(results, area, open, 1), reached(results, area, coverage, 1)};
    wave.at_the_end = results.summarise(shape.cell(last, area, coverage), 1, median)[0].quantiles[0];
    if (service) {
      wave.served = reached(results, area, *service, 1e-5);
      wave.service = reached(results, area, *service, nearly_all);
    }
    if (wave.first.half) waves.push_back(std::move(wave));
  }
  std::ranges::stable_sort(waves, std::greater{}, &Wave::lateness);
  return waves;
}

}  // namespace

// When the stations of each area open and come into regular service, the last area first. Null if fewer than two
// areas have stations.
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
      return tr("rollout by area: all {} areas are covered at the same time, so there is no chart", waves.size());
    });
  const auto date_of = [&](const std::optional<std::size_t>& report) { return date_words(shape.dates[*report]); };
  const Date last = shape.dates.back();
  const auto never = std::count_if(waves.begin(), waves.end(), [](const Wave& wave) { return !wave.full.half; });
  const std::string message = never > 0 ? tr("{} of {} areas are not fully covered by {} in the median future", never,
                                             waves.size(), date_words(last))
                                        : tr("the last area to be fully covered is {}, by {} in the median future",
                                             waves.front().name, date_of(waves.front().full.half));
  ChartTexts said{.place = context.title.to_string(),
                  .headline = tr("rollout by area: {}", message),
                  .description = {tr("rollout by area"), message},
                  .head = {tr("area"), tr("first station"), tr("all open")}};
  const std::size_t more = waves.size() - std::min(waves.size(), most);
  waves.resize(waves.size() - more);

  std::set<Date> asked;  // the dates of targets on these series
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

  RowChart rows{
      .lane_height = 12, .lanes = service ? 2U : 1U, .key = {key_bar(tr("first station to all open"), blue)}};
  if (service) {
    rows.key.push_back(
        key_bar(tr("from the first station in regular service to {} % of townships", nearly_all * 100), brown));
    said.head.insert(said.head.end(), {tr("first in service"), tr("in service")});
  }
  rows.key.push_back(key_line(tr("end in 90 of 100 futures"), ink));
  if (!asked.empty()) rows.key.push_back(key_line(tr("date of a target"), vermilion, 1.4, true));
  for (const Date by : asked)
    if (by <= end) rows.uprights.push_back({days_of(by), vermilion, true, 1.4});
  for (const Wave& wave : waves) {
    const auto month = [&](const Reached& one) {
      return one.half ? month_words(shape.dates[*one.half]).to_string() : std::string("–");
    };
    const std::string covered = amount(wave.at_the_end, per_cent());
    const std::string full = wave.full.half ? month(wave.full) : tr("{} at the end", covered);
    ChartRow& row = rows.add(wave.name, service ? tr("{}; service {}", full, month(wave.service)) : full);
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
    said.table.push_back({wave.name, month(wave.first), full});
    if (service) said.table.back().insert(said.table.back().end(), {month(wave.served), month(wave.service)});
    said.description.push_back(wave.full.half ? tr("{}: first station by {}, all by {}", wave.name,
                                                   date_of(wave.first.half), date_of(wave.full.half))
                                              : tr("{}: first station by {}, {} covered on {}", wave.name,
                                                   date_of(wave.first.half), covered, date_words(last)));
  }
  said.below = {tr("bars end when half of {} have reached that stage; the last area first; right: that month, or the "
                   "median coverage",
                   futures_words(results.replications(), thin_space)),
                when(more > 0, tr("not shown: {} covered earlier", words_of_areas(more))), cut_words(shape, end)};
  return rows.draw(base(canvas, said), canvas, dates_axis(shape.dates.front(), end));
}

// The number of futures in which each area is fully covered on the dates of targets. Null without such targets, or
// if fewer than two areas have values.
Json strips_chart(const Results& results, const ChartContext& context, const Canvas& canvas) {
  constexpr std::size_t most_areas = 24;
  const ResultsShape& shape = results.shape();
  const auto series = shape.find(context.roles.coverage);
  if (!series) return nullptr;
  std::set<std::size_t> dates;  // for each target on coverage, the last period end up to its date
  for (const TargetDefinition& target : shape.targets)
    if (target.series == context.roles.coverage && target.by > shape.dates.front() && target.by <= shape.dates.back())
      dates.insert(*shape.period_before(target.by));
  if (dates.empty()) return nullptr;
  const std::vector<NamedArea> areas =
      areas_with(shape, [&](AreaNode area) { return has_values(results, *dates.rbegin(), area, *series); });
  if (areas.size() < 2) return nullptr;
  struct Strip {
    std::string name;
    std::vector<double> shares = {};
    double sum = 0;
  };
  std::vector<Strip> strips;
  TargetDefinition fully;
  fully.goal = 1;
  for (const auto& [area, name] : areas) {
    Strip& strip = strips.emplace_back(Strip{name});
    for (const std::size_t date : dates) {
      const std::size_t cell = shape.cell(date, area, *series);
      const bool known = !results.withheld(cell) && has_values(results, date, area, *series);
      strip.shares.push_back(known ? results.share_that_meets(cell, fully) : std::nan(""));
      strip.sum += known ? strip.shares.back() : 1;
    }
  }
  const std::string on = date_words(shape.dates[*dates.rbegin()]);
  const auto futures = [&](double share) { return in_futures(share, results.replications()); };
  if (std::all_of(strips.begin(), strips.end(), [&](const Strip& one) { return one.shares == strips[0].shares; }))
    return no_chart([&] {
      return tr("{} by {}: every area is fully covered in {}, so there is no chart",
                called(shape.series[*series].name), on, futures(strips[0].shares.back()));
    });
  std::ranges::stable_sort(strips, {}, &Strip::sum);
  const std::size_t left_out = strips.size() - std::min(strips.size(), most_areas);
  strips.resize(strips.size() - left_out);
  ChartTexts said{.place = context.title.to_string(),
                  .headline = tr("full coverage by {} is least likely in {}: {}", on, strips[0].name,
                                 futures(strips[0].shares.back())),
                  .below = {tr("share of the futures in which an area is fully covered on each date of a target; each "
                               "area is judged by itself; all areas together are fully covered in fewer futures"),
                            when(left_out > 0, tr("not shown: {} at least as likely", words_of_areas(left_out)))},
                  .head = {tr("area")}};
  std::vector<CellRow> rows;
  for (const std::size_t date : dates) said.head.push_back(date_words(shape.dates[date]));
  for (const Strip& strip : strips) {
    CellRow& row = rows.emplace_back(CellRow{strip.name});
    said.table.push_back({strip.name});
    for (const double share : strip.shares) {
      row.cells.push_back(std::isnan(share) ? ShadedCell{tr("withheld")} : shaded(share));
      said.table.back().push_back(futures(share));
    }
  }
  return draw_cells(base(canvas, said), canvas, {said.head.begin() + 1, said.head.end()}, rows);
}

}  // namespace muster::output
