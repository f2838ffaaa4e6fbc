#include "output/charts/explanation.hpp"

#include "output/summary/explanation.hpp"
#include "tests/support/catch.hpp"

namespace muster::output {
namespace {

using Catch::Matchers::ContainsSubstring;

AttributedChanges one_change(double alone) {
  AttributedChanges changes;
  changes.from = "before";
  changes.to = "after";
  changes.changes = {{"fees", "报销", false}};
  AttributedDifference difference;
  difference.measure = "spent";
  difference.series = {"funding.spent", "yuan", "money spent"};
  difference.from = 5;
  difference.to = 5 + alone;
  difference.attribution.total = difference.attribution.interactions = {0, 0};
  difference.attribution.total.mean = alone;
  difference.attribution.changes = {{{alone, 0}, {alone, 0}, {alone, 0}}};
  difference.attribution.replications = 4;
  difference.attribution.moved = alone != 0;
  changes.differences = {difference};
  return changes;
}

TEST_CASE("changes that do nothing are said to, and drawn as no empty chart", "[unit][output]") {
  const AttributedChanges idle = one_change(0);
  CHECK(waterfall_chart(idle.differences[0], idle, "here").is_null());
  CHECK_THAT(attribution_text(idle), ContainsSubstring("none of the changes moves it in any replication"));
  const AttributedChanges dear = one_change(1000);
  const Json chart = waterfall_chart(dear.differences[0], dear, "here");
  CHECK(chart.dump().find("each change alone, one after the other, yuan") != std::string::npos);
  CHECK_THAT(attribution_text(dear), ContainsSubstring("most is due to fees: +1 000 yuan whatever the order"));
}

}  // namespace
}  // namespace muster::output
