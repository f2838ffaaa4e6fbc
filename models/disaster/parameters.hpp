#pragma once

#include "engine/clock/calendar.hpp"
#include "engine/parameters/table.hpp"
#include "engine/text/text.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

namespace muster::disaster {

/// What happens: on a date, or at random and then perhaps again.
struct Shock {
  std::string id;
  std::string title;
  std::optional<Date> on;
  std::optional<PerYear> rate;
  Number size;
  std::optional<std::string> calls_wave;
  std::string english = {};  // may be empty

  static void declare(ParameterTable<Shock>& table) {
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

  void check(Faults& faults) const {
    if (on && rate) faults.at("rate", text("it strikes `on` a date and at a `rate`; write one of the two"));
    if (!on && !rate) faults.at("on", text("nothing says when it strikes; write `on` or `rate`"));
  }
};

/// A place that a shock leaves with needs.
struct Site {
  std::string id;
  std::string title;
  std::string shock;
  std::string area;
  Number cases;
  Number groups;
  Number activities;
  std::vector<std::string> partners;
  std::string english = {};  // may be empty

  static void declare(ParameterTable<Site>& table) {
    table.field("title", &Site::title).means("what people call it");
    table.field("english", &Site::english).optional().means("the same in English, for reports in English");
    table.field("shock", &Site::shock).means("what strikes it: an id of shocks");
    table.field("area", &Site::area).names_areas().means("where it is: the id of an area without areas within");
    table.field("cases", &Site::cases)
        .in(0, 1e6)
        .counts("cases")
        .means("casework cases that a shock of size 1 leaves to be done, on average");
    table.field("groups", &Site::groups).in(0, 1e6).counts("sessions").means("the same for group sessions");
    table.field("activities", &Site::activities)
        .in(0, 1e6)
        .counts("events")
        .means("the same for collective activities");
    table.field("partners", &Site::partners).means("local bodies that receive the teams; without one no team can work");
  }

  void check(Faults& faults) const {
    if (partners.empty()) faults.at("partners", text("a site needs at least one local partner"));
  }
};

/// What a team's own report says of its time in the field, to be held against what the model makes of it.
struct Stated {
  std::optional<Date> first_day;
  std::optional<Date> last_day;
  std::optional<Days> days;

  static void declare(ParameterTable<Stated>& table) {
    table.field("first_day", &Stated::first_day)
        .means("its first day in the field: that of its shock and `after`, where both are fixed; left out: not stated");
    table.field("last_day", &Stated::last_day).means("its last, by `lasts` as well; left out: not stated");
    table.field("days", &Stated::days)
        .in(Days{0}, Days{4000})
        .means("how many days it counts, one more or less than `lasts` at most; left out: not stated");
  }
};

/// People from elsewhere who go to a site for a time.
struct Team {
  std::string id;
  std::string title;
  std::string site;
  std::vector<std::string> from;
  DistributionOf<Days> after;
  Days lasts;
  std::optional<Stated> stated;
  std::optional<Days> stays_on;
  Number size;
  Share from_posts;
  Share wind_up;
  Number supervisors;
  std::string english = {};  // may be empty

  static void declare(ParameterTable<Team>& table) {
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

  void check(Faults& faults) const {
    if (stated && stated->days && std::abs(stated->days->value - lasts.value) > 1)
      faults.at("stated", text("its report counts {:.6g} days and it lasts {:.6g}; they may differ by one",
                               stated->days->value, lasts.value));
    if (from.empty()) faults.at("from", text("no area is named for its members to come from"));
  }
};

/// What one service takes and whom it reaches.
struct Service {
  Days effort;
  DistributionOf<Number> audience;

  static void declare(ParameterTable<Service>& table) {
    table.field("effort", &Service::effort)
        .in(Days{0.01}, Days{10000})
        .means("work for one, in days of one worker; all that goes with it included");
    table.field("audience", &Service::audience)
        .in(0, 1e5)
        .counts("people")
        .means("people one reaches, counted each time they come");
  }
};

struct Services {
  Service cases;
  Service groups;
  Service activities;

  static void declare(ParameterTable<Services>& table) {
    table.field("cases", &Services::cases).means("a casework case");
    table.field("groups", &Services::groups).means("a group session");
    table.field("activities", &Services::activities).means("a collective activity");
  }
};

/// A line of work.
struct Line {
  std::string id;
  std::string title;
  Share share;
  std::string english = {};  // may be empty

  static void declare(ParameterTable<Line>& table) {
    table.field("title", &Line::title).means("what people call it");
    table.field("english", &Line::english).optional().means("the same in English, for reports in English");
    table.field("share", &Line::share).in(0, 1).means("of the services delivered");
  }
};

struct Supervision {
  Number workers_each;
  Number productivity;

  static void declare(ParameterTable<Supervision>& table) {
    table.field("workers_each", &Supervision::workers_each)
        .in(0, 1000)
        .counts("people")
        .means("members one supervisor can look after; those who have a supervisor of their own at home need none");
    table.field("productivity", &Supervision::productivity)
        .in(0.1, 10)
        .means("what the output of a supervised member is multiplied by");
  }
};

/// What members bring back to their posts.
struct Burnout {
  Number attrition;
  Days lasts;

  static void declare(ParameterTable<Burnout>& table) {
    table.field("attrition", &Burnout::attrition)
        .in(0, 20)
        .means("what the attrition of a member who is back in the post is multiplied by");
    table.field("lasts", &Burnout::lasts).in(Days{1}, Days{3650}).means("for how long");
  }
};

struct Parameters {
  std::vector<Shock> shocks;
  std::vector<Site> sites;
  std::vector<Team> teams;
  Services services;
  std::vector<Line> lines;
  Supervision supervision;
  std::optional<Burnout> burnout;
  Number staff_kept;

  static void declare(ParameterTable<Parameters>& table) {
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

  void check(Faults& faults) const {
    const auto has = [](const auto& list, const std::string& id) {
      return std::any_of(list.begin(), list.end(), [&](const auto& item) { return item.id == id; });
    };
    for (const Site& site : sites)
      if (!has(shocks, site.shock))
        faults.at("sites", text("the shock of {} is `{}`, which is not in `shocks`", site.id, site.shock));
    for (const Team& team : teams)
      if (!has(sites, team.site))
        faults.at("teams", text("the site of {} is `{}`, which is not in `sites`", team.id, team.site));
    for (const Shock& shock : shocks)
      if (std::none_of(sites.begin(), sites.end(), [&](const Site& site) { return site.shock == shock.id; }))
        faults.at("shocks", text("{} strikes none of the `sites`", shock.id));
    for (const Team& team : teams) check_dates(team, faults);
    double sum = 0;
    for (const Line& line : lines) sum += line.share.value;
    if (!(std::abs(sum - 1) <= 1e-9))
      faults.at("lines", text("the shares of disaster.lines sum to {:.6g} %; they must sum to 100 %", sum * 100));
  }

 private:
  void check_dates(const Team& team, Faults& faults) const {
    if (!team.stated || team.after.distribution().kind() != Distribution::Kind::constant) return;
    for (const Site& site : sites)
      for (const Shock& shock : shocks) {
        if (site.id != team.site || shock.id != site.shock || !shock.on) continue;
        const Date first = date_of(start_of(*shock.on) + team.after.mean());
        const Date last = first + std::chrono::days{std::lround(team.lasts.value) - 1};
        if (team.stated->first_day && *team.stated->first_day != first)
          faults.at("teams", text("the first day of {} is {} by its report and {} by `on` and `after`", team.id,
                                  iso(*team.stated->first_day), iso(first)));
        if (team.stated->last_day && *team.stated->last_day != last)
          faults.at("teams", text("the last day of {} is {} by its report and {} by `on`, `after` and `lasts`", team.id,
                                  iso(*team.stated->last_day), iso(last)));
      }
  }
};

}  // namespace muster::disaster
