#include "output/summary/comparison.hpp"

#include "output/findings/comparison.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_comparison.hpp"

namespace muster::output {
namespace {

TEST_CASE("the summary of a comparison begins with the finding and tells each target strategy by strategy",
          "[unit][comparison]") {
  const std::string said =
      terminal_summary(testing::small_comparison(), testing::small_comparison_record(), {120, false});
  CHECK(said == R"(No strategy is known to do better than the place as planned for any target.

十个社工站 (≥ 10 stations by 2022-12-31)
  3 scenarios share the first place: neither their probability (1 of 4 futures) nor the value on the date (median
  7 stations to 8 stations) tells them apart.
                                                        median        short by  against the place      extra spent
                      met, of 4  95 % interval      (stations)      (stations)  as planned                (people)  rank
  the place as                1         5–70 %               7               3                                         –
  planned
  多建一站                    1         5–70 %               8             2.2  value +1 stations              +10     –
  nothing                     1         5–70 %               7               3  no difference                    0     –

east_half (≥ 50 % by 2021-12-31)
  3 scenarios share the first place: neither their probability (3 to 4 of 4 futures) nor the value on the date (median
  62 % to 88 %) tells them apart.
                                                                    short by  against the place        extra spent
                       met, of 4  95 % interval  median (%)         (points)  as planned                  (people)  rank
  the place as                 3        30–95 %          62                6                                           –
  planned
  多建一站                     4       51–100 %          88                0  value +25.0 points                +5     –
  nothing                      3        30–95 %          62                6  no difference                      0     –

  median: of the value on the date; short by: mean shortfall, 0 where met; extra spent: until then
  rank: 1, and 1 more for each scenario whose probability is higher beyond doubt; where probabilities do not differ,
    for each whose value on the date is better beyond doubt; – where nothing is known to differ.
  Against the place as planned: the difference that the rank rests on. All intervals of a target hold together with
    95 % confidence (Bonferroni, paired)

pairing: variance of an unpaired difference over that of the paired one on 2022-12-31, where it is smallest, and how
many replications would say as much without the same luck
  open stations             the same difference in every replication on that day
  townships with a station  the same difference in every replication on that day
  newly certified, total    the same difference in every replication on that day

小城 Small, 2021-12-05 to 2022-12-31
4 replications of each of 3 scenarios under the same luck, seed 7
12 000 events in 1.2 s on 2 threads, 12 MB
)");
}

// Twenty replications in which `more` meets the goal that the plan misses.
PairedComparison decided() {
  const ResultsShape shape = testing::small_shape();
  const std::vector<Variant> variants{{"as_planned", shape, {}}, {"more", shape, {}}, {"nothing", shape, {}}};
  PairedComparison comparison(variants, {"qualification.issued", {"stations.open", "stations.coverage"}});
  for (std::uint64_t number = 0; number < 20; ++number) {
    History planned = testing::small_history(shape, number % 4), more = testing::more_history(shape, number % 4);
    planned.replication = more.replication = Replication{number};
    planned.target_values[0] = 4;
    more.target_values[0] = 10;
    comparison.add(std::vector{planned, more, planned});
  }
  return comparison;
}

TEST_CASE("a comparison is told by the strategy that does best, with what else is different", "[unit][comparison]") {
  CHECK(comparison_finding(decided(), testing::small_comparison_record()) ==
        "十个社工站: 多建一站 does best: in all 20 simulations, against 0 as planned. With it: newly certified +10 "
        "people "
        "until then.");
  CHECK(deciding_target(decided()) == 0);
  CHECK(deciding_target(testing::small_comparison()) == std::nullopt);
}

TEST_CASE("the summary of a comparison says what stopped, and where", "[unit][comparison]") {
  PairedComparison comparison = testing::small_comparison();
  comparison.add({"more", {Replication{9}, "the books do not balance"}});
  ComparisonRecord record = testing::small_comparison_record();
  record.run.finish = Finish::interrupted;
  record.run.replications_requested = 100;
  record.run.reproduce[Replication{9}] = "muster run small.yaml --strategy more --seed 7 --replication 9";
  const std::string text = terminal_summary(comparison, record);
  CHECK(text.substr(text.find("\nwarning")) == R"(
warning: interrupted after 4 of 100 replications; every figure above rests on these

warning: 1 of 5 replications stopped in one of the scenarios and are left out of all
  replication 9 of more: the books do not balance
    to see it: muster run small.yaml --strategy more --seed 7 --replication 9

小城 Small, 2021-12-05 to 2022-12-31
4 replications of each of 3 scenarios under the same luck, seed 7
12 000 events in 1.2 s on 2 threads, 12 MB
)");
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
