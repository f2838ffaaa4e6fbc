// The trace of the person who is traced: one line for each step on the way to a certificate.
#include "engine/clock/calendar.hpp"
#include "engine/text/dates.hpp"
#include "engine/text/text.hpp"
#include "models/qualification/qualification.hpp"

#include <bit>
#include <fmt/format.h>
#include <stdexcept>

namespace muster::qualification {

namespace {

std::string name_of(const Subject& subject) {
  return LocalizedText(subject.title, subject.english).to_string_or(subject.id);
}

std::string listed(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list = list.empty() ? name : tr("{}, {}", list, name);
  return list;
}

}  // namespace

const Sitting& Qualification::sitting_with(Ordinal ordinal) const {
  for (std::uint32_t i = 0; i < ordinals_.size(); ++i)
    if (ordinals_[i] == ordinal && !sitting_at(i).cancelled) return sitting_at(i);
  throw std::logic_error(fmt::format("no sitting has the ordinal {}", ordinal));
}

// "the exam of 2023 (assistant)"
std::string Qualification::name_of(LevelId level, Ordinal at) const {
  return tr("the exam of {} ({})", sitting_with(at).id, name_of(level));
}

std::string Qualification::name_of(LevelId level) const {
  const Level& named = parameters_.levels[index(level)];
  return LocalizedText(named.title, named.english).to_string_or(named.id);
}

void Qualification::record_registered(const Candidate& candidate, Ordinal at, bool again) const {
  const Sitting& sitting = sitting_with(at);
  std::string story = tr("registers for {}", name_of(candidate.level, at));
  if (candidate.called) story += tr(", called by the employer");
  if (candidate.attempts == 1) story += tr(", after 1 attempt without success");
  if (candidate.attempts > 1) story += tr(", after {} attempts without success", candidate.attempts);
  const Level& level = parameters_.levels[index(candidate.level)];
  std::vector<std::string> credited;
  for (std::size_t s = 0; s < level.subjects.size(); ++s)
    if (const Ordinal in = candidate.credited_in[s]; in != 0 && at - in < level.credit_sittings)
      credited.push_back(qualification::name_of(level.subjects[s]));
  if (!credited.empty()) story += tr("; credited already: {}", listed(credited));
  if (candidate.person == nobody && !again) {
    Stream birth = people_.birth(candidate.key);
    (void)people::People::ability(birth);
    (void)level_for(birth.uniform());
    const people::Background who =
        people_.background(birth, admissions_[candidate.entered_in][index(candidate.level)]);
    story += tr("; from outside the profession in {}: {}", people_.areas().title(index_of(candidate.area)),
                people_.description(who, sitting.registration));
  }
  sim_.record(start_of(sitting.registration), std::move(story));
}

void Qualification::record_registered_not(const Candidate& candidate, Ordinal at) const {
  if (candidate.person != nobody && people_[candidate.person].left) return;
  sim_.record(tr("does not come back for {}", name_of(candidate.level, at)));
}

void Qualification::record_not_sat(const Candidate& candidate, Ordinal at, bool refused) const {
  const std::string exam = name_of(candidate.level, at);
  sim_.record(start_of(sitting_with(at).sitting),
              refused ? tr("is not admitted to {}: the papers are refused", exam) : tr("does not come to {}", exam));
}

void Qualification::record_results(const Candidate& candidate, Ordinal at, bool passes) const {
  const Sitting& sitting = sitting_with(at);
  const std::string exam = name_of(candidate.level, at);
  sim_.record(start_of(sitting.sitting), tr("sits {}", exam));
  std::vector<std::string> passed, failed, credited;
  const std::vector<Subject>& subjects = parameters_.levels[index(candidate.level)].subjects;
  for (std::size_t s = 0; s < subjects.size(); ++s) {
    const Ordinal in = candidate.credited_in[s];
    (in == 0 ? failed : in == at ? passed : credited).push_back(qualification::name_of(subjects[s]));
  }
  std::string by_subject;
  for (const auto& [subjects_so, how] : {std::pair(&passed, tr_noop("passed {}")),
                                         {&failed, tr_noop("failed {}")},
                                         {&credited, tr_noop("credited before {}")}}) {
    if (subjects_so->empty()) continue;
    const std::string part = translated(how, listed(*subjects_so));
    by_subject = by_subject.empty() ? part : tr("{}; {}", by_subject, part);
  }
  sim_.record(start_of(sitting.results),
              passes ? tr("passes {}: {}", exam, by_subject) : tr("fails {}: {}", exam, by_subject));
}

void Qualification::record_certificate(LevelId level, Instant at) const {
  sim_.record(at, tr("obtains the certificate ({})", name_of(level)));
}

std::string Qualification::state(PersonId person) const {
  const bool known = index(person) < records_.size() && records_[index(person)].held != 0;
  if (!known) return tr("no certificate");
  const Record& record = records_[index(person)];
  const auto highest = static_cast<std::size_t>(std::bit_width(record.held)) - 1;
  const std::string since = date_words(Date{std::chrono::days{record.since[highest]}});
  return record.lapsed ? tr("certificate ({}) since {}, its registration lapsed", name_of(LevelId(highest)), since)
                       : tr("certificate ({}) since {}", name_of(LevelId(highest)), since);
}

}  // namespace muster::qualification
