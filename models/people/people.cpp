#include "models/people/people.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/parameters/parameter_sets.hpp"
#include "engine/text/text.hpp"

#include <cmath>
#include <stdexcept>

namespace muster::people {

namespace {

constexpr Purpose what_one_brings = purpose("people.birth");
constexpr Purpose departure = purpose("people.departures");
constexpr Purpose joining = purpose("people.talents.joins");

constexpr double of_age = 18 * days_per_year;

// Finds by bisection where the quantiles of a distribution reach a value: the greatest uniform number found whose
// quantile is below the value, and the least whose quantile is at or above it.
std::pair<double, double> reach(const Distribution& law, double value) {
  constexpr int halvings = 50;
  double below = 0, from = 1;
  for (int i = 0; i < halvings; ++i) {
    const double middle = (below + from) / 2;
    (law.quantile(middle) < value ? below : from) = middle;
  }
  return {below, from};
}

// The least uniform number whose quantile is at least the value; the numbers above it give the tail of the
// distribution.
double tail_from(const Distribution& law, double value) { return law.lower() >= value ? 0 : reach(law, value).second; }

// Days since 1970.
double days_of(Instant at) { return static_cast<double>(at.minutes) / minutes_per_day; }

double between(double from, double to, double uniform) { return from + (to - from) * uniform; }

}  // namespace

double head_below(const Distribution& law, double value) {
  if (law.upper() < value) return 1;
  return law.lower() >= value ? 0 : reach(law, value).first;
}

People::People(const Parameters& parameters, Simulation& sim, SeriesBook& book)
    : parameters_(parameters),
      sim_(sim),
      areas_(book.areas()),
      age_to_(head_below(parameters.age.distribution(), oldest_at_first_sight(parameters))),
      everybody_(admission(std::vector<Days>(parameters.education.size(), Days{0}))),
      retired_(sim.handles<Retired>(*this)),
      departed_(sim.handles<Departed>(*this)),
      month_began_(sim.handles<MonthBegan>(*this)),
      talent_joined_(sim.handles<TalentJoined>(*this)) {
  for (AreaNode a = 0; a < areas_.leaf_count(); ++a)
    for (AreaNode b = 0; b < a; ++b)
      if (key_of(areas_[a].id, Cohort::area, 0, 0) == key_of(areas_[b].id, Cohort::area, 0, 0))
        throw std::invalid_argument(
            tr("the areas `{}` and `{}` would share their random numbers; rename one", areas_[a].id, areas_[b].id));
  if (everybody_.empty())
    throw InconsistentParameter("people.age",
                                tr("people.age allows no age from 18 to below {:.6g} years (people.retirement_age); "
                                   "people first seen at other ages are not in the profession",
                                   parameters.retirement_age.value / days_per_year));
  book.add(entered_);
  book.add(left_);
  book.add(talents_).balances({+entered_, -left_});
  book.add(qualified_gained_);
  book.add(qualified_lost_);
  book.add(qualified_).balances({+qualified_gained_, -qualified_lost_});
}

Stream People::birth(EntityKey key) const { return sim_.stream(key, what_one_brings); }

float People::ability(PersonId person) const {
  Stream random = birth((*this)[person].key);
  return ability(random);
}

// Practice follows its distribution, but it cannot have begun before the age of 18. A person with the required
// practice must therefore be old enough, and must have drawn a long enough practice; the two conditions are
// independent.
Admission People::admission(const std::vector<Days>& least) const {
  Admission made;
  made.day_ = day_number(sim_.now());
  double weight = 0;
  for (std::size_t studied = 0; studied < least.size(); ++studied) {
    const double whole_days = std::ceil(least[studied].value) - 0.5;  // practice is counted in whole days, rounded
    const bool anybody = least[studied].value <= 0;
    const double age =
        std::min(tail_from(parameters_.age.distribution(), of_age + (anybody ? 0 : whole_days)), age_to_);
    const double practice = anybody ? 0 : tail_from(parameters_.practice.distribution(), whole_days);
    weight += parameters_.education[studied].share.value * (age_to_ - age) * (1 - practice);
    made.cumulative_.push_back(weight);
    made.age_from_.push_back(age);
    made.practice_from_.push_back(practice);
  }
  return made;
}

Background People::background(Stream& random, const Admission& admission, std::int32_t today) const {
  const double lot = random.uniform() * admission.cumulative_.back();
  std::size_t studied = 0;
  while (lot >= admission.cumulative_[studied]) ++studied;
  const double age =
      parameters_.age.distribution().quantile(between(admission.age_from_[studied], age_to_, random.uniform()));
  const double practice =
      parameters_.practice.distribution().quantile(between(admission.practice_from_[studied], 1, random.uniform()));
  const std::int32_t born = today - static_cast<std::int32_t>(std::lround(age));
  const double grown = std::max(static_cast<double>(today - born) - of_age, 0.0);
  return {born, today - static_cast<std::int32_t>(std::lround(std::min(practice, grown))),
          static_cast<std::uint8_t>(studied)};
}

Background People::background_of(EntityKey key) const {
  Stream random = birth(key);
  (void)ability(random);
  return background(random, everybody_, day_number(sim_.now()));
}

PersonId People::join(EntityKey key, AreaId area) { return join(key, area, background_of(key), one_person); }

PersonId People::join_at_start(EntityKey key, AreaId area) {
  return join_at_start(key, area, background_of(key), one_person);
}

PersonId People::join(EntityKey key, AreaId area, const Background& background, Weight weight) {
  entered_.add(area, count_of(weight));
  record_birth(key, area, background, tr_noop("joins the profession in {}: {}"));
  return add(key, area, background, weight);
}

PersonId People::join_at_start(EntityKey key, AreaId area, const Background& background, Weight weight) {
  record_birth(key, area, background, tr_noop("is in the profession when the simulation starts in {}: {}"));
  return add(key, area, background, weight);
}

PersonId People::add(EntityKey key, AreaId area, const Background& background, Weight weight) {
  if (sim_.lists_entities()) sim_.register_entity(person_kind, key, {});
  const PersonId id{static_cast<std::uint32_t>(people_.size())};
  people_.push_back({key, background.born, background.practice_since, area, weight, background.education});
  talents_.step(area, count_of(weight));
  schedule_exit(id);
  return id;
}

void People::record_birth(EntityKey key, AreaId area, const Background& background, std::string_view how) const {
  if (!sim_.follows(key)) return;
  sim_.record(translated(how, areas_.title(index_of(area)), description(background, date_of(sim_.now()))));
}

namespace {

// One day is added, because mean years and calendar years differ by leap days.
double age(double today, std::int32_t born) { return std::floor((today - born + 1) / days_per_year); }

}  // namespace

std::string People::description(const Background& background, Date at) const {
  const auto today = static_cast<std::int32_t>(at.time_since_epoch().count());
  return tr("{:.0f} years old, {}, {:.1f} years in practice", age(today, background.born),
            name_of_education(background.education), (today - background.practice_since) / days_per_year);
}

std::string People::name_of_education(std::size_t education) const {
  const Education& named = parameters_.education[education];
  return LocalizedText(named.title, named.english).to_string_or(named.id);
}

std::string People::state(PersonId person) const {
  const Person& who = (*this)[person];
  return who.left ? tr("no longer in the profession")
                  : tr("in the profession, {:.0f} years old", age(days_of(sim_.now()), who.born));
}

PersonId People::find(EntityKey key) const {
  for (std::uint32_t n = 0; n < people_.size(); ++n)
    if (people_[n].key == key) return PersonId{n};
  return nobody;
}

PersonId People::split(PersonId id, Weight weight) {
  const PersonId other{static_cast<std::uint32_t>(people_.size())};
  Person part = people_[index(id)];
  part.weight = weight;
  if (sim_.lists_entities()) sim_.register_entity(person_kind, part.key, {});
  people_.push_back(part);
  people_[index(id)].weight = Weight(static_cast<int>(people_[index(id)].weight) - static_cast<int>(weight));
  // The rest of an exponential stay has the same distribution as a new stay, so a new number is drawn. The group's
  // own number would give the part a longer stay than the group, because it would count from today.
  constexpr int weight_bits = 16;
  const auto left_behind = static_cast<std::uint64_t>(people_[index(id)].weight);
  schedule_exit(other, static_cast<std::uint64_t>(sim_.now().minutes) << weight_bits | left_behind);
  return other;
}

void People::schedule_exit(PersonId id, std::uint64_t nth) {
  // Only the earlier of departure and retirement is scheduled. Most people stay beyond the end of the simulation,
  // which one comparison each detects without computing the logarithm.
  const Person& person = people_[index(id)];
  const Days until_end = sim_.end() - sim_.now();
  const Days until_birthday{std::max(person.born + parameters_.retirement_age.value - days_of(sim_.now()), 0.0)};
  const double yearly = parameters_.departures.value;
  if (yearly > 0) {
    if (sim_.now() != stays_since_) {
      stays_since_ = sim_.now();
      stays_to_end_ = std::exp(-yearly * until_end.value / days_per_year);
    }
    const double uniform = sim_.uniform(person.key, departure, nth);
    if (uniform > stays_to_end_) {
      const Days wait{-std::log(uniform) / yearly * days_per_year};
      if (wait < until_birthday) {
        sim_.schedule(departed_, sim_.now() + wait, Phase::serve, {id});
        return;
      }
    }
  }
  if (until_birthday < until_end) sim_.schedule(retired_, sim_.now() + until_birthday, Phase::serve, {id});
}

void People::leave(PersonId id) {
  if (people_[index(id)].left) return;
  on_left(id);
  set_qualified(id, false);
  Person& person = people_[index(id)];
  person.left = true;
  talents_.step(person.area, -count_of(person.weight));
  left_.add(person.area, count_of(person.weight));
}

void People::set_qualified(PersonId id, bool qualified) {
  Person& person = people_[index(id)];
  if (person.qualified == qualified) return;
  if (qualified && person.left) throw std::logic_error("only people in the profession are qualified in it");
  person.qualified = qualified;
  const double count = count_of(person.weight);
  qualified_.step(person.area, qualified ? count : -count);
  (qualified ? qualified_gained_ : qualified_lost_).add(person.area, count);
}

void People::set_qualified_at_start(PersonId id) {
  Person& person = people_[index(id)];
  person.qualified = true;
  qualified_.step(person.area, count_of(person.weight));
}

void People::check_talents(std::int64_t there) const {
  if (!parameters_.talents) return;
  const auto total = static_cast<std::int64_t>(parameters_.talents->at_start.value);
  if (there > total)
    throw InconsistentParameter(
        "people.talents.at_start",
        tr("people.talents.at_start is {}; holders and staff at the start are {} already", total, there));
}

void People::populate_talents() {
  if (!parameters_.talents) return;
  std::int64_t there = 0;
  for (std::size_t leaf = 0; leaf < areas_.leaf_count(); ++leaf)
    there += static_cast<std::int64_t>(talents_[AreaId(leaf)]);
  check_talents(there);
  const std::vector<std::int64_t> rest =
      over_areas(static_cast<std::int64_t>(parameters_.talents->at_start.value) - there);
  for (std::size_t leaf = 0; leaf < rest.size(); ++leaf) {
    const EntityKey area = key_of(areas_[leaf].id, Cohort::area, 0, 0);
    for_each_of(rest[leaf], [&](std::uint64_t seat, Weight weight) {
      const EntityKey key = key_of(area, Cohort::talent, seat);
      join_at_start(key, AreaId(leaf), background_of(key), weight);
    });
  }
  schedule_joins();
  sim_.schedule(month_began_, next_month(sim_.now()), Phase::arrive, {});
}

// Schedules the people who join in the rest of the month, at random instants. Each month has its own random
// numbers, so that one more person in an area or a higher rate adds people and changes nothing for the others.
void People::schedule_joins() {
  const auto month = static_cast<std::uint16_t>(month_number(date_of(sim_.now())));
  const Instant next = next_month(sim_.now());
  const double part = (next - sim_.now()).value / days_per_year;
  const double weights = total_weight();
  for (std::size_t leaf = 0; leaf < areas_.leaf_count(); ++leaf) {
    const AreaId area{static_cast<std::uint16_t>(leaf)};
    const double mean =
        parameters_.talents->joins.at(sim_.now()).value * part * parameters_.weight[area].value / weights;
    Stream random = sim_.stream(key_of(areas_[leaf].id, Cohort::area, 0, 0), joining, month);
    const auto count = static_cast<std::int64_t>(Distribution::poisson(mean).sample(random));
    const double minutes = static_cast<double>(next.minutes) - static_cast<double>(sim_.now().minutes);
    for_each_of(count, [&](std::uint64_t seat, Weight weight) {
      const auto later = static_cast<std::int32_t>(minutes * random.uniform());  // minutes from now
      sim_.schedule(talent_joined_, Instant{sim_.now().minutes + later}, Phase::arrive,
                    {area, weight, static_cast<std::uint32_t>(seat)});
    });
  }
}

void People::on(const MonthBegan& event, Simulation& sim) {
  schedule_joins();
  sim.schedule(month_began_, next_month(sim.now()), Phase::arrive, event);
}

void People::on(const TalentJoined& event, Simulation& sim) {
  const EntityKey joins = key_of(areas_[index_of(event.area)].id, Cohort::talent, 0, 0);
  const auto month = static_cast<std::uint64_t>(month_number(date_of(sim.now())));
  const EntityKey key = key_of(key_of(joins, Cohort::talent, month), Cohort::talent, event.seat);
  join(key, event.area, background_of(key), event.weight);
}

double People::total_weight() const {
  double weights = 0;
  for (const Number& weight : parameters_.weight) weights += weight.value;
  return weights;
}

std::vector<std::int64_t> People::over_areas(std::int64_t total) const {
  std::vector<double> weights;
  for (const Number& weight : parameters_.weight) weights.push_back(weight.value);
  return apportion(total, weights);
}

void People::on(const Retired& event, Simulation& sim) {
  const Person& who = people_[index(event.person)];
  if (sim.follows(who.key) && !who.left)
    sim_.record(tr("retires at {:.0f}", parameters_.retirement_age.value / days_per_year));
  leave(event.person);
}

void People::on(const Departed& event, Simulation& sim) {
  const Person& who = people_[index(event.person)];
  if (sim.follows(who.key) && !who.left) sim_.record(tr("leaves the profession: death, a move or another profession"));
  leave(event.person);
}

}  // namespace muster::people
