// People: who is in the profession, what they bring, and when they leave it.
//
// A person brings an ability for exams, an age, an education and a start of practice; all of them follow from the
// key. This model keeps a person from the day of joining the profession on. Candidates from outside the profession
// are kept by qualification only. With a scale above 1, one simulated person stands for several people with the
// same attributes.
// Contract: ids are given in the order of joining and are never reused; all counts are sums of weights. Leaves out:
// certificates (qualification) and work (posts), which keep their own records by PersonId.
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

/// What a person brings, except ability.
struct Background {
  std::int32_t born = 0;            // day number
  std::int32_t practice_since = 0;  // day number
  std::uint8_t education = 0;       // index into people.education
};

/// 24 bytes, because a national scenario has millions of persons.
struct Person {
  EntityKey key;
  std::int32_t born = 0;            // day number
  std::int32_t practice_since = 0;  // day number
  AreaId area{};
  Weight weight{};  // number of people it stands for
  std::uint8_t education = 0;
  bool left : 1 = false;
  bool qualified : 1 = false;
  std::uint32_t unused : 22 = 0;  // no padding, so that equal persons have equal bytes
};
static_assert(sizeof(Person) == 24);

/// The greatest uniform number found whose quantile is below a value; 1 if the whole distribution is below it, 0 if
/// none of it is.
[[nodiscard]] double head_below(const Distribution& law, double value);

/// Upper limit (exclusive) of the age when first seen, in days: a person below it, in whole days, does not retire
/// on the day when first seen.
[[nodiscard]] inline double oldest_at_first_sight(const Parameters& parameters) {
  return std::ceil(parameters.retirement_age.value) - 1.5;
}

/// The joint distribution of education, age and practice among the people who are admitted to something.
class Admission {
 public:
  [[nodiscard]] bool empty() const { return cumulative_.back() <= 0; }
  /// Whether people with this education are admitted.
  [[nodiscard]] bool admits(std::size_t education) const {
    return cumulative_[education] > (education == 0 ? 0 : cumulative_[education - 1]);
  }

  void state(Serializer& serializer) { serializer(day_, cumulative_, age_from_, practice_from_); }

 private:
  friend class People;
  std::int32_t day_ = 0;  // day number on which they are admitted
  // By education: cumulative weight, and the least uniform numbers with which age and practice are sufficient.
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
  std::uint32_t seat;  // number within the month
};

class People {
 public:
  People(const Parameters& parameters, Simulation& sim, SeriesBook& book);

  /// @param there  holders and staff at the start
  /// @throws InconsistentParameter if they are more than the stated headcount, which includes them
  void check_talents(std::int64_t there) const;

  /// Adds people without a post until the stated headcount of the start is reached. Called once, after holders and
  /// staff have been created.
  /// @throws InconsistentParameter as check_talents() does, if the random number of holders and staff is greater
  void populate_talents();

  /// The random numbers that create a person; in this order: ability, then background.
  [[nodiscard]] Stream birth(EntityKey key) const;

  /// The ability shared by all exam results of a person, standard normal. Takes one number.
  [[nodiscard]] static float ability(Stream& birth) { return normal_quantile_float(birth.uniform()); }

  /// Education, age and practice of a person who is admitted. Takes three numbers.
  /// @param admission  not empty
  [[nodiscard]] Background background(Stream& birth, const Admission& admission) const {
    return background(birth, admission, admission.day_);
  }
  /// Education, age and practice of any person who is first seen today.
  [[nodiscard]] Background background_of(EntityKey key) const;

  /// Admits people with at least the given practice today.
  /// @param least  by education; infinity admits nobody, 0 or less admits everybody
  [[nodiscard]] Admission admission(const std::vector<Days>& least) const;

  /// Adds a person to the profession, with a background drawn from the key or the given one.
  PersonId join(EntityKey key, AreaId area);
  PersonId join(EntityKey key, AreaId area, const Background& background, Weight weight);

  /// Adds a person who is in the profession when the simulation starts; not counted in the flow of entries.
  PersonId join_at_start(EntityKey key, AreaId area);
  PersonId join_at_start(EntityKey key, AreaId area, const Background& background, Weight weight);

  /// Splits off some of the people for whom a simulated person stands. The new person has the same key, background
  /// and random numbers.
  /// @param weight  less than the person's weight
  PersonId split(PersonId person, Weight weight);

  /// Removes a person from the profession for good; on_left is sent first.
  void leave(PersonId person);

  /// Sets whether a person in the profession holds a valid certificate.
  void set_qualified(PersonId person, bool qualified);

  /// Marks a person as qualified at the start; not counted in the flow of newly qualified people.
  void set_qualified_at_start(PersonId person);

  [[nodiscard]] const Person& operator[](PersonId person) const { return people_[index(person)]; }
  /// Prefetches a person who will be used soon; the persons of a national scenario do not fit into a cache.
  void prefetch(PersonId person) const {
    if (index(person) < people_.size()) __builtin_prefetch(&people_[index(person)], 1);
  }

  /// The number of ids given, those of people who left included.
  [[nodiscard]] std::size_t count() const { return people_.size(); }
  [[nodiscard]] float ability(PersonId person) const;
  [[nodiscard]] const Areas& areas() const { return areas_; }
  [[nodiscard]] const Parameters& parameters() const { return parameters_; }

  /// Years in practice on a date.
  [[nodiscard]] double years_of_practice(PersonId person, Date at) const {
    return static_cast<double>(at.time_since_epoch().count() - (*this)[person].practice_since) / days_per_year;
  }

  /// "31 years old, bachelor_other, 4.2 years in practice", on a date.
  [[nodiscard]] std::string description(const Background& background, Date at) const;

  /// What an education is called. @param education  index into people.education
  [[nodiscard]] std::string name_of_education(std::size_t education) const;
  /// The person's current state in words: "in the profession, 31 years old".
  [[nodiscard]] std::string state(PersonId person) const;
  /// The first person with a key; `nobody` if there is none.
  [[nodiscard]] PersonId find(EntityKey key) const;

  /// The sum of people.weight over the areas.
  [[nodiscard]] double total_weight() const;

  /// Divides people into simulated persons: each stands for people.scale people, the last for the remainder.
  /// @param visit  called with the number of each, from 0, and its weight
  template <class Visit>
  void for_each_of(std::int64_t people, Visit&& visit) const {
    const auto scale = static_cast<std::int64_t>(parameters_.scale.value);
    for (std::int64_t there = 0; there < people; there += scale)
      visit(static_cast<std::uint64_t>(there / scale), static_cast<Weight>(std::min(scale, people - there)));
  }

  /// The number of simulated persons that stand for the given number of people.
  [[nodiscard]] std::size_t simulated(std::int64_t people) const {
    return static_cast<std::size_t>(std::ceil(static_cast<double>(people) / parameters_.scale.value));
  }

  /// Divides a whole number over the areas by people.weight.
  [[nodiscard]] std::vector<std::int64_t> over_areas(std::int64_t total) const;

  void prefetch(const Retired& event) const { prefetch(event.person); }
  void prefetch(const Departed& event) const { prefetch(event.person); }
  void on(const Retired& event, Simulation& sim);
  void on(const Departed& event, Simulation& sim);
  void on(const MonthBegan&, Simulation& sim);
  void on(const TalentJoined& event, Simulation& sim);

  /// Serializes the state that changes.
  void state(Serializer& serializer) { serializer(people_, stays_since_, stays_to_end_); }

  /// A person leaves the profession; sent before the person is counted as gone.
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
  double age_to_;                      // quantiles of people.age below this number are younger than the retirement age
  Admission everybody_;                // as of the start
  Instant stays_since_ = end_of_time;  // the instant for which stays_to_end_ holds
  double stays_to_end_ = 0;            // probability of a person present then of not departing before the end

  Stock talents_{
      {"people.talents", "people", "people in the profession", "people in the profession, certified or not"}};
  Flow entered_{
      {"people.entered", "people", "entering the profession", "people who came into the profession in the period"}};
  Flow left_{{"people.left", "people", "leaving the profession", "people who left the profession in the period"}};

  Stock qualified_{{"people.qualified", "people", "holders in the profession",
                    "people in the profession with a valid certificate"}};
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
