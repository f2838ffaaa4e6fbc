// Which parameter or target carries which fact: `muster facts`.
//
// Contract: a fact is an id that a scenario writes beside a value (`fact: S3`); everything told of it comes from the scenario as
// read, in the order of the ids (S2 before S10), then of the file's sections, targets last. Leaves out: what the facts say, which
// only their document knows.
#pragma once

#include "scenarios/loader/loader.hpp"

#include <string>
#include <vector>

namespace muster::experiments {

/// One parameter or target with one of the facts it carries.
struct CarriedFact {
  std::string id;
  std::string path;                          // "posts.mandate.by", "targets.full_coverage"
  std::string value;                         // as a person would write it
  Evidence kind;                             // an amount may be assumed where the thing is a fact
  const Setting* setting = nullptr;          // the scenario's own; one of the two
  const TargetDefinition* target = nullptr;  // is null
};

/// Every pair of a fact and what carries it. The scenario must outlive the result.
[[nodiscard]] std::vector<CarriedFact> facts_of(const scenarios::Scenario& scenario);

/// The page `muster facts` prints: a heading and a table for each scenario, in Markdown.
/// @param files  as find_scenario() takes them
/// @throws InputError with every fault of the first file that has one
[[nodiscard]] std::string facts_page(const std::vector<std::string>& files);

}  // namespace muster::experiments
