// muster report, run as a user runs it, and small counts that are withheld from its page and tables.
#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"
#include "tests/support/small_scenario.hpp"
#include "tests/support/temporary_folder.hpp"

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

namespace muster::testing {

namespace {

std::size_t count_of(const std::string& text, const std::string& what) {
  std::size_t found = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++found;
  return found;
}

TEST_CASE("muster report writes the page and the dossier, with passing checks and blank fields", "[cli][report]") {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "pair.yaml") << test::two_areas();
  const CommandOutput said =
      muster({"report", "pair.yaml", "--replications", "6", "--qa", "--out", "page"}, folder.path());
  REQUIRE(said.code == 0);
  std::set<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path() / "page"))
    files.insert(entry.path().filename().string());
  CHECK(files == std::set<std::string>{"area_money.csv", "area_targets.csv", "headline.csv", "inputs", "manifest.json",
                                       "qa.html", "report.html", "targets.csv", "trajectories.csv"});
  const std::string page = contents_of(folder.path() / "page" / "report.html");
  CHECK(count_of(page, "<figure ") == 4);
  for (std::size_t at = page.find("<figure "); at != std::string::npos; at = page.find("<figure ", at + 1)) {
    const std::string figure = page.substr(at, page.find("</figure>", at) - at);
    INFO(figure.substr(0, 60));
    CHECK(figure.find("<table") != std::string::npos);
  }
  const std::string dossier = contents_of(folder.path() / "page" / "qa.html");
  CHECK(dossier.find("5 of 5 checks made for this dossier hold") != std::string::npos);
  CHECK(dossier.find("所做的5项检查中，5项通过") != std::string::npos);
  CHECK(count_of(dossier, "class=\"blank\"") > 20);
  CHECK(dossier.find("does not hold") == std::string::npos);
  for (const char* item : {"1.1 ", "2.5.5 ", "3.4 ", "4.3 ", "5.4 ", "6.1 "})
    CHECK(dossier.find(item) != std::string::npos);
}

// Two areas with too few holders, where a higher pass rate helps.
std::string with_targets() {
  return test::two_areas() + R"(targets:
  - {id: covered, title: 全覆盖, english: a station everywhere, series: stations.coverage, at_least: 100 %, by: 2022-06-30}
  - {id: held, title: 持证9000人, english: 9 000 holders, series: qualification.held, at_least: 9000 people, by: 2023-12-31}
  - {id: started, title: 启动, english: one station, series: stations.open, at_least: 1 stations, by: 2022-12-31}
)";
}

TEST_CASE("muster report computes what would help, the same on any number of threads", "[cli][report]") {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "pair.yaml") << with_targets();
  const auto page_of = [&](const std::string& out, std::vector<std::string> options) {
    std::vector<std::string> words{"report", "pair.yaml", "--quiet", "--out", out, "--replications"};
    words.insert(words.end(), options.begin(), options.end());
    const CommandOutput said = muster(words, folder.path());
    INFO(said.error);
    REQUIRE(said.code == 0);
    return contents_of(folder.path() / out / "report.html");
  };
  const std::string page = page_of("one", {"20", "--threads", "1"});
  CHECK((page == page_of("two", {"20", "--threads", "2"})));
  CHECK(page.find("What holds it back, and what relaxing it does") != std::string::npos);
  CHECK(page.find("制约因素及放宽后的效果（") != std::string::npos);
  CHECK(page.find("in 20 futures under the same luck") != std::string::npos);
  CHECK(page.find("If each subject is passed half as often again: ") != std::string::npos);
  // The target missed by most comes first; the target that is met needs no help.
  const std::size_t held = page.find("9 000 holders</span>"), started = page.find("One station</span>");
  REQUIRE(held != std::string::npos);
  REQUIRE(started != std::string::npos);
  CHECK(held < started);
  CHECK(page.substr(started, page.find("</li>", started) - started).find("class=\"help\"") == std::string::npos);

  // A checkpoint also stores these replications, and the resumed report is the same.
  CHECK((page == page_of("kept", {"20", "--checkpoint", "cp"})));
  const CommandOutput more =
      muster({"resume", "cp", "--replications", "22", "--quiet", "--out", "more"}, folder.path());
  INFO(more.error);
  REQUIRE(more.code == 0);
  CHECK((contents_of(folder.path() / "more/report.html") == page_of("again", {"22"})));
  CHECK(muster({"verify", "one", "--quiet"}, folder.path()).code == 0);

  CHECK(page_of("few", {"19"})
            .find("What would help can be worked out only from 20 futures or more; this run has fewer.") !=
        std::string::npos);
}

TEST_CASE("the page of a run shows the command that computes what would help", "[cli][report]") {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "pair.yaml") << with_targets();
  REQUIRE(muster({"run", "pair.yaml", "--replications", "6", "--seed", "3", "--set", "training.seats=30 people",
                  "--min-cell", "10", "--quiet", "--out", "run"},
                 folder.path())
              .code == 0);
  const std::string page = contents_of(folder.path() / "run/report.html");
  CHECK(page.find("muster report pair.yaml --set &#39;training.seats=30 people&#39; --min-cell 10 --seed "
                  "3</code>") != std::string::npos);
  // --scale is shown as a --set, which every command accepts.
  REQUIRE(
      muster({"run", "pair.yaml", "--replications", "6", "--scale", "2", "--quiet", "--out", "scaled"}, folder.path())
          .code == 0);
  CHECK(contents_of(folder.path() / "scaled/report.html")
            .find("muster report pair.yaml --set &#39;people.scale=2 people&#39; --seed 1</code>") !=
        std::string::npos);
  // Six replications are too few, so the command gets the default number.
  CHECK(page.find("under the same luck") == std::string::npos);
}

TEST_CASE("what would help a target is withheld if the target's figures are withheld", "[cli][report][disclosure]") {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "pair.yaml") << test::two_areas() +
                                                    "targets: [{id: filled, title: 到岗, series: posts.filled, "
                                                    "area: west, at_least: 40 posts, by: 2023-12-31}]\n";
  const auto page_of = [&](const std::string& least) {
    REQUIRE(muster({"report", "pair.yaml", "--replications", "20", "--min-cell", least, "--quiet", "--out", least},
                   folder.path())
                .code == 0);
    return contents_of(folder.path() / least / "report.html");
  };
  const std::string published = page_of("2"), withheld = page_of("30");
  const char* helps = "less missing on the date (";
  const char* none = "What would help is withheld, since it would reveal a small count of people.";
  CHECK(published.find(helps) != std::string::npos);
  CHECK(published.find(none) == std::string::npos);
  CHECK(withheld.find(helps) == std::string::npos);
  CHECK(withheld.find(none) != std::string::npos);
}

TEST_CASE("no table contains a small count of people that should be withheld", "[cli][disclosure]") {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "pair.yaml") << test::two_areas();
  const auto run = [&](const std::string& out, const std::vector<std::string>& options) {
    std::vector<std::string> words{"report", "pair.yaml", "--replications", "6", "--quiet", "--out", out};
    words.insert(words.end(), options.begin(), options.end());
    REQUIRE(muster(words, folder.path()).code == 0);
    // How many small counts of people the table contains.
    std::istringstream table(contents_of(folder.path() / out / "trajectories.csv"));
    std::size_t small = 0;
    std::string line;
    std::getline(table, line);
    while (std::getline(table, line)) {
      std::vector<std::string> fields;
      std::istringstream in(line + ",end");
      for (std::string field; std::getline(in, field, ',');) fields.push_back(field);
      REQUIRE(fields.size() == 15);
      if (fields[3] != "people" && fields[3] != "person-times" && fields[3] != "cases") continue;
      for (std::size_t f = 5; f < 14; ++f) {
        if (f == 6 || fields[f].empty()) continue;  // a standard deviation is not a count
        const double value = std::stod(fields[f]);
        small += value > 0 && value < 10 ? 1 : 0;
      }
    }
    return small;
  };
  CHECK(run("all", {}) > 0);
  CHECK(run("public", {"--min-cell", "10"}) == 0);
  const std::string page = contents_of(folder.path() / "public" / "report.html");
  CHECK(page.find("ounts of people between 0 and 10 are withheld") != std::string::npos);
  CHECK(page.find("0至10之间的人数") != std::string::npos);
  const auto manifest = nlohmann::json::parse(contents_of(folder.path() / "public" / "manifest.json"));
  CHECK(manifest["min_cell"] == 10);
  CHECK(manifest["withheld"]["cells"] > 0);
  CHECK(muster({"run", "pair.yaml", "--min-cell", "10", "--keep-replications"}, folder.path()).code == 2);
  CHECK(muster({"run", "pair.yaml", "--min-cell", "1"}, folder.path()).code == 2);
}

}  // namespace

}  // namespace muster::testing
