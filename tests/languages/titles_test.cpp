// Series and parameters have short titles in both languages, declared beside them, and no two of a scenario share a
// title.
#include "engine/parameters/titles.hpp"
#include "cli/languages/languages.hpp"
#include "engine/experiments/sensitivity.hpp"
#include "engine/text/text.hpp"
#include "experiments/session/installation.hpp"
#include "experiments/session/session.hpp"
#include "experiments/session/settings.hpp"
#include "models/assembly.hpp"
#include "scenarios/loader/format.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <string>

namespace muster {

namespace {

// The most characters for a title declared by a model, so that it fits a chart's row and a table's first column;
// names from the scenario come on top of it.
constexpr std::size_t longest_in_english = 28, longest_in_chinese = 14;
constexpr std::size_t longest_with_names_in_english = 64, longest_with_names_in_chinese = 20;
constexpr std::size_t longest_path_in_english = 80, longest_path_in_chinese = 40;

std::size_t characters_of(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

void visit_places(const std::function<void(const experiments::Session&)>& visit) {
  const LanguageScope english(cli::catalogues(), Language::english);
  std::size_t places = 0;
  for (const auto& entry : std::filesystem::directory_iterator(experiments::shipped_scenarios() / "places")) {
    if (entry.path().extension() != ".yaml") continue;
    ++places;
    INFO(entry.path().stem().string());
    visit(experiments::open_session(entry.path(), {}));
  }
  CHECK(places >= 5);
}

// Collects the titles in each language and fails if two are the same.
void check_distinct(
    const std::function<void(const std::function<void(const std::string&, const std::string&)>&)>& say) {
  for (const Language language : {Language::english, Language::chinese}) {
    const LanguageScope speaking(cli::catalogues(), language);
    std::map<std::string, std::string> called;  // title → id
    say([&](const std::string& id, const std::string& words) {
      const auto [other, is_new] = called.emplace(words, id);
      INFO(id << " and " << other->second << " are both called " << words);
      CHECK(is_new);
    });
    CHECK(called.size() > 0);
  }
}

TEST_CASE("every series of a place has a short, unique title in both languages", "[unit][languages][places]") {
  visit_places([](const experiments::Session& session) {
    for (const SeriesInfo& info : session.shape.series) {
      const SeriesName& name = info.name;
      // `<model>.<what>.<item>`, or with further items, which may be a scenario's own.
      const bool of_item = std::count(name.name.begin(), name.name.end(), '.') >= 2;
      INFO(name.name << ": " << name.title);
      CHECK_FALSE(name.title.empty());
      CHECK(characters_of(name.title.to_string()) <= (of_item ? longest_with_names_in_english : longest_in_english));
      const LanguageScope chinese(cli::catalogues(), Language::chinese);
      CHECK(name.title.is_translated());
      INFO(name.title);
      CHECK(characters_of(name.title.to_string()) <= (of_item ? longest_with_names_in_chinese : longest_in_chinese));
    }
    check_distinct([&](const auto& say) {
      for (const SeriesInfo& info : session.shape.series) say(info.name.name, info.name.title.to_string());
    });
  });
}

void check_titles(const TableSpec& table, const std::string& within) {
  for (const FieldSpec& field : table.fields) {
    const std::string path = within + field.name;
    INFO(path << ": " << field.title);
    CHECK_FALSE(field.title.empty());
    CHECK(characters_of(field.title) <= longest_in_english);
    {
      const LanguageScope chinese(cli::catalogues(), Language::chinese);
      CHECK(has_translation(field.title));
      CHECK(characters_of(translated(field.title)) <= longest_in_chinese);
    }
    if (field.nested) check_titles(*field.nested, path + ".");
  }
  check_distinct([&](const auto& say) {
    for (const FieldSpec& field : table.fields) say(within + field.name, translated(field.title));
  });
}

TEST_CASE("every section and parameter that can be written has a short title in both languages", "[unit][languages]") {
  const LanguageScope english(cli::catalogues(), Language::english);
  check_titles(scenarios::file_table(model_sections()), "");
}

TEST_CASE("every parameter of a place has a unique title in both languages", "[unit][languages][places]") {
  visit_places([](const experiments::Session& session) {
    const SectionSettings& written = session.scenario.sections;
    for (const Language language : {Language::english, Language::chinese}) {
      const LanguageScope speaking(cli::catalogues(), language);
      experiments::for_each_setting(session.scenario, [&](const Setting& setting) {
        const std::string words = called(written, setting.path);
        INFO(setting.path << ": " << words);
        CHECK(words != setting.path);
        CHECK(characters_of(words) <=
              (language == Language::english ? longest_path_in_english : longest_path_in_chinese));
      });
    }
    for (const auto& [section, group] : written)
      check_distinct([&, of = section->name + "."](const auto& say) {
        experiments::for_each_setting(session.scenario, [&](const Setting& setting) {
          if (setting.path.starts_with(of)) say(setting.path, called(written, setting.path));
        });
      });
  });
}

TEST_CASE("every uncertain input of a place has a unique title in both languages", "[unit][languages][places]") {
  visit_places([](const experiments::Session& session) {
    const SectionSettings& written = session.scenario.sections;
    check_distinct([&](const auto& say) {
      for (const UncertainInput& input : uncertain_inputs(written)) say(input.name, called(input, written));
    });
  });
}

TEST_CASE("a parameter's full title has the title of its group and its own", "[unit][languages]") {
  const LanguageScope english(cli::catalogues(), Language::english);
  const experiments::Session session = experiments::open_session(experiments::find_scenario("tongren"), {});
  const SectionSettings& written = session.scenario.sections;
  const auto both = [&](const std::string& path) {
    const LanguageScope chinese(cli::catalogues(), Language::chinese);
    const std::string said = called(written, path);
    const LanguageScope in_english(Language::english);
    return called(written, path) + " / " + said;
  };
  CHECK(both("posts") == "social-work posts / 社工岗位");
  CHECK(both("posts.time_to_fill") == "time to fill a post / 补岗时间");
  CHECK(both("qualification.renewal.valid") ==
        "renewal of certificates: registration valid for / 证书登记：登记有效期");
  CHECK(both("qualification.levels.senior") == "senior social worker / 高级社会工作师");
  CHECK(both("qualification.levels.senior.subjects.practice.passes") ==
        "senior social worker · practice (senior): share that passes / 高级社会工作师·实务（高级）：合格率");
  CHECK(both("qualification.sittings.2022.results") == "exam sitting 2022: results come out / 考试2022：成绩公布");
  CHECK(both("training.sessions.year_2023.effect") ==
        "yearly training (2): effect on exam results / 年度培训（2）：对考试成绩的作用");
  CHECK(both("posts.mandate.by") == "mandate to be qualified: due date / 持证要求：达标期限");
  CHECK(both("posts.no_such") == "posts.no_such / posts.no_such");
  CHECK(both("nowhere.at_all") == "nowhere.at_all / nowhere.at_all");
}

TEST_CASE("parameters that vary together have a joint title with their number", "[unit][languages]") {
  const LanguageScope english(cli::catalogues(), Language::english);
  const auto both = [](const char* place, const std::string& name) {
    const experiments::Session session = experiments::open_session(experiments::find_scenario(place), {});
    for (const UncertainInput& input : uncertain_inputs(session.scenario.sections))
      if (input.name == name) {
        const LanguageScope chinese(cli::catalogues(), Language::chinese);
        const std::string said = called(input, session.scenario.sections);
        const LanguageScope in_english(Language::english);
        return called(input, session.scenario.sections) + " / " + said;
      }
    return std::string{};
  };
  CHECK(both("wenzhou", "exam_standard") ==
        "exam and certificates: share that passes (5 together) / 考试与证书：合格率（5项联动）");
  CHECK(both("henan", "team_size") ==
        "disaster response: number of members, work for one (6 together) / 灾害应对：队员数、每项工作量（6项联动）");
  CHECK(both("shenyang", "posts.qualified_hires") == "holders come first in hiring / 优先聘用持证社工的比例");
}

}  // namespace

}  // namespace muster
