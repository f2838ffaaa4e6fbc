// The hold model on ns-3, for comparison.
#include "bench/references/hold_clock.hpp"
#include "bench/references/references.hpp"

#include <ns3/nstime.h>
#include <ns3/object-factory.h>
#include <ns3/simulator.h>

namespace muster::bench {

namespace {

/// Each event schedules itself again through Simulator::Schedule; a simulated minute is represented by one
/// nanosecond of ns-3.
class Hold {
 public:
  Hold(std::uint64_t pending, std::uint64_t events) : clock_(pending, events) {
    for (std::uint64_t id = 0; id < pending; ++id) schedule(static_cast<std::uint32_t>(id));
  }

  void due(std::uint32_t id) {
    const auto now = static_cast<double>(ns3::Simulator::Now().GetNanoSeconds());
    if (clock_.fired(now))
      schedule(id);
    else
      ns3::Simulator::Stop();
  }

  [[nodiscard]] const HoldClock& clock() const { return clock_; }

 private:
  void schedule(std::uint32_t id) {
    ns3::Simulator::Schedule(ns3::NanoSeconds(clock_.next_minutes()), &Hold::due, this, id);
  }

  HoldClock clock_;
};

double hold_on(const std::string& scheduler, std::uint64_t pending, std::uint64_t events) {
  ns3::ObjectFactory factory;
  factory.SetTypeId("ns3::" + scheduler);
  ns3::Simulator::SetScheduler(factory);
  Hold hold(pending, events);
  ns3::Simulator::Run();
  ns3::Simulator::Destroy();
  return hold.clock().events_per_second("ns-3, " + scheduler);
}

}  // namespace

std::vector<Reference> ns3_references() {
  return {
      {"ns-3, MapScheduler (its default)", 1'000'000,
       [](std::uint64_t pending, std::uint64_t events) { return hold_on("MapScheduler", pending, events); }},
      {"ns-3, HeapScheduler", 1'000'000,
       [](std::uint64_t pending, std::uint64_t events) { return hold_on("HeapScheduler", pending, events); }},
      {"ns-3, PriorityQueueScheduler", 1'000'000,
       [](std::uint64_t pending, std::uint64_t events) { return hold_on("PriorityQueueScheduler", pending, events); }},
      {"ns-3, CalendarScheduler", 100'000,
       [](std::uint64_t pending, std::uint64_t events) { return hold_on("CalendarScheduler", pending, events); }},
  };
}

}  // namespace muster::bench
