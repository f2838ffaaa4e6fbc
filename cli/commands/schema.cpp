// muster schema and muster reference: what a scenario file may contain, for editors and for people.
#include "scenarios/schema/schema.hpp"

#include "cli/commands.hpp"
#include "engine/text/text.hpp"
#include "models/assembly.hpp"

namespace muster::cli {

Command add_schema(CommandLine program) {
  return {program.add_command("schema", tr("print the JSON Schema of scenario files, for editors")),
          [](const Invocation&) {
            print(scenarios::json_schema(model_sections()).dump(2) + "\n");
            return done;
          }};
}

Command add_reference(CommandLine program) {
  return {program.add_command("reference", tr("print the reference page of all parameters, in Markdown")),
          [](const Invocation&) {
            print(scenarios::reference_page(model_sections()));
            return done;
          }};
}

}  // namespace muster::cli
