// The format of scenario files for editors and readers, generated from the declared parameters.
//
// Contract: json_schema() is a JSON Schema (draft-07, which the YAML language server reads) for a whole file;
// reference_page() has the same content in Markdown. Both depend only on the declarations, so that tests can compare
// the committed copies. The schema rejects unknown keys but requires none, because an extended file may provide
// them. Leaves out: what only the loader can check (ids, sums, ranges).
#pragma once

#include "engine/parameters/parameter_sets.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace muster::scenarios {

[[nodiscard]] nlohmann::ordered_json json_schema(const std::vector<Section>& sections);

[[nodiscard]] std::string reference_page(const std::vector<Section>& sections);

}  // namespace muster::scenarios
