// The program's output in Chinese, complete, and how the language is chosen.
#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/temporary_folder.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

using namespace muster::testing;
namespace fs = std::filesystem;

namespace {

using Words = std::vector<std::string>;

// The English words left in a text. Options, series, ids with `_`, files, dates, units and anything in backquotes
// belong to no language; ids that are a single word have to be listed.
std::set<std::string> english_in(std::string said, const std::set<std::string>& ids) {
  said = std::regex_replace(said, std::regex("`[^`\n]*`"), "");
  std::set<std::string> found;
  const std::regex token("[A-Za-z0-9_./<>=*'-]+"), word_alone("'?[A-Za-z][A-Za-z']+[.]?");
  for (auto at = std::sregex_iterator(said.begin(), said.end(), token); at != std::sregex_iterator(); ++at) {
    const std::string word = at->str();
    const bool plain = std::regex_match(word, word_alone);
    if (plain && word != "MB" && !ids.contains(word)) found.insert(word);
  }
  return found;
}

CommandOutput in_chinese(Words words, const TemporaryFolder& folder) {
  words.insert(words.begin(), {"--lang", "zh"});  // first, because the last option may lack its value
  return muster::testing::muster(words, folder.path());
}

}  // namespace

TEST_CASE("the summary of a run, a comparison and an explanation has no English words in Chinese", "[cli][text]") {
  const TemporaryFolder folder;
  // Areas and sources have ids, commands are typed as they are, and a method has its name.
  const std::set<std::string> ids{"shenyang", "nothing", "json", "all", "money", "muster", "report", "Bonferroni"};
  for (const Words& words :
       {Words{"run", "shenyang", "--replications", "3"},
        Words{"compare", "shenyang", "nothing", "--replications", "3"},
        Words{"explain", "shenyang", "--target", "all_qualified", "--whole", "--replications", "2"},
        Words{"preview", "shenyang"}, Words{"check", "shenyang"}}) {
    const CommandOutput said = in_chinese(words, folder);
    INFO(said.out << said.error);
    REQUIRE(said.code == 0);
    CHECK(english_in(said.out, ids) == std::set<std::string>{});
    CHECK(said.error.empty());
  }
  CHECK_FALSE(english_in(muster::testing::muster({"check", "shenyang"}, folder.path()).out, ids).empty());
}

TEST_CASE("values have their units in the chosen language", "[cli][text]") {
  const TemporaryFolder folder;
  const CommandOutput shown = in_chinese({"show", "shenyang"}, folder);
  REQUIRE(shown.code == 0);
  const std::regex english("[0-9] (people|units|yuan|stations|townships|days?|per year|agencies|posts)\\b");
  CHECK_FALSE(std::regex_search(shown.out, english));
  CHECK(shown.out.find("20人") != std::string::npos);
  CHECK(std::regex_search(muster::testing::muster({"show", "shenyang"}, folder.path()).out, english));
  REQUIRE(in_chinese({"run", "shenyang", "--replications", "2", "--quiet"}, folder).code == 0);
  const std::string page = contents_of(folder.path() / "out/shenyang/report.html");
  CHECK_FALSE(std::regex_search(page, std::regex("[0-9] yuan至|[0-9] yuan 至")));
}

TEST_CASE("a folder's name cannot send control codes to the terminal", "[cli][text]") {
  const TemporaryFolder folder;
  const fs::path here = folder.path() / "e\x1b[31mx\xc2\x9b";
  fs::create_directories(here);
  for (const Words& words :
       {Words{"run", "shenyang", "--replications", "2"},
        Words{"run", "shenyang", "--replication", "0", "--out", "one"},
        Words{"compare", "shenyang", "nothing", "--replications", "2"},
        Words{"explain", "shenyang", "--target", "all_qualified", "--whole", "--replications", "2"},
        Words{"sweep", "shenyang", "--sweep", "posts.mandate.registers=50%", "--replications", "2"},
        Words{"save", "shenyang", "--on", "2022-06-30", "--replications", "1"}}) {
    const CommandOutput said = muster::testing::muster(words, here);
    INFO(words.front() << ": " << said.error);
    REQUIRE(said.code == 0);
    CHECK(said.out.find("/e<U+001B>[31mx<U+009B>/") != std::string::npos);
    for (const std::string& bytes : {said.out, said.error}) {
      CHECK(bytes.find('\x1b') == std::string::npos);
      CHECK(bytes.find("\xc2\x9b") == std::string::npos);
    }
  }
}

TEST_CASE("a preview lists the files that the run of the same place writes", "[cli]") {
  const TemporaryFolder folder;
  const auto listed = [](const std::string& said) {
    // The list is wrapped to the width of the window, so only its first line begins with a label.
    static const std::regex lines("would write[^\n]*(\n +[^\n]*)*");
    std::smatch line_of;
    REQUIRE(std::regex_search(said, line_of, lines));
    const std::string line = line_of.str();
    std::set<std::string> names;
    const std::regex name("([a-z_]+\\.[a-z]+|inputs/|charts/)");
    for (auto one = std::sregex_iterator(line.begin(), line.end(), name); one != std::sregex_iterator(); ++one)
      names.insert((*one)[1]);
    return names;
  };
  const auto written = [](const fs::path& out) {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(out))
      names.insert(entry.path().filename().string() + (entry.is_directory() ? "/" : ""));
    return names;
  };
  for (const auto& [words, out] : {std::pair{Words{"shenyang"}, "out/shenyang"},
                                   std::pair{Words{"shenyang", "qualified_only"}, "out/shenyang-compare"}}) {
    Words preview{"preview"}, run{words.size() == 1 ? "run" : "compare"};
    preview.insert(preview.end(), words.begin(), words.end());
    run.insert(run.end(), words.begin(), words.end());
    run.insert(run.end(), {"--replications", "2", "--quiet"});
    REQUIRE(muster::testing::muster(run, folder.path()).code == 0);
    CHECK(listed(muster::testing::muster(preview, folder.path()).out) == written(folder.path() / out));
  }
}

TEST_CASE("the tables of a run, and its page's charts in each language, are the same bytes in every language",
          "[cli][text]") {
  const TemporaryFolder folder;
  std::vector<std::string> tables, drawn;
  for (const char* language : {"en", "zh"}) {
    const CommandOutput said = muster::testing::muster(
        {"run", "shenyang", "--replications", "2", "--quiet", "--out", language, "--lang", language}, folder.path());
    INFO(said.error);
    REQUIRE(said.code == 0);
    const fs::path out = folder.path() / language;
    tables.push_back(contents_of(out / "trajectories.csv") + contents_of(out / "targets.csv"));
    const std::string page = contents_of(out / "report.html");
    const std::size_t data = page.find("<script type=\"application/json\" id=\"page-data\">");
    REQUIRE(data != std::string::npos);
    drawn.push_back(page.substr(data, page.find("</script>", data) - data));
  }
  CHECK(tables[0] == tables[1]);
  CHECK((drawn[0] == drawn[1]));  // the parentheses avoid printing half a megabyte twice
}

TEST_CASE("a folder is verified in the language that it was written in, and the verdict is in the current one",
          "[cli][text]") {
  const TemporaryFolder folder;  // some replications draw an impossible capacity and stop
  const CommandOutput made =
      muster::testing::muster({"run", "tongren", "--replications", "8", "--only", "tables", "--lang", "zh", "--out",
                               "made", "--set", "agencies.capacity={lognormal: {mean: 9000, sd: 900000}}"},
                              folder.path());
  REQUIRE(made.code == 1);
  const auto stopped = nlohmann::json::parse(contents_of(folder.path() / "made/manifest.json")).at("stopped");
  REQUIRE(!stopped.empty());
  CHECK(stopped.at(0).at("why").get<std::string>().find("抽得") != std::string::npos);
  const CommandOutput verified = muster::testing::muster({"verify", "made"}, folder.path());
  CHECK(verified.code == 0);
  CHECK_THAT(verified.out, Catch::Matchers::ContainsSubstring("the same"));
}

TEST_CASE("typing errors are refused in the chosen language, with the remedy", "[cli][text]") {
  const TemporaryFolder folder;
  struct Fault {
    Words words;
    std::string english, chinese;
  };
  const std::vector<Fault> faults{
      {{},
       "muster: error: a command is missing; `muster --help` lists the commands\n",
       "muster：错误：没有给出命令；`muster --help` 列出全部命令\n"},
      {{"run", "shenyang", "--checkpoint", ""},
       "muster run: error: --checkpoint has an empty value; write one, or leave it out\n",
       "muster run：错误：“--checkpoint”的值为空；请给出值，或不写此项\n"},
      {{"list", ""},
       "muster list: error: PLACE has an empty value; write one, or leave it out\n",
       "muster list：错误：“规划地区”的值为空；请给出值，或不写此项\n"},
      {{"rnu", "shenyang"},
       "muster rnu: error: there is no such command; nearest is `run`; `muster --help` lists the commands\n",
       ""},
      {{"plan", "shenyang"},
       "muster plan: error: this command is now called `preview`\n",
       "muster plan：错误：该命令现名为 `preview`\n"},
      {{"run"},
       "muster run: error: PLACE is missing; `muster run --help` says what it is\n",
       "muster run：错误：缺少“规划地区”；`muster run --help` 说明应当给出什么\n"},
      {{"run", "shenyang", "--sede=3"},
       "muster run --sede=3: error: there is no such option; nearest is `--seed`; `muster run --help` lists the "
       "options\n",
       ""},
      {{"run", "shenyang", "wenzhou"},
       "muster run: error: unexpected argument `wenzhou`; `muster run --help` shows what the command takes\n",
       "muster run：错误：多出了 `wenzhou`；`muster run --help` 说明可以给出什么\n"},
      {{"run", "shenyang", "--seed"},
       "muster run: error: a value is missing after --seed; `muster run --help` says what it may be\n",
       "muster run：错误：--seed 之后缺少取值；`muster run --help` 说明可以取什么值\n"},
      {{"run", "shenyang", "--seed", "1", "--seed", "2"},
       "muster run: error: --seed is given 2 times; give it once\n",
       "muster run：错误：--seed 给出了2次；只能给出一次\n"},
      {{"run", "shenyang", "--threads", "many"},
       "--threads many: error: write a whole number from 1 to 1 024\n",
       "--threads many：错误：请写1至1024之间的整数\n"},
      {{"run", "shenyang", "--seed", "-1"},
       "--seed -1: error: write a whole number, 0 or more\n",
       "--seed -1：错误：请写不小于0的整数\n"},
      {{"sweep", "shenyang", "--design", "soboll"},
       "--design soboll: error: there is no such choice; nearest is `sobol`; write one of grid, lhs, sobol\n",
       ""},
      {{"explain", "shenyang", "--from", "fees"},
       "muster explain: error: --from requires --to; add it\n",
       "muster explain：错误：--from 须与 --to 同时给出；请补上\n"},
      {{"explain", "shenyang", "--from", "fees", "--to", "bonus", "--whole"},
       "muster explain: error: --from cannot be combined with --whole; leave one of them out\n",
       "muster explain：错误：--from 与 --whole 不能同时给出；请去掉其中一个\n"},
  };
  for (const Fault& fault : faults) {
    const CommandOutput english = muster::testing::muster(fault.words, folder.path());
    CHECK(english.code == 2);
    CHECK(english.error == fault.english);
    const CommandOutput chinese = in_chinese(fault.words, folder);
    CHECK(chinese.code == 2);
    if (fault.chinese.empty()) {  // the hint comes from the engine
      CHECK(chinese.error.find("：错误：没有这") != std::string::npos);
    } else {
      CHECK(chinese.error == fault.chinese);
    }
  }
  CHECK(muster::testing::muster({"check", "shenyang", "--lang", "fr"}, folder.path()).error ==
        "--lang fr: error: there is no such choice; write one of zh, en\n");
  CHECK(muster::testing::muster({"check", "shenyang", "--lang"}, folder.path()).error ==
        "muster check: error: a value is missing after --lang; `muster check --help` says what it may be\n");
}

TEST_CASE("names of unknown places and strategies are refused, with a list of the known ones", "[cli]") {
  const TemporaryFolder folder;
  const CommandOutput place = muster::testing::muster({"run", "shenyan"}, folder.path());
  CHECK(place.code == 2);
  CHECK(place.error.find("shenyan: error: there is no such place, neither a file nor one that came with Muster (") ==
        0);
  CHECK(place.error.find("; nearest is `shenyang`\n") != std::string::npos);
  const CommandOutput strategy = muster::testing::muster({"run", "shenyang", "--strategy", "fee"}, folder.path());
  CHECK(strategy.code == 2);
  CHECK(strategy.error.find("; nearest is `fees`\n") != std::string::npos);
}

TEST_CASE("help has no English words in Chinese", "[cli][text]") {
  const TemporaryFolder folder;
  const std::set<std::string> ids{
      "Muster",  "muster", "zh",     "en",     "auto",      "funding",  "grid",     "lhs",    "sobol", "posts",
      "JSON",    "bench",  "Schema", "run",    "compare",   "explain",  "sweep",    "solve",  "trace", "show",
      "preview", "list",   "check",  "schema", "reference", "facts",    "Markdown", "by",     "days'", "report",
      "archive", "save",   "resume", "verify", "tables",    "database", "workbook", "charts", "merge", "doctor"};
  for (const char* command : {"",      "run",     "compare", "explain",   "sweep", "solve",  "trace",
                              "show",  "preview", "save",    "resume",    "merge", "verify", "list",
                              "check", "doctor",  "schema",  "reference", "facts", "report", "archive"}) {
    Words words{"--help"};
    if (*command) words.insert(words.begin(), command);
    const CommandOutput said = in_chinese(words, folder);
    INFO(said.out);
    CHECK(said.code == 0);
    CHECK(said.out.find("用法") != std::string::npos);
    CHECK(english_in(said.out, ids) == std::set<std::string>{});
  }
  CHECK(english_in(muster::testing::muster({"run", "--help"}, folder.path()).out, ids).size() > 20);
}

TEST_CASE("list names every place and strategy shipped with the program", "[cli]") {
  const TemporaryFolder folder;
  const CommandOutput all = muster::testing::muster({"list"}, folder.path());
  REQUIRE(all.code == 0);
  for (const char* kind : {"places", "strategies"})
    for (const auto& entry : fs::directory_iterator(fs::path(muster::testing::source_folder()) / "scenarios" / kind))
      CHECK(all.out.find("\n  " + entry.path().stem().string() + " ") != std::string::npos);
  const CommandOutput some = muster::testing::muster({"list", "henan"}, folder.path());
  CHECK(some.out.find("teams_stay_on") != std::string::npos);
  CHECK(some.out.find("double_pairs") == std::string::npos);  // only for Tongren
  CHECK(muster::testing::muster({"list", "hennan"}, folder.path()).code == 2);
}

TEST_CASE("the language is that of --lang, else of LC_ALL, else of LANG, else English", "[cli][text]") {
  const TemporaryFolder folder;
  const auto is_chinese = [&](const Words& more, const Environment& environment) {
    Words words{muster::testing::program(), "--help"};
    words.insert(words.end(), more.begin(), more.end());
    const CommandOutput said = Started(words, folder.path(), environment).wait();
    CHECK(said.code == 0);
    const bool chinese = said.out.find("用法") != std::string::npos;
    CHECK(chinese != (said.out.find("Usage") != std::string::npos));
    return chinese;
  };
  CHECK(is_chinese({}, {{"LC_ALL", ""}, {"LC_MESSAGES", ""}, {"LANG", "zh_CN.UTF-8"}}));
  CHECK(is_chinese({}, {{"LC_ALL", "zh_CN.UTF-8"}, {"LANG", "en_GB.UTF-8"}}));
  CHECK_FALSE(is_chinese({}, {{"LC_ALL", "C.UTF-8"}, {"LANG", "zh_CN.UTF-8"}}));
  CHECK_FALSE(is_chinese({}, {{"LC_ALL", ""}, {"LC_MESSAGES", ""}, {"LANG", ""}}));
  CHECK_FALSE(is_chinese({"--lang", "en"}, {{"LC_ALL", "zh_CN.UTF-8"}, {"LANG", "zh_CN.UTF-8"}}));
  CHECK(is_chinese({"--lang=zh"}, {{"LC_ALL", "C.UTF-8"}}));
}
