#include "experiments/folder.hpp"

#include "engine/parameters/diagnostic.hpp"
#include "engine/text/system_errors.hpp"
#include "engine/text/text.hpp"
#include "output/manifest.hpp"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <fmt/format.h>
#include <optional>
#include <set>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace muster::experiments {

namespace fs = std::filesystem;

namespace {

std::string hidden_prefix(const fs::path& target) { return "." + target.filename().string() + ".partial-"; }

std::string refusal(const fs::path& shown, std::string_view why) {
  return tr("--out {}: error: {}\n", shown.string(), why);
}

// Also true for a folder that is mounted from the same file system, as containers do.
bool is_mount_point(const fs::path& path) {
  struct statx facts {};
  return ::statx(AT_FDCWD, path.c_str(), AT_SYMLINK_NOFOLLOW, STATX_TYPE, &facts) == 0 &&
         (facts.stx_attributes_mask & facts.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
}

// Why a folder may not be replaced; empty if it may.
std::optional<std::string> objection_to_replacing(const fs::path& target) {
  std::error_code error;
  const fs::file_status status = fs::symlink_status(target, error);
  if (status.type() == fs::file_type::not_found) return std::nullopt;
  if (error) return tr("it cannot be examined ({}); choose another folder", system_reason(error));
  if (status.type() != fs::file_type::directory) return tr("it is not a folder; move it away or choose another name");
  const bool empty = fs::is_empty(target, error);
  if (error) return tr("it cannot be read ({}); choose another folder", system_reason(error));
  if (empty) return std::nullopt;

  std::set<std::string> ours{"manifest.json"}, folders;
  bool made_by_us = false;
  try {
    const auto found = nlohmann::json::parse(output::read_file(target / "manifest.json"));
    made_by_us = found.at("program") == output::program_name;
    for (const auto& [file, facts] : found.at("files").items()) {
      ours.insert(file);
      for (fs::path in = fs::path(file).parent_path(); !in.empty(); in = in.parent_path()) {
        folders.insert(in.generic_string());
        if (in == in.parent_path()) break;  // the root is its own parent
      }
    }
  } catch (const std::exception&) {
    made_by_us = false;
  }
  if (!made_by_us)
    return tr(
        "it contains files that {} did not write (it has no manifest.json from that program); choose another folder",
        output::program_name);
  for (auto entry = fs::recursive_directory_iterator(target, error);
       !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    const std::string name = entry->path().lexically_relative(target).generic_string();
    const fs::file_type type = entry->symlink_status(error).type();  // the program writes no links
    if (type == fs::file_type::directory ? !folders.contains(name)
                                         : type != fs::file_type::regular || !ours.contains(name))
      return tr("it contains {}, which {} did not write; move that away or choose another folder", name,
                output::program_name);
  }
  if (error) return tr("it cannot be read ({}); choose another folder", system_reason(error));
  return std::nullopt;
}

// Locks a folder for as long as the process lives; -1 if another process holds the lock.
int lock_of(const fs::path& folder) {
  const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
  if (file >= 0 && ::flock(file, LOCK_EX | LOCK_NB) != 0) {
    ::close(file);
    return -1;
  }
  return file;
}

// Whether a folder beside the target is named like the partial folders of runs into it: `.name.partial-12345`,
// perhaps with a suffix.
bool is_partial(const std::string& name, const fs::path& target) {
  const std::string prefix = hidden_prefix(target);
  if (!name.starts_with(prefix)) return false;
  std::string_view rest = std::string_view(name).substr(prefix.size());
  if (rest.ends_with("-old")) rest.remove_suffix(4);
  return !rest.empty() && rest.find_first_not_of("0123456789-") == std::string_view::npos;
}

// Removes what killed runs left behind: partial folders that no process holds a lock on.
void remove_leftovers(const fs::path& target) {
  std::error_code error;
  for (fs::directory_iterator entry(target.parent_path(), error); !error && entry != fs::directory_iterator();
       entry.increment(error)) {
    if (!is_partial(entry->path().filename().string(), target)) continue;
    if (const int lock = lock_of(entry->path()); lock >= 0) {
      std::error_code ignored;  // a leftover that cannot be removed does no harm
      fs::remove_all(entry->path(), ignored);
      ::close(lock);
    }
  }
}

void store(const fs::path& path, bool folder) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | (folder ? O_DIRECTORY : 0));
  const bool stored = file >= 0 && (::fsync(file) == 0 || errno == EINVAL || errno == EROFS);
  const int error = errno;
  if (file >= 0) ::close(file);
  if (!stored) throw output::OutputError(tr("{} cannot be stored: {}", path.string(), system_reason(error)));
}

// Removes empty folders: the manifest does not list them, so a later run would take them for the user's and refuse to
// replace the output.
void remove_empty_folders(const fs::path& folder) {
  std::vector<fs::path> folders;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_directory()) folders.push_back(entry.path());
  std::error_code not_empty;
  for (auto last = folders.rbegin(); last != folders.rend(); ++last) fs::remove(*last, not_empty);
}

// Returns 0 or the error.
int rename(const fs::path& from, const fs::path& to, unsigned how) {
  return ::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), how) == 0 ? 0 : errno;
}

// For file systems that cannot exchange two folders: for a moment there is no folder at all, but never a part of one.
int replace_in_two_steps(const fs::path& partial, const fs::path& target) {
  const fs::path old = partial.string() + "-old";
  if (std::rename(target.c_str(), old.c_str()) != 0 && errno != ENOENT) return errno;
  if (std::rename(partial.c_str(), target.c_str()) != 0) {
    const int error = errno;
    static_cast<void>(std::rename(old.c_str(), target.c_str()));
    return error;
  }
  std::error_code ignored;
  fs::remove_all(old, ignored);
  return 0;
}

}  // namespace

OutputFolder::OutputFolder(const fs::path& target, output::Cleanup& cleanup) : shown_(target) {
  const auto refuse = [&](const std::string& why) { throw InputError(refusal(shown_, why)); };
  if (target.empty()) refuse(tr("it does not name a folder; name one"));
  std::error_code error;
  fs::path full = fs::absolute(target, error).lexically_normal();
  if (!full.has_filename()) full = full.parent_path();  // a slash at the end
  for (int links = 0; fs::is_symlink(full, error); ++links) {
    if (links == 40) refuse(tr("it is a link that leads back to itself; choose another folder"));
    full = (full.parent_path() / fs::read_symlink(full, error)).lexically_normal();
    if (!full.has_filename()) full = full.parent_path();
  }
  if (full == full.root_path()) refuse(tr("it is the root of the file system; choose a folder in it"));
  if (!fs::is_directory(full.parent_path(), error)) {
    fs::create_directories(full.parent_path(), error);
    if (error)
      refuse(tr("it lies in {}, which cannot be created ({}); choose another folder", full.parent_path().string(),
                system_reason(error)));
  }
  target_ = fs::canonical(full.parent_path(), error) / full.filename();
  if (error)
    refuse(tr("it lies in {}, which cannot be entered ({}); choose another folder", full.parent_path().string(),
              system_reason(error)));

  const fs::path here = fs::current_path(error);
  if (const fs::path inside = here.lexically_relative(target_); !inside.empty() && *inside.begin() != "..")
    refuse(
        tr("it is the folder you are working in, or contains it, and cannot be replaced; choose a folder inside it"));
  if (is_mount_point(target_))
    refuse(tr("it is the mount point of a file system and cannot be replaced; choose a folder in it"));
  if (const auto why = objection_to_replacing(target_)) refuse(*why);

  remove_leftovers(target_);
  for (int attempt = 0;; ++attempt) {
    const fs::path partial = target_.parent_path() / fmt::format("{}{}{}", hidden_prefix(target_), ::getpid(),
                                                                 attempt == 0 ? "" : fmt::format("-{}", attempt));
    if (::mkdir(partial.c_str(), 0777) != 0) {
      if (errno == EEXIST && attempt < 1000) continue;
      refuse(tr("it lies in {}, which cannot be written to ({}); choose another folder",
                target_.parent_path().string(), system_reason(errno)));
    }
    partial_.emplace(cleanup, partial);
    // Another run may have removed the folder as a leftover before it was locked; then the next attempt makes a new
    // one.
    lock_ = lock_of(partial);
    if (lock_ >= 0 && fs::exists(partial, error)) return;
    if (lock_ >= 0) ::close(lock_);
  }
}

OutputFolder::~OutputFolder() {
  std::error_code ignored;
  if (partial_ && !partial_->is_finished()) fs::remove_all(path(), ignored);
  if (lock_ >= 0) ::close(lock_);
}

void OutputFolder::commit() {
  const fs::path& partial = path();
  if (!fs::exists(partial / "manifest.json"))
    throw output::OutputError(tr("{} has no manifest.json", partial.string()));
  remove_empty_folders(partial);
  for (const auto& entry : fs::recursive_directory_iterator(partial))
    if (entry.is_regular_file() || entry.is_directory()) store(entry.path(), entry.is_directory());
  store(partial, true);

  int failed = 0;
  partial_->finish([&] {
    do {  // repeated if another run has just put its folder there or removed it
      failed = rename(partial, target_, RENAME_NOREPLACE);
      if (failed != EEXIST) break;
      if (const auto why = objection_to_replacing(target_)) throw InputError(refusal(shown_, *why));
      failed = rename(partial, target_, RENAME_EXCHANGE);
    } while (failed == ENOENT);
    if (failed == EINVAL || failed == ENOSYS || failed == EOPNOTSUPP) {
      if (const auto why = objection_to_replacing(target_)) throw InputError(refusal(shown_, *why));
      failed = replace_in_two_steps(partial, target_);
    }
    return failed == 0;
  });
  if (failed != 0)
    throw output::OutputError(tr("the results cannot be moved to {}: {}", shown_.string(), system_reason(failed)));
  std::error_code ignored;
  fs::remove_all(partial, ignored);  // after the exchange this is the earlier output, if there was one
  store(target_.parent_path(), true);
}

bool lie_in_one_another(const fs::path& one, const fs::path& other) {
  std::error_code ignored;
  const fs::path a = fs::weakly_canonical(fs::absolute(one), ignored),
                 b = fs::weakly_canonical(fs::absolute(other), ignored);
  const auto lies_in = [](const fs::path& inner, const fs::path& outer) {
    const fs::path way = inner.lexically_relative(outer);
    return !way.empty() && *way.begin() != "..";
  };
  return lies_in(a, b) || lies_in(b, a);
}

ScratchFolder::ScratchFolder(output::Cleanup& cleanup) {
  std::string name = (std::filesystem::temp_directory_path() / "muster-XXXXXX").string();
  if (!::mkdtemp(name.data())) throw output::OutputError(tr("{} cannot be made: {}", name, system_reason(errno)));
  made_.emplace(cleanup, name);
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path(), ignored);
}

}  // namespace muster::experiments
