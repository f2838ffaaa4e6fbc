#include "output/findings/targets.hpp"

#include "output/words.hpp"

#include <cmath>

namespace muster::output {

std::string target_heading(const TargetDefinition& target) {
  return target.title.empty() ? target.id : begun(target.title.shown());
}

std::string goal_words(const TargetDefinition& target, const ResultsShape& shape) {
  const auto series = shape.find(target.series);
  const Scale scale = series ? scale_for(shape.series[*series].name, std::abs(target.goal)) : Scale{};
  const std::string goal = show_with_unit(target.goal, scale);
  return target.comparison == Comparison::at_least ? text("≥ {} by {}", goal, date_words(target.by))
                                                   : text("≤ {} by {}", goal, date_words(target.by));
}

}  // namespace muster::output
