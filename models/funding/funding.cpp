#include "models/funding/funding.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/parameters/rounding.hpp"

#include <algorithm>
#include <cmath>

namespace muster::funding {

Funding::Funding(const Parameters& parameters, Simulation& sim, SeriesBook& book)
    : parameters_(parameters),
      accounts_(book.areas().leaf_count()),
      rank_(item_names.size()),
      fiscal_year_began_(sim.handles<FiscalYearBegan>(*this)),
      waiting_served_(sim.handles<WaitingServed>(*this)) {
  for (std::size_t place = 0; place < parameters_.priority.size(); ++place)
    for (std::size_t item = 0; item < item_names.size(); ++item)
      if (parameters_.priority[place] == item_names[item]) rank_[item] = place;
  for (const Source& source : parameters_.sources) {
    std::vector<bool>& covers = covers_.emplace_back();
    for (const std::string& item : item_names)
      covers.push_back(std::find(source.pays_for.begin(), source.pays_for.end(), item) != source.pays_for.end());
  }

  std::vector<Term> spent_terms, balance{+granted_, -returned_};
  for (std::size_t item = 0; item < item_names.size(); ++item) {
    Flow& flow =
        spent_.emplace_back(SeriesName{"funding.spent." + item_names[item], "yuan", Text::of(spent_titles[item]),
                                       Text::of("money spent in the period on " + item_titles[item].second)});
    book.add(flow);
    spent_terms.push_back(+flow);
    balance.push_back(-flow);
  }
  book.add_sum({"funding.spent", "yuan", "money spent", "money spent in the period"}, spent_terms);
  book.add(granted_);
  book.add(carried_);
  book.add(returned_);
  book.add(available_).balances(balance);
  book.add(asked_);
  book.add(served_);
  book.add(withdrawn_);
  book.add(waiting_).balances({+asked_, -served_, -withdrawn_});

  for (Account& account : accounts_) {
    account.left.assign(parameters_.sources.size(), 0);
    account.waiting.resize(item_names.size());
  }
  for (std::size_t source = 0; source < parameters_.sources.size(); ++source)
    grant(source, parameters_.sources[source].at_start.value);
  // Runs after the policy changes of the day, and before the stations ask for money, because funding is created
  // before them and so schedules its event first.
  sim.schedule(fiscal_year_began_, new_year_from(sim.now()), Phase::arrive, {});
}

void Funding::grant(std::size_t source, double total) {
  std::vector<double> weights;
  for (const Number& weight : parameters_.weight) weights.push_back(weight.value);
  const std::vector<std::int64_t> parts = apportion(std::llround(total), weights);
  for (std::size_t leaf = 0; leaf < parts.size(); ++leaf) {
    accounts_[leaf].left[source] += parts[leaf];
    available_.step(AreaId(leaf), static_cast<double>(parts[leaf]));
    granted_.add(AreaId(leaf), static_cast<double>(parts[leaf]));
  }
}

bool Funding::pay(AreaId area, Item item, std::int64_t amount) {
  Account& account = accounts_[index_of(area)];
  std::int64_t there = 0;
  for (std::size_t source = 0; source < covers_.size(); ++source)
    if (covers_[source][static_cast<std::size_t>(item)]) there += account.left[source];
  if (there < amount) return false;
  std::int64_t due = amount;
  for (std::size_t source = 0; source < covers_.size() && due > 0; ++source) {
    if (!covers_[source][static_cast<std::size_t>(item)]) continue;
    const std::int64_t part = std::min(due, account.left[source]);
    account.left[source] -= part;
    due -= part;
  }
  available_.step(area, -static_cast<double>(amount));
  spent_[static_cast<std::size_t>(item)].add(area, static_cast<double>(amount));
  return true;
}

// Whether a request of equal or higher priority waits for money that this item could take.
bool Funding::has_to_wait(AreaId area, Item item) const {
  const std::vector<std::map<Ticket, Waiting>>& waiting = accounts_[index_of(area)].waiting;
  for (std::size_t place = 0; place <= rank(item); ++place)  // one item for each priority
    if (!waiting[place].empty() && share_a_source(waiting[place].begin()->second.item, item)) return true;
  return false;
}

bool Funding::share_a_source(Item a, Item b) const {
  return std::any_of(covers_.begin(), covers_.end(), [&](const std::vector<bool>& covers) {
    return covers[static_cast<std::size_t>(a)] && covers[static_cast<std::size_t>(b)];
  });
}

bool Funding::spend(AreaId area, Item item, Yuan amount) {
  if (std::llround(amount.value) == 0) return true;  // what costs nothing never waits
  return !has_to_wait(area, item) && pay(area, item, std::llround(amount.value));
}

Ticket Funding::request(AreaId area, Item item, Yuan amount, std::uint32_t claimant) {
  if (spend(area, item, amount)) {
    on_paid(item, claimant);
    return 0;
  }
  const std::int64_t whole = std::llround(amount.value);
  accounts_[index_of(area)].waiting[rank(item)].emplace(++last_ticket_, Waiting{item, whole, claimant});
  asked_.add(area, static_cast<double>(whole));
  waiting_.step(area, static_cast<double>(whole));
  return last_ticket_;
}

void Funding::withdraw(AreaId area, Item item, Ticket ticket) {
  std::map<Ticket, Waiting>& waiting = accounts_[index_of(area)].waiting[rank(item)];
  const auto found = waiting.find(ticket);
  if (found == waiting.end()) return;
  withdrawn_.add(area, static_cast<double>(found->second.amount));
  waiting_.step(area, -static_cast<double>(found->second.amount));
  waiting.erase(found);
}

void Funding::receive(AreaId area, std::size_t source, Yuan amount) {
  const std::int64_t whole = std::llround(amount.value);
  accounts_[index_of(area)].left[source] += whole;
  available_.step(area, static_cast<double>(whole));
  granted_.add(area, static_cast<double>(whole));
  serve_waiting(area);
}

std::optional<std::size_t> Funding::find_source(std::string_view id) const {
  for (std::size_t source = 0; source < parameters_.sources.size(); ++source)
    if (parameters_.sources[source].id == id) return source;
  return std::nullopt;
}

void Funding::serve_waiting(AreaId area) {
  // A request that the remaining money cannot pay is skipped, so that a large one does not hold up smaller ones
  // behind it.
  for (std::map<Ticket, Waiting>& waiting : accounts_[index_of(area)].waiting)
    for (auto at = waiting.begin(); at != waiting.end();) {
      const auto [ticket, next] = *at;
      if (!pay(area, next.item, next.amount)) {
        ++at;
        continue;
      }
      waiting.erase(at);
      served_.add(area, static_cast<double>(next.amount));
      waiting_.step(area, -static_cast<double>(next.amount));
      on_paid(next.item, next.claimant);
      at = waiting.upper_bound(ticket);  // the listener may have made or withdrawn requests
    }
}

void Funding::on(const FiscalYearBegan&, Simulation& sim) {
  for (std::size_t source = 0; source < parameters_.sources.size(); ++source) {
    for (std::size_t leaf = 0; leaf < accounts_.size(); ++leaf) {
      std::int64_t& left = accounts_[leaf].left[source];
      const auto kept = static_cast<std::int64_t>(
          rounded_down(static_cast<double>(left) * parameters_.sources[source].carried_over.value));
      carried_.add(AreaId(leaf), static_cast<double>(kept));
      returned_.add(AreaId(leaf), static_cast<double>(left - kept));
      available_.step(AreaId(leaf), -static_cast<double>(left - kept));
      left = kept;
    }
    grant(source, parameters_.sources[source].per_year.at(sim.now()).value);
  }
  sim.schedule(waiting_served_, sim.now(), Phase::decide, {});
  sim.schedule(fiscal_year_began_, next_year(sim.now()), Phase::arrive, {});
}

void Funding::on(const WaitingServed&, Simulation&) {
  for (std::size_t leaf = 0; leaf < accounts_.size(); ++leaf) serve_waiting(AreaId(leaf));
}

}  // namespace muster::funding
