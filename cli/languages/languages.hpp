// The translation catalogues of the program: one gettext file per language, compiled and built into the program.
//
// Contract: `zh.po` has every text that the program or a place shipped with it can show; a test compares them. English
// has no file, because the texts in the sources are English.
#pragma once

#include "engine/text/text.hpp"

#include <string_view>

namespace muster::cli {

extern const std::string_view chinese_catalogue;  // zh.po, compiled

/// The catalogues of all languages.
[[nodiscard]] const Catalogues& catalogues();

/// The language given by `--lang` among the arguments, else that of the environment. An unknown value of `--lang` is
/// ignored here; the command line reports it.
[[nodiscard]] Language language_asked_for(int count, const char* const* arguments);

}  // namespace muster::cli
