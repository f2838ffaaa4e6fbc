#include "models/training/parameters.hpp"

namespace muster::training {

void Session::declare(ParameterTable<Session>& table) {
  table.field("title", &Session::title).called("name").means("the name shown in reports and charts");
  table.field("english", &Session::english)
      .called("name in English")
      .optional()
      .means("the name in English, shown in reports in English");
  table.field("date", &Session::date)
      .called("held on")
      .means(
          "the day the session is held; a session on or before the start is counted in the first row, with every seat "
          "taken");
  table.field("areas", &Session::areas)
      .called("for which areas")
      .names_areas()
      .means("the areas whose people may come: ids of areas");
  table.field("seats", &Session::seats)
      .called("seats in all")
      .in(0, 1e6)
      .whole()
      .counts("people")
      .means("seats of all areas together, given in the order of requests");
  table.field("cost", &Session::cost)
      .called("cost per trainee")
      .in(0, 1e6)
      .changeable()
      .means("money for one trainee, from the trainee's area; nothing is booked for a session before the start");
  table.field("effect", &Session::effect)
      .called("effect on exam results")
      .in(0, 2)
      .means(
          "what the session adds to a trainee's results in the next sitting, in standard deviations of the "
          "candidates' results");
}

void Supervision::declare(ParameterTable<Supervision>& table) {
  table.field("workers_each", &Supervision::workers_each)
      .called("workers per supervisor")
      .in(0, 1000)
      .counts("people")
      .means("the most workers whom one supervisor guides");
  table.field("supervisors", &Supervision::supervisors)
      .called("supervisors of its own")
      .in(0, 1e5)
      .whole()
      .counts("people")
      .means("supervisors of the area itself, besides those sent by a partner");
  table.field("attrition", &Supervision::attrition)
      .called("effect on attrition")
      .in(0, 2)
      .means("factor by which a supervised worker's attrition is multiplied");
  table.field("productivity", &Supervision::productivity)
      .called("effect on output")
      .in(0, 5)
      .means("factor by which a supervised worker's output is multiplied");
  table.field("cost", &Supervision::cost)
      .called("yearly cost per supervisor")
      .in(0, 1e7)
      .changeable()
      .means("money for one supervisor a year, paid in advance; unpaid, the supervisor does not work that year");
}

void Pairing::declare(ParameterTable<Pairing>& table) {
  table.field("title", &Pairing::title).called("name").means("the name shown in reports and charts");
  table.field("english", &Pairing::english)
      .called("name in English")
      .optional()
      .means("the name in English, shown in reports in English");
  table.field("partner", &Pairing::partner)
      .called("partner region")
      .means("the region that sends supervisors and money");
  table.field("pairs", &Pairing::pairs)
      .called("number of pairs")
      .in(0, 100000)
      .counts("pairs")
      .means("links, each between one unit here and one of the partner region");
  table.field("from", &Pairing::from)
      .called("starts on")
      .means(
          "the day the links start; links that start on or before the start of the simulation exist from then on, and "
          "what they gave is counted in the first row");
  table.field("until", &Pairing::until)
      .called("ends on")
      .means("the last day of the links; left out: they do not end");
  table.field("supervisors", &Pairing::supervisors)
      .called("supervisors sent per pair")
      .in(0, 1000)
      .counts("people")
      .means("supervisors sent for one link while it lasts; a fraction if links share them");
  table.field("money", &Pairing::money)
      .called("money per pair")
      .in(0, 1e9)
      .means("money given once for each link when it starts, and spent on the pairing");
  table.field("paid_into", &Pairing::paid_into)
      .called("paid into")
      .names_items("funding.sources")
      .means("the source that receives the money, an id of funding.sources");
  table.field("rooms", &Pairing::rooms)
      .called("rooms built per pair")
      .in(0, 10000)
      .counts("rooms")
      .means(
          "community rooms built for one link when it starts; those of links that exist at the start are not counted");
  table.field("trained", &Pairing::trained)
      .called("people trained per pair")
      .in(0, 10000)
      .counts("people")
      .means("local people trained by one link when it starts");
  table.field("trained_effect", &Pairing::trained_effect)
      .called("effect on exam results")
      .in(0, 2)
      .means(
          "what this training adds to the results of those trained in the next sitting, in standard deviations of the "
          "candidates' results");
  table.field("partner_pays", &Pairing::partner_pays)
      .called("partner pays supervisors")
      .means("whether the partner pays the supervisors it sends; if not, they cost what the area's own do");
}

void Parameters::declare(ParameterTable<Parameters>& table) {
  table.field("seats", &Parameters::seats)
      .called("course seats in each area")
      .changeable()
      .in(0, 1e6)
      .whole()
      .counts("people")
      .means("seats of the courses before one sitting, in each area; people called by their employer come first");
  table.field("before", &Parameters::before)
      .called("time from course to exam")
      .in(Days{0}, Days{365})
      .means("how long before the sitting the courses are held");
  table.field("effect", &Parameters::effect)
      .called("effect of courses on results")
      .in(0, 2)
      .means(
          "what a course adds to a trainee's results in that sitting, in standard deviations of the candidates' "
          "results");
  table.field("cost", &Parameters::cost)
      .called("cost of a seat in a course")
      .in(0, 1e6)
      .changeable()
      .means("money for one trainee of a course");
  table.field("sessions", &Parameters::sessions)
      .called("training session")
      .optional()
      .means("trainings with a date of their own; left out: none");
  table.field("supervision", &Parameters::supervision)
      .called("supervision")
      .means("supervision of workers; left out: none");
  table.field("pairing", &Parameters::pairing)
      .called("pairing")
      .optional()
      .means("units of partner regions paired with units here; left out: none");
}

}  // namespace muster::training
