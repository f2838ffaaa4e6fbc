// Full disks, folders that may not be written to, damaged checkpoints, two runs at once, closed pipes: each must
// end with the right result or with a clear error, and no unfinished output may look finished.
#include "tests/faults/faulty_run.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"

#include <algorithm>
#include <csignal>
#include <cstring>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <thread>

namespace muster {

namespace {

namespace fs = std::filesystem;
using Catch::Matchers::ContainsSubstring;
using testing::CommandOutput;
using testing::contents_of;
using testing::FaultyRun;
using testing::Started;

CommandOutput muster_in(const FaultyRun& run, const std::vector<std::string>& words) {
  return testing::muster(words, run.path());
}

// Runs a shell command line in the folder of the run; `$muster` is the program.
CommandOutput shell(const FaultyRun& run, const std::string& line) {
  return Started({"/bin/sh", "-c", "muster='" + testing::program() + "'; " + line}, run.path()).wait();
}

std::string joined(const std::vector<std::string>& words) {
  std::string line = "$muster";
  for (const std::string& word : words) line += " " + word;
  return line;
}

// Runs a command line with a file system of `kib` KiB mounted on the folder `small`, visible only to that command.
CommandOutput on_small_disk(const FaultyRun& run, int kib, const std::string& line) {
  fs::create_directories(run.path() / "small");
  return shell(run, fmt::format("exec unshare -m /bin/sh -c \"mount -t tmpfs -o size={}k none small || exit 99; {}\"",
                                kib, line));
}

// The hidden files in a folder, except those that the tests themselves put there.
std::vector<std::string> hidden_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder))
    if (const std::string name = entry.path().filename().string();
        name.starts_with('.') && name != ".stdout" && name != ".stderr")
      names.push_back(name);
  return names;
}

bool can_mount(const FaultyRun& run) { return on_small_disk(run, 64, "true").code == 0; }

}  // namespace

TEST_CASE("a full disk is an error that names the file, and an output folder is complete if there is one", "[cli]") {
  const FaultyRun run;
  if (!can_mount(run)) {
    WARN("skipped: a small disk cannot be mounted here");
    return;
  }
  int failed = 0, whole = 0;
  // From a disk on which nothing fits to one on which everything does; the final contents are copied off it.
  for (const int kib : {4, 40, 200, 500, 900, 1400, 1900, 2000, 2100, 2300, 3000, 12000}) {
    INFO(kib << " KiB");
    const std::string copy = fmt::format("copy-{}", kib);
    const CommandOutput said = on_small_disk(
        run, kib, joined(run.words({"--out", "small/out"})) + "; code=\\$?; cp -r small " + copy + "; exit \\$code");
    INFO(said.error);
    if (said.code == 0) {
      ++whole;
      CHECK(run.files(copy + "/out") == run.undisturbed());
    } else {
      ++failed;
      CHECK(said.code == 1);
      CHECK_THAT(said.error, ContainsSubstring("no space left on device") && ContainsSubstring("small/"));
      CHECK_FALSE(fs::exists(run.path() / copy / "out"));
      CHECK((fs::is_empty(run.path() / copy)));  // unfinished output is removed
    }
  }
  CHECK(failed > 3);
  CHECK(whole > 0);
}

TEST_CASE("when a disk fills up, nothing stored in the checkpoint is lost", "[cli]") {
  const FaultyRun run(300);
  if (!can_mount(run)) {
    WARN("skipped: a small disk cannot be mounted here");
    return;
  }
  int failed = 0, went_on = 0;
  for (const int kib : {16, 120, 400, 1000, 2500}) {
    INFO(kib << " KiB");
    const std::string copy = fmt::format("kept-{}", kib);
    const CommandOutput said = on_small_disk(run, kib,
                                             joined(run.words({"--out", "out", "--checkpoint", "small/checkpoint"})) +
                                                 "; code=\\$?; cp -r small " + copy + "; exit \\$code");
    INFO(said.error);
    if (said.code == 0) continue;
    ++failed;
    CHECK_THAT(said.error, ContainsSubstring("no space left on device") || ContainsSubstring("small/checkpoint"));
    CHECK_FALSE(fs::exists(run.path() / "out"));
    const CommandOutput resumed = muster_in(run, {"resume", copy + "/checkpoint", "--quiet"});
    INFO(resumed.error);
    if (resumed.code == 0) {
      ++went_on;
      CHECK(run.files("out") == run.undisturbed());
      fs::remove_all(run.path() / "out");
    } else {  // the disk was full before the request was stored
      CHECK(resumed.code == 2);
      CHECK_THAT(resumed.error,
                 ContainsSubstring("start that run again") || ContainsSubstring("there is no checkpoint"));
    }
  }
  CHECK(failed > 1);
  CHECK(went_on > 0);
}

TEST_CASE("folders that may not be written to are refused before anything is simulated", "[cli]") {
  const FaultyRun run;
  fs::create_directories(run.path() / "locked");
  if (!can_mount(run)) {  // root may write everywhere except on read-only mounts
    WARN("skipped: a disk cannot be mounted here");
    return;
  }
  const auto on_read_only = [&](const std::vector<std::string>& words) {
    return shell(run,
                 "exec unshare -m /bin/sh -c \"mount -t tmpfs -o ro none locked || exit 99; " + joined(words) + "\"");
  };
  CommandOutput said = on_read_only(run.words({"--out", "locked/out"}));
  CHECK(said.code == 2);
  CHECK_THAT(said.error,
             ContainsSubstring("locked, which cannot be written to (read-only file system); choose another folder"));
  said = on_read_only(run.words({"--out", "out", "--checkpoint", "locked/checkpoint"}));
  CHECK(said.code == 2);
  CHECK_THAT(said.error,
             ContainsSubstring(
                 "locked/checkpoint: error: it cannot be created (read-only file system); choose another folder"));
  CHECK_FALSE(fs::exists(run.path() / "out"));
}

TEST_CASE("a damaged checkpoint gives the right result or a clear error", "[cli]") {
  const FaultyRun run;
  REQUIRE(muster_in(run, run.words({"--out", "first", "--checkpoint", "checkpoint"})).code == 0);
  const std::string bytes = contents_of(run.path() / "checkpoint/checkpoint.sqlite");
  REQUIRE(bytes.size() > 100'000);
  int refused = 0, right = 0;
  const auto resume_with = [&](const std::string& harmed) {
    std::ofstream(run.path() / "checkpoint/checkpoint.sqlite", std::ios::binary) << harmed;
    const CommandOutput said = muster_in(run, {"resume", "checkpoint", "--quiet", "--out", "out"});
    INFO(said.error);
    if (said.code == 0) {
      ++right;
      CHECK(run.files("out") == run.undisturbed());
    } else {
      ++refused;
      CHECK((said.code == 1 || said.code == 2));
      CHECK_THAT(said.error, ContainsSubstring("checkpoint"));
      CHECK_FALSE(fs::exists(run.path() / "out"));
    }
    fs::remove_all(run.path() / "out");
  };
  for (int part = 0; part < 8; ++part) resume_with(bytes.substr(0, bytes.size() * static_cast<std::size_t>(part) / 8));
  for (int place = 0; place < 16; ++place) {
    std::string edited = bytes;
    const std::size_t at = 60 + bytes.size() * static_cast<std::size_t>(place) / 17;
    for (std::size_t i = at; i < at + 40; ++i) edited[i] = static_cast<char>(edited[i] ^ 0x5a);
    resume_with(edited);
  }
  CHECK(refused > 4);
  CHECK(right > 4);

  resume_with(bytes);  // undamaged
  CommandOutput said = muster_in(run, {"resume", "nowhere"});
  CHECK(said.code == 2);
  CHECK_THAT(said.error, ContainsSubstring("nowhere: error: there is no such folder"));
}

TEST_CASE("a checkpoint is resumed with the files as they were, and reports changed files", "[cli]") {
  const FaultyRun run;
  REQUIRE(muster_in(run, run.words({"--out", "out", "--checkpoint", "checkpoint"})).code == 0);
  std::ofstream(run.path() / "pair.yaml", std::ios::app) << "# a remark\n";
  CommandOutput said = muster_in(run, run.words({"--out", "out", "--checkpoint", "checkpoint"}));
  CHECK(said.code == 2);
  CHECK_THAT(said.error,
             ContainsSubstring("it was started before pair.yaml was changed; run `muster resume checkpoint`"));
  fs::remove(run.path() / "pair.yaml");
  fs::remove_all(run.path() / "out");
  said = muster_in(run, {"resume", "checkpoint", "--quiet"});
  INFO(said.error);
  CHECK(said.code == 0);
  CHECK(run.files("out") == run.undisturbed());
}

TEST_CASE("more replications are added to those stored and give the bytes of a run with as many", "[cli]") {
  const FaultyRun run(30);
  REQUIRE(muster_in(run, run.words({"--out", "out", "--checkpoint", "checkpoint"})).code == 0);
  const auto more = [](const std::vector<std::string>& rest) {
    std::vector<std::string> words{"report", "pair.yaml", "--replications", "70", "--threads", "1"};
    words.insert(words.end(), rest.begin(), rest.end());
    return words;
  };
  REQUIRE(muster_in(run, more({"--out", "whole", "--quiet"})).code == 0);
  CommandOutput said = muster_in(run, more({"--out", "extended", "--checkpoint", "checkpoint"}));
  INFO(said.error);
  CHECK(said.code == 0);
  CHECK_THAT(said.out, ContainsSubstring("30 replications were already in checkpoint"));
  CHECK(run.files("extended") == run.files("whole"));
  said = muster_in(run, {"resume", "checkpoint", "--replications", "71"});
  CHECK(said.code == 0);
  CHECK_THAT(said.out, ContainsSubstring("70 replications were already in checkpoint"));
  CHECK(nlohmann::json::parse(contents_of(run.path() / "extended/manifest.json")).at("replications") == 71);
  said = muster_in(run, {"resume", "checkpoint", "--replications", "many"});
  CHECK(said.code == 2);
}

// A strategy and a target for the place of a run, needed by the commands that simulate many scenarios.
void add_fees_and_goal(const FaultyRun& run) {
  std::ofstream(run.path() / "fees.yaml") << "strategy: fees\nplace: pair\ntitle: t\nwhy: w\nchanges:\n  - {id: more, "
                                             "title: m, parameter: training.seats, set: 40 "
                                             "people}\n";
  std::ofstream(run.path() / "goal.yaml") << "extends: pair.yaml\nplace: goal\ntitle: g\ntargets:\n  - {id: open, "
                                             "title: t, series: stations.open, area: all, "
                                             "at_least: 20 stations, by: 2023-12-31}\n";
}

TEST_CASE("every command that simulates many scenarios resumes from its checkpoint with the same bytes", "[cli]") {
  const FaultyRun run(10);
  add_fees_and_goal(run);
  const std::vector<std::vector<std::string>> commands = {
      {"compare", "pair.yaml", "fees.yaml", "--replications", "6"},
      {"sweep", "pair.yaml", "--sweep", "training.seats=10,20,30", "--replications", "5"},
      {"explain", "goal.yaml", "--replications", "4"},
      {"solve", "goal.yaml", "--target", "open", "--probability", "0.6", "--lever", "training.seats=10..12", "--most",
       "200"},
      {"run", "pair.yaml", "--replications", "5", "--keep-replications"},
  };
  for (std::size_t c = 0; c < commands.size(); ++c) {
    INFO(commands[c][0]);
    const auto words = [&](const std::vector<std::string>& more) {
      std::vector<std::string> all = commands[c];
      all.insert(all.end(), more.begin(), more.end());
      return all;
    };
    const std::string plain = fmt::format("plain-{}", c), kept = fmt::format("kept-{}", c);
    const CommandOutput once = muster_in(run, words({"--out", plain}));
    INFO(once.error);
    REQUIRE(once.code == 0);
    const Started started = [&] {
      std::vector<std::string> all = words({"--out", kept, "--checkpoint", "cp-" + kept});
      all.insert(all.begin(), testing::program());
      return Started(all, run.path());
    }();
    std::this_thread::sleep_for(std::chrono::milliseconds(400));
    started.signal(SIGKILL);
    (void)started.wait();
    CommandOutput said = muster_in(run, {"resume", "cp-" + kept});
    // killed before it had stored its request
    if (said.code == 2) said = muster_in(run, words({"--out", kept, "--checkpoint", "cp-" + kept}));
    INFO(said.error);
    CHECK(said.code == 0);
    CHECK(run.files(kept) == run.files(plain));
    CHECK_FALSE(run.files(kept).empty());
    const CommandOutput verified = muster_in(run, {"verify", kept});
    INFO(verified.out << verified.error);
    CHECK(verified.code == 0);
    CHECK_THAT(verified.out, ContainsSubstring("to the last byte"));
  }
}

TEST_CASE("every interrupted command with a checkpoint says how to resume it", "[cli]") {
  const FaultyRun run(10);
  add_fees_and_goal(run);
  const std::vector<std::vector<std::string>> commands = {
      {"run", "pair.yaml", "--replications", "100000"},
      {"compare", "pair.yaml", "fees.yaml", "--replications", "100000"},
      {"sweep", "pair.yaml", "--sweep", "training.seats=10,20,30", "--replications", "100000"},
      {"explain", "goal.yaml", "--replications", "100000"},
      {"solve", "goal.yaml", "--target", "open", "--probability", "0.6", "--lever", "training.seats=1..1000", "--most",
       "1000000"},
  };
  for (std::vector<std::string> words : commands) {
    const std::string checkpoint = "cp-" + words[0];
    INFO(words[0]);
    words.insert(words.begin(), testing::program());
    words.insert(words.end(), {"--out", "out-" + words[1], "--checkpoint", checkpoint, "--quiet"});
    const Started started(words, run.path());
    for (int tenths = 0; tenths < 100 && !std::filesystem::exists(run.path() / checkpoint); ++tenths)
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    std::this_thread::sleep_for(std::chrono::milliseconds(400));
    started.signal(SIGINT);
    const CommandOutput said = started.wait();
    INFO(said.error);
    CHECK(said.code == 130);
    CHECK_THAT(said.error, ContainsSubstring("continue with: muster resume " + checkpoint));
  }
}

TEST_CASE("of two runs into one folder the last to finish stays, unmixed", "[cli]") {
  const FaultyRun run;
  std::vector<std::string> words = run.words({"--out", "out"});
  words.insert(words.begin(), testing::program());
  fs::create_directories(run.path() / "a");
  fs::create_directories(run.path() / "b");
  std::replace(words.begin(), words.end(), std::string("pair.yaml"), (run.path() / "pair.yaml").string());
  std::replace(words.begin(), words.end(), std::string("out"), (run.path() / "out").string());
  std::vector<std::string> other = words;
  other.insert(other.end(), {"--seed", "2"});
  const Started first(words, run.path() / "a"), second(other, run.path() / "b");
  CHECK(first.wait().code == 0);
  CHECK(second.wait().code == 0);
  const CommandOutput verified = muster_in(run, {"verify", "out"});
  INFO(verified.out << verified.error);
  CHECK(verified.code == 0);
  for (const auto& entry : fs::directory_iterator(run.path()))
    CHECK(entry.path().filename().string().find(".partial-") == std::string::npos);
}

TEST_CASE("of two runs with one checkpoint the second is refused", "[cli]") {
  const FaultyRun run(2000);
  std::vector<std::string> words = run.words({"--checkpoint", (run.path() / "checkpoint").string()});
  words.insert(words.begin(), testing::program());
  std::replace(words.begin(), words.end(), std::string("pair.yaml"), (run.path() / "pair.yaml").string());
  fs::create_directories(run.path() / "a");
  fs::create_directories(run.path() / "b");
  const Started first(words, run.path() / "a"), second(words, run.path() / "b");
  const CommandOutput one = first.wait(), two = second.wait();
  INFO(one.error << two.error);
  CHECK(one.code + two.code == 2);
  CHECK_THAT(one.error + two.error,
             ContainsSubstring("is in use by another run; wait for that run to end, or name another folder"));
}

TEST_CASE("a closed pipe loses no results, and output that cannot be printed is a failure", "[cli]") {
  const FaultyRun run(3);
  // Nobody reads the pipe: the folder is complete all the same.
  (void)shell(run, "$muster report pair.yaml --replications 3 --out out | true");
  CHECK(run.files("out") == run.undisturbed());
  CHECK(shell(run, "$muster list | head -n 1").code == 0);
  if (!fs::exists("/dev/full")) return;  // a device of Linux that is always full
  CommandOutput said = shell(run, "$muster list >/dev/full");
  CHECK(said.code == 1);
  CHECK_THAT(said.error, ContainsSubstring("standard output cannot be written: no space left on device"));
  said = shell(run, "$muster report pair.yaml --replications 3 --out full >/dev/full");
  CHECK(said.code == 1);
  CHECK(run.files("full") == run.undisturbed());
}

TEST_CASE("a checkpoint inside the output folder, or around it, is refused", "[cli]") {
  const FaultyRun run(2);
  for (const auto& [out, checkpoint] :
       {std::pair{"x", "x"}, std::pair{"x", "x/checkpoint"}, std::pair{"x/out", "x"}, std::pair{"x", "./y/../x"}}) {
    const CommandOutput said = muster_in(run, run.words({"--out", out, "--checkpoint", checkpoint}));
    INFO(said.error);
    CHECK(said.code == 2);
    CHECK_THAT(said.error, ContainsSubstring("contains the other"));
  }
  const CommandOutput said = muster_in(run, run.words({"--checkpoint", "pair.yaml"}));
  CHECK(said.code == 2);
  CHECK_THAT(said.error, ContainsSubstring("pair.yaml: error: it is not a folder; choose another name"));
}

TEST_CASE("standard streams that are closed or full change neither exit codes nor results", "[cli]") {
  const FaultyRun run(3);
  std::ofstream(run.path() / "bad.yaml") << "place: [\n";
  for (const char* streams : {"2>&-", "2>/dev/full", ">&- 2>&-", "<&- >&- 2>&-", "<&-", ">/dev/full 2>/dev/full"}) {
    INFO(streams);
    CHECK(shell(run, fmt::format("$muster check bad.yaml {}", streams)).code == 2);
    CHECK(shell(run, fmt::format("$muster nonsense {}", streams)).code == 2);
  }
  for (const char* streams : {"2>&-", "2>/dev/full", "<&- >&- 2>&-"}) {
    INFO(streams);
    CHECK(shell(run, fmt::format("$muster report pair.yaml --replications 3 --quiet --out out {}", streams)).code ==
          0);
    CHECK(run.files("out") == run.undisturbed());
    fs::remove_all(run.path() / "out");
  }
  // Output that could not be printed is a failure; the folder is complete all the same.
  CHECK(shell(run, "$muster report pair.yaml --replications 3 --out out <&- >&- 2>&-").code == 1);
  CHECK(run.files("out") == run.undisturbed());
}

TEST_CASE("the reader of standard output may close it, and no error is printed", "[cli]") {
  const FaultyRun run(2);
  const CommandOutput said = shell(run, "$muster reference | true; $muster schema | true; $muster list | true");
  CHECK(said.error.empty());
}

TEST_CASE("a file that may not grow further is an error that names it, and nothing unfinished is left", "[cli]") {
  const FaultyRun run;
  int failed = 0;
  for (const int blocks : {1, 100, 700}) {  // of 512 bytes
    INFO(blocks);
    const CommandOutput said =
        shell(run, fmt::format("ulimit -f {}; {}", blocks, joined(run.words({"--out", "out"}))));
    INFO(said.error);
    if (said.code == 0) continue;
    ++failed;
    CHECK(said.code == 1);
    CHECK_THAT(said.error, ContainsSubstring("cannot be written: file too large"));
    CHECK(hidden_in(run.path()).empty());
    CHECK_FALSE(fs::exists(run.path() / "out"));
  }
  CHECK(failed > 0);
}

// The renderer of charts is replaced by one that never ends, so that the program is still writing results when the
// signal arrives.
TEST_CASE("every signal to end is obeyed while results are being written", "[cli]") {
  const FaultyRun run(2);
  fs::create_directories(run.path() / "bin");
  std::ofstream(run.path() / "bin/node")
      << "#!/bin/sh\necho $$ >drawing.part\nmv drawing.part drawing\nexec sleep 600\n";
  fs::permissions(run.path() / "bin/node", fs::perms::owner_all);
  const std::string path = (run.path() / "bin").string() + ":" + std::getenv("PATH");
  for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGXCPU}) {
    INFO(strsignal(signal));
    fs::remove(run.path() / "drawing");
    fs::remove_all(run.path() / "cp");
    const Started started({testing::program(), "run", "pair.yaml", "--replications", "2", "--out", "out", "--quiet",
                           "--checkpoint", "cp"},
                          run.path(), {{"LC_ALL", "C.UTF-8"}, {"PATH", path}});
    while (!fs::exists(run.path() / "drawing")) std::this_thread::sleep_for(std::chrono::milliseconds(20));
    started.signal(signal);
    const CommandOutput said = started.wait();
    CHECK(said.code == 130);
    CHECK(said.error == "interrupted; what was not finished has been removed\ncontinue with: muster resume cp\n");
    CHECK_FALSE(fs::exists(run.path() / "out"));
    CHECK(hidden_in(run.path()).empty());
    const std::string node = "/proc/" + std::to_string(std::stoi(contents_of(run.path() / "drawing"))) + "/cmdline";
    for (int tries = 0; tries < 1000 && !contents_of(node).empty(); ++tries)
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    CHECK(contents_of(node).empty());  // ended, or a zombie
  }
  const CommandOutput resumed = muster_in(run, {"resume", "cp", "--quiet"});
  CHECK(resumed.code == 0);
  CHECK(fs::exists(run.path() / "out/workbook.xlsx"));
}

TEST_CASE("a closed terminal ends the program, unless it ignores the signal", "[cli]") {
  const FaultyRun run(2);
  CHECK(shell(run,
              "trap '' HUP; $muster report pair.yaml --replications 300 --out kept --quiet & p=$!; kill -HUP $p; "
              "wait $p")
            .code == 0);
  CHECK(fs::exists(run.path() / "kept/manifest.json"));
}

TEST_CASE("a checkpoint does not mistake one run for another because of words in a value", "[cli]") {
  const FaultyRun run(2);
  const auto words = [&](const std::string& seats, const std::string& out) {
    return run.words({"--set", "training.seats={note: \"x --replications 5\", value: " + seats + " people}",
                      "--checkpoint", "cp", "--out", out});
  };
  REQUIRE(muster_in(run, words("10", "a")).code == 0);
  const CommandOutput said = muster_in(run, words("30", "b"));
  CHECK(said.code == 2);
  CHECK_THAT(said.error, ContainsSubstring("belongs to another run"));
  CHECK_FALSE(fs::exists(run.path() / "b"));
  const CommandOutput resumed = muster_in(run, {"resume", "cp", "--quiet", "--replications", "4", "--out", "c"});
  INFO(resumed.error);
  CHECK(resumed.code == 0);
  const CommandOutput verified = muster_in(run, {"verify", "c"});
  INFO(verified.out << verified.error);
  CHECK(verified.code == 0);
}

}  // namespace muster
