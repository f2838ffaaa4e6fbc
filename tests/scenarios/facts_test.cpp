// The facts of the founding document stand in the places, and the first row of their trajectories has them to the unit.
#include "cli/session.hpp"
#include "engine/clock/calendar.hpp"
#include "engine/parameters/table.hpp"
#include "tests/support/catch.hpp"

#include <atomic>
#include <fmt/format.h>
#include <set>
#include <string>
#include <vector>

namespace muster {

namespace {

using namespace std::chrono_literals;

cli::Session place(const std::string& name) { return cli::open_session(cli::find_scenario(name), {}); }

template <class Visit>
void for_each_setting(const GroupSetting& group, Visit visit) {
  for (const Setting& setting : group.fields) {
    visit(setting);
    if (const auto* nested = std::get_if<GroupSetting>(&setting.content)) for_each_setting(*nested, visit);
    if (const auto* items = std::get_if<std::vector<GroupSetting>>(&setting.content))
      for (const GroupSetting& item : *items) for_each_setting(item, visit);
  }
}

template <class Visit>
void for_each_setting(const scenarios::Scenario& scenario, Visit visit) {
  for (const auto& [section, group] : scenario.sections) for_each_setting(group, visit);
}

std::set<std::string> facts_of(const scenarios::Scenario& scenario) {
  std::set<std::string> facts;
  for_each_setting(scenario, [&](const Setting& setting) {
    facts.insert(setting.provenance.facts.begin(), setting.provenance.facts.end());
  });
  for (const TargetDefinition& target : scenario.targets) facts.insert(target.facts.begin(), target.facts.end());
  return facts;
}

// The facts of a kind that no parameter and no target carries.
std::vector<std::string> missing_facts(const scenarios::Scenario& scenario, const std::string& letter, int last) {
  const std::set<std::string> there = facts_of(scenario);
  std::vector<std::string> missing;
  for (int n = 1; n <= last; ++n)
    if (!there.contains(letter + std::to_string(n))) missing.push_back(letter + std::to_string(n));
  return missing;
}

TEST_CASE("every fact of the founding document stands in its place", "[scenarios]") {
  CHECK(missing_facts(place("wenzhou").scenario, "W", 7) == std::vector<std::string>{});
  CHECK(missing_facts(place("shenyang").scenario, "S", 14) == std::vector<std::string>{});
}

TEST_CASE("every parameter of a place says what it rests on", "[scenarios]") {
  for (const char* name : {"wenzhou", "shenyang"}) {
    const cli::Session session = place(name);
    std::vector<std::string> unstated, sourceless;
    for_each_setting(session.scenario, [&](const Setting& setting) {
      const bool has_value =
          std::holds_alternative<ValueSetting>(setting.content) || std::holds_alternative<AreaSetting>(setting.content);
      if (!has_value || setting.field->name == "title") return;
      const std::string where = fmt::format("{}:{} {}", setting.where.file, setting.where.line, setting.path);
      if (!setting.provenance.stated) unstated.push_back(where);
      if (setting.provenance.evidence == Evidence::fact && setting.provenance.source.empty() &&
          setting.provenance.facts.empty())
        sourceless.push_back(where);
    });
    CHECK(unstated == std::vector<std::string>{});
    CHECK(sourceless == std::vector<std::string>{});
  }
}

TEST_CASE("every source that a parameter names is listed with its address", "[scenarios]") {
  for (const char* name : {"wenzhou", "shenyang"}) {
    const cli::Session session = place(name);
    std::set<std::string> missing;
    for_each_setting(session.scenario, [&](const Setting& setting) {
      const std::string& source = setting.provenance.source;
      if (!source.empty() && !session.scenario.sources.contains(source)) missing.insert(source);
    });
    CHECK(missing == std::set<std::string>{});
  }
}

// The value of the first report in every replication of a small ensemble; fails where they differ.
class FirstRow {
 public:
  explicit FirstRow(const std::string& name) : session_(place(name)), results_(Results(session_.shape)) {
    static const std::atomic<bool> never{false};
    Plan plan = session_.plan(Seed{1});
    plan.horizon = plan.start + std::chrono::days{1};  // the first row needs no more
    session_.shape.dates = monthly_reports(plan.start, plan.horizon);
    std::erase_if(session_.shape.targets, [&](const TargetDefinition& target) { return target.by > plan.horizon; });
    plan.replications = 12;
    results_ = run(plan, session_.shape, session_.build, never).results;
    REQUIRE(results_.stopped().empty());
    REQUIRE(results_.replications() == 12);
  }
  double operator()(const std::string& series, const std::string& area = "all") const {
    std::size_t s = 0;
    while (session_.shape.series.at(s).name.name != series) ++s;
    const std::vector<double> values =
        results_.values(session_.shape.cell(0, session_.shape.areas.find(area).value(), s));
    REQUIRE(values.size() == 12);
    for (const double value : values) REQUIRE(value == values.front());
    return values.front();
  }
  [[nodiscard]] const ResultsShape& shape() const { return session_.shape; }

 private:
  cli::Session session_;
  Results results_;
};

TEST_CASE("Wenzhou's first row is that of December 2021", "[scenarios]") {
  const FirstRow wenzhou("wenzhou");
  CHECK(wenzhou.shape().dates.front() == Date{2021y / 12 / 5});
  CHECK(wenzhou("qualification.held") == 17500);
  CHECK(wenzhou("qualification.registered") == 16500);
  CHECK(wenzhou("stations.open") == 141);
  CHECK(wenzhou("stations.townships") == 185);
  CHECK(wenzhou("stations.in_service") == 141);
  CHECK(wenzhou("qualification.issued") == 0);  // those of 2021 come in the forecast
  CHECK(wenzhou("stations.planned") == 0);      // what is to come is planned from the next day on
  CHECK(wenzhou.shape().areas.leaf_count() == 13);
}

TEST_CASE("Shenyang's first row is that of December 2021", "[scenarios]") {
  const FirstRow shenyang("shenyang");
  const Areas& areas = shenyang.shape().areas;
  CHECK(shenyang.shape().dates.front() == Date{2021y / 12 / 5});
  CHECK(areas.leaf_count() == 13);
  CHECK(areas.leaves_of(areas.find("urban9").value()).size() == 9);
  CHECK(areas.leaves_of(areas.find("outer4").value()).size() == 4);
  for (AreaNode area = 0; area < areas.leaf_count(); ++area)
    CHECK(shenyang("stations.open", areas[area].id) == (areas[area].id == "shenbei" ? 10 : 0));
  CHECK(shenyang("stations.open") == 10);
  CHECK(shenyang("stations.townships", "shenbei") == 10);
  CHECK(shenyang("stations.townships", "urban9") == 99);
  CHECK(shenyang("stations.townships", "outer4") == 82);
  CHECK(shenyang("stations.townships") == 181);
}

TEST_CASE("the places' horizons and targets are those of the founding document", "[scenarios]") {
  const auto targets = [](const scenarios::Scenario& scenario) {
    std::vector<std::string> lines;
    for (const TargetDefinition& target : scenario.targets)
      lines.push_back(fmt::format("{} {} {} >= {} by {}", fmt::join(target.facts, ","), target.area, target.series,
                                  target.goal, iso(target.by)));
    return lines;
  };
  const cli::Session shenyang = place("shenyang"), wenzhou = place("wenzhou");
  CHECK(shenyang.scenario.horizon == Date{2027y / 12 / 31});
  CHECK(wenzhou.scenario.horizon == Date{2027y / 12 / 31});
  CHECK(targets(shenyang.scenario) == std::vector<std::string>{
                                          "S3 urban9 stations.coverage >= 1 by 2022-06-30",
                                          "S4 outer4 stations.open >= 4 by 2022-06-30",
                                          "S5 urban9 stations.service_share >= 1 by 2022-12-31",
                                          "S5 outer4 stations.in_service >= 4 by 2022-12-31",
                                          "S6 outer4 stations.coverage >= 1 by 2023-12-31",
                                          "S6 outer4 stations.service_share >= 1 by 2023-12-31",
                                          "S7 all stations.qualified_share >= 1 by 2026-12-31",
                                      });
  CHECK(targets(wenzhou.scenario) == std::vector<std::string>{"W5 all stations.coverage >= 1 by 2022-12-31"});
}

}  // namespace

}  // namespace muster
