// What a parameter cites: a source by name, with its address where there is one.
//
// Contract: a scenario file writes a source as a name and an address at its end ("Census of 2020, https://…"), as an
// address alone, or as a citation. Readers see the name, not the id. Leaves out: whether the address exists.
#pragma once

#include <map>
#include <string>

namespace muster::output {

struct CitedSource {
  std::string name;     // English, with an entry in the catalogue; of an address alone, its site; empty: none is cited
  std::string address;  // of a page on the web; may be empty
};

/// @param cited    the id of a source, or an address or citation in place of one
/// @param sources  the sources by id, as the scenario files write them
[[nodiscard]] CitedSource cited_source(const std::string& cited, const std::map<std::string, std::string>& sources);

}  // namespace muster::output
