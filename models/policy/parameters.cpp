#include "models/policy/parameters.hpp"

namespace muster::policy {

void Condition::declare(ParameterTable<Condition>& table) {
  table.field("series", &Condition::series)
      .called("series judged")
      .names_series()
      .means("a series; of a flow, its total since the start");
  table.field("area", &Condition::area).called("where it is judged").means("an area's id, or all");
  table.field("at_least", &Condition::at_least)
      .called("reaches at least")
      .in(0, 1e15)
      .means("the value it must reach, with its unit, such as `90 %` or `4 stations`");
  table.field("at_most", &Condition::at_most)
      .called("is at most")
      .in(0, 1e15)
      .means("or the value it must not be above");
}

void Change::declare(ParameterTable<Change>& table) {
  table.field("title", &Change::title).called("name").optional().means("what people call it");
  table.field("english", &Change::english)
      .called("name in English")
      .optional()
      .means("the same in English, for reports in English");
  table.field("on", &Change::on).called("takes effect on").means("the date it takes effect");
  table.field("when", &Change::when)
      .called("takes effect when")
      .means("it takes effect at the end of the first day on which this holds, from `on` on if a date is given too");
  table.field("only_while", &Change::only_while)
      .called("only while it holds")
      .optional()
      .means("whether it is taken back at the end of a day on which `when` does not hold, and made again when it does");
  table.field("until", &Change::until)
      .called("taken back on")
      .means("the date on which it is taken back: the value is what it was before");
  table.field("parameter", &Change::parameter)
      .called("parameter changed")
      .means("the path of the parameter it changes, such as posts.mandate.registers");
  table.field("areas", &Change::areas)
      .called("in which areas")
      .optional()
      .names_areas()
      .means("in which areas, for a parameter with a value for each; left out: in all");
  table.field("set", &Change::set)
      .called("new value")
      .means("the value it has from then on, written as that parameter is");
  table.field("scale", &Change::scale)
      .called("multiplied by")
      .in(0, 1000)
      .means("or what its value is multiplied by; it stops at the end of the parameter's range");
  table.field("over", &Change::over)
      .called("time to get there")
      .in(Days{1}, Days{10000})
      .means("the time it takes to get there, a step a day; left out: at once");
  table.choice("shape", &Change::shape, {{"linear", Shape::linear}, {"s_curve", Shape::s_curve}})
      .optional()
      .called("course of the change")
      .means("how: in equal steps, or slowly at first and at the end");
}

void Parameters::declare(ParameterTable<Parameters>& table) {
  table.field("changes", &Parameters::changes)
      .called("change of policy")
      .means("what changes, when; in this order where two fall on one instant");
}

}  // namespace muster::policy
