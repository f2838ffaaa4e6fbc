// What charts of a run need to know of its scenario.
#pragma once

#include "output/charts/specs.hpp"
#include "scenarios/loader/loader.hpp"

namespace muster::cli {

[[nodiscard]] output::ChartContext charts_of(const scenarios::Scenario& scenario);

}  // namespace muster::cli
