#include "output/report/page_data.hpp"

#include <cmath>
#include <cstdlib>
#include <fmt/format.h>
#include <utility>

namespace muster::output {

using Json = nlohmann::ordered_json;

std::string PageData::name_of(const Json& value) {
  const auto [at, is_new] =
      known_.emplace(value.dump(-1, ' ', false, Json::error_handler_t::replace), fmt::format("d{}", known_.size()));
  if (is_new) sets_[at->second] = value;
  return at->second;
}

Json PageData::named(Json spec) {
  if (!spec.is_structured()) return spec;
  if (spec.is_object()) {
    if (spec.contains("data") && spec["data"].is_object() && spec["data"].contains("values"))
      spec["data"] = {{"name", name_of(rounded(std::move(spec["data"]["values"])))}};
    if (spec.contains("config")) spec["config"] = name_of(spec["config"]);
  }
  for (Json& part : spec) part = named(std::move(part));
  return spec;
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
