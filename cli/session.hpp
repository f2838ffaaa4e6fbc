// A scenario made ready to simulate: file, models and shape of the results put together.
//
// Contract: opening a session checks everything that can be checked before simulating, the series that targets name included,
// and throws one InputError with all faults. Tests use it as the commands do. Leaves out: output.
#pragma once

#include "engine/ensemble/ensemble.hpp"
#include "models/assembly.hpp"
#include "scenarios/loader/loader.hpp"

#include <filesystem>
#include <vector>

namespace muster::cli {

struct Session {
  scenarios::Scenario scenario;
  ResultsShape shape;
  Build build;
  std::size_t identities = 0;  // checked in every area at each report
  // What it was opened from.
  std::filesystem::path file = {};
  std::vector<scenarios::Override> overrides = {};
  scenarios::StrategyUse strategy = {};

  /// Start and horizon of the scenario, with a seed; the caller says how many replications.
  [[nodiscard]] Plan plan(Seed seed) const;

  /// What the place is called.
  [[nodiscard]] Wording title() const { return scenario.title.empty() ? Wording(scenario.place) : scenario.title; }
};

/// The places or strategies that came with the program, in order. @param folder  "places", "strategies"
[[nodiscard]] std::vector<std::string> shipped_names(const char* folder);

/// The file meant by what somebody wrote: itself, or a scenario that came with the program (`shenyang`,
/// `scenarios/places/shenyang.yaml`) when there is no such file here.
/// @throws InputError, with the nearest, for a bare name that is neither
[[nodiscard]] std::filesystem::path find_scenario(const std::string& written);

/// The file of a strategy: itself, or one that came with the program (`fees`) when there is no such file here.
[[nodiscard]] std::filesystem::path find_strategy(const std::string& written);

/// A whole strategy by its name; the place as planned if the name is empty or `as_planned`.
/// @throws InputError, with the nearest, for a bare name that is neither a file nor came with the program
[[nodiscard]] scenarios::StrategyUse use_of(const std::string& strategy);

/// @throws InputError with every fault found
[[nodiscard]] Session open_session(const std::filesystem::path& file, const std::vector<scenarios::Override>& overrides,
                                   const scenarios::StrategyUse& strategy = {});

/// Where two scenarios part: as their models do, and at once if their dates, areas, series or targets are others.
[[nodiscard]] Parting parting(const Session& a, const Session& b);

}  // namespace muster::cli
