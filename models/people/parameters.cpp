#include "models/people/parameters.hpp"

namespace muster::people {

void Education::declare(ParameterTable<Education>& table) {
  table.field("title", &Education::title).called("name").means("the name shown in reports and charts");
  table.field("english", &Education::english)
      .called("name in English")
      .optional()
      .means("the name in English, shown in reports in English");
  table.field("share", &Education::share)
      .called("share of people")
      .in(0, 1)
      .means("share of people with this education among those who come to the exam or to a post");
}

void Talents::declare(ParameterTable<Talents>& table) {
  table.field("at_start", &Talents::at_start)
      .called("at the start")
      .in(0, 1e7)
      .whole()
      .counts("people")
      .means("people in the profession at the start, certified or not, holders and staff included");
  table.field("joins", &Talents::joins)
      .called("joining in a year")
      .in(0, 1e7)
      .changeable()
      .counts("people")
      .means("people who take up social work outside the posts modelled, per year in the whole place");
}

void Parameters::declare(ParameterTable<Parameters>& table) {
  table.field("education", &Parameters::education)
      .called("education")
      .means("what people have studied; the shares sum to 100 %");
  table.field("weight", &Parameters::weight)
      .called("how people divide over areas")
      .in(0, 1e9)
      .means("how the place's people are divided over its areas; only the proportions count");
  table.field("scale", &Parameters::scale)
      .called("people per simulated person")
      .in(1, 10'000)
      .whole()
      .counts("people")
      .means("how many people one simulated person stands for; people in posts are always simulated one by one");
  table.field("age", &Parameters::age)
      .called("age when first seen")
      .in(Days{18 * days_per_year}, Days{70 * days_per_year})
      .means("age of a person when first seen; the distribution is cut off below 18 years and at the retirement age");
  table.field("practice", &Parameters::practice)
      .called("practice when first seen")
      .in(Days{0}, Days{40 * days_per_year})
      .means("time in practice of a person when first seen");
  table.field("retirement_age", &Parameters::retirement_age)
      .called("retirement age")
      .in(Days{45 * days_per_year}, Days{75 * days_per_year})
      .means("age at which people retire");
  table.field("departures", &Parameters::departures)
      .called("share leaving the profession")
      .in(0, 1)
      .means(
          "people who move away, die or turn to another profession, per person in the profession and year; leaving a "
          "post is counted separately");
  table.field("talents", &Parameters::talents)
      .called("people in the profession")
      .means("people in the profession besides holders and staff; left out: there are none");
}

}  // namespace muster::people
