// The values of replications, stored on the disk while an ensemble runs, for the database that is written at its
// end.
//
// Contract: replications must be added in rising order of their numbers, as with Results. Values are stored as
// doubles in an unlinked file, which disappears however the process ends; memory holds the values of one
// replication, and 24 bytes for each replication and target. Leaves out: the database (database.hpp).
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
  /// @param folder  on the disk that is to hold the values. @throws OutputError if nothing can be written there
  KeptReplications(const std::filesystem::path& folder, const ResultsShape& shape);

  /// @throws OutputError if the disk is full
  void add(const ReplicationResult& result);

  [[nodiscard]] const std::vector<Replication>& numbers() const { return numbers_; }

  /// The values of `count` consecutive cells in all replications, one replication after the other. Cells are
  /// numbered by series, area and date; the date varies fastest. @throws OutputError if they cannot be read
  [[nodiscard]] std::vector<double> gather(std::size_t first_cell, std::size_t count) const;

  [[nodiscard]] double target_value(std::size_t row, std::size_t target) const {
    return target_values_[row * targets_ + target];
  }
  [[nodiscard]] const std::optional<Date>& reached(std::size_t row, std::size_t target) const {
    return reached_[row * targets_ + target];
  }

  /// The most space that replications take on the disk, in this file and in the database together.
  [[nodiscard]] static std::uintmax_t bytes_at_most(const ResultsShape& shape, std::size_t replications);

 private:
  std::filesystem::path folder_;
  std::size_t dates_, areas_, series_, targets_;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_{nullptr, &std::fclose};
  std::vector<double> row_;  // the values of one replication in the order of the file
  std::vector<Replication> numbers_;
  std::vector<double> target_values_;
  std::vector<std::optional<Date>> reached_;
};

/// Checks that the disk has enough room.
/// @param writable  a folder on that disk, or in a folder on it
/// @throws InputError which states the space needed and the space free
void require_room_to_keep(const std::filesystem::path& writable, const ResultsShape& shape, std::size_t replications);

}  // namespace muster::output
