// The schema of results.sqlite, as it stands in schema.sql, which becomes part of the program.
#pragma once

#include <string_view>

namespace muster::output {

extern const std::string_view database_schema;

/// What the schema says of itself in a file's header; a test holds the two together.
inline constexpr int database_application = 0x4d555354;  // MUST
inline constexpr int database_version = 2;

}  // namespace muster::output
