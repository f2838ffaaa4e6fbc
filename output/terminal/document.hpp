// A document on a terminal: paragraphs, targets with their signs, and tables, laid out for its width.
//
// Contract: in the current language; of charts and of what is folded nothing. Leaves out: which width and whether colours
// (cli/terminal.hpp).
#pragma once

#include "output/document/document.hpp"
#include "output/terminal/layout.hpp"

#include <string>

namespace muster::output {

[[nodiscard]] std::string shown(const Document& document, const Screen& screen = {});
[[nodiscard]] std::string shown(const Grid& grid, const Screen& screen = {}, std::size_t indent = 0);

}  // namespace muster::output
