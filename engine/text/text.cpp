#include "engine/text/text.hpp"

#include <algorithm>
#include <array>
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

constexpr std::array<std::string_view, language_count> codes{"en", "zh"};

// The context set by the thread's innermost LanguageScope; one per thread, like the locale set by uselocale().
thread_local LanguageContext innermost;

const char* find(std::string_view english) {
  const LanguageContext context = current_context();
  return context.catalogues ? context.catalogues->find(context.language, english) : nullptr;
}

}  // namespace

LanguageContext current_context() { return innermost; }

LanguageScope::LanguageScope(const LanguageContext& context) : before_(std::exchange(innermost, context)) {}
LanguageScope::~LanguageScope() { innermost = before_; }

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

// Keeps a facet alive by means of a locale that holds it.
class Catalogues::Messages {
 public:
  using Facet = boost::locale::message_format<char>;

  explicit Messages(Facet* facet) : holder_(std::locale::classic(), facet), facet_(facet) {}
  [[nodiscard]] const Facet& facet() const { return *facet_; }

 private:
  std::locale holder_;
  const Facet* facet_;
};

const char* Catalogues::find(Language language, std::string_view english) const {
  const Messages* messages = messages_[static_cast<std::size_t>(language)].get();
  if (!messages || english.empty()) return nullptr;  // the empty key stands for the catalogue's header
  return messages->facet().get(0, nullptr, std::string(english).c_str());
}

void Catalogues::add(Language of, std::string_view bytes) {
  namespace gettext = boost::locale::gnu_gettext;
  gettext::messages_info info;
  info.language = std::string(code_of(of));
  info.encoding = "UTF-8";
  info.locale_category = "LC_MESSAGES";
  info.paths = {""};
  info.domains.emplace_back("muster");
  bool asked = false;
  // Called once for each possible file name; only the first call returns the catalogue.
  info.callback = [&](const std::string&, const std::string&) {
    if (std::exchange(asked, true)) return std::vector<char>{};
    return std::vector<char>(bytes.begin(), bytes.end());
  };
  try {
    messages_[static_cast<std::size_t>(of)] =
        std::make_shared<const Messages>(gettext::create_messages_facet<char>(info));
  } catch (const std::exception& fault) {
    throw std::invalid_argument(fmt::format("the catalogue of `{}` cannot be read: {}", code_of(of), fault.what()));
  }
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
Text::Argument::Argument(const LocalizedText& wording) : value_(wording) {}
Text::Argument::Argument(const Text& text) : value_(std::make_shared<const Text>(text)) {}
Text::Argument::Argument(std::function<std::string()> say) : value_(std::move(say)) {}
Text::Argument::Argument(const Argument&) = default;
Text::Argument::Argument(Argument&&) noexcept = default;
Text::Argument& Text::Argument::operator=(const Argument&) = default;
Text::Argument& Text::Argument::operator=(Argument&&) noexcept = default;
Text::Argument::~Argument() = default;

Text::Text() = default;
Text::Text(const char* pattern) : pattern_(pattern) {}
Text::Text(const LocalizedText& wording) : arguments_{wording} {}
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
  const LanguageScope scope(language);
  return to_string();
}

std::string Text::to_string() const {
  if (arguments_.empty()) return translated(pattern_);
  fmt::dynamic_format_arg_store<fmt::format_context> values;
  std::string joined;
  for (const Argument& argument : arguments_) {
    const auto add = [&]<class Value>(const Value& value) {
      if constexpr (std::is_same_v<Value, LocalizedText>)
        values.push_back(value.to_string());
      else if constexpr (std::is_same_v<Value, Argument::Nested>)
        values.push_back(value->to_string());
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

std::ostream& operator<<(std::ostream& out, const Text& text) { return out << text.to_string(); }

bool Text::is_translated() const {
  return has_translation(pattern_) && std::all_of(arguments_.begin(), arguments_.end(), [](const Argument& argument) {
           const auto* nested = std::get_if<Argument::Nested>(&argument.value());
           return !nested || (*nested)->is_translated();
         });
}

}  // namespace muster
