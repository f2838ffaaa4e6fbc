#include "tests/fuzz/targets/targets.hpp"

#include "models/assembly.hpp"
#include "scenarios/loader/format.hpp"

#include <set>

namespace muster::fuzz {

namespace {

void collect(const TableSpec& table, std::set<std::string>& words) {
  for (const FieldSpec& field : table.fields) {
    words.insert(field.name);
    words.insert(field.choices.begin(), field.choices.end());
    if (field.nested) collect(*field.nested, words);
  }
}

}  // namespace

std::vector<Target> targets() { return {scenario, strategy, set, outcome, checkpoint}; }

std::vector<std::string> words_of_files() {
  std::set<std::string> words(scenarios::provenance_keys.begin(), scenarios::provenance_keys.end());
  words.insert({std::string(scenarios::extends_key), std::string(scenarios::sources_key)});
  collect(scenarios::file_table(model_sections()), words);
  for (const DistributionKind& kind : distribution_kinds()) {
    words.insert(kind.name);
    words.insert(kind.arguments.begin(), kind.arguments.end());
  }
  for (const Dimension dimension :
       {Dimension::share, Dimension::days, Dimension::per_year, Dimension::yuan, Dimension::number})
    for (const std::string& unit : units_of(dimension)) words.insert(unit);
  return {words.begin(), words.end()};
}

}  // namespace muster::fuzz
