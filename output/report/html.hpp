// A page as a tree of elements, written in two languages at once with every text escaped.
//
// Contract: texts and attribute values may hold anything, names of files and of a planner's own included: what is written is UTF-8
// in which none of it is markup. A text that is the same in every language stands once, another once in each, in an element with its
// `lang`. Leaves out: which texts (output/documents), what shows one language and hides the other (page.css, page.js).
#pragma once

#include "engine/text/text.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster::output {

struct Html {
  using Attributes = std::vector<std::pair<std::string, std::string>>;

  std::string tag;  // empty: a text, followed by the children
  Text words;       // of a text alone
  Attributes attributes;
  std::vector<std::pair<std::string, Text>> labels;  // attributes that people read
  std::vector<Html> children;

  Html() = default;
  Html(Text of) : words(std::move(of)) {}  // NOLINT: any text is a piece of a page

  /// Adds a child at the end, and is this.
  Html& add(Html child);
  Html& set(std::string name, std::string value);
  /// An attribute that people read.
  Html& label(std::string name, Text value);
};

/// An element. @param attributes  those with an empty value are written by their name alone
[[nodiscard]] Html element(std::string tag, Html::Attributes attributes = {}, std::vector<Html> children = {});

/// What is the same in every language.
[[nodiscard]] inline Html verbatim(std::string words) { return Text::verbatim(std::move(words)); }

/// Every `&`, `<`, `>` and quote as a reference; what is no UTF-8, and control characters, as U+FFFD.
[[nodiscard]] std::string escaped(std::string_view text);

/// As HTML5, without line breaks of its own. Of an attribute that people read the value is that of `first`, and both stand under
/// `data-en-…` and `data-zh-…`.
[[nodiscard]] std::string written(const Html& page, Language first);

/// What `lang` says of a language: `en`, `zh-Hans`.
[[nodiscard]] std::string_view lang_of(Language language);

}  // namespace muster::output
