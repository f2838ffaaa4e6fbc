#include "experiments/session/lever.hpp"

#include "tests/support/catch.hpp"

#include <functional>

namespace muster::experiments {
namespace {

Lever lever(const std::string& path) { return {path, "--sweep " + path}; }

std::vector<std::string> written(const std::string& path, const std::string& values) {
  Lever of = lever(path);
  std::vector<std::string> texts;
  for (const double value : of.axis(values).values) texts.push_back(of.write(value));
  return texts;
}

std::string refusal(const std::function<void()>& act) {
  try {
    act();
  } catch (const InputError& fault) {
    return fault.what();
  }
  return "nothing was refused";
}

TEST_CASE("values of an axis carry the unit of the parameter", "[unit][experiments]") {
  using Texts = std::vector<std::string>;
  CHECK(written("agencies.founded", "2..4") == Texts{"2 agencies", "3 agencies", "4 agencies"});
  CHECK(written("agencies.founded", "1..2 by 0.5") == Texts{"1 agencies", "1.5 agencies", "2 agencies"});
  CHECK(written("agencies.evaluation.fails", "10%..30% by 10%") == Texts{"10 %", "20 %", "30 %"});
  CHECK(written("agencies.evaluation.barred", "30 days,60 days") == Texts{"30 days", "60 days"});
  CHECK(written("posts.mandate.by", "2025-12-31,2026-12-31") == Texts{"2025-12-31", "2026-12-31"});
  CHECK(written("posts.mandate.sanction", "keep, [a, b], replace") == Texts{"keep", "[a, b]", "replace"});
}

TEST_CASE("steps between dates follow the calendar", "[unit][experiments]") {
  CHECK(written("posts.mandate.by", "2024-01-31..2024-04-30 by 1 month") ==
        std::vector<std::string>{"2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"});
  CHECK(written("posts.mandate.by", "2024-01-01..2024-01-20 by 1 week").size() == 3);
}

TEST_CASE("a range without steps is for sampling, and whole where the parameter is", "[unit][experiments]") {
  const Axis share = lever("agencies.evaluation.fails").axis("10%..50%");
  CHECK(share.values.empty());
  REQUIRE(share.range);
  CHECK(share.range->low == 0.1);
  CHECK_FALSE(share.range->whole);
  CHECK(lever("posts.mandate.by").axis("2024-01-01..2024-12-31").range->whole);
}

TEST_CASE("a lever's range is the one written, or else the one declared, in suitable steps", "[unit][experiments]") {
  const LeverRange whole = lever("agencies.founded").range("");
  CHECK(whole.low == 0);
  CHECK(whole.high == 10000);
  CHECK(whole.step == 1);
  CHECK(lever("agencies.founded").range("2..4").step == 1);  // agencies are whole
  const LeverRange dates = lever("posts.mandate.by").range("2024-01-01..2024-12-31");
  CHECK(dates.steps() == 365);
  CHECK(lever("posts.mandate.by").write(dates.value(59)) == "2024-02-29");
  CHECK(lever("agencies.evaluation.barred").range("30 days..90 days").step == 1);
}

TEST_CASE("an invalid value or range, or a value out of range, is refused with the option and a remedy",
          "[unit][experiments]") {
  const auto axis = [](const std::string& path, const std::string& values) {
    return refusal([&] { static_cast<void>(lever(path).axis(values)); });
  };
  CHECK(axis("agencies.founded", "1..x") ==
        "--sweep agencies.founded: error: agencies.founded is `x`, not a number\n");
  CHECK(axis("agencies.founded", "-1,2") ==
        "--sweep agencies.founded: error: agencies.founded is -1; it may be 0 to 10000 agencies\n");
  CHECK(axis("agencies.founded", "5..2") ==
        "--sweep agencies.founded: error: the range from 5 agencies to 2 agencies is empty; write the lower end "
        "first\n");
  CHECK(axis("agencies.founded", "1..2 by 0") == "--sweep agencies.founded: error: the step `0` must be above 0\n");
  CHECK(axis("agencies.founded", "1,,2").find("has an empty value") != std::string::npos);
  CHECK(axis("agencies.evaluation.barred", "30,60").find("without a unit") != std::string::npos);
  CHECK(axis("posts.mandate.by", "2024-02-30").find("a date that does not exist") != std::string::npos);
  CHECK(axis("posts.mandate.by", "2024-01-01..2025-01-01 by 3").find("is not a step between dates") !=
        std::string::npos);
  const auto range = [](const std::string& path, const std::string& text) {
    return refusal([&] { static_cast<void>(lever(path).range(text)); });
  };
  CHECK(range("posts.mandate.by", "").find("write one: --lever 'posts.mandate.by=LOW..HIGH'") != std::string::npos);
  CHECK(range("agencies.founded", "3").find("`3` is not a range") != std::string::npos);
  CHECK(range("agencies.works_elsewhere", "0..1").find("neither a number nor a date") != std::string::npos);
}

}  // namespace
}  // namespace muster::experiments
