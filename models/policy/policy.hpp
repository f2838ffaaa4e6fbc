// Policy: parameters that change on a date or when something has been reached, at once or step by step, for good or for a time.
//
// Contract: a change takes effect in the first phase of its day, before anything else; a condition is judged at the end of
// each day and takes effect at once. A parameter is what was written, changed by all that is in force: in the order in which it took
// effect, but what comes and goes with a condition lies over the rest. So a change that ends takes nothing else with it. Policy turns
// parameters only; models read theirs when they decide. Leaves out: anything that is not a parameter.
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

  /// Whether it has turned anything yet.
  [[nodiscard]] bool has_turned() const { return !turned_.empty(); }

  /// What changes. Reading turns the parameters, which are as they were drawn till then.
  void state(Serializer& serializer);

 private:
  // A change in force.
  struct Made {
    std::uint32_t change;
    Instant since;
    std::vector<double> from;  // of a value that is reached step by step: what it was when that began
    void state(Serializer& serializer) { serializer(change, since, from); }
  };
  struct Turned {  // a parameter that changes act on
    std::function<void()> as_written;
    std::vector<Made> in_force;
    Instant at{};  // when it was last turned
    void state(Serializer& serializer) { serializer(in_force, at); }
  };

  void check(const Change& change) const;  // @throws std::invalid_argument saying what the loader could not know
  [[nodiscard]] std::vector<bool> leaves_of(const Change& change) const;
  [[nodiscard]] bool is_in_force(std::uint32_t change) const;
  void make(std::uint32_t change);
  void take_back(std::uint32_t change);
  void turn(Turned& parameter, Instant at);
  void put(const Made& made, Instant at);
  [[nodiscard]] double way_of(const Made& made, Instant at) const;  // of a ramp, 0 to 1

  const Parameters& parameters_;
  Simulation& sim_;
  const SeriesBook& book_;
  ParameterSets& sets_;
  std::vector<std::vector<bool>> leaves_;  // of each change; empty: all
  std::map<std::string, Turned> turned_;   // by path
  HandlerOf<ChangeDue> change_due_;
  HandlerOf<ConditionJudged> condition_judged_;
  HandlerOf<StepDue> step_due_;
  HandlerOf<ChangeEnded> change_ended_;
};

}  // namespace muster::policy
