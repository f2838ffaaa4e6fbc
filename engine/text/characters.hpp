// Single characters of a text: which are invisible, and which merely look like a keyboard character.
//
// Contract: texts are UTF-8; bytes that are not valid UTF-8 are reported as such. Texts written for people must
// not contain characters that control a terminal, change the writing direction, end a line where no editor does,
// or are invisible (is_hidden()); harmless() makes any text from outside safe to print to a terminal. Leaves out:
// what callers do about such characters.
// Source: The Unicode Standard 15.0, chapters 6.2, 23.2, 23.3 (blanks, controls), 18.5 (wide forms);
// DerivedCoreProperties.txt.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace muster {

/// One character, or one byte that is not part of any.
struct Character {
  char32_t code = 0;     // code point; for a byte that is not part of a character, the byte
  bool readable = true;  // false for a byte that is not part of a character
};

/// Removes the first character from a text and returns it.
/// @param text  not empty
Character take_character(std::string_view& text);

/// Number of characters in a UTF-8 text.
[[nodiscard]] int characters_in(std::string_view text);

/// Encodes a character in UTF-8.
[[nodiscard]] std::string utf8(char32_t code);

/// Whether a character is not allowed in texts for people: a control character other than a tab or a line feed, a
/// line or paragraph separator, a mark of the writing direction, any character that Unicode calls
/// default-ignorable, a Braille blank, or a noncharacter.
[[nodiscard]] bool is_hidden(char32_t code);

/// The keyboard character that a look-alike stands for: `:` for a full-width colon, a blank for a no-break space.
[[nodiscard]] std::optional<char> keyboard_form(char32_t code);

/// Replaces every character that has a keyboard form with that form.
[[nodiscard]] std::string in_keyboard_form(std::string_view text);

/// Replaces every run of blanks and tabs with one blank, and removes those at the ends.
[[nodiscard]] std::string with_single_blanks(std::string_view text);

/// The name of a character in messages, in the current language: "U+FF1A, a full-width colon".
[[nodiscard]] std::string name_of(char32_t code);

/// A text that is safe to print to a terminal: hidden characters appear as `<U+202E>`, bytes that are not UTF-8 as
/// `<0x9B>`.
[[nodiscard]] std::string harmless(std::string_view text);

}  // namespace muster
