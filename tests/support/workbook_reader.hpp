// Reads a workbook with a library other than the one that wrote it (tests/workbook/read.mjs).
#pragma once

#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/temporary_folder.hpp"

#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

namespace muster::testing {

/// Whether Node and the library that reads workbooks are installed. If CI is set they must be; otherwise the test
/// reports being skipped.
[[nodiscard]] inline bool workbook_reader_is_there() {
  namespace fs = std::filesystem;
  const bool there = fs::exists(fs::path(testing::source_folder()) / "build/tools/workbook/node_modules/exceljs") &&
                     std::system("node --version >/dev/null 2>&1") == 0;
  if (there) return true;
  const char* ci = std::getenv("CI");
  if (ci && *ci) FAIL("build/tools/workbook is not there; ./muster test fetches it");
  WARN("skipped: build/tools/workbook, which reads workbooks back, is not there; ./muster test fetches it");
  return false;
}

[[nodiscard]] inline CommandOutput run_workbook_reader(const std::string& arguments) {
  const TemporaryFolder folder;
  return Started(
             {"/bin/sh", "-c", "exec node '" + testing::source_folder() + "/tests/workbook/read.mjs' " + arguments},
             folder.path())
      .wait();
}

/// The contents of a workbook as JSON from read.mjs.
[[nodiscard]] inline nlohmann::json read_workbook(const std::filesystem::path& file) {
  const CommandOutput said = run_workbook_reader("'" + file.string() + "'");
  INFO(said.error);
  REQUIRE(said.code == 0);
  return nlohmann::json::parse(said.out);
}

/// Code 0 and `N cells agree` if the workbook's tables equal the folder's CSVs; otherwise each differing cell on
/// standard error.
[[nodiscard]] inline CommandOutput compare_workbook(const std::filesystem::path& file,
                                                    const std::filesystem::path& folder) {
  return run_workbook_reader("'" + file.string() + "' '" + folder.string() + "'");
}

[[nodiscard]] inline const nlohmann::json& sheet_of(const nlohmann::json& book, const std::string& name) {
  for (const nlohmann::json& sheet : book["sheets"])
    if (sheet["name"] == name) return sheet;
  FAIL("no sheet " << name);
  return book;
}

}  // namespace muster::testing
