#include "engine/experiments/relaxation.hpp"

#include "engine/experiments/sensitivity.hpp"
#include "engine/parameters/table.hpp"
#include "tests/support/catch.hpp"

#include <limits>

namespace muster {
namespace {

using namespace std::chrono;

struct Shop {
  std::string id;
  ByDate<Share> open;
  Number clerks;

  static void declare(ParameterTable<Shop>& table) {
    table.field("open", &Shop::open).in(0, 1).changeable().means("share of the day");
    table.field("clerks", &Shop::clerks).in(0, 100).means("people");
  }
};

struct Town {
  std::vector<Shop> shops;
  DistributionOf<Days> wait;
  ByDate<Number> visitors;

  static void declare(ParameterTable<Town>& table) {
    table.field("shops", &Town::shops).means("shops");
    table.field("wait", &Town::wait).in(Days{0}, Days{100}).means("waiting");
    table.field("visitors", &Town::visitors).in(0, 1e6).means("visitors");
  }
};

const Section& town() {
  static const Section made = section<Town>("town", "the town", "a town");
  return made;
}

Setting setting(const FieldSpec& field, const std::string& path, decltype(Setting::content) content) {
  Setting made;
  made.field = &field;
  made.path = path;
  made.content = std::move(content);
  return made;
}

SectionSettings written() {
  const TableSpec& table = *town().table;
  const TableSpec& shop = *table.find("shops")->nested;
  GroupSetting item;
  item.id = "bakery";
  item.fields.push_back(setting(*shop.find("open"), "town.shops.bakery.open",
                                ValueSetting(ScalarSetting(Uncertain{0.4, 0.6, 0.9, "", 0}))));
  item.fields.push_back(setting(*shop.find("clerks"), "town.shops.bakery.clerks", ValueSetting(ScalarSetting(4.0))));
  GroupSetting group;
  group.fields.push_back(setting(*table.find("shops"), "town.shops", std::vector<GroupSetting>{item}));
  group.fields.push_back(
      setting(*table.find("wait"), "town.wait",
              ValueSetting(DistributionSetting{"lognormal", {Uncertain{10, 20, 40, "", 0}, 5.0}, {}})));
  group.fields.push_back(
      setting(*table.find("visitors"), "town.visitors",
              ValueSetting(TimelineSetting{{{2020y / 1 / 1, 100.0}, {2022y / 1 / 1, 300.0}}, true})));
  return {{&town(), group}};
}

const DrawKey key = std::pair(Seed{7}, Replication{3});

Town town_of(const SectionSettings& settings) { return ParameterSets(settings, key).get<Town>(); }

double at(const auto& by_date, Date date) { return by_date.at(start_of(date)).value; }

const Period in_2021{2021y / 1 / 1, 2022y / 1 / 1};

}  // namespace

TEST_CASE("a path is compared with a pattern name by name", "[unit][experiments]") {
  CHECK(follows("town.shops.bakery.open", "town.shops.*.open"));
  CHECK_FALSE(follows("town.shops.bakery.open", "town.shops.*"));
  CHECK_FALSE(follows("town.shops", "town.shops.*"));
  CHECK_FALSE(follows("town.shops.bakery.clerks", "town.shops.*.open"));
}

TEST_CASE("the parameters to which changes apply are found, and whether they can change for a period",
          "[unit][experiments]") {
  const std::vector<ParameterChange> changes{
      {"town.shops.*.open", 2, {}}, {"town.wait", 0.5, {}}, {"town.mayor", 2, {}}};
  const std::vector<Relaxable> found = relaxable(written(), changes);
  REQUIRE(found.size() == 2);
  CHECK(found[0].path == "town.shops.bakery.open");
  CHECK(found[0].by_date);
  CHECK_FALSE(found[1].by_date);
}

TEST_CASE("without a period, the drawn value is scaled within its range and other draws are unchanged",
          "[unit][experiments]") {
  const Town plain = town_of(written());
  const std::vector<ParameterChange> changes{
      {"town.shops.*.clerks", 3, {}}, {"town.wait", 0.5, {}}, {"town.visitors", 2, {}}};
  const Town more = town_of(relaxed(written(), changes, std::nullopt, key));
  CHECK(more.shops[0].clerks.value == 12);
  CHECK(more.wait.mean().value == plain.wait.mean().value / 2);
  CHECK(at(more.visitors, 2021y / 7 / 1) == 2 * at(plain.visitors, 2021y / 7 / 1));
  CHECK(at(more.shops[0].open, 2021y / 1 / 1) == at(plain.shops[0].open, 2021y / 1 / 1));

  const std::vector<ParameterChange> too_much{{"town.shops.*.open", 10, {}}};
  CHECK(at(town_of(relaxed(written(), too_much, std::nullopt, key)).shops[0].open, 2021y / 1 / 1) == 1);
}

TEST_CASE("with a period of a year, a value by date is unchanged before and after it", "[unit][experiments]") {
  const Town plain = town_of(written());
  const std::vector<ParameterChange> changes{
      {"town.shops.*.open", {}, 1}, {"town.visitors", 2, {}}, {"town.wait", 0.5, {}}};
  const Town year = town_of(relaxed(written(), changes, in_2021, key));
  const double share = at(plain.shops[0].open, 2020y / 6 / 1);
  CHECK(share < 1);
  for (const Date outside : {Date{2020y / 6 / 1}, Date{2020y / 12 / 31}, Date{2022y / 1 / 1}, Date{2023y / 1 / 1}}) {
    CHECK(at(year.shops[0].open, outside) == share);
    CHECK(std::abs(at(year.visitors, outside) - at(plain.visitors, outside)) < 1e-9);
  }
  for (const Date within : {Date{2021y / 1 / 1}, Date{2021y / 6 / 1}, Date{2021y / 12 / 31}}) {
    CHECK(at(year.shops[0].open, within) == 1);
    CHECK(std::abs(at(year.visitors, within) - 2 * at(plain.visitors, within)) < 1e-9);
  }
  CHECK(year.wait.mean().value == plain.wait.mean().value);  // not a value by date: unchanged
}

TEST_CASE("the draws of a replication can be computed without simulating", "[unit][experiments]") {
  const SectionSettings settings = written();
  const std::vector<UncertainInput> inputs = uncertain_inputs(settings);
  REQUIRE(inputs.size() == 2);
  const Town drawn = town_of(settings);
  CHECK(draws_of(inputs[0], key->first, key->second) == std::vector{at(drawn.shops[0].open, 2021y / 1 / 1)});
  CHECK(std::abs(draws_of(inputs[1], key->first, key->second).at(0) - drawn.wait.mean().value) < 1e-9);
}

}  // namespace muster
