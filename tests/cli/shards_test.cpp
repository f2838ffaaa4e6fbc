// Shards: several processes that do not communicate, and `muster merge`, which combines their replications into the
// same bytes that a single process writes.
#include "cli/processes.hpp"
#include "output/database/sqlite.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/small_scenario.hpp"
#include "tests/support/temporary_folder.hpp"

#include <fmt/format.h>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <thread>

using namespace muster::testing;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;
namespace fs = std::filesystem;

namespace {

using Words = std::vector<std::string>;

// The small scenario and a strategy, in their own folder.
class SmallPlace : public TemporaryFolder {
 public:
  SmallPlace() {
    const std::string targets =
        "targets: [{id: held, title: 持证, series: qualification.held, at_least: 9000 people, by: 2023-12-31}]\n";
    std::ofstream(path() / "pair.yaml", std::ios::binary) << muster::test::two_areas() << targets;
    std::ofstream(path() / "fewer.yaml")
        << "strategy: fewer\ntitle: 少些名额\nplaces: [pair]\nwhy: 比较\n"
           "changes:\n  - {id: seats, title: 名额, parameter: training.seats, set: 5 people, kind: assumption}\n";
  }
};

Words with(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

// The bytes of everything in a folder; of the manifest without what depends on the moment.
std::map<std::string, std::string> bytes_in(const fs::path& folder) {
  std::map<std::string, std::string> all;
  if (!fs::exists(folder)) return all;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    const std::string name = entry.path().lexically_relative(folder).generic_string();
    all[name] = contents_of(entry.path());
    if (name != "manifest.json") continue;
    nlohmann::json manifest = nlohmann::json::parse(all[name]);
    for (const char* key : {"wall_seconds", "peak_memory_bytes", "statements_sha256", "threads"}) manifest.erase(key);
    all[name] = manifest.dump();
  }
  return all;
}

// Waits until a checkpoint being written by a process contains some hundred kilobytes of replications.
void wait_for_replications(const fs::path& checkpoint) {
  const fs::path kept = checkpoint / "checkpoint.sqlite-wal";
  for (int tenths = 0; tenths < 300 && (!fs::exists(kept) || fs::file_size(kept) < 200'000); ++tenths)
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
}

// Whether a hidden folder with that name is being written.
bool is_at_work(const fs::path& folder, const std::string& name) {
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().filename().string().starts_with(name)) return true;
  return false;
}

std::string shard_of(const fs::path& folder, const Words& words, int number, int of, const Words& more = {}) {
  const CommandOutput said = muster::testing::muster(
      with(with(words, {"--shard", fmt::format("{}/{}", number, of), "--checkpoint", fmt::format("cp{}", number)}),
           more),
      folder);
  return fmt::format("{}{}{}", said.code, said.out, said.error);
}

muster::cli::Variables variables(std::map<std::string, std::string> all) {
  return [all = std::move(all)](const char* name) -> const char* {
    const auto found = all.find(name);
    return found == all.end() ? nullptr : found->second.c_str();
  };
}

}  // namespace

TEST_CASE("a process finds the shard for which mpirun or srun started it", "[unit][shards]") {
  using muster::cli::started_shard;
  CHECK_FALSE(started_shard(variables({})));
  const auto third = started_shard(variables({{"OMPI_COMM_WORLD_RANK", "2"}, {"OMPI_COMM_WORLD_SIZE", "4"}}));
  REQUIRE(third);
  CHECK(third->number == 2);
  CHECK(third->of == 4);
  CHECK_FALSE(started_shard(variables({{"OMPI_COMM_WORLD_RANK", "0"}, {"OMPI_COMM_WORLD_SIZE", "1"}})));
  CHECK_FALSE(started_shard(variables({{"OMPI_COMM_WORLD_RANK", "4"}, {"OMPI_COMM_WORLD_SIZE", "4"}})));
  CHECK_FALSE(started_shard(variables({{"OMPI_COMM_WORLD_RANK", "x"}, {"OMPI_COMM_WORLD_SIZE", "4"}})));
  // In a batch script Slurm gives the number of tasks there could be, but none of them has been started.
  CHECK_FALSE(started_shard(variables({{"SLURM_NTASKS", "4"}, {"SLURM_PROCID", "0"}})));
  CHECK(started_shard(variables({{"SLURM_NTASKS", "4"}, {"SLURM_PROCID", "3"}, {"SLURM_STEP_NUM_TASKS", "4"}}))
            ->number == 3);
  // mpirun inside a Slurm step of one task: mpirun's number of processes counts.
  CHECK(started_shard(variables({{"SLURM_PROCID", "0"},
                                 {"SLURM_STEP_NUM_TASKS", "1"},
                                 {"OMPI_COMM_WORLD_RANK", "1"},
                                 {"OMPI_COMM_WORLD_SIZE", "2"}}))
            ->number == 1);
}

TEST_CASE("several processes on a machine use one thread each, or as many as Slurm gives them", "[unit][shards]") {
  using muster::cli::usual_threads;
  const unsigned all = std::max(1U, std::thread::hardware_concurrency());
  std::map<std::string, std::string> one{{"OMPI_COMM_WORLD_RANK", "0"}, {"OMPI_COMM_WORLD_SIZE", "4"}};
  CHECK(usual_threads(variables({})) == all);
  CHECK(usual_threads(variables({{"SLURM_CPUS_PER_TASK", "3"}})) == all);  // a single process
  CHECK(usual_threads(variables(one)) == 1);
  one["OMPI_COMM_WORLD_LOCAL_SIZE"] = "1";
  CHECK(usual_threads(variables(one)) == all);
  one["SLURM_CPUS_PER_TASK"] = "3";
  CHECK(usual_threads(variables(one)) == 3);
}

TEST_CASE("merged shards give the bytes of one process", "[cli][shards]") {
  const std::vector<std::pair<Words, int>> commands{
      {{"run", "pair.yaml", "--replications", "10", "--only", "tables,database,report"}, 3},
      {{"run", "pair.yaml", "--replications", "2", "--keep-replications", "--only", "database"},
       3},  // one shard is empty
      {{"report", "pair.yaml", "--replications", "24", "--brief"}, 2},
      {{"compare", "pair.yaml", "fewer.yaml", "--replications", "7", "--only", "tables,workbook,charts,report"}, 3},
      // one shard has no replication of the first study
      {{"explain", "pair.yaml", "--whole", "--replications", "2"}, 3},
      {{"explain", "pair.yaml", "--from", "as_planned", "--to", "fewer.yaml", "--replications", "4"}, 2},
      {{"sweep", "pair.yaml", "--sweep", "training.seats=10,20", "--replications", "5"}, 2}};
  for (const auto& [words, of] : commands) {
    const SmallPlace folder;
    const CommandOutput alone = muster::testing::muster(with(words, {"--out", "alone", "--quiet"}), folder.path());
    INFO(words[0] << "\n" << alone.error);
    REQUIRE(alone.code == 0);
    Words merge{"merge"};
    for (int number = of; number >= 1; --number) {  // in any order
      CHECK_THAT(shard_of(folder.path(), words, number, of), StartsWith(fmt::format("0shard {}/{}: ", number, of)));
      merge.push_back(fmt::format("cp{}", number));
    }
    CHECK_FALSE(fs::exists(folder.path() / "out"));
    const CommandOutput merged = muster::testing::muster(with(merge, {"--out", "merged", "--quiet"}), folder.path());
    INFO(merged.error);
    CHECK(merged.code == 0);
    auto expected = bytes_in(folder.path() / "alone");
    CHECK(expected.size() > 2);
    CHECK((bytes_in(folder.path() / "merged") == expected));
    CHECK(muster::testing::muster({"verify", "merged"}, folder.path()).code == 0);
  }
}

TEST_CASE("missing shards are reported with the command that simulates them", "[cli][shards]") {
  const SmallPlace folder;
  const Words words{"run", "pair.yaml", "--replications", "6"};
  CHECK_THAT(shard_of(folder.path(), words, 1, 3), StartsWith("0"));
  const auto refused = [&](const Words& folders) {
    const CommandOutput said = muster::testing::muster(with({"merge"}, folders), folder.path());
    CHECK(said.code == 2);
    CHECK(said.out.empty());
    CHECK_FALSE(fs::exists(folder.path() / "out"));
    return said.error;
  };
  CHECK(refused({"cp1"}) ==
        "error: these shards cannot be merged\n"
        "shard 2/3 is missing; simulate it: muster run pair.yaml --replications 6 --seed 1 --shard 2/3 --checkpoint "
        "FOLDER\n"
        "shard 3/3 is missing; simulate it: muster run pair.yaml --replications 6 --seed 1 --shard 3/3 --checkpoint "
        "FOLDER\n");
  CHECK_THAT(shard_of(folder.path(), words, 2, 3), StartsWith("0"));
  CHECK_THAT(shard_of(folder.path(), {"run", "pair.yaml", "--replications", "6", "--seed", "2"}, 3, 3),
             StartsWith("0"));
  CHECK_THAT(refused({"cp1", "cp2", "cp3"}),
             ContainsSubstring("cp3: it belongs to another run than cp1:\n  cp1  muster run pair.yaml"));
  CHECK_THAT(refused({"cp1", "cp2", "./cp1"}), ContainsSubstring("./cp1: it is named twice\n"));
  CHECK_THAT(refused({"nowhere"}), ContainsSubstring("there is no such folder"));
  CHECK_THAT(refused({"cp1/checkpoint.sqlite"}), ContainsSubstring("it is a file, not a folder"));
  fs::copy(folder.path() / "cp1", folder.path() / "copy");
  CHECK_THAT(refused({"cp1", "cp2", "copy"}),
             ContainsSubstring("copy: it is shard 1/3, and so is cp1; name only one of them\n"));
  // One shard has more replications than the others.
  CHECK(muster::testing::muster({"resume", "copy", "--replications", "9", "--quiet"}, folder.path()).code == 0);
  CHECK_THAT(
      refused({"cp2", "copy"}),
      ContainsSubstring("copy: its number of replications differs from that of cp2; resume the one with fewer") &&
          !ContainsSubstring("is missing"));
  // Results are not written into a shard's folder, which would then no longer be a checkpoint, nor into a folder
  // around one.
  REQUIRE(muster::testing::muster(with(words, {"--shard", "3/3", "--checkpoint", "third", "--quiet"}), folder.path())
              .code == 0);
  for (const char* out : {"cp1/results", "cp1", "."}) {
    const CommandOutput said = muster::testing::muster({"merge", "cp1", "cp2", "third", "--out", out}, folder.path());
    CHECK(said.code == 2);
    CHECK_THAT(said.error, ContainsSubstring("and the output folder") && ContainsSubstring("contains the other"));
  }
  CHECK(muster::testing::muster(with(words, {"--checkpoint", "whole", "--quiet", "--out", "w"}), folder.path()).code ==
        0);
  CHECK(refused({"whole"}) ==
        "error: these shards cannot be merged\n"
        "whole: it is the checkpoint of a whole run, not of a shard; write its results with: muster resume whole\n");
  // Neither another shard nor the whole run can resume in this shard's folder.
  CHECK_THAT(shard_of(folder.path(), words, 1, 2),
             ContainsSubstring("contains shard 1/3 of that run, but this is shard 1/2"));
  CHECK_THAT(muster::testing::muster(with(words, {"--checkpoint", "cp1"}), folder.path()).error,
             ContainsSubstring("contains shard 1/3 of that run, but this is shard 1/1"));
}

TEST_CASE("a killed shard is resumed where it was, and counts as unfinished until then", "[cli][shards]") {
  const SmallPlace folder;
  const Words words{"report", "pair.yaml", "--replications", "3000"};
  Words all = with({program()}, with(words, {"--shard", "2/2", "--checkpoint", "cp2", "--threads", "1"}));
  const Started started(all, folder.path(), {{"LC_ALL", "C.UTF-8"}});
  wait_for_replications(folder.path() / "cp2");
  started.signal(SIGKILL);
  (void)started.wait();
  REQUIRE_THAT(shard_of(folder.path(), words, 1, 2, {"--quiet"}), StartsWith("0"));
  const CommandOutput unfinished = muster::testing::muster({"merge", "cp1", "cp2"}, folder.path());
  CHECK(unfinished.code == 2);
  CHECK_THAT(unfinished.error, ContainsSubstring("cp2: shard 2/2 is not finished, ") &&
                                   ContainsSubstring("continue it: muster resume cp2"));
  const CommandOutput resumed = muster::testing::muster({"resume", "cp2"}, folder.path());
  INFO(resumed.error);
  CHECK(resumed.code == 0);
  CHECK_THAT(resumed.out, ContainsSubstring(" replications were already in cp2\n") &&
                              ContainsSubstring("shard 2/2: 1500 replications are in cp2\n"));
  REQUIRE(muster::testing::muster({"merge", "cp1", "cp2", "--out", "merged", "--quiet"}, folder.path()).code == 0);
  REQUIRE(muster::testing::muster(with(words, {"--out", "alone", "--quiet"}), folder.path()).code == 0);
  CHECK((bytes_in(folder.path() / "merged") == bytes_in(folder.path() / "alone")));
}

TEST_CASE("an interrupted shard keeps the finished replications and says how to resume it", "[cli][shards]") {
  const SmallPlace folder;
  const Words words{"run", "pair.yaml", "--replications", "3000", "--only", "tables"};
  {
    const Started started(with({program()}, with(words, {"--shard", "1/2", "--checkpoint", "cp1", "--threads", "1"})),
                          folder.path(), {{"LC_ALL", "C.UTF-8"}});
    wait_for_replications(folder.path() / "cp1");
    started.signal(SIGINT);
    const CommandOutput said = started.wait();
    CHECK(said.code == 130);
    CHECK(said.out.empty());
    CHECK(std::regex_match(said.error, std::regex("[^]*interrupted; [1-9][0-9]* replications of the shard are in cp1\n"
                                                  "continue with: muster resume cp1\n")));
  }
  CHECK_FALSE(fs::exists(folder.path() / "out"));
  CHECK(muster::testing::muster({"merge", "cp1"}, folder.path()).code == 2);
  CHECK_THAT(muster::testing::muster({"resume", "cp1"}, folder.path()).out,
             ContainsSubstring("shard 1/2: 1500 replications are in cp1\n"));
}

TEST_CASE("a damaged replication in a shard is reported and simulated again", "[cli][shards]") {
  const SmallPlace folder;
  const Words words{"run", "pair.yaml", "--replications", "6", "--only", "tables"};
  for (const int number : {1, 2}) REQUIRE_THAT(shard_of(folder.path(), words, number, 2), StartsWith("0"));
  {
    muster::output::Database shard(folder.path() / "cp2/checkpoint.sqlite", muster::output::Database::Use::write);
    shard.run("UPDATE replications SET bytes = substr(bytes, 1, length(bytes) - 1) || x'00' WHERE number = 3");
  }
  const CommandOutput merged = muster::testing::muster({"merge", "cp1", "cp2", "--out", "merged"}, folder.path());
  CHECK(merged.code == 0);
  CHECK_THAT(merged.error, ContainsSubstring("warning: a replication in the checkpoint was damaged and has been "
                                             "simulated again"));
  REQUIRE(muster::testing::muster(with(words, {"--out", "alone", "--quiet"}), folder.path()).code == 0);
  CHECK((bytes_in(folder.path() / "merged") == bytes_in(folder.path() / "alone")));
}

TEST_CASE("a shard with a stopped replication counts as finished, and the merged run reports it", "[cli][shards]") {
  const TemporaryFolder folder;  // some replications draw an agency with an impossible capacity and stop
  const Words words{"run",    "tongren", "--replications", "8",
                    "--only", "tables",  "--set",          "agencies.capacity={lognormal: {mean: 9000, sd: 900000}}"};
  const CommandOutput alone = muster::testing::muster(with(words, {"--out", "alone"}), folder.path());
  REQUIRE(alone.code == 1);
  REQUIRE_THAT(alone.out, ContainsSubstring("stopped and are not included in any figure"));
  for (const int number : {1, 2})
    CHECK_THAT(shard_of(folder.path(), words, number, 2), StartsWith(fmt::format("0shard {}/2: ", number)));
  const CommandOutput merged = muster::testing::muster({"merge", "cp1", "cp2", "--out", "merged"}, folder.path());
  CHECK(merged.code == 1);
  CHECK_THAT(merged.out, ContainsSubstring("stopped and are not included in any figure"));
  CHECK((bytes_in(folder.path() / "merged") == bytes_in(folder.path() / "alone")));
}

TEST_CASE("processes that are started together take their shards from the environment", "[cli][shards]") {
  const SmallPlace folder;
  const Words words{"run", "pair.yaml", "--replications", "6", "--only", "tables"};
  const auto started = [&](int rank, const Words& typed) {
    return Started(
               with({program()}, typed), folder.path(),
               {{"LC_ALL", "C.UTF-8"}, {"OMPI_COMM_WORLD_RANK", std::to_string(rank)}, {"OMPI_COMM_WORLD_SIZE", "2"}})
        .wait();
  };
  CHECK(started(0, words).error ==
        "muster run: error: it was started 2 times at once, and each process simulates a shard into a checkpoint; add "
        "--checkpoint FOLDER\n");
  for (const int rank : {0, 1}) CHECK(started(rank, with(words, {"--checkpoint", "cp", "--quiet"})).code == 0);
  CHECK(fs::exists(folder.path() / "cp/shard-2-of-2/checkpoint.sqlite"));
  REQUIRE(muster::testing::muster({"merge", "cp", "--out", "merged", "--quiet"}, folder.path()).code == 0);
  REQUIRE(muster::testing::muster(with(words, {"--out", "alone", "--quiet"}), folder.path()).code == 0);
  CHECK((bytes_in(folder.path() / "merged") == bytes_in(folder.path() / "alone")));
  // A command that cannot be divided says why; so does an invalid shard.
  CHECK_THAT(started(0, {"run", "pair.yaml", "--checkpoint", "c"}).error,
             ContainsSubstring("it was started 2 times at once and cannot be divided: each shard would reach"));
  for (const Words& one : {Words{"preview", "pair.yaml"}, {"resume", "cp"}, {"merge", "cp"}, {"check", "pair.yaml"}}) {
    const CommandOutput refused = started(0, one);
    CHECK(refused.code == 2);
    CHECK_THAT(refused.error, ContainsSubstring("it works in one process and was started 2 times at once"));
  }
  CHECK(started(0, with(words, {"--shard", "1/1", "--out", "whole", "--quiet"})).code == 0);
  for (const char* shard : {"0/3", "4/3", "3", "a/b", "1/", "1/3x"})
    CHECK_THAT(muster::testing::muster(with(words, {"--shard", shard}), folder.path()).error,
               ContainsSubstring("write the shard's number and how many there are, such as 3/16"));
  CHECK_THAT(muster::testing::muster({"solve", "pair.yaml", "--target", "t", "--lever", "a.b=1..2", "--shard", "1/2"},
                                     folder.path())
                 .error,
             ContainsSubstring("there is no such option"));
}

TEST_CASE("mpirun starts shards without being built against, and lost shards can be resumed", "[cli][shards]") {
  if (std::system("command -v mpirun >/dev/null") != 0) {
    WARN("skipped: there is no mpirun");
    return;
  }
  const SmallPlace folder;
  const Words words{"run", "pair.yaml", "--replications", "1500", "--only", "tables"};
  const auto three_processes = [&](const Words& each) {
    return Started(
               with({"/usr/bin/timeout", "300", "mpirun", "--oversubscribe", "--bind-to", "none", "-n", "3"}, each),
               folder.path(),
               {{"LC_ALL", "C.UTF-8"},
                {"OMPI_ALLOW_RUN_AS_ROOT", "1"},
                {"OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1"},
                {"OMPI_MCA_btl", "^tcp"},  // no network is needed on one machine, and avoids a warning
                {"HWLOC_HIDE_ERRORS", "2"}})
        .wait();
  };
  const Words shard = with({program()}, with(words, {"--checkpoint", "cp"}));
  // The second process is killed when some hundred kilobytes of replications are stored; mpirun then ends the others.
  const Words killed = with({"/bin/bash", "-c",
                             "if [ $OMPI_COMM_WORLD_RANK = 1 ]; then (kept=cp/shard-2-of-3/checkpoint.sqlite-wal; for "
                             "tenth in $(seq 300); do [ \"$(stat -c %s $kept 2>/dev/null || echo 0)\" -gt 200000 ] && "
                             "break; sleep 0.1; done; kill -9 $$) >/dev/null 2>&1 & fi; exec \"$0\" \"$@\""},
                            shard);
  CHECK(three_processes(killed).code != 0);
  const CommandOutput missing = muster::testing::muster({"merge", "cp"}, folder.path());
  CHECK(missing.code == 2);
  CHECK_THAT(missing.error, ContainsSubstring("shard 2/3 is not finished, "));
  const CommandOutput said = three_processes(shard);
  INFO(said.out << said.error);
  REQUIRE(said.code == 0);
  CHECK(std::regex_search(said.out, std::regex("[1-9][0-9]* replications were already in cp/shard-2-of-3\n")));
  CHECK_THAT(said.out, ContainsSubstring("shard 2/3: 500 replications are in cp/shard-2-of-3\n"));
  REQUIRE(muster::testing::muster({"merge", "cp", "--out", "merged", "--quiet"}, folder.path()).code == 0);
  REQUIRE(muster::testing::muster(with(words, {"--out", "alone", "--quiet"}), folder.path()).code == 0);
  CHECK((bytes_in(folder.path() / "merged") == bytes_in(folder.path() / "alone")));
}

TEST_CASE("an interrupted merge leaves the folder and the shards as they were", "[cli][shards]") {
  const SmallPlace folder;
  const Words words{"compare", "pair.yaml", "fewer.yaml", "--replications", "1200", "--only", "tables"};
  for (const int number : {1, 2})
    REQUIRE_THAT(shard_of(folder.path(), words, number, 2, {"--quiet"}), StartsWith("0"));
  REQUIRE(muster::testing::muster({"merge", "cp1", "cp2", "--out", "merged", "--quiet"}, folder.path()).code == 0);
  const auto before = bytes_in(folder.path() / "merged");
  const Started started({program(), "merge", "cp1", "cp2", "--out", "merged", "--threads", "1"}, folder.path());
  for (int hundredths = 0; hundredths < 3000 && !is_at_work(folder.path(), ".merged.partial-"); ++hundredths)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  started.signal(SIGINT);
  const CommandOutput said = started.wait();
  CHECK(said.code == 130);
  CHECK_THAT(said.error, StartsWith("interrupted"));  // during the merge or before it has begun
  CHECK((bytes_in(folder.path() / "merged") == before));
  CHECK_FALSE(is_at_work(folder.path(), ".merged.partial-"));
  CHECK(muster::testing::muster({"merge", "cp1", "cp2", "--out", "merged", "--quiet"}, folder.path()).code == 0);
  CHECK((bytes_in(folder.path() / "merged") == before));
}

TEST_CASE("the batch file of the guide is valid, and its commands exist", "[cli][shards]") {
  const fs::path file = fs::path(muster::testing::source_folder()) / "docs/guide/cluster.sbatch";
  const std::string script = contents_of(file);
  REQUIRE(script.starts_with("#!/bin/bash\n#SBATCH "));
  CHECK(std::system(fmt::format("bash -n '{}'", file.string()).c_str()) == 0);
  CHECK(contents_of(file.parent_path() / "cluster.md").find(script) != std::string::npos);

  const TemporaryFolder folder;
  const std::regex command("muster\"? (run|report|compare|sweep|merge) ([^\\n\\\\]|\\\\\\n)*"), option("--[a-z-]+");
  int options = 0;
  for (auto at = std::sregex_iterator(script.begin(), script.end(), command); at != std::sregex_iterator(); ++at) {
    const std::string typed = at->str(), help = muster::testing::muster({(*at)[1].str(), "--help"}, folder.path()).out;
    for (auto word = std::sregex_iterator(typed.begin(), typed.end(), option); word != std::sregex_iterator();
         ++word) {
      INFO(word->str());
      CHECK(help.find(word->str()) != std::string::npos);
      ++options;
    }
  }
  CHECK(options >= 2);
}
