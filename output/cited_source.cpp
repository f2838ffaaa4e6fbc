#include "output/cited_source.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace muster::output {

namespace {

// The name without the punctuation that separates it from the address.
std::string_view without_separator(std::string_view name) {
  constexpr std::array<std::string_view, 9> separators = {" ", ",", ":", ";", "(", "，", "：", "；", "（"};
  for (bool shorter = true; shorter;) {
    shorter = false;
    for (const std::string_view separator : separators)
      if (name.ends_with(separator)) {
        name.remove_suffix(separator.size());
        shorter = true;
      }
  }
  return name;
}

std::string site_of(const std::string& address) {
  const std::size_t site = address.find("://") + 3;
  return address.substr(site, address.find('/', site) - site);
}

}  // namespace

CitedSource cited_source(const std::string& cited, const std::map<std::string, std::string>& sources) {
  const auto known = sources.find(cited);
  const std::string& written = known == sources.end() ? cited : known->second;
  const std::size_t secure = written.rfind("https://"), plain = written.rfind("http://");
  const std::size_t at = std::min(secure, plain);
  if (at == std::string::npos || written.find(' ', at) != std::string::npos) return {written, ""};
  CitedSource source{std::string(without_separator(std::string_view(written).substr(0, at))), written.substr(at)};
  if (source.name.empty()) source.name = site_of(source.address);
  return source;
}

}  // namespace muster::output
