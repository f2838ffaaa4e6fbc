// The scenarios that come with the program, in memory, and beside them a file that may hold anything.
//
// Contract: `extends` finds all of scenarios/ below its folder and nothing is read from the disk for it. Leaves out: what is in the files.
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
  /// @param file  where the bytes lie among the others: "places/any.yaml"
  Shipped(const std::string& file, std::string_view bytes);
  [[nodiscard]] static std::string path(const std::string& file);

  /// Opens a place as every command does: loaded, its models assembled, its series checked. Returns if it could be opened, and if it was
  /// refused as an input that is at fault.
  void open_or_refuse(const std::string& file, const std::vector<scenarios::Override>& overrides = {},
                      const scenarios::StrategyUse& strategy = {}) const;

 private:
  std::shared_ptr<scenarios::InputFiles> files_;
};

/// The bytes of every file of a folder of scenarios/, by name.
[[nodiscard]] std::vector<std::string> shipped_files(const std::string& folder);

/// Cut into lines, without their ends.
[[nodiscard]] std::vector<std::string> lines_of(std::string_view text);

}  // namespace muster::fuzz
