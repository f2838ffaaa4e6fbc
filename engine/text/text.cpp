#include "engine/text/text.hpp"

#include <array>
#include <atomic>
#include <boost/locale/gnu_gettext.hpp>
#include <boost/locale/message.hpp>
#include <cstdlib>
#include <locale>
#include <stdexcept>
#include <vector>

namespace muster {

namespace {

using Messages = boost::locale::message_format<char>;

constexpr std::array<std::string_view, language_count> codes{"en", "zh"};

std::atomic<Language> language{Language::english};

// A facet lives as long as a locale that holds it.
struct Catalogues {
  std::array<std::locale, language_count> holders;
  std::array<const Messages*, language_count> messages{};
};

Catalogues& catalogues() {
  static Catalogues all;
  return all;
}

const char* find(std::string_view english) {
  const Messages* messages = catalogues().messages[static_cast<std::size_t>(current_language())];
  if (!messages || english.empty()) return nullptr;  // the empty key is the catalogue's own description
  return messages->get(0, nullptr, std::string(english).c_str());
}

}  // namespace

std::string_view code_of(Language of) { return codes[static_cast<std::size_t>(of)]; }

std::optional<Language> language_with(std::string_view code) {
  for (std::size_t l = 0; l < language_count; ++l)
    if (codes[l] == code) return Language{static_cast<std::uint8_t>(l)};
  return std::nullopt;
}

Language language_of_environment() {
  for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(variable);
    if (!value || !*value) continue;
    return language_with(std::string_view(value).substr(0, 2)).value_or(Language::english);
  }
  return Language::english;
}

Language current_language() { return language.load(std::memory_order_relaxed); }

void set_language(Language to) { language.store(to, std::memory_order_relaxed); }

void install_catalogue(Language of, std::string_view bytes) {
  namespace gettext = boost::locale::gnu_gettext;
  gettext::messages_info info;
  info.language = std::string(code_of(of));
  info.encoding = "UTF-8";
  info.locale_category = "LC_MESSAGES";
  info.paths = {""};
  info.domains.emplace_back("muster");
  bool asked = false;
  info.callback = [&](const std::string&,
                      const std::string&) {  // once for each name a file could have; the first is it
    if (std::exchange(asked, true)) return std::vector<char>{};
    return std::vector<char>(bytes.begin(), bytes.end());
  };
  Messages* const messages = [&] {
    try {
      return gettext::create_messages_facet<char>(info);
    } catch (const std::exception& fault) {
      throw std::invalid_argument(fmt::format("the catalogue of `{}` cannot be read: {}", code_of(of), fault.what()));
    }
  }();
  const auto l = static_cast<std::size_t>(of);
  catalogues().holders[l] = std::locale(std::locale::classic(), messages);
  catalogues().messages[l] = messages;
}

std::string translated(std::string_view english) {
  const char* words = find(english);
  return words ? std::string(words) : std::string(english);
}

bool has_translation(std::string_view english) {
  return current_language() == Language::english || english.empty() || find(english) != nullptr;
}

}  // namespace muster
