#include "engine/text/text.hpp"

#include "cli/languages/languages.hpp"
#include "tests/support/catch.hpp"

namespace muster {

namespace {

TEST_CASE("a text without an entry stays English and takes its values", "[unit][text]") {
  CHECK(text("{} of {}", 3, "five") == "3 of five");
  install_catalogue(Language::chinese, cli::chinese_catalogue);
  const Speaking chinese(Language::chinese);
  CHECK(text("no catalogue has this: {}", 7) == "no catalogue has this: 7");
  CHECK_FALSE(has_translation("no catalogue has this: {}"));
  CHECK(translated("").empty());  // not the catalogue's own header
}

TEST_CASE("a language is spoken for the length of a scope", "[unit][text]") {
  install_catalogue(Language::chinese, cli::chinese_catalogue);
  CHECK(text("start") == "start");
  {
    const Speaking chinese(Language::chinese);
    CHECK(text("start") == "起点");
    {
      const Speaking english(Language::english);
      CHECK(text("start") == "start");
    }
    CHECK(text("start") == "起点");
  }
  CHECK(current_language() == Language::english);
}

TEST_CASE("what is no catalogue is refused", "[unit][text]") {
  CHECK_THROWS_AS(install_catalogue(Language::chinese, "msgid \"start\""), std::invalid_argument);
  install_catalogue(Language::chinese, cli::chinese_catalogue);
}

TEST_CASE("a text composed of a model's words and a scenario's names is said in both languages", "[unit][text]") {
  install_catalogue(Language::chinese, cli::chinese_catalogue);
  const std::string level =
      composed("certificates issued in the period, level {}", {Wording{"助理社会工作师", "assistant"}});
  CHECK(level == "certificates issued in the period, level assistant");
  CHECK(translated(level) == level);
  const std::string unknown = composed("no catalogue has this of {}", {"assistant"});
  const Speaking chinese(Language::chinese);
  CHECK(translated(level) == "本期发放的证书（助理社会工作师）");
  CHECK(has_translation(level));
  CHECK(composed("certificates issued in the period, level {}", {Wording{"助理社会工作师", "assistant"}}) == level);
  CHECK(translated(unknown) == "no catalogue has this of assistant");
  CHECK_FALSE(has_translation(unknown));
}

TEST_CASE("a marked text takes its values where it is said", "[unit][text]") {
  install_catalogue(Language::chinese, cli::chinese_catalogue);
  const char* const marked = for_catalogue("is worn out until {}");
  CHECK(translated(marked, "2026-01-31") == "is worn out until 2026-01-31");
  const Speaking chinese(Language::chinese);
  CHECK(translated(marked, "2026-01-31") == "疲劳期至 2026-01-31");
}

TEST_CASE("a wording shows what there is in the language spoken", "[unit][text]") {
  const Wording both{"碧江区", "Bijiang"}, one{"碧江区"}, none;
  CHECK(both.shown() == "Bijiang");
  CHECK(one.shown() == "碧江区");
  CHECK(none.shown_or("bijiang") == "bijiang");
  CHECK(Wording::joined(both, " · ", one) == Wording{"碧江区 · 碧江区", "Bijiang · 碧江区"});
  CHECK(Wording::joined(one, " · ", one) == Wording{"碧江区 · 碧江区"});
  const Speaking chinese(Language::chinese);
  CHECK(both.shown() == "碧江区");
  CHECK(Wording{"", "Bijiang"}.shown() == "Bijiang");
}

}  // namespace

}  // namespace muster
