// The pages of reports: their markup, their sentences, and that they fetch nothing and are reproducible.
#include "output/report/page.hpp"

#include "output/documents/comparison.hpp"
#include "output/documents/dossier.hpp"
#include "output/documents/run.hpp"
#include "output/findings/drivers.hpp"
#include "output/findings/sentences.hpp"
#include "output/report/html.hpp"
#include "output/report/page_data.hpp"
#include "output/terminal/document.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_comparison.hpp"
#include "tests/support/small_results.hpp"
#include "tests/support/temporary_folder.hpp"

#include <fmt/format.h>
#include <fstream>
#include <limits>
#include <set>
#include <tuple>

namespace muster::output {
namespace {

using testing::small_comparison;
using testing::small_comparison_record;
using testing::small_result;
using testing::small_results;
using testing::small_shape;
using testing::TemporaryFolder;

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++count;
  return count;
}

RunRecord record_of_report() {
  RunRecord record;
  record.version = "0.1.0";
  record.place = "small";
  record.title = LocalizedText("小城", "Small");
  record.command = "muster run small --seed 7 --replications 4";
  record.seed = Seed{7};
  record.inputs = {{"small.yaml", "place: small\n"}};
  return record;
}

ReportContext context_of_report() {
  ReportContext context;
  context.charts.title = LocalizedText("小城", "Small");
  context.left_out = {
      {"people", "people", "who there is", {"Loans and interest, inflation, and transfers of money between areas."}}};
  return context;
}

std::string small_page(const RunRecord& record, const ReportContext& context,
                       const Results& results = small_results()) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "targets.csv") << "target\n";
  return page_of(run_document(folder.path(), results, record, context));
}

}  // namespace

TEST_CASE("no text acts as markup", "[unit][output][report]") {
  CHECK(escaped("<script>alert('a & \"b\"')</script>") ==
        "&lt;script&gt;alert(&#39;a &amp; &quot;b&quot;&#39;)&lt;/script&gt;");
  CHECK(escaped("社工站 é 😀\n") == "社工站 é 😀\n");
  CHECK(escaped("a\xFF\xC0\xAF"
                "b\x01") == "a\uFFFD\uFFFD\uFFFDb\uFFFD");  // invalid UTF-8, an overlong slash, a control character
  CHECK(escaped("\xED\xA0\x80") == "\uFFFD\uFFFD\uFFFD");   // half of a surrogate pair
  CHECK(escaped("\xE7\xA4") == "\uFFFD\uFFFD");             // cut off
  CHECK(written(element("a", {{"href", "\"><b>"}, {"hidden", ""}}, {verbatim("x<y")}), Language::english) ==
        "<a href=\"&quot;&gt;&lt;b&gt;\" hidden>x&lt;y</a>");
  CHECK(written(element("br"), Language::english) == "<br>");
}

TEST_CASE("a text is written once in each language, or only once if both are equal", "[unit][output][report]") {
  const auto page = [](const Text& words, const Text& label) {
    return std::move(element("p", {}, {words, element("b", {}, {verbatim("42")})}).label("aria-label", label));
  };
  CHECK(written(page(Text::verbatim("same"), Text::verbatim("same")), Language::english) ==
        "<p aria-label=\"same\">same<b>42</b></p>");
  CHECK(written(page(LocalizedText("一", "one"), LocalizedText("甲", "a")), Language::chinese) ==
        "<p aria-label=\"甲\" data-en-aria-label=\"a\" data-zh-aria-label=\"甲\"><span lang=\"en\">one</span>"
        "<span lang=\"zh-Hans\">一</span><b>42</b></p>");
}

TEST_CASE("a page stores equal values once, even if several charts use them", "[unit][output][report]") {
  const auto chart = [](const char* title, double value) {
    return Json{{"title", title},
                {"config", {{"font", "x"}}},
                {"layer", {{{"data", {{"values", {{{"v", 123456.789}}, {{"v", value}}}}}}, {"mark", "bar"}}}},
                {"data", {{"values", {{{"v", 1}}}}}}};
  };
  PageData data;
  const Json english = data.named(chart("Stations", 0.25)), chinese = data.named(chart("社工站", 0.25)),
             other = data.named(chart("x", 0.5));
  CHECK(english["layer"][0]["data"] == chinese["layer"][0]["data"]);
  CHECK(english["layer"][0]["data"] != other["layer"][0]["data"]);
  CHECK(english["data"] == other["data"]);
  CHECK(english["title"] == "Stations");
  CHECK(data.sets().size() == 4);
  CHECK(data.sets()[english["layer"][0]["data"]["name"].get<std::string>()] == Json{{{"v", 123457.0}}, {{"v", 0.25}}});
  CHECK(data.sets()[english["config"].get<std::string>()] == Json{{"font", "x"}});
}

TEST_CASE("a JSON document inside a script element cannot end the element", "[unit][output][report]") {
  const nlohmann::ordered_json document{{"name", "</script><!--<script>"}};
  const std::string text = in_script(document);
  CHECK(text.find('<') == std::string::npos);
  CHECK(nlohmann::ordered_json::parse(text) == document);
  CHECK(rounded(nlohmann::ordered_json{{"x", {0.123456789, 7, "s"}}}).dump() == R"({"x":[0.123457,7,"s"]})");
}

TEST_CASE("the ids on a page are unique, and every reference to an id has its element", "[unit][output][report]") {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "targets.csv") << "target\n";
  const PairedComparison comparison = small_comparison();
  const ComparisonRecord compared = small_comparison_record();
  const Results results = small_results();
  const RunRecord record = record_of_report();
  const ReportContext context = context_of_report();
  for (const std::string& page : {small_page(record_of_report(), context_of_report()),
                                  page_of(comparison_document(folder.path(), comparison, compared, context)),
                                  page_of(dossier_document(folder.path(), results, record, context, {}))}) {
    const auto values_of = [&](const std::string& attribute) {
      std::vector<std::string> found;
      for (std::size_t at = 0; (at = page.find(" " + attribute + "=\"", at)) != std::string::npos;) {
        at += attribute.size() + 3;
        found.push_back(page.substr(at, page.find('"', at) - at));
      }
      return found;
    };
    std::set<std::string> ids;
    for (const std::string& id : values_of("id")) {
      INFO(id);
      CHECK(ids.insert(id).second);
    }
    CHECK(ids.size() > 5);
    for (const std::string& id : values_of("aria-labelledby")) CHECK(ids.contains(id));
    for (const std::string& to : values_of("href"))
      if (to.starts_with("#")) CHECK(ids.contains(to.substr(1)));
  }
}

TEST_CASE("the sentence for an upper limit states by how much it is exceeded", "[unit][output][report]") {
  ResultsShape shape = small_shape();
  shape.targets[0].bound = Bound::at_most;
  shape.targets[0].goal = 5;
  Results reversed(shape);
  for (std::uint64_t number = 0; number < 4; ++number) reversed.add(small_result(shape, number));
  CHECK(target_sentence(shape.targets[0], reversed.target(0), shape) ==
        "In 1 of 4 futures (4 to 70 in 100). Due 2022-12-31: the middle future then stands at 7 stations, 2 stations "
        "too much.");
}

TEST_CASE("a single replication has no likelihood, and a target with nothing to judge is reported as such",
          "[unit][output][report]") {
  const ResultsShape shape = small_shape();
  Results one(shape);
  one.add(small_result(shape, 0));
  CHECK(outlook_of(one.target(0)) == Outlook::missed);
  CHECK(target_sentence(shape.targets[0], one.target(0), shape) ==
        "Not met in the one future that was simulated, which stands at 4 stations on 2022-12-31, 6 stations short.");
  Results last(shape);
  last.add(small_result(shape, 3));
  CHECK(target_sentence(shape.targets[0], last.target(0), shape) ==
        "Met in the one future that was simulated, which stands at 10 stations on 2022-12-31.");
  CHECK(verdict(last) == "Of 2 targets, 2 met and 0 not met in the one future that was simulated.");

  Results unjudged(shape);
  for (std::uint64_t number = 0; number < 3; ++number) {
    ReplicationResult result = small_result(shape, number);
    result.target_values[0] = std::numeric_limits<double>::quiet_NaN();
    unjudged.add(result);
  }
  CHECK(outlook_of(unjudged.target(0)) == Outlook::nothing_to_judge);
  CHECK(target_sentence(shape.targets[0], unjudged.target(0), shape) ==
        "There is nothing to judge on 2022-12-31, since no future has a value on that day.");
}

TEST_CASE("the words for a likelihood change exactly at their bounds", "[unit][output][report]") {
  const auto at = [](double probability) {
    TargetResult result;
    result.replications = 100;
    result.probability = probability;
    return outlook_of(result);
  };
  CHECK(at(0.90) == Outlook::very_likely);
  CHECK(at(0.89) == Outlook::likely);
  CHECK(at(0.66) == Outlook::likely);
  CHECK(at(0.65) == Outlook::open);
  CHECK(at(0.34) == Outlook::open);
  CHECK(at(0.33) == Outlook::unlikely);
  CHECK(at(0.11) == Outlook::unlikely);
  CHECK(at(0.10) == Outlook::very_unlikely);
}

TEST_CASE("a page is self-contained, fetches nothing and is reproducible", "[unit][output][report]") {
  const std::string page = small_page(record_of_report(), context_of_report());
  CHECK(page == small_page(record_of_report(), context_of_report()));
  CHECK(page.size() < 3'000'000);
  CHECK(page.starts_with("<!DOCTYPE html>\n<html lang=\"en\""));
  CHECK(page.find("default-src 'none'") != std::string::npos);
  CHECK(page.find("unsafe-eval") == std::string::npos);
  for (const char* outside : {" src=", "<link", "<iframe", "<img", "url(", "@import"}) {
    INFO(outside);
    CHECK(page.substr(0, page.find("<script")).find(outside) == std::string::npos);
  }
  CHECK(page.find("In 1 of 4 futures") != std::string::npos);
  CHECK(page.find("muster run small --seed 7 --replications 4") != std::string::npos);
  CHECK(page.find("Loans and interest, inflation, and transfers of money between areas.") != std::string::npos);
  CHECK(page.find("{{") == std::string::npos);
}

TEST_CASE("names that look like markup are shown as text", "[unit][output][report]") {
  const std::string evil = "</script><script>alert(\"x\")</script>'&";
  RunRecord record = record_of_report();
  record.command = evil;
  record.inputs = {{evil, "x"}};
  ReportContext context = context_of_report();
  context.charts.title = evil;
  context.left_out = {{evil, Text::verbatim(evil), evil, {evil}}};
  ResultsShape shape = small_shape();
  shape.targets[0].title = evil;
  shape.series[0].name.meaning = Text::verbatim(evil);
  shape.areas = Areas{{{"east", evil, ""}, {"west", evil, ""}}};
  Results results(shape);
  for (std::uint64_t number = 0; number < 4; ++number) results.add(small_result(shape, number));
  const std::string page = small_page(record, context, results);
  CHECK(page.find("alert(\"x\")") == std::string::npos);
  CHECK(page.find("alert(\\\"x\\\")</script") == std::string::npos);
  CHECK(page.find("&lt;/script&gt;&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&#39;&amp;") != std::string::npos);
  CHECK(count_of(page, "<script") == count_of(page, "</script>"));
}

TEST_CASE("a comparison has a page with its ranking and its strategies", "[unit][output][report]") {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "ranking.csv") << "strategy\n";
  const PairedComparison comparison = small_comparison();
  const ComparisonRecord record = small_comparison_record();
  const ReportContext context = context_of_report();
  const std::string page = page_of(comparison_document(folder.path(), comparison, record, context));
  CHECK(page.find("Which strategy does best") != std::string::npos);
  CHECK(page.find("多建一站") != std::string::npos);
  CHECK(page.find("chart-target-probabilities") != std::string::npos);
  CHECK(page.size() < 3'000'000);
}

TEST_CASE("a block is shown only on its media, and the brief leaves out folded groups", "[unit][output][report]") {
  Document document{tr("Forecast of a workforce"), LocalizedText("小城", "Small"), Text::verbatim("facts"), {}};
  Section& section = document.sections.emplace_back(Section{"section", Text::verbatim("heading"), {}, everywhere});
  section.add(Paragraph{Text::verbatim("everywhere")});
  section.add(Paragraph{Text::verbatim("paged")}, on_page);
  section.add(Paragraph{Text::verbatim("briefed")}, in_brief);
  section.add(Paragraph{Text::verbatim("printed on a terminal")}, in_terminal);
  section.add(Group{Text::verbatim("folded"), {{Paragraph{Text::verbatim("in the fold")}}}, true});
  document.sections.push_back({"paged", Text::verbatim("only paged"), {{Paragraph{Text::verbatim("words")}}}});
  document.sections.push_back({"empty", Text::verbatim("without content"), {}});
  const auto words_of = [](const std::string& page) { return page.substr(0, page.find("id=\"tip\"")); };
  const std::string whole = words_of(page_of(document)), brief = words_of(page_of(document, PageKind::brief)),
                    terminal = shown(document);
  for (const auto& [words, on_whole, on_brief, on_terminal] :
       {std::tuple("everywhere", true, true, true), std::tuple(">paged<", true, false, false),
        std::tuple("briefed", false, true, false), std::tuple("printed on a terminal", false, false, true),
        std::tuple("in the fold", true, false, false), std::tuple("only paged", true, false, false),
        std::tuple("without content", false, false, false)}) {
    INFO(words);
    CHECK((whole.find(words) != std::string::npos) == on_whole);
    CHECK((brief.find(words) != std::string::npos) == on_brief);
    CHECK((terminal.find(words) != std::string::npos) == on_terminal);
  }
}

TEST_CASE("with too few replications the shares of the spread are not known", "[unit][output][report]") {
  const Spreads spreads = spreads_of_targets(small_results(), {}, Seed{1});
  REQUIRE(spreads.outputs.size() == 2);
  CHECK(spreads.outputs[0].mean == 7);
  CHECK(spreads.outputs[0].spread.known == SpreadKnown::too_few);
  CHECK(driver_sentence(spreads.outputs[0], spreads) ==
        "4 futures are too few to say what makes them differ; run at least 100.");
}

TEST_CASE("the values of a target are listed in the order of the replications", "[unit][output][report]") {
  CHECK(small_results().target_values(0) == std::vector<double>{4, 6, 8, 10});
  CHECK(small_results().target_values(1) == std::vector<double>{0.25, 0.5, 0.75, 1});
  CHECK_THROWS_AS(small_results().target_values(2), std::out_of_range);
}

}  // namespace muster::output
