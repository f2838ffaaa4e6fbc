// Draws the chart specifications of a folder, by the renderer in Node that stands beside this file.
//
// Contract: one Node process draws all of them, as render.mjs says; what cannot be drawn is never fatal, since the
// specifications themselves are results: the reason comes back as one line for the reader. The process is ended at
// the time limit, and with it the converters it started. Leaves out: fetching Node's packages, which ./muster does.
#pragma once

#include "output/cleanup.hpp"

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace muster::output {

struct RenderResult {
  std::vector<std::filesystem::path> made;  // pictures, in the order they were finished
  std::string reason;                       // why some or all are missing, in one line; empty if none is

  [[nodiscard]] bool complete() const { return reason.empty(); }
};

/// The path of render.mjs: in the installed tree beside the program, else in the source tree it was built from, whether
/// it is there or not.
[[nodiscard]] std::filesystem::path chart_renderer();

/// Draws every DIRECTORY/*.vl.json as .svg and .png beside it. Does not throw for anything the machine
/// lacks.
/// @param directory  holds the specifications; with none of them nothing is made and nothing is missing
/// @param cleanup    which ends the renderer if the program is ended meanwhile
/// @param renderer   the script to give to `node`, which is looked up on PATH
/// @param limit      after which the renderer is stopped; what it had finished by then counts as made
[[nodiscard]] RenderResult render_charts(const std::filesystem::path& directory, Cleanup& cleanup,
                                         const std::filesystem::path& renderer = chart_renderer(),
                                         std::chrono::milliseconds limit = std::chrono::minutes{2});

}  // namespace muster::output
