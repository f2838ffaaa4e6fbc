// The database of a small run, and queries of it, for tests of databases and archives.
#pragma once

#include "output/database/database.hpp"
#include "output/database/sqlite.hpp"
#include "output/formats/csv.hpp"
#include "output/tables/run.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_results.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <iterator>

namespace muster::testing {

inline output::RunRecord small_record(std::uint64_t seed = 7) {
  output::RunRecord record;
  record.version = "0.1.0";
  record.place = "small";
  record.title = {"小城", "Small town"};
  record.scenario = "small.yaml";
  record.command = fmt::format("muster run small.yaml --seed {}", seed);
  record.seed = Seed{seed};
  record.replications_requested = 4;
  record.inputs = {{"small.yaml", "place: small\n"}};
  record.sources = {{"bureau", "the bureau's yearbook"}};
  return record;
}

// Writes the parts of a run's folder that these tests need.
inline std::filesystem::path written(const std::filesystem::path& folder, std::uint64_t seed = 7, bool keep = false) {
  std::filesystem::create_directories(folder);
  const Results results = small_results();
  output::write_file(folder / "trajectories.csv",
                     [&](std::ostream& out) { output::write_csv(out, output::trajectories_table(results)); });
  output::write_file(folder / "targets.csv",
                     [&](std::ostream& out) { output::write_csv(out, output::targets_table(results)); });
  output::KeptReplications kept(folder, results.shape());
  for (std::uint64_t number = 0; number < 4; ++number) kept.add(small_result(results.shape(), number));
  output::write_database(folder, results, small_record(seed), "as_planned", keep ? &kept : nullptr);
  return folder / output::database_name;
}

// The rows of a query in the format of the .csv tables.
inline std::string csv_of(output::Database& database, const std::string& sql) {
  output::Statement rows(database, sql);
  fmt::memory_buffer text;
  for (int c = 0; c < rows.columns(); ++c) fmt::format_to(std::back_inserter(text), "{}{}", c ? "," : "", rows.name(c));
  text.push_back('\n');
  while (rows.step()) {
    for (int c = 0; c < rows.columns(); ++c) {
      if (c > 0) text.push_back(',');
      const int type = rows.type(c);
      if (type == SQLITE_TEXT) output::append_text(text, rows.text(c));
      if (type == SQLITE_INTEGER || type == SQLITE_FLOAT) output::append_number(text, rows.number(c));
    }
    text.push_back('\n');
  }
  return fmt::to_string(text);
}

inline std::string text_of(output::Database& database, const std::string& sql) {
  output::Statement rows(database, sql);
  return rows.step() ? rows.text(0) : "no row";
}

inline void check_sound(output::Database& database) {
  CHECK(text_of(database, "PRAGMA integrity_check") == "ok");
  CHECK(text_of(database, "PRAGMA foreign_key_check") == "no row");
}

}  // namespace muster::testing
