#include "engine/series/series.hpp"

#include "tests/support/catch.hpp"

#include <cmath>
#include <string>
#include <vector>

namespace muster {

namespace {

constexpr AreaId north{0}, south{1}, centre{2};

struct CountedTown {
  Areas areas{{{"north", "", "rim"}, {"south", "", "rim"}, {"rim", "", ""}, {"centre", "", ""}}};
  SeriesBook book{areas};
  Flow hires{{"posts.hires", "people", "people hired", "people who started"}};
  Flow separations{{"posts.separations", "people", "people leaving", "people who left"}};
  Stock filled{{"posts.filled", "posts", "people in posts", "posts with a person"}};
  Stock established{{"posts.established", "posts", "authorised posts", "posts there are"}};
  Tally wait{{"posts.time_to_fill", "days", "time to fill a post", "vacancy to start"}};
  std::vector<double> row;

  CountedTown() {
    book.add(hires);
    book.add(separations);
    book.add(filled).balances({+hires, -separations});
    book.add(established);
    book.add(wait);
    book.add_sum({"posts.vacant", "posts", "vacant posts", "posts without a person"}, {+established, -filled});
    book.add_sum({"posts.moves", "people", "moves", "hires and separations"}, {+hires, +separations});
    book.add_share({"posts.filled_share", "share", "share filled", "filled of established"}, filled, established);
    row.resize(areas.node_count() * book.series().size());
    established.step(north, 10);
    established.step(centre, 4);
  }
  void hire(AreaId area, double days) {
    hires.add(area);
    filled.step(area, 1);
    wait.observe(area, days);
  }
  double recorded(const std::string& area, const std::string& series) {
    return row[*areas.find(area) * book.series().size() + book.find(series)];
  }
};

TEST_CASE("a row holds every series of every area of the tree", "[unit]") {
  CountedTown town;
  town.hire(north, 40);
  town.hire(north, 60);
  town.hire(centre, 20);
  town.book.open(town.row);
  CHECK(town.recorded("north", "posts.filled") == 2);
  CHECK(town.recorded("rim", "posts.filled") == 2);
  CHECK(town.recorded("all", "posts.filled") == 3);
  CHECK(town.recorded("all", "posts.hires") == 3);
  CHECK(town.recorded("all", "posts.moves") == 3);
  CHECK(town.recorded("all", "posts.vacant") == 11);
  CHECK(town.recorded("rim", "posts.time_to_fill") == 50);
  CHECK(town.recorded("all", "posts.time_to_fill") == 40);  // the mean over cases, not over areas
  CHECK(std::isnan(town.recorded("south", "posts.time_to_fill")));
  CHECK(town.recorded("all", "posts.filled_share") == 3.0 / 14);
  CHECK(std::isnan(town.recorded("south", "posts.filled_share")));
}

TEST_CASE("the information on a stock lists the flows that change it, and that on a sum of stocks those of its terms",
          "[unit]") {
  const CountedTown town;
  using Flows = std::vector<std::pair<std::string, double>>;
  const auto flows_of = [&](const char* series) { return town.book.series()[town.book.find(series)].flows; };
  CHECK(flows_of("posts.filled") == Flows{{"posts.hires", 1}, {"posts.separations", -1}});
  CHECK(flows_of("posts.vacant") == Flows{{"posts.hires", -1}, {"posts.separations", 1}});
  CHECK(flows_of("posts.established").empty());
  CHECK(flows_of("posts.moves").empty());
}

TEST_CASE("flows and tallies start from zero in each period, stocks keep their level", "[unit]") {
  CountedTown town;
  town.hire(north, 40);
  town.book.open(town.row);
  town.hire(south, 10);
  town.separations.add(north);
  town.filled.step(north, -1);
  town.book.close_period(town.row);
  CHECK(town.recorded("all", "posts.hires") == 1);
  CHECK(town.recorded("north", "posts.hires") == 0);
  CHECK(town.recorded("north", "posts.separations") == 1);
  CHECK(town.recorded("all", "posts.filled") == 1);
  CHECK(town.recorded("all", "posts.time_to_fill") == 10);
  town.book.close_period(town.row);
  CHECK(town.recorded("all", "posts.hires") == 0);
  CHECK(town.recorded("all", "posts.filled") == 1);
  CHECK(std::isnan(town.recorded("all", "posts.time_to_fill")));
}

TEST_CASE("the current value of a flow is its sum since the start, that of a stock its level", "[unit]") {
  CountedTown town;
  const auto now = [&](const std::string& series, const std::string& area) {
    return town.book.value(town.book.find(series), *town.areas.find(area));
  };
  town.hire(north, 40);  // before the start: part of the first row only
  town.book.open(town.row);
  CHECK(now("posts.hires", "all") == 0);
  town.hire(south, 40);
  town.book.close_period(town.row);
  town.hire(centre, 40);
  CHECK(now("posts.hires", "all") == 2);
  CHECK(now("posts.hires", "rim") == 1);
  CHECK(now("posts.moves", "all") == 2);
  CHECK(now("posts.filled", "all") == 3);
}

TEST_CASE("a stock that its flows do not explain stops the replication and names the gap", "[unit]") {
  CountedTown town;
  town.book.open(town.row);
  town.hire(south, 10);
  town.filled.step(south, 1);
  CHECK_THROWS_WITH(town.book.close_period(town.row),
                    "posts.filled in south changed by 2 but its flows sum to 1: a gap of 1");
}

TEST_CASE("gaps that cancel between areas are still gaps", "[unit]") {
  CountedTown town;
  town.book.open(town.row);
  town.filled.step(north, 1);
  town.filled.step(south, -1);
  CHECK_THROWS_AS(town.book.close_period(town.row), BrokenIdentity);
}

TEST_CASE("a series has a unique name and a kind", "[unit]") {
  CountedTown town;
  std::vector<std::string> kinds;
  for (const SeriesInfo& info : town.book.series()) kinds.push_back(info.name.name + " " + to_string(info.kind));
  CHECK(kinds == std::vector<std::string>{"posts.hires flow", "posts.separations flow", "posts.filled stock",
                                          "posts.established stock", "posts.time_to_fill tally", "posts.vacant stock",
                                          "posts.moves flow", "posts.filled_share share"});
  Flow again{{"posts.hires", "people", "", ""}};
  CHECK_THROWS_WITH(town.book.add(again), "two series are called posts.hires");
  CHECK_THROWS_WITH(town.book.find("posts.hired"), "no series is called posts.hired");
}

}  // namespace

}  // namespace muster
