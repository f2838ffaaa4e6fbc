#include "experiments/studies/save.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/parameters/diagnostic.hpp"
#include "engine/text/dates.hpp"
#include "engine/text/text.hpp"
#include "experiments/studies/saved.hpp"
#include "output/file.hpp"
#include "output/words.hpp"
#include "scenarios/loader/reader.hpp"

#include <atomic>
#include <chrono>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>
#include <variant>

namespace muster::experiments {

namespace {

Date date_to_save_on(const SaveQuestion& question, const scenarios::Scenario& scenario) {
  const auto read = scenarios::read_date(question.on);
  const Date* const on = std::get_if<Date>(&read);
  if (!on) throw InputError(tr("--on {}: error: it is not a date; write it as 2024-12-31\n", question.on));
  if (*on < scenario.start || *on >= scenario.horizon)
    throw InputError(
        tr("--on {}: error: the scenario runs from {} to {}; choose a date from the first to the day "
           "before the last\n",
           question.on, date_words(scenario.start), date_words(scenario.horizon)));
  return *on;
}

// Simulates the replications on several threads and writes their states; returns the digests. @throws Interrupted
std::vector<std::string> write_states(const Session& session, const Runner& runner, std::size_t replications,
                                      Date on) {
  const RunSetup setup = runner.setup(session);
  std::vector<std::string> digests(replications);
  std::atomic<std::size_t> next{0};
  std::size_t finished = 0;
  std::exception_ptr fault;
  std::mutex mutex;
  const auto began = std::chrono::steady_clock::now();
  const auto save_some = [&] {
    try {
      for (std::size_t r = next++; r < digests.size(); r = next++) {
        const Replication replication{r};
        const std::string sealed = sealed_state(session, setup, replication, on, runner.interrupted);
        output::write_file(state_file(runner.folder, replication), sealed);
        const std::lock_guard lock(mutex);
        digests[r] = digest_of_sealed(sealed);
        if (runner.progress)
          runner.progress(
              progress_of(++finished, digests.size(),
                          std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count()));
      }
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (!fault) fault = std::current_exception();
      next = digests.size();
    }
  };
  {
    std::vector<std::jthread> others;
    for (unsigned t = 1; t < setup.threads; ++t) others.emplace_back(in_current_language(save_some));
    save_some();
  }
  if (fault) std::rethrow_exception(fault);
  return digests;
}

class Save final : public Experiment {
 public:
  explicit Save(SaveQuestion question)
      : question_(std::move(question)),
        session_(open_session(question_.scenario)),
        place_{question_.scenario.place,
               question_.scenario.overrides,
               question_.seed,
               date_to_save_on(question_, session_.scenario),
               {},
               session_.choice.files->read()} {}

  [[nodiscard]] std::vector<const Session*> sessions() const override { return {&session_}; }
  [[nodiscard]] std::string folder_name() const override {
    return session_.scenario.place + "-saved-" + iso(place_.on);
  }
  [[nodiscard]] Parts offers() const override { return {false, false, false, false, false}; }
  void complete(output::RunRecord& record) const override { record.replications_requested = question_.replications; }

  Simulated simulate(const Runner& runner) override {
    std::filesystem::create_directories(state_file(runner.folder, Replication{0}).parent_path());
    place_.digests = write_states(session_, runner, question_.replications, place_.on);
    write_saved_place(runner.folder, place_);
    target_ = runner.target;
    return {question_.replications};
  }

  [[nodiscard]] output::Document document(const std::filesystem::path& /*folder*/, const output::RunRecord& /*record*/,
                                          std::uint8_t /*media*/) const override {
    output::Section saved{"saved", {}, {}, output::in_terminal};
    saved.add(output::Paragraph{
        tr("{} replications are saved as they are at the end of {}. To continue from them under any strategy:",
           question_.replications, date_words(place_.on)),
        output::Tone::plain, "muster run " + output::quoted(target_.string()) + " --strategy NAME"});
    return {{}, {}, {}, {std::move(saved)}};
  }
  [[nodiscard]] nlohmann::ordered_json manifest(const std::filesystem::path& folder,
                                                const output::RunRecord& record) const override {
    return experiment_manifest(folder, session_, record, question_.replications, {}, "saved",
                               {{"on", iso(place_.on)}});
  }

 private:
  SaveQuestion question_;
  Session session_;
  std::filesystem::path target_;  // the folder that contains the states
  SavedPlace place_;
};

}  // namespace

std::unique_ptr<Experiment> save_of(SaveQuestion question) { return std::make_unique<Save>(std::move(question)); }

}  // namespace muster::experiments
