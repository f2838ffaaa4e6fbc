// A cache of the results of replications simulated earlier, so that none is simulated twice.
#pragma once

#include "engine/ensemble/replication_outcome.hpp"

#include <optional>
#include <string>

namespace muster {

/// Contract: may be called from several threads at once; find() returns exactly what was passed to keep(), to the
/// last bit.
class ReplicationCache {
 public:
  virtual ~ReplicationCache() = default;

  /// @param variant  key that distinguishes the variant from all others whose results the cache holds
  [[nodiscard]] virtual std::optional<ReplicationResult> find(const std::string& variant, Replication replication) = 0;
  virtual void keep(const std::string& variant, const ReplicationResult& result) = 0;

  /// Number of entries that were looked up and found, but were damaged: their content was not what had been
  /// written.
  [[nodiscard]] virtual std::size_t damaged() const { return 0; }
};

}  // namespace muster
