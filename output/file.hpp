// One file, written and checked: a full disk or a lost permission is an error that names the file and the reason.
//
// Contract: when write_file returns, every byte has been handed to the system; what it threw over is unfinished and lies in a
// folder that is not yet committed (experiments/folder.hpp). Leaves out: making several files appear at once.
#pragma once

#include <filesystem>
#include <functional>
#include <ostream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace muster::output {

/// The system refused to store something.
class OutputError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What the system calls an error number.
[[nodiscard]] std::string reason(int error);

/// @param seen  is given all that is written, in blocks; null: nobody is
/// @throws OutputError "<path> cannot be written: <reason>"
void write_file(const std::filesystem::path& path, const std::function<void(std::ostream&)>& write,
                const std::function<void(std::string_view)>& seen = nullptr);
void write_file(const std::filesystem::path& path, std::string_view bytes);

/// @throws OutputError "<path> cannot be read: <reason>"
[[nodiscard]] std::string read_file(const std::filesystem::path& path);

/// The same, in blocks. @param take  is given one after the other
void read_file(const std::filesystem::path& path, const std::function<void(std::string_view)>& take);

/// Why no file can be read from a folder: the folder is not there, is no folder, or may not be read. The sentence goes on after the
/// folder's name. Empty: the folder can be read, whether or not it has the file that is wanted.
[[nodiscard]] std::string why_not_in(const std::filesystem::path& folder);

}  // namespace muster::output
