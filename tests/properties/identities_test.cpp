// What must hold between the numbers of any replication of any scenario shipped with the program. The engine checks the
// identities that models declare; here they are worked out again from what was reported, by hand and by name.
#include "cli/installation.hpp"
#include "cli/session.hpp"
#include "engine/clock/calendar.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fmt/format.h>
#include <string>
#include <vector>

namespace muster {

namespace {

std::vector<std::filesystem::path> shipped_places() {
  std::vector<std::filesystem::path> places;
  for (const auto& entry : std::filesystem::directory_iterator(cli::shipped_scenarios() / "places"))
    if (entry.path().extension() == ".yaml") places.push_back(entry.path());
  std::sort(places.begin(), places.end());
  return places;
}

// Reads a history and collects what does not hold, with its place, so that a failure names the first of them.
class Checker {
 public:
  Checker(const ResultsShape& shape, const History& history) : shape_(shape), history_(history) {}

  [[nodiscard]] bool has(const std::string& series) const { return find(series) < shape_.series.size(); }
  [[nodiscard]] double at(std::size_t date, AreaNode area, const std::string& series) const {
    const std::size_t s = find(series);
    if (s == shape_.series.size()) throw std::out_of_range("no series " + series);
    return history_.values[shape_.cell(date, area, s)];
  }
  // Of a flow, all up to a report, what the first row says of the time before the start included.
  [[nodiscard]] double total(std::size_t date, AreaNode area, const std::string& series) const {
    double sum = 0;
    for (std::size_t d = 0; d <= date; ++d) sum += at(d, area, series);
    return sum;
  }

  void expect(bool holds, std::size_t date, AreaNode area, const std::string& what) {
    ++checked;
    if (!holds && broken.size() < 10)
      broken.push_back(fmt::format("{} in {} on {}", what, shape_.areas[area].id, iso(shape_.dates[date])));
  }
  // A stock changes by its flows.
  void balances(const std::string& stock, const std::vector<std::string>& in, const std::vector<std::string>& out) {
    for (std::size_t date = 1; date < shape_.dates.size(); ++date)
      for (AreaNode area = 0; area < shape_.areas.node_count(); ++area) {
        double flows = 0;
        for (const std::string& flow : in) flows += at(date, area, flow);
        for (const std::string& flow : out) flows -= at(date, area, flow);
        expect(at(date, area, stock) - at(date - 1, area, stock) == flows, date, area, "the balance of " + stock);
      }
  }
  template <class Holds>
  void everywhere(const std::string& what, Holds holds) {
    for (std::size_t date = 0; date < shape_.dates.size(); ++date)
      for (AreaNode area = 0; area < shape_.areas.node_count(); ++area) expect(holds(date, area), date, area, what);
  }

  std::size_t checked = 0;
  std::vector<std::string> broken;

 private:
  [[nodiscard]] std::size_t find(const std::string& series) const {
    std::size_t s = 0;
    while (s < shape_.series.size() && shape_.series[s].name.name != series) ++s;
    return s;
  }
  const ResultsShape& shape_;
  const History& history_;
};

std::vector<std::string> levels_of(const ResultsShape& shape) {
  const std::string prefix = "qualification.held.";
  std::vector<std::string> levels;
  for (const SeriesInfo& info : shape.series)
    if (info.name.name.starts_with(prefix)) levels.push_back(info.name.name.substr(prefix.size()));
  return levels;
}

void check_areas_and_ranges(const ResultsShape& shape, Checker& check) {
  for (const SeriesInfo& info : shape.series) {
    const std::string& name = info.name.name;
    if (info.kind == SeriesKind::share) {
      check.everywhere("the range of " + name, [&](std::size_t date, AreaNode area) {
        const double share = check.at(date, area, name);
        return std::isnan(share) || (share >= 0 && share <= 1);
      });
    } else if (info.kind == SeriesKind::tally) {
      check.everywhere("the range of " + name, [&](std::size_t date, AreaNode area) {
        const double mean = check.at(date, area, name);
        return std::isnan(mean) || mean > 0;
      });
    } else {
      check.everywhere("a whole number not below 0 as " + name, [&](std::size_t date, AreaNode area) {
        const double value = check.at(date, area, name);
        return value >= 0 && value == std::floor(value);
      });
      check.everywhere("the sum over areas of " + name, [&](std::size_t date, AreaNode area) {
        double sum = 0;
        for (const std::size_t leaf : shape.areas.leaves_of(area)) sum += check.at(date, leaf, name);
        return check.at(date, area, name) == sum;
      });
    }
  }
}

void check_people_and_exam(const ResultsShape& shape, Checker& check) {
  check.balances("people.talents", {"people.entered"}, {"people.left"});
  check.balances("qualification.held", {"qualification.issued", "qualification.arrived"}, {});
  for (const std::string& level : levels_of(shape))
    check.balances("qualification.held." + level, {"qualification.issued." + level, "qualification.arrived." + level},
                   {});
  check.everywhere("qualified people are talents", [&](std::size_t date, AreaNode area) {
    return check.at(date, area, "people.qualified") <= check.at(date, area, "people.talents");
  });
  check.everywhere("no more active holders than certificates", [&](std::size_t date, AreaNode area) {
    return check.at(date, area, "people.qualified") <= check.at(date, area, "qualification.held");
  });
  check.everywhere("the levels make the whole", [&](std::size_t date, AreaNode area) {
    for (const std::string series : {"registered", "sat", "passed", "issued", "held"}) {
      double sum = 0;
      for (const std::string& level : levels_of(shape))
        sum += check.at(date, area, "qualification." + series + "." + level);
      if (sum != check.at(date, area, "qualification." + series)) return false;
    }
    return true;
  });
  const std::size_t last = shape.dates.size() - 1;
  for (AreaNode area = 0; area < shape.areas.node_count(); ++area) {
    const auto total = [&](const char* series) { return check.total(last, area, series); };
    check.expect(total("qualification.sat") <= total("qualification.registered"), last, area, "who sat had registered");
    check.expect(total("qualification.passed") <= total("qualification.sat"), last, area, "who passed had sat");
    check.expect(total("qualification.issued") <= total("qualification.passed"), last, area,
                 "certificates follow passes");
  }
  const double sat = check.total(last, shape.areas.whole(), "qualification.sat");
  check.expect(sat > 0, last, shape.areas.whole(), "somebody sat");
}

void check_posts_and_stations(Checker& check) {
  check.balances("posts.filled", {"posts.hires"}, {"posts.separations"});
  check.balances("posts.established", {"posts.opened"}, {});
  check.balances("stations.open", {"stations.opened"}, {});
  check.balances("stations.planned", {"stations.announced"}, {"stations.opened"});
  check.balances("stations.in_service", {"stations.entered_service"}, {"stations.left_service"});
  check.everywhere("posts are filled or vacant", [&](std::size_t date, AreaNode area) {
    return check.at(date, area, "posts.established") ==
           check.at(date, area, "posts.filled") + check.at(date, area, "posts.vacant");
  });
  check.everywhere("stations' staff are the people in posts", [&](std::size_t date, AreaNode area) {
    return check.at(date, area, "stations.staff") == check.at(date, area, "posts.filled");
  });
  check.everywhere("qualified staff are staff, and qualified people", [&](std::size_t date, AreaNode area) {
    const double qualified = check.at(date, area, "stations.qualified_staff");
    return qualified <= check.at(date, area, "stations.staff") && qualified <= check.at(date, area, "people.qualified");
  });
  check.everywhere("in service ≤ open ≤ townships", [&](std::size_t date, AreaNode area) {
    const double open = check.at(date, area, "stations.open");
    return check.at(date, area, "stations.in_service") <= open && open <= check.at(date, area, "stations.townships");
  });
  check.everywhere(
      "what is planned and open was announced, or open at the start", [&](std::size_t date, AreaNode area) {
        const double there = check.at(date, area, "stations.planned") + check.at(date, area, "stations.open");
        return there <= check.at(date, area, "stations.townships") &&
               there == check.at(0, area, "stations.open") + check.total(date, area, "stations.announced");
      });
  check.everywhere("overdue stations are planned ones", [&](std::size_t date, AreaNode area) {
    return check.at(date, area, "stations.overdue") <= check.at(date, area, "stations.planned");
  });
  check.everywhere("coverage is open of townships", [&](std::size_t date, AreaNode area) {
    return check.at(date, area, "stations.coverage") ==
           check.at(date, area, "stations.open") / check.at(date, area, "stations.townships");
  });
}

void check_money(Checker& check) {
  check.balances("funding.available", {"funding.granted"}, {"funding.spent", "funding.returned"});
  check.balances("funding.waiting", {"funding.asked"}, {"funding.served", "funding.withdrawn"});
  check.everywhere("items make what is spent", [&](std::size_t date, AreaNode area) {
    return check.at(date, area, "funding.spent") == check.at(date, area, "funding.spent.running") +
                                                        check.at(date, area, "funding.spent.set_up") +
                                                        check.at(date, area, "funding.spent.training");
  });
}

std::vector<std::string> what_does_not_hold(const ResultsShape& shape, const History& history) {
  Checker check(shape, history);
  check_areas_and_ranges(shape, check);
  check_people_and_exam(shape, check);
  check_posts_and_stations(check);
  check_money(check);
  CHECK(check.checked > 100'000);
  return check.broken;
}

TEST_CASE("in every place shipped, people, posts, stations and money add up at every report", "[property][places]") {
  const std::vector<std::filesystem::path> places = shipped_places();
  REQUIRE_FALSE(places.empty());
  for (const std::filesystem::path& place : places) {
    const cli::Session session = cli::open_session(place, {});
    const Plan plan = session.plan(Seed{20240611});
    for (const std::uint64_t number : {0, 1, 2}) {
      INFO(place.filename().string() << ", replication " << number);
      const History history = simulate(plan, session.shape, Replication{number}, session.build);  // or BrokenIdentity
      CHECK(what_does_not_hold(session.shape, history) == std::vector<std::string>{});
    }
  }
}

TEST_CASE("one wrong unit in one area and all around it, at one report, does not go unseen", "[property][places]") {
  const cli::Session session = cli::open_session(cli::find_scenario("shenyang"), {});
  const ResultsShape& shape = session.shape;
  History history = simulate(session.plan(Seed{1}), shape, Replication{0}, session.build);
  constexpr std::size_t report = 9, leaf = 2;
  for (const std::string stock :
       {"people.talents", "people.entered", "qualification.held", "qualification.issued.assistant", "posts.filled",
        "posts.vacant", "posts.separations", "stations.open", "stations.planned", "stations.left_service",
        "stations.staff", "funding.available", "funding.granted", "funding.spent.running", "funding.waiting"}) {
    std::size_t s = 0;
    while (shape.series[s].name.name != stock) ++s;
    const auto add = [&](double change) {
      for (AreaNode area = 0; area < shape.areas.node_count(); ++area)
        for (const std::size_t within : shape.areas.leaves_of(area))
          if (within == leaf) history.values[shape.cell(report, area, s)] += change;
    };
    add(1);
    INFO(stock);
    CHECK(what_does_not_hold(shape, history).size() > 0);
    add(-1);
  }
  CHECK(what_does_not_hold(shape, history).empty());
}

}  // namespace

}  // namespace muster
