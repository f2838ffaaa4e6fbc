#include "models/qualification/parameters.hpp"

namespace muster::qualification {

void Subject::declare(ParameterTable<Subject>& table) {
  table.field("title", &Subject::title).called("name").means("the name shown in reports and charts");
  table.field("english", &Subject::english)
      .called("name in English")
      .optional()
      .means("the name in English, shown in reports in English");
  table.field("passes", &Subject::passes)
      .called("share that passes")
      .in(0.01, 0.99)
      .changeable()
      .means("share of first-time candidates without preparation who pass the subject in a paper of usual difficulty");
}

void Eligible::declare(ParameterTable<Eligible>& table) {
  table.field("education", &Eligible::education)
      .called("education")
      .names_items("people.education")
      .means("the education that the rule is for: an id of people.education");
  table.field("practice", &Eligible::practice)
      .called("practice needed")
      .in(Days{0}, Days{40 * days_per_year})
      .means(
          "time in practice needed by 31 December of the year of the sitting; time since the certificate `holding`, "
          "if one is named");
  table.field("holding", &Eligible::holding)
      .called("certificate needed first")
      .names_items("qualification.levels")
      .means("the certificate needed first: a level's id; left out: none");
}

void Review::declare(ParameterTable<Review>& table) {
  table.field("passes", &Review::passes)
      .called("share confirmed")
      .in(0, 1)
      .changeable()
      .means("share of the people who passed the exam whom the panel confirms");
  table.field("takes", &Review::takes)
      .called("time to the decision")
      .in(Days{0}, Days{5 * days_per_year})
      .means("time from the results to the panel's decision");
}

void Level::declare(ParameterTable<Level>& table) {
  table.field("title", &Level::title).called("name").means("the name shown in reports and charts");
  table.field("english", &Level::english)
      .called("name in English")
      .optional()
      .means("the name in English, shown in reports in English");
  table.field("subjects", &Level::subjects).called("subject").means("the subjects examined at this level");
  table.field("credit_sittings", &Level::credit_sittings)
      .called("sittings a pass counts for")
      .in(1, 10)
      .means(
          "number of consecutive yearly sittings in which a subject passed counts, the one in which it was passed "
          "included");
  table.field("eligible", &Level::eligible)
      .called("eligibility rule")
      .means("rules for who may sit; meeting any one of them is enough");
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
      .means("review by a panel after the exam; left out: the exam alone decides");
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
      .means("whether the sitting is cancelled");
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
      .means("share of the holders of certificates held at the start who are still in the profession");
  table.field("since", &Holders::since)
      .called("time since obtained")
      .in(Days{0}, Days{30 * days_per_year})
      .means("how long ago a certificate held at the start was obtained");
}

void UnderWay::declare(ParameterTable<UnderWay>& table) {
  table.field("sitting", &UnderWay::sitting)
      .called("which sitting")
      .names_items("qualification.sittings")
      .means("the sitting under way: an id of sittings");
  table.field("registered", &UnderWay::registered)
      .called("people registered")
      .in(0, 1e7)
      .whole()
      .counts("people")
      .means("people registered for the sitting under way");
  table.field("registered_before", &UnderWay::registered_before)
      .called("registered the time before")
      .in(0, 1e7)
      .whole()
      .counts("people")
      .means("people registered for the previous sitting");
  table.field("comes_again", &UnderWay::comes_again)
      .called("registered again")
      .in(0, 1)
      .means("share of the people registered for the previous sitting who register again for the one under way");
}

void LastSitting::declare(ParameterTable<LastSitting>& table) {
  table.field("sitting", &LastSitting::sitting)
      .called("which sitting")
      .names_items("qualification.sittings")
      .means("the last sitting with results out before the start: an id of sittings");
  table.field("registered", &LastSitting::registered)
      .called("people registered")
      .in(0, 1e7)
      .whole()
      .counts("people")
      .means("people registered for the last sitting before the start; they are counted in the first row");
  table.field("passed", &LastSitting::passed)
      .called("people who passed")
      .in(0, 1e7)
      .whole()
      .counts("people")
      .means(
          "people who passed the last sitting before the start; their certificates are among those held at the start");
}

void Incentive::declare(ParameterTable<Incentive>& table) {
  table.field("title", &Incentive::title).called("name").means("the name shown in reports and charts");
  table.field("english", &Incentive::english)
      .called("name in English")
      .optional()
      .means("the name in English, shown in reports in English");
  table.field("from", &Incentive::from).called("in force from").means("the day the incentive comes into force");
  table.field("until", &Incentive::until)
      .called("in force until")
      .means("the last day the incentive is in force; left out: it does not end");
  table
      .choice("reaches", &Incentive::reaches,
              {{"everybody", Reach::everybody, "everybody"},
               {"profession", Reach::profession, "people in the profession"},
               {"staff", Reach::staff, "staff whom their employer calls to the exam"}})
      .called("whom it reaches")
      .means(
          "whom the incentive reaches: everybody, people in the profession, or staff whom their employer calls to the "
          "exam; the wider groups contain the narrower");
  table.field("level", &Incentive::level)
      .called("for which level")
      .names_items("qualification.levels")
      .means("the level of the exam or certificate for which the incentive is paid: a level's id; left out: any");
  table
      .choice("paid_on", &Incentive::paid_on,
              {{"exam", PaidOn::exam, "after the exam"}, {"certificate", PaidOn::certificate, "with the certificate"}})
      .called("when it is paid")
      .means("when the money is due: after the exam, to everybody reached who came to it, or with the certificate");
  table.field("amount", &Incentive::amount)
      .called("money per person")
      .in(0, 1e6)
      .changeable()
      .means(
          "money for one person, paid as exam_support if due with the exam and as bonuses if due with the "
          "certificate");
  table.field("campaign", &Incentive::campaign)
      .called("money for each sitting")
      .in(0, 1e9)
      .changeable()
      .means(
          "money for each sitting in the whole place, due when registration closes; an area that cannot pay its part "
          "goes without the incentive for that sitting");
  table.field("registers", &Incentive::registers)
      .called("effect on registering")
      .in(0.1, 10)
      .changeable()
      .means(
          "factor by which the odds of registering are multiplied; if the incentive reaches everybody, so is the "
          "number of first-time candidates from outside");
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
          "yearly growth of the number of first-time candidates at the start; it slows towards the ceiling; below 0 "
          "the number keeps falling");
  table.field("ceiling", &Demand::ceiling)
      .called("ceiling of growth")
      .in(1, 20)
      .means("highest number of first-time candidates, as a multiple of that of the first year (logistic growth)");
  table.field("swing", &Demand::swing)
      .called("swing between years")
      .in(0, 1)
      .means(
          "standard deviation of a year's number of first-time candidates around its trend, the same in every area");
  table.field("drive", &Demand::drive)
      .called("effect of publicity")
      .in(0, 5)
      .changeable()
      .means("factor by which publicity and organised calls multiply the number of first-time candidates, by date");
}

void Renewal::declare(ParameterTable<Renewal>& table) {
  table.field("lapses", &Renewal::lapses)
      .called("lapses if not renewed")
      .means("whether a holder whose registration is not renewed no longer counts as qualified");
  table.field("first", &Renewal::first)
      .called("first registration within")
      .in(Days{1}, Days{3 * days_per_year})
      .means("time from the certificate to its first registration");
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
          "standard deviation of a paper's difficulty between years, in standard deviations of the candidates' "
          "results; every "
          "candidate in every place has the same paper");
  table.field("difficulty_shared", &Parameters::difficulty_shared)
      .called("difficulty shared by levels")
      .in(0, 1)
      .means("correlation of the levels' difficulty in a year");
  table.field("learning", &Parameters::learning)
      .called("gain from each attempt")
      .in(0, 1)
      .means("what each earlier attempt adds to a result, in standard deviations of the candidates' results");
  table.field("sittings", &Parameters::sittings).called("exam sitting").means("the exam calendar");
  table.field("under_way", &Parameters::under_way)
      .called("sitting under way")
      .means("the sitting for which registration is over at the start; left out: none");
  table.field("last_sitting", &Parameters::last_sitting)
      .called("last sitting")
      .means("the last sitting with results out before the start; left out: none of those who failed it come again");
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
      .means("share of the admitted called by their employer who come to the exam");
  table.field("persistence", &Parameters::persistence)
      .called("register again after failing")
      .in(0, 1)
      .changeable()
      .means(
          "share of candidates with neither a certificate nor a subject to carry over who register again the next "
          "year");
  table.field("persistence_with_credit", &Parameters::persistence_with_credit)
      .called("register again with a credit")
      .in(0, 1)
      .changeable()
      .means("share of candidates with a subject to carry over who register again the next year");
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
          "take the lowest");
  table.field("talents_register", &Parameters::talents_register)
      .called("professionals who register")
      .in(0, 1)
      .changeable()
      .means(
          "share of people in the profession, without a certificate and not called by an employer of the model, who "
          "register in a year, if eligible");
  table.field("incentives", &Parameters::incentives)
      .called("incentive")
      .optional()
      .means("incentives to register, and their cost; left out: none");
  table.field("renewal", &Parameters::renewal).called("renewal of certificates").means("registration of certificates");
}

}  // namespace muster::qualification
