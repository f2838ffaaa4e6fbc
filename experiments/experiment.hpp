// An experiment: a study of one or several scenarios, which simulates them and presents its findings as content
// (tables, charts, a document).
//
// Contract: the constructor opens the scenarios and checks everything that was asked for, so that an error is found
// before anything is simulated. An experiment is given a Runner, simulates once, and is then asked for tables,
// charts and a document. Where and when these are written, what the terminal shows of them, signals and exit codes
// are handled by the executor (cli/executor.hpp). The same seed gives the same findings on any number of threads.
// Leaves out: how replications are simulated (engine/ensemble).
#pragma once

#include "engine/ensemble/paired.hpp"
#include "experiments/session/session.hpp"
#include "output/charts/specs.hpp"
#include "output/cleanup.hpp"
#include "output/document/document.hpp"
#include "output/manifest.hpp"
#include "output/report/page.hpp"
#include "output/run_record.hpp"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace muster::experiments {

/// What an experiment simulates with. Only the seed and, in a shard, the shard's replications affect the findings.
struct Runner {
  Seed seed{};
  unsigned threads = 1;
  Shard shard = {};
  ReplicationCache* cache = nullptr;
  const std::atomic<bool>* interrupted = nullptr;
  std::function<void(const Progress&)> progress = {};
  std::function<void(const std::string&)> status = {};  // shows what is being done, in the current language
  // the output folder being written, for data that does not fit in memory; empty: none
  std::filesystem::path folder = {};
  std::filesystem::path target = {};   // where that folder will be once it is complete
  output::WrittenCommand asked = {};   // the command, from which commands for further steps are made
  output::Cleanup* cleanup = nullptr;  // a study registers its temporary folders and processes here

  /// The run setup for a scenario: its start and horizon with the seed, threads and so on given here. The caller
  /// sets the number of replications.
  [[nodiscard]] RunSetup setup(const Session& session) const;

  void say(const std::string& what) const {
    if (status) status(what);
  }
};

/// How simulating went: how many replications finished, which stopped, and whether it was interrupted.
struct Simulated {
  std::size_t finished = 0;               // replications, each simulated in all scenarios
  std::vector<PairFailure> stopped = {};  // replications left out, with the scenario in which they stopped
  bool interrupted = false;
  bool sound = true;  // whether every check passed
  output::Finish finish = output::Finish::count;
  LocalizedText precision = {};  // the precision that an automatic number of replications reached
};

/// The same for a paired run.
[[nodiscard]] Simulated simulated_by(PairedRun run);

/// What a folder may contain besides its manifest.
struct Parts {
  bool tables = true, database = true, workbook = true, charts = true, report = true;

  friend bool operator==(const Parts&, const Parts&) = default;
};

class Experiment {
 public:
  Experiment() = default;
  virtual ~Experiment() = default;
  Experiment(const Experiment&) = delete;
  Experiment& operator=(const Experiment&) = delete;
  Experiment(Experiment&&) = delete;
  Experiment& operator=(Experiment&&) = delete;

  /// The scenarios; the run record describes the first. A study that writes nothing may have none.
  [[nodiscard]] virtual std::vector<const Session*> sessions() const = 0;
  /// The default name of the output folder; empty: nothing is written unless a folder is asked for.
  [[nodiscard]] virtual std::string folder_name() const { return {}; }
  /// The parts that the study can write into the folder.
  [[nodiscard]] virtual Parts offers() const { return {.database = false, .workbook = false}; }
  /// Why the study cannot be divided into shards simulated by several processes; empty if it can.
  [[nodiscard]] virtual std::string why_not_sharded() const { return {}; }
  /// Adds to the record what is known before anything is simulated.
  virtual void complete(output::RunRecord& /*record*/) const {}

  /// Called once, before the functions below. @throws Interrupted if it was interrupted before there were any
  /// findings
  [[nodiscard]] virtual Simulated simulate(const Runner& runner) = 0;

  virtual void write_tables(output::TableFiles& /*files*/, const output::RunRecord& /*record*/) const {}
  virtual void write_database(const std::filesystem::path& /*folder*/, const output::RunRecord& /*record*/) const {}
  virtual void write_workbook(const std::filesystem::path& /*folder*/, const output::RunRecord& /*record*/) const {}
  [[nodiscard]] virtual std::vector<output::Chart> charts() const { return {}; }

  /// The findings, for the page and the terminal. Folder and record must outlive the document.
  /// @param media  where the document is to be shown (output/document/document.hpp)
  [[nodiscard]] virtual output::Document document(const std::filesystem::path& folder, const output::RunRecord& record,
                                                  std::uint8_t media) const = 0;
  /// Writes further pages besides report.html, from that document or from others. @return why one is missing; empty
  /// if none is
  [[nodiscard]] virtual std::string write_more_pages(const std::filesystem::path& /*folder*/,
                                                     const output::RunRecord& /*record*/,
                                                     const output::Document& /*document*/,
                                                     const Runner& /*runner*/) const {
    return {};
  }
  [[nodiscard]] virtual nlohmann::ordered_json manifest(const std::filesystem::path& folder,
                                                        const output::RunRecord& record) const;
  /// The command that simulates a stopped replication alone and shows why it stopped; empty if there is no such
  /// command.
  [[nodiscard]] virtual output::WrittenCommand reproduce(const PairFailure& /*stopped*/, Seed /*seed*/) const {
    return {};
  }
};

/// The command `muster run` for one replication of a scenario.
[[nodiscard]] output::WrittenCommand run_alone(const ScenarioChoice& choice, Seed seed, Replication replication);

/// The run record of a study of one scenario, as far as it is known before anything is simulated.
[[nodiscard]] output::RunRecord record_of(const Session& session, output::WrittenCommand asked, Seed seed);

/// The stopped replications, in whichever scenario they stopped.
[[nodiscard]] std::vector<ReplicationFailure> stopped_of(const std::vector<PairFailure>& pairs);

/// The manifest of a scenario simulated at many points: that of a run, plus the number of replications at each
/// point, where each stopped replication stopped, and a section of details under the experiment's name.
[[nodiscard]] nlohmann::ordered_json experiment_manifest(const std::filesystem::path& folder, const Session& session,
                                                         const output::RunRecord& record, std::size_t replications,
                                                         const std::vector<PairFailure>& stopped,
                                                         const std::string& name, nlohmann::ordered_json details);

}  // namespace muster::experiments
