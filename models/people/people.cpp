#include "models/people/people.hpp"

#include <cmath>
#include <fmt/format.h>
#include <stdexcept>

namespace muster::people {

namespace {

constexpr Purpose birth = purpose("people.birth");
constexpr Purpose background = purpose("people.background");
constexpr Purpose departure = purpose("people.departures");

Distribution education_of(const Parameters& parameters) {
  std::vector<double> values, weights;
  for (const Education& education : parameters.education) {
    values.push_back(static_cast<double>(values.size()));
    weights.push_back(education.share.value);
  }
  return Distribution::empirical(values, weights);
}

}  // namespace

People::People(const Parameters& parameters, Simulation& sim, SeriesBook& book)
    : parameters_(parameters),
      sim_(sim),
      areas_(book.areas()),
      education_(education_of(parameters)),
      retired_(sim.handles<Retired>(*this)),
      departed_(sim.handles<Departed>(*this)) {
  for (AreaNode a = 0; a < areas_.leaf_count(); ++a)
    for (AreaNode b = 0; b < a; ++b)
      if (key_of(areas_[a].id, Cohort::area, 0, 0) == key_of(areas_[b].id, Cohort::area, 0, 0))
        throw std::invalid_argument(
            fmt::format("the areas `{}` and `{}` would share their luck; rename one", areas_[a].id, areas_[b].id));
  book.add(entered_);
  book.add(left_);
  book.add(talents_).balances({+entered_, -left_});
  book.add(qualified_gained_);
  book.add(qualified_lost_);
  book.add(qualified_).balances({+qualified_gained_, -qualified_lost_});
}

PersonId People::add(EntityKey key, AreaId area) {
  PersonId id{static_cast<std::uint32_t>(people_.size())};
  if (free_.empty()) {
    people_.emplace_back();
  } else {
    id = free_.back();
    free_.pop_back();
  }
  Stream luck = sim_.stream(key, birth);
  Person& person = people_[index(id)];
  person = Person{};
  person.key = key;
  person.area = area;
  person.known = true;
  person.ability = static_cast<float>(normal_quantile(luck.uniform()));
  draw_background(person, luck);
  return id;
}

void People::redraw(PersonId id, std::uint64_t nth) {
  Person& person = people_[index(id)];
  Stream luck = sim_.stream(person.key, background, nth);
  draw_background(person, luck);
}

void People::draw_background(Person& person, Stream& luck) const {
  const std::int32_t today = day_number(sim_.now());
  person.born = today - static_cast<std::int32_t>(std::lround(parameters_.age.sample(luck).value));
  person.education = static_cast<std::uint8_t>(education_.sample(luck));
  // Nobody has practised since before the age of 18.
  const double grown = static_cast<double>(today - person.born) - 18 * days_per_year;
  const double practice = std::min(parameters_.practice.sample(luck).value, std::max(grown, 0.0));
  person.practice_since = today - static_cast<std::int32_t>(std::lround(practice));
}

void People::practised_since(PersonId id, Date date) {
  Person& person = people_[index(id)];
  person.practice_since = static_cast<std::int32_t>(date.time_since_epoch().count());
  person.born =
      std::min(person.born, person.practice_since - static_cast<std::int32_t>(std::lround(18 * days_per_year)));
}

void People::forget(PersonId id) {
  Person& person = people_[index(id)];
  if (!person.known || person.in_profession)
    throw std::logic_error("only candidates outside the profession are forgotten");
  person.known = false;
  free_.push_back(id);
}

void People::enter(PersonId id) {
  entered_.add(people_[index(id)].area);
  enter_at_start(id);
}

void People::enter_at_start(PersonId id) {
  Person& person = people_[index(id)];
  if (person.in_profession || person.left) throw std::logic_error("a person enters the profession once");
  person.in_profession = true;
  talents_.step(person.area, 1);
  schedule_exits(id);
}

void People::schedule_exits(PersonId id) {
  const Person& person = people_[index(id)];
  const Instant birthday = start_of(Date{std::chrono::days{person.born}}) + parameters_.retirement_age;
  sim_.schedule(retired_, std::max(birthday, sim_.now()), Phase::serve, {id});
  if (parameters_.departures.value > 0) {
    Stream luck = sim_.stream(person.key, departure);
    const Days wait{-std::log(luck.uniform()) / parameters_.departures.value * days_per_year};
    // Beyond any retirement it cannot matter, and a wait of centuries would leave the calendar.
    if (wait < parameters_.retirement_age) sim_.schedule(departed_, sim_.now() + wait, Phase::serve, {id});
  }
}

void People::leave(PersonId id) {
  Person& person = people_[index(id)];
  if (!person.in_profession) return;
  on_left(id);
  set_qualified(id, false);
  person.in_profession = false;
  person.left = true;
  talents_.step(person.area, -1);
  left_.add(person.area);
}

void People::set_qualified(PersonId id, bool qualified) {
  Person& person = people_[index(id)];
  if (person.qualified == qualified) return;
  if (qualified && !person.in_profession) throw std::logic_error("only people in the profession are qualified in it");
  person.qualified = qualified;
  qualified_.step(person.area, qualified ? 1 : -1);
  (qualified ? qualified_gained_ : qualified_lost_).add(person.area);
}

void People::set_qualified_at_start(PersonId id) {
  people_[index(id)].qualified = true;
  qualified_.step(people_[index(id)].area, 1);
}

std::vector<std::int64_t> People::over_areas(std::int64_t total) const {
  std::vector<double> weights;
  for (const Number& weight : parameters_.weight) weights.push_back(weight.value);
  return apportion(total, weights);
}

void People::on(const Retired& event, Simulation&) { leave(event.person); }

void People::on(const Departed& event, Simulation&) { leave(event.person); }

}  // namespace muster::people
