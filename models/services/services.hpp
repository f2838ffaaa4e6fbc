// Services: the services that workers at stations in regular service provide to people.
//
// The output of a worker who is present depends on tenure, qualification and supervision. Work is summed to the
// minute; at the end of each month it becomes cases, group sessions, activities and the person-times they serve.
// The output that seconded workers would have had at home is counted separately, as missed. Contract: the services
// of an area in a month have their own random numbers; other models that deliver services record them here. Leaves
// out: demand as a limit.
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

struct Seasoned {  // the first year in the post is over; has no effect if the worker has left since
  PostId post;
};
struct MonthEnded {};

class Services {
 public:
  Services(const Parameters& parameters, Simulation& sim, SeriesBook& book, const posts::Posts& posts,
           const stations::Stations& stations, const training::Training& training);

  /// Adds the workers in post at the start and the services delivered before. Called once, after the stations have
  /// been created and before the flows of the start are reset.
  void populate();

  /// The productivity of the worker in a post: 1 for a worker after the first year who is neither qualified nor
  /// supervised; 0 for a vacant post.
  [[nodiscard]] double productivity(PostId post) const;

  /// Records services delivered outside stations; they count in the same series as those of stations.
  /// @throws std::logic_error if a count is negative
  void deliver(AreaId area, Product product, std::int64_t count, std::int64_t person_times);

  void on(const Seasoned& event, Simulation& sim);
  void on(const MonthEnded&, Simulation& sim);

  /// Serializes the state that changes.
  void state(Serializer& serializer) { serializer(populated_, kind_, work_, counted_until_, elsewhere_); }

  // Listeners, connected to signals of other models.
  void worker_started(PostId post, bool qualified);
  void worker_left(PostId post, bool qualified);
  void qualification_changed(PostId post, bool qualified);
  void post_changed(PostId post);  // presence or supervision
  void service_changed(StationId station);

 private:
  // Workers of the same productivity are one kind. Kinds of workers seconded away (missed) follow those of workers
  // present.
  using Kind = std::uint8_t;
  static constexpr Kind in_first_year = 1, qualified = 2, supervised = 4, missed = 8, kinds = 16, idle = 255;

  // The work of all workers of one kind in an area, in whole minutes, so that sums are exact. When a worker comes,
  // the minutes until then are subtracted, and when one goes they are added, so that a change costs two additions.
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
  struct Elsewhere {  // counts the deliveries at one instant
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
  void divide(AreaId area, std::int64_t services, Stream random);

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
       Flow{{"services.activities", "events", "community activities held",
             "community activities held in the period"}}}};
  Flow beneficiaries_{
      {"services.beneficiaries", "person-times", "people served", "person-times served in the period"}};
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
