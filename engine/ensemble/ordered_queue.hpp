// A thread-safe queue of numbered work whose outcomes are entered in the order of the numbers.
//
// Contract: numbers go out in rising order; outcomes enter in that order, one at a time, whichever thread brings them and however late. The
// thread that brings the outcome that is due enters it and those that wait behind it; the others do not block. Leaves out: the threads.
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
  /// @param window  how many may be out or wait for an earlier one
  /// @param enter   takes an outcome and how many have been entered with it; if it throws, no more numbers are handed out
  OrderedQueue(std::size_t until, std::size_t window, std::function<void(Outcome, std::size_t)> enter)
      : until_(until), window_(window), enter_(std::move(enter)) {}

  /// The next number, or nothing when all are handed out. Waits while finished ones pile up behind a slow one.
  [[nodiscard]] std::optional<std::size_t> take() {
    std::unique_lock lock(mutex_);
    moved_on_.wait(lock, [&] { return next_ >= until_ || next_ < entered_ + window_; });
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
      moved_on_.notify_all();
    }
    entering_ = false;
  }

  /// Something has gone wrong: no more numbers, and rethrow() throws it. The first one counts.
  void fail(std::exception_ptr fault) {
    const std::lock_guard lock(mutex_);
    note(std::move(fault));
  }

  /// Throws what went wrong, if anything did; called when no thread takes or gives any more.
  void rethrow() const {
    if (fault_) std::rethrow_exception(fault_);
  }

  /// More numbers to hand out; called while no thread takes any.
  void extend(std::size_t until) { until_ = until; }

 private:
  void note(std::exception_ptr fault) {
    if (!fault_) fault_ = std::move(fault);
    until_ = next_;
    moved_on_.notify_all();
  }

  std::size_t next_ = 0, entered_ = 0, until_, window_;
  bool entering_ = false;  // one of the threads is
  std::function<void(Outcome, std::size_t)> enter_;
  std::exception_ptr fault_;
  std::map<std::size_t, Outcome> waiting_;
  std::mutex mutex_;
  std::condition_variable moved_on_;
};

}  // namespace muster
