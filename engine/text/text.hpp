// What people read, in their language: texts are written in English where they are used and looked up in a catalogue.
//
// Contract: an English text is its own key; what a catalogue lacks stays English, so a missing entry is no error at run time (a
// test finds it). A Text carries its pattern and what is filled in, and is put into a language when it is shown or written. Where a
// string is wanted, it is shown in the language of the LanguageScope that the thread is in, and in English outside of any. There
// is no language of the process: threads may write in several at once, each from its own catalogues. Leaves out: the words of
// the catalogues, and what programs read (names of series, tables, manifests).
// Source: the method is that of GNU gettext; docs/decisions/0017-languages.md.
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

/// `en`, `zh`: as on the command line, in files and in a page's `lang`.
[[nodiscard]] std::string_view code_of(Language language);
[[nodiscard]] std::optional<Language> language_with(std::string_view code);

/// What the environment asks for: the first of LC_ALL, LC_MESSAGES and LANG that is set; English if that is nothing known.
[[nodiscard]] Language language_of_environment();

/// The translations of English texts, by language. English needs none. Once they are complete, any number of threads may read them.
class Catalogues {
 public:
  /// Adds a language. @param bytes  of a compiled gettext catalogue (.mo)
  /// @throws std::invalid_argument if they are none
  void add(Language language, std::string_view bytes);

  /// What a text is in a language; null if the catalogue lacks it.
  [[nodiscard]] const char* find(Language language, std::string_view english) const;

 private:
  class Messages;
  std::array<std::shared_ptr<const Messages>, language_count> messages_;
};

/// In which language texts are shown, and where its words are from.
struct LanguageContext {
  Language language = Language::english;
  const Catalogues* catalogues = nullptr;  // must outlive all that keep the context; null: there is English alone
};

/// That of the innermost LanguageScope of this thread.
[[nodiscard]] LanguageContext current_context();
[[nodiscard]] inline Language current_language() { return current_context().language; }

/// While it lives, the texts of this thread are shown in its language.
class LanguageScope {
 public:
  explicit LanguageScope(const LanguageContext& context);
  /// @param catalogues  must outlive the scope
  LanguageScope(const Catalogues& catalogues, Language language)
      : LanguageScope(LanguageContext{language, &catalogues}) {}
  /// Another language, from the catalogues of the scope around this one.
  explicit LanguageScope(Language language) : LanguageScope(LanguageContext{language, current_context().catalogues}) {}
  ~LanguageScope();
  LanguageScope(const LanguageScope&) = delete;
  LanguageScope& operator=(const LanguageScope&) = delete;
  LanguageScope(LanguageScope&&) = delete;
  LanguageScope& operator=(LanguageScope&&) = delete;

 private:
  LanguageContext before_;
};

/// What another thread is to do, in the language of the one that calls this: `std::jthread other(in_current_language([&] { work(); }))`.
template <class Work>
[[nodiscard]] auto in_current_language(Work work) {
  return [work = std::move(work), context = current_context()] {
    const LanguageScope scope(context);
    work();
  };
}

/// A text known only at run time (a declared meaning, a unit) in the current language.
[[nodiscard]] std::string translated(std::string_view english);

/// A number with what it counts: "4 stations", "1 station", in Chinese "4个社工站". @param number  as it is written; @param unit  already in the current
/// language, in English in the plural; empty: the number alone
[[nodiscard]] std::string with_unit(const std::string& number, std::string_view unit);

/// Whether the current language has an entry for it; English has every text.
[[nodiscard]] bool has_translation(std::string_view english);

/// What somebody calls a thing in a scenario: in whatever script they write, and in English if they say that too.
struct LocalizedText {
  std::string written;
  std::string english;  // may be empty

  LocalizedText() = default;
  LocalizedText(std::string as_written) : written(std::move(as_written)) {}  // NOLINT: any text is a wording
  LocalizedText(const char* as_written) : written(as_written) {}             // NOLINT
  LocalizedText(std::string as_written, std::string in_english)
      : written(std::move(as_written)), english(std::move(in_english)) {}

  [[nodiscard]] bool empty() const { return written.empty() && english.empty(); }

  /// In the current language as far as it is there.
  [[nodiscard]] const std::string& to_string() const {
    const bool in_english = written.empty() || (current_language() == Language::english && !english.empty());
    return in_english ? english : written;
  }

  /// The same, or an id where there is no wording.
  [[nodiscard]] std::string to_string_or(const std::string& id) const { return empty() ? id : to_string(); }

  /// Two with something between them, in each language.
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

/// A text for people: a pattern of the catalogue and what is filled into it, or what somebody wrote, or a list of such.
class Text {
 public:
  Text();
  /// A text of the catalogue without arguments.
  Text(const char* pattern);  // NOLINT: a literal is a text
  /// What a scenario calls something.
  Text(const LocalizedText& wording);  // NOLINT: any wording is a text
  Text(const Text&);
  Text(Text&&) noexcept;
  Text& operator=(const Text&);
  Text& operator=(Text&&) noexcept;
  ~Text();

  /// A text of the catalogue that is known at run time only.
  [[nodiscard]] static Text of(std::string pattern);
  /// What is the same in every language: a name, a number as it was written.
  [[nodiscard]] static Text verbatim(std::string words);
  /// What is worded anew in each language, as amounts are whose unit depends on it.
  /// @param say  called when the text is shown; it must keep what it needs
  [[nodiscard]] static Text worded(std::function<std::string()> say);

  /// A pattern of the catalogue with what is filled into it.
  template <class... Values>
  [[nodiscard]] static Text filled(std::string_view pattern, const Values&... values) {
    if constexpr (sizeof...(Values) == 0) {
      return {pattern, nullptr, 0};
    } else {
      Argument arguments[] = {argument(values)...};
      return {pattern, arguments, sizeof...(Values)};
    }
  }

  /// In the current language.
  [[nodiscard]] std::string to_string() const;
  [[nodiscard]] std::string in(Language language) const;
  operator std::string() const { return to_string(); }  // NOLINT: where a string is wanted, in the current language

  [[nodiscard]] bool empty() const { return pattern_.empty() && arguments_.empty(); }

  /// One text right after another.
  friend Text operator+(const Text& first, const Text& second) { return filled("{}{}", first, second); }
  friend Text operator+(const Text& first, const std::string& second) { return first + verbatim(second); }
  friend Text operator+(const std::string& first, const Text& second) { return verbatim(first) + second; }
  friend Text operator+(const Text& first, const char* second) { return first + verbatim(second); }
  friend Text operator+(const char* first, const Text& second) { return verbatim(first) + second; }

  friend bool operator==(const Text& a, const std::string& b) { return a.to_string() == b; }
  friend bool operator==(const Text& a, const char* b) { return a.to_string() == b; }
  friend bool operator==(const Text& a, const Text& b) { return a.to_string() == b.to_string(); }

  friend std::ostream& operator<<(std::ostream& out, const Text& text);

  /// Whether the catalogue of the current language has all that it is made of.
  [[nodiscard]] bool is_translated() const;

 private:
  // What is filled in. Its members are defined in text.cpp, since texts are made in some two thousand places.
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

  /// Takes the arguments.
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

  std::string pattern_;  // empty: the arguments one after the other
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

/// A text with its arguments: `text("{} of {} replications", done, all)`. A translation may put them in another order by their
/// numbers, `{1}`.
template <class... Values>
[[nodiscard]] Text tr(fmt::format_string<Values...> english, Values&&... values) {
  const fmt::string_view pattern = english;
  return Text::filled({pattern.data(), pattern.size()}, values...);
}

/// The same with its values: of a text that tr_noop() marked where it was written.
/// @throws fmt::format_error if the values do not fit
template <class... Values>
requires(sizeof...(Values) > 0) [[nodiscard]] std::string translated(std::string_view english, Values&&... values) {
  return fmt::vformat(translated(english), fmt::make_format_args(values...));
}

/// Marks a text for the catalogue where it is written but not yet said: translated() says it later.
[[nodiscard]] constexpr const char* tr_noop(const char* english) { return english; }

}  // namespace muster
