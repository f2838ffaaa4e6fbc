// A signal that one model emits and to which other models connect listeners (signals and slots).
//
// Contract: emitting a Signal calls each listener at once, in the same instant and phase, in the order in which
// they were connected. The emitting model does not know its listeners; the code that assembles the models connects
// them. Leaves out: disconnecting listeners, which nothing needs.
#pragma once

#include <vector>

namespace muster {

template <class... Arguments>
class Signal {
 public:
  /// Connects a listener: `posts.on_filled.connect<&Stations::staff_arrived>(stations)`. The listener must outlive
  /// the last emission.
  template <auto method, class Listener>
  void connect(Listener& listener) {
    listeners_.push_back({&listener, [](void* object, Arguments... arguments) {
                            (static_cast<Listener*>(object)->*method)(arguments...);
                          }});
  }

  /// Emits the signal.
  void operator()(Arguments... arguments) const {
    for (const Entry& entry : listeners_) entry.call(entry.object, arguments...);
  }

 private:
  struct Entry {
    void* object;
    void (*call)(void* object, Arguments...);
  };
  std::vector<Entry> listeners_;
};

}  // namespace muster
