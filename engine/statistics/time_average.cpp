#include "engine/statistics/time_average.hpp"

#include <stdexcept>

namespace muster {

double TimeAverage::area(Instant until) const {
  if (until < since_) throw std::logic_error("an instant is before the last change of a time average");
  return area_ + level_ * (static_cast<double>(until.minutes) - static_cast<double>(since_.minutes));
}

void TimeAverage::set(Instant at, double level) {
  area_ = area(at);
  since_ = at;
  level_ = level;
}

void TimeAverage::restart(Instant at) {
  set(at, level_);
  start_ = at;
  area_ = 0;
}

double TimeAverage::mean(Instant until) const {
  const double total = area(until);
  return until == start_ ? level_ : total / (static_cast<double>(until.minutes) - static_cast<double>(start_.minutes));
}

}  // namespace muster
