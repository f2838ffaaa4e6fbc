#include "output/report/parameters.hpp"

#include "engine/parameters/table.hpp"
#include "engine/parameters/titles.hpp"
#include "output/cited_source.hpp"
#include "output/documents/parts.hpp"
#include "output/words.hpp"

#include <array>
#include <fmt/format.h>
#include <utility>

namespace muster::output {

namespace {

const char* evidence_mark(Evidence evidence) {
  return evidence == Evidence::fact ? "●" : evidence == Evidence::estimate ? "◐" : "○";
}

Html source_of(const Setting& setting, const RunRecord& record) {
  const std::string& source = setting.provenance.source;
  if (source.empty()) return setting.provenance.evidence == Evidence::fact ? verbatim("–") : Html(tr("no source"));
  const auto [name, address] = cited_source(source, record.sources);
  if (address.empty()) return Html(Text::of(name));
  return element("a", {{"href", address}, {"rel", "noreferrer noopener"}}, {Text::of(name)});
}

// One row of the table.
Html row_of(const Setting& setting, const RunRecord& record, const ReportContext& context) {
  const Evidence evidence = setting.provenance.evidence;
  Html note(Text::of(setting.provenance.note));
  if (!setting.provenance.facts.empty())
    note.add(verbatim(
        fmt::format("{}{}", setting.provenance.note.empty() ? "" : " · ", fmt::join(setting.provenance.facts, ", "))));
  Html row = element("tr", {{"data-kind", to_string(evidence)}});
  row.add(
      element("th", {{"scope", "row"}},
              {localized_text([&] { return called(*record.parameters, setting.path); }),
               element("span", {{"class", "meaning"}}, {setting.field ? Text::of(setting.field->meaning) : Text()}),
               element("code", {}, {verbatim(setting.path)})}));
  row.add(element("td", {},
                  {context.value_text ? localized_text([&] { return context.value_text(setting); })
                                      : Text::verbatim(setting.written)}));
  row.add(element("td", {{"class", "kind"}},
                  {element("span", {{"aria-hidden", "true"}}, {verbatim(evidence_mark(evidence))}), verbatim(" "),
                   Text::of(to_string(evidence))}));
  row.add(element("td", {}, {source_of(setting, record)}));
  row.add(element("td", {}, {std::move(note)}));
  const std::string where = fmt::format("{}:{}", shown_path(setting.where.file, context.shipped), setting.where.line);
  row.add(element("td", {}, {element("code", {}, {verbatim(where)})}));
  return row;
}

}  // namespace

Html parameter_list(const RunRecord& record, const ReportContext& context) {
  std::array<std::size_t, 3> kinds{};
  std::size_t all = 0;
  Html list = element("div", {{"id", "parameter-list"}});
  for (const auto& [part, group] : *record.parameters) {
    std::vector<const Setting*> settings;
    collect(group, settings);
    if (settings.empty()) continue;
    Html body = element("tbody");
    for (const Setting* setting : settings) {
      ++kinds[static_cast<std::size_t>(setting->provenance.evidence)];
      ++all;
      body.add(row_of(*setting, record, context));
    }
    const Text caption = tr("Parameters of {}: {}", Text::of(part->title), Text::of(part->meaning));
    Html header = element("tr");
    for (const Text& name : {tr("parameter"), tr("value"), tr("kind"), tr("source"), tr("note"), tr("file and line")})
      header.add(element("th", {{"scope", "col"}}, {name}));
    Html made = element("table", {{"class", "parameters"}});
    made.add(element("caption", {}, {caption})).add(element("thead", {}, {std::move(header)})).add(std::move(body));
    Html region =
        std::move(element("div", {{"class", "scroll"}, {"tabindex", "0"}, {"role", "region"}}, {std::move(made)})
                      .label("aria-label", caption));
    Html summary =
        element("summary", {},
                {element("strong", {}, {Text::of(part->title)}), verbatim(" "),
                 localized_text([&meaning = part->meaning] { return capitalised(translated(meaning)); }),
                 verbatim(" "), element("span", {{"class", "count"}}, {tr("({} parameters)", settings.size())})});
    list.add(element("details", {{"class", "part"}}, {std::move(summary), std::move(region)}));
  }
  Html filter = std::move(element("form", {{"class", "filter"}, {"id", "filter"}, {"role", "search"}})
                              .label("aria-label", tr("Filter the parameters")));
  filter.add(element("label", {},
                     {tr("Search"), verbatim(" "),
                      element("input", {{"type", "search"}, {"id", "filter-text"}, {"autocomplete", "off"}})}));
  Html choice = element("fieldset", {}, {element("legend", {}, {tr("Kind")})});
  for (const Evidence evidence : {Evidence::fact, Evidence::estimate, Evidence::assumption})
    choice.add(element(
        "label", {},
        {element("input", {{"type", "checkbox"}, {"name", "kind"}, {"value", to_string(evidence)}, {"checked", ""}}),
         verbatim(fmt::format(" {} ", evidence_mark(evidence))), Text::of(to_string(evidence)),
         verbatim(fmt::format(" ({})", kinds[static_cast<std::size_t>(evidence)]))}));
  filter.add(std::move(choice));
  filter.add(element("p", {{"role", "status"}, {"class", "fine"}},
                     {element("span", {{"id", "filter-count"}}, {verbatim(std::to_string(all))}),
                      verbatim(" / " + std::to_string(all) + " "), tr("parameters shown")}));
  Html made = element(
      "p", {},
      {tr("{} parameters: {} facts, {} estimates and {} assumptions. A fact is stated in a published source; an "
          "estimate follows from figures of other places or years; an assumption is a judgement that "
          "no published source supports.",
          all, kinds[0], kinds[1], kinds[2])});
  Html both;
  both.add(std::move(made)).add(std::move(filter)).add(std::move(list));
  return both;
}

}  // namespace muster::output
