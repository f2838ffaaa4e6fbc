// Preparation courses before each sitting: seats, their effect and their cost.
//
// Contract: qualification asks for seats in the order it wants them given; training counts trainees and asks funding for the
// money, and a course that cannot be paid does not seat anybody. Leaves out: who comes, which qualification decides.
#pragma once

#include "engine/events/simulation.hpp"
#include "engine/series/series.hpp"
#include "models/funding/funding.hpp"
#include "models/training/parameters.hpp"

namespace muster::training {

class Training {
 public:
  Training(const Parameters& parameters, Simulation& sim, SeriesBook& book, funding::Funding& funding);

  /// New courses: all seats are free again.
  void announce_courses();

  /// Takes a seat in an area. False if none is free or there is no money for it.
  bool take_seat(AreaId area);

  [[nodiscard]] double effect() const { return parameters_.effect.value; }
  [[nodiscard]] Days before() const { return parameters_.before; }

 private:
  const Parameters& parameters_;
  const Simulation& sim_;
  funding::Funding& funding_;
  PerArea<std::int64_t> free_;
  Flow trainees_{{"training.trainees", "people", "people who took a preparation course in the period"}};
};

}  // namespace muster::training
