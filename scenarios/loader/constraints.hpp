// What may hold a target back, and what relaxing it means: a file of constraints, read and checked.
//
// Contract: every path is one of the declared parameters and a number; every factor and value is within reason and range; all
// faults of the file are reported at once. Leaves out: which of it a place has (engine/experiments/relaxation.hpp).
#pragma once

#include "engine/experiments/relaxation.hpp"
#include "engine/parameters/diagnostic.hpp"
#include "scenarios/loader/inputs.hpp"
#include "scenarios/loader/loader.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace muster::scenarios {

struct Constraint {
  std::string id;
  LocalizedText title;
  std::string why;  // what relaxing it means
  std::vector<ParameterChange> changes;
};

struct Constraints {
  std::vector<Constraint> list;  // in the order of the file
  InputFile input;
};

/// @param sections     the declared parameters
/// @param diagnostics  receives every fault; the result is only usable if it stays empty
/// @param files        where it is read from, and noted
[[nodiscard]] Constraints load_constraints(const std::filesystem::path& file, const std::vector<Section>& sections,
                                           Diagnostics& diagnostics, InputFiles& files);

}  // namespace muster::scenarios
