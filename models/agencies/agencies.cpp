#include "models/agencies/agencies.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/parameters/parameter_sets.hpp"
#include "engine/parameters/rounding.hpp"
#include "engine/text/text.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <stdexcept>

namespace muster::agencies {

namespace {

constexpr Purpose founding_count = purpose("agencies.founded");
constexpr Purpose founding_instant = purpose("agencies.founded.when");
constexpr Purpose capacity_drawn = purpose("agencies.capacity");
constexpr Purpose lifetime = purpose("agencies.closes");
constexpr Purpose evaluation_day = purpose("agencies.evaluation.first");
constexpr Purpose evaluation_result = purpose("agencies.evaluation.fails");
constexpr Purpose evaluation_end = purpose("agencies.evaluation.closes");
constexpr Days beyond_any_horizon{1000 * days_per_year};
constexpr double most_places = 1e6;

}  // namespace

Agencies::Agencies(const Parameters& parameters, Simulation& sim, SeriesBook& book)
    : parameters_(parameters),
      sim_(sim),
      areas_(book.areas()),
      offers_(areas_.leaf_count()),
      month_began_(sim.handles<MonthBegan>(*this)),
      agency_founded_(sim.handles<AgencyFounded>(*this)),
      agency_closed_(sim.handles<AgencyClosed>(*this)),
      agency_evaluated_(sim.handles<AgencyEvaluated>(*this)),
      bar_ended_(sim.handles<BarEnded>(*this)) {
  for (Flow* flow : {&founded_, &closed_, &failed_, &contracted_, &released_, &capacity_added_, &capacity_lost_})
    book.add(*flow);
  book.add(active_).balances({+founded_, -closed_});
  book.add(contracts_).balances({+contracted_, -released_});
  book.add(capacity_).balances({+capacity_added_, -capacity_lost_});
  book.add_sum({"agencies.free", "stations", "free capacity of agencies",
                "capacity without a contract, that of barred agencies included"},
               {+capacity_, -contracts_});

  sim.schedule(month_began_, sim.now(), Phase::arrive, {});  // covers the rest of the month of the start
}

void Agencies::state(Serializer& serializer) {
  serializer(agencies_);
  if (!serializer.is_reading()) return;
  for (std::set<Offer>& offers : offers_) offers.clear();
  for (std::uint32_t n = 0; n < agencies_.size(); ++n) offer(AgencyId{n});
}

// ---------------------------------------------------------------------------------------------- founding and closing

// The capacity of an agency is random, so the expected capacity is compared.
void Agencies::check_start(const std::vector<double>& stations) const {
  const auto places_in = [this](std::size_t leaf) {
    return parameters_.at_start[AreaId(leaf)] * parameters_.capacity.mean().value;
  };
  double wanted = 0, places = 0;
  if (parameters_.works_elsewhere)
    for (std::size_t leaf = 0; leaf < stations.size(); ++leaf) places += places_in(leaf);
  for (std::size_t leaf = 0; leaf < stations.size(); ++leaf) {
    wanted = stations[leaf] + (parameters_.works_elsewhere ? wanted : 0);
    if (!parameters_.works_elsewhere) places = places_in(leaf);
    if (to_nearest(wanted) > to_nearest(places)) refuse_stations(AreaId(leaf));
  }
}

void Agencies::populate() {
  for (std::size_t leaf = 0; leaf < areas_.leaf_count(); ++leaf) {
    const AreaId area{static_cast<std::uint16_t>(leaf)};
    for (int seat = 0; seat < parameters_.at_start[area]; ++seat) {
      const AgencyId id = create(key_of(areas_[leaf].id, Cohort::agency, 0, static_cast<std::uint64_t>(seat)), area);
      const double part = sim_.uniform(at(id).key, evaluation_day);
      schedule_evaluation(id, parameters_.evaluation.every * part);
    }
  }
}

AgencyId Agencies::create(EntityKey key, AreaId area) {
  const AgencyId id{static_cast<std::uint32_t>(agencies_.size())};
  Stream size = sim_.stream(key, capacity_drawn);
  const double sampled = parameters_.capacity.sample(size).value;
  const auto places = static_cast<double>(whole(sampled, size));
  if (!(places >= 0 && places <= most_places))
    throw InconsistentParameter(
        "agencies.capacity",
        tr("agencies.capacity drew {} stations; an agency can carry 0 to {}", places, most_places));
  Agency& agency = agencies_.emplace_back();
  agency.key = key;
  agency.area = area;
  agency.places = static_cast<int>(places);
  active_.step(area, 1);
  capacity_.step(area, places);
  offer(id);

  if (parameters_.closes.value > 0) {
    Stream random = sim_.stream(key, lifetime);
    const Days wait{-std::log(random.uniform()) / parameters_.closes.value * days_per_year};
    // A wait of thousands of years would be outside the calendar.
    if (wait < beyond_any_horizon) sim_.schedule(agency_closed_, sim_.now() + wait, Phase::arrive, {id});
  }
  return id;
}

// The number founded in an area and month is one draw by inversion, and each agency has its own uniform instant.
// With a higher rate, therefore, the same agencies are founded at the same instants, and further ones in addition.
void Agencies::on(const MonthBegan&, Simulation& sim) {
  const std::chrono::year_month_day today{date_of(sim.now())};
  const auto year = static_cast<std::uint16_t>(static_cast<int>(today.year()));
  const auto month = static_cast<std::uint16_t>(static_cast<unsigned>(today.month()));
  const Instant month_end = next_month(sim.now());
  const Days rest = month_end - sim.now();
  const double expected = parameters_.founded.at(sim.now()).value * (rest / Days{days_per_year});
  double weights = 0;
  for (const Number& weight : parameters_.weight) weights += weight.value;

  for (std::size_t leaf = 0; leaf < areas_.leaf_count(); ++leaf) {
    const AreaId area{static_cast<std::uint16_t>(leaf)};
    const double mean = expected > 0 ? expected * parameters_.weight[area].value / weights : 0;
    if (!(mean > 0)) continue;
    Stream random = sim.stream(key_of(areas_[leaf].id, Cohort::area, 0, 0), founding_count, year * 12U + month);
    const double count = Distribution::poisson(mean).sample(random);
    for (std::uint16_t seat = 0; seat < count; ++seat) {
      const AgencyFounded event{area, year, month, seat};
      const double part = sim.uniform(birth_key(event), founding_instant);
      sim.schedule(agency_founded_, sim.now() + rest * part, Phase::arrive, event);
    }
  }
  sim.schedule(month_began_, month_end, Phase::arrive, {});
}

EntityKey Agencies::birth_key(const AgencyFounded& event) const {
  const std::uint64_t seat = (std::uint64_t{event.month} << 16U) | event.seat;
  return key_of(areas_[index_of(event.area)].id, Cohort::agency, event.year, seat);
}

void Agencies::on(const AgencyFounded& event, Simulation&) {
  const AgencyId id = create(birth_key(event), event.area);
  founded_.add(event.area);
  capacity_added_.add(event.area, at(id).places);
  schedule_evaluation(id, parameters_.evaluation.every);
  announce_capacity(id);
}

void Agencies::on(const AgencyClosed& event, Simulation&) {
  if (at(event.agency).standing != Standing::closed) close(event.agency);
}

void Agencies::close(AgencyId id) {
  withdraw(id);
  Agency& agency = at(id);
  agency.standing = Standing::closed;
  active_.step(agency.area, -1);
  closed_.add(agency.area);
  capacity_.step(agency.area, -agency.places);
  capacity_lost_.add(agency.area, agency.places);
  lose_contracts(id);
}

// --------------------------------------------------------------------------------------------------------- contracts

std::optional<AgencyId> Agencies::contract(AreaId area, StationId station, std::optional<AgencyId> except) {
  const std::optional<AgencyId> id = find_vacancy(area, except);
  if (!id) return {};
  sign(*id, station);
  contracted_.add(at(*id).area);
  return id;
}

AgencyId Agencies::contract_at_start(AreaId area, StationId station) {
  const std::optional<AgencyId> id = find_vacancy(area, {});
  if (!id) refuse_stations(area);
  sign(*id, station);
  return *id;
}

void Agencies::refuse_stations(AreaId area) const {
  throw InconsistentParameter(
      "agencies.at_start",
      parameters_.works_elsewhere
          ? tr("{} has more stations open at the start than agencies can carry; raise agencies.at_start or "
               "agencies.capacity, or lower stations.open_at_start",
               areas_.title(index_of(area)))
          : tr("{} has more stations open at the start than its agencies can carry; raise agencies.at_start "
               "or agencies.capacity, set agencies.works_elsewhere, or lower stations.open_at_start",
               areas_.title(index_of(area))),
      area);
}

void Agencies::release(AgencyId id, StationId station) {
  std::vector<StationId>& contracts = at(id).contracts;
  const auto found = std::find(contracts.begin(), contracts.end(), station);
  if (found == contracts.end())
    throw std::logic_error(
        fmt::format("agency {} has no contract for station {}, so it cannot give it up", index(id), index(station)));
  withdraw(id);
  contracts.erase(found);
  offer(id);
  contracts_.step(at(id).area, -1);
  released_.add(at(id).area);
  announce_capacity(id);
}

std::optional<Agencies::Offer> Agencies::best_offer(AreaId area, std::optional<AgencyId> except) const {
  for (const Offer& offer : offers_[index_of(area)])
    if (offer.agency != except) return offer;
  return {};
}

std::optional<AgencyId> Agencies::find_vacancy(AreaId area, std::optional<AgencyId> except) const {
  std::optional<Offer> best = best_offer(area, except);
  if (!best && parameters_.works_elsewhere)
    for (std::size_t leaf = 0; leaf < offers_.size(); ++leaf) {
      const std::optional<Offer> there = best_offer(AreaId{static_cast<std::uint16_t>(leaf)}, except);
      if (there && (!best || *there < *best)) best = there;
    }
  if (!best) return {};
  return best->agency;
}

void Agencies::sign(AgencyId id, StationId station) {
  withdraw(id);
  at(id).contracts.push_back(station);
  offer(id);
  contracts_.step(at(id).area, 1);
}

void Agencies::offer(AgencyId id) {
  const Agency& agency = at(id);
  if (agency.standing == Standing::active && agency.free() > 0)
    offers_[index_of(agency.area)].insert({agency.free(), id});
}

void Agencies::withdraw(AgencyId id) { offers_[index_of(at(id).area)].erase({at(id).free(), id}); }

void Agencies::announce_capacity(AgencyId id) {
  if (at(id).standing == Standing::active && at(id).free() > 0) on_capacity();
}

// -------------------------------------------------------------------------------------------------------- evaluation

void Agencies::schedule_evaluation(AgencyId id, Days wait) {
  sim_.schedule(agency_evaluated_, sim_.now() + wait, Phase::decide, {id});
}

void Agencies::on(const AgencyEvaluated& event, Simulation& sim) {
  Agency& agency = at(event.agency);
  if (agency.standing == Standing::closed) return;
  const Evaluation& rules = parameters_.evaluation;
  const std::uint32_t nth = agency.evaluations++;
  if (sim.uniform(agency.key, evaluation_result, nth) >= rules.fails.at(sim.now()).value) {
    schedule_evaluation(event.agency, rules.every);
    return;
  }
  failed_.add(agency.area);
  if (sim.uniform(agency.key, evaluation_end, nth) < rules.closes.value) {
    close(event.agency);
  } else {
    schedule_evaluation(event.agency, rules.every);
    bar(event.agency);
  }
}

void Agencies::bar(AgencyId id) {
  withdraw(id);
  at(id).standing = Standing::barred;
  sim_.schedule(bar_ended_, sim_.now() + parameters_.evaluation.barred, Phase::decide, {id, ++at(id).bars});
  lose_contracts(id);
}

// All state is updated before the signal is sent, so that listeners may contract and release at once.
void Agencies::lose_contracts(AgencyId id) {
  const std::vector<StationId> lost = std::exchange(at(id).contracts, {});
  const auto count = static_cast<double>(lost.size());
  contracts_.step(at(id).area, -count);
  released_.add(at(id).area, count);
  for (const StationId station : lost) on_operator_lost(station);
}

void Agencies::on(const BarEnded& event, Simulation&) {
  Agency& agency = at(event.agency);
  if (agency.standing != Standing::barred || agency.bars != event.bar) return;
  agency.standing = Standing::active;
  offer(event.agency);
  announce_capacity(event.agency);
}

}  // namespace muster::agencies
