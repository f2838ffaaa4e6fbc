// What raises people's skill: courses before each sitting, sessions, supervision, and pairing with partner regions.
//
// Contract: whoever decides who comes asks for seats and for places under a supervisor in the order it wants them
// given; training counts them, asks funding for the money, and what cannot be paid seats nobody. A session or a change
// of the places is announced, and whoever listens asks at once. What people took home from sessions is kept until it is
// used. Leaves out: who comes, which qualification and posts decide; luck, which nothing here needs.
#pragma once

#include "engine/events/signal.hpp"
#include "engine/events/simulation.hpp"
#include "engine/series/series.hpp"
#include "engine/state/serializer.hpp"
#include "models/funding/funding.hpp"
#include "models/ids.hpp"
#include "models/training/parameters.hpp"

#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace muster::training {

struct SessionHeld {
  std::uint32_t session;
};
struct LinkBegan {
  std::uint32_t link;
};
// By all links of a pairing with an area, on the day they begin: nobody is trained by two of them.
struct LocalsTrained {
  std::uint32_t pairing;
  AreaId area;
  std::uint16_t unused = 0;  // where there would be padding
};
struct LinkEnded {
  std::uint32_t link;
};
struct SupervisorsPaid {};  // for the year that begins, when those who waited have been served

class Training {
 public:
  /// @throws std::invalid_argument if a pairing pays into a source that funding lacks or that does not pay for pairing
  Training(const Parameters& parameters, Simulation& sim, SeriesBook& book, funding::Funding& funding);

  /// Whether a link that begins gives rooms.
  [[nodiscard]] bool gives_rooms() const;

  /// The supervisors and links that are there at the start. Called once, before anybody asks for supervision: it
  /// announces nothing.
  void populate();

  /// What was held and given on or before the start, as the first row's flows. Called once, after the flows of the
  /// start are forgotten.
  void populate_history();

  /// New courses: all seats are free again.
  void announce_courses();

  /// Whether any area has a seat free.
  [[nodiscard]] bool has_courses() const;

  /// Takes seats in an area for so many people; as many as are free and there is money for. Returns how many.
  int take_seats(AreaId area, int people);

  [[nodiscard]] double effect() const { return parameters_.effect.value; }
  [[nodiscard]] Days before() const { return parameters_.before; }

  /// A session is being held; whoever decides who comes calls attend() before this returns.
  Signal<> on_session;

  /// Seats a person in the session being held, who may stand for several people. Returns how many of them: none if there is no
  /// session, it is not the area's, no seat is left, the person sits in it already, or there is no money.
  int attend(PersonId person, AreaId area, int people = 1);

  [[nodiscard]] bool seats_left() const { return held_ && held_->seats > 0; }

  /// Whether anybody has sat in a session whose effect is still to come.
  [[nodiscard]] bool has_prepared() const { return !preparation_.empty(); }

  /// What a person's sessions add to the results, in standard deviations of candidates; 0 from then on.
  double take_preparation(PersonId person);

  /// Places of an area came or went.
  Signal<AreaId> on_supervision;

  /// Takes a place under a supervisor. False if none is free.
  bool take_supervision(AreaId area);

  /// @throws std::logic_error if nobody in the area is supervised
  void leave_supervision(AreaId area);

  [[nodiscard]] bool supervision_free(AreaId area) const { return supervised_[area] < supervision_places_[area]; }

  /// More places are taken than there are.
  [[nodiscard]] bool supervision_exceeded(AreaId area) const { return supervised_[area] > supervision_places_[area]; }

  /// What supervision multiplies a worker's hazard of separation, and output, by.
  [[nodiscard]] double supervised_attrition() const {
    return parameters_.supervision ? parameters_.supervision->attrition.value : 1;
  }
  [[nodiscard]] double supervised_productivity() const {
    return parameters_.supervision ? parameters_.supervision->productivity.value : 1;
  }

  /// Rooms to build in an area for a link that starts.
  Signal<AreaId, int> on_rooms_given;

  void on(const SessionHeld& event, Simulation& sim);
  void on(const LinkBegan& event, Simulation& sim);
  void on(const LocalsTrained& event, Simulation& sim);
  void on(const LinkEnded& event, Simulation& sim);
  void on(const SupervisorsPaid&, Simulation& sim);

  /// What changes; between events no session is being held.
  void state(Serializer& serializer) { serializer(free_, preparation_, links_, own_at_work_, links_at_work_); }

 private:
  // The session whose seats may be taken now.
  struct Held {
    std::vector<bool> in_area;  // by leaf
    std::int64_t seats = 0;
    Yuan cost;
    double effect = 0;
    Flow* trained = nullptr;
    std::unordered_set<PersonId> seated = {};
  };
  // One unit of a partner with one unit here.
  struct Link {
    std::uint32_t pairing;
    AreaId area;
    bool there = false;
    bool supervisors_work = false;
  };

  [[nodiscard]] const Pairing& pairing_of(const Link& link) const { return parameters_.pairing[link.pairing]; }
  [[nodiscard]] bool is_over(const Pairing& pairing) const;
  [[nodiscard]] std::vector<bool> areas_of(const Session& session) const;
  void hold(Held session);
  void receive_money(const Link& link);
  void let_supervisors_work(Link& link, bool work);
  void review_slots(AreaId area, bool tell);

  const Parameters& parameters_;
  Simulation& sim_;
  const Areas& areas_;
  funding::Funding& funding_;
  PerArea<std::int64_t> free_;

  std::optional<Held> held_;
  std::unordered_map<PersonId, double> preparation_;  // of those who have some

  std::vector<std::size_t> source_of_;       // funding's, by pairing
  std::vector<Link> links_;                  // by pairing, then by area
  PerArea<std::int64_t> own_at_work_;        // supervisors of the area itself who are paid
  std::vector<PerArea<int>> links_at_work_;  // by pairing: links whose supervisors work

  Flow trainees_{
      {"training.trainees", "people", "people on courses", "people who took a course or a session in the period"}};
  Flow sessions_{{"training.sessions", "sessions", "trainings held",
                  "sessions held in the period, each counted in the first of its areas in the scenario's order"}};
  Flow mentored_{
      {"training.mentored", "people", "people trained by partners", "people trained by partner regions in the period"}};
  Stock supervised_{{"training.supervised", "people", "supervised workers", "workers under supervision"}};
  Flow supervision_began_{{"training.supervision_began", "people", "newly supervised workers",
                           "workers who got a supervisor in the period"}};
  Flow supervision_ended_{{"training.supervision_ended", "people", "workers left unsupervised",
                           "workers who no longer had one in the period"}};
  Stock supervision_places_{
      {"training.supervision_places", "people", "places for supervision", "workers whom supervisors can look after"}};
  Flow places_added_{{"training.supervision_places_added", "people", "supervision places added",
                      "places under supervisors added in the period"}};
  Flow places_lost_{{"training.supervision_places_lost", "people", "supervision places lost",
                     "places under supervisors lost in the period"}};
  Stock pairs_{
      {"training.pairs", "pairs", "pairs with partner regions", "units linked with a unit of a partner region"}};
  Flow pairs_started_{
      {"training.pairs_started", "pairs", "pairs started", "links with partner regions that started in the period"}};
  Flow pairs_ended_{
      {"training.pairs_ended", "pairs", "pairs ended", "links with partner regions that ended in the period"}};

  HandlerOf<SessionHeld> session_held_;
  HandlerOf<LinkBegan> link_began_;
  HandlerOf<LocalsTrained> locals_trained_;
  HandlerOf<LinkEnded> link_ended_;
  HandlerOf<SupervisorsPaid> supervisors_paid_;
};

}  // namespace muster::training
