#include "cli/trace.hpp"

#include "cli/command_line.hpp"
#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "cli/warnings.hpp"
#include "engine/clock/calendar.hpp"
#include "engine/text/text.hpp"
#include "models/ids.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <memory>

namespace muster::cli {

namespace {

// Simulates a replication for a chronicle. Returns why it stopped, if it did.
std::optional<std::string> record(const Session& session, Seed seed, Replication replication, Chronicle& chronicle,
                                  const std::atomic<bool>* stop) {
  const Build build = [&](Simulation& sim, SeriesBook& book) {
    sim.keep(chronicle);
    return session.build(sim, book);
  };
  try {
    (void)simulate(session.plan(seed), session.shape, replication, build, stop);
  } catch (const Interrupted&) {
    throw;
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& fault) {
    return fault.what();
  }
  return {};
}

// How many people one simulated person stands for.
double scale_of(const scenarios::Scenario& scenario) {
  for (const auto& [section, group] : scenario.sections)
    if (section->name == "people")
      if (const Setting* scale = group.find("scale"))
        if (const auto* value = std::get_if<ValueSetting>(&scale->content))
          if (const auto* figure = std::get_if<Figure>(value))
            if (const double* number = std::get_if<double>(figure)) return *number;
  return 1;
}

Chronicle::Entry find(const Chronicle& roll, const Followed& followed, std::uint64_t replication) {
  const auto& people = roll.roll(person_kind);
  const auto& stations = roll.roll(station_kind);
  if (followed.person) {
    if (people.empty()) throw InputError(text("--person: error: replication {} has nobody in it\n", replication));
    if (*followed.person >= people.size())
      throw InputError(text("--person {}: error: replication {} has the persons 0 to {}\n", *followed.person,
                            replication, people.size() - 1));
    return people[*followed.person];
  }
  if (stations.empty())
    throw InputError(text("--station: error: replication {} has no stations; follow a person\n", replication));
  std::vector<std::string> names;
  for (const Chronicle::Entry& station : stations) {
    if (station.name == *followed.station) return station;
    names.push_back(station.name);
  }
  throw InputError(
      text("--station {}: error: replication {} has no such station among its {}{}; --list names "
           "them all\n",
           *followed.station, replication, names.size(), nearest_hint(*followed.station, names)));
}

std::string area_of(const std::string& station) { return station.substr(0, station.rfind('-')); }

std::string heading(const std::string& who, const Session& session, Seed seed, Replication replication) {
  const std::string place = session.scenario.title.shown_or(session.scenario.place);
  const auto number = static_cast<std::uint64_t>(replication), seed_number = static_cast<std::uint64_t>(seed);
  return session.scenario.strategy ? text("{} in replication {} of {} under the strategy {}, seed {}\n", who, number,
                                          place, session.scenario.strategy->id, seed_number)
                                   : text("{} in replication {} of {}, seed {}\n", who, number, place, seed_number);
}

}  // namespace

Story life_story(const Session& session, Seed seed, Replication replication, const Followed& followed,
                 const std::atomic<bool>* stop) {
  if (followed.person && followed.station)
    throw InputError(text("muster trace: error: --person and --station are both given; one life at a time\n"));
  if (!followed.person && !followed.station)
    throw InputError(
        text("muster trace: error: nobody to follow; write --person 0 or --station NAME; --list says who there is\n"));
  if (const double scale = scale_of(session.scenario); followed.person && scale > 1)
    throw InputError(
        text("--person {}: error: people.scale is {}, so that a person stands for {} people who part "
             "later; add --set 'people.scale=1 people'\n",
             *followed.person, scale, scale));

  Chronicle roll;
  (void)record(session, seed, replication, roll, stop);  // up to where it stops, if it does: so does the story
  const Chronicle::Entry who = find(roll, followed, static_cast<std::uint64_t>(replication));
  Chronicle chronicle(who.key);
  Story story;
  story.stopped = record(session, seed, replication, chronicle, stop);

  std::string name;
  if (followed.person) {
    name = text("person {}", *followed.person);
  } else {
    const Areas& areas = session.scenario.areas;
    const std::string area = area_of(who.name);
    name = text("station {} ({})", who.name, areas.title(areas.find(area).value()));
  }
  story.text = heading(name, session, seed, replication);
  for (const Chronicle::Line& line : chronicle.story())
    if (date_of(line.at) <= session.scenario.horizon)  // results of a sitting may come out later
      story.text += fmt::format("{}  {}\n", iso(date_of(line.at)), line.text);
  return story;
}

Story roll_of(const Session& session, Seed seed, Replication replication, const std::atomic<bool>* stop) {
  Chronicle roll;
  Story story;
  story.stopped = record(session, seed, replication, roll, stop);
  const auto& people = roll.roll(person_kind);
  const auto& stations = roll.roll(station_kind);
  story.text = heading(text("who there is"), session, seed, replication);
  if (!people.empty())
    story.text += text("persons   0 to {}, numbered as they come into the profession\n", people.size() - 1);
  if (stations.empty()) return story;
  story.text += text("stations  {}\n", stations.size());
  for (std::size_t leaf = 0; leaf < session.scenario.areas.leaf_count(); ++leaf) {
    const AreaDefinition& area = session.scenario.areas[leaf];
    const auto count = std::count_if(stations.begin(), stations.end(),
                                     [&](const Chronicle::Entry& station) { return area_of(station.name) == area.id; });
    if (count > 0) story.text += text("  {}-1 to {}-{}  {}\n", area.id, area.id, count, area.name.shown());
  }
  return story;
}

namespace {

struct TraceOptions {
  std::string file;
  std::string strategy;
  std::uint64_t replication = 0;
  Followed followed;
  bool list = false;
  std::uint64_t seed = 1;
  std::vector<std::string> changes;
};

ExitCode trace(const TraceOptions& options) {
  const Session session =
      open_session(find_scenario(options.file), overrides_of(options.changes), use_of(options.strategy));
  warn(session);
  const Seed seed{options.seed};
  const Replication replication{options.replication};
  InterruptGuard guard;
  Story story;
  try {
    ProgressLine line(false);
    line.say(options.list ? text("simulating the replication") : text("simulating the replication twice"));
    story = options.list ? roll_of(session, seed, replication, &interrupted)
                         : life_story(session, seed, replication, options.followed, &interrupted);
  } catch (const Interrupted&) {
    return interrupted_by_user;
  }
  guard.simulated();
  say(story.text);
  if (!story.stopped) return done;
  say_error(text("replication {} stopped: {}\n", options.replication, *story.stopped));
  return failed;
}

}  // namespace

Command add_trace(CommandLine program) {
  const auto options = std::make_shared<TraceOptions>();
  CommandLine command = program.add_command("trace", text("tell the life of one person or station in a replication"));
  command.add_option(text("FILE"), options->file, text("a scenario file, or the name of a place that came with Muster"))
      .required();
  command.add_option("--strategy", options->strategy,
                     text("a strategy file, or the name of one that came with Muster"));
  command.add_option("--replication", options->replication, text("in which replication"))
      .whole_number(0)
      .shows_default();
  command
      .add_option("--person", options->followed.person,
                  text("the number of a person: 0 is the first in the profession"))
      .whole_number(0);
  command.add_option("--station", options->followed.station,
                     text("the name of a station: its area's id and its number there"));
  command.add_flag("--list", options->list, text("say who may be followed"));
  command.add_option("--seed", options->seed, text("of all luck; same seed, same lives"))
      .whole_number(0)
      .shows_default();
  command.add_option("--set", options->changes, text("with this parameter changed"));
  return {command, [options] { return trace(*options); }};
}

}  // namespace muster::cli
