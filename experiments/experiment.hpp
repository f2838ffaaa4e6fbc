// An experiment: a study of one or several scenarios, which simulates with what it is given and tells what it has found.
//
// Contract: its scenarios are opened and all that was asked for is checked when it is made, so that a fault costs no simulation. It is
// given a Runner, simulates once, and is then asked for tables, charts and a document as content. Where these go and when, what a terminal
// shows of them, signals and exit codes are the executor's (cli/executor.hpp). The same seed gives the same findings on any number
// of threads. Leaves out: how replications are simulated (engine/ensemble).
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

/// What an experiment simulates with. Of these only the seed, and of a shard its replications, change what is found.
struct Runner {
  Seed seed{};
  unsigned threads = 1;
  Shard shard = {};
  ReplicationCache* cache = nullptr;
  const std::atomic<bool>* interrupted = nullptr;
  std::function<void(const Progress&)> progress = {};
  std::function<void(const std::string&)> status = {};  // what is being done, in the current language
  std::filesystem::path folder = {};   // what is being written, for what does not fit in memory; empty: nothing is
  std::filesystem::path target = {};   // where that will be once it is whole
  output::WrittenCommand asked = {};   // the command, for those that go further
  output::Cleanup* cleanup = nullptr;  // where a study lists the temporary folders and processes that it makes

  /// Start and horizon of a scenario, with all that is here. The caller says how many replications.
  [[nodiscard]] RunSetup setup(const Session& session) const;

  void say(const std::string& what) const {
    if (status) status(what);
  }
};

/// How simulating went.
struct Simulated {
  std::size_t finished = 0;               // replications, each in all scenarios
  std::vector<PairFailure> stopped = {};  // those that are left out, with the scenario in which they stopped
  bool interrupted = false;
  bool sound = true;  // whether all that was looked at is as it should be
  output::Finish finish = output::Finish::count;
  LocalizedText precision = {};  // what an automatic number of replications reached, in words
};

/// How a paired run went.
[[nodiscard]] Simulated simulated_by(PairedRun run);

/// What a folder may hold beside its manifest.
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

  /// Its scenarios; the record is of the first. One that writes nothing may have none.
  [[nodiscard]] virtual std::vector<const Session*> sessions() const = 0;
  /// The name of its folder, unless another one is asked for; empty: it writes none unless asked to.
  [[nodiscard]] virtual std::string folder_name() const { return {}; }
  /// What it can write into it.
  [[nodiscard]] virtual Parts offers() const { return {.database = false, .workbook = false}; }
  /// Why it cannot be divided among processes that each simulate a shard of its replications; empty where it can.
  [[nodiscard]] virtual std::string why_not_sharded() const { return {}; }
  /// Adds to the record what is known before anything is simulated.
  virtual void complete(output::RunRecord& /*record*/) const {}

  /// Called once, before what follows. @throws Interrupted if nothing was found until then
  [[nodiscard]] virtual Simulated simulate(const Runner& runner) = 0;

  virtual void write_tables(output::TableFiles& /*files*/, const output::RunRecord& /*record*/) const {}
  virtual void write_database(const std::filesystem::path& /*folder*/, const output::RunRecord& /*record*/) const {}
  virtual void write_workbook(const std::filesystem::path& /*folder*/, const output::RunRecord& /*record*/) const {}
  [[nodiscard]] virtual std::vector<output::Chart> charts() const { return {}; }

  /// What is told, as page and on a terminal. Folder and record must outlive it.
  /// @param media  where it is to stand (output/document/document.hpp)
  [[nodiscard]] virtual output::Document document(const std::filesystem::path& folder, const output::RunRecord& record,
                                                  std::uint8_t media) const = 0;
  /// Writes pages besides report.html, made of that document or of others. @return why one is missing; empty: none is
  [[nodiscard]] virtual std::string write_more_pages(const std::filesystem::path& /*folder*/,
                                                     const output::RunRecord& /*record*/,
                                                     const output::Document& /*document*/,
                                                     const Runner& /*runner*/) const {
    return {};
  }
  [[nodiscard]] virtual nlohmann::ordered_json manifest(const std::filesystem::path& folder,
                                                        const output::RunRecord& record) const;
  /// The command that simulates a replication which stopped alone, and shows why; without words where there is none.
  [[nodiscard]] virtual output::WrittenCommand reproduce(const PairFailure& /*stopped*/, Seed /*seed*/) const {
    return {};
  }
};

/// `muster run` of one replication of a scenario.
[[nodiscard]] output::WrittenCommand run_alone(const ScenarioChoice& choice, Seed seed, Replication replication);

/// What is known of a study of a scenario before anything is simulated.
[[nodiscard]] output::RunRecord record_of(const Session& session, output::WrittenCommand asked, Seed seed);

/// What stopped, wherever it did.
[[nodiscard]] std::vector<ReplicationFailure> stopped_of(const std::vector<PairFailure>& pairs);

/// The manifest of a scenario simulated at many points: that of a run, with the number of replications of each point, where each
/// that stopped did, and a part of its own under the experiment's name.
[[nodiscard]] nlohmann::ordered_json experiment_manifest(const std::filesystem::path& folder, const Session& session,
                                                         const output::RunRecord& record, std::size_t replications,
                                                         const std::vector<PairFailure>& stopped,
                                                         const std::string& name, nlohmann::ordered_json details);

}  // namespace muster::experiments
