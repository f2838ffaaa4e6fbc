#include "cli/languages/languages.hpp"

namespace muster::cli {

const Catalogues& catalogues() {
  // Never destroyed, since other threads may still look up texts while the process ends.
  static const Catalogues* const all = [] {
    auto* made = new Catalogues;  // NOLINT
    made->add(Language::chinese, chinese_catalogue);
    return made;
  }();
  return *all;
}

Language language_asked_for(int count, const char* const* arguments) {
  Language language = language_of_environment();
  for (int i = 1; i < count; ++i) {
    const std::string_view word = arguments[i];
    std::string_view code;
    if (word == "--lang" && i + 1 < count) code = arguments[i + 1];
    if (word.starts_with("--lang=")) code = word.substr(7);
    if (const auto asked = language_with(code)) language = *asked;
  }
  return language;
}

}  // namespace muster::cli
