// The scenarios shipped with the program, held in memory, together with one file of arbitrary bytes.
//
// Contract: `extends` finds all of scenarios/ below their folder, without reading from the disk. Leaves out: the
// contents of the files.
#pragma once

#include "scenarios/loader/inputs.hpp"
#include "scenarios/loader/loader.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace muster::fuzz {

class Shipped {
 public:
  /// @param file  the path of the arbitrary file among the others: "places/any.yaml"
  Shipped(const std::string& file, std::string_view bytes);
  [[nodiscard]] static std::string path(const std::string& file);

  /// Opens a place as every command does: loads it, assembles its models and checks its series. Returns if the
  /// place was opened, and also if it was refused with an input error.
  void open_or_refuse(const std::string& file, const std::vector<scenarios::Override>& overrides = {},
                      const scenarios::StrategyUse& strategy = {}) const;

 private:
  std::shared_ptr<scenarios::InputFiles> files_;
};

/// The bytes of every file in a folder of scenarios/, by name.
[[nodiscard]] std::vector<std::string> shipped_files(const std::string& folder);

/// Splits a text into lines, without line ends.
[[nodiscard]] std::vector<std::string> lines_of(std::string_view text);

}  // namespace muster::fuzz
