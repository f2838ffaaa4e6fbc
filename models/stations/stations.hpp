// Stations: each township's social-work station, from plan to regular service.
//
// planned → funded → operator procured → fitted out → staffed → open → in service; each step takes its time. Money
// and the number of stations fitted out at once are limited; earlier deadlines come first. A station falls out of
// service when it has too few workers, when its running cost is not paid, or when it loses its operator. Operators
// are agencies, if the scenario has that model, or the township itself. The other tiers, above and below the
// township, are built site by site.
// Contract: the random numbers of a station are named by its area and township; those of a tender are drawn once
// for the area and wave. Leaves out: the services that stations provide to people.
#pragma once

#include "engine/events/simulation.hpp"
#include "engine/series/series.hpp"
#include "engine/state/serializer.hpp"
#include "models/agencies/agencies.hpp"
#include "models/funding/funding.hpp"
#include "models/ids.hpp"
#include "models/posts/posts.hpp"
#include "models/stations/parameters.hpp"

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::stations {

enum class StationPhase : std::uint8_t { planned, funded, procured, fitting_out, fitted_out, open, in_service };

struct WaveStarted {
  std::uint32_t wave;
};
struct MoneyRequested {
  std::uint32_t lot;
};
struct HoldReviewed {
  AreaId area;
};
struct OperatorProcured {
  std::uint32_t lot;
};
struct FittedOut {
  StationId station;
};
struct Settled {
  StationId station;
};
struct GraceEnded {
  StationId station;
  std::uint32_t shortage;  // number of the shortage; the event is stale if the station has had enough staff since
};
struct Evaluated {
  StationId station;
  std::uint32_t nth;  // the event is stale if another evaluation has been scheduled since
};
struct OperatorReplaced {
  StationId station;
};
struct DeadlinePassed {
  std::uint32_t wave;
};
struct DirectlySetUp {
  StationId station;
};
struct TierPlanned {
  std::uint32_t tier;
};
struct FacilityBuilt {
  std::uint32_t facility;
};
struct YearBegan {};
struct ServiceReviewed {};  // after the new year's money has been paid out
struct MonthBegan {};

class Stations {
 public:
  /// @param agencies  null if the scenario does not simulate agencies
  Stations(const Parameters& parameters, Simulation& sim, SeriesBook& book, posts::Posts& posts,
           funding::Funding& funding, agencies::Agencies* agencies);

  [[nodiscard]] const Parameters& parameters() const { return parameters_; }

  /// @throws InconsistentParameter if more stations are expected open at the start than the agencies can carry
  void check_start() const;

  /// A lower limit of the expected number of workers at the start who are created for the stations, that is, who
  /// are not among the holders at the start.
  [[nodiscard]] double made_up_at_start() const;

  /// The tier of the rooms given by pairing.
  /// @throws InconsistentParameter if there is none
  [[nodiscard]] std::uint32_t tier_from_pairing() const;

  /// Creates the stations open at the start and their staff. Called once, after all signals are connected.
  void populate();

  void on(const WaveStarted& event, Simulation& sim);
  void on(const MoneyRequested& event, Simulation& sim);
  void on(const HoldReviewed& event, Simulation& sim);
  void on(const OperatorProcured& event, Simulation& sim);
  void on(const FittedOut& event, Simulation& sim);
  void on(const Settled& event, Simulation& sim);
  void on(const GraceEnded& event, Simulation& sim);
  void on(const Evaluated& event, Simulation& sim);
  void on(const OperatorReplaced& event, Simulation& sim);
  void on(const DeadlinePassed& event, Simulation& sim);
  void on(const DirectlySetUp& event, Simulation& sim);
  void on(const TierPlanned& event, Simulation& sim);
  void on(const FacilityBuilt& event, Simulation& sim);
  void on(const YearBegan&, Simulation& sim);
  void on(const ServiceReviewed&, Simulation& sim);
  void on(const MonthBegan&, Simulation& sim);

  /// Starts a wave without a start date. Does nothing if it has started.
  /// @throws std::invalid_argument if there is no such wave
  void start_wave(std::string_view id);
  [[nodiscard]] bool has_wave(std::string_view id) const;

  [[nodiscard]] bool in_service(StationId station) const {
    return stations_[index(station)].phase == StationPhase::in_service;
  }
  /// The area's id and the station's number there, from 1: "heping-3".
  [[nodiscard]] std::string name(StationId station) const;
  /// The station's current state in words: "in service, 2 of 3 posts filled".
  [[nodiscard]] std::string state(StationId station) const;
  /// The station with a key, if there is one.
  [[nodiscard]] std::optional<StationId> find(EntityKey key) const;

  /// The posts of a station have consecutive ids from this one on.
  [[nodiscard]] PostId first_post(StationId station) const { return stations_[index(station)].first_post; }
  [[nodiscard]] std::size_t post_count(StationId station) const { return stations_[index(station)].posts; }

  /// Serializes the state that changes.
  void state(Serializer& serializer) {
    serializer(stations_, lots_, planned_in_, to_fit_out_, without_agency_, wave_begun_, facilities_, facilities_in_,
               fitting_out_, hold_review_due_);
  }

  /// A station came into regular service or fell out of it.
  Signal<StationId> on_service_changed;

  // Listeners, connected to signals of other models.
  void request_paid(funding::Item item, std::uint32_t claimant);
  void presence_changed(PostId post);
  void capacity_freed();
  void operator_lost(StationId station);
  void rooms_given(AreaId area, int rooms);
  void worker_started(PostId post, bool qualified);
  void worker_left(PostId post, bool qualified);
  void qualification_changed(PostId post, bool qualified);

 private:
  struct Station {
    EntityKey key;
    AreaId area{};
    StationPhase phase = StationPhase::planned;
    std::uint8_t posts = 0;
    std::uint8_t staff = 0;
    std::uint8_t away = 0;  // number of the staff who are seconded elsewhere
    bool direct = false;    // run by the township itself
    bool waits_for_agency = false;
    bool settled = false;
    bool paid = false;  // the running cost of this fiscal year is paid
    bool has_operator = false;
    bool overdue = false;
    bool short_of_staff = false;  // in service with too few workers: the grace period runs
    std::uint32_t lot = 0;
    std::uint32_t shortage = 0;  // number of times a grace period began
    std::uint32_t evaluations = 0;
    std::uint32_t scheduled_evaluations = 0;
    std::uint32_t replacements = 0;
    std::optional<agencies::AgencyId> agency;
    std::optional<agencies::AgencyId> agency_before;  // the agency that it lost last
    funding::Ticket running_request = 0;
    PostId first_post = no_post;
    std::int32_t villages = 0;  // of its township
    std::int32_t served = 0;    // villages served now
  };
  // A site of a tier, such as a centre, a county station or a room.
  struct Facility {
    EntityKey key;
    AreaId area{};
    std::uint32_t tier = 0;
  };
  // The stations that one area plans in one wave; they have one tender at a time.
  struct Lot {
    std::uint32_t wave = 0;
    AreaId area{};
    bool tendering = false;
    std::uint32_t tenders = 0;
    std::vector<StationId> stations;
    void state(Serializer& serializer) { serializer(wave, area, tendering, tenders, stations); }
  };

  [[nodiscard]] Station& at(StationId id) { return stations_[index(id)]; }
  [[nodiscard]] bool follows(StationId id) const { return sim_.follows(stations_[index(id)].key); }
  [[nodiscard]] std::string name_of_operator(StationId id) const;
  [[nodiscard]] std::string staffing(StationId id) const;
  void record_worker(StationId id, PostId post, bool qualified, std::string_view what) const;
  [[nodiscard]] EntityKey lot_key(const Lot& lot) const;
  StationId plan(AreaId area, std::uint32_t lot);
  void establish_posts(StationId id);
  void start_wave(std::uint32_t wave);
  void tender(std::uint32_t lot);
  void procure(StationId id);
  bool find_agency(StationId id);
  void lose_operator(StationId id);
  void prepare(StationId id);
  [[nodiscard]] Date deadline_of(StationId id) const;
  void set_in_service(StationId id, bool in_service);
  void declare_tiers(SeriesBook& book);
  void populate_tiers();
  std::uint32_t add_facility(std::uint32_t tier, AreaId area);
  void build(std::uint32_t facility);
  void review_villages(StationId id);
  [[nodiscard]] bool is_held(std::uint32_t lot) const { return parameters_.waves[lots_[lot].wave].hold; }
  void fit_out_next(AreaId area);
  void open_if_ready(StationId id);
  void open(StationId id);
  void review_service(StationId id);
  void request_running_cost(StationId id);
  void schedule_evaluation(StationId id);
  [[nodiscard]] std::uint8_t needed(const Station& station, Number minimum) const;
  [[nodiscard]] bool enough_staff(const Station& station) const;
  void begin_grace(StationId id);

  const Parameters& parameters_;
  Simulation& sim_;
  const Areas& areas_;
  posts::Posts& posts_;
  funding::Funding& funding_;
  agencies::Agencies* agencies_;
  std::vector<Station> stations_;
  std::vector<Lot> lots_;
  std::vector<int> planned_in_;                    // townships with a station, planned or further on, by leaf
  std::vector<std::deque<StationId>> to_fit_out_;  // by leaf: procured, waiting to be fitted out; by deadline
  std::vector<StationId> without_agency_;          // stations that wait for an agency with free capacity
  std::vector<bool> wave_begun_;
  std::vector<Facility> facilities_;
  std::vector<std::vector<int>> facilities_in_;  // by tier and leaf: number built or planned
  std::vector<int> fitting_out_;                 // by leaf: stations being fitted out
  std::vector<bool> hold_review_due_;            // by leaf

  Flow announced_{{"stations.announced", "stations", "newly planned stations", "stations planned in the period"}};
  Flow opened_{{"stations.opened", "stations", "newly opened stations", "stations opened in the period"}};
  Flow entered_service_{{"stations.entered_service", "stations", "stations entering service",
                         "stations that came into regular service in the period"}};
  Flow left_service_{{"stations.left_service", "stations", "stations leaving service",
                      "stations that fell out of regular service in the period"}};
  Flow operators_replaced_{{"stations.operators_replaced", "stations", "operators replaced",
                            "stations whose operator failed an evaluation in the period"}};
  Stock planned_{{"stations.planned", "stations", "stations planned, not open", "stations planned and not yet open"}};
  Stock open_{{"stations.open", "stations", "open stations", "stations open, in regular service or not"}};
  Stock in_service_{{"stations.in_service", "stations", "stations in regular service", "stations in regular service"}};
  Stock overdue_{
      {"stations.overdue", "stations", "overdue stations", "stations past their deadline and not yet open"}};
  Flow became_overdue_{{"stations.became_overdue", "stations", "newly overdue stations",
                        "stations that missed their deadline in the period"}};
  Flow caught_up_{
      {"stations.caught_up", "stations", "stations opened late", "overdue stations that opened in the period"}};
  Stock townships_{{"stations.townships", "units", "townships and sub-districts", "number of townships"}};
  Stock staff_{{"stations.staff", "people", "resident workers", "resident workers"}};
  Stock qualified_staff_{
      {"stations.qualified_staff", "people", "qualified resident workers", "resident workers who are qualified"}};
  Flow staff_came_{
      {"stations.staff_came", "people", "resident workers starting", "resident workers who started in the period"}};
  Flow staff_went_{
      {"stations.staff_went", "people", "resident workers leaving", "resident workers who left in the period"}};
  Flow staff_qualified_{{"stations.staff_qualified", "people", "resident workers qualifying",
                         "qualified workers who started, or workers who became qualified, in the period"}};
  Flow staff_unqualified_{{"stations.staff_unqualified", "people", "qualified workers lost",
                           "qualified workers who left, or whose registration lapsed, in the period"}};
  std::deque<Stock> in_tier_;  // by tier
  std::deque<Flow> built_;     // by tier
  Stock villages_{{"stations.villages", "villages", "villages and communities", "number of villages and communities"}};
  Stock villages_served_{{"stations.villages_served", "villages", "villages served",
                          "villages and communities that a station in regular service can serve"}};
  Flow villages_gained_{{"stations.villages_gained", "villages", "villages newly served",
                         "villages that came to be served in the period"}};
  Flow villages_lost_{{"stations.villages_lost", "villages", "villages no longer served",
                       "villages that ceased to be served in the period"}};

  HandlerOf<WaveStarted> wave_started_;
  HandlerOf<MoneyRequested> money_requested_;
  HandlerOf<HoldReviewed> hold_reviewed_;
  HandlerOf<OperatorProcured> operator_procured_;
  HandlerOf<FittedOut> fitted_out_;
  HandlerOf<Settled> settled_;
  HandlerOf<GraceEnded> grace_ended_;
  HandlerOf<Evaluated> evaluated_;
  HandlerOf<OperatorReplaced> operator_replaced_;
  HandlerOf<DeadlinePassed> deadline_passed_;
  HandlerOf<DirectlySetUp> directly_set_up_;
  HandlerOf<TierPlanned> tier_planned_;
  HandlerOf<FacilityBuilt> facility_built_;
  HandlerOf<YearBegan> year_began_;
  HandlerOf<ServiceReviewed> service_reviewed_;
  HandlerOf<MonthBegan> month_began_;
};

}  // namespace muster::stations
