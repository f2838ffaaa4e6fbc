#pragma once

#include "engine/parameters/table.hpp"

#include <optional>
#include <string>
#include <vector>

namespace muster::policy {

struct Condition {
  std::string series;
  std::string area;
  Number at_least;

  static void declare(ParameterTable<Condition>& table) {
    table.field("series", &Condition::series).names_series().means("a series; of a flow, its total since the start");
    table.field("area", &Condition::area).means("an area's id, or all");
    table.field("at_least", &Condition::at_least)
        .in(0, 1e15)
        .means("the value it must reach, in the series' unit (shares from 0 to 1)");
  }
};

struct Change {
  std::string id;
  std::string title;
  std::optional<Date> on;
  std::optional<Condition> when;
  std::string parameter;
  std::optional<Value> set;
  std::optional<Number> scale;

  static void declare(ParameterTable<Change>& table) {
    table.field("title", &Change::title).optional().means("what people call it");
    table.field("on", &Change::on).means("the date it takes effect");
    table.field("when", &Change::when)
        .means("it takes effect at the end of the first day on which this holds, from `on` on if a date is given too");
    table.field("parameter", &Change::parameter)
        .means("the path of the parameter it changes, such as posts.mandate.registers");
    table.field("set", &Change::set).means("the value it has from then on, written as that parameter is");
    table.field("scale", &Change::scale).in(0, 1000).means("or what its value is multiplied by");
  }

  void check(Faults& faults) const {
    if (!on && !when) faults.at("parameter", "a change needs a date (`on`) or a condition (`when`)");
    if (set.has_value() == scale.has_value()) faults.at("parameter", "a change needs either `set` or `scale`");
  }
};

struct Parameters {
  std::vector<Change> changes;

  static void declare(ParameterTable<Parameters>& table) {
    table.field("changes", &Parameters::changes)
        .means("what changes, when; in this order where two fall on one instant");
  }
};

}  // namespace muster::policy
