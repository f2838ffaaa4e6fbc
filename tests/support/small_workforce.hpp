// A workforce small enough to follow by hand, for tests of the models.
//
// A SmallPlace has the parameters of every model, with nothing random: one area without people, one exam a year,
// waits of whole days, unlimited money. A test states only the values it is about and builds a SmallWorkforce,
// which is assembled as in the program and can be stopped at the end of any date. Contract: every stop is a period
// end, so every accounting identity is checked there. Leaves out: policy (it needs settings), services and disaster
// (their tests add them), and stations unless the place has some.
#pragma once

#include "engine/clock/calendar.hpp"
#include "engine/events/simulation.hpp"
#include "engine/series/series.hpp"
#include "models/agencies/agencies.hpp"
#include "models/funding/funding.hpp"
#include "models/people/people.hpp"
#include "models/posts/posts.hpp"
#include "models/qualification/qualification.hpp"
#include "models/stations/stations.hpp"
#include "models/training/training.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace muster::test {

inline constexpr AreaId town{0};  // the first area of a place

inline constexpr Days years(double count) { return Days{count * days_per_year}; }

struct SmallPlace {
  Areas areas;
  Date start = std::chrono::year{2021} / 12 / 31;
  people::Parameters people;
  funding::Parameters funding;
  training::Parameters training;
  qualification::Parameters qualification;
  posts::Parameters posts;
  std::optional<agencies::Parameters> agencies;
  std::optional<stations::Parameters> stations;

  explicit SmallPlace(const std::vector<AreaDefinition>& written = {{"town", "", ""}});

  /// Registration on 1 March, exam on 15 June, results on 15 August, certificates on 1 October.
  void add_sitting(int year, bool cancelled = false) {
    const std::chrono::year y{year};
    qualification.sittings.push_back({std::to_string(year), y / 3 / 1, y / 6 / 15, y / 8 / 15, y / 10 / 1, cancelled});
  }

  /// Townships without stations; 10 days to plan, 20 to procure, 30 to fit out, 40 to settle; two posts each.
  stations::Parameters& with_stations(int townships);
};

class SmallWorkforce {
 public:
  /// @param place     must outlive the workforce
  /// @param at_start  adds anything else that exists before the simulation begins
  explicit SmallWorkforce(const SmallPlace& place, Seed seed = Seed{20240611}, Replication replication = Replication{0},
                          const std::function<void(SmallWorkforce&)>& at_start = {});

  /// Runs to the end of a date and records the series. @throws BrokenIdentity
  void run_to(Date date) {
    sim.run_until(start_of(date + std::chrono::days{1}));
    book.close_period(row_);
  }

  /// As recorded at the last stop: for a stock its level, for a flow the sum since the stop before.
  [[nodiscard]] double operator()(const std::string& series, const std::string& area = "all") const {
    return row_[book.areas().find(area).value() * book.series().size() + book.find(series)];
  }

  Simulation sim;
  SeriesBook book;
  people::People people;
  funding::Funding funding;
  training::Training training;
  qualification::Qualification qualification;
  posts::Posts posts;
  std::unique_ptr<agencies::Agencies> agencies;
  std::unique_ptr<stations::Stations> stations;

 private:
  std::vector<double> row_;
};

}  // namespace muster::test
