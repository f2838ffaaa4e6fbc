// Figures that places give as counted before their start.
#include "experiments/session/context.hpp"
#include "experiments/session/session.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/places.hpp"

#include <string>

namespace muster {

namespace {

std::string refusal(const std::string& path, const std::string& value) {
  try {
    (void)experiments::open_session(experiments::find_scenario("wenzhou"), {{path, value}});
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("a figure counted before the start has its series' unit, and for a flow covers a year", "[unit]") {
  using Catch::Matchers::ContainsSubstring;
  CHECK_THAT(refusal("history.held_2018.value", "5356 stations"),
             ContainsSubstring("history.held_2018 is written in stations; qualification.held is in people"));
  CHECK_THAT(refusal("history.held_2018.value", "5356"),
             ContainsSubstring("history.held_2018 is written without a unit; qualification.held is in people"));
  CHECK_THAT(
      refusal("history.registered_2020.on", "2020-06-30"),
      ContainsSubstring("history.registered_2020 is on 2020-06-30; qualification.registered adds up over a calendar "
                        "year: write 2020-12-31 if it is that year's total"));
  CHECK_THAT(
      refusal("history.held_2018.series", "qualification.hold"),
      ContainsSubstring("history.held_2018.series is qualification.hold, which is not a series of this scenario; "
                        "nearest is `qualification.held`"));
  CHECK(refusal("history.held_2018.value", "5400 people").empty());
}

TEST_CASE("every figure counted before the start has its source and is passed to charts", "[unit]") {
  std::size_t figures = 0;
  for (const char* place : {"wenzhou", "shenyang", "tongren", "henan", "china"}) {
    const experiments::Session session = experiments::open_session(experiments::find_scenario(place), {});
    const output::ChartContext context = experiments::charts_of(session.scenario);
    REQUIRE(context.history.size() == session.scenario.history.size());
    for (const scenarios::HistoryText& figure : session.scenario.history)
      CHECK(session.scenario.sources.contains(figure.provenance.source));
    for (const output::PastFigure& figure : context.history) {
      INFO(place << " " << figure.series);
      ++figures;
      CHECK(figure.on <= session.scenario.start);
      CHECK_FALSE(figure.source.empty());  // charts show the source's name, not its id
      CHECK_FALSE(session.scenario.sources.contains(figure.source));
      // There is a chart that shows it, because its series is a headline series; the figure is for the whole place.
      CHECK(session.shape.find(figure.series).has_value());
      CHECK(std::any_of(session.shape.headline.begin(), session.shape.headline.end(),
                        [&](std::size_t series) { return session.shape.series[series].name.name == figure.series; }));
    }
    // Every series that charts refer to by its role exists, so that a renamed series does not silently drop a chart.
    const output::ChartRoles& roles = context.roles;
    const output::MoneySeries& money = context.money;
    for (const std::string& role :
         {roles.open, roles.coverage, roles.service, roles.registered, roles.sat, roles.passed, roles.filled,
          roles.hired, roles.left, money.asked, money.granted, money.spent, money.unspent, money.waiting}) {
      INFO(place << " " << role);
      CHECK(session.shape.find(role).has_value());
    }
  }
  CHECK(figures > 15);
}

}  // namespace muster
