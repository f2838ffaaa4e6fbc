// The characters of a text, one by one: which of them nobody can see, and which only look like a mark of the keyboard.
//
// Contract: texts are UTF-8; bytes that are none are named as such. A text that people wrote and will read may hold no character
// that steers a terminal, turns the direction of writing, ends a line where no editor ends one, or cannot be seen (is_hidden());
// harmless() shows whatever came from outside so that it can do nothing to a terminal. Leaves out: what is done about them.
// Source: The Unicode Standard 15.0, chapters 6.2, 23.2, 23.3 (blanks, controls), 18.5 (wide forms); DerivedCoreProperties.txt.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace muster {

/// One character, or one byte that is part of none.
struct Character {
  char32_t code = 0;     // of a byte that is part of none: the byte
  bool readable = true;  // whether it is a character
};

/// Takes the first character off a text.
/// @param text  not empty
Character take_character(std::string_view& text);

/// How many characters a UTF-8 text has.
[[nodiscard]] int characters_in(std::string_view text);

/// A character in UTF-8.
[[nodiscard]] std::string utf8(char32_t code);

/// Whether a text for people may not have it: a control character other than a tab or a line feed, a line or paragraph separator,
/// a mark of the direction of writing, whatever Unicode calls default-ignorable, a Braille blank, a noncharacter.
[[nodiscard]] bool is_hidden(char32_t code);

/// What stands on the keyboard for a character that looks like that and is another: `:` for a full-width colon, a blank for a
/// no-break space.
[[nodiscard]] std::optional<char> keyboard_form(char32_t code);

/// A text with every character that has a keyboard form in that form.
[[nodiscard]] std::string in_keyboard_form(std::string_view text);

/// A text with every run of blanks and tabs as one blank, and none at its ends.
[[nodiscard]] std::string with_single_blanks(std::string_view text);

/// How a message names a character, in the current language: "U+FF1A, a full-width colon".
[[nodiscard]] std::string name_of(char32_t code);

/// A text that a terminal shows and does not obey: hidden characters as `<U+202E>`, bytes that are no UTF-8 as `<0x9B>`.
[[nodiscard]] std::string harmless(std::string_view text);

}  // namespace muster
