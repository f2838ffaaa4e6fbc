// What is known about a run besides its results: what was requested, how it went, and which files it read.
//
// Contract: the code that ran the ensemble fills the record; outputs only read it. Nothing in it affects a
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

/// In English, as the manifest states it.
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

/// Names of the series of money by area: the flows of money asked for, granted and spent, and the stocks of money
/// granted but not spent and of money asked for but not yet paid. A place that lacks one of them has no table of
/// money.
struct MoneySeries {
  std::string asked, granted, spent, unspent, waiting;
};

struct RunRecord {
  std::string version;
  std::string compiler;                   // "GNU 12.2.0"
  std::string program_digest;             // SHA-256 of the program's file
  std::string place;                      // its id
  LocalizedText title;                    // empty: the id is shown
  std::string scenario;                   // path as given
  std::string command;                    // repeats the run
  WrittenCommand asked;                   // the same as values
  Language language = Language::english;  // of the reasons why replications stopped, and of a page when it opens
  std::string resume;                     // the command that continues the run; empty: it keeps no checkpoint

  Seed seed{};
  std::optional<std::uint64_t> replications_requested;  // empty: auto
  std::optional<Replication> only;                      // the one replication of `--replication`
  Finish finish = Finish::count;
  LocalizedText precision;  // the precision that `auto` reached, in words; empty otherwise

  /// For each stopped replication: the command that runs it alone and shows why it stopped.
  std::map<Replication, std::string> reproduce;

  MoneySeries money;           // the series that record the use of money
  std::string results_digest;  // of all tables, in the folder or not; empty: compute it from those in the folder

  std::vector<LocalizedText> charts_left_out;  // for each chart left out, a sentence that says why

  unsigned threads = 1;
  double wall_seconds = 0;
  std::uint64_t peak_memory = 0;  // bytes

  struct Input {
    std::string path;
    std::string bytes;
  };
  std::vector<Input> inputs;                 // every file read, in that order
  std::map<std::string, std::string> found;  // name written on the command line → path of the file used

  const SectionSettings* parameters = nullptr;  // as written and resolved; null: not listed
  std::map<std::string, std::string> sources;   // id of a source → its name and address, or citation
};

}  // namespace muster::output
