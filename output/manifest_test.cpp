#include "output/manifest.hpp"

#include "engine/parameters/table.hpp"
#include "output/file.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_results.hpp"
#include "tests/support/temporary_folder.hpp"

namespace muster::output {
namespace {

using Json = nlohmann::ordered_json;

TEST_CASE("SHA-256 gives the published digests", "[unit]") {
  // NIST, Cryptographic Standards and Guidelines, Examples with Intermediate Values: SHA-256 of "abc" and of nothing.
  CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

RunRecord record_of_manifest() {
  RunRecord record;
  record.version = "0.1.0";
  record.place = "small";
  record.title = "小城";
  record.scenario = "small.yaml";
  record.command = "muster run small.yaml --seed 7 --replications 4";
  record.seed = Seed{18446744073709551615U};
  record.replications_requested = 4;
  record.threads = 2;
  record.wall_seconds = 1.5;
  record.peak_memory = 1000000;
  record.inputs = {{"small.yaml", "abc"}};
  record.sources = {{"S1", "a yearbook"}};
  return record;
}

TEST_CASE("tables have the same digest, whether it is computed from files, while writing, or without storing them",
          "[unit]") {
  const testing::TemporaryFolder folder;
  std::filesystem::create_directory(folder.path() / "none");
  TableFiles tables(folder.path()), not_stored(folder.path() / "none", false);
  for (TableFiles* each : {&tables, &not_stored}) {
    each->write("targets.csv", [](std::ostream& out) { out << "target\n" << std::string(200'000, 'a'); });
    each->write("a.csv", [](std::ostream&) {});
  }
  CHECK(read_file(folder.path() / "targets.csv").size() == 200'007);
  CHECK(std::filesystem::is_empty(folder.path() / "none"));
  const std::string digest = digest_of_results(folder.path(), {});
  CHECK(tables.digest() == digest);
  CHECK(not_stored.digest() == digest);

  RunRecord record = record_of_manifest();
  CHECK(digest_of_results(folder.path(), record) == digest);
  for (const char* name : {"targets.csv", "a.csv"}) std::filesystem::remove(folder.path() / name);
  CHECK(digest_of_results(folder.path(), record) == sha256(""));
  record.results_digest = digest;
  CHECK(digest_of_results(folder.path(), record) == digest);
}

TEST_CASE("a manifest holds what was run, digests of inputs and results, and every file", "[unit]") {
  const testing::TemporaryFolder folder;
  write_file(folder.path() / "trajectories.csv", "abc");
  write_file(folder.path() / "targets.csv", "");
  std::filesystem::create_directory(folder.path() / "charts");
  write_file(folder.path() / "charts" / "a.svg", "<svg/>");
  write_manifest(folder.path(), testing::small_results(), record_of_manifest());
  const Json json = Json::parse(read_file(folder.path() / "manifest.json"));
  const std::string abc = sha256("abc");
  CHECK(json["program"] == "muster");
  CHECK(json["version"] == "0.1.0");
  CHECK(json["place"] == "small");
  CHECK(json["title"] == "小城");
  CHECK(json["command"] == "muster run small.yaml --seed 7 --replications 4");
  CHECK(json["seed"] == 18446744073709551615U);
  CHECK(json["replications"] == 4);
  CHECK(json["replications_requested"] == 4);
  CHECK(json["complete"] == true);
  CHECK(json["interrupted"] == false);
  CHECK(json["exact_quantiles"] == true);
  CHECK(json["start"] == "2021-12-05");
  CHECK(json["horizon"] == "2022-12-31");
  CHECK(json["events"] == 4000);
  CHECK(json["threads"] == 2);
  CHECK(json["wall_seconds"] == 1.5);
  CHECK(json["peak_memory_bytes"] == 1000000);
  CHECK(json["digests"]["inputs"] ==
        Json{{"small.yaml", {{"bytes", 3}, {"sha256", abc}, {"copy", "inputs/small.yaml"}}}});
  CHECK(json["digests"]["results"] == sha256(sha256("") + " targets.csv\n" + abc + " trajectories.csv\n"));
  CHECK(json["files"].size() == 4);
  CHECK(json["files"]["inputs/small.yaml"] == Json{{"bytes", 3}, {"sha256", abc}});
  CHECK(json["files"]["trajectories.csv"] == Json{{"bytes", 3}, {"sha256", abc}});
  CHECK(json["files"].contains("charts/a.svg"));
  CHECK(json["sources"]["S1"] == "a yearbook");
}

TEST_CASE("the results' digest depends on the tables alone", "[unit]") {
  const testing::TemporaryFolder folder;
  write_file(folder.path() / "trajectories.csv", "abc");
  const Results results = testing::small_results();
  const Json first = manifest(folder.path(), results, record_of_manifest());
  RunRecord slower = record_of_manifest();
  slower.wall_seconds = 99;
  slower.threads = 8;
  write_file(folder.path() / "chart.png", "drawn by another renderer");
  CHECK(manifest(folder.path(), results, slower)["digests"]["results"] == first["digests"]["results"]);
  write_file(folder.path() / "trajectories.csv", "abd");
  CHECK(manifest(folder.path(), results, slower)["digests"]["results"] != first["digests"]["results"]);
}

TEST_CASE("a manifest lists stopped replications and records that a run was interrupted", "[unit]") {
  const testing::TemporaryFolder folder;
  Results results = testing::small_results();
  results.add(ReplicationFailure{Replication{9}, "the books do not balance"});
  RunRecord record = record_of_manifest();
  record.reproduce[Replication{9}] = "muster run small.yaml --seed 7 --replication 9";
  record.replications_requested.reset();
  record.finish = Finish::interrupted;
  const Json json = manifest(folder.path(), results, record);
  CHECK(json["complete"] == false);
  CHECK(json["interrupted"] == true);
  CHECK(json["replications_requested"] == "auto");
  CHECK(json["stopped"] == Json::array({{{"replication", 9},
                                         {"why", "the books do not balance"},
                                         {"reproduce", "muster run small.yaml --seed 7 --replication 9"}}}));
}

struct Sitting {
  std::string id;
  Date on;
  static void declare(ParameterTable<Sitting>& table) { table.field("on", &Sitting::on).means("the day of the exam"); }
};

struct Exam {
  DistributionOf<Days> wait;
  ByDate<Share> passing;
  PerArea<int> candidates;
  std::vector<Sitting> sittings;
  static void declare(ParameterTable<Exam>& table) {
    table.field("wait", &Exam::wait).means("from the sitting to the results");
    table.field("passing", &Exam::passing).means("of those who sat");
    table.field("candidates", &Exam::candidates).counts("people").means("people who may sit");
    table.field("sittings", &Exam::sittings).means("the sittings");
  }
};

TEST_CASE("every resolved parameter is listed with its value, unit, evidence and position", "[unit]") {
  const muster::Section section = muster::section<Exam>("exam", "the exam", "an exam");
  const auto setting = [&](const std::string& name, const std::string& written, int line, auto content) {
    Setting made;
    made.field = section.table->find(name);
    made.path = "exam." + name;
    made.where = {"small.yaml", line, 3, 1};
    made.written = written;
    made.content = std::move(content);
    return made;
  };
  GroupSetting group;
  group.fields.push_back(setting("wait", "{gamma: {shape: 4, scale: 10 .. 15 .. 30 days}}", 2,
                                 ValueSetting{DistributionSetting{"gamma", {4.0, Uncertain{10, 15, 30, "", 0}}, {}}}));
  group.fields.push_back(setting(
      "passing", "{2021-01-01: 20 %, 2023-01-01: 25 %}", 3,
      ValueSetting{TimelineSetting{{{std::chrono::year{2021} / 1 / 1, 0.2},
                                    {std::chrono::year{2023} / 1 / 1, Uncertain{0.2, 0.25, 0.3, "papers", 0.5}}},
                                   true}}));
  group.fields.push_back(
      setting("candidates", "{east: 3, west: 5}", 4, AreaSetting{{ScalarSetting{3.0}, ScalarSetting{5.0}}}));
  group.fields.back().provenance = {Evidence::fact, true, {"W1"}, "a notice", "rounded"};
  GroupSetting sitting;
  sitting.id = "2021";
  sitting.fields.push_back(
      setting("sittings", "2021-10-16", 6, ValueSetting{Date{std::chrono::year{2021} / 10 / 16}}));
  sitting.fields.back().path = "exam.sittings.2021.on";
  sitting.fields.back().field = section.table->find("sittings")->nested->find("on");
  group.fields.push_back(setting("sittings", "", 5, std::vector<GroupSetting>{sitting}));

  const Json json = parameters_json({{&section, group}}, testing::small_shape().areas);
  REQUIRE(json.size() == 4);
  CHECK(json[0]["path"] == "exam.wait");
  CHECK(json[0]["written"] == "{gamma: {shape: 4, scale: 10 .. 15 .. 30 days}}");
  CHECK(json[0]["value"] ==
        Json{{"distribution", "gamma"}, {"shape", 4}, {"scale", {{"low", 10}, {"likely", 15}, {"high", 30}}}});
  CHECK(json[0]["unit"] == "days");
  CHECK(json[0]["kind"] == "assumption");
  CHECK(json[0]["kind_stated"] == false);
  CHECK(json[0]["file"] == "small.yaml");
  CHECK(json[0]["line"] == 2);
  CHECK(json[1]["unit"] == "share");
  CHECK(json[1]["value"] ==
        Json{{"by_date",
              {{"2021-01-01", 0.2},
               {"2023-01-01",
                {{"low", 0.2}, {"likely", 0.25}, {"high", 0.3}, {"moves_with", "papers"}, {"correlation", 0.5}}}}},
             {"ramps", true}});
  CHECK(json[2]["value"] == Json{{"by_area", {{"east", 3}, {"west", 5}}}});
  CHECK(json[2]["unit"] == "people");
  CHECK(json[2]["kind"] == "fact");
  CHECK(json[2]["facts"] == Json::array({"W1"}));
  CHECK(json[2]["source"] == "a notice");
  CHECK(json[2]["note"] == "rounded");
  CHECK(json[3]["path"] == "exam.sittings.2021.on");
  CHECK(json[3]["value"] == "2021-10-16");
  CHECK(json[3]["unit"] == "");
}

}  // namespace
}  // namespace muster::output
