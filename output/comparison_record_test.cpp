#include "output/comparison_record.hpp"

#include "output/file.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_comparison.hpp"
#include "tests/support/temporary_folder.hpp"

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

namespace muster::output {
namespace {

TEST_CASE("the manifest of a comparison is that of a run with its strategies", "[unit][comparison]") {
  const testing::TemporaryFolder folder;
  write_file(folder.path() / "ranking.csv", "abc");
  write_manifest(folder.path(),
                 manifest(folder.path(), testing::small_comparison(), testing::small_comparison_record()));
  const auto json = nlohmann::json::parse(read_file(folder.path() / "manifest.json"));
  CHECK(json["program"] == "muster");
  CHECK(json["replications"] == 4);
  CHECK(json["events"] == 12000);
  CHECK(json["files"].contains("ranking.csv"));
  REQUIRE(json["strategies"].size() == 2);
  CHECK(json["strategies"][0]["id"] == "more");
  CHECK(json["strategies"][0]["why"] == "one more");
  CHECK(json["strategies"][0]["changes"][0]["title"] == "一站");
}

TEST_CASE("a scenario with nothing to judge is named, and the rest are ranked among themselves", "[unit][comparison]") {
  const ResultsShape shape = testing::small_shape();
  const ComparisonRecord record = testing::small_comparison_record();
  // @param judged  which of the three scenarios have something to judge
  const auto compared = [&](std::array<bool, 3> judged) {
    const std::vector<Variant> variants{{"as_planned", shape, {}}, {"more", shape, {}}, {"nothing", shape, {}}};
    PairedComparison comparison(variants, {"qualification.issued", {"stations.open"}});
    for (std::uint64_t number = 0; number < 4; ++number) {
      std::vector<ReplicationResult> results{testing::small_result(shape, number), testing::more_history(shape, number),
                                             testing::small_result(shape, number)};
      for (std::size_t v = 0; v < results.size(); ++v)
        if (!judged[v]) results[v].target_values[1] = std::nan("");
      comparison.add(results);
    }
    return comparison;
  };
  const auto ranks = [&](const PairedComparison& comparison) {
    std::string words;
    for (std::size_t v = 0; v < 3; ++v) words += rank_words(comparison.standings(1), v);
    return words;
  };
  const PairedComparison one = compared({false, true, false});
  CHECK(
      standing_sentence(one, record, 1) ==
      "With the place as planned, nothing there is nothing to judge on 2021-12-31. 多建一站 is the only scenario that "
      "can be judged: 4 of 4 futures meet the target.");
  CHECK(ranks(one) == "–1–");
  const PairedComparison two = compared({false, true, true});
  CHECK_THAT(standing_sentence(two, record, 1),
             Catch::Matchers::StartsWith("With the place as planned there is nothing to judge on 2021-12-31. The "
                                         "scenarios cannot be distinguished"));
  CHECK(ranks(two) == "–––");
  CHECK_THAT(standing_sentence(compared({true, true, true}), record, 1),
             Catch::Matchers::StartsWith("The scenarios cannot be distinguished"));
}

}  // namespace
}  // namespace muster::output
