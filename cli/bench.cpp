#include "cli/command_line.hpp"
#include "cli/commands.hpp"
#include "cli/session.hpp"
#include "engine/clock/calendar.hpp"
#include "engine/parameters/diagnostic.hpp"
#include "engine/text/text.hpp"
#include "scenarios/loader/inputs.hpp"
#include "tests/bench/branch.hpp"
#include "tests/bench/chain.hpp"
#include "tests/bench/hold.hpp"
#include "tests/bench/mm1.hpp"

#include <fmt/format.h>
#include <memory>

namespace muster::cli {

namespace {

struct BenchOptions {
  std::uint64_t pending = 1'000'000, events = 10'000'000, customers = 1'000'000, posts = 100'000, years = 20;
  bool with_reference = false;
  std::string place = "shenyang";
  std::uint64_t strategies = 20, replications = 10, part = 90;
};

// The place and strategies that act from the day after a date on, each in its own way: files that lie nowhere but here.
nlohmann::json branch(const BenchOptions& options) {
  std::vector<Session> sessions{open_session(find_scenario(options.place), {})};
  const scenarios::Scenario& scenario = sessions.front().scenario;
  const auto days = static_cast<double>((scenario.horizon - scenario.start).count());
  const Date on = scenario.start + std::chrono::days{static_cast<int>(days * static_cast<double>(options.part) / 100)};
  const std::string place = scenario.place, from = iso(on + std::chrono::days{1});
  scenarios::Inputs strategies = scenarios::inputs_read();
  for (std::uint64_t n = 1; n <= options.strategies; ++n)
    strategies.files[fmt::format("branch-{}.yaml", n)] = fmt::format(
        "{{strategy: branch_{0}, place: {1}, title: {0}, why: {0}, changes: [{{id: a, parameter: "
        "posts.qualified_hires, set: {2} %, on: {3}}}]}}\n",
        n, place, 100.0 * static_cast<double>(n) / static_cast<double>(options.strategies), from);
  scenarios::read_from(strategies);
  for (std::uint64_t n = 1; n <= options.strategies; ++n)
    sessions.push_back(open_session(find_scenario(options.place), {}, {fmt::format("branch-{}.yaml", n), {}}));
  std::vector<Variant> variants;
  for (const Session& session : sessions) {
    if (parting(sessions.front(), session).shared_until < on) throw std::logic_error("a strategy acts too early");
    variants.push_back({fmt::format("{}", variants.size()), session.shape, session.build});
  }
  nlohmann::json measured = bench::branch(sessions.front().plan(Seed{1}), variants, on, options.replications);
  measured["place"] = place;
  measured["on"] = iso(on);
  return measured;
}

}  // namespace

Command add_bench(CommandLine program) {
  const auto options = std::make_shared<BenchOptions>();
  CommandLine bench = program.add_command("bench", text("measure the engine; each prints one line of JSON"));
  bench.require_command();
  CommandLine hold = bench.add_command("hold", text("every event schedules itself again after an exponential delay"));
  hold.add_option("--pending", options->pending, text("events pending")).whole_number(1).shows_default();
  hold.add_option("--events", options->events, text("events to fire")).whole_number(1).shows_default();
  CommandLine mm1 = bench.add_command("mm1", text("one server and its queue, against the closed form"));
  mm1.add_option("--customers", options->customers, text("customers to serve")).whole_number(1).shows_default();
  CommandLine chain = bench.add_command("chain", text("posts, people who stay for a while, a yearly exam"));
  chain.add_option("--posts", options->posts, text("posts, each with a person")).whole_number(1).shows_default();
  chain.add_option("--years", options->years, text("years to simulate")).whole_number(1).shows_default();
  CommandLine branched =
      bench.add_command("branch", text("strategies that share a past, against it and their futures"));
  branched.add_option("--place", options->place, text("a scenario file, or the name of a place that came with Muster"))
      .shows_default();
  branched.add_option("--strategies", options->strategies, text("how many branch off"))
      .whole_number(1, 1000)
      .shows_default();
  branched.add_option("--replications", options->replications, text("how many of each"))
      .whole_number(1)
      .shows_default();
  branched.add_option("--part", options->part, text("which part of the time they share, in %"))
      .whole_number(0, 99)
      .shows_default();
  for (CommandLine one : {hold, mm1, chain}) {
    one.add_flag("--reference", options->with_reference, text("std::priority_queue beside it, in the same run"));
  }
  return {bench, [options, hold, mm1, branched] {
            const bool reference = options->with_reference;
            try {
              say((branched.was_typed() ? branch(*options)
                   : hold.was_typed()   ? bench::hold(options->pending, options->events, reference)
                   : mm1.was_typed()    ? bench::mm1(options->customers, reference)
                                        : bench::chain(options->posts, options->years, reference))
                      .dump() +
                  "\n");
            } catch (const std::invalid_argument& error) {
              throw InputError(text("error: {}\n", error.what()));
            }
            return done;
          }};
}

}  // namespace muster::cli
