#include "engine/ensemble/ensemble.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/ensemble/replication_run.hpp"
#include "engine/ensemble/work_units.hpp"

#include <algorithm>
#include <cmath>
#include <variant>

namespace muster {

namespace {

void measure_precision(Ensemble& ensemble) {
  const Results& results = ensemble.results;
  const ResultsShape& shape = results.shape();
  ensemble.widest_probability = 0;
  for (std::size_t t = 0; t < shape.targets.size(); ++t) {
    const Interval interval = results.target(t).interval;
    ensemble.widest_probability = std::max(ensemble.widest_probability, (interval.high - interval.low) / 2);
  }
  ensemble.widest_relative_mean = 0;
  for (const std::size_t s : shape.headline) {
    const Moments moments = results.ending(s);
    if (moments.count() < 2 || moments.mean() == 0) continue;
    ensemble.widest_relative_mean =
        std::max(ensemble.widest_relative_mean, mean_interval(moments).half_width / std::abs(moments.mean()));
  }
}

}  // namespace

std::vector<Date> month_ends(Date start, Date horizon) {
  std::vector<Date> dates{start};
  for (Date date = last_day_of_month(start); date <= horizon; date = last_day_of_month(date + std::chrono::days{1}))
    if (date > start) dates.push_back(date);
  if (dates.back() != horizon) dates.push_back(horizon);
  return dates;
}

void Models::state(Serializer&) { throw std::logic_error("these models do not support saving their state"); }

ReplicationResult simulate(const RunSetup& setup, const ResultsShape& shape, Replication replication,
                           const ModelFactory& build, const std::atomic<bool>* interrupted) {
  ReplicationRun run(setup, shape, replication, build, interrupted);
  run.begin();
  return run.finish();
}

Progress progress_of(std::size_t finished, std::size_t planned, double seconds) {
  const double to_come = static_cast<double>(planned - std::min(finished, planned));
  return {finished, planned, seconds, finished == 0 ? 0 : seconds * to_come / static_cast<double>(finished)};
}

Ensemble run(const RunSetup& setup, const ResultsShape& shape, const ModelFactory& build,
             const std::atomic<bool>& interrupted, const std::function<void(const Progress&)>& tell,
             const std::function<void(const ReplicationResult&)>& keep) {
  constexpr std::size_t first_look = 200, smallest_step = 100;
  Ensemble ensemble{Results(shape)};
  const Variant variant{"", shape, build};
  const WorkUnits units(setup, 0, {&variant, 1}, interrupted);
  if (setup.automatic && setup.shard.of > 1)
    throw std::logic_error("an automatic number of replications cannot be combined with shards");
  std::size_t planned =
      setup.automatic ? std::min(first_look, setup.automatic->most) : setup.shard.among(0, setup.replications);
  Results& results = ensemble.results;
  const auto enter = [&](std::vector<ReplicationOutcome> finished) {
    if (auto* result = std::get_if<ReplicationResult>(&finished.front())) {
      if (keep) keep(*result);
      results.add(std::move(*result));
    } else {
      results.add(std::get<ReplicationFailure>(std::move(finished.front())));
    }
  };
  Scheduler scheduler(setup, units, planned, 1, interrupted, enter, tell);

  while (true) {
    scheduler.finish();
    if (interrupted && ensemble.results.replications() + ensemble.results.stopped().size() < planned) {
      ensemble.ending = Ending::interrupted;
      break;
    }
    if (!setup.automatic) break;
    measure_precision(ensemble);
    const Precision& wanted = *setup.automatic;
    if (ensemble.widest_probability <= wanted.probability && ensemble.widest_relative_mean <= wanted.relative_mean) {
      ensemble.ending = Ending::precise;
      break;
    }
    if (planned >= wanted.most || ensemble.results.replications() == 0) {
      ensemble.ending = Ending::limit;
      break;
    }
    // Half-widths shrink with the square root of the number of replications, so this many should suffice; the
    // precision is checked again once they are finished.
    const double short_by = std::max(ensemble.widest_probability / wanted.probability,
                                     ensemble.widest_relative_mean / wanted.relative_mean);
    const auto enough = static_cast<std::size_t>(std::ceil(static_cast<double>(planned) * short_by * short_by));
    planned = std::min(wanted.most, std::max(planned + smallest_step, enough));
    scheduler.extend(planned);
  }
  measure_precision(ensemble);
  return ensemble;
}

}  // namespace muster
