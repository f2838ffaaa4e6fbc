// Establishments: posts for holders only, filled in yearly rounds, with grades and salaries.
#include "engine/clock/calendar.hpp"
#include "engine/parameters/parameter_sets.hpp"
#include "engine/parameters/rounding.hpp"
#include "engine/text/text.hpp"
#include "models/posts/posts.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <stdexcept>

namespace muster::posts {

namespace {

constexpr Purpose enters_round = purpose("posts.establishments.applies");
constexpr Purpose ranking = purpose("posts.establishments.ranking");
constexpr Purpose appointment = purpose("posts.establishments.appointment");
constexpr Purpose tenure_in_establishment = purpose("posts.establishments.tenure");

}  // namespace

void Posts::declare_establishments(SeriesBook& book) {
  if (parameters_.establishments.empty()) return;
  if (parameters_.establishments.size() >= Post::none)
    throw InconsistentParameter("posts.establishments",
                                tr("posts.establishments has {} entries; it may have at most {}",
                                   parameters_.establishments.size(), Post::none - 1));
  book.add(promotions_);
  book.add(applicants_);
  for (std::uint32_t e = 0; e < parameters_.establishments.size(); ++e) {
    const Establishment& establishment = parameters_.establishments[e];
    EstablishmentPosts& established = establishments_.emplace_back();
    established.first_series = in_grade_.size();
    for (const Grade& grade : establishment.grades) {
      const std::optional<LevelId> level = qualification_.find_level(grade.level);
      if (!level)
        throw InconsistentParameter(
            fmt::format("posts.establishments.{}.grades.{}.level", establishment.id, grade.id),
            tr("posts.establishments.{}.grades.{}.level is `{}`, which is not a level of qualification.levels",
               establishment.id, grade.id, grade.level));
      established.needed.push_back(*level);
      const std::string name = fmt::format("{}.{}", establishment.id, grade.id);
      const std::vector<LocalizedText> named{{establishment.title, establishment.english},
                                             {grade.title, grade.english}};
      Stock& stock = in_grade_.emplace_back(
          SeriesName{"posts.in_grade." + name, "people", tr("in posts: {} · {}", named[0], named[1]),
                     tr("people in posts of the establishment and grade {} · {}", named[0], named[1])});
      Flow& in = graded_in_.emplace_back(
          SeriesName{"posts.graded." + name, "people", tr("came into: {} · {}", named[0], named[1]),
                     tr("people who came into the grade in the period, {} · {}", named[0], named[1])});
      Flow& out = graded_out_.emplace_back(
          SeriesName{"posts.left_grade." + name, "people", tr("left: {} · {}", named[0], named[1]),
                     tr("people who left the grade in the period, {} · {}", named[0], named[1])});
      book.add(in);
      book.add(out);
      book.add(stock).balances({+in, -out});
    }
    Date first = establishment.first_round;
    while (start_of(first) < sim_.now()) first = a_year_later(first);
    sim_.schedule(round_held_, start_of(first), Phase::decide, {e});
  }
  sim_.schedule(salaries_due_, end_of(last_day_of_month(date_of(sim_.now()))), Phase::deadline, {});
}

// Which holders are in the profession is random, so the expected number is checked; a replication with fewer fails
// when it begins. A holder may be in a post that requires a lower level, so each level up to that of an
// establishment is checked together with all higher ones.
void Posts::check_start() const {
  for (std::size_t e = 0; e < establishments_.size(); ++e)
    for (std::size_t level = 0; level <= index(establishments_[e].needed.front()); ++level) {
      const std::vector<double> there = qualification_.active_at_start(LevelId(level));
      for (std::size_t leaf = 0; leaf < there.size(); ++leaf) {
        double wanted = 0;
        for (std::size_t one = 0; one <= e; ++one)
          if (index(establishments_[one].needed.front()) >= level)
            wanted += parameters_.establishments[one].filled_at_start[AreaId(leaf)];
        if (wanted > to_nearest(there[leaf])) refuse_establishment(e, AreaId(leaf));
      }
    }
}

std::vector<double> Posts::holders_for_stations() const {
  std::vector<double> left = qualification_.active_at_start(level_);
  for (std::size_t e = 0; e < establishments_.size(); ++e)
    for (std::size_t leaf = 0; leaf < left.size(); ++leaf)
      if (establishments_[e].needed.front() >= level_)
        left[leaf] = std::max(0.0, left[leaf] - parameters_.establishments[e].filled_at_start[AreaId(leaf)]);
  return left;
}

void Posts::refuse_establishment(std::size_t e, AreaId area) const {
  const std::string& id = parameters_.establishments[e].id;
  throw InconsistentParameter(fmt::format("posts.establishments.{}.filled_at_start", id),
                              tr("{} has fewer active holders than people in posts of {} at the start; lower "
                                 "posts.establishments.{}.filled_at_start or raise qualification.holders.total",
                                 people_.areas().title(index_of(area)), id, id),
                              area);
}

void Posts::populate_establishments() {
  for (std::size_t e = 0; e < establishments_.size(); ++e) {
    const Establishment& establishment = parameters_.establishments[e];
    for (std::size_t leaf = 0; leaf < in_area_.size(); ++leaf) {
      const AreaId area{static_cast<std::uint16_t>(leaf)};
      const EntityKey roll_key = key_of(key_of(people_.areas()[leaf].id, Cohort::area, 0, 0), Cohort::establishment,
                                        static_cast<std::uint64_t>(purpose(establishment.id)));
      for (int seat = 0; seat < establishment.posts[area]; ++seat) {
        const PostId id = add_post(area, key_of(roll_key, Cohort::post, static_cast<std::uint64_t>(seat)), no_station);
        posts_[index(id)].establishment = static_cast<std::uint8_t>(e);
        establishments_[e].posts.push_back(id);
        open_vacancy(id);
        if (seat >= establishment.filled_at_start[area]) continue;
        const PersonId person = holder_at_start(area, establishments_[e].needed.front());
        if (person == nobody) refuse_establishment(e, area);
        Stream random = sim_.stream(posts_[index(id)].key, tenure_in_establishment);
        // The highest grade that the certificate allows and that has room.
        std::size_t grade = establishment.grades.size() - 1;
        while (grade > 0 &&
               (!qualification_.holds(person, establishments_[e].needed[grade]) || !has_room(e, area, grade)))
          --grade;
        enter_grade(posts_[index(id)], grade);
        start(id, person, sim_.now() + Days{-parameters_.tenure_at_start.sample(random).value});
      }
    }
  }
}

const Grade& Posts::grade_of(const Post& post) const {
  return parameters_.establishments[post.establishment].grades[post.grade];
}

void Posts::enter_grade(Post& post, std::size_t grade) {
  const std::size_t series = establishments_[post.establishment].first_series + grade;
  post.grade = static_cast<std::uint8_t>(grade);
  post.graded = sim_.now();
  in_grade_[series].step(post.area, 1);
  graded_in_[series].add(post.area);
}

void Posts::leave_grade(Post& post) {
  const std::size_t series = establishments_[post.establishment].first_series + post.grade;
  in_grade_[series].step(post.area, -1);
  graded_out_[series].add(post.area);
}

// Whether a grade has room in an area; people in higher grades count against it.
bool Posts::has_room(std::size_t e, AreaId area, std::size_t grade) const {
  const Establishment& establishment = parameters_.establishments[e];
  double taken = 0;
  for (std::size_t above = grade; above < establishment.grades.size(); ++above)
    taken += in_grade_[establishments_[e].first_series + above][area];
  return taken < rounded_up(establishment.grades[grade].places.value * establishment.posts[area]);
}

// --------------------------------------------------------------------------------------------------------- the round

void Posts::on(const RoundHeld& event, Simulation& sim) {
  promote(event.establishment);
  recruit_in_round(event.establishment);
  sim.schedule(round_held_, start_of(a_year_later(date_of(sim.now()))), Phase::decide, event);
}

// From the highest grade down, so that one promotion makes room for the next; the longest in the grade come first.
void Posts::promote(std::size_t e) {
  const Establishment& establishment = parameters_.establishments[e];
  std::vector<PostId> staff = establishments_[e].posts;
  std::stable_sort(staff.begin(), staff.end(),
                   [this](PostId a, PostId b) { return posts_[index(a)].graded < posts_[index(b)].graded; });
  for (std::size_t grade = establishment.grades.size() - 1; grade > 0; --grade)
    for (const PostId id : staff) {
      Post& post = posts_[index(id)];
      if (post.holder == nobody || post.grade + 1U != grade) continue;
      // One day is added, because mean years and calendar years differ by leap days.
      if ((sim_.now() - post.graded).value + 1 < establishment.grades[grade].after.value) continue;
      if (!qualification_.holds(post.holder, establishments_[e].needed[grade]) || !has_room(e, post.area, grade))
        continue;
      leave_grade(post);
      enter_grade(post, grade);
      if (sim_.follows(people_[post.holder].key)) sim_.record(tr("is promoted to {}", name_of_grade(post)));
      promotions_.add(post.area);
      schedule_separation(id);
    }
}

void Posts::recruit_in_round(std::size_t e) {
  const Establishment& establishment = parameters_.establishments[e];
  const double applies = establishment.applies.at(sim_.now()).value;
  const std::uint64_t round =
      static_cast<std::uint64_t>(purpose(establishment.id)) + static_cast<std::uint64_t>(day_number(sim_.now()));

  // Entry and rank use random numbers of each holder's own, so that one more applicant changes no other draw.
  std::vector<std::vector<std::pair<double, PersonId>>> entered(in_area_.size());
  for (const PersonId person : qualification_.holders()) {
    const people::Person& who = people_[person];
    const PostId post = post_of(person);
    if (who.left || !qualification_.holds(person, establishments_[e].needed.front())) continue;
    if (post != no_post && posts_[index(post)].establishment != Post::none) continue;
    if (appointees_.contains(person)) continue;
    // Each of the people that a person stands for has a random number; together they would fill every vacancy or
    // none.
    Stream enters = sim_.stream(who.key, enters_round, round), ranks = sim_.stream(who.key, ranking, round);
    int applicants = 0;
    for (int one = 0; one < static_cast<int>(who.weight); ++one) {
      if (enters.uniform() >= applies) continue;
      entered[index_of(who.area)].emplace_back(ranks.uniform(), person);
      ++applicants;
    }
    if (applicants == 0) continue;
    applicants_.add(who.area, applicants);
    if (sim_.follows(who.key))
      sim_.record(tr("enters the recruitment round of {}",
                     LocalizedText(establishment.title, establishment.english).to_string_or(establishment.id)));
  }

  std::vector<std::vector<PostId>> vacant(in_area_.size());
  for (const PostId id : establishments_[e].posts)
    if (posts_[index(id)].holder == nobody && !posts_[index(id)].awarded)
      vacant[index_of(posts_[index(id)].area)].push_back(id);
  const double advertised = establishment.advertised.at(sim_.now()).value;
  for (std::size_t leaf = 0; leaf < vacant.size(); ++leaf) {
    std::sort(entered[leaf].begin(), entered[leaf].end());
    const auto offered = static_cast<std::size_t>(rounded_up(advertised * static_cast<double>(vacant[leaf].size())));
    std::size_t n = 0;
    for (auto next = entered[leaf].begin(); n < offered && next != entered[leaf].end(); ++next) {
      if (appointees_.contains(next->second))
        continue;  // all applicants among the people it stands for have been awarded a post
      const PersonId winner = qualification_.single(next->second);
      Post& post = posts_[index(vacant[leaf][n])];
      post.awarded = true;
      appointees_.insert(winner);
      if (sim_.follows(people_[winner].key)) sim_.record(tr("wins {}", name_of(vacant[leaf][n])));
      Stream random = sim_.stream(post.key, appointment, post.vacancies);
      const Instant earliest{sim_.now().minutes + 1};
      sim_.schedule(appointed_, std::max(sim_.now() + establishment.appointment.sample(random), earliest),
                    Phase::arrive, {vacant[leaf][n], winner});
      ++n;
    }
  }
}

void Posts::on(const Appointed& event, Simulation& sim) {
  Post& post = posts_[index(event.post)];
  post.awarded = false;
  appointees_.erase(event.person);
  const people::Person& who = people_[event.person];
  const bool still_can =
      !who.left && qualification_.holds(event.person, establishments_[post.establishment].needed.front());
  if (!still_can) return;  // the post waits for the next round
  if (const PostId before = post_of(event.person); before != no_post)
    vacate(before, tr_noop("gives up {} after {:.1f} years"));
  time_to_fill_.observe(post.area, (sim.now() - post.since).value);
  hires_.add(post.area);
  enter_grade(post, 0);
  start(event.post, event.person, sim.now());
}

// ---------------------------------------------------------------------------------------------------------- salaries

void Posts::on(const SalariesDue&, Simulation& sim) {
  constexpr double months = 12;
  std::vector<double> due(in_area_.size(), 0.0);
  for (const EstablishmentPosts& established : establishments_)
    for (const PostId id : established.posts) {
      const Post& post = posts_[index(id)];
      if (post.holder != nobody) due[index_of(post.area)] += grade_of(post).salary.at(sim.now()).value / months;
    }
  for (std::size_t leaf = 0; leaf < due.size(); ++leaf)
    if (due[leaf] > 0) funding_.request(AreaId(leaf), funding::Item::salaries, Yuan{due[leaf]});
  const Date next = date_of(sim.now()) + std::chrono::days{1};
  sim.schedule(salaries_due_, end_of(last_day_of_month(next)), Phase::deadline, {});
}

}  // namespace muster::posts
