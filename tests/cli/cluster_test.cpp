// Several processes under mpirun: the bytes of one, whatever becomes of them, and nothing left behind.
#include "cli/cluster/cluster.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/small_scenario.hpp"
#include "tests/support/temporary_folder.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <map>
#include <regex>

using namespace muster::testing;
namespace fs = std::filesystem;

namespace {

using Words = std::vector<std::string>;

const fs::path with_mpi = fs::path(muster::testing::program()).parent_path() / "muster-mpi";
const Words servers_may_be_lost{"--mca", "orte_allowed_exit_without_sync", "1"};

bool has_mpi() {
  if (fs::exists(with_mpi) && std::system("command -v mpirun >/dev/null") == 0) return true;
  WARN("skipped: built without MPI, or there is no mpirun");
  return false;
}

// Open MPI 5 knows no options to go on without a process, or to wait before it kills them all: docs/guide/cluster.md.
bool has_mpi_4() {
  if (!has_mpi()) return false;
  if (std::system("mpirun --version | grep -q 'Open MPI) 4'") == 0) return true;
  WARN("skipped: it takes options that Open MPI 4 has");
  return false;
}

Environment surroundings(const fs::path& folder) {
  return {
      {"LC_ALL", "C.UTF-8"},        {"OMPI_ALLOW_RUN_AS_ROOT", "1"},        {"OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1"},
      {"OMPI_MCA_btl", "^tcp"},    // one machine needs none, and says so
      {"HWLOC_HIDE_ERRORS", "2"},  // what it cannot find out of a machine without /sys
      {"MUSTER_RANK_SILENCE", "5"}, {"MUSTER_TEST_FOLDER", folder.string()}};  // by which a test knows its own processes
}

Started mpirun(const Words& words, const fs::path& folder) {
  Words all{"/usr/bin/timeout", "--foreground",    "--kill-after=60", "120",
            "mpirun",           "--oversubscribe", "--bind-to",       "none"};
  all.insert(all.end(), words.begin(), words.end());
  return {all, folder, surroundings(folder)};
}

Started ranks(int count, const Words& words, const fs::path& folder, const Words& options = {}) {
  Words all = options;
  all.insert(all.end(), {"-n", std::to_string(count), muster::testing::program()});
  all.insert(all.end(), words.begin(), words.end());
  return mpirun(all, folder);
}

// The small scenario in a folder of its own.
class SmallPlace : public TemporaryFolder {
 public:
  SmallPlace() { std::ofstream(path() / "pair.yaml", std::ios::binary) << muster::test::two_areas(); }
};

// Every table of a folder, by its name.
std::map<std::string, std::string> tables_of(const fs::path& folder) {
  std::map<std::string, std::string> tables;
  if (!fs::exists(folder)) return tables;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.path().extension() == ".csv")
      tables[entry.path().lexically_relative(folder).string()] = contents_of(entry.path());
  return tables;
}

// The processes of a test that run the program with MPI, by rank.
std::map<int, pid_t> processes_of(const fs::path& folder) {
  std::map<int, pid_t> found;
  std::error_code gone;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const std::string name = entry.path().filename();
    if (!std::all_of(name.begin(), name.end(), [](unsigned char letter) { return std::isdigit(letter); })) continue;
    if (fs::read_symlink(entry.path() / "exe", gone).filename() != "muster-mpi" || gone) continue;
    const std::string variables = contents_of(entry.path() / "environ");
    if (variables.find("MUSTER_TEST_FOLDER=" + folder.string() + '\0') == std::string::npos) continue;
    constexpr std::string_view rank = "OMPI_COMM_WORLD_RANK=";
    if (const std::size_t at = variables.find(rank); at != std::string::npos)
      found[std::atoi(variables.c_str() + at + rank.size())] = std::stoi(name);
  }
  return found;
}

bool comes_true(const std::function<bool()>& what, int seconds) {
  for (int tenths = 0; tenths < 10 * seconds; ++tenths) {
    if (what()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return what();
}

// Waits until all ranks are there and at work.
void see_at_work(int count, const fs::path& folder) {
  REQUIRE(comes_true([&] { return processes_of(folder).size() == static_cast<std::size_t>(count); }, 30));
  const fs::path out = folder / "out";
  REQUIRE(comes_true([&] { return fs::exists(out) && !fs::is_empty(out); }, 30));  // the hidden folder of the leader
  std::this_thread::sleep_for(std::chrono::seconds(1));
}

void hit(int rank, int signal, int count, const fs::path& folder) {
  see_at_work(count, folder);
  REQUIRE(kill(processes_of(folder).at(rank), signal) == 0);
}

bool is_empty_or_not_there(const fs::path& folder) { return !fs::exists(folder) || fs::is_empty(folder); }

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename());
  return names;
}

int times(const std::string& words, const std::string& text) {
  int count = 0;
  for (std::size_t at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) ++count;
  return count;
}

// `report` draws no charts, which take their seconds.
const Words long_run{"report", "pair.yaml", "--replications", "2000", "--quiet"};

muster::cli::Variables variables(std::map<std::string, std::string> all) {
  return [all = std::move(all)](const char* name) -> const char* {
    const auto found = all.find(name);
    return found == all.end() ? nullptr : found->second.c_str();
  };
}

}  // namespace

TEST_CASE("a process knows whether it was started as one of several", "[unit][cluster]") {
  using muster::cli::rank_of;
  CHECK_FALSE(rank_of(variables({})));
  const auto third = rank_of(variables({{"OMPI_COMM_WORLD_RANK", "2"}, {"OMPI_COMM_WORLD_SIZE", "4"}}));
  REQUIRE(third);
  CHECK(third->number == 2);
  CHECK(third->of == 4);
  CHECK_FALSE(rank_of(variables({{"OMPI_COMM_WORLD_RANK", "0"}, {"OMPI_COMM_WORLD_SIZE", "1"}})));
  // In a batch script Slurm says how many tasks there could be, and nobody has started them.
  CHECK_FALSE(rank_of(variables({{"SLURM_NTASKS", "4"}, {"SLURM_PROCID", "0"}})));
  CHECK(rank_of(variables({{"SLURM_NTASKS", "4"}, {"SLURM_PROCID", "3"}, {"SLURM_STEP_NUM_TASKS", "4"}}))->number == 3);
  // mpirun within a step of one task: mpirun's count is the one that matters.
  CHECK(rank_of(variables({{"SLURM_PROCID", "0"},
                           {"SLURM_STEP_NUM_TASKS", "1"},
                           {"OMPI_COMM_WORLD_RANK", "1"},
                           {"OMPI_COMM_WORLD_SIZE", "2"}}))
            ->number == 1);
}

TEST_CASE("several processes of a machine use a thread each, or what Slurm gives them", "[unit][cluster]") {
  using muster::cli::usual_threads;
  const unsigned all = std::max(1U, std::thread::hardware_concurrency());
  std::map<std::string, std::string> one{{"OMPI_COMM_WORLD_RANK", "0"}, {"OMPI_COMM_WORLD_SIZE", "4"}};
  CHECK(usual_threads(variables({})) == all);
  CHECK(usual_threads(variables({{"SLURM_CPUS_PER_TASK", "3"}})) == all);  // a process alone
  CHECK(usual_threads(variables(one)) == 1);
  one["OMPI_COMM_WORLD_LOCAL_SIZE"] = "1";
  CHECK(usual_threads(variables(one)) == all);
  one["SLURM_CPUS_PER_TASK"] = "3";
  CHECK(usual_threads(variables(one)) == 3);
}

TEST_CASE("mpirun leaves time to write if it is told to", "[unit][cluster]") {
  using muster::cli::is_hurried;
  CHECK_FALSE(is_hurried(variables({})));
  CHECK(is_hurried(variables({{"OMPI_COMM_WORLD_SIZE", "2"}})));
  CHECK_FALSE(is_hurried(variables({{"OMPI_COMM_WORLD_SIZE", "2"}, {"OMPI_MCA_odls_base_sigkill_timeout", "60"}})));
}

TEST_CASE("without MPI, being one of several is refused, by each in words", "[cli][cluster]") {
  const SmallPlace folder;
  fs::copy_file(muster::testing::program(), folder.path() / "muster");  // alone in its folder
  for (const char* rank : {"0", "1"}) {
    const Said said = Started({(folder.path() / "muster").string(), "run", "pair.yaml"}, folder.path(),
                              {{"LC_ALL", "C.UTF-8"}, {"OMPI_COMM_WORLD_RANK", rank}, {"OMPI_COMM_WORLD_SIZE", "2"}})
                          .wait();
    CHECK(said.code == 2);
    const std::string of_all =
        "muster: error: it was started 2 times at once, as mpirun and srun do, but was built without MPI; build it "
        "with "
        "MUSTER_MPI=1 ./muster --version, or start it once\n";
    CHECK(said.error == (*rank == '0' ? of_all : "") +
                            fmt::format("muster: error: the environment has OMPI_COMM_WORLD_RANK={}; if it was not "
                                        "started as one of 2, take it out with: unset OMPI_COMM_WORLD_RANK\n",
                                        rank));
    CHECK_FALSE(fs::exists(folder.path() / "out"));
  }
}

TEST_CASE("two to four ranks write the bytes of one process", "[cli][cluster]") {
  if (!has_mpi()) return;
  const SmallPlace folder;
  std::ofstream(folder.path() / "fewer.yaml")
      << "strategy: fewer\ntitle: 少些名额\nplaces: [pair]\nwhy: 比较\n"
         "changes:\n  - {id: seats, title: 名额, parameter: training.seats, set: 5 people, kind: assumption}\n";
  const auto same = [&](const Words& words, const std::vector<std::pair<int, const char*>>& ranks_and_threads) {
    Words alone = words;
    alone.insert(alone.end(), {"--out", "alone", "--quiet"});
    const Said said = muster::testing::muster(alone, folder.path());
    INFO(said.error);
    REQUIRE(said.code == 0);
    const auto expected = tables_of(folder.path() / "alone");
    REQUIRE_FALSE(expected.empty());
    for (const auto& [count, threads] : ranks_and_threads) {
      INFO(words[0] << " by " << count << " ranks of " << threads << " threads");
      Words together = words;
      together.insert(together.end(), {"--out", "together", "--quiet", "--threads", threads});
      const Said all = ranks(count, together, folder.path()).wait();
      INFO(all.error);
      CHECK(all.code == 0);
      CHECK(all.out.empty());
      CHECK(all.error.empty());
      CHECK((tables_of(folder.path() / "together") == expected));
      fs::remove_all(folder.path() / "together");
    }
    fs::remove_all(folder.path() / "alone");
  };
  same({"run", "pair.yaml", "--replications", "40"}, {{3, "2"}});
  same({"report", "pair.yaml", "--replications", "40"}, {{2, "1"}, {4, "1"}});  // no charts, which take their seconds
  same({"report", "pair.yaml", "--replications", "2"}, {{4, "1"}});
  same({"report", "pair.yaml"}, {{2, "2"}});  // as many as precision needs
  same({"compare", "pair.yaml", "fewer.yaml", "--replications", "30"}, {{3, "1"}});
  same({"sweep", "pair.yaml", "--sweep", "training.seats=10,20,30", "--replications", "10"}, {{3, "2"}});
}

TEST_CASE("a fault of what was typed is said once, and ends all ranks", "[cli][cluster]") {
  if (!has_mpi()) return;
  const SmallPlace folder;
  std::ofstream(folder.path() / "taken") << "a file";
  const auto refused = [&](const Words& words, const std::string& what) {
    const Said said = ranks(3, words, folder.path()).wait();
    INFO(said.error);
    CHECK(said.code == 2);
    CHECK(said.out.empty());
    CHECK(times(what, said.error) == 1);
    CHECK(is_empty_or_not_there(folder.path() / "out"));
  };
  refused({"run", "nowhere.yaml"}, "nowhere.yaml");
  refused({"run", "pair.yaml", "--set", "training.seats=lots"}, "error:");
  refused({"run", "pair.yaml", "--out", "taken"}, "--out taken");  // the leader alone sees it
  refused({"dance"}, "there is no such command");
  refused({"solve", "pair.yaml", "--target", "x", "--lever", "y=1..2"}, "it works in one process");
  const Said version = ranks(2, {"--version"}, folder.path()).wait();
  CHECK(version.code == 0);
  CHECK(times("muster ", version.out) == 1);
}

TEST_CASE("a server that is killed loses nothing but time", "[cli][cluster]") {
  if (!has_mpi_4()) return;
  const SmallPlace folder;
  Words alone = long_run;
  alone.insert(alone.end(), {"--out", "alone"});
  REQUIRE(muster::testing::muster(alone, folder.path()).code == 0);

  const Started run = ranks(3, long_run, folder.path(), servers_may_be_lost);
  hit(1, SIGKILL, 3, folder.path());
  const Said said = run.wait();
  INFO(said.error);
  CHECK(said.code == 0);
  CHECK(said.error.find("rank 1 of 3 was ended by signal 9") != std::string::npos);
  CHECK(said.error.find("rank 1 of 3 is lost: nothing was heard of it for 5 s") != std::string::npos);
  CHECK((tables_of(folder.path() / "out/pair-report") == tables_of(folder.path() / "alone")));
  CHECK(processes_of(folder.path()).empty());
}

TEST_CASE("a leader whose last server is lost does the rest itself", "[cli][cluster]") {
  if (!has_mpi_4()) return;
  const TemporaryFolder folder;
  // Few and long: the leader's threads have nothing more to take when the server's pieces come back.
  const std::string nation = muster::testing::source_folder() + "/scenarios/places/china.yaml";
  const Words few{"report", nation, "--scale", "10", "--replications", "3", "--threads", "1", "--quiet"};
  Words alone = few;
  alone.insert(alone.end(), {"--out", "alone"});
  REQUIRE(muster::testing::muster(alone, folder.path()).code == 0);

  const Started run = ranks(2, few, folder.path(), servers_may_be_lost);
  hit(1, SIGKILL, 2, folder.path());
  const Said said = run.wait();
  INFO(said.error);
  CHECK(said.code == 0);
  CHECK(said.error.find("rank 1 of 2 is lost") != std::string::npos);
  CHECK((tables_of(folder.path() / "out/china-report") == tables_of(folder.path() / "alone")));
}

TEST_CASE("a rank with other files takes no part", "[cli][cluster]") {
  if (!has_mpi_4()) return;
  const SmallPlace folder;
  const std::string file = contents_of(folder.path() / "pair.yaml");
  fs::create_directory(folder.path() / "old");
  std::ofstream(folder.path() / "old/pair.yaml", std::ios::binary) << file << "# of last year\n";
  const Words words{"report", "pair.yaml", "--replications", "200", "--quiet"};
  Words alone = words, both{"-n", "1", muster::testing::program()};
  alone.insert(alone.end(), {"--out", "alone"});
  REQUIRE(muster::testing::muster(alone, folder.path()).code == 0);

  both.insert(both.end(), words.begin(), words.end());
  both.insert(both.end(), {":", "-wdir", (folder.path() / "old").string(), "-n", "1", muster::testing::program()});
  both.insert(both.end(), words.begin(), words.end());
  const Said said = mpirun(both, folder.path()).wait();
  INFO(said.error);
  CHECK(said.code == 0);
  CHECK(times("rank 1 of 2 does not take part: its program or its files are not those of rank 0", said.error) == 1);
  CHECK((tables_of(folder.path() / "out/pair-report") == tables_of(folder.path() / "alone")));
  CHECK(is_empty_or_not_there(folder.path() / "old/out"));
}

TEST_CASE("where mpirun was not told that servers may be lost, a killed one ends all and leaves nothing",
          "[cli][cluster]") {
  if (!has_mpi()) return;
  const SmallPlace folder;
  const Started run = ranks(3, long_run, folder.path());
  hit(2, SIGKILL, 3, folder.path());
  const Said said = run.wait();
  INFO(said.error);
  CHECK(said.code != 0);
  CHECK(said.error.find("rank 2 of 3 was ended by signal 9") != std::string::npos);
  CHECK_FALSE(fs::exists(folder.path() / "out/pair-report"));
  CHECK(comes_true([&] { return processes_of(folder.path()).empty(); }, 10));
}

TEST_CASE("a killed leader ends all: no orphans, no folder", "[cli][cluster]") {
  if (!has_mpi()) return;
  {
    const SmallPlace folder;
    const Started run = ranks(3, long_run, folder.path(), servers_may_be_lost);
    hit(0, SIGKILL, 3, folder.path());
    CHECK(run.wait().code == 128 + SIGKILL);
    CHECK(comes_true([&] { return processes_of(folder.path()).empty(); }, 10));
    CHECK_FALSE(fs::exists(folder.path() / "out/pair-report"));
  }
  {  // mpirun leaves the others alone: they miss their leader
    const SmallPlace folder;
    const Started run = ranks(3, long_run, folder.path(), {"--enable-recovery"});
    hit(0, SIGKILL, 3, folder.path());
    CHECK(comes_true([&] { return processes_of(folder.path()).empty(); }, 30));
    CHECK(run.wait().error.find("rank 0, which leads, is lost; nothing was written") != std::string::npos);
    CHECK_FALSE(fs::exists(folder.path() / "out/pair-report"));
  }
}

TEST_CASE("an interrupted mpirun ends all and leaves nothing, or what was finished if there is time",
          "[cli][cluster]") {
  if (!has_mpi_4()) return;
  const SmallPlace folder;
  const auto interrupt = [&](const Words& options) {
    const Started run = ranks(2, long_run, folder.path(), options);
    see_at_work(2, folder.path());
    run.signal(SIGINT);
    Said said = run.wait();
    CHECK(comes_true([&] { return processes_of(folder.path()).empty(); }, 10));
    return said;
  };
  CHECK(interrupt({}).code != 0);
  // mpirun kills after a second, in which a busy machine may not get to remove the hidden folder; the next run does.
  for (const std::string& name : names_in(folder.path() / "out")) CHECK(name.starts_with(".pair-report.partial-"));
  const Said kept = interrupt({"--mca", "odls_base_sigkill_timeout", "12"});
  INFO(kept.error);
  CHECK(kept.code != 0);
  CHECK(contents_of(folder.path() / "out/pair-report/manifest.json").find("interrupted") != std::string::npos);
  CHECK(names_in(folder.path() / "out") == std::vector<std::string>{"pair-report"});
}

TEST_CASE("the batch file of the guide is one, and types what exists", "[cli][cluster]") {
  const fs::path file = fs::path(muster::testing::source_folder()) / "docs/guide/cluster.sbatch";
  const std::string script = contents_of(file);
  REQUIRE(script.starts_with("#!/bin/bash\n#SBATCH "));
  CHECK(std::system(fmt::format("bash -n '{}'", file.string()).c_str()) == 0);
  CHECK(contents_of(file.parent_path() / "cluster.md").find(script) != std::string::npos);

  const TemporaryFolder folder;
  const std::regex command("muster\"? (run|report|compare|sweep) ([^\\n\\\\]|\\\\\\n)*"), option("--[a-z-]+");
  int options = 0;
  for (auto at = std::sregex_iterator(script.begin(), script.end(), command); at != std::sregex_iterator(); ++at) {
    const std::string typed = at->str(), help = muster::testing::muster({(*at)[1].str(), "--help"}, folder.path()).out;
    for (auto word = std::sregex_iterator(typed.begin(), typed.end(), option); word != std::sregex_iterator(); ++word) {
      INFO(word->str());
      CHECK(help.find(word->str()) != std::string::npos);
      ++options;
    }
  }
  CHECK(options >= 2);
}
