#include "output/verification/verification.hpp"

#include "engine/parameters/diagnostic.hpp"
#include "output/file.hpp"
#include "output/manifest.hpp"
#include "output/tables/csv.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_results.hpp"
#include "tests/support/temporary_folder.hpp"

namespace muster::output {

namespace {

namespace fs = std::filesystem;
using Catch::Matchers::ContainsSubstring;
using testing::TemporaryFolder;

const Maker maker{"0.1.0", "GNU 12.2.0", "abc"};

// A result folder, as a run leaves it.
fs::path written(const fs::path& folder, Finish finish = Finish::count) {
  fs::create_directories(folder);
  RunRecord record;
  record.version = maker.version;
  record.compiler = maker.compiler;
  record.program_digest = maker.program_digest;
  record.command = "muster run small.yaml --seed 7";
  record.finish = finish;
  record.inputs = {{"a/small.yaml", "place: small\n"}, {"b/small.yaml", "place: other\n"}};
  record.found = {{"places: small", "a/small.yaml"}};
  const Results results = testing::small_results();
  write_file(folder / "trajectories.csv", [&](std::ostream& out) { write_trajectories(out, results); });
  write_file(folder / "targets.csv", [&](std::ostream& out) { write_targets(out, results); });
  write_manifest(folder, results, record);
  return folder;
}

std::string refusal(const fs::path& folder) {
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

TEST_CASE("a folder carries what it takes to make it again", "[unit]") {
  const TemporaryFolder folder;
  const Claim claim = claim_of(written(folder.path() / "run"));
  CHECK(claim.request.command == "muster run small.yaml --seed 7");
  CHECK(claim.request.maker.compiler == maker.compiler);
  CHECK(claim.request.inputs ==
        std::map<std::string, std::string>{{"a/small.yaml", "place: small\n"}, {"b/small.yaml", "place: other\n"}});
  CHECK(claim.request.found == std::map<std::string, std::string>{{"places: small", "a/small.yaml"}});
  CHECK(claim.tables.size() == 2);
  CHECK(claim.edited.empty());
}

TEST_CASE("a folder that cannot be made again is refused with the reason", "[unit]") {
  const TemporaryFolder folder;
  CHECK_THAT(refusal(folder.path()), ContainsSubstring("no manifest.json"));
  CHECK_THAT(refusal(written(folder.path() / "cut", Finish::interrupted)), ContainsSubstring("it was interrupted"));
  const fs::path run = written(folder.path() / "run");
  write_file(run / "inputs/small.yaml", "place: edited\n");
  CHECK_THAT(refusal(run), ContainsSubstring("its copy of a/small.yaml is not what was read"));
  const fs::path other = written(folder.path() / "other");
  replace(other / "manifest.json", "\"copy\": \"inputs/small.yaml\"", "\"copy\": \"../../etc/passwd\"");
  CHECK_THAT(refusal(other), ContainsSubstring("a file outside of it, ../../etc/passwd"));
  const fs::path old = written(folder.path() / "old");
  replace(old / "manifest.json", "\"found\"", "\"lost\"");
  CHECK_THAT(refusal(old), ContainsSubstring("lacks what is needed"));
  for (const char* bytes : {"", "{", "[]", "{\"program\": 1}", "{\"program\": \"muster\", \"finish\": []}", "null"}) {
    write_file(old / "manifest.json", bytes);
    CHECK_THAT(refusal(old), ContainsSubstring("manifest.json"));
  }
}

TEST_CASE("differences say which table, where and what", "[unit]") {
  const TemporaryFolder folder;
  const fs::path there = written(folder.path() / "there"), here = written(folder.path() / "here");
  CHECK(differences(there, claim_of(there), here).empty());
  CHECK_THAT(verdict(there, claim_of(there), maker, {}), ContainsSubstring("the same, all 2 tables to the last byte"));

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
  CHECK_THAT(verdict(there, claim_of(there), maker, found),
             ContainsSubstring("1 of 2 tables differ") && ContainsSubstring("targets.csv: has been changed since") &&
                 !ContainsSubstring("please report"));
  write_file(there / "targets.csv", before);

  replace(here / "targets.csv", ",10,stations", ",11,stations");
  found = differences(there, claim_of(there), here);
  CHECK_THAT(verdict(there, claim_of(there), maker, found), ContainsSubstring("please report that"));
  CHECK_THAT(verdict(there, claim_of(there), {"0.2.0", "GNU 13.1.0", "def"}, found),
             ContainsSubstring("muster 0.1.0 there, 0.2.0 now") &&
                 ContainsSubstring("compiler: GNU 12.2.0 there, GNU 13.1.0 now") &&
                 ContainsSubstring("input a/small.yaml: has been changed or is gone") &&
                 !ContainsSubstring("please report"));
  CHECK_THAT(verdict(there, claim_of(there), {"0.1.0", "GNU 12.2.0", "def"}, found),
             ContainsSubstring("another build"));

  fs::remove(here / "targets.csv");
  write_file(here / "more.csv", "a\n");
  found = differences(there, claim_of(there), here);
  write_file(there / "notes.csv", "somebody's own\n");
  REQUIRE(differences(there, claim_of(there), here).size() == 2);
  CHECK(found[0].missing_there);
  CHECK(found[1].missing_here);
}

}  // namespace muster::output
