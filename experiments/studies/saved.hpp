// States saved in a folder: of each replication of a place, at the end of one date.
//
// Contract: a folder goes on as the whole would have: the same histories as if every replication had been simulated from the start,
// under any strategy that acts after the date. It holds all it needs, the place's files included. Every file is sealed: it names
// the build of the program that wrote it and the digest of its bytes, and one that does not fit is refused with the remedy. States
// are for this very build, since they are its memory. Leaves out: `muster save` itself (save.cpp).
#pragma once

#include "experiments/session/session.hpp"
#include "scenarios/loader/inputs.hpp"

#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::experiments {

/// What the states of a folder are of.
struct SavedPlace {
  std::string place;  // as it was typed
  std::vector<scenarios::Override> overrides;
  Seed seed{};
  Date on{};                         // they are those at its end
  std::vector<std::string> digests;  // of the states, by replication from 0
  scenarios::Inputs inputs;          // the place's files
};

/// One replication at the end of the date, or why it stopped before, sealed.
[[nodiscard]] std::string sealed_state(const Session& session, const RunSetup& setup, Replication replication, Date on,
                                       const std::atomic<bool>* interrupted);
/// The digest under which what was sealed is known.
[[nodiscard]] std::string digest_of_sealed(std::string_view sealed);

/// Where a folder has the state of a replication.
[[nodiscard]] std::filesystem::path state_file(const std::filesystem::path& folder, Replication replication);

/// Writes what the states are of; last, for it has their digests. @throws OutputError
void write_saved_place(const std::filesystem::path& folder, SavedPlace place);

/// Whether there are states in a folder.
[[nodiscard]] bool is_saved_place(const std::string& folder);

class SavedStates final : public StartingStates {
 public:
  /// The states that somebody means by a folder's name; null if there are none. From then on `files` has the place's as they are kept there.
  /// @throws InputError for what is not whole or of another build
  [[nodiscard]] static std::shared_ptr<const SavedStates> in(const std::string& written,
                                                             std::shared_ptr<scenarios::InputFiles> files);

  /// The place, as it was typed, and the values set for it: what simulates the whole, and repeats what goes on from the states.
  [[nodiscard]] const std::string& place() const { return place_.place; }
  [[nodiscard]] const std::vector<scenarios::Override>& changes() const { return place_.overrides; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  [[nodiscard]] Seed seed() const { return place_.seed; }
  [[nodiscard]] std::size_t replications() const { return place_.digests.size(); }

  /// The place, with a strategy over it. @throws InputError, with the remedy, if the strategy acts on the date or before
  [[nodiscard]] Session open(const std::string& strategy) const;

  /// How many replications go on from the states: as many as there are unless fewer are asked for.
  /// @param seed, replications  as they were asked for; empty: they were not
  /// @param changes             the values that were asked for
  /// @throws InputError for what would need another past
  [[nodiscard]] std::size_t fitted(std::optional<Seed> seed, const std::vector<scenarios::Override>& changes,
                                   const std::optional<std::string>& replications) const;

  [[nodiscard]] std::string state_of(Replication replication) const override;

 private:
  SavedStates(std::filesystem::path folder, SavedPlace place, Session planned);

  [[nodiscard]] std::string command_for_the_whole(const std::string& strategy) const;

  std::filesystem::path folder_;
  SavedPlace place_;
  Session planned_;  // without a strategy
};

}  // namespace muster::experiments
