#include "cli/facts.hpp"
#include "cli/installation.hpp"
#include "cli/run.hpp"
#include "cli/session.hpp"
#include "models/assembly.hpp"
#include "scenarios/schema/schema.hpp"
#include "tests/bench/chain.hpp"
#include "tests/bench/hold.hpp"
#include "tests/bench/mm1.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <optional>
#include <thread>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace {

using namespace muster;

// `a.b=value`, cut at the first `=`.
scenarios::Override override_of(const std::string& written) {
  const std::size_t equals = written.find('=');
  if (equals == std::string::npos || equals == 0)
    throw InputError(fmt::format("--set {}: error: no `=` in it; write --set posts.mandate.registers=90%\n", written));
  return {written.substr(0, equals), written.substr(equals + 1)};
}

std::vector<scenarios::Override> overrides_of(const std::vector<std::string>& written) {
  std::vector<scenarios::Override> overrides;
  for (const std::string& change : written) overrides.push_back(override_of(change));
  return overrides;
}

std::optional<std::size_t> replications_of(const std::string& written) {
  constexpr std::size_t most = 1'000'000;
  if (written == "auto") return std::nullopt;
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), number);
  if (error != std::errc{} || end != written.data() + written.size() || number < 1 || number > most)
    throw InputError(fmt::format("--replications {}: error: write a number from 1 to {} or `auto`\n", written, most));
  return number;
}

}  // namespace

int main(int count, char** arguments) {
#ifdef __GLIBC__
  // Each replication builds its models anew; memory that goes back to the system in between comes back page by page. Blocks as
  // large as a nation's rows go back all the same: what has grown out of one leaves a hole of its size.
  constexpr int large = 32 << 20, keep = 1 << 30;  // a higher threshold is refused
  mallopt(M_MMAP_THRESHOLD, large);
  mallopt(M_TRIM_THRESHOLD, keep);
#endif
  CLI::App app{"Muster simulates workforce plans: will the targets be met, how likely, when, and what holds them back",
               "muster"};
  app.set_version_flag("--version", fmt::format("muster {}", cli::version));
  app.require_subcommand(1);

  cli::RunOptions options;
  std::string replications = "auto";
  std::vector<std::string> changes;
  options.threads = std::max(1U, std::thread::hardware_concurrency());

  CLI::App* run = app.add_subcommand("run", "simulate a scenario; write trajectories, targets, charts");
  run->add_option("FILE", options.file, "a scenario file, or the name of a place that came with Muster")->required();
  run->add_option("--replications", replications, "how many, or auto: until precise enough, at most 2 000")
      ->capture_default_str();
  run->add_option("--seed", options.seed, "of all luck; same seed, same bytes")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  run->add_option("--threads", options.threads, "processors to use; changes nothing in the results")
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
  run->add_option("--out", options.out, "the folder to write; out/<place> if left out");
  run->add_option("--set", changes, "give a parameter another value: posts.mandate.registers=90%")
      ->allow_extra_args(false);
  std::optional<int> scale;
  run->add_option("--scale", scale, "people outside posts that one simulated person stands for; --set people.scale")
      ->check(CLI::Range(1, 10'000));
  run->add_option("--replication", options.replication, "run this replication alone")->check(CLI::NonNegativeNumber);
  run->add_flag("--quiet", options.quiet, "say nothing but errors");

  CLI::App* check = app.add_subcommand("check", "look for errors in a scenario; simulate nothing");
  check->add_option("FILE", options.file, "a scenario file")->required();
  check->add_option("--set", changes, "with this parameter changed")->allow_extra_args(false);

  CLI::App* schema = app.add_subcommand("schema", "print the JSON Schema of scenario files, for editors");
  CLI::App* reference = app.add_subcommand("reference", "print the reference page of all parameters, in Markdown");

  std::vector<std::string> files;
  CLI::App* facts = app.add_subcommand("facts", "print which parameter or target carries which fact, in Markdown");
  facts->add_option("FILE", files, "scenario files, or names of places that came with Muster")->required();

  CLI::App* bench = app.add_subcommand("bench", "measure the engine; each prints one line of JSON");
  bench->require_subcommand(1);
  std::uint64_t pending = 1'000'000, events = 10'000'000, customers = 1'000'000, posts = 100'000, years = 20;
  bool with_reference = false;
  CLI::App* hold = bench->add_subcommand("hold", "every event schedules itself again after an exponential delay");
  hold->add_option("--pending", pending, "events pending")->capture_default_str();
  hold->add_option("--events", events, "events to fire")->capture_default_str();
  CLI::App* mm1 = bench->add_subcommand("mm1", "one server and its queue, against the closed form");
  mm1->add_option("--customers", customers, "customers to serve")->capture_default_str();
  CLI::App* chain = bench->add_subcommand("chain", "posts, people who stay for a while, a yearly exam");
  chain->add_option("--posts", posts, "posts, each with a person")->capture_default_str();
  chain->add_option("--years", years, "years to simulate")->capture_default_str();
  for (CLI::App* one : {hold, mm1, chain})
    one->add_flag("--reference", with_reference, "std::priority_queue beside it, in the same run");

  try {
    app.parse(count, arguments);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? cli::done : cli::input_at_fault;
  }

  try {
    if (*run) {
      options.overrides = overrides_of(changes);
      if (scale) options.overrides.push_back({"people.scale", fmt::format("{} people", *scale)});
      options.replications = replications_of(replications);
      return cli::run(options);
    }
    if (*check) {
      const cli::Session session = cli::open_session(cli::find_scenario(options.file), overrides_of(changes));
      fmt::print("{}: no errors; {} areas, {} series, {} targets\n", options.file, session.shape.areas.leaf_count(),
                 session.shape.series.size(), session.shape.targets.size());
    } else if (*schema) {
      fmt::print("{}\n", scenarios::json_schema(model_sections()).dump(2));
    } else if (*reference) {
      fmt::print("{}", scenarios::reference_page(model_sections()));
    } else if (*facts) {
      fmt::print("{}", cli::facts_page(files));
    } else if (*bench) {
      try {
        fmt::print("{}\n", (*hold  ? bench::hold(pending, events, with_reference)
                            : *mm1 ? bench::mm1(customers, with_reference)
                                   : bench::chain(posts, years, with_reference))
                               .dump());
      } catch (const std::invalid_argument& error) {
        throw InputError(fmt::format("error: {}\n", error.what()));
      }
    }
    return cli::done;
  } catch (const InputError& error) {
    fmt::print(stderr, "{}", error.what());
    return cli::input_at_fault;
  } catch (const std::exception& error) {
    fmt::print(stderr, "error: {}\n", error.what());
    return cli::failed;
  }
}
