#include "experiments/session/facts.hpp"

#include "engine/text/text.hpp"
#include "experiments/session/session.hpp"
#include "experiments/session/settings.hpp"
#include "experiments/session/value_text.hpp"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <tuple>

namespace muster::experiments {

namespace {

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

// Sorts S2 before S10: first by the text before the number, then by the count of its digits without leading zeros,
// then by the digits; for W7 and W07 the whole id decides.
auto rank_of(const std::string& id) {
  const auto number = std::find_if(id.begin(), id.end(), is_digit);
  const auto significant = std::find_if(number, id.end(), [](char c) { return c != '0'; });
  const auto end = std::find_if_not(significant, id.end(), is_digit);
  return std::tuple(std::string(id.begin(), number), end - significant, std::string(significant, end), id);
}

// Text that is safe between the bars of a Markdown table.
std::string cell(const std::string& words) {
  std::string safe;
  for (const char c : words) {
    if (c == '|') safe += '\\';
    safe += c == '\n' ? ' ' : c;
  }
  return safe;
}

}  // namespace

std::vector<CarriedFact> facts_of(const scenarios::Scenario& scenario, std::span<const SeriesInfo> series) {
  std::vector<CarriedFact> facts;
  for_each_setting(scenario, [&](const Setting& setting) {
    for (const std::string& id : setting.provenance.facts)
      facts.push_back(
          {id, setting.path, value_text(setting, scenario, series), setting.provenance.evidence, &setting, nullptr});
  });
  for (std::size_t t = 0; t < scenario.targets.size(); ++t) {
    const TargetDefinition& target = scenario.targets[t];
    const scenarios::TargetText& words = scenario.target_texts[t];
    for (const std::string& id : target.facts)
      facts.push_back({id, "targets." + target.id, value_text(target, words.unit, scenario, series),
                       words.provenance.evidence, nullptr, &target});
  }
  std::stable_sort(facts.begin(), facts.end(),
                   [](const CarriedFact& a, const CarriedFact& b) { return rank_of(a.id) < rank_of(b.id); });
  return facts;
}

std::string facts_page(const std::vector<std::string>& files) {
  std::string page = tr(
      "# Facts and what rests on them\n\n"
      "Made by `muster facts {}` from the scenario files.\n\n"
      "A fact is an id that a file writes beside a value, such as `fact: S3`. This page lists every parameter and "
      "every\n"
      "target with such an id, also from files that a place extends. The kind is that of the value: an amount may be "
      "an\n"
      "assumption even if the rule is a fact.\n",
      fmt::join(files, " "));
  for (const std::string& file : files) {
    const Session session = open_session(find_scenario(file), {});
    page += tr("\n## {} ({})\n\n| fact | parameter or target | value in the model | kind |\n|---|---|---|---|\n",
               session.scenario.title.to_string(), session.scenario.place);
    for (const CarriedFact& fact : facts_of(session.scenario, session.shape.series))
      page += fmt::format("| {} | `{}` | {} | {} |\n", fact.id, cell(fact.path), cell(fact.value),
                          translated(to_string(fact.kind)));
  }
  return page;
}

}  // namespace muster::experiments
