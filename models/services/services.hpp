// Services: what workers at stations in regular service do for people.
//
// A worker who is present gets as much done as tenure, qualification and supervision let them. Work is added up to the
// minute and becomes cases, group sessions, activities and the person-times they serve at the end of each month; what
// seconded workers would have done at home is reckoned apart, as missed. Contract: a month's services of an area have
// their own luck; whoever else delivers services reports them here. Leaves out: demand that limits what is done.
#pragma once

#include "engine/events/simulation.hpp"
#include "engine/series/series.hpp"
#include "engine/state/serializer.hpp"
#include "models/ids.hpp"
#include "models/posts/posts.hpp"
#include "models/services/parameters.hpp"
#include "models/stations/stations.hpp"
#include "models/training/training.hpp"

#include <array>
#include <cstdint>
#include <deque>
#include <vector>

namespace muster::services {

enum class Product : std::uint8_t { casework, group, activity };
inline constexpr std::array products = {Product::casework, Product::group, Product::activity};

struct Seasoned {  // the first year in the post is over; if the worker has gone since, nothing changes
  PostId post;
};
struct MonthEnded {};

class Services {
 public:
  Services(const Parameters& parameters, Simulation& sim, SeriesBook& book, const posts::Posts& posts,
           const stations::Stations& stations, const training::Training& training);

  /// Takes up the workers there at the start, and what was delivered before. Called once, after the stations are there
  /// and before the flows of the start are forgotten.
  void populate();

  /// How much the worker in a post gets done where they are at work: 1 is a worker past the first year who is neither
  /// qualified nor supervised. 0 for a vacant post.
  [[nodiscard]] double productivity(PostId post) const;

  /// Services delivered elsewhere than at a station; they count in the same series as if delivered there.
  /// @throws std::logic_error if a count is negative
  void deliver(AreaId area, Product product, std::int64_t count, std::int64_t person_times);

  void on(const Seasoned& event, Simulation& sim);
  void on(const MonthEnded&, Simulation& sim);

  /// What changes.
  void state(Serializer& serializer) { serializer(populated_, kind_, work_, counted_until_, elsewhere_); }

  // What others tell.
  void worker_came(PostId post, bool qualified);
  void worker_went(PostId post, bool qualified);
  void qualification_changed(PostId post, bool qualified);
  void post_changed(PostId post);  // presence or supervision
  void service_changed(StationId station);

 private:
  // Workers who get as much done are one kind; the kinds of those missed come after the kinds of those present.
  using Kind = std::uint8_t;
  static constexpr Kind in_first_year = 1, qualified = 2, supervised = 4, missed = 8, kinds = 16, idle = 255;

  // The work of the workers of one kind in an area, in whole minutes, so that nothing is lost in adding up. Whoever
  // comes takes off the minutes until then and whoever goes adds them, so a change costs two additions.
  struct Work {
    std::int64_t workers = 0;
    std::int64_t minutes = 0;
    void change(std::int64_t by, Instant at) {
      workers += by;
      minutes -= by * at.minutes;
    }
    std::int64_t close(Instant at) {
      const std::int64_t done = minutes + workers * at.minutes;
      minutes = -workers * at.minutes;
      return done;
    }
  };
  struct Elsewhere {  // numbers the deliveries of one instant
    Instant at{};
    std::uint32_t count = 0;
  };

  [[nodiscard]] Kind kind_of(const posts::Incumbent& incumbent) const;
  [[nodiscard]] double productivity_of(Kind kind) const;
  [[nodiscard]] const ByDate<Number>& per_year(Product product) const;
  [[nodiscard]] Number audience(Product product) const;
  [[nodiscard]] Instant counts_from() const;
  [[nodiscard]] EntityKey key(AreaId area) const;
  void review(PostId post);
  void set_kind(PostId post, Kind kind);
  void follow_first_year(PostId post);
  void close_month(AreaId area, Instant until);
  void record(AreaId area, Product product, std::int64_t count, std::int64_t person_times);
  void divide(AreaId area, std::int64_t services, Stream luck);

  const Parameters& parameters_;
  Simulation& sim_;
  const Areas& areas_;
  const posts::Posts& posts_;
  const stations::Stations& stations_;
  const training::Training& training_;
  bool populated_ = false;
  std::vector<Kind> kind_;                     // by post, as counted now
  std::vector<std::array<Work, kinds>> work_;  // by leaf
  Instant counted_until_;
  std::vector<Elsewhere> elsewhere_;  // by leaf

  std::array<Flow, products.size()> made_{
      {Flow{{"services.cases", "cases", "cases taken on", "casework taken on in the period"}},
       Flow{{"services.groups", "sessions", "group sessions held", "group sessions held in the period"}},
       Flow{
           {"services.activities", "events", "community activities held", "community activities held in the period"}}}};
  Flow beneficiaries_{{"services.beneficiaries", "person-times", "people served", "person-times served in the period"}};
  std::deque<Flow> in_field_;  // by field
  Flow missed_{{"services.missed", "person-times", "services lost to secondment",
                "person-times expected at home of workers who were seconded away, in the period"}};
  Flow worker_days_{{"services.worker_days", "days", "worker presence in stations",
                     "days workers were present at stations in regular service"}};
  Stock delivered_{
      {"services.delivered", "services", "services delivered so far", "services delivered ever, of every kind"}};
  Stock served_{{"services.served", "person-times", "people served so far", "person-times served ever"}};

  HandlerOf<Seasoned> seasoned_;
  HandlerOf<MonthEnded> month_ended_;
};

}  // namespace muster::services
