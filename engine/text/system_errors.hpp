// The reasons that the operating system gives for errors, in words.
//
// Contract: the words are those of the C library in lower case, so that they fit into a sentence, translated into
// the current language. A reason that the catalogue does not have stays in English.
#pragma once

#include <string>
#include <system_error>

namespace muster {

/// "permission denied". @param error  a value of errno
[[nodiscard]] std::string system_reason(int error);

/// The same for an error of the file system.
[[nodiscard]] std::string system_reason(const std::error_code& error);

}  // namespace muster
