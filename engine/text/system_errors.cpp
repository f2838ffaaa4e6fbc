#include "engine/text/system_errors.hpp"

#include "engine/text/text.hpp"

namespace muster {

namespace {

// The reasons that files, folders and processes give, for the catalogue.
[[maybe_unused]] constexpr const char* known_reasons[] = {
    tr_noop("permission denied"),
    tr_noop("operation not permitted"),
    tr_noop("no such file or directory"),
    tr_noop("file exists"),
    tr_noop("is a directory"),
    tr_noop("not a directory"),
    tr_noop("directory not empty"),
    tr_noop("too many levels of symbolic links"),
    tr_noop("too many open files"),
    tr_noop("too many open files in system"),
    tr_noop("file name too long"),
    tr_noop("file too large"),
    tr_noop("input/output error"),
    tr_noop("no space left on device"),
    tr_noop("disk quota exceeded"),
    tr_noop("read-only file system"),
    tr_noop("device or resource busy"),
    tr_noop("invalid cross-device link"),
    tr_noop("invalid argument"),
    tr_noop("cannot allocate memory"),
    tr_noop("resource temporarily unavailable"),
    tr_noop("broken pipe"),
    tr_noop("text file busy"),
};

}  // namespace

std::string system_reason(int error) { return system_reason(std::error_code(error, std::generic_category())); }

std::string system_reason(const std::error_code& error) {
  std::string reason = error.message();
  if (!reason.empty() && reason[0] >= 'A' && reason[0] <= 'Z') reason[0] = static_cast<char>(reason[0] - 'A' + 'a');
  return translated(reason);
}

}  // namespace muster
