// What a scenario file may contain: its head, declared in the way that models declare their parameters, and one key
// for each section.
//
// Contract: one table describes the whole file, so that merging, reading, `--set` and the schema follow the same
// declaration. `extends` and `sources` are not parameters and not in the table. Leaves out: how values are written.
#pragma once

#include "engine/parameters/parameter_sets.hpp"
#include "engine/text/text.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::scenarios {

struct AreaEntry {
  std::string id;
  std::string name;
  std::string english;
  std::string within;

  static void declare(ParameterTable<AreaEntry>& table);
};

struct TargetEntry {
  std::string id;
  std::string title;
  std::string english;
  std::string series;
  std::string area = "all";
  std::string at_least;
  std::string at_most;
  Date by;

  static void declare(ParameterTable<TargetEntry>& table);
};

struct HistoryEntry {
  std::string id;
  std::string series;
  std::string area = "all";
  Date on;
  std::string value;

  static void declare(ParameterTable<HistoryEntry>& table);
};

struct AxisEntry {
  std::string id;
  std::string parameter;
  std::string values;

  static void declare(ParameterTable<AxisEntry>& table);
};

enum class Design : std::uint8_t { grid, lockstep, lhs, sobol };

struct SweepEntry {
  std::vector<AxisEntry> axes;
  Design design = Design::grid;
  std::optional<int> points;
  std::vector<std::string> where;

  static void declare(ParameterTable<SweepEntry>& table);
};

/// The keys at the top of a file besides the sections.
struct Head {
  std::string place;
  std::string title;
  std::string english;
  Date start;
  Date horizon;
  std::vector<std::string> headline;
  std::vector<AreaEntry> areas;
  std::vector<TargetEntry> targets;
  std::vector<HistoryEntry> history;
  std::optional<SweepEntry> sweep;

  static void declare(ParameterTable<Head>& table);
};

inline constexpr std::string_view extends_key = "extends";
inline constexpr std::string_view extends_meaning =
    tr_noop("the files that this one extends: paths from this file's folder");
/// The meaning of the key `english`, which may stand beside every title and name.
inline constexpr const char* english_meaning = tr_noop("the name in English, shown in reports in English");

inline constexpr std::string_view sources_key = "sources";
inline constexpr std::string_view sources_meaning =
    tr_noop("the sources by id: a name and an address, such as `Census of 2020, https://example.org`, or a citation");

/// The keys that state what a value, or every value of a group, rests on.
inline constexpr std::array<std::string_view, 4> provenance_keys = {"fact", "kind", "source", "note"};
[[nodiscard]] bool is_provenance_key(std::string_view key);

/// The table of a whole file: the head's fields, then a group for each section.
[[nodiscard]] TableSpec file_table(const std::vector<Section>& sections);

/// Whether a text is an id: 1 to 80 letters, digits, `_` and `-`, so that it can be used in paths, file names and
/// columns.
[[nodiscard]] bool is_id(std::string_view text);

/// What to write in place of something that does not fit, in the current language: "one of `a` and `b`".
[[nodiscard]] std::string how_to_write(const FieldSpec& field);

/// Whether a number is a value of the series that is named in the same group, and so written in the unit of that
/// series.
[[nodiscard]] bool is_of_series(const TableSpec& table, const FieldSpec& field);

/// A value of a series as written, before its unit is checked against that of the series.
struct Goal {
  double value = 0;
  std::string unit;  // in canonical words: "share" for %, "yuan", "days", "per year", else as written; may be empty
};

/// Reads `100 %`, `500 people`, `400人`, `15 万元`, 0.95; nothing if it does not start with a number.
[[nodiscard]] std::optional<Goal> read_goal(const std::string& text);

/// The range that a number may have, "1 day to 730 days"; empty if any number is allowed.
[[nodiscard]] std::string range_of(const FieldSpec& field);

/// "`a`, `b` and `c`", at most eight of them.
[[nodiscard]] std::string list_of(const std::vector<std::string>& words);

}  // namespace muster::scenarios
