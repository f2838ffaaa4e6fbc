#include "experiments/studies/relaxations.hpp"

#include "engine/text/text.hpp"
#include "output/findings/judgement.hpp"

#include <algorithm>

namespace muster::experiments {

namespace {

// With fewer replications only the largest gains could be distinguished from zero; more would not improve the page.
constexpr std::size_t fewest_relaxed = 20, most_relaxed = 200;
// About 20 seconds on one processor, at 1.6 microseconds for an event of Shenyang with everything that is recorded.
constexpr std::uint64_t events_to_relax = 12'000'000;

bool wants_help(const output::Judgement& one) { return one.wants_help(); }

// The options of the run that determine what is simulated, for another command.
output::WrittenCommand asked_for(const char* command, const output::WrittenCommand& run,
                                 const std::vector<std::string>& options) {
  output::WrittenCommand made;
  for (const output::WrittenCommand::Word& word : run.words) {
    if (made.words.empty()) {
      made.add(command, word.value);
    } else if (std::find(options.begin(), options.end(), word.option) != options.end()) {
      made.words.push_back(word);
    }
  }
  return made;
}

}  // namespace

output::Relaxations relaxations_to_get(const Results& results, output::WrittenCommand asked) {
  const std::vector<output::Judgement> judgements = output::judgements_of(results);
  if (std::none_of(judgements.begin(), judgements.end(), wants_help)) return {};
  output::Relaxations made;
  made.why_none = output::localized(
      [] { return tr("What holds the targets back and what would help is worked out by this command:"); });
  std::vector<std::string> same{"--seed", "--strategy", "--set", "--min-cell"};
  if (results.replications() >= fewest_relaxed) same.emplace_back("--replications");
  made.command = output::typed(asked_for("report", asked, same));
  return made;
}

output::Relaxations relaxations_of(const Session& session, const std::vector<scenarios::Constraint>& constraints,
                                   const Results& results, const Runner& runner, unsigned min_cell) {
  const std::vector<output::Judgement> judgements = output::judgements_of(results);
  const std::vector<TargetDefinition>& targets = results.shape().targets;
  output::Relaxations made;
  if (std::none_of(judgements.begin(), judgements.end(), wants_help)) return made;
  if (results.replications() < fewest_relaxed) {
    made.why_none = output::localized([] {
      return tr("What would help can be worked out only from {} futures or more; this run has fewer.", fewest_relaxed);
    });
    return made;
  }
  const std::uint64_t scenarios = scenarios_to_relax(session, constraints);
  const std::uint64_t events = scenarios * (results.events() / results.replications() + 1);
  const std::size_t replications =
      std::min({most_relaxed, results.replications(), static_cast<std::size_t>(events_to_relax / events)});
  if (replications < fewest_relaxed) {
    made.why_none = output::localized([&] {
      return tr(
          "Working out what holds the targets back and what would help takes too long for this page: {} scenarios of "
          "{} futures each. This command works it out:",
          scenarios, fewest_relaxed);
    });
    output::WrittenCommand further = asked_for("explain", runner.asked, {"--seed", "--strategy", "--set"});
    for (std::size_t t = 0; t < targets.size(); ++t)
      if (judgements[t].wants_help()) further.add("--target", targets[t].id);
    made.command = output::typed(further.add("--whole").add("--replications", std::to_string(fewest_relaxed)));
    return made;
  }
  // Simulates all targets, not only those that need help: with more replications others may need it, and cached
  // results must still fit.
  ConstraintStudy study = study_constraints(session, targets, constraints, false, runner, replications, min_cell);
  if (study.run.entered < fewest_relaxed) {
    made.why_none = output::localized([&] {
      return study.run.interrupted ? tr("What would help was not worked out, because the calculation was interrupted.")
                                   : tr("What would help is not known, because too many replications stopped.");
    });
    return made;
  }
  made.replications = study.run.entered;
  made.targets = std::move(study.targets);
  return made;
}

}  // namespace muster::experiments
