#include "engine/ensemble/outcome.hpp"

#include "engine/state/archive.hpp"

#include <limits>

namespace muster {

namespace {

constexpr char history_kind = 'h', stopped_kind = 's';

void pass(Archive& archive, History& history) {
  constexpr std::int32_t never = std::numeric_limits<std::int32_t>::min();
  std::vector<std::int32_t> days;
  for (const std::optional<Date>& date : history.reached)
    days.push_back(date ? static_cast<std::int32_t>(date->time_since_epoch().count()) : never);
  archive(history.replication, history.values, history.target_values, days, history.events);
  if (!archive.is_reading()) return;
  history.reached.clear();
  for (const std::int32_t day : days)
    history.reached.push_back(day == never ? std::nullopt : std::optional<Date>(Date{std::chrono::days{day}}));
}

}  // namespace

std::string bytes_of(const Finished& finished) {
  Archive archive;
  Finished copy = finished;
  char kind = std::holds_alternative<History>(copy) ? history_kind : stopped_kind;
  archive(kind);
  if (auto* history = std::get_if<History>(&copy)) pass(archive, *history);
  if (auto* stopped = std::get_if<Stopped>(&copy)) archive(stopped->replication, stopped->why);
  return archive.take();
}

Finished finished_of(std::string_view bytes) {
  Archive archive(bytes);
  char kind = 0;
  archive(kind);
  if (kind == history_kind) {
    History history;
    pass(archive, history);
    archive.end();
    return history;
  }
  if (kind != stopped_kind) throw BadState("neither a history nor a replication that stopped");
  Stopped stopped;
  archive(stopped.replication, stopped.why);
  archive.end();
  return stopped;
}

}  // namespace muster
