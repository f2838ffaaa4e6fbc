#include "output/report/dossier.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/experiments/sensitivity.hpp"
#include "engine/text/text.hpp"
#include "output/file.hpp"
#include "output/manifest.hpp"
#include "output/report/drivers.hpp"
#include "output/report/parts.hpp"
#include "output/report/sentences.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace muster::output {

namespace {

// A field that only a person can fill.
Html blank(const std::string& what) {
  return element("span", {{"class", "blank"}}, {text("to be filled in by hand: {}", what)});
}

std::string list_of_names(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : text(", ")) + name;
  return list;
}

std::vector<const Setting*> values_of(const RunRecord& record) {
  std::vector<const Setting*> values;
  if (record.parameters)
    for (const auto& [section, group] : *record.parameters) collect(group, values);
  return values;
}

struct Kinds {
  std::size_t facts = 0, estimates = 0, assumptions = 0;
};

Kinds kinds_of(const std::vector<const Setting*>& values) {
  Kinds kinds;
  for (const Setting* value : values) {
    const std::string kind = to_string(value->provenance.evidence);
    ++(kind == "fact" ? kinds.facts : kind == "estimate" ? kinds.estimates : kinds.assumptions);
  }
  return kinds;
}

// The guideline's twenty items.
Html stress(const Results& results, const RunRecord& record, const ReportContext& context,
            const std::vector<const Setting*>& values, const std::vector<Check>& evidence) {
  const ResultsShape& shape = results.shape();
  const Kinds kinds = kinds_of(values);
  std::vector<std::vector<PageCell>> rows;
  const auto add = [&](const char* number, std::string item, Html answer) {
    rows.push_back({{std::string(number) + " " + std::move(item)}, {std::move(answer)}});
  };
  const auto both = [](std::string words, Html field) {
    return element("div", {}, {paragraph(std::move(words)), std::move(field)});
  };

  std::vector<std::string> targets, outputs, parts;
  for (const TargetDefinition& target : shape.targets) targets.push_back(target.shown());
  for (const std::size_t s : shape.headline) outputs.push_back(shape.series[s].name.meaning);
  for (const LeftOut& part : context.left_out) parts.push_back(translated(part.meaning));
  std::size_t uncertain = 0;
  if (record.parameters) uncertain = uncertain_inputs(*record.parameters).size();

  add("1.1", text("Purpose of the model"),
      both(targets.empty()
               ? text("To project the workforce of {}; no targets are stated.", context.charts.title.shown())
               : text("To say how likely these targets are met, when, and what holds them back: {}.",
                      list_of_names(targets)),
           blank(text("the decision this serves, and who asked for it"))));
  add("1.2", text("Model outputs"),
      paragraph(
          text("{} series by month and area; first among them: {}.", shape.series.size(), list_of_names(outputs))));
  add("1.3", text("Aims of experimentation"),
      both(text("This run: {} replications of one scenario. Strategies are compared under the same luck by muster "
                "compare; levers are searched by muster sweep and muster solve.",
                grouped(results.replications())),
           blank(text("which scenarios were run for the decision, and why those"))));
  add("2.1", text("Base model overview"), paragraph(text("The model has these parts: {}.", list_of_names(parts))));
  add("2.2", text("Base model logic"),
      paragraph(text("Described part by part, with equations, in docs/model.md and in the README of each model's "
                     "folder of version {}.",
                     record.version)));
  add("2.3", text("Scenario logic"),
      paragraph(text("A strategy is a named set of dated or conditional changes of parameters laid over a place; the "
                     "parameters of this run, changes included, are in report.html and manifest.json.")));
  add("2.4", text("Algorithms"),
      paragraph(
          text("Events in whole minutes are ordered by instant, phase and order of scheduling; waiting times, "
               "choices and exam results are sampled by inversion; correlated subjects by a one-factor probit.")));
  add("2.5.1", text("Entities"),
      paragraph(text("Persons, posts, stations, agencies and cohorts of candidates, each an individual with a history "
                     "of its own.")));
  add("2.5.2", text("Activities"),
      paragraph(text("Registering, sitting, certifying, hiring, leaving, founding and staffing stations, serving, "
                     "deploying in disasters; the events of one life: muster trace.")));
  add("2.5.3", text("Resources"),
      paragraph(text("Posts, seats in courses, money of a fiscal year, capacity of agencies.")));
  add("2.5.4", text("Queues"),
      paragraph(
          text("Vacancies wait for applicants, stations for money, operators and rooms, in an order stated by the "
               "scenario.")));
  add("2.5.5", text("Entry and exit points"),
      paragraph(text("People enter by joining the profession, by registering and by being hired from elsewhere; they "
                     "leave by resigning, retiring and leaving the profession.")));
  add("3.1", text("Data sources"),
      both(text("{} sources are named; the data log below lists them with the number of parameters each carries.",
                record.sources.size()),
           blank(text("who confirmed that the sources were read correctly"))));
  add("3.2", text("Preprocessing"),
      paragraph(text("Estimates name what they were computed from in their notes; docs/data.md has the working.")));
  add("3.3", text("Input parameters"),
      paragraph(
          text("{} parameters: {} facts, {} estimates, {} assumptions; {} inputs are uncertain and drawn once per "
               "replication.",
               values.size(), kinds.facts, kinds.estimates, kinds.assumptions, uncertain)));
  add("3.4", text("Assumptions"), paragraph(text("The assumption log below has all {} of them.", kinds.assumptions)));
  add("4.1", text("Initialisation"),
      paragraph(shape.dates.empty() ? std::string("–")
                                    : text("The state of {} is stated by the scenario and is the first row of every "
                                           "table; there is no warm-up to discard.",
                                           iso(shape.dates.front()))));
  add("4.2", text("Run length"),
      paragraph(shape.dates.empty() ? std::string("–")
                                    : text("{} to {}, reported at the end of each month.", iso(shape.dates.front()),
                                           iso(shape.dates.back()))));
  add("4.3", text("Estimation approach"),
      paragraph(text("{} independent replications, seed {}; probabilities with 95 % Wilson intervals; quantiles of "
                     "type 7{}.",
                     grouped(results.replications()), static_cast<std::uint64_t>(record.seed),
                     results.exact() ? "" : text(", from sketches"))));
  add("5.1", text("Software and programming language"), paragraph(text("{} {}, C++20.", program_name, record.version)));
  add("5.2", text("Random sampling"),
      paragraph(text("Philox 4×64-10, a counter-based generator: a number is a function of seed, replication, who "
                     "decides and what; strategies share their luck.")));
  add("5.3", text("Model execution"),
      paragraph(text("Discrete events, event scheduling; {} events in this run.", grouped(results.events()))));
  const std::size_t held = static_cast<std::size_t>(
      std::count_if(evidence.begin(), evidence.end(), [](const Check& one) { return one.holds; }));
  add("5.4", text("System specification"),
      both(text("Debian 12 or newer; results do not depend on the machine or the number of threads ({} of {} checks "
                "below hold).",
                held, evidence.size()),
           blank(text("the machine used for the decision's runs"))));
  add("6.1", text("Computer model sharing"),
      both(text("Everything needed to repeat this run is named under “How to repeat it”."),
           blank(text("where the model and its inputs are kept, and who may have them"))));
  return section("stress", text("STRESS-DES"),
                 {paragraph(text("The items of the guideline for reporting simulation studies (Monks et al. 2019), "
                                 "answered from this run.")),
                  table(text("Items of STRESS-DES"), {text("item"), text("answer")}, rows, "words")});
}

Html assumption_log(const RunRecord& record, const ReportContext& context, const std::vector<const Setting*>& values) {
  std::vector<std::vector<PageCell>> rows;
  for (const Setting* value : values) {
    if (std::string(to_string(value->provenance.evidence)) != "assumption") continue;
    const auto source = record.sources.find(value->provenance.source);
    std::string why = translated(value->provenance.note);
    if (!value->provenance.source.empty())
      why += (why.empty() ? "" : " ") +
             text("({})", source == record.sources.end() ? value->provenance.source : translated(source->second));
    rows.push_back({{code(value->path)},
                    {context.value_text ? context.value_text(*value) : value->written},
                    {why.empty() ? text("no reason given") : why},
                    {blank(text("agreed by"))}});
  }
  return section("assumptions", text("Assumption log"),
                 {paragraph(text("{} values are assumptions: judgements that nothing printed supports. Each wants a "
                                 "person who answers for it.",
                                 rows.size())),
                  details(text("Show the assumptions"),
                          table(text("Assumptions"), {text("parameter"), text("value"), text("why"), text("agreed by")},
                                rows, "words"))});
}

Html data_log(const RunRecord& record, const ReportContext& context, const std::vector<const Setting*>& values) {
  std::map<std::string, std::size_t> uses;
  for (const Setting* value : values) ++uses[value->provenance.source];
  std::vector<std::vector<PageCell>> sources, files;
  for (const auto& [name, address] : record.sources) {
    const auto used = uses.find(name);
    if (used == uses.end()) continue;
    sources.push_back(
        {{code(name)}, {translated(address)}, {std::to_string(used->second), true}, {blank(text("checked by, on"))}});
  }
  for (const RunRecord::Input& input : record.inputs)
    files.push_back({{code(shown_path(input.path, context.shipped))},
                     {grouped(input.bytes.size()), true},
                     {code(sha256(input.bytes))}});
  return section("data", text("Data log"),
                 {table(text("Sources, and how many parameters name them"),
                        {text("name"), text("source"), text("parameters"), text("checked by")}, sources, "words"),
                  table(text("Files read, with their digests (SHA-256)"), {text("file"), text("bytes"), "SHA-256"},
                        files, "digests")});
}

Html verification(const std::vector<Check>& evidence) {
  std::vector<std::vector<PageCell>> rows;
  const auto kind = [](Check::Kind of) {
    return of == Check::Kind::conservation  ? text("conservation")
           : of == Check::Kind::determinism ? text("determinism")
                                            : text("closed form");
  };
  std::size_t held = 0;
  for (const Check& one : evidence) {
    held += one.holds ? 1 : 0;
    rows.push_back({{kind(one.kind)},
                    {one.what},
                    {one.expected},
                    {one.seen},
                    {one.holds ? "✓ " + text("holds") : "✗ " + text("does not hold")}});
  }
  return section(
      "verification", text("Verification evidence"),
      {paragraph(text("{} of {} checks made for this dossier hold.", held, rows.size()), "message"),
       table(text("Checks"), {text("kind"), text("what was done"), text("expected"), text("seen"), text("outcome")},
             rows, "words"),
       blank(text("validation: what people who know the place say of these figures"))});
}

Html signatures() {
  std::vector<std::vector<PageCell>> rows;
  for (const Text& role : {text("model owner"), text("analyst"), text("independent reviewer"), text("decision maker")})
    rows.push_back(
        {{role}, {blank(text("name"))}, {blank(text("fit for which purpose"))}, {blank(text("date, signature"))}});
  return section("sign-off", text("Sign-off"),
                 {table(text("People who answer for this model"),
                        {text("role"), text("name"), text("statement"), text("date, signature")}, rows, "words")});
}

Spoken say_dossier(const std::filesystem::path& folder, const Results& results, const RunRecord& record,
                   const ReportContext& context, const std::vector<Check>& evidence) {
  Spoken page;
  page.title = text("Quality dossier: {}", context.charts.title.shown());
  const std::vector<const Setting*> values = values_of(record);
  std::vector<Html> parts{stress(results, record, context, values, evidence),
                          assumption_log(record, context, values),
                          data_log(record, context, values),
                          verification(evidence),
                          left_out(context),
                          signatures(),
                          reproduce(folder, record, context)};
  const std::vector<std::pair<std::string, std::string>> contents{{"stress", text("STRESS-DES")},
                                                                  {"assumptions", text("Assumption log")},
                                                                  {"data", text("Data log")},
                                                                  {"verification", text("Verification evidence")},
                                                                  {"left-out", text("What the model leaves out")},
                                                                  {"sign-off", text("Sign-off")},
                                                                  {"reproduce", text("How to repeat it")}};
  page.body.add(head_of(page.title, text("For reviewers"), results.shape(), results.replications(), record, contents));
  add_withheld_note(page, results);
  for (Html& part : parts) page.body.add(std::move(part));
  return page;
}

}  // namespace

std::string dossier_page(const std::filesystem::path& folder, const Results& results, const RunRecord& record,
                         const ReportContext& context, const std::function<std::vector<Check>()>& gather) {
  return page_of([&] { return say_dossier(folder, results, record, context, gather()); });
}

void write_dossier(const std::filesystem::path& folder, const Results& results, const RunRecord& record,
                   const ReportContext& context, const std::function<std::vector<Check>()>& gather) {
  write_file(folder / "qa.html", dossier_page(folder, results, record, context, gather));
}

}  // namespace muster::output
