// report.html: what a planner sends upwards, in one file that needs nothing else and speaks two languages.
//
// Contract: the answer first, then the charts with their tables, what the spread is made of, every parameter, what is left out and
// how to repeat it. Everything lies within the file; nothing is fetched, and a policy in the page forbids it. It starts in the
// current language; a button turns it into the other. Same results, same bytes. Where the chart library is missing the page has
// its tables and says so. Leaves out: what the tables and the manifest hold for programs.
#pragma once

#include "engine/ensemble/comparison.hpp"
#include "engine/ensemble/results.hpp"
#include "output/charts/specs.hpp"
#include "output/comparison_record.hpp"
#include "output/explanation.hpp"
#include "output/run_record.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace muster::output {

/// What a part of the model leaves out, in the words of its author (English, with an entry in the catalogue).
struct LeftOut {
  std::string section;
  std::string meaning;  // of the section
  std::vector<std::string> what;
};

/// What relaxing constraints does for the targets that are not likely to be met: worked out for the page, or why not.
struct Relaxations {
  std::size_t replications = 0;  // of every scenario; 0: not worked out
  std::vector<TargetConstraints> targets;
  Wording why_none;     // a sentence; empty: nothing to say
  std::string command;  // what works them out; empty: nothing does
};

struct ReportContext {
  ChartContext charts;
  std::vector<LeftOut> left_out;
  std::function<std::string(const Setting&)> value_text;  // a parameter's value for people, in the current language
  std::filesystem::path shipped;                          // files below it are named from there
  Relaxations relaxations = {};                           // of a run's page
};

/// The page of a run. @param folder  holds the tables, whose digest the page names
/// @throws OutputError if a file cannot be read
[[nodiscard]] std::string report_page(const std::filesystem::path& folder, const Results& results,
                                      const RunRecord& record, const ReportContext& context);

/// The page of a comparison.
[[nodiscard]] std::string report_page(const std::filesystem::path& folder, const PairedComparison& comparison,
                                      const ComparisonRecord& record, const ReportContext& context);

/// Writes folder/report.html. @throws OutputError
void write_report(const std::filesystem::path& folder, const Results& results, const RunRecord& record,
                  const ReportContext& context);
void write_report(const std::filesystem::path& folder, const PairedComparison& comparison,
                  const ComparisonRecord& record, const ReportContext& context);

}  // namespace muster::output
