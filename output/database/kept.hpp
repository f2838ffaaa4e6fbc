// Histories put aside on the disk while an ensemble runs, for the database that is written when it is over.
//
// Contract: numbers must rise, as with Results. Values lie as doubles in a file without a name, which is gone with its owner however the
// process ends; memory holds one history, and 24 bytes a replication and target. Leaves out: the database (database.hpp).
#pragma once

#include "engine/ensemble/results.hpp"

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace muster::output {

class KeptReplications {
 public:
  /// @param folder  on the disk that is to hold them. @throws OutputError if nothing can be written there
  KeptReplications(const std::filesystem::path& folder, const ResultsShape& shape);

  /// @throws OutputError if the disk is full
  void add(const ReplicationResult& result);

  [[nodiscard]] const std::vector<Replication>& numbers() const { return numbers_; }

  /// The values of a run of cells in all replications: replications × count. Cells are counted in the order series, area, date, the
  /// last the fastest. @throws OutputError if they cannot be read
  [[nodiscard]] std::vector<double> gather(std::size_t first_cell, std::size_t count) const;

  [[nodiscard]] double target_value(std::size_t row, std::size_t target) const {
    return target_values_[row * targets_ + target];
  }
  [[nodiscard]] const std::optional<Date>& reached(std::size_t row, std::size_t target) const {
    return reached_[row * targets_ + target];
  }

  /// What so many replications take up on the disk at most, here and in the database beside it.
  [[nodiscard]] static std::uintmax_t bytes_at_most(const ResultsShape& shape, std::size_t replications);

 private:
  std::filesystem::path folder_;
  std::size_t dates_, areas_, series_, targets_;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_{nullptr, &std::fclose};
  std::vector<double> row_;  // one history in the order of the file
  std::vector<Replication> numbers_;
  std::vector<double> target_values_;
  std::vector<std::optional<Date>> reached_;
};

/// Makes sure that a disk has room. @param writable  a folder on it, or one whose parents are. @throws InputError with what it takes and has
void require_room_to_keep(const std::filesystem::path& writable, const ResultsShape& shape, std::size_t replications);

}  // namespace muster::output
