// A page as a tree of elements, written with every text escaped, and two trees of two languages made one.
//
// Contract: texts and attribute values may hold anything, names of files and of a planner's own included: what is written is UTF-8
// in which none of it is markup. Two trees that say the same in two languages become one that says each text once where it is the
// same, and else twice, each in an element with its `lang`. Leaves out: which texts (report.hpp), what shows one language and
// hides the other (page.css, page.js).
#pragma once

#include "engine/text/text.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster::output {

struct Html {
  using Attributes = std::vector<std::pair<std::string, std::string>>;

  std::string tag;   // empty: a text, followed by the children
  std::string text;  // of a text alone
  Attributes attributes;
  std::vector<Html> children;

  Html() = default;
  Html(std::string words) : text(std::move(words)) {}  // NOLINT: any text is a piece of a page
  Html(const char* words) : text(words) {}             // NOLINT
  Html(const Text& words) : text(words.shown()) {}     // NOLINT

  /// Adds a child at the end, and is this.
  Html& add(Html child);
  Html& set(std::string name, std::string value);
};

/// An element. @param attributes  those with an empty value are written by their name alone
[[nodiscard]] Html element(std::string tag, Html::Attributes attributes = {}, std::vector<Html> children = {});

/// Every `&`, `<`, `>` and quote as a reference; what is no UTF-8, and control characters, as U+FFFD.
[[nodiscard]] std::string escaped(std::string_view text);

/// As HTML5, without line breaks of its own.
[[nodiscard]] std::string written(const Html& page);

/// What `lang` says of a language: `en`, `zh-Hans`.
[[nodiscard]] std::string_view lang_of(Language language);

/// Both at once. An attribute that differs has the value of `first` and both under `data-en-…` and `data-zh-…`.
[[nodiscard]] Html bilingual(const Html& english, const Html& chinese, Language first);

}  // namespace muster::output
