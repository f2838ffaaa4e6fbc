#include "models/assembly.hpp"

#include "engine/parameters/differences.hpp"
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

#include <algorithm>
#include <cmath>
#include <numeric>

namespace muster {

const std::vector<Section>& model_sections() {
  static const std::vector<Section> sections = {
      section<people::Parameters>("people", "people and education", "people: education, age, practice, departures"),
      section<funding::Parameters>("funding", "budgets and spending",
                                   "budgets, and requests that wait when money is short"),
      section<training::Parameters>("training", "training and supervision",
                                    "courses, sessions, supervision and pairing"),
      section<qualification::Parameters>("qualification", "exam and certificates",
                                         "the exam: ladder, calendar, candidates, certificates"),
      section<posts::Parameters>("posts", "social-work posts", "posts, hiring, attrition, the mandate"),
      section<agencies::Parameters>("agencies", "social-work agencies",
                                    "who operates stations, and how many each can carry", false),
      section<stations::Parameters>("stations", "social-work stations",
                                    "the rollout of stations and their regular service"),
      section<services::Parameters>("services", "services of stations", "what staffed stations do for people"),
      section<disaster::Parameters>("disaster", "disaster response", "shocks, and the teams that respond to them",
                                    false),
      section<policy::Parameters>("policy", "changes of policy", "parameters that change on a date or a condition",
                                  false),
  };
  return sections;
}

namespace {

class Workforce final : public Models {
 public:
  Workforce(std::shared_ptr<const SectionSettings> written, Simulation& sim, SeriesBook& book)
      : written_(std::move(written)),
        sim_(sim),
        book_(book),
        sets_(*written_, std::pair(sim.seed(), sim.replication())),
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

    training_.on_supervision.connect<&posts::Posts::supervision_changed>(posts_);
    training_.on_session.connect<&posts::Posts::session_held>(posts_);
    training_.on_session.connect<&qualification::Qualification::session_held>(qualification_);
    training_.on_rooms_given.connect<&stations::Stations::rooms_given>(stations_);
    people_.on_left.connect<&posts::Posts::person_left>(posts_);
    qualification_.on_registration.connect<&posts::Posts::registration_opened>(posts_);
    qualification_.on_qualified.connect<&posts::Posts::person_qualified>(posts_);
    qualification_.on_lapsed.connect<&posts::Posts::registration_lapsed>(posts_);
    posts_.on_filled.connect<&stations::Stations::worker_started>(stations_);
    posts_.on_vacated.connect<&stations::Stations::worker_left>(stations_);
    posts_.on_qualification_changed.connect<&stations::Stations::qualification_changed>(stations_);
    posts_.on_presence_changed.connect<&stations::Stations::presence_changed>(stations_);
    // Connected after stations: services count a worker only if the station is in service, which must be up to date.
    posts_.on_filled.connect<&services::Services::worker_started>(services_);
    posts_.on_vacated.connect<&services::Services::worker_left>(services_);
    posts_.on_qualification_changed.connect<&services::Services::qualification_changed>(services_);
    posts_.on_presence_changed.connect<&services::Services::post_changed>(services_);
    posts_.on_supervision_changed.connect<&services::Services::post_changed>(services_);
    stations_.on_service_changed.connect<&services::Services::service_changed>(services_);
    if (disaster_) {
      posts_.on_filled.connect<&disaster::Disaster::worker_started>(*disaster_);
      posts_.on_vacated.connect<&disaster::Disaster::worker_left>(*disaster_);
      people_.on_left.connect<&disaster::Disaster::person_left>(*disaster_);
    }
    if (agencies_) {
      agencies_->on_capacity.connect<&stations::Stations::capacity_freed>(stations_);
      agencies_->on_operator_lost.connect<&stations::Stations::operator_lost>(stations_);
    }
    funding_.on_paid.connect<&stations::Stations::request_paid>(stations_);
    if (training_.gives_rooms()) static_cast<void>(stations_.tier_from_pairing());
  }

  void check_start() const override {
    located([this] {
      qualification_.check_start();
      posts_.check_start();
      stations_.check_start();
      const std::vector<double> holders = qualification_.active_at_start(LevelId{});
      people_.check_talents(
          std::llround(std::accumulate(holders.begin(), holders.end(), stations_.made_up_at_start())));
    });
  }

  void populate() override {
    located([this] { populate_models(); });
  }

  void locate(InconsistentParameter& fault) const override { fault.locate(*written_); }

  // Policy comes last, because it changes the parameters that the other models read.
  void state(Serializer& serializer) override {
    serializer(people_, funding_, training_, qualification_, posts_);
    if (agencies_) serializer(*agencies_);
    serializer(stations_, services_);
    if (disaster_) serializer(*disaster_);
    bool changed = policy_ && policy_->has_changed();
    serializer(changed);
    if (!changed) return;
    if (!policy_) throw BadState("changes are in force and the scenario has no policy");
    serializer(*policy_);
  }

  void record_end() const override {
    if (sim_.traced() == EntityKey{}) return;
    const Instant last{sim_.now().minutes - 1};
    if (const PersonId person = people_.find(sim_.traced()); person != nobody) {
      sim_.record(last, people_[person].left ? tr("the simulation ends: {}", people_.state(person))
                                             : tr("the simulation ends: {}; {}; {}", people_.state(person),
                                                  qualification_.state(person), posts_.state(person)));
    } else if (const auto station = stations_.find(sim_.traced())) {
      sim_.record(last, tr("the simulation ends: {}", stations_.state(*station)));
    }
  }

 private:
  // Runs a function; an InconsistentParameter that it throws is given its position in the scenario's files.
  template <class Do>
  void located(const Do& what) const {
    try {
      what();
    } catch (InconsistentParameter& fault) {
      locate(fault);
      throw;
    }
  }

  void populate_models() {
    training_.populate();
    if (agencies_) agencies_->populate();
    qualification_.populate_holders();
    posts_.populate();
    stations_.populate();
    people_.populate_talents();
    services_.populate();
    book_.reset_flows();
    // Flows from before the start that are recorded in the first row.
    training_.populate_before_start();
    qualification_.populate_last_sitting();
    qualification_.populate_sitting_under_way();
  }

  // Creates a model that a scenario may leave out; null if its section is missing.
  template <class Parameters, class Model, class... Needs>
  std::unique_ptr<Model> if_written(Simulation& sim, SeriesBook& book, Needs&... needs) const {
    if (!sets_.has<Parameters>()) return nullptr;
    return std::make_unique<Model>(sets_.get<Parameters>(), sim, book, needs...);
  }

  std::shared_ptr<const SectionSettings> written_;
  const Simulation& sim_;
  SeriesBook& book_;
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

std::unique_ptr<Models> assemble(std::shared_ptr<const SectionSettings> written, Simulation& sim, SeriesBook& book) {
  try {
    return std::make_unique<Workforce>(written, sim, book);
  } catch (InconsistentParameter& fault) {
    fault.locate(*written);
    throw;
  }
}

namespace {

constexpr const char* policy_section = "policy";

const GroupSetting* find(const SectionSettings& sections, const std::string& name) {
  const auto found =
      std::find_if(sections.begin(), sections.end(), [&](const auto& section) { return section.first->name == name; });
  return found == sections.end() ? nullptr : &found->second;
}

// The items of policy.changes, which is the only setting of the section.
const std::vector<GroupSetting>& changes_of(const SectionSettings& sections) {
  static const std::vector<GroupSetting> none;
  const GroupSetting* policy = find(sections, policy_section);
  const Setting* changes = policy ? policy->find("changes") : nullptr;
  const auto* items = changes ? std::get_if<std::vector<GroupSetting>>(&changes->content) : nullptr;
  return items ? *items : none;
}

// The date before which a change has no effect; none: the change has no date of its own.
std::optional<Date> acts_on(const GroupSetting& change) {
  const Setting* on = change.find("on");
  const auto* value = on ? std::get_if<ValueSetting>(&on->content) : nullptr;
  const Date* date = value ? std::get_if<Date>(value) : nullptr;
  return date ? std::optional(*date) : std::nullopt;
}

std::optional<std::string> difference_but_for_policy(const SectionSettings& a, const SectionSettings& b) {
  for (const Section& section : model_sections()) {
    if (section.name == policy_section) continue;
    const GroupSetting *in_a = find(a, section.name), *in_b = find(b, section.name);
    if (!in_a && !in_b) continue;
    if (!in_a || !in_b) return section.name;
    if (auto found = first_difference(*in_a, *in_b)) return found;
  }
  return std::nullopt;
}

}  // namespace

Divergence divergence(const SectionSettings& a, const SectionSettings& b) {
  if (auto found = difference_but_for_policy(a, b)) return {std::nullopt, *found};
  const std::vector<GroupSetting>&in_a = changes_of(a), &in_b = changes_of(b);
  std::size_t same = 0;
  while (same < std::min(in_a.size(), in_b.size()) && in_a[same].id == in_b[same].id &&
         !first_difference(in_a[same], in_b[same]))
    ++same;
  Divergence found{Date::max(), ""};
  for (const std::vector<GroupSetting>* changes : {&in_b, &in_a})
    for (std::size_t i = same; i < changes->size(); ++i) {
      const std::optional<Date> on = acts_on((*changes)[i]);
      const std::string path = std::string(policy_section) + ".changes." + (*changes)[i].id;
      if (!on) return {std::nullopt, path};
      if (*on <= *found.shared_until) found = {*on - std::chrono::days{1}, path};
    }
  return found;
}

}  // namespace muster
