#include "engine/text/text.hpp"

#include "cli/languages/languages.hpp"
#include "tests/support/catch.hpp"

namespace muster {

namespace {

TEST_CASE("a text without a translation stays English and is filled with its arguments", "[unit][text]") {
  CHECK(tr("{} of {}", 3, "five") == "3 of five");
  const LanguageScope chinese(cli::catalogues(), Language::chinese);
  CHECK(tr("no catalogue has this: {}", 7) == "no catalogue has this: 7");
  CHECK_FALSE(has_translation("no catalogue has this: {}"));
  CHECK(translated("").empty());  // not the header of the catalogue
}

TEST_CASE("a unit is in the singular for the number 1", "[unit][text]") {
  CHECK(with_unit("4", "stations") == "4 stations");
  CHECK(with_unit("1", "stations") == "1 station");
  CHECK(with_unit("+1", "agencies") == "+1 agency");
  CHECK(with_unit("1", "people") == "1 person");
  CHECK(with_unit("1.0", "points") == "1.0 points");
  CHECK(with_unit("1", "yuan") == "1 yuan");
  CHECK(with_unit("1", "") == "1");
  const LanguageScope chinese(Language::chinese);
  CHECK(with_unit("1", "人") == "1人");
}

TEST_CASE("a language applies for the lifetime of a scope", "[unit][text]") {
  const LanguageScope english(cli::catalogues(), Language::english);
  CHECK(tr("start") == "start");
  {
    const LanguageScope chinese(Language::chinese);
    CHECK(tr("start") == "起点");
    {
      const LanguageScope inner(Language::english);
      CHECK(tr("start") == "start");
    }
    CHECK(tr("start") == "起点");
  }
  CHECK(current_language() == Language::english);
}

TEST_CASE("an invalid catalogue is rejected", "[unit][text]") {
  Catalogues catalogues;
  CHECK_THROWS_AS(catalogues.add(Language::chinese, "msgid \"start\""), std::invalid_argument);
  CHECK(catalogues.find(Language::chinese, "start") == nullptr);
}

TEST_CASE("a text keeps its pattern and arguments and is translated when it is displayed", "[unit][text]") {
  const LanguageScope english(cli::catalogues(), Language::english);
  const Text level = tr("certificates issued in the period, level {}", LocalizedText{"助理社会工作师", "assistant"});
  const Text unknown = tr("no catalogue has this of {}", LocalizedText{"assistant"});
  const Text nested = tr("{}, by area", level);
  CHECK(level == "certificates issued in the period, level assistant");
  CHECK(nested == "certificates issued in the period, level assistant, by area");
  CHECK(level.in(Language::chinese) == "本期发放的证书（助理社会工作师）");
  CHECK(current_language() == Language::english);
  const LanguageScope chinese(Language::chinese);
  CHECK(level == "本期发放的证书（助理社会工作师）");
  CHECK(nested == "本期发放的证书（助理社会工作师）（分地区）");
  CHECK(level.is_translated());
  CHECK(unknown == "no catalogue has this of assistant");
  CHECK_FALSE(unknown.is_translated());
  CHECK_FALSE(tr("{}, by area", unknown).is_translated());
}

TEST_CASE("arguments may be formatted numbers, other texts, and texts composed in each language", "[unit][text]") {
  const LanguageScope english(cli::catalogues(), Language::english);
  CHECK(tr("no catalogue has this: {:.1f}, {:>3}, {}", 1.25F, 7U, 'c') == "no catalogue has this: 1.2,   7, c");
  const Text worded = Text::worded([] { return std::string(code_of(current_language())); });
  CHECK(tr("start") + ": " + worded == "start: en");
  CHECK(Text::verbatim("{") + Text() == "{");
  CHECK(Text().empty());
  const LanguageScope chinese(Language::chinese);
  CHECK(tr("start") + ": " + worded == "起点: zh");
  const std::string shown = tr("start");
  CHECK(shown == "起点");
}

TEST_CASE("a marked text is filled with its arguments when it is translated", "[unit][text]") {
  const LanguageScope english(cli::catalogues(), Language::english);
  const char* const marked = tr_noop("is worn out until {}");
  CHECK(translated(marked, "2026-01-31") == "is worn out until 2026-01-31");
  const LanguageScope chinese(Language::chinese);
  CHECK(translated(marked, "2026-01-31") == "疲劳期至2026-01-31");
}

TEST_CASE("a localized text uses the current language as far as available", "[unit][text]") {
  const LocalizedText both{"碧江区", "Bijiang"}, one{"碧江区"}, none;
  CHECK(both.to_string() == "Bijiang");
  CHECK(one.to_string() == "碧江区");
  CHECK(none.to_string_or("bijiang") == "bijiang");
  CHECK(LocalizedText::joined(both, " · ", one) == LocalizedText{"碧江区 · 碧江区", "Bijiang · 碧江区"});
  CHECK(LocalizedText::joined(one, " · ", one) == LocalizedText{"碧江区 · 碧江区"});
  const LanguageScope chinese(Language::chinese);
  CHECK(both.to_string() == "碧江区");
  CHECK(LocalizedText{"", "Bijiang"}.to_string() == "Bijiang");
}

}  // namespace

}  // namespace muster
