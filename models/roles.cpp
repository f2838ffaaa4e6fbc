// The parameters that code outside the models needs by name, read from the settings of a scenario.
#include "models/roles.hpp"

#include "models/people/parameters.hpp"

namespace muster {

double people_per_simulated_person(const SectionSettings& settings) {
  return ParameterSets(settings, std::nullopt).get<people::Parameters>().scale.value;
}

}  // namespace muster
