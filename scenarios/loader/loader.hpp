// From a scenario file to checked settings.
//
// Contract: load() reads a file and those it extends, merges them, applies overrides and checks everything against
// the declared sections. Every fault of every file is added to the diagnostics in one pass, each with its position;
// a scenario may be used only if there are none. Nothing is repaired or assumed. How files merge:
// docs/decisions/0003-merging.md. Leaves out: whether the named series exist, which only the models know; the
// positions of the names are returned so that the caller can check.
#pragma once

#include "engine/ensemble/target.hpp"
#include "engine/parameters/diagnostic.hpp"
#include "engine/parameters/parameter_sets.hpp"
#include "engine/series/areas.hpp"
#include "scenarios/loader/inputs.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace muster::scenarios {

/// A file as it was read, for digests.
struct InputFile {
  std::string path;
  std::string bytes;
};

/// A value from the command line: `--set path=value`.
struct Override {
  std::string path;
  std::string value;
  std::string option = "--set";  // the option it was typed for, which errors name
};

/// A strategy to lay over a place, or part of one.
struct StrategyUse {
  std::filesystem::path file;                    // empty: none, the place as planned
  std::optional<std::vector<std::string>> only;  // the ids of the changes to make; empty: all of them
};

/// The strategy that was laid over a place.
struct Strategy {
  struct Change {
    std::string id;
    LocalizedText title;  // may be empty
    std::string written;  // the whole of it, on one line
  };
  std::string id;
  LocalizedText title;
  std::string why;
  std::vector<Change> changes;  // those of its parents first; all of them, whichever were made
};

/// A series' name somewhere in the scenario.
struct SeriesUse {
  std::string series;
  std::string path;  // such as "targets.s3.series", "headline"
  SourceLocation where;
};

/// A value of a series in a parameter as written; a range has three.
struct GoalText {
  std::string path;  // such as "policy.changes.pause.when.at_least"
  double value = 0;
  std::string unit;  // as a Goal has it
  SourceLocation where;
};

/// The parts of a target that the simulation does not need.
struct TargetText {
  // The goal's unit in canonical words: "share" for %, "yuan", "days", "per year", else as written; may be empty.
  std::string unit;
  SourceLocation goal;  // where the goal is written
  Provenance provenance;
};

/// A historical figure: what was counted of a series on a date up to the start, in the unit in which it was written.
struct HistoryText {
  std::string id;
  std::string series;
  std::string area;  // an id, or `all`
  Date on;
  double value = 0;
  std::string unit;      // as that of a target's goal
  SourceLocation where;  // of the value
  Provenance provenance;
};

/// What `muster sweep` varies if the command line names nothing.
struct SweepText {
  struct Axis {
    std::string parameter;
    std::string values;  // as after `--sweep parameter=`
  };
  std::vector<Axis> axes;
  std::string design = "grid";  // grid, lockstep, lhs or sobol
  std::optional<int> points;    // of a sample
  std::vector<std::string> where;
};

struct Scenario {
  std::string place;  // an id: letters, digits, `_`, `-`
  LocalizedText title;
  Date start;
  Date horizon;  // after start
  Areas areas{std::vector<AreaDefinition>{}};
  std::vector<TargetDefinition> targets;
  std::vector<TargetText> target_texts;        // one for each target
  std::vector<HistoryText> history;            // by date, in the order written on the same one
  std::vector<std::string> headline;           // series to show first
  std::map<std::string, std::string> sources;  // id -> name and address, or citation
  SectionSettings sections;                    // in the order of `sections` given to load(); absent ones have no entry
  std::vector<SeriesUse> series_uses;          // targets, headline and every parameter that names a series
  std::vector<GoalText> goals;                 // values of series in parameters; for a range, all three
  std::optional<Strategy> strategy;
  std::optional<SweepText> sweep;
  std::vector<InputFile> inputs;  // the file, then those it extends, as first reached
};

/// Reads and checks a scenario.
/// @param sections     must outlive the scenario, which points into them
/// @param diagnostics  receives every fault; the result may be used only if it stays empty
/// @param files        where all files are read from and recorded
[[nodiscard]] Scenario load(const std::filesystem::path& file, const std::vector<Section>& sections,
                            const std::vector<Override>& overrides, Diagnostics& diagnostics,
                            const StrategyUse& strategy, InputFiles& files);

}  // namespace muster::scenarios
