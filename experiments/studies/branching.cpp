#include "experiments/studies/branching.hpp"

#include "bench/branch.hpp"
#include "engine/clock/calendar.hpp"
#include "engine/text/dates.hpp"
#include "experiments/session/session.hpp"
#include "scenarios/loader/inputs.hpp"

#include <chrono>
#include <fmt/format.h>
#include <stdexcept>
#include <vector>

namespace muster::experiments {

// The strategies are temporary files that exist only here.
nlohmann::json bench_branches(const std::string& place_named, std::uint64_t strategy_count, std::uint64_t replications,
                              std::uint64_t part) {
  const ScenarioChoice choice{place_named, "", {}};
  std::vector<Session> sessions{open_session(choice)};
  const scenarios::Scenario& scenario = sessions.front().scenario;
  const auto days = static_cast<double>((scenario.horizon - scenario.start).count());
  const Date on = scenario.start + std::chrono::days{static_cast<int>(days * static_cast<double>(part) / 100)};
  const std::string place = scenario.place, from = date_words(on + std::chrono::days{1});
  scenarios::Inputs strategies;
  for (std::uint64_t n = 1; n <= strategy_count; ++n)
    strategies.files[fmt::format("branch-{}.yaml", n)] = fmt::format(
        "{{strategy: branch_{0}, place: {1}, title: {0}, why: {0}, changes: [{{id: a, parameter: "
        "posts.qualified_hires, set: {2} %, on: {3}}}]}}\n",
        n, place, 100.0 * static_cast<double>(n) / static_cast<double>(strategy_count), from);
  choice.files->keep(strategies);
  for (std::uint64_t n = 1; n <= strategy_count; ++n)
    sessions.push_back(open_session(choice.under(fmt::format("branch-{}.yaml", n))));
  std::vector<Variant> variants;
  for (const Session& session : sessions) {
    if (divergence(sessions.front(), session).shared_until < on) throw std::logic_error("a strategy acts too early");
    variants.push_back({fmt::format("{}", variants.size()), session.shape, session.build});
  }
  nlohmann::json measured = bench::branch(sessions.front().setup(Seed{1}), variants, on, replications);
  measured["place"] = place;
  measured["on"] = iso(on);
  return measured;
}

}  // namespace muster::experiments
