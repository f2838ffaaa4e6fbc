// The parameters of the agencies.
#pragma once

#include "engine/parameters/table.hpp"
#include "engine/text/text.hpp"

namespace muster::agencies {

struct Evaluation {
  Days every;
  ByDate<Share> fails;
  Share closes;
  Days barred;

  static void declare(ParameterTable<Evaluation>& table);
};

struct Parameters {
  PerArea<int> at_start;
  ByDate<Number> founded;
  PerArea<Number> weight;
  DistributionOf<Number> capacity;
  bool works_elsewhere = false;
  PerYear closes;
  Evaluation evaluation;

  static void declare(ParameterTable<Parameters>& table);

  void check(Faults& faults) const {
    double weights = 0;
    for (const Number& area : weight) weights += area.value;
    if (!(weights > 0)) faults.add("weight", tr("agencies.weight is 0 in every area; at least one must be above 0"));
  }
};

}  // namespace muster::agencies
