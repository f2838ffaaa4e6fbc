// Describes the models for reviewers: entities, activities, resources, queues, entry and exit.
#pragma once

#include "engine/text/text.hpp"

namespace muster {

/// One sentence for each item of section 2.5 of STRESS-DES, the checklist for reporting simulation studies.
struct DescribedModels {
  Text entities, activities, resources, queues, entry_and_exit;
};

[[nodiscard]] DescribedModels described_models();

}  // namespace muster
