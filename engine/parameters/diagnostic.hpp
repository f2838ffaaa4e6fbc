// Error messages about an input that show its author how to correct it.
//
// Contract: a Diagnostic states a location (file, line, column, width), what was read and what is allowed there;
// Diagnostics collects all of them in one pass and prints the first of them in file order, each with the source
// line and a caret below. If a look-alike of a keyboard character stands at the location, the location is narrowed
// to that character, and a note states what to write. Leaves out: where the text came from; the reader supplies
// the lines.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace muster {

/// Where something was written; line and column count from 1, line 0 means the whole file.
struct SourceLocation {
  std::string file;
  int line = 0;
  int column = 0;
  int width = 1;  // number of columns that the caret line marks

  friend bool operator==(const SourceLocation&, const SourceLocation&) = default;
};

/// `file:line:column`, in the form that editors recognise.
[[nodiscard]] std::string to_string(const SourceLocation& where);

enum class Severity : std::uint8_t { error, warning };

struct Diagnostic {
  SourceLocation where;
  std::string message;             // lower case, no full stop; names both values that are compared
  std::vector<std::string> notes;  // the declared meaning; another location
  Severity severity = Severity::error;
};

/// Position of the first character that stands where a keyboard character belongs, such as a full-width colon next
/// to a letter.
[[nodiscard]] std::optional<std::size_t> find_out_of_place(std::string_view text);

/// Describes such a character and what to write: "U+FF1A, a full-width colon; write `:`".
[[nodiscard]] std::string remedy_for(char32_t code, std::string_view correct);

/// Collects the errors found in one pass over an input, and warnings about valid input that is probably
/// unintended.
class Diagnostics {
 public:
  void error(SourceLocation where, std::string message, std::vector<std::string> notes = {});
  /// Warns about something that may be intended; loading continues.
  void warning(SourceLocation where, std::string message, std::vector<std::string> notes = {});

  /// Keeps a file's lines, so that its errors can be shown below the source text.
  void remember_text(const std::string& file, std::string_view text);

  [[nodiscard]] bool empty() const { return errors_.empty(); }
  [[nodiscard]] std::size_t size() const { return errors_.size(); }

  /// The errors, or the warnings, in the order in which files were first remembered, then by line and column.
  [[nodiscard]] std::vector<Diagnostic> sorted(Severity severity = Severity::error) const;

  /// The first 50 errors as text: message, source line, caret, notes; then their total number.
  [[nodiscard]] std::string to_string() const;
  /// A single error or warning as text.
  [[nodiscard]] std::string to_string(const Diagnostic& one) const;

 private:
  std::vector<Diagnostic> errors_, warnings_;
  std::vector<std::string> file_order_;
  std::map<std::string, std::vector<std::string>> lines_;
};

/// Thrown if the input is invalid and nothing was simulated. what() returns all messages.
class InputError : public std::runtime_error {
 public:
  explicit InputError(const Diagnostics& diagnostics) : std::runtime_error(diagnostics.to_string()) {}
  explicit InputError(const std::string& text) : std::runtime_error(text) {}
};

/// The known word nearest to the one written; empty if none is near, that is, if more than a third of it would
/// have to change.
[[nodiscard]] std::string nearest(std::string_view written, const std::vector<std::string>& known);

/// The ending of a message: "; nearest is `x`", or empty.
[[nodiscard]] std::string nearest_hint(std::string_view written, const std::vector<std::string>& known);

}  // namespace muster
