#include "experiments/checkpoint/checkpoint.hpp"

#include "engine/parameters/diagnostic.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_results.hpp"
#include "tests/support/temporary_folder.hpp"

#include <cmath>
#include <cstring>
#include <fmt/format.h>
#include <fstream>
#include <memory>
#include <thread>

namespace muster::experiments {

namespace {

using namespace output;
namespace fs = std::filesystem;
using Catch::Matchers::ContainsSubstring;
using testing::TemporaryFolder;

Request a_request() {
  WrittenCommand asked;
  asked.add("run", "small.yaml").add("--seed", "1").add("--set", "a=1 b").add("--replications", "4").add("--qa");
  return {asked,
          "muster run small.yaml --seed 1 --set 'a=1 b' --replications 4 --qa",
          "/somewhere/out",
          "zh",
          {{"small.yaml", "place: small\n"}, {"common/all.yaml", std::string("with\0zero", 9)}},
          {{"places: small", "small.yaml"}},
          {"0.1.0", "GNU 12.2.0", "abc"}};
}

bool same(const ReplicationResult& a, const ReplicationResult& b) {
  const auto bits = [](const std::vector<double>& x, const std::vector<double>& y) {
    return x.size() == y.size() && std::memcmp(x.data(), y.data(), x.size() * sizeof(double)) == 0;
  };
  return a.replication == b.replication && bits(a.values, b.values) && bits(a.target_values, b.target_values) &&
         a.reached == b.reached && a.events == b.events;
}

ReplicationResult result(std::uint64_t number) { return testing::small_result(testing::small_shape(), number); }

void change(const fs::path& file, const std::string& sql) {
  Database database(file, Database::Use::write);
  database.run(sql);
}

// A checkpoint with four replications, closed.
fs::path filled(const fs::path& folder) {
  Checkpoint checkpoint(folder, a_request());
  for (std::uint64_t n = 0; n < 4; ++n) checkpoint.keep("fees#1", result(n));
  return folder;
}

std::string refusal(const fs::path& folder, const Request& request = a_request()) {
  try {
    const Checkpoint checkpoint(folder, request);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a reopened checkpoint returns what was stored, bit by bit", "[unit]") {
  const TemporaryFolder folder;
  const fs::path there = filled(folder.path() / "a/b");
  Checkpoint checkpoint(there, a_request());
  CHECK(checkpoint.there() == 4);
  for (std::uint64_t n = 0; n < 4; ++n) {
    const std::optional<ReplicationResult> found = checkpoint.find("fees#1", Replication{n});
    REQUIRE(found);
    CHECK(same(*found, result(n)));
  }
  CHECK_FALSE(checkpoint.find("fees#1", Replication{4}));
  CHECK_FALSE(checkpoint.find("fees#2", Replication{0}));
  CHECK(checkpoint.damaged() == 0);
}

TEST_CASE("a checkpoint contains the request of its run", "[unit]") {
  const TemporaryFolder folder;
  (void)filled(folder.path());
  const Request found = Checkpoint::request_in(folder.path());
  const Request asked = a_request();
  CHECK(found.asked == asked.asked);
  CHECK(found.command == asked.command);
  CHECK(found.out == asked.out);
  CHECK(found.language == asked.language);
  CHECK(found.inputs == asked.inputs);
  CHECK(found.found == asked.found);
  CHECK(found.build.compiler == asked.build.compiler);
  CHECK(found.build.program_digest == asked.build.program_digest);

  Request more = asked;  // more replications into another folder: still the same run, stored as the new command
  more.asked.words[3].value = "2000";
  more.command = "muster run small.yaml --seed 1 --set 'a=1 b' --replications 2000 --qa";
  more.out = "/elsewhere";
  { CHECK(Checkpoint(folder.path(), more).there() == 4); }
  CHECK(Checkpoint::request_in(folder.path()).asked == more.asked);
  CHECK(Checkpoint::request_in(folder.path()).command == more.command);
  CHECK(Checkpoint::request_in(folder.path()).out == "/elsewhere");
}

TEST_CASE("runs are compared by option and value: words inside a value never make two runs equal", "[unit]") {
  const auto with = [](const std::string& value) {
    Request request = a_request();
    request.asked.words[2].value = value;
    return request;
  };
  const std::vector<std::pair<std::string, std::string>> others{
      {"a={note: \"x --replications 5\", value: 1}", "a={note: \"x --replications 5\", value: 5}"},
      {"a=x --replications 5", "a=x --replications 6"},
      {"a='x' --replications '5'", "a='x' --replications '6'"},
      {"a=\"--replications 5\"", "a=\"--replications 7\""},
      {"a=\n--replications 5\n", "a=\n--replications 8\n"},
      {"--replications", "--replications 4"},
      {"a=1 b", "a=1  b"},
      {"", " "},
  };
  for (const auto& [first, second] : others) {
    const TemporaryFolder folder;
    { const Checkpoint capitalised(folder.path(), with(first)); }
    CHECK(refusal(folder.path(), with(first)).empty());
    CHECK_THAT(refusal(folder.path(), with(second)), ContainsSubstring("belongs to another run"));
    CHECK(Checkpoint::request_in(folder.path()).asked == with(first).asked);
  }
  // an option without a value differs from one with an empty value, and two words from one
  const TemporaryFolder folder;
  { const Checkpoint capitalised(folder.path(), a_request()); }
  Request other = a_request();
  other.asked.words.back().value = "";
  CHECK_THAT(refusal(folder.path(), other), ContainsSubstring("belongs to another run"));
  other = a_request();
  other.asked.add("--set", "c=2");
  CHECK_THAT(refusal(folder.path(), other), ContainsSubstring("belongs to another run"));
}

TEST_CASE("a foreign database or a link is refused as a checkpoint and stays as it is", "[unit]") {
  const TemporaryFolder folder;
  const fs::path theirs = folder.path() / "theirs.sqlite", there = folder.path() / "cp";
  Database(theirs, Database::Use::create)
      .run("PRAGMA application_id = 5; CREATE TABLE mine (x); INSERT INTO mine VALUES (1)");
  fs::create_directory(there);
  fs::copy_file(theirs, there / checkpoint_name);
  const std::string before = read_file(theirs);
  CHECK_THAT(refusal(there), ContainsSubstring("contains a database that is not a checkpoint"));
  CHECK_THROWS_AS(Checkpoint::request_in(there), InputError);
  CHECK(read_file(there / checkpoint_name) == before);

  fs::remove(there / checkpoint_name);
  fs::create_symlink(theirs, there / checkpoint_name);
  CHECK_THAT(refusal(there), ContainsSubstring("contains checkpoint.sqlite, which does not belong to a checkpoint"));
  CHECK(read_file(theirs) == before);
  fs::remove(there / checkpoint_name);
  write_file(there / "checkpoint.sqlite.bak", "a copy of mine");
  CHECK_THAT(refusal(there),
             ContainsSubstring("contains checkpoint.sqlite.bak, which does not belong to a checkpoint"));
}

TEST_CASE("a checkpoint with a different schema is refused as damaged and not evaluated", "[unit]") {
  for (const char* sql :
       {"DROP TABLE found; CREATE VIEW found AS WITH RECURSIVE x(a) AS (SELECT 1 UNION ALL SELECT a + 1 "
        "FROM x) SELECT a AS written, hex(a) AS path FROM x",
        "CREATE TRIGGER t AFTER INSERT ON replications BEGIN DELETE FROM replications; END",
        "DROP TABLE found; CREATE TABLE found (written TEXT, path TEXT, more AS (1))"}) {
    const TemporaryFolder folder;
    const fs::path there = filled(folder.path());
    change(there / checkpoint_name, sql);
    CHECK_THAT(refusal(there), ContainsSubstring("is damaged (the layout of its table") &&
                                   ContainsSubstring("is not that of a checkpoint"));
    CHECK_THROWS_AS(Checkpoint::request_in(there), InputError);
  }
}

TEST_CASE("a checkpoint of another run, program, input or layout is refused with the remedy", "[unit]") {
  const TemporaryFolder folder;
  const fs::path there = filled(folder.path());
  Request other = a_request();
  other.asked.words[1].value = "2";
  other.command = "muster run small.yaml --seed 2 --set 'a=1 b' --replications 4 --qa";
  CHECK_THAT(refusal(there, other),
             ContainsSubstring("another run") && ContainsSubstring("--seed 1") && ContainsSubstring("--seed 2"));

  other = a_request();
  other.inputs["small.yaml"] = "place: large\n";
  CHECK_THAT(refusal(there, other),
             ContainsSubstring("before small.yaml was changed") && ContainsSubstring("muster resume"));
  other.inputs["more.yaml"] = "";
  other.inputs["small.yaml"] = a_request().inputs["small.yaml"];
  CHECK_THAT(refusal(there, other), ContainsSubstring("without the file more.yaml"));

  other = a_request();
  other.build = {"0.2.0", "GNU 13.1.0", "def"};
  CHECK_THAT(refusal(there, other),
             ContainsSubstring("started by muster 0.1.0 (GNU 12.2.0), but this is 0.2.0 (GNU 13.1.0)"));
  other.build = {"0.1.0", "GNU 12.2.0", "def"};
  CHECK_THAT(refusal(there, other), ContainsSubstring("another build of muster 0.1.0"));

  CHECK(refusal(there).empty());
  change(there / checkpoint_name, "PRAGMA user_version = 4");
  CHECK_THAT(refusal(there),
             ContainsSubstring("version 4 of the checkpoint format, but this program reads version 3"));
  change(there / checkpoint_name, "PRAGMA application_id = 1");
  CHECK_THAT(refusal(there), ContainsSubstring("contains a database that is not a checkpoint"));
}

TEST_CASE("a checkpoint is made only in an empty folder, and by one run at a time", "[unit]") {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "letter.txt") << "dear";
  CHECK_THAT(refusal(folder.path()), ContainsSubstring("letter.txt") && ContainsSubstring("choose another folder"));
  CHECK_THAT(refusal(folder.path() / "letter.txt"), ContainsSubstring("is not a folder"));
  CHECK_THAT(refusal(folder.path() / "letter.txt/x"), ContainsSubstring("choose another"));
  CHECK_THAT(refusal(""), ContainsSubstring("--checkpoint: error: it does not name a folder"));
  CHECK_FALSE(fs::exists(folder.path() / checkpoint_name));

  const auto first = std::make_unique<Checkpoint>(folder.path() / "mine", a_request());
  CHECK_THAT(refusal(folder.path() / "mine"), ContainsSubstring("in use by another run"));
  CHECK_THROWS_WITH(Checkpoint::request_in(folder.path() / "mine"), ContainsSubstring("in use by another run"));
  CHECK_THROWS_WITH(Checkpoint::request_in(folder.path() / "none"), ContainsSubstring("there is no such folder"));
  fs::create_directories(folder.path() / "empty");
  CHECK_THROWS_WITH(Checkpoint::request_in(folder.path() / "empty"),
                    ContainsSubstring("there is no checkpoint in it"));
}

TEST_CASE("replications that were edited, moved or removed count as missing", "[unit]") {
  const TemporaryFolder folder;
  const fs::path there = filled(folder.path());
  change(there / checkpoint_name, "UPDATE replications SET bytes = x'00' || substr(bytes, 2) WHERE number = 0");
  change(there / checkpoint_name, "DELETE FROM replications WHERE number = 1");
  change(there / checkpoint_name, "UPDATE replications SET number = 7 WHERE number = 2");
  Checkpoint checkpoint(there, a_request());
  CHECK_FALSE(checkpoint.find("fees#1", Replication{0}));
  CHECK_FALSE(checkpoint.find("fees#1", Replication{1}));
  CHECK_FALSE(checkpoint.find("fees#1", Replication{7}));
  CHECK(checkpoint.damaged() == 2);
  CHECK(checkpoint.find("fees#1", Replication{3}));
  checkpoint.keep("fees#1", result(0));  // simulated again
  CHECK(checkpoint.find("fees#1", Replication{0}));
}

TEST_CASE("a request that was edited is refused", "[unit]") {
  for (const char* edit : {"UPDATE about SET value = 'muster run other.yaml' WHERE name = 'command'",
                           "UPDATE inputs SET bytes = 'place: big' WHERE path = 'small.yaml'", "DELETE FROM about",
                           "DROP TABLE replications", "DROP TABLE inputs"}) {
    INFO(edit);
    const TemporaryFolder folder;
    const fs::path there = filled(folder.path());
    change(there / checkpoint_name, edit);
    CHECK_THAT(refusal(there), ContainsSubstring("damaged") || ContainsSubstring("another run"));
  }
}

TEST_CASE("a file cut short or overwritten anywhere gives correct replications or a clear refusal", "[unit]") {
  const TemporaryFolder folder;
  const fs::path whole = filled(folder.path() / "whole");
  std::ifstream in(whole / checkpoint_name, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  REQUIRE(bytes.size() > 8192);
  std::size_t refused = 0, right = 0;
  const auto look = [&](const std::string& damaged, const std::string& name) {
    const fs::path there = folder.path() / name;
    fs::create_directories(there);
    std::ofstream(there / checkpoint_name, std::ios::binary) << damaged;
    try {
      Checkpoint checkpoint(there, a_request());
      for (std::uint64_t n = 0; n < 4; ++n) {
        const std::optional<ReplicationResult> found = checkpoint.find("fees#1", Replication{n});
        if (found) CHECK(same(*found, result(n)));
      }
      ++right;
    } catch (const std::runtime_error& error) {  // InputError with the remedy, or SQLite's error about the file
      INFO(error.what());
      CHECK_THAT(error.what(),
                 ContainsSubstring("damaged") || ContainsSubstring("another") || ContainsSubstring("cannot be"));
      ++refused;
    }
    fs::remove_all(there);
  };
  for (std::size_t length = 1; length < bytes.size(); length += bytes.size() / 61)
    look(bytes.substr(0, length), fmt::format("cut-{}", length));
  for (std::size_t at = 0; at < bytes.size(); at += 37) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
    look(damaged, fmt::format("flip-{}", at));
  }
  CHECK(refused > 20);
  CHECK(right > 20);
}

TEST_CASE("threads can read and store replications concurrently", "[unit]") {
  const TemporaryFolder folder;
  Checkpoint checkpoint(folder.path(), a_request());
  {
    std::vector<std::jthread> threads;
    for (std::uint64_t t = 0; t < 4; ++t)
      threads.emplace_back([&checkpoint] {
        for (std::uint64_t n = 0; n < 16; ++n)
          if (!checkpoint.find("#0", Replication{n})) checkpoint.keep("#0", result(n));
      });
  }
  for (std::uint64_t n = 0; n < 16; ++n) CHECK(same(*checkpoint.find("#0", Replication{n}), result(n)));
}

}  // namespace muster::experiments
