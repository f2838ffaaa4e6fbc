#include "models/limitations.hpp"

#include "engine/text/text.hpp"

namespace muster {

const std::vector<std::pair<std::string, std::vector<std::string>>>& limitations_of_models() {
  static const std::vector<std::pair<std::string, std::vector<std::string>>> all = {
      {"people",
       {tr_noop("Sex (one retirement age for all), families, moves between areas, and return to the profession."),
        tr_noop("Changes of a person's education after it is first drawn.")}},
      {"funding",
       {tr_noop("Loans and interest, inflation, and transfers of money between areas."),
        tr_noop(
            "Prices that change with the money available, and money set aside for a request that waits. (A request "
            "is paid whole or not at all, and what is left goes to the next priority: where running costs are "
            "higher, fewer stations may be paid to run and more money may be left for rooms.)")}},
      {"training",
       {tr_noop("Teachers, drop-out from courses, and preparation that fades."),
        tr_noop("Moving a supervisor from one area to another, hiring supervisors as time passes, and a rush when a "
                "pairing is about to end.")}},
      {"qualification",
       {tr_noop("Regional pass marks, and registering for two levels at once."),
        tr_noop(
            "Effects of incentives on attendance, results and renewal, and incentives that are due but not claimed."),
        tr_noop("The day on which registration opens (employers and candidates decide on its last day).")}},
      {"posts",
       {tr_noop("Ability, tenure and level in the ranking of applicants (applicants who meet the rules are ranked at "
                "random)."),
        tr_noop("Hiring and rounds between areas, demotion, and the abolition of posts."),
        tr_noop("Pay of station workers as a cause of leaving, other than by the stated factors."),
        tr_noop("Rehiring of unqualified people who left a post.")}},
      {"agencies",
       {tr_noop("Growth and shrinking of an agency, its staff, money and projects other than stations."),
        tr_noop("Quality beyond passing or failing, and any influence of the number of stations an agency carries on "
                "whether it fails.")}},
      {"stations",
       {tr_noop("Closing a station for good, and a rush before a deadline."),
        tr_noop("Staff and running cost of the county, city and village levels."),
        tr_noop("Villages served from a neighbouring township.")}},
      {"services",
       {tr_noop("Demand for services (a station does what its workers can, however many people ask)."),
        tr_noop("People served more than once, waiting lists, seasons, and what a service costs.")}},
      {"disaster",
       {tr_noop("The days of rescue, money and travel, rest days, rotation within a team, and a team that goes "
                "home early."),
        tr_noop("Workers who are hit by the disaster themselves, and what team members learn that helps their own "
                "stations.")}},
      {"policy", {tr_noop("Conditions on more than one series, and changes of anything that is not a parameter.")}},
  };
  return all;
}

}  // namespace muster
