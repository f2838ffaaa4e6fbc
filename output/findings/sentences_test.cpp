#include "output/findings/sentences.hpp"

#include "cli/languages/languages.hpp"
#include "output/findings/constraints.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/small_results.hpp"

#include <fmt/format.h>
#include <limits>

namespace muster::output {
namespace {

using std::chrono::days;
using testing::small_result;
using testing::small_results;
using testing::small_shape;

constexpr double never_known = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t futures = 20;

// The results for a target of ten stations in twenty futures.
struct Case {
  std::size_t met = 0;         // number of futures that meet it on its date
  std::optional<days> late{};  // by how much the others meet it later; none: never
  bool unjudged = false;
};
constexpr Case sure{20}, likely{14}, either_way{10}, missed{4}, out_of_reach{0}, unjudged{0, {}, true};
constexpr Case late(int by) { return {0, days{by}}; }

Results results_of(const std::vector<Case>& cases) {
  ResultsShape shape = small_shape();
  shape.dates.back() = testing::horizon + days{3000};
  shape.targets.resize(0);
  for (std::size_t t = 0; t < cases.size(); ++t) {
    TargetDefinition target = small_shape().targets[0];
    target.id = fmt::format("t{}", t);
    target.title = LocalizedText(fmt::format("目标{}", t + 1), fmt::format("goal {}", t + 1));
    shape.targets.push_back(target);
  }
  Results results(shape);
  for (std::size_t number = 0; number < futures; ++number) {
    ReplicationResult result = small_result(small_shape(), number);
    result.target_values.clear();
    result.reached.clear();
    for (std::size_t t = 0; t < cases.size(); ++t) {
      const Case& one = cases[t];
      const bool met = number < one.met;
      result.target_values.push_back(one.unjudged ? never_known : met ? 10 : 4);
      result.reached.push_back(met        ? std::optional<Date>(testing::horizon)
                               : one.late ? std::optional<Date>(testing::horizon + *one.late)
                                          : std::nullopt);
    }
    results.add(result);
  }
  return results;
}

struct Said {
  std::string english, chinese;
};
Said verdict_of(const std::vector<Case>& cases) {
  const LanguageScope english(cli::catalogues(), Language::english);
  const Results results = results_of(cases);
  Said said{verdict(results), {}};
  const LanguageScope chinese(Language::chinese);
  said.chinese = verdict(results);
  return said;
}

TargetConstraints constraints_of(bool by_probability) {
  TargetConstraints made;
  made.target = small_shape().targets[0];
  made.series = small_shape().series[0].name;
  made.by_probability = by_probability;
  return made;
}

ConstraintEffect relaxed(const std::string& id, double gain, double low, double high, double closed, double margin) {
  ConstraintEffect one;
  one.constraint = id;
  one.title = LocalizedText("资金", "money");
  one.why = "every source gives half as much again";
  TargetEffect effect;
  effect.gain = {gain, {low, high}};
  effect.closed = {closed, margin};
  effect.probability = 0.9;
  effect.shortfall = 2;
  one.effect = effect;
  return one;
}

}  // namespace

TEST_CASE("the verdict on one target is one clause", "[unit][output][report]") {
  const auto check = [](const Case& one, const char* english, const char* chinese) {
    const Said said = verdict_of({one});
    CHECK(said.english == english);
    CHECK(said.chinese == chinese);
  };
  check(sure, "The target will be met.", "该目标可按期完成。");
  check(likely, "The target will probably be met.", "该目标有望按期完成。");
  check(either_way, "The target is as likely to be met as not.", "该目标有一半可能按期完成。");
  check(late(33), "The target comes five weeks late.", "该目标预计晚5周完成。");
  check(late(1), "The target comes one day late.", "该目标预计晚1天完成。");
  check(late(200), "The target comes seven months late.", "该目标预计晚7个月完成。");
  check(late(1100), "The target comes three years late.", "该目标预计晚3年完成。");
  check(missed, "The target will probably be missed.", "该目标很可能完不成。");
  check(out_of_reach, "The target is out of reach.", "该目标无法实现。");
  check(unjudged, "The target cannot be judged.", "该目标无法判断。");
}

TEST_CASE("the verdict on several targets counts them and names the worst", "[unit][output][report]") {
  const auto check = [](const std::vector<Case>& cases, const char* english, const char* chinese) {
    const Said said = verdict_of(cases);
    CHECK(said.english == english);
    CHECK(said.chinese == chinese);
  };
  check({late(14), sure}, "One of two will be met; one – goal 1 – comes two weeks late.",
        "共2项目标：1项可按期完成；1项（目标1）预计晚2周完成。");
  check({out_of_reach, out_of_reach}, "Both targets are out of reach.", "两项目标均无法实现。");
  check({late(2), late(30)}, "Both targets come up to four weeks late.", "两项目标均预计晚4周以内完成。");
  check({late(17), sure, late(48), sure, sure, late(21), out_of_reach},
        "Three of seven will be met; three come two to seven weeks late; one – goal 7 – is out of reach.",
        "共7项目标：3项可按期完成；3项预计晚2至7周完成；1项（目标7）无法实现。");
  check({sure, sure, sure, sure, sure, sure, sure}, "All seven targets will be met.", "7项目标均可按期完成。");
  check(
      {out_of_reach, late(20), late(48), out_of_reach, late(14), out_of_reach, out_of_reach},
      "None of seven is likely to be met: three come two to seven weeks late; four – goal 1 and three more – are out "
      "of reach.",
      "共7项目标，均难以按期完成：3项预计晚2至7周完成；4项（目标1及另外3项）无法实现。");
  check(
      {either_way, likely, sure, missed, out_of_reach, either_way},
      "Two of six will probably be met; two are as likely to be met as not; one will probably be missed; one – goal 5 "
      "– is out of reach.",
      "共6项目标：2项有望按期完成；2项有一半可能按期完成；1项很可能完不成；1项（目标5）无法实现。");
  check({either_way, either_way, either_way, either_way, either_way, either_way},
        "All six targets are as likely to be met as not.", "6项目标均有一半可能按期完成。");
  check({unjudged, late(14), late(14)},
        "Two of three – goal 2 and goal 3 – come two weeks late; one cannot be judged.",
        "共3项目标：2项（目标2、目标3）预计晚2周完成；1项无法判断。");
  CHECK(verdict(Results(ResultsShape{})) == "This scenario states no targets.");
}

TEST_CASE("a target's sentences say how often it is met, where the middle future stands and when half meet it",
          "[unit][output][report]") {
  const Results results = results_of({{3, days{17}}, sure, out_of_reach, {5}});
  const auto said = [&](std::size_t t) {
    const TargetDefinition& target = results.shape().targets[t];
    return target_sentence(target, results.target(t), results.shape()) + " " + when_sentence(results, t);
  };
  CHECK(said(0) ==
        "In 3 of 20 futures (5 to 37 in 100). Due 2022-12-31: the middle future then stands at 4 stations, 6 stations "
        "short. Half of the futures meet it for the first time by 2023-01-17, two weeks late.");
  CHECK(said(1) ==
        "In all 20 futures (at least 83 in 100). Due 2022-12-31: the middle future then stands at 10 stations. Half "
        "of the futures meet it by 2022-12-31.");
  CHECK(said(2) ==
        "In none of 20 futures (at most 17 in 100). Due 2022-12-31: the middle future then stands at 4 stations, 6 "
        "stations short. None meets it by 2031-03-19, when the forecast ends.");
  CHECK(said(3) ==
        "In 5 of 20 futures (11 to 47 in 100). Due 2022-12-31: the middle future then stands at 4 stations, 6 "
        "stations short. 5 of 20 futures meet it at least once by 2031-03-19, when the forecast ends.");
  const LanguageScope chinese(cli::catalogues(), Language::chinese);
  CHECK(said(0) ==
        "20次模拟中有3次达标（概率5%至37%）。期限2022年12月31日：届时中位数为4个社工站，还差6个社工站。 到"
        "2023年1月17日才有半数模拟首次达标，晚2周。");
}

TEST_CASE("what would help is put in words with its paired gain", "[unit][output][report]") {
  TargetConstraints found = constraints_of(true);
  found.whole = {relaxed("money", 0.432, 0.36, 0.49, 3, 1), relaxed("pace", 0.1, -0.01, 0.2, 2, 1)};
  REQUIRE(best_relaxations(found).size() == 1);  // the interval of the other contains 0
  CHECK(relaxation_sentence(found, *best_relaxations(found)[0]) ==
        "If every source gives half as much again: of every 100 futures 43 more meet it on the date (36 to 49), so "
        "that 90 do.");
  {
    const LanguageScope chinese(cli::catalogues(), Language::chinese);
    CHECK(relaxation_sentence(found, found.whole[0]) ==
          "如果各项资金来源均增加一半：每100次模拟中按期达标的增加43次（36至49），达到90次。");
  }
  found = constraints_of(false);
  found.whole = {relaxed("a", 0, -0.1, 0.1, 4, 1), relaxed("b", 0, -0.1, 0.1, 3, 1), relaxed("c", 0, -0.1, 0.1, 2, 1),
                 relaxed("d", 0, -0.1, 0.1, 1.5, 1)};
  REQUIRE(best_relaxations(found).size() == 3);
  CHECK(best_relaxations(found)[2]->constraint == "c");
  CHECK(relaxation_sentence(found, found.whole[0]) ==
        "If every source gives half as much again: 4 stations less missing on the date (3 to 5), 2 stations still "
        "missing.");
  found.shortfall = 250;  // two of 250 stations are negligible
  CHECK(best_relaxations(found).size() == 2);
  found.target.bound = Bound::at_most;
  CHECK(relaxation_sentence(found, found.whole[0]) ==
        "If every source gives half as much again: excess smaller by 4 stations on the date (3 to 5), 2 stations "
        "still too much.");
}

TEST_CASE("the cost of a relaxation is shown with its interval, and not where it is not known",
          "[unit][output][report]") {
  TargetConstraints found = constraints_of(true);
  found.money = {"funding.spent", "yuan", "money spent", "money spent"};
  const auto price = [&](std::optional<MeanInterval> extra) {
    found.whole = {relaxed("money", 0.4, 0.3, 0.5, 3, 1)};
    found.whole[0].extra_spent = extra;
    return price_words(found, found.whole[0]);
  };
  CHECK(price({{4.1e6, 0.2e6}}) == "money spent until then: higher by 4.1 million yuan (3.9 to 4.3)");
  CHECK(price({{-300, 100}}) == "money spent until then: lower by 300 yuan (200 to 400)");
  CHECK(price({{500, 0}}) == "money spent until then: higher by 500 yuan");
  CHECK(price({{100, 300}}) == "money spent until then: no certain difference");
  CHECK(price({{100, nan}}) == "money spent until then: no certain difference");  // a single replication
  CHECK(price({{0, 0}}) == "money spent until then: as planned");
  CHECK(price({{nan, nan}}).empty());
  CHECK(price(std::nullopt).empty());
  price({{4.1e6, 0.2e6}});
  CHECK(relaxation_sentence(found, found.whole[0]) ==
        "If every source gives half as much again: of every 100 futures 40 more meet it on the date (30 to 50), so "
        "that 90 do; money spent until then: higher by 4.1 million yuan (3.9 to 4.3).");
  found.whole.push_back(relaxed("pace", 0.1, 0.01, 0.2, 2, 1));
  found.whole[1].extra_spent = MeanInterval{50'000, 10'000};  // in the unit of the largest cost
  CHECK(price_words(found, found.whole[1]) == "money spent until then: higher by 0.05 million yuan (0.04 to 0.06)");
}

TEST_CASE("relaxations that certainly harm another target are found, and the effect of all at once is stated",
          "[unit][output][report]") {
  TargetConstraints helped = constraints_of(true), harmed = constraints_of(true), far = constraints_of(false);
  helped.whole = {relaxed("pace", 0.4, 0.3, 0.5, 3, 1)};
  harmed.whole = {relaxed("pace", -0.4, -0.5, -0.3, 0, 1), relaxed("money", 0.4, 0.3, 0.5, 3, 1)};
  far.whole = {relaxed("pace", 0, -0.1, 0.1, -2, 1), relaxed("money", 0, -0.1, 0.1, -0.05, 0.01)};  // the goal is ten
  const std::string name = helped.target.to_string();
  CHECK(harmed_by({helped, harmed, far}, "pace") == std::vector<std::string>{name, name});
  CHECK(harmed_by({helped, harmed, far}, "money").empty());
  CHECK(everything_words(helped).empty());
  helped.everything = far.everything = relaxed("everything", 0.5, 0.4, 0.6, 3, 1);
  helped.everything.effect->replications = 40;
  CHECK(everything_words(helped) == "all at once: met in 36 of 40 futures");
  CHECK(everything_words(far) == "all at once: 2 stations still missing on average");
}

TEST_CASE("where no relaxation helps, the sentence says how many were tried", "[unit][output][report]") {
  TargetConstraints found = constraints_of(false);
  CHECK(no_relaxation_sentence(found) == "This place has none of the constraints that Muster can relax.");
  found.whole = {relaxed("a", 0, -0.1, 0.1, 0, 0), relaxed("b", 0, -0.1, 0.1, 0, 0), ConstraintEffect{}};
  CHECK(best_relaxations(found).empty());
  CHECK(no_relaxation_sentence(found) == "None of the 2 relaxations tried changes it in any future.");
  found.whole[1] = relaxed("b", 0, -0.1, 0.1, 1, 2);
  CHECK(no_relaxation_sentence(found) == "None of the 2 relaxations tried has a noticeable and certain benefit.");
  found.everything = relaxed("everything", 0, -0.1, 0.1, 5, 1);
  CHECK(no_relaxation_sentence(found) ==
        "None of the 2 relaxations tried has a noticeable and certain benefit. All of them at once: 5 stations less "
        "missing on the date (4 to 6), 2 stations still missing.");
}

}  // namespace muster::output
