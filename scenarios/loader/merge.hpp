// How files become one tree: an extended file first, the file that extends it over it, the command line last.
//
// Contract: maps merge key by key, lists of items with an `id` merge by id, every other value is replaced whole; `remove: true` is
// the only way to take something away. The declared table decides which is which, so the keys of two values never mix. Every
// node keeps the place it was written at. Leaves out: whether the values are right. Rules: docs/decisions/0003-merging.md.
#pragma once

#include "engine/parameters/table.hpp"
#include "scenarios/loader/document.hpp"

#include <string>

namespace muster::scenarios {

/// Lays one file's tree over another's.
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
