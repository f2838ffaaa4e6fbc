// muster verify: makes a folder's results again from what lies in it, and says whether they are the same.
#include "cli/checkpoints.hpp"
#include "cli/command_line.hpp"
#include "cli/commands.hpp"
#include "cli/program.hpp"
#include "engine/parameters/diagnostic.hpp"
#include "engine/text/text.hpp"
#include "output/verification/verification.hpp"
#include "scenarios/loader/inputs.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fmt/format.h>
#include <memory>
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
    if (!::mkdtemp(name.data()))
      throw output::OutputError(text("{} cannot be made: {}", name, std::generic_category().message(errno)));
    path_ = name;
  }
  ~Bench() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;
  Bench(Bench&&) = delete;
  Bench& operator=(Bench&&) = delete;

  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

ExitCode verify(const VerifyOptions& options) {
  const output::Claim claim = output::claim_of(options.folder);
  const Bench bench;
  const fs::path again = bench.path() / "again";
  std::vector<std::string> words = kept_command(claim.request.command, options.folder);
  words.insert(words.end(), {"--out", again.string(), "--threads", std::to_string(options.threads), "--quiet"});
  scenarios::read_from({claim.request.inputs, claim.request.found});
  const ExitCode made = run_program(words);
  if (made == interrupted_by_user) return made;
  std::error_code ignored;
  if (!fs::exists(again / "manifest.json", ignored)) {
    fmt::print(stderr, "{}", text("{}: could not be made again\n", options.folder));
    return made == done ? failed : made;
  }
  const std::vector<output::TableDifference> found = output::differences(options.folder, claim, again);
  if (!options.quiet || !found.empty() || !claim.edited.empty())
    fmt::print("{}", output::verdict(options.folder, claim, this_program(), found));
  return found.empty() && claim.edited.empty() ? done : failed;
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
