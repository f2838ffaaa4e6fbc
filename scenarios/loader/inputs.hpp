// The input files of one undertaking: read from where they lie, or taken from what a run has kept of them.
//
// Contract: what is read is remembered, so that a result can carry all it was made from; a path that is kept is never looked at on the
// disk. Used by one thread, as files are read before anything is simulated. Leaves out: what is in the files.
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace muster::scenarios {

struct Inputs {
  std::map<std::string, std::string> files;  // by the path as it was reached: their bytes
  std::map<std::string, std::string> found;  // by what somebody wrote: the path it stood for
};

class InputFiles {
 public:
  InputFiles() = default;
  explicit InputFiles(Inputs kept) : kept_(std::move(kept)) {}

  /// From now on these files, too, are read as they were kept, whatever lies at their paths now.
  void keep(const Inputs& inputs);

  /// What has been read so far, in order to be kept.
  [[nodiscard]] const Inputs& read() const { return read_; }

  /// The bytes kept of a file, or null.
  [[nodiscard]] const std::string* kept_bytes(const std::filesystem::path& file) const;

  /// Whether there is a regular file, kept or on the disk.
  [[nodiscard]] bool has(const std::filesystem::path& file) const;

  /// Which file somebody meant when the inputs were kept; null if nobody did.
  [[nodiscard]] const std::string* found_before(const std::string& written) const;

  /// Notes what was read, and which file something written stood for.
  void note(const std::string& path, std::string bytes) { read_.files[path] = std::move(bytes); }
  void note_found(const std::string& written, const std::string& path) { read_.found[written] = path; }

 private:
  Inputs kept_, read_;
};

}  // namespace muster::scenarios
