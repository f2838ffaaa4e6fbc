#include "experiments/checkpoint/checkpoint.hpp"

#include "engine/parameters/diagnostic.hpp"
#include "engine/state/serializer.hpp"
#include "engine/text/system_errors.hpp"
#include "engine/text/text.hpp"
#include "output/manifest.hpp"

#include <charconv>
#include <fmt/format.h>
#include <memory>
#include <new>
#include <set>
#include <zstd.h>

namespace muster::experiments {

namespace fs = std::filesystem;

namespace {

// "Mstr", SQLite's application id, identifies a file as a checkpoint; the number of its layout is its user version.
constexpr std::int64_t application = 0x4d737472, layout = 3;

// A nation's replication takes some megabytes; anything larger than this cannot be a replication.
constexpr std::size_t largest_replication = std::size_t{1} << 28;

constexpr const char* schema = R"(
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE asked (position INTEGER PRIMARY KEY, option TEXT NOT NULL, value TEXT);
CREATE TABLE inputs (path TEXT PRIMARY KEY, bytes BLOB NOT NULL, sha256 TEXT NOT NULL);
CREATE TABLE found (written TEXT PRIMARY KEY, path TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE replications (variant TEXT NOT NULL, number INTEGER NOT NULL, bytes BLOB NOT NULL, sha256 TEXT NOT NULL,
                           PRIMARY KEY (variant, number));
)";

[[noreturn]] void refuse(const fs::path& folder, const std::string& why) {
  throw InputError(tr("{}: error: {}\n", folder.string(), why));
}

[[noreturn]] void refuse_damaged(const fs::path& folder, const std::string& why) {
  refuse(folder, tr("it is damaged ({}) and none of it can be used; remove the folder and run again", why));
}

// Turns SQLite's errors about a file that is in use, damaged or not a database into an InputError with a remedy;
// others are passed on.
template <class Do>
auto explained(const fs::path& folder, Do&& what) {
  try {
    return what();
  } catch (const output::DatabaseError& error) {
    switch (error.code() & 0xff) {
      case SQLITE_BUSY:
      case SQLITE_LOCKED:
        refuse(folder, tr("it is in use by another run; wait for that run to end, or name another folder"));
      case SQLITE_READONLY:
      case SQLITE_CANTOPEN:
      case SQLITE_PERM:
        refuse(folder, tr("it cannot be written to ({}), but resuming and merging have to write to it; choose another "
                          "folder, or copy this one to a location that you can write to",
                          error.what()));
      case SQLITE_CORRUPT:
      case SQLITE_NOTADB:
      case SQLITE_SCHEMA:
      case SQLITE_ERROR:
        refuse_damaged(folder, error.what());
      default:
        throw;
    }
  }
}

fs::path prepared(const fs::path& folder) {
  if (folder.empty()) refuse("--checkpoint", tr("it does not name a folder; name one"));
  std::error_code error;
  const fs::file_status status = fs::status(folder, error);
  if (fs::exists(status) && !fs::is_directory(status)) refuse(folder, tr("it is not a folder; choose another name"));
  if (!fs::exists(status)) {
    fs::create_directories(folder, error);
    if (error) refuse(folder, tr("it cannot be created ({}); choose another folder", system_reason(error)));
  }
  const std::string name = checkpoint_name;
  const std::set<std::string> ours{name, name + "-wal", name + "-shm", name + "-journal"};
  for (fs::directory_iterator entry(folder, error); !error && entry != fs::directory_iterator();
       entry.increment(error))
    if (const std::string there = entry->path().filename().string();
        !ours.contains(there) || entry->symlink_status(error).type() != fs::file_type::regular)
      refuse(folder, tr("it contains {}, which does not belong to a checkpoint; choose another folder", there));
  if (error) refuse(folder, tr("it cannot be read ({}); choose another folder", system_reason(error)));
  return folder;
}

bool is_new(output::Database& database) {
  return output::whole_number(database, "SELECT count(*) FROM sqlite_schema") == 0;
}

void check_layout(output::Database& database, const fs::path& folder) {
  if (output::whole_number(database, "PRAGMA application_id") != application)
    refuse(folder, tr("it contains a database that is not a checkpoint; choose another folder"));
  if (const std::int64_t found = output::whole_number(database, "PRAGMA user_version"); found != layout)
    refuse(folder, tr("it has version {} of the checkpoint format, but this program reads version {}; resume with the "
                      "program that started it, or choose another folder",
                      found, layout));
}

// Locks the checkpoint for this process until it ends, however it ends. @return whether a checkpoint has been
// started in it
bool take_hold(output::Database& database, const fs::path& folder) {
  const bool fresh = is_new(database);
  if (!fresh) check_layout(database, folder);  // before changing what may be someone else's database
  database.run("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
  database.run("BEGIN IMMEDIATE; COMMIT;");
  if (fresh && is_new(database)) return false;
  check_layout(database, folder);  // another run may just have started it
  return true;
}

// Makes sure that SQLite evaluates only tables and columns defined here, and none that someone added to the file.
void check_tables(output::Database& database, const fs::path& folder) {
  if (const auto other = output::first_schema_difference(database, schema))
    refuse_damaged(folder, tr("the layout of its table {} is not that of a checkpoint", *other));
}

std::string about(output::Database& database, const char* name) {
  output::Statement ask(database, "SELECT value FROM about WHERE name = ?");
  return ask.bind(name).step() ? ask.text(0) : std::string{};
}

// Digest of what was asked for and where to write it; different requests give different bytes, because each part
// has its length.
std::string digest_of(const Request& request) {
  std::string bytes;
  const auto add = [&](const std::string& part) { bytes += fmt::format("{} {} ", part.size(), part); };
  for (const output::WrittenCommand::Word& word : request.asked.words) {
    add(word.option);
    add(word.value ? "=" + *word.value : "");
  }
  add(request.command);
  add(request.out);
  add(request.shard_words());
  return output::sha256(bytes);
}

std::uint64_t number_in(output::Database& database, const char* name) {
  const std::string written = about(database, name);
  std::uint64_t number = 0;
  std::from_chars(written.data(), written.data() + written.size(), number);
  return number;
}

Request read_request(output::Database& database, const fs::path& folder) {
  check_tables(database, folder);
  Request request;
  output::Statement asked(database, "SELECT option, value FROM asked ORDER BY position");
  while (asked.step())
    request.asked.add(asked.text(0), asked.is_null(1) ? std::nullopt : std::optional(asked.text(1)));
  request.command = about(database, "command");
  request.out = about(database, "out");
  request.language = about(database, "language");
  request.build = {about(database, "version"), about(database, "compiler"), about(database, "program")};
  request.shard = {static_cast<std::size_t>(number_in(database, "shard")),
                   static_cast<std::size_t>(number_in(database, "shards"))};
  if (request.shard.number >= request.shard.of)
    refuse_damaged(folder, tr("its shard number is not below the number of shards"));
  output::Statement inputs(database, "SELECT path, bytes, sha256 FROM inputs");
  while (inputs.step()) {
    std::string bytes(inputs.bytes(1));
    if (output::sha256(bytes) != inputs.text(2))
      refuse_damaged(folder, tr("its copy of {} is not what was written", inputs.text(0)));
    request.inputs.emplace(inputs.text(0), std::move(bytes));
  }
  output::Statement found(database, "SELECT written, path FROM found");
  while (found.step()) request.found.emplace(found.text(0), found.text(1));
  if (about(database, "digest") != digest_of(request) || request.command.empty())
    refuse_damaged(folder, tr("its command is not what was written"));
  return request;
}

void put(output::Database& database, const char* name, const std::string& value) {
  database.run("INSERT OR REPLACE INTO about VALUES (?, ?)", name, value);
}

// Stores what may change when a run is resumed: the number of replications, and the output folder.
void put_command(output::Database& database, const Request& request) {
  put(database, "command", request.command);
  put(database, "out", request.out);
  put(database, "shard", std::to_string(request.shard.number));
  put(database, "shards", std::to_string(request.shard.of));
  put(database, "finished", "no");
  put(database, "digest", digest_of(request));
  database.run("DELETE FROM asked");
  database.fill("asked", [&](output::RowInserter& rows) {
    int position = 0;
    for (const auto& [option, value] : request.asked.words) rows.add(++position, option, value);
  });
}

std::string compressed(const std::string& bytes) {
  constexpr int fast = 1;
  if (bytes.size() > largest_replication)
    throw output::OutputError(tr(
        "a replication takes up {} MB, but a checkpoint can store only {} MB of each; choose an earlier horizon, or "
        "run without --checkpoint",
        bytes.size() >> 20, largest_replication >> 20));
  std::string made(ZSTD_compressBound(bytes.size()), '\0');
  const std::size_t size = ZSTD_compress(made.data(), made.size(), bytes.data(), bytes.size(), fast);
  if (ZSTD_isError(size))
    throw output::OutputError(tr("a replication cannot be compressed: {}", ZSTD_getErrorName(size)));
  made.resize(size);
  return made;
}

// Empty if the bytes were not made by compressed(). Memory is allocated as bytes are decompressed, whatever size
// the frame declares.
std::optional<std::string> decompressed(std::string_view bytes) {
  const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(), &ZSTD_freeDCtx);
  if (!context) throw std::bad_alloc();
  std::string made, part(ZSTD_DStreamOutSize(), '\0');
  ZSTD_inBuffer from{bytes.data(), bytes.size(), 0};
  for (;;) {
    ZSTD_outBuffer to{part.data(), part.size(), 0};
    const std::size_t missing = ZSTD_decompressStream(context.get(), &to, &from);
    if (ZSTD_isError(missing) || to.pos > largest_replication - made.size()) return std::nullopt;
    made.append(part, 0, to.pos);
    if (missing == 0) break;                                             // the end of the frame
    if (from.pos == from.size && to.pos < to.size) return std::nullopt;  // the frame is cut short
  }
  if (from.pos != from.size) return std::nullopt;
  return made;
}

// Includes the variant and the number, so that a row that was moved does not match.
std::string digest_of(const std::string& variant, Replication number, std::string_view bytes) {
  return output::sha256(fmt::format("{} {}\n", variant, static_cast<std::uint64_t>(number)) + std::string(bytes));
}

}  // namespace

Checkpoint::Checkpoint(const fs::path& folder, const Request& request)
    : folder_(prepared(folder)), database_(explained(folder_, [&] {
        return output::Database(folder_ / checkpoint_name, output::Database::Use::create);
      })) {
  explained(folder_, [&] {
    if (take_hold(database_, folder_)) {
      go_on(request);
    } else {
      begin(request);
    }
  });
}

void Checkpoint::begin(const Request& request) {
  database_.run("BEGIN");
  database_.run(schema);
  database_.run(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {};", application, layout));
  put_command(database_, request);
  put(database_, "language", request.language);
  put(database_, "version", request.build.version);
  put(database_, "compiler", request.build.compiler);
  put(database_, "program", request.build.program_digest);
  for (const auto& [path, bytes] : request.inputs)
    database_.run("INSERT INTO inputs VALUES (?, ?, ?)", path, output::Blob{bytes}, output::sha256(bytes));
  database_.fill("found", [&](output::RowInserter& rows) {
    for (const auto& [written, path] : request.found) rows.add(written, path);
  });
  database_.run("COMMIT");
}

void Checkpoint::go_on(const Request& request) {
  const Request begun = read_request(database_, folder_);
  const BuildId &then = begun.build, &now = request.build;
  if (then.program_digest != now.program_digest || now.program_digest.empty())
    refuse(
        folder_,
        then.version == now.version && then.compiler == now.compiler
            ? tr("it was started by another build of muster {} ({}); resume with that build, or choose another folder",
                 then.version, then.compiler)
            : tr("it was started by muster {} ({}), but this is {} ({}); resume with that program, or choose another "
                 "folder",
                 then.version, then.compiler, now.version, now.compiler));
  if (begun.each_replication() != request.each_replication())
    refuse(folder_,
           tr("it belongs to another run:\n  there  {}\n  here   {}\nname another folder, or give the same command",
              begun.command, request.command));
  if (begun.shard_words() != request.shard_words())
    refuse(folder_, tr("it contains shard {} of that run, but this is shard {}; choose another folder",
                       begun.shard_words(), request.shard_words()));
  for (const auto& [path, bytes] : request.inputs) {
    const auto before = begun.inputs.find(path);
    if (before == begun.inputs.end())
      refuse(folder_, tr("it was started without the file {}; choose another folder", path));
    if (before->second != bytes)
      refuse(folder_,
             tr("it was started before {} was changed; run `muster resume {}` to continue with the file as it "
                "was, or choose another folder to start with the file as it is now",
                path, folder_.string()));
  }
  there_ = static_cast<std::size_t>(output::whole_number(database_, "SELECT count(*) FROM replications"));
  database_.run("BEGIN");
  put_command(database_, request);
  database_.run("COMMIT");
}

Checkpoint::Checkpoint(const fs::path& folder, Request* request)
    : folder_(folder), database_(explained(folder, [&] {
        const fs::path file = folder / checkpoint_name;
        std::error_code ignored;
        if (const std::string why = output::why_not_in(folder); !why.empty())
          throw InputError(tr("{}: error: {}\n", folder.string(), why));
        if (!fs::exists(file, ignored))
          throw InputError(tr("{}: error: there is no checkpoint in it; name the folder of a run with --checkpoint\n",
                              folder.string()));
        return output::Database(file, output::Database::Use::write);
      })) {
  explained(folder, [&] {
    if (!take_hold(database_, folder))
      throw InputError(
          tr("{}: error: its run ended before anything was kept; start that run again\n", folder.string()));
    *request = read_request(database_, folder);
    there_ = static_cast<std::size_t>(output::whole_number(database_, "SELECT count(*) FROM replications"));
  });
}

Request Checkpoint::request_in(const fs::path& folder) {
  Request request;
  const Checkpoint checkpoint(folder, &request);
  return request;
}

output::WrittenCommand Request::each_replication() const {
  output::WrittenCommand each = asked;
  std::erase_if(each.words, [](const output::WrittenCommand::Word& word) { return word.option == "--replications"; });
  return each;
}

std::string Request::shard_words() const { return fmt::format("{}/{}", shard.number + 1, shard.of); }

void Checkpoint::finish() {
  const std::lock_guard lock(mutex_);
  explained(folder_, [&] { put(database_, "finished", "yes"); });
}

bool Checkpoint::is_finished() {
  return explained(folder_, [&] { return about(database_, "finished") == "yes"; });
}

std::optional<ReplicationResult> Checkpoint::find(const std::string& variant, Replication replication) {
  std::string bytes, digest;
  try {
    const std::lock_guard lock(mutex_);
    output::Statement ask(database_, "SELECT bytes, sha256 FROM replications WHERE variant = ? AND number = ?");
    if (!ask.bind(variant, replication).step()) return std::nullopt;
    bytes = ask.bytes(0);
    digest = ask.text(1);
  } catch (const output::DatabaseError& error) {
    if ((error.code() & 0xff) != SQLITE_CORRUPT) throw;
    bytes.clear();  // its page in the file is damaged
  }
  if (digest == digest_of(variant, replication, bytes)) {
    try {
      if (const std::optional<std::string> whole = decompressed(bytes)) {
        ReplicationOutcome found = outcome_of(*whole);
        if (auto* result = std::get_if<ReplicationResult>(&found); result && result->replication == replication)
          return std::move(*result);
      }
    } catch (const BadState&) {  // treated as missing
    }
  }
  const std::lock_guard lock(mutex_);
  ++damaged_;
  return std::nullopt;
}

void Checkpoint::keep(const std::string& variant, const ReplicationResult& result) {
  const std::string bytes = compressed(bytes_of(result));
  const std::string digest = digest_of(variant, result.replication, bytes);
  const std::lock_guard lock(mutex_);
  explained(folder_, [&] {
    database_.run("INSERT OR REPLACE INTO replications VALUES (?, ?, ?, ?)", variant, result.replication,
                  output::Blob{bytes}, digest);
  });
}

}  // namespace muster::experiments
