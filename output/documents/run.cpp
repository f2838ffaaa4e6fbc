#include "output/documents/run.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/parameters/table.hpp"
#include "engine/text/dates.hpp"
#include "output/charts/explanation.hpp"
#include "output/disclosure.hpp"
#include "output/document/names.hpp"
#include "output/documents/parts.hpp"
#include "output/findings/areas.hpp"
#include "output/findings/drivers.hpp"
#include "output/findings/judgement.hpp"
#include "output/findings/money.hpp"
#include "output/findings/sentences.hpp"
#include "output/findings/targets.hpp"
#include "output/tables/run.hpp"
#include "output/year_totals.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace muster::output {

namespace {

const Scale percent{0.01, "%", true};

// Adds what holds a target back and what would help; nothing if that was not computed.
void add_help(Judged& to, const TargetDefinition& target, const Relaxations& relaxations) {
  if (relaxations.replications == 0) return;
  const auto found = std::find_if(relaxations.targets.begin(), relaxations.targets.end(),
                                  [&](const TargetConstraints& one) { return one.target.id == target.id; });
  if (found == relaxations.targets.end()) {
    to.points_heading = tr("What would help is withheld, since it would reveal a small count of people.");
    return;
  }
  const std::vector<const ConstraintEffect*> best = best_relaxations(*found);
  if (best.empty()) {
    to.points_heading = localized_text([&] { return no_relaxation_sentence(*found); });
    return;
  }
  to.points_heading = localized_text([&] {
    const std::string all = everything_words(*found);
    return all.empty() ? tr("What holds it back, and what relaxing it does:")
                       : tr("What holds it back, and what relaxing it does ({}):", all);
  });
  for (const ConstraintEffect* one : best)
    to.points.emplace_back(
        localized_text([&] { return capitalised(one->title.to_string()) + full_stop(); }), localized_text([&] {
          const std::string helps = relaxation_sentence(*found, *one);
          const std::vector<std::string> harmed = harmed_by(relaxations.targets, one->constraint);
          return harmed.empty() ? helps : tr("{} Worse with it: {}.", helps, listed(harmed)).to_string();
        }));
}

Judged judged(const Results& results, std::size_t index) {
  const ResultsShape& shape = results.shape();
  const TargetDefinition& target = shape.targets[index];
  const TargetResult result = results.target(index);
  const Outlook outlook = outlook_of(result);
  Judged made{outlook_class(outlook),
              outlook_mark(outlook),
              localized_text([&] { return outlook_words(outlook); }),
              localized_text([&] { return target_heading(target); }),
              {}};
  made.asked = localized_text([&] { return goal_words(target, shape); });
  made.says.push_back({localized_text([&] { return target_sentence(target, result, shape); })});
  if (const Text when = localized_text([&] { return when_sentence(results, index); }); !when.empty())
    made.says.push_back({when});
  if (judgement_of(target, result).needs_help())
    if (const Text where = localized_text([&] { return where_sentence(results, target); }); !where.empty())
      made.says.push_back({where});
  if (!std::isnan(result.probability) && !result.withheld && result.replications > 1)
    made.says.push_back({localized_text([&] {
                           const Scale scale = scale_of(target, result, shape);
                           const std::string low = show(result.p05, scale), high = show(result.p95, scale);
                           const std::string unit = scale.unit.empty() ? "" : before_unit() + scale.unit;
                           return low == high ? tr("On the date nearly every future stands at {}.",
                                                   show_with_unit(result.p50, scale))
                                              : tr("On the date 90 of 100 futures lie between {} and {}.",
                                                   scale.percent ? low + unit : low, high + unit);
                         }),
                         Tone::fine});
  return made;
}

// Adds a warning if there are so few replications that an interval reaches further than `rough` from the estimated
// probability.
void add_few_futures(Section& to, const Results& results) {
  constexpr double rough = 0.16;  // with 40 or more replications the interval never reaches as far
  double widest = 0;
  for (std::size_t t = 0; t < results.shape().targets.size(); ++t) {
    const TargetResult result = results.target(t);
    if (!result.attainment_withheld && !std::isnan(result.probability))
      widest = std::max({widest, result.interval.high - result.probability, result.probability - result.interval.low});
  }
  if (results.replications() == 1 || !(widest > rough)) return;
  to.add(Paragraph{localized_text([&] {
                     return tr(
                         "{} are few: a probability may be off by up to {:.0f} in 100. Simulate more before anyone "
                         "relies on it.",
                         futures_words(results.replications()), std::ceil(100 * widest));
                   }),
                   Tone::warning});
}

Section answer(const Results& results, const RunRecord& record, const Relaxations& relaxations) {
  const ResultsShape& shape = results.shape();
  const std::vector<Judgement> judgements = judgements_of(results);
  Section made{"answer", tr("The answer"), {}, everywhere};
  made.add(Paragraph{localized_text([&] { return verdict(results); }), Tone::verdict});
  for (const std::size_t t : worst_first(judgements)) {
    Judged one = judged(results, t);
    if (judgements[t].needs_help()) add_help(one, shape.targets[t], relaxations);
    made.add(std::move(one));
  }
  add_warnings(made, results.replications(), results.stopped(), record);
  add_few_futures(made, results);
  add_withheld_note(made, results);
  if (relaxations.replications > 0)
    made.add(Paragraph{localized_text([&] {
                         return tr(
                             "How the effects were found: each constraint was relaxed by itself over the whole time, "
                             "in {} futures under the same luck. The brackets show 95 % intervals of the gain and of "
                             "the money; each kind holds jointly for all relaxations of a target. The money is what "
                             "the simulated budget spends; the cost of the measure itself is not included.",
                             grouped(relaxations.replications));
                       }),
                       Tone::note});
  if (!relaxations.reason_for_no_chart.empty())
    made.add(Paragraph{relaxations.reason_for_no_chart, Tone::note, relaxations.command}, on_page | in_terminal);
  made.add(
      Paragraph{tr("How to read this: a future is one simulated course of events from the start to the end. Whatever "
                   "is not known – who passes, who leaves, how large an assumption really is – is drawn anew in each. "
                   "“In 12 of 100 futures” is a probability of 12 % under the assumptions listed below. "
                   "Signs: ✓ very likely (at least 90 %), ◕ likely (66 %), ◑ as likely as not, ◔ unlikely (at most "
                   "33 %), ✕ very unlikely (10 %)."),
                Tone::note},
      on_page);
  return made;
}

// The dates shown in place of all: the start, the first and the last recorded date before a target falls due, and
// the end.
std::vector<std::size_t> shown_dates(const ResultsShape& shape) {
  std::vector<std::size_t> due;
  for (const TargetDefinition& target : shape.targets) {
    const std::size_t report = shape.period_before(target.by).value_or(0);
    if (report > 0 && report + 1 < shape.dates.size()) due.push_back(report);
  }
  std::sort(due.begin(), due.end());
  std::vector<std::size_t> dates{0};
  if (!due.empty()) dates.push_back(due.front());
  if (!due.empty() && due.back() != due.front()) dates.push_back(due.back());
  if (shape.dates.size() > 1) dates.push_back(shape.dates.size() - 1);
  return dates;
}

// A median, followed in brackets by the range of 90 of 100 futures unless its ends are equal.
std::string with_band(const Summary& summary, const Scale& scale) {
  if (summary.replications == 0) return "–";
  if (summary.withheld) return tr("withheld");
  const std::string low = show(summary.quantiles.front(), scale), high = show(summary.quantiles.back(), scale),
                    median = show(summary.quantiles[summary.quantiles.size() / 2], scale);
  return low == high ? median : tr("{} ({})", median, range_words(low, high)).to_string();
}

constexpr std::array band = {0.05, 0.50, 0.95};

double largest_of(const std::vector<Summary>& summaries) {
  double largest = 0;
  for (const Summary& one : summaries)
    if (one.replications > 0 && !one.withheld)
      largest = std::max({largest, std::abs(one.quantiles.front()), one.quantiles.back()});
  return largest;
}

// A row for each headline series, with its unit; flows are totals of the calendar years around the dates.
Grid forecasts(const Results& results) {
  const ResultsShape& shape = results.shape();
  const std::vector<std::size_t> dates = shown_dates(shape);
  Grid grid{{{tr("forecast"), false, true}, {tr("unit"), false, false}}, {}};
  for (const std::size_t d : dates) grid.columns.push_back({date_words(shape.dates[d]), true, true});
  for (const std::size_t s : shape.headline) {
    const SeriesInfo& info = shape.series.at(s);
    const bool flow = info.kind == SeriesKind::flow;
    std::vector<Summary> summaries;
    std::vector<bool> part;  // whether the value covers only part of a year
    const std::vector<YearTotal> years = flow ? year_totals(results, s, band) : std::vector<YearTotal>{};
    for (const std::size_t d : dates) {
      const auto year =
          std::find_if(years.begin(), years.end(), [&](const YearTotal& of) { return of.until >= shape.dates[d]; });
      const bool yearly = flow && d > 0 && year != years.end();
      summaries.push_back(yearly ? year->summary
                                 : results.summarise(shape.cell(d, shape.areas.whole(), s), 1, band)[0]);
      part.push_back(yearly && !year->is_whole());
    }
    const auto scale = [name = info.name, largest = largest_of(summaries)] { return scale_for(name, largest); };
    std::vector<GridCell>& row = grid.rows.emplace_back();
    row.emplace_back(flow ? tr("{}, in the calendar year", called(info.name)) : called(info.name));
    row.emplace_back(localized_text([&] { return scale().unit; }));
    for (std::size_t i = 0; i < dates.size(); ++i)
      row.emplace_back(localized_text([&] { return with_band(summaries[i], scale()) + (part[i] ? "*" : ""); }));
  }
  return grid;
}

// Adds money over the whole place by calendar year, for the brief.
void add_money_by_year(Section& to, const Results& results, const MoneySeries& money) {
  const ResultsShape& shape = results.shape();
  if (!shape.find(money.asked)) return;
  const Table table = area_money_table(results, money);
  const std::size_t area = table.column("area");
  to.add(TableBlock{tr("Money by calendar year from {} to {}, means", date_words(shape.dates.front()),
                       date_words(shape.dates.back())),
                    in_words(table, {"year", "unit", "granted", "spent", "unspent", "waiting"},
                             [&](std::span<const Cell> row) {
                               return row[area].id == shape.areas[shape.areas.whole()].id;
                             })},
         in_brief);
  to.add(
      Paragraph{
          tr("Money that is not carried over lapses at the end of the year: it counts neither as spent nor as left."),
          Tone::fine},
      in_brief);
}

Section overview(const Results& results, const MoneySeries& money) {
  const ResultsShape& shape = results.shape();
  Section made{"overview", tr("The forecast in figures"), {}, in_brief | in_terminal};
  if (shape.headline.empty() || shape.dates.empty() || results.replications() == 0) return made;
  bool flows = false, parts = false;
  for (const std::size_t s : shape.headline) {
    if (shape.series.at(s).kind != SeriesKind::flow) continue;
    flows = true;
    for (const YearTotal& year : year_totals(results, s, band)) parts = parts || !year.is_whole();
  }
  const Text of = results.replications() == 1 ? tr("The values of one future.")
                                              : tr("Medians, and in brackets where 90 of 100 futures lie.");
  made.add(TableBlock{tr("The forecast"), forecasts(results)});
  made.add(Paragraph{
      flows ? tr("{} {}", of,
                 tr("Figures “in the calendar year” are totals; the first column shows what came before the start."))
            : of,
      Tone::fine});
  if (parts) made.add(Paragraph{tr("* only part of the calendar year"), Tone::fine});
  add_money_by_year(made, results, money);
  return made;
}

// A series by area at the start, at the ends of years and at the horizon.
Grid area_figures(const Results& results, std::size_t series) {
  constexpr std::size_t most_leaves = 200;
  const ResultsShape& shape = results.shape();
  const Selection selection{true, shape.areas.leaf_count() > most_leaves};
  Grid grid{{{tr("area")}}, {}};
  std::vector<std::size_t> dates;
  for (std::size_t d = 0; d < shape.dates.size(); ++d)
    if (selection.keeps(shape.dates, d)) dates.push_back(d);
  for (const std::size_t d : dates) grid.columns.push_back({date_words(shape.dates[d]), true});
  double largest = 0;
  std::vector<std::pair<AreaNode, std::vector<Summary>>> rows;
  for (AreaNode area = 0; area < shape.areas.node_count(); ++area) {
    if (!selection.keeps(shape.areas, area)) continue;
    std::vector<Summary> values;
    for (const std::size_t d : dates) values.push_back(results.summarise(shape.cell(d, area, series), 1, band)[0]);
    largest = std::max(largest, largest_of(values));
    if (std::any_of(values.begin(), values.end(), [](const Summary& one) { return one.replications > 0; }))
      rows.emplace_back(area, std::move(values));
  }
  for (const auto& [area, values] : rows) {
    std::vector<GridCell>& row = grid.rows.emplace_back();
    row.emplace_back(called(shape.areas, area));
    for (const Summary& one : values)
      row.emplace_back(localized_text([&] { return with_band(one, scale_for(shape.series[series].name, largest)); }));
  }
  return grid;
}

Grid figures_of(const Chart& chart, const Results& results) {
  switch (chart.figures) {
    case ChartFigures::targets:
      return in_words(targets_table(results), {"target", "area", "goal", "by", "probability", "p50", "p05", "p95",
                                               "reached_share", "reached_p50"});
    case ChartFigures::series:
      return in_words(headline_table(results), {"date", "basis", "unit", "p50", "p25", "p75", "p05", "p95"},
                      [&, id = results.shape().series[chart.series].name.name](std::span<const Cell> cells) {
                        return cells.front().id == id;
                      });
    case ChartFigures::series_by_area:
      return area_figures(results, chart.series);
    case ChartFigures::its_own:
      break;
  }
  return {};
}

void add_charts(Section& to, const Results& results, const ChartContext& context, ChartPart part) {
  for (Chart& chart : run_charts(results, context)) {
    if (chart.part != part) continue;
    std::function<Grid()> figures;
    if (chart.figures != ChartFigures::its_own) figures = [chart, &results] { return figures_of(chart, results); };
    to.add(Picture{std::move(chart), std::move(figures)}, on_page);
  }
}

// The ids of the columns in which at least one row has a value.
std::vector<std::string_view> columns_with_values(const Table& table) {
  std::vector<bool> used(table.columns.size());
  table.each([&](std::span<const Cell> row) {
    for (std::size_t c = 0; c < row.size(); ++c)
      if (row[c].kind != Cell::Kind::nothing) used[c] = true;
  });
  std::vector<std::string_view> columns;
  for (std::size_t c = 0; c < used.size(); ++c)
    if (used[c]) columns.push_back(table.columns[c].id);
  return columns;
}

// Adds the areas with most unspent money and those that wait for most money, at the end of the year that
// idle_money() finds.
void add_idle_money(Section& to, const Results& results, const MoneySeries& money) {
  constexpr std::size_t most_of_each = 3;  // areas
  const Areas& areas = results.shape().areas;
  const auto idle = idle_money(results, money);
  if (!idle) return;
  std::vector<std::string_view> named;
  for (const auto* some : {&idle->have, &idle->wait})
    for (std::size_t i = 0; i < std::min(some->size(), most_of_each); ++i) named.push_back(areas[(*some)[i]].id);
  const Table table = area_money_table(results, money);
  const std::size_t area = table.column("area"), until = table.column("until");
  to.add(TableBlock{tr("Where the most money lies unspent and where the most is waited for, at the end of {}",
                       year_of(idle->end)),
                    in_words(table, {"area", "unit", "granted", "spent", "unspent", "waiting"},
                             [&](std::span<const Cell> row) {
                               return row[until].date == idle->end &&
                                      std::find(named.begin(), named.end(), row[area].id) != named.end();
                             })},
         in_brief);
}

Section areas(const Results& results, const RunRecord& record, const ChartContext& charts) {
  constexpr std::size_t most_of_money = 60;  // with more leaf areas, the page has no table of money by year
  constexpr std::size_t most_in_brief = 20;  // rows
  const ResultsShape& shape = results.shape();
  Section made{"areas", tr("Area by area"), {}, on_page | in_brief};
  const bool several = shape.areas.leaf_count() > 1 && !shape.dates.empty();
  if (!several) return made;
  if (const Text idle = localized_text([&] { return idle_money_sentence(results, record.money); }); !idle.empty())
    made.add(Paragraph{idle, Tone::finding});
  add_idle_money(made, results, record.money);
  add_charts(made, results, charts, ChartPart::by_area);
  const Table table = areas_table(results);
  if (table.columns.size() > 1) {
    Grid grid = in_words(table, columns_with_values(table));
    Grid brief = grid;
    const std::size_t all = grid.rows.size();
    if (all > most_in_brief) brief.rows.resize(most_in_brief);
    made.add(TableBlock{all > most_in_brief ? tr("The first {} areas, by targets and levels", most_in_brief)
                                            : tr("Every area, by targets and levels"),
                        std::move(brief)},
             in_brief);
    made.add(Paragraph{tr("Half by: the first recorded date on which half of the futures meet the target; some may "
                          "lose it again. At the end: medians."),
                       Tone::fine});
    if (all > most_in_brief)
      made.add(Paragraph{all == most_in_brief + 1 ? tr("1 more area is in the report.")
                                                  : tr("{} more areas are in the report.", all - most_in_brief),
                         Tone::fine},
               in_brief);
    grid.sortable = true;
    made.add(TableBlock{tr("Every area, by targets and levels; click on a heading to sort"), std::move(grid)},
             on_page);
  }
  if (shape.find(record.money.asked) && shape.areas.leaf_count() <= most_of_money) {
    Grid grid = in_words(area_money_table(results, record.money));
    grid.sortable = true;
    Group money{tr("Money of every area, year by year"), {}, true};
    money.blocks.push_back(
        {TableBlock{tr("Money of every area by calendar year, means; click on a heading to sort"), std::move(grid)}});
    made.add(std::move(money));
  }
  return made;
}

Grid shares_of(const SpreadOf& of, const Spreads& spreads, const ReportContext& context) {
  constexpr std::size_t most = 10;
  Grid grid{{{tr("cause"), false, true},
             {tr("share"), true},
             {tr("95 % interval"), true},
             {tr("kind")},
             {tr("source")},
             {tr("file and line"), false, false, false}},
            {}};
  const auto add = [&](Text what, const SpreadShare& part, Text evidence, Text source, GridCell where) {
    const auto shown = [](double share) { return show(std::clamp(share, 0.0, 1.0), percent); };
    grid.rows.push_back({std::move(what),
                         GridCell(localized_text([&] { return shown(part.index) + before_unit() + "%"; }), part.index),
                         GridCell(localized_text(
                             [&] { return range_words(shown(part.low), shown(part.high)) + before_unit() + "%"; })),
                         std::move(evidence), std::move(source), std::move(where)});
  };
  const Text none = Text::verbatim("–");
  add(tr("chance and joint effects of assumptions"), of.spread.rest, none, none, none);
  for (const std::size_t k : by_share(of.spread)) {
    if (grid.rows.size() > most || !(of.spread.inputs[k].index > 0)) break;
    const SpreadInput& input = spreads.inputs[k];
    add(input.title, of.spread.inputs[k], Text::of(input.evidence),
        input.sourced ? tr("has a source") : tr("no source"),
        GridCell::code(shown_path(input.where, context.shipped)));
  }
  return grid;
}

Section drivers(const Results& results, const RunRecord& record, const ReportContext& context) {
  Section made{"drivers", tr("What the spread is made of"), {}, on_page | in_brief};
  made.add(Paragraph{tr("Futures differ by chance, and because the true values of some assumptions are not known. A "
                        "share is the part of the variance of a target's value that would vanish if that one "
                        "assumption were known (first-order Sobol index).")},
           on_page);
  made.add(
      Paragraph{tr("Each share is estimated separately: together they need not add up to exactly 100 %."), Tone::fine},
      on_page);
  if (results.replications() < least_to_split) {
    made.add(Paragraph{localized_text([&] {
               return tr("{} futures are too few to say; run at least {}.", grouped(results.replications()),
                         least_to_split);
             })},
             on_page);
    return made;
  }
  const auto spreads = std::make_shared<const Spreads>(spreads_of_targets(results, *record.parameters, record.seed));
  bool in_a_brief = false;  // the brief has only the first target with a certain share
  for (const std::size_t t : worst_first(judgements_of(results))) {
    const SpreadOf& of = spreads->outputs[t];
    const Text name = localized_text([&] { return capitalised(of.title.to_string()); });
    if (results.target(t).withheld) {
      made.add(
          Group{name,
                {{Paragraph{localized_text([&] { return capitalised(withheld_figure(results)) + full_stop(); })}}}},
          on_page);
      continue;
    }
    const Text sentence = localized_text([&] { return driver_sentence(of, *spreads); });
    Group brief{name, {{Paragraph{sentence}}}};
    if (of.spread.known != SpreadKnown::shares) {
      made.add(std::move(brief), on_page);
      continue;
    }
    const bool some = std::any_of(of.spread.inputs.begin(), of.spread.inputs.end(),
                                  [](const SpreadShare& share) { return share.low > 0; });
    if (some && !std::exchange(in_a_brief, true)) made.add(brief, in_brief);
    const auto figures = [&of, spreads, &context] { return shares_of(of, *spreads, context); };
    if (!spread_chart(of, *spreads, {}, desk).is_object()) {
      brief.blocks.push_back({Group{tr("The figures as a table"), {{TableBlock{name, figures()}}}, true}});
      made.add(std::move(brief), on_page);
      continue;
    }
    made.add(Picture{{"spread-" + std::to_string(t),
                      [&of, spreads](const Canvas& canvas) { return spread_chart(of, *spreads, {}, canvas); }},
                     figures},
             on_page);
  }
  return made;
}

}  // namespace

Document run_document(const std::filesystem::path& folder, const Results& results, const RunRecord& record,
                      const ReportContext& context, std::uint8_t media) {
  const ResultsShape& shape = results.shape();
  Document made{
      tr("Forecast of a workforce"), context.charts.title, facts_line(shape, results.replications(), record), {}};
  const auto add = [&](Section section) {
    if (!section.blocks.empty()) made.sections.push_back(std::move(section));
  };
  add(answer(results, record, context.relaxations));
  add(overview(results, record.money));
  if ((media & (on_page | in_brief)) != 0 && !shape.dates.empty() && results.replications() > 0) {
    Section unfolds{"charts", tr("How it unfolds"), {}};
    add_charts(unfolds, results, context.charts, ChartPart::over_time);
    add(std::move(unfolds));
    add(areas(results, record, context.charts));
    if (record.parameters && !shape.targets.empty()) add(drivers(results, record, context));
  }
  if ((media & on_page) != 0) add_background(made, folder, record, context);
  add(effort(shape, results.events(), record, localized_text([&] {
               const auto seed = static_cast<std::uint64_t>(record.seed);
               std::string run =
                   record.only
                       ? tr("replication {} of {}, seed {}", grouped(static_cast<std::uint64_t>(*record.only)),
                            record.scenario, seed)
                       : tr("{} of {}, seed {}", replications_words(results.replications()), record.scenario, seed);
               const std::string precision = record.precision.to_string();
               if (record.finish == Finish::precision) {
                 run += precision.empty() ? tr("; precision reached") : tr("; precision reached: {}", precision);
               } else if (record.finish == Finish::limit) {
                 run += precision.empty() ? tr("; limit of replications reached")
                                          : tr("; limit of replications reached: {}", precision);
               } else if (!precision.empty()) {
                 run += tr("; so far: {}", precision);
               }
               return run;
             })));
  return made;
}

}  // namespace muster::output
