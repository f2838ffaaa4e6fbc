#include "experiments/studies/saved.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/ensemble/replication_run.hpp"
#include "engine/state/serializer.hpp"
#include "engine/text/dates.hpp"
#include "engine/text/text.hpp"
#include "experiments/session/installation.hpp"
#include "experiments/session/lever.hpp"
#include "output/file.hpp"
#include "output/manifest.hpp"
#include "output/written_command.hpp"

#include <fmt/format.h>
#include <new>
#include <nlohmann/json.hpp>
#include <utility>

namespace muster::experiments {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr const char* place_file = "place.state";
constexpr std::string_view first_line = "muster state 1\n";
constexpr char state_kind = 's', stopped_kind = 'x';

// ---------------------------------------------------------------------------------------------------------- sealing

std::string sealed(std::string_view bytes) {
  const experiments::BuildId build = this_program();  // the layout of memory depends on the build
  const Json seal{{"version", build.version},
                  {"compiler", build.compiler},
                  {"program", build.program_digest},
                  {"bytes", bytes.size()},
                  {"sha256", output::sha256(bytes)}};
  return fmt::format("{}{}\n{}", first_line, seal.dump(), bytes);
}

struct Unsealed {
  Json seal;
  std::string_view bytes;
};

// Splits a file into seal and content without checking them; empty if it is not a sealed file.
std::optional<Unsealed> cut(std::string_view sealed) {
  if (!sealed.starts_with(first_line)) return std::nullopt;
  const std::size_t end = sealed.find('\n', first_line.size());
  if (end == std::string_view::npos) return std::nullopt;
  Json seal = Json::parse(sealed.substr(first_line.size(), end - first_line.size()), nullptr, false);
  for (const char* word : {"version", "compiler", "program", "sha256"})
    if (!seal.is_object() || !seal.contains(word) || !seal[word].is_string()) return std::nullopt;
  if (!seal.contains("bytes") || !seal["bytes"].is_number_unsigned()) return std::nullopt;
  return Unsealed{std::move(seal), sealed.substr(end + 1)};
}

// Checks the seal and returns the content. @throws InputError
std::string_view unsealed(const std::string& file, std::string_view sealed) {
  const std::optional<Unsealed> found = cut(sealed);
  if (!found)
    throw InputError(
        tr("{}: error: it is not a state that muster saved, or its beginning is damaged; save it again with "
           "muster save\n",
           file));
  const auto word = [&](const char* key) { return found->seal.at(key).get<std::string>(); };
  const experiments::BuildId build = this_program();
  if (word("version") != build.version)
    throw InputError(
        tr("{}: error: it was saved by version {} of the program, and this is version {}; save it again "
           "with muster save\n",
           file, word("version"), build.version));
  if (word("compiler") != build.compiler)
    throw InputError(
        tr("{}: error: it was saved by a program made by the compiler {}, and this one was made by {}; "
           "save it again with muster save\n",
           file, word("compiler"), build.compiler));
  if (word("program") != build.program_digest)
    throw InputError(
        tr("{}: error: it was saved by another build of the program; save it again with muster save\n", file));
  const auto count = found->seal.at("bytes").get<std::uint64_t>();
  if (count != found->bytes.size())
    throw InputError(tr("{}: error: {} bytes were saved and {} are there; save it again with muster save\n", file,
                        count, found->bytes.size()));
  if (word("sha256") != output::sha256(found->bytes))
    throw InputError(tr("{}: error: its bytes are not those that were saved; save it again with muster save\n", file));
  return found->bytes;
}

// ---------------------------------------------------------------------------------------------------- what is saved

void pass(Serializer& serializer, SavedPlace& place) {
  std::vector<std::pair<std::string, std::string>> overrides;
  for (const scenarios::Override& one : place.overrides) overrides.emplace_back(one.path, one.value);
  serializer(place.place, overrides, place.seed, place.on, place.digests, place.inputs.files, place.inputs.found);
  place.overrides.clear();
  for (auto& [path, value] : overrides) place.overrides.push_back({path, value});
}

std::string bytes_of(const fs::path& file) {
  try {
    return output::read_file(file);
  } catch (const output::OutputError& fault) {
    throw InputError(tr("{}: error: a saved state cannot be read ({}); save it again with muster save\n",
                        file.string(), fault.what()));
  }
}

}  // namespace

std::string sealed_state(const Session& session, const RunSetup& setup, Replication replication, Date on,
                         const std::atomic<bool>* interrupted_by) {
  Serializer serializer;
  char kind = state_kind;
  std::string bytes;
  try {
    ReplicationRun run(setup, session.shape, replication, session.build, interrupted_by);
    run.begin();
    run.run_to(on);
    bytes = run.save();
  } catch (const Interrupted&) {
    throw;
  } catch (const std::bad_alloc&) {  // not to be saved: this machine lacks memory now
    throw;
  } catch (const std::exception& fault) {
    kind = stopped_kind;
    bytes = fault.what();
  }
  serializer(kind);
  serializer.bytes(bytes.data(), bytes.size());
  return sealed(serializer.take());
}

std::string digest_of_sealed(std::string_view sealed) { return cut(sealed).value().seal.at("sha256"); }

fs::path state_file(const fs::path& folder, Replication replication) {
  return folder / "states" / fmt::format("{}.state", static_cast<std::uint64_t>(replication));
}

void write_saved_place(const fs::path& folder, SavedPlace place) {
  Serializer serializer;
  pass(serializer, place);
  output::write_file(folder / place_file, sealed(serializer.take()));
}

SavedStates::SavedStates(fs::path folder, SavedPlace place, Session planned)
    : folder_(std::move(folder)), place_(std::move(place)), planned_(std::move(planned)) {}

bool is_saved_place(const std::string& folder) {
  std::error_code none;
  return fs::is_regular_file(fs::path(folder) / place_file, none);
}

std::shared_ptr<const SavedStates> SavedStates::in(const std::string& written,
                                                   std::shared_ptr<scenarios::InputFiles> files) {
  if (!is_saved_place(written)) return nullptr;
  const fs::path folder = written;
  const fs::path file = folder / place_file;
  const std::string sealed = bytes_of(file);
  SavedPlace place;
  try {
    Serializer serializer(unsealed(file.string(), sealed));
    pass(serializer, place);
    serializer.end();
  } catch (const BadState&) {
    throw InputError(
        tr("{}: error: its bytes are not those that were saved; save it again with muster save\n", file.string()));
  }
  // Checks all states at once: a state that does not fit is an error in the command typed, not a failure of its
  // replication.
  for (std::size_t r = 0; r < place.digests.size(); ++r) {
    const fs::path state = state_file(folder, Replication{r});
    const std::string bytes = bytes_of(state);
    (void)unsealed(state.string(), bytes);
    if (digest_of_sealed(bytes) != place.digests[r])
      throw InputError(
          tr("{}: error: it is not the state of replication {} that was saved here; save all of them "
             "again with muster save\n",
             state.string(), r));
  }
  files->keep(place.inputs);
  Session planned = open_session({place.place, "", place.overrides, std::move(files)});
  return std::shared_ptr<const SavedStates>(new SavedStates(folder, std::move(place), std::move(planned)));
}

std::string SavedStates::command_for_the_whole(const std::string& strategy) const {
  output::WrittenCommand asked;
  asked.add("run", place_.place).add("--strategy", strategy);
  asked.add("--seed", std::to_string(static_cast<std::uint64_t>(place_.seed)));
  for (const scenarios::Override& change : changes()) asked.add("--set", change.path + "=" + change.value);
  return output::typed(asked);
}

Session SavedStates::open(const std::string& strategy) const {
  if (strategy.empty() || strategy == "as_planned") return planned_;
  Session session = open_session(planned_.choice.under(strategy));
  const Divergence found = divergence(planned_, session);
  if (found.shared_until && *found.shared_until >= place_.on) return session;
  const std::string folder = folder_.string(), on = date_words(place_.on), whole = command_for_the_whole(strategy);
  const std::optional<SourceLocation> changed = where_in(session.scenario.sections, found.by);
  const std::string at = changed ? to_string(*changed) : strategy;
  constexpr std::string_view changes = "policy.changes.";
  if (!found.by.starts_with(changes))
    throw InputError(
        tr("{}: error: it changes {} from the start, but the states in {} are those at the end of {}, and the time "
           "before cannot be changed; give the change a later date (`on`), or simulate from the start: {}\n",
           at, found.by, folder, on, whole));
  const std::string change = found.by.substr(changes.size());
  if (!found.shared_until)
    throw InputError(tr(
        "{}: error: its change `{}` has a condition and no date, but the states in {} are those at the end of {}, and "
        "it might have taken effect before; give it a later date (`on`) as well, or simulate from the start: {}\n",
        at, change, folder, on, whole));
  throw InputError(tr(
      "{}: error: its change `{}` takes effect on {}, but the states in {} are those at the end of {}, and the time "
      "before cannot be changed; give it a later date (`on`), or simulate from the start: {}\n",
      at, change, date_words(*found.shared_until + std::chrono::days{1}), folder, on, whole));
}

std::size_t SavedStates::fitted(std::optional<Seed> seed, const std::vector<scenarios::Override>& changes_asked,
                                const std::optional<std::string>& replications) const {
  if (seed && *seed != place_.seed)
    throw InputError(tr("--seed {}: error: the states in {} were saved with seed {}; leave it out\n",
                        static_cast<std::uint64_t>(*seed), folder_.string(), static_cast<std::uint64_t>(place_.seed)));
  if (!changes_asked.empty())
    throw InputError(
        tr("--set {}={}: error: the states in {} were simulated with the values set then; write the change into a "
           "strategy, with a date after {}\n",
           changes_asked.front().path, changes_asked.front().value, folder_.string(), date_words(place_.on)));
  if (!replications) return place_.digests.size();
  const std::optional<std::size_t> wanted = replications_of(*replications);
  if (!wanted || *wanted > place_.digests.size())
    throw InputError(tr("--replications {}: error: only {} are saved in {}; ask for at most that many\n",
                        *replications, place_.digests.size(), folder_.string()));
  return *wanted;
}

std::string SavedStates::state_of(Replication replication) const {
  const fs::path file = state_file(folder_, replication);
  const std::string sealed = bytes_of(file);
  const std::string_view bytes = unsealed(file.string(), sealed);
  if (digest_of_sealed(sealed) != place_.digests.at(static_cast<std::size_t>(replication)))
    throw BadState("another state than when it was opened");
  if (bytes.empty()) throw BadState("an empty state");
  const std::string rest(bytes.substr(1));
  if (bytes.front() == stopped_kind) throw std::runtime_error(rest);
  return rest;
}

}  // namespace muster::experiments
