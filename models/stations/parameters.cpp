#include "models/stations/parameters.hpp"

namespace muster::stations {

void Wave::declare(ParameterTable<Wave>& table) {
  table.field("title", &Wave::title).called("name").means("the name shown in reports and charts");
  table.field("english", &Wave::english)
      .called("name in English")
      .optional()
      .means("the name in English, shown in reports in English");
  table.field("areas", &Wave::areas).called("where it runs").names_areas().means("where the wave runs: ids of areas");
  table.field("each", &Wave::each)
      .called("stations in each area")
      .in(1, 10000)
      .counts("stations")
      .means("how many stations the wave plans in each of its areas; left out: all that are not yet planned");
  table.field("start", &Wave::start)
      .called("starts on")
      .means("the day the wave's stations are planned; left out: when a shock calls for the wave");
  table.field("deadline", &Wave::deadline)
      .called("deadline")
      .means("the day by which the wave's stations are to be open; earlier deadlines are served first");
  table.field("hold", &Wave::hold)
      .called("held up")
      .optional()
      .changeable()
      .means(
          "whether the wave is held up: no money is asked for and no fitting out begins; what is under way goes on");
}

void Evaluation::declare(ParameterTable<Evaluation>& table) {
  table.field("every", &Evaluation::every)
      .called("time between evaluations")
      .in(Days{30}, Days{3650})
      .means("time between two evaluations of a station's operator");
  table.field("fails", &Evaluation::fails)
      .called("share that fail")
      .in(0, 1)
      .changeable()
      .means("share of evaluations after which the operator is replaced");
  table.field("replacement", &Evaluation::replacement)
      .called("time until replaced")
      .in(Days{1}, Days{1000})
      .means("time until another operator has taken over; the station is not in regular service meanwhile");
}

void DirectHire::declare(ParameterTable<DirectHire>& table) {
  table.field("share", &DirectHire::share)
      .called("share of stations")
      .in(0, 1)
      .means(
          "share of an area's stations that the township runs itself; the others are run by an operator under "
          "contract");
  table.field("set_up", &DirectHire::set_up)
      .called("time to authorise posts")
      .in(Days{0}, Days{1000})
      .means("time from money to authorised posts, instead of procurement");
}

void Tier::declare(ParameterTable<Tier>& table) {
  table.field("title", &Tier::title).called("name").means("the name shown in reports and charts");
  table.field("english", &Tier::english)
      .called("name in English")
      .optional()
      .means("the name in English, shown in reports in English");
  table.field("at_start", &Tier::at_start)
      .called("number at the start")
      .in(0, 100000)
      .counts("sites")
      .means("sites that exist at the start");
  table.field("to_build", &Tier::to_build)
      .called("still to build")
      .in(0, 100000)
      .counts("sites")
      .means("sites to be built in addition");
  table.field("start", &Tier::start)
      .called("money is asked for on")
      .means("the day on which money for the sites to build is asked for; left out: nothing is built");
  table.field("building", &Tier::building)
      .called("building time")
      .in(Days{0}, Days{3650})
      .means("time from money to finished rooms, for each site");
  table.field("set_up_cost", &Tier::set_up_cost)
      .called("cost to build one")
      .in(0, 1e8)
      .changeable()
      .means("money to build one site");
  table.field("rooms", &Tier::rooms)
      .called("counts as a room")
      .means("whether the tier's sites count in stations.rooms");
  table.field("from_pairing", &Tier::from_pairing)
      .called("given by pairing")
      .means("whether the rooms given by pairing belong to this tier; they need no other money");
}

void Villages::declare(ParameterTable<Villages>& table) {
  table.field("total", &Villages::total)
      .called("number of villages")
      .in(0, 1e6)
      .counts("villages")
      .means("villages and communities");
  table.field("per_worker", &Villages::per_worker)
      .called("villages per worker")
      .in(0, 1000)
      .changeable()
      .counts("villages")
      .means(
          "villages that one worker of a station in regular service can serve regularly, in the station's township; a "
          "change takes effect from the next month on");
}

void Parameters::declare(ParameterTable<Parameters>& table) {
  table.field("townships", &Parameters::townships)
      .called("number of townships")
      .in(0, 100000)
      .counts("units")
      .means("townships, each to have one station");
  table.field("open_at_start", &Parameters::open_at_start)
      .called("stations open at the start")
      .in(0, 100000)
      .counts("stations")
      .means("stations open and in regular service at the start");
  table.field("staffed_at_start", &Parameters::staffed_at_start)
      .called("posts filled at the start")
      .in(0, 1)
      .means("share of the posts of stations open at the start that are filled");
  table.field("qualified_at_start", &Parameters::qualified_at_start)
      .called("staff qualified at the start")
      .in(0, 1)
      .means("share of the staff of stations open at the start who are qualified, as far as the area has holders");
  table.field("staff_posts", &Parameters::staff_posts)
      .called("posts in a station")
      .in(1, 50)
      .whole()
      .counts("posts")
      .means("posts for resident workers in a station");
  table.field("staff_to_open", &Parameters::staff_to_open)
      .called("workers needed to open")
      .in(0, 50)
      .whole()
      .counts("people")
      .means("resident workers a station needs to open; never more than its posts");
  table.field("staff_in_service", &Parameters::staff_in_service)
      .called("workers needed in service")
      .in(0, 50)
      .whole()
      .counts("people")
      .means("resident workers a station needs to be in regular service; never more than its posts");
  table.field("grace", &Parameters::grace)
      .called("time allowed understaffed")
      .in(Days{0}, Days{365})
      .means(
          "how long a station may have fewer workers than it needs in service before it falls out of regular service");
  table.field("waves", &Parameters::waves).called("rollout wave").means("the rollout, in waves");
  table.field("planning", &Parameters::planning)
      .called("time to plan stations")
      .in(Days{0}, Days{1000})
      .means("time from a wave's start to an area's request for its money; one draw for each area and wave");
  table.field("procurement", &Parameters::procurement)
      .called("time from money to contract")
      .in(Days{0}, Days{1000})
      .means("time from money to a contract with an operator; one tender covers what an area has funded in a wave");
  table.field("fitting_out", &Parameters::fitting_out)
      .called("fitting-out time")
      .in(Days{0}, Days{1000})
      .means("time from the contract to finished rooms");
  table.field("fitted_out_at_once", &Parameters::fitted_out_at_once)
      .called("stations fitted out at once")
      .changeable()
      .in(1, 100000)
      .whole()
      .counts("stations")
      .means("how many stations an area can fit out at the same time");
  table.field("settling", &Parameters::settling)
      .called("opening to regular service")
      .in(Days{0}, Days{1000})
      .means("time from opening to regular service");
  table.field("set_up_cost", &Parameters::set_up_cost)
      .called("cost to set up a station")
      .in(0, 1e8)
      .changeable()
      .means("money to set up one station");
  table.field("running_cost", &Parameters::running_cost)
      .called("yearly cost of a station")
      .in(0, 1e8)
      .changeable()
      .means("money to run one station for a year, wages included; paid in advance for the rest of the fiscal year");
  table.field("evaluation", &Parameters::evaluation)
      .called("evaluation of operators")
      .means("evaluation of operators");
  table.field("direct_hire", &Parameters::direct_hire)
      .called("direct hire")
      .means("stations that the township runs itself, without an operator; left out: every station has an operator");
  table.field("tiers", &Parameters::tiers)
      .called("tier")
      .optional()
      .means("the levels above and below the township; left out: none are simulated");
  table.field("villages", &Parameters::villages)
      .called("service of villages")
      .means("villages and communities served; left out: not simulated");
}

}  // namespace muster::stations
