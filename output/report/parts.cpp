#include "output/report/parts.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/text/text.hpp"
#include "output/charts/renderer_location.hpp"
#include "output/disclosure.hpp"
#include "output/file.hpp"
#include "output/manifest.hpp"
#include "output/report/page.hpp"
#include "output/report/page_data.hpp"
#include "output/report/sentences.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>
#include <openssl/evp.h>
#include <stdexcept>

namespace muster::output {

namespace fs = std::filesystem;

namespace {

// The libraries that draw, as scripts; and why there are none.
struct Libraries {
  std::vector<std::string> scripts;
  bool complete = false;
};

Libraries find_libraries() {
  // Installed beside the renderer; in the source tree, where ./muster puts them.
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

// Nothing in a script may end its element or begin a comment; both can only stand in its strings.
std::string as_script(std::string_view script) {
  std::string made(script);
  for (const std::string_view ending : {"</script", "</SCRIPT", "<!--"})
    for (std::size_t at = 0; (at = made.find(ending, at)) != std::string::npos; at += 2) made.insert(at + 1, "\\");
  return made;
}

// What a policy names a script by. Source: W3C, Content Security Policy Level 3, sec. 2.3.1 (hash-source).
std::string hash_source(std::string_view script) {
  const std::string hex = sha256(script);
  std::array<unsigned char, 32> digest{};
  for (std::size_t i = 0; i < digest.size(); ++i)
    digest[i] = static_cast<unsigned char>(std::stoi(hex.substr(2 * i, 2), nullptr, 16));
  std::array<unsigned char, 45> base64{};
  EVP_EncodeBlock(base64.data(), digest.data(), digest.size());
  return fmt::format("'sha256-{}'", reinterpret_cast<const char*>(base64.data()));
}

// The template with each {{slot}} filled; what is filled in is not looked at again.
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

}  // namespace

std::string page_of(const std::function<Spoken()>& say) {
  std::array<Spoken, language_count> spoken;
  for (const Language language : {Language::english, Language::chinese}) {
    const Speaking in(language);
    spoken[static_cast<std::size_t>(language)] = say();
  }
  const Language first = current_language();
  const Spoken& english = spoken[static_cast<std::size_t>(Language::english)];
  const Spoken& chinese = spoken[static_cast<std::size_t>(Language::chinese)];

  PageData data;
  Json charts = Json::object();
  for (const Spoken* one : {&english, &chinese})
    for (const PageChart& chart : one->charts) {
      Json& entry = charts[chart.name];
      entry["grammar"] = chart.grammar == ChartGrammar::vega ? "vega" : "vega-lite";
      entry[one == &english ? "en" : "zh"] = {{"wide", data.named(chart.wide)}, {"narrow", data.named(chart.narrow)}};
    }

  const Libraries libraries = find_libraries();
  std::string scripts, sources;
  const auto add_script = [&](const std::string& script) {
    scripts += "<script>" + script + "</script>\n";
    sources += " " + hash_source(script);
  };
  for (const std::string& library : libraries.scripts) add_script(as_script(library));
  add_script(as_script(page_js));

  return fill_slots(page_html, {{"lang", std::string(lang_of(first))},
                                {"language", std::string(code_of(first))},
                                {"script_sources", sources},
                                {"title", escaped(spoken[static_cast<std::size_t>(first)].title)},
                                {"title_en", escaped(english.title)},
                                {"title_zh", escaped(chinese.title)},
                                {"css", std::string(page_css)},
                                {"body", written(bilingual(english.body, chinese.body, first))},
                                {"data", in_script({{"sets", data.sets()}, {"charts", charts}})},
                                {"scripts", scripts}});
}

bool charts_can_be_drawn() { return find_libraries().complete; }

Html paragraph(std::string words, std::string kind) {
  Html made = element("p", {}, {});
  if (!kind.empty()) made.set("class", std::move(kind));
  return std::move(made.add(std::move(words)));
}

Html code(std::string words) { return element("code", {}, {std::move(words)}); }

// A table in a region of its own, which scrolls where the page is narrow.
Html table(const std::string& caption, const std::vector<std::string>& head,
           const std::vector<std::vector<PageCell>>& rows, const std::string& kind) {
  Html header = element("tr");
  for (const std::string& name : head) header.add(element("th", {{"scope", "col"}}, {name}));
  Html body = element("tbody");
  for (const std::vector<PageCell>& row : rows) {
    Html line = element("tr");
    for (std::size_t i = 0; i < row.size(); ++i) {
      Html cell = i == 0 ? element("th", {{"scope", "row"}}) : element("td");
      if (row[i].is_number) cell.set("class", "n");
      line.add(std::move(cell.add(row[i].content)));
    }
    body.add(std::move(line));
  }
  Html made = element("table", {{"class", kind}});
  made.add(element("caption", {}, {caption})).add(element("thead", {}, {std::move(header)})).add(std::move(body));
  return element("div", {{"class", "scroll"}, {"tabindex", "0"}, {"role", "region"}, {"aria-label", caption}},
                 {std::move(made)});
}

Html details(const std::string& summary, Html content) {
  return element("details", {}, {element("summary", {}, {summary}), std::move(content)});
}

Html section(const std::string& id, const std::string& heading, std::vector<Html> content) {
  Html made = element("section", {{"id", id}, {"aria-labelledby", id + "-heading"}});
  made.add(element("h2", {{"id", id + "-heading"}}, {heading}));
  for (Html& one : content) made.add(std::move(one));
  return made;
}

std::string shown_path(const std::string& file, const fs::path& shipped) {
  const std::string root = shipped.generic_string();
  return !root.empty() && file.starts_with(root + "/") ? file.substr(root.size() + 1) : file;
}

void collect(const GroupSetting& group, std::vector<const Setting*>& found) {
  for (const Setting& setting : group.fields) {
    if (const auto* nested = std::get_if<GroupSetting>(&setting.content)) {
      collect(*nested, found);
    } else if (const auto* items = std::get_if<std::vector<GroupSetting>>(&setting.content)) {
      for (const GroupSetting& item : *items) collect(item, found);
    } else {
      found.push_back(&setting);
    }
  }
}

Html left_out(const ReportContext& context) {
  Html list = element("dl", {{"class", "left-out"}});
  for (const LeftOut& part : context.left_out) {
    list.add(element("dt", {}, {element("strong", {}, {part.section}), " ", translated(part.meaning)}));
    Html items = element("ul");
    for (const std::string& what : part.what) items.add(element("li", {}, {translated(what)}));
    list.add(element("dd", {}, {std::move(items)}));
  }
  return section(
      "left-out", text("What the model leaves out"),
      {paragraph(
           text("A model is a simplification on purpose. What follows is not in it and can move no figure above.")),
       std::move(list)});
}

Html reproduce(const fs::path& folder, const RunRecord& record, const ReportContext& context) {
  std::vector<std::vector<PageCell>> rows;
  for (const RunRecord::Input& input : record.inputs)
    rows.push_back({{code(shown_path(input.path, context.shipped))}, {code(sha256(input.bytes))}});
  Html facts = element("dl", {{"class", "facts"}});
  const auto add = [&](const std::string& name, Html value) {
    facts.add(element("dt", {}, {name})).add(element("dd", {}, {std::move(value)}));
  };
  add(text("version"), fmt::format("{} {}", program_name, record.version));
  add(text("seed"), std::to_string(static_cast<std::uint64_t>(record.seed)));
  add(text("digest of the results"), code(digest_of_results(folder, record)));
  return section(
      "reproduce", text("How to repeat it"),
      {paragraph(text("The same command with the same version and the same inputs gives the same tables, byte by byte, "
                      "on any machine "
                      "and any number of threads.")),
       element("pre", {{"tabindex", "0"}, {"role", "region"}, {"aria-label", text("command")}}, {code(record.command)}),
       std::move(facts),
       table(text("Inputs and their digests (SHA-256)"), {text("file"), "SHA-256"}, rows, "digests")});
}

void add_withheld_note(Spoken& page, const Results& results) {
  if (const std::string words = withheld_words(results); !words.empty())
    page.body.add(paragraph(begun(words) + text("."), "note"));
}

Html head_of(const std::string& title, const std::string& what, const ResultsShape& shape, std::size_t replications,
             const RunRecord& record, const std::vector<std::pair<std::string, std::string>>& contents) {
  Html made = element("header", {{"class", "title"}});
  made.add(paragraph(what, "kicker"));
  made.add(element("h1", {}, {title}));
  std::string facts;
  if (!shape.dates.empty()) facts = text("{} to {}", iso(shape.dates.front()), iso(shape.dates.back())) + " · ";
  facts += text("{} futures", grouped(replications)) + " · " +
           text("seed {}", static_cast<std::uint64_t>(record.seed)) + " · " +
           fmt::format("{} {}", program_name, record.version);
  made.add(paragraph(facts, "facts-line"));
  Html list = element("ul");
  for (const auto& [id, name] : contents) list.add(element("li", {}, {element("a", {{"href", "#" + id}}, {name})}));
  made.add(element("nav", {{"aria-label", text("Contents")}}, {std::move(list)}));
  return made;
}

}  // namespace muster::output
