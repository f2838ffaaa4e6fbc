// The shards of one run, each simulated into its own checkpoint, combined.
//
// Contract: all checkpoints must have the same request and program build, contain every shard exactly once, and be
// finished. Otherwise everything that is wrong or missing is reported at once, with the command that puts it right.
// Together they serve as one replication cache, from which the results of the whole run are computed without
// simulating again. Leaves out: stopped replications, which no checkpoint stores; they are simulated again and stop
// again.
#pragma once

#include "experiments/checkpoint/checkpoint.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace muster::experiments {

class Shards final : public ReplicationCache {
 public:
  /// @param folders  checkpoint folders, or folders that contain checkpoint folders
  /// @throws InputError with everything that does not fit or is missing
  Shards(const std::vector<std::string>& folders, const BuildId& program);

  /// @param out  the folder to write @throws InputError if it is a shard's folder, lies in one or contains one
  void refuse_to_write_into(const std::string& out) const;

  /// The request for the whole run.
  [[nodiscard]] const Request& request() const { return request_; }

  [[nodiscard]] std::optional<ReplicationResult> find(const std::string& variant, Replication replication) override;
  // does nothing: the checkpoints stay as they are
  void keep(const std::string& variant, const ReplicationResult& result) override;

  [[nodiscard]] std::size_t damaged() const override;

 private:
  std::vector<std::unique_ptr<Checkpoint>> checkpoints_;  // by shard number
  std::vector<std::filesystem::path> folders_;
  Request request_;
};

}  // namespace muster::experiments
