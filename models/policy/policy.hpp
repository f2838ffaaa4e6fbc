// Policy: parameters that change on a date or when a condition holds, at once or step by step, for good or for a
// time.
//
// Contract: a change with a date takes effect in the first phase of its day, before all other events. A condition is
// judged at the end of each day, and its change then takes effect at once. The value of a parameter is the written
// value with all changes in force applied to it, in the order in which they took effect; changes with `only_while`
// are applied after all others. The end of a change therefore leaves all other changes in force. Policy only
// changes parameters; the models read them when they decide. Leaves out: changes of anything that is not a
// parameter.
#pragma once

#include "engine/events/simulation.hpp"
#include "engine/parameters/parameter_sets.hpp"
#include "engine/series/series.hpp"
#include "engine/state/serializer.hpp"
#include "models/policy/parameters.hpp"

#include <functional>
#include <map>
#include <string>
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

  /// Whether any parameter has been changed yet.
  [[nodiscard]] bool has_changed() const { return !changed_.empty(); }

  /// Serializes the state that changes. Reading applies the changes to the parameters, which must still be as drawn.
  void state(Serializer& serializer);

 private:
  // A change in force.
  struct ChangeInForce {
    std::uint32_t change;
    Instant since;
    std::vector<double> from;  // with `over` and `set`: the values at the beginning of the steps
    void state(Serializer& serializer) { serializer(change, since, from); }
  };
  struct ChangedParameter {  // a parameter with changes
    std::function<void()> as_written;
    std::vector<ChangeInForce> in_force;
    Instant at{};  // when the changes were last applied
    void state(Serializer& serializer) { serializer(in_force, at); }
  };

  void check(const Change& change) const;  // @throws std::invalid_argument for errors that the loader cannot find
  [[nodiscard]] std::vector<bool> leaves_of(const Change& change) const;
  [[nodiscard]] bool is_in_force(std::uint32_t change) const;
  void make(std::uint32_t change);
  void take_back(std::uint32_t change);
  void apply(ChangedParameter& parameter, Instant at);
  void apply_one(const ChangeInForce& made, Instant at);
  [[nodiscard]] double elapsed_part(const ChangeInForce& made,
                                    Instant at) const;  // part of the steps' time that has passed, 0 to 1

  const Parameters& parameters_;
  Simulation& sim_;
  const SeriesBook& book_;
  ParameterSets& sets_;
  std::vector<std::vector<bool>> leaves_;            // of each change; empty: all
  std::map<std::string, ChangedParameter> changed_;  // by path
  HandlerOf<ChangeDue> change_due_;
  HandlerOf<ConditionJudged> condition_judged_;
  HandlerOf<StepDue> step_due_;
  HandlerOf<ChangeEnded> change_ended_;
};

}  // namespace muster::policy
