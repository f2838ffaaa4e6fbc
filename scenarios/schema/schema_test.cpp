#include "scenarios/schema/schema.hpp"

#include "scenarios/loader/toys.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <regex.h>
#include <string>

namespace muster::scenarios {

namespace {

using Json = nlohmann::ordered_json;

// Follows references to the schema that they lead to.
const Json& resolved(const Json& root, const Json& schema) {
  if (!schema.contains("$ref")) return schema;
  return resolved(
      root,
      root.at("definitions").at(schema.at("$ref").get<std::string>().substr(std::string("#/definitions/").size())));
}

// Uses POSIX regular expressions, because <regex> of g++ 12 causes warnings under the sanitizers.
bool matches(const std::string& text, const std::string& pattern) {
  regex_t compiled;
  REQUIRE(regcomp(&compiled, pattern.c_str(), REG_EXTENDED | REG_NOSUB) == 0);
  const bool found = regexec(&compiled, text.c_str(), 0, nullptr, 0) == 0;
  regfree(&compiled);
  return found;
}

// Validates with the part of draft-07 that the schema uses.
bool allows(const Json& root, const Json& written, const Json& value) {
  const Json& schema = resolved(root, written);
  if (schema.contains("const") && schema["const"] != value) return false;
  if (schema.contains("enum") &&
      std::find(schema["enum"].begin(), schema["enum"].end(), value) == schema["enum"].end())
    return false;
  if (schema.contains("anyOf") && std::none_of(schema["anyOf"].begin(), schema["anyOf"].end(),
                                               [&](const Json& one) { return allows(root, one, value); }))
    return false;
  if (schema.contains("type")) {
    const auto is = [&](const std::string& type) {
      return (type == "string" && value.is_string()) || (type == "number" && value.is_number()) ||
             (type == "integer" && value.is_number_integer()) || (type == "boolean" && value.is_boolean()) ||
             (type == "object" && value.is_object()) || (type == "array" && value.is_array());
    };
    const Json& type = schema["type"];
    if (type.is_string() ? !is(type)
                         : std::none_of(type.begin(), type.end(), [&](const Json& one) { return is(one); }))
      return false;
  }
  if (value.is_number() && schema.contains("minimum") && value.get<double>() < schema["minimum"].get<double>())
    return false;
  if (value.is_number() && schema.contains("maximum") && value.get<double>() > schema["maximum"].get<double>())
    return false;
  if (value.is_string() && schema.contains("pattern") &&
      !matches(value.get<std::string>(), schema["pattern"].get<std::string>()))
    return false;
  if (value.is_array() && schema.contains("items"))
    return std::all_of(value.begin(), value.end(),
                       [&](const Json& item) { return allows(root, schema["items"], item); });
  if (!value.is_object()) return true;
  if (schema.contains("required"))
    for (const Json& key : schema["required"])
      if (!value.contains(key.get<std::string>())) return false;
  for (const auto& [key, inner] : value.items()) {
    if (schema.contains("propertyNames") && !allows(root, schema["propertyNames"], key)) return false;
    if (schema.contains("properties") && schema["properties"].contains(key)) {
      if (!allows(root, schema["properties"][key], inner)) return false;
    } else if (schema.contains("additionalProperties")) {
      const Json& others = schema["additionalProperties"];
      if (others.is_boolean() ? !others.get<bool>() : !allows(root, others, inner)) return false;
    }
  }
  return true;
}

bool allows(const std::string& file) {
  static const Json schema = json_schema(toys::sections());
  return allows(schema, schema, Json::parse(file));
}

TEST_CASE("the schema allows every form of a value and nothing else", "[unit]") {
  for (
      const char* fine : {
          R"({})",
          R"({"extends": ["a.yaml"], "sources": {"a": "https://example.org"}, "place": "a", "start": "2021-12-05"})",
          R"({"areas": [{"id": "a", "name": "甲"}, {"id": "b", "remove": true}]})",
          R"({"targets": [{"id": "t", "title": "x", "series": "posts.filled", "at_least": 0.5, "by": "2025-12-31", "fact": ["S1"]}]})",
          R"({"posts": {"salary": "15 万元", "source": "a"}})",
          R"({"posts": {"salary": {"value": "15 万元", "fact": "S1"}}})",
          R"({"posts": {"salary": {"remove": true}, "mandate": {"remove": true}}})",
          R"({"posts": {"pass": 0.5}})",
          R"({"posts": {"pass": "50 %"}})",
          R"({"posts": {"pass": {"low": 0.1, "likely": "20 %", "high": 0.3, "moves_with": "x", "correlation": 0.5, "note": "y"}}})",
          R"({"posts": {"time_to_fill": {"lognormal": {"mean": {"low": "1 day", "likely": "2 days", "high": "3 days"}, "sd": "1 d"}, "kind": "estimate"}}})",
          R"({"posts": {"time_to_fill": {"empirical": {"values": ["1 day"], "weights": [1]}}}})",
          R"({"posts": {"attrition": {"by_date": {"2021-12-05": "20 % per year"}, "between": "ramps"}}})",
          R"({"posts": {"mandate": {"sanction": "keep", "hire_qualified": "off"}}})",
          R"({"stations": {"townships": {"by_area": {"a": 3, "others": "4 townships"}}}})",
          R"({"stations": {"readiness": {"by_area": {"a": {"by_date": {"2022-01-01": 0.5}}}}}})",
          R"({"stations": {"waves": [{"id": 1, "where": ["all"]}]}})",
          R"({"policy": {"changes": [{"id": "c", "to": {"by_date": {"2022-01-01": 1}}}]}})",
      }) {
    INFO(fine);
    CHECK(allows(fine));
  }
  for (const char* fault : {
           R"({"plaec": "a"})",
           R"({"start": "5 December"})",
           R"({"areas": [{"name": "no id"}]})",
           R"({"posts": {"salry": "15 yuan"}})",
           R"({"posts": {"salary": 15}})",
           R"({"posts": {"salary": "15 people"}})",
           R"({"posts": {"salary": {"lognormal": {"mean": "1 yuan", "sd": "1 yuan"}}}})",
           R"({"posts": {"salary": {"value": "15 yuan", "low": "3 yuan"}}})",
           R"({"posts": {"pass": 1.5}})",
           R"({"posts": {"pass": {"low": 0.1, "high": 0.3}}})",
           R"({"posts": {"time_to_fill": {"lognormal": {"mean": "1 day"}}}})",
           R"({"posts": {"attrition": {"by_date": {"soon": "1 per year"}}}})",
           R"({"posts": {"mandate": {"sanction": "shout"}}})",
           R"({"stations": {"crew": 4.5}})",
           R"({"stations": {"crew": 51}})",
           R"({"stations": {"townships": {"by_area": {"a": {"value": 3, "source": "b"}}}}})",
       }) {
    INFO(fault);
    CHECK_FALSE(allows(fault));
  }
}

TEST_CASE("the schema has title, meaning, unit and range", "[unit]") {
  const Json schema = json_schema(toys::sections());
  CHECK(schema["properties"]["posts"]["title"] == "posts");
  CHECK(schema["properties"]["posts"]["properties"]["time_to_fill"]["title"] == "time to fill a post");
  CHECK(schema["properties"]["posts"]["properties"]["time_to_fill"]["description"] ==
        "from the day a post falls vacant to the day a person starts in it (distribution, days; mean 1 day to 730 "
        "days)");
  CHECK(schema["properties"]["stations"]["properties"]["crew"]["description"] ==
        "people a station needs (whole people; 1 to 50 people)");
  CHECK(schema["properties"]["posts"]["properties"]["judged_by"]["description"] ==
        "the series that shows success (a series; may be left out)");
  CHECK(schema == json_schema(toys::sections()));
}

TEST_CASE("the reference page has a table for each section", "[unit]") {
  const std::string page = reference_page({toys::sections()[0]});
  CHECK(page.substr(page.find("## posts")) == R"(## posts: posts

posts and those who hold them

| parameter | title | form and unit | range | meaning |
|---|---|---|---|---|
| `time_to_fill` | time to fill a post | distribution, days | mean 1 day to 730 days | from the day a post falls vacant to the day a person starts in it |
| `attrition` | attrition | per year, by date | 0 per year to 2 per year | separations per filled post and year, retirement excluded; policy may change it |
| `salary` | yearly pay | yuan | 0 yuan to 1 million yuan | paid for a post in a year |
| `pass` | share that passes | share | 0 % to 100 % | share of those who sit that pass |
| `judged_by` | judged by | a series |  | the series that shows success; may be left out |
| `mandate` | mandate | group |  | the duty to be qualified; may be left out |
| `mandate.by` | due date | date |  | the date everybody must be qualified |
| `mandate.sanction` | what follows a miss | `keep` or `replace` |  | what happens to the unqualified |
| `mandate.hire_qualified` | hire only the qualified | yes or no |  | whether only the qualified are hired |
)");
}

}  // namespace

}  // namespace muster::scenarios
