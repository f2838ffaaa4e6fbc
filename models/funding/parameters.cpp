#include "models/funding/parameters.hpp"

namespace muster::funding {

void Source::declare(ParameterTable<Source>& table) {
  table.field("title", &Source::title).called("name").means("the name shown in reports and charts");
  table.field("english", &Source::english)
      .called("name in English")
      .optional()
      .means("the name in English, shown in reports in English");
  table.field("per_year", &Source::per_year)
      .called("granted each year")
      .in(0, 1e12)
      .changeable()
      .means(
          "money granted on 1 January of each year, for the whole place; a value written for another date counts from "
          "the next 1 January on; what is left at the start is stated beside it");
  table.field("at_start", &Source::at_start)
      .called("left at the start")
      .in(0, 1e12)
      .means("money left in the source when the simulation starts");
  table.field("carried_over", &Source::carried_over)
      .called("share carried over")
      .in(0, 1)
      .changeable()
      .means("share of the money unspent at the end of a fiscal year that is carried over; the rest is returned");
  table.field("pays_for", &Source::pays_for)
      .called("what it pays for")
      .words_called(item_titles)
      .means(fmt::format("items it may be spent on: {}", fmt::join(item_names, ", ")));
}

void Parameters::declare(ParameterTable<Parameters>& table) {
  table.field("sources", &Parameters::sources).called("budget").means("budgets, drawn on in this order");
  table.field("weight", &Parameters::weight)
      .called("how money divides over areas")
      .in(0, 1e9)
      .means("how the money of each source is divided over the areas; only the proportions count");
  table.field("priority", &Parameters::priority)
      .called("order when money is short")
      .words_called(item_titles)
      .means(
          fmt::format("items from first to last served when money is short: each of {}", fmt::join(item_names, ", ")));
}

}  // namespace muster::funding
