#include "output/summary/comparison.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/small_comparison.hpp"

namespace muster::output {
namespace {

TEST_CASE("the summary of a comparison tells each target by strategy, what ranks mean and what pairing was worth",
          "[unit][comparison]") {
  CHECK(terminal_summary(testing::small_comparison(), testing::small_comparison_record()) ==
        R"(小城 Small, 2021-12-05 to 2022-12-31
4 replications of each of 3 scenarios under the same luck, seed 7
12 000 events in 1.2 s on 2 threads, 12 MB

as_planned  the place as planned
more        多建一站
nothing

target ten: stations.open ≥ 10 stations by 2022-12-31
  3 scenarios share the first place: neither their probability (1 of 4 futures) nor the value on the date (median 7 stations to 8 stations) tells them apart.
              probability      median      short by  against as_planned  extra spent  rank
  as_planned  0.25 ± 0.33  7 stations    3 stations                                      –
  more        0.25 ± 0.33  8 stations  2.2 stations  value +1 stations    +10 people     –
  nothing     0.25 ± 0.33  7 stations    3 stations  no difference          0 people     –

target east_half: stations.coverage ≥ 50 % in east by 2021-12-31
  3 scenarios share the first place: neither their probability (3 to 4 of 4 futures) nor the value on the date (median 62 % to 88 %) tells them apart.
              probability        median  short by  against as_planned  extra spent  rank
  as_planned  0.75 ± 0.33          62 %  6 points                                      –
  more        1.00 (above 0.51)    88 %  0 points  value +25.0 points    +5 people     –
  nothing     0.75 ± 0.33          62 %  6 points  no difference          0 people     –

  median: of the value on the date; short by: mean shortfall, 0 where met; extra spent: until then
  rank: 1, and 1 more for each scenario whose probability is higher beyond doubt; where probabilities do not differ, for each whose value on the date is better beyond doubt; – where nothing is known to differ.
  Against as_planned: the difference that the rank rests on. All intervals of a target hold together with 95 % confidence (Bonferroni, paired)

pairing: variance of an unpaired difference over that of the paired one on 2022-12-31, where it is smallest,
and how many replications would say as much without the same luck
  stations.open                the same difference in every replication on that day
  stations.coverage            the same difference in every replication on that day
  qualification.issued, total  the same difference in every replication on that day
)");
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
