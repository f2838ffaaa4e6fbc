// Disasters: a shock leaves sites with needs; teams come from elsewhere, meet the needs, wind up and go home.
//
// A shock strikes on its date or at random; each of its sites then needs cases, group sessions and activities.
// After a delay a team is formed from station workers and from holders without a post. It works day by day and
// delivers a service when the work for it is done. Members keep their posts, in which no work is done meanwhile;
// after their return their attrition is changed for a time (burnout). Contract: the members are chosen by random
// numbers that belong to each person, so that one more station or team leaves the random numbers of all others
// unchanged; worker-days are counted exactly, member by member. Leaves out: rescue, money, travel, what a team
// learns, and workers who are victims.
#pragma once

#include "engine/events/simulation.hpp"
#include "engine/series/series.hpp"
#include "engine/state/serializer.hpp"
#include "models/disaster/parameters.hpp"
#include "models/ids.hpp"
#include "models/people/people.hpp"
#include "models/posts/posts.hpp"
#include "models/qualification/qualification.hpp"
#include "models/services/services.hpp"
#include "models/stations/stations.hpp"

#include <array>
#include <deque>
#include <optional>
#include <unordered_map>
#include <vector>

namespace muster::disaster {

struct ShockStruck {
  std::uint32_t shock;
};
struct TeamDeployed {
  std::uint32_t team;
};
struct DayWorked {
  std::uint32_t team;
};
struct BurnoutEnded {
  PostId post;
  std::uint32_t nth;  // number of the incumbent; the event is stale if there has been another since
};

class Disaster {
 public:
  /// @throws InconsistentParameter if a shock strikes before the simulation begins, or calls an unknown wave,
  /// or if the area of a site contains other areas
  Disaster(const Parameters& parameters, Simulation& sim, SeriesBook& book, people::People& people,
           qualification::Qualification& qualification, posts::Posts& posts, stations::Stations& stations,
           services::Services& services);

  void on(const ShockStruck& event, Simulation& sim);
  void on(const TeamDeployed& event, Simulation& sim);
  void on(const DayWorked& event, Simulation& sim);
  void on(const BurnoutEnded& event, Simulation& sim);

  /// Serializes the state that changes.
  void state(Serializer& serializer) { serializer(strikes_, sites_, teams_, team_of_, worn_out_until_); }

  // Listeners, connected to signals of other models.
  void worker_left(PostId post, bool qualified);
  void worker_started(PostId post, bool qualified);
  void person_left(PersonId person);

 private:
  static constexpr std::size_t product_count = services::products.size();
  using Product = services::Product;

  struct SiteState {
    EntityKey key;
    AreaId area{};
    std::size_t shock = 0;
    std::array<std::int64_t, product_count> arose{}, met{};
    std::optional<Product> in_hand;
    double done = 0;  // work already done for the service in hand, in days
    void state(Serializer& serializer) { serializer(arose, met, in_hand, done); }
  };
  struct Member {
    PersonId person = nobody;
    PostId post = no_post;  // no_post: a holder without a post
  };
  struct TeamState {
    std::size_t site = 0;
    std::vector<AreaId> from;
    bool called = false;  // from the shock until the team is home
    std::uint32_t calls = 0;
    Date first_day{};
    std::vector<Member> members;
    void state(Serializer& serializer) { serializer(called, calls, first_day, members); }
  };
  struct Candidate {
    double rank;
    bool qualified;
    Member member;
  };

  void strike_at_random(std::uint32_t shock);
  void call(std::uint32_t team);
  void choose_members(std::uint32_t team);
  [[nodiscard]] std::vector<Candidate> station_workers(std::uint32_t team) const;
  [[nodiscard]] std::vector<Candidate> volunteers(std::uint32_t team) const;
  [[nodiscard]] double rank(PersonId person, std::uint32_t team) const;
  [[nodiscard]] std::size_t present_at(StationId station) const;
  void send(std::uint32_t team, const Member& member);
  void record_member(PersonId person, std::string_view what, std::uint32_t team) const;
  void drop(std::uint32_t team, PersonId person);
  void go_home(std::uint32_t team);
  void wear_out(PostId post);
  void call_wave_if_over(std::size_t shock);
  [[nodiscard]] double output_of(std::uint32_t team) const;
  void work_off(std::size_t site, double work);
  [[nodiscard]] bool has_needs(const SiteState& site) const;
  [[nodiscard]] std::optional<Product> next_in_need(const SiteState& site) const;
  [[nodiscard]] const Service& service(Product product) const;
  void deliver(SiteState& site, Product product);

  const Parameters& parameters_;
  Simulation& sim_;
  people::People& people_;
  qualification::Qualification& qualification_;
  posts::Posts& posts_;
  stations::Stations& stations_;
  services::Services& services_;
  std::vector<std::uint32_t> strikes_;                   // by shock
  std::vector<SiteState> sites_;                         // in the order of the scenario
  std::vector<TeamState> teams_;                         // in the order of the scenario
  std::unordered_map<PersonId, std::uint32_t> team_of_;  // people in the field
  std::unordered_map<PostId, Instant> worn_out_until_;

  Flow shocks_{
      {"disaster.shocks", "shocks", "shocks that struck",
       "shocks that struck in the period, each counted in the area of its first site in the scenario's order"}};
  Flow sent_{
      {"disaster.sent", "people", "team members arriving", "people who came to a site with a team in the period"}};
  Flow returned_{{"disaster.returned", "people", "team members going home",
                  "people who went home with their team in the period"}};
  Flow dropped_{{"disaster.dropped", "people", "team members leaving early",
                 "people who left their team before its end in the period"}};
  Flow short_{{"disaster.short", "people", "team members not found",
               "people asked for and not found when teams set out in the period"}};
  Stock deployed_{
      {"disaster.deployed", "people", "team members in the field", "people in the field, in the area of their site"}};
  Flow set_out_{{"disaster.set_out", "people", "station workers setting out",
                 "station workers who left with a team in the period"}};
  Flow came_back_{{"disaster.came_back", "people", "station workers back",
                   "station workers who came back, or whose post fell vacant meanwhile"}};
  Stock away_{
      {"disaster.away", "people", "station workers away", "station workers in the field, in the area of their post"}};
  Flow worker_days_{{"disaster.worker_days", "worker-days", "work in the field",
                     "days in the field times people there, wind-up taken off"}};
  Flow team_days_{{"disaster.team_days", "team-days", "time of teams in the field",
                   "days in the field, whatever the number of people"}};
  std::array<Flow, product_count> arose_{Flow{{"disaster.arose.cases", "cases", "cases newly needed",
                                               "casework cases that shocks left to be done in the period"}},
                                         Flow{{"disaster.arose.groups", "sessions", "sessions newly needed",
                                               "group sessions that shocks left to be done in the period"}},
                                         Flow{{"disaster.arose.activities", "events", "activities newly needed",
                                               "collective activities that shocks left to be done in the period"}}};
  std::array<Flow, product_count> met_{
      Flow{{"disaster.met.cases", "cases", "cases done by teams", "casework cases done by teams in the period"}},
      Flow{
          {"disaster.met.groups", "sessions", "sessions held by teams", "group sessions held by teams in the period"}},
      Flow{{"disaster.met.activities", "events", "activities held by teams",
            "collective activities held by teams in the period"}}};
  std::array<Stock, product_count> needed_{Stock{{"disaster.needed.cases", "cases", "cases still needed",
                                                  "casework cases that shocks left and no team has done"}},
                                           Stock{{"disaster.needed.groups", "sessions", "sessions still needed",
                                                  "group sessions that shocks left and no team has held"}},
                                           Stock{{"disaster.needed.activities", "events", "activities still needed",
                                                  "collective activities that shocks left and no team has held"}}};
  Flow reached_{{"disaster.reached", "person-times", "people reached by teams",
                 "people whom the teams' services reached in the period"}};
  std::deque<Flow> lines_;  // in the order of the scenario

  HandlerOf<ShockStruck> shock_struck_;
  HandlerOf<TeamDeployed> team_deployed_;
  HandlerOf<DayWorked> day_worked_;
  HandlerOf<BurnoutEnded> burnout_ended_;
};

}  // namespace muster::disaster
