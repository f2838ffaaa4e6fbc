// muster_bench: runs every bench several times, together with the alternatives available on this machine.
#include "bench/chain.hpp"
#include "bench/hold.hpp"
#include "bench/mm1.hpp"
#include "bench/references/references.hpp"
#include "bench/same.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <functional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace {

using namespace muster;

/// The median and the range of the rates of several runs.
nlohmann::json spread(std::vector<double> rates) {
  std::sort(rates.begin(), rates.end());
  const std::size_t half = rates.size() / 2;
  const double median = rates.size() % 2 == 1 ? rates[half] : (rates[half - 1] + rates[half]) / 2;
  return {{"median", median}, {"min", rates.front()}, {"max", rates.back()}};
}

nlohmann::json spread(const std::vector<nlohmann::json>& runs, const char* field) {
  std::vector<double> rates;
  for (const nlohmann::json& run : runs) rates.push_back(run.at(field).get<double>());
  return spread(rates);
}

/// Runs a bench several times, with std::priority_queue for comparison.
nlohmann::json repeated(const char* name, int repetitions, const std::string& rate,
                        const std::vector<const char*>& same, const std::function<nlohmann::json()>& bench) {
  std::vector<nlohmann::json> runs;
  for (int i = 0; i < repetitions; ++i) runs.push_back(bench());
  nlohmann::json result = {{"bench", name}, {rate, spread(runs, rate.c_str())}};
  for (const char* field : same) result[field] = runs.front().at(field);
  result["references"]["std::priority_queue"] = {{rate, spread(runs, ("reference_" + rate).c_str())},
                                                 {"ratio", spread(runs, "ratio")}};
  return result;
}

std::vector<bench::Reference> references() {
  std::vector<bench::Reference> all;
  const auto add = [&all](const std::vector<bench::Reference>& more) {
    all.insert(all.end(), more.begin(), more.end());
  };
#ifdef MUSTER_HAS_NS3
  add(bench::ns3_references());
#endif
#ifdef MUSTER_HAS_SIMGRID
  add(bench::simgrid_references());
#endif
  static_cast<void>(add);
  return all;
}

/// The hold model on the other engines; `ratio` is how many times as fast Muster is, from the medians.
void add_references(nlohmann::json& hold, int repetitions, std::uint64_t pending, std::uint64_t events) {
  const double ours = hold.at("events_per_second").at("median").get<double>();
  for (const bench::Reference& reference : references()) {
    nlohmann::json& entry = hold["references"][reference.name];
    if (pending > reference.most_pending) {
      entry["left_out"] = "tried up to " + std::to_string(reference.most_pending) + " pending";
      continue;
    }
    std::vector<double> rates;
    for (int i = 0; i < repetitions; ++i) rates.push_back(reference.hold(pending, events));
    entry["events_per_second"] = spread(rates);
    entry["ratio"] = ours / entry.at("events_per_second").at("median").get<double>();
  }
}

nlohmann::json machine() {
  std::string processor = "unknown";
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);)
    if (line.rfind("model name", 0) == 0 && line.find(": ") != std::string::npos) {
      processor = line.substr(line.find(": ") + 2);
      break;
    }
  return {{"processor", processor},
          {"cores", std::thread::hardware_concurrency()},
          {"compiler", MUSTER_COMPILER},
          {"build", MUSTER_BUILD_TYPE},
          {"version", MUSTER_VERSION}};
}

bench::Trajectories read(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::invalid_argument(path + ": error: it cannot be read");
  return bench::read_trajectories(file, path);
}

}  // namespace

int main(int count, char** arguments) {
#ifdef __GLIBC__
  constexpr int large = 32 << 20,
                keep = 1 << 30;  // memory for the next repetition, as `muster` keeps it for replications
  mallopt(M_MMAP_THRESHOLD, large);
  mallopt(M_TRIM_THRESHOLD, keep);
#endif
  constexpr int done = 0, failed = 1, input_at_fault = 2;
  CLI::App app{"Measures the engine and other engines, or compares the forecasts of two versions; prints JSON",
               "muster_bench"};
  int repetitions = 5;
  std::vector<std::uint64_t> pending = {1'000, 100'000, 1'000'000, 10'000'000};
  std::uint64_t events = 10'000'000, reference_events = 1'000'000, customers = 5'000'000, posts = 100'000, years = 20;
  std::vector<std::string> only = {"hold", "mm1", "chain"};
  app.add_option("--repetitions", repetitions, "runs of each bench")->check(CLI::Range(1, 1000))->capture_default_str();
  app.add_option("--only", only, "benches to run: hold, mm1, chain")->check(CLI::IsMember({"hold", "mm1", "chain"}));
  app.add_option("--pending", pending, "hold: events pending")->capture_default_str();
  app.add_option("--events", events, "hold: events to fire")->capture_default_str();
  app.add_option("--reference-events", reference_events, "hold: events to fire on other engines")
      ->capture_default_str();
  app.add_option("--customers", customers, "mm1: customers to serve")->capture_default_str();
  app.add_option("--posts", posts, "chain: posts")->capture_default_str();
  app.add_option("--years", years, "chain: years")->capture_default_str();
  std::string before, after;
  CLI::App* same = app.add_subcommand("same", "compare two trajectories.csv cell by cell");
  same->add_option("OLD", before, "trajectories.csv of one version")->required();
  same->add_option("NEW", after, "trajectories.csv of another version, with another seed")->required();
  try {
    app.parse(count, arguments);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? done : input_at_fault;
  }

  try {
    nlohmann::json result;
    if (*same) {
      result = bench::same(read(before), read(after));
    } else {
      const auto wanted = [&only](const char* name) { return std::find(only.begin(), only.end(), name) != only.end(); };
      result = {{"machine", machine()}, {"repetitions", repetitions}, {"benches", nlohmann::json::array()}};
      if (wanted("hold"))
        for (const std::uint64_t n : pending) {
          nlohmann::json hold = repeated("hold", repetitions, "events_per_second",
                                         {"pending", "events", "mean_delay_days", "bytes_per_pending_event"},
                                         [&] { return bench::hold(n, events, true); });
          add_references(hold, repetitions, n, reference_events);
          result["benches"].push_back(std::move(hold));
        }
      if (wanted("mm1"))
        result["benches"].push_back(
            repeated("mm1", repetitions, "customers_per_second",
                     {"customers", "mean_time_in_system", "theory", "relative_difference", "standard_errors"},
                     [&] { return bench::mm1(customers, true); }));
      if (wanted("chain"))
        result["benches"].push_back(repeated(
            "chain", repetitions, "person_years_per_second",
            {"posts", "years", "person_years", "bytes_per_person", "resignations", "resignations_theory",
             "resignations_relative_difference", "resignations_standard_errors", "qualified_share",
             "qualified_share_theory", "qualified_share_relative_difference", "qualified_share_standard_errors"},
            [&] { return bench::chain(posts, years, true); }));
    }
    std::puts(result.dump(2).c_str());
    return done;
  } catch (const std::invalid_argument& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return input_at_fault;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "error: %s\n", error.what());
    return failed;
  }
}
