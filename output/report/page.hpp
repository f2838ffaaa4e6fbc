// A document as a page: one file of HTML that needs nothing else and speaks two languages.
//
// Contract: everything lies within the file; nothing is fetched, and a policy in the page forbids it. Each text is put into both
// languages as it is written; the page starts in the current one, and a button turns it into the other. Charts are drawn by a
// library that the page carries, for a desk and for a phone; where that is missing the page has its tables and says so. Same
// document, same bytes. Leaves out: what a document tells (output/documents).
#pragma once

#include "output/document/document.hpp"

#include <filesystem>
#include <string>

namespace muster::output {

/// What of a document a page has: all of it, or what fits on two sheets of paper.
enum class PageKind : std::uint8_t { whole, brief };

[[nodiscard]] std::string page_of(const Document& document, PageKind kind = PageKind::whole);

/// Writes it to a file. @throws OutputError
void write_page(const std::filesystem::path& file, const Document& document, PageKind kind = PageKind::whole);

}  // namespace muster::output
