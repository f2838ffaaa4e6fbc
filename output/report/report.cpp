#include "output/report/report.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/parameters/table.hpp"
#include "engine/text/text.hpp"
#include "output/charts/comparison.hpp"
#include "output/charts/explanation.hpp"
#include "output/disclosure.hpp"
#include "output/file.hpp"
#include "output/manifest.hpp"
#include "output/report/answer.hpp"
#include "output/report/areas.hpp"
#include "output/report/drivers.hpp"
#include "output/report/html.hpp"
#include "output/report/parts.hpp"
#include "output/report/sentences.hpp"
#include "output/told_quantiles.hpp"
#include "output/words.hpp"
#include "output/year_totals.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <optional>

namespace muster::output {

namespace fs = std::filesystem;

namespace {

// The figures that a chart brings with it; nothing where it brings none.
std::optional<Html> own_table(const Json& spec, const std::string& caption) {
  if (!spec.contains("usermeta") || !spec["usermeta"].contains("table")) return {};
  const Json& table_of_chart = spec["usermeta"]["table"];
  std::vector<std::vector<PageCell>> rows;
  for (const Json& row : table_of_chart["rows"]) {
    rows.emplace_back();
    for (const Json& cell : row) rows.back().push_back({cell.get<std::string>(), rows.back().size() > 0});
  }
  return table(caption, table_of_chart["head"].get<std::vector<std::string>>(), rows);
}

// A chart as a figure: its headline and what it shows as text, the picture for a desk and for a phone, the table. The
// specifications without their titles join the charts of the page.
Html figure(Spoken& page, const std::string& name, Json wide, Json narrow, std::optional<Html> data,
            ChartGrammar grammar = ChartGrammar::vega_lite, std::string says = {}) {
  const Json told = wide.value("usermeta", Json::object());
  if (says.empty()) says = told.value("headline", name);
  if (!data) data = own_table(wide, begun(says));
  const std::string described = wide.value("description", says);
  Html caption = element("figcaption", {}, {element("h3", {}, {begun(says)})});
  for (const Json& line : told.value("below", Json::array()))
    caption.add(paragraph(begun(line.get<std::string>()), "sub"));
  Html made = element("figure", {{"id", "chart-" + name}});
  made.add(std::move(caption));
  made.add(element("div", {{"class", "plot"}, {"data-chart", name}, {"role", "img"}, {"aria-label", described}}));
  if (data) made.add(details(text("The figures as a table"), std::move(*data)));
  for (Json* spec : {&wide, &narrow}) {
    spec->erase("title");
    spec->erase("description");
    const Json pointer = spec->contains("usermeta") ? (*spec)["usermeta"].value("pointer", Json()) : Json();
    spec->erase("usermeta");
    if (!pointer.is_null()) (*spec)["layer"].push_back(pointer);
    *spec = with_drawable_texts(std::move(*spec));
  }
  page.charts.push_back({name, grammar, std::move(wide), std::move(narrow)});
  return made;
}

// Tables beside charts.

Html series_table(const Results& results, std::size_t series) {
  const ResultsShape& shape = results.shape();
  const SeriesInfo& info = shape.series.at(series);
  std::vector<std::pair<std::string, Summary>> rows;
  if (info.kind == SeriesKind::flow) {
    for (const YearTotal& year : year_totals(results, series, told_quantiles))
      rows.emplace_back(year.words(), year.summary);
  } else {
    for (std::size_t d = 0; d < shape.dates.size(); ++d)
      rows.emplace_back(iso(shape.dates[d]),
                        results.summarise(shape.cell(d, shape.areas.whole(), series), 1, told_quantiles)[0]);
  }
  double largest = 0;
  for (const auto& [when, summary] : rows)
    if (summary.replications > 0) largest = std::max(largest, summary.quantiles.back());
  const Scale scale = scale_for(info.name, largest);
  std::vector<std::vector<PageCell>> cells;
  for (const auto& [when, summary] : rows) {
    if (summary.replications == 0) continue;
    std::vector<PageCell> row{{when}};
    for (const double value : summary.quantiles)
      row.push_back({summary.withheld ? text("withheld") : show(value, scale), true});
    cells.push_back(std::move(row));
  }
  const std::string what = begun(info.name.meaning);
  const std::string caption = scale.unit.empty() ? what : fmt::format("{} ({})", what, scale.unit);
  return table(
      caption,
      {info.kind == SeriesKind::flow ? text("year") : text("date"), "5 %", "25 %", text("median"), "75 %", "95 %"},
      cells);
}

// The start, the end of each year, the horizon.
std::vector<std::size_t> told_dates(const ResultsShape& shape) {
  std::vector<std::size_t> told;
  for (std::size_t d = 0; d < shape.dates.size(); ++d) {
    const std::chrono::year_month_day next{shape.dates[d] + std::chrono::days{1}};
    const bool ends_a_year = next.month() == std::chrono::January && next.day() == std::chrono::day{1};
    if (d == 0 || ends_a_year || d + 1 == shape.dates.size()) told.push_back(d);
  }
  return told;
}

Html area_table(const Results& results, std::size_t series) {
  const ResultsShape& shape = results.shape();
  const SeriesName& name = shape.series.at(series).name;
  const std::vector<std::size_t> told = told_dates(shape);
  constexpr std::array quantiles = {0.05, 0.50, 0.95};
  std::vector<std::string> head{text("area")};
  for (const std::size_t d : told) head.push_back(iso(shape.dates[d]));
  std::vector<std::vector<PageCell>> rows;
  double largest = 0;
  std::vector<std::vector<Summary>> values;
  for (AreaNode area = 0; area < shape.areas.node_count(); ++area) {
    values.emplace_back();
    for (const std::size_t d : told) {
      values.back().push_back(results.summarise(shape.cell(d, area, series), 1, quantiles)[0]);
      if (values.back().back().replications > 0) largest = std::max(largest, values.back().back().quantiles.back());
    }
  }
  const Scale scale = scale_for(name, largest);
  constexpr std::size_t most_leaves = 200;
  const bool no_leaves = shape.areas.leaf_count() > most_leaves;
  for (AreaNode area = no_leaves ? shape.areas.leaf_count() : 0; area < shape.areas.node_count(); ++area) {
    if (std::all_of(values[area].begin(), values[area].end(), [](const Summary& one) { return one.replications == 0; }))
      continue;
    std::vector<PageCell> row{{area == shape.areas.whole() ? text("the whole place") : shape.areas.title(area)}};
    for (const Summary& one : values[area]) {
      if (one.replications == 0) {
        row.push_back({"–", true});
      } else if (one.withheld) {
        row.push_back({text("withheld"), true});
      } else if (one.quantiles[0] == one.quantiles[2]) {
        row.push_back({show(one.quantiles[1], scale), true});
      } else {
        row.push_back({fmt::format("{} ({}–{})", show(one.quantiles[1], scale), show(one.quantiles[0], scale),
                                   show(one.quantiles[2], scale)),
                       true});
      }
    }
    rows.push_back(std::move(row));
  }
  std::string what = begun(name.meaning);
  if (no_leaves) what = text("{}, by groups of areas", what);
  return table(text("{}: medians, and where 90 % of the futures lie ({})", what, scale.unit), head, rows);
}

Html table_of_targets(const Results& results) {
  const ResultsShape& shape = results.shape();
  std::vector<std::vector<PageCell>> rows;
  for (std::size_t t = 0; t < shape.targets.size(); ++t) {
    const TargetDefinition& target = shape.targets[t];
    const TargetResult result = results.target(t);
    const Scale scale = scale_of(target, result, shape);
    const auto area = shape.areas.find(target.area);
    rows.push_back(
        {{begun(target.shown())},
         {code(target.series)},
         {area && *area != shape.areas.whole() ? shape.areas.title(*area) : text("the whole place")},
         {(target.comparison == Comparison::at_least ? "≥ " : "≤ ") + show_with_unit(target.goal, scale), true},
         {iso(target.by)},
         {show_probability(result), true},
         {result.withheld ? text("withheld") : show_with_unit(result.p50, scale), true},
         {std::isnan(result.p05) ? std::string("–")
                                 : fmt::format("{} – {}", show(result.p05, scale), show(result.p95, scale)),
          true},
         {std::isnan(result.reached_share) ? std::string("–") : show_with_unit(result.reached_share, {0.01, "%", true}),
          true},
         {result.reached_p50 ? iso(*result.reached_p50) : "–"}});
  }
  return table(text("Every target and how it fares"),
               {text("target"), text("series"), text("area"), text("goal"), text("due"), text("probability"),
                text("median"), text("90 % of futures"), text("ever met"), text("half have met it by")},
               rows);
}

// Parts of the page.

Html drivers(Spoken& page, const Results& results, const Spreads& spreads, const ReportContext& context) {
  std::vector<Html> content{paragraph(text(
      "Why futures differ: by chance, and by assumptions whose true value nobody knows. A share is what part of the "
      "variance of a target's value would vanish if that one assumption were known (first-order Sobol index)."))};
  if (results.replications() < least_to_split) {
    content.push_back(paragraph(
        text("{} futures are too few to tell; run at least {}.", grouped(results.replications()), least_to_split)));
    return section("drivers", text("What the spread is made of"), std::move(content));
  }
  for (std::size_t t = 0; t < spreads.outputs.size(); ++t) {
    const SpreadOf& of = spreads.outputs[t];
    const std::string name = begun(of.title.shown());
    if (results.target(t).withheld) {
      content.push_back(element("div", {{"class", "plain"}},
                                {element("h3", {}, {name}), paragraph(begun(withheld_figure(results)))}));
      continue;
    }
    if (of.spread.known != SpreadKnown::shares) {
      content.push_back(
          element("div", {{"class", "plain"}}, {element("h3", {}, {name}), paragraph(driver_sentence(of, spreads))}));
      continue;
    }
    std::vector<std::vector<PageCell>> rows;
    const Scale share{0.01, "%", true};
    const auto add = [&](Html what, const SpreadShare& part, Html evidence, Html source, Html where) {
      rows.push_back({{std::move(what)},
                      {show_with_unit(std::max(part.index, 0.0), share), true},
                      {fmt::format("{} – {}", show(std::max(part.low, 0.0), share),
                                   show_with_unit(std::clamp(part.high, 0.0, 1.0), share)),
                       true},
                      {std::move(evidence)},
                      {std::move(source)},
                      {std::move(where)}});
    };
    add(text("chance, and what assumptions only do together"), of.spread.rest, "–", "–", "–");
    for (const std::size_t k : by_share(of.spread)) {
      if (rows.size() > 10 || !(of.spread.inputs[k].index > 0)) break;
      const SpreadInput& input = spreads.inputs[k];
      add(code(input.name), of.spread.inputs[k], translated(input.evidence),
          input.sourced ? text("has a source") : text("no source"), code(shown_path(input.where, context.shipped)));
    }
    Html data =
        table(text("What the spread is made of: {}", name),
              {text("cause"), text("share"), text("95 % interval"), text("kind"), text("source"), text("where")}, rows);
    Json wide = spread_chart(of, spreads, std::string{}, desk);
    if (wide.is_null()) {
      content.push_back(element("div", {{"class", "plain"}},
                                {element("h3", {}, {name}), paragraph(driver_sentence(of, spreads)),
                                 details(text("The figures as a table"), std::move(data))}));
      continue;
    }
    Html drawn = figure(page, "spread-" + std::to_string(t), std::move(wide),
                        spread_chart(of, spreads, std::string{}, phone), std::move(data));
    content.push_back(std::move(drawn));
  }
  return section("drivers", text("What the spread is made of"), std::move(content));
}

const char* evidence_mark(Evidence evidence) {
  return evidence == Evidence::fact ? "●" : evidence == Evidence::estimate ? "◐" : "○";
}

std::string unit_of(const FieldSpec& field) {
  if (field.form != Form::number && field.form != Form::distribution && field.form != Form::by_date) return {};
  return field.dimension == Dimension::number ? field.noun : std::string(unit_name(field.dimension));
}

Html source_of(const Setting& setting, const RunRecord& record) {
  Html made;
  const std::string& source = setting.provenance.source;
  if (source.empty()) return setting.provenance.evidence == Evidence::fact ? Html("–") : Html(text("no source"));
  const auto known = record.sources.find(source);
  const std::string full = known == record.sources.end() ? source : known->second;
  const bool is_link = full.starts_with("https://") || full.starts_with("http://");
  if (is_link) {
    made.add(element("a", {{"href", full}, {"rel", "noreferrer noopener"}}, {source}));
  } else {
    made.add(known == record.sources.end() ? source : fmt::format("{}: {}", source, translated(full)));
  }
  return made;
}

Html parameters(const RunRecord& record, const ReportContext& context) {
  std::array<std::size_t, 3> kinds{};
  std::size_t all = 0;
  Html list = element("div", {{"id", "parameter-list"}});
  for (const auto& [part, group] : *record.parameters) {
    std::vector<const Setting*> settings;
    collect(group, settings);
    if (settings.empty()) continue;
    Html body = element("tbody");
    for (const Setting* setting : settings) {
      const Evidence evidence = setting->provenance.evidence;
      ++kinds[static_cast<std::size_t>(evidence)];
      ++all;
      std::string note = translated(setting->provenance.note);
      if (!setting->provenance.facts.empty())
        note += fmt::format("{}{}", note.empty() ? "" : " · ", fmt::join(setting->provenance.facts, ", "));
      Html row = element("tr", {{"data-kind", to_string(evidence)}});
      row.add(element("th", {{"scope", "row"}},
                      {code(setting->path), element("span", {{"class", "meaning"}},
                                                    {setting->field ? translated(setting->field->meaning) : ""})}));
      row.add(element("td", {}, {context.value_text ? context.value_text(*setting) : setting->written}));
      row.add(element("td", {}, {setting->field ? translated(unit_of(*setting->field)) : ""}));
      row.add(element("td", {{"class", "kind"}},
                      {element("span", {{"aria-hidden", "true"}}, {evidence_mark(evidence)}), " ",
                       translated(to_string(evidence))}));
      row.add(element("td", {}, {source_of(*setting, record)}));
      row.add(element("td", {}, {note}));
      row.add(
          element("td", {},
                  {code(fmt::format("{}:{}", shown_path(setting->where.file, context.shipped), setting->where.line))}));
      body.add(std::move(row));
    }
    const std::string caption = text("Parameters of {}: {}", part->name, translated(part->meaning));
    Html header = element("tr");
    for (const Text& name :
         {text("parameter"), text("value"), text("unit"), text("kind"), text("source"), text("note"), text("where")})
      header.add(element("th", {{"scope", "col"}}, {name}));
    Html made = element("table", {{"class", "parameters"}});
    made.add(element("caption", {}, {caption})).add(element("thead", {}, {std::move(header)})).add(std::move(body));
    Html region = element("div", {{"class", "scroll"}, {"tabindex", "0"}, {"role", "region"}, {"aria-label", caption}},
                          {std::move(made)});
    Html summary = element("summary", {},
                           {element("strong", {}, {part->name}), " ", begun(translated(part->meaning)), " ",
                            element("span", {{"class", "count"}}, {text("({} parameters)", settings.size())})});
    list.add(element("details", {{"class", "part"}}, {std::move(summary), std::move(region)}));
  }
  Html filter = element(
      "form",
      {{"class", "filter"}, {"id", "filter"}, {"role", "search"}, {"aria-label", text("Filter the parameters")}});
  filter.add(element(
      "label", {},
      {text("Search"), " ", element("input", {{"type", "search"}, {"id", "filter-text"}, {"autocomplete", "off"}})}));
  Html choice = element("fieldset", {}, {element("legend", {}, {text("Kind")})});
  for (const Evidence evidence : {Evidence::fact, Evidence::estimate, Evidence::assumption})
    choice.add(element(
        "label", {},
        {element("input", {{"type", "checkbox"}, {"name", "kind"}, {"value", to_string(evidence)}, {"checked", ""}}),
         fmt::format(" {} {} ({})", evidence_mark(evidence), translated(to_string(evidence)),
                     kinds[static_cast<std::size_t>(evidence)])}));
  filter.add(std::move(choice));
  filter.add(element("p", {{"role", "status"}, {"class", "fine"}},
                     {element("span", {{"id", "filter-count"}}, {std::to_string(all)}),
                      " / " + std::to_string(all) + " ", text("parameters shown")}));
  return section(
      "parameters", text("Every assumption"),
      {paragraph(text("{} parameters: {} facts, {} estimates and {} assumptions. A fact is printed in a source; an "
                      "estimate follows from "
                      "figures of other places or years; an assumption is a judgement that nothing printed supports.",
                      all, kinds[0], kinds[1], kinds[2])),
       std::move(filter), std::move(list)});
}

Html charts_note() {
  return paragraph(
      text("This file has no charts, only tables: the chart library was missing on the machine that wrote it."),
      "warning");
}

Spoken say_run(const fs::path& folder, const Results& results, const RunRecord& record, const Spreads& spreads,
               const ReportContext& context) {
  const ResultsShape& shape = results.shape();
  Spoken page;
  page.title = context.charts.title.shown();
  const bool drawn = !shape.dates.empty() && results.replications() > 0;
  std::vector<Html> over_time, by_area;
  ChartContext charts = context.charts;
  charts.title = {};  // the page names the place once
  if (drawn) {
    for (const Chart& chart : run_charts(results, charts)) {
      Json spec = chart.draw(desk);
      if (spec.is_null()) continue;
      std::vector<Html>& part = chart.part == ChartPart::by_area ? by_area : over_time;
      if (const Wording why = why_none(spec); !why.empty()) {
        part.push_back(paragraph(begun(why.shown()) + text("."), "note"));
        continue;
      }
      std::optional<Html> data;
      switch (chart.figures) {
        case ChartFigures::targets:
          data = table_of_targets(results);
          break;
        case ChartFigures::series:
          data = series_table(results, chart.series);
          break;
        case ChartFigures::series_by_area:
          data = area_table(results, chart.series);
          break;
        case ChartFigures::its_own:
          break;
      }
      part.push_back(
          figure(page, chart.name, std::move(spec), chart.draw(phone), std::move(data), chart.grammar));
    }
  }
  for (Html& part : area_tables(results, record)) by_area.push_back(std::move(part));
  std::vector<Html> parts{answer(results, record, context.relaxations)};
  std::vector<std::pair<std::string, std::string>> contents{{"answer", text("The answer")}};
  const auto add = [&](const std::string& id, const std::string& name, Html part) {
    contents.emplace_back(id, name);
    parts.push_back(std::move(part));
  };
  if (!over_time.empty())
    add("charts", text("How it unfolds"), section("charts", text("How it unfolds"), std::move(over_time)));
  if (!by_area.empty()) add("areas", text("Area by area"), section("areas", text("Area by area"), std::move(by_area)));
  if (record.parameters && drawn && !shape.targets.empty())
    add("drivers", text("What the spread is made of"), drivers(page, results, spreads, context));
  if (record.parameters) add("parameters", text("Every assumption"), parameters(record, context));
  if (!context.left_out.empty()) add("left-out", text("What the model leaves out"), left_out(context));
  add("reproduce", text("How to repeat it"), reproduce(folder, record, context));

  page.body.add(head_of(page.title, text("Forecast of a workforce"), shape, results.replications(), record, contents));
  add_withheld_note(page, results);
  if (!charts_can_be_drawn()) page.body.add(charts_note());
  for (Html& part : parts) page.body.add(std::move(part));
  return page;
}

// A comparison.

Html ranking(const PairedComparison& comparison, const ComparisonRecord& record) {
  const ResultsShape& shape = comparison.shape();
  const auto cost = shape.find(record.cost);
  std::vector<Html> content;
  for (std::size_t t = 0; t < shape.targets.size(); ++t) {
    const TargetDefinition& target = shape.targets[t];
    const std::vector<Standing> standings = comparison.standings(t);
    const SeriesName series = series_of(target, shape);
    std::vector<std::vector<PageCell>> rows;
    for (std::size_t v = 0; v < comparison.variants(); ++v) {
      const TargetResult result = comparison.results(v).target(t);
      const Scale scale = scale_of(target, result, shape);
      const auto extra = comparison.extra_cost(v, t);
      const std::string gain = gain_words(standings[v], series);
      rows.push_back(
          {{record.strategies[v].title.shown_or(record.strategies[v].id)},
           {rank_words(standings, v), true},
           {show_probability(result), true},
           {show_with_unit(result.p50, scale), true},
           {show_shortfall(result.shortfall_mean, scale), true},
           {gain.empty() ? "–" : gain, true},
           {extra && v > 0 && cost ? show_difference(extra->mean, shape.series[*cost].name, std::abs(extra->mean))
                                   : "–",
            true}});
    }
    const std::string name = begun(target.shown());
    content.push_back(
        element("div", {{"class", "plain"}},
                {element("h3", {}, {name}), paragraph(begun(standing_sentence(comparison, record, t)), "message"),
                 table(text("Strategies by rank: {}", name),
                       {text("strategy"), text("rank"), text("probability"), text("median"), text("short by"),
                        text("against the place as planned"), text("extra spent")},
                       rows)}));
  }
  if (content.empty()) content.push_back(paragraph(text("This scenario states no targets.")));
  content.push_back(
      paragraph(text("All strategies have the same luck, future by future. Rank: 1, and 1 more for each "
                     "strategy whose probability is higher beyond doubt; where probabilities do not differ, "
                     "for each whose value on the date is better beyond doubt. Against the place as "
                     "planned: the difference that the rank rests on; all intervals of a target hold "
                     "together with {} % confidence. Short by: mean shortfall on the date.",
                     fmt::format("{:.0f}", 100 * PairedComparison::joint_confidence)),
                "note"));
  return section("answer", text("Which strategy does best"), std::move(content));
}

Html strategies(const ComparisonRecord& record) {
  Html list = element("dl", {{"class", "left-out"}});
  for (const ComparedStrategy& strategy : record.strategies) {
    list.add(
        element("dt", {}, {element("strong", {}, {strategy.title.shown_or(strategy.id)}), " ", code(strategy.id)}));
    Html items = element("ul");
    for (const auto& [id, title] : strategy.changes) items.add(element("li", {}, {title.shown_or(id)}));
    Html said = element("dd");
    if (!strategy.why.empty()) said.add(paragraph(translated(strategy.why)));
    if (!items.children.empty()) said.add(std::move(items));
    if (said.children.empty()) said.add("–");
    list.add(std::move(said));
  }
  return section("strategies", text("What was compared"), {std::move(list)});
}

Spoken say_comparison(const fs::path& folder, const PairedComparison& comparison, const ComparisonRecord& record,
                      const ReportContext& context) {
  const ResultsShape& shape = comparison.shape();
  Spoken page;
  page.title = context.charts.title.shown() + " · " + text("strategies compared");
  std::vector<Html> figures;
  if (!shape.dates.empty() && comparison.replications() > 0) {
    for (const Chart& chart : comparison_charts(comparison, record)) {
      Json spec = chart.draw(desk);
      if (spec.is_null()) continue;
      const Wording why = why_none(spec);
      figures.push_back(!why.empty() ? paragraph(begun(why.shown()) + text("."), "note")
                                     : figure(page, chart.name, std::move(spec), chart.draw(phone), {}));
    }
  }
  std::vector<Html> parts{ranking(comparison, record)};
  std::vector<std::pair<std::string, std::string>> contents{{"answer", text("Which strategy does best")}};
  const auto add = [&](const std::string& id, const std::string& name, Html part) {
    contents.emplace_back(id, name);
    parts.push_back(std::move(part));
  };
  add("strategies", text("What was compared"), strategies(record));
  if (!figures.empty())
    add("charts", text("How the strategies differ"),
        section("charts", text("How the strategies differ"), std::move(figures)));
  if (record.run.parameters) add("parameters", text("Every assumption"), parameters(record.run, context));
  if (!context.left_out.empty()) add("left-out", text("What the model leaves out"), left_out(context));
  add("reproduce", text("How to repeat it"), reproduce(folder, record.run, context));

  page.body.add(
      head_of(page.title, text("Strategies for a workforce"), shape, comparison.replications(), record.run, contents));
  if (!charts_can_be_drawn()) page.body.add(charts_note());
  for (Html& part : parts) page.body.add(std::move(part));
  return page;
}

}  // namespace

std::string report_page(const fs::path& folder, const Results& results, const RunRecord& record,
                        const ReportContext& context) {
  Spreads spreads;  // the same in every language, and costly
  if (record.parameters && results.replications() >= least_to_split)
    spreads = spreads_of_targets(results, *record.parameters, record.seed);
  return page_of([&] { return say_run(folder, results, record, spreads, context); });
}

std::string report_page(const fs::path& folder, const PairedComparison& comparison, const ComparisonRecord& record,
                        const ReportContext& context) {
  return page_of([&] { return say_comparison(folder, comparison, record, context); });
}

void write_report(const fs::path& folder, const Results& results, const RunRecord& record,
                  const ReportContext& context) {
  write_file(folder / "report.html", report_page(folder, results, record, context));
}

void write_report(const fs::path& folder, const PairedComparison& comparison, const ComparisonRecord& record,
                  const ReportContext& context) {
  write_file(folder / "report.html", report_page(folder, comparison, record, context));
}

}  // namespace muster::output
