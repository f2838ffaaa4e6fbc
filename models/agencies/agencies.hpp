// Agencies: organisations that run stations under contract; they are founded, evaluated and closed.
//
// Stations request an agency with free capacity. Signals announce new free capacity and the loss of an operator.
// Contract: listeners may contract and release stations from inside a signal. The random numbers of an agency are
// named by its area and its number in the month of its founding, so that one more agency leaves those of the
// others unchanged.
// Leaves out: growth of an agency, its staff and money, the length of contracts, tenders, and any quality of its
// work beyond passing or failing.
#pragma once

#include "engine/events/signal.hpp"
#include "engine/events/simulation.hpp"
#include "engine/series/series.hpp"
#include "engine/state/serializer.hpp"
#include "models/agencies/parameters.hpp"
#include "models/ids.hpp"

#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace muster::agencies {

enum class AgencyId : std::uint32_t {};

struct MonthBegan {};
struct AgencyFounded {
  AreaId area;
  std::uint16_t year;
  std::uint16_t month;
  std::uint16_t seat;  // number within area and month
};
struct AgencyClosed {
  AgencyId agency;
};
struct AgencyEvaluated {
  AgencyId agency;
};
struct BarEnded {
  AgencyId agency;
  std::uint32_t bar;  // number of the bar; the event is stale if the agency has been barred again since
};

class Agencies {
 public:
  Agencies(const Parameters& parameters, Simulation& sim, SeriesBook& book);

  /// @param stations  expected number of stations with an operator at the start, by leaf
  /// @throws InconsistentParameter naming the parameters to change if the agencies' expected capacity is smaller
  void check_start(const std::vector<double>& stations) const;

  /// Creates the agencies that exist at the start. Called once, before the first contract.
  void populate();

  /// Gives the station to an agency: the one of the station's area with the most free capacity; if there is none and
  /// agencies work elsewhere, the one with the most free capacity in the other areas; among equals the one founded
  /// first.
  /// @param except  an agency that must not get the station
  /// @return nothing if all agencies are full or barred
  std::optional<AgencyId> contract(AreaId area, StationId station, std::optional<AgencyId> except = {});

  /// Ends the station's contract; the freed capacity is announced at once.
  /// @throws std::logic_error if the agency has no contract for the station (it may have lost it)
  void release(AgencyId agency, StationId station);

  /// As contract(), for a station that has had its operator since before the start.
  /// @throws InconsistentParameter as check_start() does, if no agency has free capacity
  AgencyId contract_at_start(AreaId area, StationId station);

  Signal<> on_capacity;                // capacity has become free, or an agency with capacity was founded
  Signal<StationId> on_operator_lost;  // the station's agency closed or failed its evaluation; the contract has ended

  void on(const MonthBegan&, Simulation& sim);
  void on(const AgencyFounded& event, Simulation& sim);
  void on(const AgencyClosed& event, Simulation& sim);
  void on(const AgencyEvaluated& event, Simulation& sim);
  void on(const BarEnded& event, Simulation& sim);

  /// Serializes the state that changes.
  void state(Serializer& serializer);

 private:
  enum class Standing : std::uint8_t { active, barred, closed };
  struct Agency {
    EntityKey key;
    AreaId area{};
    Standing standing = Standing::active;
    int places = 0;
    std::uint32_t evaluations = 0;
    std::uint32_t bars = 0;
    std::vector<StationId> contracts;  // in the order in which they were made
    [[nodiscard]] int free() const { return places - static_cast<int>(contracts.size()); }
    void state(Serializer& serializer) { serializer(key, area, standing, places, evaluations, bars, contracts); }
  };
  // An agency that can take a station on. Sorted by free capacity, the most first, then by founding.
  struct Offer {
    int free;
    AgencyId agency;
    friend bool operator<(const Offer& a, const Offer& b) {
      return std::pair(b.free, a.agency) < std::pair(a.free, b.agency);
    }
  };

  [[nodiscard]] Agency& at(AgencyId id) { return agencies_[index(id)]; }
  [[nodiscard]] EntityKey birth_key(const AgencyFounded& event) const;
  AgencyId create(EntityKey key, AreaId area);
  [[nodiscard]] std::optional<Offer> best_offer(AreaId area, std::optional<AgencyId> except) const;
  [[nodiscard]] std::optional<AgencyId> find_vacancy(AreaId area, std::optional<AgencyId> except) const;
  [[noreturn]] void refuse_stations(AreaId area) const;
  void sign(AgencyId id, StationId station);
  void offer(AgencyId id);     // lists the agency in offers_ if it can take a station on
  void withdraw(AgencyId id);  // removes it from offers_; called before its free capacity or its standing changes
  void announce_capacity(AgencyId id);
  void schedule_evaluation(AgencyId id, Days wait);
  void close(AgencyId id);
  void bar(AgencyId id);
  void lose_contracts(AgencyId id);

  const Parameters& parameters_;
  Simulation& sim_;
  const Areas& areas_;
  std::vector<Agency> agencies_;
  std::vector<std::set<Offer>> offers_;  // by leaf

  Flow founded_{{"agencies.founded", "agencies", "agencies founded", "agencies founded in the period"}};
  Flow closed_{{"agencies.closed", "agencies", "agencies closed", "agencies closed in the period"}};
  Flow failed_{{"agencies.failed", "agencies", "agencies failing evaluation",
                "agencies that failed an evaluation in the period"}};
  Flow contracted_{{"agencies.contracted", "contracts", "stations taken on",
                    "stations taken on in the period, in the agency's area"}};
  Flow released_{{"agencies.released", "contracts", "stations given up",
                  "stations given up or lost in the period, in the agency's area"}};
  Flow capacity_added_{{"agencies.capacity_added", "stations", "capacity added by agencies",
                        "capacity of the agencies founded in the period"}};
  Flow capacity_lost_{{"agencies.capacity_lost", "stations", "capacity lost with agencies",
                       "capacity of the agencies closed in the period"}};
  Stock active_{{"agencies.active", "agencies", "social-work agencies", "agencies, barred ones included"}};
  Stock contracts_{
      {"agencies.contracts", "contracts", "stations run by agencies", "stations carried, in the agency's area"}};
  Stock capacity_{{"agencies.capacity", "stations", "capacity of agencies",
                   "stations the agencies can carry, barred ones included"}};

  HandlerOf<MonthBegan> month_began_;
  HandlerOf<AgencyFounded> agency_founded_;
  HandlerOf<AgencyClosed> agency_closed_;
  HandlerOf<AgencyEvaluated> agency_evaluated_;
  HandlerOf<BarEnded> bar_ended_;
};

}  // namespace muster::agencies
