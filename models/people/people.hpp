// People: who there is, what they bring, and when they leave the profession.
//
// A person is born into the simulation with an area, an age, an education, a start of practice and a latent ability for
// exams, and is either outside the profession (a candidate) or in it (a talent). Contract: ids are stable while a person is
// known; forgetting a candidate frees the id. Leaves out: certificates (qualification) and work (posts), which keep their own
// records by PersonId.
#pragma once

#include "engine/events/announcement.hpp"
#include "engine/events/simulation.hpp"
#include "engine/series/series.hpp"
#include "models/ids.hpp"
#include "models/people/parameters.hpp"

#include <utility>
#include <vector>

namespace muster::people {

/// 32 bytes: a nation has millions.
struct Person {
  EntityKey key;
  float ability = 0;                // standard normal; what a person's exam results have in common
  std::int32_t practice_since = 0;  // day number
  std::int32_t born = 0;            // day number
  AreaId area{};
  std::uint8_t education = 0;  // index into people.education
  bool in_profession = false;
  bool left = false;
  bool qualified = false;
  bool known = false;
};

struct Retired {
  PersonId person;
};
struct Departed {
  PersonId person;
};

/// Whose practice is long enough, told from the draw itself: for each education the uniform number that gives the least.
using PracticeGate = std::vector<double>;

struct MonthBegan {};
struct TalentJoined {
  AreaId area;
  std::uint16_t month;  // since year 0
  std::uint32_t seat;
};

class People {
 public:
  People(const Parameters& parameters, Simulation& sim, SeriesBook& book);

  /// Fills the headcount of the start up with people in no post. Called once, after holders and staff are there.
  /// @throws std::runtime_error if these are more than the headcount
  void populate_talents();

  /// A new person outside the profession, with what the streams of the key say.
  PersonId add(EntityKey key, AreaId area);

  /// The same for somebody who must have practised long enough. False if the first draw does not pass the gate: age, education
  /// and practice have to be drawn again then.
  std::pair<PersonId, bool> add(EntityKey key, AreaId area, const PracticeGate& gate);

  /// The gate for this least practice, by education; infinity lets nobody pass. It may let some pass who are days short.
  [[nodiscard]] PracticeGate gate(const std::vector<Days>& least) const;

  /// The nth other draw of age, education and practice of a person just added, from 1. False if it does not pass the gate.
  void redraw(PersonId person, std::uint64_t nth);
  bool redraw(PersonId person, std::uint64_t nth, const PracticeGate& gate);

  /// Moves the start of practice back, or forth, to a date; nobody is younger than 18 then.
  void practised_since(PersonId person, Date date);

  /// Frees the id of a candidate. Nobody may refer to it afterwards.
  void forget(PersonId person);

  /// A person comes into the profession.
  void enter(PersonId person);

  /// The same for somebody who was in it when the simulation started: stock, not flow.
  void enter_at_start(PersonId person);

  /// A person leaves the profession for good; told to everybody who listens.
  void leave(PersonId person);

  /// A person in the profession holds a valid certificate from now on, or no longer does.
  void set_qualified(PersonId person, bool qualified);

  /// The same for the start: stock, not flow.
  void set_qualified_at_start(PersonId person);

  [[nodiscard]] const Person& operator[](PersonId person) const { return people_[index(person)]; }
  [[nodiscard]] std::size_t capacity() const { return people_.size(); }
  [[nodiscard]] const Areas& areas() const { return areas_; }
  [[nodiscard]] const Parameters& parameters() const { return parameters_; }

  /// In practice for this many years at a date.
  [[nodiscard]] double years_of_practice(PersonId person, Date at) const {
    return Days{static_cast<double>(at.time_since_epoch().count() - (*this)[person].practice_since)}.value /
           days_per_year;
  }

  /// The sum of people.weight over the areas.
  [[nodiscard]] double total_weight() const;

  /// A whole number over the areas, by people.weight.
  [[nodiscard]] std::vector<std::int64_t> over_areas(std::int64_t total) const;

  void on(const Retired& event, Simulation& sim);
  void on(const Departed& event, Simulation& sim);
  void on(const MonthBegan&, Simulation& sim);
  void on(const TalentJoined& event, Simulation& sim);

  /// Told before the person counts as gone.
  Announcement<PersonId> on_left;

 private:
  void schedule_joins();
  void schedule_exits(PersonId person);
  bool draw_background(Person& person, Stream& luck, const PracticeGate* gate) const;
  std::pair<PersonId, bool> add(EntityKey key, AreaId area, const PracticeGate* gate);

  const Parameters& parameters_;
  Simulation& sim_;
  const Areas& areas_;
  std::vector<Person> people_;
  std::vector<PersonId> free_;
  Distribution education_;

  Stock talents_{{"people.talents", "people", "people in the profession, certified or not"}};
  Flow entered_{{"people.entered", "people", "people who came into the profession in the period"}};
  Flow left_{{"people.left", "people", "people who left the profession in the period"}};

  Stock qualified_{{"people.qualified", "people", "people in the profession with a valid certificate"}};
  Flow qualified_gained_{
      {"people.qualified_gained", "people", "people in the profession who became qualified in the period"}};
  Flow qualified_lost_{
      {"people.qualified_lost", "people", "qualified people who left or whose registration lapsed in the period"}};

  HandlerOf<Retired> retired_;
  HandlerOf<Departed> departed_;
  HandlerOf<MonthBegan> month_began_;
  HandlerOf<TalentJoined> talent_joined_;
};

}  // namespace muster::people
