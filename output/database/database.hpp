// results.sqlite: a run as tables, to ask questions of and to collect with others (experiments/archive/archive.hpp).
//
// Contract: written last but for the manifest, into a folder that is not yet committed, by one writer in one transaction. The same
// inputs and seed give the same bytes for any number of threads, as long as the SQLite library is the same: it notes its version
// in the file's header. The columns' meaning is in schema.sql and in docs/guide/database.md.
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

/// What the schema says of itself in a file's header; a test holds the two together.
inline constexpr int database_application = 0x4d555354;  // MUST
inline constexpr int database_version = 3;

/// schema.sql, which becomes part of the program: the tables that hang on a run in ways of their own, and the views.
extern const std::string_view database_schema;

/// That, and below it the tables of a run that every format has alike (tables/run.hpp): a row for each of theirs, by its position.
[[nodiscard]] std::string whole_database_schema();

/// Writes it into a folder whose tables are there already. @param strategy  its id; `as_planned` for none
/// @param kept  replications to write one by one; null: none
/// @throws OutputError
void write_database(const std::filesystem::path& folder, const Results& results, const RunRecord& record,
                    const std::string& strategy, const KeptReplications* kept = nullptr);

/// The same of a comparison: a run for each strategy, with its differences from the first. Trajectories are there of the series
/// whose distribution the comparison keeps. @throws OutputError
void write_database(const std::filesystem::path& folder, const PairedComparison& comparison,
                    const ComparisonRecord& record);

}  // namespace muster::output
