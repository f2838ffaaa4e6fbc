#include "output/findings/drivers.hpp"

#include "engine/parameters/table.hpp"
#include "engine/text/text.hpp"

#include <algorithm>
#include <cmath>

namespace muster::output {

std::vector<SpreadInput> inputs_of(const std::vector<UncertainInput>& inputs, const SectionSettings& written) {
  std::vector<SpreadInput> found;
  for (const UncertainInput& input : inputs) {
    SpreadInput shown;
    shown.name = input.name;
    shown.title = localized([&] { return called(input, written); });
    shown.sourced = true;
    Evidence weakest = Evidence::fact;
    for (const Setting* setting : input.settings) {
      weakest = std::max(weakest, setting->provenance.evidence);
      shown.sourced = shown.sourced && !setting->provenance.source.empty();
      shown.parameters.push_back(setting->path);
    }
    shown.evidence = to_string(weakest);
    const SourceLocation& where = input.settings.front()->where;
    shown.where = fmt::format("{}:{}", where.file, where.line);
    found.push_back(std::move(shown));
  }
  return found;
}

Spreads spreads_of_targets(const Results& results, const SectionSettings& parameters, Seed seed,
                           std::size_t resamples) {
  const ResultsShape& shape = results.shape();
  const std::vector<UncertainInput> inputs = uncertain_inputs(parameters);
  Spreads spreads{inputs_of(inputs, parameters), {}};
  std::vector<std::vector<std::vector<double>>> drawn(inputs.size());
  for (std::size_t k = 0; k < inputs.size(); ++k)
    for (const Replication replication : results.numbers()) {
      const std::vector<double> figures = draws_of(inputs[k], seed, replication);
      drawn[k].resize(figures.size());
      for (std::size_t i = 0; i < figures.size(); ++i) drawn[k][i].push_back(figures[i]);
    }
  for (std::size_t t = 0; t < shape.targets.size(); ++t) {
    const TargetDefinition& target = shape.targets[t];
    const std::vector<double> values = results.target_values(t);
    Moments moments;
    for (const double value : values)
      if (!std::isnan(value)) moments.add(value);
    const auto series = shape.find(target.series);
    SpreadOf of{target.id,
                target.title.empty() ? LocalizedText(target.id) : target.title,
                series ? shape.series[*series].name : SeriesName{target.series, "", {}, {}},
                target.by,
                moments.mean(),
                split_spread(drawn, values, seed, resamples)};
    spreads.outputs.push_back(std::move(of));
  }
  return spreads;
}

std::string no_shares_sentence(const Spread& spread) {
  switch (spread.known) {
    case SpreadKnown::no_value:
      return tr("No future has a value on that day: there is nothing to judge.");
    case SpreadKnown::all_the_same:
      return tr("Every future ends with the same value: nothing is uncertain here.");
    case SpreadKnown::too_few:
      return tr("{} futures are too few to say what makes them differ; run at least {}.", grouped(spread.replications),
                grouped(std::max(least_to_split, 2 * spread.replications)));
    default:
      return tr(
          "Only {} of {} futures end with a different value from the rest: these are too few to say what makes the "
          "difference; run more futures.",
          grouped(spread.differ), grouped(spread.replications));
  }
}

std::string driver_sentence(const SpreadOf& of, const Spreads& spreads) {
  if (of.spread.known != SpreadKnown::shares) return no_shares_sentence(of.spread);
  const Scale share{0.01, "%", true};
  const auto shown = [&](double index) { return show_with_unit(std::clamp(index, 0.0, 1.0), share); };
  const bool is_rest_known = of.spread.rest.high - of.spread.rest.low <= 0.6;
  const Text too_few =
      tr("{} futures are too few to say how much is chance; run more futures.", of.spread.replications);
  const std::string rest = shown(of.spread.rest.index);
  const std::vector<std::size_t> order = by_share(of.spread);
  if (order.empty() || !(of.spread.inputs[order[0]].low > 0))
    return is_rest_known ? tr("Chance and joint effects of assumptions make up {} of the spread; no single assumption "
                              "stands out.",
                              rest)
                         : too_few;
  const SpreadInput& input = spreads.inputs[order[0]];
  const std::string name = input.title.to_string_or(input.name), largest = shown(of.spread.inputs[order[0]].index);
  const Text cause = input.sourced
                         ? tr("The largest single cause is {} with {} of the spread; it has a source.", name, largest)
                         : tr("The largest single cause is {} with {} of the spread; it has no source.", name, largest);
  return tr("{} {}", cause, is_rest_known ? tr("Chance and joint effects of assumptions make up {}.", rest) : too_few);
}

}  // namespace muster::output
