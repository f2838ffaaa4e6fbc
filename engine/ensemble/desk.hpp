// Where workers fetch numbers of pieces and bring back what became of them, which is entered in order.
//
// Contract: numbers go out in rising order, those given back first; outcomes enter in that order, one at a time, whoever brings
// them and however late. Whoever brings the one that is due enters it and those that follow; the others go on and need not wait for
// it. Leaves out: threads.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <utility>

namespace muster {

template <class Outcome>
class Desk {
 public:
  /// @param window  how many may be out or wait for an earlier one
  /// @param enter   takes an outcome and how many have been entered with it; if it throws, no more numbers are handed out
  Desk(std::size_t until, std::size_t window, std::function<void(Outcome, std::size_t)> enter)
      : until_(until), window_(window), enter_(std::move(enter)) {}

  /// The next number, or nothing when all are handed out. Waits while finished ones pile up behind a slow one.
  [[nodiscard]] std::optional<std::size_t> take() {
    std::unique_lock lock(mutex_);
    moved_on_.wait(lock, [&] { return !returned_.empty() || next_ >= until_ || next_ < entered_ + window_; });
    return next();
  }

  /// The same without waiting: nothing, too, if there is none now.
  [[nodiscard]] std::optional<std::size_t> take_now() {
    const std::lock_guard lock(mutex_);
    if (returned_.empty() && next_ >= entered_ + window_) return std::nullopt;
    return next();
  }

  /// Whether all numbers are handed out.
  [[nodiscard]] bool is_empty() const {
    const std::lock_guard lock(mutex_);
    return returned_.empty() && next_ >= until_;
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

  /// A number that nobody will bring an outcome of: somebody else shall take it.
  void give_back(std::size_t number) {
    const std::lock_guard lock(mutex_);
    if (fault_) return;
    returned_.insert(number);
    moved_on_.notify_all();
  }

  /// No more numbers, for somebody asked to end: who waits for one is sent home.
  void stop() {
    const std::lock_guard lock(mutex_);
    hand_out_no_more();
  }

  /// Something has gone wrong: no more numbers, and rethrow() throws it. The first one counts.
  void fail(std::exception_ptr fault) {
    const std::lock_guard lock(mutex_);
    note(std::move(fault));
  }

  /// Throws what entering threw, if it did; called when the workers are home.
  void rethrow() const {
    if (fault_) std::rethrow_exception(fault_);
  }

  /// More numbers to hand out; called while nobody takes any.
  void extend(std::size_t until) { until_ = until; }

 private:
  std::optional<std::size_t> next() {
    if (!returned_.empty()) return returned_.extract(returned_.begin()).value();
    if (next_ >= until_) return std::nullopt;
    return next_++;
  }

  void note(std::exception_ptr fault) {
    if (!fault_) fault_ = std::move(fault);
    hand_out_no_more();
  }

  void hand_out_no_more() {
    returned_.clear();
    until_ = next_;
    moved_on_.notify_all();
  }

  std::size_t next_ = 0, entered_ = 0, until_, window_;
  bool entering_ = false;  // one of the workers is
  std::function<void(Outcome, std::size_t)> enter_;
  std::exception_ptr fault_;
  std::map<std::size_t, Outcome> waiting_;
  std::set<std::size_t> returned_;
  mutable std::mutex mutex_;
  std::condition_variable moved_on_;
};

}  // namespace muster
