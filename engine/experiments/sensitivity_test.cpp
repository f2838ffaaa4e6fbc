#include "engine/experiments/sensitivity.hpp"

#include "engine/random/distribution.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/statistical.hpp"

#include <cmath>

namespace muster {
namespace {

struct Data {
  std::vector<std::vector<std::vector<double>>> inputs;
  std::vector<double> output;
};

// y = 3 x1 + 2 x2 + 0 x3 + noise, with three uniform inputs and normal noise. var x = 1/12: S1 = 9/12 / V, S2 =
// 4/12 / V with V = 13/12 + 1/2.
constexpr double noise_sd = 0.7071067811865476;
constexpr double variance = 13.0 / 12 + 0.5;
constexpr double s1 = 9.0 / 12 / variance, s2 = 4.0 / 12 / variance;

Data linear_toy(std::uint64_t seed, std::size_t replications) {
  Data data{{{{}}, {{}}, {{}}}, {}};
  for (std::size_t r = 0; r < replications; ++r) {
    Stream stream(Seed{seed}, Replication{r}, EntityKey{}, purpose("test.toy"));
    double x[3];
    for (std::size_t k = 0; k < 3; ++k) data.inputs[k][0].push_back(x[k] = stream.uniform());
    data.output.push_back(3 * x[0] + 2 * x[1] + noise_sd * normal_quantile(stream.uniform()));
  }
  return data;
}

}  // namespace

TEST_CASE("the shares of a linear model are its Sobol indices", "[statistical][experiments]") {
  // A. Saltelli et al., Global Sensitivity Analysis, sec. 1.2: for y = sum a_i x_i of independent x,
  // S_i = a_i² var x_i / var y.
  std::vector<double> first, second, unrelated, rest;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const Data data = linear_toy(seed, 400);
    const Spread spread = split_spread(data.inputs, data.output, Seed{seed}, 2);
    first.push_back(spread.inputs[0].index);
    second.push_back(spread.inputs[1].index);
    unrelated.push_back(spread.inputs[2].index);
    rest.push_back(spread.rest.index);
  }
  CHECK_THAT(first, test::MeanIs(s1, {.false_alarm = 1e-6, .must_detect = 0.04}));
  CHECK_THAT(second, test::MeanIs(s2, {.false_alarm = 1e-6, .must_detect = 0.04}));
  CHECK_THAT(unrelated, test::MeanIs(0, {.false_alarm = 1e-6, .must_detect = 0.01}));
  CHECK_THAT(rest, test::MeanIs(1 - s1 - s2, {.false_alarm = 1e-6, .must_detect = 0.05}));
}

TEST_CASE("the share of inputs that only interact belongs to the rest", "[unit][experiments]") {
  Data data = linear_toy(3, 2000);
  for (std::size_t r = 0; r < data.output.size(); ++r)
    data.output[r] = (data.inputs[0][0][r] - 0.5) * (data.inputs[1][0][r] - 0.5);
  const Spread spread = split_spread(data.inputs, data.output, Seed{1}, 20);
  for (const SpreadShare& share : spread.inputs) CHECK(std::abs(share.index) < 0.02);
  CHECK(spread.rest.index > 0.95);
}

TEST_CASE("numbers that vary together are one input with one share", "[unit][experiments]") {
  Data data = linear_toy(4, 2000);
  data.inputs = {{data.inputs[0][0], data.inputs[1][0]}, data.inputs[2]};
  const Spread spread = split_spread(data.inputs, data.output, Seed{1}, 20);
  CHECK(std::abs(spread.inputs[0].index - (s1 + s2)) < 0.04);
}

TEST_CASE("the bootstrap interval contains the true share about as often as stated", "[statistical][experiments]") {
  constexpr std::size_t tries = 200;
  std::size_t held = 0, held_rest = 0;
  for (std::uint64_t seed = 1; seed <= tries; ++seed) {
    const Data data = linear_toy(1000 + seed, 200);
    const Spread spread = split_spread(data.inputs, data.output, Seed{seed}, 100);
    held += spread.inputs[1].low <= s2 && s2 <= spread.inputs[1].high ? 1U : 0U;
    const double truth = 1 - s1 - s2;
    held_rest += spread.rest.low <= truth && truth <= spread.rest.high ? 1U : 0U;
  }
  // At 95 %, 190 are expected; fewer than 170 have a chance of about 1e-8; an interval half as wide holds 67 % = 135.
  CHECK(held >= 170);
  CHECK(held_rest >= 170);
}

TEST_CASE("splitting a spread is repeatable and leaves out replications without a value", "[unit][experiments]") {
  Data data = linear_toy(5, 300);
  data.output[7] = std::nan("");
  const Spread once = split_spread(data.inputs, data.output, Seed{1});
  const Spread again = split_spread(data.inputs, data.output, Seed{1});
  CHECK(once.replications == 299);
  CHECK(once.inputs[0].low == again.inputs[0].low);
  CHECK(once.inputs[0].low != split_spread(data.inputs, data.output, Seed{2}).inputs[0].low);
}

TEST_CASE("if too few replications differ, no shares are given and none is silently NaN", "[unit][experiments]") {
  Data data = linear_toy(5, 100);
  const auto with = [&](std::size_t others) {
    for (std::size_t r = 0; r < data.output.size(); ++r) data.output[r] = r < others ? 5.0 : 6.0;
    return split_spread(data.inputs, data.output, Seed{1});
  };
  for (const std::size_t others : {1UL, 9UL}) {
    const Spread spread = with(others);
    CHECK(spread.known == SpreadKnown::too_few_differ);
    CHECK(spread.differ == others);
    CHECK(spread.sd > 0);
    CHECK(std::isnan(spread.inputs[0].index));
    CHECK(std::isnan(spread.rest.index));
  }
  const Spread enough = with(10);
  CHECK(enough.known == SpreadKnown::shares);
  for (const SpreadShare& share : enough.inputs) {
    CHECK(std::isfinite(share.low));
    CHECK(share.low <= share.high);
  }
  CHECK(std::isfinite(enough.rest.low));
}

TEST_CASE("values within a rounding error of each other are equal", "[unit][experiments]") {
  Data data = linear_toy(5, 200);
  for (std::size_t r = 0; r < data.output.size(); ++r) data.output[r] = 0.999 + (r % 3 == 0 ? 1e-16 : 0);
  const Spread spread = split_spread(data.inputs, data.output, Seed{1});
  CHECK(spread.known == SpreadKnown::all_the_same);
  CHECK(spread.sd == 0);
}

TEST_CASE("too few replications, also compared with the numbers of an input, are reported", "[unit][experiments]") {
  const Data few = linear_toy(5, 99);
  CHECK(split_spread(few.inputs, few.output, Seed{1}).known == SpreadKnown::too_few);
  Data wide = linear_toy(5, 120);
  wide.inputs[0].clear();
  for (std::uint64_t seed = 1; seed <= 130; ++seed) wide.inputs[0].push_back(linear_toy(seed, 120).inputs[0][0]);
  CHECK(split_spread(wide.inputs, wide.output, Seed{1}).known == SpreadKnown::too_few);
  std::fill(wide.output.begin(), wide.output.end(), std::nan(""));
  CHECK(split_spread(wide.inputs, wide.output, Seed{1}).known == SpreadKnown::no_value);
}

TEST_CASE("an output that never varies has no shares", "[unit][experiments]") {
  Data data = linear_toy(5, 50);
  std::fill(data.output.begin(), data.output.end(), 4.0);
  const Spread spread = split_spread(data.inputs, data.output, Seed{1}, 5);
  CHECK(spread.sd == 0);
  CHECK(std::isnan(spread.inputs[0].index));
  CHECK(std::isnan(spread.rest.index));
}

TEST_CASE("inputs and an output of different lengths are rejected", "[unit][experiments]") {
  Data data = linear_toy(5, 50);
  data.inputs[0][0].pop_back();
  CHECK_THROWS_AS(split_spread(data.inputs, data.output, Seed{1}), std::invalid_argument);
}

}  // namespace muster
