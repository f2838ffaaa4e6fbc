// What-if on parameters as written: the same scenario with some of its figures scaled or set, for good or for a time.
//
// Contract: a path may hold `*` for the id of a list's item; whatever of it a scenario has is changed and the rest passed over.
// The figure that a replication draws is changed after it is drawn, so the luck stays the same, and never leaves the range that
// its declaration gives. Within a time only values by date can change. A policy change that sets the same parameter has the last
// word from its date on. Leaves out: which changes belong together and why.
#pragma once

#include "engine/parameters/parameter_sets.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace muster {

/// One of the two: a factor for what the scenario says, or another value in the parameter's canonical unit.
struct ParameterChange {
  std::string path;  // such as "qualification.levels.*.subjects.*.passes"
  std::optional<double> scale;
  std::optional<double> set;
};

/// From the first day up to another, which is not in it any more.
struct Period {
  Date from{};
  Date until{};
};

/// A parameter of a scenario that a change speaks of.
struct Relaxable {
  std::string path;
  bool by_date = false;  // so that it can change for a time
};

/// Whether a path follows a pattern, in which `*` stands for one id.
[[nodiscard]] bool follows(std::string_view path, std::string_view pattern);

/// What of the changes a scenario has, in its own order, each once.
[[nodiscard]] std::vector<Relaxable> relaxable(const SectionSettings& written,
                                               std::span<const ParameterChange> changes);

/// The settings of one replication with the changes made; the parameters concerned are drawn, all others stay as written.
/// @param period  when they hold; nothing: always, the state at the start included
/// @param luck    of the replication: the same as its models will have
[[nodiscard]] SectionSettings relaxed(const SectionSettings& written, std::span<const ParameterChange> changes,
                                      const std::optional<Period>& period, const ParameterLuck& luck);

}  // namespace muster
