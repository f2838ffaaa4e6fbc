#include "experiments/verification/verification.hpp"

#include "engine/parameters/diagnostic.hpp"
#include "engine/text/text.hpp"
#include "output/file.hpp"
#include "output/manifest.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

namespace muster::experiments {

namespace fs = std::filesystem;
using SortedJson = nlohmann::json;

namespace {

[[noreturn]] void refuse_to_verify(const fs::path& folder, const std::string& why) {
  throw InputError(tr("{}: error: {}\n", folder.string(), why));
}

SortedJson manifest_of(const fs::path& folder) {
  const fs::path file = folder / "manifest.json";
  std::error_code ignored;
  if (const std::string why = output::why_not_in(folder); !why.empty()) refuse_to_verify(folder, why);
  if (!fs::is_regular_file(file, ignored))
    refuse_to_verify(folder, tr("there is no manifest.json in it; name a folder that muster has written"));
  try {
    SortedJson json = SortedJson::parse(output::read_file(file));
    if (json.at("program") == output::program_name) return json;
  } catch (const SortedJson::exception&) {  // reported below
  }
  refuse_to_verify(folder, tr("its manifest.json was not written by {}; name a folder that muster has written",
                              output::program_name));
}

bool is_whole(const fs::path& file, const std::string& digest) {
  try {
    return output::sha256_of_file(file) == digest;
  } catch (const output::OutputError&) {
    return false;
  }
}

// A path inside the folder; refuses one that leads outside.
fs::path inside(const fs::path& folder, const std::string& name) {
  const fs::path way = fs::path(name).lexically_normal();
  if (way.empty() || way.is_absolute() || *way.begin() == "..")
    refuse_to_verify(folder,
                     tr("its manifest.json names a file outside the folder, {}; nothing in it can be trusted", name));
  const fs::path file = folder / way;
  std::error_code ignored;
  const fs::file_status status = fs::symlink_status(file, ignored);
  const fs::path real = fs::weakly_canonical(file, ignored).lexically_relative(fs::weakly_canonical(folder, ignored));
  if ((fs::exists(status) && !fs::is_regular_file(status)) || real.empty() || *real.begin() == "..")
    refuse_to_verify(folder, tr("{} in it is not a regular file; nothing in it can be trusted", name));
  return file;
}

std::vector<std::string> lines_of(const fs::path& file) {
  std::vector<std::string> lines;
  std::istringstream in(output::read_file(file));
  for (std::string line; std::getline(in, line);) lines.push_back(std::move(line));
  return lines;
}

std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (const char letter : line) {
    if (letter == '"') quoted = !quoted;
    if (letter == ',' && !quoted) {
      fields.emplace_back();
    } else {
      fields.back() += letter;
    }
  }
  return fields;
}

TableDifference difference_of(const std::string& name, const fs::path& folder, const fs::path& again) {
  TableDifference found;
  found.file = name;
  std::vector<std::string> there = lines_of(folder / name), here = lines_of(again / name);
  found.of = std::max(there.size(), here.size());
  for (std::size_t i = 0; i < found.of; ++i) {
    if (i < there.size() && i < here.size() && there[i] == here[i]) continue;
    if (found.lines++ == 0) found.first = i + 1;
  }
  if (found.lines == 0) return found;

  there.resize(found.of);  // a missing line is reported as an empty one
  here.resize(found.of);
  found.there = there[found.first - 1];
  found.here = here[found.first - 1];
  const std::vector<std::string> names = fields_of(there.front()), before = fields_of(found.there),
                                 now = fields_of(found.here);
  if (before.size() != now.size() || before.size() != names.size()) return found;
  const auto parted = std::mismatch(before.begin(), before.end(), now.begin());
  if (parted.first == before.end()) return found;
  found.column = names[static_cast<std::size_t>(parted.first - before.begin())];
  found.there = *parted.first;
  found.here = *parted.second;
  return found;
}

std::set<std::string> tables_in(const fs::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && entry.path().extension() == ".csv")
      names.insert(entry.path().lexically_relative(folder).generic_string());
  return names;
}

// Keys that depend on the machine or the time, or are compared separately.
const std::set<std::string> changes_each_time{"program_sha256",    "threads", "wall_seconds",
                                              "peak_memory_bytes", "files",   output::seal_key};

std::string shown(const SortedJson& value) {
  constexpr std::size_t most = 200;
  const std::string words =
      value.is_string() ? value.get<std::string>() : value.dump(-1, ' ', false, SortedJson::error_handler_t::replace);
  std::size_t cut = std::min(words.size(), most);
  while (cut < words.size() && cut > 0 && (static_cast<unsigned char>(words[cut]) & 0xC0U) == 0x80) --cut;
  return words.substr(0, cut) + (cut < words.size() ? "…" : "");
}

// The digests of a manifest's tables, by name.
std::map<std::string, std::string> tables_of(const SortedJson& manifest) {
  std::map<std::string, std::string> tables;
  for (const auto& [name, file] : manifest.at("files").items())
    if (name.ends_with(".csv")) tables[name] = file.at("sha256").get<std::string>();
  return tables;
}

void compare(const std::string& what, const SortedJson* there, const SortedJson* here,
             std::vector<FalseStatement>& found) {
  if (there && here && *there == *here) return;
  const auto within = [&](const std::string& part) { return what.empty() ? part : what + ", " + part; };
  if (there && here && there->is_object() && here->is_object()) {
    std::set<std::string> keys;
    for (const SortedJson* one : {there, here})
      for (const auto& [key, value] : one->items()) keys.insert(key);
    for (const std::string& key : keys)
      compare(within(key), there->contains(key) ? &there->at(key) : nullptr,
              here->contains(key) ? &here->at(key) : nullptr, found);
    return;
  }
  if (there && here && there->is_array() && here->is_array()) {
    for (std::size_t i = 0; i < std::max(there->size(), here->size()); ++i) {
      const SortedJson* one = i < there->size() ? &there->at(i) : nullptr;
      const SortedJson* other = i < here->size() ? &here->at(i) : nullptr;
      const SortedJson* named = other ? other : one;
      compare(within(named->is_object() && named->contains("path") ? shown(named->at("path")) : std::to_string(i + 1)),
              one, other, found);
    }
    return;
  }
  found.push_back({what, there ? shown(*there) : "", here ? shown(*here) : ""});
}

std::string localized_text(const FalseStatement& one) {
  if (one.there.empty()) return tr("  manifest.json, {}: missing; in the repeated run it is {}\n", one.what, one.here);
  if (one.here.empty())
    return tr("  manifest.json, {}: it says {}; in the repeated run there is none\n", one.what, one.there);
  return tr("  manifest.json, {}: it says {}; in the repeated run it is {}\n", one.what, one.there, one.here);
}

std::string localized_text(const TableDifference& found) {
  if (found.missing_there) return tr("  {}: missing\n", found.file);
  if (found.missing_here) return tr("  {}: in the folder, but not in the repeated run\n", found.file);
  return found.column.empty()
             ? tr("  {}: {} of {} lines differ; first line {}: \"{}\" in the folder, \"{}\" in the repeated run\n",
                  found.file, found.lines, found.of, found.first, found.there, found.here)
             : tr("  {}: {} of {} lines differ; first line {}, {}: {} in the folder, {} in the repeated run\n",
                  found.file, found.lines, found.of, found.first, found.column, found.there, found.here);
}

std::string build_differences(const BuildId& then, const BuildId& now) {
  std::string lines;
  if (then.program_digest == now.program_digest) return lines;
  if (then.version != now.version) lines += tr("  version: muster {} there, {} now\n", then.version, now.version);
  if (then.compiler != now.compiler) lines += tr("  compiler: {} there, {} now\n", then.compiler, now.compiler);
  if (lines.empty()) lines += tr("  program: another build of the same version by the same compiler\n");
  return lines;
}

}  // namespace

Claim claim_of(const fs::path& folder) {
  const SortedJson json = manifest_of(folder);
  Claim claim;
  try {
    if (json.at("finish") == to_string(output::Finish::interrupted))
      refuse_to_verify(folder, tr("it was interrupted, so the same command gives more; run it to its end first: {}",
                                  json.contains("resume") ? json.at("resume").get<std::string>()
                                                          : json.at("command").get<std::string>() + " --out " +
                                                                output::quoted(folder.string())));
    Request& request = claim.request;
    request.command = json.at("command");
    for (const auto& word : json.at("asked")) request.asked.add(word.get<std::string>());
    request.language = json.at("language");
    request.build = {json.at("version"), json.at("compiler"), json.at("program_sha256")};
    request.found = json.at("found").get<std::map<std::string, std::string>>();
    for (const auto& [path, input] : json.at("digests").at("inputs").items()) {
      const fs::path copy = inside(folder, input.at("copy"));
      if (!is_whole(copy, input.at("sha256")))
        refuse_to_verify(folder,
                         tr("its copy of {} is not what was read ({}); it cannot be made again", path, copy.string()));
      request.inputs[path] = output::read_file(copy);
    }
    for (const auto& [name, file] : json.at("files").items()) {
      const std::string digest = file.at("sha256");
      if (!is_whole(inside(folder, name), digest) || fs::file_size(folder / name) != file.at("bytes"))
        claim.edited.push_back(name);
      if (name.ends_with(".csv")) claim.tables[name] = digest;
    }
    if (json.contains(output::seal_key) && json.at(output::seal_key) != output::seal_of(json))
      claim.edited.emplace_back("manifest.json");
  } catch (const SortedJson::exception& fault) {
    refuse_to_verify(
        folder, tr("its manifest.json lacks what is needed to make it again ({}); it is of an earlier version, or was "
                   "edited",
                   fault.what()));
  }
  return claim;
}

std::vector<TableDifference> differences(const fs::path& folder, const Claim& claim, const fs::path& again) {
  std::vector<TableDifference> found;
  const std::set<std::string> here = tables_in(again);
  std::set<std::string> there = tables_in(folder);
  std::erase_if(there, [&](const std::string& name) { return !claim.tables.contains(name) && !here.contains(name); });
  std::set<std::string> all = there;
  all.insert(here.begin(), here.end());
  for (const std::string& name : all) {
    const bool missing_there = !there.contains(name), missing_here = !here.contains(name);
    if (missing_there || missing_here) {
      found.push_back({name, 0, 0, 0, {}, {}, {}, missing_there, missing_here});
    } else if (output::read_file(folder / name) != output::read_file(again / name)) {
      found.push_back(difference_of(name, folder, again));
    }
  }
  return found;
}

std::vector<FalseStatement> false_statements(const fs::path& folder, const fs::path& again) {
  SortedJson there = manifest_of(folder), here = manifest_of(again);
  std::vector<FalseStatement> found;
  for (const auto& [name, facts] : here.at("files").items())  // otherwise a change to it would go unnoticed
    if (!there.at("files").contains(name) && fs::exists(folder / name))
      found.push_back({"files, " + name, "", facts.at("sha256").get<std::string>()});
  if (!there.contains(output::seal_key))
    found.push_back({output::seal_key, "", here.at(output::seal_key).get<std::string>()});
  const bool same_program = there.at("program_sha256") == here.at("program_sha256");
  const bool same_version = there.contains("version") && there.at("version") == here.at("version");
  if (tables_of(there) != tables_of(here))  // the tables are reported one by one
    for (SortedJson* one : {&there, &here}) one->at("digests").erase("results");
  for (SortedJson* one : {&there, &here})
    for (const std::string& key : changes_each_time) one->erase(key);
  // another version may make more or fewer statements; another build of the same version may not
  if (!same_program) {
    const std::set<std::string>& always = output::in_every_manifest();
    for (auto [one, other] : {std::pair(&there, &here), std::pair(&here, &there)}) {
      for (const char* key : {"version", "compiler"}) one->erase(key);
      if (same_version) continue;
      std::erase_if(one->get_ref<SortedJson::object_t&>(), [&, other = other](const auto& said) {
        return !other->contains(said.first) && !always.contains(said.first);
      });
    }
  }
  compare("", &there, &here, found);
  return found;
}

std::string verdict(const fs::path& folder, const Claim& claim, const BuildId& now,
                    const std::vector<TableDifference>& found, const std::vector<FalseStatement>& false_ones) {
  constexpr std::size_t most_listed = 20;
  // A run that wrote no tables still recorded the digest of its results.
  const bool others = std::any_of(false_ones.begin(), false_ones.end(),
                                  [](const FalseStatement& one) { return one.what == "digests, results"; });
  std::string said =
      claim.tables.empty() && found.empty()
          ? others ? tr("{}: the results do not have the digest in its manifest\n", folder.string())
                   : tr("{}: the same; it holds no tables, and those made again have the digest in its manifest\n",
                        folder.string())
      : found.empty() ? tr("{}: the same, all {} tables to the last byte\n", folder.string(), claim.tables.size())
                      : tr("{}: {} of {} tables differ\n", folder.string(), found.size(),
                           std::max(claim.tables.size(), found.size()));
  for (const TableDifference& one : found) said += localized_text(one);
  for (std::size_t i = 0; i < std::min(false_ones.size(), most_listed); ++i) said += localized_text(false_ones[i]);
  if (false_ones.size() > most_listed)
    said += tr("  manifest.json: {} more statements differ\n", false_ones.size() - most_listed);
  for (const std::string& name : claim.edited) said += tr("  {}: changed since it was written\n", name);
  said += build_differences(claim.request.build, now);
  for (const auto& [path, bytes] : claim.request.inputs)
    if (!is_whole(path, output::sha256(bytes)))
      said += tr("  input {}: changed or removed since; the folder's own copy was used\n", path);
  const bool edited = std::any_of(found.begin(), found.end(), [&](const TableDifference& one) {
    return std::find(claim.edited.begin(), claim.edited.end(), one.file) != claim.edited.end();
  });
  if (!found.empty() && !edited && claim.request.build.program_digest == now.program_digest)
    said += tr(
        "  same program, same inputs, tables as written: manifest.json was edited, or this is a fault; please report "
        "that\n");
  return said;
}

}  // namespace muster::experiments
