#include "output/document/table.hpp"

#include "engine/clock/calendar.hpp"

namespace muster::output {

bool Selection::keeps(const std::vector<Date>& dates, std::size_t date) const {
  return !year_ends || date == 0 || date + 1 == dates.size() || year_of(dates[date]) != year_of(dates[date + 1]);
}

std::size_t Selection::dates_and_areas(const std::vector<Date>& dates, const Areas& areas) const {
  std::size_t kept_dates = 0, kept_areas = 0;
  for (std::size_t date = 0; date < dates.size(); ++date) kept_dates += keeps(dates, date) ? 1 : 0;
  for (AreaNode area = 0; area < areas.node_count(); ++area) kept_areas += keeps(areas, area) ? 1 : 0;
  return kept_dates * kept_areas;
}

}  // namespace muster::output
