// A checkpoint: a file that is any bytes, or a whole one in which a replication is any bytes under the digest they should have.
#include "output/checkpoint/checkpoint.hpp"

#include "engine/parameters/diagnostic.hpp"
#include "output/manifest.hpp"
#include "tests/fuzz/targets/targets.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <stdexcept>

namespace muster::fuzz {

namespace {

namespace fs = std::filesystem;
using output::Checkpoint;

constexpr char whole_file = 'f', one_replication = 'r';
constexpr const char* variant = "#0";

output::Request request() {
  return {"muster run small.yaml --seed 1 --replications 4",
          "/somewhere/out",
          "en",
          {{"small.yaml", "place: small\n"}},
          {{"places: small", "small.yaml"}},
          {"0.1.0", "GNU 12.2.0", "abc"}};
}

// A folder for one input, gone at its end.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "muster-fuzz-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder to be had");
    path_ = name;
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  Folder(Folder&&) = delete;
  Folder& operator=(Folder&&) = delete;

  [[nodiscard]] const fs::path& path() const { return path_; }
  [[nodiscard]] fs::path file() const { return path_ / output::checkpoint_name; }

 private:
  fs::path path_;
};

History a_history() {
  History history{Replication{0}, {0, 0.5, 1e300}, {7, std::numeric_limits<double>::quiet_NaN()}, {}, 1234567};
  history.reached = {Date{std::chrono::days{19000}}, std::nullopt};
  return history;
}

void begin(const Folder& folder) { Checkpoint(folder.path(), request()).keep(variant, a_history()); }

void look(const fs::path& folder) {
  try {
    (void)Checkpoint::request_in(folder);
    Checkpoint checkpoint(folder, request());
    (void)checkpoint.find(variant, Replication{0});
    checkpoint.keep(variant, a_history());
    if (!checkpoint.find(variant, Replication{0})) throw std::logic_error("what was kept is not there");
  } catch (const InputError&) {
  } catch (const output::OutputError&) {
  }
}

void put_replication(const Folder& folder, std::string_view bytes) {
  const std::string digest = output::sha256(std::string(variant) + " 0\n" + std::string(bytes));
  output::Database database(folder.file(), output::Database::Use::write);
  output::Statement(database, "UPDATE replications SET bytes = ?, sha256 = ?").bind_bytes(bytes).bind(digest).run();
}

void check(std::string_view bytes) {
  if (bytes.empty()) return;
  const Folder folder;
  if (bytes[0] == one_replication) {
    begin(folder);
    put_replication(folder, bytes.substr(1));
  } else {
    std::ofstream(folder.file(), std::ios::binary) << bytes.substr(1);
  }
  look(folder.path());
}

std::vector<std::string> seeds() {
  const Folder folder;
  begin(folder);
  std::ifstream file(folder.file(), std::ios::binary);
  const std::string whole{std::istreambuf_iterator<char>(file), {}};
  output::Database database(folder.file(), output::Database::Use::read);
  output::Statement row(database, "SELECT bytes FROM replications");
  row.step();
  return {whole_file + whole, one_replication + std::string(row.bytes(0)), std::string(1, whole_file)};
}

}  // namespace

const Target checkpoint{"checkpoint", check, seeds};

}  // namespace muster::fuzz
