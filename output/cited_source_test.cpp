#include "output/cited_source.hpp"
#include "tests/support/catch.hpp"

#include <map>
#include <string>

namespace muster::output {

namespace {

TEST_CASE("a source is a name with an address, an address or a citation", "[unit]") {
  const std::map<std::string, std::string> sources = {
      {"census", "Census of 2020, https://example.org/a?b=c"},
      {"yearbook", "2020年统计年鉴：https://example.org/y"},
      {"page", "https://www.example.org/a/b.html"},
      {"site", "http://example.org"},
      {"book", "Statistical yearbook 2020, page 12"},
      {"both", "see https://example.org/a and a letter"},
  };
  const auto is = [&](const char* id, const std::string& name, const std::string& address) {
    INFO(id);
    const CitedSource source = cited_source(id, sources);
    CHECK(source.name == name);
    CHECK(source.address == address);
  };
  is("census", "Census of 2020", "https://example.org/a?b=c");
  is("yearbook", "2020年统计年鉴", "https://example.org/y");
  is("page", "www.example.org", "https://www.example.org/a/b.html");
  is("site", "example.org", "http://example.org");
  is("book", "Statistical yearbook 2020, page 12", "");
  is("both", "see https://example.org/a and a letter", "");             // not only an address at the end
  is("https://example.org/z", "example.org", "https://example.org/z");  // cited without an entry
  is("a letter of the bureau", "a letter of the bureau", "");
  is("", "", "");
}

}  // namespace

}  // namespace muster::output
