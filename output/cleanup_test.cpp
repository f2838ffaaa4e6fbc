#include "output/cleanup.hpp"
#include "output/file.hpp"
#include "output/isolated_write.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_folder.hpp"

#include <chrono>
#include <csignal>
#include <new>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace muster::output {

namespace {

namespace fs = std::filesystem;
using Catch::Matchers::ContainsSubstring;
using testing::TemporaryFolder;

// The exit code of a child process that calls a function and ends.
int ended(const std::function<void()>& before) {
  const pid_t child = ::fork();
  if (child == 0) {
    before();
    std::_Exit(1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

TEST_CASE("the end of the program removes what is unfinished, and nothing else", "[unit]") {
  const TemporaryFolder folder;
  const fs::path half = folder.path() / "half", whole = folder.path() / "whole", given_up = folder.path() / "given-up";
  for (const fs::path& one : {half, whole, given_up}) {
    fs::create_directories(one / "deep");
    write_file(one / "deep/table.csv", "1");
  }
  CHECK(ended([&] {
          Cleanup cleanup;
          const UnfinishedPath unfinished(cleanup, half);
          UnfinishedPath finished(cleanup, folder.path() / "partial");
          fs::rename(whole, folder.path() / "partial");
          finished.finish([&] {
            fs::rename(folder.path() / "partial", whole);
            return true;
          });
          { const UnfinishedPath over(cleanup, given_up); }
          std::_Exit(cleanup.end() ? 130 : 0);
        }) == 130);
  CHECK_FALSE(fs::exists(half));
  CHECK(fs::exists(whole / "deep/table.csv"));
  CHECK(fs::exists(given_up / "deep/table.csv"));
  CHECK(ended([] { std::_Exit(Cleanup().end() ? 130 : 0); }) == 0);
}

TEST_CASE("the end of the program kills its child processes, including one that is just being started", "[unit]") {
  for (const bool just_started : {false, true}) {
    const pid_t worker = ::fork();
    if (worker == 0) {
      while (true) ::pause();
    }
    CHECK(ended([&] {
            Cleanup cleanup;
            const auto end = [&cleanup] {
              (void)cleanup.end();
              std::_Exit(0);
            };
            std::thread other;
            const ChildProcess child(cleanup, [&] {
              if (just_started) other = std::thread(end);
              std::this_thread::sleep_for(std::chrono::milliseconds(50));
              return worker;
            });
            if (just_started) other.join();
            end();
          }) == 0);
    int status = 0;
    pid_t gone = 0;
    for (int tries = 0; tries < 200 && gone == 0; ++tries) {
      gone = ::waitpid(worker, &status, WNOHANG);
      if (gone == 0) std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    CHECK(gone == worker);
    CHECK(WIFSIGNALED(status));
    if (gone == 0) ::kill(worker, SIGKILL);
  }
}

TEST_CASE("a file written in a child process remains, and an early end of the process is an error that names the file",
          "[unit]") {
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "book.xlsx";
  int in_memory = 0;
  write_isolated(file, [&] {
    in_memory = 1;
    write_file(file, "written");
  });
  CHECK(read_file(file) == "written");
  CHECK(in_memory == 0);
  CHECK_THROWS_WITH(write_isolated(file, [] { throw OutputError("the disk is full"); }), "the disk is full");
  CHECK_THROWS_WITH(write_isolated(file, [] { throw std::bad_alloc(); }),
                    file.string() + " cannot be written: cannot allocate memory");
  CHECK_THROWS_WITH(write_isolated(file, [] { (void)std::raise(SIGKILL); }),
                    ContainsSubstring(file.string()) && ContainsSubstring("was ended by signal 9 (Killed)"));
  CHECK_THROWS_WITH(write_isolated(file, [] { std::_Exit(3); }), ContainsSubstring("ended with code 3"));
}

}  // namespace muster::output
