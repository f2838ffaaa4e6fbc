#include "output/report/html.hpp"

#include "engine/text/characters.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace muster::output {

namespace {

constexpr std::string_view replacement = "\uFFFD";

bool is_void(std::string_view tag) {
  constexpr std::array<std::string_view, 7> voids{"br", "col", "hr", "img", "input", "meta", "wbr"};
  return std::find(voids.begin(), voids.end(), tag) != voids.end();
}

void write(const Html& node, std::string& to) {
  if (node.tag.empty()) {
    to += escaped(node.text);
  } else {
    to += '<';
    to += node.tag;
    for (const auto& [name, value] : node.attributes) {
      to += ' ';
      to += name;
      if (!value.empty()) to += "=\"" + escaped(value) + '"';
    }
    to += '>';
  }
  for (const Html& child : node.children) write(child, to);
  if (!node.tag.empty() && !is_void(node.tag)) {
    to += "</";
    to += node.tag;
    to += '>';
  }
}

bool same(const Html& a, const Html& b) {
  return a.tag == b.tag && a.text == b.text && a.attributes == b.attributes &&
         std::equal(a.children.begin(), a.children.end(), b.children.begin(), b.children.end(), same);
}

bool alike(const Html& a, const Html& b) {
  return a.tag == b.tag && a.children.size() == b.children.size() &&
         std::equal(a.attributes.begin(), a.attributes.end(), b.attributes.begin(), b.attributes.end(),
                    [](const auto& x, const auto& y) { return x.first == y.first; });
}

Html in_language(Html node, Language language) {
  if (node.tag.empty()) {
    Html span = element("span");
    span.children.push_back(std::move(node));
    node = std::move(span);
  }
  return std::move(node.set("lang", std::string(lang_of(language))));
}

}  // namespace

Html& Html::add(Html child) {
  children.push_back(std::move(child));
  return *this;
}

Html& Html::set(std::string name, std::string value) {
  attributes.emplace_back(std::move(name), std::move(value));
  return *this;
}

Html element(std::string tag, Html::Attributes attributes, std::vector<Html> children) {
  Html made;
  made.tag = std::move(tag);
  made.attributes = std::move(attributes);
  made.children = std::move(children);
  return made;
}

std::string escaped(std::string_view text) {
  std::string made;
  made.reserve(text.size());
  while (!text.empty()) {
    const std::string_view rest = text;
    const Character one = take_character(text);
    const char letter = rest[0];
    if (!one.readable || (one.code < 0x20 && letter != '\n' && letter != '\t') || one.code == 0x7F) {
      made += replacement;
    } else if (letter == '&') {
      made += "&amp;";
    } else if (letter == '<') {
      made += "&lt;";
    } else if (letter == '>') {
      made += "&gt;";
    } else if (letter == '"') {
      made += "&quot;";
    } else if (letter == '\'') {
      made += "&#39;";
    } else {
      made += rest.substr(0, rest.size() - text.size());
    }
  }
  return made;
}

std::string written(const Html& page) {
  std::string to;
  write(page, to);
  return to;
}

std::string_view lang_of(Language language) { return language == Language::chinese ? "zh-Hans" : "en"; }

Html bilingual(const Html& english, const Html& chinese, Language first) {
  if (same(english, chinese)) return english;
  const bool is_text = english.tag.empty() && english.text != chinese.text;
  if (is_text || !alike(english, chinese)) {
    Html both;
    both.add(in_language(english, Language::english)).add(in_language(chinese, Language::chinese));
    return both;
  }
  Html made;
  made.tag = english.tag;
  made.text = english.text;
  for (std::size_t i = 0; i < english.attributes.size(); ++i) {
    const auto& [name, value] = english.attributes[i];
    const std::string& other = chinese.attributes[i].second;
    made.set(name, first == Language::english ? value : other);
    if (value != other) made.set("data-en-" + name, value).set("data-zh-" + name, other);
  }
  for (std::size_t i = 0; i < english.children.size(); ++i)
    made.add(bilingual(english.children[i], chinese.children[i], first));
  return made;
}

}  // namespace muster::output
