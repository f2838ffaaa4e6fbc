#include "output/charts/render.hpp"

#include "output/charts/comparison.hpp"
#include "output/charts/parts.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/cleanup.hpp"
#include "tests/support/small_comparison.hpp"
#include "tests/support/small_results.hpp"

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <thread>
#include <unistd.h>

namespace muster::output {
namespace {

using std::chrono::milliseconds;
using testing::cleanup;

constexpr const char* spec = R"({
  "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
  "title": "持证人数", "width": 200, "height": 100,
  "data": {"values": [{"date": "2021-12-05", "people": 1}, {"date": "2022-12-05", "people": 3}]},
  "mark": "line",
  "encoding": {"x": {"field": "date", "type": "temporal"}, "y": {"field": "people", "type": "quantitative"}}
})";

// A temporary folder, removed at the end.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "muster-charts-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no scratch folder");
    path_ = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  std::filesystem::path add(const std::string& name, const std::string& text) const {
    std::ofstream{path_ / name} << text;
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};

// Sets PATH to another value for the duration of a test.
class SearchPath {
 public:
  explicit SearchPath(const std::string& value) : before_{std::getenv("PATH")} { setenv("PATH", value.c_str(), 1); }
  SearchPath(const SearchPath&) = delete;
  SearchPath& operator=(const SearchPath&) = delete;
  ~SearchPath() { setenv("PATH", before_.c_str(), 1); }

 private:
  std::string before_;
};

// Puts a shell script named `node` on PATH, to imitate behaviour of the renderer without Node.
std::string pretend(const Folder& folder, const std::string& script) {
  const auto node = folder.add("node", "#!/bin/sh\n" + script);
  std::filesystem::permissions(node, std::filesystem::perms::owner_all);
  return folder.path().string() + ":" + std::getenv("PATH");
}

TEST_CASE("without Node no chart is drawn, and the reason names Node", "[unit][charts]") {
  const Folder folder, empty;
  folder.add("a.vl.json", spec);
  const SearchPath none{empty.path().string()};
  const RenderResult result = render_charts(folder.path(), cleanup);
  CHECK(result.made.empty());
  CHECK(result.reason == "node (Node.js 18 or later) is missing");
}

TEST_CASE("a folder without specifications needs no Node", "[unit][charts]") {
  const Folder folder, empty;
  folder.add("a.json", spec);
  const SearchPath none{empty.path().string()};
  CHECK(render_charts(folder.path(), cleanup).complete());
  CHECK(render_charts(folder.path() / "not there", cleanup).complete());
}

TEST_CASE("a renderer that hangs is stopped with its children, and finished pictures count", "[unit][charts]") {
  const Folder folder, programs;
  folder.add("a.vl.json", spec);
  const SearchPath path{pretend(programs, "echo made.svg; sleep 600 & echo $! >\"$2/child\"; wait\n")};
  const RenderResult result = render_charts(folder.path(), cleanup, "render.mjs", milliseconds{1500});
  REQUIRE(result.made == std::vector<std::filesystem::path>{"made.svg"});
  CHECK(result.reason == "the renderer was stopped after 1500 ms");
  pid_t child = 0;
  std::ifstream{folder.path() / "child"} >> child;
  REQUIRE(child > 0);
  const auto gone = [child] {
    std::string state;
    std::ifstream{"/proc/" + std::to_string(child) + "/stat"} >> state >> state >> state;
    return state.empty() || state == "Z";  // a zombie until its new parent waits for it
  };
  for (int tries = 0; !gone() && tries < 1000; ++tries) std::this_thread::sleep_for(milliseconds{5});
  CHECK(gone());
}

TEST_CASE("the renderer does not block when it prints more than a pipe holds to both outputs", "[unit][charts]") {
  const Folder folder, programs;
  folder.add("a.vl.json", spec);
  const SearchPath path{
      pretend(programs,
              "i=0; while [ $i -lt 9000 ]; do echo 'some.svg and so on'; echo 'a word of error' >&2; "
              "i=$((i+1)); done; exit 1\n")};
  const RenderResult result = render_charts(folder.path(), cleanup, "render.mjs");
  CHECK(result.made.size() == 9000);
  CHECK(result.reason == "a word of error (and 8999 more)");
}

TEST_CASE("a valid specification is drawn even if another one in the folder is invalid", "[cli][charts]") {
  const Folder folder;
  folder.add("bad.vl.json", R"({"mark": )");
  folder.add("good.vl.json", spec);
  const RenderResult result = render_charts(folder.path(), cleanup);
  if (result.reason.find("missing") != std::string::npos) {
    WARN("not tried here: " << result.reason);
    return;
  }
  CHECK_THAT(result.reason, Catch::Matchers::StartsWith("bad.vl.json: "));
  REQUIRE(result.made == std::vector<std::filesystem::path>{folder.path() / "good.svg", folder.path() / "good.png"});
  std::ostringstream svg;
  svg << std::ifstream{folder.path() / "good.svg"}.rdbuf();
  CHECK_THAT(svg.str(), Catch::Matchers::ContainsSubstring(">持证人数</text>"));
  CHECK_THAT(svg.str(), Catch::Matchers::ContainsSubstring("Noto Sans CJK SC"));
  CHECK(std::filesystem::file_size(folder.path() / "good.png") > 1000);
}

std::string bytes_of(const std::filesystem::path& file) {
  std::ostringstream bytes;
  bytes << std::ifstream{file, std::ios::binary}.rdbuf();
  return bytes.str();
}

TEST_CASE("a picture is as wide as print needs and records its density", "[cli][charts]") {
  const Folder folder;
  folder.add("a.vl.json", spec);
  const RenderResult result = render_charts(folder.path(), cleanup);
  if (result.reason.find("missing") != std::string::npos) {
    WARN("not tried here: " << result.reason);
    return;
  }
  REQUIRE(result.made == std::vector<std::filesystem::path>{folder.path() / "a.svg", folder.path() / "a.png"});
  const std::string png = bytes_of(folder.path() / "a.png");
  const auto number_at = [&](std::size_t at) {
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < 4; ++i) number = (number << 8) | static_cast<unsigned char>(png.at(at + i));
    return number;
  };
  CHECK(number_at(16) == 1890);  // 16 cm at 300 dots an inch
  REQUIRE(png.substr(37, 4) == "pHYs");
  CHECK(number_at(41) == 11811);  // dots per metre
  CHECK(number_at(45) == 11811);
  CHECK(png[49] == 1);
}

TEST_CASE("no chart is drawn wider than the canvas it is made for", "[cli][charts]") {
  ChartContext context;
  context.title = "一个名字不短的地方 A place with a name that is not short";
  context.roles.open = "stations.open";
  context.roles.coverage = "stations.coverage";
  const Results results = testing::small_results();
  const PairedComparison comparison = testing::small_comparison();
  const ComparisonRecord record = testing::small_comparison_record();
  for (const Canvas& canvas : {desk, phone}) {
    const Folder folder;
    write_charts(folder.path(), run_charts(results, context), canvas);
    write_charts(folder.path(), comparison_charts(comparison, record), canvas);
    const RenderResult result = render_charts(folder.path(), cleanup);
    if (result.reason.find("missing") != std::string::npos) {
      WARN("not tried here: " << result.reason);
      return;
    }
    REQUIRE(result.complete());
    std::size_t drawn = 0;
    for (const std::filesystem::path& picture : result.made) {
      if (picture.extension() != ".svg") continue;
      const std::string svg = bytes_of(picture);
      INFO(picture);
      CHECK(std::stod(svg.substr(svg.find(" width=\"") + 8)) <= canvas.width);
      ++drawn;
    }
    CHECK(drawn >= 10);
  }
}

// The first outline of the text in a picture, as the converter draws it. A missing glyph is drawn as a box that
// contains its code point, so its first outline is the box.
std::string first_outline(const std::filesystem::path& svg) {
  const std::filesystem::path traced = svg.string() + ".traced";
  const std::string command = "rsvg-convert --format=svg --output='" + traced.string() + "' '" + svg.string() + "'";
  REQUIRE(std::system(command.c_str()) == 0);  // NOLINT: the test itself chose the name, which has no quotes
  const std::string bytes = bytes_of(traced);
  const std::size_t path = bytes.rfind(" d=\"");
  REQUIRE(path != std::string::npos);
  return bytes.substr(path, bytes.find('Z', path) - path);
}

TEST_CASE("Chinese is drawn with its own glyphs, not as boxes", "[cli][charts]") {
  const auto with_text = [](const std::string& text) {
    return R"({"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "width": 60, "height": 40,
  "config": {"view": {"stroke": null}, "font": )" +
           base(desk, {}).at("config").at("font").dump() + R"(}, "data": {"values": [{}]},
  "mark": {"type": "text", "fontSize": 28, "text": ")" +
           text + R"("}})";
  };
  const Folder folder;
  const std::vector<std::pair<std::string, std::string>> texts = {
      {"hold", "持"}, {"proof", "证"}, {"cover", "覆"}, {"nothing", "\\u0378"}, {"neither", "\\u0379"}};
  for (const auto& [name, text] : texts) folder.add(name + ".vl.json", with_text(text));
  const RenderResult result = render_charts(folder.path(), cleanup);
  if (result.reason.find("missing") != std::string::npos) {
    WARN("not tried here: " << result.reason);
    return;
  }
  REQUIRE(result.complete());
  std::map<std::string, std::string> outline;
  for (const auto& [name, text] : texts) outline[name] = first_outline(folder.path() / (name + ".svg"));
  // Code points that no font has are drawn as equal boxes; Chinese characters must differ from them and from one
  // another.
  CHECK(outline["nothing"] == outline["neither"]);
  CHECK(outline["hold"] != outline["proof"]);
  CHECK(outline["hold"] != outline["cover"]);
  for (const char* name : {"hold", "proof", "cover"}) CHECK(outline[name] != outline["nothing"]);
}

}  // namespace
}  // namespace muster::output
