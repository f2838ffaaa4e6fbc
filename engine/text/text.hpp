// Translated texts: texts are written in English where they are used and looked up in a catalogue.
//
// Contract: the English text is its own key; a text that is missing in the catalogue stays English, so this is no
// error at run time (a test finds missing entries). A Text holds its pattern and arguments and is translated only
// when it is displayed or written. Converted to a string, it takes the language of the thread's current
// LanguageScope, or English outside of any. There is no process-wide language: threads may write in different
// languages at once, each from its own catalogues. Leaves out: the contents of the catalogues, and what programs
// read (names of series, tables, manifests).
// Source: the method of GNU gettext; docs/decisions/0017-languages.md.
#pragma once

#include <array>
#include <cstdint>
#include <fmt/format.h>
#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace muster {

enum class Language : std::uint8_t { english, chinese };
inline constexpr std::size_t language_count = 2;

/// `en`, `zh`: the code used on the command line, in files and in a page's `lang`.
[[nodiscard]] std::string_view code_of(Language language);
[[nodiscard]] std::optional<Language> language_with(std::string_view code);

/// The language set in the environment: that of the first of LC_ALL, LC_MESSAGES and LANG that is set; English if
/// it is unknown.
[[nodiscard]] Language language_of_environment();

/// The translations of English texts, by language; English itself needs none. Once filled, they may be read by any
/// number of threads.
class Catalogues {
 public:
  /// Adds a language.
  /// @param bytes  contents of a compiled gettext catalogue (.mo)
  /// @throws std::invalid_argument if they are not a valid catalogue
  void add(Language language, std::string_view bytes);

  /// The translation of a text, or null if the catalogue does not have it.
  [[nodiscard]] const char* find(Language language, std::string_view english) const;

 private:
  class Messages;
  std::array<std::shared_ptr<const Messages>, language_count> messages_;
};

/// The language in which texts are displayed, and the catalogues from which translations are taken.
struct LanguageContext {
  Language language = Language::english;
  const Catalogues* catalogues = nullptr;  // must outlive all copies of the context; null: English only
};

/// The context of the innermost LanguageScope of this thread.
[[nodiscard]] LanguageContext current_context();
[[nodiscard]] inline Language current_language() { return current_context().language; }

/// During its lifetime, the texts of this thread are displayed in its language.
class LanguageScope {
 public:
  explicit LanguageScope(const LanguageContext& context);
  /// @param catalogues  must outlive the scope
  LanguageScope(const Catalogues& catalogues, Language language)
      : LanguageScope(LanguageContext{language, &catalogues}) {}
  /// Selects another language, with the catalogues of the enclosing scope.
  explicit LanguageScope(Language language) : LanguageScope(LanguageContext{language, current_context().catalogues}) {}
  ~LanguageScope();
  LanguageScope(const LanguageScope&) = delete;
  LanguageScope& operator=(const LanguageScope&) = delete;
  LanguageScope(LanguageScope&&) = delete;
  LanguageScope& operator=(LanguageScope&&) = delete;

 private:
  LanguageContext before_;
};

/// Wraps work for another thread so that it runs in the caller's language:
///  `std::jthread other(in_current_language([&] { work(); }))`.
template <class Work>
[[nodiscard]] auto in_current_language(Work work) {
  return [work = std::move(work), context = current_context()] {
    const LanguageScope scope(context);
    work();
  };
}

/// Translates a text that is known only at run time (a declared meaning, a unit) into the current language.
[[nodiscard]] std::string translated(std::string_view english);

/// A number with its unit: "4 stations", "1 station", in Chinese "4个社工站".
/// @param number  as it is written
/// @param unit    already in the current language, in English in the plural; empty: only the number
[[nodiscard]] std::string with_unit(const std::string& number, std::string_view unit);

/// Whether the current language has a translation of a text; English has every text.
[[nodiscard]] bool has_translation(std::string_view english);

/// A name given in a scenario, in any script, and optionally in English.
struct LocalizedText {
  std::string written;
  std::string english;  // may be empty

  LocalizedText() = default;
  LocalizedText(std::string as_written) : written(std::move(as_written)) {}  // NOLINT: implicit conversion
  LocalizedText(const char* as_written) : written(as_written) {}             // NOLINT
  LocalizedText(std::string as_written, std::string in_english)
      : written(std::move(as_written)), english(std::move(in_english)) {}

  [[nodiscard]] bool empty() const { return written.empty() && english.empty(); }

  /// The name in the current language, if available.
  [[nodiscard]] const std::string& to_string() const {
    const bool in_english = written.empty() || (current_language() == Language::english && !english.empty());
    return in_english ? english : written;
  }

  /// The same, or the id if there is no name.
  [[nodiscard]] std::string to_string_or(const std::string& id) const { return empty() ? id : to_string(); }

  /// Joins two names with a separator, in each language.
  [[nodiscard]] static LocalizedText joined(const LocalizedText& first, std::string_view between,
                                            const LocalizedText& second) {
    const auto in_english = [](const LocalizedText& one) { return one.english.empty() ? one.written : one.english; };
    return {first.written + std::string(between) + second.written,
            first.english.empty() && second.english.empty()
                ? ""
                : in_english(first) + std::string(between) + in_english(second)};
  }

  friend bool operator==(const LocalizedText&, const LocalizedText&) = default;
};

/// A text for people: a pattern from the catalogue with its arguments, or a name given in a scenario, or a
/// sequence of texts.
class Text {
 public:
  Text();
  /// A text from the catalogue without arguments.
  Text(const char* pattern);  // NOLINT: implicit, a literal is a text
  /// A name given in a scenario.
  Text(const LocalizedText& wording);  // NOLINT: implicit, a name is a text
  Text(const Text&);
  Text(Text&&) noexcept;
  Text& operator=(const Text&);
  Text& operator=(Text&&) noexcept;
  ~Text();

  /// A text from the catalogue that is known only at run time.
  [[nodiscard]] static Text of(std::string pattern);
  /// A text that is the same in every language: a name, or a number as written.
  [[nodiscard]] static Text verbatim(std::string words);
  /// A text that is composed separately in each language, such as an amount whose unit depends on the language.
  /// @param say  called when the text is displayed; must own everything that it needs
  [[nodiscard]] static Text worded(std::function<std::string()> say);

  /// A pattern from the catalogue with its arguments.
  template <class... Values>
  [[nodiscard]] static Text filled(std::string_view pattern, const Values&... values) {
    if constexpr (sizeof...(Values) == 0) {
      return {pattern, nullptr, 0};
    } else {
      Argument arguments[] = {argument(values)...};
      return {pattern, arguments, sizeof...(Values)};
    }
  }

  /// The text in the current language.
  [[nodiscard]] std::string to_string() const;
  [[nodiscard]] std::string in(Language language) const;
  operator std::string() const { return to_string(); }  // NOLINT: implicit, in the current language

  [[nodiscard]] bool empty() const { return pattern_.empty() && arguments_.empty(); }

  /// Concatenates two texts.
  friend Text operator+(const Text& first, const Text& second) { return filled("{}{}", first, second); }
  friend Text operator+(const Text& first, const std::string& second) { return first + verbatim(second); }
  friend Text operator+(const std::string& first, const Text& second) { return verbatim(first) + second; }
  friend Text operator+(const Text& first, const char* second) { return first + verbatim(second); }
  friend Text operator+(const char* first, const Text& second) { return verbatim(first) + second; }

  friend bool operator==(const Text& a, const std::string& b) { return a.to_string() == b; }
  friend bool operator==(const Text& a, const char* b) { return a.to_string() == b; }
  friend bool operator==(const Text& a, const Text& b) { return a.to_string() == b.to_string(); }

  friend std::ostream& operator<<(std::ostream& out, const Text& text);

  /// Whether the catalogue of the current language has every pattern of which the text is composed.
  [[nodiscard]] bool is_translated() const;

 private:
  // An argument of a pattern. Its members are defined in text.cpp because texts are created in some two thousand
  // places.
  class Argument {
   public:
    using Nested = std::shared_ptr<const Text>;
    using Value = std::variant<std::string, std::int64_t, std::uint64_t, double, LocalizedText, Nested,
                               std::function<std::string()>>;

    Argument(std::string_view words);
    Argument(std::int64_t number);
    Argument(std::uint64_t number);
    Argument(double number);
    Argument(const LocalizedText& wording);
    Argument(const Text& text);
    Argument(std::function<std::string()> say);
    Argument(const Argument&);
    Argument(Argument&&) noexcept;
    Argument& operator=(const Argument&);
    Argument& operator=(Argument&&) noexcept;
    ~Argument();

    [[nodiscard]] const Value& value() const { return value_; }

   private:
    Value value_;
  };

  /// Moves from the arguments.
  Text(std::string_view pattern, Argument* arguments, std::size_t count);

  template <class Value>
  [[nodiscard]] static Argument argument(const Value& value) {
    using Plain = std::remove_cvref_t<Value>;
    if constexpr (std::is_same_v<Plain, Text> || std::is_same_v<Plain, LocalizedText>)
      return value;
    else if constexpr (std::is_convertible_v<const Value&, std::string_view>)
      return std::string_view(value);
    else if constexpr (std::is_floating_point_v<Plain>)
      return static_cast<double>(value);
    else if constexpr (std::is_integral_v<Plain> && std::is_signed_v<Plain> && sizeof(Plain) > 1)
      return static_cast<std::int64_t>(value);
    else if constexpr (std::is_integral_v<Plain> && sizeof(Plain) > 1)
      return static_cast<std::uint64_t>(value);
    else
      return std::string_view(fmt::vformat("{}", fmt::make_format_args(value)));
  }

  std::string pattern_;  // empty: the arguments are concatenated
  std::vector<Argument> arguments_;
};

}  // namespace muster

template <>
struct fmt::formatter<muster::Text> : fmt::formatter<std::string> {
  template <class Context>
  auto format(const muster::Text& text, Context& context) const {
    return fmt::formatter<std::string>::format(text.to_string(), context);
  }
};
template <>
struct fmt::formatter<muster::LocalizedText> : fmt::formatter<std::string> {
  template <class Context>
  auto format(const muster::LocalizedText& wording, Context& context) const {
    return fmt::formatter<std::string>::format(wording.to_string(), context);
  }
};

namespace muster {

/// Creates a text with its arguments: `tr("{} of {} replications", done, all)`. A translation may reorder the
/// arguments by numbering the placeholders, `{1}`.
template <class... Values>
[[nodiscard]] Text tr(fmt::format_string<Values...> english, Values&&... values) {
  const fmt::string_view pattern = english;
  return Text::filled({pattern.data(), pattern.size()}, values...);
}

/// Translates a text marked by tr_noop() and fills in its arguments.
/// @throws fmt::format_error if the arguments do not match the placeholders
template <class... Values>
requires(sizeof...(Values) > 0) [[nodiscard]] std::string translated(std::string_view english, Values&&... values) {
  return fmt::vformat(translated(english), fmt::make_format_args(values...));
}

/// Marks a text for the catalogue without translating it yet; translated() does so later.
[[nodiscard]] constexpr const char* tr_noop(const char* english) { return english; }

}  // namespace muster
