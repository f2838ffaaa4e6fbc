// What pages for people are put together from, whatever they say: headings, tables, what is left out, how to repeat a run.
//
// Contract: everything is said in the current language; page_of() says it in both and joins the two. Leaves out: what a report
// (report.hpp) or a dossier (dossier.hpp) says.
#pragma once

#include "engine/ensemble/results.hpp"
#include "output/charts/specs.hpp"
#include "output/report/html.hpp"
#include "output/report/report.hpp"
#include "output/run_record.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace muster::output {

// A chart for a desk and for a phone.
struct PageChart {
  std::string name;
  ChartGrammar grammar = ChartGrammar::vega_lite;
  Json wide, narrow;
};

// What one language has of a page; the two have the same charts in the same order.
struct Spoken {
  std::string title;
  Html body;
  std::vector<PageChart> charts;
};

/// A whole page. @param say  what it says in the current language; asked once for each
[[nodiscard]] std::string page_of(const std::function<Spoken()>& say);

/// Whether the chart library is there, to be put into the page.
[[nodiscard]] bool charts_can_be_drawn();

[[nodiscard]] Html paragraph(std::string words, std::string kind = {});
[[nodiscard]] Html code(std::string words);

struct PageCell {
  Html content;
  bool is_number = false;
};

/// A table in a region of its own, which scrolls where the page is narrow.
[[nodiscard]] Html table(const std::string& caption, const std::vector<std::string>& head,
                         const std::vector<std::vector<PageCell>>& rows, const std::string& kind = "numbers");

/// What opens when asked to.
[[nodiscard]] Html details(const std::string& summary, Html content);

[[nodiscard]] Html section(const std::string& id, const std::string& heading, std::vector<Html> content);

/// A file's path, from where shipped files are if it is one of them.
[[nodiscard]] std::string shown_path(const std::string& file, const std::filesystem::path& shipped);

/// Every value of a group, those of groups and lists within it included, in order.
void collect(const GroupSetting& group, std::vector<const Setting*>& found);

[[nodiscard]] Html left_out(const ReportContext& context);

/// The command, version, seed and digests. @param folder  holds the tables
[[nodiscard]] Html reproduce(const std::filesystem::path& folder, const RunRecord& record,
                             const ReportContext& context);

/// Says what is withheld, where a rule was given.
void add_withheld_note(Spoken& page, const Results& results);

/// The page's title with the run's outline and the contents: ids and names of sections.
[[nodiscard]] Html head_of(const std::string& title, const std::string& what, const ResultsShape& shape,
                           std::size_t replications, const RunRecord& record,
                           const std::vector<std::pair<std::string, std::string>>& contents);

}  // namespace muster::output
