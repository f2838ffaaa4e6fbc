#include "cli/commands.hpp"
#include "engine/parameters/diagnostic.hpp"
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
};

}  // namespace

Command add_bench(CLI::App& program) {
  const auto options = std::make_shared<BenchOptions>();
  CLI::App* bench = program.add_subcommand("bench", "measure the engine; each prints one line of JSON");
  bench->require_subcommand(1);
  CLI::App* hold = bench->add_subcommand("hold", "every event schedules itself again after an exponential delay");
  hold->add_option("--pending", options->pending, "events pending")->capture_default_str();
  hold->add_option("--events", options->events, "events to fire")->capture_default_str();
  CLI::App* mm1 = bench->add_subcommand("mm1", "one server and its queue, against the closed form");
  mm1->add_option("--customers", options->customers, "customers to serve")->capture_default_str();
  CLI::App* chain = bench->add_subcommand("chain", "posts, people who stay for a while, a yearly exam");
  chain->add_option("--posts", options->posts, "posts, each with a person")->capture_default_str();
  chain->add_option("--years", options->years, "years to simulate")->capture_default_str();
  for (CLI::App* one : {hold, mm1, chain})
    one->add_flag("--reference", options->with_reference, "std::priority_queue beside it, in the same run");
  return {bench, [options, hold, mm1] {
            const bool reference = options->with_reference;
            try {
              fmt::print("{}\n", (*hold  ? bench::hold(options->pending, options->events, reference)
                                  : *mm1 ? bench::mm1(options->customers, reference)
                                         : bench::chain(options->posts, options->years, reference))
                                     .dump());
            } catch (const std::invalid_argument& error) {
              throw InputError(fmt::format("error: {}\n", error.what()));
            }
            return done;
          }};
}

}  // namespace muster::cli
