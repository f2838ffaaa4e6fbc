#include "experiments/session/shipped.hpp"

#include "engine/text/text.hpp"
#include "experiments/session/installation.hpp"
#include "experiments/session/session.hpp"
#include "output/words.hpp"
#include "scenarios/loader/heads.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>
#include <vector>

namespace muster::experiments {

namespace {

std::vector<scenarios::FileHead> heads_in(const char* folder) {
  std::vector<scenarios::FileHead> heads;
  for (const std::string& name : shipped_names(folder))
    if (auto head = scenarios::read_head(shipped_scenarios() / folder / (name + ".yaml")))
      heads.push_back(std::move(*head));
  return heads;
}

output::Group places_of(const std::vector<scenarios::FileHead>& places) {
  output::Grid grid{{{}, {.head = {}, .wraps = true}, {}}, {}};
  for (const scenarios::FileHead& place : places)
    grid.rows.push_back({Text::verbatim(place.id), Text(place.title),
                         place.start.empty() ? Text{} : tr("{} to {}", place.start, place.horizon)});
  return {tr("Places"), {{output::TableBlock{{}, std::move(grid)}}}};
}

output::Group strategies_of(const std::vector<scenarios::FileHead>& strategies) {
  output::Grid grid{{{}, {.head = {}, .wraps = true}}, {}};
  for (const scenarios::FileHead& strategy : strategies) {
    Text said = strategy.title;
    if (!strategy.places.empty()) said = said + tr(" (for {})", output::listed(strategy.places));
    if (!strategy.why.empty()) said = said + "\n" + Text::of(strategy.why);
    grid.rows.push_back({Text::verbatim(strategy.id), std::move(said)});
  }
  return {tr("strategies"), {{output::TableBlock{{}, std::move(grid)}}}};
}

}  // namespace

output::Document shipped_document(const std::string& place) {
  std::vector<scenarios::FileHead> strategies = heads_in("strategies");
  output::Section shipped{"shipped", {}, {}, output::in_terminal};
  if (place.empty()) {
    shipped.add(places_of(heads_in("places")));
    shipped.add(strategies_of(strategies));
    shipped.add(output::Paragraph{
        tr("try one: muster run PLACE --strategy STRATEGY, muster compare PLACE STRATEGY ..."), output::Tone::note});
    return {{}, {}, {}, {std::move(shipped)}};
  }
  static_cast<void>(find_scenario(place));  // throws for a place that does not exist
  std::erase_if(strategies, [&](const scenarios::FileHead& strategy) {
    return !strategy.places.empty() &&
           std::find(strategy.places.begin(), strategy.places.end(), place) == strategy.places.end();
  });
  if (strategies.empty())
    shipped.add(output::Paragraph{tr("no strategy for {} came with Muster", place)});
  else
    shipped.add(strategies_of(strategies));
  return {{}, {}, {}, {std::move(shipped)}};
}

}  // namespace muster::experiments
