#include "models/limitations.hpp"

#include "engine/text/text.hpp"

namespace muster {

const std::vector<std::pair<std::string, std::vector<std::string>>>& limitations_of_models() {
  static const std::vector<std::pair<std::string, std::vector<std::string>>> all = {
      {"people",
       {tr_noop("Sex (one retirement age for all), families, moves between areas, and return to the profession."),
        tr_noop("Education does not change.")}},
      {"funding",
       {tr_noop("Loans and interest, inflation, and transfers of money between areas."),
        tr_noop("Prices that change with the money there is, and money set aside for a request that waits. A "
                "request is paid whole or not at all, and what is left goes down the list of priorities: where "
                "running costs more, fewer stations may be paid to run and more be left for rooms.")}},
      {"training",
       {tr_noop("Teachers, drop-out from courses, and preparation that fades."),
        tr_noop("Moving a supervisor from one area to another, hiring supervisors as time passes, and haste when "
                "a pairing is "
                "about to end.")}},
      {"qualification",
       {tr_noop("Pass marks of regions, and registering for two levels at once."),
        tr_noop("Effects of incentives on attendance, results and renewal, and claims that nobody makes."),
        tr_noop("The day registration opens: employers and candidates decide on its last day.")}},
      {"posts",
       {tr_noop("Ability, tenure and level in the ranking of applicants: beyond the rules, luck decides."),
        tr_noop("Hiring and rounds between areas, demotion, and the abolition of posts."),
        tr_noop("Pay of station workers as a cause of leaving, other than by the stated factors."),
        tr_noop("Unqualified people who left a post are not hired again.")}},
      {"agencies",
       {tr_noop("Growth and shrinking of an agency, its staff, money and projects other than stations."),
        tr_noop("Quality beyond passing or failing; agencies fail independently of how many stations they carry.")}},
      {"stations",
       {tr_noop("Closing a station for good, and haste before a deadline."),
        tr_noop("Staff and running cost of the county, city and village levels."),
        tr_noop("Villages served from a neighbouring township.")}},
      {"services",
       {tr_noop("Demand: a station does what its workers can, whoever asks."),
        tr_noop("People served more than once, waiting lists, seasons, and what a service costs.")}},
      {"disaster",
       {tr_noop("The days of rescue, money and travel, rest days, rotation within a team, and a team that goes "
                "home early."),
        tr_noop("Those who are hit among the workers, and what members learn for their own stations.")}},
      {"policy", {tr_noop("Conditions on more than one series, and changes of anything that is not a parameter.")}},
  };
  return all;
}

}  // namespace muster
