#include "engine/experiments/sensitivity.hpp"

#include "engine/parameters/titles.hpp"
#include "engine/statistics/moments.hpp"
#include "engine/text/text.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace muster {

namespace {

constexpr Purpose resampling = purpose("experiments.bootstrap");

std::vector<ScalarSetting> figures_of(const ValueSetting& value) {
  std::vector<ScalarSetting> figures;
  if (const auto* figure = std::get_if<ScalarSetting>(&value)) figures = {*figure};
  if (const auto* distribution = std::get_if<DistributionSetting>(&value)) {
    figures = distribution->arguments;
    figures.insert(figures.end(), distribution->weights.begin(), distribution->weights.end());
  }
  if (const auto* timeline = std::get_if<TimelineSetting>(&value))
    for (const auto& [date, figure] : timeline->points) figures.push_back(figure);
  return figures;
}

// Areas share their random numbers, number by number: the first uncertain one stands for all.
std::vector<ScalarSetting> figures_of(const Setting& setting) {
  if (const auto* value = std::get_if<ValueSetting>(&setting.content)) return figures_of(*value);
  std::vector<ScalarSetting> figures;
  if (const auto* by_area = std::get_if<AreaSetting>(&setting.content))
    for (const ValueSetting& leaf : by_area->leaves) {
      const std::vector<ScalarSetting> of_leaf = figures_of(leaf);
      for (std::size_t i = 0; i < of_leaf.size(); ++i) {
        if (i == figures.size()) figures.push_back(of_leaf[i]);
        if (!std::holds_alternative<Uncertain>(figures[i])) figures[i] = of_leaf[i];
      }
    }
  return figures;
}

void collect(const GroupSetting& group, std::vector<UncertainInput>& found) {
  for (const Setting& setting : group.fields) {
    if (const auto* nested = std::get_if<GroupSetting>(&setting.content)) collect(*nested, found);
    if (const auto* items = std::get_if<std::vector<GroupSetting>>(&setting.content))
      for (const GroupSetting& item : *items) collect(item, found);
    bool uncertain = false;
    std::string name = setting.path;
    for (const ScalarSetting& figure : figures_of(setting))
      if (const auto* range = std::get_if<Uncertain>(&figure)) {
        uncertain = true;
        if (!range->moves_with.empty()) name = range->moves_with;
      }
    if (!uncertain) continue;
    const auto known =
        std::find_if(found.begin(), found.end(), [&](const UncertainInput& input) { return input.name == name; });
    if (known == found.end()) {
      found.push_back({name, {&setting}});
    } else {
      known->settings.push_back(&setting);
    }
  }
}

using Column = std::vector<double>;

double dot(const Column& a, const Column& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

void centre(Column& column) {
  double sum = 0;
  for (const double value : column) sum += value;
  for (double& value : column) value -= sum / static_cast<double>(column.size());
}

// The share of the sum of squares of a centred output that an input explains, corrected for chance.
double explained(const std::vector<Column>& figures, const Column& output, double squares) {
  const std::size_t degree = figures.size() == 1 ? 3 : figures.size() <= 3 ? 2 : 1;
  std::vector<Column> basis;  // orthonormal, each orthogonal to the constant: modified Gram–Schmidt
  double fitted = 0;
  for (const Column& figure : figures) {
    Column first = figure;
    centre(first);
    const double size = std::sqrt(dot(first, first) / static_cast<double>(first.size()));
    if (!(size > 0)) continue;
    for (double& value : first) value /= size;
    Column power = first;
    for (std::size_t d = 1; d <= degree; ++d) {
      Column column = power;
      centre(column);
      const double before = dot(column, column);
      for (const Column& earlier : basis) {
        const double along = dot(column, earlier);
        for (std::size_t i = 0; i < column.size(); ++i) column[i] -= along * earlier[i];
      }
      const double norm = dot(column, column);
      if (norm > 1e-9 * before) {  // otherwise it is a linear combination of the others
        for (double& value : column) value /= std::sqrt(norm);
        const double along = dot(column, output);
        fitted += along * along;
        basis.push_back(std::move(column));
      }
      for (std::size_t i = 0; i < power.size(); ++i) power[i] *= first[i];
    }
  }
  const double n = static_cast<double>(output.size()), used = static_cast<double>(basis.size());
  if (n - 1 - used <= 0) return nan;
  return 1 - (1 - fitted / squares) * (n - 1) / (n - 1 - used);
}

// How many values differ from the most common one; values within a rounding error of each other count as equal.
std::size_t count_of_others(Column values, double rounding) {
  std::sort(values.begin(), values.end());
  std::size_t most = 0;
  for (auto first = values.begin(); first != values.end();) {
    const auto next = std::upper_bound(first, values.end(), *first + rounding);
    most = std::max(most, static_cast<std::size_t>(next - first));
    first = next;
  }
  return values.size() - most;
}

// The index of each input over the chosen replications, which may be repeated. NaN where the outputs of these
// replications are equal up to rounding.
std::vector<double> indices(std::span<const std::vector<Column>> inputs, std::span<const double> output,
                            const std::vector<std::size_t>& chosen, double rounding) {
  const auto pick = [&](const auto& from) {
    Column picked;
    for (const std::size_t i : chosen) picked.push_back(from[i]);
    return picked;
  };
  Column y = pick(output);
  centre(y);
  const double squares = dot(y, y);
  std::vector<double> found;
  for (const std::vector<Column>& input : inputs) {
    std::vector<Column> figures;
    for (const Column& figure : input) figures.push_back(pick(figure));
    found.push_back(squares > rounding * rounding * static_cast<double>(y.size()) ? explained(figures, y, squares)
                                                                                  : nan);
  }
  return found;
}

}  // namespace

std::vector<UncertainInput> uncertain_inputs(const SectionSettings& written) {
  std::vector<UncertainInput> found;
  for (const auto& [section, group] : written) collect(group, found);
  return found;
}

std::string called(const UncertainInput& input, const SectionSettings& written) {
  if (input.settings.size() == 1) return called(written, input.settings.front()->path);
  const auto section_of = [](const Setting& setting) { return setting.path.substr(0, setting.path.find('.')); };
  const std::string section = section_of(*input.settings.front());
  bool of_one_section = true;
  std::vector<const FieldSpec*> kinds;
  std::string words;
  for (const Setting* setting : input.settings) {
    of_one_section = of_one_section && section_of(*setting) == section;
    if (std::find(kinds.begin(), kinds.end(), setting->field) != kinds.end()) continue;
    kinds.push_back(setting->field);
    const std::string kind = translated(setting->field->title);
    if (kinds.size() <= 2) words = words.empty() ? kind : tr("{}, {}", words, kind);
  }
  words = tr("{} ({} together)", words, input.settings.size());
  return of_one_section ? tr("{}: {}", called(written, section), words) : words;
}

std::vector<double> draws_of(const UncertainInput& input, Seed seed, Replication replication) {
  std::vector<double> drawn;
  for (const Setting* setting : input.settings) {
    // The points of a timeline are numbered like the numbers of any other value, so it draws the same values.
    TimelineSetting carrier;
    for (const ScalarSetting& figure : figures_of(*setting)) carrier.points.emplace_back(Date{}, figure);
    const Value value = draw(carrier, setting->path, std::pair(seed, replication));
    for (std::size_t i = 0; i < carrier.points.size(); ++i)
      if (std::holds_alternative<Uncertain>(carrier.points[i].second))
        drawn.push_back(std::get<Timeline>(value).points[i].second);
  }
  return drawn;
}

Spread split_spread(std::span<const std::vector<Column>> inputs, std::span<const double> output, Seed seed,
                    std::size_t resamples) {
  for (const std::vector<Column>& input : inputs)
    for (const Column& figure : input)
      if (figure.size() != output.size())
        throw std::invalid_argument("an input has a different number of values from the output");
  std::vector<std::size_t> usable;
  Column values;
  Moments moments;
  double largest = 0;
  for (std::size_t i = 0; i < output.size(); ++i)
    if (!std::isnan(output[i])) {
      usable.push_back(i);
      values.push_back(output[i]);
      moments.add(output[i]);
      largest = std::max(largest, std::abs(output[i]));
    }
  constexpr double relative_rounding = 1e-9;
  const double rounding = relative_rounding * largest;
  Spread made;
  made.replications = usable.size();
  made.inputs.assign(inputs.size(), {nan, nan, nan});
  made.rest = {nan, nan, nan};
  made.differ = count_of_others(std::move(values), rounding);
  made.sd = made.differ > 0 ? moments.sd() : 0;
  made.known = usable.empty()                   ? SpreadKnown::no_value
               : made.differ == 0               ? SpreadKnown::all_the_same
               : usable.size() < least_to_split ? SpreadKnown::too_few
               : made.differ < least_to_differ  ? SpreadKnown::too_few_differ
                                                : SpreadKnown::shares;
  if (made.known != SpreadKnown::shares) return made;

  const auto is_known = [](double index) { return std::isfinite(index); };
  const std::vector<double> seen = indices(inputs, output, usable, rounding);
  if (!std::all_of(seen.begin(), seen.end(), is_known)) {
    made.known = SpreadKnown::too_few;
    return made;
  }
  double sum_seen = 0;
  for (const double index : seen) sum_seen += index;

  std::vector<Moments> spreads(inputs.size());
  Moments sums;
  for (std::size_t b = 0; b < resamples; ++b) {
    Stream stream(seed, Replication{b}, EntityKey{}, resampling);
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < usable.size(); ++i)
      chosen.push_back(usable[static_cast<std::size_t>(stream.uniform() * static_cast<double>(usable.size()))]);
    const std::vector<double> again = indices(inputs, output, chosen, rounding);
    if (!std::all_of(again.begin(), again.end(), is_known))
      // all outputs happen to be equal: this is rare and carries no information
      continue;
    double sum = 0;
    for (std::size_t k = 0; k < again.size(); ++k) {
      spreads[k].add(again[k]);
      sum += again[k];
    }
    sums.add(sum);
  }
  // 97.5 % quantile of the normal distribution
  constexpr double z = 1.959963984540054;
  const auto share = [&](double index, const Moments& of) {
    return SpreadShare{index, index - z * of.sd(), index + z * of.sd()};
  };
  for (std::size_t k = 0; k < inputs.size(); ++k) made.inputs[k] = share(seen[k], spreads[k]);
  made.rest = share(1 - sum_seen, sums);
  return made;
}

}  // namespace muster
