// Policy: parameters that change on a date or when something has been reached, at once or step by step, for good or for a time.
//
// Contract: a change takes effect in the first phase of its day, before anything else; a condition is judged at the end of
// each day and takes effect at once. What is taken back is what was there before. Policy turns parameters only; models read theirs
// when they decide. Leaves out: anything that is not a parameter.
#pragma once

#include "engine/events/simulation.hpp"
#include "engine/parameters/parameter_sets.hpp"
#include "engine/series/series.hpp"
#include "models/policy/parameters.hpp"

#include <functional>
#include <vector>

namespace muster::policy {

struct ChangeDue {
  std::uint32_t change;
};
struct ConditionJudged {
  std::uint32_t change;
};
struct StepDue {
  std::uint32_t change;
};
struct ChangeEnded {
  std::uint32_t change;
};

class Policy {
 public:
  Policy(const Parameters& parameters, Simulation& sim, const SeriesBook& book, ParameterSets& sets);

  void on(const ChangeDue& event, Simulation& sim);
  void on(const ConditionJudged& event, Simulation& sim);
  void on(const StepDue& event, Simulation& sim);
  void on(const ChangeEnded& event, Simulation& sim);

 private:
  // A change in force.
  struct Made {
    Instant since{};
    std::function<void()> take_back;
    std::vector<double> from;  // of a change step by step: the values when it began
  };

  void check(const Change& change) const;  // @throws std::invalid_argument saying what the loader could not know
  [[nodiscard]] std::vector<bool> leaves_of(const Change& change) const;
  void make(std::uint32_t change);
  void step(std::uint32_t change);

  const Parameters& parameters_;
  Simulation& sim_;
  const SeriesBook& book_;
  ParameterSets& sets_;
  std::vector<std::vector<bool>> leaves_;  // of each change; empty: all
  std::vector<Made> made_;                 // of each change
  HandlerOf<ChangeDue> change_due_;
  HandlerOf<ConditionJudged> condition_judged_;
  HandlerOf<StepDue> step_due_;
  HandlerOf<ChangeEnded> change_ended_;
};

}  // namespace muster::policy
