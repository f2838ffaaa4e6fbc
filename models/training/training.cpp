#include "models/training/training.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/parameters/parameter_sets.hpp"
#include "engine/parameters/rounding.hpp"
#include "engine/text/text.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <stdexcept>
#include <string>
#include <utility>

namespace muster::training {

namespace {

std::size_t source_for(const Pairing& pairing, const funding::Funding& funding) {
  const std::string path = fmt::format("training.pairing.{}.paid_into", pairing.id);
  std::vector<std::string> ids;
  for (const funding::Source& source : funding.parameters().sources) ids.push_back(source.id);
  const std::optional<std::size_t> found = funding.find_source(pairing.paid_into);
  if (!found)
    throw InconsistentParameter(path, tr("{} names the source `{}`, which is not in funding.sources{}", path,
                                         pairing.paid_into, nearest_hint(pairing.paid_into, ids)));
  const std::vector<std::string>& items = funding.parameters().sources[*found].pays_for;
  const std::string& item = funding::item_names[static_cast<std::size_t>(funding::Item::pairing)];
  if (std::find(items.begin(), items.end(), item) == items.end())
    throw InconsistentParameter(path, tr("{} names the source `{}`, which pays for {} and not for {}", path,
                                         pairing.paid_into, fmt::join(items, ", "), item));
  return *found;
}

}  // namespace

Training::Training(const Parameters& parameters, Simulation& sim, SeriesBook& book, funding::Funding& funding)
    : parameters_(parameters),
      sim_(sim),
      areas_(book.areas()),
      funding_(funding),
      free_(areas_.leaf_count(), 0),
      own_at_work_(areas_.leaf_count(), 0),
      session_held_(sim.handles<SessionHeld>(*this)),
      link_began_(sim.handles<LinkBegan>(*this)),
      locals_trained_(sim.handles<LocalsTrained>(*this)),
      link_ended_(sim.handles<LinkEnded>(*this)),
      supervisors_paid_(sim.handles<SupervisorsPaid>(*this)) {
  for (Flow* flow : {&trainees_, &sessions_, &mentored_, &supervision_began_, &supervision_ended_, &places_added_,
                     &places_lost_, &pairs_started_, &pairs_ended_})
    book.add(*flow);
  book.add(supervised_).balances({+supervision_began_, -supervision_ended_});
  book.add(supervision_places_).balances({+places_added_, -places_lost_});
  book.add(pairs_).balances({+pairs_started_, -pairs_ended_});

  for (std::uint32_t i = 0; i < parameters_.sessions.size(); ++i)
    if (const Instant day = start_of(parameters_.sessions[i].date); day >= sim.now())
      sim.schedule(session_held_, day, Phase::serve, {i});

  for (std::uint32_t i = 0; i < parameters_.pairing.size(); ++i) {
    const Pairing& pairing = parameters_.pairing[i];
    source_of_.push_back(source_for(pairing, funding));
    links_at_work_.emplace_back(areas_.leaf_count(), 0);
    const bool begins = start_of(pairing.from) >= sim.now();
    for (std::size_t leaf = 0; leaf < areas_.leaf_count(); ++leaf) {
      const AreaId area{static_cast<std::uint16_t>(leaf)};
      for (int pair = 0; pair < pairing.pairs[area]; ++pair) {
        const auto link = static_cast<std::uint32_t>(links_.size());
        links_.push_back({i, area});
        if (begins) sim.schedule(link_began_, start_of(pairing.from), Phase::arrive, {link});
        if (pairing.until && !is_over(pairing))
          sim.schedule(link_ended_, end_of(*pairing.until), Phase::arrive, {link});
      }
      if (begins && pairing.pairs[area] > 0 && pairing.trained > 0)
        sim.schedule(locals_trained_, start_of(pairing.from), Phase::serve, {i, area});
    }
  }

  if (!parameters_.supervision) return;
  sim.schedule(supervisors_paid_, new_year_from(sim.now()), Phase::serve, {});
}

// ------------------------------------------------------------------------------------------------------- the start

bool Training::is_over(const Pairing& pairing) const { return pairing.until && end_of(*pairing.until) < sim_.now(); }

bool Training::gives_rooms() const {
  return std::any_of(links_.begin(), links_.end(), [this](const Link& link) {
    return pairing_of(link).rooms > 0 && start_of(pairing_of(link).from) >= sim_.now();
  });
}

void Training::populate() {
  for (Link& link : links_) {
    const Pairing& pairing = pairing_of(link);
    if (start_of(pairing.from) >= sim_.now() || is_over(pairing)) continue;
    link.there = true;
    pairs_.step(link.area, 1);
    let_supervisors_work(link, true);  // supervisors who are there at the start are paid for the rest of the year
  }
  for (std::size_t leaf = 0; leaf < areas_.leaf_count(); ++leaf) {
    const AreaId area{static_cast<std::uint16_t>(leaf)};
    if (parameters_.supervision) own_at_work_[area] = std::llround(parameters_.supervision->supervisors[area].value);
    review_slots(area, false);
  }
}

void Training::populate_before_start() {
  for (const Session& session : parameters_.sessions) {
    if (start_of(session.date) >= sim_.now()) continue;
    const std::vector<bool> in_area = areas_of(session);
    const std::vector<double> weights(in_area.begin(), in_area.end());
    const std::vector<std::int64_t> trainees = apportion(std::llround(session.seats.value), weights);
    for (std::size_t leaf = 0; leaf < trainees.size(); ++leaf)
      trainees_.add(AreaId(leaf), static_cast<double>(trainees[leaf]));
    sessions_.add(AreaId(std::find(in_area.begin(), in_area.end(), true) - in_area.begin()));
  }
  for (const Link& link : links_) {
    if (start_of(pairing_of(link).from) >= sim_.now()) continue;
    receive_money(link);
    mentored_.add(link.area, pairing_of(link).trained);
  }
}

// ---------------------------------------------------------------------------------------------- courses and sessions

void Training::announce_courses() {
  for (std::size_t leaf = 0; leaf < free_.size(); ++leaf)
    free_[AreaId(leaf)] = std::llround(parameters_.seats[AreaId(leaf)].at(sim_.now()).value);
}

bool Training::has_courses() const {
  return std::any_of(free_.begin(), free_.end(), [](std::int64_t seats) { return seats > 0; });
}

int Training::take_seats(AreaId area, int people) {
  int taken = 0;
  const auto there = static_cast<int>(std::min<std::int64_t>(free_[area], people));
  while (taken < there && funding_.spend(area, funding::Item::training, parameters_.cost.at(sim_.now()))) ++taken;
  free_[area] -= taken;
  if (taken > 0) trainees_.add(area, taken);
  return taken;
}

std::vector<bool> Training::areas_of(const Session& session) const {
  std::vector<bool> in_area(areas_.leaf_count(), false);
  for (const std::string& id : session.areas)
    for (const std::size_t leaf : areas_.leaves_of(areas_.find(id).value())) in_area[leaf] = true;
  return in_area;
}

void Training::hold(Held session) {
  held_ = std::move(session);
  on_session();
  held_.reset();
}

int Training::attend(PersonId person, AreaId area, int people) {
  if (!seats_left() || !held_->in_area[index_of(area)] || held_->seated.contains(person)) return 0;
  int seated = 0;
  const auto there = static_cast<int>(std::min<std::int64_t>(held_->seats, people));
  while (seated < there && funding_.spend(area, funding::Item::training, held_->cost)) ++seated;
  if (seated == 0) return 0;
  held_->seats -= seated;
  held_->seated.insert(person);
  held_->trained->add(area, seated);
  if (held_->effect > 0) preparation_[person] += held_->effect;
  return seated;
}

double Training::take_preparation(PersonId person) {
  const auto found = preparation_.find(person);
  if (found == preparation_.end()) return 0;
  const double preparation = found->second;
  preparation_.erase(found);
  return preparation;
}

void Training::on(const SessionHeld& event, Simulation&) {
  const Session& session = parameters_.sessions[event.session];
  const std::vector<bool> in_area = areas_of(session);
  sessions_.add(AreaId(std::find(in_area.begin(), in_area.end(), true) - in_area.begin()));
  hold({in_area, std::llround(session.seats.value), session.cost, session.effect.value, &trainees_});
}

// ------------------------------------------------------------------------------------------------------- supervision

bool Training::take_supervision(AreaId area) {
  if (!supervision_free(area)) return false;
  supervised_.step(area, 1);
  supervision_began_.add(area);
  return true;
}

void Training::leave_supervision(AreaId area) {
  if (supervised_[area] == 0)
    throw std::logic_error(fmt::format("nobody in {} is supervised", areas_[index_of(area)].id));
  supervised_.step(area, -1);
  supervision_ended_.add(area);
}

void Training::let_supervisors_work(Link& link, bool work) {
  if (link.supervisors_work == work) return;
  link.supervisors_work = work;
  links_at_work_[link.pairing][link.area] += work ? 1 : -1;
}

void Training::review_slots(AreaId area, bool announce) {
  if (!parameters_.supervision) return;
  auto supervisors = static_cast<double>(own_at_work_[area]);
  for (std::size_t i = 0; i < parameters_.pairing.size(); ++i)
    supervisors += links_at_work_[i][area] * parameters_.pairing[i].supervisors.value;
  // Only whole workers are supervised.
  const double places = rounded_down(supervisors * parameters_.supervision->workers_each.value);
  const double change = places - supervision_places_[area];
  if (change == 0) return;
  supervision_places_.step(area, change);
  (change > 0 ? places_added_ : places_lost_).add(area, std::abs(change));
  if (announce) on_supervision(area);
}

void Training::on(const SupervisorsPaid&, Simulation& sim) {
  const Yuan cost = parameters_.supervision->cost.at(sim.now());
  for (std::size_t leaf = 0; leaf < areas_.leaf_count(); ++leaf) {
    const AreaId area{static_cast<std::uint16_t>(leaf)};
    const std::int64_t there = std::llround(parameters_.supervision->supervisors[area].value);
    std::int64_t& paid = own_at_work_[area];
    for (paid = 0; paid < there && funding_.spend(area, funding::Item::training, cost);) ++paid;
  }
  for (Link& link : links_) {
    if (!link.there) continue;
    const Pairing& pairing = pairing_of(link);
    let_supervisors_work(link, pairing.partner_pays || funding_.spend(link.area, funding::Item::training,
                                                                      cost * pairing.supervisors.value));
  }
  for (std::size_t leaf = 0; leaf < areas_.leaf_count(); ++leaf) review_slots(AreaId(leaf), true);
  sim.schedule(supervisors_paid_, next_year(sim.now()), Phase::serve, {});
}

// ----------------------------------------------------------------------------------------------------------- pairing

void Training::receive_money(const Link& link) {
  const Yuan money = pairing_of(link).money;
  if (std::llround(money.value) == 0) return;
  funding_.receive(link.area, source_of_[link.pairing], money);
  if (funding_.spend(link.area, funding::Item::pairing, money)) return;
  // A request of equal or higher priority waits for the same source, so this one queues too; booking a grant of 0
  // yuan then pays what can be paid from the queue.
  funding_.request(link.area, funding::Item::pairing, money);
  funding_.receive(link.area, source_of_[link.pairing], Yuan{0});
}

void Training::on(const LinkBegan& event, Simulation& sim) {
  Link& link = links_[event.link];
  const Pairing& pairing = pairing_of(link);
  link.there = true;
  pairs_.step(link.area, 1);
  pairs_started_.add(link.area);
  receive_money(link);
  if (parameters_.supervision &&
      new_year_from(sim.now()) != sim.now()) {  // otherwise paid today, with all other supervisors
    const Yuan cost =
        parameters_.supervision->cost.at(sim.now()) * (pairing.supervisors.value * rest_of_year(sim.now()));
    let_supervisors_work(link, pairing.partner_pays || funding_.spend(link.area, funding::Item::training, cost));
    review_slots(link.area, true);
  }
  if (pairing.rooms > 0) on_rooms_given(link.area, pairing.rooms);
}

void Training::on(const LocalsTrained& event, Simulation&) {
  const Pairing& pairing = parameters_.pairing[event.pairing];
  const std::int64_t seats = std::int64_t{pairing.trained} * pairing.pairs[event.area];
  std::vector<bool> in_area(areas_.leaf_count(), false);
  in_area[index_of(event.area)] = true;
  hold({std::move(in_area), seats, Yuan{0}, pairing.trained_effect.value, &mentored_});
}

void Training::on(const LinkEnded& event, Simulation&) {
  Link& link = links_[event.link];
  link.there = false;
  pairs_.step(link.area, -1);
  pairs_ended_.add(link.area);
  let_supervisors_work(link, false);
  review_slots(link.area, true);
}

}  // namespace muster::training
