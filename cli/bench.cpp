#include "cli/command_line.hpp"
#include "cli/commands.hpp"
#include "engine/parameters/diagnostic.hpp"
#include "engine/text/text.hpp"
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
  CLI::App* bench = program.add_subcommand("bench", text("measure the engine; each prints one line of JSON"));
  bench->require_subcommand(1);
  CLI::App* hold = bench->add_subcommand("hold", text("every event schedules itself again after an exponential delay"));
  hold->add_option("--pending", options->pending, text("events pending"))
      ->check(whole_number("--pending", 1))
      ->capture_default_str();
  hold->add_option("--events", options->events, text("events to fire"))
      ->check(whole_number("--events", 1))
      ->capture_default_str();
  CLI::App* mm1 = bench->add_subcommand("mm1", text("one server and its queue, against the closed form"));
  mm1->add_option("--customers", options->customers, text("customers to serve"))
      ->check(whole_number("--customers", 1))
      ->capture_default_str();
  CLI::App* chain = bench->add_subcommand("chain", text("posts, people who stay for a while, a yearly exam"));
  chain->add_option("--posts", options->posts, text("posts, each with a person"))
      ->check(whole_number("--posts", 1))
      ->capture_default_str();
  chain->add_option("--years", options->years, text("years to simulate"))
      ->check(whole_number("--years", 1))
      ->capture_default_str();
  for (CLI::App* one : {hold, mm1, chain}) {
    finish_help(*one);
    one->add_flag("--reference", options->with_reference, text("std::priority_queue beside it, in the same run"));
  }
  return {bench, [options, hold, mm1] {
            const bool reference = options->with_reference;
            try {
              fmt::print("{}\n", (*hold  ? bench::hold(options->pending, options->events, reference)
                                  : *mm1 ? bench::mm1(options->customers, reference)
                                         : bench::chain(options->posts, options->years, reference))
                                     .dump());
            } catch (const std::invalid_argument& error) {
              throw InputError(text("error: {}\n", error.what()));
            }
            return done;
          }};
}

}  // namespace muster::cli
