// Two JSON documents that say the same in two languages, made one.
//
// Contract: what is equal is there once; a part that differs becomes `{"$": n}`, n being the place of the pair [English, Chinese]
// in a list of texts, which is one for all documents and holds no pair twice. Objects with the same keys and arrays of the same
// length are compared part by part. Leaves out: putting a language back in (page.js, and resolved() for tests).
#pragma once

#include "engine/text/text.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <string>

namespace muster::output {

class BilingualJson {
 public:
  using Json = nlohmann::ordered_json;

  [[nodiscard]] Json merged(const Json& english, const Json& chinese);
  [[nodiscard]] const Json& texts() const { return texts_; }

 private:
  Json texts_ = Json::array();
  std::map<std::string, std::size_t> known_;  // pairs as JSON, and where they stand
};

/// A merged document in one language.
[[nodiscard]] nlohmann::ordered_json resolved(const nlohmann::ordered_json& merged, const nlohmann::ordered_json& texts,
                                              Language language);

/// The same with numbers of six significant digits, which no picture shows more of.
[[nodiscard]] nlohmann::ordered_json rounded(nlohmann::ordered_json document);

/// As text within a script element: nothing in it ends one or starts a comment.
[[nodiscard]] std::string in_script(const nlohmann::ordered_json& document);

}  // namespace muster::output
