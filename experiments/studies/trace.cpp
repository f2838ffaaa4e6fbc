#include "experiments/studies/trace.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/text/text.hpp"
#include "models/ids.hpp"
#include "models/roles.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <memory>

namespace muster::experiments {

namespace {

// Simulates a replication into a trace. Returns why the replication stopped, if it did.
std::optional<std::string> record(const Session& session, Seed seed, Replication replication, EntityTrace& trace,
                                  const std::atomic<bool>* stop) {
  const ModelFactory build = [&](Simulation& sim, SeriesBook& book) {
    sim.attach(trace);
    return session.build(sim, book);
  };
  try {
    (void)simulate(session.setup(seed), session.shape, replication, build, stop);
  } catch (const Interrupted&) {
    throw;
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& fault) {
    return fault.what();
  }
  return {};
}

EntityTrace::Entry find(const EntityTrace& listed, const TracedEntity& followed, std::uint64_t replication) {
  const auto& people = listed.entities(person_kind);
  const auto& stations = listed.entities(station_kind);
  if (followed.person) {
    if (people.empty()) throw InputError(tr("--person: error: replication {} has nobody in it\n", replication));
    if (*followed.person >= people.size())
      throw InputError(tr("--person {}: error: replication {} has the persons 0 to {}\n", *followed.person,
                          replication, people.size() - 1));
    return people[*followed.person];
  }
  if (stations.empty())
    throw InputError(tr("--station: error: replication {} has no stations; trace a person\n", replication));
  std::vector<std::string> names;
  for (const EntityTrace::Entry& station : stations) {
    if (station.name == *followed.station) return station;
    names.push_back(station.name);
  }
  throw InputError(
      tr("--station {}: error: replication {} has no such station among its {}{}; --list names "
         "them all\n",
         *followed.station, replication, names.size(), nearest_hint(*followed.station, names)));
}

std::string area_of(const std::string& station) { return station.substr(0, station.rfind('-')); }

Text heading(const Text& who, const Session& session, Seed seed, Replication replication) {
  const std::string place = session.scenario.title.to_string_or(session.scenario.place);
  const auto number = static_cast<std::uint64_t>(replication), seed_number = static_cast<std::uint64_t>(seed);
  return session.scenario.strategy ? tr("{} in replication {} of {} under the strategy {}, seed {}", who, number,
                                        place, session.scenario.strategy->id, seed_number)
                                   : tr("{} in replication {} of {}, seed {}", who, number, place, seed_number);
}

// Two columns: a label or a date on the left, the text on the right.
output::Grid two_columns() { return {{{}, {.head = {}, .wraps = true}}, {}}; }

}  // namespace

output::Document TraceResult::document() const {
  output::Section section{"story", {}, {}, output::in_terminal};
  section.add(output::Paragraph{heading});
  section.add(output::TableBlock{{}, lines});
  if (stopped) section.add(output::Paragraph{tr("the replication stopped here: {}", *stopped), output::Tone::warning});
  return {{}, {}, {}, {std::move(section)}};
}

TraceResult trace_entity(const Session& session, Seed seed, Replication replication, const TracedEntity& followed,
                         const std::atomic<bool>* stop) {
  if (followed.person && followed.station)
    throw InputError(tr("muster trace: error: --person and --station are both given; give only one of them\n"));
  if (!followed.person && !followed.station)
    throw InputError(
        tr("muster trace: error: nothing to trace is given; write --person 0 or --station NAME; --list lists the "
           "persons and stations\n"));
  if (const double scale = people_per_simulated_person(session.scenario.sections); followed.person && scale > 1)
    throw InputError(
        tr("--person {}: error: {} is {}, so one simulated person stands for {} people, who fare differently later; "
           "add --set '{}=1 people'\n",
           *followed.person, scale_parameter, scale, scale, scale_parameter));

  EntityTrace listed;
  (void)record(session, seed, replication, listed, stop);  // if the replication stops, list and trace both end there
  const EntityTrace::Entry who = find(listed, followed, static_cast<std::uint64_t>(replication));
  EntityTrace trace(who.key);
  TraceResult story{{}, two_columns(), record(session, seed, replication, trace, stop)};

  Text name;
  if (followed.person) {
    name = tr("person {}", *followed.person);
  } else {
    const Areas& areas = session.scenario.areas;
    const std::string area = area_of(who.name);
    name = tr("station {} ({})", who.name, areas.title(areas.find(area).value()));
  }
  story.heading = heading(name, session, seed, replication);
  for (const EntityTrace::Line& line : trace.lines())
    if (date_of(line.at) <= session.scenario.horizon)  // exam results may be published after the horizon
      story.lines.rows.push_back({Text::verbatim(iso(date_of(line.at))), Text::verbatim(line.text)});
  return story;
}

TraceResult list_of_entities(const Session& session, Seed seed, Replication replication,
                             const std::atomic<bool>* stop) {
  EntityTrace listed;
  TraceResult story{{}, two_columns(), record(session, seed, replication, listed, stop)};
  const auto& people = listed.entities(person_kind);
  const auto& stations = listed.entities(station_kind);
  story.heading = heading(tr("who there is"), session, seed, replication);
  const auto add_row = [&](const Text& what, const Text& value) { story.lines.rows.push_back({what, value}); };
  if (!people.empty())
    add_row(tr("persons"), tr("0 to {}, numbered as they come into the profession", people.size() - 1));
  if (stations.empty()) return story;
  add_row(tr("number of stations"), Text::verbatim(std::to_string(stations.size())));
  for (std::size_t leaf = 0; leaf < session.scenario.areas.leaf_count(); ++leaf) {
    const AreaDefinition& area = session.scenario.areas[leaf];
    const auto count = std::count_if(stations.begin(), stations.end(), [&](const EntityTrace::Entry& station) {
      return area_of(station.name) == area.id;
    });
    if (count > 0) add_row({}, tr("{0}-1 to {0}-{1} ({2})", area.id, count, area.name));
  }
  return story;
}

namespace {

class Trace final : public Experiment {
 public:
  explicit Trace(TraceQuestion question)
      : question_(std::move(question)), session_(open_session(question_.scenario)) {}

  [[nodiscard]] std::vector<const Session*> sessions() const override { return {&session_}; }

  Simulated simulate(const Runner& runner) override {
    const Replication replication{question_.replication};
    runner.say(question_.list ? tr("simulating the replication") : tr("simulating the replication twice"));
    story_ = question_.list ? list_of_entities(session_, runner.seed, replication, runner.interrupted)
                            : trace_entity(session_, runner.seed, replication, question_.followed, runner.interrupted);
    Simulated made{1};
    if (story_.stopped) made.stopped.push_back({"", {replication, *story_.stopped}});
    return made;
  }

  [[nodiscard]] output::Document document(const std::filesystem::path& /*folder*/, const output::RunRecord& /*record*/,
                                          std::uint8_t /*media*/) const override {
    return story_.document();
  }

 private:
  TraceQuestion question_;
  Session session_;
  TraceResult story_;
};

}  // namespace

std::unique_ptr<Experiment> trace_of(TraceQuestion question) { return std::make_unique<Trace>(std::move(question)); }

}  // namespace muster::experiments
