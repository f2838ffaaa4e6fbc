// muster list: the places and strategies that came with the program, and what the strategies are for.
#include "cli/commands.hpp"
#include "cli/installation.hpp"
#include "cli/session.hpp"
#include "engine/text/text.hpp"
#include "output/charts/parts.hpp"
#include "output/words.hpp"
#include "scenarios/loader/heads.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <memory>

namespace muster::cli {

namespace {

constexpr std::size_t page_width = 110;  // cells

std::vector<scenarios::FileHead> heads_in(const char* folder) {
  std::vector<scenarios::FileHead> heads;
  for (const std::string& name : shipped_names(folder))
    if (auto head = scenarios::read_head(shipped_scenarios() / folder / (name + ".yaml")))
      heads.push_back(std::move(*head));
  return heads;
}

std::size_t widest(const std::vector<scenarios::FileHead>& heads, std::string scenarios::FileHead::*field) {
  std::size_t width = 0;
  for (const scenarios::FileHead& head : heads) width = std::max(width, output::display_width(head.*field));
  return width;
}

std::string places_text(const std::vector<scenarios::FileHead>& places) {
  std::string said = text("places") + "\n";
  const std::size_t width = widest(places, &scenarios::FileHead::id);
  std::size_t title_width = 0;
  for (const scenarios::FileHead& place : places)
    title_width = std::max(title_width, output::display_width(place.title.shown()));
  for (const scenarios::FileHead& place : places) {
    std::string line =
        "  " + output::pad_right(place.id, width) + "  " + output::pad_right(place.title.shown(), title_width);
    if (!place.start.empty()) line += "  " + text("{} to {}", place.start, place.horizon);
    line.erase(line.find_last_not_of(' ') + 1);
    said += line + "\n";
  }
  return said;
}

std::string strategies_text(const std::vector<scenarios::FileHead>& strategies) {
  std::string said = text("strategies") + "\n";
  const std::size_t width = widest(strategies, &scenarios::FileHead::id);
  const std::string indent(width + 4, ' ');
  for (const scenarios::FileHead& strategy : strategies) {
    said += "  " + output::pad_right(strategy.id, width) + "  " + strategy.title.shown();
    if (!strategy.places.empty()) said += text(" (for {})", output::listed(strategy.places));
    said += "\n";
    if (!strategy.why.empty())
      for (const std::string& line : output::wrapped(translated(strategy.why), page_width - indent.size()))
        said += indent + line + "\n";
  }
  return said;
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
