#include "experiments/archive/archive.hpp"

#include "engine/parameters/diagnostic.hpp"
#include "engine/text/system_errors.hpp"
#include "engine/text/text.hpp"
#include "output/database/database.hpp"
#include "output/database/sqlite.hpp"
#include "output/file.hpp"
#include "output/manifest.hpp"

#include <cerrno>
#include <fcntl.h>
#include <map>
#include <optional>
#include <set>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace muster::experiments {

namespace fs = std::filesystem;

namespace {

// Why a file cannot be read as a database that this program wrote; empty if it can.
std::optional<std::string> objection_to_reading(const fs::path& file) {
  std::error_code unknown;
  if (!fs::exists(file, unknown)) return tr("there is no such file");
  if (!fs::is_regular_file(file, unknown)) return tr("it is not a file");
  try {
    output::Database database(file, output::Database::Use::read);
    const auto id = output::whole_number(database, "PRAGMA application_id");
    if (id != output::database_application) return tr("it is a database, but not one that muster wrote");
    const auto version = output::whole_number(database, "PRAGMA user_version");
    if (version != output::database_version)
      return tr("its schema has version {}, but this muster reads version {}; run the scenario again", version,
                output::database_version);
    if (const auto other = output::first_schema_difference(database, output::whole_database_schema()))
      return tr("its table {} is not as muster writes it, so the file has been changed", *other);
    output::Statement check(database, "PRAGMA quick_check(1)");
    if (!check.step() || check.text(0) != "ok") return tr("it is damaged: {}", check.text(0));
  } catch (const output::DatabaseError& error) {
    if (error.code() == SQLITE_NOTADB) return tr("it is not a database");
    if ((error.code() & 0xff) == SQLITE_CORRUPT) return tr("it is damaged: {}", error.what());
    return std::string(error.what());
  }
  return std::nullopt;
}

// The copy that becomes the archive. Its name is always the same, so that a lock on the file keeps a second writer
// away, and a killed writer leaves at most one file, which the next writer overwrites.
class Copy {
 public:
  Copy(const fs::path& archive, output::Cleanup& cleanup)
      : target_(archive), path_(archive.parent_path() / ("." + archive.filename().string() + ".partial")) {
    while (true) {
      file_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
      if (file_ < 0) fail(errno);
      if (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
        const int error = errno;
        ::close(file_);
        if (error == EWOULDBLOCK)
          throw output::OutputError(
              tr("{} is being written by another muster archive; try again when that is done", target_.string()));
        fail(error);
      }
      // The writer that held the lock before may have renamed this very file after it was opened here.
      struct stat opened {
      }, named{};
      if (::fstat(file_, &opened) == 0 && ::stat(path_.c_str(), &named) == 0 && opened.st_ino == named.st_ino &&
          opened.st_dev == named.st_dev)
        break;
      ::close(file_);
    }
    unfinished_.emplace(cleanup, path_);
    if (::ftruncate(file_, 0) != 0) fail(errno);
    std::error_code error;  // copies the permissions too
    if (fs::exists(target_) && !fs::copy_file(target_, path_, fs::copy_options::overwrite_existing, error))
      fail(error.value());
  }
  ~Copy() {
    if (unfinished_ && !unfinished_->is_finished()) ::unlink(path_.c_str());
    ::close(file_);
  }
  Copy(const Copy&) = delete;
  Copy& operator=(const Copy&) = delete;
  Copy(Copy&&) = delete;
  Copy& operator=(Copy&&) = delete;

  [[nodiscard]] const fs::path& path() const { return path_; }

  void put_in_place() {
    if (::fsync(file_) != 0) fail(errno);
    unfinished_->finish([&] {
      if (::rename(path_.c_str(), target_.c_str()) != 0) fail(errno);
      return true;
    });
    const int folder = ::open(target_.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return;  // a folder that cannot be opened cannot be synced
    ::fsync(folder);
    ::close(folder);
  }

 private:
  [[noreturn]] void fail(int error) {
    throw output::OutputError(tr("{} cannot be written: {}", target_.string(), system_reason(error)));
  }

  fs::path target_, path_;
  int file_ = -1;
  std::optional<output::UnfinishedPath> unfinished_;  // set once the lock is held
};

// A table whose rows belong to a run, and its columns except the first, which is the run's number.
struct RunTable {
  std::string name, columns;
};

// The tables in the order of the schema.
std::vector<RunTable> tables_of(output::Database& database) {
  std::vector<RunTable> tables;
  output::Statement columns(database,
                            "SELECT t.name, c.name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c "
                            "WHERE t.type = 'table' AND c.cid > 0 ORDER BY t.rowid, c.cid");
  while (columns.step()) {
    if (tables.empty() || tables.back().name != columns.text(0)) tables.push_back({columns.text(0), {}});
    tables.back().columns += ", " + columns.text(1);
  }
  return tables;
}

struct Source {
  fs::path file;  // empty if the file cannot be used
  bool verified = false, beside_manifest = false;
};

class Collector {
 public:
  explicit Collector(output::Database& archive) : archive_(archive), tables_(tables_of(archive)) {}

  // Adds all runs of a file. ATTACH cannot be part of a transaction, so each file has its own; only the final
  // renaming makes it count.
  void collect(const Source& of, const fs::path& shown, std::vector<ArchivedRun>& runs) {
    archive_.run("ATTACH ? AS source", output::Database::address_to_read(of.file));
    archive_.run("BEGIN");
    std::map<std::int64_t, std::int64_t> number_here;
    {
      output::Statement all(archive_, "SELECT run, id, place, strategy, compared_with FROM source.runs ORDER BY run");
      while (all.step()) {
        const std::int64_t run = all.whole(0);
        ArchivedRun archived{shown,           all.text(1), all.text(2),       all.text(3),
                             Archived::added, of.verified, of.beside_manifest};
        std::int64_t& here = number_here[run];
        here = output::whole_number(archive_, "SELECT run FROM main.runs WHERE id = ?", archived.id);
        if (here == 0) {
          here = output::whole_number(archive_, "SELECT coalesce(max(run), 0) + 1 FROM main.runs");
          for (const RunTable& table : tables_) copy(table, run, here);
          if (!all.is_null(4))
            archive_.run("UPDATE main.runs SET compared_with = ? WHERE run = ?", number_here.at(all.whole(4)), here);
        } else {
          require_the_same(run, here, shown, archived);
          archived.became = Archived::already_there;
          if (keeps("source", run) && !keeps("main", here)) {
            for (const RunTable& table : tables_)
              if (keeps_replications(table)) copy(table, run, here);
            archived.became = Archived::replications_added;
          }
        }
        runs.push_back(std::move(archived));
      }
    }
    archive_.run("COMMIT");
    archive_.run("DETACH source");
  }

 private:
  bool keeps(const char* from, std::int64_t run) {
    return output::whole_number(
               archive_, fmt::format("SELECT 1 FROM {}.replication_cells WHERE run = ? LIMIT 1", from), run) != 0;
  }

  // The same id must mean the same figures; only where a run was read from and its descriptive texts may differ.
  void require_the_same(std::int64_t there, std::int64_t here, const fs::path& shown, const ArchivedRun& archived) {
    const auto differs = [&](const std::string& table, const std::string& columns) {
      const auto rows = [&](const char* from, const char* number) {
        return fmt::format("SELECT {} FROM {}.{} WHERE run = {}", columns, from, table, number);
      };
      const auto one_way = [](const std::string& one, const std::string& other) {
        return fmt::format("SELECT 1 FROM ({} EXCEPT {})", one, other);
      };
      const std::string source = rows("source", "?1"), main = rows("main", "?2");
      return output::whole_number(archive_, one_way(source, main) + " UNION ALL " + one_way(main, source) + " LIMIT 1",
                                  there, here) != 0;
    };
    static const std::set<std::string> of_words{"runs", "inputs", "parameters", "sources", "stopped"};
    bool same =
        !differs("runs", "place, strategy, seed, replications, start, horizon, complete, events, results_digest");
    for (const RunTable& table : tables_) {
      if (of_words.contains(table.name)) continue;
      if (keeps_replications(table) && !(keeps("source", there) && keeps("main", here))) continue;
      same = same && !differs(table.name, table.columns.substr(2));
    }
    if (!same)
      throw InputError(
          tr("archive {}: error: its run {} ({}…) is in the archive with other figures, so one of the two has been "
             "changed; check with muster verify whether a folder is as it was written\n",
             shown.string(), archived.place, archived.id.substr(0, 12)));
  }

  void copy(const RunTable& table, std::int64_t from, std::int64_t to) {
    archive_.run(fmt::format("INSERT INTO main.{0} (run{1}) SELECT ?{1} FROM source.{0} WHERE run = ?", table.name,
                             table.columns),
                 to, from);
  }

  static bool keeps_replications(const RunTable& table) { return table.name.starts_with("replication_"); }

  output::Database& archive_;
  std::vector<RunTable> tables_;
};

// The path with links resolved, also links to a file that does not exist yet.
fs::path followed(const fs::path& path) {
  std::error_code unknown;
  fs::path target = fs::absolute(path);
  for (int links = 0; links < 40 && fs::is_symlink(target, unknown); ++links)
    target = target.parent_path() / fs::read_symlink(target, unknown);
  const fs::path plain = fs::weakly_canonical(target, unknown);
  return unknown ? target : plain;
}

// What the manifest beside a file records about it.
struct Recorded {
  bool is_edited = false;  // the manifest was changed after it was written
  std::string sha256;      // of the file; empty if the manifest has none
};

// Empty if there is no manifest.
std::optional<Recorded> recorded_beside(const fs::path& file) {
  const fs::path manifest = file.parent_path() / "manifest.json";
  std::error_code unknown;
  if (!fs::exists(fs::symlink_status(manifest, unknown))) return std::nullopt;
  try {
    const auto json = nlohmann::json::parse(output::read_file(manifest));
    if (json.contains(output::seal_key) && json.at(output::seal_key) != output::seal_of(json))
      return Recorded{true, {}};
    return Recorded{false, json.at("files").at(file.filename().string()).at("sha256").get<std::string>()};
  } catch (const nlohmann::json::exception&) {
  } catch (const output::OutputError&) {
  }
  return Recorded{};
}

// The database file to read; adds to `faults` what is wrong with it.
Source database_in(const fs::path& source, const fs::path& archive, std::string& faults) {
  const auto fault = [&](const std::string& what) {
    faults += tr("archive {}: error: {}\n", source.string(), what);
    return Source{};
  };
  std::error_code unknown;
  const fs::file_status status = fs::status(source, unknown);
  if (status.type() == fs::file_type::not_found) return fault(tr("there is no such folder or file"));
  fs::path file = source;
  if (fs::is_directory(status)) {
    file /= output::database_name;
    if (!fs::exists(file, unknown))
      return fault(tr("there is no {} in it; a folder that muster run wrote has one", output::database_name));
  }
  if (fs::equivalent(file, archive, unknown)) return fault(tr("it is the archive itself"));
  if (const auto why = objection_to_reading(file)) return fault(*why);
  const auto recorded = recorded_beside(file);
  if (!recorded) return {file};
  if (recorded->is_edited)
    return fault(tr("its manifest.json has been changed since it was written; run the scenario again"));
  if (recorded->sha256.empty() && fs::is_directory(status))
    return fault(
        tr("its manifest.json cannot be read or does not list {}; run the scenario again", output::database_name));
  if (recorded->sha256.empty()) return {file, false, true};  // not the run's own file, but one put beside it
  try {
    if (output::sha256_of_file(file) != recorded->sha256)
      return fault(
          tr("{} is not the one that was written: manifest.json has another digest of it; run the scenario "
             "again",
             file.filename().string()));
  } catch (const output::OutputError& why) {
    return fault(why.what());
  }
  return {file, true, true};
}

}  // namespace

Archiving archive_runs(const fs::path& archive, const std::vector<fs::path>& sources, output::Cleanup& cleanup) {
  std::error_code unknown;
  const fs::path target = followed(archive);

  std::string faults;
  const bool there = fs::exists(target, unknown);
  if (there) {
    if (const auto why = objection_to_reading(target)) faults += tr("archive {}: error: {}\n", archive.string(), *why);
  } else if (!fs::is_directory(target.parent_path(), unknown)) {
    faults += tr("archive {}: error: there is no folder {}\n", archive.string(), target.parent_path().string());
  }
  std::vector<Source> files;
  std::uintmax_t needed = there && faults.empty() ? fs::file_size(target, unknown) : 0;
  for (const fs::path& source : sources) {
    files.push_back(database_in(source, target, faults));
    if (!files.back().file.empty()) needed += fs::file_size(files.back().file, unknown);
  }
  if (!faults.empty()) throw InputError(faults);

  const fs::space_info room = fs::space(target.parent_path(), unknown);
  if (!unknown && room.available < needed)
    throw output::OutputError(
        tr("{} cannot be written: up to {:.1f} MB are needed besides the present file, but only {:.1f} MB are free",
           archive.string(), static_cast<double>(needed) / 1e6, static_cast<double>(room.available) / 1e6));

  Archiving archiving;
  Copy copy(target, cleanup);
  // Another writer may have finished between the check of the archive and the lock on it.
  if (const auto why = fs::exists(target, unknown) ? objection_to_reading(target) : std::nullopt)
    throw InputError(tr("archive {}: error: {}\n", archive.string(), *why));
  try {
    output::Database database(copy.path(), output::Database::Use::write);
    // The copy is discarded if anything fails, and synced to disk as a whole at the end.
    database.run("PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
    if (output::whole_number(database, "PRAGMA user_version") == 0) database.run(output::whole_database_schema());
    Collector collector(database);
    for (std::size_t s = 0; s < files.size(); ++s) collector.collect(files[s], sources[s], archiving.runs);
    archiving.total = static_cast<std::uint64_t>(output::whole_number(database, "SELECT count(*) FROM runs"));
  } catch (const output::DatabaseError& error) {
    const std::string words = error.what();
    const std::string hidden = copy.path().string();
    const std::size_t at = words.find(hidden);  // users know the archive's name, not the copy's
    throw output::OutputError(
        at == std::string::npos ? words : words.substr(0, at) + archive.string() + words.substr(at + hidden.size()));
  }
  copy.put_in_place();
  return archiving;
}

std::string line_of(const ArchivedRun& run) {
  const std::string id = run.id.substr(0, 12), from = run.from.string();
  switch (run.became) {
    case Archived::added:
      return tr("{} · {} ({}…) added from {}", run.place, run.strategy, id, from);
    case Archived::already_there:
      return tr("{} · {} ({}…) of {} is there already; skipped", run.place, run.strategy, id, from);
    case Archived::replications_added:
      break;
  }
  return tr("{} · {} ({}…) was there already; its replications added from {}", run.place, run.strategy, id, from);
}

std::vector<std::string> warnings_of(const Archiving& archiving) {
  std::vector<std::string> warnings;
  std::set<std::string> seen;
  for (const ArchivedRun& run : archiving.runs)
    if (!run.verified && seen.insert(run.from.string()).second)
      warnings.push_back(run.beside_manifest
                             ? tr("archive {}: warning: the manifest.json beside it does not list this file, so it "
                                  "cannot be checked that the figures are those that were written\n",
                                  run.from.string())
                             : tr("archive {}: warning: there is no manifest.json beside it, so it cannot be checked "
                                  "that the figures are those that were written\n",
                                  run.from.string()));
  return warnings;
}

}  // namespace muster::experiments
