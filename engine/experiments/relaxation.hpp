// What-if changes to parameters: the same scenario with some of its values scaled or set, for the whole run or for
// a period.
//
// Contract: a path may contain `*` in place of the id of a list item; matching parameters that the scenario has
// are changed, others are skipped. A value is changed after the replication has drawn it, so the random numbers
// stay the same, and never leaves its declared range. Within a period only values by date can change. A policy
// change that sets the same parameter takes precedence from its date on. Leaves out: which changes belong together
// and why.
#pragma once

#include "engine/parameters/parameter_sets.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace muster {

/// Exactly one of the two is set: a factor for the scenario's value, or another value in the parameter's canonical
/// unit.
struct ParameterChange {
  std::string path;  // such as "qualification.levels.*.subjects.*.passes"
  std::optional<double> scale;
  std::optional<double> set;
};

/// From the first day up to the last, which is not included.
struct Period {
  Date from{};
  Date until{};
};

/// A parameter of a scenario to which a change applies.
struct Relaxable {
  std::string path;
  bool by_date = false;  // whether it can change for a period only
};

/// Whether a path matches a pattern, in which `*` stands for one id.
[[nodiscard]] bool follows(std::string_view path, std::string_view pattern);

/// The parameters of a scenario to which the changes apply, in the order of the scenario, each once.
[[nodiscard]] std::vector<Relaxable> relaxable(const SectionSettings& written,
                                               std::span<const ParameterChange> changes);

/// The settings of one replication with the changes applied; the parameters concerned are drawn, all others stay
/// as written.
/// @param period  when the changes apply; nothing: always, including the initial state
/// @param key    of the replication: the same as its models will use
[[nodiscard]] SectionSettings relaxed(const SectionSettings& written, std::span<const ParameterChange> changes,
                                      const std::optional<Period>& period, const DrawKey& key);

}  // namespace muster
