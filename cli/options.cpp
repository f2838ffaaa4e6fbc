#include "cli/options.hpp"

#include "cli/processes.hpp"
#include "engine/parameters/diagnostic.hpp"
#include "engine/text/text.hpp"
#include "experiments/session/lever.hpp"
#include "models/roles.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>

namespace muster::cli {

namespace {

struct PartName {
  const char* name;
  bool Parts::*part;
};

constexpr std::array part_names{PartName{"tables", &Parts::tables}, PartName{"database", &Parts::database},
                                PartName{"workbook", &Parts::workbook}, PartName{"charts", &Parts::charts},
                                PartName{"report", &Parts::report}};

std::vector<std::string> all_part_names() {
  std::vector<std::string> names;
  for (const PartName& known : part_names) names.emplace_back(known.name);
  return names;
}

}  // namespace

Parts parts_of(const std::string& written) {
  if (written.empty()) return {};
  Parts parts{false, false, false, false, false};
  for (std::size_t begin = 0; begin <= written.size();) {
    const std::size_t end = std::min(written.find(',', begin), written.size());
    const std::string name = written.substr(begin, end - begin);
    begin = end + 1;
    const auto known =
        std::find_if(part_names.begin(), part_names.end(), [&](const PartName& one) { return name == one.name; });
    if (known == part_names.end())
      throw InputError(
          tr("--only {}: error: `{}` is not something that can be written; choose from {}, separated by commas{}\n",
             written, name, output::listed(all_part_names()), nearest_hint(name, all_part_names())));
    parts.*known->part = true;
  }
  return parts;
}

std::vector<std::string> words_of(const Parts& parts) {
  std::vector<std::string> names;
  for (const PartName& known : part_names)
    if (parts.*known.part) names.emplace_back(known.name);
  return names;
}

std::string names_of(const Parts& parts) {
  const std::vector<std::string> names = words_of(parts);
  return names.size() == part_names.size() ? std::string{} : fmt::format("{}", fmt::join(names, ","));
}

void add_only(CommandLine command, std::string& typed) {
  command
      .add_option(
          "--only", typed,
          tr("write only these, separated by commas: any of tables, database, workbook, charts and report; the "
             "manifest is always written"))
      .normalised([](const std::string& written) { return names_of(parts_of(written)); });
}

Shard shard_of(const std::string& written) {
  constexpr std::size_t most = 100'000;
  std::size_t number = 0, of = 0;
  const char* const end = written.data() + written.size();
  const auto first = std::from_chars(written.data(), end, number);
  const bool slash = first.ec == std::errc{} && first.ptr != end && *first.ptr == '/';
  const auto second = slash ? std::from_chars(first.ptr + 1, end, of) : first;
  if (!slash || second.ec != std::errc{} || second.ptr != end || number < 1 || number > of || of > most)
    refuse_option("--shard " + written,
                  tr("write the shard's number and how many there are, such as 3/16: the third of sixteen"));
  return {number - 1, of};
}

std::string words_of(const Shard& shard) { return fmt::format("{}/{}", shard.number + 1, shard.of); }

void ScenarioOptions::add_scenario_to(CommandLine command, bool takes_states) {
  command
      .add_option(tr("PLACE"), place,
                  takes_states
                      ? tr("a scenario file, the name of a place that came with Muster, or a folder that muster save "
                           "wrote")
                      : tr("a scenario file, or the name of a place that came with Muster"))
      .required();
}

void ScenarioOptions::add_strategy_to(CommandLine command) {
  command.add_option("--strategy", strategy,
                     tr("a strategy laid over the place: a file, or the name of one that came with Muster"));
}

void ScenarioOptions::add_changes_to(CommandLine command) {
  command.add_option("--set", changes, tr("give a parameter another value: posts.mandate.registers=90%"));
}

void ScenarioOptions::add_scale_to(CommandLine command) {
  command
      .add_option("--scale", scale,
                  tr("people outside posts that one simulated person stands for; short for --set {}", scale_parameter))
      .whole_number(1, 10'000)
      .does_not_affect_results();  // choice() turns it into a change, which is in the written form
}

experiments::ScenarioChoice ScenarioOptions::choice(std::shared_ptr<scenarios::InputFiles> files) {
  if (scale) changes.push_back(fmt::format("{}={} people", scale_parameter, *scale));
  scale.reset();
  return {place, strategy, experiments::overrides_of(changes), std::move(files)};
}

void ExecutionOptions::add_seed_to(CommandLine command) {
  command.add_option("--seed", seed, tr("random seed; the same seed gives identical output"))
      .whole_number(0)
      .shows_default();
}

void ExecutionOptions::add_threads_to(CommandLine command) {
  threads = usual_threads(variable);
  command.add_option("--threads", threads, tr("processors to use; does not affect the results"))
      .whole_number(1, 1024)
      .shows_default()
      .does_not_affect_results();
}

void ExecutionOptions::add_quiet_to(CommandLine command) {
  command.add_flag("--quiet", quiet, tr("print only errors")).does_not_affect_results();
}

void ExecutionOptions::add_out_to(CommandLine command, const std::string& folder) {
  command.add_option("--out", out, folder).does_not_affect_results();
}

void ExecutionOptions::add_to(CommandLine command, const std::string& folder, bool shared) {
  add_seed_to(command);
  add_threads_to(command);
  command
      .add_option("--checkpoint", checkpoint,
                  tr("a folder in which to keep finished replications; `muster resume` continues from there"))
      .does_not_affect_results();
  if (shared)
    command
        .add_option("--shard", shard,
                    tr("simulate only this shard of the replications, such as 3/16, and save it in the checkpoint; "
                       "`muster merge` puts the shards together"))
        .does_not_affect_results();
  add_out_to(command, folder);
  add_quiet_to(command);
}

std::shared_ptr<const experiments::SavedStates> saved_states(CommandLine command, ScenarioOptions& scenario,
                                                             ExecutionOptions& execution, std::string& replications,
                                                             const std::shared_ptr<scenarios::InputFiles>& files) {
  std::shared_ptr<const experiments::SavedStates> saved = experiments::SavedStates::in(scenario.place, files);
  if (!saved) return nullptr;
  replications =
      std::to_string(saved->fitted(command.was_typed("--seed") ? std::optional(Seed{execution.seed}) : std::nullopt,
                                   scenario.choice(files).overrides,
                                   command.was_typed("--replications") ? std::optional(replications) : std::nullopt));
  execution.seed = static_cast<std::uint64_t>(saved->seed());
  scenario.place = saved->place();
  for (const scenarios::Override& change : saved->changes())
    scenario.changes.push_back(change.path + "=" + change.value);
  return saved;
}

std::size_t number_of_replications(const std::string& written, const std::string& why_a_number) {
  const std::optional<std::size_t> number = experiments::replications_of(written);
  if (!number) refuse_option("--replications auto", why_a_number);
  return *number;
}

}  // namespace muster::cli
