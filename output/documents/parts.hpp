// Sections and blocks that documents share: what is left out, how to repeat it, what stopped, what it took.
#pragma once

#include "engine/ensemble/results.hpp"
#include "output/document/document.hpp"
#include "output/documents/context.hpp"
#include "output/run_record.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace muster::output {

/// A file's path, from where shipped files are if it is one of them.
[[nodiscard]] std::string shown_path(const std::string& file, const std::filesystem::path& shipped);

/// Every value of a group, those of groups and lists within it included, in order; not what things are called.
void collect(const GroupSetting& group, std::vector<const Setting*>& found);

/// "2021-12-31 to 2027-12-31 · 200 futures · seed 1 · Muster 0.1.0"
[[nodiscard]] Text facts_line(const ResultsShape& shape, std::size_t replications, const RunRecord& record);

/// What it took, for a terminal. The record may still change until the document is shown.
/// @param what  what was simulated: "60 replications of …, seed 1"
[[nodiscard]] Section effort(const ResultsShape& shape, std::uint64_t events, const RunRecord& record, Text what);

/// That it was interrupted, and what stopped: nothing where all went well.
void add_warnings(Section& to, std::size_t replications, const std::vector<ReplicationFailure>& stopped,
                  const RunRecord& record);

/// What is withheld, where a rule was given.
void add_withheld_note(Section& to, const Results& results);

/// Every assumption, what the model leaves out, and how to repeat it. @param folder  holds the tables, whose digest is named; empty: none
void add_background(Document& to, const std::filesystem::path& folder, const RunRecord& record,
                    const ReportContext& context);

/// What the model leaves out; how to repeat a run.
[[nodiscard]] Section left_out(const ReportContext& context);
[[nodiscard]] Section reproduce(const std::filesystem::path& folder, const RunRecord& record,
                                const ReportContext& context);

}  // namespace muster::output
