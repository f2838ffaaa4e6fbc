// A document as text for a terminal: paragraphs, targets with their signs, and tables, laid out for the width of
// the screen.
//
// Contract: the text is in the current language; charts and folded groups are not shown. Leaves out: finding out
// the width of the terminal and whether it shows colours (cli/terminal.hpp).
#pragma once

#include "output/document/document.hpp"
#include "output/terminal/layout.hpp"

#include <string>

namespace muster::output {

[[nodiscard]] std::string shown(const Document& document, const Screen& screen = {});
[[nodiscard]] std::string shown(const Grid& grid, const Screen& screen = {}, std::size_t indent = 0);

}  // namespace muster::output
