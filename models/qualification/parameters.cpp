#include "models/qualification/parameters.hpp"

namespace muster::qualification {

void Subject::declare(ParameterTable<Subject>& table) {
  table.field("title", &Subject::title).called("name").means("what people call it");
  table.field("english", &Subject::english)
      .called("name in English")
      .optional()
      .means("the same in English, for reports in English");
  table.field("passes", &Subject::passes)
      .called("share that passes")
      .in(0.01, 0.99)
      .changeable()
      .means("share of first-time candidates without preparation who pass the subject in a paper of usual difficulty");
}

void Eligible::declare(ParameterTable<Eligible>& table) {
  table.field("education", &Eligible::education).called("education").means("an id of people.education");
  table.field("practice", &Eligible::practice)
      .called("practice needed")
      .in(Days{0}, Days{40 * days_per_year})
      .means(
          "time in practice needed by 31 December of the year of the sitting; after that certificate, if one is "
          "named");
  table.field("holding", &Eligible::holding)
      .called("certificate needed first")
      .means("the certificate needed first, a level's id; left out: none");
}

void Review::declare(ParameterTable<Review>& table) {
  table.field("passes", &Review::passes)
      .called("share confirmed")
      .in(0, 1)
      .changeable()
      .means("share of those who passed the exam whom the panel confirms");
  table.field("takes", &Review::takes)
      .called("time to the decision")
      .in(Days{0}, Days{5 * days_per_year})
      .means("from the results to the panel's decision");
}

void Level::declare(ParameterTable<Level>& table) {
  table.field("title", &Level::title).called("name").means("what people call it");
  table.field("english", &Level::english)
      .called("name in English")
      .optional()
      .means("the same in English, for reports in English");
  table.field("subjects", &Level::subjects).called("subject").means("what is examined");
  table.field("credit_sittings", &Level::credit_sittings)
      .called("sittings a pass counts for")
      .in(1, 10)
      .means("a subject passed counts in this many consecutive yearly sittings, its own included");
  table.field("eligible", &Level::eligible).called("eligibility rule").means("who may sit: any one of these is enough");
  table.field("demand", &Level::demand)
      .called("share of new candidates")
      .in(0, 1)
      .means("share of first-time candidates from outside who come for this level");
  table.field("holders", &Level::holders)
      .called("held at the start")
      .in(0, 1e7)
      .means("certificates of this level among those held at the start; only the proportions count");
  table.field("review", &Level::review)
      .called("review panel")
      .means("a panel after the exam; left out: the exam decides");
}

void Sitting::declare(ParameterTable<Sitting>& table) {
  table.field("registration", &Sitting::registration)
      .called("registration closes")
      .means("the day registration closes");
  table.field("sitting", &Sitting::sitting).called("first day of the exam").means("the first day of the exam");
  table.field("results", &Sitting::results).called("results come out").means("the day the results come out");
  table.field("certificates", &Sitting::certificates)
      .called("certificates come out")
      .means("the day certificates are issued");
  table.field("cancelled", &Sitting::cancelled)
      .called("sitting cancelled")
      .optional()
      .means("the sitting does not take place");
}

void Holders::declare(ParameterTable<Holders>& table) {
  table.field("total", &Holders::total)
      .called("held in all")
      .in(0, 1e7)
      .whole()
      .counts("people")
      .means("certificates held at the start, all levels");
  table.field("active", &Holders::active)
      .called("still in the profession")
      .in(0, 1)
      .means("share of their holders still in the profession");
  table.field("since", &Holders::since)
      .called("time since obtained")
      .in(Days{0}, Days{30 * days_per_year})
      .means("how long ago a certificate held at the start was obtained");
}

void UnderWay::declare(ParameterTable<UnderWay>& table) {
  table.field("sitting", &UnderWay::sitting).called("which sitting").means("its id");
  table.field("registered", &UnderWay::registered)
      .called("people registered")
      .in(0, 1e7)
      .whole()
      .counts("people")
      .means("people registered for it");
  table.field("registered_before", &UnderWay::registered_before)
      .called("registered the time before")
      .in(0, 1e7)
      .whole()
      .counts("people")
      .means("people registered for the sitting before it");
  table.field("comes_again", &UnderWay::comes_again)
      .called("registered again")
      .in(0, 1)
      .means("share of those who are among the registered again");
}

void LastSitting::declare(ParameterTable<LastSitting>& table) {
  table.field("sitting", &LastSitting::sitting).called("which sitting").means("its id");
  table.field("registered", &LastSitting::registered)
      .called("people registered")
      .in(0, 1e7)
      .whole()
      .counts("people")
      .means("people registered for it; the first report states them");
  table.field("passed", &LastSitting::passed)
      .called("people who passed")
      .in(0, 1e7)
      .whole()
      .counts("people")
      .means("of them passed; their certificates are among those held at the start");
}

void Incentive::declare(ParameterTable<Incentive>& table) {
  table.field("title", &Incentive::title).called("name").means("what people call it");
  table.field("english", &Incentive::english)
      .called("name in English")
      .optional()
      .means("the same in English, for reports in English");
  table.field("from", &Incentive::from).called("in force from").means("the day it comes into force");
  table.field("until", &Incentive::until)
      .called("in force until")
      .means("the last day it is in force; left out: for good");
  table
      .choice("reaches", &Incentive::reaches,
              {{"everybody", Reach::everybody}, {"profession", Reach::profession}, {"staff", Reach::staff}})
      .called("whom it reaches")
      .means(
          "whom: everybody, people in the profession, or staff whom their employer calls to the exam; the wider "
          "groups "
          "contain the narrower");
  table.field("level", &Incentive::level)
      .called("for which level")
      .means("the level of the exam or certificate it is paid for, a level's id; left out: any");
  table.choice("paid_on", &Incentive::paid_on, {{"exam", PaidOn::exam}, {"certificate", PaidOn::certificate}})
      .called("when it is paid")
      .means("when its money is due: for everybody reached who came to the exam, or with the certificate");
  table.field("amount", &Incentive::amount)
      .called("money per person")
      .in(0, 1e6)
      .changeable()
      .means("money for one person; exam_support if paid on the exam, bonuses if with the certificate");
  table.field("campaign", &Incentive::campaign)
      .called("money for each sitting")
      .in(0, 1e9)
      .changeable()
      .means(
          "money for each sitting in the whole place, due when registration closes; an area without it goes without "
          "the incentive that year");
  table.field("registers", &Incentive::registers)
      .called("effect on registering")
      .in(0.1, 10)
      .changeable()
      .means(
          "what it multiplies the odds of registering by, and the number of first-time candidates from outside if it "
          "reaches everybody");
}

void Demand::declare(ParameterTable<Demand>& table) {
  table.field("first_time", &Demand::first_time)
      .called("first-time candidates")
      .in(0, 1e7)
      .counts("people")
      .means("people from outside the profession who would register for the first time in the year of the start");
  table.field("growth", &Demand::growth)
      .called("growth in a year")
      .in(-0.5, 2)
      .means(
          "growth of that number per year at the start; it slows towards the ceiling, and below 0 it falls without "
          "end");
  table.field("ceiling", &Demand::ceiling)
      .called("ceiling of growth")
      .in(1, 20)
      .means("how many times the first year's number it can reach at most (logistic)");
  table.field("swing", &Demand::swing)
      .called("swing between years")
      .in(0, 1)
      .means("standard deviation of a year's number around its trend, the same in every area");
  table.field("drive", &Demand::drive)
      .called("effect of publicity")
      .in(0, 5)
      .changeable()
      .means("what publicity and organised calls multiply the number by, by date");
}

void Renewal::declare(ParameterTable<Renewal>& table) {
  table.field("lapses", &Renewal::lapses)
      .called("lapses if not renewed")
      .means("whether a holder whose registration is not renewed no longer counts as qualified");
  table.field("first", &Renewal::first)
      .called("first registration within")
      .in(Days{1}, Days{3 * days_per_year})
      .means("from the certificate to its first registration");
  table.field("valid", &Renewal::valid)
      .called("registration valid for")
      .in(Days{30}, Days{10 * days_per_year})
      .means("how long a registration is valid");
  table.field("renews", &Renewal::renews)
      .called("holders who renew")
      .in(0, 1)
      .changeable()
      .means("share of holders who complete their continuing education and renew, each time");
}

void Parameters::declare(ParameterTable<Parameters>& table) {
  table.field("levels", &Parameters::levels).called("level").means("the ladder, from the lowest level up");
  table.field("shared_ability", &Parameters::shared_ability)
      .called("shared ability")
      .in(0, 0.99)
      .means("correlation of one person's results between subjects and between years (one-factor probit)");
  table.field("difficulty_sd", &Parameters::difficulty_sd)
      .called("swing of paper difficulty")
      .in(0, 1)
      .means(
          "standard deviation of a paper's difficulty between years, in standard deviations of candidates; every "
          "candidate "
          "in every place has the same paper");
  table.field("difficulty_shared", &Parameters::difficulty_shared)
      .called("difficulty shared by levels")
      .in(0, 1)
      .means("correlation of the levels' difficulty in a year");
  table.field("learning", &Parameters::learning)
      .called("gain from each attempt")
      .in(0, 1)
      .means("what each attempt before adds to a result, in standard deviations of candidates");
  table.field("sittings", &Parameters::sittings).called("exam sitting").means("the exam calendar");
  table.field("under_way", &Parameters::under_way)
      .called("sitting under way")
      .means("the sitting already registered for at the start");
  table.field("last_sitting", &Parameters::last_sitting)
      .called("last sitting")
      .means("the last sitting with results out before the start; left out: nobody comes again from before");
  table.field("holders", &Parameters::holders)
      .called("certificates at the start")
      .means("certificates held at the start");
  table.field("demand", &Parameters::demand)
      .called("candidates from outside")
      .means("candidates from outside the profession");
  table.field("refused", &Parameters::refused)
      .called("refused at the check")
      .in(0, 1)
      .changeable()
      .means("share of the registered whose papers do not pass the check");
  table.field("attendance", &Parameters::attendance)
      .called("attendance at the exam")
      .in(0, 1)
      .changeable()
      .means("share of the admitted who come to the exam");
  table.field("attendance_called", &Parameters::attendance_called)
      .called("attendance of those called")
      .in(0, 1)
      .changeable()
      .means("the same of people whom their employer calls to the exam");
  table.field("persistence", &Parameters::persistence)
      .called("register again after failing")
      .in(0, 1)
      .changeable()
      .means(
          "share of candidates without a certificate yet or any subject to carry over who register again the next "
          "year");
  table.field("persistence_with_credit", &Parameters::persistence_with_credit)
      .called("register again with a credit")
      .in(0, 1)
      .changeable()
      .means("the same of those who carry a subject over");
  table.field("upgrades", &Parameters::upgrades)
      .called("holders who go higher")
      .in(0, 1)
      .changeable()
      .means("share of active holders eligible for the next level who register for it in a year");
  table.field("aims_high", &Parameters::aims_high)
      .called("go for the highest level")
      .in(0, 1)
      .means(
          "share of staff and talents without a certificate who go for the highest level they may sit; the others "
          "take the "
          "lowest");
  table.field("talents_register", &Parameters::talents_register)
      .called("professionals who register")
      .in(0, 1)
      .changeable()
      .means(
          "share of people in the profession without a certificate whom no employer in the model calls, who register "
          "in a year, if eligible");
  table.field("incentives", &Parameters::incentives)
      .called("incentive")
      .optional()
      .means("what makes people register, and what it costs; left out: nothing beyond the shares above");
  table.field("renewal", &Parameters::renewal).called("renewal of certificates").means("registration of certificates");
}

}  // namespace muster::qualification
