#include "models/assembly.hpp"

#include "models/funding/funding.hpp"
#include "models/people/people.hpp"
#include "models/policy/policy.hpp"
#include "models/posts/posts.hpp"
#include "models/qualification/qualification.hpp"
#include "models/stations/stations.hpp"
#include "models/training/training.hpp"

namespace muster {

const std::vector<Section>& model_sections() {
  static const std::vector<Section> sections = {
      section<people::Parameters>("people", "who there is: education, age, practice, departures"),
      section<funding::Parameters>("funding", "budgets and what waits when they run short"),
      section<training::Parameters>("training", "preparation courses before the exam"),
      section<qualification::Parameters>("qualification", "the exam: ladder, calendar, candidates, certificates"),
      section<posts::Parameters>("posts", "posts, hiring, attrition, the mandate"),
      section<stations::Parameters>("stations", "the rollout of stations and their regular service"),
      section<policy::Parameters>("policy", "what changes on a date or a condition", false),
  };
  return sections;
}

namespace {

class Workforce final : public World {
 public:
  Workforce(const SectionSettings& written, Simulation& sim, SeriesBook& book)
      : sets_(written, std::pair(sim.seed(), sim.replication())),
        people_(sets_.get<people::Parameters>(), sim, book),
        funding_(sets_.get<funding::Parameters>(), sim, book),
        training_(sets_.get<training::Parameters>(), sim, book, funding_),
        qualification_(sets_.get<qualification::Parameters>(), sim, book, people_, training_),
        posts_(sets_.get<posts::Parameters>(), sim, book, people_, qualification_),
        stations_(sets_.get<stations::Parameters>(), sim, book, posts_, funding_) {
    if (sets_.has<policy::Parameters>())
      policy_ = std::make_unique<policy::Policy>(sets_.get<policy::Parameters>(), sim, book, sets_);

    people_.on_left.tells<&posts::Posts::person_left>(posts_);
    qualification_.on_registration.tells<&posts::Posts::registration_opened>(posts_);
    qualification_.on_qualified.tells<&posts::Posts::person_qualified>(posts_);
    qualification_.on_lapsed.tells<&posts::Posts::registration_lapsed>(posts_);
    posts_.on_filled.tells<&stations::Stations::worker_came>(stations_);
    posts_.on_vacated.tells<&stations::Stations::worker_went>(stations_);
    posts_.on_qualification_changed.tells<&stations::Stations::qualification_changed>(stations_);
    funding_.on_paid.tells<&stations::Stations::money_came>(stations_);

    qualification_.populate_holders();
    posts_.populate();
    stations_.populate();
    book.forget_flows();
    qualification_.populate_sitting_under_way();
  }

 private:
  ParameterSets sets_;
  people::People people_;
  funding::Funding funding_;
  training::Training training_;
  qualification::Qualification qualification_;
  posts::Posts posts_;
  stations::Stations stations_;
  std::unique_ptr<policy::Policy> policy_;
};

}  // namespace

std::unique_ptr<World> assemble(const SectionSettings& written, Simulation& sim, SeriesBook& book) {
  return std::make_unique<Workforce>(written, sim, book);
}

}  // namespace muster
