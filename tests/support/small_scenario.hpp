// A scenario of two small areas, written as a file and opened as the program opens one.
#pragma once

#include "experiments/session/session.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/temporary_folder.hpp"

#include <fmt/format.h>
#include <fstream>
#include <string>
#include <vector>

namespace muster::test {

// A place that extends the shared files of the shipped places, with two areas of 1 000 candidates and a million
// yuan a year each. A third area, if there is one, is twice as large and doubles every total, so that the first two
// keep what they had.
inline std::string two_areas(bool third_area = false) {
  const int k = third_area ? 2 : 1;
  const std::string third = third_area ? ", third: 2" : "";
  return fmt::format(R"(place: pair
title: 两地
headline: [qualification.held]
extends: {}/scenarios/common/workforce.yaml
start: 2021-12-05
horizon: 2024-12-31
areas:
  - {{id: east, name: 东}}
{}  - {{id: west, name: 西}}
people:
  weight: {{by_area: {{east: 1, west: 1{}}}}}
qualification:
  holders: {{total: {} people}}
  under_way: {{sitting: 2021, registered: {} people, registered_before: {} people, comes_again: 25 %}}
  demand: {{first_time: {} people}}
posts:
  mandate: {{by: 2023-12-31, from: 2022-01-01, registers: 80 %, sanction: replace}}
stations:
  townships: {{by_area: {{east: 12, west: 9{}}}}}
  open_at_start: {{by_area: {{east: 4, west: 0{}}}}}
  qualified_at_start: 50 %
  waves:
    - {{id: rest, title: 其余, areas: [all], start: 2021-12-06, deadline: 2022-12-31}}
services:
  fields: [{{id: anything, title: 服务, share: 100 %}}]
training:
  seats: 20 people
funding:
  weight: {{by_area: {{east: 1, west: 1{}}}}}
  sources:
    - {{id: budget, title: 预算, per_year: {} yuan, at_start: {} yuan, carried_over: 50 %, pays_for: [running, set_up, training]}}
)",
                     testing::source_folder(), third_area ? "  - {id: third, name: 第三}\n" : "", third, 4000 * k,
                     2000 * k, 1600 * k, 2000 * k, third_area ? ", third: 30" : "", third_area ? ", third: 7" : "",
                     third, 2000000 * k, 400000 * k);
}

inline experiments::Session open_scenario(const testing::TemporaryFolder& folder, const std::string& name,
                                          const std::string& text,
                                          const std::vector<scenarios::Override>& overrides = {}) {
  const std::filesystem::path file = folder.path() / name;
  std::ofstream(file, std::ios::binary) << text;
  return experiments::open_session(file, overrides);
}

}  // namespace muster::test
