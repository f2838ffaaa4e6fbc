#include "engine/ensemble/course.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/parameters/parameter_sets.hpp"
#include "engine/state/archive.hpp"
#include "engine/text/text.hpp"

#include <limits>
#include <utility>

namespace muster {

namespace {

// The first instant after a date.
Instant after(Date date) { return start_of(date + std::chrono::days{1}); }

}  // namespace

// Watches a replication: writes a row at each report date, judges targets at the end of each day. It is there before the models, so
// that their handlers have the same numbers whichever of them a scenario has last.
class Course::Reporter {
  struct DayEnded {};

 public:
  Reporter(const Plan& plan, const ResultsShape& shape, Simulation& sim, SeriesBook& book, History& history,
           const std::atomic<bool>* interrupted)
      : plan_(plan),
        shape_(shape),
        book_(book),
        history_(history),
        interrupted_(interrupted),
        day_ended_(sim.handles<DayEnded>(*this)) {}

  /// Finds what it watches, once the models have declared their series.
  void find_series() {
    history_.values.reserve(shape_.cell_count());  // filled row by row: it is most of what a branch writes
    history_.target_values.assign(shape_.targets.size(), std::numeric_limits<double>::quiet_NaN());
    history_.reached.assign(shape_.targets.size(), std::nullopt);
    for (const TargetDefinition& target : shape_.targets)
      watched_.push_back({book_.find(target.series), book_.areas().find(target.area).value()});
  }

  /// The first report.
  void open(Simulation& sim) {
    book_.open(next_row());
    judge(plan_.start);
    if (plan_.start < plan_.horizon)
      sim.schedule(day_ended_, end_of(plan_.start + std::chrono::days{1}), Phase::report, {});
  }

  void on(const DayEnded&, Simulation& sim) {
    if (interrupted_ && interrupted_->load(std::memory_order_relaxed)) throw Interrupted{};
    const Date today = date_of(sim.now());
    judge(today);
    if (reported_ < shape_.dates.size() && shape_.dates[reported_] == today) book_.close_period(next_row());
    if (today < plan_.horizon) sim.schedule(day_ended_, end_of(today + std::chrono::days{1}), Phase::report, {});
  }

  /// The rows so far, and what has become of the targets.
  void state(Archive& archive) {
    archive(reported_);
    if (reported_ > shape_.dates.size()) throw BadState("there are more reports than report dates");
    std::vector<double> row(width());
    for (std::size_t r = 0; r < reported_; ++r) {
      double* const from = archive.is_reading() ? row.data() : history_.values.data() + r * width();
      archive.bytes(from, width() * sizeof(double));
      if (archive.is_reading()) history_.values.insert(history_.values.end(), row.begin(), row.end());
    }
    archive(history_.target_values, history_.reached);
    if (history_.target_values.size() != watched_.size() || history_.reached.size() != watched_.size())
      throw BadState("the targets are others");
  }

 private:
  struct Watched {
    std::size_t series;
    AreaNode area;
  };

  [[nodiscard]] std::size_t width() const { return shape_.areas.node_count() * shape_.series.size(); }

  std::span<double> next_row() {
    history_.values.resize(width() * ++reported_);
    return std::span(history_.values).last(width());
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

Course::Course(const Plan& plan, const ResultsShape& shape, Replication replication, const Build& build,
               const std::atomic<bool>* interrupted)
    : plan_(plan), sim_(plan.seed, replication, after(plan.start), after(plan.horizon)), book_(shape.areas) {
  history_.replication = replication;
  reporter_ = std::make_unique<Reporter>(plan, shape, sim_, book_, history_, interrupted);
  world_ = build(sim_, book_);
  reporter_->find_series();
  sim_.end_set_up();
}

Course::~Course() = default;

void Course::begin() {
  if (plan_.pasts) return begin_from(plan_.pasts->state_of(history_.replication));
  world_->populate();
  reporter_->open(sim_);
}

void Course::begin_from(std::string_view bytes) {
  Archive archive(bytes);
  state(archive);
  archive.end();
}

void Course::run_to(Date date) {
  if (after(date) <= sim_.now()) return;
  try {
    sim_.run_until(after(date));
  } catch (const BrokenIdentity& broken) {
    throw BrokenIdentity(text("{} on {}", broken.what(), iso(date_of(sim_.now()))));
  } catch (const Interrupted&) {
    throw;
  } catch (const std::bad_alloc&) {
    throw;
  } catch (Misfit& fault) {
    world_->locate(fault);
    throw std::runtime_error(text("{} at {}", fault.what(), iso(sim_.now())));
  } catch (const std::exception& fault) {
    throw std::runtime_error(text("{} at {}", fault.what(), iso(sim_.now())));
  }
}

std::string Course::save() {
  constexpr std::size_t of_a_city = std::size_t{1} << 20;
  Archive archive;
  archive.reserve(history_.values.size() * sizeof(double) + of_a_city);
  state(archive);
  return archive.take();
}

History Course::finish() {
  run_to(plan_.horizon);
  world_->tell_end();
  history_.events = sim_.events_processed();
  return std::move(history_);
}

// The simulation first: models look at its clock.
void Course::state(Archive& archive) {
  sim_.state(archive);
  book_.state(archive);
  world_->state(archive);
  reporter_->state(archive);
}

}  // namespace muster
