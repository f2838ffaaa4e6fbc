// What people read, in their language: texts are written in English where they are used and looked up in a catalogue.
//
// Contract: an English text is its own key; what a catalogue lacks stays English, so a missing entry is no error at run time (a
// test finds it). composed() makes a text of a model's words and a scenario's names. The language is one for the process, set
// before anything is said; Speaking changes it for a while, to write one report in several: while no other thread says anything.
// Leaves out: the catalogues, which hold words the engine does not know, and what programs read (series names, tables, manifests).
// Source: the method is that of GNU gettext; docs/decisions/0017-languages.md.
#pragma once

#include <cstdint>
#include <fmt/format.h>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster {

enum class Language : std::uint8_t { english, chinese };
inline constexpr std::size_t language_count = 2;

/// `en`, `zh`: as on the command line, in files and in a page's `lang`.
[[nodiscard]] std::string_view code_of(Language language);
[[nodiscard]] std::optional<Language> language_with(std::string_view code);

/// What the environment asks for: the first of LC_ALL, LC_MESSAGES and LANG that is set; English if that is nothing known.
[[nodiscard]] Language language_of_environment();

[[nodiscard]] Language current_language();
void set_language(Language language);

/// Gives a language its catalogue: the bytes of a compiled gettext catalogue (.mo), which must stay where they are.
/// @throws std::invalid_argument if they are none
void install_catalogue(Language language, std::string_view bytes);

/// Says everything in another language until the end of its scope.
class Speaking {
 public:
  explicit Speaking(Language language) : before_(current_language()) { set_language(language); }
  ~Speaking() { set_language(before_); }
  Speaking(const Speaking&) = delete;
  Speaking& operator=(const Speaking&) = delete;
  Speaking(Speaking&&) = delete;
  Speaking& operator=(Speaking&&) = delete;

 private:
  Language before_;
};

/// A text known only at run time (a declared meaning, a unit) in the current language.
[[nodiscard]] std::string translated(std::string_view english);

/// Whether the current language has an entry for it; English has every text.
[[nodiscard]] bool has_translation(std::string_view english);

/// A text with its values, in the current language: `text("{} of {} replications", done, all)`. A translation may put the values
/// in another order by their numbers, `{1}`.
template <class... Values>
[[nodiscard]] std::string text(fmt::format_string<Values...> english, Values&&... values) {
  const fmt::string_view key = english;
  const std::string words = translated({key.data(), key.size()});
  return fmt::vformat(words, fmt::make_format_args(values...));
}

/// The same with its values: of a text that for_catalogue() marked where it was written.
/// @throws fmt::format_error if the values do not fit
template <class... Values>
requires(sizeof...(Values) > 0) [[nodiscard]] std::string translated(std::string_view english, Values&&... values) {
  return fmt::vformat(translated(english), fmt::make_format_args(values...));
}

/// Marks a text for the catalogue where it is written but not yet said: translated() says it later.
[[nodiscard]] constexpr const char* for_catalogue(const char* english) { return english; }

/// What somebody calls a thing in a scenario: in whatever script they write, and in English if they say that too.
struct Wording {
  std::string written;
  std::string english;  // may be empty

  Wording() = default;
  Wording(std::string as_written) : written(std::move(as_written)) {}  // NOLINT: any text is a wording
  Wording(const char* as_written) : written(as_written) {}             // NOLINT
  Wording(std::string as_written, std::string in_english)
      : written(std::move(as_written)), english(std::move(in_english)) {}

  [[nodiscard]] bool empty() const { return written.empty() && english.empty(); }

  /// In the current language as far as it is there.
  [[nodiscard]] const std::string& shown() const {
    const bool in_english = written.empty() || (current_language() == Language::english && !english.empty());
    return in_english ? english : written;
  }

  /// The same, or an id where there is no wording.
  [[nodiscard]] std::string shown_or(const std::string& id) const { return empty() ? id : shown(); }

  /// Two with something between them, in each language.
  [[nodiscard]] static Wording joined(const Wording& first, std::string_view between, const Wording& second) {
    const auto in_english = [](const Wording& one) { return one.english.empty() ? one.written : one.english; };
    return {first.written + std::string(between) + second.written,
            first.english.empty() && second.english.empty()
                ? ""
                : in_english(first) + std::string(between) + in_english(second)};
  }

  friend bool operator==(const Wording&, const Wording&) = default;
};

/// The English of a declared text with a scenario's names in it ("certificates issued in the period, level {}"), remembered so
/// that translated() can say it in another language, with the names in that language.
[[nodiscard]] std::string composed(std::string_view english, std::vector<Wording> names);

}  // namespace muster
