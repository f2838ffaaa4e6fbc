// Posts, people and the exam together against the closed forms of manpower planning.
#include "tests/support/catch.hpp"
#include "tests/support/small_workforce.hpp"
#include "tests/support/statistical.hpp"

#include <Eigen/Dense>

#include <cmath>
#include <vector>

namespace muster {

namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using test::MeanIs;
using test::Sample;
using test::SmallPlace;
using test::SmallWorkforce;

using test::town;

void establish(SmallWorkforce& workforce, std::uint64_t count) {
  for (std::uint64_t seat = 0; seat < count; ++seat)
    workforce.posts.establish(town, key_of("town", Cohort::station, 0, 0), StationId{}, seat);
}

TEST_CASE("a post is vacant fill / (fill + tenure) of the time", "[statistical][posts]") {
  // A post alternates between filled and vacant, so only the two means matter, whatever the distributions:
  // S. M. Ross, Stochastic Processes, 2nd ed., sec. 3.4.1 (alternating renewal process).
  constexpr std::uint64_t posts = 40;
  SmallPlace place;
  place.people.age = test::years(18);  // so young that nobody retires meanwhile
  const double first = 0.5, later = 0.2, fill = 120 / days_per_year;
  place.posts.time_to_fill = DistributionOf<Days>(Distribution::lognormal(120, 60));
  place.posts.attrition_first_year = PerYear{first};
  place.posts.attrition_later = PerYear{later};
  place.posts.leaves_profession = Share{1};
  // ∫ S(t) dt, where the hazard has one rate in the first year and another afterwards, in years.
  const double tenure = (1 - std::exp(-first)) / first + std::exp(-first) / later;
  std::vector<double> vacant;
  for (std::uint64_t r = 0; r < 300; ++r) {
    SmallWorkforce workforce(place, Seed{20240611}, Replication{r});
    establish(workforce, posts);
    double sum = 0;
    int looks = 0;
    for (Date date = 2037y / 1 / 1; date < Date{2072y / 1 / 1}; date += days{61}, ++looks) {
      workforce.run_to(date);
      sum += workforce("posts.vacant");
    }
    vacant.push_back(sum / looks / posts);
  }
  // Tried with errors: a wait 5 % too long, z = 10; the later rate throughout, z = -76; 30 replications are refused
  // as too few.
  CHECK_THAT(Sample(vacant), MeanIs(fill / (fill + tenure), {.false_alarm = 1e-6, .must_detect = 0.003}));
}

TEST_CASE("qualified staff in posts always refilled follow the Markov manpower model",
          "[statistical][posts][qualification]") {
  // Posts are refilled at once by people without a certificate; all of them sit each year and pass with probability
  // p. From one 31 December to the next the expected stocks of unqualified and qualified staff are n(t+1) = n(t) P
  // + w(t) r, where w(t) counts the posts whose holder left: D. J. Bartholomew, A. F. Forbes and S. I. McClean,
  // Statistical Techniques for Manpower Planning, 2nd ed., ch. 4. P is the product of the year's three parts: until
  // registration, until certificates, until the end; who came after registration does not sit.
  constexpr std::uint64_t posts = 1000;
  constexpr std::size_t last_year = 6;
  const double p = 0.3, hazard = 0.4;
  SmallPlace place;
  place.qualification.levels[0].subjects = {{"only", "", Share{p}}};
  place.qualification.shared_ability = Share{0};  // so that failing does not affect the chances in the next year
  place.posts.time_to_fill = Days{1.0 / minutes_per_day};
  place.posts.attrition_first_year = place.posts.attrition_later = PerYear{hazard};
  place.posts.leaves_profession = Share{1};
  place.posts.registers = Share{1};

  std::vector<std::vector<double>> qualified(last_year);
  for (std::uint64_t r = 0; r < 300; ++r) {
    SmallWorkforce workforce(place, Seed{20240611}, Replication{r});
    establish(workforce, posts);
    for (std::size_t year = 0; year < last_year; ++year) {
      workforce.run_to(std::chrono::year{2022 + static_cast<int>(year)} / 12 / 31);
      REQUIRE(workforce("posts.established") == posts);
      // Every qualified person is in a post, because those who leave a post leave the profession.
      qualified[year].push_back(workforce("people.qualified") / posts);
    }
  }

  // States: unqualified and not registered for this year's exam, registered, qualified. Every leaver is replaced in
  // the first.
  const auto part = [&](Date from, Date to) {
    const double stays = std::exp(-hazard * static_cast<double>((to - from).count()) / days_per_year);
    Eigen::Matrix3d transition = stays * Eigen::Matrix3d::Identity();
    transition.col(0).array() += 1 - stays;
    return transition;
  };
  Eigen::Matrix3d registers, certificates;
  registers << 0, 1, 0, 0, 1, 0, 0, 0, 1;
  certificates << 1, 0, 0, 1 - p, 0, p, 0, 0, 1;
  Eigen::RowVector3d expected(1, 0, 0);
  for (std::size_t year = 0; year < last_year; ++year) {
    const std::chrono::year y{2022 + static_cast<int>(year)};
    expected *= part(y / 1 / 1, y / 3 / 1) * registers * part(y / 3 / 1, y / 10 / 1) * certificates *
                part(y / 10 / 1, (y + std::chrono::years{1}) / 1 / 1);
    // Tried with errors: p of 0.31, z = 8 to 11; a hazard of 0.39, z = 7 or more in three years; 30 replications
    // are refused as too few.
    CHECK_THAT(Sample(qualified[year]), MeanIs(expected[2], {.false_alarm = 1e-6, .must_detect = 0.01}));
  }
}

}  // namespace

}  // namespace muster
