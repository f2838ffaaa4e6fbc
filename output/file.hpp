// Reading and writing one file, with checks: a full disk or a missing permission is an error that names the file
// and the reason.
//
// Contract: when write_file returns, every byte has been passed to the operating system; a file for which it threw
// is incomplete and is in a folder that is not yet committed (experiments/folder.hpp). Leaves out: making several
// files appear at once.
#pragma once

#include <filesystem>
#include <functional>
#include <ostream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace muster::output {

/// A file could not be written or read.
class OutputError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// @param seen  is given everything that is written, in blocks; may be null
/// @throws OutputError "<path> cannot be written: <reason>"
void write_file(const std::filesystem::path& path, const std::function<void(std::ostream&)>& write,
                const std::function<void(std::string_view)>& seen = nullptr);
void write_file(const std::filesystem::path& path, std::string_view bytes);

/// @throws OutputError "<path> cannot be read: <reason>"
[[nodiscard]] std::string read_file(const std::filesystem::path& path);

/// The same, in blocks. @param take  is given the blocks in order
void read_file(const std::filesystem::path& path, const std::function<void(std::string_view)>& take);

/// Why no file can be read from a folder: the folder does not exist, is not a folder, or may not be read. The text
/// is meant to follow the folder's name. Empty: the folder can be read, whether or not it has the file that is
/// wanted.
[[nodiscard]] std::string why_not_in(const std::filesystem::path& folder);

}  // namespace muster::output
