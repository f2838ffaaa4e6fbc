// The texts for readers in the shipped scenarios exist in English and in Chinese.
#include "cli/languages/languages.hpp"
#include "engine/text/text.hpp"
#include "experiments/session/installation.hpp"
#include "experiments/session/session.hpp"
#include "experiments/session/settings.hpp"
#include "output/cited_source.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <functional>
#include <string>
#include <utility>
#include <vector>
#include <yaml-cpp/yaml.h>

namespace muster {

namespace {

namespace fs = std::filesystem;

// Whether a text has a character from U+3000 on, where Chinese characters and punctuation begin.
bool has_chinese(const std::string& text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xe3; });
}

bool is_english(const std::string& text) { return !text.empty() && !has_chinese(text); }

std::string text_at(const YAML::Node& map, const char* key) {
  const YAML::Node value = map[key];
  return value && value.IsScalar() ? value.Scalar() : std::string{};
}

// Every scenario file of a folder, sorted by path.
std::vector<fs::path> files_in(const char* folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(experiments::shipped_scenarios() / folder))
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

// Visits every map of every file, with its position.
void visit_maps(const std::function<void(const YAML::Node& map, const std::string& where)>& visit) {
  for (const char* folder : {"common", "places", "strategies"}) {
    const std::vector<fs::path> files = files_in(folder);
    REQUIRE_FALSE(files.empty());
    for (const fs::path& file : files) {
      const auto walk = [&](const auto& self, const YAML::Node& node) -> void {
        if (node.IsMap()) {
          visit(node, fmt::format("{}:{}", file.filename().string(), node.Mark().line + 1));
          for (const auto& entry : node) self(self, entry.second);
        } else if (node.IsSequence()) {
          for (const YAML::Node& item : node) self(self, item);
        }
      };
      walk(walk, YAML::LoadFile(file.string()));
    }
  }
}

bool is_address(const std::string& source) { return source.starts_with("http"); }

// Visits every place as planned, and under each of its strategies.
void visit_scenarios(const std::function<void(const scenarios::Scenario&)>& visit) {
  std::vector<std::pair<std::string, std::string>> uses;
  for (const fs::path& file : files_in("places")) uses.emplace_back(file.stem().string(), "as_planned");
  for (const fs::path& file : files_in("strategies")) {
    YAML::Node said = YAML::LoadFile(file.string());
    if (!said["place"] && !said["places"])  // then the strategy that it extends names it
      said.reset(YAML::LoadFile((file.parent_path() / text_at(said, "extends")).string()));
    REQUIRE((said["place"] || said["places"]));
    if (said["place"]) uses.emplace_back(text_at(said, "place"), file.stem().string());
    for (const YAML::Node& place : said["places"]) uses.emplace_back(place.Scalar(), file.stem().string());
  }
  for (const auto& [place, strategy] : uses) {
    INFO(place << " under " << strategy);
    visit(experiments::open_session(experiments::find_scenario(place), {}, experiments::open_strategy(strategy))
              .scenario);
  }
}

TEST_CASE("every name in the shipped scenarios has an English name beside it", "[unit][languages]") {
  std::size_t names = 0;
  visit_maps([&](const YAML::Node& map, const std::string& where) {
    const std::string name = map["name"] ? text_at(map, "name") : text_at(map, "title");
    if (name.empty()) return;
    ++names;
    INFO(where << ": " << name);
    CHECK(is_english(text_at(map, "english")));
  });
  CHECK(names > 0);
}

TEST_CASE("every change in the shipped strategies has a name", "[unit][languages]") {
  for (const fs::path& file : files_in("strategies"))
    for (const YAML::Node& change : YAML::LoadFile(file.string())["changes"]) {
      INFO(file.filename().string() << ": " << text_at(change, "id"));
      CHECK(has_chinese(text_at(change, "title")));
    }
}

TEST_CASE("every note, reason and source in the shipped scenarios has a Chinese text in the catalogue",
          "[unit][languages]") {
  const LanguageScope chinese(cli::catalogues(), Language::chinese);
  std::size_t texts = 0;
  const auto check = [&](const std::string& text, const std::string& where) {
    if (text.empty()) return;
    ++texts;
    INFO(where << ": " << text);
    CHECK(has_translation(text));
    CHECK(has_chinese(translated(text)));
  };
  visit_maps([&](const YAML::Node& map, const std::string& where) {
    check(text_at(map, "note"), where);
    check(text_at(map, "why"), where);
    // A source is an id, an address, or a citation of several words.
    if (const std::string source = text_at(map, "source"); source.find(' ') != std::string::npos) check(source, where);
    if (const YAML::Node sources = map["sources"]; sources && sources.IsMap())
      for (const auto& entry : sources) {
        CHECK_FALSE(is_address(entry.second.Scalar()));  // it has a name, with which readers see it
        check(output::cited_source(entry.second.Scalar(), {}).name, where);
      }
  });
  CHECK(texts > 0);
}

TEST_CASE("a scenario's names are in the chosen language", "[unit][languages][places]") {
  visit_scenarios([](const scenarios::Scenario& scenario) {
    std::vector<LocalizedText> names = {scenario.title};
    for (AreaNode area = 0; area < scenario.areas.whole(); ++area) names.push_back(scenario.areas[area].name);
    for (const TargetDefinition& target : scenario.targets) names.push_back(target.title);
    if (scenario.strategy) {
      names.push_back(scenario.strategy->title);
      for (const scenarios::Strategy::Change& change : scenario.strategy->changes) names.push_back(change.title);
    }
    for (const LocalizedText& name : names) {
      INFO(name.written);
      CHECK(is_english(name.to_string()));
      const LanguageScope chinese(cli::catalogues(), Language::chinese);
      CHECK(has_chinese(name.to_string()));
    }
  });
}

TEST_CASE("the evidence that a report lists is available in Chinese", "[unit][languages][places]") {
  const LanguageScope english(cli::catalogues(), Language::english);
  visit_scenarios([](const scenarios::Scenario& scenario) {
    const LanguageScope chinese(cli::catalogues(), Language::chinese);
    const auto check = [](const std::string& text) {
      INFO(text);
      CHECK(has_translation(text));
    };
    experiments::for_each_setting(scenario, [&](const Setting& setting) {
      check(setting.provenance.note);
      check(to_string(setting.provenance.evidence));
      if (setting.provenance.source.find(' ') != std::string::npos) check(setting.provenance.source);
    });
    for (const scenarios::TargetText& target : scenario.target_texts) check(target.provenance.note);
    for (const auto& [id, source] : scenario.sources) check(output::cited_source(id, scenario.sources).name);
    if (scenario.strategy) check(scenario.strategy->why);
  });
}

TEST_CASE("the kinds of evidence have their Chinese words", "[unit][languages]") {
  const LanguageScope chinese(cli::catalogues(), Language::chinese);
  CHECK(translated("fact") == "事实");
  CHECK(translated("estimate") == "估计");
  CHECK(translated("assumption") == "假设");
}

}  // namespace

}  // namespace muster
