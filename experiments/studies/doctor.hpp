// The study behind `muster doctor`: what this machine has of what Muster can use, and how long a first run takes here.
#pragma once

#include "experiments/experiment.hpp"

#include <memory>

namespace muster::experiments {

struct DoctorQuestion {
  ScenarioChoice scenario;  // one replication of it is simulated and timed
  unsigned threads = 1;     // that a run would use
};

[[nodiscard]] std::unique_ptr<Experiment> doctor_of(DoctorQuestion question);

}  // namespace muster::experiments
