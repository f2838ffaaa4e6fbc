// SQLite as C++: a connection and a statement that close themselves, and errors that say which file and why.
//
// Contract: one thread a connection. A statement must not outlive its connection; texts bound must stay where they are until
// the statement has run. NaN is written as NULL, and NULL read as NaN. Leaves out: what is in a file.
#pragma once

#include "output/file.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <sqlite3.h>
#include <string>
#include <string_view>

namespace muster::output {

/// What SQLite refused, with its own code beside the words.
class DatabaseError : public OutputError {
 public:
  DatabaseError(const std::string& words, int code) : OutputError(words), code_(code) {}
  [[nodiscard]] int code() const { return code_; }

 private:
  int code_;
};

class Database {
 public:
  enum class Use : std::uint8_t { read, write, create };

  /// @param path  empty: one of its own, gone at the end
  /// @throws DatabaseError "<path> cannot be opened: <reason>". What is in it is looked at by the first statement only.
  Database(const std::filesystem::path& path, Use use);

  /// Runs statements that give no rows. @throws DatabaseError
  void run(const std::string& statements);

  /// A `file:` address under which a statement `ATTACH` reads another file and makes none.
  [[nodiscard]] static std::string address_to_read(const std::filesystem::path& path);

  [[nodiscard]] sqlite3* handle() const { return handle_.get(); }

  /// Throws what SQLite says happened last. @param code  what it returned
  [[noreturn]] void fail(int code) const;

 private:
  std::filesystem::path path_;
  const char* refused_;  // "<path> cannot be …"
  std::unique_ptr<sqlite3, decltype(&sqlite3_close_v2)> handle_;
};

class Statement {
 public:
  /// @throws DatabaseError
  Statement(Database& database, std::string_view sql);

  // The next parameter's value.
  Statement& bind(std::string_view text);
  Statement& bind(const std::string& text) { return bind(std::string_view(text)); }
  Statement& bind(const char* text) { return bind(std::string_view(text)); }
  Statement& bind(double value);
  Statement& bind(std::int64_t value);
  Statement& bind(std::uint64_t value) { return bind(static_cast<std::int64_t>(value)); }
  Statement& bind(int value) { return bind(static_cast<std::int64_t>(value)); }
  Statement& bind(bool value) { return bind(static_cast<std::int64_t>(value)); }
  Statement& bind_bytes(std::string_view bytes);
  Statement& bind_nothing();
  Statement& bind_or_nothing(std::string_view text) { return text.empty() ? bind_nothing() : bind(text); }

  /// Whether there is a further row.
  bool step();

  /// Runs it to its end and makes it ready to be bound anew.
  void run();

  /// Makes it ready to be bound anew.
  void reset();

  [[nodiscard]] int columns() const { return sqlite3_column_count(handle_.get()); }
  [[nodiscard]] std::string name(int column) const { return sqlite3_column_name(handle_.get(), column); }
  [[nodiscard]] bool is_null(int column) const { return type(column) == SQLITE_NULL; }
  [[nodiscard]] int type(int column) const { return sqlite3_column_type(handle_.get(), column); }  // SQLITE_TEXT, …
  [[nodiscard]] std::string text(int column) const;                                                // "" for NULL
  [[nodiscard]] std::string_view bytes(int column) const;  // until the next step()
  [[nodiscard]] double number(int column) const;           // NaN for NULL
  [[nodiscard]] std::int64_t whole(int column) const { return sqlite3_column_int64(handle_.get(), column); }

 private:
  Database* database_;
  std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> handle_;
  int bound_ = 0;
};

/// Inserts as many rows of one table time after time, a hundred in a statement, which takes less time than one each.
class RowInserter {
 public:
  /// @param columns  of the table; the first `shared` of them have the same values in all rows of one call
  /// @throws DatabaseError
  RowInserter(Database& database, const std::string& table, std::size_t columns, std::size_t shared, std::size_t rows);

  /// @param bind_shared  is given a statement to bind the shared values to
  /// @param bind_own     is given a statement and a row's number, from 0, to bind its other values to
  template <class BindShared, class BindOwn>
  void insert(BindShared&& bind_shared, BindOwn&& bind_own) {
    for (std::size_t row = 0; row < rows_;) {
      const bool full = rows_ - row >= at_once;
      Statement& statement = full ? *full_ : *rest_;
      bind_shared(statement);
      for (const std::size_t end = row + (full ? at_once : rows_ - row); row < end; ++row) bind_own(statement, row);
      statement.run();
    }
  }

 private:
  static constexpr std::size_t at_once = 100;

  std::size_t rows_;
  std::optional<Statement> full_, rest_;
};

/// The first table or index of a schema that a database has not, or not as it is written there (a view of that name, say), or that it
/// does something by itself about; nothing if all are as they should be. Looks at names and texts alone.
/// @param schema  statements that make them
[[nodiscard]] std::optional<std::string> unlike(Database& database, std::string_view schema);

/// The one number a statement gives; 0 if it gives none.
[[nodiscard]] std::int64_t whole_number(Database& database, std::string_view sql);

}  // namespace muster::output
