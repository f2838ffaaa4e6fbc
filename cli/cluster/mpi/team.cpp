#include "cli/cluster/mpi/team.hpp"

#include "engine/state/archive.hpp"
#include "engine/text/text.hpp"
#include "output/file.hpp"
#include "output/manifest.hpp"
#include "scenarios/loader/inputs.hpp"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <unistd.h>
#include <utility>

namespace muster::cli {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds glance{5}, wait{100};

// How long somebody may be silent; tests, and who knows his machines, may say less.
milliseconds silence() {
  constexpr double unless_told = 30, least = 2;  // seconds; a sign of life comes every second
  const char* const told = variable("MUSTER_RANK_SILENCE");
  const double seconds = told ? std::max(least, std::strtod(told, nullptr)) : unless_told;
  return milliseconds(static_cast<long>(seconds * 1000));
}

template <class... T>
std::string packed(T... values) {
  Archive archive;
  archive(values...);
  return archive.take();
}

template <class... T>
void unpack(const Letter& letter, T&... values) {
  Archive archive(letter.bytes);
  archive(values...);
  archive.end();
}

std::string packed(std::size_t piece, const PieceOutcome& outcome) {
  std::vector<std::string> all;
  for (const Finished& finished : outcome) all.push_back(bytes_of(finished));
  return packed(piece, all);
}

// The same for all who simulate the same: this program's file and every input read, by their digest.
const std::string& what_is_simulated() {
  static const std::string digest = [] {
    std::string facts = output::sha256(output::read_file("/proc/self/exe"));
    for (const auto& [path, bytes] : scenarios::inputs_read().files) facts += output::sha256(bytes);
    return output::sha256(facts);
  }();
  return digest;
}

// Beside a line of progress, if there is one.
void tell(const std::string& words) {
  if (isatty(STDERR_FILENO) == 1) write_error("\r\x1b[K");
  say_error(words);
}

// Simulates what the leader sends, several pieces at once.
class Hands {
 public:
  Hands(const DoPiece& work, unsigned threads, Mail& mail) {
    for (unsigned t = 0; t < threads; ++t) all_.emplace_back([this, &work, &mail] { simulate(work, mail); });
  }
  ~Hands() {
    interrupted = true;  // what is being simulated is not wanted any more
    {
      const std::lock_guard lock(mutex_);
      over_ = true;
    }
    came_.notify_all();
  }
  Hands(const Hands&) = delete;
  Hands& operator=(const Hands&) = delete;
  Hands(Hands&&) = delete;
  Hands& operator=(Hands&&) = delete;

  void add(std::size_t piece) {
    {
      const std::lock_guard lock(mutex_);
      pieces_.push_back(piece);
    }
    came_.notify_one();
  }

 private:
  void simulate(const DoPiece& work, Mail& mail) {
    while (true) {
      std::size_t piece = 0;
      {
        std::unique_lock lock(mutex_);
        came_.wait(lock, [&] { return over_ || !pieces_.empty(); });
        if (over_) return;
        piece = pieces_.front();
        pieces_.pop_front();
      }
      const PieceOutcome outcome = work(piece);
      if (!outcome.empty()) mail.send({0, Kind::outcome, packed(piece, outcome)});
    }
  }

  std::mutex mutex_;
  std::condition_variable came_;
  std::deque<std::size_t> pieces_;
  bool over_ = false;
  std::vector<std::jthread> all_;  // gone before what they use
};

}  // namespace

Team::Team(const Rank& rank) : mail_(rank, silence()), own_errors_(::dup(STDERR_FILENO)) {
  if (leads())
    for (int who = 1; who < rank.of; ++who) servers_.try_emplace(who);
}

std::size_t Team::places() const {
  std::size_t places = 0;
  for (const auto& [who, server] : servers_) places += server.threads + 1;
  return places;
}

void Team::supply(Handout& handout) {
  for (auto& [who, server] : servers_) {
    if (!server.there || server.gone) continue;
    while (server.pieces.size() <= server.threads) {
      const std::optional<std::size_t> piece = handout.take_now();
      if (!piece) return;
      server.pieces.insert(*piece);
      mail_.send({who, Kind::piece, packed(*piece)});
    }
  }
}

void Team::give_back(Server& server, Handout& handout) {
  for (const std::size_t piece : server.pieces) handout.give_back(piece);
  server.pieces.clear();
}

void Team::miss_the_lost(Handout& handout) {
  for (auto& [who, server] : servers_) {
    if (server.gone || !mail_.is_lost(who)) continue;
    server.gone = true;
    tell(
        text("rank {} of {} is lost: nothing was heard of it for {} s; what it had not finished is simulated by the "
             "others\n",
             who, mail_.rank().of, mail_.silence().count() / 1000));
    give_back(server, handout);
  }
}

void Team::read(Letter letter, Handout& handout) {
  Server& server = servers_.at(letter.who);
  if (letter.kind == Kind::hello) {
    std::string simulated;
    unpack(letter, server.threads, simulated);
    server.there = simulated == what_is_simulated();
    if (server.there) return;
    server.gone = true;
    tell(text("rank {} of {} does not take part: {}\n", letter.who, mail_.rank().of,
              text("its program or its files are not those of rank 0")));
  } else if (letter.kind == Kind::outcome) {
    std::size_t piece = 0;
    std::vector<std::string> all;
    unpack(letter, piece, all);
    if (server.pieces.erase(piece) == 0) return;  // given back before, or not wanted any more
    PieceOutcome outcome;
    for (const std::string& bytes : all) outcome.push_back(finished_of(bytes));
    handout.give(piece, std::move(outcome));
  } else if (letter.kind == Kind::left) {
    server.gone = true;
    tell(text("rank {} of {} does not take part: {}\n", letter.who, mail_.rank().of, letter.bytes));
    give_back(server, handout);
  }
}

void Team::lead(Handout& handout, const std::atomic<bool>& given_up) {
  const auto any_out = [&] {
    return std::any_of(servers_.begin(), servers_.end(), [](const auto& one) { return !one.second.pieces.empty(); });
  };
  const auto nobody_left = [&] {  // the leader's own threads do what was given back
    return std::all_of(servers_.begin(), servers_.end(), [](const auto& one) { return one.second.gone; });
  };
  while (!given_up) {
    miss_the_lost(handout);
    supply(handout);
    if (!any_out() && (handout.is_empty() || nobody_left())) return;
    for (std::optional<Letter> letter = mail_.next(glance); letter; letter = mail_.next(milliseconds{0}))
      read(std::move(*letter), handout);
  }
  for (auto& [who, server] : servers_)  // nobody waits for them, so that what came after them is kept
    for (const std::size_t piece : std::exchange(server.pieces, {})) handout.give(piece, {});
  if (is_hurried(variable)) throw NoTimeLeft{};
}

void Team::dismiss() {
  for (auto& [who, server] : servers_) {
    server.there = false;
    server.pieces.clear();
    mail_.send({who, Kind::dismissal, {}});
  }
}

void Team::end_without_leader() const {
  if (!mail_.is_lost(0)) return;
  const std::string words = text("rank {} of {} ends: rank 0, which leads, is lost; nothing was written\n",
                                 mail_.rank().number, mail_.rank().of);
  static_cast<void>(!::write(own_errors_, words.data(), words.size()));
  std::_Exit(failed);
}

void Team::serve(const DoPiece& work, unsigned threads) {
  Hands hands(work, threads, mail_);
  mail_.send({0, Kind::hello, packed(std::size_t{threads}, what_is_simulated())});
  while (true) {
    end_without_leader();
    std::optional<Letter> letter = mail_.next(wait);
    if (!letter) continue;
    if (letter->kind == Kind::dismissal) return;
    if (letter->kind == Kind::end) {
      farewell_ = std::move(letter);
      return;
    }
    std::size_t piece = 0;
    unpack(*letter, piece);
    hands.add(piece);
  }
}

int Team::end(int code, const std::string& said) { return leads() ? end_as_leader(code) : end_as_server(code, said); }

int Team::end_as_leader(int code) {
  bool together = !interrupted;
  for (const auto& [who, server] : servers_) together = together && !mail_.is_lost(who);
  for (const auto& [who, server] : servers_) mail_.send({who, Kind::end, packed(code, together)});
  leave(code, together);
  return code;
}

void Team::leave(int code, bool together) {
  std::thread([code, patience = 2 * mail_.silence()] {  // if somebody dies now, MPI waits for him
    std::this_thread::sleep_for(patience);
    std::_Exit(code);
  })
      .detach();
  mail_.end(together);
}

int Team::end_as_server(int code, const std::string& said) {
  if (code != done) mail_.send({0, Kind::left, said});
  while (!farewell_) {
    end_without_leader();
    std::optional<Letter> letter = mail_.next(wait);
    if (letter && letter->kind == Kind::end) farewell_ = std::move(letter);
  }
  bool together = false;
  unpack(*farewell_, code, together);
  leave(code, together);
  return code;
}

}  // namespace muster::cli
