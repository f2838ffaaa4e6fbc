#include "experiments/studies/preview.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/text/dates.hpp"
#include "engine/text/text.hpp"
#include "experiments/session/installation.hpp"
#include "experiments/studies/compare.hpp"
#include "models/roles.hpp"
#include "output/document/names.hpp"
#include "output/findings/targets.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fmt/format.h>
#include <memory>
#include <thread>
#include <utility>

namespace muster::experiments {

namespace {

using output::grouped;

// Seconds to write one row of the table and of the database, measured with 500 areas. The other parts take some
// seconds, however many rows there are.
constexpr double seconds_a_row_of_table = 0.4e-6, seconds_a_row_of_database = 0.7e-6, few_seconds = 15;
// replications before the precision is first checked, see run() of engine/ensemble
constexpr std::size_t first_look = 200;

Text duration(double seconds) {
  constexpr double minute = 60, hour = 3600;
  if (seconds < minute) return tr("{:.2g} s", seconds);
  if (seconds < hour) return tr("{:.0f} min", seconds / minute);
  return tr("{:.1f} h", seconds / hour);
}

Text megabytes(std::uint64_t bytes) {
  const double mb = static_cast<double>(bytes) / 1e6;
  return mb < 10 ? tr("{:.1f} MB", mb) : tr("{} MB", grouped(static_cast<std::uint64_t>(std::llround(mb))));
}

std::string list_of(const std::vector<std::string>& words) {
  return words.empty() ? tr("none") : output::listed(words);
}

// The files that the folder will contain, the most important first.
std::string files_of(const Parts& parts, std::size_t targets, bool compares, std::uint64_t rows) {
  std::vector<std::string> files;
  const auto add = [&](bool written, const std::string& file) {
    if (written) files.push_back(file);
  };
  add(parts.tables, tr("{} ({} rows)", compares ? "differences.csv" : "trajectories.csv", grouped(rows)));
  add(parts.tables, compares ? "ranking.csv" : tr("{} ({} rows)", "targets.csv", targets));
  add(parts.tables, "headline.csv");
  for (const char* by_area : {"area_targets.csv", "area_money.csv"}) add(parts.tables && !compares, by_area);
  add(parts.report, "report.html");
  add(parts.workbook, "workbook.xlsx");
  add(parts.database, "results.sqlite");
  for (const char* always : {"manifest.json", "inputs/"}) add(true, always);
  add(parts.charts, "charts/");
  return output::listed(files);
}

// The value of a series for the whole place at the start, if there is such a series.
std::optional<double> at_start(const Session& session, const ReplicationResult& result, const std::string& series) {
  const ResultsShape& shape = session.shape;
  for (std::size_t s = 0; s < shape.series.size(); ++s)
    if (shape.series[s].name.name == series) return result.values[shape.cell(0, shape.areas.whole(), s)];
  return {};
}

}  // namespace

Probe probe(const Session& session, Seed seed, const std::atomic<bool>* stop) {
  Probe made;
  const std::uint64_t before = peak_memory();
  const auto began = std::chrono::steady_clock::now();
  made.result = simulate(session.setup(seed), session.shape, Replication{0}, session.build, stop);
  made.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  made.peak = peak_memory();
  made.memory = std::max<std::uint64_t>(made.peak - before, made.result.values.size() * sizeof(double));
  return made;
}

output::Document preview_document(const Session& session, const Probe& probe, const PreviewRequest& request) {
  const scenarios::Scenario& scenario = session.scenario;
  const ResultsShape& shape = session.shape;
  output::Grid grid{{{}, {.head = {}, .wraps = true}}, {}};
  const auto line = [&](const Text& name, const Text& value) { grid.rows.push_back({name, value}); };
  const std::size_t scenarios = 1 + request.strategies.size();
  const std::size_t groups = shape.areas.node_count() - shape.areas.leaf_count() - 1;
  std::vector<std::string> targets, headline;
  for (const TargetDefinition& target : shape.targets) targets.push_back(output::target_heading(target));
  for (const std::size_t s : shape.headline) headline.push_back(output::called(shape.series[s].name));

  line(tr("place"), tr("{} ({})", scenario.title.to_string(), scenario.place));
  line(tr("period"), tr("{} to {}, recorded on {} dates", date_words(scenario.start), date_words(scenario.horizon),
                        shape.dates.size()));
  line(tr("strategies"), request.strategies.empty() ? tr("none: the place as planned")
                                                    : tr("as planned, {}", list_of(request.strategies)));
  line(tr("areas"), groups == 0 ? tr("{}, and the whole", shape.areas.leaf_count())
                                : tr("{}, {} groups of them, and the whole", shape.areas.leaf_count(), groups));
  line(tr("series"), tr("{}; shown first: {}", shape.series.size(), list_of(headline)));
  line(tr("targets"), tr("{} in all: {}", shape.targets.size(), list_of(targets)));
  if (const auto people = at_start(session, probe.result, series_roles.people))
    line(tr("people"), tr("{} in the profession at the start", grouped(static_cast<std::uint64_t>(*people))));

  // Replications: a fixed number, or between two bounds.
  const Precision precision;
  const std::size_t least = request.replications.value_or(first_look);
  const std::size_t most = request.replications.value_or(precision.most);
  line(tr("replications"),
       request.replications
           ? Text::verbatim(grouped(least))
           : tr("auto: {} to {}, until each target's probability is within ± {:.0f} points and each "
                "headline mean within ± {:.0f} %",
                grouped(least), grouped(most), precision.probability * 100, precision.relative_mean * 100));
  if (scenarios > 1) line("", tr("for each of {} scenarios, under the same luck", scenarios));

  // Each combination of period end, area and series is a row of trajectories.csv, and of differences.csv for each
  // strategy.
  const std::uint64_t rows = shape.cell_count() * std::max<std::size_t>(1, request.strategies.size());
  const std::string files = files_of(request.parts, shape.targets.size(), scenarios > 1, rows);
  line(tr("would write"), scenarios == 1 ? tr("out/{}: {}", scenario.place, files) : tr("{} (muster compare)", files));

  const auto seconds = [&](std::size_t replications) {
    const double threads = static_cast<double>(std::min<std::size_t>(request.threads, replications));
    return probe.seconds * static_cast<double>(replications * scenarios) / threads;
  };
  // The memory of the program, plus one replication per thread.
  const std::uint64_t at_work = probe.peak + probe.memory * (request.threads - 1);
  const auto memory = [&](std::size_t replications) { return at_work + Results::bytes_at_most(shape, replications); };
  const auto between = [&](const auto& of) {
    return least == most ? Text(of(least)) : tr("{} to {}", of(least), of(most));
  };
  line(tr("measured"), tr("one replication, number 0: {}, {} events, {} of memory", duration(probe.seconds),
                          grouped(probe.result.events), megabytes(probe.memory)));
  line(tr("time"), tr("about {} on {}", between([&](std::size_t n) { return duration(seconds(n)); }),
                      output::threads_words(request.threads)));
  line("", tr("a rough estimate from one replication; a busy processor, or one with fewer cores than threads, may "
              "double it;"));
  const double writing = static_cast<double>(rows) * ((request.parts.tables ? seconds_a_row_of_table : 0) +
                                                      (request.parts.database ? seconds_a_row_of_database : 0));
  line("", writing < few_seconds ? tr("writing the results takes additional time, usually some seconds")
                                 : tr("writing the results takes additional time: about {1} for {0} rows",
                                      grouped(rows), duration(writing)));
  if (scenarios == 1) {
    line(tr("memory"),
         tr("at most {}, of which results take {}", between([&](std::size_t n) { return megabytes(memory(n)); }),
            between([&](std::size_t n) { return megabytes(Results::bytes_at_most(shape, n)); })));
    line("", tr("the size of results is calculated: {} values for each of the first {} replications, frequency counts "
                "after that; the rest is the program and one replication per thread, as measured",
                grouped(shape.cell_count()), grouped(Results::most_kept)));
    if (most > Results::most_unrounded)
      line("", tr("values are compressed: counts, and values that seldom change, take a quarter of that or less"));
  } else {
    line(tr("memory"), tr("about {} for the program and one replication per thread, plus what a comparison stores",
                          megabytes(at_work)));
  }
  output::Section preview{"preview", {}, {}, output::in_terminal};
  preview.add(output::TableBlock{{}, std::move(grid)});
  return {{}, {}, {}, {std::move(preview)}};
}

namespace {

class PreviewStudy final : public Experiment {
 public:
  explicit PreviewStudy(PreviewQuestion question) : question_(std::move(question)) {
    check_strategies(question_.strategies, *question_.scenario.files);
    sessions_.push_back(open_session(question_.scenario));
    for (const std::string& strategy : question_.strategies) {  // opened now to find their errors
      sessions_.push_back(open_session(question_.scenario.under(strategy)));
      const auto& read = sessions_.back().scenario.strategy;
      question_.request.strategies.push_back(read ? read->id : strategy);
    }
  }

  [[nodiscard]] std::vector<const Session*> sessions() const override {
    std::vector<const Session*> all;
    for (const Session& session : sessions_) all.push_back(&session);
    return all;
  }

  Simulated simulate(const Runner& runner) override {
    runner.say(tr("simulating one replication to measure it"));
    try {
      measured_ = probe(sessions_.front(), runner.seed, runner.interrupted);
    } catch (const Interrupted&) {
      throw;
    } catch (const std::bad_alloc&) {  // not an error of the replication: this machine lacks memory now
      throw;
    } catch (const std::exception& fault) {
      return {0, {{"", {Replication{0}, fault.what()}}}};
    }
    return {1};
  }

  [[nodiscard]] output::Document document(const std::filesystem::path& /*folder*/, const output::RunRecord& /*record*/,
                                          std::uint8_t /*media*/) const override {
    return preview_document(sessions_.front(), measured_, question_.request);
  }

 private:
  PreviewQuestion question_;
  std::vector<Session> sessions_;  // as planned, then with each strategy
  Probe measured_;
};

}  // namespace

std::unique_ptr<Experiment> preview_of(PreviewQuestion question) {
  return std::make_unique<PreviewStudy>(std::move(question));
}

}  // namespace muster::experiments
