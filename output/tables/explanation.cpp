#include "output/tables/explanation.hpp"

#include "engine/clock/calendar.hpp"
#include "output/tables/csv.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace muster::output {

namespace {

// One row after the other, field by field.
class Rows {
 public:
  Rows(std::ostream& out, std::string_view header) : out_(out) { out_ << header << '\n'; }

  Rows& text(std::string_view field) {
    next();
    append_text(row_, field);
    return *this;
  }
  Rows& number(double field) {
    next();
    append_number(row_, field);
    return *this;
  }
  Rows& number(std::size_t field) { return number(static_cast<double>(field)); }
  Rows& interval(const MeanInterval& field) {
    return number(field.mean).number(field.mean - field.half_width).number(field.mean + field.half_width);
  }
  Rows& nothing(std::size_t fields) {
    while (fields-- > 0) next();
    return *this;
  }
  void end() {
    row_.push_back('\n');
    out_.write(row_.data(), static_cast<std::streamsize>(row_.size()));
    row_.clear();
    first_ = true;
  }

 private:
  void next() {
    if (!first_) row_.push_back(',');
    first_ = false;
  }
  std::ostream& out_;
  fmt::memory_buffer row_;
  bool first_ = true;
};

void constraint_row(Rows& rows, const TargetConstraints& target, const ConstraintEffect& one,
                    std::optional<std::size_t> rank = {}) {
  rows.text(target.target.id).text(one.constraint).text(for_programs(one.title)).text(one.period);
  rows.text(one.dates ? iso(one.dates->from) : "").text(one.dates ? iso(one.dates->until - std::chrono::days{1}) : "");
  rows.number(one.parameters).number(one.relaxed);
  if (one.effect) {
    const TargetEffect& effect = *one.effect;
    rows.number(static_cast<double>(effect.replications)).number(effect.probability).number(effect.gain.difference);
    rows.number(effect.gain.interval.low).number(effect.gain.interval.high);
    rows.text(target.series.unit).number(effect.shortfall).interval(effect.closed);
  } else {
    rows.nothing(5).text(target.series.unit).nothing(4);
  }
  if (rank) {
    rows.number(*rank);
  } else {
    rows.nothing(1);
  }
  rows.end();
}

}  // namespace

void write_constraints(std::ostream& out, const std::vector<TargetConstraints>& targets) {
  Rows rows(
      out,
      "target,constraint,title,period,from,until,parameters,relaxed,replications,probability,gain,gain_low,gain_high,"
      "unit,shortfall,shortfall_closed,shortfall_closed_low,shortfall_closed_high,rank");
  for (const TargetConstraints& target : targets) {
    for (const ConstraintEffect& one : target.whole) constraint_row(rows, target, one, target.rank_of(one));
    constraint_row(rows, target, target.everything);
    for (const ConstraintEffect& one : target.by_period) constraint_row(rows, target, one);
  }
}

void write_attribution(std::ostream& out, const AttributedChanges& changes) {
  Rows rows(out,
            "target,measure,unit,change,title,alone,alone_low,alone_high,last,last_low,last_high,shapley,shapley_low,"
            "shapley_high,order_low,order_high,replications");
  for (const AttributedDifference& difference : changes.differences) {
    const Attribution& found = difference.attribution;
    const auto begin = [&](std::string_view id, std::string_view title) -> Rows& {
      return rows.text(difference.target).text(difference.measure).text(difference.series.unit).text(id).text(title);
    };
    const auto replications = static_cast<double>(found.replications);
    for (std::size_t k = 0; k < changes.changes.size(); ++k) {
      const ChangeShare& share = found.changes[k];
      begin((changes.changes[k].removed ? "without " : "") + changes.changes[k].id,
            for_programs(changes.changes[k].title));
      rows.interval(share.alone).interval(share.last).interval(share.shapley);
      rows.number(std::min(share.alone.mean, share.last.mean)).number(std::max(share.alone.mean, share.last.mean));
      rows.number(replications).end();
    }
    begin("interactions", "").interval(found.interactions).nothing(8).number(replications).end();
    begin("total", "").nothing(3).nothing(3).interval(found.total).nothing(2).number(replications).end();
  }
}

void write_spread(std::ostream& out, const Spreads& spreads) {
  Rows rows(
      out,
      "forecast,series,unit,date,mean,sd,replications,differ,known,input,evidence,sourced,share,share_low,share_high,"
      "parameters,where");
  constexpr const char* known[] = {"shares", "no value", "all the same", "too few",
                                   "too few differ"};  // by SpreadKnown
  for (const SpreadOf& of : spreads.outputs) {
    const auto begin = [&]() -> Rows& {
      return rows.text(of.id)
          .text(of.series.name)
          .text(of.series.unit)
          .text(iso(of.date))
          .number(of.mean)
          .number(of.spread.sd)
          .number(of.spread.replications)
          .number(of.spread.differ)
          .text(known[static_cast<std::size_t>(of.spread.known)]);
    };
    if (of.spread.known != SpreadKnown::shares) {
      begin().nothing(8).end();
      continue;
    }
    for (const std::size_t k : by_share(of.spread)) {
      const SpreadInput& input = spreads.inputs[k];
      const SpreadShare& share = of.spread.inputs[k];
      begin().text(input.name).text(input.evidence).text(input.sourced ? "yes" : "no");
      rows.number(share.index).number(share.low).number(share.high);
      rows.text(fmt::format("{}", fmt::join(input.parameters, " "))).text(input.where).end();
    }
    begin().text("rest").nothing(2).number(of.spread.rest.index).number(of.spread.rest.low);
    rows.number(of.spread.rest.high).nothing(2).end();
  }
}

}  // namespace muster::output
