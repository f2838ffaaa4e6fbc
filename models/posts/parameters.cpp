#include "models/posts/parameters.hpp"

namespace muster::posts {

void Mandate::declare(ParameterTable<Mandate>& table) {
  table.field("by", &Mandate::by).called("due date").means("the date by which everybody in a post must be qualified");
  table.field("from", &Mandate::from)
      .called("announced on")
      .means("the date the mandate is announced: from then on unqualified staff are called to the exam");
  table.field("registers", &Mandate::registers)
      .called("staff who register")
      .in(0, 1)
      .changeable()
      .means("share of the unqualified staff who register when called under the mandate, if eligible");
  table.field("hire_only_qualified_from", &Mandate::hire_only_qualified_from)
      .called("hire only qualified from")
      .changeable()
      .means("the date from which only qualified people are hired; left out: never");
  table
      .choice("sanction", &Mandate::sanction,
              {{"keep", Sanction::keep, "they stay"},
               {"replace", Sanction::replace, "they leave their post"},
               {"move", Sanction::move, "they move to other work"}})
      .changeable()
      .called("sanction for the unqualified")
      .means(
          "what happens at the end of the due date to staff without a certificate: they stay, leave their post, or "
          "move to other work");
  table.field("spares_hired_before", &Mandate::spares_hired_before)
      .called("spares those hired before")
      .changeable()
      .means(
          "staff who started in their present post before this date are neither called to the exam nor subject to the "
          "sanction: the old rules continue to hold for them; left out: nobody is spared");
}

void Grade::declare(ParameterTable<Grade>& table) {
  table.field("title", &Grade::title).called("name").means("the name shown in reports and charts");
  table.field("english", &Grade::english)
      .called("name in English")
      .optional()
      .means("the name in English, shown in reports in English");
  table.field("level", &Grade::level)
      .called("certificate needed")
      .names_items("qualification.levels")
      .means("the certificate that the grade requires, or any higher one: an id of qualification.levels");
  table.field("places", &Grade::places)
      .called("share of posts")
      .in(0, 1)
      .means(
          "share of the area's posts in the establishment that may be of this grade or a higher one, rounded up; 100 "
          "% for the lowest grade");
  table.field("after", &Grade::after)
      .called("time in the grade below")
      .in(Days{0}, Days{30 * days_per_year})
      .means("time in the grade below before a promotion into this one");
  table.field("salary", &Grade::salary)
      .called("pay of a year")
      .in(0, 1e7)
      .changeable()
      .means("yearly pay, employer's contributions included; a twelfth is due at the end of each month");
  table.field("attrition", &Grade::attrition)
      .called("effect on attrition")
      .in(0, 5)
      .means("factor by which the attrition of people in this grade is multiplied");
}

void Establishment::declare(ParameterTable<Establishment>& table) {
  table.field("title", &Establishment::title).called("name").means("the name shown in reports and charts");
  table.field("english", &Establishment::english)
      .called("name in English")
      .optional()
      .means("the name in English, shown in reports in English");
  table.field("posts", &Establishment::posts)
      .called("authorised posts")
      .in(0, 100000)
      .counts("posts")
      .means("posts authorised in the establishment");
  table.field("filled_at_start", &Establishment::filled_at_start)
      .called("filled at the start")
      .in(0, 100000)
      .counts("people")
      .means("authorised posts filled at the start, by holders of the area");
  table.field("first_round", &Establishment::first_round)
      .called("first recruitment round")
      .means("the day of the first recruitment round; there is one each year on that day");
  table.field("advertised", &Establishment::advertised)
      .called("vacancies offered in a round")
      .in(0, 1)
      .changeable()
      .means("share of the vacant posts that a round offers, rounded up in each area");
  table.field("applies", &Establishment::applies)
      .called("holders who apply")
      .in(0, 1)
      .changeable()
      .means("share of the area's holders outside the establishment who enter a round, station workers included");
  table.field("appointment", &Establishment::appointment)
      .called("time from round to first day")
      .in(Days{1}, Days{365})
      .means("time from the round to the first day in the post; promotions take effect on the day of the round");
  table.field("grades", &Establishment::grades)
      .called("grade")
      .means("the grades, from the lowest up; people who are appointed start in the lowest");
}

void Parameters::declare(ParameterTable<Parameters>& table) {
  table.field("level", &Parameters::level)
      .called("certificate that counts")
      .names_items("qualification.levels")
      .means(
          "the level of certificate that counts as qualified, as does any higher one: an id of qualification.levels");
  table.field("time_to_fill", &Parameters::time_to_fill)
      .called("time to fill a post")
      .in(Days{1}, Days{730})
      .means("from the day a post falls vacant to the day a person starts in it");
  table.field("fill_factor", &Parameters::fill_factor)
      .called("time-to-fill factor by area")
      .in(0.1, 10)
      .changeable()
      .means("factor by which the area's time to fill is multiplied; greater in poor counties");
  table.field("advertised_again", &Parameters::advertised_again)
      .called("time until offered again")
      .in(Days{1}, Days{730})
      .means("how long until a post is offered again when nobody eligible was found");
  table.field("qualified_hires", &Parameters::qualified_hires)
      .called("holders come first in hiring")
      .in(0, 1)
      .changeable()
      .means("share of hires for which a qualified person is sought first, while unqualified ones may be hired too");
  table.field("looking", &Parameters::looking)
      .called("holders who seek a post")
      .in(0, 1)
      .means("share of qualified people without a post who would take one in their area");
  table.field("from_elsewhere", &Parameters::from_elsewhere)
      .called("holder found elsewhere")
      .in(0, 1)
      .changeable()
      .means("chance that a qualified person from elsewhere is found when the area has none left");
  table.field("attrition_first_year", &Parameters::attrition_first_year)
      .called("attrition in the first year")
      .in(0, 5)
      .means("separations per person and year in the first year in a post, retirement excluded");
  table.field("attrition_later", &Parameters::attrition_later)
      .called("attrition in later years")
      .in(0, 5)
      .means("separations per person and year after the first year in a post, retirement excluded");
  table.field("attrition_qualified", &Parameters::attrition_qualified)
      .called("attrition of the qualified")
      .in(0, 5)
      .means("factor by which the attrition of qualified staff is multiplied");
  table.field("attrition_factor", &Parameters::attrition_factor)
      .called("effect of pay on attrition")
      .in(0, 5)
      .changeable()
      .means("factor by which pay and conditions multiply the attrition of everybody hired from then on");
  table.field("leaves_profession", &Parameters::leaves_profession)
      .called("also leave the profession")
      .in(0, 1)
      .means(
          "share of the people leaving a post who also leave the profession; the others look for another post if they "
          "are qualified");
  table.field("tenure_at_start", &Parameters::tenure_at_start)
      .called("time in post at the start")
      .in(Days{0}, Days{30 * days_per_year})
      .means("how long staff at the start have been in their posts");
  table.field("registers", &Parameters::registers)
      .called("register without a mandate")
      .in(0, 1)
      .changeable()
      .means("share of unqualified staff who register for a sitting without a mandate, if eligible");
  table.field("mandate", &Parameters::mandate)
      .called("mandate to be qualified")
      .means("required qualification of staff; left out: none");
  table.field("establishments", &Parameters::establishments)
      .called("establishment")
      .optional()
      .means("posts in public institutions, besides those of stations; left out: none");
}

}  // namespace muster::posts
