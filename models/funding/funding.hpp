// Money: yearly budgets by source and area, payments, and requests that wait when money is short.
//
// Contract: every amount is whole yuan, so granted = spent + available + returned holds exactly, in every area and
// at the end of every period. A request is paid at once if the area has the money and no request of equal or
// higher priority waits for the same money. Otherwise it waits and is paid as soon as there is money, by priority
// and then in the order of the requests; the signal on_paid notifies the claimant. Areas do not lend to one another.
// The meaning of a claimant's number is known only to the model that makes the request. Leaves out: loans, prices that
// change with the money.
#pragma once

#include "engine/events/signal.hpp"
#include "engine/events/simulation.hpp"
#include "engine/series/series.hpp"
#include "engine/state/serializer.hpp"
#include "models/funding/parameters.hpp"
#include "models/ids.hpp"

#include <deque>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

namespace muster::funding {

struct FiscalYearBegan {};
struct WaitingServed {
};  // after the new year's first requests, so that priority decides and not the year of the request

/// Identifies a request that waits; 0: it was paid at once.
using Ticket = std::uint64_t;

/// The claimant of a request whose payment need not be notified.
inline constexpr std::uint32_t no_claimant = 0xFFFFFFFF;

class Funding {
 public:
  Funding(const Parameters& parameters, Simulation& sim, SeriesBook& book);

  /// Requests money; on_paid notifies the claimant of the payment, at once or later.
  Ticket request(AreaId area, Item item, Yuan amount, std::uint32_t claimant = no_claimant);

  /// Withdraws a request that has not been paid. Does nothing if the request does not wait.
  void withdraw(AreaId area, Item item, Ticket ticket);

  /// Pays at once or not at all. @return whether it was paid
  bool spend(AreaId area, Item item, Yuan amount);

  /// Books a grant in addition to the yearly ones, to one area and one source, and pays what waits in the area.
  void receive(AreaId area, std::size_t source, Yuan amount);

  [[nodiscard]] std::optional<std::size_t> find_source(std::string_view id) const;
  [[nodiscard]] const Parameters& parameters() const { return parameters_; }

  void on(const FiscalYearBegan&, Simulation& sim);
  void on(const WaitingServed&, Simulation& sim);

  /// Serializes the state that changes.
  void state(Serializer& serializer) { serializer(last_ticket_, accounts_); }

  /// A request has been paid: its item and claimant.
  Signal<Item, std::uint32_t> on_paid;

 private:
  struct Waiting {
    Item item;
    std::int64_t amount;
    std::uint32_t claimant;
  };
  struct Account {
    std::vector<std::int64_t> left;                  // by source
    std::vector<std::map<Ticket, Waiting>> waiting;  // by priority; within it in the order of the requests
    void state(Serializer& serializer) { serializer(left, waiting); }
  };

  [[nodiscard]] std::size_t rank(Item item) const { return rank_[static_cast<std::size_t>(item)]; }
  [[nodiscard]] bool has_to_wait(AreaId area, Item item) const;
  [[nodiscard]] bool share_a_source(Item a, Item b) const;
  bool pay(AreaId area, Item item, std::int64_t amount);
  void serve_waiting(AreaId area);
  void grant(std::size_t source, double total);

  const Parameters& parameters_;
  Ticket last_ticket_ = 0;
  std::vector<Account> accounts_;          // by leaf
  std::vector<std::size_t> rank_;          // by item
  std::vector<std::vector<bool>> covers_;  // source × item

  Stock available_{{"funding.available", "yuan", "money in hand", "money granted and neither spent nor returned"}};
  Flow granted_{{"funding.granted", "yuan", "money granted", "money granted in the period"}};
  Flow carried_{
      {"funding.carried", "yuan", "money carried over", "money carried over into a new fiscal year in the period"}};
  Flow returned_{
      {"funding.returned", "yuan", "money returned", "money returned at the end of a fiscal year in the period"}};
  std::deque<Flow> spent_;  // by item
  Stock waiting_{{"funding.waiting", "yuan", "money waited for", "money asked for and not yet paid"}};
  Flow asked_{
      {"funding.asked", "yuan", "new requests that must wait", "money asked for in the period that had to wait"}};
  Flow served_{{"funding.served", "yuan", "waiting money paid", "money paid in the period to those who had waited"}};
  Flow withdrawn_{{"funding.withdrawn", "yuan", "requests for money dropped",
                   "money asked for in vain and no longer asked for in the period"}};

  HandlerOf<FiscalYearBegan> fiscal_year_began_;
  HandlerOf<WaitingServed> waiting_served_;
};

}  // namespace muster::funding
