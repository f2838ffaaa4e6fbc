#include "experiments/studies/preview.hpp"

#include "output/terminal/document.hpp"
#include "output/words.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_scenario.hpp"

#include <atomic>

namespace muster::experiments {

namespace {

using Catch::Matchers::ContainsSubstring;

std::string words_of(const Session& session, const Probe& probe, const PreviewRequest& request,
                     std::size_t width = 100) {
  return output::shown(preview_document(session, probe, request), {.width = width});
}

}  // namespace

TEST_CASE("the memory of results is predicted exactly for few replications, and bounded for more", "[unit][preview]") {
  const testing::TemporaryFolder folder;
  const Session session = test::open_scenario(folder, "pair.yaml", test::two_areas());
  RunSetup setup = session.setup(Seed{1});
  constexpr std::size_t kept = 70;  // some replications are compressed by then
  Results results(session.shape, kept);
  for (std::size_t n = 0; n < 80; ++n) {
    results.add(simulate(setup, session.shape, Replication{n}, session.build));
    const std::size_t foreseen = Results::bytes_at_most(session.shape, n + 1, kept);
    INFO(n + 1 << " replications");
    if (n < Results::most_unrounded) {
      CHECK(results.bytes() == foreseen);
    } else {
      CHECK(results.bytes() <= foreseen);
    }
  }
}

TEST_CASE("a preview simulates exactly one replication", "[unit][preview]") {
  const testing::TemporaryFolder folder;
  Session session = test::open_scenario(folder, "pair.yaml", test::two_areas());
  std::atomic<int> built = 0;
  session.build = [&built, build = session.build](Simulation& sim, SeriesBook& book) {
    ++built;
    CHECK(sim.replication() == Replication{0});
    return build(sim, book);
  };
  const Probe measured = probe(session, Seed{1});
  CHECK(words_of(session, measured, {.replications = 500, .threads = 4, .seed = Seed{1}, .strategies = {}}).size() >
        0);
  CHECK(built == 1);
  CHECK(measured.seconds > 0);
  CHECK(measured.result.events > 0);
}

TEST_CASE("a preview shows what would be run, and extrapolates what it measured", "[unit][preview]") {
  const testing::TemporaryFolder folder;
  const Session session = test::open_scenario(folder, "pair.yaml", test::two_areas());
  Probe measured = probe(session, Seed{1});
  measured.seconds = 0.5;
  measured.memory = 3'000'000;
  const std::string one =
      words_of(session, measured, {.replications = 40, .threads = 2, .seed = Seed{1}, .strategies = {}});
  CHECK_THAT(one, ContainsSubstring("place         两地 (pair)\n"));
  CHECK_THAT(one, ContainsSubstring("period        2021-12-05 to 2024-12-31, recorded on 38 dates\n"));
  CHECK_THAT(one, ContainsSubstring("areas         2, and the whole\n"));
  CHECK_THAT(one, ContainsSubstring("replications  40\n"));
  CHECK_THAT(one, ContainsSubstring("time          about 10 s on 2 threads\n"));
  CHECK_THAT(one, ContainsSubstring("writing the results takes additional time, usually some seconds\n"));
  Session large = test::open_scenario(folder, "pair.yaml", test::two_areas());
  const std::size_t rows_before = large.shape.cell_count();
  while (large.shape.dates.size() < 38 * 2000) large.shape.dates.push_back(large.shape.dates.back());
  const std::size_t rows = large.shape.cell_count();
  CHECK(rows / rows_before == 2000);
  const std::string many =
      words_of(large, measured, {.replications = 1, .threads = 1, .seed = Seed{1}, .strategies = {}});
  CHECK_THAT(
      many, ContainsSubstring("takes additional time: about 24 s for ") && !ContainsSubstring("usually some seconds"));
  const PreviewRequest tables{
      .replications = 1, .threads = 1, .seed = Seed{1}, .strategies = {}, .parts = {true, false, false, false, false}};
  CHECK_THAT(words_of(large, measured, tables, 400),
             ContainsSubstring("out/pair: trajectories.csv (" + output::grouped(rows) +
                               " rows), targets.csv (0 rows), headline.csv, area_targets.csv, "
                               "area_money.csv, manifest.json, inputs/\n") &&
                 ContainsSubstring("usually some seconds"));
  const PreviewRequest pictures{
      .replications = 1, .threads = 1, .seed = Seed{1}, .strategies = {}, .parts = {false, false, false, true, false}};
  CHECK_THAT(words_of(large, measured, pictures), ContainsSubstring("out/pair: manifest.json, inputs/, charts/\n"));
  const std::string three = words_of(
      session, measured, {.replications = {}, .threads = 1, .seed = Seed{1}, .strategies = {"fees", "bonus"}});
  CHECK_THAT(three, ContainsSubstring("strategies    as planned, fees, bonus\n"));
  CHECK_THAT(three, ContainsSubstring("auto: 200 to 2 000"));
  CHECK_THAT(three, ContainsSubstring("time          about 5 min to 50 min on 1 thread\n"));
}

}  // namespace muster::experiments
