// Files for a test in a folder of their own, which is removed when the test ends; and a file without faults, which
// tests can damage.
#pragma once

#include <atomic>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <string>
#include <unistd.h>
#include <utility>

namespace muster::scenarios::toys {

class TestFiles {
 public:
  TestFiles(std::initializer_list<std::pair<std::string, std::string>> files) {
    static std::atomic<int> count = 0;
    folder_ = std::filesystem::temp_directory_path() /
              ("muster_test_" + std::to_string(getpid()) + "_" + std::to_string(count++));
    std::filesystem::create_directories(folder_);
    for (const auto& [name, text] : files) write(name, text);
  }
  TestFiles(const TestFiles&) = delete;
  TestFiles& operator=(const TestFiles&) = delete;
  ~TestFiles() {
    std::error_code unimportant;
    std::filesystem::remove_all(folder_, unimportant);
  }

  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories(path(name).parent_path());
    std::ofstream(path(name), std::ios::binary) << text;
  }

  [[nodiscard]] std::filesystem::path path(const std::string& name) const { return folder_ / name; }

  [[nodiscard]] std::string without_folder(std::string text) const {
    const std::string prefix = folder_.generic_string() + "/";
    for (std::size_t at = 0; (at = text.find(prefix, at)) != std::string::npos;) text.erase(at, prefix.size());
    return text;
  }

 private:
  std::filesystem::path folder_;
};

inline const std::string good = R"(place: toytown
title: 玩具城
start: 2021-12-05
horizon: 2027-12-31
headline: [stations.open, posts.filled]
sources:
  yearbook: https://example.org/yearbook
areas:
  - {id: centre, name: 中心}
  - {id: north, name: 北, within: rim}
  - {id: south, name: 南, within: rim}
  - {id: rim, name: 外圈}
targets:
  - id: covered
    title: every township has a station
    series: stations.coverage
    at_least: 100 %
    by: 2025-12-31
    fact: S3
  - {id: cheap, title: 便宜, series: funding.spent, area: rim, at_most: 15 万元, by: 2026-12-31}
posts:
  source: yearbook
  time_to_fill: {lognormal: {mean: {low: 40 days, likely: 60 days, high: 90 days}, sd: 45 days}, kind: estimate, source: yearbook}
  attrition: {by_date: {2021-12-05: 20 % per year, 2023-01-01: 0.1 per year}, between: ramps, fact: [S1, S2]}
  salary: 15 万元
  pass: {low: 10 %, likely: 20 %, high: 30 %, moves_with: papers, correlation: 0.6, kind: assumption, note: a guess}
  judged_by: posts.filled
  mandate: {by: 2026-12-31, sanction: replace, hire_qualified: off}
stations:
  townships: {by_area: {centre: 10, rim: 20, south: 5}, fact: S4}
  procurement: 45 days
  crew: 4 people
  waves:
    - {id: first, by: 2023-12-31, part: 40 %, where: [rim]}
    - {id: second, by: 2025-12-31, part: 60 %}
policy:
  changes:
    - {id: pay, on: 2024-01-01, parameter: posts.attrition, to: {by_date: {2024-01-01: 0.1 per year}}}
    - {id: crew, on: 2024-01-01, parameter: stations.waves.first.part, to: 50 %}
)";

}  // namespace muster::scenarios::toys
