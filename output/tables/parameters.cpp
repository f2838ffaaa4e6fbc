#include "output/tables/parameters.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/parameters/titles.hpp"
#include "engine/statistics/moments.hpp"
#include "output/cited_source.hpp"
#include "output/document/names.hpp"
#include "output/manifest.hpp"

#include <cstdio>
#include <fmt/format.h>

namespace muster::output {

namespace {

using Json = nlohmann::ordered_json;

// One value of a parameter. Values may depend on area and date, and each may be a range or a distribution.
struct ParameterValue {
  std::string area;  // id; empty: everywhere
  std::string from;  // the date it holds from; empty: always
  double value = nan, low = nan, high = nan;
  Text form;
};

double number_in(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_number() ? found->get<double>() : nan;
}

std::string string_in(const Json& json, const char* key) { return json.value(key, std::string{}); }

void list_values(const Json& json, ParameterValue value, std::vector<ParameterValue>& to) {
  if (json.is_number()) {
    value.value = json.get<double>();
    value.form = tr("certain");
  } else if (json.is_object()) {
    if (const auto areas = json.find("by_area"); areas != json.end()) {
      for (const auto& [area, inner] : areas->items()) {
        value.area = area;
        list_values(inner, value, to);
      }
      return;
    }
    if (const auto dates = json.find("by_date"); dates != json.end()) {
      for (const auto& [date, inner] : dates->items()) {
        value.from = date;
        list_values(inner, value, to);
      }
      return;
    }
    const auto distribution = json.find("distribution");
    value.value = number_in(json, json.contains("mean") ? "mean" : json.contains("likely") ? "likely" : "value");
    value.low = number_in(json, "low");
    value.high = number_in(json, "high");
    value.form = distribution != json.end() ? tr("distribution: {}", Text::of(distribution->get<std::string>()))
                                            : tr("uncertain: likely, low, high");
  }
  to.push_back(std::move(value));
}

Cell date_cell(const std::string& written) {
  int year = 0;
  unsigned month = 0, day = 0;
  if (std::sscanf(written.c_str(), "%d-%u-%u", &year, &month, &day) != 3) return {};
  return Date{std::chrono::year{year} / static_cast<int>(month) / static_cast<int>(day)};
}

std::vector<Column> parameter_columns() {
  return {{"parameter", tr("parameter"), Holds::named, 34},
          {"meaning", tr("meaning"), Holds::named, 34},
          {"area", tr("area"), Holds::named},
          {"from", tr("from date"), Holds::date},
          {"value", tr("value, or the likely one, or the mean"), Holds::exact},
          {"low", tr("low value"), Holds::exact},
          {"high", tr("high value"), Holds::exact},
          {"unit", tr("unit"), Holds::named},
          {"form", tr("form"), Holds::named, 24},
          {"kind", tr("kind"), Holds::named},
          {"facts", tr("facts"), Holds::words},
          {"source", tr("source"), Holds::named, 22},
          {"source_is", tr("what the source is"), Holds::words, 40},
          {"note", tr("note"), Holds::named, 60},
          {"written", tr("as written"), Holds::words, 60},
          {"where", tr("file and line"), Holds::words, 34}};
}

// @param settings  the parameters of the scenario that the parameter belongs to
void add_rows(const RowSink& sink, std::vector<Cell> row, const Json& parameter, const SectionSettings& settings,
              const ResultsShape& shape, const RunRecord& record) {
  std::vector<ParameterValue> values;
  list_values(parameter["value"], {}, values);
  const std::string path = string_in(parameter, "path"), meaning = string_in(parameter, "meaning"),
                    unit = string_in(parameter, "unit"), kind = string_in(parameter, "kind"),
                    source = string_in(parameter, "source"), note = string_in(parameter, "note"),
                    written = string_in(parameter, "written"),
                    where = fmt::format("{}:{}", string_in(parameter, "file"), parameter.value("line", 0));
  const Text says = Text::of(meaning), of_unit = Text::of(unit), of_kind = Text::of(kind), noted = Text::of(note);
  const auto known = record.sources.find(source);
  const std::string what = known == record.sources.end() ? std::string{} : known->second;
  const Text title = Text::worded([&] { return called(settings, path); });
  const Text named = Text::of(cited_source(source, record.sources).name);
  std::string facts;
  for (const Json& fact : parameter["facts"]) facts += (facts.empty() ? "" : " ") + fact.get<std::string>();
  const std::size_t before = row.size();
  for (const ParameterValue& value : values) {
    const auto area = shape.areas.find(value.area);
    const Text of_area = area ? called(shape.areas, *area) : Text::verbatim(value.area);
    const std::string form = value.form.in(Language::english);
    row.resize(before);
    row.insert(row.end(),
               {Cell(path, title), Cell(meaning, says), Cell(value.area, of_area), date_cell(value.from), value.value,
                value.low, value.high, Cell(unit, of_unit), Cell(form, value.form), Cell(kind, of_kind), Cell(facts),
                Cell(source, named), Cell(what), Cell(note, noted), Cell(written), Cell(where)});
    sink(row);
  }
}

}  // namespace

Table parameters_table(const RunRecord& record, const ResultsShape& shape) {
  Table table{"parameters",
              tr("parameters and sources"),
              tr("every parameter with its value, kind, source and note"),
              parameter_columns(),
              {}};
  table.in_schema = true;
  table.rows = [&record, &shape](const RowSink& sink, const Selection&) {
    if (!record.parameters) return;
    for (const Json& parameter : parameters_json(*record.parameters, shape.areas))
      add_rows(sink, {}, parameter, *record.parameters, shape, record);
  };
  return table;
}

Table changes_table(const ComparisonRecord& record, const ResultsShape& shape) {
  Table table{"changes", tr("changes"), tr("the parameters that each strategy changes"), parameter_columns(), {}};
  table.columns.insert(table.columns.begin(), {"strategy", tr("strategy"), Holds::named, 34});
  table.frozen = 2;
  table.in_schema = true;
  table.rows = [&record, &shape](const RowSink& sink, const Selection&) {
    for (std::size_t v = 1; v < record.strategies.size(); ++v) {
      const ComparedStrategy& strategy = record.strategies[v];
      if (!strategy.parameters || !record.run.parameters) continue;
      const Text name = called(strategy);
      for (const Json& parameter : changed_parameters(*record.run.parameters, *strategy.parameters, shape.areas))
        add_rows(sink, {Cell(strategy.id, name)}, parameter, *strategy.parameters, shape, record.run);
    }
  };
  return table;
}

}  // namespace muster::output
