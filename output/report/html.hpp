// An HTML page as a tree of elements, written in both languages at once and with every text escaped.
//
// Contract: texts and attribute values may hold anything, for example names from files or from a planner; the
// result is UTF-8 in which none of them acts as markup. A text that is the same in both languages is written once;
// otherwise it is written once in each language, in an element with its `lang`. Leaves out: the choice of texts
// (output/documents), showing one language and hiding the other (page.css, page.js).
#pragma once

#include "engine/text/text.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster::output {

struct Html {
  using Attributes = std::vector<std::pair<std::string, std::string>>;

  std::string tag;  // empty: no element, only a text followed by the children
  Text words;       // the text; only without a tag
  Attributes attributes;
  std::vector<std::pair<std::string, Text>> labels;  // attributes shown to readers, in both languages
  std::vector<Html> children;

  Html() = default;
  Html(Text of) : words(std::move(of)) {}  // NOLINT: any text can be on a page

  /// Adds a child at the end. Like set() and label(), it returns this element.
  Html& add(Html child);
  Html& set(std::string name, std::string value);
  /// Adds an attribute that readers see.
  Html& label(std::string name, Text value);
};

/// Makes an element. @param attributes  those with an empty value are written as a name alone
[[nodiscard]] Html element(std::string tag, Html::Attributes attributes = {}, std::vector<Html> children = {});

/// A text that is the same in every language.
[[nodiscard]] inline Html verbatim(std::string words) { return Text::verbatim(std::move(words)); }

/// A text with every `&`, `<`, `>` and quotation mark as a character reference, and with invalid UTF-8 and control
/// characters as U+FFFD.
[[nodiscard]] std::string escaped(std::string_view text);

/// The page as HTML5, without added line breaks. An attribute that readers see has its value in the language
/// `first`; the values in both languages are in `data-en-…` and `data-zh-…`.
[[nodiscard]] std::string written(const Html& page, Language first);

/// The value of the attribute `lang` for a language: `en`, `zh-Hans`.
[[nodiscard]] std::string_view lang_of(Language language);

}  // namespace muster::output
