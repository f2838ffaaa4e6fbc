// The professional exam: registration, sitting, passing, and the certificates people hold.
//
// Each sitting runs registration → courses → exam → results → certificates on its own dates. All subject results
// of a person share a latent ability; all candidates of a level share the difficulty of the year's paper. Passed
// subjects count in the sittings of the level's credit window; people who fail register again or give up.
// Contract: every registration goes through enrol(), and each decision has its own stream of random numbers, so
// that a change for one group leaves the random numbers of all others unchanged. Leaves out: where people work;
// employers call people to the exam through call().
#pragma once

#include "engine/events/signal.hpp"
#include "engine/events/simulation.hpp"
#include "engine/series/series.hpp"
#include "engine/state/serializer.hpp"
#include "engine/tables/large_pages.hpp"
#include "engine/tables/paged_table.hpp"
#include "models/funding/funding.hpp"
#include "models/ids.hpp"
#include "models/people/people.hpp"
#include "models/qualification/parameters.hpp"
#include "models/training/training.hpp"

#include <array>
#include <deque>
#include <optional>
#include <vector>

namespace muster::qualification {

struct RegistrationOpened {
  std::uint32_t sitting;
};
struct RegistrationClosed {
  std::uint32_t sitting;
};
struct CoursesHeld {
  std::uint32_t sitting;
};
struct ExamSat {
  std::uint32_t sitting;
};
struct ResultsPublished {
  std::uint32_t sitting;
};
struct CertificatesIssued {
  std::uint32_t sitting;
};
struct Reviewed {
  std::uint32_t place;  // index in in_review_
};
struct RenewalDue {
  PersonId person;
  std::int32_t day;  // day number of the renewal; the event is stale if the person has a later one
};

/// The number of a sitting among those that take place.
using Ordinal = std::uint16_t;

class Qualification {
 public:
  Qualification(const Parameters& parameters, Simulation& sim, SeriesBook& book, people::People& people,
                training::Training& training, funding::Funding& funding);

  /// @throws InconsistentParameter if no one is eligible for a level that candidates of an earlier sitting seek
  void check_start() const;

  /// The expected number of holders in the profession at the start with a level or a higher one, by leaf.
  [[nodiscard]] std::vector<double> active_at_start(LevelId least) const;

  /// Creates the holders of certificates at the start. Called once, after all signals are connected.
  void populate_holders();

  /// Creates the people registered for the sitting under way. Their registration, and their exam if it is over,
  /// count in the flows of the first row. Called once, after populate_holders().
  void populate_sitting_under_way();

  /// Creates the people who did not pass the last sitting before the start, and counts that sitting in the flows
  /// of the first row. Called once, after populate_holders() and after the flows of the start have been reset.
  void populate_last_sitting();

  /// Listener of training.on_session: lets people in the profession without a post take the seats that posts have
  /// left. Connected after posts.
  void session_held();

  /// An employer that requires a level calls a person to the sitting whose registration is open. The person
  /// registers with the given probability, if eligible for that level or for one on the way to it. May be called
  /// only from a listener of on_registration.
  void call(PersonId person, LevelId wanted, Share probability);

  /// Whether a person holds this level or a higher one.
  [[nodiscard]] bool holds(PersonId person, LevelId level) const;

  /// A person of weight one: the person itself if its weight is one, otherwise a new person split off with the same
  /// certificates. A person split off while registered does not sit.
  PersonId single(PersonId person);

  /// Gives a person who has just joined the profession a certificate obtained elsewhere.
  void arrive_with(PersonId person, LevelId level);

  /// The person's valid certificate in words.
  [[nodiscard]] std::string state(PersonId person) const;

  [[nodiscard]] const Parameters& parameters() const { return parameters_; }
  [[nodiscard]] std::optional<LevelId> find_level(std::string_view id) const;

  /// The holders in the profession, in the order in which they joined it.
  [[nodiscard]] std::vector<PersonId> holders() const;

  void on(const RegistrationOpened& event, Simulation& sim);
  void on(const RegistrationClosed& event, Simulation& sim);
  void on(const CoursesHeld& event, Simulation& sim);
  void on(const ExamSat& event, Simulation& sim);
  void on(const ResultsPublished& event, Simulation& sim);
  void on(const CertificatesIssued& event, Simulation& sim);
  void on(const Reviewed& event, Simulation& sim);
  void on(const RenewalDue& event, Simulation& sim);

  /// Serializes the state that changes.
  void state(Serializer& serializer) {
    serializer(records_, registered_, failed_, passed_, in_review_, free_in_review_, admissions_, calls_, in_force_,
               claims_);
  }

  /// Registration for a sitting is open: employers may call their people now.
  Signal<> on_registration;
  /// A person holds a valid certificate for the first time, or again.
  Signal<PersonId> on_qualified;
  /// The registration of a person's certificate lapsed; the person no longer counts as qualified.
  Signal<PersonId> on_lapsed;

 private:
  // The exam's record of a person in the profession, by PersonId. 36 bytes, because a national scenario has
  // millions.
  struct Record {
    std::array<std::int32_t, most_levels> since{};     // day number on which each level held was obtained
    std::int32_t renewal = 0;                          // day number of the next renewal; 0: none
    std::array<Ordinal, most_subjects> credited_in{};  // for `level`; see Candidate
    Ordinal attempts = 0;
    Ordinal called_to = 0;                // the last sitting to which an employer called
    Ordinal decided_in = 0;               // the sitting for which it was last decided whether to come again
    LevelId level{};                      // the level last registered for
    std::uint8_t held : most_levels = 0;  // one bit for each level
    bool registered : 1 = false;
    bool in_review : 1 = false;
    bool lapsed : 1 = false;
    bool unused : 1 = false;
  };
  static_assert(sizeof(Record) == 36);
  // A person registered for a sitting, or one who has failed and may come again. 40 bytes.
  struct Candidate {
    EntityKey key;
    float ability = 0;
    float preparation = 0;
    PersonId person = nobody;  // nobody: from outside the profession
    AreaId area{};
    Weight weight = one_person;
    std::array<Ordinal, most_subjects> credited_in{};  // the sitting in which each subject was passed; 0: none
    Ordinal attempts = 0;
    Ordinal entered_in = 0;  // for a candidate from outside: the sitting whose admission applied
    LevelId level{};
    bool called = false;
    std::uint16_t unused = 0;
  };
  static_assert(sizeof(Candidate) == 40);
  using Candidates = std::vector<Candidate, OnLargePages<Candidate>>;
  // Whether a rule that requires another certificate first must be met (needed), or is taken as met (assumed),
  // because earlier certificates of people at the start are not known.
  enum class Credentials : std::uint8_t { needed, assumed };
  // The paper of a level in one sitting. ease: by subject, minus the pass threshold, in standard deviations of
  // results.
  struct Paper {
    std::array<double, most_subjects> ease{};
    std::uint8_t subjects = 0;
    int credit_sittings = 1;
    // Limits for one uniform number: below `refused` the candidate is refused at the check, below `comes` the
    // candidate comes to the exam.
    double refused = 0;
    std::array<double, 2> comes{};  // by whether an employer called
  };
  // Who may come to a sitting from outside the profession, by level.
  using Admissions = std::vector<people::Admission>;
  // The share of a group that registers, by leaf, with the effect of the incentives in force there.
  using Shares = std::vector<double>;
  static constexpr int most_redraws = 100'000;

  struct Call {
    PersonId person;
    LevelId wanted;
    Share probability;
  };

  // The random numbers of a sitting are named by its id, so that two sittings in one calendar year differ and
  // moving a sitting changes nothing else.
  [[nodiscard]] static std::uint64_t stream_number(const Sitting& sitting) {
    return static_cast<std::uint64_t>(purpose(sitting.id));
  }
  [[nodiscard]] Record& record(PersonId person);
  [[nodiscard]] std::size_t level_count() const { return parameters_.levels.size(); }
  [[nodiscard]] bool eligible(PersonId person, LevelId level, Date sitting,
                              Credentials credentials = Credentials::needed) const;
  [[nodiscard]] bool eligible(const Record& known, std::uint8_t education, std::int32_t practice_since, LevelId level,
                              Date sitting, Credentials credentials) const;
  [[nodiscard]] std::optional<LevelId> level_to_sit(PersonId person, LevelId wanted, Date sitting) const;
  [[nodiscard]] Ordinal ordinal(std::uint32_t sitting) const { return ordinals_[sitting]; }
  [[nodiscard]] const Sitting& sitting_at(std::uint32_t index) const { return parameters_.sittings[index]; }
  template <class Known>  // a Record or a Candidate
  [[nodiscard]] bool has_credit(const Known& known, Ordinal at) const;
  [[nodiscard]] double difficulty(LevelId level, const Sitting& sitting) const;
  [[nodiscard]] double first_time_demand(const Sitting& sitting) const;

  void enrol(PersonId person, LevelId level, Ordinal sitting);
  void enrol(const Candidate& candidate, Ordinal sitting);
  [[nodiscard]] Paper paper_of(LevelId level, double difficulty) const;
  bool sit(Candidate& candidate, Ordinal sitting, const Paper& paper, Instant day);
  void hold_exam(std::uint32_t sitting);
  bool pass_subjects(Candidate& candidate, Ordinal sitting, const Paper& paper, Stream& random) const;
  void register_returning(std::uint32_t sitting);
  void register_called(std::uint32_t sitting);
  void register_holders(std::uint32_t sitting);
  void register_first_time(std::uint32_t sitting);
  void register_talents(std::uint32_t sitting);
  [[nodiscard]] double odds(Reach group, AreaId area) const;
  [[nodiscard]] double encouraged(double share, Reach group, AreaId area) const;
  [[nodiscard]] Shares encouraged(double share, Reach group) const;
  void run_campaigns(Date registration);
  void claim_incentives(const Candidate& candidate, PaidOn due, Instant day);
  void pay_incentives();
  void give_seats(bool called);
  PersonId split(PersonId person, Weight weight);
  void prefetch(const Candidates& row, std::size_t n) const;
  [[nodiscard]] Weight weight_of(const Candidate& candidate) const;
  void fail_before(Candidate& candidate, EntityKey key, Ordinal sitting, const Paper& paper) const;
  [[nodiscard]] Admissions admitted(std::uint32_t sitting, Credentials credentials) const;
  void admit(std::uint32_t sitting, Credentials credentials);
  [[noreturn]] void refuse_candidates(LevelId level, AreaId area) const;
  [[nodiscard]] Candidate from_outside(EntityKey key, AreaId area, Weight weight, Ordinal sitting) const;
  [[nodiscard]] people::Background holder(people::Background made, LevelId level, Date since) const;
  [[nodiscard]] Days practice_needed(LevelId level, std::uint8_t education) const;
  [[nodiscard]] std::vector<double> since_up_to(LevelId level) const;
  [[nodiscard]] std::vector<std::int64_t> held_at_start(std::size_t level) const;
  [[nodiscard]] people::Admission holders_admitted(std::size_t level) const;
  [[nodiscard]] std::uint32_t find_sitting(const std::string& id) const;
  void check_holders() const;
  void check_last_sitting() const;
  void check_sitting_under_way() const;
  void check_candidates(std::int64_t registered, const Admissions& admitted) const;
  [[nodiscard]] LevelId level_for(double uniform) const;
  void obtain(PersonId person, LevelId level, Date since);
  void issue(const Candidate& candidate);
  void schedule_sitting(std::uint32_t sitting);
  void schedule_renewal(PersonId person, Date since);
  void plan_renewal(PersonId person, Instant due);

  // Trace entries of the person that is traced; defined in story.cpp.
  [[nodiscard]] const Sitting& sitting_with(Ordinal ordinal) const;
  [[nodiscard]] std::string name_of(LevelId level) const;
  [[nodiscard]] std::string name_of(LevelId level, Ordinal sitting) const;
  void record_registered(const Candidate& candidate, Ordinal sitting, bool again) const;
  void record_registered_not(const Candidate& candidate, Ordinal sitting) const;
  void record_not_sat(const Candidate& candidate, Ordinal sitting, bool refused) const;
  void record_results(const Candidate& candidate, Ordinal sitting, bool passes) const;
  void record_certificate(LevelId level, Instant at) const;

  const Parameters& parameters_;
  Simulation& sim_;
  people::People& people_;
  training::Training& training_;
  funding::Funding& funding_;
  int start_year_;
  double shared_root_, per_day_root_;  // √r and 1 / √(1 − r) of the ability shared between results
  std::vector<double> demand_up_to_;   // cumulative shares of candidates from outside, by level except the last
  std::vector<Ordinal> ordinals_;      // by sitting: number among those that take place, 2, 3, …
  std::vector<std::vector<std::vector<std::pair<double, int>>>>
      rules_;  // level × education → (years, holding level or −1)

  PagedTable<Record> records_;
  Candidates registered_, failed_, passed_, in_review_;
  std::vector<std::uint32_t> free_in_review_;
  std::vector<Admissions> admissions_;  // by ordinal of the sitting
  std::vector<Call> calls_;
  std::vector<std::vector<bool>> in_force_;        // incentive × leaf, for the current sitting
  std::vector<std::vector<std::int64_t>> claims_;  // incentive × leaf: people to whom it is due

  std::deque<Flow> registered_flow_, sat_flow_, passed_flow_, issued_flow_, arrived_flow_;  // by level
  std::deque<Stock> held_;

  HandlerOf<RegistrationOpened> registration_opened_;
  HandlerOf<RegistrationClosed> registration_closed_;
  HandlerOf<CoursesHeld> courses_held_;
  HandlerOf<ExamSat> exam_sat_;
  HandlerOf<ResultsPublished> results_published_;
  HandlerOf<CertificatesIssued> certificates_issued_;
  HandlerOf<Reviewed> reviewed_;
  HandlerOf<RenewalDue> renewal_due_;
};

}  // namespace muster::qualification
