// A scenario made ready to simulate: file, models and shape of the results put together.
//
// Contract: opening a session checks everything that can be checked before simulating, the series that targets name included,
// and throws one InputError with all faults. Tests use it as the commands do. Leaves out: output.
#pragma once

#include "engine/ensemble/ensemble.hpp"
#include "models/assembly.hpp"
#include "scenarios/loader/loader.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace muster::experiments {

/// A scenario as somebody names it.
struct ScenarioChoice {
  std::string place;     // a file, or the name of one that came with the program
  std::string strategy;  // the same; empty: the place as planned
  std::vector<scenarios::Override> overrides = {};
  std::shared_ptr<scenarios::InputFiles> files = std::make_shared<scenarios::InputFiles>();  // where all is read from

  /// The same place under another strategy.
  [[nodiscard]] ScenarioChoice under(const std::string& other) const { return {place, other, overrides, files}; }
};

struct Session {
  scenarios::Scenario scenario;
  ResultsShape shape;
  ModelFactory build;
  std::size_t identities = 0;  // checked in every area at each report
  // What it was opened from.
  std::filesystem::path file = {};
  std::vector<scenarios::Override> overrides = {};
  scenarios::StrategyUse strategy = {};
  ScenarioChoice choice = {};  // the same as it was named

  /// Start and horizon of the scenario, with a seed; the caller says how many replications.
  [[nodiscard]] RunSetup setup(Seed seed) const;

  /// What the place is called.
  [[nodiscard]] LocalizedText title() const {
    return scenario.title.empty() ? LocalizedText(scenario.place) : scenario.title;
  }
};

/// `a.b=value`, cut at the first `=`. @throws InputError without one
[[nodiscard]] std::vector<scenarios::Override> overrides_of(const std::vector<std::string>& written);

/// A number of replications, or nothing for `auto`. @throws InputError for anything else
[[nodiscard]] std::optional<std::size_t> replications_of(const std::string& written);

/// The places or strategies that came with the program, in order. @param folder  "places", "strategies"
[[nodiscard]] std::vector<std::string> shipped_names(const char* folder);

/// The file meant by what somebody wrote: itself, or a scenario that came with the program (`shenyang`,
/// `scenarios/places/shenyang.yaml`) when there is no such file here.
/// @throws InputError, with the nearest, for a bare name that is neither
[[nodiscard]] std::filesystem::path find_scenario(const std::string& written, scenarios::InputFiles& files);
[[nodiscard]] std::filesystem::path find_scenario(const std::string& written);

/// The file of a strategy: itself, or one that came with the program (`fees`) when there is no such file here.
[[nodiscard]] std::filesystem::path find_strategy(const std::string& written, scenarios::InputFiles& files);

/// A whole strategy by its name; the place as planned if the name is empty or `as_planned`.
/// @throws InputError, with the nearest, for a bare name that is neither a file nor came with the program
[[nodiscard]] scenarios::StrategyUse open_strategy(const std::string& strategy, scenarios::InputFiles& files);
[[nodiscard]] scenarios::StrategyUse open_strategy(const std::string& strategy);

/// @throws InputError with every fault found
[[nodiscard]] Session open_session(
    const std::filesystem::path& file, const std::vector<scenarios::Override>& overrides,
    const scenarios::StrategyUse& strategy = {},
    std::shared_ptr<scenarios::InputFiles> files = std::make_shared<scenarios::InputFiles>());

[[nodiscard]] Session open_session(const ScenarioChoice& choice);

/// Where two scenarios part: as their models do, and at once if their dates, areas, series or targets are others.
[[nodiscard]] Divergence divergence(const Session& a, const Session& b);

}  // namespace muster::experiments
