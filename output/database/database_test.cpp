#include "output/database/database.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/parameters/diagnostic.hpp"
#include "output/database/archive.hpp"
#include "output/database/schema.hpp"
#include "output/database/sqlite.hpp"
#include "output/formats/csv.hpp"
#include "output/manifest.hpp"
#include "output/tables/comparison.hpp"
#include "output/tables/run.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_comparison.hpp"
#include "tests/support/small_results.hpp"
#include "tests/support/temporary_folder.hpp"

#include <cmath>
#include <fmt/format.h>
#include <sstream>

namespace muster::output {

namespace {

namespace fs = std::filesystem;
using testing::TemporaryFolder;

RunRecord small_record(std::uint64_t seed = 7) {
  RunRecord record;
  record.version = "0.1.0";
  record.place = "small";
  record.title = {"小城", "Small town"};
  record.scenario = "small.yaml";
  record.command = fmt::format("muster run small.yaml --seed {}", seed);
  record.seed = Seed{seed};
  record.replications_requested = 4;
  record.inputs = {{"small.yaml", "place: small\n"}};
  record.sources = {{"bureau", "the bureau's yearbook"}};
  return record;
}

// A folder as a run leaves it, without what is not of interest here.
fs::path written(const fs::path& folder, std::uint64_t seed = 7, bool keep = false) {
  fs::create_directories(folder);
  const Results results = testing::small_results();
  write_file(folder / "trajectories.csv", [&](std::ostream& out) { write_csv(out, trajectories_table(results)); });
  write_file(folder / "targets.csv", [&](std::ostream& out) { write_csv(out, targets_table(results)); });
  KeptReplications kept(folder, results.shape());
  for (std::uint64_t number = 0; number < 4; ++number) kept.add(testing::small_history(results.shape(), number));
  write_database(folder, results, small_record(seed), "as_planned", keep ? &kept : nullptr);
  return folder / database_name;
}

// RowInserter of a query as a .csv has them.
std::string csv_of(Database& database, const std::string& sql) {
  Statement rows(database, sql);
  fmt::memory_buffer text;
  for (int c = 0; c < rows.columns(); ++c) fmt::format_to(std::back_inserter(text), "{}{}", c ? "," : "", rows.name(c));
  text.push_back('\n');
  while (rows.step()) {
    for (int c = 0; c < rows.columns(); ++c) {
      if (c > 0) text.push_back(',');
      const int type = rows.type(c);
      if (type == SQLITE_TEXT) append_text(text, rows.text(c));
      if (type == SQLITE_INTEGER || type == SQLITE_FLOAT) append_number(text, rows.number(c));
    }
    text.push_back('\n');
  }
  return fmt::to_string(text);
}

std::string text_of(Database& database, const std::string& sql) {
  Statement rows(database, sql);
  return rows.step() ? rows.text(0) : "no row";
}

void check_sound(Database& database) {
  CHECK(text_of(database, "PRAGMA integrity_check") == "ok");
  CHECK(text_of(database, "PRAGMA foreign_key_check") == "no row");
}

TEST_CASE("the database says what the tables of the run say, field by field", "[unit][output]") {
  const TemporaryFolder folder;
  Database database(written(folder.path()), Database::Use::read);
  CHECK(csv_of(
            database,
            "SELECT t.date, t.area, t.series, t.unit, t.replications, mean, sd, p05, p10, p25, p50, p75, p90, p95 FROM "
            "trajectories t JOIN areas a USING (run, area) JOIN series s USING (run, series) "
            "ORDER BY date, a.number, s.number") == read_file(folder.path() / "trajectories.csv"));
  CHECK(csv_of(database,
               "SELECT target, area, series, comparison, goal, unit, due AS by, probability, probability_low, "
               "probability_high, p05, p50, p95, shortfall_mean, reached_share, reached_p50 FROM targets ORDER BY "
               "position") == read_file(folder.path() / "targets.csv"));
  check_sound(database);
}

TEST_CASE("a database says what it is, in its header and in its row of the run", "[unit][output]") {
  const TemporaryFolder folder;
  Database database(written(folder.path()), Database::Use::read);
  CHECK(whole_number(database, "PRAGMA application_id") == database_application);
  CHECK(whole_number(database, "PRAGMA user_version") == database_version);
  CHECK(csv_of(database,
               "SELECT place, title, english, strategy, seed, replications, replications_requested, only_replication, "
               "start, "
               "horizon, complete, exact_quantiles, events, compared_with FROM runs") ==
        "place,title,english,strategy,seed,replications,replications_requested,only_replication,start,horizon,complete,"
        "exact_quantiles,events,compared_with\n"
        "small,小城,Small town,as_planned,7,4,4,,2021-12-05,2022-12-31,1,1,4000,\n");
  CHECK(
      text_of(database, "SELECT results_digest FROM runs") ==
      manifest(folder.path(), testing::small_results(), small_record()).at("digests").at("results").get<std::string>());
  CHECK(csv_of(database, "SELECT path, bytes, sha256 FROM inputs") ==
        fmt::format("path,bytes,sha256\nsmall.yaml,13,{}\n", sha256("place: small\n")));
  CHECK(text_of(database, "SELECT text FROM sources WHERE source = 'bureau'") == "the bureau's yearbook");
  CHECK(csv_of(database, "SELECT area, name, within, kind FROM areas ORDER BY number") ==
        "area,name,within,kind\neast,东区,all,area\nwest,西区,all,area\nall,,,whole\n");
  CHECK(csv_of(database, "SELECT date, reached FROM target_dates WHERE target = 'east_half' ORDER BY date") ==
        "date,reached\n2021-12-05,0\n2021-12-31,0.75\n2022-12-31,1\n");
}

TEST_CASE("the same run gives the same bytes and the same id, another seed another id", "[unit][output]") {
  const TemporaryFolder folder;
  const fs::path a = written(folder.path() / "a", 7, true), b = written(folder.path() / "b", 7, true),
                 c = written(folder.path() / "c", 8, true), plain = written(folder.path() / "plain", 7);
  CHECK(read_file(a) == read_file(b));
  const auto id = [](const fs::path& file) {
    Database database(file, Database::Use::read);
    return text_of(database, "SELECT id FROM runs");
  };
  CHECK(id(a) == id(plain));  // the replications kept are the same run, in more detail
  CHECK(id(a) != id(c));
}

TEST_CASE("replications kept are their histories, values and targets", "[unit][output]") {
  const TemporaryFolder folder;
  Database database(written(folder.path(), 7, true), Database::Use::read);
  const ResultsShape shape = testing::small_shape();
  Statement rows(database,
                 "SELECT replication, d.number, a.number, s.number, value FROM replications r JOIN dates d USING (run, "
                 "date) JOIN areas a USING (run, area) JOIN series s USING (run, series)");
  std::size_t seen = 0;
  while (rows.step()) {
    const History history = testing::small_history(shape, static_cast<std::uint64_t>(rows.whole(0)));
    const double value =
        history.values[shape.cell(static_cast<std::size_t>(rows.whole(1)), static_cast<AreaNode>(rows.whole(2)),
                                  static_cast<std::size_t>(rows.whole(3)))];
    CHECK((rows.is_null(4) ? std::isnan(value) : rows.number(4) == value));
    ++seen;
  }
  CHECK(seen == 4 * shape.cell_count());
  CHECK(csv_of(database, "SELECT replication, value, met, reached FROM replication_targets WHERE target = 'ten'") ==
        "replication,value,met,reached\n0,4,0,\n1,6,0,\n2,8,0,\n3,10,1,2022-12-31\n");
  check_sound(database);
}

TEST_CASE("rows that are inserted many at a time are those that were bound", "[unit][output]") {
  const std::size_t count = GENERATE(0U, 1U, 49U, 50U, 51U, 250U);
  Database database({}, Database::Use::create);
  database.run("CREATE TABLE t (word TEXT, day TEXT, number INTEGER, square REAL, root REAL)");
  database.fill("t", [&](RowInserter& rows) {
    for (std::size_t n = 0; n < count; ++n) {
      const double d = static_cast<double>(n);
      rows.add(or_null(n % 2 == 0 ? "" : fmt::format("word {}", n)), testing::start + std::chrono::days(n),
               n % 3 == 0 ? std::nullopt : std::optional(n), std::array{d * d, std::sqrt(d)});
    }
  });
  Statement all(database, "SELECT word, day, number, square, root FROM t ORDER BY rowid");
  for (std::size_t n = 0; n < count; ++n) {
    REQUIRE(all.step());
    REQUIRE(all.is_null(0) == (n % 2 == 0));
    REQUIRE(all.text(0) == (n % 2 == 0 ? "" : fmt::format("word {}", n)));
    REQUIRE(all.text(1) == iso(testing::start + std::chrono::days(n)));
    REQUIRE(all.is_null(2) == (n % 3 == 0));
    REQUIRE(all.whole(2) == (n % 3 == 0 ? 0 : static_cast<std::int64_t>(n)));
    REQUIRE(all.number(3) == static_cast<double>(n * n));
    REQUIRE(all.number(4) == std::sqrt(static_cast<double>(n)));
  }
  CHECK_FALSE(all.step());
}

TEST_CASE("rows may share what they begin with", "[unit][output]") {
  Database database({}, Database::Use::create);
  database.run("CREATE TABLE t (call INTEGER, word TEXT, number INTEGER)");
  const auto give = [](RowInserter& rows) {
    for (int call = 0; call < 3; ++call) {
      rows.share(call, fmt::format("word {}", call));
      for (int n = 0; n < 60 * call; ++n) rows.add(n);
    }
  };
  database.fill("t", give, 2);
  Statement all(database, "SELECT call, word, number FROM t ORDER BY rowid");
  for (int call = 0; call < 3; ++call)
    for (int n = 0; n < 60 * call; ++n) {
      REQUIRE(all.step());
      REQUIRE(all.whole(0) == call);
      REQUIRE(all.text(1) == fmt::format("word {}", call));
      REQUIRE(all.whole(2) == n);
    }
  CHECK_FALSE(all.step());
}

TEST_CASE("a run without --keep-replications keeps none", "[unit][output]") {
  const TemporaryFolder folder;
  Database database(written(folder.path()), Database::Use::read);
  CHECK(whole_number(database, "SELECT count(*) FROM replication_cells") == 0);
  CHECK(whole_number(database, "SELECT count(*) FROM replication_targets") == 0);
}

TEST_CASE("replications on the disk take no more than was said before", "[unit][output]") {
  const TemporaryFolder folder;
  ResultsShape shape = testing::small_shape();
  shape.dates.clear();
  for (int year = 1900; year < 1950; ++year) shape.dates.push_back(last_day_of_year(year));
  shape.targets.clear();
  shape.headline.clear();
  const std::size_t replications = 300;
  Results results(shape);
  KeptReplications kept(folder.path(), shape);
  History history;
  for (std::size_t r = 0; r < replications; ++r) {
    history.replication = Replication{r};
    history.values.clear();
    for (std::size_t cell = 0; cell < shape.cell_count(); ++cell)
      history.values.push_back(std::sqrt(static_cast<double>(cell * replications + r + 2)));  // 8 bytes each
    results.add(history);
    kept.add(history);
  }
  write_database(folder.path(), results, small_record(), "as_planned");
  const auto without = fs::file_size(folder.path() / database_name);
  fs::remove(folder.path() / database_name);
  write_database(folder.path(), results, small_record(), "as_planned", &kept);
  const auto with = fs::file_size(folder.path() / database_name);
  const std::uintmax_t put_aside = replications * shape.cell_count() * sizeof(double);
  CHECK(with - without + put_aside <= KeptReplications::bytes_at_most(shape, replications));
  CHECK(with - without + put_aside >= KeptReplications::bytes_at_most(shape, replications) / 2);
  CHECK_THROWS_AS(require_room_to_keep(folder.path(), shape, std::size_t{1} << 50), InputError);
  CHECK_NOTHROW(require_room_to_keep(folder.path(), shape, 1));
}

TEST_CASE("a comparison is a run for each strategy, with its differences", "[unit][output]") {
  const TemporaryFolder folder;
  const PairedComparison comparison = testing::small_comparison();
  write_csv(folder.path(), comparison_tables(comparison, testing::small_comparison_record()));
  write_database(folder.path(), comparison, testing::small_comparison_record());
  Database database(folder.path() / database_name, Database::Use::read);
  CHECK(csv_of(database, "SELECT run, strategy, compared_with FROM runs ORDER BY run") ==
        "run,strategy,compared_with\n1,as_planned,\n2,more,1\n3,nothing,1\n");
  CHECK(csv_of(database,
               "SELECT t.strategy, t.date, t.area, t.series, t.unit, mean AS mean_difference, low, high, replications, "
               "variance_ratio FROM differences t JOIN areas a USING (run, area) JOIN series s USING (run, series) "
               "ORDER BY run, date, a.number, s.number") == read_file(folder.path() / "differences.csv"));
  CHECK(csv_of(
            database,
            "SELECT r.strategy, t.target, t.area, probability, probability_low, probability_high, unit, p50 AS median, "
            "shortfall_mean, judged_by, gain, gain_low, gain_high, value_gain, value_gain_low, value_gain_high, "
            "extra_spent, rank FROM target_differences JOIN targets t USING (run, target) JOIN runs r USING "
            "(run) ORDER BY t.position, run") == read_file(folder.path() / "ranking.csv"));
  check_sound(database);
}

TEST_CASE("every view of the schema answers", "[unit][output]") {
  const TemporaryFolder folder;
  Database database(written(folder.path(), 7, true), Database::Use::read);
  Statement views(database, "SELECT name FROM sqlite_schema WHERE type = 'view'");
  int seen = 0;
  while (views.step()) {
    INFO(views.text(0));
    CHECK_NOTHROW(whole_number(database, "SELECT count(*) FROM " + views.text(0)));
    ++seen;
  }
  CHECK(seen >= 9);
  CHECK(csv_of(database, "SELECT area, year, mean, until FROM yearly_flows ORDER BY area, year") ==
        "area,year,mean,until\nall,2021,6.5,2021-12-31\nall,2022,25,2022-12-31\neast,2021,6.5,2021-12-31\n"
        "east,2022,10,2022-12-31\nwest,2021,0,2021-12-31\nwest,2022,15,2022-12-31\n");
  CHECK(csv_of(database,
               "SELECT area, date, median, half_cover_all FROM coverage_by_area WHERE area = 'east' ORDER BY date") ==
        "area,date,median,half_cover_all\neast,2021-12-31,0.625,2022-12-31\neast,2022-12-31,1,2022-12-31\n");
  CHECK(csv_of(database, "SELECT target, title, due, median, shortfall FROM target_summary") ==
        "target,title,due,median,shortfall\nten,十个社工站,2022-12-31,7,3\neast_half,east_half,2021-12-31,0.625,0\n");
  CHECK(whole_number(database, "SELECT count(*) FROM latest_by_area") == 2 * 3);
}

TEST_CASE("an archive takes each run once, and knows it again wherever it comes from", "[unit][output]") {
  const TemporaryFolder folder;
  written(folder.path() / "a", 7), written(folder.path() / "b", 8), written(folder.path() / "c", 7, true);
  const fs::path file = folder.path() / "all.sqlite";
  Archiving done = archive_runs(file, {folder.path() / "a", folder.path() / "b"});
  CHECK(done.total == 2);
  done = archive_runs(file, {folder.path() / "b", folder.path() / "c"});
  CHECK(done.total == 2);
  CHECK(done.runs[0].became == Archived::there_already);
  CHECK(done.runs[1].became == Archived::replications_too);
  Database database(file, Database::Use::read);
  check_sound(database);
  const std::size_t cells = testing::small_shape().cell_count();
  CHECK(whole_number(database, "SELECT count(*) FROM trajectories") == static_cast<std::int64_t>(2 * cells));
  CHECK(whole_number(database, "SELECT count(*) FROM replications WHERE run = 1") ==
        static_cast<std::int64_t>(4 * cells));

  // An archive is read like a run, so two of them can be joined.
  done = archive_runs(folder.path() / "again.sqlite", {file});
  CHECK(done.total == 2);
  Database again(folder.path() / "again.sqlite", Database::Use::read);
  CHECK(csv_of(again, "SELECT * FROM replications") == csv_of(database, "SELECT * FROM replications"));
}

TEST_CASE("a comparison's runs stay together in an archive", "[unit][output]") {
  const TemporaryFolder folder;
  written(folder.path() / "a");
  fs::create_directories(folder.path() / "compared");
  write_database(folder.path() / "compared", testing::small_comparison(), testing::small_comparison_record());
  const fs::path file = folder.path() / "all.sqlite";
  CHECK(archive_runs(file, {folder.path() / "a", folder.path() / "compared"}).total == 4);
  Database database(file, Database::Use::read);
  CHECK(csv_of(database, "SELECT run, strategy, compared_with FROM runs ORDER BY run") ==
        "run,strategy,compared_with\n1,as_planned,\n2,as_planned,\n3,more,2\n4,nothing,2\n");
  check_sound(database);
}

TEST_CASE("an archive that cannot take something says everything that is wrong and stays as it was", "[unit][output]") {
  const TemporaryFolder folder;
  const fs::path root = folder.path();
  written(root / "good");
  const fs::path file = root / "all.sqlite";
  (void)archive_runs(file, {root / "good"});
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
        file, {root / "nowhere", root / "empty", root / "text", root / "other", root / "newer", root / "torn", file});
  } catch (const InputError& error) {
    said = error.what();
  }
  const auto says = [&](const fs::path& source, const std::string& words) {
    INFO(said);
    CHECK(said.find(fmt::format("archive {}: error: {}", source.string(), words)) != std::string::npos);
  };
  says(root / "nowhere", "there is no such folder or file");
  says(root / "empty", "there is no results.sqlite in it");
  says(root / "text", "is not a database");
  says(root / "other", "is a database, but not one that muster wrote");
  says(root / "newer", "has version 99 of the schema; this muster reads version 3");
  says(root / "torn", "is damaged");
  says(file, "is the archive itself");
  CHECK(read_file(file) == before);

  CHECK_THROWS_AS(archive_runs(root / "text" / database_name, {root / "good"}), InputError);
  CHECK_THROWS_AS(archive_runs(root / "no" / "folder.sqlite", {root / "good"}), InputError);
  CHECK(read_file(root / "text" / database_name).starts_with("this is no database"));
  for (const auto& entry : fs::directory_iterator(root))
    CHECK_FALSE(entry.path().filename().string().starts_with("."));  // nothing is left lying about
}

std::string refusal(const fs::path& archive, const fs::path& source) {
  try {
    (void)archive_runs(archive, {source});
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST_CASE("an archive takes a folder's database only as its manifest tells of it", "[unit][output]") {
  using Catch::Matchers::ContainsSubstring;
  const TemporaryFolder folder;
  const fs::path a = folder.path() / "a", file = folder.path() / "all.sqlite";
  const fs::path database = written(a);
  write_manifest(a, testing::small_results(), small_record());
  const std::string whole = read_file(database);
  CHECK(archive_runs(file, {a}).runs.at(0).verified);
  CHECK(archive_runs(file, {database}).runs.at(0).verified);
  fs::copy_file(database, folder.path() / "alone.sqlite");
  const ArchivedRun alone = archive_runs(file, {folder.path() / "alone.sqlite"}).runs.at(0);
  CHECK_FALSE(alone.verified);
  CHECK_FALSE(alone.beside_manifest);
  fs::copy_file(database, a / "other.sqlite");
  const ArchivedRun unlisted = archive_runs(file, {a / "other.sqlite"}).runs.at(0);
  CHECK_FALSE(unlisted.verified);
  CHECK(unlisted.beside_manifest);

  Database(database, Database::Use::write).run("UPDATE targets SET probability = 1");
  const fs::path fresh = folder.path() / "fresh.sqlite";
  CHECK_THAT(refusal(fresh, a), ContainsSubstring("results.sqlite is not the one that was written"));
  CHECK_THAT(refusal(fresh, database), ContainsSubstring("results.sqlite is not the one that was written"));
  // Nor does a manifest help that was edited to tell of it.
  nlohmann::json manifest = nlohmann::json::parse(read_file(a / "manifest.json"));
  manifest["files"]["results.sqlite"]["sha256"] = sha256(read_file(database));
  write_file(a / "manifest.json", manifest.dump());
  for (const fs::path& named : {a, database})
    CHECK_THAT(refusal(fresh, named), ContainsSubstring("manifest.json has been changed since it was written"));
  for (std::size_t at = 100; at < whole.size(); at += whole.size() / 23) {  // any bit
    std::string flipped = whole;
    flipped[at] = static_cast<char>(flipped[at] ^ 1);
    write_file(database, flipped);
    CHECK_FALSE(refusal(fresh, a).empty());
  }
  CHECK_FALSE(fs::exists(fresh));

  write_file(database, whole);
  write_file(a / "manifest.json", "{}");
  CHECK_THAT(refusal(fresh, a), ContainsSubstring("manifest.json cannot be read or does not tell of results.sqlite"));
}

TEST_CASE("a run whose figures differ from those of the same run in the archive is refused", "[unit][output]") {
  using Catch::Matchers::ContainsSubstring;
  for (const char* sql : {"UPDATE targets SET probability = 1", "DELETE FROM trajectory_cells WHERE date = 1",
                          "UPDATE runs SET seed = 3", "UPDATE replication_cells SET value = 2 WHERE replication = 1"}) {
    INFO(sql);
    const TemporaryFolder folder;
    written(folder.path() / "true", 7, true);
    Database(written(folder.path() / "changed", 7, true), Database::Use::write).run(sql);
    const fs::path file = folder.path() / "all.sqlite";
    (void)archive_runs(file, {folder.path() / "changed"});  // by itself, nobody can know
    const std::string before = read_file(file);
    CHECK_THAT(refusal(file, folder.path() / "true"), ContainsSubstring("is in the archive with other figures"));
    CHECK(read_file(file) == before);
  }
}

TEST_CASE("a database whose tables are others is refused before anything of it is computed", "[unit][output]") {
  using Catch::Matchers::ContainsSubstring;
  constexpr const char* endless =
      "WITH RECURSIVE x(a) AS (SELECT 1 UNION ALL SELECT a + 1 FROM x) SELECT a AS run, hex(a) AS id, 'p' AS place, "
      "'s' "
      "AS strategy, NULL AS compared_with FROM x";
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
    CHECK_THAT(refusal(file, source), ContainsSubstring("than muster writes: it has been changed"));
    CHECK_THAT(refusal(source / database_name, written(folder.path() / "good").parent_path()),
               ContainsSubstring("than muster writes: it has been changed"));
    fs::remove_all(folder.path() / "good");
  }
  // Of another edition of the program, which explains its columns in other words.
  {
    Database reworded(written(folder.path() / "reworded"), Database::Use::write);
    reworded.run("PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, '-- ', '-- once more:   ')");
  }
  CHECK(refusal(file, folder.path() / "reworded").empty());
  // What somebody adds for questions of his own does no harm.
  Database(written(folder.path() / "more"), Database::Use::write)
      .run(
          fmt::format("CREATE VIEW mine AS {}; CREATE TABLE notes (x); CREATE INDEX by_year ON dates (year)", endless));
  CHECK(refusal(file, folder.path() / "more").empty());
}

TEST_CASE("a link to an archive stays a link", "[unit][output]") {
  const TemporaryFolder folder;
  written(folder.path() / "a");
  fs::create_directories(folder.path() / "far");
  fs::create_symlink("far/all.sqlite", folder.path() / "near.sqlite");
  (void)archive_runs(folder.path() / "near.sqlite", {folder.path() / "a"});
  CHECK(fs::is_symlink(folder.path() / "near.sqlite"));
  CHECK(fs::is_regular_file(folder.path() / "far/all.sqlite"));
}

}  // namespace

}  // namespace muster::output
