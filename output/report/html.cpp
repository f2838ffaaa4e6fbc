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

void write(const Html& node, Language first, std::string& to);

void write_attribute(const std::string& name, const std::string& value, std::string& to) {
  to += ' ' + name;
  if (!value.empty()) to += "=\"" + escaped(value) + '"';
}

void write_words(const Text& words, std::string& to) {
  const std::string english = words.in(Language::english), chinese = words.in(Language::chinese);
  if (english == chinese) {
    to += escaped(english);
    return;
  }
  for (const auto& [said, language] : {std::pair(&english, Language::english), std::pair(&chinese, Language::chinese)})
    to += "<span lang=\"" + std::string(lang_of(language)) + "\">" + escaped(*said) + "</span>";
}

void write(const Html& node, Language first, std::string& to) {
  if (node.tag.empty()) {
    write_words(node.words, to);
  } else {
    to += '<' + node.tag;
    for (const auto& [name, value] : node.attributes) write_attribute(name, value, to);
    for (const auto& [name, value] : node.labels) {
      const std::string shown = value.in(first), english = value.in(Language::english),
                        chinese = value.in(Language::chinese);
      write_attribute(name, shown, to);
      if (english == chinese) continue;
      write_attribute("data-en-" + name, english, to);
      write_attribute("data-zh-" + name, chinese, to);
    }
    to += '>';
  }
  for (const Html& child : node.children) write(child, first, to);
  if (!node.tag.empty() && !is_void(node.tag)) to += "</" + node.tag + '>';
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

Html& Html::label(std::string name, Text value) {
  labels.emplace_back(std::move(name), std::move(value));
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

std::string written(const Html& page, Language first) {
  std::string to;
  write(page, first, to);
  return to;
}

std::string_view lang_of(Language language) { return language == Language::chinese ? "zh-Hans" : "en"; }

}  // namespace muster::output
