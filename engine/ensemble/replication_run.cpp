#include "engine/ensemble/replication_run.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/parameters/parameter_sets.hpp"
#include "engine/state/serializer.hpp"
#include "engine/text/dates.hpp"
#include "engine/text/text.hpp"

#include <limits>
#include <utility>

namespace muster {

namespace {

// The first instant after a date.
Instant after(Date date) { return start_of(date + std::chrono::days{1}); }

}  // namespace

// Observes a replication: writes a row at each recorded date and judges targets at the end of each day. It is
// created before the models, so that handler numbers do not depend on which optional models a scenario has at the
// end.
class ReplicationRun::PeriodCloser {
  struct DayEnded {};

 public:
  PeriodCloser(const RunSetup& setup, const ResultsShape& shape, Simulation& sim, SeriesBook& book,
               ReplicationResult& result, const std::atomic<bool>* interrupted)
      : setup_(setup),
        shape_(shape),
        book_(book),
        result_(result),
        interrupted_(interrupted),
        day_ended_(sim.handles<DayEnded>(*this)) {}

  /// Looks up the target series, once the models have declared their series.
  void find_series() {
    result_.values.reserve(shape_.cell_count());  // filled row by row: this is most of what a branch writes
    result_.target_values.assign(shape_.targets.size(), std::numeric_limits<double>::quiet_NaN());
    result_.reached.assign(shape_.targets.size(), std::nullopt);
    for (const TargetDefinition& target : shape_.targets)
      watched_.push_back({book_.find(target.series), book_.areas().find(target.area).value()});
  }

  /// Records the first row, at the start.
  void open(Simulation& sim) {
    book_.open(next_row());
    judge(setup_.start);
    if (setup_.start < setup_.horizon)
      sim.schedule(day_ended_, end_of(setup_.start + std::chrono::days{1}), Phase::close_period, {});
  }

  void on(const DayEnded&, Simulation& sim) {
    if (interrupted_ && interrupted_->load(std::memory_order_relaxed)) throw Interrupted{};
    const Date today = date_of(sim.now());
    judge(today);
    if (closed_ < shape_.dates.size() && shape_.dates[closed_] == today) book_.close_period(next_row());
    if (today < setup_.horizon)
      sim.schedule(day_ended_, end_of(today + std::chrono::days{1}), Phase::close_period, {});
  }

  /// Serializes the rows so far, and the state of the targets.
  void state(Serializer& serializer) {
    serializer(closed_);
    if (closed_ > shape_.dates.size()) throw BadState("there are more recorded rows than recorded dates");
    std::vector<double> row(width());
    for (std::size_t r = 0; r < closed_; ++r) {
      double* const from = serializer.is_reading() ? row.data() : result_.values.data() + r * width();
      serializer.bytes(from, width() * sizeof(double));
      if (serializer.is_reading()) result_.values.insert(result_.values.end(), row.begin(), row.end());
    }
    serializer(result_.target_values, result_.reached);
    if (result_.target_values.size() != watched_.size() || result_.reached.size() != watched_.size())
      throw BadState("the targets differ");
  }

 private:
  struct Watched {
    std::size_t series;
    AreaNode area;
  };

  [[nodiscard]] std::size_t width() const { return shape_.areas.node_count() * shape_.series.size(); }

  std::span<double> next_row() {
    result_.values.resize(width() * ++closed_);
    return std::span(result_.values).last(width());
  }

  void judge(Date today) {
    for (std::size_t t = 0; t < watched_.size(); ++t) {
      const TargetDefinition& target = shape_.targets[t];
      const bool due = target.by == today;
      if (!due && result_.reached[t]) continue;
      const double value = book_.value(watched_[t].series, watched_[t].area);
      if (due) result_.target_values[t] = value;
      if (!result_.reached[t] && target.met_by(value)) result_.reached[t] = today;
    }
  }

  const RunSetup& setup_;
  const ResultsShape& shape_;
  SeriesBook& book_;
  ReplicationResult& result_;
  const std::atomic<bool>* interrupted_;
  HandlerOf<DayEnded> day_ended_;
  std::vector<Watched> watched_;
  std::size_t closed_ = 0;
};

ReplicationRun::ReplicationRun(const RunSetup& setup, const ResultsShape& shape, Replication replication,
                               const ModelFactory& build, const std::atomic<bool>* interrupted)
    : setup_(setup), sim_(setup.seed, replication, after(setup.start), after(setup.horizon)), book_(shape.areas) {
  result_.replication = replication;
  closer_ = std::make_unique<PeriodCloser>(setup, shape, sim_, book_, result_, interrupted);
  models_ = build(sim_, book_);
  closer_->find_series();
  sim_.end_set_up();
}

ReplicationRun::~ReplicationRun() = default;

void ReplicationRun::begin() {
  if (setup_.starting_states) return begin_from(setup_.starting_states->state_of(result_.replication));
  models_->populate();
  closer_->open(sim_);
}

void ReplicationRun::begin_from(std::string_view bytes) {
  Serializer serializer(bytes);
  state(serializer);
  serializer.end();
}

void ReplicationRun::run_to(Date date) {
  if (after(date) <= sim_.now()) return;
  try {
    sim_.run_until(after(date));
  } catch (const BrokenIdentity& broken) {
    throw BrokenIdentity(tr("{} on {}", broken.what(), date_words(date_of(sim_.now()))));
  } catch (const Interrupted&) {
    throw;
  } catch (const std::bad_alloc&) {
    throw;
  } catch (InconsistentParameter& fault) {
    models_->locate(fault);
    throw std::runtime_error(tr("{} at {}", fault.what(), date_words(sim_.now())));
  } catch (const std::exception& fault) {
    throw std::runtime_error(tr("{} at {}", fault.what(), date_words(sim_.now())));
  }
}

std::string ReplicationRun::save() {
  constexpr std::size_t of_a_city = std::size_t{1} << 20;
  Serializer serializer;
  serializer.reserve(result_.values.size() * sizeof(double) + of_a_city);
  state(serializer);
  return serializer.take();
}

ReplicationResult ReplicationRun::finish() {
  run_to(setup_.horizon);
  models_->record_end();
  result_.events = sim_.events_processed();
  return std::move(result_);
}

// The simulation comes first, because models read its clock.
void ReplicationRun::state(Serializer& serializer) {
  sim_.state(serializer);
  book_.state(serializer);
  models_->state(serializer);
  closer_->state(serializer);
}

}  // namespace muster
