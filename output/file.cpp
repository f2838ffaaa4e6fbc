#include "output/file.hpp"

#include "engine/text/system_errors.hpp"
#include "engine/text/text.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <streambuf>
#include <system_error>
#include <unistd.h>

namespace muster::output {

namespace {

// A stream buffer over a file descriptor that keeps the error of a failed write; std::ofstream only reports that a
// write failed. It does not buffer, since tables are written in large blocks.
class Descriptor final : public std::streambuf {
 public:
  Descriptor(const std::filesystem::path& path, const std::function<void(std::string_view)>& seen)
      : seen_(seen),
        file_(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)),
        error_(file_ < 0 ? errno : 0) {}
  ~Descriptor() override { (void)finish(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  /// 0 or the error of the first write that failed.
  int finish() {
    if (file_ >= 0 && ::close(file_) != 0 && error_ == 0) error_ = errno;
    file_ = -1;
    return error_;
  }

 protected:
  int_type overflow(int_type letter) override {
    const char byte = traits_type::to_char_type(letter);
    return xsputn(&byte, 1) == 1 ? letter : traits_type::eof();
  }
  std::streamsize xsputn(const char* said, std::streamsize size) override {
    std::string_view rest(said, static_cast<std::size_t>(size));
    if (seen_) seen_(rest);
    while (error_ == 0 && !rest.empty()) {
      const ssize_t written = ::write(file_, rest.data(), rest.size());
      if (written >= 0)
        rest.remove_prefix(static_cast<std::size_t>(written));
      else if (errno != EINTR)
        error_ = errno;
    }
    return size - std::ssize(rest);
  }

 private:
  const std::function<void(std::string_view)>& seen_;
  int file_;
  int error_;
};

}  // namespace

void write_file(const std::filesystem::path& path, const std::function<void(std::ostream&)>& write,
                const std::function<void(std::string_view)>& seen) {
  Descriptor file(path, seen);
  std::ostream out(&file);
  write(out);
  if (const int error = file.finish(); error != 0)
    throw OutputError(tr("{} cannot be written: {}", path.string(), system_reason(error)));
}

void write_file(const std::filesystem::path& path, std::string_view bytes) {
  write_file(path, [&](std::ostream& out) { out.write(bytes.data(), static_cast<std::streamsize>(bytes.size())); });
}

void read_file(const std::filesystem::path& path, const std::function<void(std::string_view)>& take) {
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  std::array<char, 1 << 16> block;
  while (in.read(block.data(), block.size()) || in.gcount() > 0)
    take({block.data(), static_cast<std::size_t>(in.gcount())});
  if (!in.is_open() || in.bad()) throw OutputError(tr("{} cannot be read: {}", path.string(), system_reason(errno)));
}

std::string read_file(const std::filesystem::path& path) {
  std::string bytes;
  read_file(path, [&](std::string_view block) { bytes += block; });
  return bytes;
}

std::string why_not_in(const std::filesystem::path& folder) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(folder, error);
  if (status.type() == std::filesystem::file_type::not_found) return tr("there is no such folder");
  if (status.type() == std::filesystem::file_type::none) return tr("it cannot be accessed: {}", system_reason(error));
  if (status.type() != std::filesystem::file_type::directory) return tr("it is a file, not a folder");
  static_cast<void>(std::filesystem::directory_iterator(folder, error));
  return error ? tr("it cannot be read: {}", system_reason(error)) : Text{};
}

}  // namespace muster::output
