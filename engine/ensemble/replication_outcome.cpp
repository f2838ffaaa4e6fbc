#include "engine/ensemble/replication_outcome.hpp"

#include "engine/state/serializer.hpp"

#include <limits>

namespace muster {

namespace {

constexpr char result_kind = 'h', failure_kind = 's';

void pass(Serializer& serializer, ReplicationResult& result) {
  constexpr std::int32_t never = std::numeric_limits<std::int32_t>::min();
  std::vector<std::int32_t> days;
  for (const std::optional<Date>& date : result.reached)
    days.push_back(date ? static_cast<std::int32_t>(date->time_since_epoch().count()) : never);
  serializer(result.replication, result.values, result.target_values, days, result.events);
  if (!serializer.is_reading()) return;
  result.reached.clear();
  for (const std::int32_t day : days)
    result.reached.push_back(day == never ? std::nullopt : std::optional<Date>(Date{std::chrono::days{day}}));
}

}  // namespace

std::string bytes_of(const ReplicationOutcome& finished) {
  Serializer serializer;
  ReplicationOutcome copy = finished;
  char kind = std::holds_alternative<ReplicationResult>(copy) ? result_kind : failure_kind;
  serializer(kind);
  if (auto* result = std::get_if<ReplicationResult>(&copy)) pass(serializer, *result);
  if (auto* stopped = std::get_if<ReplicationFailure>(&copy)) serializer(stopped->replication, stopped->why);
  return serializer.take();
}

ReplicationOutcome outcome_of(std::string_view bytes) {
  Serializer serializer(bytes);
  char kind = 0;
  serializer(kind);
  if (kind == result_kind) {
    ReplicationResult result;
    pass(serializer, result);
    serializer.end();
    return result;
  }
  if (kind != failure_kind) throw BadState("neither a result nor a failure of a replication");
  ReplicationFailure stopped;
  serializer(stopped.replication, stopped.why);
  serializer.end();
  return stopped;
}

}  // namespace muster
