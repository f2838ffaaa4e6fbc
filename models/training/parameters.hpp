#pragma once

#include "engine/parameters/table.hpp"

namespace muster::training {

struct Parameters {
  PerArea<Number> seats;
  Days before;
  Number effect;
  ByDate<Yuan> cost;

  static void declare(ParameterTable<Parameters>& table) {
    table.field("seats", &Parameters::seats)
        .in(0, 1e6)
        .whole()
        .counts("people")
        .means("seats of the courses before one sitting, in each area; people called by their employer come first");
    table.field("before", &Parameters::before)
        .in(Days{0}, Days{365})
        .means("how long before the sitting the courses are held");
    table.field("effect", &Parameters::effect)
        .in(0, 2)
        .means("what a course adds to a trainee's results in that sitting, in standard deviations of candidates");
    table.field("cost", &Parameters::cost).in(0, 1e6).changeable().means("money for one trainee");
  }
};

}  // namespace muster::training
