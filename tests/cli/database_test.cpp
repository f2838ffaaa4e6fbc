// results.sqlite and muster archive, run as a user runs them.
#include "output/database/database.hpp"
#include "engine/clock/calendar.hpp"
#include "output/database/sqlite.hpp"
#include "output/formats/csv.hpp"
#include "output/tables/run.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/small_results.hpp"
#include "tests/support/temporary_folder.hpp"

#include <chrono>
#include <fcntl.h>
#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <sstream>
#include <sys/file.h>

using namespace muster::testing;
using muster::output::Database;
using muster::output::Statement;
using muster::output::whole_number;
namespace fs = std::filesystem;

namespace {

void run_quietly(std::vector<std::string> arguments, const fs::path& folder) {
  arguments.push_back("--quiet");
  const CommandOutput said = muster::testing::muster(arguments, folder);
  INFO(said.error);
  REQUIRE(said.code == 0);
}

// The rows of a query as lines of a table, with numbers formatted as in tables.
std::vector<std::string> lines_of(Database& database, const std::string& sql) {
  Statement rows(database, sql);
  std::vector<std::string> lines;
  while (rows.step()) {
    fmt::memory_buffer line;
    for (int c = 0; c < rows.columns(); ++c) {
      if (c > 0) line.push_back(',');
      if (rows.type(c) == SQLITE_TEXT) muster::output::append_text(line, rows.text(c));
      if (rows.type(c) == SQLITE_INTEGER || rows.type(c) == SQLITE_FLOAT)
        muster::output::append_number(line, rows.number(c));
    }
    lines.push_back(fmt::to_string(line));
  }
  return lines;
}

// All lines of a table except the first.
std::vector<std::string> body_of(const fs::path& file) {
  std::istringstream in(contents_of(file));
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  lines.erase(lines.begin());
  return lines;
}

bool is_sound(const fs::path& file) {
  Database database(file, Database::Use::read);
  Statement integrity(database, "PRAGMA integrity_check"), links(database, "PRAGMA foreign_key_check");
  return integrity.step() && integrity.text(0) == "ok" && !links.step();
}

// A folder with the database of a run of a small place, including some megabytes of replications.
void write_run(const fs::path& folder, std::uint64_t seed) {
  muster::ResultsShape shape = small_shape();
  shape.dates.clear();
  for (int year = 1950; year < 2050; ++year) shape.dates.push_back(muster::last_day_of_year(year));
  shape.targets.clear();
  shape.headline.clear();
  fs::create_directories(folder);
  muster::Results results(shape);
  muster::output::KeptReplications kept(folder, shape);
  muster::ReplicationResult result;
  for (std::uint64_t number = 0; number < 200; ++number) {
    result.replication = muster::Replication{number};
    result.values.assign(shape.cell_count(), 1 / static_cast<double>(seed + number + 1));
    results.add(result);
    kept.add(result);
  }
  muster::output::RunRecord record;
  record.place = "small";
  record.seed = muster::Seed{seed};
  muster::output::write_database(folder, results, record, "as_planned", &kept);
}

// How many runs a database file contains; -1 if the file is not complete.
std::int64_t runs_in(const fs::path& file) {
  if (!is_sound(file)) return -1;
  Database database(file, Database::Use::read);
  return whole_number(database, "SELECT count(*) FROM runs");
}

}  // namespace

TEST_CASE("results.sqlite agrees with the tables and has the same bytes on any number of threads", "[cli]") {
  const TemporaryFolder folder;
  const fs::path one = folder.path() / "one", two = folder.path() / "two", alone = folder.path() / "alone";
  const std::vector<std::string> run{
      "run", "shenyang", "--replications", "4", "--keep-replications", "--set", "training.seats=20 people", "--out"};
  auto with = [&](std::initializer_list<std::string> more) {
    std::vector<std::string> words = run;
    words.insert(words.end(), more);
    return words;
  };
  run_quietly(with({"one", "--threads", "1"}), folder.path());
  run_quietly(with({"two", "--threads", "2"}), folder.path());
  CHECK(contents_of(one / "results.sqlite") == contents_of(two / "results.sqlite"));
  CHECK(is_sound(one / "results.sqlite"));

  Database database(one / "results.sqlite", Database::Use::read);
  CHECK(
      lines_of(database,
               "SELECT date, t.area, t.series, t.unit, replications, mean, sd, p05, p10, p25, p50, p75, p90, p95 FROM "
               "trajectories t JOIN areas a USING (run, area) JOIN series s USING (run, series) "
               "ORDER BY date, a.number, s.number") == body_of(one / "trajectories.csv"));
  CHECK(
      lines_of(
          database,
          "SELECT target, area, series, comparison, goal, unit, due, probability, probability_low, probability_high, "
          "p05, p50, p95, shortfall_mean, reached_share, reached_p50 FROM targets ORDER BY position") ==
      body_of(one / "targets.csv"));

  const auto manifest = nlohmann::json::parse(contents_of(one / "manifest.json"));
  CHECK(manifest.at("files").contains("results.sqlite"));
  CHECK(lines_of(database, "SELECT results_digest FROM runs")[0] ==
        manifest.at("digests").at("results").get<std::string>());
  CHECK(lines_of(database, "SELECT command FROM runs")[0].find("--keep-replications") != std::string::npos);
  CHECK(lines_of(database, "SELECT path FROM parameters ORDER BY position").size() ==
        manifest.at("parameters").size());
  for (const auto& parameter : manifest.at("parameters")) {
    const std::string path = parameter.at("path");
    INFO(path);
    Statement row(database,
                  "SELECT written, number, unit, kind, source, file, line, low FROM parameters WHERE path = ?");
    row.bind(path);
    REQUIRE(row.step());
    CHECK(row.text(0) == parameter.at("written").get<std::string>());
    if (parameter.at("value").is_number()) CHECK(row.number(1) == parameter.at("value").get<double>());
    CHECK(row.text(2) == parameter.at("unit").get<std::string>());
    CHECK(row.text(3) == parameter.at("kind").get<std::string>());
    CHECK(row.text(4) == parameter.at("source").get<std::string>());
    CHECK(row.text(5) == parameter.at("file").get<std::string>());
    CHECK(row.whole(6) == parameter.at("line"));
    CHECK(!row.is_null(7) == (parameter.at("value").is_object() && parameter.at("value").contains("low")));
  }

  // Each stored replication equals the one simulated alone under its number.
  run_quietly({"run", "shenyang", "--replication", "2", "--set", "training.seats=20 people", "--out", "alone"},
              folder.path());
  const std::string values =
      "SELECT date, v.area, v.series, v.unit, value FROM replications v JOIN areas a USING (run, area) JOIN series s "
      "USING (run, series) WHERE replication = 2 ORDER BY date, a.number, s.number";
  CHECK(lines_of(database, values) == body_of(alone / "replication.csv"));
  Database single(alone / "results.sqlite", Database::Use::read);
  CHECK(lines_of(single, values) == body_of(alone / "replication.csv"));
  const std::string targets = "SELECT target, value, met, reached FROM replication_targets WHERE replication = 2";
  CHECK(lines_of(database, targets) == lines_of(single, targets));
}

TEST_CASE("replications that the disk cannot hold are refused before simulating", "[cli]") {
  const TemporaryFolder folder;
  const CommandOutput said = muster::testing::muster(
      {"run", "shenyang", "--replications", "1000000", "--keep-replications", "--out", "big"}, folder.path());
  INFO(said.error);
  CHECK(said.code == 2);
  CHECK(said.error.find("--keep-replications takes up to") != std::string::npos);
  CHECK(said.error.find("GB free") != std::string::npos);
  CHECK_FALSE(fs::exists(folder.path() / "big"));
}

TEST_CASE("every query of the guide gives rows under the columns it shows", "[cli]") {
  const TemporaryFolder folder;
  run_quietly({"run", "shenyang", "--replications", "4", "--keep-replications", "--out", "plan"}, folder.path());
  run_quietly({"run", "shenyang", "--strategy", "full_package", "--replications", "4", "--out", "package"},
              folder.path());
  run_quietly({"compare", "shenyang", "full_package", "--replications", "4", "--out", "compared"}, folder.path());
  run_quietly({"archive", "all.sqlite", "plan", "package", "compared"}, folder.path());
  CHECK(runs_in(folder.path() / "all.sqlite") == 4);
  Database database(folder.path() / "all.sqlite", Database::Use::read);

  std::istringstream guide(contents_of(fs::path(muster::testing::source_folder()) / "docs/guide/database.md"));
  int queries = 0;
  for (std::string line; std::getline(guide, line);) {
    if (line != "```sql") continue;
    std::string sql;
    while (std::getline(guide, line) && line != "```") sql += line + "\n";
    while (std::getline(guide, line) && line != "```text") REQUIRE(line != "```sql");
    std::getline(guide, line);
    INFO(sql);
    Statement rows(database, sql);
    std::string columns;
    for (int c = 0; c < rows.columns(); ++c) columns += (c > 0 ? " " : "") + rows.name(c);
    std::istringstream shown(line);
    std::string words;
    for (std::string word; shown >> word;) words += (words.empty() ? "" : " ") + word;
    CHECK(columns == words);
    CHECK(rows.step());
    ++queries;
  }
  CHECK(queries >= 8);
}

TEST_CASE("an archive reports what it added and what it had, and refuses what it cannot read", "[cli]") {
  const TemporaryFolder folder;
  write_run(folder.path() / "a", 1);
  CommandOutput said = muster::testing::muster({"archive", "all.sqlite", "a"}, folder.path());
  CHECK(said.code == 0);
  CHECK(said.out.find("small · as_planned") != std::string::npos);
  CHECK(said.out.find("all.sqlite: 1 runs, 1 of them new") != std::string::npos);
  said = muster::testing::muster({"archive", "all.sqlite", "a"}, folder.path());
  CHECK(said.code == 0);
  CHECK(said.out.find("is there already; skipped") != std::string::npos);
  said = muster::testing::muster({"archive", "all.sqlite", "nowhere", "all.sqlite"}, folder.path());
  CHECK(said.code == 2);
  CHECK(said.error.find("archive nowhere: error: there is no such folder or file") != std::string::npos);
  CHECK(said.error.find("archive all.sqlite: error: it is the archive itself") != std::string::npos);
  CHECK(runs_in(folder.path() / "all.sqlite") == 1);
}

TEST_CASE("a second archive at work on the same file is refused", "[cli]") {
  const TemporaryFolder folder;
  write_run(folder.path() / "a", 1);
  run_quietly({"archive", "all.sqlite", "a"}, folder.path());
  const std::string before = contents_of(folder.path() / "all.sqlite");
  const int other = ::open((folder.path() / ".all.sqlite.partial").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  REQUIRE(::flock(other, LOCK_EX) == 0);
  CommandOutput said = muster::testing::muster({"archive", "all.sqlite", "a"}, folder.path());
  CHECK(said.code == 1);
  CHECK(said.error.find("all.sqlite is being written by another muster archive") != std::string::npos);
  CHECK(contents_of(folder.path() / "all.sqlite") == before);
  ::close(other);
  said = muster::testing::muster({"archive", "all.sqlite", "a"}, folder.path());
  CHECK(said.code == 0);
  CHECK_FALSE(fs::exists(folder.path() / ".all.sqlite.partial"));
}

TEST_CASE("an archive for which there is no room stays as it was", "[cli]") {
  const TemporaryFolder folder;
  write_run(folder.path() / "a", 1);
  write_run(folder.path() / "b", 2);
  run_quietly({"archive", "all.sqlite", "a"}, folder.path());
  const std::string before = contents_of(folder.path() / "all.sqlite");
  // In blocks of 512 bytes; the signal for a file that grows too large would end the program, so it is ignored.
  const std::string shell = fmt::format("trap '' XFSZ; ulimit -f {}; exec '{}' archive all.sqlite b",
                                        before.size() / 512 + 200, muster::testing::program());
  const CommandOutput said = Started({"/bin/sh", "-c", shell}, folder.path()).wait();
  INFO(said.error);
  CHECK(said.code == 1);
  CHECK(said.error.find("all.sqlite cannot be written: ") != std::string::npos);
  CHECK(contents_of(folder.path() / "all.sqlite") == before);
  CHECK_FALSE(fs::exists(folder.path() / ".all.sqlite.partial"));
}

TEST_CASE("an archive killed at any moment leaves either the old file or the new one, complete", "[cli]") {
  const TemporaryFolder folder;
  write_run(folder.path() / "a", 1);
  write_run(folder.path() / "b", 2);
  run_quietly({"archive", "old.sqlite", "b"}, folder.path());
  const fs::path file = folder.path() / "all.sqlite";
  const std::vector<std::string> words{muster::testing::program(), "archive", "all.sqlite", "a"};
  const auto start_anew = [&] {
    fs::copy_file(folder.path() / "old.sqlite", file, fs::copy_options::overwrite_existing);
  };

  const auto uncut = [&] {
    const auto began = std::chrono::steady_clock::now();
    REQUIRE(Started(words, folder.path()).wait().code == 0);
    return std::chrono::steady_clock::now() - began;
  };
  start_anew();
  // the time of the kill is drawn within the time needed, which depends on the load of the machine
  auto shortest = uncut();
  CHECK(runs_in(file) == 2);

  std::mt19937 generator(6);
  int killed = 0, started = 0;
  std::map<std::int64_t, int> found;
  while (killed < 20 && started++ < 200) {
    start_anew();
    const Started archive(words, folder.path());
    std::this_thread::sleep_for(shortest * std::uniform_real_distribution<>(0.0, 1.0)(generator));
    archive.signal(SIGKILL);
    const bool cut = archive.wait().code == 128 + SIGKILL;
    killed += cut;
    const std::int64_t runs = runs_in(file);
    ++found[runs];
    CHECK((runs == 2 || (cut && runs == 1)));
    if (!cut) shortest = shortest * 4 / 5;
  }
  INFO("old " << found[1] << ", new " << found[2]);
  CHECK(killed == 20);
  CHECK(found[1] > 0);

  // What the last killed process left behind is no obstacle.
  start_anew();
  CHECK(Started(words, folder.path()).wait().code == 0);
  CHECK(runs_in(file) == 2);
  CHECK_FALSE(fs::exists(folder.path() / ".all.sqlite.partial"));
}
