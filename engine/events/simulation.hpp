// The clock and the events of one replication: models schedule small typed events and handle each of them when its
// instant comes.
//
// Contract: events fire by instant, then by phase, then in the order in which they were scheduled. No event can be
// scheduled in the past. An event scheduled for the end of the simulation or later is not kept and never fires.
// Scheduling allocates nothing once the pending event set has grown to its size. A Simulation belongs to one
// thread; it is built for one replication and never reset. Leaves out: models, which register their handlers, and
// ensembles, which build simulations.
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

/// The last instant that can be represented; the default end of a simulation.
inline constexpr Instant end_of_time{std::numeric_limits<std::int32_t>::max()};

/// A type that may be scheduled: a small value that states what happens and to which entity. It holds ids, not
/// pointers, and has no padding, because an event is kept, saved and compared as its bytes.
template <class E>
concept Event = std::is_trivially_copyable_v<E> && std::is_default_constructible_v<E> && sizeof(E) <= 8 &&
                (std::is_empty_v<E> || std::has_unique_object_representations_v<E>);

/// An event that fires, as it is passed to the observer of a simulation.
struct FiredEvent {
  Instant at;
  Phase phase;
  std::string_view kind;  // the name of its type, without namespaces
  std::uint64_t bits;     // its bytes, the first member (the id of the entity) lowest; 0 beyond its size
};

/// A model that has an overload `on(const E&, Simulation&)`.
template <class Model, class E>
concept Handles = requires(Model& model, const E& event, Simulation& sim) {
  model.on(event, sim);
};

/// A model that can prefetch the data that an upcoming event will touch: `prefetch(const E&)`. It may be called
/// with the bytes of a cancelled event or of another model's, so it must be safe for any bytes.
template <class Model, class E>
concept CanPrefetch = requires(const Model& model, const E& event) {
  model.prefetch(event);
};

/// Identifies the model that handles events of type E; returned by Simulation::handles and kept by the model.
template <Event E>
struct HandlerOf {
  HandlerId id = 0;
};

/// A bug in a model: an event is scheduled before the instant and phase being handled, or the horizon is before
/// now or past the end. It is thrown in release builds too.
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

  /// The random numbers of one decision in this replication, named by the entity, the purpose and the occurrence
  /// (the nth).
  [[nodiscard]] Stream stream(EntityKey who, Purpose why, std::uint64_t nth = 0) const {
    return Stream{seed_, replication_, who, why, nth};
  }

  /// The first number of that stream, for a decision that needs only one; in (0, 1).
  [[nodiscard]] double uniform(EntityKey who, Purpose why, std::uint64_t nth = 0) const {
    return Stream::first(seed_, replication_, who, why, nth);
  }

  /// Sets a function that is called for each event that fires, before the event is handled.
  void observe(std::function<void(const FiredEvent&)> observer) { observer_ = std::move(observer); }

  /// Attaches a trace, which from then on receives the lines and entities that models record. To be called before
  /// the models are built; the trace must outlive the simulation.
  void attach(EntityTrace& trace) {
    trace_ = &trace;
    traced_ = trace.traced();
  }

  /// Whether the attached trace follows an entity. A model makes the text of a line only if it does.
  [[nodiscard]] bool follows(EntityKey who) const { return who == traced_; }
  [[nodiscard]] EntityKey traced() const { return traced_; }

  /// Adds a line about the traced entity to the trace, dated now or at another instant; without a trace, does
  /// nothing.
  void record(std::string text) const { record(now_, std::move(text)); }
  void record(Instant at, std::string text) const {
    if (trace_) trace_->record(at, std::move(text));
  }

  /// Whether the attached trace lists entities; if so, register_entity() adds one to its list.
  [[nodiscard]] bool lists_entities() const { return trace_ && trace_->lists_entities(); }
  void register_entity(const std::string& kind, EntityKey key, std::string name) const {
    if (lists_entities()) trace_->register_entity(kind, key, std::move(name));
  }

  /// Registers a model for events of type E; called in the constructor of the model. The model must stay at its
  /// address and outlive the last event of the simulation.
  /// @throws std::length_error past 65 536 handlers
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

  /// Schedules an event. It may be for now() and the phase being handled: it then fires after the events already
  /// waiting there.
  /// @throws OutOfOrder if (at, phase) is before the event being handled, or at is before now()
  template <Event E>
  void schedule(HandlerOf<E> handler, Instant at, Phase phase, const std::type_identity_t<E>& event) {
    check_order(at, phase);
    if (at < end_) pending_.push(at, phase, handler.id, bits_of(event));
  }

  /// As schedule(), for an event that may have to be cancelled. The event occupies a slot of 8 bytes until it
  /// fires or, if it is cancelled, until its entry is dropped.
  /// @return Handle{} if the event would never fire
  template <Event E>
  [[nodiscard]] Handle schedule_cancellable(HandlerOf<E> handler, Instant at, Phase phase,
                                            const std::type_identity_t<E>& event) {
    check_order(at, phase);
    if (at >= end_) return {};
    return pending_.push_cancellable(at, phase, handler.id, bits_of(event));
  }

  /// Cancels a pending event. Returns whether it was still pending: false if it has fired or been cancelled, and
  /// for Handle{}.
  bool cancel(Handle handle) { return pending_.cancel(handle); }

  /// Cancels the event of a handle, if it is still pending, and schedules a new one, which fires after the events
  /// already waiting at its instant and phase.
  /// @throws OutOfOrder as schedule() does; the old event then stays pending
  template <Event E>
  [[nodiscard]] Handle reschedule(Handle handle, HandlerOf<E> handler, Instant at, Phase phase,
                                  const std::type_identity_t<E>& event) {
    const Handle moved = schedule_cancellable(handler, at, phase, event);
    cancel(handle);
    return moved;
  }

  /// Fires every event before the horizon, in order, and sets now() to the horizon; events at the horizon stay
  /// pending. If a handler throws, now() is the instant of its event.
  /// @throws OutOfOrder if the horizon is before now() or past end()
  void run_until(Instant horizon);

  /// Declares the events scheduled so far to be the set-up: those that the models schedule at the start of every
  /// simulation of the scenario.
  void end_set_up() { pending_.end_set_up(); }

  /// Serializes the clock and the pending events except those of the set-up; to be called between two runs. A
  /// state is read into a simulation whose models have been built and whose set-up has been declared. At equal
  /// instant and phase, the events of its own set-up fire first.
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

  // The name of a type as written in the source, without namespaces. The signature ends in "[with E = a::B]" under
  // g++ and in "[E = a::B]" under clang++.
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
  std::vector<std::string_view> kinds_;  // the names of their event types, by handler
  std::function<void(const FiredEvent&)> observer_;
  Instant now_, end_;
  Phase phase_ = Phase::policy;  // of the event being handled; the first phase between runs
  std::uint64_t events_processed_ = 0;
  Seed seed_;
  Replication replication_;
  EntityKey traced_;  // 0, the key of no entity: none
  EntityTrace* trace_ = nullptr;
};

}  // namespace muster
