// Checks whether two versions of a program give the same forecast: compares two tables of trajectories cell by
// cell.
//
// Contract: reads the output of `muster run` (trajectories.csv), whose cells summarize independent replications.
// The two tables are assumed to be independent of each other; if they used the same random numbers, z is too
// small. Leaves out: a verdict. Cells of one series are correlated over dates and areas, so the shares below vary
// more than those of the same number of independent tests; and quantiles of whole numbers change in whole steps,
// so more of them differ strongly than expected.
#pragma once

#include <istream>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace muster::bench {

/// The values of one series on one date in one area, over all replications that have a value there; NaN where
/// there is none.
struct Cell {
  std::string date, area, series;
  double replications, mean, sd;
  std::vector<double> quantiles;
};

struct Trajectories {
  std::vector<double> probabilities;  // of the quantiles, from the header: p05 is 0.05
  std::vector<Cell> cells;
};

/// @throws std::invalid_argument, as `<name>:<line>: error: …`, if a column is missing, a line has another number
///         of fields, a field is not a number, or a cell occurs twice
[[nodiscard]] Trajectories read_trajectories(std::istream& table, const std::string& name);

/// @return cells (those in both tables); only_in_old, only_in_new (numbers of cells); constant_equal (cells that
///         in both tables have the same single value, or none); constant_unequal and first_unequal (cells with
///         different single values, or with values in only one table), of which there should be none; too_few
///         (cells with fewer than 30 values in either table, which are not tested); for the other cells `means` (z
///         of the difference) and, where the quantiles of the two tables together are within 0.3 standard
///         deviations of the normal ones, `sds` (z of the logarithm of their ratio) and `quantiles` (z of the
///         differences), each with tests, share_above_1.96, share_above_4, the expected shares, and the largest
///         |z| with its cell; largest_relative_difference of two means, among the cells of the area `all` whose
///         mean is known to 1 % (standard error) in both tables
/// @throws std::invalid_argument if the probabilities of the quantiles differ
[[nodiscard]] nlohmann::json same(const Trajectories& before, const Trajectories& after);

}  // namespace muster::bench
