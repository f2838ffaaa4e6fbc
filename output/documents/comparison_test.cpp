#include "output/documents/comparison.hpp"

#include "output/findings/comparison.hpp"
#include "output/terminal/document.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_comparison.hpp"

#include <regex>

namespace muster::output {
namespace {

// The terminal output for a comparison.
std::string terminal_summary(const PairedComparison& comparison, const ComparisonRecord& record,
                             const Screen& screen = {}) {
  const ReportContext context;
  return shown(comparison_document({}, comparison, record, context, in_terminal), screen);
}

TEST_CASE("the summary of a comparison begins with the finding and shows each target strategy by strategy",
          "[unit][comparison]") {
  const std::string said =
      terminal_summary(testing::small_comparison(), testing::small_comparison_record(), {120, false});
  CHECK(said == R"(For no target is a strategy certain to do better than the place as planned.

target                           the place as planned  多建一站         nothing
十个社工站                       ◔ 1 of 4              ◔ 1 of 4         ◔ 1 of 4, the same
its median on 2022-12-31         7 stations            8 stations       7 stations
east_half                        ◕ 3 of 4              ✓ 4 of 4         ◕ 3 of 4, the same
open stations on 2022-12-31      7 stations            8 stations (+1)  7 stations (0)
extra spending until 2022-12-31  –                     +10 people       0 people

All strategies have the same luck, future by future. “Better” and “worse” mean: certainly so compared with the place as
planned; where the probabilities cannot be distinguished, the difference of the value on the date is shown. All
statements about one target hold together with 95 % confidence (Bonferroni, paired).

十个社工站
  The scenarios cannot be distinguished (target met in 1 of 4 futures; median on the date 7 stations to 8 stations).

east_half
  The scenarios cannot be distinguished (target met in 3 to 4 of 4 futures; median on the date 62 % to 88 %).

小城 Small, 2021-12-05 to 2022-12-31
4 replications of each of 3 scenarios under the same luck, seed 7
12 000 events in 1.2 s on 2 threads, 12 MB
)");
}

// Twenty replications in which the strategy `more` meets the goal that is missed as planned.
// @param other  value of the second target with `more`; it is 1 as planned
PairedComparison decided(double other = 1) {
  const ResultsShape shape = testing::small_shape();
  const std::vector<Variant> variants{{"as_planned", shape, {}}, {"more", shape, {}}, {"nothing", shape, {}}};
  PairedComparison comparison(variants, {"qualification.issued", {"stations.open", "stations.coverage"}});
  for (std::uint64_t number = 0; number < 20; ++number) {
    ReplicationResult planned = testing::small_result(shape, number % 4),
                      more = testing::more_result(shape, number % 4);
    planned.replication = more.replication = Replication{number};
    planned.target_values = {4, 1};
    more.target_values = {10, other};
    comparison.add(std::vector{planned, more, planned});
  }
  return comparison;
}

TEST_CASE("the finding of a comparison names the strategy that does best, and its price", "[unit][comparison]") {
  const ComparisonRecord record = testing::small_comparison_record();
  CHECK(comparison_finding(decided(), record) ==
        "十个社工站: 多建一站 does best: in all 20 futures, against 0 as planned.");
  CHECK(comparison_price(decided(), record) ==
        std::vector<std::string>{"What comes with it: newly certified higher by 10 people until then.",
                                 "No other target that can be judged is certain to be worse with it."});
  CHECK(comparison_price(decided(0.25), record).at(1) ==
        "Certainly worse with it: east_half (0 of 20 futures, 20 as planned).");
  CHECK(comparison_price(testing::small_comparison(), record).empty());
  CHECK(standing_sentence(decided(0.25), record, 1) ==
        "Cannot be distinguished: the place as planned, nothing (target met in 20 of 20 futures; median on the date "
        "100 %); certainly worse than at least one of them: 多建一站.");
  CHECK(deciding_target(decided()) == 0);
  CHECK(deciding_target(testing::small_comparison()) == std::nullopt);
}

TEST_CASE("the matrix says which strategy is certainly better, and which changes nothing", "[unit][comparison]") {
  const PairedComparison comparison = decided();
  const std::string said = terminal_summary(comparison, testing::small_comparison_record(), {120, false});
  const std::string row = said.substr(said.find("\n十个社工站 ") + 1);
  CHECK(std::regex_match(row.substr(0, row.find('\n')),
                         std::regex("十个社工站 +✕ 0 of 20 +✓ 20 of 20, better +✕ 0 of 20, the same")));
}

TEST_CASE("the summary of a comparison names the replications that stopped, and the strategy", "[unit][comparison]") {
  PairedComparison comparison = testing::small_comparison();
  comparison.add({"more", {Replication{9}, "the books do not balance"}});
  ComparisonRecord record = testing::small_comparison_record();
  record.run.finish = Finish::interrupted;
  record.run.replications_requested = 100;
  record.run.reproduce[Replication{9}] = "muster run small.yaml --strategy more --seed 7 --replication 9";
  const std::string text = terminal_summary(comparison, record);
  CHECK_THAT(text, Catch::Matchers::ContainsSubstring(R"(
Interrupted after 4 of 100 replications: every figure is based on these.
1 of 5 replications stopped and are not included in any figure:
Replication 9: more: the books do not balance
  muster run small.yaml --strategy more --seed 7 --replication 9
)"));
}

TEST_CASE("differences are shown with their sign, shares in points", "[unit][comparison]") {
  const SeriesName share{"a.share", "share", "", ""}, people{"a.people", "people", "", ""},
      money{"a.money", "yuan", "", ""};
  CHECK(show_difference(0.034, share, 1) == "+3.4 points");
  CHECK(show_difference(-0.5, share, 1) == "-50.0 points");
  CHECK(show_difference(1e-5, share, 1) == "0.0 points");
  CHECK(show_difference(0, share, 1) == "0 points");
  CHECK(show_difference(-12, people, 20) == "-12 people");
  CHECK(show_difference(-2.5e6, money, 3e6) == "-2.5 million yuan");
  CHECK(show_difference(1200, money, 1200) == "+1 200 yuan");
  CHECK(show_difference(std::nan(""), people, 1) == "–");
}

}  // namespace
}  // namespace muster::output
