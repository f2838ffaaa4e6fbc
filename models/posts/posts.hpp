// Posts: established, filled, vacated and filled again.
//
// A vacancy takes its time to fill; then a qualified person of the area is sought (or must be), or one from elsewhere, or
// somebody unqualified is hired, or the post stays open and is offered again. People leave by tenure, more slowly once
// qualified. A mandate calls the unqualified to the exam, may close the door to unqualified hires, and at its date may act on
// those left. Contract: a post's nth vacancy has its own luck. Leaves out: what a post is for (stations establish theirs) and pay.
#pragma once

#include "engine/events/announcement.hpp"
#include "engine/events/simulation.hpp"
#include "engine/series/series.hpp"
#include "models/ids.hpp"
#include "models/people/people.hpp"
#include "models/posts/parameters.hpp"
#include "models/qualification/qualification.hpp"

#include <deque>
#include <vector>

namespace muster::posts {

struct PostFilled {
  PostId post;
  std::uint32_t vacancy;  // stale if the post has had another since
};
struct PersonSeparated {
  PostId post;
};
struct MandateEnded {};

class Posts {
 public:
  Posts(const Parameters& parameters, Simulation& sim, SeriesBook& book, people::People& people,
        qualification::Qualification& qualification);

  /// A new post, vacant from now on.
  /// @param seat  its number in the station, from 0
  PostId establish(AreaId area, EntityKey station, StationId owner, std::uint64_t seat);

  /// Notes which holders at the start would take a post. Called once, when they are there.
  void populate();

  /// Puts somebody into a post who has been there at the start already. The qualified are holders of the area: a holder made
  /// up for the post would add to the certificates stated. @throws std::runtime_error if the area has none left
  void staff_at_start(PostId post, bool qualified);

  [[nodiscard]] StationId owner(PostId post) const { return posts_[index(post)].owner; }
  [[nodiscard]] bool qualified(PersonId person) const { return qualification_.holds(person, level_); }

  void on(const PostFilled& event, Simulation& sim);
  void on(const PersonSeparated& event, Simulation& sim);
  void on(const MandateEnded&, Simulation& sim);

  // What others tell.
  void person_left(PersonId person);
  void registration_opened();
  void person_qualified(PersonId person);
  void registration_lapsed(PersonId person);

  /// Somebody started in a post, or left it; told with whether the person was qualified.
  Announcement<PostId, bool> on_filled;
  Announcement<PostId, bool> on_vacated;
  /// Somebody in a post became qualified (true) or no longer is.
  Announcement<PostId, bool> on_qualification_changed;

 private:
  struct Post {
    EntityKey key;
    AreaId area{};
    StationId owner{};
    PersonId holder = nobody;
    std::uint32_t vacancies = 0;
    Instant since{};  // of the vacancy, or of the holder's start
    Handle separation{};
    double patience = 0;  // what is left of the holder's unit exponential at `patience_at`
    Instant patience_at{};
    double conditions = 1;   // what pay and conditions at the start multiply the hazard by
    double factor = 0;       // what the hazard has been multiplied by since `patience_at`
    bool qualified = false;  // as last announced
  };

  void open_vacancy(PostId id);
  void schedule_fill(PostId id, Days wait);
  void start(PostId id, PersonId person, Instant since);
  void vacate(PostId id);
  void separate(PostId id, bool leaves);
  PersonId recruit(PostId id);
  PersonId looking_in(AreaId area);
  PersonId from_elsewhere(PostId id);
  void look_for_post(PersonId person);
  void schedule_separation(PostId id);
  [[nodiscard]] double hazard_until(const Post& post, Instant until) const;
  void announce_qualification(PostId id);
  void set_post_of(PersonId person, PostId post);
  [[nodiscard]] PostId post_of(PersonId person) const;

  const Parameters& parameters_;
  Simulation& sim_;
  people::People& people_;
  qualification::Qualification& qualification_;
  LevelId level_;
  std::vector<Post> posts_;
  std::vector<PostId> post_of_;                // by person
  std::vector<std::deque<PersonId>> looking_;  // by leaf: qualified, without a post, first come first served
  std::vector<std::deque<PersonId>> settled_;  // by leaf: holders at the start who look for none

  Flow established_in_{{"posts.opened", "posts", "posts established in the period"}};
  Stock established_{{"posts.established", "posts", "posts authorised and funded"}};
  Flow hires_{{"posts.hires", "people", "people who started in a post in the period"}};
  Flow separations_{{"posts.separations", "people", "people who left a post in the period, retirement included"}};
  Stock filled_{{"posts.filled", "posts", "posts with a person in them"}};
  Tally time_to_fill_{{"posts.time_to_fill", "days", "from vacancy to start, of posts filled in the period"}};

  HandlerOf<PostFilled> post_filled_;
  HandlerOf<PersonSeparated> person_separated_;
  HandlerOf<MandateEnded> mandate_ended_;
};

}  // namespace muster::posts
