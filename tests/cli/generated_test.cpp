// What is generated from the declarations and committed must be what the program makes now.
#include "models/assembly.hpp"
#include "scenarios/schema/schema.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"

using namespace muster;

TEST_CASE("the committed schema is what the program makes", "[unit]") {
  const auto file = std::filesystem::path(MUSTER_SOURCE_DIR) / "scenarios/schema/scenario.schema.json";
  CHECK(testing::contents_of(file) == scenarios::json_schema(model_sections()).dump(2) + "\n");
}

TEST_CASE("the committed reference page is what the program makes", "[unit]") {
  const auto file = std::filesystem::path(MUSTER_SOURCE_DIR) / "docs/reference.md";
  CHECK(testing::contents_of(file) == scenarios::reference_page(model_sections()));
}
