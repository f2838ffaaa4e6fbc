// The parameters of the exam: levels, subjects, eligibility, sittings, holders at the start, incentives.
#pragma once

#include "engine/clock/calendar.hpp"
#include "engine/parameters/table.hpp"
#include "engine/text/dates.hpp"
#include "engine/text/text.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

namespace muster::qualification {

inline constexpr std::size_t most_subjects = 4;
inline constexpr std::size_t most_levels = 4;
inline constexpr std::size_t most_sittings = 65'000;  // their numbers are stored in 16 bits

struct Subject {
  std::string id;
  std::string title;
  ByDate<Share> passes;
  std::string english = {};  // may be empty

  static void declare(ParameterTable<Subject>& table);
};

struct Eligible {
  std::string id;
  std::string education;
  Days practice;
  std::optional<std::string> holding;

  static void declare(ParameterTable<Eligible>& table);
};

struct Review {
  Share passes;
  Days takes;

  static void declare(ParameterTable<Review>& table);
};

struct Level {
  std::string id;
  std::string title;
  std::vector<Subject> subjects;
  int credit_sittings = 1;
  std::vector<Eligible> eligible;
  Share demand;
  Number holders;
  std::optional<Review> review;
  std::string english = {};  // may be empty

  static void declare(ParameterTable<Level>& table);

  void check(Faults& faults) const {
    if (subjects.empty()) faults.add("subjects", tr("a level needs at least one subject"));
    if (subjects.size() > most_subjects)
      faults.add("subjects", tr("{} subjects; a level may have at most {}", subjects.size(), most_subjects));
    if (eligible.empty()) faults.add("eligible", tr("nobody may sit this level; write at least one rule"));
  }
};

struct Sitting {
  std::string id;
  Date registration{};
  Date sitting{};
  Date results{};
  Date certificates{};
  bool cancelled = false;

  static void declare(ParameterTable<Sitting>& table);

  void check(Faults& faults) const {
    if (sitting < registration)
      faults.add("sitting", tr("sitting is {}, before the close of registration on {}", date_words(sitting),
                               date_words(registration)));
    if (results <= sitting)
      faults.add("results",
                 tr("results is {}; it must be after the sitting on {}", date_words(results), date_words(sitting)));
    if (certificates < results)
      faults.add("certificates",
                 tr("certificates is {}, before the results on {}", date_words(certificates), date_words(results)));
  }
};

struct Holders {
  Number total;
  Share active;
  DistributionOf<Days> since;

  static void declare(ParameterTable<Holders>& table);
};

/// A sitting whose registration closed before the start (the exam may also be over), and whose results come later.
struct UnderWay {
  std::string sitting;
  Number registered;
  Number registered_before;
  Share comes_again;

  static void declare(ParameterTable<UnderWay>& table);
};

/// The last sitting whose results were out before the start; those who did not pass may come again.
struct LastSitting {
  std::string sitting;
  Number registered;
  Number passed;

  static void declare(ParameterTable<LastSitting>& table);

  void check(Faults& faults) const {
    if (passed.value > registered.value)
      faults.add("passed", tr("{} people passed, and only {} were registered", passed.value, registered.value));
  }
};

enum class Reach : std::uint8_t { everybody, profession, staff };
enum class PaidOn : std::uint8_t { exam, certificate };

/// A measure that makes more people register, and its cost.
struct Incentive {
  std::string id;
  std::string title;
  Date from{};
  std::optional<Date> until;
  Reach reaches = Reach::everybody;
  std::optional<std::string> level;
  PaidOn paid_on = PaidOn::exam;
  ByDate<Yuan> amount;
  ByDate<Yuan> campaign;
  ByDate<Number> registers;
  std::string english = {};  // may be empty

  static void declare(ParameterTable<Incentive>& table);

  void check(Faults& faults) const {
    if (until && *until < from)
      faults.add("until", tr("the last day {} is before the first {}", date_words(*until), date_words(from)));
  }
};

struct Demand {
  Number first_time;
  PerYear growth;
  Number ceiling;
  Share swing;
  ByDate<Number> drive;

  static void declare(ParameterTable<Demand>& table);
};

struct Renewal {
  bool lapses = false;
  Days first;
  Days valid;
  Share renews;

  static void declare(ParameterTable<Renewal>& table);
};

struct Parameters {
  std::vector<Level> levels;
  Share shared_ability;
  Number difficulty_sd;
  Share difficulty_shared;
  Number learning;
  std::vector<Sitting> sittings;
  std::optional<UnderWay> under_way;
  std::optional<LastSitting> last_sitting;
  Holders holders;
  Demand demand;
  ByDate<Share> refused;
  ByDate<Share> attendance;
  ByDate<Share> attendance_called;
  ByDate<Share> persistence;
  ByDate<Share> persistence_with_credit;
  ByDate<Share> upgrades;
  Share aims_high;
  ByDate<Share> talents_register;
  std::vector<Incentive> incentives;
  Renewal renewal;

  static void declare(ParameterTable<Parameters>& table);

  void check(Faults& faults) const {
    if (levels.empty() || levels.size() > most_levels) {
      faults.add("levels", tr("{} levels; a ladder may have 1 to {}", levels.size(), most_levels));
      return;
    }
    double demand_sum = 0, held = 0;
    for (const Level& level : levels) {
      demand_sum += level.demand.value;
      held += level.holders.value;
    }
    if (std::abs(demand_sum - 1) > 1e-9)
      faults.add("levels",
                 tr("the shares `demand` of the levels sum to {:.6g} %; they must sum to 100 %", demand_sum * 100));
    if (!(held > 0)) faults.add("levels", tr("`holders` is 0 in every level; at least one must be above 0"));
    for (const Level& level : levels)
      for (const Eligible& rule : level.eligible)
        if (rule.holding &&
            std::none_of(levels.begin(), levels.end(), [&](const Level& known) { return known.id == *rule.holding; }))
          faults.add("levels." + level.id + ".eligible." + rule.id + ".holding",
                     tr("the rule {}.{} asks for the level `{}`, which is not on the ladder", level.id, rule.id,
                        *rule.holding));
    if (last_sitting && std::none_of(sittings.begin(), sittings.end(),
                                     [&](const Sitting& known) { return known.id == last_sitting->sitting; }))
      faults.add("last_sitting.sitting",
                 tr("there is no sitting `{}` in qualification.sittings", last_sitting->sitting));
    if (last_sitting && under_way)
      faults.add("last_sitting",
                 tr("a sitting is under way at the start too, and its registered_before states who may "
                    "come again; write one of `last_sitting` and `under_way`"));
    for (const Incentive& incentive : incentives)
      if (incentive.level &&
          std::none_of(levels.begin(), levels.end(), [&](const Level& known) { return known.id == *incentive.level; }))
        faults.add("incentives." + incentive.id + ".level",
                   tr("{} names the level `{}`, which is not on the ladder", incentive.id, *incentive.level));
    if (under_way && std::none_of(sittings.begin(), sittings.end(),
                                  [&](const Sitting& known) { return known.id == under_way->sitting; }))
      faults.add("under_way.sitting", tr("there is no sitting `{}` in qualification.sittings", under_way->sitting));
    if (sittings.size() > most_sittings)
      faults.add("sittings", tr("{} sittings; there may be at most {}", sittings.size(), most_sittings));
    for (std::size_t i = 1; i < sittings.size(); ++i)
      if (sittings[i].registration < sittings[i - 1].certificates)
        faults.add(
            "sittings." + sittings[i].id + ".registration",
            tr("registration for {} closes before the certificates of {}; write sittings in order and without overlap",
               sittings[i].id, sittings[i - 1].id));
  }
};

}  // namespace muster::qualification
