#pragma once

#include "engine/parameters/table.hpp"

#include <optional>
#include <string>

namespace muster::posts {

enum class Sanction : std::uint8_t { keep, replace, move };

/// A required share of qualified staff by a date, and the three levers that are meant to bring it about.
struct Mandate {
  Date by{};
  Date from{};
  ByDate<Share> registers;
  std::optional<Date> hire_only_qualified_from;
  Sanction sanction = Sanction::keep;

  static void declare(ParameterTable<Mandate>& table) {
    table.field("by", &Mandate::by).means("the date by which everybody in a post must be qualified");
    table.field("from", &Mandate::from)
        .means("the date it is announced: from then on unqualified staff are called to the exam");
    table.field("registers", &Mandate::registers)
        .in(0, 1)
        .changeable()
        .means("share of the unqualified staff who register when called under the mandate, if eligible");
    table.field("hire_only_qualified_from", &Mandate::hire_only_qualified_from)
        .changeable()
        .means("from this date only the qualified are hired; left out: never");
    table
        .choice("sanction", &Mandate::sanction,
                {{"keep", Sanction::keep}, {"replace", Sanction::replace}, {"move", Sanction::move}})
        .changeable()
        .means(
            "what happens at the end of the date to staff without a certificate: they stay, leave their post, or move "
            "to other work");
  }

  void check(Faults& faults) const {
    if (by < from) faults.at("by", "the mandate's date is before its announcement");
  }
};

struct Parameters {
  std::string level;
  DistributionOf<Days> time_to_fill;
  PerArea<Number> fill_factor;
  Days advertised_again;
  ByDate<Share> qualified_hires;
  Share looking;
  ByDate<Share> from_elsewhere;
  PerYear attrition_first_year;
  PerYear attrition_later;
  Number attrition_qualified;
  ByDate<Number> attrition_factor;
  Share leaves_profession;
  DistributionOf<Days> tenure_at_start;
  ByDate<Share> registers;
  std::optional<Mandate> mandate;

  static void declare(ParameterTable<Parameters>& table) {
    table.field("level", &Parameters::level)
        .means("the level of certificate that counts as qualified, or any above: an id of qualification.levels");
    table.field("time_to_fill", &Parameters::time_to_fill)
        .in(Days{1}, Days{730})
        .means("from the day a post falls vacant to the day a person starts in it");
    table.field("fill_factor", &Parameters::fill_factor)
        .in(0.1, 10)
        .means("what an area's time to fill is multiplied by: longer in poor counties");
    table.field("advertised_again", &Parameters::advertised_again)
        .in(Days{1}, Days{730})
        .means("how long until a post is offered again when nobody eligible was found");
    table.field("qualified_hires", &Parameters::qualified_hires)
        .in(0, 1)
        .changeable()
        .means("share of hires for which a qualified person is sought first, while unqualified ones may be hired too");
    table.field("looking", &Parameters::looking)
        .in(0, 1)
        .means("share of qualified people without a post who would take one in their area");
    table.field("from_elsewhere", &Parameters::from_elsewhere)
        .in(0, 1)
        .changeable()
        .means("chance that a qualified person from elsewhere is found when the area has none left");
    table.field("attrition_first_year", &Parameters::attrition_first_year)
        .in(0, 5)
        .means("separations per person and year in the first year in a post, retirement excluded");
    table.field("attrition_later", &Parameters::attrition_later).in(0, 5).means("the same after the first year");
    table.field("attrition_qualified", &Parameters::attrition_qualified)
        .in(0, 5)
        .means("what the attrition of qualified staff is multiplied by");
    table.field("attrition_factor", &Parameters::attrition_factor)
        .in(0, 5)
        .changeable()
        .means("what pay and conditions multiply the attrition of everybody hired from then on by");
    table.field("leaves_profession", &Parameters::leaves_profession)
        .in(0, 1)
        .means(
            "share of those separated who leave the profession; the others look for another post if they are "
            "qualified");
    table.field("tenure_at_start", &Parameters::tenure_at_start)
        .in(Days{0}, Days{30 * days_per_year})
        .means("how long staff at the start have been in their posts");
    table.field("registers", &Parameters::registers)
        .in(0, 1)
        .changeable()
        .means("share of unqualified staff who register for a sitting without a mandate, if eligible");
    table.field("mandate", &Parameters::mandate).means("required qualification of staff; left out: none");
  }
};

}  // namespace muster::posts
