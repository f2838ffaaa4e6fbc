// People: who is in the profession, what they bring, and when they leave it.
//
// Whoever is born into the simulation brings an ability for exams, an age, an education and a start of practice: all of it
// follows from the key. Those outside the profession are nobody's record but the exam's (qualification keeps its candidates);
// a person is kept from the day of joining on. With a scale above 1 a person stands for so many alike. Contract: ids are given
// in the order of joining and never again; everything counted is counted by weight. Leaves out: certificates (qualification)
// and work (posts), which keep their own records by PersonId.
#pragma once

#include "engine/events/signal.hpp"
#include "engine/events/simulation.hpp"
#include "engine/random/distribution.hpp"
#include "engine/series/series.hpp"
#include "engine/state/serializer.hpp"
#include "engine/tables/paged_table.hpp"
#include "models/ids.hpp"
#include "models/people/parameters.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

namespace muster::people {

/// What somebody brings but for ability.
struct Background {
  std::int32_t born = 0;            // day number
  std::int32_t practice_since = 0;  // day number
  std::uint8_t education = 0;       // index into people.education
};

/// 24 bytes: a nation has millions.
struct Person {
  EntityKey key;
  std::int32_t born = 0;            // day number
  std::int32_t practice_since = 0;  // day number
  AreaId area{};
  Weight weight{};  // how many people this one stands for
  std::uint8_t education = 0;
  bool left : 1 = false;
  bool qualified : 1 = false;
  std::uint32_t unused : 22 = 0;  // to the last bit, so that the same people are the same bytes
};
static_assert(sizeof(Person) == 24);

/// The greatest uniform number found whose quantile lies below a value: 1 if the whole law does, 0 if nothing of it.
[[nodiscard]] double head_below(const Distribution& law, double value);

/// In days, not reached: whoever is younger when first seen, whole days counted, does not retire on that day.
[[nodiscard]] inline double oldest_at_first_sight(const Parameters& parameters) {
  return std::ceil(parameters.retirement_age.value) - 1.5;
}

/// Who may come, as the law of education, age and practice that holds among them.
class Admission {
 public:
  [[nodiscard]] bool empty() const { return cumulative_.back() <= 0; }
  /// Whether anybody of an education comes.
  [[nodiscard]] bool admits(std::size_t education) const {
    return cumulative_[education] > (education == 0 ? 0 : cumulative_[education - 1]);
  }

  void state(Serializer& serializer) { serializer(day_, cumulative_, age_from_, practice_from_); }

 private:
  friend class People;
  std::int32_t day_ = 0;  // on which they come
  // By education: the weight up to it, and the uniform numbers from which on age and practice suffice.
  std::vector<double> cumulative_, age_from_, practice_from_;
};

struct Retired {
  PersonId person;
};
struct Departed {
  PersonId person;
};

struct MonthBegan {};
struct TalentJoined {
  AreaId area;
  Weight weight;
  std::uint32_t seat;  // in its month
};

class People {
 public:
  People(const Parameters& parameters, Simulation& sim, SeriesBook& book);

  /// @throws Misfit if so many holders and staff at the start are more than the headcount, which counts them in
  void check_talents(std::int64_t there) const;

  /// Fills the headcount of the start up with people in no post. Called once, after holders and staff are there.
  /// @throws Misfit as check_talents does, if chance has made them more
  void populate_talents();

  /// The numbers of a birth, in their order: ability, then background.
  [[nodiscard]] Stream birth(EntityKey key) const;

  /// What a person's exam results have in common: standard normal. Takes one number.
  [[nodiscard]] static float ability(Stream& birth) { return normal_quantile_float(birth.uniform()); }

  /// Education, age and practice of somebody admitted. Takes three numbers.
  /// @param admission  not empty
  [[nodiscard]] Background background(Stream& birth, const Admission& admission) const {
    return background(birth, admission, admission.day_);
  }
  /// The same of anybody, today.
  [[nodiscard]] Background background_of(EntityKey key) const;

  /// Admits those who have practised at least so long today, by education; infinity admits nobody, 0 or less everybody.
  [[nodiscard]] Admission admission(const std::vector<Days>& least) const;

  /// Somebody comes into the profession, with a background drawn from the key's birth or a given one.
  PersonId join(EntityKey key, AreaId area);
  PersonId join(EntityKey key, AreaId area, const Background& background, Weight weight);

  /// The same for somebody who was in it when the simulation started: stock, not flow.
  PersonId join_at_start(EntityKey key, AreaId area);
  PersonId join_at_start(EntityKey key, AreaId area, const Background& background, Weight weight);

  /// Some of the people that a person stands for become a person of their own, with the same past and luck.
  /// @param weight  below the person's
  PersonId split(PersonId person, Weight weight);

  /// A person leaves the profession for good; told to everybody who listens.
  void leave(PersonId person);

  /// A person in the profession holds a valid certificate from now on, or no longer does.
  void set_qualified(PersonId person, bool qualified);

  /// The same for the start: stock, not flow.
  void set_qualified_at_start(PersonId person);

  [[nodiscard]] const Person& operator[](PersonId person) const { return people_[index(person)]; }
  /// A hint that a person will be looked at soon: a nation's do not fit into a cache.
  void prefetch(PersonId person) const {
    if (index(person) < people_.size()) __builtin_prefetch(&people_[index(person)], 1);
  }

  /// Ids are 0 up to here, those who left included.
  [[nodiscard]] std::size_t count() const { return people_.size(); }
  [[nodiscard]] float ability(PersonId person) const;
  [[nodiscard]] const Areas& areas() const { return areas_; }
  [[nodiscard]] const Parameters& parameters() const { return parameters_; }

  /// In practice for this many years at a date.
  [[nodiscard]] double years_of_practice(PersonId person, Date at) const {
    return static_cast<double>(at.time_since_epoch().count() - (*this)[person].practice_since) / days_per_year;
  }

  /// "31 years old, bachelor_other, 4.2 years in practice", on a date.
  [[nodiscard]] std::string description(const Background& background, Date at) const;
  /// How a person stands now: "in the profession, 31 years old".
  [[nodiscard]] std::string state(PersonId person) const;
  /// The first person with a key, or nobody.
  [[nodiscard]] PersonId find(EntityKey key) const;

  /// The sum of people.weight over the areas.
  [[nodiscard]] double total_weight() const;

  /// So many people as simulated persons: all of them stand for people.scale but the last, for what is left over.
  /// @param visit  called with each one's number from 0 and its weight
  template <class Visit>
  void for_each_of(std::int64_t people, Visit&& visit) const {
    const auto scale = static_cast<std::int64_t>(parameters_.scale.value);
    for (std::int64_t there = 0; there < people; there += scale)
      visit(static_cast<std::uint64_t>(there / scale), static_cast<Weight>(std::min(scale, people - there)));
  }

  /// How many simulated persons stand for so many people.
  [[nodiscard]] std::size_t simulated(std::int64_t people) const {
    return static_cast<std::size_t>(std::ceil(static_cast<double>(people) / parameters_.scale.value));
  }

  /// A whole number over the areas, by people.weight.
  [[nodiscard]] std::vector<std::int64_t> over_areas(std::int64_t total) const;

  void prefetch(const Retired& event) const { prefetch(event.person); }
  void prefetch(const Departed& event) const { prefetch(event.person); }
  void on(const Retired& event, Simulation& sim);
  void on(const Departed& event, Simulation& sim);
  void on(const MonthBegan&, Simulation& sim);
  void on(const TalentJoined& event, Simulation& sim);

  /// What changes.
  void state(Serializer& serializer) { serializer(people_, stays_since_, stays_to_end_); }

  /// Told before the person counts as gone.
  Signal<PersonId> on_left;

 private:
  PersonId add(EntityKey key, AreaId area, const Background& background, Weight weight);
  void record_birth(EntityKey key, AreaId area, const Background& background, std::string_view how) const;
  void schedule_joins();
  void schedule_exit(PersonId person, std::uint64_t nth = 0);
  [[nodiscard]] Background background(Stream& birth, const Admission& admission, std::int32_t day) const;

  const Parameters& parameters_;
  Simulation& sim_;
  const Areas& areas_;
  PagedTable<Person> people_;
  double age_to_;                      // of people.age's quantiles, those below the age of retirement
  Admission everybody_;                // as of the start
  Instant stays_since_ = end_of_time;  // an instant, and the chance of who is there then to stay to the end
  double stays_to_end_ = 0;

  Stock talents_{
      {"people.talents", "people", "people in the profession", "people in the profession, certified or not"}};
  Flow entered_{
      {"people.entered", "people", "entering the profession", "people who came into the profession in the period"}};
  Flow left_{{"people.left", "people", "leaving the profession", "people who left the profession in the period"}};

  Stock qualified_{
      {"people.qualified", "people", "holders in the profession", "people in the profession with a valid certificate"}};
  Flow qualified_gained_{{"people.qualified_gained", "people", "newly qualified people",
                          "people in the profession who became qualified in the period"}};
  Flow qualified_lost_{{"people.qualified_lost", "people", "qualified people lost",
                        "qualified people who left or whose registration lapsed in the period"}};

  HandlerOf<Retired> retired_;
  HandlerOf<Departed> departed_;
  HandlerOf<MonthBegan> month_began_;
  HandlerOf<TalentJoined> talent_joined_;
};

}  // namespace muster::people
