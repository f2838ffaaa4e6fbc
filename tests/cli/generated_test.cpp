// Generated files that are committed must equal what the program generates now.
#include "experiments/session/facts.hpp"
#include "models/assembly.hpp"
#include "scenarios/schema/schema.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/places.hpp"
#include "tests/support/temporary_folder.hpp"

namespace muster {

TEST_CASE("the committed schema is what the program generates", "[unit]") {
  const auto file = std::filesystem::path(muster::testing::source_folder()) / "scenarios/schema/scenario.schema.json";
  CHECK(testing::contents_of(file) == scenarios::json_schema(model_sections()).dump(2) + "\n");
}

TEST_CASE("the committed reference page is what the program generates", "[unit]") {
  const auto file = std::filesystem::path(muster::testing::source_folder()) / "docs/reference.md";
  CHECK(testing::contents_of(file) == scenarios::reference_page(model_sections()));
}

TEST_CASE("the committed page of facts is what the program generates", "[unit]") {
  const auto file = std::filesystem::path(muster::testing::source_folder()) / "docs/seed-facts.md";
  CHECK(testing::contents_of(file) == experiments::facts_page(testing::founding_places));
}

TEST_CASE("muster facts prints that page, and names a file that it cannot read", "[cli]") {
  const testing::TemporaryFolder folder;
  std::vector<std::string> words = {"facts"};
  words.insert(words.end(), testing::founding_places.begin(), testing::founding_places.end());
  const testing::CommandOutput page = testing::muster(words, folder.path());
  CHECK(page.code == 0);
  CHECK(page.error.empty());
  CHECK(page.out == experiments::facts_page(testing::founding_places));

  const testing::CommandOutput missing = testing::muster({"facts", "shenyang", "atlantis.yaml"}, folder.path());
  CHECK(missing.code == 2);
  CHECK(missing.out.empty());
  CHECK(missing.error == "atlantis.yaml: error: there is no such file\n1 error; nothing was simulated\n");
}

}  // namespace muster
