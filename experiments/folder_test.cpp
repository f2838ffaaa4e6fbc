#include "experiments/folder.hpp"

#include "engine/parameters/diagnostic.hpp"
#include "output/manifest.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/cleanup.hpp"
#include "tests/support/small_results.hpp"
#include "tests/support/temporary_folder.hpp"

#include <filesystem>
#include <set>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace muster::experiments {

namespace {

using namespace output;
using testing::cleanup;
namespace fs = std::filesystem;

void fill(const OutputFolder& folder, std::string_view table) {
  write_file(folder.path() / "trajectories.csv", table);
  fs::create_directory(folder.path() / "charts");
  write_file(folder.path() / "charts" / "a.svg", "<svg/>");
  write_manifest(folder.path(), testing::small_results(), {});
}

void run_into(const fs::path& target, std::string_view table) {
  OutputFolder folder(target, cleanup);
  fill(folder, table);
  folder.commit();
}

std::set<std::string> names_in(const fs::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.insert(entry.path().filename().string());
  return names;
}

TEST_CASE("an output folder appears complete on commit and not before", "[unit]") {
  const testing::TemporaryFolder home;
  const fs::path target = home.path() / "out" / "place";
  {
    OutputFolder folder(target.string() + "/", cleanup);
    fill(folder, "first");
    CHECK_FALSE(fs::exists(target));
    folder.commit();
  }
  CHECK(read_file(target / "trajectories.csv") == "first");
  CHECK(read_file(target / "charts" / "a.svg") == "<svg/>");
  CHECK(names_in(home.path() / "out") == std::set<std::string>{"place"});
  { const OutputFolder given_up(target, cleanup); }
  CHECK(read_file(target / "trajectories.csv") == "first");
  CHECK(names_in(home.path() / "out") == std::set<std::string>{"place"});
}

TEST_CASE("an earlier output is replaced as a whole", "[unit]") {
  const testing::TemporaryFolder home;
  const fs::path target = home.path() / "place";
  fs::create_directory(target);  // an empty folder may be replaced
  {
    OutputFolder folder(target, cleanup);
    fill(folder, "first");
    write_file(folder.path() / "replication.csv", "only then");
    write_manifest(folder.path(), testing::small_results(), {});
    folder.commit();
  }
  run_into(target, "second");
  CHECK(read_file(target / "trajectories.csv") == "second");
  CHECK_FALSE(fs::exists(target / "replication.csv"));
  CHECK(names_in(home.path()) == std::set<std::string>{"place"});
}

TEST_CASE("a killed run leaves the earlier output in place, and the next run removes its leftovers", "[unit]") {
  const testing::TemporaryFolder home;
  const fs::path target = home.path() / "place";
  run_into(target, "first");
  const pid_t child = ::fork();
  if (child == 0) {
    OutputFolder folder(target, cleanup);
    fill(folder, "half");
    ::_exit(9);  // no destructor runs, as when killed
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WEXITSTATUS(status) == 9);
  CHECK(read_file(target / "trajectories.csv") == "first");
  CHECK(names_in(home.path()).size() == 2);
  run_into(target, "third");
  CHECK(read_file(target / "trajectories.csv") == "third");
  CHECK(names_in(home.path()) == std::set<std::string>{"place"});
}

TEST_CASE("of two simultaneous runs into one folder the last to finish stays, unmixed", "[unit]") {
  const testing::TemporaryFolder home;
  const fs::path target = home.path() / "place";
  OutputFolder one(target, cleanup);
  fill(one, "one");
  OutputFolder two(target, cleanup);
  fill(two, "two");
  write_file(two.path() / "targets.csv", "two");
  write_manifest(two.path(), testing::small_results(), {});
  CHECK(read_file(one.path() / "trajectories.csv") == "one");  // not taken for a leftover
  two.commit();
  CHECK(read_file(target / "targets.csv") == "two");
  one.commit();
  CHECK(read_file(target / "trajectories.csv") == "one");
  CHECK_FALSE(fs::exists(target / "targets.csv"));
  CHECK(names_in(home.path()) == std::set<std::string>{"place"});
}

TEST_CASE("files that this program did not write are never replaced", "[unit]") {
  const testing::TemporaryFolder home;
  const fs::path target = home.path() / "place";
  const std::string out = "--out " + target.string() + ": error: ";
  fs::create_directory(target);

  write_file(target / "thesis.doc", "years of work");
  CHECK_THROWS_WITH(OutputFolder(target, cleanup),
                    out +
                        "it contains files that muster did not write (it has no manifest.json from that program); "
                        "choose another folder\n");
  write_file(target / "manifest.json", R"({"program": "another"})");
  CHECK_THROWS_AS(OutputFolder(target, cleanup), InputError);
  write_file(target / "manifest.json", "not JSON");
  CHECK_THROWS_AS(OutputFolder(target, cleanup), InputError);
  fs::remove_all(target);

  run_into(target, "first");
  write_file(target / "charts" / "notes.txt", "mine");
  CHECK_THROWS_WITH(OutputFolder(target, cleanup),
                    out +
                        "it contains charts/notes.txt, which muster did not write; move that away or "
                        "choose another folder\n");
  CHECK(read_file(target / "charts" / "notes.txt") == "mine");
  fs::remove(target / "charts" / "notes.txt");

  OutputFolder folder(target, cleanup);
  fill(folder, "second");
  write_file(target / "late.txt", "written while it ran");
  CHECK_THROWS_AS(folder.commit(), InputError);
  CHECK(read_file(target / "late.txt") == "written while it ran");
  CHECK(read_file(target / "trajectories.csv") == "first");
}

TEST_CASE("links, empty folders and other things of the user prevent a folder from being replaced", "[unit]") {
  const testing::TemporaryFolder home;
  const fs::path target = home.path() / "place", theirs = home.path() / "theirs";
  run_into(target, "first");
  fs::create_directory(theirs);
  write_file(theirs / "work.txt", "mine");
  const auto refused = [&](const std::string& name) {
    CHECK_THROWS_WITH(OutputFolder(target, cleanup),
                      "--out " + target.string() + ": error: it contains " + name +
                          ", which muster did not write; move that away or choose another folder\n");
    CHECK(read_file(theirs / "work.txt") == "mine");
    CHECK(fs::exists(fs::symlink_status(target / name)));
    fs::remove(target / name);
  };
  fs::create_directory_symlink(theirs, target / "link");
  refused("link");
  fs::create_directory_symlink(theirs, target / "charts/deep");
  refused("charts/deep");
  fs::create_symlink("nowhere", target / "dangling");
  refused("dangling");
  fs::create_directory(target / "empty");
  refused("empty");
  REQUIRE(::mkfifo((target / "pipe").c_str(), 0600) == 0);
  refused("pipe");
  fs::remove(target / "trajectories.csv");  // a link in place of a file that the program wrote itself
  fs::create_symlink(theirs / "work.txt", target / "trajectories.csv");
  refused("trajectories.csv");
  run_into(target, "second");
  CHECK(read_file(target / "trajectories.csv") == "second");
}

TEST_CASE("an empty folder that a run leaves in its own output is not taken for the user's", "[unit]") {
  const testing::TemporaryFolder home;
  for (int time = 0; time < 2; ++time) {
    OutputFolder folder(home.path() / "place", cleanup);
    fill(folder, "x");
    fs::create_directories(folder.path() / "pictures/none");
    folder.commit();
  }
  CHECK_FALSE(fs::exists(home.path() / "place/pictures"));
}

TEST_CASE("only folders named exactly like leftovers are removed", "[unit]") {
  const testing::TemporaryFolder home;
  for (const char* name : {".place.partial-of-my-own", ".place.partial-", ".place.partial-12-mine"})
    fs::create_directories(home.path() / name / "work");
  for (const char* name : {".place.partial-12", ".place.partial-12-1", ".place.partial-12-old"})
    fs::create_directories(home.path() / name / "half");
  run_into(home.path() / "place", "x");
  CHECK(names_in(home.path()) ==
        std::set<std::string>{"place", ".place.partial-of-my-own", ".place.partial-", ".place.partial-12-mine"});
}

TEST_CASE("a file in the way, the root and the working folder are refused with a remedy", "[unit]") {
  const testing::TemporaryFolder home;
  const fs::path file = home.path() / "file";
  write_file(file, "x");
  CHECK_THROWS_WITH(OutputFolder(file, cleanup),
                    "--out " + file.string() + ": error: it is not a folder; move it away or choose another name\n");
  CHECK_THROWS_WITH(OutputFolder(file / "in" / "it", cleanup),
                    "--out " + (file / "in" / "it").string() + ": error: it lies in " + (file / "in").string() +
                        ", which cannot be created (not a directory); choose another folder\n");
  CHECK_THROWS_WITH(OutputFolder("/", cleanup),
                    "--out /: error: it is the root of the file system; choose a folder in it\n");
  CHECK_THROWS_WITH(OutputFolder("", cleanup), "--out : error: it does not name a folder; name one\n");
  CHECK_THROWS_WITH(
      OutputFolder(".", cleanup),
      "--out .: error: it is the folder you are working in, or contains it, and cannot be replaced; choose a "
      "folder inside it\n");
  CHECK_THROWS_AS(OutputFolder(fs::current_path().parent_path(), cleanup), InputError);
}

TEST_CASE("a link to a folder stays, and what it points to is replaced", "[unit]") {
  const testing::TemporaryFolder home;
  fs::create_directory(home.path() / "real");
  fs::create_directory(home.path() / "links");
  fs::create_directory_symlink("../real/place", home.path() / "links" / "place");
  run_into(home.path() / "links" / "place", "first");  // the link's target does not exist yet
  run_into(home.path() / "links" / "place", "second");
  CHECK(fs::is_symlink(home.path() / "links" / "place"));
  CHECK_FALSE(fs::is_symlink(home.path() / "real" / "place"));
  CHECK(read_file(home.path() / "real" / "place" / "trajectories.csv") == "second");

  fs::create_symlink("b", home.path() / "a");
  fs::create_symlink("a", home.path() / "b");
  CHECK_THROWS_AS(OutputFolder(home.path() / "a", cleanup), InputError);
}

TEST_CASE("a folder without a manifest is not committed", "[unit]") {
  const testing::TemporaryFolder home;
  OutputFolder folder(home.path() / "place", cleanup);
  CHECK_THROWS_AS(folder.commit(), OutputError);
  CHECK_FALSE(fs::exists(home.path() / "place"));
}

}  // namespace
}  // namespace muster::experiments
