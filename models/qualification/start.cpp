// The start: who holds certificates, who failed the last sitting, and who is registered for the one under way.
#include "engine/clock/calendar.hpp"
#include "models/qualification/qualification.hpp"

#include <algorithm>
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

// Somebody who obtained a level on a date: in practice since long enough before it, by the rule of an education that has one.
PersonId Qualification::holder(EntityKey key, AreaId area, LevelId level, Date since) {
  const PersonId person = people_.add(key, area);
  for (std::uint64_t nth = 1; rules_[index(level)][people_[person].education].empty(); ++nth) {
    if (nth > most_redraws)
      throw std::runtime_error(
          fmt::format("no education of people.education leads to level {}, which people hold at the start",
                      parameters_.levels[index(level)].id));
    people_.redraw(person, nth);
  }
  if (eligible(person, level, since, Credentials::assumed)) return person;
  double needed = std::numeric_limits<double>::infinity();
  for (const auto& [years, holding] : rules_[index(level)][people_[person].education]) needed = std::min(needed, years);
  people_.practised_since(person, date_of(end_of(last_day_of_year(since)) + Days{-needed * days_per_year}));
  return person;
}

void Qualification::populate_holders() {
  const auto total = static_cast<std::int64_t>(parameters_.holders.total.value);
  std::vector<double> shares;
  for (const Level& level : parameters_.levels) shares.push_back(level.holders.value);
  const std::vector<std::int64_t> by_level = apportion(total, shares);
  const Date today = date_of(sim_.now());
  for (std::size_t level = 0; level < level_count(); ++level) {
    const std::vector<std::int64_t> by_area = people_.over_areas(by_level[level]);
    for (std::size_t leaf = 0; leaf < by_area.size(); ++leaf) {
      const EntityKey cohort = key_of(key_of(people_.areas()[leaf].id, Cohort::area, 0, 0), Cohort::holder, level);
      for (std::int64_t seat = 0; seat < by_area[leaf]; ++seat) {
        const AreaId area{static_cast<std::uint16_t>(leaf)};
        const EntityKey key = key_of(cohort, Cohort::holder, static_cast<std::uint64_t>(seat));
        Stream luck = sim_.stream(key, certificate_age);
        const Date since = date_of(start_of(today) + Days{-parameters_.holders.since.sample(luck).value});
        const PersonId person = holder(key, area, LevelId(level), since);
        hold(person, LevelId(level), since);
        if (sim_.stream(key, activity).uniform() < parameters_.holders.active.value) {
          people_.enter_at_start(person);
          people_.set_qualified_at_start(person);
          holders_.push_back(person);
          schedule_renewal(person, since);
        }
      }
    }
  }
}

// Somebody who comes again has failed before: people are drawn until one fails an earlier paper of usual difficulty.
void Qualification::fail_before(PersonId& person, EntityKey key, AreaId area, LevelId level, const Entry& entry,
                                std::uint8_t at, const Paper& paper) {
  for (std::uint64_t nth = 0; nth < most_redraws; ++nth) {
    record(person).level = level;
    Stream luck = sim_.stream(people_[person].key, earlier_exam);
    if (!pass_subjects(person, at, paper, luck)) break;
    forget(person);
    person = candidate(key_of(key, Cohort::registrant, nth), area, level, entry);
  }
  record(person).attempts = 1;
}

void Qualification::populate_last_sitting() {
  if (!parameters_.last_sitting) return;
  const LastSitting& last = *parameters_.last_sitting;
  std::uint32_t i = 0;
  while (parameters_.sittings[i].id != last.sitting) ++i;
  const Sitting& sitting = sitting_at(i);
  if (sitting.cancelled || start_of(sitting.results) >= sim_.now())
    throw std::runtime_error(
        fmt::format("the results of the sitting `{}` are not out at the start: {}; write it as qualification.under_way",
                    sitting.id, sitting.cancelled ? "it is cancelled" : "they come out on " + iso(sitting.results)));
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
  const Entry entry = entry_to(sitting, Credentials::assumed);
  const std::vector<std::int64_t> others = people_.over_areas(registered - passed);
  for (std::size_t leaf = 0; leaf < others.size(); ++leaf) {
    const AreaId area{static_cast<std::uint16_t>(leaf)};
    const EntityKey cohort =
        key_of(key_of(people_.areas()[leaf].id, Cohort::area, 0, 0), Cohort::registrant, luck_of(sitting));
    for (std::int64_t seat = 0; seat < others[leaf]; ++seat) {
      const EntityKey key = key_of(cohort, Cohort::registrant, static_cast<std::uint64_t>(seat));
      const LevelId level = level_of_candidate(key);
      PersonId person = candidate(key, area, level, entry);
      fail_before(person, key, area, level, entry, ordinal(i), usual[index(level)]);
      registered_flow_[index(level)].add(area);
      failed_.push_back(person);
    }
  }
}

void Qualification::populate_sitting_under_way() {
  if (!parameters_.under_way) return;
  const UnderWay& under_way = *parameters_.under_way;
  std::uint32_t i = 0;
  while (parameters_.sittings[i].id != under_way.sitting) ++i;
  const Sitting& sitting = sitting_at(i);
  if (start_of(sitting.results) < sim_.now())
    throw std::runtime_error(
        fmt::format("the results of the sitting `{}` are of {}, before the start; count its certificates "
                    "in qualification.holders.total instead",
                    sitting.id, iso(sitting.results)));
  if (sitting.cancelled || start_of(sitting.registration) >= sim_.now())
    throw std::runtime_error(
        fmt::format("the sitting `{}` is not under way at the start: {}", sitting.id,
                    sitting.cancelled ? "it is cancelled" : "its registration closes on " + iso(sitting.registration)));
  const std::vector<std::int64_t> by_area = people_.over_areas(static_cast<std::int64_t>(under_way.registered.value));
  std::array<Paper, most_levels> usual{};
  for (std::size_t level = 0; level < level_count(); ++level) usual[level] = paper_of(LevelId(level), 0);
  run_campaigns(sitting.registration);
  const Entry entry = entry_to(sitting, Credentials::needed);
  const double again =
      under_way.registered_before.value * under_way.comes_again.value / std::max(1.0, under_way.registered.value);
  for (std::size_t leaf = 0; leaf < by_area.size(); ++leaf) {
    const AreaId area{static_cast<std::uint16_t>(leaf)};
    const EntityKey cohort =
        key_of(key_of(people_.areas()[leaf].id, Cohort::area, 0, 0), Cohort::registrant, luck_of(sitting));
    for (std::int64_t seat = 0; seat < by_area[leaf]; ++seat) {
      const EntityKey key = key_of(cohort, Cohort::registrant, static_cast<std::uint64_t>(seat));
      const LevelId level = level_of_candidate(key);
      PersonId person = candidate(key, area, level, entry);
      if (sim_.stream(key, returning).uniform() < again) {
        fail_before(person, key, area, level, entry, static_cast<std::uint8_t>(ordinal(i) - 1), usual[index(level)]);
      }
      enrol(person, level);
    }
  }
  if (start_of(sitting.sitting) >= sim_.now()) return;
  hold_exam(i);
  for (std::vector<std::int64_t>& claims : claims_)
    std::fill(claims.begin(), claims.end(), 0);  // paid before the start
}

}  // namespace muster::qualification
