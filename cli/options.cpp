#include "cli/options.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <thread>

namespace muster::cli {

std::vector<scenarios::Override> overrides_of(const std::vector<std::string>& written) {
  std::vector<scenarios::Override> overrides;
  for (const std::string& change : written) {
    const std::size_t equals = change.find('=');
    if (equals == std::string::npos || equals == 0)
      throw InputError(fmt::format("--set {}: error: no `=` in it; write --set posts.mandate.registers=90%\n", change));
    overrides.push_back({change.substr(0, equals), change.substr(equals + 1)});
  }
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

void SimulationOptions::add_to(CLI::App& command) {
  threads = std::max(1U, std::thread::hardware_concurrency());
  command.add_option("--seed", seed, "of all luck; same seed, same bytes")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command.add_option("--threads", threads, "processors to use; changes nothing in the results")
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
  command.add_option("--set", changes, "give a parameter another value: posts.mandate.registers=90%")
      ->allow_extra_args(false);
  command.add_flag("--quiet", quiet, "say nothing but errors");
}

}  // namespace muster::cli
