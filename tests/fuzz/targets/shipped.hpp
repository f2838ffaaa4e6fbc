// The scenarios that come with the program, in memory, and beside them a file that may hold anything.
//
// Contract: while one lives, `extends` finds all of scenarios/ below its folder and nothing is read from the disk for it; at its end
// the process has read nothing. Leaves out: what is in the files.
#pragma once

#include "scenarios/loader/inputs.hpp"
#include "scenarios/loader/loader.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace muster::fuzz {

class Shipped {
 public:
  /// @param file  where the bytes lie among the others: "places/any.yaml"
  Shipped(const std::string& file, std::string_view bytes);
  ~Shipped();
  Shipped(const Shipped&) = delete;
  Shipped& operator=(const Shipped&) = delete;
  Shipped(Shipped&&) = delete;
  Shipped& operator=(Shipped&&) = delete;

  [[nodiscard]] static std::string path(const std::string& file);

 private:
  scenarios::Inputs read_before_;
};

/// Opens a place as every command does: loaded, its models assembled at their start, its series checked. Returns if it could be
/// opened, and if it was refused as an input that is at fault.
void open_or_refuse(const std::string& file, const std::vector<scenarios::Override>& overrides = {},
                    const scenarios::StrategyUse& strategy = {});

/// The bytes of every file of a folder of scenarios/, by name.
[[nodiscard]] std::vector<std::string> shipped_files(const std::string& folder);

/// Cut into lines, without their ends.
[[nodiscard]] std::vector<std::string> lines_of(std::string_view text);

}  // namespace muster::fuzz
