#include "cli/cluster/mpi/mail.hpp"

#include "cli/terminal.hpp"
#include "engine/parameters/diagnostic.hpp"
#include "engine/text/text.hpp"

#include <algorithm>
#include <boost/mpi/communicator.hpp>
#include <boost/mpi/environment.hpp>
#include <boost/mpi/exception.hpp>
#include <cstdlib>
#include <fmt/format.h>
#include <list>
#include <memory>

namespace muster::cli {

namespace mpi = boost::mpi;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::chrono::milliseconds pause{1}, between_pulses{1000};

}  // namespace

// What the thread that speaks MPI has.
class Mail::Office {
 public:
  explicit Office(Mail& mail) : mail_(mail), environment_(new mpi::environment(mpi::threading::funneled, false)) {
    MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
    if (world_.size() != mail.rank_.of || world_.rank() != mail.rank_.number) {
      seen_ = world_.size();
      return;
    }
    for (int who = 0; who < world_.size(); ++who)
      if (who != world_.rank() && (who == 0 || world_.rank() == 0)) others_.push_back({who, Clock::now(), {}, {}});
  }

  [[nodiscard]] std::optional<int> wrong_size() const { return seen_; }

  // One round. Whether there was anything to do.
  bool attend(std::deque<Letter> letters) {
    const Clock::time_point now = Clock::now();
    excuse_all_if_asleep(now);
    bool busy = !letters.empty();
    for (Letter& letter : letters) post(std::move(letter));
    for (Other& other : others_) {
      if (mail_.is_lost(other.who)) continue;
      try {
        busy = receive_from(other, now) || busy;
        if (now >= next_pulse_ && (!other.pulse || other.pulse->test()))
          other.pulse = world_.isend(other.who, static_cast<int>(Kind::pulse));
        if (now - other.heard <= mail_.silence_) continue;
      } catch (const mpi::exception&) {  // MPI noticed before we did
      }
      lose(other.who);
    }
    if (now >= next_pulse_) next_pulse_ = now + between_pulses;
    see_off();
    return busy;
  }

  // Whether all letters to the living have arrived.
  [[nodiscard]] bool is_done() const {
    return std::all_of(sent_.begin(), sent_.end(), [&](const OnItsWay& one) { return mail_.is_lost(one.letter.who); });
  }

  void finalise() { environment_.reset(); }
  // The end of the process without MPI's: that waits for everybody, the dead too.
  void leave() { static_cast<void>(environment_.release()); }

 private:
  // It stays where it is until it has arrived.
  struct OnItsWay {
    Letter letter;
    mpi::request request;
  };

  struct Other {
    int who;
    Clock::time_point heard;
    std::optional<OnItsWay> coming;
    std::optional<mpi::request> pulse;
  };

  // A process that was stopped for a while, or a machine asleep, must not take the others for dead.
  void excuse_all_if_asleep(Clock::time_point now) {
    if (const auto away = now - last_round_; away > between_pulses)
      for (Other& other : others_) other.heard += away;
    last_round_ = now;
  }

  void post(Letter letter) {
    if (mail_.is_lost(letter.who)) return;
    OnItsWay& one = sent_.emplace_back(OnItsWay{std::move(letter), {}});
    try {
      one.request = world_.isend(one.letter.who, static_cast<int>(one.letter.kind), one.letter.bytes.data(),
                                 static_cast<int>(one.letter.bytes.size()));
    } catch (const mpi::exception&) {
      lose(one.letter.who);
    }
  }

  bool receive_from(Other& other, Clock::time_point now) {
    bool any = false;
    while (true) {
      if (!other.coming) {
        const boost::optional<mpi::status> probed = world_.iprobe(other.who, mpi::any_tag);
        if (!probed) return any;
        const auto length = static_cast<std::size_t>(probed->count<char>().value_or(0));
        other.coming.emplace(OnItsWay{{other.who, static_cast<Kind>(probed->tag()), std::string(length, '\0')}, {}});
        Letter& letter = other.coming->letter;
        other.coming->request =
            world_.irecv(other.who, static_cast<int>(letter.kind), letter.bytes.data(), static_cast<int>(length));
      }
      any = true;
      if (!other.coming->request.test()) return any;
      other.heard = now;
      if (other.coming->letter.kind != Kind::pulse) deliver(std::move(other.coming->letter));
      other.coming.reset();
    }
  }

  void deliver(Letter letter) {
    const std::lock_guard lock(mail_.mutex_);
    mail_.in_.push_back(std::move(letter));
    mail_.came_.notify_all();
  }

  void lose(int who) {
    const std::lock_guard lock(mail_.mutex_);
    mail_.lost_.insert(who);
    mail_.came_.notify_all();
  }

  void see_off() {
    sent_.remove_if([&](OnItsWay& one) {
      if (mail_.is_lost(one.letter.who)) return false;  // MPI may still read it
      try {
        return one.request.test().has_value();
      } catch (const mpi::exception&) {
        lose(one.letter.who);
        return false;
      }
    });
  }

  Mail& mail_;
  std::unique_ptr<mpi::environment> environment_;
  mpi::communicator world_;
  std::optional<int> seen_;
  std::vector<Other> others_;
  std::list<OnItsWay> sent_;
  Clock::time_point last_round_ = Clock::now(), next_pulse_ = last_round_;
};

Mail::Mail(const Rank& rank, std::chrono::milliseconds silence) : rank_(rank), silence_(silence) {
  worker_ = std::thread([this] { work(); });
  std::unique_lock lock(mutex_);
  const auto patience = 4 * silence_;  // MPI's beginning waits for everybody, those too who died in it
  if (!came_.wait_for(lock, patience, [&] { return answered_.has_value(); })) {
    say_error(text("rank {} of {} ends: the others have not come within {} s; nothing was written\n", rank.number,
                   rank.of, patience.count() / 1000));
    std::_Exit(failed);
  }
  if (answered_->empty()) return;
  lock.unlock();
  worker_.join();
  throw InputError(*answered_);
}

Mail::~Mail() {
  if (worker_.joinable()) end(false);
}

void Mail::answer(std::string fault) {
  const std::lock_guard lock(mutex_);
  answered_ = std::move(fault);
  came_.notify_all();
}

void Mail::work() {
  const auto office = std::make_shared<Office>(*this);
  if (const std::optional<int> seen = office->wrong_size()) {
    answer(
        text("muster: error: it was started {} times at once, but MPI sees {}; start it with Open MPI's mpirun, or "
             "with srun --mpi=pmix where Slurm and Open MPI were built for it\n",
             rank_.of, *seen));
    return office->finalise();
  }
  answer("");
  Clock::time_point give_up = Clock::time_point::max();
  while (true) {
    const bool ending = ending_;
    if (ending && give_up == Clock::time_point::max()) give_up = Clock::now() + silence_;
    std::deque<Letter> letters;
    {
      const std::lock_guard lock(mutex_);
      letters.swap(out_);
    }
    const bool busy = office->attend(std::move(letters));
    if (ending && (office->is_done() || Clock::now() > give_up)) break;
    if (!busy) std::this_thread::sleep_for(pause);
  }
  if (finalise_) return office->finalise();
  office->leave();
}

void Mail::send(Letter letter) {
  const std::lock_guard lock(mutex_);
  out_.push_back(std::move(letter));
}

std::optional<Letter> Mail::next(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  if (!came_.wait_for(lock, patience, [&] { return !in_.empty(); })) return std::nullopt;
  Letter letter = std::move(in_.front());
  in_.pop_front();
  return letter;
}

bool Mail::is_lost(int who) const {
  const std::lock_guard lock(mutex_);
  return lost_.contains(who);
}

void Mail::end(bool finalise) {
  finalise_ = finalise;
  ending_ = true;
  worker_.join();
}

}  // namespace muster::cli
