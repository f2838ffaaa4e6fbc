// A scenario made ready to simulate: its file, models and results shape.
//
// Contract: opening a session checks everything that can be checked before simulating, including the series that
// targets name, and throws one InputError with all errors. Tests open sessions as the commands do. Leaves out:
// output.
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

/// A scenario as a user names it.
struct ScenarioChoice {
  std::string place;     // a file, or the name of a place shipped with the program
  std::string strategy;  // likewise; empty: the place as planned
  std::vector<scenarios::Override> overrides = {};
  // all files are read through this
  std::shared_ptr<scenarios::InputFiles> files = std::make_shared<scenarios::InputFiles>();

  /// The same place under another strategy.
  [[nodiscard]] ScenarioChoice under(const std::string& other) const { return {place, other, overrides, files}; }
};

struct Session {
  scenarios::Scenario scenario;
  ResultsShape shape;
  ModelFactory build;
  std::size_t identities = 0;  // accounting identities checked in every area at each period end
  // What it was opened from.
  std::filesystem::path file = {};
  std::vector<scenarios::Override> overrides = {};
  scenarios::StrategyUse strategy = {};
  ScenarioChoice choice = {};  // the same as the user named it

  /// The run setup with the scenario's start and horizon and a seed; the caller sets the number of replications.
  [[nodiscard]] RunSetup setup(Seed seed) const;

  /// The title of the place.
  [[nodiscard]] LocalizedText title() const {
    return scenario.title.empty() ? LocalizedText(scenario.place) : scenario.title;
  }
};

/// `a.b=value`, split at the first `=`. @throws InputError if there is no `=`
[[nodiscard]] std::vector<scenarios::Override> overrides_of(const std::vector<std::string>& written);

/// A number of replications; empty for `auto`. @throws InputError for anything else
[[nodiscard]] std::optional<std::size_t> replications_of(const std::string& written);

/// The names of the places or strategies shipped with the program, in order. @param folder  "places", "strategies"
[[nodiscard]] std::vector<std::string> shipped_names(const char* folder);

/// The file that a user's argument refers to: that file itself, or a scenario shipped with the program (`shenyang`,
/// `scenarios/places/shenyang.yaml`) when there is no such file here.
/// @throws InputError, which suggests the nearest name, for a bare name that is neither
[[nodiscard]] std::filesystem::path find_scenario(const std::string& written, scenarios::InputFiles& files);
[[nodiscard]] std::filesystem::path find_scenario(const std::string& written);

/// The file of a strategy: the file itself, or one shipped with the program (`fees`) when there is no such file here.
[[nodiscard]] std::filesystem::path find_strategy(const std::string& written, scenarios::InputFiles& files);

/// A whole strategy by its name; the place as planned if the name is empty or `as_planned`.
/// @throws InputError, which suggests the nearest name, for a bare name that is neither a file nor shipped with the
///         program
[[nodiscard]] scenarios::StrategyUse open_strategy(const std::string& strategy, scenarios::InputFiles& files);
[[nodiscard]] scenarios::StrategyUse open_strategy(const std::string& strategy);

/// @throws InputError with every error found
[[nodiscard]] Session open_session(
    const std::filesystem::path& file, const std::vector<scenarios::Override>& overrides,
    const scenarios::StrategyUse& strategy = {},
    std::shared_ptr<scenarios::InputFiles> files = std::make_shared<scenarios::InputFiles>());

[[nodiscard]] Session open_session(const ScenarioChoice& choice);

/// Where two scenarios diverge: where their models do, or at once if their dates, areas, series or targets differ.
[[nodiscard]] Divergence divergence(const Session& a, const Session& b);

}  // namespace muster::experiments
