#include "models/warnings.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/text/dates.hpp"
#include "engine/text/text.hpp"
#include "models/assembly.hpp"
#include "models/funding/parameters.hpp"
#include "models/policy/policy.hpp"
#include "models/posts/parameters.hpp"
#include "models/qualification/parameters.hpp"
#include "models/stations/parameters.hpp"
#include "models/training/parameters.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace muster {

namespace {

// Whether a path such as funding.sources.budget.per_year matches a pattern such as funding.sources.*.per_year.
bool is_one_of(std::string_view path, std::string_view pattern) {
  while (!path.empty() && !pattern.empty()) {
    const std::size_t dot = path.find('.'), end = pattern.find('.');
    if (pattern.substr(0, end) != "*" && pattern.substr(0, end) != path.substr(0, dot)) return false;
    path = dot == std::string_view::npos ? std::string_view{} : path.substr(dot + 1);
    pattern = end == std::string_view::npos ? std::string_view{} : pattern.substr(end + 1);
  }
  return path.empty() && pattern.empty();
}

template <class Visit>
void for_each(const GroupSetting& group, const Visit& visit) {
  for (const Setting& setting : group.fields) {
    visit(setting);
    if (const auto* nested = std::get_if<GroupSetting>(&setting.content)) for_each(*nested, visit);
    if (const auto* items = std::get_if<std::vector<GroupSetting>>(&setting.content))
      for (const GroupSetting& item : *items) for_each(item, visit);
  }
}

const std::string running_cost = "stations.running_cost";
constexpr double far_too_much = 1000;  // times the yearly cost of all possible stations

constexpr const char* on_new_years_day = tr_noop("on 1 January of each year");

// The instants at which a model reads a parameter that it does not read continuously.
struct Reading {
  std::vector<Instant> at;
  const char* when;
};

class Search {
 public:
  Search(const SectionSettings& written, const Areas& areas, Date start, Date horizon, Diagnostics& found)
      : written_(written),
        areas_(areas),
        first_(start_of(start + std::chrono::days{1})),
        end_(start_of(horizon + std::chrono::days{1})),
        start_(start),
        horizon_(horizon),
        found_(found),
        likely_(written, std::nullopt) {
    for (Instant day = new_year_from(first_); day < end_; day = next_year(day)) new_years_.push_back(day);
    for (const auto& sitting : likely_.get<qualification::Parameters>().sittings)
      if (!sitting.cancelled) {
        exams_.push_back(start_of(sitting.sitting));
        certificates_.push_back(start_of(sitting.certificates));
        registrations_.push_back(start_of(sitting.registration));
        courses_.push_back(
            std::max(exams_.back() + Days{-likely_.get<training::Parameters>().before.value}, registrations_.back()));
      }
    supervision_paid_ = new_years_;
    for (const auto& pairing : likely_.get<training::Parameters>().pairing)
      supervision_paid_.push_back(start_of(pairing.from));
    std::sort(supervision_paid_.begin(), supervision_paid_.end());
    const auto& levels = likely_.get<qualification::Parameters>().levels;
    reviews_ = std::any_of(levels.begin(), levels.end(), [](const auto& level) { return level.review.has_value(); });
    month_starts_ = {first_};
    for (Instant month = next_month(first_); month <= end_; month = next_month(month)) {
      month_starts_.push_back(month);
      month_ends_.push_back(Instant{month.minutes - 1});
    }
  }

  void run() {
    look_at_timelines();
    look_at_dates();
    look_at_sittings();
    look_at_incentives();
    look_at_grants();
    look_at_money();
    look_at_changes();
  }

 private:
  // -------------------------------------------------------------------------------------------- when values are read

  [[nodiscard]] std::optional<Reading> reading_of(std::string_view path) const {
    struct Known {
      std::string_view pattern;
      const std::vector<Instant>* at;
      const char* when;
    };
    static constexpr const char* at_registration = tr_noop("when registration for a sitting closes");
    static constexpr const char* at_exam = tr_noop("on the day of a sitting");
    static constexpr const char* at_courses = tr_noop("when the courses before a sitting are held");
    static constexpr const char* at_month_end = tr_noop("at the end of each month");
    static constexpr const char* at_month_start = tr_noop("on the first day of each month");
    static constexpr const char* at_supervision = tr_noop("on 1 January of each year and when a pairing begins");
    const Known known[] = {
        {"funding.sources.*.per_year", &new_years_, on_new_years_day},
        {"funding.sources.*.carried_over", &new_years_, on_new_years_day},
        {"qualification.levels.*.subjects.*.passes", &exams_, at_exam},
        {"qualification.refused", &exams_, at_exam},
        {"qualification.attendance", &exams_, at_exam},
        {"qualification.attendance_called", &exams_, at_exam},
        {"qualification.persistence", &registrations_, at_registration},
        {"qualification.persistence_with_credit", &registrations_, at_registration},
        {"qualification.upgrades", &registrations_, at_registration},
        {"qualification.talents_register", &registrations_, at_registration},
        {"qualification.demand.drive", &registrations_, at_registration},
        {"qualification.incentives.*.campaign", &registrations_, at_registration},
        {"qualification.incentives.*.registers", &registrations_, at_registration},
        {"posts.registers", &registrations_, at_registration},
        {"posts.mandate.registers", &registrations_, at_registration},
        {"training.seats", &courses_, at_courses},
        {"training.cost", &courses_, at_courses},
        {"training.supervision.cost", &supervision_paid_, at_supervision},
        {"agencies.founded", &month_starts_, at_month_start},
        {"people.talents.joins", &month_starts_, at_month_start},
        {"services.cases", &month_ends_, at_month_end},
        {"services.groups", &month_ends_, at_month_end},
        {"services.activities", &month_ends_, at_month_end},
        {"posts.establishments.*.grades.*.salary", &month_ends_, at_month_end},
    };
    const auto within = [&](const std::vector<Instant>& all, const char* when) {
      Reading reading{{}, when};
      std::copy_if(all.begin(), all.end(), std::back_inserter(reading.at),
                   [&](Instant at) { return at >= first_ && at < end_; });
      return reading;
    };
    for (const Known& one : known)
      if (is_one_of(path, one.pattern)) return within(*one.at, one.when);
    for (const auto& session : likely_.get<training::Parameters>().sessions)
      if (path == fmt::format("training.sessions.{}.cost", session.id))
        return within({start_of(session.date)}, tr_noop("on the day of the session"));
    for (const auto& tier : likely_.get<stations::Parameters>().tiers)
      if (path == fmt::format("stations.tiers.{}.set_up_cost", tier.id))
        return within(tier.start ? std::vector{std::max(start_of(*tier.start), first_)} : std::vector<Instant>{},
                      tr_noop("on the day its tier starts"));
    if (path == "qualification.renewal.renews" && !likely_.get<qualification::Parameters>().renewal.lapses)
      return Reading{{}, tr_noop("where registrations lapse")};
    for (const auto& incentive : likely_.get<qualification::Parameters>().incentives)
      if (path == fmt::format("qualification.incentives.{}.amount", incentive.id)) {
        if (incentive.paid_on == qualification::PaidOn::exam) return within(exams_, at_exam);
        if (!reviews_) return within(certificates_, tr_noop("when the certificates of a sitting are issued"));
      }
    for (const auto& establishment : likely_.get<posts::Parameters>().establishments)
      if (path == fmt::format("posts.establishments.{}.advertised", establishment.id) ||
          path == fmt::format("posts.establishments.{}.applies", establishment.id)) {
        std::vector<Instant> rounds;
        for (Date day = establishment.first_round; day <= horizon_; day = a_year_later(day))
          rounds.push_back(start_of(day));
        return within(rounds, tr_noop("on the days of its yearly rounds"));
      }
    return std::nullopt;
  }

  // The first instant in [from, to) at which a parameter is read.
  [[nodiscard]] std::optional<Instant> first_read(std::string_view path, Instant from, Instant to) const {
    if (from >= to) return std::nullopt;
    const std::optional<Reading> reading = reading_of(path);
    if (!reading) return from;
    const auto found = std::lower_bound(reading->at.begin(), reading->at.end(), from);
    return found != reading->at.end() && *found < to ? std::optional(*found) : std::nullopt;
  }

  // ------------------------------------------------------------------------------------------ values and their dates

  [[nodiscard]] const Setting* find(std::string_view path) const {
    const Setting* found = nullptr;
    for (const auto& [section, group] : written_)
      for_each(group, [&](const Setting& setting) {
        if (setting.path == path) found = &setting;
      });
    return found;
  }

  void look_at_timelines() {
    for (const auto& [section, group] : written_)
      for_each(group, [&](const Setting& setting) {
        if (setting.path.starts_with("policy.")) return;
        const auto late = [&](const ValueSetting& value) {
          const auto* timeline = std::get_if<TimelineSetting>(&value);
          if (!timeline) return false;
          const Value drawn = draw(value, setting.path, std::nullopt);
          return warn_if_late(setting.where, setting.path, *setting.field, std::get<Timeline>(drawn), first_);
        };
        if (const auto* value = std::get_if<ValueSetting>(&setting.content)) late(*value);
        if (const auto* by_area = std::get_if<AreaSetting>(&setting.content))
          for (const ValueSetting& leaf : by_area->leaves)
            if (late(leaf)) break;  // one warning is enough
      });
  }

  // Warns if the first value of a timeline is also read before its date.
  bool warn_if_late(const SourceLocation& where, const std::string& path, const FieldSpec& field,
                    const Timeline& timeline, Instant from) {
    const auto& [date, value] = timeline.points.front();
    const std::optional<Instant> read = first_read(path, from, std::min(start_of(date), end_));
    if (!read) return false;
    found_.warning(
        where, tr("the first value of {}, {}, is written for {} and holds before that date too, from {} on; "
                  "write what holds before it as well, or change it on that date (`on: {}`)",
                  path, say_quantity(value, field.dimension, field.noun), date_words(date), date_words(date_of(*read)),
                  iso(date)));
    return true;
  }

  // Warns of things that begin after the horizon, and of pairings that end before the start.
  void look_at_dates() {
    static constexpr std::string_view begins[] = {"stations.waves.*.start",
                                                  "stations.tiers.*.start",
                                                  "training.sessions.*.date",
                                                  "training.pairing.*.from",
                                                  "qualification.incentives.*.from",
                                                  "disaster.shocks.*.on",
                                                  "posts.establishments.*.first_round",
                                                  "posts.mandate.from",
                                                  "posts.mandate.hire_only_qualified_from"};
    for (const auto& [section, group] : written_)
      for_each(group, [&](const Setting& setting) {
        const auto* value = std::get_if<ValueSetting>(&setting.content);
        const Date* date = value ? std::get_if<Date>(value) : nullptr;
        if (!date) return;
        const auto is = [&](std::string_view pattern) { return is_one_of(setting.path, pattern); };
        if (*date > horizon_ && std::any_of(std::begin(begins), std::end(begins), is))
          found_.warning(setting.where,
                         tr("{} is {}, after the scenario's end on {}: it has no effect; choose an earlier "
                            "date or a later end, or leave it out",
                            setting.path, date_words(*date), date_words(horizon_)));
        if (*date <= start_ && is("training.pairing.*.until"))
          found_.warning(setting.where, tr("{} is {}, and the simulation begins at the end of {}: it has no effect; "
                                           "choose a later date, or leave it out",
                                           setting.path, date_words(*date), date_words(start_)));
      });
  }

  // --------------------------------------------------------------------------------------------- the exam's calendar

  void look_at_sittings() {
    const auto& sittings = likely_.get<qualification::Parameters>().sittings;
    const Setting* list = find("qualification.sittings");
    if (!list) return;
    constexpr std::chrono::days year{366},
        late{45};  // a year's sitting may fall a month and a half after the last year's
    if (sittings.empty()) {
      if (horizon_ - start_ > year)
        found_.warning(list->where,
                       tr("there is no sitting from {} to {}: nobody registers for the exam or passes it; "
                          "write sittings into qualification.sittings",
                          date_words(start_), date_words(horizon_)));
      return;
    }
    std::vector<std::chrono::days> gaps;
    for (std::size_t i = 1; i < sittings.size(); ++i) gaps.push_back(sittings[i].sitting - sittings[i - 1].sitting);
    std::sort(gaps.begin(), gaps.end());
    const std::chrono::days usual = gaps.empty() ? year : gaps[gaps.size() / 2];
    const auto& items = std::get<std::vector<GroupSetting>>(list->content);
    const auto& first = sittings.front();
    const auto& last = sittings.back();
    if (last.sitting + usual + late <= horizon_)
      found_.warning(
          items.back().where,
          tr("the last sitting, {}, is on {} and the scenario ends on {}: in between nobody registers for the "
             "exam or passes it; write the sittings up to the end, or let the scenario end before the next",
             last.id, date_words(last.sitting), date_words(horizon_)));
    if (start_ + usual + late <= first.sitting)
      found_.warning(
          items.front().where,
          tr("the first sitting, {}, is on {} and the scenario begins on {}: before it nobody registers for the "
             "exam or passes it; write the sittings from the start on, or begin later",
             first.id, date_words(first.sitting), date_words(start_)));
  }

  void look_at_incentives() {
    for (const auto& incentive : likely_.get<qualification::Parameters>().incentives) {
      if (incentive.from > horizon_) continue;  // look_at_dates() warns of it
      const auto& sittings = likely_.get<qualification::Parameters>().sittings;
      if (std::any_of(sittings.begin(), sittings.end(), [&](const auto& sitting) {
            return !sitting.cancelled && sitting.certificates > start_ && sitting.registration <= horizon_ &&
                   incentive.from <= sitting.registration &&
                   (!incentive.until || sitting.registration <= *incentive.until);
          }))
        continue;
      const std::string path = "qualification.incentives." + incentive.id;
      const Setting* from = find(path + ".from");
      if (!from) continue;
      found_.warning(from->where,
                     incentive.until
                         ? tr("{} is in force from {} to {}, and no registration for a sitting closes in "
                              "that time: it has no effect; choose dates around the close of a registration",
                              path, date_words(incentive.from), date_words(*incentive.until))
                         : tr("{} is in force from {} on, and no registration for a sitting closes from "
                              "then to {}: it has no effect; choose an earlier date",
                              path, date_words(incentive.from), date_words(horizon_)));
    }
  }

  // ----------------------------------------------------------------------------------------------------------- money

  // The 1 January on which the value of a timeline's point is granted; none: never.
  [[nodiscard]] std::optional<Date> granted_on(const Timeline& timeline, std::size_t point) const {
    for (const Instant day : new_years_) {
      const bool has_come = start_of(timeline.points[point].first) <= day;
      const bool is_over = point + 1 < timeline.points.size() && start_of(timeline.points[point + 1].first) <= day;
      if ((has_come || point == 0) && !is_over) return date_of(day);
    }
    return std::nullopt;
  }

  static std::string listed(const std::vector<std::string>& names) {
    std::string list;
    for (const std::string& name : names) list = list.empty() ? name : tr("{}, {}", list, name);
    return list;
  }

  void look_at_grants() {
    constexpr double quarter = 92;
    for (const auto& source : likely_.get<funding::Parameters>().sources) {
      const Setting* setting = find(fmt::format("funding.sources.{}.per_year", source.id));
      if (!setting) continue;
      const double of_the_year = source.per_year.at(start_of(start_)).value;
      const Instant next = new_year_from(first_);
      const bool first_year_unused = of_the_year > 0 && source.at_start.value <= 0 && (next - first_).value > quarter;
      if (first_year_unused)
        found_.warning(
            setting->where,
            tr("{} is granted on 1 January and the simulation begins at the end of {}: no money comes before {}, and "
               "at_start is 0; write the rest of the money of {} in at_start, or start on {}",
               setting->path, date_words(start_), date_words(date_of(next)), year_of(date_of(first_)),
               date_words(last_day_of_year(year_of(date_of(first_)) - 1))));
      const auto* value = std::get_if<ValueSetting>(&setting->content);
      if (!value || !std::holds_alternative<TimelineSetting>(*value)) continue;
      look_at_grants(setting->where, setting->path, source.per_year.timeline(), first_, first_year_unused);
    }
  }

  void look_at_grants(const SourceLocation& where, const std::string& path, const Timeline& timeline, Instant from,
                      bool before_is_said) {
    if (timeline.ramps) return;
    constexpr std::chrono::days month{31};
    std::vector<std::string> before, never, later;
    for (std::size_t k = 0; k < timeline.points.size(); ++k) {
      const auto& [date, amount] = timeline.points[k];
      if (amount == 0 || start_of(date) >= end_) continue;
      const std::optional<Date> granted = granted_on(timeline, k);
      if (!granted)
        (start_of(date) < from ? before : never).push_back(date_words(date));
      else if (*granted - date > month && date != first_day_of_year(year_of(date)))
        later.push_back(tr("that of {} on {}", date_words(date), date_words(*granted)));
    }
    if (!before.empty() && !before_is_said)
      found_.warning(
          where,
          tr("{} is written for {}, and no 1 January of the simulation, which begins at the end of {}, falls in "
             "that time: the money is never granted; write 0 there, and the rest of the money in at_start",
             path, listed(before), date_words(start_)));
    if (!never.empty())
      found_.warning(where,
                     tr("{} is written for {}, and no 1 January falls between that date and the next one or the "
                        "end: the money is never granted; write it for the 1 January on which it is to come",
                        path, listed(never)));
    if (!later.empty())
      found_.warning(where,
                     tr("{} is granted on 1 January of each year and on no other date: {}; write it for the 1 January "
                        "on which it is to come",
                        path, listed(later)));
  }

  // An amount of money that holds from an instant on, as written or because of a change.
  struct Amount {
    Instant at;
    double value;
    SourceLocation where;
    bool is_certain = true;  // false: it depends on the condition of a change
  };

  const std::vector<Amount>& amounts(const std::string& path) {
    const auto [known, is_new] = amounts_.try_emplace(path);
    std::vector<Amount>& found = known->second;
    const Setting* setting = find(path);
    if (!is_new || !setting) return found;
    const std::vector<policy::Change> none;
    const Setting* list = likely_.has<policy::Parameters>() ? find("policy.changes") : nullptr;
    const auto& changes = list ? likely_.get<policy::Parameters>().changes : none;
    policy::Parameters dated;
    std::vector<std::pair<policy::Change, SourceLocation>> all;
    for (std::size_t i = 0; i < changes.size(); ++i) {
      if (changes[i].parameter != path) continue;
      const GroupSetting& item = std::get<std::vector<GroupSetting>>(list->content).at(i);
      all.emplace_back(changes[i], where_of(item, changes[i].set ? "set" : "scale"));
      if (!changes[i].when) dated.changes.push_back(changes[i]);
    }
    const std::vector<Instant> at = instants(path, dated.changes, first_, end_);
    const std::vector<double> values = course(dated, path, at, DrawKey{});
    for (std::size_t n = 0; n < at.size(); ++n) {
      SourceLocation where = setting->where;
      for (const auto& [change, place] : all)
        if (!change.when && (!change.on || start_of(*change.on) <= at[n]) &&
            (!change.until || at[n] < start_of(*change.until)))
          where = place;
      found.push_back({at[n], values[n * values.size() / at.size()], where});
    }
    for (auto& [change, place] : all) {
      if (!change.when) continue;
      change.when.reset();
      change.only_while = false;
      change.on = date_of(first_);
      const std::vector<double> then = course({{change}}, path, at, DrawKey{});
      for (std::size_t n = 0; n < at.size(); ++n)
        found.push_back({at[n], then[n * then.size() / at.size()], place, false});
    }
    return found;
  }

  double amount(const std::string& path, Instant at) {
    double value = 0;
    for (const Amount& one : amounts(path))
      if (one.is_certain && (one.at <= at || &one == &amounts(path).front())) value = one.value;
    return value;
  }

  template <class Visit>
  void for_each_like(std::string_view pattern, const Visit& visit) {
    for (const auto& [section, group] : written_)
      for_each(group, [&](const Setting& setting) {
        if (is_one_of(setting.path, pattern)) visit(setting.path);
      });
  }

  void say_out_of_proportion(const SourceLocation& where, std::string less, double smaller, std::string more,
                             double larger) {
    if (smaller > larger) {
      std::swap(less, more);
      std::swap(smaller, larger);
    }
    const std::string small = say_quantity(smaller, Dimension::yuan), large = say_quantity(larger, Dimension::yuan);
    found_.warning(where,
                   larger < 10 * smaller  // almost equal, where they should differ greatly
                       ? tr("{} is {} and {} is {}; see whether a unit is missing or one is too many, such as 万",
                            less, small, more, large)
                       : tr("{} is {} and {} is {}, {:.0f} times as much; see whether a unit is missing or one "
                            "is too many, such as 万",
                            less, small, more, large, larger / smaller));
  }

  // Amounts are often written with 万 (ten thousand) missing or added. Costs, and the budgets that are to pay for
  // them, are therefore compared with the yearly cost of a station.
  void look_at_money() {
    const auto& stations = likely_.get<stations::Parameters>();
    double open = 0, townships = 0;
    for (const int count : stations.open_at_start) open += count;
    for (const int count : stations.townships) townships += std::max(count, 1);
    if (open == 0 && stations.waves.empty()) return;
    if (look_at_costs()) look_at_budgets(open, townships);
  }

  // @return whether the running cost is plausible, so that other amounts may be compared with it
  bool look_at_costs() {
    struct Proportion {
      std::string_view of;
      double least, most;  // times the running cost
    };
    static constexpr Proportion proportions[] = {{"stations.set_up_cost", 1e-3, 50},
                                                 {"stations.tiers.*.set_up_cost", 1e-3, 1e3},
                                                 {"posts.establishments.*.grades.*.salary", 1e-2, 20},
                                                 {"qualification.incentives.*.amount", 1e-5, 1},
                                                 {"qualification.incentives.*.campaign", 1e-4, 1e3},
                                                 {"training.cost", 1e-5, 1},
                                                 {"training.sessions.*.cost", 1e-5, 1},
                                                 {"training.supervision.cost", 1e-3, 10},
                                                 {"training.pairing.*.money", 1e-3, 1e3}};
    constexpr double pay_of_a_month = 1500;  // yuan; about the lowest minimum wage of any province
    for (const Amount& cost : amounts(running_cost)) {
      if (cost.value <= 0 || cost.value >= pay_of_a_month) continue;
      found_.warning(cost.where, tr("{} is {} for a year, wages included, and one person's pay for a month is "
                                    "more than {}; see whether a unit is missing, such as 万",
                                    running_cost, say_quantity(cost.value, Dimension::yuan),
                                    say_quantity(pay_of_a_month, Dimension::yuan)));
      return false;
    }
    for (const auto& [of, least, most] : proportions)
      for_each_like(of, [&, least = least, most = most](const std::string& path) {
        for (const Amount& cost : amounts(path)) {
          const double beside = amount(running_cost, cost.at);
          if (cost.value <= 0 || beside <= 0 || (cost.value >= least * beside && cost.value <= most * beside))
            continue;
          say_out_of_proportion(cost.where, path, cost.value, running_cost, beside);
          break;  // one warning is enough
        }
      });
    return true;
  }

  static bool pays_for(const funding::Source& source, std::string_view item) {
    return std::find(source.pays_for.begin(), source.pays_for.end(), item) != source.pays_for.end();
  }
  static std::string per_year_of(const funding::Source& source) {
    return fmt::format("funding.sources.{}.per_year", source.id);
  }

  // The cheapest thing that a source may pay for: its path and its cost. Running a station takes precedence.
  std::pair<std::string, double> cheapest(const funding::Source& source, Instant at) {
    if (pays_for(source, "running")) return {running_cost, amount(running_cost, at)};
    static constexpr std::pair<std::string_view, std::string_view> costs[] = {
        {"salaries", "posts.establishments.*.grades.*.salary"},
        {"set_up", "stations.set_up_cost"},
        {"rooms", "stations.tiers.*.set_up_cost"},
        {"exam_support", "qualification.incentives.*.amount"},
        {"bonuses", "qualification.incentives.*.amount"},
        {"training", "training.cost"},
        {"training", "training.sessions.*.cost"},
        {"training", "training.supervision.cost"},
        {"pairing", "training.pairing.*.money"}};
    std::pair<std::string, double> found;
    for (const auto& [item, pattern] : costs) {
      if (!pays_for(source, item)) continue;
      for_each_like(pattern, [&](const std::string& path) {
        const double cost = amount(path, at);
        if (cost > 0 && (found.second == 0 || cost < found.second)) found = {path, cost};
      });
    }
    return found;
  }

  void look_at_budgets(double open, double townships) {
    constexpr double hardly_any = 0.1, another_year = 80, what_is_left = 1e-3;
    bool is_said = false;
    const auto say = [&](const SourceLocation& where, const std::string& words) {
      found_.warning(where, words);
      is_said = true;
    };
    const auto too_much = [&](const std::string& path, double money, double cost) {
      return tr(
          "{} is {}, and running a station for a year costs {}: the money is enough for {:.0f} stations, and there "
          "are {:.0f} townships; see whether a unit is too large, such as 亿 for 万",
          path, say_quantity(money, Dimension::yuan), say_quantity(cost, Dimension::yuan), money / cost, townships);
    };
    for (const auto& source : likely_.get<funding::Parameters>().sources) {
      const std::string path = per_year_of(source), at_start = fmt::format("funding.sources.{}.at_start", source.id);
      double most = 0;
      for (const Amount& grant : amounts(path)) most = std::max(most, grant.value);
      const double left = source.at_start.value;
      const auto [paid_for, at_first] = cheapest(source, first_);
      if (left > 0 && left < at_first && left < what_is_left * most)
        say(find(at_start)->where,
            tr("{} is {}, {} is up to {}, and {} is {}: what is left does not cover this cost even once; see whether "
               "a unit is missing, such as 万",
               at_start, say_quantity(left, Dimension::yuan), path, say_quantity(most, Dimension::yuan), paid_for,
               say_quantity(at_first, Dimension::yuan)));
      if (pays_for(source, "running") && left > far_too_much * at_first * townships && at_first > 0)
        say(find(at_start)->where, too_much(at_start, left, at_first));
      for (const Amount& grant : amounts(path)) {
        if (grant.value <= 0) continue;
        const auto [what, cost] = cheapest(source, grant.at);
        const std::string on = date_words(date_of(grant.at)), granted = say_quantity(grant.value, Dimension::yuan),
                          costs = say_quantity(cost, Dimension::yuan);
        if (grant.value < cost && what == running_cost) {
          say(grant.where, tr("{} is {} on {}, and running one station for a year costs {}: the money is not enough "
                              "for a single station; see whether a unit is missing, such as 万",
                              path, granted, on, costs));
        } else if (grant.value < cost) {
          say(grant.where,
              tr("{} is {} on {}, and {} is {}: the money does not cover this cost even once; see whether "
                 "a unit is missing, such as 万",
                 path, granted, on, what, costs));
        } else if (what != running_cost || cost <= 0) {
          continue;
        } else if (grant.value > far_too_much * cost * townships) {
          say(grant.where, too_much(path, grant.value, cost));
        } else if (grant.value < hardly_any * std::max(open, townships) * cost &&
                   std::max(most, left) >= another_year * grant.value) {
          say(grant.where, tr("{} is {} on {}, and {} at another time: the first amount is enough for {:.2g} "
                              "stations, while {:.0f} are open at the start and there are {:.0f} townships; see "
                              "whether a unit is missing, such as 万",
                              path, granted, on, say_quantity(std::max(most, left), Dimension::yuan),
                              grant.value / cost, open, townships));
        } else {
          continue;
        }
        break;  // one warning is enough
      }
    }
    if (is_said) return;
    std::vector<std::string> years;
    double least = -1, cost_then = 0;
    SourceLocation where;
    for (const Instant day : new_years_) {
      const double cost = amount(running_cost, day);
      double money = 0, most = 0;
      SourceLocation of_most;
      for (const auto& source : likely_.get<funding::Parameters>().sources) {
        if (!pays_for(source, "running")) continue;
        const double granted = amount(per_year_of(source), day);
        money += std::max(granted, day == new_years_.front() ? source.at_start.value : 0.0);
        if (granted > most) {
          most = granted;
          for (const Amount& grant : amounts(per_year_of(source)))
            if (grant.is_certain && grant.at == day) of_most = grant.where;
        }
      }
      if (cost <= 0 || most <= 0 || money >= cost * std::max(1.0, hardly_any * open)) continue;
      years.push_back(std::to_string(year_of(date_of(day))));
      if (least < 0 || money < least) {
        least = money;
        cost_then = cost;
        where = of_most;
      }
    }
    if (years.empty() || where.line == 0) return;
    found_.warning(where, tr("in {} the money available for running stations is {} a year or a little more, and "
                             "running one station costs {}: the money is enough for {:.2g} stations, and {:.0f} are "
                             "open at the start; see whether a unit is missing, such as 万",
                             listed(years), say_quantity(least, Dimension::yuan),
                             say_quantity(cost_then, Dimension::yuan), least / cost_then, open));
  }

  // --------------------------------------------------------------------------------------------------------- changes

  void look_at_changes() {
    if (!likely_.has<policy::Parameters>()) return;
    const auto& changes = likely_.get<policy::Parameters>().changes;
    const Setting* list = find("policy.changes");
    if (!list) return;
    const auto& items = std::get<std::vector<GroupSetting>>(list->content);
    for (std::size_t i = 0; i < changes.size() && i < items.size(); ++i) look_at(changes, i, items[i]);
  }

  static SourceLocation where_of(const GroupSetting& change, const char* key) {
    const Setting* setting = change.find(key);
    return setting ? setting->where : change.where;
  }

  void look_at(const std::vector<policy::Change>& changes, std::size_t i, const GroupSetting& item) {
    const policy::Change& change = changes[i];
    const FieldSpec* field = field_at(model_sections(), change.parameter);
    if (!field) return;
    const Instant from = change.on ? std::max(start_of(*change.on), first_) : first_;
    const Instant to = change.until ? std::min(start_of(*change.until), end_) : end_;
    if (from >= end_) {
      found_.warning(where_of(item, "on"), tr("the change {} takes effect on {} and the scenario ends on {}: it has "
                                              "no effect; choose an earlier date or a later end",
                                              change.id, date_words(*change.on), date_words(horizon_)));
      return;
    }
    if (from >= to) {
      found_.warning(where_of(item, "until"), tr("the change {} is taken back on {} and the simulation begins at the "
                                                 "end of {}: it has no effect; choose a later date",
                                                 change.id, date_words(*change.until), date_words(start_)));
      return;
    }
    const std::optional<Instant> read = first_read(change.parameter, from, to);
    if (!read) {
      const Reading reading = *reading_of(change.parameter);
      const auto next = std::lower_bound(reading.at.begin(), reading.at.end(), from);
      const std::string why =
          tr("the change {} is in effect from {} to {}, and {} is used only {}", change.id, date_words(date_of(from)),
             date_words(date_of(Instant{to.minutes - 1})), change.parameter, translated(reading.when));
      found_.warning(
          where_of(item, change.on ? "on" : "parameter"),
          reading.at.empty() ? tr("{}: it has no effect; leave it out", why)
          : next == reading.at.begin()
              ? tr("{}: it has no effect; choose other dates", why)
              : tr("{}, for the last time before the change on {}: it has no effect; let it take effect by then", why,
                   date_words(date_of(*std::prev(next)))));
      return;
    }
    const bool at_new_year = is_one_of(change.parameter, "funding.sources.*.per_year");
    if (const auto* timeline = change.set ? std::get_if<Timeline>(&*change.set) : nullptr) {
      warn_if_late(where_of(item, "set"), change.parameter, *field, *timeline, from);
      if (at_new_year) look_at_grants(where_of(item, "set"), change.parameter, *timeline, from, false);
    } else if (at_new_year && change.on && (*read - start_of(*change.on)).value > 31 &&
               start_of(*change.on) >= first_) {
      found_.warning(where_of(item, "on"),
                     tr("the change {} is dated {}, and {} is granted only on 1 January of each year: the change "
                        "takes effect on {}; write that date if it is the one you mean",
                        change.id, date_words(*change.on), change.parameter, date_words(date_of(*read))));
    }
    look_at_effect(changes, i, item, *field, from, to);
  }

  // The values of a parameter at the given instants under these changes; for each instant as many numbers as the
  // parameter has areas.
  [[nodiscard]] std::vector<double> course(const policy::Parameters& changes, const std::string& path,
                                           const std::vector<Instant>& at, const DrawKey& key) const {
    ParameterSets sets(written_, key);
    Simulation sim(Seed{}, Replication{}, first_, end_);
    const SeriesBook book(areas_);
    policy::Policy policy(changes, sim, book, sets);
    std::vector<double> values;
    for (const Instant instant : at) {
      sim.run_until(Instant{instant.minutes + 1});
      const std::vector<double> now = sets.numbers(path, instant);
      values.insert(values.end(), now.begin(), now.end());
    }
    return values;
  }

  // The instants at which the value of a parameter may matter while a change is in force.
  [[nodiscard]] std::vector<Instant> instants(const std::string& path, const std::vector<policy::Change>& changes,
                                              Instant from, Instant to) const {
    std::vector<Instant> at;
    if (const std::optional<Reading> reading = reading_of(path)) {
      std::copy_if(reading->at.begin(), reading->at.end(), std::back_inserter(at),
                   [&](Instant one) { return one >= from && one < to; });
      return at;
    }
    at = {from, Instant{to.minutes - 1}};
    const auto add = [&](Date date) {
      if (start_of(date) >= from && start_of(date) < to) at.push_back(start_of(date));
    };
    const auto add_points = [&](const ValueSetting& value) {
      if (const auto* timeline = std::get_if<TimelineSetting>(&value))
        for (const auto& [date, figure] : timeline->points) add(date);
    };
    if (const Setting* setting = find(path)) {
      if (const auto* value = std::get_if<ValueSetting>(&setting->content)) add_points(*value);
      if (const auto* by_area = std::get_if<AreaSetting>(&setting->content))
        for (const ValueSetting& leaf : by_area->leaves) add_points(leaf);
    }
    for (const policy::Change& other : changes) {
      if (other.on) add(*other.on);
      if (other.until) add(*other.until);
      if (const auto* timeline = other.set ? std::get_if<Timeline>(&*other.set) : nullptr)
        for (const auto& [date, value] : timeline->points) add(date);
    }
    std::sort(at.begin(), at.end());
    at.erase(std::unique(at.begin(), at.end()), at.end());
    return at;
  }

  void look_at_effect(const std::vector<policy::Change>& changes, std::size_t i, const GroupSetting& item,
                      const FieldSpec& field, Instant from, Instant to) {
    policy::Parameters with, without;
    for (std::size_t other = 0; other < changes.size(); ++other) {
      if (changes[other].parameter != changes[i].parameter) continue;
      policy::Change dated = changes[other];
      if (other == i) {
        dated.when.reset();
        dated.only_while = false;
        if (!dated.on) dated.on = date_of(first_);
      } else if (dated.when) {
        return;  // when its condition will hold is not known
      } else {
        without.changes.push_back(dated);
      }
      with.changes.push_back(dated);
    }
    const policy::Change& change = changes[i];
    if (!field.read && !field.read_leaves) {
      const Setting* setting = without.changes.empty() && change.set ? find(change.parameter) : nullptr;
      const auto* value = setting ? std::get_if<ValueSetting>(&setting->content) : nullptr;
      if (value && is_same(draw(*value, setting->path, std::nullopt), *change.set))
        found_.warning(where_of(item, "set"),
                       tr("the change {} has no effect: {} is {} already; leave it out, or set another value",
                          change.id, change.parameter, setting->written));
      return;
    }
    const std::vector<Instant> at = instants(change.parameter, with.changes, from, to);
    std::vector<double> before;
    for (const DrawKey& key : {DrawKey{}, DrawKey{{Seed{1}, Replication{0}}}, DrawKey{{Seed{1}, Replication{1}}}}) {
      before = course(without, change.parameter, at, key);
      if (before != course(with, change.parameter, at, key)) return;
    }
    // The values in the areas in which the change acts.
    std::vector<double> there;
    const std::size_t leaves = before.size() / at.size();
    for (std::size_t n = 0; n < before.size(); ++n)
      if (change.areas.empty() || leaves == 1 || acts_in(change, n % leaves)) there.push_back(before[n]);
    const auto [low, high] = std::minmax_element(there.begin(), there.end());
    const std::string least = say_quantity(*low, field.dimension, field.noun);
    const std::string value =
        *low == *high ? least : tr("{} to {}", least, say_quantity(*high, field.dimension, field.noun));
    if (change.scale && *low == 0 && *high == 0)
      found_.warning(where_of(item, "scale"), tr("the change {} has no effect: {} is 0 there and stays 0 when it is "
                                                 "multiplied by {:.6g}; write `set` with the value it should have",
                                                 change.id, change.parameter, change.scale->value));
    else if (change.scale)
      found_.warning(where_of(item, "scale"),
                     tr("the change {} has no effect: {} is {} and stays so when it is multiplied by {:.6g}, because "
                        "it is rounded and kept within its range; choose another factor",
                        change.id, change.parameter, value, change.scale->value));
    else
      found_.warning(where_of(item, "set"),
                     tr("the change {} has no effect: {} is {} already; leave it out, or set another value", change.id,
                        change.parameter, value));
  }

  static bool is_same(const Value& a, const Value& b) {
    if (a.index() != b.index() || std::holds_alternative<Distribution>(a)) return false;
    return std::visit(
        [&](const auto& one) {
          using T = std::decay_t<decltype(one)>;
          if constexpr (std::is_same_v<T, Distribution>) {
            return false;
          } else {
            return one == std::get<T>(b);
          }
        },
        a);
  }

  [[nodiscard]] bool acts_in(const policy::Change& change, std::size_t leaf) const {
    return std::any_of(change.areas.begin(), change.areas.end(), [&](const std::string& id) {
      const std::vector<std::size_t>& within = areas_.leaves_of(areas_.find(id).value());
      return std::find(within.begin(), within.end(), leaf) != within.end();
    });
  }

  const SectionSettings& written_;
  const Areas& areas_;
  Instant first_, end_;
  Date start_, horizon_;
  Diagnostics& found_;
  ParameterSets likely_;
  std::vector<Instant> new_years_, registrations_, exams_, certificates_, courses_, month_starts_, month_ends_,
      supervision_paid_;
  std::map<std::string, std::vector<Amount>> amounts_;
  bool reviews_ = false;  // a review panel: certificates may be issued on any day
};

}  // namespace

void warn_of_unused_settings(const SectionSettings& written, const Areas& areas, Date start, Date horizon,
                             Diagnostics& found) {
  Search(written, areas, start, horizon, found).run();
}

}  // namespace muster
