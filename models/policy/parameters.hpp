// The changes of parameters on a date or under a condition, as scenario files state them.
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

  static void declare(ParameterTable<Condition>& table);

  void check(Faults& faults) const {
    if (at_least.has_value() == at_most.has_value())
      faults.add("", tr("a condition needs either `at_least` or `at_most`"));
  }

  [[nodiscard]] bool holds(double value) const {  // false for NaN, which means that the series has no value
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

  static void declare(ParameterTable<Change>& table);

  void check(Faults& faults) const {
    if (!on && !when) faults.add("parameter", tr("a change needs a date (`on`) or a condition (`when`)"));
    if (set.has_value() == scale.has_value()) faults.add("parameter", tr("a change needs either `set` or `scale`"));
    if (only_while && !when) faults.add("only_while", tr("`only_while` needs a condition; write `when`"));
    if (only_while && over)
      faults.add("over", tr("a change with `only_while` takes effect at once; leave `over` out"));
    if (on && until && *until <= *on)
      faults.add("until", tr("`until` must be after `on`; otherwise the change is taken back before it takes effect"));
    if (over && set && !std::holds_alternative<double>(*set))
      faults.add("over", tr("only a number can be reached step by step; leave `over` out"));
    if (shape != Shape::linear && !over)
      faults.add("shape", tr("a change that takes effect at once has no shape; write `over` or leave `shape` out"));
  }
};

struct Parameters {
  std::vector<Change> changes;

  static void declare(ParameterTable<Parameters>& table);
};

}  // namespace muster::policy
