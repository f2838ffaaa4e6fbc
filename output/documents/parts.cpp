#include "output/documents/parts.hpp"

#include "engine/clock/calendar.hpp"
#include "output/disclosure.hpp"
#include "output/manifest.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace muster::output {

namespace fs = std::filesystem;

std::string shown_path(const std::string& file, const fs::path& shipped) {
  const std::string root = shipped.generic_string();
  return !root.empty() && file.starts_with(root + "/") ? file.substr(root.size() + 1) : file;
}

void collect(const GroupSetting& group, std::vector<const Setting*>& found) {
  for_each_setting(group, [&](const Setting& setting) {
    const bool nests = std::holds_alternative<GroupSetting>(setting.content) ||
                       std::holds_alternative<std::vector<GroupSetting>>(setting.content);
    if (!nests && !is_name(setting)) found.push_back(&setting);
  });
}

Text facts_line(const ResultsShape& shape, std::size_t replications, const RunRecord& record) {
  return localized_text([&] {
    std::string facts;
    if (!shape.dates.empty())
      facts = tr("{} to {}", date_words(shape.dates.front()), date_words(shape.dates.back())) + " · ";
    return facts + futures_words(replications) + " · " +
           std::string(tr("seed {}", static_cast<std::uint64_t>(record.seed))) + " · " +
           fmt::format("{} {}", program_name, record.version);
  });
}

Section effort(const ResultsShape& shape, std::uint64_t events, const RunRecord& record, Text what) {
  Section made{"effort", {}, {}, in_terminal};
  made.add(Paragraph{localized_text([&] {
    const std::string title = record.title.to_string_or(record.place);
    return shape.dates.empty() ? title
                               : std::string(tr("{}, {} to {}", title, date_words(shape.dates.front()),
                                                date_words(shape.dates.back())));
  })});
  made.add(Paragraph{std::move(what)});
  made.add(Paragraph{Text::worded([&record, events] {
    return std::string(
        tr("{} in {} on {}, {} MB", events_words(events), seconds_words(record.wall_seconds),
           threads_words(record.threads),
           grouped(static_cast<std::uint64_t>(std::llround(static_cast<double>(record.peak_memory) / 1e6)))));
  })});
  return made;
}

void add_warnings(Section& to, std::size_t replications, const std::vector<ReplicationFailure>& stopped,
                  const RunRecord& record) {
  constexpr std::size_t most_shown = 3;
  const auto add = [&](Text words) { to.add(Paragraph{std::move(words), Tone::warning}); };
  if (record.finish == Finish::interrupted)
    add(replications == 0 ? tr("Interrupted before any replication had finished: there are no figures.")
        : record.replications_requested
            ? localized_text([&] {
                return tr("Interrupted after {} of {} replications: every figure is based on these.",
                          grouped(replications), grouped(*record.replications_requested));
              })
            : localized_text([&] {
                return tr("Interrupted after {}: every figure is based on these.", replications_words(replications));
              }));
  if (stopped.empty()) return;
  add(localized_text([&] {
    return tr("{} of {} replications stopped and are not included in any figure:", grouped(stopped.size()),
              grouped(stopped.size() + replications));
  }));
  for (std::size_t i = 0; i < std::min(stopped.size(), most_shown); ++i) {
    const auto command = record.reproduce.find(stopped[i].replication);
    to.add(Paragraph{tr("Replication {}: {}", static_cast<std::uint64_t>(stopped[i].replication), stopped[i].why),
                     Tone::fine, command == record.reproduce.end() ? std::string{} : command->second});
  }
  if (stopped.size() > most_shown)
    to.add(Paragraph{
        localized_text([&] { return tr("{} more are in manifest.json.", grouped(stopped.size() - most_shown)); }),
        Tone::fine});
}

void add_withheld_note(Section& to, const Results& results) {
  const Text words = localized_text([&] {
    const std::string withheld = withheld_words(results);
    return withheld.empty() ? withheld : capitalised(withheld) + full_stop();
  });
  if (!words.empty()) to.add(Paragraph{words, Tone::note});
}

void add_background(Document& to, const fs::path& folder, const RunRecord& record, const ReportContext& context) {
  if (record.parameters) {
    Section& parameters = to.sections.emplace_back(Section{"parameters", tr("Every assumption"), {}});
    parameters.add(Assumptions{&record, &context});
  }
  if (!context.left_out.empty()) to.sections.push_back(left_out(context));
  to.sections.push_back(reproduce(folder, record, context));
}

Section left_out(const ReportContext& context) {
  Section made{"left-out", tr("What the model leaves out"), {}};
  made.add(Paragraph{
      tr("A model is a deliberate simplification. What follows is not in it and does not affect any figure above.")});
  Terms parts{{}, true};
  for (const LeftOut& part : context.left_out) {
    Terms::Term& term = parts.terms.emplace_back(Terms::Term{part.title, {}, Text::of(part.meaning)});
    for (const std::string& what : part.what) term.says.emplace_back(Text::of(what));
  }
  made.add(std::move(parts));
  return made;
}

Section reproduce(const fs::path& folder, const RunRecord& record, const ReportContext& context) {
  Section made{"reproduce", tr("How to repeat it"), {}};
  made.add(
      Paragraph{tr("The same command with the same version and the same inputs gives the same tables, byte by byte, "
                   "on any machine and any number of threads.")});
  made.add(Paragraph{{}, Tone::plain, record.command});
  Terms facts;
  facts.terms.push_back({tr("version"), {Text::verbatim(fmt::format("{} {}", program_name, record.version))}});
  facts.terms.push_back({tr("seed"), {Text::verbatim(std::to_string(static_cast<std::uint64_t>(record.seed)))}});
  if (!folder.empty())
    facts.terms.push_back({tr("digest of the results"), {GridCell::code(digest_of_results(folder, record))}});
  made.add(std::move(facts));
  Grid inputs{{{tr("file")}, {Text::verbatim("SHA-256")}}, {}};
  for (const RunRecord::Input& input : record.inputs)
    inputs.rows.push_back(
        {GridCell::code(shown_path(input.path, context.shipped)), GridCell::code(sha256(input.bytes))});
  made.add(TableBlock{tr("Inputs and their digests (SHA-256)"), std::move(inputs)});
  return made;
}

}  // namespace muster::output
