// News from one model to whoever wants to hear it, in the order they were wired.
//
// Contract: an Signal calls each listener at once, in the same instant and phase; the announcer does not know them, the
// place that assembles the models does. Leaves out: removal of listeners, which nothing needs.
#pragma once

#include <vector>

namespace muster {

template <class... News>
class Signal {
 public:
  /// Wires a listener: `posts.on_filled.connect<&Stations::staff_arrived>(stations)`. It must outlive the announcer's last news.
  template <auto method, class Listener>
  void connect(Listener& listener) {
    listeners_.push_back(
        {&listener, [](void* object, News... news) { (static_cast<Listener*>(object)->*method)(news...); }});
  }

  void operator()(News... news) const {
    for (const Entry& entry : listeners_) entry.call(entry.object, news...);
  }

 private:
  struct Entry {
    void* object;
    void (*call)(void* object, News...);
  };
  std::vector<Entry> listeners_;
};

}  // namespace muster
