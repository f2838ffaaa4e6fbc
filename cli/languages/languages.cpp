#include "cli/languages/languages.hpp"

#include "engine/text/text.hpp"

namespace muster::cli {

void prepare_languages(int count, const char* const* arguments) {
  install_catalogue(Language::chinese, chinese_catalogue);
  Language language = language_of_environment();
  for (int i = 1; i < count; ++i) {
    const std::string_view word = arguments[i];
    std::string_view code;
    if (word == "--lang" && i + 1 < count) code = arguments[i + 1];
    if (word.starts_with("--lang=")) code = word.substr(7);
    if (const auto asked = language_with(code)) language = *asked;
  }
  set_language(language);
}

}  // namespace muster::cli
