#include "output/findings/money.hpp"

#include "output/document/document.hpp"
#include "output/document/grid.hpp"
#include "output/report/page.hpp"
#include "output/tables/run.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_results.hpp"

namespace muster::output {
namespace {

using Catch::Matchers::ContainsSubstring;

// Results for two areas with money left and money waited for at the end of 2021: {east, west}.
Results with_money(const double (&left)[2], const double (&wanted)[2]) {
  ResultsShape shape = testing::small_shape();
  shape.targets.clear();
  shape.headline.clear();
  for (const std::size_t s : {0, 2}) shape.series[s].name.unit = "yuan";
  Results results(shape);
  for (std::uint64_t number = 0; number < 4; ++number) {
    ReplicationResult result = testing::small_result(testing::small_shape(), number);
    result.target_values.clear();
    result.reached.clear();
    result.values.assign(shape.cell_count(), 0);
    for (AreaNode area = 0; area < 2; ++area) {
      result.values[shape.cell(1, area, 0)] = left[area];
      result.values[shape.cell(1, area, 2)] = wanted[area];
    }
    results.add(result);
  }
  return results;
}

constexpr const char* left_series = "stations.open";
constexpr const char* wanted_series = "qualification.issued";
const MoneySeries two_areas{wanted_series, wanted_series, wanted_series, left_series, wanted_series};

// A page with one sortable table.
std::string page_with(Grid grid) {
  grid.sortable = true;
  Document document;
  Section& section = document.sections.emplace_back(Section{"a", {}, {}});
  section.add(TableBlock{tr("table"), std::move(grid)});
  return page_of(document);
}

TEST_CASE("a sentence names money that lies unspent while another area waits, with both sums and areas",
          "[unit][report]") {
  CHECK(
      idle_money_sentence(with_money({800, 100}, {0, 600}), two_areas) ==
      "At the end of 2021, an average of 800 yuan lies unspent in areas that are not waiting for money (东区), while "
      "other areas are waiting for 500 yuan more than they have left (西区). Moving money from one area to another "
      "is not simulated.");
  CHECK(idle_money_sentence(with_money({800, 100}, {0, 0}), two_areas).empty());  // no area waits
  CHECK(idle_money_sentence(with_money({0, 0}, {0, 600}), two_areas).empty());    // nothing is unspent
  CHECK(idle_money_sentence(with_money({800, 700}, {900, 600}), two_areas)
            .empty());  // the areas with money wait as well
  CHECK(idle_money_sentence(with_money({800, 100}, {0, 600}), {}).empty());
}

TEST_CASE("a table on the page has one unit, in its headings, and cells with the values they are sorted by",
          "[unit][report]") {
  const Results results = with_money({800, 100}, {0, 600});
  const std::string page = page_with(in_words(area_money_table(results, two_areas)));
  CHECK_THAT(page, ContainsSubstring("new requests that must wait (yuan)</") && !ContainsSubstring(">unit<") &&
                       ContainsSubstring("<th scope=\"row\">东区</th><td class=\"n\" data-value=\"2021\">2021</td>") &&
                       ContainsSubstring("data-value=\"800\">800</td>"));
}

TEST_CASE("the table of areas has the probability of a target in the areas it concerns, and a dash elsewhere",
          "[unit][report]") {
  const Results results = testing::small_results();
  const std::string page = page_with(in_words(areas_table(results)));
  CHECK_THAT(page, ContainsSubstring("<th scope=\"row\">东区</th><td class=\"n\" data-value=\"0.75\">") &&
                       ContainsSubstring("<th scope=\"row\">西区</th><td class=\"n\">–</td><td>–</td>") &&
                       ContainsSubstring("open stations at the end (stations)"));
}

}  // namespace
}  // namespace muster::output
