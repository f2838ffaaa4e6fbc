// What a page holds for its script: the charts of two languages and two widths, with each list of values once.
//
// Contract: what a chart draws is the same in each language and width, or nearly; so specifications refer to their values by name,
// as Vega-Lite's `datasets` do, and equal values have one name for the whole page. The same holds for `config`. Leaves out: what
// the charts show (output/charts).
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>

namespace muster::output {

class PageData {
 public:
  /// A specification with names in place of its values, the numbers of these with six significant digits, which no picture shows more of.
  [[nodiscard]] nlohmann::ordered_json named(nlohmann::ordered_json spec);

  /// Values by name.
  [[nodiscard]] const nlohmann::ordered_json& sets() const { return sets_; }

 private:
  [[nodiscard]] std::string name_of(const nlohmann::ordered_json& value);

  nlohmann::ordered_json sets_ = nlohmann::ordered_json::object();
  std::map<std::string, std::string> known_;  // by content
};

/// A document with numbers of six significant digits.
[[nodiscard]] nlohmann::ordered_json rounded(nlohmann::ordered_json document);

/// As text within a script element: nothing in it ends one or starts a comment.
[[nodiscard]] std::string in_script(const nlohmann::ordered_json& document);

}  // namespace muster::output
