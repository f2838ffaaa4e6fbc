// Where threads fetch numbers of replications and bring back what became of them, which is entered in order.
//
// Contract: numbers go out in rising order; outcomes enter in that order, one at a time, whoever brings them and however late.
// Whoever brings the one that is due enters it and those that follow; the others go on and need not wait for it. Leaves out:
// threads.
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
class Desk {
 public:
  /// @param enter  takes an outcome; if it throws, no more numbers are handed out
  Desk(std::size_t first, std::size_t until, std::size_t threads, std::function<void(Outcome)> enter)
      : next_(first), entered_(first), until_(until), window_(8 * threads), enter_(std::move(enter)) {}

  /// The next number to run, or nothing when all are handed out. Waits while finished ones pile up behind a slow one.
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
      lock.unlock();
      std::exception_ptr fault;
      try {
        enter_(std::move(due));
      } catch (...) {
        fault = std::current_exception();
      }
      lock.lock();
      if (fault) {  // no more numbers; the threads come home
        if (!fault_) fault_ = fault;
        until_ = next_;
      }
      ++entered_;
      moved_on_.notify_all();
    }
    entering_ = false;
  }

  /// Throws what entering threw, if it did; called when the threads are home.
  void rethrow() const {
    if (fault_) std::rethrow_exception(fault_);
  }

  /// More numbers to hand out; called while no thread takes any.
  void extend(std::size_t until) { until_ = until; }

  /// The first number whose outcome has not been entered.
  [[nodiscard]] std::size_t entered() const {
    const std::lock_guard lock(mutex_);
    return entered_;
  }

 private:
  std::size_t next_, entered_, until_, window_;
  bool entering_ = false;  // one of the threads is
  std::function<void(Outcome)> enter_;
  std::exception_ptr fault_;
  std::map<std::size_t, Outcome> waiting_;
  mutable std::mutex mutex_;
  std::condition_variable moved_on_;
};

}  // namespace muster
