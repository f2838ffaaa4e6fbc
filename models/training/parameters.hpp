// The parameters of training: courses, sessions, supervision and pairing.
#pragma once

#include "engine/clock/calendar.hpp"
#include "engine/parameters/table.hpp"
#include "engine/text/dates.hpp"
#include "engine/text/text.hpp"

#include <optional>
#include <string>
#include <vector>

namespace muster::training {

/// A training session on one date, open to the people of some areas.
struct Session {
  std::string id;
  std::string title;
  Date date{};
  std::vector<std::string> areas;
  Number seats;
  Yuan cost;
  Number effect;
  std::string english = {};  // may be empty

  static void declare(ParameterTable<Session>& table);

  void check(Faults& faults) const {
    if (areas.empty()) faults.add("areas", tr("it names no area; write [all] for a session open to everybody"));
  }
};

/// Supervisors of workers, and the effect of supervision.
struct Supervision {
  Number workers_each;
  PerArea<Number> supervisors;
  Number attrition;
  Number productivity;
  ByDate<Yuan> cost;

  static void declare(ParameterTable<Supervision>& table);
};

/// Units of a partner region, each linked with one unit of the place.
struct Pairing {
  std::string id;
  std::string title;
  std::string partner;
  PerArea<int> pairs;
  Date from{};
  std::optional<Date> until;
  Number supervisors;
  Yuan money;
  std::string paid_into;
  int rooms = 0;
  int trained = 0;
  Number trained_effect;
  bool partner_pays = false;
  std::string english = {};  // may be empty

  static void declare(ParameterTable<Pairing>& table);

  void check(Faults& faults) const {
    if (until && *until < from)
      faults.add("until", tr("the last day {} is before the first {}", date_words(*until), date_words(from)));
  }
};

struct Parameters {
  PerArea<ByDate<Number>> seats;
  Days before;
  Number effect;
  ByDate<Yuan> cost;
  std::vector<Session> sessions;
  std::optional<Supervision> supervision;
  std::vector<Pairing> pairing;

  static void declare(ParameterTable<Parameters>& table);

  void check(Faults& faults) const {
    if (supervision) return;
    for (const Pairing& one : pairing)
      if (one.supervisors.value > 0)
        faults.add(
            "pairing." + one.id + ".supervisors",
            tr("{} sends supervisors, and it is not stated how many workers each can look after; write `supervision`",
               one.id));
  }
};

}  // namespace muster::training
