// Policy: parameters that change on a date or when something has been reached.
//
// Contract: a change takes effect in the first phase of its day, before anything else; a condition is judged at the end of
// each day and takes effect at once. Policy turns parameters only; models read theirs when they decide. Leaves out: ramps (a
// value by date is one), and anything that is not a parameter.
#pragma once

#include "engine/events/simulation.hpp"
#include "engine/parameters/parameter_sets.hpp"
#include "engine/series/series.hpp"
#include "models/policy/parameters.hpp"

namespace muster::policy {

struct ChangeDue {
  std::uint32_t change;
};
struct ConditionJudged {
  std::uint32_t change;
};

class Policy {
 public:
  Policy(const Parameters& parameters, Simulation& sim, const SeriesBook& book, ParameterSets& sets);

  void on(const ChangeDue& event, Simulation& sim);
  void on(const ConditionJudged& event, Simulation& sim);

 private:
  void check(const Change& change) const;  // @throws std::invalid_argument saying what the loader could not know
  void apply(const Change& change);

  const Parameters& parameters_;
  const SeriesBook& book_;
  ParameterSets& sets_;
  HandlerOf<ChangeDue> change_due_;
  HandlerOf<ConditionJudged> condition_judged_;
};

}  // namespace muster::policy
