#include "experiments/studies/run.hpp"

#include "engine/text/text.hpp"
#include "experiments/session/context.hpp"
#include "experiments/studies/evidence.hpp"
#include "experiments/studies/explanation.hpp"
#include "experiments/studies/relaxations.hpp"
#include "output/database/database.hpp"
#include "output/disclosure.hpp"
#include "output/documents/dossier.hpp"
#include "output/documents/run.hpp"
#include "output/formats/csv.hpp"
#include "output/tables/run.hpp"
#include "output/words.hpp"
#include "output/workbook/workbook.hpp"

#include <array>
#include <fmt/format.h>
#include <optional>
#include <utility>

namespace muster::experiments {

namespace {

output::Finish finish_of(Ending ending) {
  switch (ending) {
    case Ending::count:
      return output::Finish::count;
    case Ending::precise:
      return output::Finish::precision;
    case Ending::limit:
      return output::Finish::limit;
    case Ending::interrupted:
      break;
  }
  return output::Finish::interrupted;
}

class Run final : public Experiment {
 public:
  explicit Run(RunQuestion question)
      : question_(std::move(question)),
        session_(question_.saved ? question_.saved->open(question_.scenario.strategy)
                                 : open_session(question_.scenario)),
        results_(session_.shape),
        report_(report_of(session_)) {
    if (question_.report_alone) constraints_ = constraints_in("", *question_.scenario.files);
  }

  [[nodiscard]] std::vector<const Session*> sessions() const override { return {&session_}; }
  [[nodiscard]] std::string why_not_sharded() const override {
    if (question_.replication) return tr("it simulates one replication");
    if (!question_.replications)
      return tr(
          "each shard would reach the required precision with a different number of replications; write one, such as "
          "--replications 1000");
    return {};
  }

  [[nodiscard]] std::string folder_name() const override {
    std::string name = session_.scenario.place;
    if (session_.scenario.strategy) name += "-" + session_.scenario.strategy->id;
    if (question_.report_alone) name += "-report";
    if (question_.replication) name += fmt::format("-replication-{}", *question_.replication);
    return name;
  }

  [[nodiscard]] Parts offers() const override {
    if (question_.report_alone) return {.database = false, .workbook = false, .charts = false};
    if (question_.replication) return {.workbook = false, .charts = false};
    return {};
  }

  void complete(output::RunRecord& record) const override {
    record.replications_requested = question_.replications;
    if (!question_.replication) return;
    record.only = Replication{*question_.replication};
    record.replications_requested = 1;
    record.threads = 1;
  }

  Simulated simulate(const Runner& runner) override {
    RunSetup setup = runner.setup(session_);
    setup.starting_states = question_.saved.get();
    if (question_.replication) return simulate_alone(runner, setup);
    setup.replications = question_.replications.value_or(0);
    if (!question_.replications) setup.automatic = Precision{};
    std::function<void(const ReplicationResult&)> keep;
    if (question_.keeps_replications && !runner.folder.empty()) {
      output::require_room_to_keep(runner.folder, session_.shape,
                                   setup.automatic ? setup.automatic->most : setup.replications);
      kept_.emplace(runner.folder, session_.shape);
      keep = [this](const ReplicationResult& result) { kept_->add(result); };
    }
    Ensemble ensemble = muster::run(setup, session_.shape, session_.build, *runner.interrupted, runner.progress, keep);
    results_ = std::move(ensemble.results);
    if (question_.min_cell > 0) results_.withhold(output::small_counts_of_people(session_.shape, question_.min_cell));
    Simulated made{
        results_.replications(), {}, ensemble.ending == Ending::interrupted, true, finish_of(ensemble.ending)};
    for (const ReplicationFailure& stopped : results_.stopped()) made.stopped.push_back({"", stopped});
    if (setup.automatic)
      made.precision = output::localized([&] {
        return tr("probabilities within ± {:.1f} points, headline means within ± {:.2f} %",
                  ensemble.widest_probability * 100, ensemble.widest_relative_mean * 100);
      });
    if (setup.shard.of == 1) work_out_relaxations(runner);
    made.interrupted = made.interrupted || (constraints_ && *runner.interrupted);
    return made;
  }

  void write_tables(output::TableFiles& files, const output::RunRecord& record) const override {
    output::write_csv(files, output::run_tables(results_, record.money));
    if (alone_) output::write_csv(files, {output::replication_table(session_.shape, *alone_)});
  }
  void write_database(const std::filesystem::path& folder, const output::RunRecord& record) const override {
    output::write_database(
        folder, results_, record,
        session_.scenario.strategy ? session_.scenario.strategy->id : std::string(output::no_strategy),
        kept_ ? &*kept_ : nullptr);
  }
  void write_workbook(const std::filesystem::path& folder, const output::RunRecord& record) const override {
    output::write_workbook(folder, results_, record);
  }
  [[nodiscard]] std::vector<output::Chart> charts() const override {
    return output::run_charts(results_, report_.charts);
  }
  [[nodiscard]] output::Document document(const std::filesystem::path& folder, const output::RunRecord& record,
                                          std::uint8_t media) const override {
    output::Document made = output::run_document(folder, results_, record, report_, media);
    if (alone_) {
      output::Section& last = made.sections.emplace_back(output::Section{"replication", {}, {}, output::in_terminal});
      last.add(
          output::Paragraph{tr("The monthly values of this replication are in replication.csv and in results.sqlite, "
                               "if these files are written.")});
    }
    return made;
  }
  [[nodiscard]] std::string write_more_pages(const std::filesystem::path& folder, const output::RunRecord& record,
                                             const output::Document& document, const Runner& runner) const override {
    if (question_.brief) output::write_page(folder / "brief.html", document, output::PageKind::brief);
    if (!question_.dossier) return {};
    if (*runner.interrupted)
      return tr("qa.html was not written, because gathering the evidence for it was interrupted");
    runner.say(tr("gathering evidence"));
    output::write_page(folder / "qa.html", output::dossier_document(folder, results_, record, report_,
                                                                    gather_evidence(session_, runner, results_)));
    return {};
  }
  [[nodiscard]] nlohmann::ordered_json manifest(const std::filesystem::path& folder,
                                                const output::RunRecord& record) const override {
    return output::manifest(folder, results_, record);
  }
  [[nodiscard]] output::WrittenCommand reproduce(const PairFailure& stopped, Seed seed) const override {
    return question_.replication ? output::WrittenCommand{}
                                 : run_alone(question_.scenario, seed, stopped.stopped.replication);
  }

 private:
  Simulated simulate_alone(const Runner& runner, const RunSetup& setup) {
    const std::array variants = {Variant{"", session_.shape, session_.build}};
    Simulated made = simulated_by(run_paired(setup, *question_.replication, 1, variants, *runner.interrupted,
                                             [&](std::span<const ReplicationResult> results) {
                                               alone_ = results.front();
                                               results_.add(results.front());
                                             }));
    if (alone_ && !runner.folder.empty()) {
      kept_.emplace(runner.folder, session_.shape);
      kept_->add(*alone_);
    }
    return made;
  }

  void work_out_relaxations(const Runner& runner) {
    if (constraints_ && results_.replications() > 0 && !*runner.interrupted) {
      runner.say(tr("working out what would help"));
      report_.relaxations = relaxations_of(session_, constraints_->list, results_, runner, question_.min_cell);
    } else {
      report_.relaxations = relaxations_to_get(results_, runner.asked);
    }
  }

  RunQuestion question_;
  Session session_;
  Results results_;
  output::ReportContext report_;
  std::optional<scenarios::Constraints> constraints_;  // the constraints that a report relaxes
  std::optional<ReplicationResult> alone_;             // the result of a replication simulated alone
  std::optional<output::KeptReplications> kept_;
};

}  // namespace

std::unique_ptr<Experiment> run_of(RunQuestion question) { return std::make_unique<Run>(std::move(question)); }

}  // namespace muster::experiments
