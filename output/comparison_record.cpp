#include "output/comparison_record.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/text/dates.hpp"
#include "engine/text/text.hpp"
#include "output/file.hpp"
#include "output/manifest.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>

namespace muster::output {

using Json = nlohmann::ordered_json;

Json changed_parameters(const SectionSettings& place, const SectionSettings& strategy, const Areas& areas) {
  std::map<std::string, Json> planned;
  for (const Json& parameter : parameters_json(place, areas)) planned[parameter["path"]] = parameter["value"];
  Json changed = Json::array();
  for (Json& parameter : parameters_json(strategy, areas)) {
    const auto before = planned.find(parameter["path"]);
    if (before != planned.end() && before->second == parameter["value"]) continue;
    changed.push_back(std::move(parameter));
  }
  return changed;
}

std::string show_difference_bare(double value, const SeriesName& series, double size, std::string_view gap) {
  if (std::isnan(value)) return "–";
  const Scale scale = scale_for(series, size);
  if (scale.percent) {  // in points; a forecast is no more precise than a tenth of a point
    const std::string said = fmt::format("{:+.1f}", value / scale.divisor);
    return value == 0 ? "0" : said == "+0.0" || said == "-0.0" ? "0.0" : said;
  }
  const std::string said = show(std::abs(value), scale, gap);
  if (said.find_first_of("123456789") == std::string::npos) return value == 0 ? "0" : said;  // zero has no sign
  return (value < 0 ? "-" : "+") + said;
}

std::string show_difference(double value, const SeriesName& series, double size, std::string_view gap) {
  const Scale scale = scale_for(series, size);
  const std::string unit = unit_of_change(scale);
  const std::string said = show_difference_bare(value, series, size, gap);
  return std::isnan(value) ? said : with_unit(said, unit);
}

std::string_view ranking_measure_name(RankingMeasure by) {
  return by == RankingMeasure::probability ? "probability" : by == RankingMeasure::value ? "value" : "";
}

namespace {

// A bound other than 0 is not rounded to 0, because what matters is on which side of 0 it lies.
std::string bound_words(const std::string& said, double value, double divisor) {
  if (value == 0 || said.find_first_of("123456789") != std::string::npos) return said;
  const double shown = value / divisor;
  return fmt::format("{:+.{}f}", shown,
                     static_cast<int>(std::clamp(-std::floor(std::log10(std::abs(shown))), 0.0, 12.0)));
}

}  // namespace

std::string gain_words(const Standing& standing, const SeriesName& series, std::string_view gap) {
  const auto [mean, interval] = standing.gain;
  if (standing.by == RankingMeasure::nothing) return {};
  if (standing.gain.is_nothing()) return tr("no difference");
  if (standing.by == RankingMeasure::probability)
    return tr("probability {} ({} to {})", signed_share(mean),
              bound_words(signed_share(interval.low), interval.low, 1),
              bound_words(signed_share(interval.high), interval.high, 1));
  const bool known = std::isfinite(interval.low) && std::isfinite(interval.high);
  const double size = known ? std::max(std::abs(interval.low), std::abs(interval.high)) : std::abs(mean);
  const std::string change = show_difference(mean, series, size, gap);
  if (!known) return tr("value {}", change);
  const double divisor = scale_for(series, size).divisor;
  return tr("value {} ({} to {})", change,
            bound_words(show_difference_bare(interval.low, series, size, gap), interval.low, divisor),
            bound_words(show_difference_bare(interval.high, series, size, gap), interval.high, divisor));
}

std::string rank_words(const std::vector<Standing>& standings, std::size_t variant) {
  const auto judged =
      std::count_if(standings.begin(), standings.end(), [](const Standing& one) { return one.rank > 0; });
  const bool ordered =
      (judged == 1 && standings.size() > 1) ||
      std::any_of(standings.begin(), standings.end(), [](const Standing& one) { return one.rank > 1; });
  return ordered && standings[variant].rank > 0 ? std::to_string(standings[variant].rank) : "–";
}

std::string standing_sentence(const PairedComparison& comparison, const ComparisonRecord& record, std::size_t target) {
  const TargetDefinition& definition = comparison.shape().targets[target];
  const std::vector<Standing> standings = comparison.standings(target);
  const auto name = [&](std::size_t v) { return record.strategies[v].title.to_string_or(record.strategies[v].id); };
  std::vector<std::size_t> first, likeliest;
  std::vector<std::string> unjudged, leaders, behind;
  for (std::size_t v = 0; v < standings.size(); ++v) {
    const std::size_t rank = standings[v].rank;
    (rank == 0 ? unjudged : rank == 1 ? leaders : behind).push_back(name(v));
    if (rank == 1) first.push_back(v);
    if (standings[v].first_rank == 1) likeliest.push_back(v);
  }
  const std::string day = date_words(definition.by);
  if (first.empty()) return tr("There is nothing to judge on {}.", day);

  const std::string without =
      unjudged.empty() ? "" : tr("With {} there is nothing to judge on {}. ", listed(unjudged), day);
  const SeriesName series = series_of(definition, comparison.shape());
  const auto met = [&](std::size_t v) { return grouped(comparison.met(v, target).met); };
  const auto median = [&](std::size_t v) { return comparison.results(v).target(target).p50; };
  const auto shown = [&](double value) { return show_with_unit(value, scale_for(series, std::abs(value))); };
  const auto range = [&](const std::vector<std::size_t>& of, const auto& number, const auto& words) {
    const auto [least, most] =
        std::minmax_element(of.begin(), of.end(), [&](auto a, auto b) { return number(a) < number(b); });
    const std::string from = words(*least), to = words(*most);
    return from == to ? from : tr("{} to {}", from, to);
  };
  const auto met_number = [&](std::size_t v) { return comparison.met(v, target).met; };
  const auto median_words = [&](std::size_t v) { return shown(median(v)); };
  const std::string all = grouped(comparison.replications());
  if (unjudged.size() + 1 == standings.size() && !unjudged.empty())
    return without + tr("{} is the only scenario that can be judged: {} of {} futures meet the target.",
                        name(first.front()), met(first.front()), all);
  if (first.size() > 1) {
    const std::string same = tr("target met in {} of {} futures; median on the date {}", range(first, met_number, met),
                                all, range(first, median, median_words));
    return without + (behind.empty()
                          ? tr("The scenarios cannot be distinguished ({}).", same)
                          : tr("Cannot be distinguished: {} ({}); certainly worse than at least one of them: {}.",
                               listed(leaders), same, listed(behind)));
  }
  const std::size_t best = first.front();
  if (likeliest.size() > 1)
    return without +
           (best == 0 || comparison.met(0, target).nothing_to_judge()
                ? tr("By the value on the date, {} does best, with a median of {}; by probability, {} scenarios "
                     "cannot be distinguished ({} of {} futures).",
                     name(best), shown(median(best)), likeliest.size(), range(likeliest, met_number, met), all)
                : tr("By the value on the date, {} does best, with a median of {} against {} as planned; by "
                     "probability, {} scenarios cannot be distinguished ({} of {} futures).",
                     name(best), shown(median(best)), shown(median(0)), likeliest.size(),
                     range(likeliest, met_number, met), all));
  const std::string in = met_words(comparison.met(best, target).met, comparison.replications());
  return without + (best == 0 || comparison.met(0, target).nothing_to_judge()
                        ? tr("{} does best: {}.", name(best), in)
                        : tr("{} does best: {}, against {} as planned.", name(best), in, met(0)));
}

Json manifest(const std::filesystem::path& folder, const PairedComparison& comparison,
              const ComparisonRecord& record) {
  Json json = manifest(folder, comparison.results(0), record.run);
  json["events"] = comparison.events();
  Json strategies = Json::array();
  for (std::size_t v = 1; v < record.strategies.size(); ++v) {
    const ComparedStrategy& strategy = record.strategies[v];
    Json changes = Json::array();
    for (const auto& [id, title] : strategy.changes)
      changes.push_back({{"id", id}, {"title", english_or_written(title)}});
    strategies.push_back({{"id", strategy.id},
                          {"title", english_or_written(strategy.title)},
                          {"why", strategy.why},
                          {"changes", std::move(changes)},
                          {"parameters", strategy.parameters && record.run.parameters
                                             ? changed_parameters(*record.run.parameters, *strategy.parameters,
                                                                  comparison.shape().areas)
                                             : Json::array()}});
  }
  json["strategies"] = std::move(strategies);
  return json;
}

}  // namespace muster::output
