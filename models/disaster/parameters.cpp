#include "models/disaster/parameters.hpp"

namespace muster::disaster {

void Shock::declare(ParameterTable<Shock>& table) {
  table.field("title", &Shock::title).means("what people call it");
  table.field("english", &Shock::english).optional().means("the same in English, for reports in English");
  table.field("on", &Shock::on).means("the day it strikes; left out: at random, at its `rate`");
  table.field("rate", &Shock::rate)
      .in(0, 12)
      .means("how often it strikes at random, time and again; left out: once, `on` its day");
  table.field("size", &Shock::size)
      .in(0, 100)
      .means("what the needs of its sites are multiplied by: 1 is the shock they are stated for");
  table.field("calls_wave", &Shock::calls_wave)
      .means(
          "a wave of stations that starts when its last team has gone home, an id of stations.waves; left out: none");
}

void Site::declare(ParameterTable<Site>& table) {
  table.field("title", &Site::title).means("what people call it");
  table.field("english", &Site::english).optional().means("the same in English, for reports in English");
  table.field("shock", &Site::shock).means("what strikes it: an id of shocks");
  table.field("area", &Site::area).names_areas().means("where it is: the id of an area without areas within");
  table.field("cases", &Site::cases)
      .in(0, 1e6)
      .counts("cases")
      .means("casework cases that a shock of size 1 leaves to be done, on average");
  table.field("groups", &Site::groups).in(0, 1e6).counts("sessions").means("the same for group sessions");
  table.field("activities", &Site::activities).in(0, 1e6).counts("events").means("the same for collective activities");
  table.field("partners", &Site::partners).means("local bodies that receive the teams; without one no team can work");
}

void Stated::declare(ParameterTable<Stated>& table) {
  table.field("first_day", &Stated::first_day)
      .means("its first day in the field: that of its shock and `after`, where both are fixed; left out: not stated");
  table.field("last_day", &Stated::last_day).means("its last, by `lasts` as well; left out: not stated");
  table.field("days", &Stated::days)
      .in(Days{0}, Days{4000})
      .means("how many days it counts, one more or less than `lasts` at most; left out: not stated");
}

void Team::declare(ParameterTable<Team>& table) {
  table.field("title", &Team::title).means("what people call it");
  table.field("english", &Team::english).optional().means("the same in English, for reports in English");
  table.field("site", &Team::site).means("where it goes: an id of sites");
  table.field("from", &Team::from).names_areas().means("where its members come from: ids of areas");
  table.field("after", &Team::after)
      .in(Days{0}, Days{3650})
      .means("from the shock to its first day, which is a whole one");
  table.field("lasts", &Team::lasts)
      .in(Days{1}, Days{3650})
      .whole()
      .means("its days in the field by the calendar, first and last counted");
  table.field("stated", &Team::stated).means("what its own report says of its days; left out: nothing");
  table.field("stays_on", &Team::stays_on)
      .in(Days{0}, Days{3650})
      .whole()
      .means("how much longer it stays at most while its site has needs left; left out: it goes home on the date");
  table.field("size", &Team::size).in(0, 10000).whole().counts("people").means("members asked for");
  table.field("from_posts", &Team::from_posts)
      .in(0, 1)
      .means("share of them who are taken from posts of stations; the others are holders without a post");
  table.field("wind_up", &Team::wind_up)
      .in(0, 1)
      .means("share of the last day that goes to summing up and supervision");
  table.field("supervisors", &Team::supervisors)
      .in(0, 1000)
      .counts("people")
      .means("supervisors it has beside its members, on site or by video; a fraction if teams share them");
}

void Service::declare(ParameterTable<Service>& table) {
  table.field("effort", &Service::effort)
      .in(Days{0.01}, Days{10000})
      .means("work for one, in days of one worker; all that goes with it included");
  table.field("audience", &Service::audience)
      .in(0, 1e5)
      .counts("people")
      .means("people one reaches, counted each time they come");
}

void Services::declare(ParameterTable<Services>& table) {
  table.field("cases", &Services::cases).means("a casework case");
  table.field("groups", &Services::groups).means("a group session");
  table.field("activities", &Services::activities).means("a collective activity");
}

void Line::declare(ParameterTable<Line>& table) {
  table.field("title", &Line::title).means("what people call it");
  table.field("english", &Line::english).optional().means("the same in English, for reports in English");
  table.field("share", &Line::share).in(0, 1).means("of the services delivered");
}

void Supervision::declare(ParameterTable<Supervision>& table) {
  table.field("workers_each", &Supervision::workers_each)
      .in(0, 1000)
      .counts("people")
      .means("members one supervisor can look after; those who have a supervisor of their own at home need none");
  table.field("productivity", &Supervision::productivity)
      .in(0.1, 10)
      .means("what the output of a supervised member is multiplied by");
}

void Burnout::declare(ParameterTable<Burnout>& table) {
  table.field("attrition", &Burnout::attrition)
      .in(0, 20)
      .means("what the attrition of a member who is back in the post is multiplied by");
  table.field("lasts", &Burnout::lasts).in(Days{1}, Days{3650}).means("for how long");
}

void Parameters::declare(ParameterTable<Parameters>& table) {
  table.field("shocks", &Parameters::shocks).means("what may happen");
  table.field("sites", &Parameters::sites).means("places that it leaves with needs");
  table.field("teams", &Parameters::teams).means("who goes there");
  table.field("services", &Parameters::services).means("what teams do");
  table.field("lines", &Parameters::lines).means("lines of work; the shares sum to 100 %");
  table.field("supervision", &Parameters::supervision).means("supervision of teams in the field");
  table.field("burnout", &Parameters::burnout).means("what a deployment does to those who return; left out: nothing");
  table.field("staff_kept", &Parameters::staff_kept)
      .in(0, 50)
      .whole()
      .counts("people")
      .means("workers present whom a station must keep when others of it leave with a team");
}

}  // namespace muster::disaster
