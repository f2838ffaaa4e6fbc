#include "models/qualification/qualification.hpp"

#include "engine/clock/calendar.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <stdexcept>
#include <tuple>
#include <utility>

namespace muster::qualification {

namespace {

constexpr Purpose register_again = purpose("qualification.persistence");
constexpr Purpose register_when_called = purpose("qualification.called");
constexpr Purpose register_by_oneself = purpose("qualification.talents_register");
constexpr Purpose register_upgrade = purpose("qualification.upgrades");
constexpr Purpose first_time = purpose("qualification.demand.first_time");
constexpr Purpose demand_swing = purpose("qualification.demand.swing");
constexpr Purpose level_choice = purpose("qualification.levels.demand");
constexpr Purpose aims_high = purpose("qualification.aims_high");
constexpr Purpose exam = purpose("qualification.exam");
constexpr Purpose paper = purpose("qualification.difficulty");
constexpr Purpose paper_of_level = purpose("qualification.difficulty.level");
constexpr Purpose review = purpose("qualification.review");
constexpr Purpose session_seat = purpose("qualification.session_seat");
constexpr Purpose renews = purpose("qualification.renewal");

void check_education(const Eligible& rule, const std::vector<people::Education>& known) {
  std::vector<std::string> ids;
  for (const people::Education& education : known) ids.push_back(education.id);
  if (std::find(ids.begin(), ids.end(), rule.education) == ids.end())
    throw std::invalid_argument(
        fmt::format("the rule {} of qualification.levels names the education `{}`, which is not in people.education{}",
                    rule.id, rule.education, nearest_hint(rule.education, ids)));
}

std::vector<SeriesName> by_level(const Parameters& parameters, const std::string& name, const std::string& unit,
                                 const std::string& meaning) {
  std::vector<SeriesName> names;
  for (const Level& level : parameters.levels)
    names.push_back({name + "." + level.id, unit, meaning + ", level " + level.id});
  return names;
}

}  // namespace

Qualification::Qualification(const Parameters& parameters, Simulation& sim, SeriesBook& book, people::People& people,
                             training::Training& training, funding::Funding& funding)
    : parameters_(parameters),
      sim_(sim),
      people_(people),
      training_(training),
      funding_(funding),
      start_year_(year_of(date_of(sim.now() + Days{-1}))),  // of the date whose end the simulation begins at
      shared_root_(std::sqrt(parameters.shared_ability.value)),
      day_root_(std::sqrt(1 - parameters.shared_ability.value)),
      in_force_(parameters.incentives.size(), std::vector<bool>(people.areas().leaf_count(), false)),
      claims_(parameters.incentives.size(), std::vector<std::int64_t>(people.areas().leaf_count(), 0)),
      registration_opened_(sim.handles<RegistrationOpened>(*this)),
      registration_closed_(sim.handles<RegistrationClosed>(*this)),
      courses_held_(sim.handles<CoursesHeld>(*this)),
      exam_sat_(sim.handles<ExamSat>(*this)),
      results_published_(sim.handles<ResultsPublished>(*this)),
      certificates_issued_(sim.handles<CertificatesIssued>(*this)),
      reviewed_(sim.handles<Reviewed>(*this)),
      renewal_due_(sim.handles<RenewalDue>(*this)) {
  const auto declare_flows = [&](std::deque<Flow>& flows, const std::string& name, const std::string& meaning) {
    std::vector<Term> terms;
    for (SeriesName& of_level : by_level(parameters_, name, "people", meaning)) {
      book.add(flows.emplace_back(std::move(of_level)));
      terms.push_back(+flows.back());
    }
    book.add_sum({name, "people", meaning}, terms);
  };
  declare_flows(registered_flow_, "qualification.registered", "people registered for the exam in the period");
  declare_flows(sat_flow_, "qualification.sat", "people who came to the exam in the period");
  declare_flows(passed_flow_, "qualification.passed", "people whose results of the period complete a level");
  declare_flows(issued_flow_, "qualification.issued", "certificates issued in the period");
  declare_flows(arrived_flow_, "qualification.arrived",
                "certificates brought by people hired from elsewhere in the period");
  std::vector<Term> held_terms;
  for (std::size_t level = 0; level < level_count(); ++level) {
    Stock& held =
        held_.emplace_back(by_level(parameters_, "qualification.held", "people", "certificates ever obtained")[level]);
    book.add(held).balances({+issued_flow_[level], +arrived_flow_[level]});
    held_terms.push_back(+held);
  }
  book.add_sum({"qualification.held", "people", "certificates ever obtained, the figure statistics print"}, held_terms);

  std::uint8_t ordinal = 1;  // so that there is one before the first, for those who come again
  for (const Sitting& sitting : parameters_.sittings) ordinals_.push_back(sitting.cancelled ? ordinal : ++ordinal);

  const std::vector<people::Education>& education = people.parameters().education;
  rules_.assign(level_count(), std::vector<std::vector<std::pair<double, int>>>(education.size()));
  for (std::size_t level = 0; level < level_count(); ++level)
    for (const Eligible& rule : parameters_.levels[level].eligible) {
      check_education(rule, education);
      for (std::size_t studied = 0; studied < education.size(); ++studied)
        if (education[studied].id == rule.education)
          rules_[level][studied].emplace_back(rule.practice.value / days_per_year,
                                              rule.holding ? static_cast<int>(find_level(*rule.holding).value()) : -1);
    }

  for (std::uint32_t i = 0; i < parameters_.sittings.size(); ++i) schedule_sitting(i);
}

void Qualification::schedule_sitting(std::uint32_t i) {
  const Sitting& sitting = sitting_at(i);
  if (sitting.cancelled) return;
  const auto ahead = [&](Date date) { return start_of(date) >= sim_.now(); };
  if (ahead(sitting.registration)) {
    sim_.schedule(registration_opened_, start_of(sitting.registration), Phase::arrive, {i});
    sim_.schedule(registration_closed_, start_of(sitting.registration), Phase::decide, {i});
  }
  const Instant courses =
      std::max(start_of(sitting.sitting) + Days{-training_.before().value}, start_of(sitting.registration));
  if (ahead(sitting.sitting)) {
    if (courses >= sim_.now())  // those before the start have been held and paid
      sim_.schedule(courses_held_, courses, Phase::serve, {i});
    sim_.schedule(exam_sat_, start_of(sitting.sitting), Phase::serve, {i});
  }
  if (ahead(sitting.results)) sim_.schedule(results_published_, start_of(sitting.results), Phase::arrive, {i});
  if (ahead(sitting.certificates))
    sim_.schedule(certificates_issued_, start_of(sitting.certificates), Phase::arrive, {i});
}

std::optional<LevelId> Qualification::find_level(std::string_view id) const {
  for (std::size_t level = 0; level < level_count(); ++level)
    if (parameters_.levels[level].id == id) return LevelId(level);
  return std::nullopt;
}

Qualification::Record& Qualification::record(PersonId person) {
  if (index(person) >= records_.size()) records_.resize(std::max(people_.capacity(), index(person) + 1));
  return records_[index(person)];
}

bool Qualification::holds(PersonId person, LevelId level) const {
  if (index(person) >= records_.size()) return false;
  const Record& known = records_[index(person)];
  return !known.lapsed && (known.held >> index(level)) != 0;
}

bool Qualification::eligible(PersonId person, LevelId level, Date sitting, Credentials credentials) const {
  const Date end = last_day_of_year(sitting);
  const double years = people_.years_of_practice(person, end);
  static const Record stranger;
  const Record& known = index(person) < records_.size() ? records_[index(person)] : stranger;
  for (const auto& [needed, holding] : rules_[index(level)][people_[person].education]) {
    double counted = years;
    if (holding >= 0 && credentials == Credentials::needed) {
      if ((known.held >> holding & 1) == 0) continue;
      const std::int32_t since = known.since[static_cast<std::size_t>(holding)];
      counted = static_cast<double>(end.time_since_epoch().count() - since) / days_per_year;
    }
    // Practice counts to 31 December (rule A6); a day's grace absorbs the leap days of a mean year.
    if (counted + 1 / days_per_year >= needed) return true;
  }
  return false;
}

std::optional<LevelId> Qualification::level_to_sit(PersonId person, LevelId wanted, Date sitting) const {
  const std::uint8_t held = index(person) < records_.size() ? records_[index(person)].held : std::uint8_t{0};
  std::optional<LevelId> below, lowest, highest;
  for (auto level = static_cast<std::size_t>(std::bit_width(held)); level < level_count(); ++level) {
    if (!eligible(person, LevelId(level), sitting)) continue;
    if (level < index(wanted)) {
      below = LevelId(level);  // a step on the way
      continue;
    }
    if (!lowest) lowest = LevelId(level);
    highest = LevelId(level);
  }
  if (!lowest) return below;
  const bool high =
      lowest != highest && sim_.stream(people_[person].key, aims_high).uniform() < parameters_.aims_high.value;
  return high ? highest : lowest;
}

bool Qualification::has_credit(const Record& known, std::uint8_t at) const {
  const Level& level = parameters_.levels[index(known.level)];
  for (std::size_t s = 0; s < level.subjects.size(); ++s)
    if (known.credited_in[s] != 0 && at - known.credited_in[s] < level.credit_sittings) return true;
  return false;
}

double Qualification::difficulty(LevelId level, const Sitting& sitting) const {
  const std::uint64_t which = luck_of(sitting);
  const double common = normal_quantile(sim_.stream(EntityKey{}, paper, which).uniform());
  const double own = normal_quantile(sim_.stream(EntityKey{index(level)}, paper_of_level, which).uniform());
  const double shared = parameters_.difficulty_shared.value;
  return parameters_.difficulty_sd.value * (std::sqrt(shared) * common + std::sqrt(1 - shared) * own);
}

// ---------------------------------------------------------------------------------------------------- registration

void Qualification::call(PersonId person, LevelId wanted, Share probability) {
  calls_.push_back({person, wanted, probability});
}

void Qualification::enrol(PersonId person, LevelId level) {
  Record& known = record(person);
  if (known.level != level) known.credited_in = {};
  known.level = level;
  known.registered = true;
  known.preparation = 0;
  known.passed = 0;
  registered_.push_back(person);
  registered_flow_[index(level)].add(people_[person].area);
}

void Qualification::on(const RegistrationOpened&, Simulation&) {
  for (const Call& call : calls_) record(call.person).called = false;  // last year's
  calls_.clear();
  on_registration();
}

void Qualification::on(const RegistrationClosed& event, Simulation&) {
  registered_.clear();
  for (const Call& call : calls_) record(call.person).called = true;
  run_campaigns(sitting_at(event.sitting).registration);
  register_returning(event.sitting);
  register_called(event.sitting);
  register_talents(event.sitting);
  std::erase_if(failed_, [this](PersonId person) { return record(person).registered; });
  register_holders(event.sitting);
  register_first_time(event.sitting);
}

void Qualification::register_returning(std::uint32_t i) {
  std::vector<PersonId> failed, called_before;
  failed.swap(failed_);
  for (const PersonId person : failed) {
    Record& known = record(person);
    known.decided_in = ordinal(i);
    if (known.called) {  // the employer's call decides
      called_before.push_back(person);
      continue;
    }
    const people::Person& who = people_[person];
    const bool credit = has_credit(known, ordinal(i));
    const ByDate<Share>& share = credit ? parameters_.persistence_with_credit : parameters_.persistence;
    const double uniform = sim_.stream(who.key, register_again, ordinal(i)).uniform();
    const Reach group = who.in_profession ? Reach::profession : Reach::everybody;
    if (!who.left && uniform < encouraged(share.at(sim_.now()).value, group, who.area)) {
      enrol(person, known.level);
    } else {
      give_up(person);
    }
  }
  // Whoever does not follow the call this time may come another year.
  failed_ = std::move(called_before);
}

void Qualification::register_called(std::uint32_t i) {
  for (const Call& call : calls_) {
    const people::Person& who = people_[call.person];
    Record& known = record(call.person);
    if (known.registered || known.in_review || who.left) continue;
    const double uniform = sim_.stream(who.key, register_when_called, ordinal(i)).uniform();
    if (uniform >= encouraged(call.probability.value, Reach::staff, who.area)) continue;
    // Whoever has a subject to carry over stays with that level.
    const std::optional<LevelId> level = has_credit(known, ordinal(i))
                                             ? std::optional(known.level)
                                             : level_to_sit(call.person, call.wanted, sitting_at(i).sitting);
    if (level) enrol(call.person, *level);
  }
}

// People in the profession without a certificate whom nobody called: whoever works beside the posts of the model.
void Qualification::register_talents(std::uint32_t i) {
  const double share = parameters_.talents_register.at(sim_.now()).value;
  if (share <= 0) return;
  for (std::size_t n = 0; n < people_.capacity(); ++n) {
    const PersonId person{static_cast<std::uint32_t>(n)};
    const people::Person& who = people_[person];
    if (!who.known || !who.in_profession) continue;
    const Record& known = record(person);
    if (known.held != 0 || known.called || known.registered || known.in_review || known.decided_in == ordinal(i))
      continue;
    if (sim_.stream(who.key, register_by_oneself, ordinal(i)).uniform() >=
        encouraged(share, Reach::profession, who.area))
      continue;
    if (const auto level = level_to_sit(person, LevelId{0}, sitting_at(i).sitting)) enrol(person, *level);
  }
}

void Qualification::register_holders(std::uint32_t i) {
  const double share = parameters_.upgrades.at(sim_.now()).value;
  std::erase_if(holders_, [&](PersonId person) { return people_[person].left; });
  for (const PersonId person : holders_) {
    const Record& known = record(person);
    const std::size_t next = static_cast<std::size_t>(std::bit_width(known.held));
    if (known.registered || known.in_review || known.decided_in == ordinal(i) || next >= level_count()) continue;
    const double probability = encouraged(share, Reach::profession, people_[person].area);
    if (sim_.stream(people_[person].key, register_upgrade, ordinal(i)).uniform() >= probability) continue;
    if (eligible(person, LevelId(next), sitting_at(i).sitting)) enrol(person, LevelId(next));
  }
}

double Qualification::first_time_demand(const Sitting& sitting) const {
  const Instant at = sim_.now();
  // Logistic growth from 1 towards the ceiling, in years since the start. Source: P.-F. Verhulst (1838).
  const Demand& demand = parameters_.demand;
  const double years = static_cast<double>(year_of(date_of(at)) - start_year_);
  const double ceiling = demand.ceiling.value;
  const double growth = demand.growth.value;
  double grown = 1;
  if (growth < 0) {
    grown = std::exp(growth * years);  // a fall knows no ceiling
  } else if (ceiling > 1) {
    grown = ceiling / (1 + (ceiling - 1) * std::exp(-growth * years * ceiling / (ceiling - 1)));
  }
  const double z = normal_quantile(sim_.stream(EntityKey{}, demand_swing, luck_of(sitting)).uniform());
  const double log_sd = std::sqrt(std::log1p(demand.swing.value * demand.swing.value));
  return demand.first_time.value * grown * std::exp(log_sd * z - log_sd * log_sd / 2) * demand.drive.at(at).value;
}

LevelId Qualification::level_of_candidate(EntityKey key) const {
  double left = sim_.stream(key, level_choice).uniform();
  for (std::size_t level = 0; level + 1 < level_count(); ++level) {
    left -= parameters_.levels[level].demand.value;
    if (left < 0) return LevelId(level);
  }
  return LevelId(level_count() - 1);
}

Qualification::Entry Qualification::entry_to(const Sitting& sitting, Credentials credentials) const {
  const Days to_come = start_of(last_day_of_year(sitting.sitting)) - sim_.now();  // practised by then as well
  Entry entry{sitting.sitting, credentials, {}};
  for (const std::vector<std::vector<std::pair<double, int>>>& by_education : rules_) {
    std::vector<Days> least;
    for (const std::vector<std::pair<double, int>>& rules : by_education) {
      double years = std::numeric_limits<double>::infinity();
      for (const auto& [needed, holding] : rules)
        if (holding < 0 || credentials == Credentials::assumed) years = std::min(years, needed);
      least.push_back(Days{years * days_per_year - to_come.value - 2});  // eligible() knows to the day
    }
    entry.gates.push_back(people_.gate(least));
  }
  return entry;
}

PersonId Qualification::candidate(EntityKey key, AreaId area, LevelId level, const Entry& entry) {
  const people::PracticeGate& gate = entry.gates[index(level)];
  // Whoever registers is eligible; those who are not yet do not come, so education and practice are drawn until they fit.
  auto [person, passes] = people_.add(key, area, gate);
  for (std::uint64_t nth = 1; !passes || !eligible(person, level, entry.sitting, entry.credentials); ++nth) {
    if (nth > most_redraws)
      throw std::runtime_error(
          fmt::format("no candidate of {} draws in {} is eligible for level {}; people.education and "
                      "people.practice leave nobody who may sit it",
                      most_redraws, people_.areas()[index_of(area)].id, parameters_.levels[index(level)].id));
    passes = people_.redraw(person, nth, gate);
  }
  return person;
}

void Qualification::register_first_time(std::uint32_t i) {
  const double expected = first_time_demand(sitting_at(i));
  const double weights = people_.total_weight();
  const Entry entry = entry_to(sitting_at(i), Credentials::needed);
  for (std::size_t leaf = 0; leaf < people_.areas().leaf_count(); ++leaf) {
    const AreaId area{static_cast<std::uint16_t>(leaf)};
    const std::string& id = people_.areas()[leaf].id;
    const double mean = expected * odds(Reach::everybody, area) * people_.parameters().weight[area].value / weights;
    const EntityKey area_key = key_of(id, Cohort::area, 0, 0);
    const EntityKey cohort = key_of(area_key, Cohort::candidate, luck_of(sitting_at(i)));
    Stream luck = sim_.stream(area_key, first_time, luck_of(sitting_at(i)));
    const auto count = static_cast<std::uint64_t>(Distribution::poisson(mean).sample(luck));
    for (std::uint64_t seat = 0; seat < count; ++seat) {
      const EntityKey key = key_of(cohort, Cohort::candidate, seat);
      const LevelId level = level_of_candidate(key);
      enrol(candidate(key, area, level, entry), level);
    }
  }
}

// ---------------------------------------------------------------------------------------------- courses, exam, results

void Qualification::on(const CoursesHeld&, Simulation&) {
  training_.announce_courses();
  for (const bool called_first : {true, false})
    for (const PersonId person : registered_) {
      Record& known = record(person);
      if (known.called != called_first) continue;
      if (training_.take_seat(people_[person].area)) known.preparation += static_cast<float>(training_.effect());
    }
}

void Qualification::session_held() {
  // Who has no certificate comes first, then by lot: a person's place depends on nobody else's.
  std::vector<std::tuple<bool, double, PersonId>> row;
  const auto day = static_cast<std::uint64_t>(day_number(sim_.now()));
  for (std::size_t n = 0; n < people_.capacity(); ++n) {
    const PersonId person{static_cast<std::uint32_t>(n)};
    const people::Person& who = people_[person];
    if (who.known && who.in_profession)
      row.emplace_back(record(person).held != 0, sim_.stream(who.key, session_seat, day).uniform(), person);
  }
  std::sort(row.begin(), row.end());
  for (const auto& [certified, lot, person] : row) {
    if (!training_.seats_left()) return;
    training_.attend(person, people_[person].area);
  }
}

Qualification::Paper Qualification::paper_of(LevelId level, double difficulty) const {
  Paper paper;
  const std::vector<Subject>& subjects = parameters_.levels[index(level)].subjects;
  for (std::size_t s = 0; s < subjects.size(); ++s)
    paper.ease[s] = normal_quantile(subjects[s].passes.at(sim_.now()).value) - difficulty;
  return paper;
}

// One-factor probit: a result is √r of the person's ability and √(1 − r) of the day, both standard normal, and passes above the
// paper's threshold. Source: F. M. Lord and M. R. Novick, Statistical Theories of Mental Test Scores (1968), ch. 16.
bool Qualification::pass_subjects(PersonId person, std::uint8_t at, const Paper& paper, Stream& luck) {
  Record& known = record(person);
  const Level& level = parameters_.levels[index(known.level)];
  const double own = shared_root_ * static_cast<double>(people_[person].ability) +
                     static_cast<double>(known.preparation) + parameters_.learning.value * known.attempts;
  bool all = true;
  for (std::size_t s = 0; s < level.subjects.size(); ++s) {
    const double uniform = luck.uniform();
    if (known.credited_in[s] != 0 && at - known.credited_in[s] < level.credit_sittings) continue;
    known.credited_in[s] = uniform < normal_cdf((paper.ease[s] + own) / day_root_) ? at : std::uint8_t{0};
    all = all && known.credited_in[s] != 0;
    if (!all && level.credit_sittings == 1) break;  // nothing is carried over
  }
  return all;
}

void Qualification::sit(PersonId person, std::uint32_t i, const Paper& paper) {
  Record& known = record(person);
  const Instant now = sim_.now();
  Stream luck = sim_.stream(people_[person].key, exam, ordinal(i));
  const bool admitted = luck.uniform() >= parameters_.refused.at(now).value;
  const ByDate<Share>& attendance = known.called ? parameters_.attendance_called : parameters_.attendance;
  const bool came = luck.uniform() < attendance.at(now).value;
  if (!admitted || !came) return;
  known.preparation += static_cast<float>(training_.take_preparation(person));
  sat_flow_[index(known.level)].add(people_[person].area);
  claim_incentives(person, known.level, PaidOn::exam, known.called);
  known.passed = pass_subjects(person, ordinal(i), paper, luck) ? 1 : 0;
  if (known.attempts < 255) ++known.attempts;
}

void Qualification::hold_exam(std::uint32_t i) {
  std::array<Paper, most_levels> papers{};
  for (std::size_t level = 0; level < level_count(); ++level)
    papers[level] = paper_of(LevelId(level), difficulty(LevelId(level), sitting_at(i)));
  for (const PersonId person : registered_) sit(person, i, papers[index(record(person).level)]);
}

void Qualification::on(const ExamSat& event, Simulation&) {
  hold_exam(event.sitting);
  pay_incentives();
}

void Qualification::on(const ResultsPublished&, Simulation& sim) {
  for (const PersonId person : registered_) {
    Record& known = record(person);
    known.registered = false;
    if (known.passed == 0) {
      failed_.push_back(person);
      continue;
    }
    known.passed = 0;
    known.credited_in = {};
    known.attempts = 0;
    const LevelId level = known.level;
    passed_flow_[index(level)].add(people_[person].area);
    if (const std::optional<Review>& panel = parameters_.levels[index(level)].review) {
      known.in_review = true;
      sim.schedule(reviewed_, sim.now() + panel->takes, Phase::arrive, {person, level});
    } else {
      passed_.emplace_back(person, level);
    }
  }
  registered_.clear();
}

void Qualification::forget(PersonId person) {
  record(person) = Record{};  // the id may come again
  people_.forget(person);
}

void Qualification::give_up(PersonId person) {
  Record& known = record(person);
  known.credited_in = {};
  const people::Person& who = people_[person];
  // Staff without a certificate are in the profession and stay known; a candidate from outside is forgotten.
  if (!who.in_profession && !who.left && known.held == 0) forget(person);
}

// ------------------------------------------------------------------------------------------------- certificates

void Qualification::on(const CertificatesIssued&, Simulation&) {
  for (const auto& [person, level] : passed_) issue(person, level);
  passed_.clear();
  pay_incentives();
}

void Qualification::on(const Reviewed& event, Simulation& sim) {
  record(event.person).in_review = false;
  const double uniform =
      sim.stream(people_[event.person].key, review,
                 static_cast<std::uint64_t>(day_number(sim.now())) * most_levels + index(event.level))
          .uniform();
  if (uniform < parameters_.levels[index(event.level)].review->passes.value) issue(event.person, event.level);
  pay_incentives();
}

void Qualification::hold(PersonId person, LevelId level, Date since) {
  Record& known = record(person);
  known.held = static_cast<std::uint8_t>(known.held | (1U << index(level)));
  known.since[index(level)] = static_cast<std::int32_t>(since.time_since_epoch().count());
  known.lapsed = false;
  held_[index(level)].step(people_[person].area, 1);
}

void Qualification::issue(PersonId person, LevelId level) {
  const bool first = record(person).held == 0;
  claim_incentives(person, level, PaidOn::certificate, record(person).called);
  issued_flow_[index(level)].add(people_[person].area);
  hold(person, level, date_of(sim_.now()));
  if (people_[person].left) return;  // the certificate counts as held, the person no longer as active
  if (!people_[person].in_profession) people_.enter(person);
  people_.set_qualified(person, true);
  if (first) holders_.push_back(person);
  schedule_renewal(person, date_of(sim_.now()));
  on_qualified(person);
}

void Qualification::arrive_with(PersonId person, LevelId level) {
  record(person) = Record{};
  arrived_flow_[index(level)].add(people_[person].area);
  hold(person, level, date_of(sim_.now()));
  people_.set_qualified(person, true);
  holders_.push_back(person);
  schedule_renewal(person, date_of(sim_.now()));
}

void Qualification::schedule_renewal(PersonId person, Date since) {
  const Renewal& renewal = parameters_.renewal;
  if (!renewal.lapses) return;
  Instant due = start_of(since) + renewal.first;
  while (due < sim_.now()) due = due + renewal.valid;
  plan_renewal(person, due);
}

void Qualification::plan_renewal(PersonId person, Instant due) {
  record(person).renewal = day_number(due);
  sim_.schedule(renewal_due_, due, Phase::deadline, {person, day_number(due)});
}

void Qualification::on(const RenewalDue& event, Simulation& sim) {
  Record& known = record(event.person);
  if (known.renewal != event.day || people_[event.person].left) return;
  const auto nth = static_cast<std::uint64_t>(event.day);
  const bool renewed = sim.stream(people_[event.person].key, renews, nth).uniform() < parameters_.renewal.renews.value;
  plan_renewal(event.person, sim.now() + parameters_.renewal.valid);  // who let it lapse may renew it the next time
  if (renewed != known.lapsed) return;                                // as before
  known.lapsed = !renewed;
  people_.set_qualified(event.person, renewed);
  (renewed ? on_qualified : on_lapsed)(event.person);
}

}  // namespace muster::qualification
