// The input files of one command: read from the disk, or taken from the copies that an earlier run kept.
//
// Contract: everything that is read is recorded, so that a result can include all of its inputs; a path with a kept
// copy is never read from the disk. Used by one thread, since files are read before anything is simulated. Leaves
// out: what is in the files.
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace muster::scenarios {

struct Inputs {
  std::map<std::string, std::string> files;  // the bytes of each file, by the path with which it was opened
  std::map<std::string, std::string> found;  // the path that each name stood for, by the name as it was typed
};

class InputFiles {
 public:
  InputFiles() = default;
  explicit InputFiles(Inputs kept) : kept_(std::move(kept)) {}

  /// From now on, also these files are read from their kept copies, whatever is at their paths now.
  void keep(const Inputs& inputs);

  /// Everything that has been read so far, so that a run can keep it.
  [[nodiscard]] const Inputs& read() const { return read_; }

  /// The kept copy of a file, or null.
  [[nodiscard]] const std::string* kept_bytes(const std::filesystem::path& file) const;

  /// Whether there is a regular file, kept or on the disk.
  [[nodiscard]] bool has(const std::filesystem::path& file) const;

  /// The path that a name stood for when the inputs were kept; null if the name was not used.
  [[nodiscard]] const std::string* found_before(const std::string& written) const;

  /// Records a file that was read, and the path that a name stood for.
  void note(const std::string& path, std::string bytes) { read_.files[path] = std::move(bytes); }
  void note_found(const std::string& written, const std::string& path) { read_.found[written] = path; }

 private:
  Inputs kept_, read_;
};

}  // namespace muster::scenarios
