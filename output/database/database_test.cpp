#include "output/database/database.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/parameters/diagnostic.hpp"
#include "output/database/sqlite.hpp"
#include "output/formats/csv.hpp"
#include "output/manifest.hpp"
#include "output/tables/comparison.hpp"
#include "output/tables/run.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_comparison.hpp"
#include "tests/support/small_database.hpp"
#include "tests/support/small_results.hpp"
#include "tests/support/temporary_folder.hpp"

#include <cmath>
#include <fmt/format.h>
#include <sstream>

namespace muster::output {

namespace {

namespace fs = std::filesystem;
using testing::check_sound;
using testing::csv_of;
using testing::small_record;
using testing::TemporaryFolder;
using testing::text_of;
using testing::written;

TEST_CASE("the database agrees with the tables of the run, field by field", "[unit][output]") {
  const TemporaryFolder folder;
  Database database(written(folder.path()), Database::Use::read);
  CHECK(
      csv_of(
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

TEST_CASE("a database identifies itself in its header and in its row of `runs`", "[unit][output]") {
  const TemporaryFolder folder;
  Database database(written(folder.path()), Database::Use::read);
  CHECK(whole_number(database, "PRAGMA application_id") == database_application);
  CHECK(whole_number(database, "PRAGMA user_version") == database_version);
  CHECK(
      csv_of(database,
             "SELECT place, title, english, strategy, seed, replications, replications_requested, only_replication, "
             "start, horizon, complete, exact_quantiles, events, compared_with FROM runs") ==
      "place,title,english,strategy,seed,replications,replications_requested,only_replication,start,horizon,complete,"
      "exact_quantiles,events,compared_with\n"
      "small,小城,Small town,as_planned,7,4,4,,2021-12-05,2022-12-31,1,1,4000,\n");
  CHECK(text_of(database, "SELECT results_digest FROM runs") ==
        manifest(folder.path(), testing::small_results(), small_record())
            .at("digests")
            .at("results")
            .get<std::string>());
  CHECK(csv_of(database, "SELECT path, bytes, sha256 FROM inputs") ==
        fmt::format("path,bytes,sha256\nsmall.yaml,13,{}\n", sha256("place: small\n")));
  CHECK(text_of(database, "SELECT text FROM sources WHERE source = 'bureau'") == "the bureau's yearbook");
  CHECK(csv_of(database, "SELECT area, name, within, kind FROM areas ORDER BY number") ==
        "area,name,within,kind\neast,东区,all,area\nwest,西区,all,area\nall,,,whole\n");
  CHECK(csv_of(database, "SELECT date, reached FROM target_dates WHERE target = 'east_half' ORDER BY date") ==
        "date,reached\n2021-12-05,0\n2021-12-31,0.75\n2022-12-31,1\n");
}

TEST_CASE("the same run gives the same bytes and the same id, and another seed gives another id", "[unit][output]") {
  const TemporaryFolder folder;
  const fs::path a = written(folder.path() / "a", 7, true), b = written(folder.path() / "b", 7, true),
                 c = written(folder.path() / "c", 8, true), plain = written(folder.path() / "plain", 7);
  CHECK(read_file(a) == read_file(b));
  const auto id = [](const fs::path& file) {
    Database database(file, Database::Use::read);
    return text_of(database, "SELECT id FROM runs");
  };
  CHECK(id(a) == id(plain));  // keeping replications does not make it another run
  CHECK(id(a) != id(c));
}

TEST_CASE("replications are kept with all their values and their targets", "[unit][output]") {
  const TemporaryFolder folder;
  Database database(written(folder.path(), 7, true), Database::Use::read);
  const ResultsShape shape = testing::small_shape();
  Statement rows(
      database,
      "SELECT replication, d.number, a.number, s.number, value FROM replications r JOIN dates d USING (run, "
      "date) JOIN areas a USING (run, area) JOIN series s USING (run, series)");
  std::size_t seen = 0;
  while (rows.step()) {
    const ReplicationResult result = testing::small_result(shape, static_cast<std::uint64_t>(rows.whole(0)));
    const double value =
        result.values[shape.cell(static_cast<std::size_t>(rows.whole(1)), static_cast<AreaNode>(rows.whole(2)),
                                 static_cast<std::size_t>(rows.whole(3)))];
    CHECK((rows.is_null(4) ? std::isnan(value) : rows.number(4) == value));
    ++seen;
  }
  CHECK(seen == 4 * shape.cell_count());
  CHECK(csv_of(database, "SELECT replication, value, met, reached FROM replication_targets WHERE target = 'ten'") ==
        "replication,value,met,reached\n0,4,0,\n1,6,0,\n2,8,0,\n3,10,1,2022-12-31\n");
  check_sound(database);
}

TEST_CASE("inserting many rows at a time stores exactly the rows that were bound", "[unit][output]") {
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

TEST_CASE("rows may share the values of their first columns", "[unit][output]") {
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

TEST_CASE("replications take no more space on the disk than was predicted", "[unit][output]") {
  const TemporaryFolder folder;
  ResultsShape shape = testing::small_shape();
  shape.dates.clear();
  for (int year = 1900; year < 1950; ++year) shape.dates.push_back(last_day_of_year(year));
  shape.targets.clear();
  shape.headline.clear();
  const std::size_t replications = 300;
  Results results(shape);
  KeptReplications kept(folder.path(), shape);
  ReplicationResult result;
  for (std::size_t r = 0; r < replications; ++r) {
    result.replication = Replication{r};
    result.values.clear();
    for (std::size_t cell = 0; cell < shape.cell_count(); ++cell)
      result.values.push_back(std::sqrt(static_cast<double>(cell * replications + r + 2)));  // 8 bytes each
    results.add(result);
    kept.add(result);
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
  CHECK(
      csv_of(database,
             "SELECT t.strategy, t.date, t.area, t.series, t.unit, mean AS mean_difference, low, high, replications, "
             "variance_ratio FROM differences t JOIN areas a USING (run, area) JOIN series s USING (run, series) "
             "ORDER BY run, date, a.number, s.number") == read_file(folder.path() / "differences.csv"));
  CHECK(
      csv_of(
          database,
          "SELECT r.strategy, t.target, t.area, probability, probability_low, probability_high, unit, p50 AS median, "
          "shortfall_mean, judged_by, gain, gain_low, gain_high, value_gain, value_gain_low, value_gain_high, "
          "extra_spent, rank FROM target_differences JOIN targets t USING (run, target) JOIN runs r USING "
          "(run) ORDER BY t.position, run") == read_file(folder.path() / "ranking.csv"));
  check_sound(database);
}

TEST_CASE("every view of the schema can be queried", "[unit][output]") {
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

}  // namespace

}  // namespace muster::output
