// How the program ends before it is done: on Ctrl-C, when it is told to, when its terminal is closed.
//
// Contract: from watch_signals() on, SIGINT, SIGTERM, SIGHUP and SIGXCPU end the program at once, wherever it is: what is unfinished is
// removed, a line says so, and it ends with 130. While an InterruptGuard has not been told that the simulation is over, the first of
// them only asks for a clean end, so that what is finished can be written. Writing where a file may not grow further, or where nobody
// reads, is an error like others. Leaves out: what is unfinished (output/cleanup.hpp).
#pragma once

#include "output/cleanup.hpp"

#include <atomic>
#include <memory>
#include <string>

namespace muster::cli {

/// Set by the first Ctrl-C while an InterruptGuard waits for one.
extern std::atomic<bool> interrupted;

class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;
  InterruptGuard(InterruptGuard&&) = delete;
  InterruptGuard& operator=(InterruptGuard&&) = delete;

  /// From here on, the next Ctrl-C ends the program at once.
  void simulated();

 private:
  bool waits_ = true;
};

/// Sees to it that standard input, output and error are there, be it nowhere, lest a file of the program's own takes their numbers.
void open_closed_streams();

/// Call it once, when the process is to do its work. @param cleanup  what is cleared away when a signal ends the program
void watch_signals(std::shared_ptr<output::Cleanup> cleanup);

/// What is said after the program was ended at once, from now on in the language of the caller. @param words  lines
void set_words_when_interrupted(std::string words);

/// Ends the program as any that writes into a pipe which nobody reads, if that is the case of standard output.
void exit_if_output_is_closed();

}  // namespace muster::cli
