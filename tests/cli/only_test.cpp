// What `--only` writes, and that omitting the rest does not change what is written.
#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"
#include "tests/support/small_scenario.hpp"
#include "tests/support/temporary_folder.hpp"

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

namespace muster::testing {

namespace {

namespace fs = std::filesystem;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::EndsWith;
using Names = std::set<std::string>;

Names files_of(const fs::path& folder) {
  Names names;
  for (const auto& entry : fs::directory_iterator(folder)) names.insert(entry.path().filename().string());
  return names;
}

nlohmann::json manifest_of(const fs::path& folder) {
  return nlohmann::json::parse(contents_of(folder / "manifest.json"));
}

TEST_CASE("a run writes only what is asked for, with the same bytes as if it wrote everything", "[cli]") {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "pair.yaml") << test::two_areas();
  const auto run = [&](const std::string& only) {
    const std::string out = "out-" + (only.empty() ? "all" : only);
    std::vector<std::string> words{"run", "pair.yaml", "--replications", "6", "--quiet", "--out", out};
    if (!only.empty()) words.insert(words.end(), {"--only", only});
    const CommandOutput said = muster(words, folder.path());
    INFO(said.error);
    REQUIRE(said.code == 0);
    return folder.path() / out;
  };
  const Names always{"inputs", "manifest.json"};
  const auto with_always = [&](Names names) {
    names.insert(always.begin(), always.end());
    return names;
  };
  const fs::path all = run("");
  REQUIRE(files_of(all) ==
          with_always({"charts", "report.html", "results.sqlite", "area_money.csv", "area_targets.csv", "headline.csv",
                       "targets.csv", "trajectories.csv", "workbook.xlsx"}));
  const std::string digest = manifest_of(all)["digests"]["results"];
  const std::vector<std::pair<std::string, Names>> parts{
      {"tables", {"area_money.csv", "area_targets.csv", "headline.csv", "targets.csv", "trajectories.csv"}},
      {"database", {"results.sqlite"}},
      {"workbook", {"workbook.xlsx"}},
      {"charts", {"charts"}},
      {"report", {"report.html"}}};
  for (const auto& [only, files] : parts) {
    INFO(only);
    const fs::path out = run(only);
    CHECK(files_of(out) == with_always(files));
    const nlohmann::json manifest = manifest_of(out);
    CHECK(manifest["digests"]["results"] == digest);  // the digest of the tables, whether or not they are written
    CHECK_THAT(manifest["command"].get<std::string>(), EndsWith(" --only " + only));
    for (const std::string& file : files)
      if (file.ends_with(".csv")) CHECK(contents_of(out / file) == contents_of(all / file));
    const CommandOutput verified = muster({"verify", out.string()}, folder.path());
    CHECK(verified.code == 0);
    CHECK_THAT(verified.out, ContainsSubstring(only == "tables" ? "the same, all 5 tables to the last byte"
                                                                : "the same; it holds no tables"));
  }
  const fs::path two = run("report,tables");
  CHECK_THAT(manifest_of(two)["command"].get<std::string>(), EndsWith(" --only 'tables,report'"));
  CHECK_THAT(contents_of(two / "report.html"), ContainsSubstring("tables,report") && ContainsSubstring(digest));
}

TEST_CASE("a run that wrote no tables is verified by their digest", "[cli]") {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "pair.yaml") << test::two_areas();
  REQUIRE(muster({"run", "pair.yaml", "--replications", "3", "--only", "database", "--quiet", "--out", "out"},
                 folder.path())
              .code == 0);
  nlohmann::json manifest = manifest_of(folder.path() / "out");
  manifest["digests"]["results"] = std::string(64, '0');
  std::ofstream(folder.path() / "out/manifest.json") << manifest.dump();
  const CommandOutput verified = muster({"verify", "out"}, folder.path());
  CHECK(verified.code == 1);
  CHECK_THAT(verified.out, ContainsSubstring("out: the results do not have the digest in its manifest"));
}

TEST_CASE("a comparison and a resumed run write only what was asked for", "[cli]") {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "pair.yaml") << test::two_areas();
  std::ofstream(folder.path() / "more.yaml")
      << "strategy: more\nplace: pair\ntitle: 名额\nwhy: more seats\n"
         "changes: [{id: s, title: 名额, parameter: training.seats, set: 40 people, on: 2022-03-01}]\n";
  const CommandOutput compared = muster({"compare", "pair.yaml", "more.yaml", "--replications", "4", "--only",
                                         "report,database", "--quiet", "--out", "compared"},
                                        folder.path());
  INFO(compared.error);
  REQUIRE(compared.code == 0);
  CHECK(files_of(folder.path() / "compared") == Names{"inputs", "manifest.json", "report.html", "results.sqlite"});
  CHECK_THAT(manifest_of(folder.path() / "compared")["command"].get<std::string>(),
             ContainsSubstring(" --only 'database,report'"));
  CHECK(muster({"verify", "compared"}, folder.path()).code == 0);

  REQUIRE(muster({"run", "pair.yaml", "--replications", "3", "--only", "tables", "--checkpoint", "kept", "--quiet",
                  "--out", "first"},
                 folder.path())
              .code == 0);
  REQUIRE(muster({"resume", "kept", "--replications", "5", "--quiet", "--out", "second"}, folder.path()).code == 0);
  CHECK(files_of(folder.path() / "second") == Names{"inputs", "manifest.json", "area_money.csv", "area_targets.csv",
                                                    "headline.csv", "targets.csv", "trajectories.csv"});
  CHECK(manifest_of(folder.path() / "second")["replications"] == 5);
}

TEST_CASE("one replication alone has tables, a report and a database, and each may be left out", "[cli]") {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "pair.yaml") << test::two_areas();
  const auto run = [&](const std::string& only) {
    return muster({"run", "pair.yaml", "--replication", "2", "--only", only, "--out", only}, folder.path());
  };
  CHECK(run("tables").code == 0);
  CHECK(files_of(folder.path() / "tables") == Names{"replication.csv", "inputs", "manifest.json", "area_money.csv",
                                                    "area_targets.csv", "headline.csv", "targets.csv",
                                                    "trajectories.csv"});
  CHECK_THAT(run("database,charts").out,
             ContainsSubstring("written to " + (folder.path() / "database,charts").string()));
  CHECK(files_of(folder.path() / "database,charts") == Names{"inputs", "manifest.json", "results.sqlite"});
  CHECK_THAT(run("report").out, ContainsSubstring("The values of one future."));
  CHECK(files_of(folder.path() / "report") == Names{"inputs", "manifest.json", "report.html"});
  const CommandOutput refused = run("charts");
  CHECK(refused.code == 2);
  CHECK_THAT(refused.error,
             ContainsSubstring("--only charts: error: this command can write only tables, database, report"));
  CHECK_THAT(muster({"run", "pair.yaml", "--keep-replications", "--only", "tables"}, folder.path()).error,
             ContainsSubstring("--only tables: error: --keep-replications writes to the database"));
  CHECK_THAT(muster({"run", "pair.yaml", "--only", "chart"}, folder.path()).error,
             ContainsSubstring("nearest is `charts`"));
  // report always writes only the report
  CHECK(muster({"report", "pair.yaml", "--only", "tables"}, folder.path()).code == 2);
}

}  // namespace

}  // namespace muster::testing
