#include "experiments/studies/evidence.hpp"

#include "bench/chain.hpp"
#include "bench/mm1.hpp"
#include "engine/text/text.hpp"
#include "output/formats/csv.hpp"
#include "output/manifest.hpp"
#include "output/tables/run.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <sstream>

namespace muster::experiments {

namespace {

using output::Check;
using output::grouped;

constexpr std::size_t repeated_at_most = 20;  // replications: enough to be spread over the threads
constexpr unsigned several = 4;               // threads
constexpr std::uint64_t customers = 1'000'000, posts = 100'000, years = 30;

/// An observed mean, its theoretical value and their distance.
struct Known {
  double theory = 0, seen = 0, standard_errors = 0;
};

std::optional<Known> known(const std::function<nlohmann::json()>& model, const char* seen, const char* theory,
                           const char* standard_errors) {
  try {
    const nlohmann::json found = model();
    return Known{found.at(theory), found.at(seen), found.at(standard_errors)};
  } catch (const std::logic_error&) {
    return std::nullopt;  // further from theory than chance allows
  }
}

std::string digest_of(const Session& session, const Runner& runner, std::size_t replications, unsigned threads) {
  RunSetup setup = session.setup(runner.seed);
  setup.replications = replications;
  setup.threads = threads;
  const Ensemble ensemble = muster::run(setup, session.shape, session.build, *runner.interrupted);
  std::ostringstream table;
  write_csv(table, output::trajectories_table(ensemble.results));
  return output::sha256(table.str());
}

}  // namespace

std::vector<Check> gather_evidence(const Session& session, const Runner& runner, const Results& results) {
  const ResultsShape& shape = session.shape;
  const std::uint64_t periods = shape.dates.empty() ? 0 : shape.dates.size() - 1;
  const std::uint64_t checked = session.identities * periods * shape.areas.leaf_count() * results.replications();
  const std::size_t broken = results.stopped().size();

  const std::size_t repeated = std::min(repeated_at_most, results.replications());
  const std::string alone = digest_of(session, runner, repeated, 1),
                    together = digest_of(session, runner, repeated, several);

  const auto queue = known([&] { return bench::mm1(customers, false, runner.seed); }, "mean_time_in_system", "theory",
                           "standard_errors");
  const auto chain = [&](const char* seen, const char* theory, const char* errors) {
    return known([&] { return bench::chain(posts, years, false, runner.seed); }, seen, theory, errors);
  };
  const auto resignations = chain("resignations", "resignations_theory", "resignations_standard_errors");
  const auto share = chain("qualified_share", "qualified_share_theory", "qualified_share_standard_errors");

  const auto number = [](std::uint64_t of) { return Text::worded([of] { return grouped(of); }); };
  std::vector<Check> evidence;
  evidence.push_back({Check::Kind::conservation,
                      tr("every stock's change equals its flows, in every area and month of every replication of this "
                         "run ({} checks)",
                         number(checked)),
                      tr("no replication stops"), tr("{} stopped", number(broken)), broken == 0 && checked > 0});
  evidence.push_back({Check::Kind::determinism,
                      tr("the first {} replications of this run again, on one thread and on {}", repeated, several),
                      tr("the same table of trajectories: SHA-256 {}", alone.substr(0, 16)),
                      Text::verbatim("SHA-256 " + together.substr(0, 16)), alone == together});
  const auto add = [&](const Text& what, const std::optional<Known>& of, const auto& shown) {
    evidence.push_back(
        {Check::Kind::closed_form, what, of ? shown(of->theory) : Text::verbatim("–"),
         of ? tr("{}, {} standard errors away", shown(of->seen), fmt::format("{:.1f}", of->standard_errors))
            : tr("more than 5 standard errors away"),
         of.has_value()});
  };
  add(tr("mean time in system of {} customers at one server with exponential arrivals and services, on this engine "
         "(theory: 1 / (service rate − arrival rate); Law, Simulation Modeling and Analysis, 5th ed., sec. 1.4)",
         number(customers)),
      queue, [](double minutes) { return tr("{} minutes", fmt::format("{:.1f}", minutes)); });
  add(tr("resignations from {} posts in {} years, stays being exponential with mean 5 years (theory: a Poisson "
         "process)",
         number(posts), years),
      resignations, [&](double count) { return number(static_cast<std::uint64_t>(std::llround(count))); });
  add(tr("share qualified in the same posts after the last exam (theory: a Markov chain; Bartholomew, Forbes and "
         "McClean, Statistical Techniques for Manpower Planning, 2nd ed., ch. 4)"),
      share, [](double of) { return Text::verbatim(fmt::format("{:.4f}", of)); });
  return evidence;
}

}  // namespace muster::experiments
