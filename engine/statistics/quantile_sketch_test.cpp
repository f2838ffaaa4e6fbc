#include "engine/statistics/quantile_sketch.hpp"

#include "engine/random/distribution.hpp"
#include "engine/random/stream.hpp"
#include "engine/statistics/quantile.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/ranks.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

namespace muster {
namespace {

const std::vector<double> reported{0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95};

Stream stream_of(std::uint64_t nth) { return {Seed{5}, Replication{0}, EntityKey{nth}, purpose("test.sketch")}; }

// Adds values as an ensemble does: many at the start, then a few at a time.
QuantileSketch sketch_of(const std::vector<float>& values, std::size_t first = 1024, std::size_t at_once = 64) {
  QuantileSketch sketch;
  FloatSorter sorter;
  for (std::size_t begin = 0, size = first; begin < values.size(); begin += size, size = at_once) {
    size = std::min(size, values.size() - begin);
    sketch.add(std::span(values).subspan(begin, size), sorter);
  }
  return sketch;
}

std::vector<double> sorted(const std::vector<float>& values) {
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

std::vector<float> drawn(std::size_t count, std::uint64_t nth, const std::function<double(double)>& inverse) {
  Stream stream = stream_of(nth);
  std::vector<float> values;
  for (std::size_t i = 0; i < count; ++i) values.push_back(static_cast<float>(inverse(stream.uniform())));
  return values;
}

TEST_CASE("quantiles are exact while all values are kept", "[unit][statistics]") {
  const std::vector<float> values = drawn(QuantileSketch::most_kept, 0, [](double u) { return 1e6 * (u - 0.3); });
  const QuantileSketch sketch = sketch_of(values, 1, 7);
  CHECK(sketch.count() == values.size());
  for (const double p : {0.0, 0.05, 0.5, 0.77, 1.0}) {
    CHECK(sketch.quantile(p) == quantile(sorted(values), p));
    CHECK(sketch.rank_error(p) == 0);
  }
}

TEST_CASE("quantiles of at most 64 different values are exact", "[property][statistics]") {
  const double different = GENERATE(1, 2, 5, 64);
  const std::vector<float> values =
      drawn(5000, 1, [&](double u) { return std::floor(different * u * u) - 3; });  // smaller values are more frequent
  const QuantileSketch sketch = sketch_of(values);
  for (const double p : reported) {
    CHECK(sketch.quantile(p) == quantile(sorted(values), p));
    CHECK(sketch.rank_error(p) == 0);
  }
}

TEST_CASE("the rank of a quantile is off by at most half a percentage point, and by no more than the sketch states",
          "[property][statistics]") {
  struct Shape {
    std::string name;
    std::function<double(double)> inverse;
  };
  const auto kind = GENERATE(values<Shape>({
      {"uniform", [](double u) { return u; }},
      {"normal", [](double u) { return 1e4 + 300 * normal_quantile(u); }},
      {"lognormal with a heavy tail", [](double u) { return std::exp(2.5 * normal_quantile(u)); }},
      {"Cauchy", [](double u) { return std::tan(3.141592653589793 * (u - 0.5)); }},
      {"two heaps far apart", [](double u) { return u < 0.4 ? u : 1000 + u * u; }},
      {"counts about 2 000", [](double u) { return std::round(2000 + 44.7 * normal_quantile(u)); }},
      {"counts, most of them 0", [](double u) { return u < 0.9 ? 0 : std::round(1e4 * (u - 0.9)); }},
      {"shares of 350", [](double u) { return std::round(350 * u * u) / 350; }},
      {"one value, others around it", [](double u) { return u < 0.3 || u > 0.7 ? u : 0.5; }},
  }));
  const std::size_t count = GENERATE(1500U, 4000U, 10'000U, 50'000U);
  INFO(kind.name << ", " << count << " values");
  const std::vector<float> values = drawn(count, count, kind.inverse);
  const std::vector<double> all = sorted(values);
  const QuantileSketch sketch = sketch_of(values);
  CHECK(sketch.bytes() <= 800);
  for (const double p : reported) {
    const double off = test::rank_error(all, sketch.quantile(p), p);
    INFO("quantile " << p << ": off by " << off << ", stated " << sketch.rank_error(p));
    CHECK(off <= 0.005);
    CHECK(off <= sketch.rank_error(p));
    CHECK(sketch.rank_error(p) <= 0.05);
  }
  CHECK(sketch.quantile(0) == all.front());
  CHECK(sketch.quantile(1) == all.back());
}

TEST_CASE("the error that a sketch states holds even if the first values are unlike the rest",
          "[property][statistics]") {
  std::vector<float> values = drawn(1024, 3, [](double u) { return u; });
  const std::vector<float> rest = drawn(9000, 4, [](double u) { return 0.3 + 5 * u * u; });
  values.insert(values.end(), rest.begin(), rest.end());
  const QuantileSketch sketch = sketch_of(values);
  for (double p = 0; p <= 1; p += 0.01) {
    const double off = test::rank_error(sorted(values), sketch.quantile(p), p);
    INFO("quantile " << p << ": off by " << off << ", stated " << sketch.rank_error(p));
    CHECK(off <= sketch.rank_error(p));
  }
  CHECK(sketch.rank_error(0.95) > 0.5);  // most values are above the last point
}

TEST_CASE("after the first call, a sketch does not depend on the order of values and their division into calls",
          "[property][statistics]") {
  std::vector<float> values = drawn(8000, 5, [](double u) { return std::exp(u) * (u < 0.5 ? 1 : 40); });
  const QuantileSketch one = sketch_of(values, 1024, 64);
  std::reverse(values.begin() + 1024, values.end());
  const QuantileSketch other = sketch_of(values, 1024, 1000);
  for (double p = 0; p <= 1; p += 0.01) CHECK(one.quantile(p) == other.quantile(p));
}

TEST_CASE("a sketch without values has no quantiles", "[unit][statistics]") {
  QuantileSketch sketch;
  CHECK_THROWS_WITH(sketch.quantile(0.5), "a quantile needs at least one value");
  FloatSorter sorter;
  sketch.add({}, sorter);
  CHECK(sketch.count() == 0);
  sketch.add(std::vector<float>{4}, sorter);
  CHECK(sketch.quantile(0.3) == 4);
  CHECK_THROWS_WITH(sketch.quantile(1.5), "a quantile at 1.500000; it must be in [0, 1]");
}

TEST_CASE("floats are sorted as numbers, few or many", "[unit][statistics]") {
  const std::size_t count = GENERATE(0U, 1U, 127U, 128U, 5000U);
  std::vector<float> values = drawn(count, 6, [](double u) { return std::tan(3.1 * (u - 0.5)) * std::exp(9 * u); });
  for (std::size_t i = 0; i < count; i += 10) values[i] = values[0];
  std::vector<float> expected = values;
  std::sort(expected.begin(), expected.end());
  FloatSorter sorter;
  sorter.sort(values);
  CHECK(values == expected);
}

}  // namespace
}  // namespace muster
