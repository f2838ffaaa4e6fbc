// The parameters of disasters: shocks, the needs that they leave, teams, and the services of these.
#pragma once

#include "engine/clock/calendar.hpp"
#include "engine/parameters/table.hpp"
#include "engine/text/dates.hpp"
#include "engine/text/text.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

namespace muster::disaster {

/// A shock: strikes once on a date, or at random and possibly several times.
struct Shock {
  std::string id;
  std::string title;
  std::optional<Date> on;
  std::optional<PerYear> rate;
  Number size;
  std::optional<std::string> calls_wave;
  std::string english = {};  // may be empty

  static void declare(ParameterTable<Shock>& table);

  void check(Faults& faults) const {
    if (on && rate) faults.add("rate", tr("it strikes `on` a date and at a `rate`; write one of the two"));
    if (!on && !rate) faults.add("on", tr("it is not stated when the shock strikes; write `on` or `rate`"));
  }
};

/// A site that a shock leaves with needs.
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

  static void declare(ParameterTable<Site>& table);

  void check(Faults& faults) const {
    if (partners.empty()) faults.add("partners", tr("a site needs at least one local partner"));
  }
};

/// A team's days in the field according to its own report; checked against the model's.
struct Stated {
  std::optional<Date> first_day;
  std::optional<Date> last_day;
  std::optional<Days> days;

  static void declare(ParameterTable<Stated>& table);
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

  static void declare(ParameterTable<Team>& table);

  void check(Faults& faults) const {
    if (stated && stated->days && std::abs(stated->days->value - lasts.value) > 1)
      faults.add("stated", tr("the team's report counts {:.6g} days and `lasts` is {:.6g}; they may differ by one",
                              stated->days->value, lasts.value));
    if (from.empty())
      faults.add("from", tr("it is not stated where the team's members come from; name at least one area"));
  }
};

/// The work that one service takes, and the number of people it reaches.
struct Service {
  Days effort;
  DistributionOf<Number> audience;

  static void declare(ParameterTable<Service>& table);
};

struct Services {
  Service cases;
  Service groups;
  Service activities;

  static void declare(ParameterTable<Services>& table);
};

/// A line of work.
struct Line {
  std::string id;
  std::string title;
  Share share;
  std::string english = {};  // may be empty

  static void declare(ParameterTable<Line>& table);
};

struct Supervision {
  Number workers_each;
  Number productivity;

  static void declare(ParameterTable<Supervision>& table);
};

/// The effect of a deployment on the attrition of members who return to their posts.
struct Burnout {
  Number attrition;
  Days lasts;

  static void declare(ParameterTable<Burnout>& table);
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

  static void declare(ParameterTable<Parameters>& table);

  void check(Faults& faults) const {
    const auto has = [](const auto& list, const std::string& id) {
      return std::any_of(list.begin(), list.end(), [&](const auto& item) { return item.id == id; });
    };
    for (const Site& site : sites)
      if (!has(shocks, site.shock))
        faults.add("sites." + site.id + ".shock",
                   tr("the shock of {} is `{}`, which is not in `shocks`", site.id, site.shock));
    for (const Team& team : teams)
      if (!has(sites, team.site))
        faults.add("teams." + team.id + ".site",
                   tr("the site of {} is `{}`, which is not in `sites`", team.id, team.site));
    for (const Shock& shock : shocks)
      if (std::none_of(sites.begin(), sites.end(), [&](const Site& site) { return site.shock == shock.id; }))
        faults.add("shocks." + shock.id,
                   tr("none of the `sites` names the shock {}; write a site that it strikes, or leave the shock out",
                      shock.id));
    for (const Team& team : teams) check_dates(team, faults);
    double sum = 0;
    for (const Line& line : lines) sum += line.share.value;
    if (!(std::abs(sum - 1) <= 1e-9))
      faults.add("lines", tr("the shares of disaster.lines sum to {:.6g} %; they must sum to 100 %", sum * 100));
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
          faults.add("teams." + team.id + ".stated.first_day",
                     tr("the first day of {} is {} by its report and {} by `on` and `after`", team.id,
                        date_words(*team.stated->first_day), date_words(first)));
        if (team.stated->last_day && *team.stated->last_day != last)
          faults.add("teams." + team.id + ".stated.last_day",
                     tr("the last day of {} is {} by its report and {} by `on`, `after` and `lasts`", team.id,
                        date_words(*team.stated->last_day), date_words(last)));
      }
  }
};

}  // namespace muster::disaster
