// Reads and checks a file of constraints: what may hold a target back, and what relaxing each constraint means.
//
// Contract: every path is that of a declared numeric parameter; every factor is from 0 to 1000 and every value
// within the parameter's range; all faults of the file are reported at once. Leaves out: which of the parameters a
// place has (engine/experiments/relaxation.hpp).
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
/// @param diagnostics  receives every fault; the result may be used only if it stays empty
/// @param files        where the file is read from and recorded
[[nodiscard]] Constraints load_constraints(const std::filesystem::path& file, const std::vector<Section>& sections,
                                           Diagnostics& diagnostics, InputFiles& files);

}  // namespace muster::scenarios
