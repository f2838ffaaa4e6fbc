#include "output/report/page.hpp"

#include "output/charts/render.hpp"
#include "output/file.hpp"
#include "output/manifest.hpp"
#include "output/report/html.hpp"
#include "output/report/page_data.hpp"
#include "output/report/page_files.hpp"
#include "output/report/parameters.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <openssl/evp.h>
#include <optional>
#include <stdexcept>

namespace muster::output {

namespace fs = std::filesystem;

namespace {

// The libraries that draw charts, as scripts.
struct Libraries {
  std::vector<std::string> scripts;
  bool complete = false;
};

Libraries find_libraries() {
  // Installed, they lie beside the renderer; in a source tree, ./muster puts them under build/charts.
  const fs::path beside = chart_renderer().parent_path();
  const std::array roots{beside / "node_modules", beside / "../../build/charts/node_modules"};
  Libraries found;
  for (const fs::path& root : roots) {
    found.scripts.clear();
    for (const char* name : {"vega", "vega-interpreter", "vega-lite"}) {
      std::error_code ignored;
      const fs::path script = root / name / "build" / (std::string(name) + ".min.js"),
                     licence = root / name / "LICENSE";
      if (!fs::is_regular_file(script, ignored)) break;
      const std::string terms = fs::is_regular_file(licence, ignored) ? read_file(licence) : std::string{};
      std::string source = read_file(script);
      if (const std::size_t map = source.rfind("//# sourceMappingURL="); map != std::string::npos) source.resize(map);
      found.scripts.push_back("/*! " + std::string(name) + "\n" + terms + "*/\n" + source);
    }
    found.complete = found.scripts.size() == 3;
    if (found.complete) return found;
  }
  found.scripts.clear();
  return found;
}

// Breaks up all text in a script that would end its element or begin a comment. Such text can occur only in
// strings, so the inserted backslash does not change its meaning.
std::string as_script(std::string_view script) {
  std::string made(script);
  for (const std::string_view ending : {"</script", "</SCRIPT", "<!--"})
    for (std::size_t at = 0; (at = made.find(ending, at)) != std::string::npos; at += 2) made.insert(at + 1, "\\");
  return made;
}

// The name of a script in a content security policy. Source: W3C, Content Security Policy Level 3, sec. 2.3.1
// (hash-source).
std::string hash_source(std::string_view script) {
  const std::string hex = sha256(script);
  std::array<unsigned char, 32> digest{};
  for (std::size_t i = 0; i < digest.size(); ++i)
    digest[i] = static_cast<unsigned char>(std::stoi(hex.substr(2 * i, 2), nullptr, 16));
  std::array<unsigned char, 45> base64{};
  EVP_EncodeBlock(base64.data(), digest.data(), digest.size());
  return fmt::format("'sha256-{}'", reinterpret_cast<const char*>(base64.data()));
}

// The template with each {{slot}} filled; slots inside the inserted texts are not filled.
std::string fill_slots(std::string_view page, const std::map<std::string, std::string, std::less<>>& slots) {
  std::string made;
  while (true) {
    const std::size_t open = page.find("{{"), close = page.find("}}");
    if (open == std::string_view::npos || close == std::string_view::npos) break;
    made += page.substr(0, open);
    const auto slot = slots.find(page.substr(open + 2, close - open - 2));
    if (slot == slots.end()) throw std::logic_error("page.html has a slot that nothing fills");
    made += slot->second;
    page.remove_prefix(close + 2);
  }
  return made += page;
}

// The specifications of a chart in each language, wide for a desk and narrow for a phone.
struct Drawn {
  std::array<Json, language_count> wide, narrow;  // null: there is nothing to draw
};

Drawn drawn(const Chart& chart) {
  Drawn made;
  for (const Language language : {Language::english, Language::chinese}) {
    const LanguageScope in(language);
    const auto l = static_cast<std::size_t>(language);
    made.wide[l] = chart.draw(desk);
    if (made.wide[l].is_object()) made.narrow[l] = chart.draw(phone);
  }
  return made;
}

// A text of a chart, from its two languages.
template <class Find>
Text text_of(const Drawn& chart, const Find& find) {
  return LocalizedText(find(chart.wide[static_cast<std::size_t>(Language::chinese)]),
                       find(chart.wide[static_cast<std::size_t>(Language::english)]));
}

// A specification as the page draws it: without the texts that the page shows beside the chart, and with the layer
// for tooltips.
Json bare(Json spec) {
  const Json pointer = spec.contains("usermeta") ? spec["usermeta"].value("pointer", Json()) : Json();
  for (const char* part : {"title", "description", "usermeta"}) spec.erase(part);
  if (!pointer.is_null()) spec["layer"].push_back(pointer);
  return with_drawable_texts(std::move(spec));
}

// Makes the elements of a page, and collects the data of its charts.
class Page {
 public:
  explicit Page(PageKind kind) : medium_(kind == PageKind::brief ? in_brief : on_page), libraries_(find_libraries()) {}

  Html body(const Document& document);
  [[nodiscard]] const Libraries& libraries() const { return libraries_; }
  [[nodiscard]] Json data() const { return {{"sets", data_.sets()}, {"charts", charts_}}; }

 private:
  [[nodiscard]] bool has(std::uint8_t media) const { return (media & medium_) != 0; }
  void add(Html& to, const std::vector<Block>& blocks);

  Html shown(const Paragraph& paragraph);
  Html shown(const Judged& judged);
  Html shown(const TableBlock& table);
  Html shown(const Picture& picture);
  Html shown(const Terms& terms);
  Html shown(const Assumptions& all) { return parameter_list(*all.record, *all.context); }
  Html shown(const Group& group);

  std::uint8_t medium_;
  Libraries libraries_;
  PageData data_;
  Json charts_ = Json::object();
};

// The class of a tone in the stylesheet.
const char* class_of(Tone tone) {
  constexpr std::array names{"", "verdict", "message", "note", "fine", "warning", "blank"};
  return names[static_cast<std::size_t>(tone)];
}

Html paragraph(const Text& words, const std::string& kind) {
  return element("p", kind.empty() ? Html::Attributes{} : Html::Attributes{{"class", kind}}, {words});
}

Html code(std::string words) { return element("code", {}, {verbatim(std::move(words))}); }

Html blank(const Text& what) {
  return element("span", {{"class", "blank"}}, {tr("to be filled in by hand: {}", what)});
}

Html cell_of(const GridCell& cell) {
  if (cell.style == GridCell::Style::code) return element("code", {}, {cell.words});
  if (cell.blank.empty()) return cell.words;
  Html made;
  if (!cell.words.empty()) made.add(paragraph(cell.words, ""));
  return std::move(made.add(blank(cell.blank)));
}

// A table in a region of its own, which scrolls if the page is too narrow.
Html table_of(const Grid& grid, const Text& caption) {
  Html header = element("tr");
  for (const GridColumn& column : grid.columns) {
    Html head = element("th", {{"scope", "col"}});
    if (column.number) head.set("class", "n");
    header.add(std::move(
        head.add(grid.sortable ? element("button", {{"type", "button"}}, {column.head}) : Html(column.head))));
  }
  Html body = element("tbody");
  for (const std::vector<GridCell>& row : grid.rows) {
    Html line = element("tr");
    for (std::size_t c = 0; c < row.size(); ++c) {
      Html cell = c == 0 ? element("th", {{"scope", "row"}}) : element("td");
      if (c < grid.columns.size() && grid.columns[c].number) cell.set("class", "n");
      if (!std::isnan(row[c].value)) cell.set("data-value", fmt::format("{:.9g}", row[c].value));
      line.add(std::move(cell.add(cell_of(row[c]))));
    }
    body.add(std::move(line));
  }
  Html made = element("table", {{"class", grid.sortable ? "numbers sortable" : "numbers"}});
  made.add(element("caption", {}, {caption})).add(element("thead", {}, {std::move(header)})).add(std::move(body));
  return std::move(element("div", {{"class", "scroll"}, {"tabindex", "0"}, {"role", "region"}}, {std::move(made)})
                       .label("aria-label", caption));
}

Html details(const Text& summary, Html content) {
  return element("details", {}, {element("summary", {}, {summary}), std::move(content)});
}

Html Page::shown(const Paragraph& said) {
  if (said.tone == Tone::blank) return blank(said.words);
  if (said.words.empty())
    return std::move(element("pre", {{"tabindex", "0"}, {"role", "region"}}, {code(said.command)})
                         .label("aria-label", tr("command")));
  Html made = paragraph(said.words, class_of(said.tone));
  if (!said.command.empty()) made.add(verbatim(" ")).add(code(said.command));
  return made;
}

Html Page::shown(const Judged& judged) {
  Html words = element("div", {{"class", "words"}}, {element("h3", {}, {judged.heading})});
  if (!judged.asked.empty())
    words.children.back().add(verbatim(" ")).add(element("span", {{"class", "asked"}}, {judged.asked}));
  for (const Paragraph& says : judged.says) {
    if (medium_ == in_brief && says.tone == Tone::fine) continue;
    words.add(paragraph(says.words, says.tone == Tone::plain ? "sentence" : class_of(says.tone)));
  }
  if (!judged.points_heading.empty()) words.add(paragraph(judged.points_heading, "help"));
  if (!judged.points.empty()) {
    Html list = element("ul", {{"class", "help"}});
    for (const auto& [name, sentence] : judged.points)
      list.add(element("li", {}, {element("strong", {}, {name}), verbatim(" "), sentence}));
    words.add(std::move(list));
  }
  return element("div", {{"class", "target " + judged.kind}, {"role", "listitem"}},
                 {element("p", {{"class", "status"}},
                          {element("span", {{"class", "sign"}, {"aria-hidden", "true"}}, {verbatim(judged.sign)}),
                           element("span", {{"class", "word"}}, {judged.word})}),
                  std::move(words)});
}

Html Page::shown(const TableBlock& table) { return table_of(table.grid, table.caption); }

// The table of figures in the chart's own specification.
std::optional<Grid> own_figures(const Drawn& chart) {
  const auto table = [&](const Json& spec) { return spec.value("usermeta", Json::object()).value("table", Json()); };
  const Json english = table(chart.wide[static_cast<std::size_t>(Language::english)]),
             chinese = table(chart.wide[static_cast<std::size_t>(Language::chinese)]);
  if (english.is_null() || chinese.is_null()) return {};
  const auto both = [](const Json& zh, const Json& en) {
    return Text(LocalizedText(zh.get<std::string>(), en.get<std::string>()));
  };
  Grid grid;
  for (std::size_t c = 0; c < english["head"].size(); ++c)
    grid.columns.push_back({both(chinese.at("head").at(c), english.at("head").at(c)), c > 0});
  for (std::size_t r = 0; r < english["rows"].size(); ++r) {
    std::vector<GridCell>& row = grid.rows.emplace_back();
    for (std::size_t c = 0; c < english["rows"][r].size(); ++c)
      row.emplace_back(both(chinese.at("rows").at(r).at(c), english.at("rows").at(r).at(c)));
  }
  return grid;
}

// A chart on the page: title and explanations as text, a container for the drawing, and the figures as a table.
Html Page::shown(const Picture& picture) {
  Drawn chart = drawn(picture.chart);
  const Json& one = chart.wide.front();
  if (one.is_null()) return {};
  if (const LocalizedText why = reason_for_no_chart(one); !why.empty())
    return paragraph(localized_text([&] { return capitalised(why.to_string()) + full_stop(); }), "note");
  const auto meta = [](const Json& spec, const char* part) {
    return capitalised(spec["usermeta"].value(part, std::string()));
  };
  const Text headline = picture.heading.empty()
                            ? text_of(chart, [&](const Json& spec) { return meta(spec, "headline"); })
                            : picture.heading;
  Html caption = element("figcaption", {}, {element("h3", {}, {headline})});
  for (std::size_t line = 0; line < one["usermeta"].value("below", Json::array()).size(); ++line)
    caption.add(paragraph(text_of(chart,
                                  [&](const Json& spec) {
                                    const Json below = spec["usermeta"].value("below", Json::array());
                                    return line < below.size() ? capitalised(below[line].get<std::string>())
                                                               : std::string();
                                  }),
                          "sub"));
  const std::string& name = picture.chart.name;
  Html made = element("figure", {{"id", "chart-" + name}}, {std::move(caption)});
  made.add(std::move(element("div", {{"class", "plot"}, {"data-chart", name}, {"role", "img"}})
                         .label("aria-label", text_of(chart, [](const Json& spec) {
                                  return spec.value("description", std::string());
                                }))));
  if (medium_ != in_brief) {
    if (picture.figures)
      made.add(details(tr("The figures as a table"), table_of(picture.figures(), headline)));
    else if (const auto own = own_figures(chart))
      made.add(details(tr("The figures as a table"), table_of(*own, headline)));
  }
  Json& entry = charts_[name];
  for (std::size_t l = 0; l < language_count; ++l)
    entry[std::string(code_of(Language{static_cast<std::uint8_t>(l)}))] = {
        {"wide", data_.named(bare(std::move(chart.wide[l])))},
        {"narrow", data_.named(bare(std::move(chart.narrow[l])))}};
  return made;
}

Html Page::shown(const Terms& terms) {
  Html list = element("dl", {{"class", terms.lists ? "left-out" : "facts"}});
  for (const Terms::Term& term : terms.terms) {
    Html name = element("dt");
    if (!terms.lists) {
      name.add(term.name);
    } else {
      name.add(element("strong", {}, {term.name}));
      if (!term.note.empty()) name.add(verbatim(" ")).add(term.note);
    }
    Html says = element("dd");
    if (!terms.lists) {
      for (const GridCell& cell : term.says) says.add(cell_of(cell));
    } else if (!term.says.empty()) {
      Html items = element("ul");
      for (const GridCell& cell : term.says) items.add(element("li", {}, {cell_of(cell)}));
      says.add(std::move(items));
    }
    list.add(std::move(name)).add(std::move(says));
  }
  return list;
}

Html Page::shown(const Group& group) {
  Html inner = element("div", {{"class", "plain"}});
  if (!group.folded) inner.add(element("h3", {}, {group.heading}));
  add(inner, group.blocks);
  return group.folded ? details(group.heading, std::move(inner)) : inner;
}

// Adds blocks to an element. Consecutive blocks of type Judged are put into one list.
void Page::add(Html& to, const std::vector<Block>& blocks) {
  Html* list = nullptr;
  for (const Block& block : blocks) {
    if (!has(block.media)) continue;
    const auto* group = std::get_if<Group>(&block.content);
    if (group && group->folded && medium_ == in_brief) continue;
    Html made = std::visit([&](const auto& content) { return shown(content); }, block.content);
    if (!std::holds_alternative<Judged>(block.content)) {
      list = nullptr;
      to.add(std::move(made));
      continue;
    }
    if (!list) {
      to.add(element("div", {{"class", "targets"}, {"role", "list"}}));
      list = &to.children.back();
    }
    list->add(std::move(made));
  }
}

bool is_nothing(const Html& html) {
  return html.tag.empty() && html.words.empty() && std::all_of(html.children.begin(), html.children.end(), is_nothing);
}

Html Page::body(const Document& document) {
  Html contents = element("ul"), sections;
  for (const Section& section : document.sections) {
    if (!has(section.media)) continue;
    Html inner;
    add(inner, section.blocks);
    if (is_nothing(inner)) continue;  // a chart may have nothing to draw
    contents.add(element("li", {}, {element("a", {{"href", "#" + section.id}}, {section.heading})}));
    sections.add(element("section", {{"id", section.id}, {"aria-labelledby", section.id + "-heading"}},
                         {element("h2", {{"id", section.id + "-heading"}}, {section.heading}), std::move(inner)}));
  }
  Html header = element("header", {{"class", "title"}},
                        {paragraph(document.kind, "kicker"), element("h1", {}, {document.title}),
                         paragraph(document.facts, "facts-line")});
  if (medium_ != in_brief)
    header.add(std::move(element("nav", {}, {std::move(contents)}).label("aria-label", tr("Contents"))));
  Html body;
  body.add(std::move(header));
  if (!libraries_.complete)
    body.add(paragraph(
        tr("This file has no charts, only tables: the chart library was missing on the machine that wrote it."),
        "warning"));
  return std::move(body.add(std::move(sections)));
}

}  // namespace

std::string page_of(const Document& document, PageKind kind) {
  Page page(kind);
  const Html body = page.body(document);
  std::string scripts, sources;
  const auto add_script = [&](const std::string& script) {
    scripts += "<script>" + script + "</script>\n";
    sources += " " + hash_source(script);
  };
  for (const std::string& library : page.libraries().scripts) add_script(as_script(library));
  add_script(as_script(page_js));

  const Language first = current_language();
  return fill_slots(page_html, {{"lang", std::string(lang_of(first))},
                                {"language", std::string(code_of(first))},
                                {"kind", kind == PageKind::brief ? "brief" : "whole"},
                                {"script_sources", sources},
                                {"title", escaped(document.title.to_string())},
                                {"title_en", escaped(document.title.in(Language::english))},
                                {"title_zh", escaped(document.title.in(Language::chinese))},
                                {"css", std::string(page_css)},
                                {"body", written(body, first)},
                                {"data", in_script(page.data())},
                                {"scripts", scripts}});
}

void write_page(const fs::path& file, const Document& document, PageKind kind) {
  write_file(file, page_of(document, kind));
}

}  // namespace muster::output
