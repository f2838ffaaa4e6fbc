// The other tiers of the system, built site by site, and the villages served by stations.
#include "engine/parameters/parameter_sets.hpp"
#include "engine/parameters/rounding.hpp"
#include "engine/text/text.hpp"
#include "models/stations/stations.hpp"

#include "engine/clock/calendar.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace muster::stations {

namespace {

constexpr Purpose building = purpose("stations.tiers.building");

}  // namespace

void Stations::declare_tiers(SeriesBook& book) {
  std::vector<Term> rooms;
  for (std::uint32_t tier = 0; tier < parameters_.tiers.size(); ++tier) {
    const Tier& known = parameters_.tiers[tier];
    const LocalizedText named{known.title, known.english};
    Flow& built = built_.emplace_back(SeriesName{"stations.built." + known.id, "sites", tr("built: {}", named),
                                                 tr("sites of the tier finished in the period, {}", named)});
    Stock& stock =
        in_tier_.emplace_back(SeriesName{"stations.tier." + known.id, known.rooms ? "rooms" : "sites",
                                         tr("in use: {}", named), tr("sites of the tier in use, {}", named)});
    book.add(built);
    book.add(stock).balances({+built});
    if (known.rooms) rooms.push_back(+stock);
    if (known.start) sim_.schedule(tier_planned_, std::max(start_of(*known.start), sim_.now()), Phase::decide, {tier});
  }
  if (!rooms.empty())
    book.add_sum({"stations.rooms", "rooms", "rooms in use", "village and community rooms in use"}, rooms);
  if (!parameters_.villages) return;
  book.add(villages_).balances(std::vector<Term>{});
  book.add(villages_gained_);
  book.add(villages_lost_);
  book.add(villages_served_).balances({+villages_gained_, -villages_lost_});
  book.add_share({"stations.village_coverage", "share", "share of villages served",
                  "villages and communities served as a share of all"},
                 villages_served_, villages_);
  sim_.schedule(month_began_, next_month(sim_.now()), Phase::arrive, {});
}

void Stations::populate_tiers() {
  facilities_in_.assign(parameters_.tiers.size(), std::vector<int>(areas_.leaf_count(), 0));
  for (std::size_t tier = 0; tier < parameters_.tiers.size(); ++tier)
    for (std::size_t leaf = 0; leaf < areas_.leaf_count(); ++leaf) {
      const AreaId area{static_cast<std::uint16_t>(leaf)};
      facilities_in_[tier][leaf] = parameters_.tiers[tier].at_start[area];
      in_tier_[tier].step(area, facilities_in_[tier][leaf]);
    }
}

std::uint32_t Stations::add_facility(std::uint32_t tier, AreaId area) {
  const EntityKey of_area = key_of(areas_[index_of(area)].id, Cohort::area, 0, 0);
  const EntityKey of_tier =
      key_of(of_area, Cohort::facility, static_cast<std::uint64_t>(purpose(parameters_.tiers[tier].id)));
  const auto seat = static_cast<std::uint64_t>(facilities_in_[tier][index_of(area)]++);
  facilities_.push_back({key_of(of_tier, Cohort::facility, seat), area, tier});
  return static_cast<std::uint32_t>(facilities_.size() - 1);
}

void Stations::on(const TierPlanned& event, Simulation& sim) {
  const Tier& tier = parameters_.tiers[event.tier];
  for (std::size_t leaf = 0; leaf < areas_.leaf_count(); ++leaf)
    for (int n = 0; n < tier.to_build[AreaId(leaf)]; ++n) {
      const std::uint32_t facility = add_facility(event.tier, AreaId(leaf));
      funding_.request(AreaId(leaf), funding::Item::rooms, tier.set_up_cost.at(sim.now()), facility);
    }
}

void Stations::rooms_given(AreaId area, int rooms) {
  for (int n = 0; n < rooms; ++n) build(add_facility(tier_from_pairing(), area));
}

std::uint32_t Stations::tier_from_pairing() const {
  for (std::uint32_t tier = 0; tier < parameters_.tiers.size(); ++tier)
    if (parameters_.tiers[tier].from_pairing) return tier;
  throw InconsistentParameter(
      "training.pairing",
      tr("training.pairing gives rooms, and no tier of stations.tiers has from_pairing: yes; write one or set rooms "
         "to 0"));
}

void Stations::build(std::uint32_t facility) {
  Stream random = sim_.stream(facilities_[facility].key, building);
  const Days takes = parameters_.tiers[facilities_[facility].tier].building.sample(random);
  sim_.schedule(facility_built_, sim_.now() + takes, Phase::serve, {facility});
}

void Stations::on(const FacilityBuilt& event, Simulation&) {
  const Facility& facility = facilities_[event.facility];
  in_tier_[facility.tier].step(facility.area, 1);
  built_[facility.tier].add(facility.area);
}

// The number of villages that a worker can serve may have changed.
void Stations::on(const MonthBegan&, Simulation& sim) {
  for (std::size_t i = 0; i < stations_.size(); ++i) review_villages(StationId{static_cast<std::uint32_t>(i)});
  sim.schedule(month_began_, next_month(sim.now()), Phase::arrive, {});
}

// Each worker present in a station in regular service serves up to per_worker villages, of the station's township
// only.
void Stations::review_villages(StationId id) {
  if (!parameters_.villages) return;
  Station& station = at(id);
  const int workers = station.staff - station.away;
  const double reach = rounded_down(workers * parameters_.villages->per_worker.at(sim_.now()).value);
  const int served = in_service(id) ? std::min(station.villages, static_cast<int>(reach)) : 0;
  if (served == station.served) return;
  villages_served_.step(station.area, served - station.served);
  (served > station.served ? villages_gained_ : villages_lost_).add(station.area, std::abs(served - station.served));
  station.served = served;
}

}  // namespace muster::stations
