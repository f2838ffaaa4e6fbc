#include "models/described.hpp"

namespace muster {

DescribedModels described_models() {
  return {
      tr("Persons, posts, stations, agencies and cohorts of candidates, each followed individually."),
      tr("Registering, sitting, certifying, hiring, leaving, founding and staffing stations, serving, deploying in "
         "disasters; the events of one person or station: muster trace."),
      tr("Posts, seats in courses, money of a fiscal year, capacity of agencies."),
      tr("Vacancies wait for applicants, stations for money, operators and rooms, in an order stated by the "
         "scenario."),
      tr("People enter by joining the profession, by registering and by being hired from elsewhere; they leave by "
         "resigning, retiring and leaving the profession.")};
}

}  // namespace muster
