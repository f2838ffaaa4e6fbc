// The benchmarks as a user starts them, far smaller than for measuring.
#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/temporary_folder.hpp"

#include <nlohmann/json.hpp>

using namespace muster::testing;

TEST_CASE("each benchmark prints one line of JSON", "[cli][bench]") {
  const TemporaryFolder folder;
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"hold", "--pending", "1000", "--events", "1000"},
        {"mm1", "--customers", "10000"},
        {"chain", "--posts", "1000", "--years", "2"}}) {
    std::vector<std::string> command = words;
    command.insert(command.begin(), "bench");
    command.push_back("--reference");
    const CommandOutput said = muster::testing::muster(command, folder.path());
    CAPTURE(words[0], said.error);
    CHECK(said.code == 0);
    CHECK(said.out.find('\n') == said.out.size() - 1);
    CHECK(nlohmann::json::parse(said.out).at("ratio") > 0);
  }
  const CommandOutput said = muster::testing::muster({"bench", "chain", "--posts", "10"}, folder.path());
  CHECK(said.code == 2);
  CHECK(said.error == "error: posts is 10; it may be 1000 to 10000000\n");
}

TEST_CASE("the bench program runs all benchmarks and says where", "[cli][bench]") {
  const TemporaryFolder folder;
  const CommandOutput said = Started({muster::testing::bench_program(), "--repetitions", "3", "--pending", "100",
                                      "--pending", "1000", "--events", "1000", "--reference-events", "1000",
                                      "--customers", "10000", "--posts", "1000", "--years", "2"},
                                     folder.path())
                                 .wait();
  INFO(said.error);
  REQUIRE(said.code == 0);
  const auto result = nlohmann::json::parse(said.out);
  CHECK(result.at("machine").at("cores") >= 1);
  REQUIRE(result.at("benches").size() == 4);
  const auto& hold = result.at("benches")[1];
  CHECK(hold.at("pending") == 1000);
  const auto& rate = hold.at("events_per_second");
  CHECK(rate.at("min") <= rate.at("median"));
  CHECK(rate.at("median") <= rate.at("max"));
  for (const auto& bench : result.at("benches")) CHECK(bench.at("references").contains("std::priority_queue"));
}

TEST_CASE("the bench program compares two tables of trajectories", "[cli][bench]") {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "a.csv")
      << "date,area,series,unit,replications,mean,sd,p05\n2022-01-31,all,x.y,u,99,5,1,4\n";
  const CommandOutput said =
      Started({muster::testing::bench_program(), "same", "a.csv", "a.csv"}, folder.path()).wait();
  CHECK(said.code == 0);
  CHECK(nlohmann::json::parse(said.out).at("means").at("share_above_4") == 0);
  const CommandOutput none =
      Started({muster::testing::bench_program(), "same", "a.csv", "b.csv"}, folder.path()).wait();
  CHECK(none.code == 2);
  CHECK(none.error == "b.csv: error: it cannot be read\n");
}
