// The start: holders of certificates, people who failed the last sitting, and those registered for the one under
// way.
#include "engine/clock/calendar.hpp"
#include "engine/parameters/parameter_sets.hpp"
#include "engine/parameters/rounding.hpp"
#include "engine/text/dates.hpp"
#include "engine/text/text.hpp"
#include "models/qualification/qualification.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <stdexcept>

namespace muster::qualification {

namespace {

constexpr Purpose certificate_age = purpose("qualification.holders.since");
constexpr Purpose activity = purpose("qualification.holders.active");
constexpr Purpose earlier_exam = purpose("qualification.exam.earlier");
constexpr Purpose returning = purpose("qualification.under_way.returning");

}  // namespace

// The background of a person who obtained a level on a date: practice is moved back, if necessary, so that the
// eligibility rule of the education was met on that date.
people::Background Qualification::holder(people::Background made, LevelId level, Date since) const {
  if (eligible(Record{}, made.education, made.practice_since, level, since, Credentials::assumed)) return made;
  const Days needed = practice_needed(level, made.education);
  const Date latest = date_of(end_of(last_day_of_year(since)) + Days{-needed.value});
  made.practice_since = static_cast<std::int32_t>(latest.time_since_epoch().count());
  // Practice cannot begin before the age of 18.
  made.born = std::min(made.born, made.practice_since - static_cast<std::int32_t>(std::lround(18 * days_per_year)));
  return made;
}

Days Qualification::practice_needed(LevelId level, std::uint8_t education) const {
  double needed = std::numeric_limits<double>::infinity();
  for (const auto& [years, holding] : rules_[index(level)][education]) needed = std::min(needed, years);
  return Days{needed * days_per_year};
}

// By education: up to which uniform number holders.since may be drawn, so that a person who obtained the level so
// long ago, with the practice it requires before, has not reached retirement age today.
std::vector<double> Qualification::since_up_to(LevelId level) const {
  std::vector<double> up_to;
  for (std::size_t studied = 0; studied < rules_[index(level)].size(); ++studied) {
    const auto education = static_cast<std::uint8_t>(studied);
    const double longest = people::oldest_at_first_sight(people_.parameters()) - 18 * days_per_year -
                           practice_needed(level, education).value;
    up_to.push_back(people::head_below(parameters_.holders.since.distribution(), longest));
  }
  return up_to;
}

// The stated number of certificates of a level at the start, by leaf.
std::vector<std::int64_t> Qualification::held_at_start(std::size_t level) const {
  std::vector<double> shares;
  for (const Level& one : parameters_.levels) shares.push_back(one.holders.value);
  return people_.over_areas(apportion(static_cast<std::int64_t>(parameters_.holders.total.value), shares)[level]);
}

// Admits people whose education leads to the level, whatever practice is required.
people::Admission Qualification::holders_admitted(std::size_t level) const {
  std::vector<Days> least;
  for (const auto& rules : rules_[level])
    least.push_back(Days{rules.empty() ? std::numeric_limits<double>::infinity() : 0});
  return people_.admission(least);
}

std::vector<double> Qualification::active_at_start(LevelId least) const {
  std::vector<double> active(people_.areas().leaf_count(), 0.0);
  for (std::size_t level = index(least); level < level_count(); ++level) {
    const std::vector<std::int64_t> held = held_at_start(level);
    for (std::size_t leaf = 0; leaf < held.size(); ++leaf)
      active[leaf] += static_cast<double>(held[leaf]) * parameters_.holders.active.value;
  }
  return active;
}

// ----------------------------------------------------------------------------------- checks before anyone is created

void Qualification::check_holders() const {
  for (std::size_t level = 0; level < level_count(); ++level) {
    const std::vector<std::int64_t> held = held_at_start(level);
    if (std::all_of(held.begin(), held.end(), [](std::int64_t count) { return count == 0; })) continue;
    const people::Admission admission = holders_admitted(level);
    if (admission.empty())
      throw InconsistentParameter(
          fmt::format("qualification.levels.{}.eligible", parameters_.levels[level].id),
          tr("no education of people.education leads to the level of {}, which people hold at the start",
             name_of(LevelId(level))));
    const std::vector<double> up_to = since_up_to(LevelId(level));
    for (std::size_t studied = 0; studied < up_to.size(); ++studied)
      if (up_to[studied] <= 0 && admission.admits(studied))
        throw InconsistentParameter(
            "qualification.holders.since",
            tr("qualification.holders.since makes every holder at the level of {} with the education {} reach "
               "people.retirement_age: {:.6g} years of practice come before the certificate",
               name_of(LevelId(level)), people_.name_of_education(studied),
               practice_needed(LevelId(level), static_cast<std::uint8_t>(studied)).value / days_per_year));
  }
}

std::uint32_t Qualification::find_sitting(const std::string& id) const {
  std::uint32_t i = 0;
  while (parameters_.sittings[i].id != id) ++i;
  return i;
}

void Qualification::check_last_sitting() const {
  if (!parameters_.last_sitting) return;
  const LastSitting& last = *parameters_.last_sitting;
  const std::uint32_t i = find_sitting(last.sitting);
  const Sitting& sitting = sitting_at(i);
  if (sitting.cancelled || start_of(sitting.results) >= sim_.now())
    throw InconsistentParameter(
        "qualification.last_sitting.sitting",
        sitting.cancelled
            ? tr("the results of the sitting `{}` are not out at the start: it is cancelled; write it as "
                 "qualification.under_way",
                 sitting.id)
            : tr("the results of the sitting `{}` are not out at the start: they come out on {}; write "
                 "it as qualification.under_way",
                 sitting.id, date_words(sitting.results)));
}

void Qualification::check_sitting_under_way() const {
  if (!parameters_.under_way) return;
  const UnderWay& under_way = *parameters_.under_way;
  const std::uint32_t i = find_sitting(under_way.sitting);
  const Sitting& sitting = sitting_at(i);
  if (start_of(sitting.results) < sim_.now())
    throw InconsistentParameter(
        "qualification.under_way.sitting",
        tr("the results of the sitting `{}` came out on {}, before the start; count its certificates in "
           "qualification.holders.total instead",
           sitting.id, date_words(sitting.results)));
  if (sitting.cancelled || start_of(sitting.registration) >= sim_.now())
    throw InconsistentParameter(
        "qualification.under_way.sitting",
        sitting.cancelled ? tr("the sitting `{}` is not under way at the start: it is cancelled", sitting.id)
                          : tr("the sitting `{}` is not under way at the start: its registration closes on {}",
                               sitting.id, date_words(sitting.registration)));
}

void Qualification::check_start() const {
  if (const auto& last = parameters_.last_sitting)
    check_candidates(static_cast<std::int64_t>(last->registered.value) - static_cast<std::int64_t>(last->passed.value),
                     admitted(find_sitting(last->sitting), Credentials::assumed));
  if (const auto& under_way = parameters_.under_way)
    check_candidates(static_cast<std::int64_t>(under_way->registered.value),
                     admitted(find_sitting(under_way->sitting), Credentials::needed));
}

// Which level a candidate chooses is random, so the levels with an expected candidate are checked.
void Qualification::check_candidates(std::int64_t registered, const Admissions& admitted) const {
  const std::vector<std::int64_t> by_area = people_.over_areas(registered);
  const auto somewhere = std::find_if(by_area.begin(), by_area.end(), [](std::int64_t count) { return count > 0; });
  for (std::size_t level = 0; level < level_count(); ++level)
    if (to_nearest(static_cast<double>(registered) * parameters_.levels[level].demand.value) > 0 &&
        admitted[level].empty())
      refuse_candidates(LevelId(level), AreaId(somewhere - by_area.begin()));
}

// --------------------------------------------------------------------------------------------------------- the start

void Qualification::populate_holders() {
  const Date today = date_of(sim_.now());
  for (std::size_t level = 0; level < level_count(); ++level) {
    const std::vector<std::int64_t> by_area = held_at_start(level);
    const people::Admission admission = holders_admitted(level);
    const std::vector<double> up_to = since_up_to(LevelId(level));
    for (std::size_t leaf = 0; leaf < by_area.size(); ++leaf) {
      const AreaId area{static_cast<std::uint16_t>(leaf)};
      const EntityKey cohort = key_of(key_of(people_.areas()[leaf].id, Cohort::area, 0, 0), Cohort::holder, level);
      held_[level].step(area, static_cast<double>(by_area[leaf]));
      people_.for_each_of(by_area[leaf], [&](std::uint64_t seat, Weight weight) {
        const EntityKey key = key_of(cohort, Cohort::holder, seat);
        // Statistics also count holders who have left the profession. Each of the people in a group is decided one
        // by one; a group that is present or gone as a whole would leave an area with far too many holders or none.
        int active = 0;
        for (int one = 0; one < static_cast<int>(weight); ++one)
          active += sim_.uniform(key, activity, static_cast<std::uint64_t>(one)) < parameters_.holders.active.value;
        if (active == 0) return;
        Stream random = sim_.stream(key, certificate_age);
        Stream birth = people_.birth(key);
        (void)people::People::ability(birth);
        const people::Background born = people_.background(birth, admission);
        const double ago = parameters_.holders.since.distribution().quantile(up_to[born.education] * random.uniform());
        const Date since = date_of(start_of(today) + Days{-ago});
        const PersonId person = people_.join_at_start(key, area, holder(born, LevelId(level), since), Weight(active));
        people_.set_qualified_at_start(person);
        if (sim_.follows(key)) record_certificate(LevelId(level), start_of(since));
        obtain(person, LevelId(level), since);
        schedule_renewal(person, since);
      });
    }
  }
}

// A person who comes again has failed before, so persons are drawn until one fails an earlier paper of usual
// difficulty.
void Qualification::fail_before(Candidate& candidate, EntityKey key, Ordinal at, const Paper& paper) const {
  const LevelId level = candidate.level;
  for (std::uint64_t nth = 0; nth < most_redraws; ++nth) {
    Stream random = sim_.stream(candidate.key, earlier_exam);
    if (!pass_subjects(candidate, at, paper, random)) break;
    candidate =
        from_outside(key_of(key, Cohort::registrant, nth), candidate.area, candidate.weight, candidate.entered_in);
    candidate.level = level;
  }
  candidate.attempts = 1;
}

void Qualification::populate_last_sitting() {
  if (!parameters_.last_sitting) return;
  const LastSitting& last = *parameters_.last_sitting;
  const std::uint32_t i = find_sitting(last.sitting);
  const Sitting& sitting = sitting_at(i);
  std::array<Paper, most_levels> usual{};
  for (std::size_t level = 0; level < level_count(); ++level) usual[level] = paper_of(LevelId(level), 0);
  const auto registered = static_cast<std::int64_t>(last.registered.value);
  const auto passed = static_cast<std::int64_t>(last.passed.value);
  std::vector<double> demand;
  for (const Level& level : parameters_.levels) demand.push_back(level.demand.value);

  const std::vector<std::int64_t> passed_by_level = apportion(passed, demand);
  for (std::size_t level = 0; level < level_count(); ++level) {
    const std::vector<std::int64_t> by_area = people_.over_areas(passed_by_level[level]);
    for (std::size_t leaf = 0; leaf < by_area.size(); ++leaf) {
      registered_flow_[level].add(AreaId(leaf), static_cast<double>(by_area[leaf]));
      passed_flow_[level].add(AreaId(leaf), static_cast<double>(by_area[leaf]));
    }
  }
  admit(i, Credentials::assumed);
  const std::vector<std::int64_t> others = people_.over_areas(registered - passed);
  failed_.reserve(people_.simulated(registered - passed) + others.size());
  for (std::size_t leaf = 0; leaf < others.size(); ++leaf) {
    const AreaId area{static_cast<std::uint16_t>(leaf)};
    const EntityKey cohort =
        key_of(key_of(people_.areas()[leaf].id, Cohort::area, 0, 0), Cohort::registrant, stream_number(sitting));
    people_.for_each_of(others[leaf], [&](std::uint64_t seat, Weight weight) {
      const EntityKey key = key_of(cohort, Cohort::registrant, seat);
      Candidate candidate = from_outside(key, area, weight, ordinal(i));
      fail_before(candidate, key, ordinal(i), usual[index(candidate.level)]);
      registered_flow_[index(candidate.level)].add(area, count_of(weight));
      if (sim_.follows(candidate.key))
        sim_.record(start_of(sitting.results),
                    tr("has not passed the exam of {} ({})", sitting.id, name_of(candidate.level)));
      failed_.push_back(candidate);
    });
  }
}

void Qualification::populate_sitting_under_way() {
  if (!parameters_.under_way) return;
  const UnderWay& under_way = *parameters_.under_way;
  const std::uint32_t i = find_sitting(under_way.sitting);
  const Sitting& sitting = sitting_at(i);
  const std::vector<std::int64_t> by_area = people_.over_areas(static_cast<std::int64_t>(under_way.registered.value));
  std::array<Paper, most_levels> usual{};
  for (std::size_t level = 0; level < level_count(); ++level) usual[level] = paper_of(LevelId(level), 0);
  run_campaigns(sitting.registration);
  admit(i, Credentials::needed);
  const double again =
      under_way.registered_before.value * under_way.comes_again.value / std::max(1.0, under_way.registered.value);
  for (std::size_t leaf = 0; leaf < by_area.size(); ++leaf) {
    const AreaId area{static_cast<std::uint16_t>(leaf)};
    const EntityKey cohort =
        key_of(key_of(people_.areas()[leaf].id, Cohort::area, 0, 0), Cohort::registrant, stream_number(sitting));
    people_.for_each_of(by_area[leaf], [&](std::uint64_t seat, Weight weight) {
      const EntityKey key = key_of(cohort, Cohort::registrant, seat);
      Candidate candidate = from_outside(key, area, weight, ordinal(i));
      if (sim_.uniform(key, returning) < again)
        fail_before(candidate, key, static_cast<Ordinal>(ordinal(i) - 1), usual[index(candidate.level)]);
      enrol(candidate, ordinal(i));
    });
  }
  if (start_of(sitting.sitting) >= sim_.now()) return;
  hold_exam(i);
  for (std::vector<std::int64_t>& claims : claims_)
    std::fill(claims.begin(), claims.end(), 0);  // paid before the start
}

}  // namespace muster::qualification
