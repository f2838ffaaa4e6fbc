#include "engine/text/text.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/locale/gnu_gettext.hpp>
#include <boost/locale/message.hpp>
#include <cstdlib>
#include <fmt/args.h>
#include <iterator>
#include <locale>
#include <ostream>
#include <stdexcept>
#include <vector>

namespace muster {

namespace {

using Messages = boost::locale::message_format<char>;

constexpr std::array<std::string_view, language_count> codes{"en", "zh"};

std::atomic<Language> language{Language::english};               // of the process
thread_local std::optional<Language> spoken_here{std::nullopt};  // of a thread that speaks another one for a while

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

Speaking::Speaking(Language here) : before_(std::exchange(spoken_here, here)) {}
Speaking::~Speaking() { spoken_here = before_; }

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

Language current_language() { return spoken_here.value_or(language.load(std::memory_order_relaxed)); }

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

namespace {

std::string singular(std::string_view plural) {
  if (plural == "people") return "person";
  if (plural.ends_with("ies")) return std::string(plural.substr(0, plural.size() - 3)) + "y";
  return std::string(plural.ends_with('s') && !plural.ends_with("ss") ? plural.substr(0, plural.size() - 1) : plural);
}

}  // namespace

std::string with_unit(const std::string& number, std::string_view unit) {
  if (unit.empty()) return number;
  if (current_language() == Language::chinese) return number + std::string(unit);
  const bool one = number == "1" || number == "+1" || number == "-1";
  return number + " " + (one ? singular(unit) : std::string(unit));
}

std::string translated(std::string_view english) {
  const char* words = find(english);
  return words ? words : std::string(english);
}

bool has_translation(std::string_view english) {
  return current_language() == Language::english || english.empty() || find(english);
}

Text::Argument::Argument(std::string_view words) : value_(std::string(words)) {}
Text::Argument::Argument(std::int64_t number) : value_(number) {}
Text::Argument::Argument(std::uint64_t number) : value_(number) {}
Text::Argument::Argument(double number) : value_(number) {}
Text::Argument::Argument(const Wording& wording) : value_(wording) {}
Text::Argument::Argument(const Text& text) : value_(std::make_shared<const Text>(text)) {}
Text::Argument::Argument(std::function<std::string()> say) : value_(std::move(say)) {}
Text::Argument::Argument(const Argument&) = default;
Text::Argument::Argument(Argument&&) noexcept = default;
Text::Argument& Text::Argument::operator=(const Argument&) = default;
Text::Argument& Text::Argument::operator=(Argument&&) noexcept = default;
Text::Argument::~Argument() = default;

Text::Text() = default;
Text::Text(const char* pattern) : pattern_(pattern) {}
Text::Text(const Wording& wording) : arguments_{wording} {}
Text::Text(std::string_view pattern, Argument* arguments, std::size_t count)
    : pattern_(pattern), arguments_(std::make_move_iterator(arguments), std::make_move_iterator(arguments + count)) {}
Text::Text(const Text&) = default;
Text::Text(Text&&) noexcept = default;
Text& Text::operator=(const Text&) = default;
Text& Text::operator=(Text&&) noexcept = default;
Text::~Text() = default;

Text Text::of(std::string pattern) {
  Text made;
  made.pattern_ = std::move(pattern);
  return made;
}

Text Text::verbatim(std::string words) {
  Text made;
  made.arguments_.emplace_back(std::string_view(words));
  return made;
}

Text Text::worded(std::function<std::string()> say) {
  Text made;
  made.arguments_.emplace_back(std::move(say));
  return made;
}

std::string Text::in(Language language) const {
  const Speaking now(language);
  return shown();
}

std::string Text::shown() const {
  if (arguments_.empty()) return translated(pattern_);
  fmt::dynamic_format_arg_store<fmt::format_context> values;
  std::string joined;
  for (const Argument& argument : arguments_) {
    const auto add = [&]<class Value>(const Value& value) {
      if constexpr (std::is_same_v<Value, Wording>)
        values.push_back(value.shown());
      else if constexpr (std::is_same_v<Value, Argument::Nested>)
        values.push_back(value->shown());
      else if constexpr (std::is_same_v<Value, std::function<std::string()>>)
        values.push_back(value());
      else
        values.push_back(value);
    };
    std::visit(add, argument.value());
    if (pattern_.empty()) joined += "{}";
  }
  return fmt::vformat(pattern_.empty() ? joined : translated(pattern_), values);
}

std::ostream& operator<<(std::ostream& out, const Text& text) { return out << text.shown(); }

bool Text::is_translated() const {
  return has_translation(pattern_) && std::all_of(arguments_.begin(), arguments_.end(), [](const Argument& argument) {
           const auto* nested = std::get_if<Argument::Nested>(&argument.value());
           return !nested || (*nested)->is_translated();
         });
}

}  // namespace muster
