// One replication's clock and events: models schedule small typed events and handle them when their instant comes.
//
// Contract: events fire by instant, then phase, then first scheduled first fired; nothing fires or is scheduled in
// the past; what is scheduled for the end or later never happens and is not kept; scheduling allocates nothing once the
// pending event set has grown to its size. A Simulation belongs to one thread and is built, never reset. Leaves out: models (they register their handlers) and ensembles (they build
// simulations).
#pragma once

#include "engine/clock/instant.hpp"
#include "engine/events/entity_trace.hpp"
#include "engine/events/pending_event_set.hpp"
#include "engine/events/phase.hpp"
#include "engine/random/stream.hpp"

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <limits>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace muster {

class Simulation;

/// The last instant there is: the end of a simulation without one.
inline constexpr Instant end_of_time{std::numeric_limits<std::int32_t>::max()};

/// What may be scheduled: a small value that says what happened, to whom. Ids, not objects, and no padding: an event is kept, saved
/// and compared as its bytes.
template <class E>
concept Event = std::is_trivially_copyable_v<E> && std::is_default_constructible_v<E> && sizeof(E) <= 8 &&
                (std::is_empty_v<E> || std::has_unique_object_representations_v<E>);

/// An event that has fired, as an observer of a simulation gets it.
struct FiredEvent {
  Instant at;
  Phase phase;
  std::string_view kind;  // the name of its type, without namespaces
  std::uint64_t bits;     // its bytes: the first member, which says to whom, is the lowest; 0 beyond its size
};

/// A model that has an overload `on(const E&, Simulation&)`.
template <class Model, class E>
concept Handles = requires(Model& model, const E& event, Simulation& sim) {
  model.on(event, sim);
};

/// A model that can send for what an event will need: `prefetch(const E&)`, which must take any bits for an event.
template <class Model, class E>
concept CanPrefetch = requires(const Model& model, const E& event) {
  model.prefetch(event);
};

/// Which model handles events of type E; made by Simulation::handles, kept by the model.
template <Event E>
struct HandlerOf {
  HandlerId id = 0;
};

/// A bug in a model: an event scheduled before what is happening now, or a horizon before now. Thrown in release
/// builds too.
class OutOfOrder : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

class Simulation {
 public:
  /// @param end  the first instant that is not simulated
  Simulation(Seed seed, Replication replication, Instant start, Instant end = end_of_time);
  Simulation(const Simulation&) = delete;  // models hold references to it
  Simulation& operator=(const Simulation&) = delete;

  [[nodiscard]] Instant now() const { return now_; }
  [[nodiscard]] Instant end() const { return end_; }
  [[nodiscard]] Seed seed() const { return seed_; }
  [[nodiscard]] Replication replication() const { return replication_; }

  /// The numbers of one decision of this replication: who decides what, for the nth time.
  [[nodiscard]] Stream stream(EntityKey who, Purpose why, std::uint64_t nth = 0) const {
    return Stream{seed_, replication_, who, why, nth};
  }

  /// The first of these numbers, for a decision that needs no other; in (0, 1).
  [[nodiscard]] double uniform(EntityKey who, Purpose why, std::uint64_t nth = 0) const {
    return Stream::first(seed_, replication_, who, why, nth);
  }

  /// Has a function called for each event that fires, before it is handled.
  void observe(std::function<void(const FiredEvent&)> observer) { observer_ = std::move(observer); }

  /// Lets a trace take down what is told. Called before the models are built; it must outlive the simulation.
  void attach(EntityTrace& trace) {
    trace_ = &trace;
    followed_ = trace.followed();
  }

  /// Whether what happens to an entity is to be told; models make no text unless it is.
  [[nodiscard]] bool follows(EntityKey who) const { return who == followed_; }
  [[nodiscard]] EntityKey followed() const { return followed_; }

  /// Tells something of whom the trace follows; now, or at another instant.
  void record(std::string text) const { record(now_, std::move(text)); }
  void record(Instant at, std::string text) const {
    if (trace_) trace_->record(at, std::move(text));
  }

  /// Whether the trace wants to know who there is, and somebody who is born into the simulation.
  [[nodiscard]] bool lists_entities() const { return trace_ && trace_->lists_entities(); }
  void register_entity(const std::string& kind, EntityKey key, std::string name) const {
    if (lists_entities()) trace_->register_entity(kind, key, std::move(name));
  }

  /// Registers a model for events of type E; called by the model's constructor. The model must outlive the
  /// simulation's last event and stay at its address. @throws std::length_error past 65 536 handlers
  template <Event E, Handles<E> Model>
  [[nodiscard]] HandlerOf<E> handles(Model& model) {
    const auto handle = [](void* object, std::uint64_t bits, Simulation& sim) {
      static_cast<Model*>(object)->on(event_of<E>(bits), sim);
    };
    Prefetch hint = nullptr;
    if constexpr (CanPrefetch<Model, E>)
      hint = [](const void* object, std::uint64_t bits) {
        static_cast<const Model*>(object)->prefetch(event_of<E>(bits));
      };
    return {add_handler({&model, handle, hint}, type_name<E>())};
  }

  /// Schedules an event. At now() in the phase being handled is allowed: it fires after those already waiting there.
  /// @throws OutOfOrder if (at, phase) is before the event being handled, or at is before now()
  template <Event E>
  void schedule(HandlerOf<E> handler, Instant at, Phase phase, const std::type_identity_t<E>& event) {
    check_order(at, phase);
    if (at < end_) pending_.push(at, phase, handler.id, bits_of(event));
  }

  /// The same for an event that may have to be cancelled; costs a slot of 8 bytes until it fires or its instant passes.
  /// Handle{} if it would never happen.
  template <Event E>
  [[nodiscard]] Handle schedule_cancellable(HandlerOf<E> handler, Instant at, Phase phase,
                                            const std::type_identity_t<E>& event) {
    check_order(at, phase);
    if (at >= end_) return {};
    return pending_.push_cancellable(at, phase, handler.id, bits_of(event));
  }

  /// Takes a pending event back. Returns whether it was still pending: false once fired or cancelled, and for Handle{}.
  bool cancel(Handle handle) { return pending_.cancel(handle); }

  /// Cancels the event of a handle, if it is still pending, and schedules it anew: it queues behind what is already
  /// waiting.
  /// @throws OutOfOrder as schedule does; the old event then stays
  template <Event E>
  [[nodiscard]] Handle reschedule(Handle handle, HandlerOf<E> handler, Instant at, Phase phase,
                                  const std::type_identity_t<E>& event) {
    const Handle moved = schedule_cancellable(handler, at, phase, event);
    cancel(handle);
    return moved;
  }

  /// Fires every event before the horizon, in order, and sets now() to it; events at the horizon stay pending. If a
  /// handler throws, now() is the instant of its event. @throws OutOfOrder if the horizon is before now() or past end()
  void run_until(Instant horizon);

  /// All that has been scheduled so far is the set-up: the models' own plans, which every simulation of the scenario begins with.
  void end_set_up() { pending_.end_set_up(); }

  /// Clock and pending events but for the set-up, between two runs. What is read continues a simulation whose models have been made
  /// and whose set-up has ended: events of its own set-up come first where instant and phase are the same.
  void state(Serializer& serializer);

  [[nodiscard]] std::uint64_t events_processed() const { return events_processed_; }
  [[nodiscard]] std::size_t pending() const { return pending_.size(); }
  [[nodiscard]] const PendingEventSet& pending_events() const { return pending_; }

 private:
  using Function = void (*)(void* model, std::uint64_t event, Simulation& sim);
  using Prefetch = void (*)(const void* model, std::uint64_t event);
  struct Handler {
    void* model;
    Function function;
    Prefetch prefetch;  // may be null
  };

  template <Event E>
  static std::uint64_t bits_of(const E& event) {
    std::uint64_t bits = 0;
    if constexpr (!std::is_empty_v<E>) std::memcpy(&bits, &event, sizeof(E));
    return bits;
  }

  template <Event E>
  static E event_of(std::uint64_t bits) {
    E event;
    std::memcpy(static_cast<void*>(&event), &bits, sizeof(E));
    return event;
  }

  // The name of a type as it stands in the source, without namespaces: g++ ends its signature "[with E = a::B]", clang++ "[E = a::B]".
  template <class E>
  static constexpr std::string_view type_name() {
    std::string_view name = __PRETTY_FUNCTION__;
    name = name.substr(name.find("E = ") + 4);
    name = name.substr(0, name.find_first_of(";]"));
    return name.substr(name.rfind(':') + 1);
  }

  HandlerId add_handler(const Handler& handler, std::string_view kind);
  void check_order(Instant at, Phase phase) const {
    if (at < now_ || (at == now_ && phase < phase_)) [[unlikely]]
      refuse(at, phase);
  }
  [[noreturn]] void refuse(Instant at, Phase phase) const;

  PendingEventSet pending_;
  std::vector<Handler> handlers_;
  std::vector<std::string_view> kinds_;  // of the handlers' events
  std::function<void(const FiredEvent&)> observer_;
  Instant now_, end_;
  Phase phase_ = Phase::policy;  // of the event being handled; the first phase between runs
  std::uint64_t events_processed_ = 0;
  Seed seed_;
  Replication replication_;
  EntityKey followed_;  // no entity has the key 0
  EntityTrace* trace_ = nullptr;
};

}  // namespace muster
