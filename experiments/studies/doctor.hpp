// The study behind `muster doctor`: which of the things that Muster can use this machine has, and how long a first
// run takes here.
#pragma once

#include "experiments/experiment.hpp"

#include <memory>

namespace muster::experiments {

struct DoctorQuestion {
  ScenarioChoice scenario;  // one replication of it is simulated and timed
  unsigned threads = 1;     // as many as a run would use
};

[[nodiscard]] std::unique_ptr<Experiment> doctor_of(DoctorQuestion question);

}  // namespace muster::experiments
