#include "engine/ensemble/pieces.hpp"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <thread>
#include <utility>

namespace muster {

namespace {

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// So many pieces may be out or wait behind a slow one.
std::size_t window_of(const Plan& plan, std::size_t per_replication) {
  constexpr std::size_t each = 8;
  return each * (std::max<std::size_t>(plan.threads, 1) + (plan.crew ? plan.crew->places() : 0)) + per_replication;
}

}  // namespace

Pieces::Pieces(const Plan& plan, std::size_t first, std::span<const Variant> variants,
               const std::atomic<bool>& interrupted)
    : plan_(plan), first_(first), variants_(variants), interrupted_(interrupted) {
  for (std::size_t v = 0; v < variants.size(); ++v) groups_.push_back({v});
}

PieceOutcome Pieces::simulate(std::size_t piece) const {
  PieceOutcome outcome;
  const Replication replication = replication_of(piece);
  for (const std::size_t v : variants_of(piece)) {
    if (interrupted_.load(std::memory_order_relaxed)) return {};
    try {
      outcome.emplace_back(muster::simulate(plan_, variants_[v].shape, replication, variants_[v].build, &interrupted_));
    } catch (const Interrupted&) {
      return {};
    } catch (const std::exception& fault) {
      outcome.emplace_back(Stopped{replication, fault.what()});
    }
  }
  return outcome;
}

// Ids need not differ: a constraint may be relaxed in several ways.
std::string Pieces::key_of(std::size_t variant) const {
  return fmt::format("{}{}#{}", plan_.stage, variants_[variant].id, variant);
}

std::optional<PieceOutcome> Pieces::recall(std::size_t piece) const {
  if (!plan_.ledger) return std::nullopt;
  PieceOutcome outcome;
  for (const std::size_t v : variants_of(piece)) {
    std::optional<History> found = plan_.ledger->find(key_of(v), replication_of(piece));
    if (!found) return std::nullopt;
    outcome.emplace_back(std::move(*found));
  }
  return outcome;
}

void Pieces::keep(std::size_t piece, const PieceOutcome& outcome) const {
  if (!plan_.ledger || outcome.empty()) return;
  const std::vector<std::size_t>& variants = variants_of(piece);
  for (std::size_t i = 0; i < variants.size(); ++i)  // one that stopped may have wanted for memory: it is tried again
    if (const auto* history = std::get_if<History>(&outcome[i])) plan_.ledger->keep(key_of(variants[i]), *history);
}

// What workers see: what the ledger has does not get to them.
class Work::Counter final : public Handout {
 public:
  explicit Counter(Work& work) : work_(work) {}

  std::optional<std::size_t> take_now() override {
    return take([this] { return work_.desk_.take_now(); });
  }
  std::optional<std::size_t> take_or_wait() {
    return take([this] { return work_.desk_.take(); });
  }
  bool is_empty() const override { return work_.interrupted_ || work_.desk_.is_empty(); }
  void give(std::size_t piece, PieceOutcome outcome) override {
    guarded([&] { work_.pieces_.keep(piece, outcome); });
    work_.desk_.give(piece, std::move(outcome));
  }
  void give_back(std::size_t piece) override { work_.desk_.give_back(piece); }

  template <class Do>
  void guarded(Do&& what) {
    try {
      what();
    } catch (...) {
      work_.desk_.fail(std::current_exception());
    }
  }

 private:
  template <class Take>
  std::optional<std::size_t> take(Take&& next) {
    while (!work_.interrupted_) {
      const std::optional<std::size_t> piece = next();
      if (!piece) return std::nullopt;
      std::optional<PieceOutcome> known;
      guarded([&] { known = work_.pieces_.recall(*piece); });
      if (!known) return piece;
      work_.desk_.give(*piece, std::move(*known));
    }
    return std::nullopt;
  }

  Work& work_;
};

Work::Work(const Plan& plan, const Pieces& pieces, std::size_t replications, std::size_t variants,
           const std::atomic<bool>& interrupted, std::function<void(std::vector<Finished>)> enter,
           std::function<void(const Progress&)> tell)
    : plan_(plan),
      pieces_(pieces),
      replications_(replications),
      interrupted_(interrupted),
      enter_(std::move(enter)),
      tell_(std::move(tell)),
      began_(seconds_now()),
      gathered_(variants),
      desk_(replications * pieces.per_replication(), window_of(plan, pieces.per_replication()),
            [this](PieceOutcome outcome, std::size_t entered) { this->enter(std::move(outcome), entered); }) {}

void Work::enter(PieceOutcome outcome, std::size_t entered) {
  const std::vector<std::size_t>& variants = pieces_.variants_of(entered - 1);
  if (outcome.empty()) given_up_ = true;
  for (std::size_t i = 0; i < outcome.size(); ++i) gathered_[variants[i]] = std::move(outcome[i]);
  if (entered % pieces_.per_replication() != 0) return;
  if (!std::exchange(given_up_, false)) {
    std::vector<Finished> all(gathered_.size());
    all.swap(gathered_);
    enter_(std::move(all));
  }
  if (tell_) tell_(progress_of(entered / pieces_.per_replication(), replications_, seconds_now() - began_));
}

void Work::simulate_here(Counter& counter) {
  while (const std::optional<std::size_t> piece = counter.take_or_wait())
    counter.give(*piece, pieces_.simulate(*piece));
}

void Work::finish() {
  Counter counter(*this);
  {
    std::vector<std::jthread> others;
    const std::size_t pieces = replications_ * pieces_.per_replication();
    const std::size_t threads = std::clamp<std::size_t>(plan_.threads, 1, std::max<std::size_t>(pieces, 1));
    if (plan_.crew)
      others.emplace_back([&] {
        counter.guarded([&] { plan_.crew->lead(counter, interrupted_); });
        if (interrupted_) desk_.stop();  // pieces that the crew still has do not come back
      });
    for (std::size_t t = 1; t < threads; ++t) others.emplace_back([&] { simulate_here(counter); });
    simulate_here(counter);
  }
  simulate_here(counter);  // what the crew gave back last
  desk_.rethrow();
}

void Work::extend(std::size_t replications) {
  replications_ = replications;
  desk_.extend(replications * pieces_.per_replication());
}

}  // namespace muster
