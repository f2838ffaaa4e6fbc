#include "output/report/bilingual_json.hpp"

#include <cmath>
#include <cstdlib>
#include <fmt/format.h>

namespace muster::output {

using Json = nlohmann::ordered_json;

namespace {

constexpr const char* reference = "$";

bool same_keys(const Json& a, const Json& b) {
  if (!a.is_object() || !b.is_object() || a.size() != b.size()) return false;
  for (auto x = a.begin(), y = b.begin(); x != a.end(); ++x, ++y)
    if (x.key() != y.key()) return false;
  return true;
}

}  // namespace

Json BilingualJson::merged(const Json& english, const Json& chinese) {
  if (english == chinese) return english;
  if (same_keys(english, chinese)) {
    Json made = Json::object();
    for (const auto& [key, value] : english.items()) made[key] = merged(value, chinese.at(key));
    return made;
  }
  if (english.is_array() && chinese.is_array() && english.size() == chinese.size()) {
    Json made = Json::array();
    for (std::size_t i = 0; i < english.size(); ++i) made.push_back(merged(english[i], chinese[i]));
    return made;
  }
  Json pair = Json::array({english, chinese});
  const auto [at, is_new] = known_.emplace(pair.dump(-1, ' ', false, Json::error_handler_t::replace), texts_.size());
  if (is_new) texts_.push_back(std::move(pair));
  return Json{{reference, at->second}};
}

Json resolved(const Json& merged, const Json& texts, Language language) {
  if (merged.is_object()) {
    if (merged.size() == 1 && merged.contains(reference))
      return texts.at(merged.at(reference).get<std::size_t>()).at(language == Language::english ? 0 : 1);
    Json made = Json::object();
    for (const auto& [key, value] : merged.items()) made[key] = resolved(value, texts, language);
    return made;
  }
  if (merged.is_array()) {
    Json made = Json::array();
    for (const Json& value : merged) made.push_back(resolved(value, texts, language));
    return made;
  }
  return merged;
}

Json rounded(Json document) {
  if (document.is_structured()) {
    for (Json& part : document) part = rounded(std::move(part));
  } else if (document.is_number_float() && std::isfinite(document.get<double>())) {
    document = std::strtod(fmt::format("{:.6g}", document.get<double>()).c_str(), nullptr);
  }
  return document;
}

std::string in_script(const Json& document) {
  std::string made;
  for (const char letter : document.dump(-1, ' ', false, Json::error_handler_t::replace)) {
    if (letter == '<') {
      made += "\\u003c";
    } else {
      made += letter;
    }
  }
  return made;
}

}  // namespace muster::output
