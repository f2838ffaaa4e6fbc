// The role of the models' series and parameters in charts, money tables, comparisons and commands. Their names are
// written here only, so that code outside the models need not repeat them.
#pragma once

#include "engine/parameters/parameter_sets.hpp"
#include "engine/text/text.hpp"

namespace muster {

/// Ids of series.
struct SeriesRoles {
  // people: a stock of people in the profession
  const char* people = "people.talents";
  // stations: a stock of open stations; shares of an area's units with an open station, and with one in regular
  // service
  const char* open = "stations.open";
  const char* coverage = "stations.coverage";
  const char* service = "stations.service_share";
  // the exam: flows
  const char* registered = "qualification.registered";
  const char* sat = "qualification.sat";
  const char* passed = "qualification.passed";
  // posts: a stock, and the flows into and out of it
  const char* filled = "posts.filled";
  const char* hired = "posts.hires";
  const char* left = "posts.separations";
  // money: flows; stocks of money granted and not spent, and of money asked for and not yet paid
  const char* asked = "funding.asked";
  const char* granted = "funding.granted";
  const char* spent = "funding.spent";
  const char* unspent = "funding.available";
  const char* waiting = "funding.waiting";
};
inline constexpr SeriesRoles series_roles;

/// The parameter with the number of people outside posts that one simulated person stands for.
inline constexpr const char* scale_parameter = "people.scale";

/// The value of scale_parameter; for a range its most likely value.
[[nodiscard]] double people_per_simulated_person(const SectionSettings& settings);

/// A date parameter that is marked in the charts of a series.
struct MarkedParameter {
  const char *section, *setting, *date;  // `posts.mandate.by`
  const char* label;                     // in English, with an entry in the translation catalogue
  const char* series;
};
inline constexpr MarkedParameter marked_parameters[] = {
    {"posts", "mandate", "by", tr_noop("mandate"), "stations.qualified_share"}};

}  // namespace muster
