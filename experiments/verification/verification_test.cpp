#include "experiments/verification/verification.hpp"

#include "engine/parameters/diagnostic.hpp"
#include "output/file.hpp"
#include "output/formats/csv.hpp"
#include "output/manifest.hpp"
#include "output/tables/run.hpp"
#include "output/words.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_results.hpp"
#include "tests/support/temporary_folder.hpp"

#include <nlohmann/json.hpp>
#include <set>

namespace muster::experiments {

namespace {

using namespace output;
namespace fs = std::filesystem;
using Catch::Matchers::ContainsSubstring;
using Json = nlohmann::ordered_json;
using testing::TemporaryFolder;

const BuildId build{"0.1.0", "GNU 12.2.0", "abc"};

// A result folder as a run writes it.
fs::path written_folder(const fs::path& folder, Finish finish = Finish::count, const std::string& resume = {}) {
  fs::create_directories(folder);
  RunRecord record;
  record.version = build.version;
  record.compiler = build.compiler;
  record.program_digest = build.program_digest;
  record.command = "muster run small.yaml --seed 7";
  record.finish = finish;
  record.resume = resume;
  record.seed = Seed{7};
  record.title = {"小城", "Small town"};
  record.sources = {{"bureau", "the bureau's yearbook"}};
  record.inputs = {{"a/small.yaml", "place: small\n"}, {"b/small.yaml", "place: other\n"}};
  record.found = {{"places: small", "a/small.yaml"}};
  const Results results = testing::small_results();
  write_file(folder / "trajectories.csv", [&](std::ostream& out) { write_csv(out, trajectories_table(results)); });
  write_file(folder / "targets.csv", [&](std::ostream& out) { write_csv(out, targets_table(results)); });
  write_file(folder / "report.html", "<p>");
  write_manifest(folder, results, record);
  return folder;
}

std::string refusal_to_verify(const fs::path& folder) {
  try {
    (void)claim_of(folder);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

void replace(const fs::path& file, const std::string& what, const std::string& with) {
  std::string bytes = read_file(file);
  const std::size_t at = bytes.find(what);
  REQUIRE(at != std::string::npos);
  write_file(file, bytes.replace(at, what.size(), with));
}

}  // namespace

TEST_CASE("a folder contains everything needed to make it again", "[unit]") {
  const TemporaryFolder folder;
  const Claim claim = claim_of(written_folder(folder.path() / "run"));
  CHECK(claim.request.command == "muster run small.yaml --seed 7");
  CHECK(claim.request.build.compiler == build.compiler);
  CHECK(claim.request.inputs ==
        std::map<std::string, std::string>{{"a/small.yaml", "place: small\n"}, {"b/small.yaml", "place: other\n"}});
  CHECK(claim.request.found == std::map<std::string, std::string>{{"places: small", "a/small.yaml"}});
  CHECK(claim.tables.size() == 2);
  CHECK(claim.edited.empty());
}

TEST_CASE("a folder that cannot be made again is refused with the reason", "[unit]") {
  const TemporaryFolder folder;
  CHECK_THAT(refusal_to_verify(folder.path()), ContainsSubstring("no manifest.json"));
  CHECK_THAT(refusal_to_verify(written_folder(folder.path() / "cut", Finish::interrupted)),
             ContainsSubstring("run it to its end first: muster run small.yaml --seed 7 --out " +
                               quoted((folder.path() / "cut").string())));
  CHECK_THAT(refusal_to_verify(written_folder(folder.path() / "kept", Finish::interrupted, "muster resume cp")),
             ContainsSubstring("run it to its end first: muster resume cp\n"));
  const fs::path run = written_folder(folder.path() / "run");
  write_file(run / "inputs/small.yaml", "place: edited\n");
  CHECK_THAT(refusal_to_verify(run), ContainsSubstring("its copy of a/small.yaml is not what was read"));
  const fs::path other = written_folder(folder.path() / "other");
  replace(other / "manifest.json", "\"copy\": \"inputs/small.yaml\"", "\"copy\": \"../../etc/passwd\"");
  CHECK_THAT(refusal_to_verify(other), ContainsSubstring("a file outside the folder, ../../etc/passwd"));
  const fs::path old = written_folder(folder.path() / "old");
  replace(old / "manifest.json", "\"found\"", "\"lost\"");
  CHECK_THAT(refusal_to_verify(old), ContainsSubstring("lacks what is needed"));
  for (const char* bytes : {"", "{", "[]", "{\"program\": 1}", "{\"program\": \"muster\", \"finish\": []}", "null"}) {
    write_file(old / "manifest.json", bytes);
    CHECK_THAT(refusal_to_verify(old), ContainsSubstring("manifest.json"));
  }
}

TEST_CASE("differences say which table, where and what", "[unit]") {
  const TemporaryFolder folder;
  const fs::path there = written_folder(folder.path() / "there"), here = written_folder(folder.path() / "here");
  CHECK(differences(there, claim_of(there), here).empty());
  CHECK_THAT(verdict(there, claim_of(there), build, {}, {}),
             ContainsSubstring("the same, all 2 tables to the last byte"));

  const std::string before = read_file(there / "targets.csv");
  replace(there / "targets.csv", ",10,stations", ",11,stations");
  std::vector<TableDifference> found = differences(there, claim_of(there), here);
  REQUIRE(found.size() == 1);
  CHECK(found[0].file == "targets.csv");
  CHECK(found[0].lines == 1);
  CHECK(found[0].first == 2);
  CHECK(found[0].column == "goal");
  CHECK(found[0].there == "11");
  CHECK(found[0].here == "10");
  CHECK_THAT(verdict(there, claim_of(there), build, found, {}), ContainsSubstring("1 of 2 tables differ") &&
                                                                    ContainsSubstring("targets.csv: changed since") &&
                                                                    !ContainsSubstring("please report"));
  write_file(there / "targets.csv", before);

  replace(here / "targets.csv", ",10,stations", ",11,stations");
  found = differences(there, claim_of(there), here);
  CHECK_THAT(verdict(there, claim_of(there), build, found, {}), ContainsSubstring("please report that"));
  CHECK_THAT(verdict(there, claim_of(there), {"0.2.0", "GNU 13.1.0", "def"}, found, {}),
             ContainsSubstring("muster 0.1.0 there, 0.2.0 now") &&
                 ContainsSubstring("compiler: GNU 12.2.0 there, GNU 13.1.0 now") &&
                 ContainsSubstring("input a/small.yaml: changed or removed since") &&
                 !ContainsSubstring("please report"));
  CHECK_THAT(verdict(there, claim_of(there), {"0.1.0", "GNU 12.2.0", "def"}, found, {}),
             ContainsSubstring("another build"));

  fs::remove(here / "targets.csv");
  write_file(here / "more.csv", "a\n");
  found = differences(there, claim_of(there), here);
  write_file(there / "notes.csv", "somebody's own\n");
  REQUIRE(differences(there, claim_of(there), here).size() == 2);
  CHECK(found[0].missing_there);
  CHECK(found[1].missing_here);
}

TEST_CASE("every statement of a manifest about a run is compared with the run made again", "[unit]") {
  const TemporaryFolder folder;
  const fs::path there = written_folder(folder.path() / "there"), here = written_folder(folder.path() / "here");
  CHECK(false_statements(there, here).empty());
  const Json whole = Json::parse(read_file(there / "manifest.json"));
  const std::set<std::string> of_the_moment{"threads", "wall_seconds", "peak_memory_bytes"};
  const std::set<std::string> checked_elsewhere{"program", "program_sha256", "files", seal_key};
  for (const auto& [key, value] : whole.items()) {
    INFO(key);
    Json edited = whole;
    edited[key] = "edited";
    if (!checked_elsewhere.contains(key)) {
      write_file(there / "manifest.json", edited.dump());
      CHECK(false_statements(there, here).size() == (of_the_moment.contains(key) ? 0U : 1U));
    }
    edited.erase(key);
    if (checked_elsewhere.contains(key)) continue;
    write_file(there / "manifest.json", edited.dump());
    CHECK(false_statements(there, here).size() == (of_the_moment.contains(key) ? 0U : 1U));
  }

  Json edited = whole;
  edited["seed"] = 8;
  edited["title"] = "大城";
  edited["digests"]["inputs"]["a/small.yaml"]["bytes"] = 1;
  edited["sources"]["office"] = "another";
  write_file(there / "manifest.json", edited.dump());
  const std::vector<FalseStatement> found = false_statements(there, here);
  REQUIRE(found.size() == 4);
  CHECK(found[0].what == "digests, inputs, a/small.yaml, bytes");
  CHECK(found[1].what == "seed");
  CHECK(found[1].there == "8");
  CHECK(found[1].here == "7");
  CHECK_THAT(
      verdict(there, claim_of(there), build, {}, found),
      ContainsSubstring("manifest.json, seed: it says 8; in the repeated run it is 7") &&
          ContainsSubstring("manifest.json, title: it says 大城; in the repeated run it is 小城") &&
          ContainsSubstring("manifest.json, sources, office: it says another; in the repeated run there is none"));

  // Version and compiler are compared only if the program is the same. A manifest of another program may state more,
  // but must not omit anything.
  edited = whole;
  edited["version"] = "9.9";
  edited["compiler"] = "foo";
  write_file(there / "manifest.json", edited.dump());
  CHECK(false_statements(there, here).size() == 2);
  CHECK_THAT(verdict(there, claim_of(there), build, {}, false_statements(there, here)),
             ContainsSubstring("manifest.json, version: it says 9.9; in the repeated run it is 0.1.0") &&
                 ContainsSubstring("manifest.json, compiler: it says foo") && !ContainsSubstring("9.9 there"));
  edited["program_sha256"] = std::string(64, '0');
  edited["a later version's"] = 1;
  write_file(there / "manifest.json", edited.dump());
  CHECK(false_statements(there, here).empty());
  for (const std::string& key : in_every_manifest()) {
    INFO(key);
    CHECK(whole.contains(key));
    if (checked_elsewhere.contains(key) || of_the_moment.contains(key) || key == "version" || key == "compiler")
      continue;
    nlohmann::json less = edited;
    less.erase(key);
    write_file(there / "manifest.json", less.dump());
    CHECK(false_statements(there, here).size() == 1);
  }

  // Statements about a run cannot be left out by naming another program, with or without the seal.
  write_file(there / "manifest.json", whole.dump());
  CHECK(claim_of(there).edited.empty());
  for (const char* key : {"english", "start", seal_key}) {
    INFO(key);
    edited = whole;
    edited["program_sha256"] = std::string(64, '0');
    REQUIRE(edited.erase(key) == 1);
    write_file(there / "manifest.json", edited.dump());
    CHECK(false_statements(there, here).size() == 1);
    CHECK(claim_of(there).edited.empty() == (key == seal_key));
    if (key == seal_key) continue;
    edited["version"] = "9.9";
    write_file(there / "manifest.json", edited.dump());
    CHECK(claim_of(there).edited == std::vector<std::string>{"manifest.json"});
  }

  // A file that the manifest does not list could otherwise be changed unnoticed.
  edited = whole;
  edited["files"].erase("report.html");
  write_file(there / "manifest.json", edited.dump());
  REQUIRE(false_statements(there, here).size() == 1);
  CHECK(false_statements(there, here)[0].what == "files, report.html");
  edited = whole;
  edited["files"]["targets.csv"]["bytes"] = 3;
  write_file(there / "manifest.json", edited.dump());
  CHECK(claim_of(there).edited == std::vector<std::string>{"targets.csv", "manifest.json"});
}

TEST_CASE("parameters are named by their paths where their values differ", "[unit]") {
  const TemporaryFolder folder;
  const fs::path there = written_folder(folder.path() / "there"), here = written_folder(folder.path() / "here");
  for (const auto& [at, value] : {std::pair{there, 5}, std::pair{here, 1}}) {
    nlohmann::json json = nlohmann::json::parse(read_file(at / "manifest.json"));
    json["parameters"] = {{{"path", "posts.attrition_factor"}, {"value", value}},
                          {{"path", "posts.other"}, {"value", 2}}};
    write_file(at / "manifest.json", json.dump());
  }
  const std::vector<FalseStatement> found = false_statements(there, here);
  REQUIRE(found.size() == 1);
  CHECK(found[0].what == "parameters, posts.attrition_factor, value");
  CHECK(found[0].there == "5");
  CHECK(found[0].here == "1");
}

}  // namespace muster::experiments
