// The written form of every command, which checkpoints, manifests, resume, merge, verify and pages use.
#include "cli/program.hpp"

#include "engine/parameters/diagnostic.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace muster::cli {

namespace {

using Words = std::vector<std::string>;

// Commands that have no results to repeat.
const std::set<std::string> not_repeated{"resume", "merge",  "verify", "show",      "list",  "archive",
                                         "check",  "doctor", "schema", "reference", "facts", "bench"};

// Options that do not affect the results: how the command is executed and where it writes.
const std::set<std::string> decide_nothing{"--threads", "--quiet", "--out",       "--checkpoint",
                                           "--shard",   "--scale", "sweep --list"};

// The options and positionals that a command requires.
const std::map<std::string, Words> required{
    {"compare", {"fees"}}, {"solve", {"--target", "t", "--lever", "a.b=1..2"}}, {"save", {"--on", "2024-12-31"}}};

// For every option a value that no command has by default, and the words that it needs beside it.
const std::map<std::string, Words> samples{{"--replications", {"77"}},
                                           {"--strategy", {"bonus"}},
                                           {"--set", {"a.b=90 %"}},
                                           {"--min-cell", {"5"}},
                                           {"--seed", {"99"}},
                                           {"--only", {"tables"}},
                                           {"--replication", {"3"}},
                                           {"--keep-replications", {}},
                                           {"--qa", {}},
                                           {"--brief", {}},
                                           {"--target", {"t2"}},
                                           {"--from", {"one", "--to", "other"}},
                                           {"--to", {"other", "--from", "one"}},
                                           {"--constraints", {"c.yaml"}},
                                           {"--whole", {}},
                                           {"--sweep", {"a.b=1,2"}},
                                           {"--lockstep", {}},
                                           {"--design", {"sobol"}},
                                           {"--points", {"12"}},
                                           {"--where", {"a.b<=c.d"}},
                                           {"--probability", {"0.75"}},
                                           {"--lever", {"c.d=-1..2"}},
                                           {"--minimise", {"x.y"}},
                                           {"--most", {"12345"}},
                                           {"--on", {"2025-06-30"}},
                                           {"--person", {"4"}},
                                           {"--station", {"heping-3"}},
                                           {"--list", {}}};

Words with(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

// The written form that a command makes of the words.
output::WrittenCommand asked_of(const Words& words) {
  MusterProgram program;
  REQUIRE_FALSE(program.line.read(words));
  for (const Command& command : program.commands)
    if (command.line.was_typed()) return command.line.asked();
  return {};
}

}  // namespace

TEST_CASE("every option of every command is in its written form or does not affect the results", "[unit][command]") {
  std::set<std::string> unused;
  for (const auto& [name, values] : samples) unused.insert(name);
  std::size_t tried = 0;
  for (const Command& command : MusterProgram().commands) {
    const std::string name = command.line.name();
    if (not_repeated.contains(name)) continue;
    const auto more = required.find(name);
    const Words shortest = with({name, "place"}, more == required.end() ? Words{} : more->second);
    const output::WrittenCommand before = asked_of(shortest);
    INFO(output::typed(before));
    CHECK(before.words.front() == output::WrittenCommand::Word{name, "place"});
    CHECK(asked_of(output::words_of(before)) == before);
    for (const WrittenOption& option : command.line.options()) {
      INFO(name << " " << option.name);
      CHECK(option.decides !=
            (decide_nothing.contains(option.name) || decide_nothing.contains(name + " " + option.name)));
      if (!option.decides || option.positional) continue;
      unused.erase(option.name);
      const auto sample = samples.find(option.name);
      REQUIRE(sample != samples.end());  // a new option needs a sample here
      // An option with a list keeps the required value and the sample; an option that may be given once gets the sample.
      Words words = shortest;
      const auto there = std::find(words.begin(), words.end(), option.name);
      const bool is_list = option.name == "--lever";
      if (there != words.end() && !is_list) words.erase(there, there + 2);
      const output::WrittenCommand after = asked_of(with(with(words, {option.name}), sample->second));
      CHECK_FALSE(after == before);
      const auto stands = [&](const output::WrittenCommand::Word& word) {
        return word.option == option.name &&
               (sample->second.empty() ? !word.value : word.value == sample->second.front());
      };
      CHECK(std::any_of(after.words.begin(), after.words.end(), stands));
      CHECK(asked_of(output::words_of(after)) == after);  // as resume, merge and verify read it
      ++tried;
    }
  }
  CHECK(unused == std::set<std::string>{});
  CHECK(tried > 40);
}

TEST_CASE("options that do not affect the results are not part of the written form", "[unit][command]") {
  const output::WrittenCommand plain = asked_of({"run", "place"});
  CHECK(asked_of({"run", "place", "--threads", "3", "--quiet", "--out", "o", "--checkpoint", "c", "--shard", "1/2"}) ==
        plain);
  CHECK(output::typed(plain) == "muster run place --replications auto --seed 1");
  CHECK(output::typed(asked_of({"compare", "a place", "fees", "b.yaml", "--set", "x=-1"})) ==
        "muster compare 'a place' fees b.yaml --replications 400 --set x=-1 --seed 1");
}

}  // namespace muster::cli
