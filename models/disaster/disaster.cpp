#include "models/disaster/disaster.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/parameters/parameter_sets.hpp"
#include "engine/parameters/rounding.hpp"
#include "engine/text/dates.hpp"
#include "engine/text/text.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <stdexcept>
#include <string>

namespace muster::disaster {

namespace {

constexpr Purpose waiting = purpose("disaster.shocks.rate");
constexpr std::array needs = {purpose("disaster.sites.cases"), purpose("disaster.sites.groups"),
                              purpose("disaster.sites.activities")};
constexpr std::array audience = {purpose("disaster.services.cases.audience"),
                                 purpose("disaster.services.groups.audience"),
                                 purpose("disaster.services.activities.audience")};
constexpr std::array line_of = {purpose("disaster.lines.cases"), purpose("disaster.lines.groups"),
                                purpose("disaster.lines.activities")};
constexpr Purpose delay = purpose("disaster.teams.after");
constexpr Purpose goes = purpose("disaster.teams.members");
constexpr Days centuries{1000 * days_per_year};  // longer waits are never over within a simulation

constexpr std::size_t index(services::Product product) { return static_cast<std::size_t>(product); }

EntityKey key_of(const std::string& id) { return EntityKey{static_cast<std::uint64_t>(purpose(id))}; }

template <class List>
std::size_t find(const List& list, const std::string& id) {
  const auto found = std::find_if(list.begin(), list.end(), [&](const auto& item) { return item.id == id; });
  return static_cast<std::size_t>(found - list.begin());
}

}  // namespace

Disaster::Disaster(const Parameters& parameters, Simulation& sim, SeriesBook& book, people::People& people,
                   qualification::Qualification& qualification, posts::Posts& posts, stations::Stations& stations,
                   services::Services& services)
    : parameters_(parameters),
      sim_(sim),
      people_(people),
      qualification_(qualification),
      posts_(posts),
      stations_(stations),
      services_(services),
      strikes_(parameters.shocks.size(), 0),
      shock_struck_(sim.handles<ShockStruck>(*this)),
      team_deployed_(sim.handles<TeamDeployed>(*this)),
      day_worked_(sim.handles<DayWorked>(*this)),
      burnout_ended_(sim.handles<BurnoutEnded>(*this)) {
  const Areas& areas = book.areas();
  for (const Site& site : parameters.sites) {
    const AreaNode node = areas.find(site.area).value();
    if (node >= areas.leaf_count())
      throw InconsistentParameter(
          fmt::format("disaster.sites.{}.area", site.id),
          tr("disaster.sites.{}.area is `{}`, which contains other areas; name an area that contains none", site.id,
             site.area));
    SiteState& state = sites_.emplace_back();
    state.key = key_of(site.id);
    state.area = AreaId(node);
    state.shock = find(parameters.shocks, site.shock);
  }
  for (const Team& team : parameters.teams) {
    TeamState& state = teams_.emplace_back();
    state.site = find(parameters.sites, team.site);
    for (const std::string& id : team.from)
      for (const std::size_t leaf : areas.leaves_of(areas.find(id).value())) state.from.push_back(AreaId(leaf));
  }

  for (Flow* flow : {&shocks_, &sent_, &returned_, &dropped_, &short_, &set_out_, &came_back_, &worker_days_,
                     &team_days_, &reached_})
    book.add(*flow);
  book.add(deployed_).balances({+sent_, -returned_, -dropped_});
  book.add(away_).balances({+set_out_, -came_back_});
  for (std::size_t product = 0; product < product_count; ++product) {
    book.add(arose_[product]);
    book.add(met_[product]);
    book.add(needed_[product]).balances({+arose_[product], -met_[product]});
  }
  book.add_sum(
      {"disaster.arose", "services", "services newly needed", "services that shocks left to be done in the period"},
      {+arose_[0], +arose_[1], +arose_[2]});
  book.add_sum({"disaster.met", "services", "services done by teams", "services done by teams in the period"},
               {+met_[0], +met_[1], +met_[2]});
  book.add_sum(
      {"disaster.needed", "services", "services still needed", "services that shocks left and no team has done"},
      {+needed_[0], +needed_[1], +needed_[2]});
  for (const Line& line : parameters.lines)
    book.add(lines_.emplace_back(SeriesName{
        "disaster.line." + line.id, "services", tr("by teams: {}", LocalizedText{line.title, line.english}),
        tr("services of teams in the period in this line of work: {}", LocalizedText{line.title, line.english})}));

  for (std::uint32_t shock = 0; shock < parameters.shocks.size(); ++shock) {
    const Shock& written = parameters.shocks[shock];
    if (written.calls_wave && !stations.has_wave(*written.calls_wave))
      throw InconsistentParameter(fmt::format("disaster.shocks.{}.calls_wave", written.id),
                                  tr("disaster.shocks.{}.calls_wave is `{}`, which is not in stations.waves",
                                     written.id, *written.calls_wave));
    if (!written.on) {
      strike_at_random(shock);
      continue;
    }
    if (start_of(*written.on) < sim.now())
      throw InconsistentParameter(fmt::format("disaster.shocks.{}.on", written.id),
                                  tr("disaster.shocks.{} strikes on {}; the simulation begins on {}", written.id,
                                     date_words(*written.on), date_words(date_of(sim.now()))));
    sim.schedule(shock_struck_, start_of(*written.on), Phase::arrive, {shock});
  }
}

// --------------------------------------------------------------------------------------------------------- the shock

void Disaster::strike_at_random(std::uint32_t shock) {
  const Shock& written = parameters_.shocks[shock];
  Stream random = sim_.stream(key_of(written.id), waiting, strikes_[shock]);
  const Days wait{-std::log(random.uniform()) / written.rate->value * days_per_year};
  if (wait < centuries) sim_.schedule(shock_struck_, sim_.now() + wait, Phase::arrive, {shock});
}

void Disaster::on(const ShockStruck& event, Simulation& sim) {
  const Shock& shock = parameters_.shocks[event.shock];
  const std::uint32_t nth = ++strikes_[event.shock];
  bool counted = false;
  for (std::size_t i = 0; i < sites_.size(); ++i) {
    SiteState& site = sites_[i];
    if (site.shock != event.shock) continue;
    if (!counted) shocks_.add(site.area);
    counted = true;
    const Site& written = parameters_.sites[i];
    const std::array expected = {written.cases, written.groups, written.activities};
    for (std::size_t product = 0; product < product_count; ++product) {
      Stream random = sim.stream(site.key, needs[product], nth);
      const auto count =
          static_cast<std::int64_t>(Distribution::poisson(expected[product].value * shock.size.value).sample(random));
      site.arose[product] += count;
      arose_[product].add(site.area, static_cast<double>(count));
      needed_[product].step(site.area, static_cast<double>(count));
    }
  }
  for (std::uint32_t team = 0; team < teams_.size(); ++team)
    if (sites_[teams_[team].site].shock == event.shock) call(team);
  call_wave_if_over(event.shock);
  if (shock.rate) strike_at_random(event.shock);
}

// A team that has been called already is not called again; it also works on the needs added by the new strike.
void Disaster::call(std::uint32_t team) {
  TeamState& state = teams_[team];
  if (state.called) return;
  state.called = true;
  Stream random = sim_.stream(key_of(parameters_.teams[team].id), delay, ++state.calls);
  const Date day = date_of(sim_.now() + parameters_.teams[team].after.sample(random));
  const Date first = start_of(day) < sim_.now() ? day + std::chrono::days{1} : day;
  sim_.schedule(team_deployed_, start_of(first), Phase::decide, {team});
}

void Disaster::call_wave_if_over(std::size_t shock) {
  if (!parameters_.shocks[shock].calls_wave) return;
  const bool over = std::none_of(teams_.begin(), teams_.end(), [&](const TeamState& team) {
    return team.called && sites_[team.site].shock == shock;
  });
  if (over) stations_.start_wave(*parameters_.shocks[shock].calls_wave);
}

// ---------------------------------------------------------------------------------------------------------- the team

void Disaster::on(const TeamDeployed& event, Simulation& sim) {
  choose_members(event.team);
  teams_[event.team].first_day = date_of(sim.now());
  sim.schedule(day_worked_, end_of(date_of(sim.now())), Phase::serve, {event.team});
}

void Disaster::choose_members(std::uint32_t team) {
  const Team& written = parameters_.teams[team];
  const std::size_t size = static_cast<std::size_t>(written.size.value);
  const auto posted = static_cast<std::size_t>(to_nearest(written.from_posts.value * written.size.value));
  const auto before = [](const Candidate& a, const Candidate& b) {
    if (a.qualified != b.qualified) return a.qualified;
    return a.rank != b.rank ? a.rank < b.rank : a.member.person < b.member.person;
  };
  std::vector<Candidate> workers = station_workers(team);
  std::sort(workers.begin(), workers.end(), before);
  for (const Candidate& candidate : workers) {
    if (teams_[team].members.size() == posted) break;
    const StationId station = posts_.owner(candidate.member.post);
    if (present_at(station) > static_cast<std::size_t>(parameters_.staff_kept.value)) send(team, candidate.member);
  }
  const std::size_t found = teams_[team].members.size();
  std::vector<Candidate> others = volunteers(team);
  const std::size_t wanted = std::min(size - posted, others.size());
  std::partial_sort(others.begin(), others.begin() + static_cast<std::ptrdiff_t>(wanted), others.end(), before);
  for (std::size_t i = 0; i < wanted; ++i) send(team, {qualification_.single(others[i].member.person), no_post});
  short_.add(sites_[teams_[team].site].area, static_cast<double>(size - found - wanted));
}

std::vector<Disaster::Candidate> Disaster::station_workers(std::uint32_t team) const {
  const std::vector<AreaId>& from = teams_[team].from;
  std::vector<Candidate> found;
  for (std::size_t i = 0; i < posts_.count(); ++i) {
    const PostId post{static_cast<std::uint32_t>(i)};
    if (std::find(from.begin(), from.end(), posts_.area(post)) == from.end()) continue;
    if (posts_.owner(post) == posts::no_station || !stations_.in_service(posts_.owner(post))) continue;
    const posts::Incumbent incumbent = posts_.incumbent(post);
    if (incumbent.person == nobody || incumbent.away) continue;
    found.push_back({rank(incumbent.person, team), incumbent.qualified, {incumbent.person, post}});
  }
  return found;
}

std::vector<Disaster::Candidate> Disaster::volunteers(std::uint32_t team) const {
  const std::vector<AreaId>& from = teams_[team].from;
  std::vector<Candidate> found;
  for (const PersonId person : qualification_.holders()) {
    if (people_[person].left || posts_.has_post(person) || team_of_.contains(person)) continue;
    if (std::find(from.begin(), from.end(), people_[person].area) == from.end()) continue;
    found.insert(found.end(), static_cast<std::size_t>(people_[person].weight),
                 {rank(person, team), posts_.qualified(person), {person, no_post}});
  }
  return found;
}

// The random number that ranks a person for this call of the team.
double Disaster::rank(PersonId person, std::uint32_t team) const {
  const auto id = static_cast<std::uint64_t>(purpose(parameters_.teams[team].id));
  return sim_.uniform(people_[person].key, goes, id + teams_[team].calls);
}

std::size_t Disaster::present_at(StationId station) const {
  const auto first = static_cast<std::uint32_t>(stations_.first_post(station));
  std::size_t present = 0;
  for (std::uint32_t seat = 0; seat < stations_.post_count(station); ++seat) {
    const posts::Incumbent incumbent = posts_.incumbent(PostId{first + seat});
    if (incumbent.person != nobody && !incumbent.away) ++present;
  }
  return present;
}

void Disaster::send(std::uint32_t team, const Member& member) {
  teams_[team].members.push_back(member);
  record_member(member.person,
                member.post == no_post ? tr_noop("volunteers for the team {}") : tr_noop("is seconded to the team {}"),
                team);
  team_of_.emplace(member.person, team);
  sent_.add(sites_[teams_[team].site].area);
  deployed_.step(sites_[teams_[team].site].area, 1);
  if (member.post == no_post) return;
  set_out_.add(posts_.area(member.post));
  away_.step(posts_.area(member.post), 1);
  posts_.second(member.post);
}

void Disaster::record_member(PersonId person, std::string_view what, std::uint32_t team) const {
  if (sim_.follows(people_[person].key))
    sim_.record(translated(what, LocalizedText(parameters_.teams[team].title, parameters_.teams[team].english)
                                     .to_string_or(parameters_.teams[team].id)));
}

void Disaster::drop(std::uint32_t team, PersonId person) {
  std::vector<Member>& members = teams_[team].members;
  const auto member =
      std::find_if(members.begin(), members.end(), [&](const Member& one) { return one.person == person; });
  record_member(person, tr_noop("leaves the team {}"), team);
  if (member->post != no_post) {
    came_back_.add(posts_.area(member->post));
    away_.step(posts_.area(member->post), -1);
  }
  members.erase(member);
  team_of_.erase(person);
  dropped_.add(sites_[teams_[team].site].area);
  deployed_.step(sites_[teams_[team].site].area, -1);
}

// A person who is away may lose the post by retirement, by starting in another post or by a sanction.
void Disaster::worker_left(PostId post, bool) {
  worn_out_until_.erase(post);
  if (team_of_.empty()) return;
  for (std::uint32_t team = 0; team < teams_.size(); ++team)
    for (const Member& member : teams_[team].members)
      if (member.post == post) {
        drop(team, member.person);
        return;
      }
}

// A volunteer who starts in a post leaves the team.
void Disaster::worker_started(PostId post, bool) { person_left(posts_.incumbent(post).person); }

void Disaster::person_left(PersonId person) {
  if (const auto found = team_of_.find(person); found != team_of_.end()) drop(found->second, person);
}

void Disaster::go_home(std::uint32_t team) {
  TeamState& state = teams_[team];
  const AreaId area = sites_[state.site].area;
  const std::vector<Member> members = std::move(state.members);
  state.members.clear();
  state.called = false;
  for (const Member& member : members) {
    record_member(member.person, tr_noop("comes home from the team {}"), team);
    team_of_.erase(member.person);
    returned_.add(area);
    deployed_.step(area, -1);
    if (member.post == no_post) continue;
    came_back_.add(posts_.area(member.post));
    away_.step(posts_.area(member.post), -1);
    posts_.give_back(member.post);
    wear_out(member.post);
  }
  call_wave_if_over(sites_[state.site].shock);
}

void Disaster::wear_out(PostId post) {
  if (!parameters_.burnout) return;
  posts_.strain(post, parameters_.burnout->attrition.value);
  const Instant until = sim_.now() + parameters_.burnout->lasts;
  if (const PersonId person = posts_.incumbent(post).person; sim_.follows(people_[person].key))
    sim_.record(tr("is worn out until {}", date_words(date_of(until))));
  worn_out_until_[post] = until;
  sim_.schedule(burnout_ended_, until, Phase::serve, {post, posts_.incumbent(post).nth});
}

void Disaster::on(const BurnoutEnded& event, Simulation& sim) {
  if (posts_.incumbent(event.post).nth != event.nth) return;
  const auto found = worn_out_until_.find(event.post);
  if (found == worn_out_until_.end() || found->second > sim.now())
    return;  // the post was vacated, or burnout began again since
  worn_out_until_.erase(found);
  posts_.strain(event.post, 1);
}

// ---------------------------------------------------------------------------------------------------------- the work

void Disaster::on(const DayWorked& event, Simulation& sim) {
  const Team& written = parameters_.teams[event.team];
  const TeamState& team = teams_[event.team];
  const Date today = date_of(sim.now());
  const double day = static_cast<double>((today - team.first_day).count()) + 1;
  const double longest = written.lasts.value + written.stays_on.value_or(Days{0}).value;
  const bool last = day >= longest || (day >= written.lasts.value && !has_needs(sites_[team.site]));
  const double at_work = last ? 1 - written.wind_up.value : 1;

  const AreaId area = sites_[team.site].area;
  team_days_.add(area);
  worker_days_.add(area, static_cast<double>(team.members.size()) * at_work);
  work_off(team.site, output_of(event.team) * at_work);
  if (last) {
    go_home(event.team);
  } else {
    sim.schedule(day_worked_, end_of(today + std::chrono::days{1}), Phase::serve, event);
  }
}

// The output of a full day, in days of one worker.
double Disaster::output_of(std::uint32_t team) const {
  double guided = 0, unguided = 0;  // guided: members with a supervisor of their own at home
  std::size_t without = 0;
  for (const Member& member : teams_[team].members) {
    const double own = member.post == no_post ? 1 : services_.productivity(member.post);
    const bool has_supervisor = member.post != no_post && posts_.incumbent(member.post).supervised;
    (has_supervisor ? guided : unguided) += own;
    if (!has_supervisor) ++without;
  }
  if (without == 0) return guided;
  const Supervision& supervision = parameters_.supervision;
  const double places = parameters_.teams[team].supervisors.value * supervision.workers_each.value;
  const double share = std::min(1.0, places / static_cast<double>(without));
  return guided + unguided * (1 + share * (supervision.productivity.value - 1));
}

void Disaster::work_off(std::size_t site_index, double work) {
  constexpr double nothing = 1e-9;  // days of one worker; tolerance for rounding errors of sums
  SiteState& site = sites_[site_index];
  while (true) {
    if (!site.in_hand) site.in_hand = next_in_need(site);
    if (!site.in_hand) return;
    const double missing = service(*site.in_hand).effort.value - site.done;
    if (work < missing - nothing) {
      site.done += work;
      return;
    }
    work = std::max(0.0, work - missing);
    deliver(site, *site.in_hand);
    site.in_hand.reset();
    site.done = 0;
  }
}

bool Disaster::has_needs(const SiteState& site) const { return next_in_need(site).has_value(); }

// The kind of service of which the smallest share is done; the first of several equal ones.
std::optional<services::Product> Disaster::next_in_need(const SiteState& site) const {
  std::optional<Product> next;
  for (const Product product : services::products) {
    const std::size_t p = index(product);
    if (site.met[p] == site.arose[p]) continue;
    if (!next || site.met[p] * site.arose[index(*next)] < site.met[index(*next)] * site.arose[p]) next = product;
  }
  return next;
}

const Service& Disaster::service(Product product) const {
  const Services& written = parameters_.services;
  switch (product) {
    case Product::casework:
      return written.cases;
    case Product::group:
      return written.groups;
    case Product::activity:
      return written.activities;
  }
  throw std::logic_error("teams do not deliver this kind of service");
}

void Disaster::deliver(SiteState& site, Product product) {
  const std::size_t p = index(product);
  const auto nth = static_cast<std::uint64_t>(++site.met[p]);
  met_[p].add(site.area);
  needed_[p].step(site.area, -1);
  Stream random = sim_.stream(site.key, audience[p], nth);
  const double drawn = service(product).audience.sample(random).value;
  const std::int64_t people = std::max<std::int64_t>(0, whole(drawn, random));
  reached_.add(site.area, static_cast<double>(people));
  services_.deliver(site.area, product, 1, people);

  double chosen = sim_.uniform(site.key, line_of[p], nth);
  for (std::size_t line = 0; line < lines_.size(); ++line) {
    chosen -= parameters_.lines[line].share.value;
    if (chosen >= 0 && line + 1 < lines_.size()) continue;
    lines_[line].add(site.area);
    break;
  }
}

}  // namespace muster::disaster
