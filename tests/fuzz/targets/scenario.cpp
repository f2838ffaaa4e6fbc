// A scenario file: any bytes, beside the places shipped with the program.
#include "tests/fuzz/targets/shipped.hpp"
#include "tests/fuzz/targets/targets.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/small_scenario.hpp"

namespace muster::fuzz {

namespace {

constexpr const char* file = "places/any.yaml";

void check(std::string_view bytes) {
  const Shipped files(file, bytes);
  files.open_or_refuse(Shipped::path(file));
}

// Rewrites the paths as a file in the folder of places refers to the shared files.
std::string small_place(bool third_area) {
  std::string text = test::two_areas(third_area);
  const std::string folder = testing::source_folder() + "/scenarios";
  return text.replace(text.find(folder), folder.size(), "..");
}

std::vector<std::string> seeds() {
  std::vector<std::string> seeds = shipped_files("places");
  for (const std::string& common : shipped_files("common")) seeds.push_back(common);
  seeds.push_back(small_place(false));
  seeds.push_back(small_place(true));
  for (const char* place : {"shenyang", "tongren", "henan", "wenzhou"})
    seeds.push_back("place: mine\ntitle: 我的\nextends: " + std::string(place) +
                    ".yaml\nposts:\n  mandate: {registers: {low: 60 %, likely: 80 %, high: 95 %}}\n");
  seeds.push_back(
      "place: mine\nextends: [shenyang.yaml]\nareas:\n  - {id: heping, remove: true}\n"
      "stations:\n  procurement: {lognormal: {mean: 45 days, sd: 25 days}}\n"
      "policy:\n  changes:\n    - {id: a, on: 2023-01-01, parameter: training.seats, scale: 2, over: 1 year}\n");
  return seeds;
}

}  // namespace

const Target scenario{"scenario", check, seeds};

}  // namespace muster::fuzz
