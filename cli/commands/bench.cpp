// muster bench: measures the speed of the engine.
#include "bench/chain.hpp"
#include "bench/hold.hpp"
#include "bench/mm1.hpp"
#include "cli/commands.hpp"
#include "engine/parameters/diagnostic.hpp"
#include "engine/text/text.hpp"
#include "experiments/studies/branching.hpp"

#include <memory>

namespace muster::cli {

Command add_bench(CommandLine program) {
  struct Options {
    std::uint64_t pending = 1'000'000, events = 10'000'000, customers = 1'000'000, posts = 100'000, years = 20;
    bool with_reference = false;
    std::string place = "shenyang";
    std::uint64_t strategies = 20, replications = 10, part = 90;
  };
  const auto options = std::make_shared<Options>();
  CommandLine bench = program.add_command("bench", tr("measure the engine; each benchmark prints one line of JSON"));
  bench.require_command();
  const auto number = [](CommandLine of, const char* name, std::uint64_t& value, const std::string& description,
                         std::uint64_t low = 1, std::uint64_t high = 1'000'000'000'000) {
    of.add_option(name, value, description).whole_number(low, high).shows_default();
  };
  CommandLine hold = bench.add_command("hold", tr("each event is scheduled again after an exponential delay"));
  number(hold, "--pending", options->pending, tr("events pending"));
  number(hold, "--events", options->events, tr("events to fire"));
  CommandLine mm1 = bench.add_command("mm1", tr("one server and its queue, compared with the exact solution"));
  number(mm1, "--customers", options->customers, tr("customers to serve"));
  CommandLine chain = bench.add_command("chain", tr("posts, people who stay for a while, a yearly exam"));
  number(chain, "--posts", options->posts, tr("posts, each with a person"));
  number(chain, "--years", options->years, tr("years to simulate"));
  CommandLine past = bench.add_command("branch", tr("strategies with a shared past, compared with the least work"));
  past.add_option("--place", options->place, tr("a scenario file, or the name of a place that came with Muster"))
      .shows_default();
  number(past, "--strategies", options->strategies, tr("number of strategies that branch off"), 1, 1000);
  number(past, "--replications", options->replications, tr("replications of each strategy"));
  number(past, "--part", options->part, tr("the part of the time that the strategies share, in %"), 0, 99);
  for (CommandLine one : {hold, mm1, chain})
    one.add_flag("--reference", options->with_reference, tr("measure std::priority_queue too, in the same run"));
  return {bench, [options, hold, mm1, past](const Invocation&) {
            try {
              print((past.was_typed()   ? experiments::bench_branches(options->place, options->strategies,
                                                                      options->replications, options->part)
                     : hold.was_typed() ? bench::hold(options->pending, options->events, options->with_reference)
                     : mm1.was_typed()  ? bench::mm1(options->customers, options->with_reference)
                                        : bench::chain(options->posts, options->years, options->with_reference))
                        .dump() +
                    "\n");
            } catch (const std::invalid_argument& error) {
              throw InputError(tr("error: {}\n", error.what()));
            }
            return done;
          }};
}

}  // namespace muster::cli
