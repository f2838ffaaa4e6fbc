// results.sqlite: a run as tables, for queries and for collecting many runs (experiments/archive/archive.hpp).
//
// Contract: written after all other files except the manifest, into a folder that is not yet committed, by one
// writer in one transaction. The same inputs and seed give the same bytes for any number of threads, as long as
// the SQLite library is the same, because it writes its version into the file's header. The columns are described
// in schema.sql and in docs/guide/database.md.
#pragma once

#include "engine/ensemble/results.hpp"
#include "output/comparison_record.hpp"
#include "output/database/kept.hpp"
#include "output/run_record.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace muster::output {

inline constexpr std::string_view database_name = "results.sqlite";
inline constexpr std::string_view no_strategy = "as_planned";

/// The identification that the schema writes into a file's header; a test checks that both agree.
inline constexpr int database_application = 0x4d555354;  // MUST
inline constexpr int database_version = 3;

/// schema.sql, which becomes part of the program: the tables with columns of their own, and the views.
extern const std::string_view database_schema;

/// database_schema, followed by the tables of a run that every format has in the same form (tables/run.hpp); their
/// rows are identified by their position.
[[nodiscard]] std::string whole_database_schema();

/// Writes the database of a run into a folder that already has its tables.
/// @param strategy  its id; `as_planned` for none
/// @param kept  replications to write one by one; null: none
/// @throws OutputError
void write_database(const std::filesystem::path& folder, const Results& results, const RunRecord& record,
                    const std::string& strategy, const KeptReplications* kept = nullptr);

/// Writes the database of a comparison: a run for each strategy, with its differences from the first. It has
/// trajectories only of the series whose distribution the comparison keeps. @throws OutputError
void write_database(const std::filesystem::path& folder, const PairedComparison& comparison,
                    const ComparisonRecord& record);

}  // namespace muster::output
