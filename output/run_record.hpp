// What is known of a run beside its results: what was asked, how it went, and what it read.
//
// Contract: whoever ran the ensemble fills it; the manifest and the terminal summary only read it. Nothing in it decides a
// result, so two runs with the same inputs and seed may differ here (threads, wall time) and nowhere else.
#pragma once

#include "engine/parameters/parameter_sets.hpp"
#include "engine/random/stream.hpp"
#include "engine/text/text.hpp"
#include "output/written_command.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace muster::output {

/// Why no further replications were added.
enum class Finish : std::uint8_t { count, precision, limit, interrupted };

/// In English, as the manifest has it.
[[nodiscard]] constexpr const char* to_string(Finish finish) {
  switch (finish) {
    case Finish::count:
      return tr_noop("all that were asked for");
    case Finish::precision:
      return tr_noop("precision reached");
    case Finish::limit:
      return tr_noop("limit of replications reached");
    case Finish::interrupted:
      return tr_noop("interrupted");
  }
  return "";
}

/// The series of money, by area: flows of what was asked for, granted and spent, and stocks of what is
/// granted and not spent, and of what is asked for and not yet paid. A place
/// that lacks one has no table of money.
struct MoneySeries {
  std::string asked, granted, spent, unspent, waiting;
};

struct RunRecord {
  std::string version;
  std::string compiler;        // "GNU 12.2.0"
  std::string program_digest;  // SHA-256 of the program's file
  std::string place;           // its id
  LocalizedText title;         // empty: the id is shown
  std::string scenario;        // path as given
  std::string command;         // reproduces the run
  WrittenCommand asked;        // the same in values
  Language language =
      Language::english;  // in which the reasons of what stopped are written, and with which a page opens
  std::string resume;     // the command that goes on with it; empty: none, it keeps no checkpoint

  Seed seed{};
  std::optional<std::uint64_t> replications_requested;  // empty: auto
  std::optional<Replication> only;                      // the one replication of `--replication`
  Finish finish = Finish::count;
  LocalizedText precision;  // what `auto` reached, in words; empty otherwise

  /// The command that runs one replication alone, and shows why it stopped.
  std::map<Replication, std::string> reproduce;

  MoneySeries money;           // which series say what became of money
  std::string results_digest;  // of all tables, whether or not they are in the folder; empty: of those that are

  std::vector<LocalizedText> charts_left_out;  // why there is no chart of something, each in a sentence

  unsigned threads = 1;
  double wall_seconds = 0;
  std::uint64_t peak_memory = 0;  // bytes

  struct Input {
    std::string path;
    std::string bytes;
  };
  std::vector<Input> inputs;                 // every file read, in that order
  std::map<std::string, std::string> found;  // by what was written on the command line: the path it stood for

  const SectionSettings* parameters = nullptr;  // as written and resolved; null: none to list
  std::map<std::string, std::string> sources;   // what a short source name stands for
};

}  // namespace muster::output
