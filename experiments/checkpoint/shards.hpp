// Shards of one run, each simulated into a checkpoint of its own, put together.
//
// Contract: the same request by the same program, every shard once, all of them finished; otherwise all that is missing is said at once, with
// the command that makes up for it. What they hold is then one ledger, from which the whole is made without being simulated again.
// Leaves out: replications that stopped, which no checkpoint keeps; they are simulated again and stop again.
#pragma once

#include "experiments/checkpoint/checkpoint.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace muster::experiments {

class Shards final : public ReplicationCache {
 public:
  /// @param folders  of checkpoints, or with such in them
  /// @throws InputError with all that does not fit or is missing
  Shards(const std::vector<std::string>& folders, const BuildId& program);

  /// @param out  the folder to write @throws InputError if it and a shard's lie in one another
  void refuse_to_write_into(const std::string& out) const;

  /// What the whole was asked for.
  [[nodiscard]] const Request& request() const { return request_; }

  [[nodiscard]] std::optional<ReplicationResult> find(const std::string& variant, Replication replication) override;
  void keep(const std::string& variant, const ReplicationResult& result) override;  // nothing: they stay as they are

  [[nodiscard]] std::size_t damaged() const override;

 private:
  std::vector<std::unique_ptr<Checkpoint>> checkpoints_;  // by the number of the shard
  std::vector<std::filesystem::path> folders_;
  Request request_;
};

}  // namespace muster::experiments
