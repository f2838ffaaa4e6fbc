// Money: yearly budgets by source and area, what they pay, and what waits when they run short.
//
// Contract: every amount is whole yuan, so money in = spent + left + returned holds exactly, in every area and at every report.
// A request is paid at once if the area has the money and nothing of equal or higher priority waits; otherwise it waits and
// is paid, in the order of priority and then of asking, as soon as money comes; whoever asked is told. Areas do not lend to
// one another. Leaves out: loans, prices that change with the money.
#pragma once

#include "engine/events/announcement.hpp"
#include "engine/events/simulation.hpp"
#include "engine/series/series.hpp"
#include "models/funding/parameters.hpp"
#include "models/ids.hpp"

#include <deque>
#include <vector>

namespace muster::funding {

struct FiscalYearBegan {};
struct WaitingServed {};  // after the new year's first requests, so that priority decides and not who asked last year

class Funding {
 public:
  Funding(const Parameters& parameters, Simulation& sim, SeriesBook& book);

  /// Asks for money for a station; `on_paid` tells when it is there, at once or later.
  void request(AreaId area, Item item, Yuan amount, StationId station);

  /// Takes back what a station asked for and has not been paid. Nothing happens if nothing waits.
  void withdraw(AreaId area, Item item, StationId station);

  /// Pays at once or not at all; nothing waits.
  bool spend(AreaId area, Item item, Yuan amount);

  void on(const FiscalYearBegan&, Simulation& sim);
  void on(const WaitingServed&, Simulation& sim);

  Announcement<StationId, Item> on_paid;

 private:
  struct Waiting {
    Item item;
    std::int64_t amount;
    StationId station;
  };
  struct Account {
    std::vector<std::int64_t> left;  // by source
    std::deque<Waiting> waiting;     // by priority, then first come
  };

  [[nodiscard]] std::size_t rank(Item item) const { return rank_[static_cast<std::size_t>(item)]; }
  bool pay(AreaId area, Item item, std::int64_t amount);
  void serve_waiting(AreaId area);
  void grant(std::size_t source, double total);

  const Parameters& parameters_;
  std::vector<Account> accounts_;          // by leaf
  std::vector<std::size_t> rank_;          // by item
  std::vector<std::vector<bool>> covers_;  // source × item

  Stock available_{{"funding.available", "yuan", "money granted and neither spent nor returned"}};
  Flow granted_{{"funding.granted", "yuan", "money granted in the period"}};
  Flow carried_{{"funding.carried", "yuan", "money carried over into a new fiscal year in the period"}};
  Flow returned_{{"funding.returned", "yuan", "money returned at the end of a fiscal year in the period"}};
  std::deque<Flow> spent_;  // by item
  Stock waiting_{{"funding.waiting", "yuan", "money asked for and not yet paid"}};
  Flow asked_{{"funding.asked", "yuan", "money asked for in the period that had to wait"}};
  Flow served_{{"funding.served", "yuan", "money paid in the period to those who had waited"}};

  Flow withdrawn_{{"funding.withdrawn", "yuan", "money asked for in vain and no longer asked for in the period"}};

  HandlerOf<FiscalYearBegan> fiscal_year_began_;
  HandlerOf<WaitingServed> waiting_served_;
};

}  // namespace muster::funding
