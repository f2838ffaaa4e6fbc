#include "models/agencies/parameters.hpp"

namespace muster::agencies {

void Evaluation::declare(ParameterTable<Evaluation>& table) {
  table.field("every", &Evaluation::every)
      .called("time between evaluations")
      .in(Days{30}, Days{3650})
      .means("time between two evaluations of an agency");
  table.field("fails", &Evaluation::fails)
      .called("share that fail")
      .in(0, 1)
      .changeable()
      .means("share of evaluations that are failed; the agency then loses all its contracts");
  table.field("closes", &Evaluation::closes)
      .called("close after failing")
      .in(0, 1)
      .means("share that closes of the agencies that fail an evaluation");
  table.field("barred", &Evaluation::barred)
      .called("barred from contracts for")
      .in(Days{0}, Days{3650})
      .means("how long an agency that failed and did not close is given no contract");
}

void Parameters::declare(ParameterTable<Parameters>& table) {
  table.field("at_start", &Parameters::at_start)
      .called("agencies at the start")
      .in(0, 100000)
      .counts("agencies")
      .means("agencies that exist at the start");
  table.field("founded", &Parameters::founded)
      .called("agencies founded a year")
      .in(0, 10000)
      .changeable()
      .counts("agencies")
      .means(
          "agencies founded in a year in the whole place, on average; a change takes effect from the next month on");
  table.field("weight", &Parameters::weight)
      .called("where agencies are founded")
      .in(0, 1e9)
      .means("how new agencies are divided over the areas; only the proportions count");
  table.field("capacity", &Parameters::capacity)
      .called("stations an agency can carry")
      .in(0, 10000)
      .whole()
      .counts("stations")
      .means("how many stations an agency can carry; one draw for each agency");
  table.field("works_elsewhere", &Parameters::works_elsewhere)
      .called("agencies work elsewhere")
      .means("whether a station that no agency of its area can carry may go to one of another area");
  table.field("closes", &Parameters::closes)
      .called("agencies closing in a year")
      .in(0, 5)
      .means("closures per agency and year, those after an evaluation excluded");
  table.field("evaluation", &Parameters::evaluation)
      .called("evaluation of agencies")
      .means("evaluation of agencies as a whole");
}

}  // namespace muster::agencies
