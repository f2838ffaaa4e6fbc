#include "engine/parameters/parameter_sets.hpp"

#include "tests/support/catch.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace muster {

namespace {

using namespace std::chrono_literals;

struct Step {
  std::string id;
  Days wait{0};
  int limit = 1;

  static void declare(ParameterTable<Step>& table) {
    table.field("wait", &Step::wait).in(Days{0}, Days{100}).changeable().means("days of the step");
    table.field("limit", &Step::limit).in(1, 10).changeable().means("how many at once");
  }
};

enum class Colour { red, green };

struct Inner {
  Share part{0.5};
  Colour colour = Colour::red;

  static void declare(ParameterTable<Inner>& table) {
    table.field("part", &Inner::part).in(Share{0}, Share{1}).means("a share");
    table.choice("colour", &Inner::colour, {{"red", Colour::red, "red"}, {"green", Colour::green, "green"}})
        .means("a colour");
  }
};

struct Rules {
  DistributionOf<Days> wait;
  ByDate<PerYear> rate;
  PerArea<Number> size;
  std::optional<Date> until;
  Inner inner;
  std::vector<Step> steps;

  static void declare(ParameterTable<Rules>& table) {
    table.field("wait", &Rules::wait).in(Days{1}, Days{100}).means("a wait");
    table.field("rate", &Rules::rate).in(PerYear{0}, PerYear{2}).changeable().means("a rate");
    table.field("size", &Rules::size).whole().means("a size");
    table.field("until", &Rules::until).means("the last date");
    table.field("inner", &Rules::inner).means("a group");
    table.field("steps", &Rules::steps).optional().means("a list");
  }
};

const std::vector<Section>& sections() {
  static const std::vector<Section> all = {section<Rules>("rules", "the rules", "rules of a game")};
  return all;
}

Setting setting(const TableSpec& table, const std::string& path, ValueSetting value) {
  Setting made;
  made.field = table.find(path.substr(path.rfind('.') + 1));
  REQUIRE(made.field);
  made.path = path;
  made.content = std::move(value);
  return made;
}

// Settings with the given rules.wait, rules.size and rules.rate, and one step.
SectionSettings written(const ScalarSetting& wait, const ScalarSetting& size, const ScalarSetting& rate) {
  const TableSpec& table = *sections()[0].table;
  GroupSetting group;
  group.fields.push_back(setting(table, "rules.wait", wait));
  group.fields.push_back(
      setting(table, "rules.rate", TimelineSetting{{{Date{2022y / 1 / 1}, rate}, {Date{2023y / 1 / 1}, 0.5}}, true}));
  Setting sizes = setting(table, "rules.size", ScalarSetting{0.0});
  sizes.content = AreaSetting{{ValueSetting{size}, ValueSetting{ScalarSetting{7.0}}}};
  group.fields.push_back(sizes);
  GroupSetting step;
  step.id = "first";
  step.fields.push_back(setting(*table.find("steps")->nested, "rules.steps.first.wait", ScalarSetting{3.0}));
  step.fields.push_back(setting(*table.find("steps")->nested, "rules.steps.first.limit", ScalarSetting{2.0}));
  Setting steps = setting(table, "rules.steps", ScalarSetting{0.0});
  steps.content = std::vector{step};
  group.fields.push_back(steps);
  GroupSetting inner;
  inner.fields.push_back(setting(*table.find("inner")->nested, "rules.inner.colour", std::string("green")));
  Setting inner_setting = setting(table, "rules.inner", ScalarSetting{0.0});
  inner_setting.content = inner;
  group.fields.push_back(inner_setting);
  return {{&sections()[0], group}};
}

DrawKey draw_key(std::uint64_t replication) { return std::pair{Seed{7}, Replication{replication}}; }

TEST_CASE("a misfit is located where it was written, or at the enclosing item", "[unit]") {
  SectionSettings settings = written(ScalarSetting{1.0}, ScalarSetting{2.0}, ScalarSetting{0.5});
  GroupSetting& group = settings[0].second;
  const auto line = [](int number) { return SourceLocation{"a.yaml", number, 3, 1}; };
  group.where = line(1);
  for (std::size_t i = 0; i < group.fields.size(); ++i) group.fields[i].where = line(10 + static_cast<int>(i));
  std::get<AreaSetting>(group.fields[2].content).locations = {line(20), line(21)};
  auto& steps = std::get<std::vector<GroupSetting>>(group.fields[3].content);
  steps[0].where = line(30);
  steps[0].fields[1].where = line(31);
  std::get<GroupSetting>(group.fields[4].content).fields[0].where = line(40);
  for (const auto& [path, area, at] :
       std::vector<std::tuple<std::string, std::optional<AreaId>, int>>{{"", {}, 1},
                                                                        {"wait", {}, 10},
                                                                        {"size", {}, 12},
                                                                        {"size", AreaId{1}, 21},
                                                                        {"steps", {}, 13},
                                                                        {"steps.first", {}, 30},
                                                                        {"steps.first.limit", {}, 31},
                                                                        {"steps.first.none", {}, 30},
                                                                        {"steps.second", {}, 13},
                                                                        {"inner", {}, 14},
                                                                        {"inner.colour", {}, 40},
                                                                        {"none", {}, 1}}) {
    INFO(path);
    CHECK(where_in(group, path, area) == line(at));
  }
  InconsistentParameter fault("rules.steps.first.limit", "it does not fit");
  CHECK(fault.what() == std::string("it does not fit"));
  fault.locate(settings);
  CHECK(fault.where() == line(31));
  CHECK(fault.what() == std::string("a.yaml:31:3: it does not fit"));
}

TEST_CASE("a declaration defines what may be written", "[unit]") {
  const TableSpec& table = *table_of<Rules>();
  CHECK(table.names() == std::vector<std::string>{"wait", "rate", "size", "until", "inner", "steps"});
  CHECK(table.find("wait")->form == Form::distribution);
  CHECK(table.find("wait")->dimension == Dimension::days);
  CHECK(table.find("rate")->form == Form::by_date);
  CHECK(table.find("rate")->highest == 2);
  CHECK(table.find("size")->by_area);
  CHECK(table.find("until")->optional);
  CHECK(table.find("until")->form == Form::date);
  CHECK(table.find("inner")->nested->find("colour")->choices == std::vector<std::string>{"red", "green"});
  CHECK(table.find("steps")->nested->find("limit")->whole);
  CHECK(table.find("nothing") == nullptr);
}

TEST_CASE("a path names a declared field through groups and items", "[unit]") {
  CHECK(field_at(sections(), "rules.wait")->name == "wait");
  CHECK(field_at(sections(), "rules.inner.part")->name == "part");
  CHECK(field_at(sections(), "rules.steps.any.limit")->name == "limit");
  for (const char* path :
       {"", "rules", "rule.wait", "rules.wiat", "rules.wait.mean", "rules.inner.part.low", "rules.steps.any.wiat"}) {
    INFO(path);
    CHECK(field_at(sections(), path) == nullptr);
  }
}

TEST_CASE("without a seed every uncertain number has its most likely value", "[unit]") {
  const ParameterSets sets(
      written(Uncertain{1, 4, 10, "", 0}, Uncertain{1, 2.6, 4, "", 0}, Uncertain{0, 0.1, 1, "", 0}), std::nullopt);
  const Rules& rules = sets.get<Rules>();
  CHECK(rules.wait.mean().value == 4);
  CHECK(rules.size[AreaId{0}].value == 3);  // rounded to a whole number
  CHECK(rules.size[AreaId{1}].value == 7);
  CHECK(rules.rate.at(start_of(2022y / 1 / 1)).value == 0.1);
  CHECK(rules.rate.at(start_of(2022y / 7 / 2) + Days{0.5}).value == Catch::Approx(0.3));  // half-way up the ramp
  CHECK(rules.rate.at(start_of(2030y / 1 / 1)).value == 0.5);
  CHECK(rules.rate.at(start_of(2000y / 1 / 1)).value == 0.1);
  CHECK_FALSE(rules.until);
  CHECK(rules.inner.part.value == 0.5);  // left out: the initial value of the struct
  CHECK(rules.inner.colour == Colour::green);
  REQUIRE(rules.steps.size() == 1);
  CHECK(rules.steps[0].id == "first");
  CHECK(rules.steps[0].limit == 2);
}

TEST_CASE("a draw depends only on its path, seed and replication", "[property]") {
  const ScalarSetting range = Uncertain{1, 4, 10, "", 0};
  const auto wait = [&](const ScalarSetting& size, std::uint64_t replication) {
    return ParameterSets(written(range, size, 0.1), draw_key(replication)).get<Rules>().wait.mean().value;
  };
  std::vector<double> draws;
  for (std::uint64_t replication = 0; replication < 50; ++replication) {
    draws.push_back(wait(3.0, replication));
    CHECK(draws.back() > 1);
    CHECK(draws.back() < 10);
    // Adding an uncertain number does not change the draw.
    CHECK(draws.back() == wait(Uncertain{1, 2, 4, "", 0}, replication));
  }
  std::sort(draws.begin(), draws.end());
  CHECK(std::adjacent_find(draws.begin(), draws.end()) == draws.end());
}

TEST_CASE("ranges that vary with one factor are correlated by the product of their correlations with it",
          "[statistical]") {
  // Normal scores of a one-factor Gaussian copula: R. B. Nelsen, An Introduction to Copulas, 2nd ed., sec. 2.3.
  // Fisher's z of the sample correlation has standard deviation 1 / sqrt(n - 3); a deviation of 4.9 of them occurs
  // by chance once in a million.
  constexpr int n = 4000;
  constexpr double low = 0, high = 1;
  const auto score = [](double value) {
    // The position of a PERT draw in its own distribution, by bisection of the quantile.
    const Distribution pert = Distribution::pert(low, 0.5, high);
    double from = 0, to = 1;
    for (int i = 0; i < 60; ++i) (pert.quantile((from + to) / 2) < value ? from : to) = (from + to) / 2;
    return normal_quantile((from + to) / 2);
  };
  const auto correlation_of = [&](double first, double second) {
    double xy = 0, xx = 0, yy = 0;
    for (int i = 0; i < n; ++i) {
      const ScalarSetting a = Uncertain{low, 0.5, high, "papers", first};
      const ScalarSetting b = Uncertain{low, 0.5, high, "papers", second};
      const double x = score(std::get<double>(draw(ValueSetting{a}, "a.x", draw_key(static_cast<std::uint64_t>(i)))));
      const double y = score(std::get<double>(draw(ValueSetting{b}, "b.y", draw_key(static_cast<std::uint64_t>(i)))));
      xy += x * y;
      xx += x * x;
      yy += y * y;
    }
    return xy / std::sqrt(xx * yy);
  };
  const double z_limit = 4.9 / std::sqrt(n - 3.0);
  for (const auto& [first, second] : {std::pair{0.8, 0.9}, std::pair{0.8, -0.5}, std::pair{0.0, 0.9}})
    CHECK(std::abs(std::atanh(correlation_of(first, second)) - std::atanh(first * second)) < z_limit);
}

TEST_CASE("policy sets and scales the parameter that a path names", "[unit]") {
  ParameterSets sets(written(4.0, 3.0, 0.1), std::nullopt);
  sets.set("rules.steps.first.wait", 9.0);
  sets.scale("rules.steps.first.wait", 2);
  CHECK(sets.get<Rules>().steps[0].wait.value == 18);
  sets.set("rules.steps.first.limit", 2.9999999);
  CHECK(sets.get<Rules>().steps[0].limit == 3);  // whole numbers are rounded, not truncated
  sets.scale("rules.steps.first.limit", 1.2);
  CHECK(sets.get<Rules>().steps[0].limit == 4);
  sets.scale("rules.rate", 3);
  CHECK(sets.get<Rules>().rate.timeline() ==
        Timeline{{{Date{2022y / 1 / 1}, 0.1 * 3}, {Date{2023y / 1 / 1}, 1.5}}, true});
  sets.set("rules.rate", 0.7);
  CHECK(sets.get<Rules>().rate.at(start_of(2024y / 1 / 1)).value == 0.7);
  CHECK_THROWS_WITH(sets.set("rules.steps.second.wait", 9.0), "no parameter rules.steps.second.wait");
  sets.set("rules.size", 9.0);  // for a parameter by area: all areas
  CHECK(sets.numbers("rules.size", Instant{}) == std::vector<double>(sets.get<Rules>().size.size(), 9.0));
  CHECK_THROWS_WITH(sets.scale("rules.wait", 2), "rules.wait is not a number to scale");
}

TEST_CASE("every kind of distribution can be made from its declared arguments", "[unit]") {
  for (const DistributionKind& kind : distribution_kinds()) {
    INFO(kind.name);
    CHECK(kind.arguments.size() == kind.plain.size());
    const std::vector<double> rising =
        kind.name == "binomial" ? std::vector<double>{10, 0.5} : std::vector<double>{0.5, 0.6, 0.7};
    std::vector<double> arguments(rising.begin(), rising.begin() + static_cast<std::ptrdiff_t>(kind.arguments.size()));
    if (arguments.empty()) arguments = {1, 2};
    const Distribution made = make_distribution(
        kind.name, arguments, kind.arguments.empty() ? std::vector<double>{1, 3} : std::vector<double>{});
    CHECK(made.kind_name() == kind.name);
  }
  CHECK_THROWS_WITH(make_distribution("lognormall", {1, 2}, {}), "there is no distribution `lognormall`");
}

}  // namespace

}  // namespace muster
