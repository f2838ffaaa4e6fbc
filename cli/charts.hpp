// What charts of a run need to know of its scenario.
#pragma once

#include "output/charts/specs.hpp"
#include "scenarios/loader/loader.hpp"

namespace muster::cli {

/// Which series of the models say what became of money.
[[nodiscard]] output::MoneySeries money_series();

[[nodiscard]] output::ChartContext charts_of(const scenarios::Scenario& scenario);

}  // namespace muster::cli
