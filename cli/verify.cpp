// muster verify: makes a folder's results again from what lies in it, and says whether they are the same.
#include "cli/checkpoints.hpp"
#include "cli/command_line.hpp"
#include "cli/commands.hpp"
#include "cli/program.hpp"
#include "engine/parameters/diagnostic.hpp"
#include "engine/text/characters.hpp"
#include "engine/text/text.hpp"
#include "experiments/verification/verification.hpp"
#include "output/file.hpp"
#include "output/unfinished.hpp"
#include "scenarios/loader/inputs.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fmt/format.h>
#include <memory>
#include <optional>
#include <system_error>
#include <thread>

namespace muster::cli {

namespace {

namespace fs = std::filesystem;

struct VerifyOptions {
  std::string folder;
  unsigned threads = 1;
  bool quiet = false;
};

// Where results are made again; gone at the end.
class Bench {
 public:
  Bench() {
    std::string name = (fs::temp_directory_path() / "muster-verify-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw output::OutputError(text("{} cannot be made: {}", name, output::reason(errno)));
    made_.emplace(name);
  }
  ~Bench() {
    std::error_code ignored;
    fs::remove_all(path(), ignored);
  }
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;
  Bench(Bench&&) = delete;
  Bench& operator=(Bench&&) = delete;

  [[nodiscard]] const fs::path& path() const { return made_->path(); }

 private:
  std::optional<output::Unfinished> made_;
};

ExitCode verify(const VerifyOptions& options) {
  const experiments::Claim claim = experiments::claim_of(options.folder);
  const Bench bench;
  const fs::path again = bench.path() / "again";
  std::vector<std::string> words = kept_command(claim.request, options.folder);
  words.insert(words.end(), {"--out", again.string(), "--threads", std::to_string(options.threads), "--quiet"});
  scenarios::read_from({claim.request.inputs, claim.request.found});
  const ExitCode made = run_program(words);
  if (made == interrupted_by_user) return made;
  std::error_code ignored;
  if (!fs::exists(again / "manifest.json", ignored)) {
    say_error(text("{}: could not be made again\n", options.folder));
    return made == done ? failed : made;
  }
  const std::vector<experiments::TableDifference> found = experiments::differences(options.folder, claim, again);
  const std::vector<experiments::FalseStatement> false_ones = experiments::false_statements(options.folder, again);
  const bool same = found.empty() && false_ones.empty() && claim.edited.empty();
  if (!options.quiet || !same) say(experiments::verdict(options.folder, claim, this_program(), found, false_ones));
  return same ? done : failed;
}

}  // namespace

Command add_verify(CommandLine program) {
  const auto options = std::make_shared<VerifyOptions>();
  options->threads = std::max(1U, std::thread::hardware_concurrency());
  CommandLine command = program.add_command(
      "verify", text("make a folder's results again from what lies in it; say what differs, and what may be why"));
  command.add_option(text("FOLDER"), options->folder, text("a folder that muster has written")).required();
  command.add_option("--threads", options->threads, text("processors to use; changes nothing in the results"))
      .whole_number(1, 1024)
      .shows_default();
  command.add_flag("--quiet", options->quiet, text("say nothing if it is the same"));
  return {command, [options] { return verify(*options); }};
}

}  // namespace muster::cli
