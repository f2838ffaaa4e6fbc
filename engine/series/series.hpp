// What a simulation reports: stocks, flows and tallies by area, and the identities that hold between them.
//
// Contract: a model owns its series, declares them once in a SeriesBook with unit, meaning and the accounting identity of each
// stock, and only the owner writes them. The book closes a period: checks every identity in every area, hands out one row of
// numbers for every area of the tree, and sets flows and tallies back to nothing. Every reported number is a linear
// combination of accumulators or a quotient of two, so areas add up exactly. Leaves out: time averages, files.
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
  Text title;        // a few words, as on an axis or in a table's first column: "stations open"; without the unit
  Text meaning;      // one line, without the unit
};

/// One accumulator for each leaf area. Counts are whole numbers held as doubles: exact up to 2^53.
class Accumulator {
 public:
  explicit Accumulator(SeriesName name) : name_(std::move(name)) {}
  Accumulator(const Accumulator&) = delete;  // the book holds its address
  Accumulator& operator=(const Accumulator&) = delete;
  Accumulator(Accumulator&&) = delete;
  Accumulator& operator=(Accumulator&&) = delete;

  [[nodiscard]] const SeriesName& name() const { return name_; }
  [[nodiscard]] double operator[](AreaId area) const { return values_[index_of(area)]; }

  /// Over the leaves of a node.
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

/// One observation a case; reported as the mean of the period's, empty when there were none.
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

/// What readers of results know of a series.
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
  std::string part = {}, whole = {};    // of a share: the series it is a quotient of
  std::vector<std::string> terms = {};  // of a sum or difference: the series it is made of
  // of a stock: the flows whose sum, each times its factor, is its change over a period
  std::vector<std::pair<std::string, double>> flows = {};
};

/// An accounting identity does not hold: stock now − stock before ≠ inflows − outflows.
class BrokenIdentity : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class SeriesBook {
 public:
  explicit SeriesBook(const Areas& areas) : areas_(&areas) {}
  SeriesBook(const SeriesBook&) = delete;
  SeriesBook& operator=(const SeriesBook&) = delete;

  /// What add() returns for a stock, to state its identity with.
  class Declared {
   public:
    Declared(SeriesBook& book, std::size_t stock) : book_(&book), stock_(stock) {}
    /// The change of the stock over any period equals the sum of these flows; checked at every report.
    void balances(std::initializer_list<Term> flows);
    void balances(std::vector<Term> flows);

   private:
    SeriesBook* book_;
    std::size_t stock_;
  };

  Declared add(Stock& stock);
  void add(Flow& flow);
  void add(Tally& tally);

  /// A stock or flow that is a sum of others, whose identities are stated before; needs none of its own. Its kind is
  /// that of its terms.
  void add_sum(SeriesName name, std::vector<Term> terms);

  /// A quotient of two, over every area of the tree; empty where the denominator is 0.
  void add_share(SeriesName name, const Accumulator& part, const Accumulator& whole);

  [[nodiscard]] const std::vector<SeriesInfo>& series() const { return infos_; }
  [[nodiscard]] const Areas& areas() const { return *areas_; }

  /// How many identities are checked in every leaf area at the end of each period.
  [[nodiscard]] std::size_t identity_count() const { return identities_.size(); }

  /// Its index in series(). @throws std::out_of_range naming the series if there is none
  [[nodiscard]] std::size_t find(std::string_view name) const;

  /// The value now of a series for an area: for flows, since the start of the simulation; NaN where empty.
  [[nodiscard]] double value(std::size_t series, AreaNode area) const;

  /// Sets flows and tallies to nothing without reporting them: what led to the state at the start is not part of the results.
  void forget_flows();

  /// The first report: the state as stated, with what happened before the start as the first row's flows.
  /// @param row  node_count × series().size(), areas outermost
  void open(std::span<double> row);

  /// Ends a period: checks identities, writes the row, sets flows and tallies to nothing.
  /// @throws BrokenIdentity naming stock, area, both sides and the gap
  void close_period(std::span<double> row);

  /// What has been counted, of a book with the same series.
  void state(Serializer& serializer);

 private:
  struct Series {
    std::vector<Term> numerator;
    const Accumulator* denominator = nullptr;  // of tallies and shares
  };
  struct Identity {
    Stock* stock;
    std::vector<Term> flows;
    std::vector<double> before;  // stock at the last report, by leaf
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
  std::vector<Flow*> flows_;                 // set back at each period's end
  std::vector<std::vector<double>> totals_;  // of flows_ before this period, by leaf
};

}  // namespace muster
