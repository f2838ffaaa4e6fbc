// What became of replications earlier, so that none is simulated twice.
#pragma once

#include "engine/ensemble/outcome.hpp"

#include <optional>
#include <string>

namespace muster {

/// Contract: called from several threads at once; what find() gives is what keep() was given, to the last bit.
class Ledger {
 public:
  virtual ~Ledger() = default;

  /// @param variant  its id: "" for a scenario alone
  [[nodiscard]] virtual std::optional<Finished> find(const std::string& variant, Replication replication) = 0;
  virtual void keep(const std::string& variant, const Finished& finished) = 0;
};

}  // namespace muster
