// Identities that must hold in any replication of any shipped scenario. The engine checks the identities that
// models declare; here they are computed again from the recorded series, independently and by name.
#include "engine/clock/calendar.hpp"
#include "experiments/session/installation.hpp"
#include "experiments/session/session.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/places.hpp"

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
  for (const auto& entry : std::filesystem::directory_iterator(experiments::shipped_scenarios() / "places"))
    if (entry.path().extension() == ".yaml") places.push_back(entry.path());
  std::sort(places.begin(), places.end());
  return places;
}

// Reads a replication's result and collects what does not hold, with date and area, so that a failure names the
// first ones.
class Checker {
 public:
  Checker(const ResultsShape& shape, const ReplicationResult& result) : shape_(shape), history_(result) {}

  [[nodiscard]] bool has(const std::string& series) const { return find(series) < shape_.series.size(); }
  [[nodiscard]] double at(std::size_t date, AreaNode area, const std::string& series) const {
    const std::size_t s = find(series);
    if (s == shape_.series.size()) throw std::out_of_range("no series " + series);
    return history_.values[shape_.cell(date, area, s)];
  }
  [[nodiscard]] double sum(std::size_t date, AreaNode area, const std::vector<std::string>& series) const {
    double sum = 0;
    for (const std::string& one : series) sum += at(date, area, one);
    return sum;
  }
  // A flow's sum up to a recorded date, including what the first row contains about the time before the start.
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
  const ReplicationResult& history_;
};

std::vector<std::string> series_from(const ResultsShape& shape, const std::string& prefix) {
  std::vector<std::string> names;
  for (const SeriesInfo& info : shape.series)
    if (info.name.name.starts_with(prefix)) names.push_back(info.name.name);
  return names;
}

std::vector<std::string> names_after(const ResultsShape& shape, const std::string& prefix) {
  std::vector<std::string> names = series_from(shape, prefix);
  for (std::string& name : names) name.erase(0, prefix.size());
  return names;
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
      // Work is measured to the minute, and missed work is an expectation; everything else is counted.
      const bool counted = !name.ends_with("worker_days") && name != "services.missed";
      check.everywhere("a whole number not below 0 as " + name, [&](std::size_t date, AreaNode area) {
        const double value = check.at(date, area, name);
        return value >= 0 && (!counted || value == std::floor(value));
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
  check.balances("people.qualified", {"people.qualified_gained"}, {"people.qualified_lost"});
  check.balances("qualification.held", {"qualification.issued", "qualification.arrived"}, {});
  for (const std::string& level : names_after(shape, "qualification.held."))
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
      for (const std::string& level : names_after(shape, "qualification.held."))
        sum += check.at(date, area, "qualification." + series + "." + level);
      if (sum != check.at(date, area, "qualification." + series)) return false;
    }
    return true;
  });
  const std::size_t last = shape.dates.size() - 1;
  for (AreaNode area = 0; area < shape.areas.node_count(); ++area) {
    const auto total = [&](const char* series) { return check.total(last, area, series); };
    check.expect(total("qualification.sat") <= total("qualification.registered"), last, area, "who sat had registered");
    const double passed_before = check.at(0, area, "qualification.passed");  // from a sitting before the start
    check.expect(total("qualification.passed") - passed_before <= total("qualification.sat"), last, area,
                 "who passed had sat");
    check.expect(total("qualification.issued") <= total("qualification.passed"), last, area,
                 "certificates follow passes");
  }
  const double sat = check.total(last, shape.areas.whole(), "qualification.sat");
  check.expect(sat > 0, last, shape.areas.whole(), "somebody sat");
}

void check_posts_and_stations(const ResultsShape& shape, Checker& check) {
  check.balances("posts.filled", {"posts.hires"}, {"posts.separations"});
  check.balances("posts.established", {"posts.opened"}, {});
  check.balances("stations.open", {"stations.opened"}, {});
  check.balances("stations.planned", {"stations.announced"}, {"stations.opened"});
  check.balances("stations.in_service", {"stations.entered_service"}, {"stations.left_service"});
  check.everywhere("posts are filled or vacant", [&](std::size_t date, AreaNode area) {
    return check.at(date, area, "posts.established") ==
           check.at(date, area, "posts.filled") + check.at(date, area, "posts.vacant");
  });
  check.balances("stations.overdue", {"stations.became_overdue"}, {"stations.caught_up"});
  check.balances("stations.staff", {"stations.staff_came"}, {"stations.staff_went"});
  check.balances("stations.qualified_staff", {"stations.staff_qualified"}, {"stations.staff_unqualified"});
  for (const std::string& name : names_after(shape, "posts.in_grade."))
    check.balances("posts.in_grade." + name, {"posts.graded." + name}, {"posts.left_grade." + name});
  const std::vector<std::string> grades = series_from(shape, "posts.in_grade.");
  check.everywhere("people in posts are stations' staff or in a grade", [&](std::size_t date, AreaNode area) {
    return check.at(date, area, "posts.filled") ==
           check.at(date, area, "stations.staff") + check.sum(date, area, grades);
  });
  check.everywhere("people in posts are in the profession", [&](std::size_t date, AreaNode area) {
    return check.at(date, area, "posts.filled") <= check.at(date, area, "people.talents");
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

// City centres, county stations and rooms, and the villages that workers visit.
void check_tiers_and_villages(const ResultsShape& shape, Checker& check) {
  std::vector<std::string> rooms;
  for (const std::string& tier : names_after(shape, "stations.tier."))
    check.balances("stations.tier." + tier, {"stations.built." + tier}, {});
  for (const SeriesInfo& info : shape.series)
    if (info.name.name.starts_with("stations.tier.") && info.name.unit == "rooms") rooms.push_back(info.name.name);
  if (!rooms.empty())
    check.everywhere("rooms of every kind make the rooms", [&](std::size_t date, AreaNode area) {
      return check.at(date, area, "stations.rooms") == check.sum(date, area, rooms);
    });
  if (!check.has("stations.villages")) return;
  check.balances("stations.villages", {}, {});
  check.balances("stations.villages_served", {"stations.villages_gained"}, {"stations.villages_lost"});
  check.everywhere("villages served are villages, and where a station is in service",
                   [&](std::size_t date, AreaNode area) {
                     const double served = check.at(date, area, "stations.villages_served");
                     return served <= check.at(date, area, "stations.villages") &&
                            (served == 0 || check.at(date, area, "stations.in_service") > 0);
                   });
}

void check_money(const ResultsShape& shape, Checker& check) {
  check.balances("funding.available", {"funding.granted"}, {"funding.spent", "funding.returned"});
  check.balances("funding.waiting", {"funding.asked"}, {"funding.served", "funding.withdrawn"});
  const std::vector<std::string> items = series_from(shape, "funding.spent.");
  check.everywhere("items make what is spent", [&](std::size_t date, AreaNode area) {
    return check.at(date, area, "funding.spent") == check.sum(date, area, items);
  });
  check.everywhere(
      "money comes from what was there, and is spent, returned or left", [&](std::size_t date, AreaNode area) {
        // Money granted and spent before the start is in the first row, and in the money available then.
        const auto since = [&](const char* flow) { return check.total(date, area, flow) - check.at(0, area, flow); };
        return check.at(0, area, "funding.available") + since("funding.granted") ==
               since("funding.spent") + since("funding.returned") + check.at(date, area, "funding.available");
      });
}

void check_services(const ResultsShape& shape, Checker& check) {
  check.balances("services.delivered", {"services.cases", "services.groups", "services.activities"}, {});
  check.balances("services.served", {"services.beneficiaries"}, {});
  const std::vector<std::string> fields = series_from(shape, "services.field.");
  check.everywhere("every service is about something", [&](std::size_t date, AreaNode area) {
    return check.sum(date, area, {"services.cases", "services.groups", "services.activities"}) ==
           check.sum(date, area, fields);
  });
  check.balances("training.supervised", {"training.supervision_began"}, {"training.supervision_ended"});
  check.balances("training.supervision_places", {"training.supervision_places_added"},
                 {"training.supervision_places_lost"});
  check.everywhere("the supervised are in posts", [&](std::size_t date, AreaNode area) {
    return check.at(date, area, "training.supervised") <= check.at(date, area, "posts.filled");
  });
  check.balances("training.pairs", {"training.pairs_started"}, {"training.pairs_ended"});
  check.everywhere("no more supervised than places", [&](std::size_t date, AreaNode area) {
    return check.at(date, area, "training.supervised") <= check.at(date, area, "training.supervision_places");
  });
}

void check_agencies(const ResultsShape& shape, Checker& check) {
  if (!check.has("agencies.active")) return;
  check.balances("agencies.active", {"agencies.founded"}, {"agencies.closed"});
  check.balances("agencies.contracts", {"agencies.contracted"}, {"agencies.released"});
  check.balances("agencies.capacity", {"agencies.capacity_added"}, {"agencies.capacity_lost"});
  check.everywhere("capacity is contracted or free", [&](std::size_t date, AreaNode area) {
    return check.at(date, area, "agencies.capacity") ==
           check.at(date, area, "agencies.contracts") + check.at(date, area, "agencies.free");
  });
  const AreaNode whole = shape.areas.whole();
  for (std::size_t date = 0; date < shape.dates.size(); ++date)
    check.expect(check.at(date, whole, "agencies.contracts") <=
                     check.at(date, whole, "stations.planned") + check.at(date, whole, "stations.open"),
                 date, whole, "each station has one agency at most");
}

void check_disaster(const ResultsShape& shape, Checker& check) {
  if (!check.has("disaster.deployed")) return;
  check.balances("disaster.deployed", {"disaster.sent"}, {"disaster.returned", "disaster.dropped"});
  check.balances("disaster.away", {"disaster.set_out"}, {"disaster.came_back"});
  for (const std::string product : {"cases", "groups", "activities"}) {
    check.balances("disaster.needed." + product, {"disaster.arose." + product}, {"disaster.met." + product});
    check.everywhere("what teams do is services delivered, " + product, [&](std::size_t date, AreaNode area) {
      return check.at(date, area, "disaster.met." + product) <= check.at(date, area, "services." + product);
    });
  }
  for (const std::string what : {"disaster.arose", "disaster.met", "disaster.needed"})
    check.everywhere("the products make " + what, [&](std::size_t date, AreaNode area) {
      return check.at(date, area, what) ==
             check.sum(date, area, {what + ".cases", what + ".groups", what + ".activities"});
    });
  const std::vector<std::string> lines = series_from(shape, "disaster.line.");
  check.everywhere("the lines make what teams do", [&](std::size_t date, AreaNode area) {
    return check.at(date, area, "disaster.met") == check.sum(date, area, lines);
  });
  check.everywhere("station workers in the field are stations' staff", [&](std::size_t date, AreaNode area) {
    return check.at(date, area, "disaster.away") <= check.at(date, area, "stations.staff");
  });
  const AreaNode whole = shape.areas.whole();
  for (std::size_t date = 0; date < shape.dates.size(); ++date)
    check.expect(check.at(date, whole, "disaster.away") <= check.at(date, whole, "disaster.deployed"), date, whole,
                 "station workers in the field are in a team");
}

std::vector<std::string> what_does_not_hold(const ResultsShape& shape, const ReplicationResult& result) {
  Checker check(shape, result);
  check_areas_and_ranges(shape, check);
  check_people_and_exam(shape, check);
  check_posts_and_stations(shape, check);
  check_tiers_and_villages(shape, check);
  check_money(shape, check);
  check_services(shape, check);
  check_agencies(shape, check);
  check_disaster(shape, check);
  CHECK(check.checked > 200 * shape.dates.size() * shape.areas.node_count());
  return check.broken;
}

TEST_CASE("in the whole country, people, posts, stations and money add up on every recorded date",
          "[property][places][slow]") {
  const experiments::Session session = experiments::open_session(experiments::find_scenario("china"), {});
  const ReplicationResult result =
      simulate(session.setup(Seed{20240611}), session.shape, Replication{0}, session.build);
  CHECK(what_does_not_hold(session.shape, result) == std::vector<std::string>{});
}

TEST_CASE("in every shipped city, people, posts, stations and money add up on every recorded date",
          "[property][places]") {
  const std::vector<std::filesystem::path> places = shipped_places();
  REQUIRE(places.size() >= 5);
  for (const std::filesystem::path& place : places) {
    if (place.stem() == "china") continue;
    const experiments::Session session = experiments::open_session(place, {});
    const RunSetup setup = session.setup(Seed{20240611});
    for (const std::uint64_t number : {0, 1, 2}) {
      INFO(place.filename().string() << ", replication " << number);
      const ReplicationResult result =
          // throws BrokenIdentity if an identity does not hold
          simulate(setup, session.shape, Replication{number}, session.build);
      CHECK(what_does_not_hold(session.shape, result) == std::vector<std::string>{});
    }
  }
}

TEST_CASE("with one simulated person for seven, everything still adds up in every shipped city", "[property][places]") {
  for (const std::string& place : testing::founding_places) {
    INFO(place);
    const experiments::Session one_by_one = experiments::open_session(experiments::find_scenario(place), {});
    const experiments::Session by_seven =
        experiments::open_session(experiments::find_scenario(place), {{"people.scale", "7 people"}});
    const ResultsShape& shape = by_seven.shape;
    const ReplicationResult each = simulate(one_by_one.setup(Seed{20240611}), shape, Replication{0}, one_by_one.build);
    const ReplicationResult scaled = simulate(by_seven.setup(Seed{20240611}), shape, Replication{0}, by_seven.build);
    CHECK(what_does_not_hold(shape, scaled) == std::vector<std::string>{});
    for (const std::string series : {"qualification.held", "stations.open", "posts.filled", "funding.available"}) {
      std::size_t s = 0;
      while (shape.series[s].name.name != series) ++s;
      for (AreaNode area = 0; area < shape.areas.node_count(); ++area)  // at the start
        CHECK(scaled.values[shape.cell(0, area, s)] == each.values[shape.cell(0, area, s)]);
    }
  }
}

// Adds one to a series of an area, and of all areas that contain it, on one recorded date.
void check_wrong_unit_is_seen(const std::string& place, const std::string& area, std::size_t report,
                              const std::vector<std::string>& names) {
  const experiments::Session session = experiments::open_session(experiments::find_scenario(place), {});
  const ResultsShape& shape = session.shape;
  const AreaNode leaf = shape.areas.find(area).value();
  ReplicationResult result = simulate(session.setup(Seed{1}), shape, Replication{0}, session.build);
  for (const std::string& name : names) {
    INFO(place << ", " << name);
    std::size_t s = 0;
    while (s < shape.series.size() && shape.series[s].name.name != name) ++s;
    REQUIRE(s < shape.series.size());
    const auto add = [&](double change) {
      for (AreaNode around = 0; around < shape.areas.node_count(); ++around) {
        const std::vector<std::size_t> within = shape.areas.leaves_of(around);
        if (std::find(within.begin(), within.end(), leaf) != within.end())
          result.values[shape.cell(report, around, s)] += change;
      }
    };
    add(1);
    CHECK(what_does_not_hold(shape, result).size() > 0);
    add(-1);
  }
  CHECK(what_does_not_hold(shape, result).empty());
}

TEST_CASE("one wrong unit in an area of Shenyang and those containing it, on one date, is detected",
          "[property][places]") {
  check_wrong_unit_is_seen(
      "shenyang", "huanggu", 9,
      {"people.talents", "people.entered", "people.qualified_lost", "qualification.held",
       "qualification.issued.assistant", "posts.filled", "posts.vacant", "posts.separations", "stations.open",
       "stations.planned", "stations.left_service", "stations.staff", "stations.staff_went", "funding.available",
       "funding.granted", "funding.spent.running", "funding.waiting", "services.delivered", "services.groups"});
}

TEST_CASE("one wrong unit in an area of Tongren and those containing it, on one date, is detected",
          "[property][places]") {
  check_wrong_unit_is_seen(
      "tongren", "sinan", 30,
      {"agencies.active", "agencies.contracts", "agencies.free", "agencies.capacity_lost", "training.supervised",
       "training.supervision_places", "training.pairs", "posts.in_grade.civil_affairs.assistant",
       "stations.tier.county_station", "stations.rooms", "stations.villages", "stations.villages_served",
       "funding.spent.exam_support", "funding.spent.salaries", "services.field.old_age", "services.served"});
}

TEST_CASE("one wrong unit in an area of Henan and those containing it, on one date, is detected",
          "[property][places]") {
  check_wrong_unit_is_seen("henan", "xiaohe", 3,
                           {"disaster.deployed", "disaster.sent", "disaster.needed.cases", "disaster.met.groups",
                            "disaster.line.culture", "disaster.met"});
  check_wrong_unit_is_seen("henan", "home", 3, {"disaster.away", "disaster.came_back"});
}

}  // namespace

}  // namespace muster
