#pragma once

#include "engine/parameters/table.hpp"
#include "engine/text/text.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace muster::policy {

struct Condition {
  std::string series;
  std::string area;
  std::optional<Number> at_least;
  std::optional<Number> at_most;

  static void declare(ParameterTable<Condition>& table) {
    table.field("series", &Condition::series).names_series().means("a series; of a flow, its total since the start");
    table.field("area", &Condition::area).means("an area's id, or all");
    table.field("at_least", &Condition::at_least)
        .in(0, 1e15)
        .means("the value it must reach, in the series' unit (shares from 0 to 1)");
    table.field("at_most", &Condition::at_most).in(0, 1e15).means("or the value it must not be above");
  }

  void check(Faults& faults) const {
    if (at_least.has_value() == at_most.has_value())
      faults.at("", text("a condition needs either `at_least` or `at_most`"));
  }

  [[nodiscard]] bool holds(double value) const {  // never for NaN: there is nothing to judge
    return at_least ? value >= at_least->value : value <= at_most->value;
  }
};

enum class Shape : std::uint8_t { linear, s_curve };

struct Change {
  std::string id;
  std::string title;
  std::optional<Date> on;
  std::optional<Condition> when;
  bool only_while = false;
  std::optional<Date> until;
  std::string parameter;
  std::vector<std::string> areas;
  std::optional<Value> set;
  std::optional<Number> scale;
  std::optional<Days> over;
  Shape shape = Shape::linear;
  std::string english = {};  // may be empty

  static void declare(ParameterTable<Change>& table) {
    table.field("title", &Change::title).optional().means("what people call it");
    table.field("english", &Change::english).optional().means("the same in English, for reports in English");
    table.field("on", &Change::on).means("the date it takes effect");
    table.field("when", &Change::when)
        .means("it takes effect at the end of the first day on which this holds, from `on` on if a date is given too");
    table.field("only_while", &Change::only_while)
        .optional()
        .means(
            "whether it is taken back at the end of a day on which `when` does not hold, and made again when it does");
    table.field("until", &Change::until).means("the date on which it is taken back: the value is what it was before");
    table.field("parameter", &Change::parameter)
        .means("the path of the parameter it changes, such as posts.mandate.registers");
    table.field("areas", &Change::areas)
        .optional()
        .names_areas()
        .means("in which areas, for a parameter with a value for each; left out: in all");
    table.field("set", &Change::set).means("the value it has from then on, written as that parameter is");
    table.field("scale", &Change::scale)
        .in(0, 1000)
        .means("or what its value is multiplied by; it stops at the end of the parameter's range");
    table.field("over", &Change::over)
        .in(Days{1}, Days{10000})
        .means("the time it takes to get there, a step a day; left out: at once");
    table.choice("shape", &Change::shape, {{"linear", Shape::linear}, {"s_curve", Shape::s_curve}})
        .optional()
        .means("how: in equal steps, or slowly at first and at the end");
  }

  void check(Faults& faults) const {
    if (!on && !when) faults.at("parameter", text("a change needs a date (`on`) or a condition (`when`)"));
    if (set.has_value() == scale.has_value()) faults.at("parameter", text("a change needs either `set` or `scale`"));
    if (only_while && !when) faults.at("only_while", text("there is no condition (`when`) that could hold"));
    if (only_while && over) faults.at("over", text("a change that comes and goes with its condition comes at once"));
    if (on && until && *until <= *on) faults.at("until", text("it is taken back before it takes effect"));
    if (over && set && !std::holds_alternative<double>(*set))
      faults.at("over", text("only a number is reached step by step"));
    if (shape != Shape::linear && !over)
      faults.at("shape", text("a change that comes at once has no shape; write `over`"));
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
