// SQLite for C++: a connection and a statement that close themselves, and errors that name the file and the
// reason.
//
// Contract: a connection is used by one thread. A statement must not outlive its connection. Bound values are
// copied, except bytes (Blob). NaN is written as NULL, and NULL is read as NaN. Leaves out: the content of a file.
#pragma once

#include "engine/clock/instant.hpp"
#include "output/document/table.hpp"
#include "output/file.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <ranges>
#include <sqlite3.h>
#include <string>
#include <string_view>
#include <type_traits>

namespace muster::output {

/// An error of SQLite, with its result code.
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

  /// @param path  empty: a temporary database, which is deleted at the end
  /// @throws DatabaseError "<path> cannot be opened: <reason>". The content is not read before the first statement.
  Database(const std::filesystem::path& path, Use use);

  /// Runs statements whose rows are ignored; the second form runs one statement with values for its parameters, as
  /// Statement::bind takes them. @throws DatabaseError
  void run(const std::string& statements);
  template <class Value, class... Values>
  void run(std::string_view statement, const Value& value, const Values&... values);

  /// Inserts rows into a table. @param give  called with a RowInserter  @param shared  as in RowInserter
  template <class Give>
  void fill(const std::string& table, Give&& give, int shared = 0);

  /// A `file:` address with which a statement `ATTACH` opens another file for reading, and does not create it.
  [[nodiscard]] static std::string address_to_read(const std::filesystem::path& path);

  [[nodiscard]] sqlite3* handle() const { return handle_.get(); }

  /// Throws SQLite's last error. @param code  the result code that it returned
  [[noreturn]] void fail(int code) const;

 private:
  std::filesystem::path path_;
  const char* refused_;  // "<path> cannot be …"
  std::unique_ptr<sqlite3, decltype(&sqlite3_close_v2)> handle_;
};

/// Bytes that are not text. They are not copied and must exist until the statement to which they are bound has run.
struct Blob {
  std::string_view bytes;
};

/// A text, or NULL if it is empty.
[[nodiscard]] inline std::optional<std::string_view> or_null(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

class Statement {
 public:
  /// @throws DatabaseError
  Statement(Database& database, std::string_view sql);

  /// Binds values to the next parameters: texts, numbers, dates, cells of tables, optional values, and ranges of
  /// these.
  template <class... Values>
  Statement& bind(const Values&... values) {
    (put(values), ...);
    return *this;
  }

  /// Moves to the next row. @return whether there is one
  bool step();

  /// Runs the statement to its end and resets it.
  void run();

  /// Resets the statement, so that values can be bound from the first parameter on again.
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
  friend class RowInserter;
  void put(std::string_view text);
  void put(const std::string& text) { put(std::string_view(text)); }
  void put(const char* text) { put(std::string_view(text)); }
  void put(double value);
  void put(std::int64_t value);
  void put(std::nullopt_t);
  void put(Date value);
  void put(Blob value);
  void put(const Cell& cell);
  template <class Whole>
  requires std::is_integral_v<Whole> || std::is_enum_v<Whole>
  void put(Whole value) { put(static_cast<std::int64_t>(value)); }
  template <class Value>
  void put(const std::optional<Value>& value) {
    value ? put(*value) : put(std::nullopt);
  }
  template <std::ranges::range Values>
  void put(const Values& values) {
    for (const auto& value : values) put(value);
  }
  void check(int code) const {
    if (code != SQLITE_OK) database_->fail(code);
  }

  Database* database_;
  std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> handle_;
  int bound_ = 0;
};

/// Inserts rows into one table, many with each statement, which is faster than one by one.
class RowInserter {
 public:
  /// @param shared  the number of leading columns whose values many rows share
  /// @throws DatabaseError if there is no such table
  RowInserter(Database& database, const std::string& table, int shared = 0);

  /// Sets the values of the shared columns for all following rows, so that they are bound only once.
  template <class... Values>
  void share(const Values&... values) {
    finish();
    statement_.bound_ = 0;
    statement_.bind(values...);
  }

  /// Adds a row. @param values  of all other columns in their order, as Statement::bind takes them
  template <class... Values>
  void add(const Values&... values) {
    statement_.bind(values...);
    if (++rows_ == at_once) insert();
  }

  /// Inserts the remaining rows. It must be called after the last row.
  void finish() {
    if (rows_ > 0) insert();
  }

 private:
  static constexpr int at_once = 50;

  void insert();

  int shared_, own_;  // columns
  Statement statement_;
  int rows_ = 0;  // bound and not yet inserted
};

template <class Value, class... Values>
void Database::run(std::string_view statement, const Value& value, const Values&... values) {
  Statement(*this, statement).bind(value, values...).run();
}

template <class Give>
void Database::fill(const std::string& table, Give&& give, int shared) {
  RowInserter rows(*this, table, shared);
  give(rows);
  rows.finish();
}

/// The name of the first table or index of a schema that a database lacks, defines differently (for example as a
/// view), or has a trigger on; none if the database agrees with the schema. Only names and SQL texts are compared,
/// without comments.
/// @param schema  the statements that create the tables and indexes
[[nodiscard]] std::optional<std::string> unlike(Database& database, std::string_view schema);

/// The whole number in the first column of a statement's first row; 0 without rows. @param values  for its
/// parameters
template <class... Values>
[[nodiscard]] std::int64_t whole_number(Database& database, std::string_view sql, const Values&... values) {
  Statement statement(database, sql);
  return statement.bind(values...).step() ? statement.whole(0) : 0;
}

}  // namespace muster::output
