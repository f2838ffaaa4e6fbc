#include "models/services/services.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/parameters/parameter_sets.hpp"
#include "engine/random/distribution.hpp"
#include "engine/text/text.hpp"

#include <algorithm>
#include <stdexcept>

namespace muster::services {

namespace {

constexpr std::array made = {purpose("services.cases"), purpose("services.groups"), purpose("services.activities")};
constexpr std::array reached = {purpose("services.audience_case"), purpose("services.audience_group"),
                                purpose("services.audience_activity")};
constexpr Purpose field = purpose("services.fields");
constexpr Purpose field_elsewhere = purpose("services.fields.elsewhere");
constexpr Days first_year{days_per_year};
constexpr double minutes_per_year = days_per_year * minutes_per_day;

std::size_t at(Product product) { return static_cast<std::size_t>(product); }

std::int64_t draw(const Distribution& counts, Stream& random) {
  return static_cast<std::int64_t>(counts.sample(random));
}

}  // namespace

Services::Services(const Parameters& parameters, Simulation& sim, SeriesBook& book, const posts::Posts& posts,
                   const stations::Stations& stations, const training::Training& training)
    : parameters_(parameters),
      sim_(sim),
      areas_(book.areas()),
      posts_(posts),
      stations_(stations),
      training_(training),
      work_(areas_.leaf_count()),
      counted_until_(sim.now()),
      elsewhere_(areas_.leaf_count()),
      seasoned_(sim.handles<Seasoned>(*this)),
      month_ended_(sim.handles<MonthEnded>(*this)) {
  for (Flow& flow : made_) book.add(flow);
  book.add(beneficiaries_);
  for (const Field& one : parameters_.fields)
    book.add(in_field_.emplace_back(
        SeriesName{"services.field." + one.id, "services", tr("services: {}", LocalizedText{one.title, one.english}),
                   tr("services in the period about: {}", LocalizedText{one.title, one.english})}));
  book.add(missed_);
  book.add(worker_days_);
  book.add(delivered_).balances({+made_[0], +made_[1], +made_[2]});
  book.add(served_).balances({+beneficiaries_});
  sim.schedule(month_ended_, end_of(last_day_of_month(date_of(sim.now()))), Phase::deadline, {});

  const PerArea<int>& open = stations.parameters().open_at_start;
  if (parameters_.before && parameters_.before->delivered.value + parameters_.before->served.value > 0 &&
      std::all_of(open.begin(), open.end(), [](int stations_open) { return stations_open == 0; }))
    throw InconsistentParameter("services.before",
                                tr("services.before states services, and no station is in regular service at the "
                                   "start; raise stations.open_at_start or leave services.before out"));
}

void Services::populate() {
  populated_ = true;
  std::vector<double> in_service(areas_.leaf_count(), 0.0);
  for (std::size_t i = 0; i < posts_.count(); ++i) {
    const PostId post{static_cast<std::uint32_t>(i)};
    const StationId station = posts_.owner(post);
    if (station == posts::no_station) continue;
    review(post);
    follow_first_year(post);
    if (stations_.in_service(station) && stations_.first_post(station) == post)
      ++in_service[index_of(posts_.area(post))];
  }
  if (!parameters_.before) return;
  const auto delivered = static_cast<std::int64_t>(parameters_.before->delivered.value);
  const auto served = static_cast<std::int64_t>(parameters_.before->served.value);
  const std::vector<std::int64_t> delivered_in = apportion(delivered, in_service);
  const std::vector<std::int64_t> served_in = apportion(served, in_service);
  for (std::size_t leaf = 0; leaf < areas_.leaf_count(); ++leaf) {
    const AreaId area{static_cast<std::uint16_t>(leaf)};
    delivered_.step(area, static_cast<double>(delivered_in[leaf]));
    served_.step(area, static_cast<double>(served_in[leaf]));
  }
}

// ---------------------------------------------------------------------------------------------------- who is at work

Services::Kind Services::kind_of(const posts::Incumbent& incumbent) const {
  return static_cast<Kind>((sim_.now() < incumbent.since + first_year ? in_first_year : 0) |
                           (incumbent.qualified ? qualified : 0) | (incumbent.supervised ? supervised : 0));
}

double Services::productivity_of(Kind kind) const {
  return ((kind & in_first_year) != 0 ? parameters_.first_year.value : 1) *
         ((kind & qualified) != 0 ? parameters_.qualified.value : 1) *
         ((kind & supervised) != 0 ? training_.supervised_productivity() : 1);
}

double Services::productivity(PostId post) const {
  const posts::Incumbent incumbent = posts_.incumbent(post);
  return incumbent.person == nobody ? 0 : productivity_of(kind_of(incumbent));
}

void Services::review(PostId post) {
  const StationId station = posts_.owner(post);
  if (station == posts::no_station) return;
  const posts::Incumbent incumbent = posts_.incumbent(post);
  if (incumbent.person == nobody || !stations_.in_service(station)) return set_kind(post, idle);
  set_kind(post, static_cast<Kind>(kind_of(incumbent) | (incumbent.away ? missed : 0)));
}

void Services::set_kind(PostId post, Kind kind) {
  if (index(post) >= kind_.size()) kind_.resize(posts_.count(), idle);
  Kind& counted = kind_[index(post)];
  if (counted == kind) return;
  std::array<Work, kinds>& work = work_[index_of(posts_.area(post))];
  if (counted != idle) work[counted].change(-1, counts_from());
  if (kind != idle) work[kind].change(1, counts_from());
  counted = kind;
}

// The minute in which a month is closed belongs to that month, so changes after the closing count from midnight on.
Instant Services::counts_from() const { return std::max(sim_.now(), counted_until_); }

void Services::follow_first_year(PostId post) {
  const posts::Incumbent incumbent = posts_.incumbent(post);
  if (incumbent.person == nobody || posts_.owner(post) == posts::no_station) return;
  if (const Instant over = incumbent.since + first_year; over > sim_.now())
    sim_.schedule(seasoned_, over, Phase::serve, {post});
}

void Services::on(const Seasoned& event, Simulation&) { review(event.post); }

// Signals sent while the stations of the start are created are ignored; populate() then counts their workers.
void Services::worker_started(PostId post, bool) {
  if (!populated_) return;
  review(post);
  follow_first_year(post);
}

void Services::worker_left(PostId post, bool) {
  if (populated_) set_kind(post, idle);  // set directly, because the post still has its holder here
}

void Services::qualification_changed(PostId post, bool) { post_changed(post); }

void Services::post_changed(PostId post) {
  if (populated_) review(post);
}

void Services::service_changed(StationId station) {
  if (!populated_) return;
  for (std::size_t seat = 0; seat < stations_.post_count(station); ++seat)
    review(PostId{static_cast<std::uint32_t>(index(stations_.first_post(station)) + seat)});
}

// ---------------------------------------------------------------------------------------------- results of the month

const ByDate<Number>& Services::per_year(Product product) const {
  switch (product) {
    case Product::casework:
      return parameters_.cases;
    case Product::group:
      return parameters_.groups;
    case Product::activity:
      return parameters_.activities;
  }
  throw std::logic_error("unknown product");
}

Number Services::audience(Product product) const {
  switch (product) {
    case Product::casework:
      return parameters_.audience_case;
    case Product::group:
      return parameters_.audience_group;
    case Product::activity:
      return parameters_.audience_activity;
  }
  throw std::logic_error("unknown product");
}

EntityKey Services::key(AreaId area) const { return key_of(areas_[index_of(area)].id, Cohort::area, 0, 0); }

void Services::on(const MonthEnded&, Simulation& sim) {
  const Date next = date_of(sim.now()) + std::chrono::days{1};
  for (std::size_t leaf = 0; leaf < areas_.leaf_count(); ++leaf)
    close_month(AreaId{static_cast<std::uint16_t>(leaf)}, start_of(next));
  counted_until_ = start_of(next);
  sim.schedule(month_ended_, end_of(last_day_of_month(next)), Phase::deadline, {});
}

// The services of one product delivered by one worker while at work are a Poisson process, independent of those of
// other workers. Given the time that each worked, the area's number in the month is a Poisson variable whose mean
// is the sum of the workers' means, so that one draw is exact. The same holds for the person-times, one Poisson
// variable per service. Source: J. F. C. Kingman, Poisson Processes, sec. 2.2 (superposition theorem).
void Services::close_month(AreaId area, Instant until) {
  std::int64_t present = 0;       // minutes
  double worked = 0, absent = 0;  // minutes of a worker whose productivity is 1
  for (Kind kind = 0; kind < kinds; ++kind) {
    const std::int64_t minutes = work_[index_of(area)][kind].close(until);
    ((kind & missed) != 0 ? absent : worked) += static_cast<double>(minutes) * productivity_of(kind);
    if ((kind & missed) == 0) present += minutes;
  }
  worker_days_.add(area, static_cast<double>(present) / minutes_per_day);

  const auto month = static_cast<std::uint64_t>(month_number(date_of(sim_.now())));
  std::int64_t services = 0;
  for (const Product product : products) {
    const double each = per_year(product).at(sim_.now()).value / minutes_per_year;
    Stream random = sim_.stream(key(area), made[at(product)], month);
    const std::int64_t count = draw(Distribution::poisson(each * worked), random);
    Stream audience_random = sim_.stream(key(area), reached[at(product)], month);
    const double expected = static_cast<double>(count) * audience(product).value;
    record(area, product, count, draw(Distribution::poisson(expected), audience_random));
    missed_.add(area, each * absent * audience(product).value);
    services += count;
  }
  divide(area, services, sim_.stream(key(area), field, month));
}

void Services::deliver(AreaId area, Product product, std::int64_t count, std::int64_t person_times) {
  if (count < 0 || person_times < 0) throw std::logic_error("services delivered are 0 or more");
  record(area, product, count, person_times);
  Elsewhere& elsewhere = elsewhere_[index_of(area)];
  if (elsewhere.at != sim_.now()) elsewhere = {sim_.now(), 0};
  const std::uint64_t instant = static_cast<std::uint32_t>(sim_.now().minutes);
  divide(area, count, sim_.stream(key(area), field_elsewhere, instant << 32U | elsewhere.count++));
}

void Services::record(AreaId area, Product product, std::int64_t count, std::int64_t person_times) {
  made_[at(product)].add(area, static_cast<double>(count));
  delivered_.step(area, static_cast<double>(count));
  beneficiaries_.add(area, static_cast<double>(person_times));
  served_.step(area, static_cast<double>(person_times));
}

// Draws a multinomial field by field: each field takes a binomial part of the remaining services, with probability
// its share divided by the sum of the remaining shares.
// Source: L. Devroye, Non-Uniform Random Variate Generation, sec. XI.1.4 (the conditional method).
void Services::divide(AreaId area, std::int64_t services, Stream random) {
  const std::vector<Field>& fields = parameters_.fields;
  std::vector<double> left(fields.size());
  double sum = 0;
  for (std::size_t i = fields.size(); i-- > 0;) left[i] = sum += fields[i].share.value;
  for (std::size_t i = 0; i < fields.size() && services > 0; ++i) {
    const std::int64_t part = draw(Distribution::binomial(services, fields[i].share.value / left[i]), random);
    in_field_[i].add(area, static_cast<double>(part));
    services -= part;
  }
}

}  // namespace muster::services
