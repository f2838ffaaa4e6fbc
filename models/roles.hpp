// Which series and parameters of the models play which part in charts, tables of money, comparisons and commands, so that nobody
// else writes their names.
#pragma once

#include "engine/parameters/parameter_sets.hpp"
#include "engine/text/text.hpp"

namespace muster {

/// Ids of series.
struct SeriesRoles {
  // of people: a stock of those in the profession
  const char* people = "people.talents";
  // of stations: a stock of those open, shares of an area's units that have one, and one in regular service
  const char* open = "stations.open";
  const char* coverage = "stations.coverage";
  const char* service = "stations.service_share";
  // flows of the exam
  const char* registered = "qualification.registered";
  const char* sat = "qualification.sat";
  const char* passed = "qualification.passed";
  // of posts: a stock, and the flows that enter and leave it
  const char* filled = "posts.filled";
  const char* hired = "posts.hires";
  const char* left = "posts.separations";
  // of money: flows, and stocks of what is granted and not spent, and of what is asked for and not yet paid
  const char* asked = "funding.asked";
  const char* granted = "funding.granted";
  const char* spent = "funding.spent";
  const char* unspent = "funding.available";
  const char* waiting = "funding.waiting";
};
inline constexpr SeriesRoles series_roles;

/// The parameter that says how many people outside posts one simulated person stands for.
inline constexpr const char* scale_parameter = "people.scale";

/// What it says; of a range the likely value.
[[nodiscard]] double people_per_simulated_person(const SectionSettings& settings);

/// A date among the parameters that charts of a series mark.
struct MarkedParameter {
  const char *section, *setting, *date;  // `posts.mandate.by`
  const char* label;                     // in English, with an entry in the catalogue
  const char* series;
};
inline constexpr MarkedParameter marked_parameters[] = {
    {"posts", "mandate", "by", tr_noop("mandate"), "stations.qualified_share"}};

}  // namespace muster
