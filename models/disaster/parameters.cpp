#include "models/disaster/parameters.hpp"

namespace muster::disaster {

void Shock::declare(ParameterTable<Shock>& table) {
  table.field("title", &Shock::title).called("name").means("the name shown in reports and charts");
  table.field("english", &Shock::english)
      .called("name in English")
      .optional()
      .means("the name in English, shown in reports in English");
  table.field("on", &Shock::on)
      .called("strikes on")
      .means("the day the shock strikes; left out: it strikes at random, at its `rate`");
  table.field("rate", &Shock::rate)
      .called("how often it strikes")
      .in(0, 12)
      .means("how often the shock strikes, at random and repeatedly; left out: it strikes once, on the date `on`");
  table.field("size", &Shock::size)
      .called("size of the shock")
      .in(0, 100)
      .means("factor by which the needs of its sites are multiplied; 1 is the shock for which they are stated");
  table.field("calls_wave", &Shock::calls_wave)
      .called("wave of stations it calls")
      .means(
          "the wave of stations that starts when the shock's last team has gone home, an id of stations.waves; left "
          "out: none");
}

void Site::declare(ParameterTable<Site>& table) {
  table.field("title", &Site::title).called("name").means("the name shown in reports and charts");
  table.field("english", &Site::english)
      .called("name in English")
      .optional()
      .means("the name in English, shown in reports in English");
  table.field("shock", &Site::shock)
      .called("struck by")
      .names_items("disaster.shocks")
      .means("the shock that strikes the site: an id of shocks");
  table.field("area", &Site::area)
      .called("where it is")
      .names_areas()
      .means("where the site is: the id of an area that contains no other areas");
  table.field("cases", &Site::cases)
      .called("cases needed")
      .in(0, 1e6)
      .counts("cases")
      .means("casework cases that a shock of size 1 leaves to be done, on average");
  table.field("groups", &Site::groups)
      .called("group sessions needed")
      .in(0, 1e6)
      .counts("sessions")
      .means("group sessions that a shock of size 1 leaves to be done, on average");
  table.field("activities", &Site::activities)
      .called("activities needed")
      .in(0, 1e6)
      .counts("events")
      .means("collective activities that a shock of size 1 leaves to be done, on average");
  table.field("partners", &Site::partners)
      .called("local partners")
      .means("local bodies that receive the teams; without one no team can work");
}

void Stated::declare(ParameterTable<Stated>& table) {
  table.field("first_day", &Stated::first_day)
      .called("first day")
      .means(
          "the team's first day in the field; it must agree with the shock's date and `after`, where both are fixed; "
          "left out: not stated");
  table.field("last_day", &Stated::last_day)
      .called("last day")
      .means("the team's last day in the field; it must also agree with `lasts`; left out: not stated");
  table.field("days", &Stated::days)
      .called("number of days")
      .in(Days{0}, Days{4000})
      .means(
          "number of days in the field that the team reports; at most one more or less than `lasts`; left out: not "
          "stated");
}

void Team::declare(ParameterTable<Team>& table) {
  table.field("title", &Team::title).called("name").means("the name shown in reports and charts");
  table.field("english", &Team::english)
      .called("name in English")
      .optional()
      .means("the name in English, shown in reports in English");
  table.field("site", &Team::site)
      .called("where it goes")
      .names_items("disaster.sites")
      .means("where the team goes: an id of sites");
  table.field("from", &Team::from)
      .called("members come from")
      .names_areas()
      .means("where the team's members come from: ids of areas");
  table.field("after", &Team::after)
      .called("time from shock to first day")
      .in(Days{0}, Days{3650})
      .means("time from the shock to the team's first day in the field, which is a full day");
  table.field("lasts", &Team::lasts)
      .called("days in the field")
      .in(Days{1}, Days{3650})
      .whole()
      .means("calendar days that the team is in the field, the first and the last included");
  table.field("stated", &Team::stated)
      .called("days as reported")
      .means("the team's days in the field according to its own report; left out: not stated");
  table.field("stays_on", &Team::stays_on)
      .called("longest extension")
      .in(Days{0}, Days{3650})
      .whole()
      .means(
          "how much longer the team stays at most while its site has needs left; left out: it goes home after "
          "`lasts`");
  table.field("size", &Team::size)
      .called("number of members")
      .in(0, 10000)
      .whole()
      .counts("people")
      .means("members asked for");
  table.field("from_posts", &Team::from_posts)
      .called("members from stations")
      .in(0, 1)
      .means(
          "share of the team's members who are taken from posts of stations; the others are holders without a post");
  table.field("wind_up", &Team::wind_up)
      .called("winding up on the last day")
      .in(0, 1)
      .means("share of the last day that goes to summing up and supervision");
  table.field("supervisors", &Team::supervisors)
      .called("supervisors with the team")
      .in(0, 1000)
      .counts("people")
      .means("supervisors of the team besides its members, on site or by video; a fraction if teams share them");
}

void Service::declare(ParameterTable<Service>& table) {
  table.field("effort", &Service::effort)
      .called("work for one")
      .in(Days{0.01}, Days{10000})
      .means("work that one service takes, in days of one worker, everything that goes with it included");
  table.field("audience", &Service::audience)
      .called("people reached by one")
      .in(0, 1e5)
      .counts("people")
      .means("people reached by one service, counted each time they come");
}

void Services::declare(ParameterTable<Services>& table) {
  table.field("cases", &Services::cases).called("casework").means("a casework case");
  table.field("groups", &Services::groups).called("group sessions").means("a group session");
  table.field("activities", &Services::activities).called("collective activities").means("a collective activity");
}

void Line::declare(ParameterTable<Line>& table) {
  table.field("title", &Line::title).called("name").means("the name shown in reports and charts");
  table.field("english", &Line::english)
      .called("name in English")
      .optional()
      .means("the name in English, shown in reports in English");
  table.field("share", &Line::share)
      .called("share of services")
      .in(0, 1)
      .means("share of the services delivered that belong to this line of work");
}

void Supervision::declare(ParameterTable<Supervision>& table) {
  table.field("workers_each", &Supervision::workers_each)
      .called("members per supervisor")
      .in(0, 1000)
      .counts("people")
      .means("members one supervisor can look after; those who have a supervisor of their own at home need none");
  table.field("productivity", &Supervision::productivity)
      .called("effect on output")
      .in(0.1, 10)
      .means("factor by which the output of a supervised member is multiplied");
}

void Burnout::declare(ParameterTable<Burnout>& table) {
  table.field("attrition", &Burnout::attrition)
      .called("effect on attrition")
      .in(0, 20)
      .means("factor by which the attrition of a member who is back in the post is multiplied");
  table.field("lasts", &Burnout::lasts)
      .called("how long it lasts")
      .in(Days{1}, Days{3650})
      .means("how long the strain after a deployment lasts");
}

void Parameters::declare(ParameterTable<Parameters>& table) {
  table.field("shocks", &Parameters::shocks).called("shock").means("shocks that may strike");
  table.field("sites", &Parameters::sites).called("site").means("sites that a shock leaves with needs");
  table.field("teams", &Parameters::teams).called("team").means("teams that go to the sites");
  table.field("services", &Parameters::services).called("services of teams").means("services that teams deliver");
  table.field("lines", &Parameters::lines).called("line of work").means("lines of work; the shares sum to 100 %");
  table.field("supervision", &Parameters::supervision)
      .called("supervision in the field")
      .means("supervision of teams in the field");
  table.field("burnout", &Parameters::burnout)
      .called("strain after a deployment")
      .means("effect of a deployment on members who return to a post; left out: none");
  table.field("staff_kept", &Parameters::staff_kept)
      .called("workers a station keeps")
      .in(0, 50)
      .whole()
      .counts("people")
      .means("workers who must stay present at a station when others leave it with a team");
}

}  // namespace muster::disaster
