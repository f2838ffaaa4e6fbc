// manifest.json: what was run, on what, with which parameters, and the digests by which two runs are compared.
//
// Contract: written last, when everything else is in the folder, and lists every file there; a folder that has one is a whole
// output of this program. `digests.results` depends on the tables alone: the same inputs and seed give the same digest on any
// machine and any number of threads. Leaves out: the results themselves.
#pragma once

#include "engine/ensemble/results.hpp"
#include "output/run_record.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>
#include <set>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace muster::output {

inline constexpr std::string_view program_name = "muster";

/// SHA-256 of bytes that come one after the other. Source: NIST FIPS 180-4.
class Digest {
 public:
  Digest();
  void add(std::string_view bytes);
  /// 64 lower-case hexadecimal digits; once.
  [[nodiscard]] std::string hex();

 private:
  std::unique_ptr<evp_md_ctx_st, void (*)(evp_md_ctx_st*)> context_;  // OpenSSL's
};

[[nodiscard]] std::string sha256(std::string_view bytes);

/// Of a file, read in blocks. @throws OutputError if it cannot be read
[[nodiscard]] std::string sha256_of_file(const std::filesystem::path& file);

/// The tables of a folder, whose digest is known when they have been written, so that they need not be read again.
class TableFiles {
 public:
  /// @param stored  else nothing is written: the tables are made for their digest alone
  explicit TableFiles(std::filesystem::path folder, bool stored = true) : folder_(std::move(folder)), stored_(stored) {}

  /// @param name  of the file, with `.csv`. @throws OutputError
  void write(const std::string& name, const std::function<void(std::ostream&)>& write);

  /// The same as digest_of_results() of a folder that has them and no others.
  [[nodiscard]] std::string digest() const;

 private:
  std::filesystem::path folder_;
  bool stored_;
  std::map<std::string, std::string> digests_;  // by name
};

/// What `digests.results` says of a run: that of its record, or if that says nothing, of all tables of the folder together, its .csv
/// files. @throws OutputError if one cannot be read
[[nodiscard]] std::string digest_of_results(const std::filesystem::path& folder, const RunRecord& record);

/// What every version says in every manifest, whatever was run.
[[nodiscard]] const std::set<std::string>& in_every_manifest();

/// The manifest of a folder that holds everything else; copies of the inputs are put there with it, so that the folder alone can be
/// made again (`muster verify`).
/// @throws OutputError if a file in it cannot be read or written
[[nodiscard]] nlohmann::ordered_json manifest(const std::filesystem::path& folder, const Results& results,
                                              const RunRecord& record);

/// The key of the digest over everything else that a manifest says.
inline constexpr const char* seal_key = "statements_sha256";

/// What that digest must be.
[[nodiscard]] std::string seal_of(nlohmann::json manifest);

/// Writes a manifest to folder/manifest.json, and in it the digest of what it says. @throws OutputError
void write_manifest(const std::filesystem::path& folder, nlohmann::ordered_json manifest);
void write_manifest(const std::filesystem::path& folder, const Results& results, const RunRecord& record);

/// Every parameter as written and resolved, one object each, in the order of the sections' declarations.
[[nodiscard]] nlohmann::ordered_json parameters_json(const SectionSettings& settings, const Areas& areas);

}  // namespace muster::output
