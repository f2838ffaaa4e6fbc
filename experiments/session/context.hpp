// What charts and documents need to know about a scenario: its titles, the roles of its series, what the models
// leave out.
#pragma once

#include "experiments/session/session.hpp"
#include "output/charts/specs.hpp"
#include "output/documents/context.hpp"
#include "scenarios/loader/loader.hpp"

namespace muster::experiments {

/// The series of the models that record money applied for, granted and spent.
[[nodiscard]] output::MoneySeries money_series();

[[nodiscard]] output::ChartContext charts_of(const scenarios::Scenario& scenario);

/// What a document needs besides results. The session must outlive it.
[[nodiscard]] output::ReportContext report_of(const Session& session);

}  // namespace muster::experiments
