// The data that a page holds for its script: the charts in two languages and two widths, with each list of values
// stored once.
//
// Contract: a chart draws the same values in each language and width, or nearly so. Specifications therefore refer
// to their values by name, as with Vega-Lite's `datasets`, and equal values have one name in the whole page. The
// same holds for `config`. Leaves out: the content of the charts (output/charts).
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>

namespace muster::output {

class PageData {
 public:
  /// A specification with names in place of its values, which are stored with six significant digits; no picture
  /// shows more.
  [[nodiscard]] nlohmann::ordered_json named(nlohmann::ordered_json spec);

  /// The stored values by name.
  [[nodiscard]] const nlohmann::ordered_json& sets() const { return sets_; }

 private:
  [[nodiscard]] std::string name_of(const nlohmann::ordered_json& value);

  nlohmann::ordered_json sets_ = nlohmann::ordered_json::object();
  std::map<std::string, std::string> known_;  // by content
};

/// A document with its numbers rounded to six significant digits.
[[nodiscard]] nlohmann::ordered_json rounded(nlohmann::ordered_json document);

/// A document as text inside a script element: it contains nothing that ends the element or starts a comment.
[[nodiscard]] std::string in_script(const nlohmann::ordered_json& document);

}  // namespace muster::output
