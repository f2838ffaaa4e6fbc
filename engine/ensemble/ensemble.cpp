#include "engine/ensemble/ensemble.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/ensemble/pieces.hpp"
#include "engine/text/text.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <variant>

namespace muster {

namespace {

struct DayEnded {};

// Watches a replication: writes a row at each report date, judges targets at the end of each day.
class Reporter {
 public:
  Reporter(const Plan& plan, const ResultsShape& shape, Simulation& sim, SeriesBook& book, History& history,
           const std::atomic<bool>* interrupted)
      : plan_(plan),
        shape_(shape),
        book_(book),
        history_(history),
        interrupted_(interrupted),
        day_ended_(sim.handles<DayEnded>(*this)) {
    history_.values.assign(shape.cell_count(), 0.0);
    history_.target_values.assign(shape.targets.size(), std::numeric_limits<double>::quiet_NaN());
    history_.reached.assign(shape.targets.size(), std::nullopt);
    for (const TargetDefinition& target : shape.targets)
      watched_.push_back({book.find(target.series), book.areas().find(target.area).value()});
    book_.open(next_row());
    judge(plan.start);
    if (plan.start < plan.horizon)
      sim.schedule(day_ended_, end_of(plan.start + std::chrono::days{1}), Phase::report, {});
  }

  void on(const DayEnded&, Simulation& sim) {
    if (interrupted_ && interrupted_->load(std::memory_order_relaxed)) throw Interrupted{};
    const Date today = date_of(sim.now());
    judge(today);
    if (reported_ < shape_.dates.size() && shape_.dates[reported_] == today) book_.close_period(next_row());
    if (today < plan_.horizon) sim.schedule(day_ended_, end_of(today + std::chrono::days{1}), Phase::report, {});
  }

 private:
  struct Watched {
    std::size_t series;
    AreaNode area;
  };

  std::span<double> next_row() {
    const std::size_t width = shape_.areas.node_count() * shape_.series.size();
    return std::span(history_.values).subspan(width * reported_++, width);
  }

  void judge(Date today) {
    for (std::size_t t = 0; t < watched_.size(); ++t) {
      const TargetDefinition& target = shape_.targets[t];
      const bool due = target.by == today;
      if (!due && history_.reached[t]) continue;
      const double value = book_.value(watched_[t].series, watched_[t].area);
      if (due) history_.target_values[t] = value;
      if (!history_.reached[t] && target.met_by(value)) history_.reached[t] = today;
    }
  }

  const Plan& plan_;
  const ResultsShape& shape_;
  SeriesBook& book_;
  History& history_;
  const std::atomic<bool>* interrupted_;
  HandlerOf<DayEnded> day_ended_;
  std::vector<Watched> watched_;
  std::size_t reported_ = 0;
};

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
    const Moments& moments = results.ending(s);
    if (moments.count() < 2 || moments.mean() == 0) continue;
    ensemble.widest_relative_mean =
        std::max(ensemble.widest_relative_mean, mean_interval(moments).half_width / std::abs(moments.mean()));
  }
}

}  // namespace

std::vector<Date> monthly_reports(Date start, Date horizon) {
  std::vector<Date> dates{start};
  for (Date date = last_day_of_month(start); date <= horizon; date = last_day_of_month(date + std::chrono::days{1}))
    if (date > start) dates.push_back(date);
  if (dates.back() != horizon) dates.push_back(horizon);
  return dates;
}

History simulate(const Plan& plan, const ResultsShape& shape, Replication replication, const Build& build,
                 const std::atomic<bool>* interrupted) {
  History history;
  history.replication = replication;
  const Instant end = start_of(plan.horizon + std::chrono::days{1});
  Simulation sim(plan.seed, replication, start_of(plan.start + std::chrono::days{1}), end);
  SeriesBook book(shape.areas);
  const std::unique_ptr<World> world = build(sim, book);
  const Reporter reporter(plan, shape, sim, book, history, interrupted);
  try {
    sim.run_until(end);
  } catch (const BrokenIdentity& broken) {
    throw BrokenIdentity(text("{} on {}", broken.what(), iso(date_of(sim.now()))));
  } catch (const Interrupted&) {
    throw;
  } catch (const std::exception& fault) {
    throw std::runtime_error(text("{} at {}", fault.what(), iso(sim.now())));
  }
  world->tell_end();
  history.events = sim.events_processed();
  return history;
}

Progress progress_of(std::size_t finished, std::size_t planned, double seconds) {
  const double to_come = static_cast<double>(planned - std::min(finished, planned));
  return {finished, planned, seconds, finished == 0 ? 0 : seconds * to_come / static_cast<double>(finished)};
}

Ensemble run(const Plan& plan, const ResultsShape& shape, const Build& build, const std::atomic<bool>& interrupted,
             const std::function<void(const Progress&)>& tell, const std::function<void(const History&)>& keep) {
  constexpr std::size_t first_look = 200, smallest_step = 100;
  Ensemble ensemble{Results(shape)};
  const Variant variant{"", shape, build};
  const Pieces pieces(plan, 0, {&variant, 1}, interrupted);
  if (plan.crew && !plan.crew->leads()) {
    plan.crew->serve([&](std::size_t piece) { return pieces.simulate(piece); }, plan.threads);
    return ensemble;
  }
  std::size_t planned = plan.automatic ? std::min(first_look, plan.automatic->most) : plan.replications;
  Results& results = ensemble.results;
  const auto enter = [&](std::vector<Finished> finished) {
    if (const auto* history = std::get_if<History>(&finished.front())) {
      results.add(*history);
      if (keep) keep(*history);
    } else {
      results.add(std::get<Stopped>(std::move(finished.front())));
    }
  };
  const Leading leading(plan.crew);
  Work work(plan, pieces, planned, 1, interrupted, enter, tell);

  while (true) {
    work.finish();
    if (interrupted && ensemble.results.replications() + ensemble.results.stopped().size() < planned) {
      ensemble.ending = Ending::interrupted;
      break;
    }
    if (!plan.automatic) break;
    measure_precision(ensemble);
    const Precision& wanted = *plan.automatic;
    if (ensemble.widest_probability <= wanted.probability && ensemble.widest_relative_mean <= wanted.relative_mean) {
      ensemble.ending = Ending::precise;
      break;
    }
    if (planned >= wanted.most || ensemble.results.replications() == 0) {
      ensemble.ending = Ending::limit;
      break;
    }
    // Half-widths shrink with the square root of the number, so this many would do; look again when they are there.
    const double short_by = std::max(ensemble.widest_probability / wanted.probability,
                                     ensemble.widest_relative_mean / wanted.relative_mean);
    const auto enough = static_cast<std::size_t>(std::ceil(static_cast<double>(planned) * short_by * short_by));
    planned = std::min(wanted.most, std::max(planned + smallest_step, enough));
    work.extend(planned);
  }
  measure_precision(ensemble);
  return ensemble;
}

}  // namespace muster
