#include "engine/text/characters.hpp"

#include "engine/text/text.hpp"

#include <algorithm>
#include <array>
#include <boost/locale/utf.hpp>
#include <fmt/format.h>
#include <iterator>

namespace muster {

namespace {

using Utf8 = boost::locale::utf::utf_traits<char>;

// A range of codes with a common name.
struct Span {
  char32_t from, to;
  const char* name;
};

// Sorted. Contains all of Default_Ignorable_Code_Point (Unicode 15.0, DerivedCoreProperties.txt).
constexpr std::array hidden{
    Span{0x00, 0x08, tr_noop("a control character")},
    Span{0x0B, 0x1F, tr_noop("a control character")},
    Span{0x7F, 0x9F, tr_noop("a control character")},
    Span{0xAD, 0xAD, tr_noop("a hyphen that is shown only at the end of a line")},
    Span{0x034F, 0x034F, tr_noop("a character without width")},
    Span{0x061C, 0x061C, tr_noop("a mark that changes the writing direction")},
    Span{0x115F, 0x1160, tr_noop("a character without width")},
    Span{0x17B4, 0x17B5, tr_noop("a character without width")},
    Span{0x180B, 0x180D, tr_noop("a mark that selects the shape of the character before it")},
    Span{0x180E, 0x180E, tr_noop("a character without width")},
    Span{0x180F, 0x180F, tr_noop("a mark that selects the shape of the character before it")},
    Span{0x200B, 0x200B, tr_noop("a zero-width space")},
    Span{0x200C, 0x200D, tr_noop("a zero-width joiner")},
    Span{0x200E, 0x200F, tr_noop("a mark that changes the writing direction")},
    Span{0x2028, 0x2028, tr_noop("a line separator")},
    Span{0x2029, 0x2029, tr_noop("a paragraph separator")},
    Span{0x202A, 0x202E, tr_noop("a mark that changes the writing direction")},
    Span{0x2060, 0x2065, tr_noop("a character without width")},
    Span{0x2066, 0x2069, tr_noop("a mark that changes the writing direction")},
    Span{0x206A, 0x206F, tr_noop("a character without width")},
    Span{0x2800, 0x2800, tr_noop("a Braille pattern without dots")},
    Span{0x3164, 0x3164, tr_noop("a character without width")},
    Span{0xFDD0, 0xFDEF, tr_noop("an invalid character")},
    Span{0xFE00, 0xFE0F, tr_noop("a mark that selects the shape of the character before it")},
    Span{0xFEFF, 0xFEFF, tr_noop("a byte order mark, which belongs only at the start of a file")},
    Span{0xFFA0, 0xFFA0, tr_noop("a character without width")},
    Span{0xFFF0, 0xFFF8, tr_noop("a character without width")},
    Span{0xFFF9, 0xFFFB, tr_noop("a mark for annotations between lines")},
    Span{0x1BCA0, 0x1BCA3, tr_noop("a character without width")},
    Span{0x1D173, 0x1D17A, tr_noop("a character without width")},
    Span{0xE0000, 0xE00FF, tr_noop("a character without width")},
    Span{0xE0100, 0xE01EF, tr_noop("a mark that selects the shape of the character before it")},
    Span{0xE01F0, 0xE0FFF, tr_noop("a character without width")},
};

// A character that looks like a keyboard character.
struct Alike {
  char32_t code;
  char keyboard;
  const char* name;
};

constexpr std::array alike{
    Alike{0x00A0, ' ', tr_noop("a no-break space")},
    Alike{0x1680, ' ', tr_noop("a space of unusual width")},
    Alike{0x202F, ' ', tr_noop("a narrow no-break space")},
    Alike{0x205F, ' ', tr_noop("a space of unusual width")},
    Alike{0x3000, ' ', tr_noop("a full-width space")},
    Alike{0x2010, '-', tr_noop("a typographic hyphen")},
    Alike{0x2011, '-', tr_noop("a no-break hyphen")},
    Alike{0x2012, '-', tr_noop("a dash")},
    Alike{0x2013, '-', tr_noop("a dash")},
    Alike{0x2014, '-', tr_noop("a dash")},
    Alike{0x2015, '-', tr_noop("a dash")},
    Alike{0x2212, '-', tr_noop("a typographic minus sign")},
    Alike{0xFE63, '-', tr_noop("a small hyphen")},
    Alike{0xFF0D, '-', tr_noop("a full-width hyphen")},
    Alike{0x2018, '\'', tr_noop("a typographic quote")},
    Alike{0x2019, '\'', tr_noop("a typographic quote")},
    Alike{0x201C, '"', tr_noop("a typographic quote")},
    Alike{0x201D, '"', tr_noop("a typographic quote")},
    Alike{0x300C, '"', tr_noop("a corner bracket used as a quote")},
    Alike{0x300D, '"', tr_noop("a corner bracket used as a quote")},
    Alike{0xFF02, '"', tr_noop("a full-width quote")},
    Alike{0xFF07, '\'', tr_noop("a full-width quote")},
    Alike{0x3001, ',', tr_noop("a Chinese enumeration comma")},
    Alike{0xFE50, ',', tr_noop("a small comma")},
    Alike{0xFF0C, ',', tr_noop("a full-width comma")},
    Alike{0x3002, '.', tr_noop("a Chinese full stop")},
    Alike{0xFF0E, '.', tr_noop("a full-width full stop")},
    Alike{0xFF61, '.', tr_noop("a Chinese full stop")},
    Alike{0x2236, ':', tr_noop("a ratio sign")},
    Alike{0xA789, ':', tr_noop("a letter that looks like a colon")},
    Alike{0xFE13, ':', tr_noop("a vertical colon")},
    Alike{0xFE55, ':', tr_noop("a small colon")},
    Alike{0xFF1A, ':', tr_noop("a full-width colon")},
    Alike{0xFF1B, ';', tr_noop("a full-width semicolon")},
    Alike{0x3010, '[', tr_noop("a Chinese bracket")},
    Alike{0x3011, ']', tr_noop("a Chinese bracket")},
    Alike{0x3014, '[', tr_noop("a Chinese bracket")},
    Alike{0x3015, ']', tr_noop("a Chinese bracket")},
    Alike{0xFF08, '(', tr_noop("a full-width bracket")},
    Alike{0xFF09, ')', tr_noop("a full-width bracket")},
    Alike{0xFF3B, '[', tr_noop("a full-width bracket")},
    Alike{0xFF3D, ']', tr_noop("a full-width bracket")},
    Alike{0xFF5B, '{', tr_noop("a full-width bracket")},
    Alike{0xFF5D, '}', tr_noop("a full-width bracket")},
};

constexpr char32_t first_full_width = 0xFF01, last_full_width = 0xFF5E;  // full-width forms of `!` to `~`
constexpr char32_t first_typographic_blank = 0x2000, last_typographic_blank = 0x200A;

const Span* hidden_span(char32_t code) {
  for (const Span& span : hidden)
    if (span.from <= code && code <= span.to) return &span;
  static constexpr Span none{0, 0, tr_noop("an invalid character")};
  return (code & 0xFFFEU) == 0xFFFEU ? &none : nullptr;
}

}  // namespace

Character take_character(std::string_view& text) {
  const char* at = text.data();
  const boost::locale::utf::code_point read = Utf8::decode(at, text.data() + text.size());
  if (read == boost::locale::utf::illegal || read == boost::locale::utf::incomplete) {
    const auto byte = static_cast<unsigned char>(text.front());
    text.remove_prefix(1);
    return {byte, false};
  }
  text.remove_prefix(static_cast<std::size_t>(at - text.data()));
  return {static_cast<char32_t>(read), true};
}

int characters_in(std::string_view text) {
  return static_cast<int>(std::count_if(
      text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

std::string utf8(char32_t code) {
  std::string bytes;
  Utf8::encode(code, std::back_inserter(bytes));
  return bytes;
}

bool is_hidden(char32_t code) { return hidden_span(code) != nullptr; }

std::optional<char> keyboard_form(char32_t code) {
  if (code < 0x80) return std::nullopt;
  const auto found = std::find_if(alike.begin(), alike.end(), [&](const Alike& one) { return one.code == code; });
  if (found != alike.end()) return found->keyboard;
  if (code >= first_full_width && code <= last_full_width) return static_cast<char>('!' + (code - first_full_width));
  if (code >= first_typographic_blank && code <= last_typographic_blank) return ' ';
  return std::nullopt;
}

std::string in_keyboard_form(std::string_view text) {
  std::string plain;
  while (!text.empty()) {
    const std::string_view before = text;
    const Character one = take_character(text);
    const auto form = one.readable ? keyboard_form(one.code) : std::nullopt;
    plain += form ? std::string(1, *form) : std::string(before.substr(0, before.size() - text.size()));
  }
  return plain;
}

std::string with_single_blanks(std::string_view text) {
  std::string single;
  for (const char letter : text)
    if (letter != ' ' && letter != '\t') {
      single += letter;
    } else if (!single.empty() && single.back() != ' ') {
      single += ' ';
    }
  if (single.ends_with(' ')) single.pop_back();
  return single;
}

std::string name_of(char32_t code) {
  const char* name = nullptr;
  if (const Span* span = hidden_span(code)) {
    name = span->name;
  } else if (const auto found =
                 std::find_if(alike.begin(), alike.end(), [&](const Alike& one) { return one.code == code; });
             found != alike.end()) {
    name = found->name;
  } else if (const auto form = keyboard_form(code)) {
    name = *form == ' '                                                       ? tr_noop("a space of unusual width")
           : *form >= '0' && *form <= '9'                                     ? tr_noop("a full-width digit")
           : (*form >= 'A' && *form <= 'Z') || (*form >= 'a' && *form <= 'z') ? tr_noop("a full-width letter")
                                                                              : tr_noop("a full-width sign");
  }
  return name ? tr("U+{:04X}, {}", static_cast<unsigned>(code), translated(name))
              : fmt::format("U+{:04X}", static_cast<unsigned>(code));
}

std::string harmless(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  while (!text.empty()) {
    const std::string_view before = text;
    const Character one = take_character(text);
    if (!one.readable) {
      shown += fmt::format("<0x{:02X}>", static_cast<unsigned>(one.code));
    } else if (is_hidden(one.code)) {
      shown += fmt::format("<U+{:04X}>", static_cast<unsigned>(one.code));
    } else {
      shown += before.substr(0, before.size() - text.size());
    }
  }
  return shown;
}

}  // namespace muster
