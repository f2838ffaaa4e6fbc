// What is in the models, for reviewers: who and what takes part, what happens to them, what they wait for.
#pragma once

#include "engine/text/text.hpp"

namespace muster {

/// A sentence each, for the items of a report on a simulation study (STRESS-DES 2.5).
struct DescribedModels {
  Text entities, activities, resources, queues, entry_and_exit;
};

[[nodiscard]] DescribedModels described_models();

}  // namespace muster
