#include "models/posts/posts.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/parameters/parameter_sets.hpp"
#include "engine/text/dates.hpp"
#include "engine/text/text.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <tuple>

namespace muster::posts {

namespace {

constexpr Purpose fill_delay = purpose("posts.time_to_fill");
constexpr Purpose sought = purpose("posts.qualified_hires");
constexpr Purpose elsewhere = purpose("posts.from_elsewhere");
constexpr Purpose stay = purpose("posts.attrition");
constexpr Purpose next_step = purpose("posts.leaves_profession");
constexpr Purpose would_take_a_post = purpose("posts.looking");
constexpr Purpose session_seat = purpose("posts.session_seat");
constexpr Purpose tenure = purpose("posts.tenure_at_start");
constexpr Days first_year{days_per_year};

}  // namespace

Posts::Posts(const Parameters& parameters, Simulation& sim, SeriesBook& book, people::People& people,
             qualification::Qualification& qualification, training::Training& training, funding::Funding& funding)
    : parameters_(parameters),
      sim_(sim),
      people_(people),
      qualification_(qualification),
      training_(training),
      funding_(funding),
      in_area_(book.areas().leaf_count()),
      looking_(book.areas().leaf_count()),
      settled_(book.areas().leaf_count()),
      post_filled_(sim.handles<PostFilled>(*this)),
      person_separated_(sim.handles<PersonSeparated>(*this)),
      mandate_ended_(sim.handles<MandateEnded>(*this)),
      round_held_(sim.handles<RoundHeld>(*this)),
      appointed_(sim.handles<Appointed>(*this)),
      salaries_due_(sim.handles<SalariesDue>(*this)) {
  const std::optional<LevelId> level = qualification.find_level(parameters_.level);
  if (!level)
    throw InconsistentParameter(
        "posts.level", tr("posts.level is `{}`, which is not a level of qualification.levels", parameters_.level));
  level_ = *level;

  book.add(established_in_);
  book.add(established_).balances({+established_in_});
  book.add(hires_);
  book.add(separations_);
  book.add(filled_).balances({+hires_, -separations_});
  book.add_sum({"posts.vacant", "posts", "vacant posts", "posts without a person in them"}, {+established_, -filled_});
  book.add(time_to_fill_);
  declare_establishments(book);

  if (parameters_.mandate)
    sim.schedule(mandate_ended_, std::max(end_of(parameters_.mandate->by), sim.now()), Phase::deadline, {});
}

PostId Posts::establish(AreaId area, EntityKey station, StationId owner, std::uint64_t seat) {
  const PostId id = add_post(area, key_of(station, Cohort::post, seat), owner);
  open_vacancy(id);
  return id;
}

PostId Posts::add_post(AreaId area, EntityKey key, StationId owner) {
  const PostId id{static_cast<std::uint32_t>(posts_.size())};
  Post& post = posts_.emplace_back();
  post.key = key;
  post.area = area;
  post.owner = owner;
  in_area_[index_of(area)].push_back(id);
  established_.step(area, 1);
  established_in_.add(area);
  return id;
}

Incumbent Posts::incumbent(PostId id) const {
  const Post& post = posts_[index(id)];
  if (post.holder == nobody) return {};
  return {post.holder, post.since, post.vacancies, post.qualified, post.supervised, post.away};
}

bool Posts::has_post(PersonId person) const { return post_of(person) != no_post; }

// --------------------------------------------------------------------------------------------------------- filling

void Posts::open_vacancy(PostId id) {
  Post& post = posts_[index(id)];
  post.holder = nobody;
  post.since = sim_.now();
  ++post.vacancies;
  if (post.establishment != Post::none) return;  // vacant until the next round
  Stream random = sim_.stream(post.key, fill_delay, post.vacancies);
  schedule_fill(id, parameters_.time_to_fill.sample(random) * parameters_.fill_factor[post.area].at(sim_.now()).value);
}

void Posts::schedule_fill(PostId id, Days wait) {
  // A post is filled in the next minute at the earliest, because the phase `arrive` of this minute may be over.
  const Instant earliest{sim_.now().minutes + 1};
  sim_.schedule(post_filled_, std::max(sim_.now() + wait, earliest), Phase::arrive, {id, posts_[index(id)].vacancies});
}

void Posts::on(const PostFilled& event, Simulation& sim) {
  Post& post = posts_[index(event.post)];
  if (post.holder != nobody || post.vacancies != event.vacancy) return;
  const std::optional<Mandate>& mandate = parameters_.mandate;
  const bool must =
      mandate && mandate->hire_only_qualified_from && date_of(sim.now()) >= *mandate->hire_only_qualified_from;
  Stream random = sim.stream(post.key, sought, post.vacancies);
  const bool wanted = must || random.uniform() < parameters_.qualified_hires.at(sim.now()).value;

  PersonId person = wanted ? looking_in(post.area) : nobody;
  if (person == nobody && wanted) person = from_elsewhere(event.post);
  if (person == nobody && !must) person = recruit(event.post);
  if (person == nobody) {
    schedule_fill(event.post, parameters_.advertised_again);
    return;
  }
  time_to_fill_.observe(post.area, (sim.now() - post.since).value);
  hires_.add(post.area);
  start(event.post, person, sim.now());
}

PersonId Posts::looking_in(AreaId area) {
  std::deque<PersonId>& queue = looking_[index_of(area)];
  while (!queue.empty()) {
    const PersonId person = queue.front();
    const bool still_looks = !people_[person].left && post_of(person) == no_post && qualified(person);
    const PersonId one = still_looks && still_looking(person) > 0 ? take_looking(person) : nobody;
    if (one == nobody || one == person) queue.pop_front();
    if (one != nobody) return one;
  }
  return nobody;
}

bool Posts::was_asked(PersonId person) const {
  return index(person) < looking_of_.size() && looking_of_[index(person)] != not_asked;
}

// The number of people looking for a post among those whom a person in a queue stands for. Some may have been
// split off since; a person without a recorded number counts as one.
int Posts::still_looking(PersonId person) const {
  const int there = static_cast<int>(people_[person].weight);
  return was_asked(person) ? std::min<int>(looking_of_[index(person)], there) : 1;
}

// Decides once for each of the people that a person stands for, so that as many look as if simulated one by one.
int Posts::looking_among(PersonId person) {
  if (was_asked(person)) return still_looking(person);
  const people::Person& who = people_[person];
  std::int16_t looking = 0;
  for (std::uint64_t one = 0; one < static_cast<std::uint64_t>(who.weight); ++one)
    if (sim_.uniform(who.key, would_take_a_post, one) < parameters_.looking.value) ++looking;
  if (who.weight != one_person) {
    looking_of_.grow_to(index(person) + 1, not_asked);
    looking_of_[index(person)] = looking;
  }
  return looking;
}

PersonId Posts::take_looking(PersonId person) {
  if (was_asked(person)) --looking_of_[index(person)];
  return qualification_.single(person);
}

PersonId Posts::from_elsewhere(PostId id) {
  const Post& post = posts_[index(id)];
  // Each offer of a vacancy has its own random number, so the instant is part of its name.
  const auto offer =
      (static_cast<std::uint64_t>(post.vacancies) << 32U) | static_cast<std::uint32_t>(sim_.now().minutes);
  if (sim_.uniform(post.key, elsewhere, offer) >= parameters_.from_elsewhere.at(sim_.now()).value) return nobody;
  const PersonId person = people_.join(key_of(post.key, Cohort::recruit, post.vacancies), post.area);
  qualification_.arrive_with(person, level_);
  return person;
}

PersonId Posts::recruit(PostId id) {
  const Post& post = posts_[index(id)];
  return people_.join(key_of(post.key, Cohort::recruit, post.vacancies), post.area);
}

void Posts::start(PostId id, PersonId person, Instant since) {
  Post& post = posts_[index(id)];
  post.holder = person;
  post.since = since;
  post.qualified = qualified(person);
  post.conditions = parameters_.attrition_factor.at(sim_.now()).value;
  post.patience = -std::log(sim_.uniform(post.key, stay, post.vacancies));
  post.patience_at = sim_.now();
  post.factor = 0;
  post.strain = 1;
  post.supervised = post.owner != no_station && training_.take_supervision(post.area);
  set_post_of(person, id);
  filled_.step(post.area, 1);
  if (sim_.follows(people_[person].key)) record_start(id);
  schedule_separation(id);
  on_filled(id, post.qualified);
}

void Posts::populate() {
  for (const PersonId person : qualification_.holders()) {
    const int looking = qualified(person) ? looking_among(person) : 0;
    const std::size_t area = index_of(people_[person].area);
    if (looking > 0) looking_[area].push_back(person);
    if (looking < static_cast<int>(people_[person].weight)) settled_[area].push_back(person);
    if (looking > 0 && sim_.follows(people_[person].key)) sim_.record(tr("looks for a post"));
  }
  populate_establishments();
}

// A holder of the area without a post: first those who look for one, then the others.
PersonId Posts::holder_at_start(AreaId area, LevelId level) {
  for (std::vector<std::deque<PersonId>>* queues : {&looking_, &settled_}) {
    std::deque<PersonId>& queue = (*queues)[index_of(area)];
    const auto there = [&](PersonId person) {
      if (queues == &looking_) return still_looking(person);
      return static_cast<int>(people_[person].weight) - (was_asked(person) ? still_looking(person) : 0);
    };
    const auto found = std::find_if(queue.begin(), queue.end(), [&](PersonId person) {
      return !has_post(person) && qualification_.holds(person, level) && there(person) > 0;
    });
    if (found == queue.end()) continue;
    const PersonId person = queues == &looking_ ? take_looking(*found) : qualification_.single(*found);
    if (person == *found || there(*found) == 0) queue.erase(found);
    return person;
  }
  return nobody;
}

void Posts::staff_at_start(PostId id, bool is_qualified) {
  const Post& post = posts_[index(id)];
  PersonId person = is_qualified ? holder_at_start(post.area, level_) : nobody;
  if (person == nobody) {
    person = people_.join_at_start(key_of(post.key, Cohort::staff, 0), post.area);
  }
  Stream random = sim_.stream(post.key, tenure);
  start(id, person, sim_.now() + Days{-parameters_.tenure_at_start.sample(random).value});
}

// ------------------------------------------------------------------------------------------------------- separation

// The hazard accumulated from patience_at until an instant, without its factor: one rate in the first year of
// tenure, another after it.
double Posts::hazard_until(const Post& post, Instant until) const {
  const Instant seasoned = post.since + first_year;
  const double early = std::max(0.0, (std::min(until, seasoned) - std::min(post.patience_at, seasoned)).value);
  const double late = std::max(0.0, (std::max(until, seasoned) - std::max(post.patience_at, seasoned)).value);
  return (early * parameters_.attrition_first_year.value + late * parameters_.attrition_later.value) / days_per_year;
}

// A stay ends when the accumulated hazard reaches a unit exponential number. When the hazard changes, the
// remainder of that number continues to be used, so no new random number is drawn.
void Posts::schedule_separation(PostId id) {
  Post& post = posts_[index(id)];
  post.patience = std::max(0.0, post.patience - hazard_until(post, sim_.now()) * post.factor);
  post.patience_at = sim_.now();
  post.factor = post.away
                    ? 0
                    : post.conditions * post.strain * (post.qualified ? parameters_.attrition_qualified.value : 1) *
                          (post.supervised ? training_.supervised_attrition() : 1) *
                          (post.establishment == Post::none ? 1 : grade_of(post).attrition.value);
  sim_.cancel(post.separation);
  post.separation = Handle{};
  if (post.factor <= 0) return;

  const double needed = post.patience / post.factor * days_per_year;  // in days × yearly rate
  const double early_rate = parameters_.attrition_first_year.value, late_rate = parameters_.attrition_later.value;
  const double early_days = std::max(0.0, (post.since + first_year - post.patience_at).value);
  double days = std::numeric_limits<double>::infinity();
  if (needed <= early_days * early_rate) {
    days = early_rate > 0 ? needed / early_rate : 0;
  } else if (late_rate > 0) {
    days = early_days + (needed - early_days * early_rate) / late_rate;
  }
  const Days longest = people_.parameters().retirement_age;  // no stay is longer than this
  if (days > longest.value) return;
  const Instant earliest{sim_.now().minutes + 1};
  post.separation = sim_.schedule_cancellable(person_separated_, std::max(post.patience_at + Days{days}, earliest),
                                              Phase::serve, {id});
}

/// @param why  what the holder does, with placeholders for the post and the years in it
void Posts::vacate(PostId id, std::string_view why) {
  Post& post = posts_[index(id)];
  if (sim_.follows(people_[post.holder].key)) record_end_of_post(id, why);
  const bool was_qualified = post.qualified;
  const bool was_supervised = post.supervised;
  set_post_of(post.holder, no_post);
  set_away(id, false);
  set_supervised(id, false);
  sim_.cancel(post.separation);
  post.separation = Handle{};
  separations_.add(post.area);
  filled_.step(post.area, -1);
  if (post.establishment != Post::none) leave_grade(post);
  on_vacated(id, was_qualified);
  open_vacancy(id);
  if (was_supervised) pass_supervision_on(posts_[index(id)].area);
}

void Posts::separate(PostId id, bool leaves, std::string_view why) {
  const PersonId person = posts_[index(id)].holder;
  vacate(id, why);
  if (leaves) {
    if (sim_.follows(people_[person].key)) sim_.record(tr("leaves the profession"));
    people_.leave(person);
  } else {
    if (was_asked(person)) looking_of_[index(person)] = 1;  // a person who has left a post looks for another
    look_for_post(person);
  }
}

void Posts::on(const PersonSeparated& event, Simulation& sim) {
  const Post& post = posts_[index(event.post)];
  const double uniform = sim.uniform(post.key, next_step, post.vacancies);
  separate(event.post, uniform < parameters_.leaves_profession.value, tr_noop("resigns from {} after {:.1f} years"));
}

void Posts::person_left(PersonId person) {
  if (const PostId post = post_of(person); post != no_post) vacate(post, tr_noop("gives up {} after {:.1f} years"));
}

// ------------------------------------------------------------------------------- supervision, secondment and strain

void Posts::set_supervised(PostId id, bool supervised) {
  Post& post = posts_[index(id)];
  if (post.supervised == supervised) return;
  if (!supervised) training_.leave_supervision(post.area);
  post.supervised = supervised;
  if (post_of(post.holder) == id && sim_.follows(people_[post.holder].key))
    sim_.record(supervised ? tr("comes under supervision") : tr("is no longer supervised"));
  schedule_separation(id);
  on_supervision_changed(id);
}

void Posts::pass_supervision_on(AreaId area) {
  for (const PostId id : in_area_[index_of(area)]) {
    const Post& post = posts_[index(id)];
    if (post.holder == nobody || post.owner == no_station || post.supervised) continue;
    if (!training_.take_supervision(area)) return;
    set_supervised(id, true);
  }
}

void Posts::supervision_changed(AreaId area) {
  const std::vector<PostId>& posts = in_area_[index_of(area)];
  // The posts established last lose their supervisor first.
  for (auto id = posts.rbegin(); id != posts.rend() && training_.supervision_exceeded(area); ++id)
    set_supervised(*id, false);
  pass_supervision_on(area);
}

void Posts::set_away(PostId id, bool away) {
  Post& post = posts_[index(id)];
  if (post.away == away) return;
  post.away = away;
  schedule_separation(id);
  on_presence_changed(id);
}

void Posts::second(PostId id) {
  if (posts_[index(id)].holder == nobody) throw std::logic_error("only a person in a post can be seconded");
  set_away(id, true);
}

void Posts::give_back(PostId id) { set_away(id, false); }

void Posts::strain(PostId id, double attrition) {
  posts_[index(id)].strain = attrition;
  if (posts_[index(id)].holder != nobody) schedule_separation(id);
}

// The unqualified get seats first; within each group the order is random, by a number of each person's own, so
// that it does not depend on who else is there.
void Posts::session_held() {
  std::vector<std::tuple<bool, double, PostId>> row;
  const auto day = static_cast<std::uint64_t>(day_number(sim_.now()));
  for (std::size_t i = 0; i < posts_.size(); ++i) {
    const Post& post = posts_[i];
    if (post.holder == nobody || post.away) continue;
    const double lot = sim_.uniform(people_[post.holder].key, session_seat, day);
    row.emplace_back(post.qualified, lot, PostId{static_cast<std::uint32_t>(i)});
  }
  std::sort(row.begin(), row.end());
  for (const auto& [qualified, lot, id] : row) {
    if (!training_.seats_left()) return;
    const PersonId person = posts_[index(id)].holder;
    const bool seated = training_.attend(person, posts_[index(id)].area) > 0;
    if (seated && sim_.follows(people_[person].key)) sim_.record(tr("sits in a training session"));
  }
}

// ------------------------------------------------------------------------------------- qualification and the mandate

void Posts::look_for_post(PersonId person) {
  if (!qualified(person)) return;
  looking_[index_of(people_[person].area)].push_back(person);
  if (sim_.follows(people_[person].key)) sim_.record(tr("looks for a post"));
}

void Posts::person_qualified(PersonId person) {
  const PostId post = post_of(person);
  if (post != no_post) {
    announce_qualification(post);
  } else if (looking_among(person) > 0) {
    look_for_post(person);
  }
}

void Posts::registration_lapsed(PersonId person) {
  if (const PostId post = post_of(person); post != no_post) announce_qualification(post);
}

void Posts::announce_qualification(PostId id) {
  Post& post = posts_[index(id)];
  const bool is_qualified = qualified(post.holder);
  if (is_qualified == post.qualified) return;
  post.qualified = is_qualified;
  schedule_separation(id);
  on_qualification_changed(id, is_qualified);
}

void Posts::registration_opened() {
  const bool mandated = parameters_.mandate && date_of(sim_.now()) >= parameters_.mandate->from;
  const Share share = mandated ? parameters_.mandate->registers.at(sim_.now()) : parameters_.registers.at(sim_.now());
  for (const Post& post : posts_)
    if (post.holder != nobody && !post.qualified && !(mandated && is_spared(post)))
      qualification_.call(post.holder, level_, share);
}

bool Posts::is_spared(const Post& post) const {
  const std::optional<Date>& before = parameters_.mandate->spares_hired_before;
  return before && post.since < start_of(*before);
}

void Posts::on(const MandateEnded&, Simulation&) {
  const Sanction sanction = parameters_.mandate->sanction;
  if (sanction == Sanction::keep) return;
  for (std::size_t i = 0; i < posts_.size(); ++i)
    if (posts_[i].holder != nobody && !posts_[i].qualified && !is_spared(posts_[i]))
      separate(PostId(i), sanction == Sanction::replace,
               tr_noop("has no certificate on the day of the mandate and must leave {} after {:.1f} years"));
}

// ------------------------------------------------------------------------------------------------------------ traces

std::string Posts::name_of(PostId id) const {
  const Post& post = posts_[index(id)];
  if (post.owner != no_station && name_of_station) return tr("a post of {}", name_of_station(post.owner));
  const std::string& area = people_.areas().title(index_of(post.area));
  if (post.establishment == Post::none) return tr("a post in {}", area);
  const Establishment& establishment = parameters_.establishments[post.establishment];
  return tr("a post of {} in {}, {}",
            LocalizedText(establishment.title, establishment.english).to_string_or(establishment.id), area,
            name_of_grade(post));
}

std::string Posts::name_of_grade(const Post& post) const {
  const Grade& grade = grade_of(post);
  return LocalizedText(grade.title, grade.english).to_string_or(grade.id);
}

void Posts::record_start(PostId id) const {
  const Post& post = posts_[index(id)];
  const std::string qualified = post.qualified ? tr("qualified") : tr("unqualified");
  const std::string where = name_of(id), since = date_words(date_of(post.since));
  if (post.since == sim_.now())
    sim_.record(post.supervised ? tr("takes {}, {}, supervised", where, qualified)
                                : tr("takes {}, {}", where, qualified));
  else
    sim_.record(post.supervised ? tr("is in {} since {}, {}, supervised", where, since, qualified)
                                : tr("is in {} since {}, {}", where, since, qualified));
}

void Posts::record_end_of_post(PostId id, std::string_view why) const {
  sim_.record(translated(why, name_of(id), (sim_.now() - posts_[index(id)].since).value / days_per_year));
}

std::string Posts::state(PersonId person) const {
  const PostId id = post_of(person);
  if (id == no_post) return tr("in no post");
  const Post& post = posts_[index(id)];
  const std::string since = date_words(date_of(post.since));
  return post.away ? tr("in {} since {}, away with a team", name_of(id), since)
                   : tr("in {} since {}", name_of(id), since);
}

void Posts::set_post_of(PersonId person, PostId post) {
  post_of_.grow_to(people_.count(), no_post);
  post_of_[index(person)] = post;
}

PostId Posts::post_of(PersonId person) const {
  return index(person) < post_of_.size() ? post_of_[index(person)] : no_post;
}

}  // namespace muster::posts
