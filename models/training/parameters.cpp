#include "models/training/parameters.hpp"

namespace muster::training {

void Session::declare(ParameterTable<Session>& table) {
  table.field("title", &Session::title).means("what people call it");
  table.field("english", &Session::english).optional().means("the same in English, for reports in English");
  table.field("date", &Session::date)
      .means("the day it is held; on or before the start it is part of the first row, with every seat taken");
  table.field("areas", &Session::areas).names_areas().means("whose people may come: ids of areas");
  table.field("seats", &Session::seats)
      .in(0, 1e6)
      .whole()
      .counts("people")
      .means("seats in all, not in each area: first come, first seated");
  table.field("cost", &Session::cost)
      .in(0, 1e6)
      .changeable()
      .means("money for one trainee, from the trainee's area; nothing is booked for a session before the start");
  table.field("effect", &Session::effect)
      .in(0, 2)
      .means("what it adds to a trainee's results in the next sitting, in standard deviations of candidates");
}

void Supervision::declare(ParameterTable<Supervision>& table) {
  table.field("workers_each", &Supervision::workers_each)
      .in(0, 1000)
      .counts("people")
      .means("workers one supervisor can look after");
  table.field("supervisors", &Supervision::supervisors)
      .in(0, 1e5)
      .whole()
      .counts("people")
      .means("supervisors an area has by itself, beside those a partner sends");
  table.field("attrition", &Supervision::attrition)
      .in(0, 2)
      .means("what being supervised multiplies a worker's hazard of separation by");
  table.field("productivity", &Supervision::productivity)
      .in(0, 5)
      .means("what being supervised multiplies a worker's output by");
  table.field("cost", &Supervision::cost)
      .in(0, 1e7)
      .changeable()
      .means("money for one supervisor a year, paid in advance; unpaid, the supervisor does not work that year");
}

void Pairing::declare(ParameterTable<Pairing>& table) {
  table.field("title", &Pairing::title).means("what people call it");
  table.field("english", &Pairing::english).optional().means("the same in English, for reports in English");
  table.field("partner", &Pairing::partner).means("who helps");
  table.field("pairs", &Pairing::pairs).in(0, 100000).counts("pairs").means("links, each of one unit with another");
  table.field("from", &Pairing::from)
      .means("the day the links start; on or before the start they are there, with what they gave in the first row");
  table.field("until", &Pairing::until).means("their last day; left out: they do not end");
  table.field("supervisors", &Pairing::supervisors)
      .in(0, 1000)
      .counts("people")
      .means("supervisors sent for one link while it lasts; a fraction if links share them");
  table.field("money", &Pairing::money)
      .in(0, 1e9)
      .means("given once for each link when it starts, and spent on the pairing");
  table.field("paid_into", &Pairing::paid_into).means("the source that receives the money, an id of funding.sources");
  table.field("rooms", &Pairing::rooms)
      .in(0, 10000)
      .counts("rooms")
      .means("community rooms built for one link when it starts; those of links there at the start are not counted");
  table.field("trained", &Pairing::trained)
      .in(0, 10000)
      .counts("people")
      .means("local people trained by one link when it starts");
  table.field("trained_effect", &Pairing::trained_effect)
      .in(0, 2)
      .means("what that adds to their results in the next sitting, in standard deviations of candidates");
  table.field("partner_pays", &Pairing::partner_pays)
      .means("whether the partner pays the supervisors it sends; if not, they cost what the area's own do");
}

void Parameters::declare(ParameterTable<Parameters>& table) {
  table.field("seats", &Parameters::seats)
      .changeable()
      .in(0, 1e6)
      .whole()
      .counts("people")
      .means("seats of the courses before one sitting, in each area; people called by their employer come first");
  table.field("before", &Parameters::before)
      .in(Days{0}, Days{365})
      .means("how long before the sitting the courses are held");
  table.field("effect", &Parameters::effect)
      .in(0, 2)
      .means("what a course adds to a trainee's results in that sitting, in standard deviations of candidates");
  table.field("cost", &Parameters::cost).in(0, 1e6).changeable().means("money for one trainee");
  table.field("sessions", &Parameters::sessions).optional().means("trainings with a date of their own; left out: none");
  table.field("supervision", &Parameters::supervision).means("supervision of workers; left out: none");
  table.field("pairing", &Parameters::pairing)
      .optional()
      .means("units of partner regions paired with units here; left out: none");
}

}  // namespace muster::training
