// A document as an HTML page: one self-contained file in two languages.
//
// Contract: the file contains everything; nothing is fetched, and a content security policy in the page forbids
// it. Every text is written in both languages; the page opens in the current language, and a button switches to
// the other. Charts are drawn by a library included in the page, in a wide and a narrow version; if the library
// was not found, the page has only tables and says so. The same document gives the same bytes. Leaves out: the
// content of a document (output/documents).
#pragma once

#include "output/document/document.hpp"

#include <filesystem>
#include <string>

namespace muster::output {

/// The extent of a page: the whole document, or the brief, which fits on two sheets of paper.
enum class PageKind : std::uint8_t { whole, brief };

[[nodiscard]] std::string page_of(const Document& document, PageKind kind = PageKind::whole);

/// Writes the page to a file. @throws OutputError
void write_page(const std::filesystem::path& file, const Document& document, PageKind kind = PageKind::whole);

}  // namespace muster::output
