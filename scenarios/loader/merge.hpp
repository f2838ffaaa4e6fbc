// Merges files into one tree: first the extended file, over it the file that extends it, and last the command line.
//
// Contract: maps merge key by key, lists of items with an `id` merge by id, and every other value is replaced as a
// whole; `remove: true` is the only way to remove something. The declared table determines which rule applies, so
// the keys of two values never mix. Every node keeps the position where it was written. Leaves out: whether the
// values are valid. Rules: docs/decisions/0003-merging.md.
#pragma once

#include "engine/parameters/table.hpp"
#include "scenarios/loader/document.hpp"

#include <string>

namespace muster::scenarios {

/// Merges one file's tree over another's.
/// @param base   a map, empty for the first file; changed in place
/// @param over   a map
/// @param table  of the whole file
void merge(Node& base, Node over, const TableSpec& table, Diagnostics& diagnostics);

/// Gives one path another value.
/// @param path   such as "posts.time_to_fill" or "targets.s3.by"; it must name something declared that exists
/// @param where  of the path's first character
void override_value(Node& base, const std::string& path, Node value, const SourceLocation& where,
                    const TableSpec& table, Diagnostics& diagnostics);

}  // namespace muster::scenarios
