// A small run that tests can disturb, and its output when undisturbed.
#pragma once

#include "tests/support/command.hpp"
#include "tests/support/small_scenario.hpp"
#include "tests/support/temporary_folder.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace muster::testing {

/// The files that `muster report` writes for a small place, except the manifest, which contains times and paths.
using Files = std::map<std::string, std::string>;

class FaultyRun {
 public:
  explicit FaultyRun(int replications = 40) : replications_(std::to_string(replications)) {
    std::ofstream(folder_.path() / "pair.yaml", std::ios::binary) << test::two_areas();
    const auto began = std::chrono::steady_clock::now();
    said_ = muster(words({"--out", "undisturbed"}), folder_.path());
    takes_ = std::chrono::steady_clock::now() - began;
    undisturbed_ = files("undisturbed");
  }

  [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }
  [[nodiscard]] const CommandOutput& said() const { return said_; }
  /// How long the undisturbed run took.
  [[nodiscard]] std::chrono::duration<double> takes() const { return takes_; }
  [[nodiscard]] const Files& undisturbed() const { return undisturbed_; }

  /// The words of the run's command, with more appended.
  [[nodiscard]] std::vector<std::string> words(std::vector<std::string> more) const {
    more.insert(more.begin(), {"report", "pair.yaml", "--replications", replications_, "--quiet", "--threads", "2"});
    return more;
  }

  /// The files in a folder and their contents; empty if there is no folder.
  [[nodiscard]] Files files(const std::filesystem::path& in) const {
    Files found;
    std::error_code none_there;
    for (std::filesystem::recursive_directory_iterator entry(path() / in, none_there), end; entry != end; ++entry)
      if (entry->is_regular_file() && entry->path().filename() != "manifest.json")
        found[entry->path().lexically_relative(path() / in).generic_string()] = contents_of(entry->path());
    return found;
  }

 private:
  TemporaryFolder folder_;
  std::string replications_;
  CommandOutput said_;
  std::chrono::duration<double> takes_{};
  Files undisturbed_;
};

}  // namespace muster::testing
