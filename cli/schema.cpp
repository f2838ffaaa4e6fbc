#include "scenarios/schema/schema.hpp"

#include "cli/commands.hpp"
#include "engine/text/text.hpp"
#include "models/assembly.hpp"

#include <fmt/format.h>

namespace muster::cli {

Command add_schema(CommandLine program) {
  return {program.add_command("schema", text("print the JSON Schema of scenario files, for editors")), [] {
            say(scenarios::json_schema(model_sections()).dump(2) + "\n");
            return done;
          }};
}

Command add_reference(CommandLine program) {
  return {program.add_command("reference", text("print the reference page of all parameters, in Markdown")), [] {
            say(scenarios::reference_page(model_sections()));
            return done;
          }};
}

}  // namespace muster::cli
