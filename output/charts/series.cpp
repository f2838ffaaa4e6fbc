// The charts of a series: a level as a fan over time, a flow by calendar year, and a share by area.
#include "engine/text/dates.hpp"
#include "output/charts/parts.hpp"
#include "output/disclosure.hpp"
#include "output/published_quantiles.hpp"
#include "output/year_totals.hpp"

namespace muster::output {

namespace {

// The median of a series over time and the two bands around it (published_quantiles.hpp).
struct Fan {
  std::vector<Date> dates;         // those with values
  std::vector<Summary> summaries;  // with published_quantiles

  void add_to(Extent& extent) const {
    for (const Summary& summary : summaries)
      for (const double end : {summary.quantiles.front(), summary.quantiles.back()}) extent.add(end);
  }
};

Fan fan_of(const Results& results, AreaNode area, std::size_t series) {
  const ResultsShape& shape = results.shape();
  Fan fan;
  for (std::size_t d = 0; d < shape.dates.size(); ++d) {
    Summary summary = results.summarise(shape.cell(d, area, series), 1, published_quantiles)[0];
    if (summary.replications == 0) continue;
    fan.dates.push_back(shape.dates[d]);
    fan.summaries.push_back(std::move(summary));
  }
  return fan;
}

// A row for each date up to `until`: `date`, and the quantiles under their names.
Json rows_of_fan(const Fan& fan, Date until) {
  Json rows = Json::array();
  for (std::size_t i = 0; i < fan.dates.size() && fan.dates[i] <= until; ++i) {
    Json row{{"date", iso(fan.dates[i])}};
    for (std::size_t q = 0; q < quantile_names.size(); ++q)
      row[quantile_names[q]] = rounded(fan.summaries[i].quantiles[q]);
    rows.push_back(std::move(row));
  }
  return rows;
}

// The first date from which a fan does not change any more.
Date last_change(const Fan& fan) {
  Extent extent;
  fan.add_to(extent);
  const double least = 0.004 * (extent.high - extent.low);
  for (std::size_t i = fan.dates.size(); i-- > 1;)
    for (std::size_t q = 0; q < published_quantiles.size(); ++q)
      if (!(std::abs(fan.summaries[i - 1].quantiles[q] - fan.summaries.back().quantiles[q]) <= least))
        return fan.dates[i];
  return fan.dates.empty() ? Date{} : fan.dates.front();
}

// Grey rectangles for the parts of a fan that are withheld; each extends halfway to the neighbouring published
// dates.
Shapes withheld_parts(const Fan& fan, const DateAxis& dates, double height) {
  Shapes shapes;
  const std::size_t count = fan.dates.size();
  for (std::size_t from = 0; from < count; ++from) {
    if (!fan.summaries[from].withheld) continue;
    std::size_t to = from;
    while (to + 1 < count && fan.summaries[to + 1].withheld) ++to;
    const auto between = [&](std::size_t a, std::size_t b) {
      return (dates.pixel(fan.dates[a]) + dates.pixel(fan.dates[b])) / 2;
    };
    shapes.bar(from == 0 ? 0 : between(from - 1, from), to + 1 == count ? dates.width : between(to, to + 1), "#E2E2E2",
               height, height / 2);
    from = to;
  }
  return shapes;
}

// Layers of the bands, the wider one below, and of the median above them; x and y are those of the surrounding
// chart.
Json fan_layers() {
  Json layers = Json::array();
  for (std::size_t outer = 0; outer < middle; ++outer)
    layers.push_back(band_layer(quantile_names[outer], quantile_names[quantile_names.size() - 1 - outer],
                                outer == 0 ? wide_band : narrow_band));
  layers.push_back(line_layer(quantile_names[middle], 2.4));
  return layers;
}

struct ShownTarget {
  const TargetDefinition* definition;
  TargetResult result;
};

// The targets on a series, by date. @param area  an id; empty: any area
std::vector<ShownTarget> targets_on(const Results& results, const std::string& series, const std::string& area = {}) {
  std::vector<ShownTarget> found;
  for (std::size_t t = 0; t < results.shape().targets.size(); ++t) {
    const TargetDefinition& target = results.shape().targets[t];
    if (target.series == series && (area.empty() || target.area == area))
      found.push_back({&target, results.target(t)});
  }
  std::ranges::stable_sort(found, {}, [](const ShownTarget& one) { return one.definition->by; });
  return found;
}

// The history of a series in an area, by date; small counts are left out if small counts are withheld.
std::vector<PastFigure> history_of(const Results& results, const ChartContext& context, AreaNode area,
                                   std::size_t series) {
  const Areas& areas = results.shape().areas;
  std::vector<PastFigure> found;
  // The count of one area, together with the counts of others, would disclose a small count that is withheld.
  if (area != areas.whole() && results.least_published() > 0) return found;
  for (const PastFigure& figure : context.history)
    if (figure.series == results.shape().series.at(series).name.name &&
        figure.area == (area == areas.whole() ? "all" : areas[area].id) && !results.withholds(series, figure.value))
      found.push_back(figure);
  return found;
}

// A line below the title about the history and its sources; empty without history.
std::string history_words(const std::vector<PastFigure>& history) {
  if (history.empty()) return {};
  std::vector<std::string> sources;
  for (const PastFigure& figure : history)
    if (const std::string source = translated(figure.source);
        !source.empty() && std::ranges::find(sources, source) == sources.end())
      sources.push_back(source);
  return sources.empty() ? tr("before the start: what was counted")
                         : tr("before the start: what was counted (sources: {})", listed(sources));
}

// "median 7 stations; 50 of 100 futures from 5.5 to 8.5, 90 from 4.3 to 9.7"; if all futures agree, their value.
std::string summary_words(const Summary& summary, const Scale& scale, bool one) {
  if (summary.withheld) return tr("withheld");
  if (one) return amount(summary.mean, scale);
  if (summary.sd == 0) return tr("{} in every future", amount(summary.mean, scale));
  return tr("median {}; 50 of 100 futures from {}, 90 from {}", amount(summary.quantiles[middle], scale),
            from_to(summary.quantiles[1], summary.quantiles[3], scale),
            from_to(summary.quantiles[0], summary.quantiles[4], scale));
}

// The curves of a few single futures, pale on the bands, to show that a future does not follow the median. For a
// flow they are totals since the start.
Json path_layers(const Results& results, std::size_t series, Date until) {
  constexpr std::size_t few = 3;
  const ResultsShape& shape = results.shape();
  const std::vector<std::vector<double>> paths = results.paths(series);
  if (paths.size() < Results::most_paths) return Json::array();
  const bool flow = shape.series[series].kind == SeriesKind::flow;
  Json layers = Json::array();
  for (std::size_t p = 0; p < few; ++p) {
    Json rows = Json::array();
    double sum = 0;
    for (std::size_t d = 0; d < shape.dates.size() && shape.dates[d] <= until; ++d) {
      if (d > 0) sum += paths[p][d];  // the first row is about the time before the start
      if (std::isfinite(paths[p][d]))
        rows.push_back({{"date", iso(shape.dates[d])}, {"one", rounded(flow ? sum : paths[p][d])}});
    }
    layers.push_back(layer({{"type", "line"}, {"color", "#DCEAF4"}, {"strokeWidth", 0.9}},
                           {{"x", {{"field", "date"}}}, {"y", {{"field", "one"}}}}, std::move(rows)));
  }
  return layers;
}

// A line through the history and on to the start, with a dot at each figure.
Json history_layers(const std::vector<PastFigure>& history, const Fan& fan) {
  if (history.empty()) return Json::array();
  Json rows = Json::array();
  for (const PastFigure& figure : history)
    rows.push_back(
        {{"date", iso(figure.on)}, {"counted", rounded(figure.value)}, {"source", translated(figure.source)}});
  Json line = rows;
  if (!fan.dates.empty() && !fan.summaries.front().withheld)
    line.push_back({{"date", iso(fan.dates.front())}, {"counted", rounded(fan.summaries.front().quantiles[middle])}});
  const Json encoding = {{"x", {{"field", "date"}}}, {"y", {{"field", "counted"}}}};
  Json point = {{"type", "point"}, {"filled", true}, {"size", 46}, {"color", ink}, {"opacity", 1}};
  return Json::array({layer({{"type", "line"}, {"color", ink}, {"strokeWidth", 1.4}}, encoding, std::move(line)),
                      layer(std::move(point), encoding, std::move(rows))});
}

// A vertical line that follows the pointer on a page, with the figures of the date.
Json pointer_of(const Json& x, const Scale& scale, double largest, bool one) {
  const double shown = scale.percent ? 100 * largest : largest / scale.divisor;
  const int decimals = scale.percent || shown >= 100 ? 0 : shown >= 10 ? 1 : 2;
  const auto number = [&](const char* field, bool unit) {
    return number_expression(std::string("datum.") + field, scale, unit, decimals);
  };
  const auto range = [&](const char* low, const char* high) {
    return number(low, false) + " + ' – ' + " + number(high, true);
  };
  Json pointer = Json::parse(R"json({
    "params": [{"name": "pointer", "select": {"type": "point", "encodings": ["x"], "nearest": true,
                                              "on": "pointermove", "clear": "pointerout"}}],
    "transform": [{"filter": "isValid(datum.p50)"}],
    "mark": {"type": "rule", "strokeWidth": 1},
    "encoding": {"x": {"field": "date"}, "y": {"value": 0}, "y2": {"value": "height"},
                 "opacity": {"condition": {"param": "pointer", "empty": false, "value": 0.6}, "value": 0},
                 "tooltip": [{"field": "date", "type": "temporal", "format": "%Y-%m-%d"}]}})json");
  pointer["mark"]["color"] = ink;
  pointer["encoding"]["tooltip"][0]["title"] = tr("date").to_string();
  const auto add_tooltip = [&](const char* field, const std::string& words, const std::string& title) {
    pointer["transform"].push_back({{"calculate", words}, {"as", field}});
    pointer["encoding"]["tooltip"].push_back({{"field", field}, {"type", "nominal"}, {"title", title}});
  };
  add_tooltip("t50", number("p50", true), one ? tr("the one future") : tr("median"));
  if (!one) add_tooltip("t25", range("p25", "p75"), tr("50 of 100 futures"));
  if (!one) add_tooltip("t05", range("p05", "p95"), tr("90 of 100 futures"));
  pointer["encoding"]["x"].update(x);
  pointer["encoding"]["x"].erase("axis");
  return pointer;
}

// The finding for the title: the result of the last target on the series, else the change of the level.
std::string message_of(const std::vector<ShownTarget>& targets, const Fan& fan, const Scale& scale, bool flow,
                       bool one) {
  if (!targets.empty()) return target_words(*targets.back().definition, targets.back().result, scale);
  std::size_t published = fan.dates.size();  // number of dates up to the last one that is not withheld
  while (published > 0 && fan.summaries[published - 1].withheld) --published;
  if (published == 0) return {};
  const Summary& last = fan.summaries[published - 1];
  std::size_t since = published - 1;  // if all futures end with the same value, the first date from which they have it
  while (last.sd == 0 && since > 0 && !fan.summaries[since - 1].withheld && fan.summaries[since - 1].sd == 0 &&
         fan.summaries[since - 1].mean == last.mean)
    --since;
  const std::string end = amount(about(last.quantiles[middle]), scale), on = date_words(fan.dates[since]);
  const bool alike = last.sd == 0 && !one;
  if (flow || fan.dates.size() < 2 || fan.summaries.front().withheld)
    return one     ? tr("{} by {}", amount(last.mean, scale), on)
           : alike ? tr("{} by {} in every future", end, on)
                   : tr("about {} by {}", end, on);
  const Summary& start = fan.summaries.front();
  const double first = start.sd == 0 ? start.mean : about(start.quantiles[middle]);
  const std::string begin = scale.percent ? amount(first, scale) : plain(first, scale);
  if (one) return tr("from {} to {} by {}", begin, amount(last.mean, scale), on);
  return alike ? tr("from {} to {} by {} in every future", begin, end, on)
               : tr("from {} to about {} by {}", begin, end, on);
}

// The names of the bands and the median at the right end of the fan; on a narrow canvas, above the plot.
Json band_names(const Canvas& canvas, const Fan& fan, Date end, const ValueAxis& values, double width, double height,
                double bottom, bool one) {
  const KeyItem median = key_line(tr("median"), deep_blue, 2.4), outer = key_bar(tr("90 of 100 futures"), wide_band);
  std::vector<KeyItem> names{outer, key_bar(tr("50 of 100 futures"), narrow_band), median};
  if (one)
    names = {key_line(tr("the one future"), deep_blue, 2.4)};
  else if (canvas.is_narrow())
    names = {median, key_bar(tr("50 of 100"), narrow_band), outer};
  if (canvas.is_narrow()) return key_layers(canvas, names, -values.extent, bottom);
  std::size_t last = fan.dates.size();
  while (last > 1 && (fan.dates[last - 1] > end || fan.summaries[last - 1].withheld)) --last;
  const double at = values.pixel(fan.summaries[last - 1].quantiles[middle], height), row = canvas.line();
  double y = std::clamp(at - row, 8.0, height - 2 * row - 8);
  Json made = Json::array();
  for (const KeyItem& item : names) {
    append(made, key_layers(canvas, {item}, width + 6, -y - row / 2));
    y += row;
  }
  return made;
}

Json fan_chart(const Results& results, const ChartContext& context, const Canvas& canvas, AreaNode area,
               std::size_t series, const Fan& fan, const std::string& what) {
  const ResultsShape& shape = results.shape();
  const SeriesInfo& info = shape.series[series];
  const bool flow = info.kind == SeriesKind::flow, one = results.replications() == 1;
  if (fan.dates.empty()) return nullptr;
  const double height = canvas.is_narrow() ? 230 : 320;
  // The fan of a flow shows its total since the start, which does not exist before the start.
  const std::vector<PastFigure> history =
      flow ? std::vector<PastFigure>{} : history_of(results, context, area, series);
  const std::vector<ShownTarget> targets = targets_on(results, info.name.name, shape.areas[area].id);
  std::vector<ShownTarget> marked = targets;  // with those of areas that have no chart of their own
  if (area == shape.areas.whole()) {
    const std::vector<AreaNode> apart = flow ? std::vector<AreaNode>{} : areas_of_targets(shape, series);
    marked = targets_on(results, info.name.name);
    std::erase_if(marked, [&](const ShownTarget& target) {
      const auto node = shape.areas.find(target.definition->area);
      return node && std::ranges::find(apart, *node) != apart.end();
    });
  }

  Extent extent;
  fan.add_to(extent);
  if (!extent.varies() && marked.empty() && history.empty() && !extent.is_empty())
    return no_chart([&] {
      return tr("{}: {} from {} to {} in every future, so there is no chart", called(info.name),
                amount(extent.low, scale_for(info.name, extent.high)), date_words(fan.dates.front()),
                date_words(fan.dates.back()));
    });
  for (const ShownTarget& target : targets) extent.add(target.definition->goal);
  for (const PastFigure& figure : history) extent.add(figure.value);
  if (extent.is_empty()) extent.low = 0, extent.high = 1;
  const ValueAxis values = value_axis(canvas, info.name, extent.low, extent.high, height, false);

  Date changed = last_change(fan);
  for (const ShownTarget& target : marked) changed = std::max(changed, target.definition->by);
  const Date end = end_of_axis(shape, changed);
  const double names = canvas.is_narrow() ? 0 : 32 + text_width(tr("90 of 100 futures"), canvas.text_size());
  const double width = std::floor(canvas.inner() - values.extent - names) - 6;
  const DateAxis dates(history.empty() ? shape.dates.front() : std::min(history.front().on, shape.dates.front()), end,
                       width);
  std::vector<DateMark> marks;
  if (!history.empty()) marks.push_back({shape.dates.front(), tr("start")});
  for (const MarkedDate& mark : context.marked)
    if (mark.series.empty() || std::ranges::find(mark.series, info.name.name) != mark.series.end())
      marks.push_back({mark.date, translated(mark.label)});
  for (const ShownTarget& target : marked) {
    const TargetDefinition& definition = *target.definition;
    const std::string goal = goal_of(definition, values.scale), by = date_words(definition.by);
    const auto where = shape.areas.find(definition.area);
    const std::string futures = met_in_futures(target.result);
    marks.push_back({definition.by,
                     where && *where != area ? tr("{} in {} by {}: {}", goal, shape.areas.title(*where), by, futures)
                                             : tr("{} by {}: {}", goal, by, futures),
                     true});
  }
  const double unit_row = values.unit.empty() ? 6 : canvas.line() + 10;
  const Above above = marks_above(canvas, marks, dates, height, unit_row);
  Shapes goals;
  for (const ShownTarget& target : targets)
    if (dates.holds(target.definition->by))
      goals.point(dates.pixel(target.definition->by), values.pixel(target.definition->goal, height),
                  {150, false, "diamond", vermilion});

  const std::string message = message_of(targets, fan, values.scale, flow, one);
  const std::string last =
      tr("{}: {}", date_words(fan.dates.back()), summary_words(fan.summaries.back(), values.scale, one));
  ChartTexts said{.place = context.title.to_string(),
                  .headline = message.empty() ? what : tr("{}: {}", what, message),
                  .below = {last + tr("; ") + futures_words(results.replications(), thin_space),
                            history_words(history), cut_words(shape, end)},
                  .description = {what, message, last}};
  for (const ShownTarget& target : targets)
    if (&target != &targets.back())
      said.description.push_back(target_words(*target.definition, target.result, values.scale));
  if (!history.empty()) {
    std::vector<std::string> counted;
    for (const PastFigure& figure : history)
      counted.push_back(tr("{}: {}", date_words(figure.on), amount(figure.value, values.scale)));
    said.description.push_back(tr("counted before the start: {}", listed(counted)));
  }
  const Shapes withheld = withheld_parts(fan, dates, height);
  if (!withheld.empty()) {
    said.below.push_back(tr("grey: {}", withheld_figure(results)));
    said.description.push_back(said.below.back());
  }
  const Json paths = area == shape.areas.whole() ? path_layers(results, series, end) : Json::array();
  if (!paths.empty()) said.below[0] += tr("; thin lines: single futures");

  if (!values.unit.empty()) goals.words(-values.extent, -canvas.line() / 2 - 8, values.unit);
  Json layers = withheld.layers(canvas);
  for (const Json& more : {fan_layers(), paths, history_layers(history, fan), above.layers, goals.layers(canvas),
                           band_names(canvas, fan, end, values, width, height, std::max(above.height, unit_row), one)})
    append(layers, more);
  Json chart = draw_over_time(base(canvas, said), dates, values, height, rows_of_fan(fan, end), std::move(layers));
  chart["usermeta"]["pointer"] = pointer_of(dates.x(), values.scale, extent.high, one);
  return chart;
}

// A flow over the whole place by calendar year: a row for each year, including the history of years before the
// start.
Json year_chart(const Results& results, const ChartContext& context, std::size_t series, const Canvas& canvas) {
  const ResultsShape& shape = results.shape();
  const SeriesInfo& info = shape.series.at(series);
  std::vector<YearTotal> years = year_totals(results, series, published_quantiles);
  const int first_year = years.front().year;
  // With a start on 1 January, nothing of the first year counts as before the start.
  const bool new_year = year_of(shape.dates.front() - std::chrono::days{1}) < first_year;
  const bool nothing_before = new_year || (years.size() > 1 && years.front().summary.quantiles.back() == 0);
  if (nothing_before && !new_year) years.erase(years.begin());

  std::vector<PastFigure> history =
      history_of(results, context, shape.areas.whole(), series);  // only of years that are not simulated
  std::erase_if(history, [&](const PastFigure& figure) { return year_of(figure.on) >= years.front().year; });
  double largest = 0;
  for (const YearTotal& year : years) largest = std::max(largest, year.summary.quantiles.back());
  for (const PastFigure& figure : history) largest = std::max(largest, figure.value);
  const bool withheld = std::any_of(years.begin(), years.end(), [](const YearTotal& y) { return y.summary.withheld; });
  if (!(largest > 0) && !withheld)
    return no_chart(
        [&] { return tr("{}: zero in every year of every future, so there is no chart", called(info.name)); });
  const Scale scale = scale_for(info.name, largest);
  const auto bare = [&](double value) { return plain(value, scale); };
  const auto shown = [&](double value) { return amount(value, scale); };

  ChartTexts said{.place = context.title.to_string(), .description = {tr("{}, by calendar year", called(info.name))}};
  RowChart rows;
  for (int year = history.empty() ? years.front().year : year_of(history.front().on); year < years.front().year;
       ++year) {
    ChartRow& row = rows.add(std::to_string(year), "–");  // a year without a figure also has a row
    for (const PastFigure& figure : history) {
      if (year_of(figure.on) != year) continue;
      row.words = tr("{}, counted", bare(figure.value));
      row.marks.bar(0, figure.value, "#FFFFFF", 15, 0, ink);
    }
  }
  for (const YearTotal& year : years) {
    const Summary& s = year.summary;
    ChartRow& row =
        rows.add(year.is_whole() ? std::to_string(year.year) : tr("to {}", date_words(year.until)).to_string());
    said.description.push_back(tr("{}: {}", year.words(), summary_words(s, scale, results.replications() == 1)));
    const auto& q = s.quantiles;
    row.words = s.withheld  ? tr("withheld")
                : s.sd == 0 ? bare(s.mean)
                            : with_range(bare(q[middle]), from_to(bare(q.front()), bare(q.back())));
    if (s.withheld) continue;
    row.marks.bar(0, q[middle], wide_band);
    if (s.sd == 0) continue;
    row.marks.line(q[0], q[4], deep_blue, 1.6);
    row.marks.line(q[1], q[3], deep_blue, 5);
  }
  for (const PastFigure& figure : history)
    said.description.push_back(tr("counted in {}: {}", year_of(figure.on), shown(figure.value)));

  // The message leaves out a first year that began before the start, and a last year that is incomplete.
  std::vector<YearTotal> full_years = years;
  if (full_years.size() > (nothing_before ? 1U : 2U) && !full_years.back().is_whole()) full_years.pop_back();
  if (years.size() > 2 && !nothing_before) full_years.erase(full_years.begin());
  std::erase_if(full_years, [](const YearTotal& year) { return year.summary.withheld; });
  std::string message = withheld_figure(results);
  if (!full_years.empty()) {
    const YearTotal &first = full_years.front(), &last = full_years.back();
    const std::string then = shown(about(last.summary.quantiles[middle]));
    message = first.year == last.year
                  ? tr("about {} in {}", then, last.words())
                  : tr("from {} in {} to about {} in {}", bare(about(first.summary.quantiles[middle])), first.year,
                       then, last.words());
  }
  said.headline = tr("{}: {}", called(info.name), message);
  said.description.insert(said.description.begin() + 1, message);
  said.below = {tr("bar: median; thick line: 50 of 100 futures; thin line and brackets: 90 of 100; {}",
                   futures_words(results.replications(), thin_space)),
                when(!nothing_before, tr("{} includes what had happened before the start on {}", first_year,
                                         date_words(shape.dates.front()))),
                history_words(history),
                when(withheld && !full_years.empty(), tr("years without a figure: {}", withheld_figure(results)))};
  return rows.draw(base(canvas, said), canvas, level_axis(rows, scale));
}

// The fan of an area, and the mean over time of its median: the lower, the later the area develops.
struct AreaFan {
  NamedArea of;
  Fan fan;
  double level = 0;
};

// Some names and the number of the others: "a, b, c, d and 9 more".
std::string some_of(const std::vector<std::string>& names) {
  constexpr std::size_t most = 4;
  if (names.size() <= most + 1) return listed(names);
  return tr("{} and {} more", listed({names.begin(), names.begin() + most}), names.size() - most);
}

// Whether the medians and the outer bands of two fans nearly agree on all dates. @param least  the smallest
// difference that counts
bool coincide(const Fan& a, const Fan& b, double least) {
  if (a.dates != b.dates) return false;
  for (std::size_t d = 0; d < a.dates.size(); ++d)
    for (const std::size_t q : {std::size_t{0}, middle, published_quantiles.size() - 1})
      if (!(std::abs(a.summaries[d].quantiles[q] - b.summaries[d].quantiles[q]) <= least) &&
          a.summaries[d].withheld == b.summaries[d].withheld && !a.summaries[d].withheld)
        return false;
  return true;
}

}  // namespace

// A series over the whole place: a level as a fan over time, a flow by calendar year. Null for a series without
// values.
Json series_chart(const Results& results, const ChartContext& context, std::size_t series, const Canvas& canvas) {
  const ResultsShape& shape = results.shape();
  const SeriesInfo& info = shape.series.at(series);
  const AreaNode whole = shape.areas.whole();
  const std::string name = called(info.name);
  if (info.kind != SeriesKind::flow)
    return fan_chart(results, context, canvas, whole, series, fan_of(results, whole, series), name);
  if (targets_on(results, info.name.name, shape.areas[whole].id).empty())
    return year_chart(results, context, series, canvas);
  // A target on a flow is about its total since the start.
  return fan_chart(results, context, canvas, whole, series,
                   {shape.dates, results.running_totals(series, published_quantiles)},
                   tr("{}, since the start", name));
}

std::vector<AreaNode> areas_of_targets(const ResultsShape& shape, std::size_t series) {
  constexpr std::size_t most = 4;  // charts; the targets of further areas are marked on the curve of the whole place
  std::vector<AreaNode> areas;
  const SeriesInfo& info = shape.series.at(series);
  if (info.kind == SeriesKind::flow) return areas;  // totals since the start are kept for the whole place only
  for (const TargetDefinition& target : shape.targets) {
    const auto area = shape.areas.find(target.area);
    if (target.series == info.name.name && area && *area != shape.areas.whole() && areas.size() < most &&
        std::ranges::find(areas, *area) == areas.end())
      areas.push_back(*area);
  }
  return areas;
}

Json target_area_chart(const Results& results, const ChartContext& context, std::size_t series, AreaNode area,
                       const Canvas& canvas) {
  const ResultsShape& shape = results.shape();
  return fan_chart(results, context, canvas, area, series, fan_of(results, area, series),
                   tr("{} ({})", called(shape.series.at(series).name), called(shape.areas, area)));
}

// A series by area, as small multiples of the areas that differ, the lowest first. Null if fewer than two areas
// have values.
Json area_chart(const Results& results, const ChartContext& context, std::size_t series, const Canvas& canvas) {
  constexpr std::size_t most = 6;
  const double height = 96;
  const ResultsShape& shape = results.shape();
  const SeriesInfo& info = shape.series.at(series);
  Date on = shape.dates.front();  // the last date of a target on the series, else the last date
  for (const TargetDefinition& target : shape.targets)
    if (target.series == info.name.name && target.by > on && target.by <= shape.dates.back())
      on = shape.dates[*shape.period_before(target.by)];
  if (on == shape.dates.front()) on = shape.dates.back();

  const std::vector<NamedArea> leaves = areas_with(shape, [&](AreaNode area) {
    for (std::size_t date = 0; date < shape.dates.size(); ++date)
      if (has_values(results, date, area, series)) return true;
    return false;
  });
  if (leaves.size() < 2) return nullptr;
  std::vector<AreaFan> fans;
  Extent extent;
  bool withheld = false;
  std::vector<std::pair<double, std::string>> ends;  // medians on that date
  for (const NamedArea& area : leaves) {
    AreaFan one{area, fan_of(results, area.area, series)};
    one.fan.add_to(extent);
    int published = 0;
    for (std::size_t d = 0; d < one.fan.dates.size(); ++d) {
      const Summary& summary = one.fan.summaries[d];
      withheld = withheld || summary.withheld;
      if (summary.withheld) continue;
      one.level += summary.quantiles[middle];
      ++published;
      if (one.fan.dates[d] == on) ends.emplace_back(summary.quantiles[middle], area.name);
    }
    if (published == 0) continue;  // every figure is withheld; the note below mentions it
    one.level /= published;
    fans.push_back(std::move(one));
  }
  if (fans.empty()) return nullptr;
  std::ranges::stable_sort(fans, {}, &AreaFan::level);

  // The lowest areas that differ from one another; areas that nearly agree with one of them are only named.
  std::vector<AreaFan> chosen;
  std::vector<std::string> alike;
  const double least = 0.02 * (extent.high - extent.low);
  for (AreaFan& fan : fans) {
    if (std::ranges::any_of(chosen, [&](const AreaFan& other) { return coincide(fan.fan, other.fan, least); }))
      alike.push_back(fan.of.name);
    else if (chosen.size() < most)
      chosen.push_back(std::move(fan));
  }
  if (chosen.size() < 2)
    return no_chart([&] {
      return tr("{}: all {} areas develop alike, so there is no chart by area", called(info.name), leaves.size());
    });
  Date changed = on;
  for (const AreaFan& one : chosen) changed = std::max(changed, last_change(one.fan));
  const Date end = end_of_axis(shape, changed);

  const std::size_t columns = canvas.is_narrow() ? 1 : 3;
  constexpr double between = 16;
  ValueAxis values = value_axis(canvas, info.name, extent.low, extent.high, height, true);
  values.axis["labelFontSize"] = 12;
  const double each =
      std::floor((canvas.inner() - between * static_cast<double>(columns - 1)) / static_cast<double>(columns));
  const double width = each - values.extent;
  const DateAxis dates(shape.dates.front(), end, width);
  Json panels = Json::array();
  for (const AreaFan& one : chosen) {
    Shapes marks;
    for (const ShownTarget& target : targets_on(results, info.name.name)) {
      const auto area = shape.areas.find(target.definition->area);
      if (!area || !dates.holds(target.definition->by)) continue;
      const std::vector<AreaNode> within = shape.areas.leaves_of(*area);
      if (std::ranges::find(within, one.of.area) == within.end()) continue;
      const double at = dates.pixel(target.definition->by);
      marks.upright(at, 0, height, vermilion, 1.4, true);
      marks.point(at, values.pixel(target.definition->goal, height), {80, false, "diamond", vermilion});
    }
    Json layers = withheld_parts(one.fan, dates, height).layers(canvas);
    append(layers, fan_layers());
    append(layers, marks.layers(canvas));
    panels.push_back(draw_over_time(panel(canvas, one.of.name, {}, width), dates, values, height,
                                    rows_of_fan(one.fan, end), std::move(layers)));
  }
  ChartTexts said{.place = context.title.to_string(), .headline = tr("{}, by area", called(info.name))};
  said.description = {said.headline};
  if (!ends.empty()) {
    const auto [low, high] = std::ranges::minmax_element(
        ends, {}, &std::pair<double, std::string>::first);  // of equal medians the first area, in every language
    const auto shown = [&](double value) { return amount(value, values.scale); };
    const std::string message = shown(low->first) == shown(high->first)
                                    ? tr("the median is {} in every area on {}", shown(low->first), date_words(on))
                                    : tr("medians on {} from {} ({}) to {} ({})", date_words(on), shown(low->first),
                                         low->second, shown(high->first), high->second);
    said.headline = tr("{}: {}", called(info.name), message);
    said.description.push_back(message);
    for (const auto& [value, name] : ends)
      if (ends.size() <= 40) said.description.push_back(tr("{}: {}", name, shown(value)));
  }
  const std::size_t rest = leaves.size() - chosen.size() - alike.size();
  said.below = {
      tr("the lowest mean level over time first; line: median; dark: 50 of 100 futures, light: 90; dashed line and "
         "diamond: a target; {}",
         futures_words(results.replications(), thin_space)),
      when(!alike.empty(), tr("like one of these: {}", some_of(alike))),
      when(rest > 0,
           withheld ? tr("not shown: {} that lie higher or are withheld; the table has them all", words_of_areas(rest))
                    : tr("not shown: {} that lie higher; the table has them all", words_of_areas(rest))),
      when(withheld, tr("grey: {}", withheld_figure(results))), cut_words(shape, end)};
  if (withheld) said.description.push_back(tr("grey: {}", withheld_figure(results)));
  Json chart = base(canvas, said);
  chart["concat"] = std::move(panels);
  chart["columns"] = columns;
  chart["spacing"] = {{"row", 14}, {"column", between}};
  chart["align"] = "none";
  return chart;
}

}  // namespace muster::output
