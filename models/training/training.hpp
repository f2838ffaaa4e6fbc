// Training: courses before each sitting, sessions, supervision, and pairing with partner regions.
//
// Contract: other models decide who comes; they ask for seats and for supervision slots in the order in which
// these are to be given. Training counts them and asks funding for the money; a seat that cannot be paid is not
// given. A session or a change of the supervision slots is announced by a signal, and listeners ask from inside
// it. The effect of sessions is kept until the person's next exam. Leaves out: who comes (qualification and posts
// decide). Nothing here is random.
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
// Training by all links of a pairing with an area, on the day they begin; one event, so that no one is trained
// twice.
struct LocalsTrained {
  std::uint32_t pairing;
  AreaId area;
  std::uint16_t unused = 0;  // no padding, so that equal events have equal bytes
};
struct LinkEnded {
  std::uint32_t link;
};
struct SupervisorsPaid {};  // for the new year, after waiting requests have been paid

class Training {
 public:
  /// @throws std::invalid_argument if a pairing pays into a source that does not exist or does not pay for pairing
  Training(const Parameters& parameters, Simulation& sim, SeriesBook& book, funding::Funding& funding);

  /// Whether any link that begins during the simulation gives rooms.
  [[nodiscard]] bool gives_rooms() const;

  /// Creates the supervisors and links that exist at the start; sends no signal. Called once, before supervision
  /// is asked for.
  void populate();

  /// Counts the sessions held and the money given on or before the start in the flows of the first row. Called
  /// once, after the flows of the start have been reset.
  void populate_before_start();

  /// Opens new courses: all seats are free again.
  void announce_courses();

  /// Whether any area has a free seat.
  [[nodiscard]] bool has_courses() const;

  /// Takes course seats for people of an area, as far as seats are free and the money is enough. @return the
  /// number taken
  int take_seats(AreaId area, int people);

  [[nodiscard]] double effect() const { return parameters_.effect.value; }
  [[nodiscard]] Days before() const { return parameters_.before; }

  /// A session is being held; listeners call attend() from inside the signal for those who come.
  Signal<> on_session;

  /// Seats a person, who may stand for several people, in the session being held.
  /// @return the number seated; 0 if there is no session, it is not for the area, no seat is left, the person
  /// already has a seat, or there is no money
  int attend(PersonId person, AreaId area, int people = 1);

  [[nodiscard]] bool seats_left() const { return held_ && held_->seats > 0; }

  /// Whether any person has a preparation that is not yet used.
  [[nodiscard]] bool has_prepared() const { return !preparation_.empty(); }

  /// Takes the preparation of a person: what past sessions add to the results, in standard deviations of
  /// candidates; 0 from then on.
  double take_preparation(PersonId person);

  /// The number of supervision slots of an area changed.
  Signal<AreaId> on_supervision;

  /// Takes a supervision slot. @return false if none is free
  bool take_supervision(AreaId area);

  /// Frees a supervision slot.
  /// @throws std::logic_error if no one in the area is supervised
  void leave_supervision(AreaId area);

  [[nodiscard]] bool supervision_free(AreaId area) const { return supervised_[area] < supervision_places_[area]; }

  /// Whether more slots are taken than exist.
  [[nodiscard]] bool supervision_exceeded(AreaId area) const { return supervised_[area] > supervision_places_[area]; }

  /// Factors of a supervised worker's hazard of separation, and of the output.
  [[nodiscard]] double supervised_attrition() const {
    return parameters_.supervision ? parameters_.supervision->attrition.value : 1;
  }
  [[nodiscard]] double supervised_productivity() const {
    return parameters_.supervision ? parameters_.supervision->productivity.value : 1;
  }

  /// A link that starts gives rooms to build: area and number.
  Signal<AreaId, int> on_rooms_given;

  void on(const SessionHeld& event, Simulation& sim);
  void on(const LinkBegan& event, Simulation& sim);
  void on(const LocalsTrained& event, Simulation& sim);
  void on(const LinkEnded& event, Simulation& sim);
  void on(const SupervisorsPaid&, Simulation& sim);

  /// Serializes the state that changes; between events no session is being held.
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
  // A link of one unit of a partner region with one unit of the place.
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
  void review_slots(AreaId area, bool announce);

  const Parameters& parameters_;
  Simulation& sim_;
  const Areas& areas_;
  funding::Funding& funding_;
  PerArea<std::int64_t> free_;

  std::optional<Held> held_;
  std::unordered_map<PersonId, double> preparation_;  // persons with unused preparation only

  std::vector<std::size_t> source_of_;       // funding's source, by pairing
  std::vector<Link> links_;                  // by pairing, then by area
  PerArea<std::int64_t> own_at_work_;        // the area's own supervisors who are paid
  std::vector<PerArea<int>> links_at_work_;  // by pairing: links whose supervisors work

  Flow trainees_{
      {"training.trainees", "people", "people on courses", "people who took a course or a session in the period"}};
  Flow sessions_{{"training.sessions", "sessions", "trainings held",
                  "sessions held in the period, each counted in the first of its areas in the scenario's order"}};
  Flow mentored_{{"training.mentored", "people", "people trained by partners",
                  "people trained by partner regions in the period"}};
  Stock supervised_{{"training.supervised", "people", "supervised workers", "workers under supervision"}};
  Flow supervision_began_{{"training.supervision_began", "people", "newly supervised workers",
                           "workers who got a supervisor in the period"}};
  Flow supervision_ended_{{"training.supervision_ended", "people", "workers left unsupervised",
                           "workers who lost their supervisor in the period"}};
  Stock supervision_places_{
      {"training.supervision_places", "people", "supervision slots", "workers whom supervisors can look after"}};
  Flow places_added_{{"training.supervision_places_added", "people", "supervision slots added",
                      "supervision slots added in the period"}};
  Flow places_lost_{{"training.supervision_places_lost", "people", "supervision slots lost",
                     "supervision slots lost in the period"}};
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
