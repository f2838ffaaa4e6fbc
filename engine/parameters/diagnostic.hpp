// What is wrong with an input, said so that its writer can mend it.
//
// Contract: a Diagnostic names a place (file, line, column, width), what was read and what may stand there; Diagnostics
// collects all of them in one pass, and printing puts the first of them in file order with the line and a caret below. Where a
// character that looks like one of the keyboard stands at the place named, the place is that of the character, and a note says
// what to write. Leaves out: where the text came from; the reader hands in the lines.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace muster {

/// Where a reader wrote something; line and column count from 1, line 0 means the whole file.
struct SourceLocation {
  std::string file;
  int line = 0;
  int column = 0;
  int width = 1;  // columns under which the caret line runs

  friend bool operator==(const SourceLocation&, const SourceLocation&) = default;
};

/// `file:line:column`, as an editor understands it.
[[nodiscard]] std::string to_string(const SourceLocation& where);

enum class Severity : std::uint8_t { error, warning };

struct Diagnostic {
  SourceLocation where;
  std::string message;             // lower case, no full stop, both sides of a comparison
  std::vector<std::string> notes;  // the declared meaning; another place
  Severity severity = Severity::error;
};

/// The first character of a text that stands where one of the keyboard belongs: a full-width colon beside a letter.
[[nodiscard]] std::optional<std::size_t> find_out_of_place(std::string_view text);

/// What such a character is and what to write: "U+FF1A, a full-width colon; write `:`".
[[nodiscard]] std::string remedy_for(char32_t code, std::string_view correct);

/// Every fault found in one pass over an input, and what is no fault but was hardly meant.
class Diagnostics {
 public:
  void error(SourceLocation where, std::string message, std::vector<std::string> notes = {});
  /// Says a number and what to do; whoever reads on is right to.
  void warning(SourceLocation where, std::string message, std::vector<std::string> notes = {});

  /// Keeps a file's lines, so that the faults found in it can be shown under the text.
  void remember_text(const std::string& file, std::string_view text);

  [[nodiscard]] bool empty() const { return errors_.empty(); }
  [[nodiscard]] std::size_t size() const { return errors_.size(); }

  /// The faults, or the warnings, in the order of the files as first remembered, then of lines and columns.
  [[nodiscard]] std::vector<Diagnostic> sorted(Severity severity = Severity::error) const;

  /// The first 50 faults as text: message, source line, caret, notes; then how many there are.
  [[nodiscard]] std::string to_string() const;
  /// One of either kind as text.
  [[nodiscard]] std::string to_string(const Diagnostic& one) const;

 private:
  std::vector<Diagnostic> errors_, warnings_;
  std::vector<std::string> file_order_;
  std::map<std::string, std::vector<std::string>> lines_;
};

/// The input is at fault: nothing was simulated. what() is the whole list.
class InputError : public std::runtime_error {
 public:
  explicit InputError(const Diagnostics& diagnostics) : std::runtime_error(diagnostics.to_string()) {}
  explicit InputError(const std::string& text) : std::runtime_error(text) {}
};

/// The known word nearest to a written one, or empty if none is near (more than a third of it would have to change).
[[nodiscard]] std::string nearest(std::string_view written, const std::vector<std::string>& known);

/// "; nearest is `x`" or nothing, to end a message with.
[[nodiscard]] std::string nearest_hint(std::string_view written, const std::vector<std::string>& known);

}  // namespace muster
