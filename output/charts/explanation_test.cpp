#include "output/charts/explanation.hpp"

#include "output/documents/explanation.hpp"
#include "output/formats/csv.hpp"
#include "output/tables/explanation.hpp"
#include "output/terminal/document.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_results.hpp"

#include <chrono>
#include <cmath>
#include <sstream>

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
  difference.series = {"funding.spent", "yuan", "money spent", "money spent"};
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

// The first specification of a list of charts.
Json first_of(const std::vector<Chart>& charts) { return charts.at(0).draw(desk); }

// The same studies as text for a terminal.
std::string attribution_text(const AttributedChanges& changes) {
  const ReportContext context;
  const RunRecord record;
  return shown(attribution_document({}, testing::small_shape(), changes, {}, record, context));
}
std::string constraints_text(const std::vector<TargetConstraints>& targets, const Spreads& spreads = {}) {
  const ReportContext context;
  const RunRecord record;
  return shown(constraints_document({}, testing::small_shape(), targets, spreads, {}, record, context));
}
std::string spread_text(const Spreads& spreads) { return constraints_text({}, spreads); }

// The fields of a line of CSV without quoted fields.
std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields(1);
  for (const char letter : line)
    if (letter == ',')
      fields.emplace_back();
    else
      fields.back() += letter;
  return fields;
}

TEST_CASE("changes without effect are named as such and have no chart", "[unit][output]") {
  const AttributedChanges idle = one_change(0);
  CHECK(first_of(attribution_charts(idle, "here")).is_null());
  CHECK_THAT(attribution_text(idle), ContainsSubstring("none of the changes affects it in any future"));
  CHECK_THAT(attribution_text(idle),
             Catch::Matchers::StartsWith("For none of the figures below is it certain that the two differ."));
  const AttributedChanges dear = one_change(1000);
  const Json chart = first_of(attribution_charts(dear, "here"));
  CHECK(chart["usermeta"]["headline"] ==
        "money spent: of the difference of +1\u2009000 yuan, most is due to 报销 (+1\u2009000 yuan)");
  CHECK(chart["usermeta"]["table"]["rows"][1][0] == "报销");
  const std::string said = attribution_text(dear);  // the verdict states the difference; it is not repeated below
  CHECK_THAT(said,
             Catch::Matchers::StartsWith("money spent: 5 yuan with before, 1 005 yuan with after: a difference of"));
  CHECK_THAT(said, ContainsSubstring("报销: +1 000 yuan on average over all orders"));
  CHECK(said.find("a difference of") == said.rfind("a difference of"));
}

// A target with a shortfall of 10 stations, of which relaxing each constraint closes a part; no probability changes.
TargetConstraints closed_by(const std::vector<std::pair<std::string, double>>& closed) {
  TargetConstraints made;
  made.target.id = "t";
  made.target.series = "stations.open";
  made.series = {"stations.open", "stations", "open stations", "stations"};
  made.shortfall = 10;
  made.by_probability = false;
  for (const auto& [name, size] : closed) {
    ConstraintEffect one;
    one.constraint = name;
    one.title = name;
    one.why = "of this";
    one.period = "all";
    one.effect.emplace();
    one.effect->closed = {size, size == 0 ? 0.0 : 2.0};
    one.effect->shortfall = 10 - size;
    made.whole.push_back(one);
  }
  return made;
}

TEST_CASE("the constraint named has the largest effect, and only constraints with effects of their own have ranks",
          "[unit][output]") {
  const auto ranks = [](const TargetConstraints& target) {
    std::string words;
    for (const ConstraintEffect& one : target.whole) {
      const auto rank = target.rank_of(one);
      words += rank ? std::to_string(*rank) : "-";
    }
    return words;
  };
  const TargetConstraints worse = closed_by({{"candidates", 0}, {"seats", 0}, {"money", -1}});
  CHECK_THAT(constraints_text({worse}), ContainsSubstring("The largest effect is that of money: 11 stations") &&
                                            ContainsSubstring("1 ± 2 stations more") &&
                                            !ContainsSubstring("that of candidates"));
  CHECK(ranks(worse) == "--1");
  const TargetConstraints idle = closed_by({{"candidates", 0}, {"seats", 0}});
  CHECK_THAT(constraints_text({idle}),
             ContainsSubstring("Relaxing one constraint alone does not change the target in any future"));
  CHECK(ranks(idle) == "--");
  const TargetConstraints several =
      closed_by({{"money", 6}, {"seats", 3}, {"agencies", 3}, {"pay", 1}, {"exam", 0}, {"calls", -7}});
  CHECK_THAT(constraints_text({several}), ContainsSubstring("What holds it back most: money."));
  CHECK(ranks(several) == "1--4-5");
  std::ostringstream table;
  write_csv(table, constraints_table({several}));
  std::string last;  // the ranks of the first rows, as in the table
  std::istringstream lines(table.str());
  std::string line;
  std::getline(lines, line);
  const std::vector<std::string> columns = fields_of(line);
  const auto rank = std::ranges::find(columns, "rank") - columns.begin();
  for (std::size_t row = 0; row < several.whole.size() && std::getline(lines, line); ++row)
    last += fields_of(line).at(static_cast<std::size_t>(rank)) + ";";
  CHECK(last == "1;;;4;;5;");
}

TEST_CASE("no difference is stated from or to a scenario with nothing to judge", "[unit][output]") {
  AttributedChanges changes = one_change(0);
  AttributedDifference& one = changes.differences[0];
  one.attribution.replications = 0;
  one.from = std::nan("");
  one.to = 7;
  CHECK_THAT(attribution_text(changes), ContainsSubstring("Nothing to judge with before, 7 yuan with after"));
  std::swap(one.from, one.to);
  CHECK_THAT(attribution_text(changes), ContainsSubstring("7 yuan with before, nothing to judge with after"));
  one.to = 8;
  CHECK_THAT(attribution_text(changes),
             ContainsSubstring("7 yuan with before, 8 yuan with after: with only some of the"));
  one.from = one.to = std::nan("");
  CHECK_THAT(attribution_text(changes),
             ContainsSubstring("Nothing to judge with before, nothing to judge with after"));
}

Spreads one_spread(const std::vector<double>& output) {
  std::vector<std::vector<std::vector<double>>> inputs(1, std::vector<std::vector<double>>(1));
  for (std::size_t r = 0; r < output.size(); ++r) inputs[0][0].push_back(static_cast<double>(r * r % 101));
  return {{{"posts.wait", LocalizedText{"等待", "wait"}, "assumption", false, {"posts.wait"}, "a.yaml:1"}},
          {{"t",
            "T",
            {"stations.open", "stations", "open stations", "stations"},
            std::chrono::year{2022} / 6 / 30,
            2,
            split_spread(inputs, output, Seed{1})}}};
}

TEST_CASE("a spread in which few futures differ has a sentence and no chart", "[unit][output]") {
  std::vector<double> output(100, 2.0);
  output[17] = 1;
  const Spreads spreads = one_spread(output);
  CHECK(first_of(spread_charts(spreads, "here")).is_null());
  CHECK_THAT(spread_text(spreads),
             ContainsSubstring("Only 1 of 100 futures end with a different value from the rest"));
  CHECK_THAT(spread_text(spreads), !ContainsSubstring("nan"));
  std::ostringstream table;
  write_csv(table, spread_table(spreads));
  CHECK_THAT(table.str(), ContainsSubstring(",100,1,too few differ,,,,,,,,\n"));
}

TEST_CASE("the bars of a spread and their axis stay between 0 and 100 %", "[unit][output]") {
  std::vector<double> output;
  for (std::size_t r = 0; r < 100; ++r) output.push_back(static_cast<double>(r * r % 101));
  const Spreads spreads = one_spread(output);  // the only input explains all of the spread
  const Json chart = first_of(spread_charts(spreads, "here"));
  const auto rows = chart["usermeta"]["table"]["rows"];
  REQUIRE(rows.size() == 2);
  CHECK(rows[0][0] == "○ wait");  // ○: an assumption
  CHECK(rows[0][1].get<std::string>().starts_with("100 %"));
  CHECK(chart["usermeta"]["headline"] == "T: 100 % of the spread comes from wait");
  CHECK_THAT(spread_text(spreads), ContainsSubstring("  100 % (100 to 100)  wait"));
}

TEST_CASE("constraints without effect have no chart", "[unit][output]") {
  TargetEffectTally idle, moving;
  TargetDefinition definition;
  definition.id = "t";
  definition.goal = 10;
  for (int r = 0; r < 20; ++r) {
    idle.add(definition, 4, 4);
    moving.add(definition, 4, 6);
  }
  TargetConstraints target;
  target.target = definition;
  target.series = {"stations.open", "stations", "open stations", "stations"};
  target.by_probability = false;
  ConstraintEffect one;
  one.constraint = "seats";
  one.title = "seats";
  one.period = "2022";
  one.effect = idle.result();
  target.whole = target.by_period = {one};
  std::vector<TargetConstraints> targets{target};
  for (const Chart& chart : constraints_charts(targets, "here")) CHECK(chart.draw(desk).is_null());
  CHECK_THAT(constraints_text({target}),
             ContainsSubstring("Relaxing one constraint alone does not change the target in any future"));
  one.effect = moving.result();
  targets[0].whole = targets[0].by_period = {one};
  const std::vector<Chart> charts = constraints_charts(targets, "here");
  // No probability changes, so the shortfall is drawn.
  CHECK(charts[1].draw(desk)["usermeta"]["headline"] == "t: the largest gain would come from seats, +2 stations");
  CHECK_FALSE(charts[0].draw(desk).is_null());
}

TEST_CASE("a margin is shown with a digit that is not 0, and a difference of 0 has no margin", "[unit][output]") {
  const SeriesName money{"funding.spent", "yuan", "money spent", "money"}, share{"a.share", "share", "", ""};
  const Scale millions = scale_for(money, 3e6), points = scale_for(share, 1);
  CHECK(with_margin({2e6, 3e3}, millions) == "+2.000 ± 0.003 million yuan");
  CHECK(with_margin({-1e6, 4e4}, millions) == "-1.00 ± 0.04 million yuan");
  CHECK(with_margin({0, 0}, points) == "no difference");
  CHECK(with_margin({0.0001, 0.0002}, points) == "+0.01 ± 0.02 points");
  CHECK(with_margin({0.25, 0}, points) == "+25 points");
  CHECK(with_margin({std::nan(""), std::nan("")}, points) == "–");
}

}  // namespace
}  // namespace muster::output
