#include "output/database/sqlite.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/text/system_errors.hpp"
#include "engine/text/text.hpp"
#include "output/file.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>

namespace muster::output {

namespace {

sqlite3* opened(const std::filesystem::path& path, Database::Use use) {
  sqlite3* handle = nullptr;
  const int how = use == Database::Use::read    ? SQLITE_OPEN_READONLY
                  : use == Database::Use::write ? SQLITE_OPEN_READWRITE
                                                : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  const int code = sqlite3_open_v2(path.c_str(), &handle, how | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, nullptr);
  if (code == SQLITE_OK) return handle;
  const int system = handle ? sqlite3_system_errno(handle) : 0;
  sqlite3_close_v2(handle);
  throw DatabaseError(tr("{} cannot be opened: {}", path.string(),
                         system != 0 ? system_reason(system) : std::string(sqlite3_errstr(code))),
                      code);
}

// A statement without comments, and with one space in place of each sequence of white space.
std::string bare(std::string_view sql) {
  std::string words;
  for (std::size_t i = 0; i < sql.size(); ++i) {
    if (sql.substr(i).starts_with("--")) i = std::min(sql.find('\n', i), sql.size() - 1);
    if (const char letter = sql[i]; letter != ' ' && letter != '\n' && letter != '\t')
      words += letter;
    else if (!words.ends_with(' '))
      words += ' ';
  }
  return words;
}

}  // namespace

Database::Database(const std::filesystem::path& path, Use use)
    : path_(path),
      refused_(use == Use::read ? tr_noop("{} cannot be read: {}") : tr_noop("{} cannot be written: {}")),
      handle_(opened(path.empty() ? path : std::filesystem::absolute(path), use), &sqlite3_close_v2) {
  sqlite3_extended_result_codes(handle_.get(), 1);
  sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
}

void Database::fail(int code) const {
  const int primary = code & 0xff;
  const int system = sqlite3_system_errno(handle_.get());
  const std::string why = primary == SQLITE_FULL                   ? system_reason(ENOSPC)
                          : primary == SQLITE_IOERR && system != 0 ? system_reason(system)
                                                                   : sqlite3_errmsg(handle_.get());
  throw DatabaseError(fmt::format(fmt::runtime(translated(refused_)), path_.string(), why), code);
}

void Database::run(const std::string& statements) {
  const int code = sqlite3_exec(handle_.get(), statements.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code);
}

std::string Database::address_to_read(const std::filesystem::path& path) {
  std::string address = "file:";
  for (const char letter : std::filesystem::absolute(path).string()) {
    const auto byte = static_cast<unsigned char>(letter);
    const bool plain = std::isalnum(byte) || letter == '/' || letter == '.' || letter == '-' || letter == '_';
    address += plain ? std::string(1, letter) : fmt::format("%{:02X}", byte);
  }
  return address + "?mode=ro";
}

Statement::Statement(Database& database, std::string_view sql)
    : database_(&database), handle_(nullptr, &sqlite3_finalize) {
  sqlite3_stmt* handle = nullptr;
  check(sqlite3_prepare_v2(database.handle(), sql.data(), static_cast<int>(sql.size()), &handle, nullptr));
  handle_.reset(handle);
}

void Statement::put(std::string_view text) {
  // The pointer of an empty view may be null, which SQLite would store as NULL.
  check(sqlite3_bind_text64(handle_.get(), ++bound_, text.empty() ? "" : text.data(), text.size(), SQLITE_TRANSIENT,
                            SQLITE_UTF8));
}

void Statement::put(double value) { check(sqlite3_bind_double(handle_.get(), ++bound_, value)); }

void Statement::put(std::int64_t value) { check(sqlite3_bind_int64(handle_.get(), ++bound_, value)); }

void Statement::put(std::nullopt_t) { check(sqlite3_bind_null(handle_.get(), ++bound_)); }

void Statement::put(Date value) { put(iso(value)); }

void Statement::put(Blob value) {
  const std::string_view bytes = value.bytes.empty() ? "" : value.bytes;
  check(sqlite3_bind_blob64(handle_.get(), ++bound_, bytes.data(), bytes.size(), SQLITE_STATIC));
}

void Statement::put(const Cell& cell) {
  switch (cell.kind) {
    case Cell::Kind::number:
      return put(cell.number);
    case Cell::Kind::date:
      return put(cell.date);
    case Cell::Kind::words:
    case Cell::Kind::named:
      return put(or_null(cell.id));
    case Cell::Kind::nothing:
    case Cell::Kind::withheld:
      return put(std::nullopt);
  }
}

bool Statement::step() {
  const int code = sqlite3_step(handle_.get());
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) database_->fail(code);
  return false;
}

void Statement::run() {
  while (step()) {
  }
  reset();
}

void Statement::reset() {
  sqlite3_reset(handle_.get());
  bound_ = 0;
}

std::string Statement::text(int column) const {
  const auto* bytes = sqlite3_column_text(handle_.get(), column);
  if (!bytes) return {};
  return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

std::string_view Statement::bytes(int column) const {
  const void* bytes = sqlite3_column_blob(handle_.get(), column);
  if (!bytes) return {};
  return {static_cast<const char*>(bytes), static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

double Statement::number(int column) const {
  return is_null(column) ? std::numeric_limits<double>::quiet_NaN() : sqlite3_column_double(handle_.get(), column);
}

namespace {

int columns_of(Database& database, const std::string& table) {
  return static_cast<int>(whole_number(database, "SELECT count(*) FROM pragma_table_info(?)", table));
}

// The first parameters are shared by all rows; the last one is the number of rows to insert.
std::string insertion(const std::string& table, int shared, int own, int rows) {
  std::string sql = "INSERT INTO " + table;
  for (int row = 0; row < rows; ++row) {
    sql += row > 0 ? " UNION ALL SELECT " : " SELECT ";
    for (int column = 0; column < shared + own; ++column)
      sql += fmt::format("{}?{}", column > 0 ? "," : "", 1 + column + (column < shared ? 0 : row * own));
  }
  return sql + " LIMIT ?";
}

}  // namespace

RowInserter::RowInserter(Database& database, const std::string& table, int shared)
    : shared_(shared),
      own_(columns_of(database, table) - shared),
      statement_(database, insertion(table, shared_, own_, at_once)) {}

void RowInserter::insert() {
  statement_.bound_ = shared_ + at_once * own_;
  statement_.bind(rows_).run();
  statement_.bound_ = shared_;
  rows_ = 0;
}

std::optional<std::string> first_schema_difference(Database& database, std::string_view schema) {
  Database plain({}, Database::Use::create);
  plain.run(std::string(schema));
  Statement wanted(
      plain,
      "SELECT name, type, sql FROM sqlite_schema WHERE type IN ('table', 'index') AND sql IS NOT NULL ORDER BY rowid");
  while (wanted.step()) {
    const std::string name = wanted.text(0), type = wanted.text(1);
    Statement found(
        database,
        "SELECT type, sql FROM sqlite_schema WHERE name = ?1 COLLATE NOCASE OR (type = 'trigger' AND tbl_name = "
        "?1 COLLATE NOCASE)");
    found.bind(name);
    if (!found.step() || found.text(0) != type || bare(found.text(1)) != bare(wanted.text(2)) || found.step())
      return name;
  }
  return std::nullopt;
}

}  // namespace muster::output
