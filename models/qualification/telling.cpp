// What is told of somebody whom a chronicle follows: one line for each step on the way to a certificate.
#include "engine/clock/calendar.hpp"
#include "models/qualification/qualification.hpp"

#include <bit>
#include <fmt/format.h>
#include <stdexcept>

namespace muster::qualification {

const Sitting& Qualification::sitting_with(std::uint8_t ordinal) const {
  for (std::uint32_t i = 0; i < ordinals_.size(); ++i)
    if (ordinals_[i] == ordinal && !sitting_at(i).cancelled) return sitting_at(i);
  throw std::logic_error(fmt::format("no sitting has the ordinal {}", ordinal));
}

// "the exam of 2023 (assistant)"
std::string Qualification::name_of(LevelId level, std::uint8_t at) const {
  return fmt::format("the exam of {} ({})", sitting_with(at).id, parameters_.levels[index(level)].id);
}

void Qualification::tell_registered(const Candidate& candidate, std::uint8_t at, bool again) const {
  const Sitting& sitting = sitting_with(at);
  std::string text = fmt::format("registers for {}", name_of(candidate.level, at));
  if (candidate.called) text += ", called by the employer";
  if (candidate.attempts > 0)
    text += fmt::format(", after {} attempt{} without success", candidate.attempts, candidate.attempts == 1 ? "" : "s");
  const Level& level = parameters_.levels[index(candidate.level)];
  std::vector<std::string> credited;
  for (std::size_t s = 0; s < level.subjects.size(); ++s)
    if (const std::uint8_t in = candidate.credited_in[s]; in != 0 && at - in < level.credit_sittings)
      credited.push_back(level.subjects[s].id);
  if (!credited.empty()) text += fmt::format("; credited already: {}", fmt::join(credited, ", "));
  if (candidate.person == nobody && !again) {
    Stream birth = people_.birth(candidate.key);
    (void)people::People::ability(birth);
    (void)level_for(birth.uniform());
    const people::Background who = people_.background(birth, admissions_[candidate.entered_in][index(candidate.level)]);
    text += fmt::format("; from outside the profession in {}: {}", people_.areas().title(index_of(candidate.area)),
                        people_.description(who, sitting.registration));
  }
  sim_.tell(start_of(sitting.registration), std::move(text));
}

void Qualification::tell_registered_not(const Candidate& candidate, std::uint8_t at) const {
  if (candidate.person != nobody && people_[candidate.person].left) return;
  sim_.tell(fmt::format("does not come back for {}", name_of(candidate.level, at)));
}

void Qualification::tell_not_sat(const Candidate& candidate, std::uint8_t at, bool refused) const {
  const std::string exam = name_of(candidate.level, at);
  sim_.tell(start_of(sitting_with(at).sitting), refused
                                                    ? fmt::format("is not admitted to {}: the papers are refused", exam)
                                                    : fmt::format("does not come to {}", exam));
}

void Qualification::tell_results(const Candidate& candidate, std::uint8_t at, bool passes) const {
  const Sitting& sitting = sitting_with(at);
  const std::string exam = name_of(candidate.level, at);
  sim_.tell(start_of(sitting.sitting), fmt::format("sits {}", exam));
  std::vector<std::string> passed, failed, credited;
  const std::vector<Subject>& subjects = parameters_.levels[index(candidate.level)].subjects;
  for (std::size_t s = 0; s < subjects.size(); ++s) {
    const std::uint8_t in = candidate.credited_in[s];
    (in == 0 ? failed : in == at ? passed : credited).push_back(subjects[s].id);
  }
  std::string text = fmt::format("{} {}", passes ? "passes" : "fails", exam);
  const char* before = ": ";
  for (const auto& [words, what] :
       {std::pair(&passed, "passed"), {&failed, "failed"}, {&credited, "credited before"}}) {
    if (words->empty()) continue;
    text += fmt::format("{}{} {}", before, what, fmt::join(*words, ", "));
    before = "; ";
  }
  sim_.tell(start_of(sitting.results), std::move(text));
}

void Qualification::tell_certificate(LevelId level, Instant at) const {
  sim_.tell(at, fmt::format("obtains the certificate ({})", parameters_.levels[index(level)].id));
}

std::string Qualification::state(PersonId person) const {
  const bool known = index(person) < records_.size() && records_[index(person)].held != 0;
  if (!known) return "no certificate";
  const Record& record = records_[index(person)];
  const auto highest = static_cast<std::size_t>(std::bit_width(record.held)) - 1;
  return fmt::format("certificate ({}) since {}{}", parameters_.levels[highest].id,
                     iso(Date{std::chrono::days{record.since[highest]}}),
                     record.lapsed ? ", its registration lapsed" : "");
}

}  // namespace muster::qualification
