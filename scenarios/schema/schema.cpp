#include "scenarios/schema/schema.hpp"

#include "engine/text/text.hpp"
#include "scenarios/loader/format.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace muster::scenarios {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view number_pattern = "-?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?";
constexpr std::string_view date_pattern =
    "^[0-9]{4}(-[0-9]{1,2}-[0-9]{1,2}|/[0-9]{1,2}/[0-9]{1,2}|年[0-9]{1,2}月[0-9]{1,2}日)$";
constexpr std::string_view id_pattern = "^[A-Za-z0-9_-]{1,80}$";

std::string escaped(std::string_view text) {
  std::string pattern;
  for (const char c : text) {
    if (std::string_view("\\^$.|?*+()[]{}/").find(c) != std::string_view::npos) pattern += '\\';
    pattern += c;
  }
  return pattern;
}

Json words(const std::vector<std::string>& any) { return {{"type", "string"}, {"enum", any}}; }

// A plain scalar, which an editor may read as a number or a boolean.
Json text() { return {{"type", {"string", "number", "boolean"}}}; }

Json object(Json properties, const std::vector<std::string>& required = {}) {
  Json schema = {{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
  if (!required.empty()) schema["required"] = required;
  return schema;
}

Json reference_to(const std::string& name) { return {{"$ref", "#/definitions/" + name}}; }

Json provenance_definitions() {
  Json definitions;
  definitions["fact"] = {
      {"description", "the id of the fact that the value states, or a list of ids"},
      {"anyOf", {Json{{"type", "string"}}, Json{{"type", "array"}, {"items", {{"type", "string"}}}}}}};
  definitions["kind"] = words({"fact", "estimate", "assumption"});
  definitions["kind"]["description"] = "what the value rests on; if left out, it counts as an assumption";
  definitions["source"] = {{"type", "string"},
                           {"description", "an id listed in `sources`, a web address, or a full citation"}};
  definitions["note"] = {{"type", "string"}, {"description", "what a reader should know"}};
  definitions["remove"] = {{"const", true}, {"description", "removes what an extended file wrote"}};
  return definitions;
}

void add_provenance(Json& properties) {
  for (const std::string_view key : provenance_keys) properties[key] = reference_to(std::string(key));
}

Json number(Dimension dimension, const std::string& noun) {
  std::vector<std::string> units;
  const bool bare = dimension == Dimension::number || dimension == Dimension::share;
  const std::string nouns = noun == "people" ? "(people|人|名|位|个)" : "(" + escaped(noun) + "|个[^0-9]*)";
  for (const std::string& unit : units_of(dimension)) {
    units.push_back(escaped(unit));
    if (!noun.empty()) units.push_back(escaped(unit) + " *" + nouns);
  }
  if (!noun.empty()) units.push_back(nouns);
  const std::string each =
      dimension == Dimension::per_year ? fmt::format("|^每[年月] *{} *[%％]?$", number_pattern) : "";
  Json written = {
      {"type", "string"},
      {"pattern", fmt::format("^{} *({}){}${}", number_pattern, fmt::join(units, "|"), bare ? "?" : "", each)}};
  if (!bare) return written;
  return {{"anyOf", {Json{{"type", "number"}}, std::move(written)}}};
}

// The schemas that fields share, by name; each is made when it is first needed.
class Definitions {
 public:
  /// A number or a range, without its evidence.
  Json figure(Dimension dimension, const std::string& noun) {
    return reference(name_of("figure", dimension, noun), [&] {
      return Json{{"anyOf", {number(dimension, noun), range(dimension, noun, false)}}};
    });
  }

  static Json range(Dimension dimension, const std::string& noun, bool provenance) {
    Json properties;
    for (const char* part : {"low", "likely", "high"}) properties[part] = number(dimension, noun);
    properties["moves_with"] = {
        {"type", "string"}, {"pattern", id_pattern}, {"description", "a factor that other ranges share"}};
    properties["correlation"] = {
        {"type", "number"}, {"minimum", -1}, {"maximum", 1}, {"description", "the correlation with that factor"}};
    if (provenance) add_provenance(properties);
    return object(std::move(properties), {"low", "likely", "high"});
  }

  Json distribution(const DistributionKind& kind, Dimension dimension, const std::string& noun) {
    return reference(name_of(kind.name, dimension, noun), [&] {
      Json arguments;
      std::vector<std::string> names = kind.arguments;
      for (std::size_t i = 0; i < names.size(); ++i)
        arguments[names[i]] = kind.plain[i] ? figure(Dimension::number, "") : figure(dimension, noun);
      if (names.empty()) {
        names = {"values", "weights"};
        arguments["values"] = {{"type", "array"}, {"items", figure(dimension, noun)}};
        arguments["weights"] = {{"type", "array"}, {"items", figure(Dimension::number, "")}};
      }
      Json schema = object(std::move(arguments), names);
      schema["description"] = kind.meaning;
      return schema;
    });
  }

  [[nodiscard]] Json take() { return std::move(definitions_); }

  static std::string name_of(const std::string& what, Dimension dimension, const std::string& noun) {
    std::string name = what + "_" + (dimension == Dimension::number ? "number" : std::string(unit_name(dimension)));
    if (!noun.empty()) name += "_" + noun;
    for (char& c : name)
      if (c == ' ' || c == '/') c = '_';
    return name;
  }

  template <class Make>
  Json reference(const std::string& name, const Make& make) {
    if (!definitions_.contains(name)) {
      Json made = make();
      definitions_[name] = std::move(made);
    }
    return reference_to(name);
  }

 private:
  Json definitions_ = provenance_definitions();
};

std::string all_of(const std::vector<std::string>& words, const std::string& between = ", ") {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "`" : between + "`") + word + "`";
  return text;
}

std::string unit_text(const FieldSpec& field) {
  if (field.dimension != Dimension::number) return std::string(unit_name(field.dimension));
  return field.noun.empty() ? "number" : field.noun;
}

std::string form_text(const FieldSpec& field) {
  const std::string whole = field.whole ? "whole " : "";
  std::string form;
  switch (field.form) {
    case Form::number:
      form = whole + unit_text(field);
      break;
    case Form::distribution:
      form = "distribution, " + unit_text(field);
      break;
    case Form::by_date:
      form = whole + unit_text(field) + ", by date";
      break;
    case Form::text:
      form = field.names_series ? "a series" : field.names_areas ? "an area" : "text";
      break;
    case Form::choice:
      form = all_of(field.choices, " or ");
      break;
    case Form::flag:
      form = "yes or no";
      break;
    case Form::date:
      form = "date";
      break;
    case Form::words:
      form = field.names_areas ? "areas" : field.names_series ? "series" : "words";
      break;
    case Form::group:
      form = "group";
      break;
    case Form::list:
      form = "list";
      break;
    case Form::change:
      form = "a value of that parameter";
      break;
  }
  if (field.by_area) form += ", by area";
  return form;
}

std::string description_of(const FieldSpec& field) {
  std::string description = field.meaning;
  if (field.form == Form::group || field.form == Form::list) return description;
  description += fmt::format("{}({}", description.empty() ? "" : " ", form_text(field));
  if (const std::string range = range_of(field); !range.empty())
    description += fmt::format("; {}{}", field.form == Form::distribution ? "mean " : "", range);
  if (field.optional) description += "; may be left out";
  return description + ")";
}

Json table_schema(const TableSpec& table, Definitions& definitions, bool is_item);

// The schema of a value that is not a number.
Json plain(const FieldSpec& field) {
  switch (field.form) {
    case Form::choice:
      return words(field.choices);
    case Form::flag:
      return {{"anyOf",
               {Json{{"type", "boolean"}},
                Json{{"type", "string"},
                     {"pattern",
                      "^([Yy][Ee][Ss]|[Nn][Oo]|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|[Oo][Nn]|[Oo][Ff][Ff])$"}}}}};
    case Form::date:
      return {{"type", "string"}, {"pattern", date_pattern}};
    case Form::words:
      return {{"anyOf", {text(), Json{{"type", "array"}, {"items", text()}}}}};
    default:
      return text();
  }
}

bool is_numeric(const FieldSpec& field) {
  return field.form == Form::number || field.form == Form::distribution || field.form == Form::by_date;
}

// All forms of a value. The parts of a value have no evidence of their own.
Json forms(const FieldSpec& field, Definitions& definitions, bool provenance, bool by_area) {
  Json any = Json::array();
  const auto add = [&](Json properties, const std::vector<std::string>& required) {
    if (provenance) add_provenance(properties);
    any.push_back(object(std::move(properties), required));
  };
  if (is_numeric(field)) {
    any.push_back(number(field.dimension, field.noun));
    any.push_back(Definitions::range(field.dimension, field.noun, provenance));
  } else {
    any.push_back(plain(field));
  }
  if (field.form == Form::distribution)
    for (const DistributionKind& kind : distribution_kinds())
      add({{kind.name, definitions.distribution(kind, field.dimension, field.noun)}}, {kind.name});
  if (field.form == Form::by_date)
    add({{"by_date",
          {{"type", "object"},
           {"description", "a value from each date on"},
           {"propertyNames", {{"pattern", date_pattern}}},
           {"additionalProperties", definitions.figure(field.dimension, field.noun)}}},
         {"between",
          {{"type", "string"},
           {"enum", {"steps", "ramps"}},
           {"description", "how the value changes from one date to the next; if left out, in steps"}}}},
        {"by_date"});
  if (by_area)
    add({{"by_area",
          {{"type", "object"},
           {"description", "a value for each area, and `others` for those not named"},
           {"additionalProperties", {{"anyOf", forms(field, definitions, false, false)}}}}}},
        {"by_area"});
  if (provenance) {
    add({{"value", {{"anyOf", forms(field, definitions, false, by_area)}}}}, {"value"});
    any.push_back(object({{"remove", reference_to("remove")}}, {"remove"}));
  }
  return any;
}

// The schema of a value. Its forms depend only on the kind of field, so fields of one kind share them; only the
// range of a number without a unit is the field's own.
Json value_schema(const FieldSpec& field, Definitions& definitions) {
  if (field.form == Form::choice) return forms(field, definitions, true, field.by_area);
  const bool bare = is_numeric(field) && (field.dimension == Dimension::number || field.dimension == Dimension::share);
  std::string name = field.form == Form::distribution ? "distribution"
                     : field.form == Form::by_date    ? "by_date"
                                                      : "value";
  if (field.by_area) name = "by_area_" + name;
  switch (field.form) {
    case Form::text:
      name += "_text";
      break;
    case Form::flag:
      name += "_flag";
      break;
    case Form::date:
      name += "_date";
      break;
    case Form::words:
      name += "_words";
      break;
    default:
      name = Definitions::name_of(name, field.dimension, field.noun);
      break;
  }
  Json shared = definitions.reference(name, [&] {
    Json any = forms(field, definitions, true, field.by_area);
    if (bare) any[0] = any[0]["anyOf"][1];
    return Json{{"anyOf", std::move(any)}};
  });
  Json any = Json::array();
  if (bare) {
    Json own = {{"type", field.whole && field.dimension == Dimension::number ? "integer" : "number"}};
    if (std::isfinite(field.lowest)) own["minimum"] = field.lowest;
    if (std::isfinite(field.highest)) own["maximum"] = field.highest;
    any.push_back(std::move(own));
  }
  any.push_back(std::move(shared));
  return any;
}

Json field_schema(const FieldSpec& field, Definitions& definitions) {
  Json schema = {{"title", field.title}, {"description", description_of(field)}};
  if (field.form == Form::group) {
    schema.update(table_schema(*field.nested, definitions, false));
  } else if (field.form == Form::list) {
    schema["type"] = "array";
    schema["items"] = table_schema(*field.nested, definitions, true);
  } else if (field.form != Form::change) {
    schema["anyOf"] = value_schema(field, definitions);
  }
  return schema;
}

Json table_schema(const TableSpec& table, Definitions& definitions, bool is_item) {
  Json properties = Json::object();
  if (is_item)
    properties["id"] = {{"type", {"string", "integer"}},
                        {"description", "letters, digits, `_` and `-`; items merge by it"}};
  add_provenance(properties);
  for (const FieldSpec& field : table.fields) {
    properties[field.name] = field_schema(field, definitions);
    if (is_of_series(table, field))
      properties[field.name]["anyOf"].push_back(
          {{"type", "string"}, {"pattern", fmt::format("^{} *[^0-9].*$", number_pattern)}});
  }
  properties["remove"] = reference_to("remove");
  return object(std::move(properties), is_item ? std::vector<std::string>{"id"} : std::vector<std::string>{});
}

std::string cell(std::string text) {
  for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2) text.replace(at, 1, "\\|");
  return text;
}

void add_rows(std::string& page, const TableSpec& table, const std::string& inside) {
  for (const FieldSpec& field : table.fields) {
    const std::string name = inside + field.name;
    std::string range = range_of(field);
    if (!range.empty() && field.form == Form::distribution) range = "mean " + range;
    std::string meaning = field.meaning;
    if (field.optional) meaning += meaning.empty() ? "may be left out" : "; may be left out";
    if (field.changeable) meaning += "; policy may change it";
    page += fmt::format("| `{}` | {} | {} | {} | {} |\n", name, cell(field.title), cell(form_text(field)), cell(range),
                        cell(meaning));
    if (field.form == Form::group) add_rows(page, *field.nested, name + ".");
    if (field.form == Form::list) add_rows(page, *field.nested, name + ".<id>.");
  }
}

constexpr std::string_view table_head =
    "| parameter | title | form and unit | range | meaning |\n|---|---|---|---|---|\n";

}  // namespace

Json json_schema(const std::vector<Section>& sections) {
  const LanguageScope english(Language::english);
  Definitions definitions;
  Json properties;
  properties[extends_key] = {
      {"description", extends_meaning},
      {"anyOf", {Json{{"type", "string"}}, Json{{"type", "array"}, {"items", {{"type", "string"}}}}}}};
  properties[sources_key] = {{"type", "object"}, {"description", sources_meaning}};
  const TableSpec table = file_table(sections);
  for (const FieldSpec& field : table.fields) properties[field.name] = field_schema(field, definitions);
  Json schema = {
      {"$schema", "http://json-schema.org/draft-07/schema#"},
      {"title", "muster scenario"},
      {"description", "A place or a strategy. Nothing is required here, because extended files may provide it."}};
  schema.update(object(std::move(properties)));
  schema["definitions"] = definitions.take();
  return schema;
}

std::string reference_page(const std::vector<Section>& sections) {
  const LanguageScope english(Language::english);
  std::string page =
      "# Scenario files: every parameter\n\n"
      "Generated by `muster reference` from the declarations of the models; `muster schema` prints the same for "
      "editors.\n\n"
      "A number is written with its unit. These forms are allowed everywhere: `{value: …}` with any of `fact`, "
      "`kind`\n"
      "(fact, estimate, assumption), `source` and `note` beside it; a range `{low: …, likely: …, high: …}`, drawn "
      "once\n"
      "per replication, which may move with a factor that other ranges share (`moves_with: name, correlation: 0.6`).\n"
      "These are allowed where the column “form and unit” says so: a distribution such as\n"
      "`{lognormal: {mean: 60 days, sd: 45 days}}`; values by date, `{by_date: {2023-01-01: …}, between: steps}` or\n"
      "`ramps`, of which the first also holds before its date; values by area, `{by_area: {north: …, others: …}}`.\n"
      "In a path, `<id>` stands for the id of an item of a list.\n\n";
  page += "Units:\n\n| unit | may be written in |\n|---|---|\n";
  for (const Dimension dimension :
       {Dimension::number, Dimension::share, Dimension::days, Dimension::per_year, Dimension::yuan})
    page += fmt::format("| {} | {} |\n", dimension == Dimension::number ? "number" : unit_name(dimension),
                        all_of(units_of(dimension)));
  page += "\nDistributions:\n\n| kind | arguments | meaning |\n|---|---|---|\n";
  for (const DistributionKind& kind : distribution_kinds())
    page += fmt::format("| `{}` | {} | {} |\n", kind.name,
                        kind.arguments.empty() ? "`values`, `weights`" : list_of(kind.arguments), cell(kind.meaning));

  page += "\n## The file\n\n";
  page += table_head;
  page += fmt::format("| `{}` | | a path or a list | | {}; may be left out |\n", extends_key, extends_meaning);
  add_rows(page, *table_of<Head>(), "");
  page += fmt::format("| `{}.<name>` | | text | | {}; may be left out |\n", sources_key, sources_meaning);
  for (const Section& section : sections) {
    page += fmt::format("\n## {}: {}\n\n{}{}\n\n{}", section.name, section.title, section.meaning,
                        section.required ? "" : "; may be left out", table_head);
    add_rows(page, *section.table, "");
  }
  return page;
}

}  // namespace muster::scenarios
