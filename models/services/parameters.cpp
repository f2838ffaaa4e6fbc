#include "models/services/parameters.hpp"

namespace muster::services {

void Field::declare(ParameterTable<Field>& table) {
  table.field("title", &Field::title).called("name").means("the name shown in reports and charts");
  table.field("english", &Field::english)
      .called("name in English")
      .optional()
      .means("the name in English, shown in reports in English");
  table.field("share", &Field::share)
      .called("share of services")
      .in(0, 1)
      .means("share of all services, of every kind, that belong to this field");
}

void Before::declare(ParameterTable<Before>& table) {
  table.field("delivered", &Before::delivered)
      .called("services delivered")
      .in(0, 1e9)
      .whole()
      .counts("services")
      .means("services delivered before the start, divided over areas by their stations in regular service");
  table.field("served", &Before::served)
      .called("person-times served")
      .in(0, 1e9)
      .whole()
      .counts("person-times")
      .means("person-times served before the start, divided over areas by their stations in regular service");
}

void Parameters::declare(ParameterTable<Parameters>& table) {
  table.field("cases", &Parameters::cases)
      .called("cases per worker and year")
      .in(0, 1000)
      .changeable()
      .counts("cases")
      .means(
          "casework taken on by one worker in a year, in a station in regular service; the value of a month's last "
          "day holds for the whole month");
  table.field("groups", &Parameters::groups)
      .called("sessions per worker and year")
      .in(0, 1000)
      .changeable()
      .counts("sessions")
      .means("group sessions held by one worker in a year; the value of a month's last day holds for the whole month");
  table.field("activities", &Parameters::activities)
      .called("activities per worker a year")
      .in(0, 1000)
      .changeable()
      .counts("events")
      .means(
          "community activities held by one worker in a year; the value of a month's last day holds for the whole "
          "month");
  table.field("audience_case", &Parameters::audience_case)
      .called("person-times per case")
      .in(0, 10000)
      .counts("person-times")
      .means("person-times served by one case, on average");
  table.field("audience_group", &Parameters::audience_group)
      .called("person-times per session")
      .in(0, 10000)
      .counts("person-times")
      .means("person-times served by one group session, on average");
  table.field("audience_activity", &Parameters::audience_activity)
      .called("person-times per activity")
      .in(0, 10000)
      .counts("person-times")
      .means("person-times served by one community activity, on average");
  table.field("first_year", &Parameters::first_year)
      .called("output in the first year")
      .in(0, 5)
      .means("factor by which a worker's output is multiplied in the first year in a post");
  table.field("qualified", &Parameters::qualified)
      .called("output of the qualified")
      .in(0, 5)
      .means("factor by which a qualified worker's output is multiplied");
  table.field("fields", &Parameters::fields)
      .called("field of service")
      .means("the fields in which services are given, with their shares, which sum to 100 %");
  table.field("before", &Parameters::before)
      .called("services before the start")
      .means("services delivered before the start; left out: none");
}

}  // namespace muster::services
