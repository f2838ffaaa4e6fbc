// The schema of results.sqlite, as it stands in schema.sql, which becomes part of the program.
#pragma once

#include <string>
#include <string_view>

namespace muster::output {

/// Of the tables that hang on a run in ways of their own, and of the views.
extern const std::string_view database_schema;

/// That, and below it the tables of a run that every format has alike (tables/run.hpp): a row for each of theirs, by its position.
[[nodiscard]] std::string whole_database_schema();

/// What the schema says of itself in a file's header; a test holds the two together.
inline constexpr int database_application = 0x4d555354;  // MUST
inline constexpr int database_version = 3;

}  // namespace muster::output
