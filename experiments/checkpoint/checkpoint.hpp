// checkpoint.sqlite: the request of a run and every replication it has finished, so that the run can be resumed
// however it ended.
//
// Contract: a replication is stored completely or not at all, whenever the process is killed; a replication whose
// bytes have changed counts as missing. One run at a time holds the checkpoint. It can be resumed only with the
// same request by the same program build, except that the number of replications, the threads and the output folder
// may differ. Where several processes simulate one shard each, each has its own checkpoint (shards.hpp combines
// them). Leaves out: results, which are computed again from the replications.
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

/// The program build: two builds with the same digest give the same bytes on the same kind of machine.
struct BuildId {
  std::string version;
  std::string compiler;        // "GNU 12.2.0"
  std::string program_digest;  // SHA-256 of the program's file; empty if it could not be read
};

/// Everything that is needed to make the same request again.
struct Request {
  output::WrittenCommand asked;               // the options that determine the results
  std::string command;                        // the same as typed: "muster run shenyang --seed 1 …"
  std::string out;                            // the folder to write, absolute
  std::string language;                       // language code
  std::map<std::string, std::string> inputs;  // the bytes of every file read, by path
  std::map<std::string, std::string> found;   // the path found, by the name as typed
  BuildId build;
  Shard shard = {};  // the part of the replications that goes into this checkpoint

  /// `2/3`: the second of three.
  [[nodiscard]] std::string shard_words() const;

  /// What is simulated in each replication: the request without the number of replications.
  [[nodiscard]] output::WrittenCommand each_replication() const;
};

class Checkpoint final : public ReplicationCache {
 public:
  /// Starts a checkpoint in a folder, which is made if it does not exist, or resumes the one that is there.
  /// @throws InputError, with the remedy, for: a folder with other files in it; a checkpoint of another request,
  ///         program build or version; one that is held by another run; one that is damaged. OutputError if nothing
  ///         can be written there
  Checkpoint(const std::filesystem::path& folder, const Request& request);

  /// Opens an existing checkpoint for reading. @param request  receives the request of the run that it belongs to
  /// @throws InputError as the constructor above does, or if there is no checkpoint
  Checkpoint(const std::filesystem::path& folder, Request* request);

  /// The request of the run that a checkpoint belongs to. @throws InputError as above
  [[nodiscard]] static Request request_in(const std::filesystem::path& folder);

  [[nodiscard]] std::optional<ReplicationResult> find(const std::string& variant, Replication replication) override;
  void keep(const std::string& variant, const ReplicationResult& result) override;

  /// Records that everything that was asked for has been simulated.
  void finish();
  [[nodiscard]] bool is_finished();

  /// The number of replications in the checkpoint when it was opened.
  [[nodiscard]] std::size_t there() const { return there_; }
  [[nodiscard]] std::size_t damaged() const override { return damaged_; }

 private:
  void begin(const Request& request);
  void go_on(const Request& request);

  std::filesystem::path folder_;
  output::Database database_;
  std::mutex mutex_;  // protects the database and the counts below
  std::size_t there_ = 0, damaged_ = 0;
};

}  // namespace muster::experiments
