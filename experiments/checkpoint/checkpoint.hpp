// checkpoint.sqlite: what a run was asked for, and every replication it has finished, so that it can go on after whatever ended it.
//
// Contract: a replication is in it whole or not at all, at whatever moment the process is killed; one whose bytes are not what was
// written any more counts as not there. One run at a time has it. It goes on only with the same request, by the same program: number
// of replications, threads and place of the output aside. Where several processes do a shard each, each has a checkpoint of its own
// (shards.hpp puts them together). Leaves out: results, which are made anew from the replications.
#pragma once

#include "engine/ensemble/ensemble.hpp"
#include "engine/ensemble/replication_cache.hpp"
#include "output/database/sqlite.hpp"
#include "output/run_record.hpp"

#include <cstddef>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>

namespace muster::experiments {

inline constexpr const char* checkpoint_name = "checkpoint.sqlite";

/// Which program makes results: two with the same digest give the same bytes on the same kind of machine.
struct BuildId {
  std::string version;
  std::string compiler;        // "GNU 12.2.0"
  std::string program_digest;  // SHA-256 of the program's file; empty if it could not be read
};

/// All that is needed to ask for the same again.
struct Request {
  output::WrittenCommand asked;               // what decides the results
  std::string command;                        // the same as it is typed: "muster run shenyang --seed 1 …"
  std::string out;                            // the folder to write, absolute
  std::string language;                       // its code
  std::map<std::string, std::string> inputs;  // by path: the bytes of every file read
  std::map<std::string, std::string> found;   // by what was written: the path it stood for
  BuildId maker;
  Shard shard = {};  // of the replications, that are simulated into the checkpoint

  /// `2/3`: the second of three.
  [[nodiscard]] std::string shard_words() const;

  /// What is simulated in each replication: what was asked for without the number of replications.
  [[nodiscard]] output::WrittenCommand each_replication() const;
};

class Checkpoint final : public ReplicationCache {
 public:
  /// Begins one in a folder, which is made, or goes on with the one that is there.
  /// @throws InputError, with the remedy, for: a folder with other things in it; a checkpoint of another request, program or
  ///         version; one that another run has; one that is damaged. OutputError if nothing can be written there
  Checkpoint(const std::filesystem::path& folder, const Request& request);

  /// The one that is there, to read from. @param request  receives what the run that keeps it was asked for
  /// @throws InputError as the constructor does, or if there is none
  Checkpoint(const std::filesystem::path& folder, Request* request);

  /// What the run that keeps it was asked for. @throws InputError as the constructor does, or if there is none
  [[nodiscard]] static Request request_in(const std::filesystem::path& folder);

  [[nodiscard]] std::optional<ReplicationResult> find(const std::string& variant, Replication replication) override;
  void keep(const std::string& variant, const ReplicationResult& result) override;

  /// Notes that all that was asked for has been simulated.
  void finish();
  [[nodiscard]] bool is_finished();

  /// How many replications it had when it was opened.
  [[nodiscard]] std::size_t there() const { return there_; }
  [[nodiscard]] std::size_t damaged() const override { return damaged_; }

 private:
  void begin(const Request& request);
  void go_on(const Request& request);

  std::filesystem::path folder_;
  output::Database database_;
  std::mutex mutex_;  // of the database and what follows
  std::size_t there_ = 0, damaged_ = 0;
};

}  // namespace muster::experiments
