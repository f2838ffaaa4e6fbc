// Which parameter or target rests on which fact: `muster facts`.
//
// Contract: a fact is an id that a scenario file gives beside a value (`fact: S3`). Everything listed comes from
// the scenario as it was read, in the order of the ids (S2 before S10), then of the file's sections, targets last.
// Leaves out: the wording of the facts, which only the document that defines them has.
#pragma once

#include "engine/series/series.hpp"
#include "scenarios/loader/loader.hpp"

#include <span>
#include <string>
#include <vector>

namespace muster::experiments {

/// One parameter or target together with one of the facts it rests on.
struct CarriedFact {
  std::string id;
  std::string path;                          // "posts.mandate.by", "targets.full_coverage"
  std::string value;                         // as a person would write it
  Evidence kind;                             // the amount may be an assumption even where the rule is a fact
  const Setting* setting = nullptr;          // owned by the scenario; either this …
  const TargetDefinition* target = nullptr;  // … or this is set, the other is null
};

/// Every pair of a fact and what rests on it. The scenario must outlive the result.
[[nodiscard]] std::vector<CarriedFact> facts_of(const scenarios::Scenario& scenario,
                                                std::span<const SeriesInfo> series = {});

/// The page that `muster facts` prints: a heading and a table for each scenario, in Markdown.
/// @param files  as find_scenario() takes them
/// @throws InputError with every error of the first file that has any
[[nodiscard]] std::string facts_page(const std::vector<std::string>& files);

}  // namespace muster::experiments
