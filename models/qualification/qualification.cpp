#include "models/qualification/qualification.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/parameters/parameter_sets.hpp"
#include "engine/text/text.hpp"

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
constexpr Purpose common_difficulty = purpose("qualification.difficulty");
constexpr Purpose paper_of_level = purpose("qualification.difficulty.level");
constexpr Purpose review = purpose("qualification.review");
constexpr Purpose session_seat = purpose("qualification.session_seat");
constexpr Purpose renews = purpose("qualification.renewal");

void check_education(const Level& level, const Eligible& rule, const std::vector<people::Education>& known) {
  std::vector<std::string> ids;
  for (const people::Education& education : known) ids.push_back(education.id);
  if (std::find(ids.begin(), ids.end(), rule.education) == ids.end())
    throw InconsistentParameter(
        fmt::format("qualification.levels.{}.eligible.{}.education", level.id, rule.id),
        tr("the rule {} of qualification.levels names the education `{}`, which is not in people.education{}", rule.id,
           rule.education, nearest_hint(rule.education, ids)));
}

// @param title, meaning  each with a placeholder for the level
std::vector<SeriesName> by_level(const Parameters& parameters, const std::string& name, std::string_view title,
                                 std::string_view meaning) {
  std::vector<SeriesName> names;
  for (const Level& level : parameters.levels) {
    const LocalizedText named{level.title, level.english};
    names.push_back({name + "." + level.id, "people", Text::filled(title, named), Text::filled(meaning, named)});
  }
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
      start_year_(year_of(date_of(sim.now() + Days{-1}))),  // of the date at whose end the simulation begins
      shared_root_(std::sqrt(parameters.shared_ability.value)),
      per_day_root_(1 / std::sqrt(1 - parameters.shared_ability.value)),
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
  const auto declare_flows = [&](std::deque<Flow>& flows, const std::string& name, const char* title,
                                 const char* meaning, const char* title_of_level, const char* meaning_of_level) {
    std::vector<Term> terms;
    for (SeriesName& series : by_level(parameters_, name, title_of_level, meaning_of_level)) {
      book.add(flows.emplace_back(std::move(series)));
      terms.push_back(+flows.back());
    }
    book.add_sum({name, "people", title, meaning}, terms);
  };
  declare_flows(registered_flow_, "qualification.registered", "registered for the exam",
                "people registered for the exam in the period", tr_noop("registered: {}"),
                tr_noop("people registered for the exam in the period, level {}"));
  declare_flows(sat_flow_, "qualification.sat", "came to the exam", "people who came to the exam in the period",
                tr_noop("came to the exam: {}"), tr_noop("people who came to the exam in the period, level {}"));
  declare_flows(passed_flow_, "qualification.passed", "passed the exam",
                "people who completed a level, by the results that came out in the period", tr_noop("passed: {}"),
                tr_noop("people who completed a level, by the results that came out in the period, level {}"));
  declare_flows(issued_flow_, "qualification.issued", "newly certified", "certificates issued in the period",
                tr_noop("certified: {}"), tr_noop("certificates issued in the period, level {}"));
  declare_flows(arrived_flow_, "qualification.arrived", "certified from elsewhere",
                "certificates brought by people hired from elsewhere in the period", tr_noop("from elsewhere: {}"),
                tr_noop("certificates brought by people hired from elsewhere in the period, level {}"));
  std::vector<Term> held_terms;
  for (std::size_t level = 0; level < level_count(); ++level) {
    Stock& held = held_.emplace_back(by_level(parameters_, "qualification.held", tr_noop("ever obtained: {}"),
                                              tr_noop("certificates ever obtained, level {}"))[level]);
    book.add(held).balances({+issued_flow_[level], +arrived_flow_[level]});
    held_terms.push_back(+held);
  }
  book.add_sum({"qualification.held", "people", "certificates ever obtained",
                "certificates ever obtained, as official statistics count them"},
               held_terms);

  double demand = 0;
  for (std::size_t level = 0; level + 1 < level_count(); ++level)
    demand_up_to_.push_back(demand += parameters_.levels[level].demand.value);

  Ordinal ordinal = 1;  // so that an ordinal is free before the first sitting, for people who come again
  for (const Sitting& sitting : parameters_.sittings) ordinals_.push_back(sitting.cancelled ? ordinal : ++ordinal);

  const std::vector<people::Education>& education = people.parameters().education;
  rules_.assign(level_count(), std::vector<std::vector<std::pair<double, int>>>(education.size()));
  for (std::size_t level = 0; level < level_count(); ++level)
    for (const Eligible& rule : parameters_.levels[level].eligible) {
      check_education(parameters_.levels[level], rule, education);
      for (std::size_t studied = 0; studied < education.size(); ++studied)
        if (education[studied].id == rule.education)
          rules_[level][studied].emplace_back(rule.practice.value / days_per_year,
                                              rule.holding ? static_cast<int>(find_level(*rule.holding).value()) : -1);
    }

  for (std::uint32_t i = 0; i < parameters_.sittings.size(); ++i) schedule_sitting(i);

  check_holders();
  check_last_sitting();
  check_sitting_under_way();
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
    if (courses >= sim_.now())  // courses before the start have been held and paid
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
  if (index(person) >= records_.size()) [[unlikely]]
    records_.grow_to(people_.count());
  return records_[index(person)];
}

bool Qualification::holds(PersonId person, LevelId level) const {
  if (index(person) >= records_.size()) return false;
  const Record& known = records_[index(person)];
  return !known.lapsed && (known.held >> index(level)) != 0;
}

std::vector<PersonId> Qualification::holders() const {
  std::vector<PersonId> found;
  for (std::uint32_t n = 0; n < records_.size(); ++n)
    if (records_[n].held != 0 && !people_[PersonId{n}].left) found.push_back(PersonId{n});
  return found;
}

bool Qualification::eligible(PersonId person, LevelId level, Date sitting, Credentials credentials) const {
  static const Record stranger;
  const Record& known = index(person) < records_.size() ? records_[index(person)] : stranger;
  const people::Person& who = people_[person];
  return eligible(known, who.education, who.practice_since, level, sitting, credentials);
}

bool Qualification::eligible(const Record& known, std::uint8_t education, std::int32_t practice_since, LevelId level,
                             Date sitting, Credentials credentials) const {
  const auto end = static_cast<double>(last_day_of_year(sitting).time_since_epoch().count());
  for (const auto& [needed, holding] : rules_[index(level)][education]) {
    double since = practice_since;
    if (holding >= 0 && credentials == Credentials::needed) {
      if ((known.held >> holding & 1) == 0) continue;
      since = known.since[static_cast<std::size_t>(holding)];
    }
    // Practice counts to 31 December (rule A6). One day is added, because mean and calendar years differ by leap
    // days.
    if ((end - since + 1) / days_per_year >= needed) return true;
  }
  return false;
}

std::optional<LevelId> Qualification::level_to_sit(PersonId person, LevelId wanted, Date sitting) const {
  const std::uint8_t held = index(person) < records_.size() ? records_[index(person)].held : std::uint8_t{0};
  std::optional<LevelId> below, lowest, highest;
  for (auto level = static_cast<std::size_t>(std::bit_width(held)); level < level_count(); ++level) {
    if (!eligible(person, LevelId(level), sitting)) continue;
    if (level < index(wanted)) {
      below = LevelId(level);  // a level on the way to the one wanted
      continue;
    }
    if (!lowest) lowest = LevelId(level);
    highest = LevelId(level);
  }
  if (!lowest) return below;
  const bool high = lowest != highest && sim_.uniform(people_[person].key, aims_high) < parameters_.aims_high.value;
  return high ? highest : lowest;
}

double Qualification::difficulty(LevelId level, const Sitting& sitting) const {
  const std::uint64_t which = stream_number(sitting);
  const double common = normal_quantile(sim_.uniform(EntityKey{}, common_difficulty, which));
  const double own = normal_quantile(sim_.uniform(EntityKey{index(level)}, paper_of_level, which));
  const double shared = parameters_.difficulty_shared.value;
  return parameters_.difficulty_sd.value * (std::sqrt(shared) * common + std::sqrt(1 - shared) * own);
}

// ---------------------------------------------------------------------------------------------------- registration

void Qualification::call(PersonId person, LevelId wanted, Share probability) {
  calls_.push_back({person, wanted, probability});
}

template <class Known>
bool Qualification::has_credit(const Known& known, Ordinal at) const {
  const int sittings = parameters_.levels[index(known.level)].credit_sittings;
  unsigned credits = 0;  // summed without early exit, because mispredicted branches would cost more
  for (const Ordinal credited : known.credited_in)
    credits += static_cast<unsigned>(credited != 0) & static_cast<unsigned>(at - credited < sittings);
  return credits != 0;
}

void Qualification::enrol(PersonId person, LevelId level, Ordinal at) {
  Record& known = record(person);
  if (known.level != level) known.credited_in = {};
  known.level = level;
  known.registered = true;
  const people::Person& who = people_[person];
  Candidate candidate{who.key, people_.ability(person)};
  candidate.person = person;
  candidate.area = who.area;
  candidate.weight = who.weight;
  candidate.credited_in = known.credited_in;
  candidate.level = level;
  candidate.attempts = known.attempts;
  candidate.called = known.called_to == at;
  enrol(candidate, at);
}

void Qualification::enrol(const Candidate& candidate, Ordinal at) {
  if (sim_.follows(candidate.key)) record_registered(candidate, at, false);
  registered_.push_back(candidate);
  registered_flow_[index(candidate.level)].add(candidate.area, count_of(candidate.weight));
}

void Qualification::on(const RegistrationOpened&, Simulation&) {
  calls_.clear();
  on_registration();
}

void Qualification::on(const RegistrationClosed& event, Simulation&) {
  for (const Call& call : calls_) record(call.person).called_to = ordinal(event.sitting);
  run_campaigns(sitting_at(event.sitting).registration);
  register_returning(event.sitting);
  register_called(event.sitting);
  register_talents(event.sitting);
  std::erase_if(failed_, [this](const Candidate& candidate) { return record(candidate.person).registered; });
  register_holders(event.sitting);
  register_first_time(event.sitting);
}

// Turns the list of those who failed into the list of those registered, in place. People who give up are removed; a
// candidate from outside who gives up ceases to exist.
void Qualification::register_returning(std::uint32_t i) {
  const Instant now = sim_.now();
  const Ordinal at = ordinal(i);
  const auto shares = [&](Reach group) {
    return std::array<Shares, 2>{encouraged(parameters_.persistence.at(now).value, group),
                                 encouraged(parameters_.persistence_with_credit.at(now).value, group)};
  };
  const std::array<Shares, 2> from_outside = shares(Reach::everybody), in_profession = shares(Reach::profession);
  registered_.clear();
  registered_.swap(failed_);
  std::size_t kept = 0;
  for (std::size_t n = 0; n < registered_.size(); ++n) {
    prefetch(registered_, n);
    Candidate& candidate = registered_[n];
    const bool outside = candidate.person == nobody;
    if (!outside) {
      Record& known = record(candidate.person);
      known.decided_in = at;
      if (known.called_to ==
          at) {  // the employer's call decides; a person who does not follow it may come another year
        failed_.push_back(candidate);
        continue;
      }
    }
    const Shares& share = (outside ? from_outside : in_profession)[has_credit(candidate, at) ? 1 : 0];
    const double uniform = sim_.uniform(candidate.key, register_again, at);
    const bool comes = uniform < share[index_of(candidate.area)] && (outside || !people_[candidate.person].left);
    if (!outside) {
      Record& known = record(candidate.person);
      known.registered = comes;
      if (!comes) known.credited_in = {};
    }
    if (sim_.follows(candidate.key) && !comes) record_registered_not(candidate, at);
    if (!comes) continue;
    candidate.weight = weight_of(candidate);
    candidate.preparation = 0;
    candidate.called = false;
    if (sim_.follows(candidate.key)) record_registered(candidate, at, true);
    registered_flow_[index(candidate.level)].add(candidate.area, count_of(candidate.weight));
    registered_[kept++] = candidate;
  }
  registered_.resize(kept);
}

void Qualification::register_called(std::uint32_t i) {
  for (const Call& call : calls_) {
    const people::Person& who = people_[call.person];
    const Record& known = record(call.person);
    if (known.registered || known.in_review || who.left) continue;
    const double uniform = sim_.uniform(who.key, register_when_called, ordinal(i));
    if (uniform >= encouraged(call.probability.value, Reach::staff, who.area)) {
      if (sim_.follows(who.key))
        sim_.record(tr("is called to the exam of {} by the employer and does not register", sitting_at(i).id));
      continue;
    }
    // A person with a subject to carry over stays with that level.
    const std::optional<LevelId> level = has_credit(known, ordinal(i))
                                             ? std::optional(known.level)
                                             : level_to_sit(call.person, call.wanted, sitting_at(i).sitting);
    if (level) {
      enrol(call.person, *level, ordinal(i));
    } else if (sim_.follows(who.key)) {
      sim_.record(tr("is called to the exam of {} by the employer and may not sit it yet", sitting_at(i).id));
    }
  }
}

// People in the profession without a certificate who were not called, because they work outside the model's posts.
void Qualification::register_talents(std::uint32_t i) {
  const Ordinal at = ordinal(i);
  const double share = parameters_.talents_register.at(sim_.now()).value;
  if (share <= 0) return;
  const Shares shares = encouraged(share, Reach::profession);
  for (std::uint32_t n = 0; n < people_.count(); ++n) {
    const PersonId person{n};
    const people::Person& who = people_[person];
    if (who.left) continue;
    const Record& known = record(person);
    if (known.held != 0 || known.called_to == at || known.registered || known.in_review || known.decided_in == at)
      continue;
    if (sim_.uniform(who.key, register_by_oneself, at) >= shares[index_of(who.area)]) continue;
    if (const auto level = level_to_sit(person, LevelId{0}, sitting_at(i).sitting)) enrol(person, *level, at);
  }
}

void Qualification::register_holders(std::uint32_t i) {
  const Ordinal at = ordinal(i);
  const Shares shares = encouraged(parameters_.upgrades.at(sim_.now()).value, Reach::profession);
  for (std::uint32_t n = 0; n < records_.size(); ++n) {
    const Record& known = records_[n];
    const auto next = static_cast<std::size_t>(std::bit_width(known.held));
    if (known.held == 0 || next >= level_count()) continue;
    if (known.registered || known.in_review || known.decided_in == at) continue;
    const PersonId person{n};
    const people::Person& who = people_[person];
    if (who.left || sim_.uniform(who.key, register_upgrade, at) >= shares[index_of(who.area)]) continue;
    if (eligible(person, LevelId(next), sitting_at(i).sitting)) enrol(person, LevelId(next), at);
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
    grown = std::exp(growth * years);  // a decline has no limit
  } else if (ceiling > 1) {
    grown = ceiling / (1 + (ceiling - 1) * std::exp(-growth * years * ceiling / (ceiling - 1)));
  }
  const double z = normal_quantile(sim_.uniform(EntityKey{}, demand_swing, stream_number(sitting)));
  const double log_sd = std::sqrt(std::log1p(demand.swing.value * demand.swing.value));
  return demand.first_time.value * grown * std::exp(log_sd * z - log_sd * log_sd / 2) * demand.drive.at(at).value;
}

LevelId Qualification::level_for(double uniform) const {
  std::size_t level = 0;
  for (const double up_to : demand_up_to_) level += uniform >= up_to ? 1 : 0;
  return LevelId(level);
}

// Candidates from outside are drawn among the eligible only.
Qualification::Admissions Qualification::admitted(std::uint32_t i, Credentials credentials) const {
  const Date sitting = sitting_at(i).sitting;
  const Days to_come = start_of(last_day_of_year(sitting)) - sim_.now();  // practice up to then counts as well
  Admissions made;
  for (const std::vector<std::vector<std::pair<double, int>>>& by_education : rules_) {
    std::vector<Days> least;
    for (const std::vector<std::pair<double, int>>& rules : by_education) {
      double years = std::numeric_limits<double>::infinity();
      for (const auto& [needed, holding] : rules)
        if (holding < 0 || credentials == Credentials::assumed) years = std::min(years, needed);
      least.push_back(Days{years * days_per_year - to_come.value - 1});  // one day added, as in eligible()
    }
    made.push_back(people_.admission(least));
  }
  return made;
}

void Qualification::admit(std::uint32_t i, Credentials credentials) {
  if (admissions_.size() <= ordinal(i)) admissions_.resize(ordinal(i) + std::size_t{1});
  admissions_[ordinal(i)] = admitted(i, credentials);
}

void Qualification::refuse_candidates(LevelId level, AreaId area) const {
  throw InconsistentParameter(
      fmt::format("qualification.levels.{}.eligible", parameters_.levels[index(level)].id),
      tr("no candidate in {} is eligible for the level of {}; with people.education, people.age and people.practice "
         "as they are, nobody may sit it",
         people_.areas().title(index_of(area)), name_of(level)));
}

// Random numbers that create a candidate, in this order: ability, level, and, when needed, background.
Qualification::Candidate Qualification::from_outside(EntityKey key, AreaId area, Weight weight, Ordinal at) const {
  Stream birth = people_.birth(key);
  Candidate candidate{key, people::People::ability(birth)};
  candidate.area = area;
  candidate.weight = weight;
  candidate.level = level_for(birth.uniform());
  candidate.entered_in = at;
  if (admissions_[at][index(candidate.level)].empty()) refuse_candidates(candidate.level, area);
  return candidate;
}

void Qualification::register_first_time(std::uint32_t i) {
  const double expected = first_time_demand(sitting_at(i));
  const double weights = people_.total_weight();
  admit(i, Credentials::needed);
  // Memory is reserved once for years to come, because copying a list of millions takes long. Pages never touched
  // cost nothing.
  const std::size_t coming = people_.simulated(static_cast<std::int64_t>(std::ceil(expected)));
  if (registered_.capacity() < registered_.size() + coming) registered_.reserve(2 * (registered_.size() + coming));
  for (std::size_t leaf = 0; leaf < people_.areas().leaf_count(); ++leaf) {
    const AreaId area{static_cast<std::uint16_t>(leaf)};
    const std::string& id = people_.areas()[leaf].id;
    const double mean = expected * odds(Reach::everybody, area) * people_.parameters().weight[area].value / weights;
    const EntityKey area_key = key_of(id, Cohort::area, 0, 0);
    const EntityKey cohort = key_of(area_key, Cohort::candidate, stream_number(sitting_at(i)));
    Stream random = sim_.stream(area_key, first_time, stream_number(sitting_at(i)));
    const auto count = static_cast<std::int64_t>(Distribution::poisson(mean).sample(random));
    people_.for_each_of(count, [&](std::uint64_t seat, Weight weight) {
      enrol(from_outside(key_of(cohort, Cohort::candidate, seat), area, weight, ordinal(i)), ordinal(i));
    });
  }
}

// -------------------------------------------------------------------------------------------- courses, exam, results

void Qualification::on(const CoursesHeld&, Simulation&) {
  training_.announce_courses();
  give_seats(true);
  give_seats(false);
}

void Qualification::give_seats(bool called) {
  if (!training_.has_courses()) return;
  for (std::size_t n = 0; n < registered_.size(); ++n) {
    Candidate& candidate = registered_[n];
    if (candidate.called != called) continue;
    const int people = static_cast<int>(weight_of(candidate));
    const int seats = training_.take_seats(candidate.area, people);
    if (seats == 0) continue;
    if (sim_.follows(candidate.key)) sim_.record(tr("takes a preparation course"));
    Candidate others = candidate;
    candidate.weight = Weight(seats);
    candidate.preparation += static_cast<float>(training_.effect());
    if (seats == people) continue;
    // The course does not have seats for all people of this candidate, so the candidate is split.
    others.weight = Weight(people - seats);
    if (others.person != nobody) {
      others.person = split(others.person, others.weight);
      record(others.person).registered = true;
    }
    registered_.push_back(others);
  }
}

void Qualification::session_held() {
  // People without a certificate come first; within each group the order is random, by a number of each person's
  // own.
  std::vector<std::tuple<bool, double, PersonId>> row;
  const auto day = static_cast<std::uint64_t>(day_number(sim_.now()));
  for (std::uint32_t n = 0; n < people_.count(); ++n) {
    const PersonId person{n};
    const people::Person& who = people_[person];
    if (!who.left) row.emplace_back(record(person).held != 0, sim_.uniform(who.key, session_seat, day), person);
  }
  std::sort(row.begin(), row.end());
  for (const auto& [certified, lot, person] : row) {
    if (!training_.seats_left()) return;
    const int people = static_cast<int>(people_[person].weight);
    const int seated = training_.attend(person, people_[person].area, people);
    if (seated > 0 && sim_.follows(people_[person].key)) sim_.record(tr("sits in a training session"));
    if (seated > 0 && seated < people) split(person, Weight(people - seated));
  }
}

Qualification::Paper Qualification::paper_of(LevelId level, double difficulty) const {
  const Instant now = sim_.now();
  Paper paper;
  const std::vector<Subject>& subjects = parameters_.levels[index(level)].subjects;
  paper.subjects = static_cast<std::uint8_t>(subjects.size());
  paper.credit_sittings = parameters_.levels[index(level)].credit_sittings;
  for (std::size_t s = 0; s < subjects.size(); ++s)
    paper.ease[s] = normal_quantile(subjects[s].passes.at(now).value) - difficulty;
  paper.refused = parameters_.refused.at(now).value;
  for (const bool called : {false, true}) {
    const ByDate<Share>& attendance = called ? parameters_.attendance_called : parameters_.attendance;
    paper.comes[called ? 1 : 0] = paper.refused + (1 - paper.refused) * attendance.at(now).value;
  }
  return paper;
}

// One-factor probit: a result is √r · the person's ability + √(1 − r) · a deviation of the day, both standard
// normal; the subject is passed if the result is above the paper's threshold. Source: F. M. Lord and M. R. Novick,
// Statistical Theories of Mental Test Scores (1968), ch. 16.
bool Qualification::pass_subjects(Candidate& candidate, Ordinal at, const Paper& paper, Stream& random) const {
  const double own = shared_root_ * static_cast<double>(candidate.ability) +
                     static_cast<double>(candidate.preparation) + parameters_.learning.value * candidate.attempts;
  int missing = 0;
  for (std::size_t s = 0; s < paper.subjects; ++s) {
    const bool passes = below_normal_cdf(random.uniform(), (paper.ease[s] + own) * per_day_root_);
    Ordinal& credited = candidate.credited_in[s];
    const bool holds = credited != 0 && at - credited < paper.credit_sittings;
    credited = holds ? credited : passes ? at : Ordinal{0};
    missing += credited == 0 ? 1 : 0;
  }
  return missing == 0;
}

bool Qualification::sit(Candidate& candidate, Ordinal at, const Paper& paper, Instant day) {
  Stream random = sim_.stream(candidate.key, exam, at);
  const double uniform = random.uniform();
  if (uniform < paper.refused || uniform >= paper.comes[candidate.called ? 1 : 0]) {
    if (sim_.follows(candidate.key)) record_not_sat(candidate, at, uniform < paper.refused);
    return false;
  }
  if (candidate.person != nobody && training_.has_prepared())
    candidate.preparation += static_cast<float>(training_.take_preparation(candidate.person));
  sat_flow_[index(candidate.level)].add(candidate.area, count_of(weight_of(candidate)));
  claim_incentives(candidate, PaidOn::exam, day);
  const bool passes = pass_subjects(candidate, at, paper, random);
  if (sim_.follows(candidate.key)) record_results(candidate, at, passes);
  ++candidate.attempts;
  return passes;
}

// Candidates who pass are moved to another list at once and the others close up, so that a list of millions is
// traversed once only. The results are published later.
void Qualification::hold_exam(std::uint32_t i) {
  std::array<Paper, most_levels> papers{};
  for (std::size_t level = 0; level < level_count(); ++level)
    papers[level] = paper_of(LevelId(level), difficulty(LevelId(level), sitting_at(i)));
  const Instant day = start_of(sitting_at(i).sitting);
  std::size_t failed = 0;
  for (std::size_t n = 0; n < registered_.size(); ++n) {
    prefetch(registered_, n);
    Candidate& candidate = registered_[n];
    const bool passes = sit(candidate, ordinal(i), papers[index(candidate.level)], day);
    if (candidate.person != nobody) {
      Record& known = record(candidate.person);
      known.credited_in = passes ? decltype(known.credited_in){} : candidate.credited_in;
      known.attempts = passes ? Ordinal{0} : candidate.attempts;
      // Those who pass stay registered until the results; no other registration closes before, so it may end for
      // the others.
      known.registered = passes;
    }
    registered_[failed] = candidate;
    if (passes)
      passed_.push_back(candidate);
    else
      ++failed;
  }
  registered_.resize(failed);
}

void Qualification::on(const ExamSat& event, Simulation&) {
  hold_exam(event.sitting);
  pay_incentives();
}

void Qualification::on(const ResultsPublished&, Simulation& sim) {
  registered_.insert(registered_.end(), failed_.begin(), failed_.end());
  failed_.swap(registered_);
  registered_.clear();
  std::size_t to_issue = 0;
  for (std::size_t n = 0; n < passed_.size(); ++n) {
    prefetch(passed_, n);
    const Candidate& candidate = passed_[n];
    passed_flow_[index(candidate.level)].add(candidate.area, count_of(weight_of(candidate)));
    const std::optional<Review>& panel = parameters_.levels[index(candidate.level)].review;
    if (candidate.person != nobody) {
      record(candidate.person).registered = false;
      record(candidate.person).in_review = panel.has_value();
    }
    if (!panel) {
      passed_[to_issue++] = candidate;
      continue;
    }
    if (free_in_review_.empty()) {
      free_in_review_.push_back(static_cast<std::uint32_t>(in_review_.size()));
      in_review_.emplace_back();
    }
    const std::uint32_t place = free_in_review_.back();
    free_in_review_.pop_back();
    in_review_[place] = candidate;
    if (sim.follows(candidate.key)) sim_.record(tr("goes before the review panel"));
    sim.schedule(reviewed_, sim.now() + panel->takes, Phase::arrive, {place});
  }
  passed_.resize(to_issue);
}

// ------------------------------------------------------------------------------------------------- certificates

void Qualification::on(const CertificatesIssued&, Simulation&) {
  for (std::size_t n = 0; n < passed_.size(); ++n) {
    prefetch(passed_, n);
    issue(passed_[n]);
  }
  passed_.clear();
  pay_incentives();
}

void Qualification::on(const Reviewed& event, Simulation& sim) {
  const Candidate candidate = in_review_[event.place];
  free_in_review_.push_back(event.place);
  if (candidate.person != nobody) record(candidate.person).in_review = false;
  const double uniform = sim.uniform(
      candidate.key, review, static_cast<std::uint64_t>(day_number(sim.now())) * most_levels + index(candidate.level));
  const bool passes = uniform < parameters_.levels[index(candidate.level)].review->passes.value;
  if (sim.follows(candidate.key)) sim_.record(passes ? tr("passes the review") : tr("does not pass the review"));
  if (passes) issue(candidate);
  pay_incentives();
}

// Some of the people that the candidate stands for may have been split off into posts since.
Weight Qualification::weight_of(const Candidate& candidate) const {
  const bool may_have_split = candidate.person != nobody && candidate.weight != one_person;
  return may_have_split ? people_[candidate.person].weight : candidate.weight;
}

// Candidates' persons are scattered in memory, so they are prefetched some candidates ahead.
void Qualification::prefetch(const Candidates& row, std::size_t n) const {
  constexpr std::size_t ahead = 12;
  if (n + ahead >= row.size()) return;
  const PersonId person = row[n + ahead].person;
  if (person == nobody) return;
  __builtin_prefetch(&records_[index(person)], 1);
  people_.prefetch(person);
}

PersonId Qualification::split(PersonId person, Weight weight) {
  const PersonId part = people_.split(person, weight);
  record(part) = record(person);
  records_[index(part)].registered = records_[index(part)].in_review = false;
  if (const std::int32_t renewal = records_[index(part)].renewal; renewal != 0) {
    const Instant due = start_of(Date{std::chrono::days{renewal}});
    sim_.schedule(renewal_due_, std::max(due, sim_.now()), Phase::deadline, {part, renewal});
  }
  return part;
}

PersonId Qualification::single(PersonId person) {
  return people_[person].weight == one_person ? person : split(person, one_person);
}

void Qualification::obtain(PersonId person, LevelId level, Date since) {
  Record& known = record(person);
  known.held = (known.held | 1U << index(level)) & ((1U << most_levels) - 1);
  known.since[index(level)] = static_cast<std::int32_t>(since.time_since_epoch().count());
  known.lapsed = false;
}

void Qualification::issue(const Candidate& candidate) {
  const LevelId level = candidate.level;
  const double count = count_of(weight_of(candidate));
  const Date today = date_of(sim_.now());
  if (sim_.follows(candidate.key)) record_certificate(level, sim_.now());
  claim_incentives(candidate, PaidOn::certificate, sim_.now());
  issued_flow_[index(level)].add(candidate.area, count);
  held_[index(level)].step(candidate.area, count);
  PersonId person = candidate.person;
  if (person == nobody) {
    Stream birth = people_.birth(candidate.key);
    (void)people::People::ability(birth);
    (void)level_for(birth.uniform());
    const people::Background background = people_.background(birth, admissions_[candidate.entered_in][index(level)]);
    person = people_.join(candidate.key, candidate.area, background, candidate.weight);
  }
  if (people_[person].left) return;  // the certificate counts as held, the person no longer as active
  obtain(person, level, today);
  people_.set_qualified(person, true);
  schedule_renewal(person, today);
  on_qualified(person);
}

void Qualification::arrive_with(PersonId person, LevelId level) {
  const Date today = date_of(sim_.now());
  const double count = count_of(people_[person].weight);
  if (sim_.follows(people_[person].key))
    sim_.record(tr("comes from elsewhere with a certificate ({})", name_of(level)));
  arrived_flow_[index(level)].add(people_[person].area, count);
  held_[index(level)].step(people_[person].area, count);
  obtain(person, level, today);
  people_.set_qualified(person, true);
  schedule_renewal(person, today);
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
  const bool renewed = sim.uniform(people_[event.person].key, renews, nth) < parameters_.renewal.renews.value;
  plan_renewal(event.person,
               sim.now() + parameters_.renewal.valid);  // a person who let it lapse may renew it the next time
  if (sim.follows(people_[event.person].key) && (renewed || !known.lapsed))
    sim_.record(renewed ? tr("renews the registration of the certificate")
                        : tr("lets the registration of the certificate lapse"));
  if (renewed != known.lapsed) return;  // unchanged
  known.lapsed = !renewed;
  people_.set_qualified(event.person, renewed);
  (renewed ? on_qualified : on_lapsed)(event.person);
}

}  // namespace muster::qualification
