// Posts: they are established, filled, vacated and filled again.
//
// A vacancy is open for its time to fill. Then a qualified person of the area may or must be hired, or a qualified
// person from elsewhere; otherwise an unqualified person is hired, or the post is offered again later. Attrition
// depends on tenure and is lower for the qualified. A mandate calls unqualified staff to the exam, may forbid
// hiring unqualified people, and may apply a sanction to unqualified staff at its date. Posts of an establishment
// are for holders only, filled in yearly rounds, graded and paid. Supervision lowers attrition; a person may be
// seconded elsewhere for a time.
// Contract: each vacancy of a post has its own random numbers. Leaves out: the work done in a post (the station that
// establishes the post decides that).
#pragma once

#include "engine/events/signal.hpp"
#include "engine/events/simulation.hpp"
#include "engine/series/series.hpp"
#include "engine/state/serializer.hpp"
#include "engine/tables/paged_table.hpp"
#include "models/funding/funding.hpp"
#include "models/ids.hpp"
#include "models/people/people.hpp"
#include "models/posts/parameters.hpp"
#include "models/qualification/qualification.hpp"
#include "models/training/training.hpp"

#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace muster::posts {

struct PostFilled {
  PostId post;
  std::uint32_t vacancy;  // number of the vacancy; the event is stale if the post has had another since
};
struct PersonSeparated {
  PostId post;
};
struct MandateEnded {};
struct RoundHeld {
  std::uint32_t establishment;
};
struct Appointed {
  PostId post;
  PersonId person;
};
struct SalariesDue {};

/// The person in a post and how that person works.
struct Incumbent {
  PersonId person = nobody;  // nobody: the post is vacant
  Instant since{};
  std::uint32_t nth = 0;  // number of the incumbent, which distinguishes successive incumbents of a post
  bool qualified = false;
  bool supervised = false;
  bool away = false;  // seconded elsewhere
};

/// The owner of a post that belongs to no station.
inline constexpr StationId no_station{0xFFFFFFFF};

class Posts {
 public:
  Posts(const Parameters& parameters, Simulation& sim, SeriesBook& book, people::People& people,
        qualification::Qualification& qualification, training::Training& training, funding::Funding& funding);

  /// @throws InconsistentParameter if the expected number of holders at the start is less than the people in posts of
  /// establishments
  void check_start() const;

  /// Creates a post, vacant from now on.
  /// @param seat  number of the post in the station, from 0
  PostId establish(AreaId area, EntityKey station, StationId owner, std::uint64_t seat);

  /// An upper limit of the expected number of holders of posts.level at the start who are not in establishments
  /// and so are available to stations, by leaf.
  [[nodiscard]] std::vector<double> holders_for_stations() const;

  /// Decides which holders at the start look for a post, and fills the establishments. Called once, after the
  /// holders have been created.
  void populate();

  /// Fills a post with a person who has held it since before the start. A qualified person is one of the area's
  /// holders, because a newly created one would add to the stated number of certificates. If the area has no
  /// holder left, the person is unqualified.
  void staff_at_start(PostId post, bool qualified);

  /// Seconds the person in a post elsewhere until give_back(). The person keeps the post and does not resign
  /// meanwhile.
  void second(PostId post);
  void give_back(PostId post);

  /// Multiplies the attrition of the person now in the post by a factor from now on; 1 ends the effect.
  void strain(PostId post, double attrition);

  [[nodiscard]] Incumbent incumbent(PostId post) const;
  [[nodiscard]] std::size_t count() const { return posts_.size(); }
  [[nodiscard]] AreaId area(PostId post) const { return posts_[index(post)].area; }
  [[nodiscard]] StationId owner(PostId post) const { return posts_[index(post)].owner; }
  [[nodiscard]] EntityKey key(PostId post) const { return posts_[index(post)].key; }
  [[nodiscard]] bool qualified(PersonId person) const { return qualification_.holds(person, level_); }
  [[nodiscard]] bool has_post(PersonId person) const;

  /// The person's post in words: "in a post of station east-3 since 2022-03-01".
  [[nodiscard]] std::string state(PersonId person) const;

  /// The name of a station that owns posts; used for traces only.
  std::function<std::string(StationId)> name_of_station;

  void prefetch(const PostFilled& event) const { prefetch(event.post); }
  void prefetch(const PersonSeparated& event) const { prefetch(event.post); }
  void on(const PostFilled& event, Simulation& sim);
  void on(const PersonSeparated& event, Simulation& sim);
  void on(const MandateEnded&, Simulation& sim);
  void on(const RoundHeld& event, Simulation& sim);
  void on(const Appointed& event, Simulation& sim);
  void on(const SalariesDue&, Simulation& sim);

  // Listeners, connected to signals of other models.
  void session_held();
  void supervision_changed(AreaId area);
  void person_left(PersonId person);
  void registration_opened();
  void person_qualified(PersonId person);
  void registration_lapsed(PersonId person);

  /// Serializes the state that changes; settled_ is used at the start only.
  void state(Serializer& serializer) {
    serializer(posts_, in_area_, establishments_, appointees_, post_of_, looking_, looking_of_);
  }

  /// A person started in a post, or left it; with whether the person was qualified.
  Signal<PostId, bool> on_filled;
  Signal<PostId, bool> on_vacated;
  /// A person in a post became qualified (true) or is no longer qualified (false).
  Signal<PostId, bool> on_qualification_changed;
  /// A person in a post was seconded elsewhere or came back. If the person leaves while away, has_post() is
  /// already false and on_vacated follows.
  Signal<PostId> on_presence_changed;
  /// A person in a post got a supervisor or lost one.
  Signal<PostId> on_supervision_changed;

 private:
  struct Post {
    EntityKey key;
    AreaId area{};
    StationId owner{};
    PersonId holder = nobody;
    std::uint32_t vacancies = 0;
    Instant since{};  // start of the vacancy, or the day on which the holder started
    Handle separation{};
    double patience = 0;  // remainder of the holder's unit exponential at `patience_at`
    Instant patience_at{};
    double conditions = 1;  // factor of the hazard for pay and conditions when the holder started
    double factor = 0;      // factor of the hazard since `patience_at`
    double strain = 1;
    bool qualified = false;  // as last announced
    bool supervised = false;
    bool away = false;
    std::uint8_t establishment = none;  // index into posts.establishments
    std::uint8_t grade = 0;
    bool awarded = false;  // awarded in a round to a person who has not started yet
    Instant graded{};      // when the holder entered the grade
    static constexpr std::uint8_t none = 255;
  };
  struct EstablishmentPosts {      // the posts of an establishment
    std::size_t first_series = 0;  // index in in_grade_ of the series of its lowest grade
    std::vector<LevelId> needed;   // level required, by grade
    std::vector<PostId> posts;
    void state(Serializer& serializer) { serializer(posts); }
  };

  [[nodiscard]] bool is_spared(const Post& post) const;  // by the mandate, which must exist
  void prefetch(PostId post) const {
    if (index(post) < posts_.size()) __builtin_prefetch(&posts_[index(post)], 1);
  }
  PostId add_post(AreaId area, EntityKey key, StationId owner);
  void declare_establishments(SeriesBook& book);
  [[noreturn]] void refuse_establishment(std::size_t establishment, AreaId area) const;
  void populate_establishments();
  PersonId holder_at_start(AreaId area, LevelId level);
  void set_supervised(PostId id, bool supervised);
  void pass_supervision_on(AreaId area);
  void set_away(PostId id, bool away);
  void enter_grade(Post& post, std::size_t grade);
  void leave_grade(Post& post);
  void promote(std::size_t establishment);
  void recruit_in_round(std::size_t establishment);
  [[nodiscard]] const Grade& grade_of(const Post& post) const;
  [[nodiscard]] bool has_room(std::size_t establishment, AreaId area, std::size_t grade) const;
  void open_vacancy(PostId id);
  void schedule_fill(PostId id, Days wait);
  void start(PostId id, PersonId person, Instant since);
  void vacate(PostId id, std::string_view why);
  void separate(PostId id, bool leaves, std::string_view why);
  PersonId recruit(PostId id);
  PersonId looking_in(AreaId area);
  PersonId from_elsewhere(PostId id);
  void look_for_post(PersonId person);
  [[nodiscard]] bool was_asked(PersonId person) const;
  [[nodiscard]] int still_looking(PersonId person) const;
  int looking_among(PersonId person);
  PersonId take_looking(PersonId person);
  void schedule_separation(PostId id);
  [[nodiscard]] double hazard_until(const Post& post, Instant until) const;
  void announce_qualification(PostId id);
  void record_start(PostId id) const;
  void record_end_of_post(PostId id, std::string_view why) const;
  [[nodiscard]] std::string name_of(PostId id) const;
  [[nodiscard]] std::string name_of_grade(const Post& post) const;
  void set_post_of(PersonId person, PostId post);
  [[nodiscard]] PostId post_of(PersonId person) const;

  const Parameters& parameters_;
  Simulation& sim_;
  people::People& people_;
  qualification::Qualification& qualification_;
  training::Training& training_;
  funding::Funding& funding_;
  LevelId level_;
  std::vector<Post> posts_;
  std::vector<std::vector<PostId>> in_area_;        // by leaf
  std::vector<EstablishmentPosts> establishments_;  // by establishment
  std::unordered_set<PersonId> appointees_;    // people who were awarded a post in a round and have not started yet
  PagedTable<PostId> post_of_;                 // by person
  std::vector<std::deque<PersonId>> looking_;  // by leaf: qualified people who look for a post, in order of coming
  std::vector<std::deque<PersonId>> settled_;  // by leaf: holders at the start who look for no post
  PagedTable<std::int16_t> looking_of_;        // by person with weight above 1: how many look for a post
  static constexpr std::int16_t not_asked = -1;

  Flow established_in_{{"posts.opened", "posts", "newly established posts", "posts established in the period"}};
  Stock established_{{"posts.established", "posts", "authorised posts", "posts authorised and funded"}};
  Flow hires_{{"posts.hires", "people", "people hired", "people who started in a post in the period"}};
  Flow separations_{{"posts.separations", "people", "people leaving a post",
                     "people who left a post in the period, retirement included"}};
  Stock filled_{{"posts.filled", "posts", "people in posts", "posts with a person in them"}};
  Tally time_to_fill_{
      {"posts.time_to_fill", "days", "time to fill a post", "from vacancy to start, of posts filled in the period"}};
  Flow promotions_{{"posts.promotions", "people", "promotions", "people promoted to a higher grade in the period"}};
  Flow applicants_{{"posts.applicants", "people", "holders applying for posts",
                    "holders who entered a recruitment round in the period"}};
  std::deque<Stock> in_grade_;               // by establishment and grade
  std::deque<Flow> graded_in_, graded_out_;  // by establishment and grade

  HandlerOf<PostFilled> post_filled_;
  HandlerOf<PersonSeparated> person_separated_;
  HandlerOf<MandateEnded> mandate_ended_;
  HandlerOf<RoundHeld> round_held_;
  HandlerOf<Appointed> appointed_;
  HandlerOf<SalariesDue> salaries_due_;
};

}  // namespace muster::posts
