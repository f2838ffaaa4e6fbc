#include "output/findings/constraints.hpp"

#include "engine/text/text.hpp"
#include "output/document/names.hpp"
#include "output/findings/targets.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <tuple>

namespace muster::output {

namespace {

std::uint64_t count_of(double share, std::uint64_t replications) {
  return std::isnan(share) ? 0 : static_cast<std::uint64_t>(std::llround(share * static_cast<double>(replications)));
}

}  // namespace

std::string with_margin(const MeanInterval& mean, const Scale& scale) {
  if (std::isnan(mean.mean)) return "–";
  if (mean.mean == 0 && !(mean.half_width > 0)) return tr("no difference");
  const std::string unit = unit_of_change(scale).empty() ? "" : before_unit() + unit_of_change(scale);
  if (!(mean.half_width > 0)) return show_change(mean.mean, scale) + unit;
  // Enough digits for the margin to have one that is not 0, and the same number for the mean.
  const double margin = mean.half_width / scale.divisor, most = 9;
  const double wanted = std::floor(std::log10(margin));
  const int digits = static_cast<int>(std::clamp(margin < 1                         ? -wanted
                                                 : margin < 10 && scale.divisor > 1 ? 1.0
                                                                                    : 0.0,
                                                 0.0, most));
  const auto shown = [&](double value) {
    const std::string plain = fmt::format("{:.{}f}", std::abs(value) / scale.divisor, digits);
    return digits == 0 ? show(std::abs(std::round(value / scale.divisor)), Scale{}) : plain;
  };
  const std::string said = shown(mean.mean);
  const bool none = said.find_first_of("123456789") == std::string::npos;
  return fmt::format("{}{} ± {}{}", none ? "" : mean.mean > 0 ? "+" : "-", said, shown(mean.half_width), unit);
}

const ConstraintEffect* strongest(const TargetConstraints& target) {
  const ConstraintEffect* first = nullptr;
  const auto weight = [&](const ConstraintEffect& one) {
    const double size = target.size_of(*one.effect);
    const bool sure = target.helps(*one.effect);
    return std::tuple(sure,
                      std::isnan(size) ? 0
                      : sure           ? size
                                       : std::abs(size),
                      std::abs(one.effect->gain.difference));
  };
  for (const ConstraintEffect& one : target.whole)
    if (one.effect && (!first || weight(one) > weight(*first))) first = &one;
  return first;
}

std::string effect_words(const TargetConstraints& target, const TargetEffect& effect) {
  const Scale scale = scale_for(target.series, std::abs(target.target.goal));
  if (target.by_probability || std::isnan(effect.closed.mean)) {
    if (std::isnan(effect.probability)) return tr("there is nothing to judge");
    const std::string met = met_words(count_of(effect.probability, effect.replications), effect.replications);
    return std::isnan(target.probability)
               ? tr("it is met {}", met)
               : tr("it is met {}, {} as planned", met, grouped(count_of(target.probability, target.replications)));
  }
  const std::string shortfall = show_shortfall(effect.shortfall, scale);
  if (effect.closed.mean == 0 && !(effect.closed.half_width > 0))
    return tr("{} are missing on average, as planned", shortfall);
  const std::string margin = with_margin({std::abs(effect.closed.mean), effect.closed.half_width}, scale);
  const std::string change = margin.starts_with('+') ? margin.substr(1) : margin;
  return effect.closed.mean < 0 ? tr("{} are missing on average, {} more", shortfall, change)
                                : tr("{} are missing on average, {} less", shortfall, change);
}

std::string price_words(const TargetConstraints& target, const ConstraintEffect& one) {
  return one.extra_spent ? extra_words(target.money, *one.extra_spent, target.dearest()) : "";
}

std::string extra_words(const SeriesName& series, const MeanInterval& extra, double largest) {
  if (std::isnan(extra.mean)) return {};
  const auto [mean, half] = extra;
  const Text money = called(series);
  if (mean == 0 && !(half > 0)) return tr("{} until then: as planned", money);
  if (!(std::abs(mean) > half)) return tr("{} until then: no certain difference", money);
  const double size = std::abs(mean);
  const Scale scale = scale_for(series, largest);
  const auto [low, high] = std::pair(show(size - half, scale), show(size + half, scale));
  const std::string said = low == high ? show_with_unit(size, scale)
                                       : tr("{} ({} to {})", show_with_unit(size, scale), low, high).to_string();
  return mean < 0 ? tr("{} until then: lower by {}", money, said) : tr("{} until then: higher by {}", money, said);
}

std::string binding_sentence(const TargetConstraints& target) {
  const ConstraintEffect* first = strongest(target);
  if (!first) return tr("No constraint in the file applies to this place.");
  const auto moves = [](const ConstraintEffect& one) { return one.effect && one.effect->moves(); };
  if (std::none_of(target.whole.begin(), target.whole.end(), moves))
    return tr("Relaxing one constraint alone does not change the target in any future.");
  const std::string name = first->title.to_string();
  std::string effect = effect_words(target, *first->effect);
  if (const std::string price = price_words(target, *first); !price.empty()) effect = tr("{}; {}", effect, price);
  return target.helps(*first->effect)
             ? tr("What holds it back most: {}. If {}, {}.", name, translated(first->why), effect)
             : tr("Nothing is certain to hold it back alone. The largest effect is that of {}: {}.", name, effect);
}

std::string constraints_finding(const std::vector<TargetConstraints>& targets) {
  const TargetConstraints* worst = nullptr;
  const auto miss = [](const TargetConstraints& one) {
    const double goal = std::abs(one.target.goal);
    return one.nothing_to_judge()      ? -1
           : std::isnan(one.shortfall) ? 0
           : goal > 0                  ? one.shortfall / goal
                                       : one.shortfall;
  };
  for (const TargetConstraints& one : targets)
    if (!worst || miss(one) > miss(*worst)) worst = &one;
  if (!worst) return {};
  const std::string title = target_heading(worst->target);
  return worst->nothing_to_judge() ? tr("{}: {}", title, tr("there is nothing to judge")) + full_stop()
                                   : tr("{}: {}", title, binding_sentence(*worst));
}

}  // namespace muster::output
