// muster list: the places and strategies that came with the program, and what the strategies are for.
#include "cli/commands.hpp"
#include "cli/installation.hpp"
#include "cli/session.hpp"
#include "cli/terminal.hpp"
#include "engine/text/text.hpp"
#include "output/words.hpp"
#include "scenarios/loader/heads.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <memory>

namespace muster::cli {

namespace {

std::vector<scenarios::FileHead> heads_in(const char* folder) {
  std::vector<scenarios::FileHead> heads;
  for (const std::string& name : shipped_names(folder))
    if (auto head = scenarios::read_head(shipped_scenarios() / folder / (name + ".yaml")))
      heads.push_back(std::move(*head));
  return heads;
}

std::string places_text(const std::vector<scenarios::FileHead>& places) {
  output::TerminalTable table({{""}, {"", false, true}, {""}}, 2);
  for (const scenarios::FileHead& place : places)
    table.add({place.id, place.title.shown(),
               place.start.empty() ? std::string{} : text("{} to {}", place.start, place.horizon)});
  return text("Places") + "\n" + table.text(screen());
}

std::string strategies_text(const std::vector<scenarios::FileHead>& strategies) {
  output::TerminalTable table({{""}, {"", false, true}}, 2);
  for (const scenarios::FileHead& strategy : strategies) {
    std::string said = strategy.title.shown();
    if (!strategy.places.empty()) said += text(" (for {})", output::listed(strategy.places));
    if (!strategy.why.empty()) said += "\n" + translated(strategy.why);
    table.add({strategy.id, std::move(said)});
  }
  return text("strategies") + "\n" + table.text(screen());
}

}  // namespace

Command add_list(CommandLine program) {
  const auto place = std::make_shared<std::string>();
  CommandLine command = program.add_command("list", text("name the places and strategies that came with Muster"));
  command.add_option(text("PLACE"), *place, text("only the strategies for this place"));
  return {
      command, [place] {
        const std::vector<scenarios::FileHead> places = heads_in("places");
        std::vector<scenarios::FileHead> strategies = heads_in("strategies");
        if (place->empty()) {
          say(fmt::format("{}\n{}\n{}", places_text(places), strategies_text(strategies),
                          text("try one: muster run PLACE --strategy STRATEGY, muster compare PLACE STRATEGY ...\n")));
          return done;
        }
        static_cast<void>(find_scenario(*place));  // which refuses what is none
        std::erase_if(strategies, [&](const scenarios::FileHead& strategy) {
          return !strategy.places.empty() &&
                 std::find(strategy.places.begin(), strategy.places.end(), *place) == strategy.places.end();
        });
        say(strategies.empty() ? text("no strategy for {} came with Muster\n", *place) : strategies_text(strategies));
        return done;
      }};
}

}  // namespace muster::cli
