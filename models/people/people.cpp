#include "models/people/people.hpp"

#include "engine/clock/calendar.hpp"

#include <cmath>
#include <fmt/format.h>
#include <stdexcept>

namespace muster::people {

namespace {

constexpr Purpose birth = purpose("people.birth");
constexpr Purpose background = purpose("people.background");
constexpr Purpose departure = purpose("people.departures");
constexpr Purpose joining = purpose("people.talents.joins");

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
      departed_(sim.handles<Departed>(*this)),
      month_began_(sim.handles<MonthBegan>(*this)),
      talent_joined_(sim.handles<TalentJoined>(*this)) {
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

PersonId People::add(EntityKey key, AreaId area) { return add(key, area, nullptr).first; }

std::pair<PersonId, bool> People::add(EntityKey key, AreaId area, const PracticeGate& gate) {
  return add(key, area, &gate);
}

std::pair<PersonId, bool> People::add(EntityKey key, AreaId area, const PracticeGate* gate) {
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
  return {id, draw_background(person, luck, gate)};
}

void People::redraw(PersonId id, std::uint64_t nth) {
  Person& person = people_[index(id)];
  Stream luck = sim_.stream(person.key, background, nth);
  draw_background(person, luck, nullptr);
}

bool People::redraw(PersonId id, std::uint64_t nth, const PracticeGate& gate) {
  Person& person = people_[index(id)];
  Stream luck = sim_.stream(person.key, background, nth);
  return draw_background(person, luck, &gate);
}

PracticeGate People::gate(const std::vector<Days>& least) const {
  constexpr int halvings = 40;
  PracticeGate gate;
  for (const Days needed : least) {
    // What a draw below `low` gives is too short, to a day for rounding; a quantile never decreases in its argument.
    double low = 0, high = 1;
    if (std::isinf(needed.value)) low = 1;
    for (int i = 0; i < halvings && low < high; ++i) {
      const double middle = (low + high) / 2;
      (parameters_.practice.distribution().quantile(middle) < needed.value - 1 ? low : high) = middle;
    }
    gate.push_back(low);
  }
  return gate;
}

bool People::draw_background(Person& person, Stream& luck, const PracticeGate* gate) const {
  const double of_age = luck.uniform();
  person.education = static_cast<std::uint8_t>(education_.sample(luck));
  const double of_practice = luck.uniform();
  if (gate && of_practice < (*gate)[person.education]) return false;  // most draws end here, before the costly part
  const std::int32_t today = day_number(sim_.now());
  person.born = today - static_cast<std::int32_t>(std::lround(parameters_.age.distribution().quantile(of_age)));
  // Nobody has practised since before the age of 18.
  const double grown = static_cast<double>(today - person.born) - 18 * days_per_year;
  const double practice = std::min(parameters_.practice.distribution().quantile(of_practice), std::max(grown, 0.0));
  person.practice_since = today - static_cast<std::int32_t>(std::lround(practice));
  return true;
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
  // Whichever comes first; the other cannot happen any more, and an event less for each person is felt in a nation.
  const Person& person = people_[index(id)];
  const Instant birthday =
      std::max(start_of(Date{std::chrono::days{person.born}}) + parameters_.retirement_age, sim_.now());
  if (parameters_.departures.value > 0) {
    Stream luck = sim_.stream(person.key, departure);
    const Days wait{-std::log(luck.uniform()) / parameters_.departures.value * days_per_year};
    if (wait < birthday - sim_.now()) {
      sim_.schedule(departed_, sim_.now() + wait, Phase::serve, {id});
      return;
    }
  }
  sim_.schedule(retired_, birthday, Phase::serve, {id});
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

void People::populate_talents() {
  if (!parameters_.talents) return;
  const auto total = static_cast<std::int64_t>(parameters_.talents->at_start.value);
  std::int64_t there = 0;
  for (std::size_t leaf = 0; leaf < areas_.leaf_count(); ++leaf)
    there += static_cast<std::int64_t>(talents_[AreaId(leaf)]);
  if (there > total)
    throw std::runtime_error(
        fmt::format("people.talents.at_start is {}; holders and staff at the start are {} already", total, there));
  const std::vector<std::int64_t> rest = over_areas(total - there);
  for (std::size_t leaf = 0; leaf < rest.size(); ++leaf) {
    const EntityKey area = key_of(areas_[leaf].id, Cohort::area, 0, 0);
    for (std::int64_t seat = 0; seat < rest[leaf]; ++seat)
      enter_at_start(add(key_of(area, Cohort::talent, static_cast<std::uint64_t>(seat)), AreaId(leaf)));
  }
  schedule_joins();
  sim_.schedule(month_began_, next_month(sim_.now()), Phase::arrive, {});
}

// What is left of the month is filled with newcomers at random instants. A month has its own luck, so that one more person in
// an area or a higher rate adds people and moves nobody else.
void People::schedule_joins() {
  const auto month = static_cast<std::uint16_t>(month_number(date_of(sim_.now())));
  const Instant next = next_month(sim_.now());
  const double part = (next - sim_.now()).value / days_per_year;
  const double weights = total_weight();
  for (std::size_t leaf = 0; leaf < areas_.leaf_count(); ++leaf) {
    const AreaId area{static_cast<std::uint16_t>(leaf)};
    const double mean =
        parameters_.talents->joins.at(sim_.now()).value * part * parameters_.weight[area].value / weights;
    Stream luck = sim_.stream(key_of(areas_[leaf].id, Cohort::area, 0, 0), joining, month);
    const auto count = static_cast<std::uint32_t>(Distribution::poisson(mean).sample(luck));
    for (std::uint32_t seat = 0; seat < count; ++seat)
      sim_.schedule(talent_joined_, sim_.now() + (next - sim_.now()) * luck.uniform(), Phase::arrive,
                    {area, month, seat});
  }
}

void People::on(const MonthBegan& event, Simulation& sim) {
  schedule_joins();
  sim.schedule(month_began_, next_month(sim.now()), Phase::arrive, event);
}

void People::on(const TalentJoined& event, Simulation&) {
  const EntityKey joins = key_of(areas_[index_of(event.area)].id, Cohort::talent, 0, 0);
  enter(add(key_of(key_of(joins, Cohort::talent, event.month), Cohort::talent, event.seat), event.area));
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

void People::on(const Retired& event, Simulation&) { leave(event.person); }

void People::on(const Departed& event, Simulation&) { leave(event.person); }

}  // namespace muster::people
