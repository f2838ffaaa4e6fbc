// manifest.json: what was run, on which inputs and with which parameters, and the digests by which two runs are
// compared.
//
// Contract: written last, when everything else is in the folder, and lists every file there; a folder that has a
// manifest is a complete output of this program. `digests.results` depends on the tables alone: the same inputs
// and seed give the same digest on any machine and any number of threads. Leaves out: the results themselves.
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

/// SHA-256 of bytes that are added block by block. Source: NIST FIPS 180-4.
class Digest {
 public:
  Digest();
  void add(std::string_view bytes);
  /// 64 lower-case hexadecimal digits. May be called only once.
  [[nodiscard]] std::string hex();

 private:
  std::unique_ptr<evp_md_ctx_st, void (*)(evp_md_ctx_st*)> context_;  // OpenSSL's
};

[[nodiscard]] std::string sha256(std::string_view bytes);

/// Of a file, read in blocks. @throws OutputError if it cannot be read
[[nodiscard]] std::string sha256_of_file(const std::filesystem::path& file);

/// Writes the tables of a folder and computes their digest on the way, so that they need not be read again.
class TableFiles {
 public:
  /// @param stored  false: nothing is written, the tables are generated for their digest alone
  explicit TableFiles(std::filesystem::path folder, bool stored = true) : folder_(std::move(folder)), stored_(stored) {}

  /// @param name  of the file, with `.csv`. @throws OutputError
  void write(const std::string& name, const std::function<void(std::ostream&)>& write);

  /// The same as digest_of_results() of a folder with exactly these tables.
  [[nodiscard]] std::string digest() const;

 private:
  std::filesystem::path folder_;
  bool stored_;
  std::map<std::string, std::string> digests_;  // by name
};

/// The value of `digests.results`: the digest in the record or, if that is empty, the digest of all .csv files in
/// the folder together.
/// @throws OutputError if one cannot be read
[[nodiscard]] std::string digest_of_results(const std::filesystem::path& folder, const RunRecord& record);

/// The keys that every version writes into every manifest, whatever was run.
[[nodiscard]] const std::set<std::string>& in_every_manifest();

/// The manifest of a folder that is otherwise complete. Also copies the inputs into the folder, so that the run
/// can be repeated from the folder alone (`muster verify`).
/// @throws OutputError if a file in it cannot be read or written
[[nodiscard]] nlohmann::ordered_json manifest(const std::filesystem::path& folder, const Results& results,
                                              const RunRecord& record);

/// The key of the digest over all other entries of a manifest.
inline constexpr const char* seal_key = "statements_sha256";

/// The value that this digest must have.
[[nodiscard]] std::string seal_of(nlohmann::json manifest);

/// Writes a manifest to folder/manifest.json, with the digest of its entries. @throws OutputError
void write_manifest(const std::filesystem::path& folder, nlohmann::ordered_json manifest);
void write_manifest(const std::filesystem::path& folder, const Results& results, const RunRecord& record);

/// Every parameter as written and as resolved, one object each, in the order in which the sections declare them.
[[nodiscard]] nlohmann::ordered_json parameters_json(const SectionSettings& settings, const Areas& areas);

}  // namespace muster::output
