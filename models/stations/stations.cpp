#include "models/stations/stations.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/parameters/parameter_sets.hpp"
#include "engine/text/dates.hpp"
#include "engine/text/text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <stdexcept>

namespace muster::stations {

namespace {

constexpr Purpose planning = purpose("stations.planning");
constexpr Purpose procurement = purpose("stations.procurement");
constexpr Purpose fitting_out = purpose("stations.fitting_out");
constexpr Purpose settling = purpose("stations.settling");
constexpr Purpose posts_drawn = purpose("stations.staff_posts");
constexpr Purpose staffed = purpose("stations.staffed_at_start");
constexpr Purpose qualified_staff = purpose("stations.qualified_at_start");
constexpr Purpose evaluation_day = purpose("stations.evaluation.first");
constexpr Purpose evaluation_result = purpose("stations.evaluation.fails");
constexpr Purpose replacement = purpose("stations.evaluation.replacement");
constexpr Purpose directly = purpose("stations.direct_hire.share");
constexpr Purpose direct_set_up = purpose("stations.direct_hire.set_up");
constexpr std::uint32_t no_lot = 0xFFFFFFFF;
constexpr std::int64_t most_posts = 255;

}  // namespace

Stations::Stations(const Parameters& parameters, Simulation& sim, SeriesBook& book, posts::Posts& posts,
                   funding::Funding& funding, agencies::Agencies* agencies)
    : parameters_(parameters),
      sim_(sim),
      areas_(book.areas()),
      posts_(posts),
      funding_(funding),
      agencies_(agencies),
      planned_in_(areas_.leaf_count(), 0),
      to_fit_out_(areas_.leaf_count()),
      wave_begun_(parameters.waves.size(), false),
      fitting_out_(areas_.leaf_count(), 0),
      hold_review_due_(areas_.leaf_count(), false),
      wave_started_(sim.handles<WaveStarted>(*this)),
      money_requested_(sim.handles<MoneyRequested>(*this)),
      hold_reviewed_(sim.handles<HoldReviewed>(*this)),
      operator_procured_(sim.handles<OperatorProcured>(*this)),
      fitted_out_(sim.handles<FittedOut>(*this)),
      settled_(sim.handles<Settled>(*this)),
      grace_ended_(sim.handles<GraceEnded>(*this)),
      evaluated_(sim.handles<Evaluated>(*this)),
      operator_replaced_(sim.handles<OperatorReplaced>(*this)),
      deadline_passed_(sim.handles<DeadlinePassed>(*this)),
      directly_set_up_(sim.handles<DirectlySetUp>(*this)),
      tier_planned_(sim.handles<TierPlanned>(*this)),
      facility_built_(sim.handles<FacilityBuilt>(*this)),
      year_began_(sim.handles<YearBegan>(*this)),
      service_reviewed_(sim.handles<ServiceReviewed>(*this)),
      month_began_(sim.handles<MonthBegan>(*this)) {
  for (Flow* flow : {&announced_, &opened_, &entered_service_, &left_service_, &operators_replaced_, &became_overdue_,
                     &caught_up_, &staff_came_, &staff_went_, &staff_qualified_, &staff_unqualified_})
    book.add(*flow);
  book.add(planned_).balances({+announced_, -opened_});
  book.add(open_).balances({+opened_});
  book.add(in_service_).balances({+entered_service_, -left_service_});
  book.add(overdue_).balances({+became_overdue_, -caught_up_});
  book.add(townships_).balances({});
  book.add(staff_).balances({+staff_came_, -staff_went_});
  book.add(qualified_staff_).balances({+staff_qualified_, -staff_unqualified_});
  book.add_share({"stations.coverage", "share", "townships with a station", "stations open as a share of townships"},
                 open_, townships_);
  book.add_share({"stations.service_share", "share", "townships in regular service",
                  "stations in regular service as a share of townships"},
                 in_service_, townships_);
  book.add_share({"stations.qualified_share", "share", "staff qualified", "resident workers who are qualified"},
                 qualified_staff_, staff_);

  for (std::uint32_t wave = 0; wave < parameters_.waves.size(); ++wave) {
    const Wave& planned = parameters_.waves[wave];
    if (planned.start)
      sim.schedule(wave_started_, std::max(start_of(*planned.start), sim.now()), Phase::policy, {wave});
  }
  posts_.name_of_station = [this](StationId id) { return tr("station {}", name(id)); };
  declare_tiers(book);
  sim.schedule(year_began_, new_year_from(sim.now()), Phase::arrive, {});
}

// ------------------------------------------------------------------------------------------------------- the start

void Stations::check_start() const {
  if (!agencies_) return;
  std::vector<double> purchased;
  for (std::size_t leaf = 0; leaf < areas_.leaf_count(); ++leaf)
    purchased.push_back(parameters_.open_at_start[AreaId(leaf)] *
                        (1 - (parameters_.direct_hire ? parameters_.direct_hire->share[AreaId(leaf)].value : 0)));
  agencies_->check_start(purchased);
}

double Stations::made_up_at_start() const {
  const std::vector<double> holders = posts_.holders_for_stations();
  const double each = 1 + (parameters_.staff_posts.mean().value - 1) * parameters_.staffed_at_start.value;
  double made_up = 0;
  for (std::size_t leaf = 0; leaf < holders.size(); ++leaf) {
    const double staff = parameters_.open_at_start[AreaId(leaf)] * each;
    made_up += std::max(staff * (1 - parameters_.qualified_at_start.value), staff - holders[leaf]);
  }
  return made_up;
}

void Stations::populate() {
  for (std::size_t leaf = 0; leaf < areas_.leaf_count(); ++leaf) {
    const AreaId area{static_cast<std::uint16_t>(leaf)};
    townships_.step(area, parameters_.townships[area]);
    if (parameters_.villages) villages_.step(area, parameters_.villages->total[area]);
    for (int seat = 0; seat < parameters_.open_at_start[area]; ++seat) {
      const StationId id = plan(area, no_lot);
      Station& station = at(id);
      station.phase = StationPhase::in_service;
      station.settled = station.paid = station.has_operator = true;
      if (agencies_ && !station.direct) station.agency = agencies_->contract_at_start(area, id);
      if (follows(id))
        sim_.record(tr("is in regular service when the simulation starts; run by {}", name_of_operator(id)));
      establish_posts(id);
      open_.step(area, 1);
      in_service_.step(area, 1);
      review_villages(id);
      if (!enough_staff(at(id))) begin_grace(id);
      schedule_evaluation(id);
    }
  }
  populate_tiers();
}

StationId Stations::plan(AreaId area, std::uint32_t lot) {
  const StationId id{static_cast<std::uint32_t>(stations_.size())};
  const auto seat = static_cast<std::uint64_t>(planned_in_[index_of(area)]++);
  Station& station = stations_.emplace_back();
  station.key = key_of(areas_[index_of(area)].id, Cohort::station, 0, seat);
  station.area = area;
  station.lot = lot;
  if (sim_.lists_entities()) sim_.register_entity(station_kind, station.key, name(id));
  if (parameters_.direct_hire)
    station.direct = sim_.uniform(station.key, directly) < parameters_.direct_hire->share[area].value;
  if (parameters_.villages) {
    // The remainder goes to the first townships, so that the townships' villages sum to the area's.
    const int total = parameters_.villages->total[area], townships = parameters_.townships[area];
    const int nth = static_cast<int>(seat);
    station.villages = total / townships + (nth < total % townships ? 1 : 0);
  }
  return id;
}

void Stations::establish_posts(StationId id) {
  const bool there_already = at(id).phase == StationPhase::in_service;
  Stream random = sim_.stream(at(id).key, posts_drawn);
  const double sampled = parameters_.staff_posts.sample(random).value;
  const std::int64_t drawn = whole(sampled, random);
  if (drawn < 1 || drawn > most_posts)
    throw InconsistentParameter("stations.staff_posts",
                                tr("stations.staff_posts drew {} posts; a station has 1 to {}", drawn, most_posts));
  at(id).posts = static_cast<std::uint8_t>(drawn);
  if (follows(id)) sim_.record(drawn == 1 ? tr("has 1 post for workers") : tr("has {} posts for workers", drawn));
  for (std::uint8_t seat = 0; seat < at(id).posts; ++seat) {
    const PostId post = posts_.establish(at(id).area, at(id).key, id, seat);
    if (seat == 0) at(id).first_post = post;
    if (!there_already) continue;
    // The first post of a station open at the start is always filled; otherwise the station would not be open.
    if (seat > 0 && sim_.uniform(at(id).key, staffed, seat) >= parameters_.staffed_at_start.value) continue;
    posts_.staff_at_start(post,
                          sim_.uniform(at(id).key, qualified_staff, seat) < parameters_.qualified_at_start.value);
  }
}

// ------------------------------------------------------------------------------------------------- from plan to open

EntityKey Stations::lot_key(const Lot& lot) const {
  const EntityKey area = key_of(areas_[index_of(lot.area)].id, Cohort::area, 0, 0);
  return key_of(area, Cohort::station, static_cast<std::uint64_t>(purpose(parameters_.waves[lot.wave].id)));
}

void Stations::on(const WaveStarted& event, Simulation&) { start_wave(event.wave); }

bool Stations::has_wave(std::string_view id) const {
  return std::any_of(parameters_.waves.begin(), parameters_.waves.end(),
                     [&](const Wave& wave) { return wave.id == id; });
}

void Stations::start_wave(std::string_view id) {
  for (std::uint32_t wave = 0; wave < parameters_.waves.size(); ++wave)
    if (parameters_.waves[wave].id == id) {
      // Scheduled for the first phase of the next minute, because the phase of the caller may be later than those
      // of the events that the wave schedules.
      sim_.schedule(wave_started_, Instant{sim_.now().minutes + 1}, Phase::policy, {wave});
      return;
    }
  throw std::invalid_argument(tr("there is no wave `{}` in stations.waves", id));
}

void Stations::start_wave(std::uint32_t wave_index) {
  if (wave_begun_[wave_index]) return;
  wave_begun_[wave_index] = true;
  const Wave& wave = parameters_.waves[wave_index];
  // A deadline that is already past is judged at once.
  sim_.schedule(deadline_passed_, std::max(end_of(wave.deadline), sim_.now()), Phase::deadline, {wave_index});
  std::vector<bool> in_wave(areas_.leaf_count(), false);
  for (const std::string& id : wave.areas)
    for (const std::size_t leaf : areas_.leaves_of(areas_.find(id).value())) in_wave[leaf] = true;
  for (std::size_t leaf = 0; leaf < in_wave.size(); ++leaf) {
    if (!in_wave[leaf]) continue;
    const AreaId area{static_cast<std::uint16_t>(leaf)};
    const int left = parameters_.townships[area] - planned_in_[leaf];
    const int count = wave.each ? std::min(*wave.each, left) : left;
    if (count <= 0) continue;
    const auto lot_id = static_cast<std::uint32_t>(lots_.size());
    lots_.push_back({wave_index, area, false, 0, {}});
    for (int n = 0; n < count; ++n) {
      const StationId id = plan(area, lot_id);
      lots_[lot_id].stations.push_back(id);
      if (follows(id))
        sim_.record(at(id).direct
                        ? tr("is planned in the wave {}, to be open by {}; the township will run it",
                             LocalizedText(wave.title, wave.english).to_string_or(wave.id), date_words(wave.deadline))
                        : tr("is planned in the wave {}, to be open by {}",
                             LocalizedText(wave.title, wave.english).to_string_or(wave.id),
                             date_words(wave.deadline)));
    }
    planned_.step(area, count);
    announced_.add(area, count);
    Stream random = sim_.stream(lot_key(lots_[lot_id]), planning);
    sim_.schedule(money_requested_, sim_.now() + parameters_.planning.sample(random), Phase::decide, {lot_id});
  }
}

void Stations::on(const MoneyRequested& event, Simulation& sim) {
  if (is_held(event.lot)) {
    sim.schedule(money_requested_, start_of(date_of(sim.now()) + std::chrono::days{1}), Phase::decide, event);
    return;
  }
  const std::vector<StationId> lot = lots_[event.lot].stations;
  const Yuan cost = parameters_.set_up_cost.at(sim.now());
  for (const StationId station : lot) {
    if (follows(station)) sim_.record(tr("asks for {:.0f} yuan to be set up", cost.value));
    funding_.request(at(station).area, funding::Item::set_up, cost, static_cast<std::uint32_t>(station));
  }
}

void Stations::request_paid(funding::Item item, std::uint32_t claimant) {
  if (item == funding::Item::rooms) {
    build(claimant);
    return;
  }
  if (item != funding::Item::set_up && item != funding::Item::running) return;
  const StationId id{claimant};
  Station& station = at(id);
  if (item == funding::Item::running) {
    station.paid = true;
    station.running_request = 0;
    if (follows(id)) sim_.record(tr("has its running cost of {} paid", year_of(date_of(sim_.now()))));
    review_service(id);
    return;
  }
  station.phase = StationPhase::funded;
  if (follows(id))
    sim_.record(station.direct                 ? tr("is granted the money; the township sets it up itself")
                : lots_[station.lot].tendering ? tr("is granted the money; joins the tender under way in the area")
                                               : tr("is granted the money; a tender for an operator begins"));
  if (station.direct) {
    Stream random = sim_.stream(station.key, direct_set_up);
    sim_.schedule(directly_set_up_, sim_.now() + parameters_.direct_hire->set_up.sample(random), Phase::decide, {id});
  } else {
    tender(station.lot);
  }
}

void Stations::tender(std::uint32_t lot_id) {
  Lot& lot = lots_[lot_id];
  if (lot.tendering) return;
  lot.tendering = true;
  Stream random = sim_.stream(lot_key(lot), procurement, lot.tenders++);
  sim_.schedule(operator_procured_, sim_.now() + parameters_.procurement.sample(random), Phase::decide, {lot_id});
}

void Stations::on(const OperatorProcured& event, Simulation&) {
  lots_[event.lot].tendering = false;
  const std::vector<StationId> lot = lots_[event.lot].stations;
  for (const StationId id : lot)
    if (at(id).phase == StationPhase::funded && !at(id).direct && !at(id).waits_for_agency) procure(id);
}

// The tender is over: an agency takes the station on, or the station waits until one can.
void Stations::procure(StationId id) {
  if (!find_agency(id)) return;
  at(id).has_operator = true;
  if (follows(id)) sim_.record(tr("has its operator: {}", name_of_operator(id)));
  prepare(id);
}

void Stations::on(const DirectlySetUp& event, Simulation&) {
  at(event.station).has_operator = true;  // the township itself
  if (follows(event.station)) sim_.record(tr("may be set up: the township runs it"));
  prepare(event.station);
}

void Stations::prepare(StationId id) {
  at(id).phase = StationPhase::procured;
  std::deque<StationId>& waiting = to_fit_out_[index_of(at(id).area)];
  waiting.insert(std::upper_bound(waiting.begin(), waiting.end(), id,
                                  [this](StationId a, StationId b) { return deadline_of(a) < deadline_of(b); }),
                 id);
  fit_out_next(at(id).area);
  if (follows(id) && at(id).phase == StationPhase::procured)
    sim_.record(tr("waits to be fitted out: {} are being fitted out in the area already",
                   fitting_out_[index_of(at(id).area)]));
}

Date Stations::deadline_of(StationId id) const {
  return parameters_.waves[lots_[stations_[index(id)].lot].wave].deadline;
}

void Stations::fit_out_next(AreaId area) {
  std::deque<StationId>& waiting = to_fit_out_[index_of(area)];
  int& busy = fitting_out_[index_of(area)];
  const auto held = [this](StationId id) { return is_held(at(id).lot); };
  while (busy < static_cast<int>(parameters_.fitted_out_at_once[area].value)) {
    const auto next = std::find_if_not(waiting.begin(), waiting.end(), held);
    if (next == waiting.end()) break;
    const StationId id = *next;
    waiting.erase(next);
    ++busy;
    at(id).phase = StationPhase::fitting_out;
    if (follows(id)) sim_.record(tr("is being fitted out; workers are recruited"));
    establish_posts(id);  // staff are recruited while the rooms are fitted out
    Stream random = sim_.stream(at(id).key, fitting_out);
    sim_.schedule(fitted_out_, sim_.now() + parameters_.fitting_out.sample(random), Phase::serve, {id});
  }
  // Held stations are re-examined daily, because policy does not announce the end of a hold.
  if (hold_review_due_[index_of(area)] || std::none_of(waiting.begin(), waiting.end(), held)) return;
  hold_review_due_[index_of(area)] = true;
  sim_.schedule(hold_reviewed_, start_of(date_of(sim_.now()) + std::chrono::days{1}), Phase::decide, {area});
}

void Stations::on(const HoldReviewed& event, Simulation&) {
  hold_review_due_[index_of(event.area)] = false;
  fit_out_next(event.area);
}

void Stations::on(const FittedOut& event, Simulation&) {
  at(event.station).phase = StationPhase::fitted_out;
  if (follows(event.station))
    sim_.record(at(event.station).staff >= needed(at(event.station), parameters_.staff_to_open)
                    ? tr("is fitted out; {}", staffing(event.station))
                    : tr("is fitted out; {}, too few to open", staffing(event.station)));
  --fitting_out_[index_of(at(event.station).area)];
  fit_out_next(at(event.station).area);
  open_if_ready(event.station);
}

std::uint8_t Stations::needed(const Station& station, Number minimum) const {
  return static_cast<std::uint8_t>(std::min<double>(minimum.value, station.posts));
}

bool Stations::enough_staff(const Station& station) const {
  return station.staff - station.away >= needed(station, parameters_.staff_in_service);
}

void Stations::open_if_ready(StationId id) {
  const Station& station = at(id);
  if (station.phase == StationPhase::fitted_out && station.staff >= needed(station, parameters_.staff_to_open))
    open(id);
}

void Stations::open(StationId id) {
  Station& station = at(id);
  station.phase = StationPhase::open;
  planned_.step(station.area, -1);
  open_.step(station.area, 1);
  opened_.add(station.area);
  if (follows(id))
    sim_.record(station.overdue ? tr("opens, {} days after the deadline; {}",
                                     (date_of(sim_.now()) - deadline_of(id)).count(), staffing(id))
                                : tr("opens in time; {}", staffing(id)));
  if (station.overdue) {
    station.overdue = false;
    overdue_.step(station.area, -1);
    caught_up_.add(station.area);
  }
  Stream random = sim_.stream(station.key, settling);
  sim_.schedule(settled_, sim_.now() + parameters_.settling.sample(random), Phase::serve, {id});
  schedule_evaluation(id);
  request_running_cost(id);
}

// -------------------------------------------------------------------------------------------------- regular service

void Stations::on(const Settled& event, Simulation&) {
  at(event.station).settled = true;
  if (follows(event.station)) sim_.record(tr("has settled in"));
  review_service(event.station);
}

// Derives from a station's state whether it is in regular service. Only a shortage of staff has a grace period.
void Stations::review_service(StationId id) {
  const Station& station = at(id);
  if (station.phase == StationPhase::open && station.settled && station.paid && station.has_operator &&
      enough_staff(station)) {
    set_in_service(id, true);
  } else if (station.phase == StationPhase::in_service && (!station.paid || !station.has_operator)) {
    set_in_service(id, false);
  }
}

void Stations::set_in_service(StationId id, bool in_service) {
  Station& station = at(id);
  station.phase = in_service ? StationPhase::in_service : StationPhase::open;
  if (follows(id)) {
    sim_.record(in_service              ? tr("is in regular service from now on")
                : !station.has_operator ? tr("falls out of regular service: it has no operator")
                : !station.paid         ? tr("falls out of regular service: its running cost is not paid")
                                        : tr("falls out of regular service: it has had too few workers for too long"));
  }
  in_service_.step(station.area, in_service ? 1 : -1);
  (in_service ? entered_service_ : left_service_).add(station.area);
  review_villages(id);
  on_service_changed(id);
}

void Stations::on(const GraceEnded& event, Simulation&) {
  const Station& station = at(event.station);
  if (station.phase != StationPhase::in_service || station.shortage != event.shortage || !station.short_of_staff)
    return;
  set_in_service(event.station, false);
}

void Stations::on(const DeadlinePassed& event, Simulation&) {
  for (const Lot& lot : lots_) {
    if (lot.wave != event.wave) continue;
    for (const StationId id : lot.stations) {
      if (at(id).phase >= StationPhase::open) continue;
      at(id).overdue = true;
      if (follows(id)) sim_.record(tr("misses its deadline: it is not open"));
      overdue_.step(lot.area, 1);
      became_overdue_.add(lot.area);
    }
  }
}

void Stations::request_running_cost(StationId id) {
  Station& station = at(id);
  const Yuan cost = parameters_.running_cost.at(sim_.now()) * rest_of_year(sim_.now());
  if (follows(id)) sim_.record(tr("asks for {:.0f} yuan of running cost", cost.value));
  station.running_request =
      funding_.request(station.area, funding::Item::running, cost, static_cast<std::uint32_t>(id));
}

void Stations::on(const YearBegan&, Simulation& sim) {
  const auto each_open = [this](auto act) {
    for (std::size_t i = 0; i < stations_.size(); ++i)
      if (stations_[i].phase >= StationPhase::open) act(StationId{static_cast<std::uint32_t>(i)});
  };
  // Requests of last year covered the rest of that year only; all are withdrawn before new ones are made.
  each_open([this](StationId id) { funding_.withdraw(at(id).area, funding::Item::running, at(id).running_request); });
  each_open([this](StationId id) {
    at(id).paid = false;
    request_running_cost(id);
  });
  sim.schedule(service_reviewed_, sim.now(), Phase::serve, {});
  sim.schedule(year_began_, next_year(sim.now()), Phase::arrive, {});
}

void Stations::on(const ServiceReviewed&, Simulation&) {
  for (std::size_t i = 0; i < stations_.size(); ++i) review_service(StationId{static_cast<std::uint32_t>(i)});
}

void Stations::schedule_evaluation(StationId id) {
  Station& station = at(id);
  if (station.direct) return;  // there is no operator to evaluate
  const Days every = parameters_.evaluation.every;
  // The first evaluation of a station open at the start is uniform in the period; that of others is a whole period
  // after the opening.
  const bool since_before = station.lot == no_lot && station.scheduled_evaluations == 0;
  const double part = since_before ? sim_.uniform(station.key, evaluation_day) : 1.0;
  sim_.schedule(evaluated_, sim_.now() + every * part, Phase::decide, {id, ++station.scheduled_evaluations});
}

void Stations::on(const Evaluated& event, Simulation& sim) {
  Station& station = at(event.station);
  if (!station.has_operator || station.scheduled_evaluations != event.nth) return;
  const std::uint32_t nth = station.evaluations++;
  const bool fails =
      sim.uniform(station.key, evaluation_result, nth) < parameters_.evaluation.fails.at(sim.now()).value;
  if (follows(event.station))
    sim_.record(fails ? tr("fails its evaluation: the operator has to go") : tr("passes its evaluation"));
  if (!fails) {
    schedule_evaluation(event.station);
    return;
  }
  operators_replaced_.add(station.area);
  if (station.agency) agencies_->release(*station.agency, event.station);
  lose_operator(event.station);
}

// --------------------------------------------------------------------------------------------------------- operators

// Returns whether an agency carries the station from now on, or none is needed; otherwise the station waits for one.
bool Stations::find_agency(StationId id) {
  Station& station = at(id);
  if (!agencies_ || station.direct) return true;
  station.agency = agencies_->contract(station.area, id, station.agency_before);
  if (station.agency) return true;
  if (!station.waits_for_agency) {
    without_agency_.push_back(id);
    if (follows(id)) sim_.record(tr("waits for an agency: none has free capacity"));
  }
  station.waits_for_agency = true;
  return false;
}

void Stations::lose_operator(StationId id) {
  Station& station = at(id);
  station.has_operator = false;
  if (follows(id)) sim_.record(tr("is without an operator; another is sought"));
  station.agency_before = station.agency;
  station.agency.reset();
  review_service(id);
  Stream random = sim_.stream(station.key, replacement, station.replacements++);
  sim_.schedule(operator_replaced_, sim_.now() + parameters_.evaluation.replacement.sample(random), Phase::decide,
                {id});
}

void Stations::operator_lost(StationId id) {
  if (follows(id)) sim_.record(tr("loses {}, which closed or failed its evaluation", name_of_operator(id)));
  lose_operator(id);
}

// Stations open at the start come first, then by deadline; among equals those that have waited longest.
void Stations::capacity_freed() {
  std::vector<StationId> waiting;
  waiting.swap(without_agency_);
  std::stable_sort(waiting.begin(), waiting.end(), [this](StationId a, StationId b) {
    const auto due = [this](StationId id) { return at(id).lot == no_lot ? Date::min() : deadline_of(id); };
    return due(a) < due(b);
  });
  for (const StationId id : waiting) {
    at(id).waits_for_agency = false;
    if (at(id).phase == StationPhase::funded) {
      procure(id);
    } else {
      on(OperatorReplaced{id}, sim_);
    }
  }
}

void Stations::on(const OperatorReplaced& event, Simulation&) {
  if (!find_agency(event.station)) return;
  at(event.station).has_operator = true;
  if (follows(event.station)) sim_.record(tr("has another operator: {}", name_of_operator(event.station)));
  review_service(event.station);
  if (at(event.station).phase >= StationPhase::open) schedule_evaluation(event.station);
}

// ------------------------------------------------------------------------------------------------------------- staff

void Stations::worker_started(PostId post, bool qualified) {
  const StationId id = posts_.owner(post);
  if (id == posts::no_station) return;
  Station& station = at(id);
  ++station.staff;
  staff_.step(station.area, 1);
  staff_came_.add(station.area);
  if (follows(id))
    record_worker(id, post, qualified,
                  posts_.incumbent(post).since < sim_.now() ? tr_noop("person {} ({}) is there; {}")
                                                            : tr_noop("person {} ({}) starts; {}"));
  if (qualified) {
    qualified_staff_.step(station.area, 1);
    staff_qualified_.add(station.area);
  }
  if (enough_staff(station)) station.short_of_staff = false;
  open_if_ready(id);
  review_service(id);
  review_villages(id);
}

void Stations::presence_changed(PostId post) {
  const StationId id = posts_.owner(post);
  if (id == posts::no_station) return;
  Station& station = at(id);
  if (posts_.incumbent(post).away) {
    ++station.away;
    if (follows(id))
      record_worker(id, post, posts_.incumbent(post).qualified, tr_noop("person {} ({}) is seconded elsewhere; {}"));
    if (station.phase == StationPhase::in_service && !station.short_of_staff && !enough_staff(station))
      begin_grace(id);
  } else {
    --station.away;
    // A person who leaves the post while away does not come back; worker_left() follows.
    if (!posts_.has_post(posts_.incumbent(post).person)) return;
    if (follows(id)) record_worker(id, post, posts_.incumbent(post).qualified, tr_noop("person {} ({}) is back; {}"));
    if (enough_staff(station)) station.short_of_staff = false;
    review_service(id);
  }
  review_villages(id);
}

void Stations::begin_grace(StationId id) {
  Station& station = at(id);
  station.short_of_staff = true;
  if (follows(id))
    sim_.record(
        tr("has too few workers; its grace period ends on {}", date_words(date_of(sim_.now() + parameters_.grace))));
  sim_.schedule(grace_ended_, sim_.now() + parameters_.grace, Phase::deadline, {id, ++station.shortage});
}

void Stations::worker_left(PostId post, bool qualified) {
  const StationId id = posts_.owner(post);
  if (id == posts::no_station) return;
  Station& station = at(id);
  --station.staff;
  staff_.step(station.area, -1);
  staff_went_.add(station.area);
  if (follows(id)) record_worker(id, post, qualified, tr_noop("person {} ({}) leaves; {}"));
  if (qualified) {
    qualified_staff_.step(station.area, -1);
    staff_unqualified_.add(station.area);
  }
  if (station.phase == StationPhase::in_service && !station.short_of_staff && !enough_staff(station)) begin_grace(id);
  review_villages(id);
}

void Stations::qualification_changed(PostId post, bool qualified) {
  if (posts_.owner(post) == posts::no_station) return;
  const Station& station = at(posts_.owner(post));
  if (follows(posts_.owner(post)))
    sim_.record(qualified ? tr("person {} has become qualified", index(posts_.incumbent(post).person))
                          : tr("person {} no longer counts as qualified", index(posts_.incumbent(post).person)));
  qualified_staff_.step(station.area, qualified ? 1 : -1);
  (qualified ? staff_qualified_ : staff_unqualified_).add(station.area);
}

// ------------------------------------------------------------------------------------------------------------ traces

std::string Stations::name(StationId id) const {
  const Station& station = stations_[index(id)];
  return fmt::format("{}-{}", areas_[index_of(station.area)].id, seat_of(station.key) + 1);
}

std::string Stations::name_of_operator(StationId id) const {
  const Station& station = stations_[index(id)];
  if (station.direct) return tr("the township itself");
  return station.agency ? tr("agency {}", index(*station.agency)) : tr("an agency");
}

std::string Stations::staffing(StationId id) const {
  const Station& station = stations_[index(id)];
  return tr("{} of {} posts filled", station.staff, station.posts);
}

void Stations::record_worker(StationId id, PostId post, bool qualified, std::string_view what) const {
  const posts::Incumbent who = posts_.incumbent(post);
  sim_.record(translated(what, index(who.person), qualified ? tr("qualified") : tr("unqualified"), staffing(id)));
}

std::string Stations::state(StationId id) const {
  const Station& station = stations_[index(id)];
  constexpr std::array words = {
      tr_noop("planned"),           tr_noop("granted its money"), tr_noop("with an operator, not yet fitted out"),
      tr_noop("being fitted out"),  tr_noop("fitted out"),        tr_noop("open, not in regular service"),
      tr_noop("in regular service")};
  std::string state = translated(words.at(static_cast<std::size_t>(station.phase)));
  if (station.phase >= StationPhase::fitting_out) state += tr(", {} of {} posts filled", station.staff, station.posts);
  if (station.phase >= StationPhase::open && !station.has_operator) state += tr(", without an operator");
  if (station.overdue) state += tr(", past its deadline");
  return state;
}

std::optional<StationId> Stations::find(EntityKey key) const {
  for (std::uint32_t n = 0; n < stations_.size(); ++n)
    if (stations_[n].key == key) return StationId{n};
  return {};
}

}  // namespace muster::stations
