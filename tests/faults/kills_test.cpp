// Runs with a checkpoint, killed at any moment and resumed.
#include "tests/faults/faulty_run.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"

#include <random>
#include <thread>

namespace muster {

namespace {

namespace fs = std::filesystem;
using testing::CommandOutput;
using testing::FaultyRun;
using testing::Started;

// Kills a run, and the runs that resume it, at random moments, again and again. Whenever one finishes, the next
// starts in a new folder. The output folder, whenever it exists, must be the complete one of the undisturbed run.
void kill_and_resume(int kills, unsigned seed) {
  const FaultyRun run;
  REQUIRE(run.said().code == 0);
  REQUIRE(run.undisturbed().size() >= 3);
  std::mt19937 generator(seed);
  std::uniform_real_distribution<double> moment(0, run.takes().count());
  int killed = 0, finished = 0, goes_on = 0, folder = 0;
  while (killed < kills) {
    const std::string checkpoint = "checkpoint-" + std::to_string(folder), out = "out-" + std::to_string(folder);
    bool begun = false, ended = false;
    while (!ended) {
      std::vector<std::string> words =
          begun ? std::vector<std::string>{"resume", checkpoint, "--quiet", "--threads", "2"}
                : run.words({"--out", out, "--checkpoint", checkpoint});
      words.insert(words.begin(), testing::program());
      const Started started(words, run.path());
      if (killed < kills) {
        std::this_thread::sleep_for(std::chrono::duration<double>(moment(generator)));
        started.signal(SIGKILL);
      }
      const CommandOutput said = started.wait();
      INFO(said.error);
      if (said.code == 128 + SIGKILL) {
        ++killed;
        goes_on += begun ? 1 : 0;
      } else if (said.code == 2) {  // the run was killed before it had stored its request
        REQUIRE(begun);
        REQUIRE((said.error.find("start that run again") != std::string::npos ||
                 said.error.find("there is no such folder") != std::string::npos ||
                 said.error.find("there is no checkpoint") != std::string::npos));
        begun = false;
        continue;
      } else {
        REQUIRE(said.code == 0);
        ended = true;
      }
      begun = true;
      if (fs::exists(run.path() / out) || ended) REQUIRE(run.files(out) == run.undisturbed());
    }
    ++finished;
    ++folder;
  }
  CHECK(killed == kills);
  CHECK(finished >= 1);
  CHECK(goes_on > kills / 10);
}

}  // namespace

TEST_CASE("a run killed 50 times at any moment and resumed ends with the same bytes", "[cli]") {
  kill_and_resume(50, 20261126);
}

TEST_CASE("a run killed 250 times at any moment and resumed ends with the same bytes", "[slow]") {
  kill_and_resume(250, 7);
}

}  // namespace muster
