// The scenario file's format for editors and readers, made from the declared parameters.
//
// Contract: json_schema() is a JSON Schema (draft-07, as the YAML language server reads it) for a whole file; reference_page()
// is the same in Markdown. Both depend on the declarations alone, so committed copies can be compared. The schema refuses unknown
// keys but requires none, because an extended file may give them. Leaves out: what only the loader can know (ids, sums, ranges).
#pragma once

#include "engine/parameters/parameter_sets.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace muster::scenarios {

[[nodiscard]] nlohmann::ordered_json json_schema(const std::vector<Section>& sections);

[[nodiscard]] std::string reference_page(const std::vector<Section>& sections);

}  // namespace muster::scenarios
