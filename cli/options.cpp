#include "cli/options.hpp"

#include "cli/cluster/cluster.hpp"
#include "cli/command_line.hpp"
#include "cli/terminal.hpp"
#include "engine/parameters/diagnostic.hpp"
#include "engine/text/text.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>

namespace muster::cli {

std::vector<scenarios::Override> overrides_of(const std::vector<std::string>& written) {
  std::vector<scenarios::Override> overrides;
  for (const std::string& change : written) {
    const std::size_t equals = change.find('=');
    if (equals == std::string::npos || equals == 0)
      throw InputError(text("--set {}: error: no `=` in it; write --set posts.mandate.registers=90%\n", change));
    overrides.push_back({change.substr(0, equals), change.substr(equals + 1)});
  }
  return overrides;
}

void refuse_option(const std::string& option, const std::string& why) {
  throw InputError(text("{}: error: {}\n", option, why));
}

std::optional<std::size_t> replications_of(const std::string& written) {
  constexpr std::size_t most = 1'000'000;
  if (written == "auto") return std::nullopt;
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), number);
  if (error != std::errc{} || end != written.data() + written.size() || number < 1 || number > most)
    throw InputError(text("--replications {}: error: write a number from 1 to {} or `auto`\n", written, most));
  return number;
}

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
          text("--only {}: error: `{}` is nothing that is written; name any of {}, with commas between{}\n", written,
               name, output::listed(all_part_names()), nearest_hint(name, all_part_names())));
    parts.*known->part = true;
  }
  return parts;
}

std::string names_of(const Parts& parts) {
  std::vector<std::string> names;
  for (const PartName& known : part_names)
    if (parts.*known.part) names.emplace_back(known.name);
  return names.size() == part_names.size() ? std::string{} : fmt::format("{}", fmt::join(names, ","));
}

void add_only(CommandLine command, std::string& typed) {
  command.add_option("--only", typed,
                     text("write only what is named of tables, database, workbook, charts and report, with commas "
                          "between; the manifest is always written"));
}

std::vector<std::string> words_of(const output::Asked& asked) {
  std::vector<std::string> words;
  for (const auto& [option, value] : asked.words) {
    const bool like_an_option = value && !option.empty() && value->starts_with('-');
    if (like_an_option) words.push_back(option + "=" + *value);
    if (like_an_option) continue;
    if (!option.empty()) words.push_back(option);
    if (value) words.push_back(*value);
  }
  return words;
}

std::string typed(const output::Asked& asked) {
  std::string command = "muster";
  for (const std::string& word : words_of(asked)) command += " " + quoted(word);
  return command;
}

void SimulationOptions::add_to(CommandLine command) {
  threads = usual_threads(variable);
  command.add_option("--seed", seed, text("of all luck; same seed, same bytes")).whole_number(0).shows_default();
  command.add_option("--threads", threads, text("processors to use; changes nothing in the results"))
      .whole_number(1, 1024)
      .shows_default();
  command.add_option("--set", changes, text("give a parameter another value: posts.mandate.registers=90%"));
  command.add_option("--checkpoint", checkpoint,
                     text("a folder to keep finished replications in: `muster resume` goes on from there"));
  command.add_flag("--quiet", quiet, text("say nothing but errors"));
}

}  // namespace muster::cli
