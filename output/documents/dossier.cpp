#include "output/documents/dossier.hpp"

#include "engine/experiments/sensitivity.hpp"
#include "engine/parameters/titles.hpp"
#include "engine/text/dates.hpp"
#include "output/cited_source.hpp"
#include "output/documents/parts.hpp"
#include "output/findings/drivers.hpp"
#include "output/manifest.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace muster::output {

namespace {

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

// Answers to the items of the guideline.
Section stress(const Results& results, const RunRecord& record, const ReportContext& context,
               const std::vector<const Setting*>& values, const std::vector<Check>& evidence) {
  const ResultsShape& shape = results.shape();
  const Kinds kinds = kinds_of(values);
  Grid grid{{{tr("item"), false, true}, {tr("answer"), false, true}}, {}};
  const auto add = [&](const char* number, const Text& item, Text answer, Text to_fill_in = {}) {
    GridCell cell(std::move(answer));
    cell.blank = std::move(to_fill_in);
    grid.rows.push_back({GridCell(Text::verbatim(number) + " " + item), std::move(cell)});
  };

  const auto list = [](std::size_t count, const auto& name) {
    return localized_text([&] {
      std::vector<std::string> names;
      for (std::size_t i = 0; i < count; ++i) names.push_back(name(i));
      return listed(names);
    });
  };
  const Text targets = list(shape.targets.size(), [&](std::size_t t) { return shape.targets[t].to_string(); }),
             outputs = list(shape.headline.size(),
                            [&](std::size_t h) { return shape.series[shape.headline[h]].name.meaning.to_string(); }),
             parts =
                 list(context.left_out.size(), [&](std::size_t p) { return translated(context.left_out[p].meaning); });
  std::size_t uncertain = 0;
  if (record.parameters) uncertain = uncertain_inputs(*record.parameters).size();

  const auto number = [](std::uint64_t of) { return Text::worded([of] { return grouped(of); }); };
  add("1.1", tr("Purpose of the model"),
      shape.targets.empty()
          ? tr("To project the workforce of {}; no targets are stated.", context.charts.title)
          : tr("To say how likely these targets are to be met, when, and what holds them back: {}.", targets),
      tr("the decision this serves, and who asked for it"));
  add("1.2", tr("Model outputs"),

      tr("{} series by month and area; the headline series are: {}.", shape.series.size(), outputs));
  add("1.3", tr("Aims of experimentation"),
      tr("This run: {} replications of one scenario. Strategies are compared under the same luck with muster compare; "
         "values of levers are searched with muster sweep and muster solve.",
         number(results.replications())),
      tr("which scenarios were run for the decision, and why those"));
  add("2.1", tr("Base model overview"), tr("The model has these parts: {}.", parts));
  add("2.2", tr("Base model logic"),
      tr("Described part by part, with equations, in docs/model.md and in the README of each model's "
         "folder of version {}.",
         record.version));
  add("2.3", tr("Scenario logic"),
      tr("A strategy is a named set of dated or conditional changes of parameters laid over a place; the "
         "parameters of this run, changes included, are in report.html and manifest.json."));
  add("2.4", tr("Algorithms"),

      tr("Events in whole minutes are ordered by instant, phase and order of scheduling; waiting times, "
         "choices and exam results are sampled by inversion; results in correlated subjects of the exam follow a "
         "one-factor probit model."));
  const ModelWords& model = context.model;
  add("2.5.1", tr("Entities"), model.entities);
  add("2.5.2", tr("Activities"), model.activities);
  add("2.5.3", tr("Resources"), model.resources);
  add("2.5.4", tr("Queues"), model.queues);
  add("2.5.5", tr("Entry and exit points"), model.entry_and_exit);
  add("3.1", tr("Data sources"),
      tr("{} sources are named; the data log below lists them with the number of parameters that cite each.",
         record.sources.size()),
      tr("who confirmed that the sources were read correctly"));
  add("3.2", tr("Preprocessing"),
      tr("The note of each estimate says what it was computed from; docs/data.md shows the calculations."));
  add("3.3", tr("Input parameters"),

      tr("{} parameters: {} facts, {} estimates, {} assumptions; {} inputs are uncertain and drawn once per "
         "replication.",
         values.size(), kinds.facts, kinds.estimates, kinds.assumptions, uncertain));
  add("3.4", tr("Assumptions"), tr("The assumption log below has all {} of them.", kinds.assumptions));
  add("4.1", tr("Initialisation"),
      shape.dates.empty() ? Text::verbatim("–")
                          : tr("The state of {} is stated by the scenario and is the first row of every "
                               "table; there is no warm-up to discard.",
                               date_words(shape.dates.front())));
  add("4.2", tr("Run length"),
      shape.dates.empty() ? Text::verbatim("–")
                          : tr("{} to {}, recorded at the end of each month.", date_words(shape.dates.front()),
                               date_words(shape.dates.back())));
  add("4.3", tr("Estimation approach"),
      tr("{} independent replications, seed {}; probabilities with 95 % Wilson intervals; quantiles of "
         "type 7{}.",
         number(results.replications()), static_cast<std::uint64_t>(record.seed),
         results.exact() ? Text() : tr(", from sketches")));
  add("5.1", tr("Software and programming language"), tr("{} {}, C++20.", program_name, record.version));
  add("5.2", tr("Random sampling"),
      tr("Philox 4×64-10, a counter-based generator: each random number is a function of the seed, the replication, "
         "the entity that decides and the decision; all strategies use the same random numbers."));
  add("5.3", tr("Model execution"),
      tr("Discrete events, event scheduling; {} events in this run.", number(results.events())));
  const std::size_t held = static_cast<std::size_t>(
      std::count_if(evidence.begin(), evidence.end(), [](const Check& one) { return one.holds; }));
  add("5.4", tr("System specification"),
      tr("Debian 12 or newer; results do not depend on the machine or the number of threads ({} of {} checks "
         "below hold).",
         held, evidence.size()),
      tr("the machine used for the decision's runs"));
  add("6.1", tr("Computer model sharing"),
      tr("Everything needed to repeat this run is named under “How to repeat it”."),
      tr("where the model and its inputs are kept, and who may have them"));
  Section made{"stress", tr("STRESS-DES"), {}};
  made.add(Paragraph{
      tr("The items of the guideline for reporting simulation studies (Monks et al. 2019), answered from this "
         "run.")});
  made.add(TableBlock{tr("Items of STRESS-DES"), std::move(grid)});
  return made;
}

Section assumption_log(const RunRecord& record, const ReportContext& context,
                       const std::vector<const Setting*>& values) {
  Grid grid{{{tr("parameter"), false, true}, {tr("value")}, {tr("why"), false, true}, {tr("agreed by")}}, {}};
  for (const Setting* value : values) {
    if (std::string(to_string(value->provenance.evidence)) != "assumption") continue;
    const std::string source = cited_source(value->provenance.source, record.sources).name;
    const Text note = Text::of(value->provenance.note), from = source.empty() ? Text() : tr("({})", Text::of(source));
    const bool no_note = value->provenance.note.empty(), no_source = source.empty();
    grid.rows.push_back({GridCell(localized_text([&] { return called(*record.parameters, value->path); })),
                         context.value_text ? GridCell(localized_text([&] { return context.value_text(*value); }))
                                            : GridCell(Text::verbatim(value->written)),
                         no_note && no_source ? tr("no reason given")
                         : no_note            ? from
                         : no_source          ? note
                                              : tr("{} {}", note, from),
                         GridCell::to_fill_in(tr("agreed by"))});
  }
  Section made{"assumptions", tr("Assumption log"), {}};
  made.add(
      Paragraph{tr("{} values are assumptions: judgements that no published source supports. Each needs a person who "
                   "takes responsibility for it.",
                   grid.rows.size())});
  made.add(TableBlock{tr("Assumptions"), std::move(grid)});
  return made;
}

Section data_log(const RunRecord& record, const ReportContext& context, const std::vector<const Setting*>& values) {
  std::map<std::string, std::size_t> uses;
  for (const Setting* value : values) ++uses[value->provenance.source];
  Grid sources{{{tr("source")}, {tr("address"), false, true}, {tr("parameters"), true}, {tr("checked by")}}, {}};
  for (const auto& [id, written] : record.sources) {
    const auto used = uses.find(id);
    if (used == uses.end()) continue;
    const auto [name, address] = cited_source(id, record.sources);
    sources.rows.push_back({Text::of(name), Text::verbatim(address), Text::verbatim(std::to_string(used->second)),
                            GridCell::to_fill_in(tr("checked by, on"))});
  }
  Grid files{{{tr("file")}, {tr("bytes"), true}, {Text::verbatim("SHA-256")}}, {}};
  for (const RunRecord::Input& input : record.inputs)
    files.rows.push_back({GridCell::code(shown_path(input.path, context.shipped)),
                          GridCell(Text::worded([size = input.bytes.size()] { return grouped(size); })),
                          GridCell::code(sha256(input.bytes))});
  Section made{"data", tr("Data log"), {}};
  made.add(TableBlock{tr("Sources, and how many parameters name them"), std::move(sources)});
  made.add(TableBlock{tr("Files read, with their digests (SHA-256)"), std::move(files)});
  return made;
}

Section verification(const std::vector<Check>& evidence) {
  const auto kind = [](Check::Kind of) {
    return of == Check::Kind::conservation  ? tr("conservation")
           : of == Check::Kind::determinism ? tr("determinism")
                                            : tr("closed form");
  };
  Grid grid{{{tr("kind")},
             {tr("what was done"), false, true},
             {tr("expected"), false, true},
             {tr("seen"), false, true},
             {tr("result")}},
            {}};
  std::size_t held = 0;
  for (const Check& one : evidence) {
    held += one.holds ? 1 : 0;
    grid.rows.push_back({kind(one.kind), one.what, one.expected, one.seen,
                         one.holds ? "✓ " + tr("holds") : "✗ " + tr("does not hold")});
  }
  Section made{"verification", tr("Verification evidence"), {}};
  made.add(Paragraph{tr("{} of {} checks made for this dossier hold.", held, grid.rows.size()), Tone::finding});
  made.add(TableBlock{tr("Checks"), std::move(grid)});
  made.add(Paragraph{tr("validation: what people who know the place say of these figures"), Tone::blank});
  return made;
}

Section signatures() {
  Grid grid{{{tr("role")}, {tr("person's name")}, {tr("statement")}, {tr("date, signature")}}, {}};
  for (const Text& role : {tr("model owner"), tr("analyst"), tr("independent reviewer"), tr("decision maker")})
    grid.rows.push_back({role, GridCell::to_fill_in(tr("person's name")),
                         GridCell::to_fill_in(tr("fit for which purpose")),
                         GridCell::to_fill_in(tr("date, signature"))});
  Section made{"sign-off", tr("Sign-off"), {}};
  made.add(TableBlock{tr("People responsible for this model"), std::move(grid)});
  return made;
}

}  // namespace

Document dossier_document(const std::filesystem::path& folder, const Results& results, const RunRecord& record,
                          const ReportContext& context, const std::vector<Check>& evidence) {
  const std::vector<const Setting*> values = values_of(record);
  Document made{tr("For reviewers"),
                tr("Quality dossier: {}", context.charts.title),
                facts_line(results.shape(), results.replications(), record),
                {}};
  made.sections = {stress(results, record, context, values, evidence),
                   assumption_log(record, context, values),
                   data_log(record, context, values),
                   verification(evidence),
                   left_out(context),
                   signatures(),
                   reproduce(folder, record, context)};
  add_withheld_note(made.sections.front(), results);
  return made;
}

}  // namespace muster::output
