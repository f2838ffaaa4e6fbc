#include "output/manifest.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/parameters/table.hpp"
#include "output/file.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <new>
#include <openssl/evp.h>
#include <set>

namespace muster::output {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

namespace {

void check(int done) {
  if (done != 1) throw std::runtime_error(tr("libcrypto does not provide SHA-256"));
}

Json number(double value) {
  if (!std::isfinite(value)) return nullptr;
  if (value == std::trunc(value) && std::abs(value) < 1e15) return static_cast<std::int64_t>(value);
  return value;
}

Json json_of(const ScalarSetting& figure) {
  if (const double* certain = std::get_if<double>(&figure)) return number(*certain);
  const Uncertain& range = std::get<Uncertain>(figure);
  Json json{{"low", number(range.low)}, {"likely", number(range.likely)}, {"high", number(range.high)}};
  if (!range.moves_with.empty()) {
    json["moves_with"] = range.moves_with;
    json["correlation"] = number(range.correlation);
  }
  return json;
}

Json json_of(const std::vector<ScalarSetting>& figures) {
  Json json = Json::array();
  for (const ScalarSetting& figure : figures) json.push_back(json_of(figure));
  return json;
}

Json json_of(const DistributionSetting& written) {
  Json json{{"distribution", written.kind}};
  const auto& kinds = distribution_kinds();
  const auto kind =
      std::find_if(kinds.begin(), kinds.end(), [&](const auto& known) { return known.name == written.kind; });
  if (kind != kinds.end() && kind->arguments.size() == written.arguments.size()) {
    for (std::size_t i = 0; i < written.arguments.size(); ++i) json[kind->arguments[i]] = json_of(written.arguments[i]);
  } else {
    json["values"] = json_of(written.arguments);
  }
  if (!written.weights.empty()) json["weights"] = json_of(written.weights);
  return json;
}

Json json_of(const TimelineSetting& written) {
  Json dates = Json::object();
  for (const auto& [date, figure] : written.points) dates[iso(date)] = json_of(figure);
  Json json{{"by_date", std::move(dates)}};
  if (written.ramps) json["ramps"] = true;
  return json;
}

Json json_of(const std::string& text) { return text; }
Json json_of(bool flag) { return flag; }
Json json_of(Date date) { return iso(date); }
Json json_of(const std::vector<std::string>& words) { return words; }

Json json_of(const ValueSetting& value) {
  return std::visit([](const auto& form) { return json_of(form); }, value);
}

std::string declared_unit(const FieldSpec& field) {
  if (field.form != Form::number && field.form != Form::distribution && field.form != Form::by_date) return {};
  return field.dimension == Dimension::number ? field.noun : std::string(unit_name(field.dimension));
}

void list(const GroupSetting& group, const Areas& areas, Json& to) {
  for (const Setting& setting : group.fields) {
    if (const auto* inner = std::get_if<GroupSetting>(&setting.content)) {
      list(*inner, areas, to);
      continue;
    }
    if (const auto* items = std::get_if<std::vector<GroupSetting>>(&setting.content)) {
      for (const GroupSetting& item : *items) list(item, areas, to);
      continue;
    }
    Json value;
    if (const auto* by_area = std::get_if<AreaSetting>(&setting.content)) {
      Json leaves = Json::object();
      for (std::size_t leaf = 0; leaf < by_area->leaves.size() && leaf < areas.leaf_count(); ++leaf)
        leaves[areas[leaf].id] = json_of(by_area->leaves[leaf]);
      value = Json{{"by_area", std::move(leaves)}};
    } else {
      value = json_of(std::get<ValueSetting>(setting.content));
    }
    to.push_back({{"path", setting.path},
                  {"meaning", setting.field ? setting.field->meaning : std::string{}},
                  {"written", setting.written},
                  {"value", std::move(value)},
                  {"unit", setting.field ? declared_unit(*setting.field) : std::string{}},
                  {"kind", to_string(setting.provenance.evidence)},
                  {"kind_stated", setting.provenance.stated},
                  {"facts", setting.provenance.facts},
                  {"source", setting.provenance.source},
                  {"note", setting.provenance.note},
                  {"file", setting.where.file},
                  {"line", setting.where.line}});
  }
}

// The sorted relative paths of all files in a folder except the manifest itself.
std::vector<std::string> files_in(const fs::path& folder) {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string name = entry.path().lexically_relative(folder).generic_string();
    if (entry.is_regular_file() && name != "manifest.json") files.push_back(name);
  }
  std::sort(files.begin(), files.end());
  return files;
}

// Copies the inputs into the folder and returns size, digest and copy of each.
Json keep_inputs(const fs::path& folder, const std::vector<RunRecord::Input>& inputs) {
  Json copies = Json::object();
  if (!inputs.empty()) fs::create_directories(folder / "inputs");
  std::set<std::string> names;
  for (const RunRecord::Input& input : inputs) {
    const fs::path file(input.path);
    std::string name = file.filename().string();
    for (int n = 2; !names.insert(name).second; ++n)
      name = fmt::format("{}-{}{}", file.stem().string(), n, file.extension().string());
    write_file(folder / "inputs" / name, input.bytes);
    copies[input.path] = {{"bytes", input.bytes.size()}, {"sha256", sha256(input.bytes)}, {"copy", "inputs/" + name}};
  }
  return copies;
}

// The digest of several tables. @param digests  digest of each table, by name
std::string digest_of(const std::map<std::string, std::string>& digests) {
  std::string lines;
  for (const auto& [name, digest] : digests) lines += fmt::format("{} {}\n", digest, name);
  return sha256(lines);
}

}  // namespace

Digest::Digest() : context_(EVP_MD_CTX_new(), &EVP_MD_CTX_free) {
  if (!context_) throw std::bad_alloc();
  check(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr));
}

void Digest::add(std::string_view bytes) { check(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size())); }

std::string Digest::hex() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  check(EVP_DigestFinal_ex(context_.get(), digest.data(), &size));
  std::string text;
  for (unsigned i = 0; i < size; ++i) text += fmt::format("{:02x}", digest[i]);
  return text;
}

std::string sha256(std::string_view bytes) {
  Digest digest;
  digest.add(bytes);
  return digest.hex();
}

std::string sha256_of_file(const fs::path& file) {
  Digest digest;
  read_file(file, [&](std::string_view block) { digest.add(block); });
  return digest.hex();
}

void TableFiles::write(const std::string& name, const std::function<void(std::ostream&)>& write) {
  Digest of_file;
  write_file(stored_ ? folder_ / name : "/dev/null", write, [&](std::string_view block) { of_file.add(block); });
  digests_[name] = of_file.hex();
}

std::string TableFiles::digest() const { return digest_of(digests_); }

std::string digest_of_results(const fs::path& folder, const RunRecord& record) {
  if (!record.results_digest.empty()) return record.results_digest;
  std::map<std::string, std::string> digests;
  for (const std::string& name : files_in(folder))
    if (name.ends_with(".csv")) digests[name] = sha256_of_file(folder / name);
  return digest_of(digests);
}

Json parameters_json(const SectionSettings& settings, const Areas& areas) {
  Json parameters = Json::array();
  for (const auto& [section, group] : settings) list(group, areas, parameters);
  return parameters;
}

const std::set<std::string>& in_every_manifest() {
  static const std::set<std::string> keys{"program",  "version",     "compiler", "program_sha256", "place",
                                          "title",    "scenario",    "command",  "seed",           "replications",
                                          "complete", "interrupted", "finish",   "precision",      "exact_quantiles",
                                          "stopped",  "events",      "threads",  "wall_seconds",   "peak_memory_bytes",
                                          "digests",  "found",       "files",    "parameters",     "sources",
                                          "asked",    "language",    seal_key};
  return keys;
}

Json manifest(const fs::path& folder, const Results& results, const RunRecord& record) {
  const Json inputs = keep_inputs(folder, record.inputs);
  Json files = Json::object();
  for (const std::string& name : files_in(folder))
    files[name] = {{"bytes", fs::file_size(folder / name)}, {"sha256", sha256_of_file(folder / name)}};
  Json stopped = Json::array();
  for (const ReplicationFailure& stop : results.stopped()) {
    const auto command = record.reproduce.find(stop.replication);
    stopped.push_back({{"replication", static_cast<std::uint64_t>(stop.replication)},
                       {"why", stop.why},
                       {"reproduce", command == record.reproduce.end() ? std::string{} : command->second}});
  }

  Json json;
  json["program"] = program_name;
  json["version"] = record.version;
  json["compiler"] = record.compiler;
  json["program_sha256"] = record.program_digest;
  json["place"] = record.place;
  json["title"] = record.title.written;
  if (!record.title.english.empty()) json["english"] = record.title.english;
  json["scenario"] = record.scenario;
  json["command"] = record.command;
  json["asked"] = words_of(record.asked);
  json["language"] = code_of(record.language);
  json["seed"] = static_cast<std::uint64_t>(record.seed);
  json["replications"] = results.replications();
  if (record.only) {
    json["replication"] = static_cast<std::uint64_t>(*record.only);
  } else if (record.replications_requested) {
    json["replications_requested"] = *record.replications_requested;
  } else {
    json["replications_requested"] = "auto";
  }
  json["complete"] = record.finish != Finish::interrupted && results.stopped().empty();
  json["interrupted"] = record.finish == Finish::interrupted;
  json["finish"] = to_string(record.finish);
  if (record.finish == Finish::interrupted && !record.resume.empty()) json["resume"] = record.resume;
  json["precision"] = english_or_written(record.precision);
  json["exact_quantiles"] = results.exact();
  if (results.least_published() > 0) {
    const Results::WithheldCells cells = results.withheld_cells();
    json["min_cell"] = results.least_published();
    json["withheld"] = {{"cells", cells.withheld}, {"of", cells.of}};
  }
  json["stopped"] = std::move(stopped);
  if (!results.shape().dates.empty()) {
    json["start"] = iso(results.shape().dates.front());
    json["horizon"] = iso(results.shape().dates.back());
  }
  json["events"] = results.events();
  json["threads"] = record.threads;
  json["wall_seconds"] = record.wall_seconds;
  json["peak_memory_bytes"] = record.peak_memory;
  json["digests"] = {{"results", digest_of_results(folder, record)}, {"inputs", inputs}};
  json["found"] = record.found;
  if (!record.charts_left_out.empty()) {
    json["charts_left_out"] = Json::array();
    for (const LocalizedText& why : record.charts_left_out) json["charts_left_out"].push_back(english_or_written(why));
  }
  json["files"] = std::move(files);
  json["parameters"] = record.parameters ? parameters_json(*record.parameters, results.shape().areas) : Json::array();
  json["sources"] = record.sources;
  return json;
}

std::string seal_of(nlohmann::json manifest) {
  manifest.erase(seal_key);
  return sha256(manifest.dump(-1, ' ', false, Json::error_handler_t::replace));
}

// Paths and messages may contain any byte; invalid UTF-8 is replaced, so that the manifest stays valid.
void write_manifest(const fs::path& folder, Json manifest) {
  const auto written = [](const Json& json) { return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"; };
  manifest[seal_key] = seal_of(nlohmann::json::parse(written(manifest)));
  write_file(folder / "manifest.json", written(manifest));
}

void write_manifest(const fs::path& folder, const Results& results, const RunRecord& record) {
  write_manifest(folder, manifest(folder, results, record));
}

}  // namespace muster::output
