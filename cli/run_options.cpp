#include "cli/run_options.hpp"

#include "engine/text/text.hpp"

namespace muster::cli {

void add_common(CommandLine command, RunOptions& options, const std::string& out) {
  options.scenario.add_scenario_to(command, true);
  command
      .add_option("--replications", options.replications,
                  tr("replications, or auto: until precise enough, at most 2 000"))
      .shows_default();
  options.scenario.add_strategy_to(command);
  options.scenario.add_changes_to(command);
  options.scenario.add_scale_to(command);
  command
      .add_option("--min-cell", options.min_cell,
                  tr("withhold counts of people smaller than this number, as in public outputs"))
      .whole_number(2, 1'000'000);
  options.execution.add_to(command, out);
}

Command run_command(CommandLine command, const std::shared_ptr<RunOptions>& options) {
  return {command,
          [command, options](const Invocation& invocation) {
            auto& [scenario, execution, question, replications, min_cell] = *options;
            question.saved = saved_states(command, scenario, execution, replications, invocation.files);
            if (question.saved && question.replication.value_or(0) >= question.saved->replications())
              refuse_option("--replication " + std::to_string(*question.replication),
                            tr("{} replications are saved in {}, numbered from 0", question.saved->replications(),
                               question.saved->folder().string()));
            if (question.keeps_replications && !parts_of(execution.only).database)
              refuse_option("--only " + execution.only,
                            tr("--keep-replications writes to the database; add `database` "
                               "to the list, or leave out one of the two options"));
            question.scenario = scenario.choice(invocation.files);
            question.replications = experiments::replications_of(replications);
            question.min_cell = static_cast<unsigned>(min_cell.value_or(0));
            return execute(command, execution, *experiments::run_of(question), invocation);
          },
          true};
}

}  // namespace muster::cli
