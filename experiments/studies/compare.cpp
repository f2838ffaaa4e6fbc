#include "experiments/studies/compare.hpp"

#include "engine/ensemble/comparison.hpp"
#include "engine/parameters/diagnostic.hpp"
#include "engine/text/text.hpp"
#include "experiments/session/context.hpp"
#include "models/roles.hpp"
#include "output/charts/comparison.hpp"
#include "output/comparison_record.hpp"
#include "output/database/database.hpp"
#include "output/documents/comparison.hpp"
#include "output/formats/csv.hpp"
#include "output/tables/comparison.hpp"
#include "output/words.hpp"
#include "output/workbook/workbook.hpp"
#include "scenarios/loader/inputs.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <stdexcept>
#include <utility>

namespace muster::experiments {

namespace {

constexpr const char* as_planned = "as_planned";

}  // namespace

void check_strategies(const std::vector<std::string>& written, scenarios::InputFiles& files) {
  std::string faults;
  std::set<std::filesystem::path> seen;
  for (const std::string& strategy : written) {
    const std::filesystem::path file = find_strategy(strategy, files);
    if (!files.has(file)) {
      const std::vector<std::string> known = shipped_names("strategies");
      faults +=
          tr("{}: error: there is no such strategy, neither a file nor one that came with Muster ({}){}\n", strategy,
             known.empty() ? tr("there are none") : output::listed(known), nearest_hint(strategy, known));
    } else if (!seen.insert(std::filesystem::weakly_canonical(file)).second) {
      faults += tr("compare {}: error: the strategy is named twice; name each once\n", strategy);
    }
  }
  if (!faults.empty()) throw InputError(faults);
}

namespace {

// The id of a session's strategy.
std::string strategy_id_of(const Session& session, const std::string& written) {
  if (session.scenario.strategy && !session.scenario.strategy->id.empty()) return session.scenario.strategy->id;
  return std::filesystem::path(written).stem().string();
}

class Compare final : public Experiment {
 public:
  explicit Compare(CompareQuestion question) : question_(std::move(question)) {
    check_strategies(question_.strategies, *question_.scenario.files);
    open_all();
    report_ = report_of(sessions_.front());
    record_ = comparison_record();
    try {
      comparison_.emplace(variants_, ComparisonWishes{record_.cost, {record_.rollout, record_.coverage}});
    } catch (const std::invalid_argument& unlike) {
      throw InputError(tr("compare {}: error: {}\n", question_.scenario.place, unlike.what()));
    }
  }

  [[nodiscard]] std::vector<const Session*> sessions() const override {
    std::vector<const Session*> all;
    for (const Session& session : sessions_) all.push_back(&session);
    return all;
  }
  [[nodiscard]] std::string folder_name() const override { return sessions_.front().scenario.place + "-compare"; }
  [[nodiscard]] Parts offers() const override { return {}; }

  void complete(output::RunRecord& record) const override {
    record.replications_requested = question_.replications;
    record.inputs.clear();  // replaced by the inputs of all strategies, each once
    std::set<std::string> read;
    for (const Session& session : sessions_)
      for (const scenarios::InputFile& input : session.scenario.inputs)
        if (read.insert(input.path).second) record.inputs.push_back({input.path, input.bytes});
  }

  Simulated simulate(const Runner& runner) override {
    const SharedPast shared = [this](std::size_t a, std::size_t b) {
      return divergence(sessions_[a], sessions_[b]).shared_until;
    };
    RunSetup setup = runner.setup(sessions_.front());
    setup.starting_states = question_.saved.get();
    Simulated made = simulated_by(run_paired(
        setup, 0, question_.replications, variants_, *runner.interrupted,
        [&](std::span<const ReplicationResult> results) { comparison_->add(results); }, runner.progress, shared));
    for (const PairFailure& stopped : made.stopped) comparison_->add(stopped);
    return made;
  }

  void write_tables(output::TableFiles& files, const output::RunRecord& record) const override {
    output::write_csv(files, output::comparison_tables(*comparison_, with(record)));
  }
  void write_database(const std::filesystem::path& folder, const output::RunRecord& record) const override {
    output::write_database(folder, *comparison_, with(record));
  }
  void write_workbook(const std::filesystem::path& folder, const output::RunRecord& record) const override {
    output::write_workbook(folder, *comparison_, with(record));
  }
  [[nodiscard]] std::vector<output::Chart> charts() const override {
    return output::comparison_charts(*comparison_, record_);
  }
  [[nodiscard]] output::Document document(const std::filesystem::path& folder, const output::RunRecord& record,
                                          std::uint8_t media) const override {
    return output::comparison_document(folder, *comparison_, with(record), report_, media);
  }
  [[nodiscard]] nlohmann::ordered_json manifest(const std::filesystem::path& folder,
                                                const output::RunRecord& record) const override {
    return output::manifest(folder, *comparison_, with(record));
  }
  [[nodiscard]] output::WrittenCommand reproduce(const PairFailure& stopped, Seed seed) const override {
    ScenarioChoice choice = question_.scenario;
    for (std::size_t v = 1; v < variants_.size(); ++v)
      if (variants_[v].id == stopped.variant) choice.strategy = question_.strategies[v - 1];
    return run_alone(choice, seed, stopped.stopped.replication);
  }

 private:
  void open_all() {
    const auto open = [&](const std::string& strategy) {
      if (question_.saved) return question_.saved->open(strategy);
      return open_session(question_.scenario.under(strategy));
    };
    sessions_.push_back(open(""));
    variants_.push_back({as_planned, sessions_[0].shape, sessions_[0].build});
    for (const std::string& written : question_.strategies) {
      Session session = open(written);
      const std::string id = strategy_id_of(session, written);
      for (const Variant& other : variants_)
        if (other.id == id)
          throw InputError(
              id == as_planned
                  ? tr("compare {}: error: its id is {}, which names the place as planned; give it another one\n",
                       written, id)
                  : tr("compare {}: error: its id is {}, which another strategy has too; give it another one\n",
                       written, id));
      variants_.push_back({id, session.shape, session.build});
      sessions_.push_back(std::move(session));
    }
  }

  [[nodiscard]] output::ComparisonRecord comparison_record() const {
    output::ComparisonRecord record;
    for (std::size_t v = 0; v < variants_.size(); ++v) {
      output::ComparedStrategy strategy{variants_[v].id, {}, "", {}, nullptr};
      if (v == 0) strategy.title = output::localized([] { return tr("the place as planned"); });
      if (v > 0) strategy.parameters = &sessions_[v].scenario.sections;
      if (const auto& read = sessions_[v].scenario.strategy; v > 0 && read) {
        strategy.title = read->title;
        strategy.why = read->why;
        for (const auto& change : read->changes) strategy.changes.emplace_back(change.id, change.title);
      }
      record.strategies.push_back(std::move(strategy));
    }
    record.cost = series_roles.spent;
    record.rollout = series_roles.open;
    record.coverage = series_roles.coverage;
    return record;
  }

  // The document keeps a reference to the record, so the record is a member.
  const output::ComparisonRecord& with(const output::RunRecord& record) const {
    record_.run = record;
    return record_;
  }

  CompareQuestion question_;
  std::vector<Session> sessions_;  // the place as planned, then each strategy
  std::vector<Variant> variants_;
  output::ReportContext report_;
  mutable output::ComparisonRecord record_;
  std::optional<PairedComparison> comparison_;
};

}  // namespace

std::unique_ptr<Experiment> compare_of(CompareQuestion question) {
  return std::make_unique<Compare>(std::move(question));
}

}  // namespace muster::experiments
