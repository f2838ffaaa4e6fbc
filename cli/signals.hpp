// How the program ends early: on Ctrl-C, on a signal to terminate, or when its terminal is closed.
//
// Contract: from watch_signals() on, SIGINT, SIGTERM, SIGHUP and SIGXCPU end the program at once, wherever it is:
// unfinished files are removed, a line says so, and the exit code is 130. While an InterruptGuard waits (until its
// simulated() is called), the first of these signals only requests a clean end, so that finished replications can be
// written. Writing to a file that has reached its size limit, or to a pipe that is no longer read, is an ordinary
// write error. Leaves out: which files are unfinished (output/cleanup.hpp).
#pragma once

#include "output/cleanup.hpp"

#include <atomic>
#include <memory>
#include <string>

namespace muster::cli {

/// Set by the first Ctrl-C while an InterruptGuard waits for one.
extern std::atomic<bool> interrupted;

/// While it waits, the first Ctrl-C sets `interrupted` instead of ending the program.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;
  InterruptGuard(InterruptGuard&&) = delete;
  InterruptGuard& operator=(InterruptGuard&&) = delete;

  /// Stops waiting: from here on, the next Ctrl-C ends the program at once.
  void simulated();

 private:
  bool waits_ = true;
};

/// Opens /dev/null for each of standard input, output and error that is closed, so that no file of the program gets
/// its number.
void open_closed_streams();

/// Starts to handle signals; to be called once, at the start of the process.
/// @param cleanup  the files and folders to remove when a signal ends the program
void watch_signals(std::shared_ptr<output::Cleanup> cleanup);

/// Sets the lines that are printed after a signal has ended the program at once. The whole message will be in the
/// current language of the caller.
void set_interrupt_message(std::string words);

/// If standard output is a pipe that is no longer read, ends the program with SIGPIPE, as other programs end then.
void exit_if_output_is_closed();

}  // namespace muster::cli
