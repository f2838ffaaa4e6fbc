// SQLite as C++: a connection and a statement that close themselves, and errors that say which file and why.
//
// Contract: one thread a connection. A statement must not outlive its connection. What is bound is copied, but for
// bytes. NaN is written as NULL, and NULL read as NaN. Leaves out: what is in a file.
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

  /// Runs statements that give no rows, or one with values for its parameters, as Statement::bind takes them. @throws DatabaseError
  void run(const std::string& statements);
  template <class Value, class... Values>
  void run(std::string_view statement, const Value& value, const Values&... values);

  /// Inserts rows into a table. @param give  is handed a RowInserter
  template <class Give>
  void fill(const std::string& table, Give&& give, int shared = 0);

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

/// Bytes that are no text. They must stay where they are until the statement they are bound to has run.
struct Blob {
  std::string_view bytes;
};

/// Text, or NULL for none.
[[nodiscard]] inline std::optional<std::string_view> or_null(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

class Statement {
 public:
  /// @throws DatabaseError
  Statement(Database& database, std::string_view sql);

  /// Gives the next parameters these values: text, numbers, days, cells of tables, what may be missing, and ranges of
  /// such.
  template <class... Values>
  Statement& bind(const Values&... values) {
    (put(values), ...);
    return *this;
  }

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

/// Inserts rows into one table, many in a statement, which takes less time than one each.
class RowInserter {
 public:
  /// @param shared  how many of the first columns have values that many rows share
  /// @throws DatabaseError if there is no such table
  RowInserter(Database& database, const std::string& table, int shared = 0);

  /// What the first columns of all rows from here on hold, which need not be bound time after time.
  template <class... Values>
  void share(const Values&... values) {
    finish();
    statement_.bound_ = 0;
    statement_.bind(values...);
  }

  /// @param values  of all other columns in their order, as Statement::bind takes them
  template <class... Values>
  void add(const Values&... values) {
    statement_.bind(values...);
    if (++rows_ == at_once) insert();
  }

  /// Inserts what is left. Call it after the last row.
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

/// The first table or index of a schema that a database has not, or not as it is written there (a view of that name, say), or that it
/// does something by itself about; nothing if all are as they should be. Looks at names and texts alone.
/// @param schema  statements that make them
[[nodiscard]] std::optional<std::string> unlike(Database& database, std::string_view schema);

/// The one number a statement gives; 0 if it gives none. @param values  for its parameters
template <class... Values>
[[nodiscard]] std::int64_t whole_number(Database& database, std::string_view sql, const Values&... values) {
  Statement statement(database, sql);
  return statement.bind(values...).step() ? statement.whole(0) : 0;
}

}  // namespace muster::output
