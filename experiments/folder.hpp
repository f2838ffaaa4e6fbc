// The folder that a run writes: either complete or not there at all.
//
// Contract: files are written into a hidden folder beside the target (`.name.partial-<process>`), and commit()
// moves it to the target in one step, replacing an earlier output of the program. Until then the target stays as it
// was. What a killed run left behind is removed by the next run into the same folder. If two runs write into one
// folder, the result of the last to finish stays, and the two are never mixed. Leaves out: the contents of the
// folder; merging.
#pragma once

#include "output/cleanup.hpp"
#include "output/file.hpp"

#include <filesystem>
#include <optional>

namespace muster::experiments {

class OutputFolder {
 public:
  /// Prepares to write a folder. Construct it before simulating, so that a wrong `--out` is found at once.
  /// @param target   may be a link to a folder: the folder it points to is replaced. Missing parent folders are
  ///                 made.
  /// @param cleanup  removes the partial folder if the program is ended before commit(); must outlive this
  /// @throws InputError, with the remedy, for: a file; a folder that contains anything this program did not write,
  ///         links and empty folders included; `/`; a folder that contains the working directory; a mount point; a
  ///         location that may not be written to
  OutputFolder(const std::filesystem::path& target, output::Cleanup& cleanup);
  ~OutputFolder();  // removes what was written if commit() was not called
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;
  OutputFolder(OutputFolder&&) = delete;
  OutputFolder& operator=(OutputFolder&&) = delete;

  /// Where to write until commit().
  [[nodiscard]] const std::filesystem::path& path() const { return partial_->path(); }

  /// The final folder, with links resolved.
  [[nodiscard]] const std::filesystem::path& target() const { return target_; }

  /// Syncs all files to disk and moves the folder to the target. It must contain a manifest.json by then.
  /// @throws OutputError if the system refuses, InputError if the target may no longer be replaced
  void commit();

 private:
  std::filesystem::path shown_;  // as the user wrote it, for messages
  std::filesystem::path target_;
  std::optional<output::UnfinishedPath> partial_;  // set once the folder has been prepared
  int lock_ = -1;                                  // held on the partial folder while this process lives
};

/// Whether one of two folders is the other or lies inside it, with links resolved. The folders need not exist.
[[nodiscard]] bool lie_in_one_another(const std::filesystem::path& one, const std::filesystem::path& other);

/// A folder for temporary files, which is removed with the object or when the program is ended.
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
