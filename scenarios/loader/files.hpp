// Files that extend each other, read and merged into one tree.
//
// Contract: an extended file is merged before the file that extends it, and each file once. Every fault (a file that
// cannot be read, a circle, a file that is not a map) is reported at the `extends` that named the file. Used for
// scenarios and for strategies, each with its own table. Leaves out: what the values mean.
#pragma once

#include "scenarios/loader/inputs.hpp"
#include "scenarios/loader/loader.hpp"
#include "scenarios/loader/merge.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster::scenarios {

/// The content of the file that was asked for, before it is merged with those it extends.
struct OwnText {
  Node root;
  std::vector<std::string> extended;  // names of the files

  /// The first character of the file, for faults without a position, such as missing keys.
  [[nodiscard]] SourceLocation head() const { return {root.where.file, 1, 1, 1}; }

  [[nodiscard]] bool extends(const std::string& file) const;

  /// Where the user can correct a map or item: if its location is in an extended file, the nearest position in this
  /// file at or around the path; else the location itself.
  [[nodiscard]] SourceLocation location_of(std::string_view path, const SourceLocation& location) const;
};

class Files {
 public:
  /// @param what        what the files are, for messages: "a scenario"
  /// @param first_line  an example of a first line: "place: wenzhou"
  Files(const TableSpec& table, std::string what, std::string first_line, Diagnostics& diagnostics, InputFiles& files)
      : table_(&table),
        what_(std::move(what)),
        first_line_(std::move(first_line)),
        diagnostics_(&diagnostics),
        files_(&files) {}

  /// Reads a file and, before it, those it extends.
  void read(const std::filesystem::path& file) { read(file, {file.generic_string(), 0, 0, 1}); }

  [[nodiscard]] bool all_readable() const { return all_readable_; }
  [[nodiscard]] Node& merged() { return merged_; }
  [[nodiscard]] const OwnText& own() const { return own_; }
  [[nodiscard]] std::vector<InputFile> take_inputs() { return std::move(inputs_); }

 private:
  void read(const std::filesystem::path& file, const SourceLocation& asked_at);
  void read_extended(const std::filesystem::path& file, const Node& extends);
  bool read_bytes(const std::filesystem::path& file, const SourceLocation& asked_at, std::string& bytes);
  void refuse_size(const SourceLocation& asked_at, const std::string& what, std::uintmax_t size);
  void refuse(const SourceLocation& where, const std::string& message);

  const TableSpec* table_;
  std::string what_, first_line_;
  Diagnostics* diagnostics_;
  InputFiles* files_;
  Node merged_;
  OwnText own_;
  std::vector<InputFile> inputs_;
  std::vector<std::pair<std::filesystem::path, std::string>> chain_;  // files being read
  std::vector<std::filesystem::path> done_;
  std::size_t asked_ = 0;  // by `extends`
  bool all_readable_ = true;
};

}  // namespace muster::scenarios
