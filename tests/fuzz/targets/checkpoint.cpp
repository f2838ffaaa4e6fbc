// Checkpoints: a file of arbitrary bytes, or a valid checkpoint in which a replication has arbitrary bytes with a
// matching digest.
#include "experiments/checkpoint/checkpoint.hpp"

#include "engine/parameters/diagnostic.hpp"
#include "output/manifest.hpp"
#include "tests/fuzz/targets/targets.hpp"
#include "tests/support/temporary_folder.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <stdexcept>

namespace muster::fuzz {

namespace {

namespace fs = std::filesystem;
using experiments::Checkpoint;
using testing::TemporaryFolder;

constexpr char whole_file = 'f', one_replication = 'r';
constexpr const char* variant = "#0";

experiments::Request request() {
  output::WrittenCommand asked;
  asked.add("run", "small.yaml").add("--seed", "1").add("--replications", "4");
  return {asked,
          "muster run small.yaml --seed 1 --replications 4",
          "/somewhere/out",
          "en",
          {{"small.yaml", "place: small\n"}},
          {{"places: small", "small.yaml"}},
          {"0.1.0", "GNU 12.2.0", "abc"}};
}

ReplicationResult a_history() {
  ReplicationResult result{
      Replication{0}, {0, 0.5, 1e300}, {7, std::numeric_limits<double>::quiet_NaN()}, {}, 1234567};
  result.reached = {Date{std::chrono::days{19000}}, std::nullopt};
  return result;
}

void begin(const TemporaryFolder& folder) { Checkpoint(folder.path(), request()).keep(variant, a_history()); }

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

void put_replication(const TemporaryFolder& folder, std::string_view bytes) {
  const std::string digest = output::sha256(std::string(variant) + " 0\n" + std::string(bytes));
  output::Database database(folder.path() / experiments::checkpoint_name, output::Database::Use::write);
  output::Statement(database, "UPDATE replications SET bytes = ?, sha256 = ?").bind(output::Blob{bytes}, digest).run();
}

void check(std::string_view bytes) {
  if (bytes.empty()) return;
  const TemporaryFolder folder;
  if (bytes[0] == one_replication) {
    begin(folder);
    put_replication(folder, bytes.substr(1));
  } else {
    std::ofstream(folder.path() / experiments::checkpoint_name, std::ios::binary) << bytes.substr(1);
  }
  look(folder.path());
}

std::vector<std::string> seeds() {
  const TemporaryFolder folder;
  begin(folder);
  std::ifstream file(folder.path() / experiments::checkpoint_name, std::ios::binary);
  const std::string whole{std::istreambuf_iterator<char>(file), {}};
  output::Database database(folder.path() / experiments::checkpoint_name, output::Database::Use::read);
  output::Statement row(database, "SELECT bytes FROM replications");
  row.step();
  return {whole_file + whole, one_replication + std::string(row.bytes(0)), std::string(1, whole_file)};
}

}  // namespace

const Target checkpoint{"checkpoint", check, seeds};

}  // namespace muster::fuzz
