#include "tests/support/small_workforce.hpp"

namespace muster::test {

SmallPlace::SmallPlace(const std::vector<AreaDefinition>& written) : areas(written) {
  const std::size_t leaves = areas.leaf_count();
  people.education = {{"school", "", Share{1}}};
  people.weight = PerArea<Number>(leaves, Number{1});
  people.scale = Number{1};
  people.age = years(30);
  people.practice = years(5);
  people.retirement_age = years(75);

  funding.sources = {{"purse", "", Yuan{1e9}, Yuan{1e9}, Share{1}, funding::item_names}};
  funding.weight = PerArea<Number>(leaves, Number{1});
  funding.priority = funding::item_names;
  training.seats = PerArea<ByDate<Number>>(leaves, Number{0});
  training.before = Days{45};

  qualification::Level assistant;
  assistant.id = "assistant";
  assistant.subjects = {{"comprehensive", "", Share{0.42}}, {"practice", "", Share{0.42}}};
  assistant.eligible = {{"anybody", "school", Days{0}, {}}};
  assistant.demand = Share{1};
  assistant.holders = Number{1};
  qualification.levels = {assistant};
  qualification.holders.active = Share{1};
  qualification.holders.since = years(1);
  qualification.demand.ceiling = Number{2};
  qualification.demand.drive = Number{1};
  qualification.attendance = qualification.attendance_called = Share{1};
  qualification.renewal.first = years(1);
  qualification.renewal.valid = years(3);
  for (int year = 2022; year <= 2030; ++year) add_sitting(year);

  posts.level = "assistant";
  posts.time_to_fill = Days{30};
  posts.fill_factor = PerArea<ByDate<Number>>(leaves, Number{1});
  posts.advertised_again = Days{60};
  posts.attrition_qualified = Number{1};
  posts.attrition_factor = Number{1};
}

stations::Parameters& SmallPlace::with_stations(int townships) {
  const std::size_t leaves = areas.leaf_count();
  stations::Parameters& made = stations.emplace();
  made.townships = PerArea<int>(leaves, townships);
  made.open_at_start = PerArea<int>(leaves, 0);
  made.staffed_at_start = Share{1};
  made.staff_posts = Number{2};
  made.staff_to_open = made.staff_in_service = Number{1};
  made.grace = Days{30};
  made.planning = Days{10};
  made.procurement = Days{20};
  made.fitting_out = Days{30};
  made.fitted_out_at_once = PerArea<Number>(leaves, Number{100});
  made.settling = Days{40};
  made.evaluation.every = Days{3650};
  made.evaluation.replacement = Days{60};
  return made;
}

SmallWorkforce::SmallWorkforce(const SmallPlace& place, Seed seed, Replication replication,
                               const std::function<void(SmallWorkforce&)>& at_start)
    : sim(seed, replication, start_of(place.start + std::chrono::days{1})),
      book(place.areas),
      people(place.people, sim, book),
      funding(place.funding, sim, book),
      training(place.training, sim, book, funding),
      qualification(place.qualification, sim, book, people, training, funding),
      posts(place.posts, sim, book, people, qualification, training, funding) {
  training.on_supervision.connect<&posts::Posts::supervision_changed>(posts);
  training.on_session.connect<&posts::Posts::session_held>(posts);
  training.on_session.connect<&qualification::Qualification::session_held>(qualification);
  people.on_left.connect<&posts::Posts::person_left>(posts);
  qualification.on_registration.connect<&posts::Posts::registration_opened>(posts);
  qualification.on_qualified.connect<&posts::Posts::person_qualified>(posts);
  qualification.on_lapsed.connect<&posts::Posts::registration_lapsed>(posts);
  if (place.stations) {
    if (place.agencies) agencies = std::make_unique<agencies::Agencies>(*place.agencies, sim, book);
    stations = std::make_unique<stations::Stations>(*place.stations, sim, book, posts, funding, agencies.get());
    posts.on_filled.connect<&stations::Stations::worker_started>(*stations);
    posts.on_vacated.connect<&stations::Stations::worker_left>(*stations);
    posts.on_qualification_changed.connect<&stations::Stations::qualification_changed>(*stations);
    posts.on_presence_changed.connect<&stations::Stations::presence_changed>(*stations);
    training.on_rooms_given.connect<&stations::Stations::rooms_given>(*stations);
    funding.on_paid.connect<&stations::Stations::request_paid>(*stations);
    if (agencies) {
      agencies->on_capacity.connect<&stations::Stations::capacity_freed>(*stations);
      agencies->on_operator_lost.connect<&stations::Stations::operator_lost>(*stations);
      agencies->populate();
    }
  }
  training.populate();
  qualification.populate_holders();
  posts.populate();
  if (stations) stations->populate();
  people.populate_talents();
  if (at_start) at_start(*this);
  book.reset_flows();
  training.populate_before_start();
  qualification.populate_last_sitting();
  qualification.populate_sitting_under_way();
  row_.resize(book.areas().node_count() * book.series().size());
  book.open(row_);
}

}  // namespace muster::test
