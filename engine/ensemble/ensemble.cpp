#include "engine/ensemble/ensemble.hpp"

#include "engine/clock/calendar.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <fmt/format.h>
#include <map>
#include <mutex>
#include <thread>
#include <variant>

namespace muster {

namespace {

class Interrupted : public std::exception {};

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

using Outcome = std::variant<std::monostate, History, Stopped>;  // nothing: given up

// Hands out replication numbers and takes back outcomes, which enter the results in order.
class Desk {
 public:
  Desk(Results& results, std::size_t until, std::size_t window) : results_(results), until_(until), window_(window) {}

  // The next number to run, or nothing when all are handed out. Waits while finished ones pile up behind a slow one.
  std::optional<std::size_t> take() {
    std::unique_lock lock(mutex_);
    entered_.wait(lock, [&] { return next_ >= until_ || next_ < enter_ + window_; });
    if (next_ >= until_) return std::nullopt;
    return next_++;
  }

  // Whoever gives back the one that is due enters it and those that follow; the others go on and need not wait for it.
  void give(std::size_t number, Outcome outcome) {
    std::unique_lock lock(mutex_);
    waiting_.emplace(number, std::move(outcome));
    if (entering_) return;
    entering_ = true;
    while (!waiting_.empty() && waiting_.begin()->first == enter_) {
      Outcome due = std::move(waiting_.begin()->second);
      waiting_.erase(waiting_.begin());
      lock.unlock();
      if (const auto* history = std::get_if<History>(&due)) results_.add(*history);
      if (auto* stopped = std::get_if<Stopped>(&due)) results_.add(std::move(*stopped));
      lock.lock();
      ++enter_;
      entered_.notify_all();
    }
    entering_ = false;
  }

  void extend(std::size_t until) { until_ = until; }
  [[nodiscard]] std::size_t entered() const {
    const std::lock_guard lock(mutex_);
    return enter_;
  }

 private:
  Results& results_;
  std::size_t next_ = 0, enter_ = 0, until_, window_;
  bool entering_ = false;  // one of the threads is
  std::map<std::size_t, Outcome> waiting_;
  mutable std::mutex mutex_;
  std::condition_variable entered_;
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
    throw BrokenIdentity(fmt::format("{} on {}", broken.what(), iso(date_of(sim.now()))));
  } catch (const Interrupted&) {
    throw;
  } catch (const std::exception& fault) {
    throw std::runtime_error(fmt::format("{} at {}", fault.what(), iso(sim.now())));
  }
  history.events = sim.events_processed();
  return history;
}

Ensemble run(const Plan& plan, const ResultsShape& shape, const Build& build, const std::atomic<bool>& interrupted,
             const std::function<void(const Progress&)>& tell) {
  constexpr std::size_t first_look = 200, smallest_step = 100;
  Ensemble ensemble{Results(shape)};
  const auto began = std::chrono::steady_clock::now();
  std::size_t planned = plan.automatic ? std::min(first_look, plan.automatic->most) : plan.replications;
  const auto threads =
      static_cast<unsigned>(std::clamp<std::size_t>(plan.threads, 1, std::max<std::size_t>(planned, 1)));
  Desk desk(ensemble.results, planned, 8 * static_cast<std::size_t>(threads));
  std::mutex telling;

  const auto work = [&] {
    while (const std::optional<std::size_t> number = desk.take()) {
      Outcome outcome;
      if (!interrupted.load(std::memory_order_relaxed)) {
        const Replication replication{*number};
        try {
          outcome = simulate(plan, shape, replication, build, &interrupted);
        } catch (const Interrupted&) {
          outcome = std::monostate{};
        } catch (const std::exception& fault) {
          outcome = Stopped{replication, fault.what()};
        }
      }
      desk.give(*number, std::move(outcome));
      if (tell) {
        const std::lock_guard lock(telling);
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
        const std::size_t finished = desk.entered();
        const double left = finished == 0 ? 0
                                          : seconds * static_cast<double>(planned - std::min(finished, planned)) /
                                                static_cast<double>(finished);
        tell({finished, planned, seconds, left});
      }
    }
  };

  while (true) {
    std::vector<std::jthread> others;
    for (unsigned t = 1; t < threads; ++t) others.emplace_back(work);
    work();
    others.clear();  // joins
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
    desk.extend(planned);
  }
  measure_precision(ensemble);
  return ensemble;
}

}  // namespace muster
