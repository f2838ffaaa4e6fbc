#include "models/policy/parameters.hpp"

namespace muster::policy {

void Condition::declare(ParameterTable<Condition>& table) {
  table.field("series", &Condition::series)
      .called("series judged")
      .names_series()
      .means("the series judged; for a flow, its total since the start");
  table.field("area", &Condition::area)
      .called("where it is judged")
      .means("the area in which the series is judged: an area's id, or all");
  table.field("at_least", &Condition::at_least)
      .called("reaches at least")
      .in(0, 1e15)
      .means("the value that the series must reach, with its unit, such as `90 %` or `4 stations`");
  table.field("at_most", &Condition::at_most)
      .called("is at most")
      .in(0, 1e15)
      .means("or the value that the series must not exceed");
}

void Change::declare(ParameterTable<Change>& table) {
  table.field("title", &Change::title).called("name").optional().means("the name shown in reports and charts");
  table.field("english", &Change::english)
      .called("name in English")
      .optional()
      .means("the name in English, shown in reports in English");
  table.field("on", &Change::on).called("takes effect on").means("the date on which the change takes effect");
  table.field("when", &Change::when)
      .called("takes effect when")
      .means(
          "the condition: the change takes effect at the end of the first day on which it holds, from `on` on if a "
          "date is given too");
  table.field("only_while", &Change::only_while)
      .called("only while it holds")
      .optional()
      .means(
          "whether the change is taken back at the end of a day on which `when` does not hold, and takes effect again "
          "when it does");
  table.field("until", &Change::until)
      .called("taken back on")
      .means("the date on which the change is taken back: the value is then what it would be without the change");
  table.field("parameter", &Change::parameter)
      .called("parameter changed")
      .names_parameter()
      .means("the path of the parameter to change, such as posts.mandate.registers");
  table.field("areas", &Change::areas)
      .called("in which areas")
      .optional()
      .names_areas()
      .means("the areas in which the change acts, for a parameter with a value for each area; left out: all");
  table.field("set", &Change::set)
      .called("new value")
      .means("the value of the parameter from then on, written as for that parameter");
  table.field("scale", &Change::scale)
      .called("multiplied by")
      .in(0, 1000)
      .means(
          "or the factor by which the parameter's value is multiplied; the result is kept within the parameter's "
          "range");
  table.field("over", &Change::over)
      .called("time to get there")
      .in(Days{1}, Days{10000})
      .means("how long the value takes to reach the new one, in daily steps; left out: it changes at once");
  table
      .choice(
          "shape", &Change::shape,
          {{"linear", Shape::linear, "in equal steps"}, {"s_curve", Shape::s_curve, "slowly at first and at the end"}})
      .optional()
      .called("course of the change")
      .means("how the value moves to the new one: in equal steps, or slowly at first and at the end");
}

void Parameters::declare(ParameterTable<Parameters>& table) {
  table.field("changes", &Parameters::changes)
      .called("change of policy")
      .means(
          "changes of parameters, each on a date or a condition; those at the same instant apply in the order "
          "written");
}

}  // namespace muster::policy
