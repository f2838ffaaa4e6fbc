// The folder a run leaves behind: there whole or not at all.
//
// Contract: files are written into a hidden folder beside the target (`.name.partial-<process>`) and commit() puts it in the
// target's place in one step, an earlier output of the program giving way. Whatever happens before that leaves the target
// as it was; what a killed run left behind, the next run into the same folder removes. Two runs into one folder: the last
// to finish stays, unmixed. Leaves out: what is in the folder; merging.
#pragma once

#include "output/cleanup.hpp"
#include "output/file.hpp"

#include <filesystem>
#include <optional>

namespace muster::experiments {

class OutputFolder {
 public:
  /// Prepares to write a folder; make it before simulating, so that a bad `--out` costs nothing.
  /// @param target  may be a link to a folder: what it points to is replaced. Folders above it are made.
  /// @param cleanup  which removes what is written if the program is ended before commit(); must outlive this
  /// @throws InputError, with the remedy, for: a file; a folder with things in it that this program did not write, links and
  ///         empty folders among them; `/`; a folder that the working directory is in; a mount point; a place that may not be
  ///         written to
  OutputFolder(const std::filesystem::path& target, output::Cleanup& cleanup);
  ~OutputFolder();  // without commit(): removes what was written
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;
  OutputFolder(OutputFolder&&) = delete;
  OutputFolder& operator=(OutputFolder&&) = delete;

  /// Where to write until commit().
  [[nodiscard]] const std::filesystem::path& path() const { return partial_->path(); }

  /// Where it will be, links followed.
  [[nodiscard]] const std::filesystem::path& target() const { return target_; }

  /// Stores everything and puts it in the target's place. It must hold a manifest.json by then.
  /// @throws OutputError if the system refuses, InputError if the target may no longer be replaced
  void commit();

 private:
  std::filesystem::path shown_;  // as the user wrote it, for messages
  std::filesystem::path target_;
  std::optional<output::UnfinishedPath> partial_;  // there once it has been prepared
  int lock_ = -1;                                  // held on the partial folder while this process lives
};

/// Whether one of two folders is the other or lies in it, links followed. Neither needs to be there.
[[nodiscard]] bool lie_in_one_another(const std::filesystem::path& one, const std::filesystem::path& other);

/// A folder for temporary files, which is gone with the object, or when the program is ended.
class ScratchFolder {
 public:
  /// @param cleanup  must outlive this
  /// @throws OutputError if it cannot be made
  explicit ScratchFolder(output::Cleanup& cleanup);
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ScratchFolder(ScratchFolder&&) = delete;
  ScratchFolder& operator=(ScratchFolder&&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return made_->path(); }

 private:
  std::optional<output::UnfinishedPath> made_;
};

}  // namespace muster::experiments
