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

std::string places_text(const std::vector<scenarios::FileHead>& places, const output::Screen& screen) {
  output::TerminalTable table({{""}, {"", false, true}, {""}}, 2);
  for (const scenarios::FileHead& place : places)
    table.add({place.id, place.title.shown(),
               place.start.empty() ? std::string{} : text("{} to {}", place.start, place.horizon)});
  return text("Places") + "\n" + table.text(screen);
}

std::string strategies_text(const std::vector<scenarios::FileHead>& strategies, const output::Screen& screen) {
  output::TerminalTable table({{""}, {"", false, true}}, 2);
  for (const scenarios::FileHead& strategy : strategies) {
    std::string said = strategy.title.shown();
    if (!strategy.places.empty()) said += text(" (for {})", output::listed(strategy.places));
    if (!strategy.why.empty()) said += "\n" + translated(strategy.why);
    table.add({strategy.id, std::move(said)});
  }
  return text("strategies") + "\n" + table.text(screen);
}

}  // namespace

std::string shipped_text(const std::string& place, const output::Screen& screen) {
  std::vector<scenarios::FileHead> strategies = heads_in("strategies");
  if (place.empty())
    return fmt::format("{}\n{}\n{}", places_text(heads_in("places"), screen), strategies_text(strategies, screen),
                       text("try one: muster run PLACE --strategy STRATEGY, muster compare PLACE STRATEGY ...\n"));
  static_cast<void>(find_scenario(place));  // which refuses what is none
  std::erase_if(strategies, [&](const scenarios::FileHead& strategy) {
    return !strategy.places.empty() &&
           std::find(strategy.places.begin(), strategy.places.end(), place) == strategy.places.end();
  });
  return strategies.empty() ? std::string(text("no strategy for {} came with Muster\n", place))
                            : strategies_text(strategies, screen);
}

}  // namespace muster::experiments
