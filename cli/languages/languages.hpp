// The catalogues of the program: one gettext file a language, compiled and built in.
//
// Contract: `zh.po` holds every text that the program or a place that came with it may say; a test compares them. English has
// no file: the texts in the sources are English.
#pragma once

#include "engine/text/text.hpp"

#include <string_view>

namespace muster::cli {

extern const std::string_view chinese_catalogue;  // zh.po, compiled

/// The catalogues of all languages that the program has.
[[nodiscard]] const Catalogues& catalogues();

/// The language of `--lang` among the arguments, else the environment's. An unknown `--lang` is left to the command line's own check.
[[nodiscard]] Language language_asked_for(int count, const char* const* arguments);

}  // namespace muster::cli
