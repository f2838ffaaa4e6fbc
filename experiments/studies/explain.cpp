#include "experiments/studies/explain.hpp"

#include "engine/parameters/diagnostic.hpp"
#include "engine/text/text.hpp"
#include "experiments/session/context.hpp"
#include "experiments/studies/explanation.hpp"
#include "output/charts/explanation.hpp"
#include "output/documents/explanation.hpp"
#include "output/formats/csv.hpp"
#include "output/tables/explanation.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <utility>

namespace muster::experiments {

namespace {

constexpr const char* planned_strategy = "as_planned";
// replications of the scenario alone, cheap compared with all its relaxations
constexpr std::size_t times_as_many = 5;

class ExplainTargets final : public Experiment {
 public:
  explicit ExplainTargets(ExplainQuestion question)
      : question_(std::move(question)),
        session_(open_session(question_.scenario)),
        targets_(targets_of(session_, question_.targets)),
        constraints_(constraints_in(question_.constraints, *question_.scenario.files)),
        report_(report_of(session_)) {}

  [[nodiscard]] std::vector<const Session*> sessions() const override { return {&session_}; }
  [[nodiscard]] std::string folder_name() const override {
    return session_.scenario.place + (session_.scenario.strategy ? "-" + session_.scenario.strategy->id : "") +
           "-explained";
  }
  void complete(output::RunRecord& record) const override {
    // The number for the first study if that was interrupted, otherwise for the whole.
    record.replications_requested = (study_.run.interrupted ? 1 : times_as_many) * question_.replications;
  }

  // If the first study is interrupted, its findings on the constraints are kept and the second study is not started.
  Simulated simulate(const Runner& runner) override {
    study_ = study_constraints(session_, targets_, constraints_.list, !question_.whole, runner, question_.replications);
    Simulated made = simulated_by(study_.run);
    stopped_ = stopped_of(made.stopped);
    // a small shard may contain none of these replications
    const bool nothing = made.finished == 0 && runner.shard.of == 1;
    if (nothing || made.interrupted) return made;
    spread_.emplace(study_spread(session_, targets_, runner, times_as_many * question_.replications));
    const Simulated second = simulated_by(spread_->run);
    made.stopped.insert(made.stopped.end(), second.stopped.begin(), second.stopped.end());
    made.interrupted = second.interrupted;
    made.finish = second.finish;
    made.finished += second.finished;
    if (second.finished == 0) spread_.reset();
    stopped_ = stopped_of(made.stopped);
    return made;
  }

  void write_tables(output::TableFiles& files, const output::RunRecord& /*record*/) const override {
    output::write_csv(files, {output::constraints_table(study_.targets)});
    if (spread_) output::write_csv(files, {output::spread_table(spread_->spreads)});
  }
  [[nodiscard]] std::vector<output::Chart> charts() const override {
    if (!spread_) return {};
    std::vector<output::Chart> all = output::constraints_charts(study_.targets, session_.title());
    for (output::Chart& chart : output::spread_charts(spread_->spreads, session_.title()))
      all.push_back(std::move(chart));
    return all;
  }
  [[nodiscard]] output::Document document(const std::filesystem::path& folder, const output::RunRecord& record,
                                          std::uint8_t /*media*/) const override {
    static const output::Spreads none;
    return output::constraints_document(folder, session_.shape, study_.targets, spread_ ? spread_->spreads : none,
                                        stopped_, record, report_);
  }
  [[nodiscard]] nlohmann::ordered_json manifest(const std::filesystem::path& folder,
                                                const output::RunRecord& record) const override {
    Results results = spread_ ? spread_->results : Results(session_.shape);
    for (const ReplicationFailure& stopped : stopped_) results.add(stopped);
    return output::manifest(folder, results, record);
  }
  [[nodiscard]] output::WrittenCommand reproduce(const PairFailure& stopped, Seed seed) const override {
    // a relaxation that no command can reproduce
    const bool relaxed = !stopped.variant.empty() && stopped.variant != planned_strategy;
    return relaxed ? output::WrittenCommand{} : run_alone(question_.scenario, seed, stopped.stopped.replication);
  }

 private:
  ExplainQuestion question_;
  Session session_;
  std::vector<TargetDefinition> targets_;
  scenarios::Constraints constraints_;
  output::ReportContext report_;
  ConstraintStudy study_;
  std::optional<SpreadStudy> spread_;        // empty if it was not carried out
  std::vector<ReplicationFailure> stopped_;  // in either study
};

// ---- attribution --------------------------------------------------------------------------------------------------

using Change = scenarios::Strategy::Change;

struct Side {
  LocalizedText name;
  scenarios::StrategyUse use;
  std::vector<Change> changes;

  // Whether this side has the very same change, not just another one with the same id.
  [[nodiscard]] bool has(const Change& one) const {
    return std::any_of(changes.begin(), changes.end(),
                       [&](const Change& change) { return change.id == one.id && change.written == one.written; });
  }
  [[nodiscard]] bool contains(const Side& other) const {
    return std::all_of(other.changes.begin(), other.changes.end(), [&](const Change& change) { return has(change); });
  }
};

Side side_of(const Session& session, const std::string& name) {
  Side side{
      name == planned_strategy ? output::localized([] { return tr("the place as planned"); }) : LocalizedText(name),
      session.strategy,
      {}};
  if (session.scenario.strategy) {
    side.changes = session.scenario.strategy->changes;
    if (!session.scenario.strategy->title.empty()) side.name = session.scenario.strategy->title;
  }
  return side;
}

// The changes that one side has and the other has not, to be made one by one, or removed one by one.
AttributionStage stage_between(const ScenarioChoice& scenario, const Side& larger, const Side& smaller, bool removed) {
  AttributionStage stage;
  std::vector<std::string> always, own;
  for (const Change& change : larger.changes) {
    if (smaller.has(change)) {
      always.push_back(change.id);
    } else {
      own.push_back(change.id);
      stage.changes.push_back({change.id, change.title, removed});
    }
  }
  stage.open = [scenario, file = larger.use.file, always, own, removed](Coalition coalition) {
    std::vector<std::string> made = always;
    for (std::size_t k = 0; k < own.size(); ++k)
      if (((coalition >> k & 1U) != 0) != removed) made.push_back(own[k]);
    return open_session(find_scenario(scenario.place, *scenario.files), scenario.overrides,
                        scenarios::StrategyUse{file, made}, scenario.files);
  };
  return stage;
}

class ExplainDifference final : public Experiment {
 public:
  explicit ExplainDifference(ExplainQuestion question) : question_(std::move(question)) {
    const ScenarioChoice& scenario = question_.scenario;
    if (question_.from == question_.to)
      throw InputError(
          tr("--to {}: error: it is the same as --from, so there is no difference to explain; name "
             "another strategy or {}\n",
             question_.to, planned_strategy));
    for (const std::string& strategy : {std::string{}, question_.from, question_.to})
      sessions_.push_back(open_session(scenario.under(strategy)));
    targets_ = targets_of(sessions_[0], question_.targets);
    const Side from = side_of(sessions_[1], question_.from), to = side_of(sessions_[2], question_.to);
    if (to.contains(from)) {
      stages_ = {stage_between(scenario, to, from, false)};
    } else if (from.contains(to)) {
      stages_ = {stage_between(scenario, from, to, true)};
    } else {  // neither contains the other: first back to the place as planned, then on
      stages_ = {stage_between(scenario, from, {}, true), stage_between(scenario, to, {}, false)};
    }
    std::erase_if(stages_, [](const AttributionStage& stage) { return stage.changes.empty(); });
    if (stages_.empty())
      throw InputError(tr("--to {}: error: {} and {} make the same changes, so there is no difference to explain\n",
                          question_.to, question_.from, question_.to));
    for (const AttributionStage& stage : stages_)
      if (stage.changes.size() > most_changes)
        throw InputError(tr("--to {}: error: {} changes lie between {} and {}; at most {} can be attributed\n",
                            question_.to, stage.changes.size(), question_.from, question_.to, most_changes));
    names_ = {from.name, to.name};
    report_ = report_of(sessions_[0]);
  }

  [[nodiscard]] std::vector<const Session*> sessions() const override {
    return {&sessions_[0], &sessions_[1], &sessions_[2]};
  }
  [[nodiscard]] std::string folder_name() const override {
    return fmt::format("{}-{}-to-{}", sessions_[0].scenario.place,
                       std::filesystem::path(question_.from).stem().string(),
                       std::filesystem::path(question_.to).stem().string());
  }
  void complete(output::RunRecord& record) const override { record.replications_requested = question_.replications; }

  Simulated simulate(const Runner& runner) override {
    study_.emplace(study_attribution(stages_, targets_, runner, question_.replications));
    std::tie(study_->found.from, study_->found.to) = names_;
    return simulated_by(study_->run);
  }

  void write_tables(output::TableFiles& files, const output::RunRecord& /*record*/) const override {
    output::write_csv(files, {output::attribution_table(study_->found)});
  }
  [[nodiscard]] std::vector<output::Chart> charts() const override {
    return output::attribution_charts(study_->found, sessions_[0].title());
  }
  [[nodiscard]] output::Document document(const std::filesystem::path& folder, const output::RunRecord& record,
                                          std::uint8_t /*media*/) const override {
    return output::attribution_document(folder, sessions_[0].shape, study_->found, stopped_of(study_->run.stopped),
                                        record, report_);
  }
  [[nodiscard]] nlohmann::ordered_json manifest(const std::filesystem::path& folder,
                                                const output::RunRecord& record) const override {
    return output::manifest(folder, study_->results, record);
  }

 private:
  ExplainQuestion question_;
  std::vector<Session> sessions_;  // as planned, from, to
  std::vector<TargetDefinition> targets_;
  std::vector<AttributionStage> stages_;
  std::pair<LocalizedText, LocalizedText> names_;
  output::ReportContext report_;
  std::optional<AttributionStudy> study_;
};

}  // namespace

std::unique_ptr<Experiment> explain_of(ExplainQuestion question) {
  if (question.from.empty()) return std::make_unique<ExplainTargets>(std::move(question));
  return std::make_unique<ExplainDifference>(std::move(question));
}

}  // namespace muster::experiments
