// The series of a simulation: stocks, flows and tallies by area, and the identities that hold between them.
//
// Contract: a model owns its series and declares each of them once in a SeriesBook, with its unit and meaning and,
// for a stock, its accounting identity; only the owner changes them. When the book closes a period, it checks
// every identity in every leaf area, writes one row of numbers for every area of the tree, and sets flows and
// tallies to zero. Every recorded number is a linear combination of accumulators or a quotient of two of them, so
// areas add up exactly. Leaves out: time averages, files.
#pragma once

#include "engine/series/areas.hpp"
#include "engine/state/serializer.hpp"
#include "engine/text/text.hpp"

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace muster {

struct SeriesName {
  std::string name;  // `<model>.<what>`
  std::string unit;  // "people", "stations", "share", "days", "yuan"
  Text title;        // a few words without the unit, for an axis or the first column of a table: "stations open"
  Text meaning;      // one line, without the unit
};

/// A series with one accumulated value for each leaf area. Counts are whole numbers held as doubles: exact up to
/// 2^53.
class Accumulator {
 public:
  explicit Accumulator(SeriesName name) : name_(std::move(name)) {}
  Accumulator(const Accumulator&) = delete;  // the book holds its address
  Accumulator& operator=(const Accumulator&) = delete;
  Accumulator(Accumulator&&) = delete;
  Accumulator& operator=(Accumulator&&) = delete;

  [[nodiscard]] const SeriesName& name() const { return name_; }
  [[nodiscard]] double operator[](AreaId area) const { return values_[index_of(area)]; }

  /// The sum over the leaves of a node.
  [[nodiscard]] double sum(const std::vector<std::size_t>& leaves) const {
    double sum = 0;
    for (const std::size_t leaf : leaves) sum += values_[leaf];
    return sum;
  }

 protected:
  ~Accumulator() = default;
  friend class SeriesBook;

  SeriesName name_;
  std::vector<double> values_;
};

/// A level: what there is at the end of a date.
class Stock final : public Accumulator {
 public:
  using Accumulator::Accumulator;
  void step(AreaId area, double change) { values_[index_of(area)] += change; }
};

/// What happened in the period that ends on the date.
class Flow final : public Accumulator {
 public:
  using Accumulator::Accumulator;
  void add(AreaId area, double amount = 1) { values_[index_of(area)] += amount; }
};

/// One observation for each case; recorded as the mean of the observations of the period, empty if there were
/// none.
class Tally {
 public:
  explicit Tally(SeriesName name) : sum_(name), count_(std::move(name)) {}
  void observe(AreaId area, double value) {
    sum_.add(area, value);
    count_.add(area);
  }

 private:
  friend class SeriesBook;
  Flow sum_;
  Flow count_;
};

/// A term of a linear combination: `+hires` or `-separations`.
struct Term {
  const Accumulator* series;
  double sign;
};
[[nodiscard]] inline Term operator+(const Accumulator& series) { return {&series, 1}; }
[[nodiscard]] inline Term operator-(const Accumulator& series) { return {&series, -1}; }

/// The kinds of series, as stated to readers of results.
enum class SeriesKind : std::uint8_t { stock, flow, tally, share };

[[nodiscard]] constexpr const char* to_string(SeriesKind kind) {
  return kind == SeriesKind::stock   ? "stock"
         : kind == SeriesKind::flow  ? "flow"
         : kind == SeriesKind::tally ? "tally"
                                     : "share";
}

struct SeriesInfo {
  SeriesName name;
  SeriesKind kind;
  std::string part = {}, whole = {};    // of a share: the two series whose quotient it is
  std::vector<std::string> terms = {};  // of a sum or difference: the series that are added or subtracted
  // of a stock: the flows and their factors; the factored sum is its change over a period
  std::vector<std::pair<std::string, double>> flows = {};
};

/// An accounting identity does not hold: the change of a stock differs from its inflows minus its outflows.
class BrokenIdentity : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class SeriesBook {
 public:
  explicit SeriesBook(const Areas& areas) : areas_(&areas) {}
  SeriesBook(const SeriesBook&) = delete;
  SeriesBook& operator=(const SeriesBook&) = delete;

  /// Returned by add() for a stock, to declare its identity.
  class Declared {
   public:
    Declared(SeriesBook& book, std::size_t stock) : book_(&book), stock_(stock) {}
    /// The change of the stock over any period equals the sum of these flows; checked at the end of each period.
    void balances(std::initializer_list<Term> flows);
    void balances(std::vector<Term> flows);

   private:
    SeriesBook* book_;
    std::size_t stock_;
  };

  Declared add(Stock& stock);
  void add(Flow& flow);
  void add(Tally& tally);

  /// A stock or flow that is a sum of others, whose identities have been declared before; it needs none of its
  /// own. Its kind is that of its terms.
  void add_sum(SeriesName name, std::vector<Term> terms);

  /// The quotient of two accumulators in every area of the tree; empty where the denominator is 0.
  void add_share(SeriesName name, const Accumulator& part, const Accumulator& whole);

  [[nodiscard]] const std::vector<SeriesInfo>& series() const { return infos_; }
  [[nodiscard]] const Areas& areas() const { return *areas_; }

  /// The number of identities that are checked in every leaf area at the end of each period.
  [[nodiscard]] std::size_t identity_count() const { return identities_.size(); }

  /// The index of a series in series(). @throws std::out_of_range naming the series if there is none
  [[nodiscard]] std::size_t find(std::string_view name) const;

  /// The current value of a series for an area; of a flow, its sum since the start of the simulation; NaN where
  /// empty.
  [[nodiscard]] double value(std::size_t series, AreaNode area) const;

  /// Sets flows and tallies to zero without recording them, because what led to the state at the start is not part
  /// of the results.
  void forget_flows();

  /// Writes the first row: the state at the start, with what was counted before the start as its flows.
  /// @param row  node_count × series().size(), areas outermost
  void open(std::span<double> row);

  /// Ends a period: checks the identities, writes the row, and sets flows and tallies to zero.
  /// @throws BrokenIdentity naming the stock, the area, both sides and the gap
  void close_period(std::span<double> row);

  /// Serializes the accumulated values; they are read into a book with the same series. @throws BadState if the
  /// number of areas differs
  void state(Serializer& serializer);

 private:
  struct Series {
    std::vector<Term> numerator;
    const Accumulator* denominator = nullptr;  // of tallies and shares
  };
  struct Identity {
    Stock* stock;
    std::vector<Term> flows;
    std::vector<double> before;  // the stock at the end of the last period, by leaf
  };

  void enter(SeriesName name, SeriesKind kind, std::vector<Term> numerator, const Accumulator* denominator = nullptr);
  void start_accumulating(Accumulator& accumulator) const { accumulator.values_.assign(areas_->leaf_count(), 0.0); }
  [[nodiscard]] double evaluate(const Series& series, AreaNode area) const;
  void write_row(std::span<double> row) const;
  void start_period();

  const Areas* areas_;
  std::vector<SeriesInfo> infos_;
  std::vector<Series> series_;
  std::vector<Identity> identities_;
  std::vector<Flow*> flows_;                 // set to zero at the end of each period
  std::vector<std::vector<double>> totals_;  // sums of flows_ over earlier periods, by leaf
};

}  // namespace muster
