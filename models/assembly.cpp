#include "models/assembly.hpp"

#include "engine/text/text.hpp"
#include "models/agencies/agencies.hpp"
#include "models/disaster/disaster.hpp"
#include "models/funding/funding.hpp"
#include "models/people/people.hpp"
#include "models/policy/policy.hpp"
#include "models/posts/posts.hpp"
#include "models/qualification/qualification.hpp"
#include "models/services/services.hpp"
#include "models/stations/stations.hpp"
#include "models/training/training.hpp"

namespace muster {

const std::vector<Section>& model_sections() {
  static const std::vector<Section> sections = {
      section<people::Parameters>("people", "who there is: education, age, practice, departures"),
      section<funding::Parameters>("funding", "budgets and what waits when they run short"),
      section<training::Parameters>("training", "courses, sessions, supervision and pairing"),
      section<qualification::Parameters>("qualification", "the exam: ladder, calendar, candidates, certificates"),
      section<posts::Parameters>("posts", "posts, hiring, attrition, the mandate"),
      section<agencies::Parameters>("agencies", "who operates stations, and how many each can carry", false),
      section<stations::Parameters>("stations", "the rollout of stations and their regular service"),
      section<services::Parameters>("services", "what staffed stations do for people"),
      section<disaster::Parameters>("disaster", "shocks, and the teams that go there", false),
      section<policy::Parameters>("policy", "what changes on a date or a condition", false),
  };
  return sections;
}

namespace {

class Workforce final : public World {
 public:
  Workforce(const SectionSettings& written, Simulation& sim, SeriesBook& book)
      : sim_(sim),
        sets_(written, std::pair(sim.seed(), sim.replication())),
        people_(sets_.get<people::Parameters>(), sim, book),
        funding_(sets_.get<funding::Parameters>(), sim, book),
        training_(sets_.get<training::Parameters>(), sim, book, funding_),
        qualification_(sets_.get<qualification::Parameters>(), sim, book, people_, training_, funding_),
        posts_(sets_.get<posts::Parameters>(), sim, book, people_, qualification_, training_, funding_),
        agencies_(if_written<agencies::Parameters, agencies::Agencies>(sim, book)),
        stations_(sets_.get<stations::Parameters>(), sim, book, posts_, funding_, agencies_.get()),
        services_(sets_.get<services::Parameters>(), sim, book, posts_, stations_, training_),
        disaster_(if_written<disaster::Parameters, disaster::Disaster>(sim, book, people_, qualification_, posts_,
                                                                       stations_, services_)) {
    if (sets_.has<policy::Parameters>())
      policy_ = std::make_unique<policy::Policy>(sets_.get<policy::Parameters>(), sim, book, sets_);

    training_.on_supervision.tells<&posts::Posts::supervision_changed>(posts_);
    training_.on_session.tells<&posts::Posts::session_held>(posts_);
    training_.on_session.tells<&qualification::Qualification::session_held>(qualification_);
    training_.on_rooms_given.tells<&stations::Stations::rooms_given>(stations_);
    people_.on_left.tells<&posts::Posts::person_left>(posts_);
    qualification_.on_registration.tells<&posts::Posts::registration_opened>(posts_);
    qualification_.on_qualified.tells<&posts::Posts::person_qualified>(posts_);
    qualification_.on_lapsed.tells<&posts::Posts::registration_lapsed>(posts_);
    posts_.on_filled.tells<&stations::Stations::worker_came>(stations_);
    posts_.on_vacated.tells<&stations::Stations::worker_went>(stations_);
    posts_.on_qualification_changed.tells<&stations::Stations::qualification_changed>(stations_);
    posts_.on_presence_changed.tells<&stations::Stations::presence_changed>(stations_);
    // Stations first: what services count follows from whether the station is in service.
    posts_.on_filled.tells<&services::Services::worker_came>(services_);
    posts_.on_vacated.tells<&services::Services::worker_went>(services_);
    posts_.on_qualification_changed.tells<&services::Services::qualification_changed>(services_);
    posts_.on_presence_changed.tells<&services::Services::post_changed>(services_);
    posts_.on_supervision_changed.tells<&services::Services::post_changed>(services_);
    stations_.on_service_changed.tells<&services::Services::service_changed>(services_);
    if (disaster_) {
      posts_.on_filled.tells<&disaster::Disaster::worker_came>(*disaster_);
      posts_.on_vacated.tells<&disaster::Disaster::worker_went>(*disaster_);
      people_.on_left.tells<&disaster::Disaster::person_left>(*disaster_);
    }
    if (agencies_) {
      agencies_->on_capacity.tells<&stations::Stations::capacity_came>(stations_);
      agencies_->on_operator_lost.tells<&stations::Stations::operator_lost>(stations_);
    }
    funding_.on_paid.tells<&stations::Stations::money_came>(stations_);

    training_.populate();
    if (agencies_) agencies_->populate();
    qualification_.populate_holders();
    posts_.populate();
    stations_.populate();
    people_.populate_talents();
    services_.populate();
    book.forget_flows();
    // What happened before the start and the first report states.
    training_.populate_history();
    qualification_.populate_last_sitting();
    qualification_.populate_sitting_under_way();
  }

  void tell_end() const override {
    if (sim_.followed() == EntityKey{}) return;
    const Instant last{sim_.now().minutes - 1};
    if (const PersonId person = people_.find(sim_.followed()); person != nobody) {
      sim_.tell(last, people_[person].left ? text("the simulation ends: {}", people_.state(person))
                                           : text("the simulation ends: {}; {}; {}", people_.state(person),
                                                  qualification_.state(person), posts_.state(person)));
    } else if (const auto station = stations_.find(sim_.followed())) {
      sim_.tell(last, text("the simulation ends: {}", stations_.state(*station)));
    }
  }

 private:
  // A model that a scenario may leave out.
  template <class Parameters, class Model, class... Needs>
  std::unique_ptr<Model> if_written(Simulation& sim, SeriesBook& book, Needs&... needs) const {
    if (!sets_.has<Parameters>()) return nullptr;
    return std::make_unique<Model>(sets_.get<Parameters>(), sim, book, needs...);
  }

  const Simulation& sim_;
  ParameterSets sets_;
  people::People people_;
  funding::Funding funding_;
  training::Training training_;
  qualification::Qualification qualification_;
  posts::Posts posts_;
  std::unique_ptr<agencies::Agencies> agencies_;
  stations::Stations stations_;
  services::Services services_;
  std::unique_ptr<disaster::Disaster> disaster_;
  std::unique_ptr<policy::Policy> policy_;
};

}  // namespace

std::unique_ptr<World> assemble(const SectionSettings& written, Simulation& sim, SeriesBook& book) {
  return std::make_unique<Workforce>(written, sim, book);
}

}  // namespace muster
