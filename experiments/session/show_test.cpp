#include "experiments/session/show.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/small_scenario.hpp"

#include <filesystem>

namespace muster::experiments {

namespace {

std::string shown(const Session& session, const ShowOptions& options) { return show_text(session, options); }

// Removes the folder of a test's file from a text.
std::string without(std::string text, const std::string& folder) {
  for (std::size_t at = text.find(folder); at != std::string::npos; at = text.find(folder))
    text.erase(at, folder.size());
  return text;
}

}  // namespace

TEST_CASE("the resolved scenario is shown with what each value rests on and where it stands", "[unit][show]") {
  const testing::TemporaryFolder folder;
  const Session session =
      test::open_scenario(folder, "pair.yaml", test::two_areas(), {{"posts.mandate.registers", "90 %"}});
  CHECK(without(shown(session, {.only = "posts.mandate", .assumptions = false, .before = {}}),
                folder.path().string() + "/") == R"(两地 (pair), 2021-12-05 to 2024-12-31
2 areas; 0 facts, 0 estimates, 4 assumptions shown

posts: social-work posts
  mandate.by         due date                      2023-12-31             assumption (not stated)  place         pair.yaml:17
  mandate.from       announced on                  2022-01-01             assumption (not stated)  place         pair.yaml:17
  mandate.registers  staff who register            90 %                   assumption (not stated)  command line  --set
  mandate.sanction   sanction for the unqualified  they leave their post  assumption (not stated)  place         pair.yaml:17
)");
}

TEST_CASE("values set by a strategy are distinguished from the place's own", "[unit][show]") {
  const testing::TemporaryFolder folder;
  const Session session = test::open_scenario(folder, "pair.yaml", test::two_areas());
  const std::string file = (folder.path() / "pair.yaml").string();
  ShowOptions options{.only = "posts.", .assumptions = false, .before = {}};
  CHECK(shown(session, options).find("strategy") == std::string::npos);
  for (const scenarios::InputFile& input : session.scenario.inputs)
    if (input.path != file) options.before.insert(input.path);
  REQUIRE(options.before.size() + 1 == session.scenario.inputs.size());
  const std::string text = shown(session, options);
  CHECK_THAT(text, Catch::Matchers::ContainsSubstring("strategy"));
  CHECK_THAT(text, Catch::Matchers::ContainsSubstring("common"));
}

TEST_CASE("only the assumptions can be shown, and are counted", "[unit][show]") {
  const testing::TemporaryFolder folder;
  const Session session = test::open_scenario(folder, "pair.yaml", test::two_areas());
  const std::string text = shown(session, {.only = "", .assumptions = true, .before = {}});
  CHECK_THAT(text, Catch::Matchers::ContainsSubstring("2 areas; 0 facts, 0 estimates, "));
  CHECK(text.find("  fact") == std::string::npos);
  CHECK(text.find("  estimate") == std::string::npos);
  CHECK_THAT(text, Catch::Matchers::ContainsSubstring("\nfunding: budgets and spending\n"));
}

TEST_CASE("a beginning that no parameter has is refused, with the nearest suggested", "[unit][show]") {
  const testing::TemporaryFolder folder;
  const Session session = test::open_scenario(folder, "pair.yaml", test::two_areas());
  CHECK_THROWS_WITH(shown(session, {.only = "posts.mandat.by", .assumptions = false, .before = {}}),
                    "--only posts.mandat.by: error: no parameter begins with that; nearest is `posts.mandate.by`\n");
}

}  // namespace muster::experiments
