// A thread-safe queue of numbered work units whose outcomes are entered in the order of the numbers.
//
// Contract: numbers are handed out in increasing order; outcomes are entered in that order, one at a time,
// whichever thread delivers them and however late. The thread that delivers the next due outcome also enters any
// later outcomes already waiting; other threads do not block. Leaves out: the threads.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

namespace muster {

template <class Outcome>
class OrderedQueue {
 public:
  /// @param window  how many numbers may be handed out and not yet entered
  /// @param enter   receives an outcome and the number of outcomes entered so far, including it; if it throws, no
  ///                more numbers are handed out
  OrderedQueue(std::size_t until, std::size_t window, std::function<void(Outcome, std::size_t)> enter)
      : until_(until), window_(window), enter_(std::move(enter)) {}

  /// The next number, or nothing when all have been handed out. Blocks while the window is full of outcomes that
  /// wait for an earlier one.
  [[nodiscard]] std::optional<std::size_t> take() {
    std::unique_lock lock(mutex_);
    window_moved_.wait(lock, [&] { return next_ >= until_ || next_ < entered_ + window_; });
    if (next_ >= until_) return std::nullopt;
    return next_++;
  }

  void give(std::size_t number, Outcome outcome) {
    std::unique_lock lock(mutex_);
    waiting_.emplace(number, std::move(outcome));
    if (entering_) return;
    entering_ = true;
    while (!waiting_.empty() && waiting_.begin()->first == entered_) {
      Outcome due = std::move(waiting_.begin()->second);
      waiting_.erase(waiting_.begin());
      const std::size_t with_it = entered_ + 1;
      lock.unlock();
      std::exception_ptr fault;
      try {
        enter_(std::move(due), with_it);
      } catch (...) {
        fault = std::current_exception();
      }
      lock.lock();
      if (fault) note(fault);
      ++entered_;
      window_moved_.notify_all();
    }
    entering_ = false;
  }

  /// Records an error: no more numbers are handed out, and rethrow() throws it. Only the first error is kept.
  void fail(std::exception_ptr fault) {
    const std::lock_guard lock(mutex_);
    note(std::move(fault));
  }

  /// Throws the recorded error, if there is one; called when no thread takes or delivers any more.
  void rethrow() const {
    if (fault_) std::rethrow_exception(fault_);
  }

  /// Raises the count of numbers to hand out; called while no thread takes any.
  void extend(std::size_t until) { until_ = until; }

 private:
  void note(std::exception_ptr fault) {
    if (!fault_) fault_ = std::move(fault);
    until_ = next_;
    window_moved_.notify_all();
  }

  std::size_t next_ = 0, entered_ = 0, until_, window_;
  bool entering_ = false;  // a thread is entering outcomes
  std::function<void(Outcome, std::size_t)> enter_;
  std::exception_ptr fault_;
  std::map<std::size_t, Outcome> waiting_;
  std::mutex mutex_;
  std::condition_variable window_moved_;
};

}  // namespace muster
