#include "models/services/services.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/small_workforce.hpp"
#include "tests/support/statistical.hpp"

#include <fmt/format.h>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace muster::services {

namespace {

using namespace std::chrono_literals;
using Catch::Matchers::WithinRel;
using std::chrono::days;
using test::CellsAre;
using test::Counts;
using test::MeanIs;
using test::Sample;
using test::SmallPlace;
using test::SmallWorkforce;
using test::squared_deviations;
using test::Stated;
using test::years;

constexpr PostId first{0}, second{1};
using test::town;

// Stations in regular service from the start of 2022 with two workers each, who are neither qualified nor
// supervised.
struct ServicePlace : SmallPlace {
  Parameters services;

  explicit ServicePlace(int each = 1, const std::vector<AreaDefinition>& written = {{"town", "", ""}})
      : SmallPlace(written) {
    with_stations(each).open_at_start = PerArea<int>(areas.leaf_count(), each);
    posts.tenure_at_start = years(2);
    services.cases = Number{6};
    services.groups = Number{4};
    services.activities = Number{2};
    services.audience_case = Number{5};
    services.audience_group = Number{12};
    services.audience_activity = Number{60};
    services.first_year = services.qualified = Number{1};
    services.fields = {{"aid", "social assistance", Share{0.5}},
                       {"age", "old age", Share{0.3}},
                       {"child", "child protection", Share{0.2}}};
  }

  // Person-times that a worker whose productivity is 1 serves in a day, on average.
  [[nodiscard]] static double a_day() { return (6 * 5 + 4 * 12 + 2 * 60) / days_per_year; }
};

class ServiceWorkforce {
 public:
  /// @param place  must outlive the workforce
  explicit ServiceWorkforce(const ServicePlace& place, Replication replication = Replication{0})
      : workforce_(place, Seed{20240611}, replication, [&](SmallWorkforce& made) {
          services = std::make_unique<Services>(place.services, made.sim, made.book, made.posts, *made.stations,
                                                made.training);
          made.posts.on_filled.connect<&Services::worker_started>(*services);
          made.posts.on_vacated.connect<&Services::worker_left>(*services);
          made.posts.on_qualification_changed.connect<&Services::qualification_changed>(*services);
          made.posts.on_presence_changed.connect<&Services::post_changed>(*services);
          made.posts.on_supervision_changed.connect<&Services::post_changed>(*services);
          made.stations->on_service_changed.connect<&Services::service_changed>(*services);
          services->populate();
        }) {}

  SmallWorkforce* operator->() { return &workforce_; }
  [[nodiscard]] double operator()(const std::string& series, const std::string& area = "all") const {
    return workforce_("services." + series, area);
  }

  /// Runs to the end of a date and reads the flows since the last stop.
  double flow_to(Date date, const std::string& series) {
    workforce_.run_to(date);
    return (*this)(series);
  }

  std::unique_ptr<Services> services;

 private:
  SmallWorkforce workforce_;
};

// --------------------------------------------------------------------------------------------------- who is at work

TEST_CASE("days at work are exact across secondment, leaving, a station out of service, and hiring",
          "[unit][services]") {
  ServicePlace place;
  place.stations->staff_in_service = Number{2};  // one worker alone keeps the station in service for 30 days (grace)
  place.posts.time_to_fill = Days{50};
  ServiceWorkforce workforce(place);
  CHECK(workforce.flow_to(2022y / 1 / 31, "worker_days") == 2 * 31);

  workforce->run_to(2022y / 2 / 9);
  workforce->posts.second(first);
  workforce->run_to(2022y / 2 / 19);
  workforce->posts.give_back(first);
  CHECK(workforce.flow_to(2022y / 2 / 28, "worker_days") == 2 * 28 - 10);

  workforce->run_to(2022y / 3 / 10);
  workforce->people.leave(workforce->posts.incumbent(first).person);
  CHECK(workforce.flow_to(2022y / 3 / 31, "worker_days") == 2 * 31 - 21);
  // Out of service from 10 April to 30 April, when the post is filled.
  CHECK(workforce.flow_to(2022y / 4 / 30, "worker_days") == 9 + 2);
  CHECK(workforce.flow_to(2022y / 5 / 31, "worker_days") == 2 * 31);
}

TEST_CASE("work of a new station counts from its first day in regular service", "[unit][services]") {
  ServicePlace place;
  place.stations->open_at_start[town] = 0;
  // Planned on 10 January; open two months later; in service on 20 April.
  place.stations->waves = {{"wave", "", {"all"}, {}, 2022y / 1 / 10, 2022y / 12 / 31}};
  ServiceWorkforce workforce(place);
  CHECK(workforce.flow_to(2022y / 3 / 31, "worker_days") == 0);
  CHECK(workforce.flow_to(2022y / 4 / 30, "worker_days") == 2 * 11);
}

TEST_CASE("work is recorded on the last day of its month, and not before", "[unit][services]") {
  ServicePlace place;
  place.start = 2022y / 1 / 10;
  place.services.cases = Number{1000};
  ServiceWorkforce workforce(place);
  CHECK(workforce.flow_to(2022y / 1 / 30, "worker_days") == 0);
  CHECK(workforce("cases") == 0);
  CHECK(workforce.flow_to(2022y / 1 / 31, "worker_days") == 2 * 21);
  CHECK(workforce("cases") > 0);
  CHECK(workforce.flow_to(2022y / 2 / 27, "worker_days") == 0);
}

TEST_CASE("services missed for a seconded worker depend on tenure, qualification and supervision",
          "[unit][services]") {
  ServicePlace place;
  place.stations->staff_posts = Number{1};
  place.stations->grace = Days{1000};  // in service all the time
  place.services.first_year = Number{0.5};
  place.services.qualified = Number{1.5};
  training::Supervision& supervision = place.training.supervision.emplace();
  supervision.workers_each = Number{1};
  supervision.supervisors = PerArea<Number>(1, Number{0});
  supervision.productivity = Number{1.25};
  double expected = 31;

  SECTION("a worker past the first year, neither qualified nor supervised") {}
  SECTION("in the first year") {
    place.posts.tenure_at_start = Days{100};
    expected = 31 * 0.5;
  }
  SECTION("with the first year over within the month, on the 16th at 05:49") {
    place.posts.tenure_at_start = Days{350};
    const double early = 15 + (5 * 60 + 49) / 1440.0;
    expected = early * 0.5 + (31 - early);
  }
  SECTION("qualified") {
    place.qualification.holders.total = Number{1};
    place.stations->qualified_at_start = Share{1};
    expected = 31 * 1.5;
  }
  SECTION("supervised") {
    supervision.supervisors[town] = Number{1};
    expected = 31 * 1.25;
  }
  SECTION("qualified and supervised in the first year") {
    place.posts.tenure_at_start = Days{100};
    place.qualification.holders.total = Number{1};
    place.stations->qualified_at_start = Share{1};
    supervision.supervisors[town] = Number{1};
    expected = 31 * 0.5 * 1.5 * 1.25;
  }

  ServiceWorkforce workforce(place);
  workforce->posts.second(first);
  const double at_start = workforce.services->productivity(first);
  CHECK_THAT(workforce.flow_to(2022y / 1 / 31, "missed"), WithinRel(expected * ServicePlace::a_day(), 1e-12));
  CHECK(workforce("worker_days") == 0);
  if (place.posts.tenure_at_start.mean() != Days{350}) CHECK_THAT(at_start, WithinRel(expected / 31, 1e-12));
}

TEST_CASE("nothing is missed while workers are at home, or while their station is out of service",
          "[unit][services]") {
  ServicePlace place;  // one worker is enough to stay in service; without workers it stays 30 days
  ServiceWorkforce workforce(place);
  CHECK(workforce.flow_to(2022y / 1 / 31, "missed") == 0);
  workforce->posts.second(first);
  CHECK_THAT(workforce.flow_to(2022y / 2 / 28, "missed"), WithinRel(28 * ServicePlace::a_day(), 1e-12));
  CHECK(workforce("worker_days") == 28);
  workforce->posts.second(second);  // from 1 March; out of service on the 31st
  CHECK_THAT(workforce.flow_to(2022y / 3 / 31, "missed"), WithinRel(2 * 30 * ServicePlace::a_day(), 1e-12));
  CHECK(workforce.flow_to(2022y / 4 / 30, "missed") == 0);
}

TEST_CASE("the first year counts for each worker, not for the post", "[unit][services]") {
  ServicePlace place;
  place.stations->staff_posts = Number{1};
  place.stations->grace = Days{1000};
  place.posts.tenure_at_start = Days{0};
  place.services.first_year = Number{0.5};
  ServiceWorkforce workforce(place);
  CHECK(workforce.services->productivity(first) == 0.5);
  workforce->run_to(2022y / 11 / 30);
  workforce->people.leave(workforce->posts.incumbent(first).person);
  CHECK(workforce.services->productivity(first) == 0);
  workforce->run_to(2022y / 12 / 31);  // another came that day
  REQUIRE(workforce->posts.incumbent(first).person != nobody);
  workforce->posts.second(first);
  CHECK_THAT(workforce.flow_to(2023y / 1 / 31, "missed"), WithinRel(31 * 0.5 * ServicePlace::a_day(), 1e-12));
  CHECK(workforce.services->productivity(first) == 0.5);
  workforce->run_to(2023y / 12 / 31);  // the day that worker's first year is over
  CHECK_THAT(workforce.flow_to(2024y / 1 / 31, "missed"), WithinRel(31 * ServicePlace::a_day(), 1e-12));
  CHECK(workforce.services->productivity(first) == 1);
}

TEST_CASE("a worker who passes the exam has the output of a qualified worker from the certificate on",
          "[unit][services]") {
  ServicePlace place;
  place.stations->staff_posts = Number{1};
  place.stations->grace = Days{1000};
  place.services.qualified = Number{1.5};
  place.posts.registers = Share{1};
  for (qualification::Subject& subject : place.qualification.levels[0].subjects) subject.passes = Share{1 - 1e-9};
  ServiceWorkforce workforce(place);
  workforce->posts.second(first);
  workforce->run_to(2022y / 8 / 31);
  CHECK_THAT(workforce.flow_to(2022y / 9 / 30, "missed"), WithinRel(30 * ServicePlace::a_day(), 1e-12));
  workforce->run_to(2022y / 10 / 31);  // certificates on the first
  CHECK_THAT(workforce.flow_to(2022y / 11 / 30, "missed"), WithinRel(30 * 1.5 * ServicePlace::a_day(), 1e-12));
}

// Seconds a worker after all other events of a minute.
struct LateOrder {};
struct LateOrders {
  posts::Posts& posts;
  void on(const LateOrder&, Simulation&) { posts.second(first); }
};

TEST_CASE("changes in a month's last minute after its closing count from midnight on", "[unit][services]") {
  const ServicePlace place;
  ServiceWorkforce workforce(place);
  LateOrders orders{workforce->posts};
  workforce->sim.schedule(workforce->sim.handles<LateOrder>(orders), end_of(2022y / 1 / 31), Phase::close_period, {});
  CHECK(workforce.flow_to(2022y / 1 / 31, "worker_days") == 2 * 31);
  CHECK(workforce.flow_to(2022y / 2 / 28, "worker_days") == 28);
  CHECK_THAT(workforce("missed"), WithinRel(28 * ServicePlace::a_day(), 1e-12));
}

// ---------------------------------------------------------------------------------------------- results of the month

// January, March, May and July of a thousand equal areas, which are independent: one value for each area and month.
struct Months {
  std::vector<double> cases, beneficiaries;
};
const Months& many_months() {
  static const Months seen = [] {
    std::vector<AreaDefinition> written;
    for (int i = 0; i < 1000; ++i) written.push_back({fmt::format("t{}", i), "", ""});
    ServicePlace place(1, written);
    place.posts.tenure_at_start = Days{0};
    place.services.first_year = Number{0.8};
    place.services.cases = Number{600};
    place.services.groups = place.services.activities = Number{0};
    ServiceWorkforce workforce(place);
    Months months;
    for (const int month : {1, 3, 5, 7}) {
      workforce->run_to(Date{2022y / month / 1} - days{1});
      workforce->run_to(2022y / month / 31);
      for (const AreaDefinition& area : written) {
        months.cases.push_back(workforce("cases", area.id));
        months.beneficiaries.push_back(workforce("beneficiaries", area.id));
      }
    }
    return months;
  }();
  return seen;
}
constexpr double mean_cases = 600 * 0.8 * 2 * 31 / days_per_year;

TEST_CASE("the number of cases of a month is Poisson with mean from workers, days and productivity",
          "[statistical][services]") {
  // The number of events of superposed Poisson processes is Poisson, its mean the sum of theirs, and so its
  // variance: J. F. C. Kingman, Poisson Processes, sec. 2.2.
  CHECK_THAT(Sample(many_months().cases),
             MeanIs(mean_cases, Stated{.false_alarm = 1e-6, .must_detect = 0.015 * mean_cases}));
  CHECK_THAT(squared_deviations(many_months().cases, mean_cases),
             MeanIs(mean_cases, Stated{.false_alarm = 1e-6, .must_detect = 0.2 * mean_cases}));
}

TEST_CASE("the cases of different months are uncorrelated", "[statistical][services]") {
  const std::vector<double>& cases = many_months().cases;
  std::vector<double> products;  // January by March, then May by July
  for (std::size_t i = 0; i < cases.size(); ++i)
    if (i / 1000 % 2 == 0) products.push_back((cases[i] - mean_cases) * (cases[i + 1000] - mean_cases));
  CHECK_THAT(Sample(products), MeanIs(0, Stated{.false_alarm = 1e-6, .must_detect = 0.2 * mean_cases}));
}

TEST_CASE("person-times are a Poisson number for each of a Poisson number of cases", "[statistical][services]") {
  // Mean and variance of a random sum: S. M. Ross, Introduction to Probability Models, 11th ed., ex. 3.10 and 3.19.
  constexpr double audience = 5, mean = mean_cases * audience,
                   variance = mean_cases * (audience + audience * audience);
  CHECK_THAT(Sample(many_months().beneficiaries),
             MeanIs(mean, Stated{.false_alarm = 1e-6, .must_detect = 0.02 * mean}));
  CHECK_THAT(squared_deviations(many_months().beneficiaries, mean),
             MeanIs(variance, Stated{.false_alarm = 1e-6, .must_detect = 0.2 * variance}));
}

TEST_CASE("services are divided over the fields by their shares and sum exactly", "[statistical][services]") {
  // Given their number, independent services in classes are multinomial, so Pearson's chi-square applies.
  ServicePlace place(40);
  place.services.cases = Number{200};
  ServiceWorkforce workforce(place);
  std::vector<std::uint64_t> counts(3, 0);
  for (const int month : {1, 2, 3, 4, 5, 6}) {
    workforce->run_to(2022y / month / std::chrono::last);
    const std::vector<double> parts = {workforce("field.aid"), workforce("field.age"), workforce("field.child")};
    CHECK(parts[0] + parts[1] + parts[2] == workforce("cases") + workforce("groups") + workforce("activities"));
    for (std::size_t i = 0; i < parts.size(); ++i) counts[i] += static_cast<std::uint64_t>(parts[i]);
  }
  CHECK_THAT(Counts(counts), CellsAre({0.5, 0.3, 0.2}, Stated{.false_alarm = 1e-6, .must_detect = 0.1}));
}

TEST_CASE("fields with a share of 0 stay empty, wherever they are in the list", "[unit][services]") {
  ServicePlace place;
  place.services.cases = Number{1000};
  place.services.fields = {{"none", "", Share{0}}, {"all", "", Share{1}}, {"neither", "", Share{0}}};
  ServiceWorkforce workforce(place);
  workforce->run_to(2022y / 1 / 31);
  CHECK(workforce("field.all") > 100);
  CHECK(workforce("field.all") == workforce("cases") + workforce("groups") + workforce("activities"));
}

TEST_CASE("the yearly services of a worker may change from one month to the next", "[unit][services]") {
  ServicePlace place;
  place.services.groups = ByDate<Number>(Timeline{{{2022y / 1 / 1, 0.0}, {2022y / 2 / 1, 1000.0}}, false});
  ServiceWorkforce workforce(place);
  CHECK(workforce.flow_to(2022y / 1 / 31, "groups") == 0);
  CHECK(workforce.flow_to(2022y / 2 / 28, "groups") > 100);
}

TEST_CASE("services before the start are divided over areas by stations in service, and later ones are added",
          "[unit][services]") {
  ServicePlace place(2, {{"east", "", ""}, {"west", "", ""}, {"north", "", ""}});
  place.stations->open_at_start[AreaId{1}] = 1;
  place.stations->open_at_start[AreaId{2}] = 0;
  place.services.before = Before{Number{500}, Number{14000}};
  ServiceWorkforce workforce(place);
  CHECK(workforce("delivered", "east") == 333);
  CHECK(workforce("delivered", "west") == 167);
  CHECK(workforce("delivered", "north") == 0);
  CHECK(workforce("served", "east") == 9333);
  CHECK(workforce("served") == 14000);
  CHECK(workforce("cases") == 0);
  workforce->run_to(2022y / 12 / 31);
  CHECK(workforce("cases") > 0);
  CHECK(workforce("delivered") == 500 + workforce("cases") + workforce("groups") + workforce("activities"));
  CHECK(workforce("served") == 14000 + workforce("beneficiaries"));
}

TEST_CASE("services before the start need a station in regular service at the start", "[unit][services]") {
  ServicePlace place;
  place.stations->open_at_start[town] = 0;
  place.services.before = Before{Number{1}, Number{0}};
  CHECK_THROWS_WITH(ServiceWorkforce(place),
                    "services.before states services, and no station is in regular service at the start; raise "
                    "stations.open_at_start or leave services.before out");
  place.services.before = Before{Number{0}, Number{0}};
  CHECK_NOTHROW(ServiceWorkforce(place));
}

TEST_CASE("services delivered elsewhere count in every series at once", "[unit][services]") {
  ServicePlace place;
  place.services.cases = place.services.groups = place.services.activities = Number{0};
  ServiceWorkforce workforce(place);
  workforce->run_to(2022y / 1 / 10);
  workforce.services->deliver(town, Product::casework, 10, 30);
  workforce.services->deliver(town, Product::group, 14, 140);
  workforce.services->deliver(town, Product::activity, 14, 3960);
  workforce->run_to(2022y / 1 / 11);
  CHECK(workforce("cases") == 10);
  CHECK(workforce("groups") == 14);
  CHECK(workforce("activities") == 14);
  CHECK(workforce("beneficiaries") == 4130);
  CHECK(workforce("delivered") == 38);
  CHECK(workforce("served") == 4130);
  CHECK(workforce("field.aid") + workforce("field.age") + workforce("field.child") == 38);
  CHECK(workforce.flow_to(2022y / 1 / 31, "cases") == 0);
  CHECK_THROWS_AS(workforce.services->deliver(town, Product::casework, -1, 0), std::logic_error);
}

TEST_CASE("deliveries at the same instant have different random numbers", "[unit][services]") {
  ServicePlace place;
  ServiceWorkforce workforce(place);
  const std::size_t aid = workforce->book.find("services.field.aid");
  std::vector<double> parts;
  double before = 0;
  for (int i = 0; i < 3; ++i) {
    workforce.services->deliver(town, Product::casework, 100000, 0);
    const double now = workforce->book.value(aid, workforce->book.areas().whole());
    parts.push_back(now - before);
    before = now;
  }
  CHECK(parts[0] != parts[1]);
  CHECK(parts[1] != parts[2]);
}

// ------------------------------------------------------------------------------------------------- random numbers

const std::vector<std::string> reported = {"cases",     "groups",    "activities",  "beneficiaries",
                                           "field.aid", "field.age", "field.child", "delivered"};

std::vector<double> of_the_east(ServiceWorkforce& workforce) {
  std::vector<double> values;
  for (int month = 1; month <= 12; ++month) {
    workforce->run_to(2022y / month / std::chrono::last);
    for (const std::string& series : reported) values.push_back(workforce(series, "east"));
  }
  return values;
}

TEST_CASE("one more area, or services delivered elsewhere in it, leave the services of other areas unchanged",
          "[property][services]") {
  const ServicePlace one_area(5, {{"east", "", ""}}), two_areas(5, {{"west", "", ""}, {"east", "", ""}});
  ServiceWorkforce alone(one_area), beside(two_areas);
  beside.services->deliver(AreaId{0}, Product::casework, 100, 100);
  CHECK(of_the_east(alone) == of_the_east(beside));
}

TEST_CASE("services delivered elsewhere leave the draws of the stations' services unchanged", "[property][services]") {
  const ServicePlace place(5, {{"east", "", ""}});
  ServiceWorkforce without(place), with(place);
  with->run_to(2022y / 1 / 10);
  with.services->deliver(AreaId{0}, Product::casework, 7, 70);
  with->run_to(2022y / 1 / 11);
  without->run_to(2022y / 1 / 11);
  for (int month = 1; month <= 6; ++month) {
    for (ServiceWorkforce* one : {&without, &with}) (*one)->run_to(2022y / month / std::chrono::last);
    for (const char* series : {"cases", "groups", "activities", "beneficiaries", "field.aid", "field.child"})
      CHECK(with(series) == without(series));
    CHECK(with("delivered") == without("delivered") + 7);
  }
}

TEST_CASE("replications differ", "[unit][services]") {
  const ServicePlace place(5, {{"east", "", ""}});
  ServiceWorkforce one(place, Replication{0}), other(place, Replication{1});
  CHECK(of_the_east(one) != of_the_east(other));
}

TEST_CASE("shares of the fields that do not sum to 100 % are refused", "[unit][services]") {
  ServicePlace place;
  place.services.fields.pop_back();
  Faults faults;
  place.services.check(faults);
  REQUIRE(faults.found().size() == 1);
  CHECK(faults.found()[0].first == "fields");
  CHECK(faults.found()[0].second == "the shares of services.fields sum to 80 %; they must sum to 100 %");
}

}  // namespace

}  // namespace muster::services
