#include "tests/fingerprints/fingerprint.hpp"

#include "engine/clock/calendar.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace muster::testing {

namespace {

constexpr std::size_t each_of = 16'384;  // the first events, which have one character of the trail each
constexpr std::size_t beyond = 256;      // after those, the number of events that share one

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-";

// FNV-1a; the result is mixed before it is shown, because its low bits depend on few of the bytes.
class Digest {
 public:
  void add(std::string_view bytes) {
    for (const char byte : bytes) value_ = (value_ ^ static_cast<unsigned char>(byte)) * 0x100000001B3;
  }
  void add(std::uint64_t number) {
    for (unsigned shift = 0; shift < 64; shift += 8) value_ = (value_ ^ ((number >> shift) & 0xFF)) * 0x100000001B3;
  }
  void add(double value) {
    add(std::string_view(std::isnan(value) ? "none" : fmt::format("{:.6e}", value + 0.0)));  // no negative zero
  }
  [[nodiscard]] char character() const { return alphabet[mixed() & 63U]; }
  [[nodiscard]] std::string text() const { return fmt::format("{:016x}", mixed()); }

 private:
  [[nodiscard]] std::uint64_t mixed() const {
    std::uint64_t mixed = (value_ ^ (value_ >> 30U)) * 0xBF58476D1CE4E5B9;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EB;
    return mixed ^ (mixed >> 31U);
  }
  std::uint64_t value_ = 0xCBF29CE484222325;
};

// A phase or an event that was renamed after the fingerprints were recorded is digested under its recorded name, so
// that a better name moves no fingerprint.
std::string_view recorded_name(std::string_view name) {
  constexpr std::pair<std::string_view, std::string_view> renamed[] = {{"close_period", "report"},
                                                                       {"FacilityBuilt", "PlaceBuilt"}};
  for (const auto& [now, recorded] : renamed)
    if (name == now) return recorded;
  return name;
}

std::string words_of(const FiredEvent& event) {
  return fmt::format("{} {}, {} of entity {} ({:016x})", iso(event.at), name(event.phase), event.kind,
                     event.bits & UINT32_MAX, event.bits);
}

// The index of the first difference between two texts that differ.
std::size_t first_that_differs(std::string_view a, std::string_view b) {
  return static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
}

}  // namespace

Fingerprint Fingerprint::of(const experiments::Session& session, std::size_t replications) {
  Fingerprint made;
  const ResultsShape& shape = session.shape;
  const std::size_t dates = shape.dates.size(), nodes = shape.areas.node_count();
  for (const Date date : shape.dates) made.dates_.push_back(iso(date));
  std::vector<Digest> whole(shape.series.size()), of_targets(shape.targets.size());
  std::vector<Digest> cells(shape.series.size() * dates);
  for (const SeriesInfo& series : shape.series) made.series_.push_back({series.name.name, {}, {}});
  for (const TargetDefinition& target : shape.targets) made.targets_.push_back({target.id, {}, {}});

  for (std::uint64_t number = 0; number < replications; ++number) {
    EventTrail fired;
    Digest digest;
    const ModelFactory observed = [&](Simulation& sim, SeriesBook& book) {
      sim.observe([&](const FiredEvent& event) {
        digest.add(static_cast<std::uint64_t>(event.at.minutes));
        digest.add(recorded_name(name(event.phase)));
        digest.add(recorded_name(event.kind));
        digest.add(event.bits);
        if (++fired.events > each_of && fired.events % beyond != 0) return;
        fired.trail += digest.character();
        fired.words.push_back(words_of(event));
      });
      return session.build(sim, book);
    };
    const ReplicationResult result = simulate(session.setup(Seed{1}), shape, Replication{number}, observed);
    fired.digest = digest.text();
    made.event_trails_.push_back(std::move(fired));

    for (std::size_t d = 0; d < dates; ++d)
      for (std::size_t s = 0; s < shape.series.size(); ++s)
        for (AreaNode node = 0; node < nodes; ++node) {
          const double value = result.values[shape.cell(d, node, s)];
          whole[s].add(value);
          cells[s * dates + d].add(value);
        }
    for (std::size_t t = 0; t < shape.targets.size(); ++t) {
      of_targets[t].add(result.target_values[t]);
      of_targets[t].add(result.reached[t] ? iso(*result.reached[t]) : std::string("never"));
      made.targets_[t].trail += of_targets[t].character();
    }
  }
  for (std::size_t s = 0; s < shape.series.size(); ++s) {
    made.series_[s].digest = whole[s].text();
    for (std::size_t d = 0; d < dates; ++d) made.series_[s].trail += cells[s * dates + d].character();
  }
  for (std::size_t t = 0; t < shape.targets.size(); ++t) made.targets_[t].digest = of_targets[t].text();
  return made;
}

Fingerprint Fingerprint::read(const std::string& text) {
  Fingerprint read;
  std::istringstream lines(text);
  std::string line, kind;
  while (std::getline(lines, line)) {
    if (line.empty() || line.front() == '#') continue;
    std::istringstream words(line);
    EventTrail fired;
    Values values;
    words >> kind;
    if (kind == "events" && words >> fired.events >> fired.digest >> fired.trail)
      read.event_trails_.push_back(std::move(fired));
    else if ((kind == "series" || kind == "target") && words >> values.name >> values.digest >> values.trail)
      (kind == "series" ? read.series_ : read.targets_).push_back(std::move(values));
    else
      throw std::invalid_argument("no line of a fingerprint: " + line);
  }
  return read;
}

std::string Fingerprint::text() const {
  std::string text;
  for (const EventTrail& fired : event_trails_)
    text += fmt::format("events {} {} {}\n", fired.events, fired.digest, fired.trail);
  for (const Values& one : series_) text += fmt::format("series {} {} {}\n", one.name, one.digest, one.trail);
  for (const Values& one : targets_) text += fmt::format("target {} {} {}\n", one.name, one.digest, one.trail);
  return text;
}

std::string Fingerprint::difference_of_events(const Fingerprint& recorded) const {
  for (std::size_t r = 0; r < event_trails_.size(); ++r) {
    const EventTrail& now = event_trails_[r];
    if (r >= recorded.event_trails_.size()) return fmt::format("replication {} is not recorded", r);
    const EventTrail& before = recorded.event_trails_[r];
    if (now.digest == before.digest && now.events == before.events) continue;
    const std::size_t at = first_that_differs(now.trail, before.trail);
    const std::string place = fmt::format("replication {} had {} events and has {}; ", r, before.events, now.events);
    const std::string last = at == 0 ? "nothing" : now.words[at - 1];
    if (at >= now.words.size()) return place + fmt::format("nothing follows {}, which agrees", last);
    if (at < each_of)
      return place + fmt::format("event {} is the first that differs: {}; the last that agrees is {}", at + 1,
                                 now.words[at], last);
    return place +
           fmt::format("the first that differs lies after {}, which agrees, and not after {}", last, now.words[at]);
  }
  return recorded.event_trails_.size() > event_trails_.size() ? "more replications are recorded" : "";
}

std::string Fingerprint::first_difference(const Fingerprint& recorded) const {
  std::string found = difference_of_events(recorded);
  const auto say = [&found](const std::string& what) { found += (found.empty() ? "" : "\n") + what; };

  std::size_t earliest = dates_.size();
  std::string series;
  for (const Values& now : series_) {
    const auto before = std::find_if(recorded.series_.begin(), recorded.series_.end(),
                                     [&](const Values& one) { return one.name == now.name; });
    if (before == recorded.series_.end()) {
      say(fmt::format("series {} is not recorded", now.name));
    } else if (now.digest != before->digest) {
      const std::size_t at = std::min(first_that_differs(now.trail, before->trail), dates_.size() - 1);
      if (at < earliest) {
        earliest = at;
        series = now.name;
      }
    }
  }
  if (!series.empty()) say(fmt::format("the first value that differs: {} on {}", series, dates_[earliest]));
  for (const Values& before : recorded.series_)
    if (std::none_of(series_.begin(), series_.end(), [&](const Values& one) { return one.name == before.name; }))
      say(fmt::format("series {} is recorded and there is none", before.name));
  if (targets_.size() != recorded.targets_.size()) say("other targets are recorded");
  for (std::size_t t = 0; t < std::min(targets_.size(), recorded.targets_.size()); ++t)
    if (targets_[t].name != recorded.targets_[t].name || targets_[t].digest != recorded.targets_[t].digest)
      say(fmt::format("target {} differs", targets_[t].name));
  return found;
}

}  // namespace muster::testing
