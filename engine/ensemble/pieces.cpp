#include "engine/ensemble/pieces.hpp"

#include "engine/ensemble/course.hpp"
#include "engine/text/text.hpp"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <memory>
#include <stdexcept>
#include <thread>
#include <utility>

namespace muster {

namespace {

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// So many pieces may be under way or wait behind a slow one.
std::size_t window_of(const Plan& plan, std::size_t per_replication) {
  constexpr std::size_t each = 8;
  return each * std::max<std::size_t>(plan.threads, 1) + per_replication;
}

}  // namespace

Pieces::Pieces(const Plan& plan, std::size_t first, std::span<const Variant> variants,
               const std::atomic<bool>& interrupted, const SharedPast& shared)
    : plan_(plan), first_(plan.shard.first_from(first)), variants_(variants), interrupted_(interrupted) {
  const auto join = [&](std::size_t v) {
    for (Group& group : groups_) {
      const std::optional<Date> until = shared ? shared(group.variants.front(), v) : std::nullopt;
      if (!until || *until < plan.start) continue;
      const Date branches = std::min(*until, plan.horizon);
      const auto place =
          std::upper_bound(group.shared.begin() + 1, group.shared.end(), branches) - group.shared.begin();
      group.shared.insert(group.shared.begin() + place, branches);
      group.variants.insert(group.variants.begin() + place, v);
      return;
    }
    groups_.push_back({{v}, {plan.horizon}});
  };
  for (std::size_t v = 0; v < variants.size(); ++v) join(v);
}

PieceOutcome Pieces::simulate(std::size_t piece) const {
  try {
    return together(groups_[piece % groups_.size()], replication_of(piece));
  } catch (const Interrupted&) {
    return {};
  }
}

namespace {

// What comes of a replication, whether it reaches its end or not. @throws Interrupted
template <class Do>
Finished finished_by(Replication replication, const std::atomic<bool>& interrupted, Do&& go_to_the_end) {
  if (interrupted.load(std::memory_order_relaxed)) throw Interrupted{};
  try {
    return go_to_the_end();
  } catch (const Interrupted&) {
    throw;
  } catch (const std::bad_alloc&) {  // of this machine, now: no fault of the replication
    throw;
  } catch (const std::exception& fault) {
    return Stopped{replication, fault.what()};
  }
}

}  // namespace

Finished Pieces::alone(std::size_t variant, Replication replication) const {
  return finished_by(replication, interrupted_, [&] {
    return muster::simulate(plan_, variants_[variant].shape, replication, variants_[variant].build, &interrupted_);
  });
}

Finished Pieces::branched(std::size_t variant, Replication replication, std::string_view state) const {
  return finished_by(replication, interrupted_, [&] {
    Course course(plan_, variants_[variant].shape, replication, variants_[variant].build, &interrupted_);
    course.begin_from(state);
    return course.finish();
  });
}

// Before the last ones branch off the first goes to its end, so that its models need not be there beside theirs. Where it stops,
// those still to branch off are simulated alone, and stop by themselves or do not.
PieceOutcome Pieces::together(const Group& group, Replication replication) const {
  const std::size_t count = group.variants.size();
  PieceOutcome outcome(count);
  if (count == 1) {
    outcome[0] = alone(group.variants[0], replication);
    return outcome;
  }
  std::size_t next = 1;
  outcome[0] = finished_by(replication, interrupted_, [&] {
    const Variant& variant = variants_[group.variants[0]];
    auto first = std::make_unique<Course>(plan_, variant.shape, replication, variant.build, &interrupted_);
    first->begin();
    History history;
    while (next < count) {
      const Date until = group.shared[next];
      first->run_to(until);
      const std::string state = first->save();
      if (until == group.shared.back()) {
        history = first->finish();
        first.reset();
      }
      for (; next < count && group.shared[next] == until; ++next)
        outcome[next] = branched(group.variants[next], replication, state);
    }
    return Finished{std::move(history)};
  });
  for (; next < count; ++next) outcome[next] = alone(group.variants[next], replication);
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
  for (std::size_t i = 0; i < std::min(outcome.size(), variants.size()); ++i)
    gathered_[variants[i]] = std::move(outcome[i]);
  if (entered % pieces_.per_replication() != 0) return;
  if (!std::exchange(given_up_, false)) {
    std::vector<Finished> all(gathered_.size());
    all.swap(gathered_);
    enter_(std::move(all));
  }
  if (tell_) tell_(progress_of(entered / pieces_.per_replication(), replications_, seconds_now() - began_));
}

// One thread's part. What goes wrong, such as too little memory, ends the work and not the program.
void Work::simulate_some() {
  try {
    while (!interrupted_) {
      const std::optional<std::size_t> piece = desk_.take();
      if (!piece) return;
      std::optional<PieceOutcome> outcome = pieces_.recall(*piece);
      if (!outcome) {
        outcome = pieces_.simulate(*piece);
        pieces_.keep(*piece, *outcome);
      }
      desk_.give(*piece, std::move(*outcome));
    }
  } catch (...) {
    desk_.fail(std::current_exception());
  }
}

void Work::finish() {
  {
    std::vector<std::jthread> others;
    const std::size_t pieces = replications_ * pieces_.per_replication();
    const std::size_t threads = std::clamp<std::size_t>(plan_.threads, 1, std::max<std::size_t>(pieces, 1));
    for (std::size_t t = 1; t < threads; ++t) others.emplace_back(in_current_language([&] { simulate_some(); }));
    simulate_some();
  }
  desk_.rethrow();
}

void Work::extend(std::size_t replications) {
  replications_ = replications;
  desk_.extend(replications * pieces_.per_replication());
}

}  // namespace muster
