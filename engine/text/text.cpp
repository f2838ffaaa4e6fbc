#include "engine/text/text.hpp"

#include <array>
#include <atomic>
#include <boost/locale/gnu_gettext.hpp>
#include <boost/locale/message.hpp>
#include <cstdlib>
#include <fmt/args.h>
#include <locale>
#include <map>
#include <mutex>
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

// Texts made of others at run time, by their English.
struct Composition {
  std::string pattern;
  std::vector<Wording> names;
};

std::string filled(const std::string& pattern, const std::vector<Wording>& names, Language in) {
  fmt::dynamic_format_arg_store<fmt::format_context> values;
  for (const Wording& name : names)
    values.push_back(in == Language::english ? (name.english.empty() ? name.written : name.english)
                                             : (name.written.empty() ? name.english : name.written));
  return fmt::vformat(pattern, values);
}

class Compositions {
 public:
  void remember(const std::string& english, Composition made) {
    const std::lock_guard lock(using_);
    made_.insert_or_assign(english, std::move(made));
  }
  [[nodiscard]] std::optional<Composition> find(std::string_view english) const {
    const std::lock_guard lock(using_);
    const auto found = made_.find(english);
    return found == made_.end() ? std::nullopt : std::optional(found->second);
  }

 private:
  mutable std::mutex using_;
  std::map<std::string, Composition, std::less<>> made_;
};

Compositions& compositions() {
  static Compositions all;
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
  if (const char* words = find(english)) return words;
  if (current_language() == Language::english) return std::string(english);
  if (const auto made = compositions().find(english))
    if (const char* pattern = find(made->pattern)) return filled(pattern, made->names, current_language());
  return std::string(english);
}

std::string composed(std::string_view english, std::vector<Wording> names) {
  std::string pattern(english);
  std::string said = filled(pattern, names, Language::english);
  compositions().remember(said, {std::move(pattern), std::move(names)});
  return said;
}

bool has_translation(std::string_view english) {
  if (current_language() == Language::english || english.empty() || find(english)) return true;
  const auto made = compositions().find(english);
  return made.has_value() && find(made->pattern) != nullptr;
}

}  // namespace muster
