#include "experiments/checkpoint/shards.hpp"

#include "engine/parameters/diagnostic.hpp"
#include "engine/text/text.hpp"
#include "experiments/folder.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace muster::experiments {

namespace fs = std::filesystem;

namespace {

// The checkpoint folders meant: a given folder itself, or those directly below it that contain a checkpoint.
std::vector<fs::path> checkpoint_folders(const std::vector<std::string>& folders) {
  std::vector<fs::path> found;
  std::error_code error;
  for (const std::string& folder : folders) {
    std::vector<fs::path> below;
    if (!fs::exists(fs::path(folder) / checkpoint_name, error))
      for (fs::directory_iterator entry(folder, error); !error && entry != fs::directory_iterator();
           entry.increment(error))
        if (fs::exists(entry->path() / checkpoint_name, error)) below.push_back(entry->path());
    if (below.empty()) below.emplace_back(folder);  // a folder without a checkpoint is refused when it is opened
    std::sort(below.begin(), below.end());
    found.insert(found.end(), below.begin(), below.end());
  }
  return found;
}

struct Opened {
  fs::path folder;
  Request request;
  std::unique_ptr<Checkpoint> checkpoint;
};

// Why two checkpoints are not shards of one run; empty if they are.
std::string unlike(const Opened& first, const Opened& other) {
  const std::string name = other.folder.string(), before = first.folder.string();
  if (other.request.shard.of == 1)
    return tr("{}: it is the checkpoint of a whole run, not of a shard; write its results with: muster resume {}\n",
              name, output::quoted(name));
  if (first.request.asked != other.request.asked &&
      first.request.each_replication() == other.request.each_replication())
    return tr(
        "{0}: its number of replications differs from that of {1}; resume the one with fewer, for example: muster "
        "resume {1} --replications NUMBER\n  {1}  {2}\n  {0}  {3}\n",
        name, before, first.request.command, other.request.command);
  if (first.request.asked != other.request.asked)
    return tr("{0}: it belongs to another run than {1}:\n  {1}  {2}\n  {0}  {3}\n", name, before,
              first.request.command, other.request.command);
  if (first.request.shard.of != other.request.shard.of)
    return tr("{}: it is shard {}, but {} is shard {}\n", name, other.request.shard_words(), before,
              first.request.shard_words());
  for (const auto& [path, bytes] : first.request.inputs) {
    const auto found = other.request.inputs.find(path);
    if (found == other.request.inputs.end() || found->second != bytes)
      return tr("{}: its copy of {} differs from that of {}\n", name, path, before);
  }
  return {};
}

std::string missing_shard(const Request& request, std::size_t number) {
  Request shard = request;
  shard.shard.number = number;
  return tr("shard {} is missing; simulate it: {} --shard {} --checkpoint FOLDER\n", shard.shard_words(),
            request.command, shard.shard_words());
}

}  // namespace

Shards::Shards(const std::vector<std::string>& folders, const BuildId& program) {
  std::vector<Opened> all;
  std::string faults;
  std::set<fs::path> seen;
  bool all_fit = true;
  for (const fs::path& folder : checkpoint_folders(folders)) {
    std::error_code ignored;
    if (!seen.insert(fs::weakly_canonical(folder, ignored)).second) {
      faults += tr("{}: it is named twice\n", folder.string());
      continue;
    }
    Opened opened{folder, {}, nullptr};
    try {
      opened.checkpoint = std::make_unique<Checkpoint>(folder, &opened.request);
      all.push_back(std::move(opened));
    } catch (const InputError& fault) {
      faults += fault.what();
      all_fit = false;
    }
  }
  std::vector<std::string> reasons;  // why each does not fit the first; empty if it does
  for (const Opened& one : all) {
    reasons.push_back(unlike(all.front(), one));
    faults += reasons.back();
    all_fit = all_fit && reasons.back().empty();
    if (one.request.build.program_digest != program.program_digest || program.program_digest.empty())
      faults += tr("{}: it was simulated by another build of the program\n", one.folder.string());
  }
  if (!all.empty()) checkpoints_.resize(all.front().request.shard.of);
  std::map<std::size_t, fs::path> found;
  for (std::size_t i = 0; i < all.size(); ++i) {
    Opened& one = all[i];
    if (!reasons[i].empty()) continue;
    std::unique_ptr<Checkpoint>& place = checkpoints_[one.request.shard.number];
    if (const auto [other, is_first] = found.emplace(one.request.shard.number, one.folder); !is_first)
      faults += tr("{}: it is shard {}, and so is {}; name only one of them\n", one.folder.string(),
                   one.request.shard_words(), other->second.string());
    if (!one.checkpoint->is_finished())
      faults += tr("{}: shard {} is not finished, {} replications are there; continue it: muster resume {}\n",
                   one.folder.string(), one.request.shard_words(), one.checkpoint->there(),
                   output::quoted(one.folder.string()));
    place = std::move(one.checkpoint);
  }
  // Only if every folder was accepted: otherwise a shard that was refused above may be the one that seems to be
  // missing.
  for (std::size_t number = 0; all_fit && number < checkpoints_.size(); ++number)
    if (!checkpoints_[number] && checkpoints_.size() > 1) faults += missing_shard(all.front().request, number);
  if (!faults.empty()) throw InputError(tr("error: these shards cannot be merged\n") + faults);
  for (const Opened& one : all) folders_.push_back(one.folder);
  request_ = all.front().request;
  request_.shard = {};
}

void Shards::refuse_to_write_into(const std::string& out) const {
  for (const fs::path& folder : folders_)
    if (!out.empty() && lie_in_one_another(folder, out))
      throw InputError(
          tr("error: one of the shard folder {} and the output folder {} contains the other; choose another folder\n",
             folder.string(), out));
}

std::optional<ReplicationResult> Shards::find(const std::string& variant, Replication replication) {
  return checkpoints_[static_cast<std::size_t>(replication) % checkpoints_.size()]->find(variant, replication);
}

void Shards::keep(const std::string& /*variant*/, const ReplicationResult& /*result*/) {}

std::size_t Shards::damaged() const {
  std::size_t sum = 0;
  for (const auto& checkpoint : checkpoints_) sum += checkpoint->damaged();
  return sum;
}

}  // namespace muster::experiments
