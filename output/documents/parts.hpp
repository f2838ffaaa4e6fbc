// Sections and blocks that documents share: what the model leaves out, how to repeat a run, which replications
// stopped, time and memory used.
#pragma once

#include "engine/ensemble/results.hpp"
#include "output/document/document.hpp"
#include "output/documents/context.hpp"
#include "output/run_record.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace muster::output {

/// The path of a file; for a shipped file, relative to the folder of shipped files.
[[nodiscard]] std::string shown_path(const std::string& file, const std::filesystem::path& shipped);

/// Appends every value of a group in order, including those of nested groups and lists, but without names.
void collect(const GroupSetting& group, std::vector<const Setting*>& found);

/// "2021-12-31 to 2027-12-31 · 200 futures · seed 1 · Muster 0.1.0"
[[nodiscard]] Text facts_line(const ResultsShape& shape, std::size_t replications, const RunRecord& record);

/// Events, time, threads and memory of a run, for a terminal. The record may still change until the document is shown.
/// @param what  what was simulated: "60 replications of …, seed 1"
[[nodiscard]] Section effort(const ResultsShape& shape, std::uint64_t events, const RunRecord& record, Text what);

/// Adds warnings if the run was interrupted or replications stopped.
void add_warnings(Section& to, std::size_t replications, const std::vector<ReplicationFailure>& stopped,
                  const RunRecord& record);

/// Adds a note on what is withheld, if there is a rule.
void add_withheld_note(Section& to, const Results& results);

/// Adds every assumption, what the model leaves out, and how to repeat the run.
/// @param folder  holds the tables, whose digest is stated; empty: there are none
void add_background(Document& to, const std::filesystem::path& folder, const RunRecord& record,
                    const ReportContext& context);

/// The section on what the model leaves out.
[[nodiscard]] Section left_out(const ReportContext& context);

/// The section on how to repeat a run.
/// @param folder  as in add_background()
[[nodiscard]] Section reproduce(const std::filesystem::path& folder, const RunRecord& record,
                                const ReportContext& context);

}  // namespace muster::output
