#include "experiments/studies/doctor.hpp"

#include "engine/text/system_errors.hpp"
#include "engine/text/text.hpp"
#include "experiments/folder.hpp"
#include "experiments/session/installation.hpp"
#include "experiments/studies/preview.hpp"
#include "output/charts/render.hpp"
#include "output/charts/specs.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <cstdio>
#include <fmt/format.h>
#include <sqlite3.h>
#include <string>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>
#include <zstd.h>

namespace muster::experiments {

namespace {

namespace fs = std::filesystem;

/// One item that was examined.
struct Looked {
  Text what, found;
  Text remedy;  // empty: nothing is wrong
};

// The first line that an external program prints; empty if the program is missing or prints nothing.
std::string first_line_of(const std::string& command) {
  std::string line;
  std::FILE* const pipe = ::popen((command + " 2>/dev/null").c_str(), "r");
  if (!pipe) return line;
  for (int letter = std::fgetc(pipe); letter != EOF && letter != '\n'; letter = std::fgetc(pipe))
    line += static_cast<char>(letter);
  ::pclose(pipe);
  return line;
}

Text gigabytes(std::uintmax_t bytes) { return tr("{:.1f} GB", static_cast<double>(bytes) / 1e9); }

Looked disk(const Text& what, const fs::path& folder) {
  constexpr std::uintmax_t little = 1'000'000'000;
  std::error_code error;
  const fs::space_info space = fs::space(folder, error);
  if (error)
    return {what, tr("{}: {}", folder.string(), system_reason(error)), tr("choose a folder that can be written to")};
  if (::access(folder.c_str(), W_OK) != 0)
    return {what, tr("{}: it may not be written to", folder.string()), tr("choose a folder that can be written to")};
  return {what, tr("{}: {} free", folder.string(), gigabytes(space.available)),
          space.available < little ? tr("free some space; a country with every file written takes about a gigabyte")
                                   : Text{}};
}

Looked scenarios_there() {
  const std::size_t places = shipped_names("places").size(), strategies = shipped_names("strategies").size();
  return {tr("scenarios"), tr("{}: {} places, {} strategies", shipped_scenarios().string(), places, strategies),
          places == 0
              ? tr("they should be beside the program or in the folder it was built from; build it again there")
              : Text{}};
}

// Draws a chart as a run does: only that shows that everything needed for drawing is there.
std::vector<Looked> drawing(output::Cleanup& cleanup) {
  const ScratchFolder scratch(cleanup);
  const output::Json bar{{"$schema", "https://vega.github.io/schema/vega-lite/v5.json"},
                         {"data", {{"values", {{{"a", "一"}, {"b", 1}}}}}},
                         {"mark", "bar"},
                         {"encoding", {{"x", {{"field", "a"}}}, {"y", {{"field", "b"}, {"type", "quantitative"}}}}}};
  output::write_charts(scratch.path(), {{"chart", [&](const output::Canvas&) { return bar; }}});
  const output::RenderResult drawn = output::render_charts(scratch.path(), cleanup);
  const std::string node = first_line_of("node --version"), font = first_line_of("fc-list :lang=zh-cn family");
  return {
      {tr("Node"), node.empty() ? tr("not there") : Text::verbatim(node),
       node.empty()
           ? tr("install nodejs and npm, 18 or newer; without them charts are written as specifications only, "
                "not as pictures")
           : Text{}},
      {tr("charts"),
       drawn.complete() ? tr("a chart was drawn: {} pictures", drawn.made.size()) : Text::verbatim(drawn.reason),
       drawn.complete() ? Text{} : tr("run ./muster once while online; it then fetches what it needs to draw charts")},
      {tr("Chinese font"), font.empty() ? tr("none") : Text::verbatim(font.substr(0, font.find(','))),
       font.empty() ? tr("install fonts-noto-cjk; without it, Chinese text in pictures appears as empty boxes")
                    : Text{}}};
}

class Doctor final : public Experiment {
 public:
  explicit Doctor(DoctorQuestion question) : question_(std::move(question)) {}

  [[nodiscard]] std::vector<const Session*> sessions() const override { return {}; }

  Simulated simulate(const Runner& runner) override {
    runner.say(tr("drawing a chart and simulating one replication"));
    const BuildId program = this_program();
    const auto memory = [](int name) {
      return static_cast<std::uintmax_t>(std::max(0L, ::sysconf(name))) *
             static_cast<std::uintmax_t>(std::max(0L, ::sysconf(_SC_PAGESIZE)));
    };
    looked_ = {{tr("program"), tr("Muster {}, compiled by {}", program.version, program.compiler), {}},
               {tr("libraries"), tr("SQLite {}, Zstandard {}", sqlite3_libversion(), ZSTD_versionString()), {}},
               scenarios_there(),
               {tr("processors"),
                tr("{}, of which a run uses {}", std::thread::hardware_concurrency(), question_.threads),
                {}},
               {tr("memory"),
                tr("{}, {} of it free", gigabytes(memory(_SC_PHYS_PAGES)), gigabytes(memory(_SC_AVPHYS_PAGES))),
                {}},
               disk(tr("disk here"), fs::current_path()),
               disk(tr("temporary files"), fs::temp_directory_path())};
    for (Looked& one : drawing(*runner.cleanup)) looked_.push_back(std::move(one));
    looked_.push_back(first_run(runner));
    Simulated made{1};
    made.sound =
        std::all_of(looked_.begin(), looked_.end(), [](const Looked& one_of) { return one_of.remedy.empty(); });
    return made;
  }

  [[nodiscard]] output::Document document(const fs::path& /*folder*/, const output::RunRecord& /*record*/,
                                          std::uint8_t /*media*/) const override {
    output::Grid grid{{{}, {}, {.head = {}, .wraps = true}}, {}};
    std::size_t missing = 0;
    for (const Looked& one : looked_) {
      grid.rows.push_back({Text::verbatim(one.remedy.empty() ? "✓" : "✗"), one.what,
                           one.remedy.empty() ? one.found : one.found + "\n" + one.remedy});
      missing += one.remedy.empty() ? 0 : 1;
    }
    output::Section machine{"machine", {}, {}, output::in_terminal};
    machine.add(output::TableBlock{{}, std::move(grid)});
    machine.add(output::Paragraph{missing == 0 ? tr("Everything that Muster can use is installed.")
                                               : tr("{} of these limit what Muster can do here.", missing)});
    return {{}, {}, {}, {std::move(machine)}};
  }

 private:
  [[nodiscard]] Looked first_run(const Runner& runner) const {
    // replications before an automatic number of them is first checked for precision
    constexpr std::size_t fewest = 200;
    const Precision precision;
    try {
      const Session session = open_session(question_.scenario);
      const double seconds = probe(session, runner.seed, runner.interrupted).seconds;
      const auto of_all = [&](std::size_t replications) {
        return std::max(1.0, seconds * static_cast<double>(replications) / question_.threads);
      };
      return {tr("first run"),
              tr("{}: one replication took {:.2g} s, so {} to {} of them take about {:.0f} to {:.0f} s, plus some "
                 "seconds to write the results",
                 session.title(), seconds, fewest, precision.most, of_all(fewest), of_all(precision.most)),
              {}};
    } catch (const Interrupted&) {
      throw;
    } catch (const std::exception& fault) {
      return {tr("first run"), Text::verbatim(fault.what()),
              tr("correct this first; until then nothing can be simulated")};
    }
  }

  DoctorQuestion question_;
  std::vector<Looked> looked_;
};

}  // namespace

std::unique_ptr<Experiment> doctor_of(DoctorQuestion question) {
  return std::make_unique<Doctor>(std::move(question));
}

}  // namespace muster::experiments
