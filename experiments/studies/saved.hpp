// States saved in a folder: one for each replication of a place, at the end of one date.
//
// Contract: continuing from a folder gives exactly the results that simulating every replication from the start
// would give, under any strategy that takes effect after the date. The folder contains everything needed, including
// the place's files. Every file is sealed: it names the program build that wrote it and the digest of its bytes; a
// file that does not fit is refused, with the remedy. States are valid only for the same build, since they are an
// image of its memory. Leaves out: `muster save` itself (save.cpp).
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

/// The place and run setup that the states in a folder belong to.
struct SavedPlace {
  std::string place;  // as it was typed
  std::vector<scenarios::Override> overrides;
  Seed seed{};
  Date on{};                         // the states are those at the end of this date
  std::vector<std::string> digests;  // of the states, indexed by replication
  scenarios::Inputs inputs;          // the place's files
};

/// The sealed state of one replication at the end of the date, or why it stopped before that.
[[nodiscard]] std::string sealed_state(const Session& session, const RunSetup& setup, Replication replication, Date on,
                                       const std::atomic<bool>* interrupted);
/// The digest that identifies a sealed state.
[[nodiscard]] std::string digest_of_sealed(std::string_view sealed);

/// The path of a replication's state in a folder.
[[nodiscard]] std::filesystem::path state_file(const std::filesystem::path& folder, Replication replication);

/// Writes the description of the states; call it last, because it contains their digests. @throws OutputError
void write_saved_place(const std::filesystem::path& folder, SavedPlace place);

/// Whether a folder contains saved states.
[[nodiscard]] bool is_saved_place(const std::string& folder);

class SavedStates final : public StartingStates {
 public:
  /// The states in the folder that a user's argument names; null if it has none. Afterwards `files` holds the
  /// place's files as saved there.
  /// @throws InputError if the folder is incomplete or of another build
  [[nodiscard]] static std::shared_ptr<const SavedStates> in(const std::string& written,
                                                             std::shared_ptr<scenarios::InputFiles> files);

  /// The place as it was typed, and the values set for it: enough to simulate everything from the start.
  [[nodiscard]] const std::string& place() const { return place_.place; }
  [[nodiscard]] const std::vector<scenarios::Override>& changes() const { return place_.overrides; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  [[nodiscard]] Seed seed() const { return place_.seed; }
  [[nodiscard]] std::size_t replications() const { return place_.digests.size(); }

  /// Opens the place under a strategy. @throws InputError, with the remedy, if the strategy takes effect on the
  /// date or earlier
  [[nodiscard]] Session open(const std::string& strategy) const;

  /// How many replications to continue from the states: all that are saved, unless fewer are asked for.
  /// @param seed, replications  as typed; empty: not typed
  /// @param changes             the values typed with --set
  /// @throws InputError for anything that would need other starting states
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
