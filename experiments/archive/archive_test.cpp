#include "experiments/archive/archive.hpp"

#include "engine/parameters/diagnostic.hpp"
#include "output/manifest.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/cleanup.hpp"
#include "tests/support/small_comparison.hpp"
#include "tests/support/small_database.hpp"
#include "tests/support/temporary_folder.hpp"

#include <fmt/format.h>

namespace muster::experiments {

namespace {

namespace fs = std::filesystem;
using namespace output;
using testing::check_sound;
using testing::cleanup;
using testing::csv_of;
using testing::small_record;
using testing::TemporaryFolder;
using testing::written;

TEST_CASE("an archive takes each run once and recognises it wherever it comes from", "[unit][archive]") {
  const TemporaryFolder folder;
  written(folder.path() / "a", 7), written(folder.path() / "b", 8), written(folder.path() / "c", 7, true);
  const fs::path file = folder.path() / "all.sqlite";
  Archiving done = archive_runs(file, {folder.path() / "a", folder.path() / "b"}, cleanup);
  CHECK(done.total == 2);
  done = archive_runs(file, {folder.path() / "b", folder.path() / "c"}, cleanup);
  CHECK(done.total == 2);
  CHECK(done.runs[0].became == Archived::already_there);
  CHECK(done.runs[1].became == Archived::replications_added);
  Database database(file, Database::Use::read);
  check_sound(database);
  const std::size_t cells = testing::small_shape().cell_count();
  CHECK(whole_number(database, "SELECT count(*) FROM trajectories") == static_cast<std::int64_t>(2 * cells));
  CHECK(whole_number(database, "SELECT count(*) FROM replications WHERE run = 1") ==
        static_cast<std::int64_t>(4 * cells));

  // An archive can be read like a run's database, so two archives can be joined.
  done = archive_runs(folder.path() / "again.sqlite", {file}, cleanup);
  CHECK(done.total == 2);
  Database again(folder.path() / "again.sqlite", Database::Use::read);
  CHECK(csv_of(again, "SELECT * FROM replications") == csv_of(database, "SELECT * FROM replications"));
}

TEST_CASE("a comparison's runs stay together in an archive", "[unit][archive]") {
  const TemporaryFolder folder;
  written(folder.path() / "a");
  fs::create_directories(folder.path() / "compared");
  write_database(folder.path() / "compared", testing::small_comparison(), testing::small_comparison_record());
  const fs::path file = folder.path() / "all.sqlite";
  CHECK(archive_runs(file, {folder.path() / "a", folder.path() / "compared"}, cleanup).total == 4);
  Database database(file, Database::Use::read);
  CHECK(csv_of(database, "SELECT run, strategy, compared_with FROM runs ORDER BY run") ==
        "run,strategy,compared_with\n1,as_planned,\n2,as_planned,\n3,more,2\n4,nothing,2\n");
  check_sound(database);
}

TEST_CASE("an archive reports every error in its sources at once and stays as it was", "[unit][archive]") {
  const TemporaryFolder folder;
  const fs::path root = folder.path();
  written(root / "good");
  const fs::path file = root / "all.sqlite";
  (void)archive_runs(file, {root / "good"}, cleanup);
  const std::string before = read_file(file);

  fs::create_directories(root / "empty");
  fs::create_directories(root / "text");
  write_file(root / "text" / database_name, "this is no database, whatever its name may say of it");
  fs::create_directories(root / "other");
  Database(root / "other" / database_name, Database::Use::create).run("CREATE TABLE t (x)");
  {
    Database newer(written(root / "newer", 9), Database::Use::write);
    newer.run("PRAGMA user_version = 99");
  }
  written(root / "torn", 10);
  fs::resize_file(root / "torn" / database_name, 3 * 4096);
  std::string said;
  try {
    (void)archive_runs(
        file, {root / "nowhere", root / "empty", root / "text", root / "other", root / "newer", root / "torn", file},
        cleanup);
  } catch (const InputError& error) {
    said = error.what();
  }
  const auto says = [&](const fs::path& source, const std::string& words) {
    INFO(said);
    CHECK(said.find(fmt::format("archive {}: error: {}", source.string(), words)) != std::string::npos);
  };
  says(root / "nowhere", "there is no such folder or file");
  says(root / "empty", "there is no results.sqlite in it");
  says(root / "text", "it is not a database");
  says(root / "other", "it is a database, but not one that muster wrote");
  says(root / "newer", "its schema has version 99, but this muster reads version 3");
  says(root / "torn", "it is damaged");
  says(file, "it is the archive itself");
  CHECK(read_file(file) == before);

  CHECK_THROWS_AS(archive_runs(root / "text" / database_name, {root / "good"}, cleanup), InputError);
  CHECK_THROWS_AS(archive_runs(root / "no" / "folder.sqlite", {root / "good"}, cleanup), InputError);
  CHECK(read_file(root / "text" / database_name).starts_with("this is no database"));
  for (const auto& entry : fs::directory_iterator(root))
    CHECK_FALSE(entry.path().filename().string().starts_with("."));  // no partial file is left
}

std::string refusal(const fs::path& archive, const fs::path& source) {
  try {
    (void)archive_runs(archive, {source}, cleanup);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST_CASE("an archive takes a folder's database only if its manifest has the same digest", "[unit][archive]") {
  using Catch::Matchers::ContainsSubstring;
  const TemporaryFolder folder;
  const fs::path a = folder.path() / "a", file = folder.path() / "all.sqlite";
  const fs::path database = written(a);
  write_manifest(a, testing::small_results(), small_record());
  const std::string whole = read_file(database);
  CHECK(archive_runs(file, {a}, cleanup).runs.at(0).verified);
  CHECK(archive_runs(file, {database}, cleanup).runs.at(0).verified);
  fs::copy_file(database, folder.path() / "alone.sqlite");
  const ArchivedRun alone = archive_runs(file, {folder.path() / "alone.sqlite"}, cleanup).runs.at(0);
  CHECK_FALSE(alone.verified);
  CHECK_FALSE(alone.beside_manifest);
  fs::copy_file(database, a / "other.sqlite");
  const ArchivedRun unlisted = archive_runs(file, {a / "other.sqlite"}, cleanup).runs.at(0);
  CHECK_FALSE(unlisted.verified);
  CHECK(unlisted.beside_manifest);

  Database(database, Database::Use::write).run("UPDATE targets SET probability = 1");
  const fs::path fresh = folder.path() / "fresh.sqlite";
  CHECK_THAT(refusal(fresh, a), ContainsSubstring("results.sqlite is not the one that was written"));
  CHECK_THAT(refusal(fresh, database), ContainsSubstring("results.sqlite is not the one that was written"));
  // Editing the manifest to match does not help either.
  nlohmann::json manifest = nlohmann::json::parse(read_file(a / "manifest.json"));
  manifest["files"]["results.sqlite"]["sha256"] = sha256(read_file(database));
  write_file(a / "manifest.json", manifest.dump());
  for (const fs::path& named : {a, database})
    CHECK_THAT(refusal(fresh, named), ContainsSubstring("manifest.json has been changed since it was written"));
  for (std::size_t at = 100; at < whole.size(); at += whole.size() / 23) {  // bits all over the file
    std::string flipped = whole;
    flipped[at] = static_cast<char>(flipped[at] ^ 1);
    write_file(database, flipped);
    CHECK_FALSE(refusal(fresh, a).empty());
  }
  CHECK_FALSE(fs::exists(fresh));

  write_file(database, whole);
  write_file(a / "manifest.json", "{}");
  CHECK_THAT(refusal(fresh, a), ContainsSubstring("manifest.json cannot be read or does not list results.sqlite"));
}

TEST_CASE("a run whose figures differ from those of the same run in the archive is refused", "[unit][archive]") {
  using Catch::Matchers::ContainsSubstring;
  for (const char* sql :
       {"UPDATE targets SET probability = 1", "DELETE FROM trajectory_cells WHERE date = 1",
        "UPDATE runs SET seed = 3", "UPDATE replication_cells SET value = 2 WHERE replication = 1"}) {
    INFO(sql);
    const TemporaryFolder folder;
    written(folder.path() / "true", 7, true);
    Database(written(folder.path() / "changed", 7, true), Database::Use::write).run(sql);
    const fs::path file = folder.path() / "all.sqlite";
    // without the true run the change cannot be noticed
    (void)archive_runs(file, {folder.path() / "changed"}, cleanup);
    const std::string before = read_file(file);
    CHECK_THAT(refusal(file, folder.path() / "true"), ContainsSubstring("is in the archive with other figures"));
    CHECK(read_file(file) == before);
  }
}

TEST_CASE("a database with a different schema is refused before anything in it is evaluated", "[unit][archive]") {
  using Catch::Matchers::ContainsSubstring;
  constexpr const char* endless =
      "WITH RECURSIVE x(a) AS (SELECT 1 UNION ALL SELECT a + 1 FROM x) SELECT a AS run, hex(a) AS id, 'p' AS place, "
      "'s' AS strategy, NULL AS compared_with FROM x";
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "all.sqlite";
  int n = 0;
  for (const std::string& sql :
       {fmt::format("DROP TABLE runs; CREATE VIEW runs AS {}", endless),
        fmt::format("DROP TABLE targets; CREATE VIEW targets AS {}", endless),
        std::string("DROP TABLE sources; CREATE TABLE sources (run INTEGER, source TEXT, text TEXT AS (hex(run)))"),
        std::string("DROP TABLE sources; CREATE VIRTUAL TABLE sources USING fts5(run, source, text)"),
        std::string("CREATE TRIGGER t AFTER INSERT ON runs BEGIN DELETE FROM runs; END")}) {
    INFO(sql);
    const fs::path source = folder.path() / std::to_string(n++);
    Database(written(source), Database::Use::write).run("PRAGMA foreign_keys = OFF; " + sql);
    CHECK_THAT(refusal(file, source), ContainsSubstring("as muster writes it, so the file has been changed"));
    CHECK_THAT(refusal(source / database_name, written(folder.path() / "good").parent_path()),
               ContainsSubstring("as muster writes it, so the file has been changed"));
    fs::remove_all(folder.path() / "good");
  }
  // A database of another edition of the program, whose comments on columns are worded differently, is accepted.
  {
    Database reworded(written(folder.path() / "reworded"), Database::Use::write);
    reworded.run(
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, '-- ', '-- once more:   ')");
  }
  CHECK(refusal(file, folder.path() / "reworded").empty());
  // Views, tables and indices that a user adds for queries of their own do no harm.
  Database(written(folder.path() / "more"), Database::Use::write)
      .run(fmt::format("CREATE VIEW mine AS {}; CREATE TABLE notes (x); CREATE INDEX by_year ON dates (year)",
                       endless));
  CHECK(refusal(file, folder.path() / "more").empty());
}

TEST_CASE("a link to an archive stays a link", "[unit][archive]") {
  const TemporaryFolder folder;
  written(folder.path() / "a");
  fs::create_directories(folder.path() / "far");
  fs::create_symlink("far/all.sqlite", folder.path() / "near.sqlite");
  (void)archive_runs(folder.path() / "near.sqlite", {folder.path() / "a"}, cleanup);
  CHECK(fs::is_symlink(folder.path() / "near.sqlite"));
  CHECK(fs::is_regular_file(folder.path() / "far/all.sqlite"));
}

}  // namespace

}  // namespace muster::experiments
