// Histories of replications simulated earlier, so that none is simulated twice.
#pragma once

#include "engine/ensemble/replication_outcome.hpp"

#include <optional>
#include <string>

namespace muster {

/// Contract: called from several threads at once; what find() gives is what keep() was given, to the last bit.
class ReplicationCache {
 public:
  virtual ~ReplicationCache() = default;

  /// @param variant  what tells it from all others that the ledger serves
  [[nodiscard]] virtual std::optional<ReplicationResult> find(const std::string& variant, Replication replication) = 0;
  virtual void keep(const std::string& variant, const ReplicationResult& result) = 0;

  /// How many of those that were asked for had been kept and were not what had been written.
  [[nodiscard]] virtual std::size_t damaged() const { return 0; }
};

}  // namespace muster
