// The files from which a report page is made, built into the program: page.html with its slots, page.css, page.js.
#pragma once

#include <string_view>

namespace muster::output {

extern const std::string_view page_html;
extern const std::string_view page_css;
extern const std::string_view page_js;

}  // namespace muster::output
