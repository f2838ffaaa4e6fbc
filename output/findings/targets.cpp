#include "output/findings/targets.hpp"

#include "engine/text/dates.hpp"
#include "output/words.hpp"

#include <cmath>

namespace muster::output {

std::string target_heading(const TargetDefinition& target) {
  return target.title.empty() ? target.id : capitalised(target.title.to_string());
}

std::string goal_words(const TargetDefinition& target, const ResultsShape& shape) {
  const auto series = shape.find(target.series);
  const Scale scale = series ? scale_for(shape.series[*series].name, std::abs(target.goal)) : Scale{};
  const std::string goal = show_with_unit(target.goal, scale);
  return target.bound == Bound::at_least ? tr("≥ {} by {}", goal, date_words(target.by))
                                         : tr("≤ {} by {}", goal, date_words(target.by));
}

}  // namespace muster::output
