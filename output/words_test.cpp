#include "output/words.hpp"

#include "cli/languages/languages.hpp"
#include "tests/support/catch.hpp"

#include <cmath>

#include <limits>

namespace muster::output {
namespace {

const Scale per_cent = scale_for({"stations.coverage", "share", "", ""}, 1);
const Scale people = scale_for({"people.talents", "people", "", ""}, 20000);

TEST_CASE("a shortfall is shown in the unit of differences, and a missing value as a dash", "[unit]") {
  CHECK(show_shortfall(0.06, per_cent) == "6 points");
  CHECK(show_shortfall(12, people) == "12 people");
  CHECK(show_shortfall(std::nan(""), per_cent) == "–");
}

TEST_CASE("a share near 0 or 1 is not rounded to it", "[unit]") {
  CHECK(show(1, per_cent) == "100");
  CHECK(show(0.996, per_cent) == "99.6");
  CHECK(show(0.99999, per_cent) == "99.9");
  CHECK(show(0.41, per_cent) == "41");
  CHECK(show(0.004, per_cent) == "0.4");
  CHECK(show(0.00001, per_cent) == "0.1");
  CHECK(show(0, per_cent) == "0");
  CHECK(show_with_unit(0.5, per_cent) == "50 %");
}

TEST_CASE("counts are grouped by three digits and money is shown in millions", "[unit]") {
  CHECK(show_with_unit(17500, people) == "17 500 people");
  CHECK(show(999, people) == "999");
  CHECK(show(-1234567, people) == "-1 234 567");
  CHECK(show(14.6, people) == "15");
  CHECK(show(2.5, people) == "2.5");
  CHECK(show(0.25, people) == "0.25");
  CHECK(show(std::numeric_limits<double>::quiet_NaN(), people) == "–");
  CHECK(show_with_unit(27150000, scale_for({"funding.spent", "yuan", "", ""}, 3e7)) == "27.1 million yuan");
  CHECK(show_with_unit(186000, scale_for({"funding.spent", "yuan", "", ""}, 186000)) == "0.19 million yuan");
  CHECK(show_with_unit(86000, scale_for({"funding.spent", "yuan", "", ""}, 86000)) == "86 000 yuan");
  CHECK(grouped(1000) == "1 000");
}

TEST_CASE("a probability is shown with its margin, and at 0 and 1 with its bound", "[unit]") {
  TargetResult target;
  target.probability = 0.41;
  target.interval = {0.38, 0.44};
  CHECK(show_probability(target) == "0.41 ± 0.03");
  target.probability = 0;
  target.interval = {0, 0.0038};
  CHECK(show_probability(target) == "0.00 (below 0.004)");
  target.probability = 1;
  target.interval = {0.9962, 1};
  CHECK(show_probability(target) == "1.00 (above 0.996)");
  target.probability = 0.998;
  target.interval = {0.993, 0.999};
  CHECK(show_probability(target) == "0.998 ± 0.003");
}

TEST_CASE("a Chinese character takes two cells", "[unit]") {
  CHECK(display_width("沈阳 Shenyang") == 13);
  CHECK(display_width("≥ 41 %") == 6);
  CHECK(display_width("（全）") == 6);
  CHECK(pad_right("沈阳", 6) == "沈阳  ");
  CHECK(pad_left("沈阳", 3) == "沈阳");
}

TEST_CASE("in Chinese money is in 万元 and 亿元, and there is no space before units", "[unit][text]") {
  const LanguageScope chinese(cli::catalogues(), Language::chinese);
  const SeriesName money{"funding.spent", "yuan", "money spent", "money spent"},
      share{"stations.coverage", "share", "townships with a station", "covered"};
  const auto shown = [](double value, const SeriesName& series) {
    return show_with_unit(value, scale_for(series, value));
  };
  CHECK(shown(186'000, money) == "18.6万元");
  CHECK(shown(27'200'000, money) == "2720万元");
  CHECK(shown(123'456'789, money) == "1.23亿元");
  CHECK(shown(0.97, share) == "97%");
  CHECK(replications_words(4'000) == "模拟4000次");
  CHECK(listed({"a", "b"}) == "a、b");
  TargetResult never;
  never.probability = 0;
  never.interval = {0, 0.004};
  CHECK(show_probability(never) == "0.00（低于0.004）");
}

TEST_CASE("a wording made for people exists in both languages, and is in English for programs", "[unit][text]") {
  const LanguageScope english(cli::catalogues(), Language::english);
  const LocalizedText made = localized([] { return tr("the place as planned"); });
  CHECK(made == LocalizedText{"原计划", "the place as planned"});
  CHECK(english_or_written(made) == "the place as planned");
  CHECK(english_or_written("报销考试费用") == "报销考试费用");
}

}  // namespace
}  // namespace muster::output
