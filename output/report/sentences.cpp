#include "output/report/sentences.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/text/text.hpp"

#include <algorithm>
#include <cmath>

namespace muster::output {

Outlook outlook_of(const TargetResult& result) {
  if (result.outcome_withheld) return Outlook::withheld;
  if (std::isnan(result.probability)) return Outlook::nothing_to_judge;
  if (result.replications == 1) return result.probability > 0 ? Outlook::met : Outlook::missed;
  if (result.probability >= 0.90) return Outlook::very_likely;
  if (result.probability >= 0.66) return Outlook::likely;
  if (result.probability > 0.33) return Outlook::open;
  if (result.probability > 0.10) return Outlook::unlikely;
  return Outlook::very_unlikely;
}

std::string outlook_words(Outlook outlook) {
  switch (outlook) {
    case Outlook::very_likely:
      return text("very likely");
    case Outlook::likely:
      return text("likely");
    case Outlook::open:
      return text("as likely as not");
    case Outlook::unlikely:
      return text("unlikely");
    case Outlook::very_unlikely:
      return text("very unlikely");
    case Outlook::met:
      return text("met");
    case Outlook::missed:
      return text("not met");
    case Outlook::withheld:
      return text("withheld");
    case Outlook::nothing_to_judge:
      break;
  }
  return text("nothing to judge");
}

const char* outlook_mark(Outlook outlook) {
  switch (outlook) {
    case Outlook::very_likely:
    case Outlook::met:
      return "✓";
    case Outlook::likely:
      return "◕";
    case Outlook::open:
      return "◑";
    case Outlook::unlikely:
      return "◔";
    case Outlook::very_unlikely:
    case Outlook::missed:
      return "✕";
    case Outlook::withheld:
    case Outlook::nothing_to_judge:
      break;
  }
  return "–";
}

const char* outlook_class(Outlook outlook) {
  switch (outlook) {
    case Outlook::very_likely:
    case Outlook::met:
      return "good";
    case Outlook::likely:
      return "fair";
    case Outlook::open:
      return "open";
    case Outlook::unlikely:
    case Outlook::very_unlikely:
    case Outlook::missed:
      return "poor";
    case Outlook::withheld:
    case Outlook::nothing_to_judge:
      break;
  }
  return "none";
}

std::size_t met_in(const TargetResult& result) {
  return static_cast<std::size_t>(std::llround(result.probability * static_cast<double>(result.replications)));
}

Scale scale_of(const TargetDefinition& target, const TargetResult& result, const ResultsShape& shape) {
  const auto series = shape.find(target.series);
  if (!series) return {};
  double largest = std::abs(target.goal);
  if (std::isfinite(result.p95)) largest = std::max(largest, std::abs(result.p95));
  return scale_for(shape.series[*series].name, largest);
}

std::string begun(std::string words) {
  if (!words.empty() && words[0] >= 'a' && words[0] <= 'z') words[0] = static_cast<char>(words[0] - 'a' + 'A');
  return words;
}

std::string target_sentence(const TargetDefinition& target, const TargetResult& result, const ResultsShape& shape) {
  const std::string what = begun(target.shown()), by = iso(target.by);
  if (result.outcome_withheld)
    return text("{}: withheld, since it would tell a small count of people on {}.", what, by);
  if (std::isnan(result.probability))
    return text("{}: there is nothing to judge on {}, since no future has a value on that day.", what, by);

  const Scale scale = scale_of(target, result, shape);
  const std::string median = show_with_unit(result.p50, scale);
  const double gap = target.shortfall_of(result.p50);
  const std::string amount = scale.percent ? text("{} points", show(gap, scale)) : show_with_unit(gap, scale);
  const bool least = target.comparison == Comparison::at_least;
  if (result.replications == 1 && !result.withheld) {
    if (gap <= 0)
      return text("{}: met in the one future that was simulated, which stands at {} on {}.", what, median, by);
    return least ? text("{}: not met in the one future that was simulated, which stands at {} on {}, {} short.", what,
                        median, by, amount)
                 : text("{}: not met in the one future that was simulated, which stands at {} on {}, {} too much.",
                        what, median, by, amount);
  }
  const std::string met = grouped(met_in(result)), all = grouped(result.replications);
  if (result.withheld)
    return text("{}: in {} of {} futures. What the futures stand at on {} is withheld.", what, met, all, by);
  if (gap <= 0)
    return text("{}: in {} of {} futures. On {} the median future stands at {}.", what, met, all, by, median);
  return least ? text("{}: in {} of {} futures. On {} the median future stands at {}, {} short.", what, met, all, by,
                      median, amount)
               : text("{}: in {} of {} futures. On {} the median future stands at {}, {} too much.", what, met, all, by,
                      median, amount);
}

std::string verdict(const Results& results) {
  const std::size_t targets = results.shape().targets.size();
  if (targets == 0) return text("This scenario states no targets.");
  std::size_t likely = 0, open = 0, unlikely = 0, unjudged = 0, withheld = 0;
  for (std::size_t t = 0; t < targets; ++t) {
    switch (outlook_of(results.target(t))) {
      case Outlook::very_likely:
      case Outlook::likely:
      case Outlook::met:
        ++likely;
        break;
      case Outlook::open:
        ++open;
        break;
      case Outlook::unlikely:
      case Outlook::very_unlikely:
      case Outlook::missed:
        ++unlikely;
        break;
      case Outlook::nothing_to_judge:
        ++unjudged;
        break;
      case Outlook::withheld:
        ++withheld;
        break;
    }
  }
  if (results.replications() == 1)
    return text("Of {} targets, {} met and {} not met in the one future that was simulated.", targets, likely,
                unlikely);
  std::string parts;
  const auto add = [&](std::size_t count, std::string words) {
    if (count > 0) parts += (parts.empty() ? "" : text(", ")) + words;
  };
  add(likely, text("{} likely to be met", likely));
  add(open, text("{} about as likely as not", open));
  add(unlikely, text("{} unlikely to be met", unlikely));
  add(unjudged, text("{} with nothing to judge", unjudged));
  add(withheld, text("{} withheld", withheld));
  return text("Of {} targets: {}.", targets, parts);
}

}  // namespace muster::output
