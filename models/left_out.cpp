#include "models/left_out.hpp"

#include "engine/text/text.hpp"

namespace muster {

const std::vector<std::pair<std::string, std::vector<std::string>>>& left_out_of_models() {
  static const std::vector<std::pair<std::string, std::vector<std::string>>> all = {
      {"people",
       {for_catalogue("Sex (one retirement age for all), families, moves between areas, and return to the profession."),
        for_catalogue("Education does not change.")}},
      {"funding",
       {for_catalogue("Loans and interest, inflation, and transfers of money between areas."),
        for_catalogue("Prices that change with the money there is, and money set aside for a request that waits. A "
                      "request is paid whole or not at all, and what is left goes down the list of priorities: where "
                      "running costs more, fewer stations may be paid to run and more be left for rooms.")}},
      {"training",
       {for_catalogue("Teachers, drop-out from courses, and preparation that fades."),
        for_catalogue("Moving a supervisor from one area to another, hiring supervisors as time passes, and haste when "
                      "a pairing is "
                      "about to end.")}},
      {"qualification",
       {for_catalogue("Pass marks of regions, and registering for two levels at once."),
        for_catalogue("Effects of incentives on attendance, results and renewal, and claims that nobody makes."),
        for_catalogue("The day registration opens: employers and candidates decide on its last day.")}},
      {"posts",
       {for_catalogue("Ability, tenure and level in the ranking of applicants: beyond the rules, luck decides."),
        for_catalogue("Hiring and rounds between areas, demotion, and the abolition of posts."),
        for_catalogue("Pay of station workers as a cause of leaving, other than by the stated factors."),
        for_catalogue("Unqualified people who left a post are not hired again.")}},
      {"agencies",
       {for_catalogue("Growth and shrinking of an agency, its staff, money and projects other than stations."),
        for_catalogue(
            "Quality beyond passing or failing; agencies fail independently of how many stations they carry.")}},
      {"stations",
       {for_catalogue("Closing a station for good, and haste before a deadline."),
        for_catalogue("Staff and running cost of the county, city and village levels."),
        for_catalogue("Villages served from a neighbouring township.")}},
      {"services",
       {for_catalogue("Demand: a station does what its workers can, whoever asks."),
        for_catalogue("People served more than once, waiting lists, seasons, and what a service costs.")}},
      {"disaster",
       {for_catalogue("The days of rescue, money and travel, rest days, rotation within a team, and a team that goes "
                      "home early."),
        for_catalogue("Those who are hit among the workers, and what members learn for their own stations.")}},
      {"policy",
       {for_catalogue("Conditions on more than one series, and changes of anything that is not a parameter.")}},
  };
  return all;
}

}  // namespace muster
