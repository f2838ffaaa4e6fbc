// Draws the chart specifications of a folder with the Node program render.mjs in this folder.
//
// Contract: one Node process draws all of them, as render.mjs describes. A failure is never fatal, because the
// specifications themselves are results; the reason is returned as one line for the user. At the time limit the
// process is ended together with the converters that it started. Leaves out: fetching Node's packages, which
// ./muster does.
#pragma once

#include "output/cleanup.hpp"

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace muster::output {

struct RenderResult {
  std::vector<std::filesystem::path> made;  // pictures, in the order in which they were finished
  std::string reason;  // why some or all pictures are missing, in one line; empty if none are missing

  [[nodiscard]] bool complete() const { return reason.empty(); }
};

/// The path of render.mjs: in the installed tree beside the program, else in the source tree from which the
/// program was built. The file need not exist.
[[nodiscard]] std::filesystem::path chart_renderer();

/// Draws every DIRECTORY/*.vl.json as .svg and .png beside it. It does not throw if the machine lacks a program or
/// package.
/// @param directory  holds the specifications; if there are none, no picture is made and none is missing
/// @param cleanup    ends the renderer if the program is ended meanwhile
/// @param renderer   the script for `node`, which is looked up on PATH
/// @param limit      the time after which the renderer is stopped; pictures that are finished by then count as
/// made
[[nodiscard]] RenderResult render_charts(const std::filesystem::path& directory, Cleanup& cleanup,
                                         const std::filesystem::path& renderer = chart_renderer(),
                                         std::chrono::milliseconds limit = std::chrono::minutes{2});

}  // namespace muster::output
