// Whether two versions of a program forecast the same: two tables of trajectories, compared cell by cell.
//
// Contract: reads what `muster run` writes (trajectories.csv), whose cells are summaries of independent replications, and
// takes the two for independent of each other; where they share luck, z is too small. Leaves out: judging. Cells of one
// series are correlated over dates and areas, so the shares below vary more than those of as many independent tests; and
// quantiles of whole numbers jump by whole numbers, so more of theirs are far apart than expected.
#pragma once

#include <istream>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace muster::bench {

/// A date, area and series, over all replications that have a value there; NaN where there is none.
struct Cell {
  std::string date, area, series;
  double replications, mean, sd;
  std::vector<double> quantiles;
};

struct Trajectories {
  std::vector<double> probabilities;  // of the quantiles, from the header: p05 is 0.05
  std::vector<Cell> cells;
};

/// @throws std::invalid_argument, `<name>:<line>: error: …`, on a missing column, another number of fields, a field that is no
///         number, a cell that occurs twice
[[nodiscard]] Trajectories read_trajectories(std::istream& table, const std::string& name);

/// @return cells of both; only_in_old, only_in_new (cells); constant_equal (the same one value, or none, in both);
///         constant_unequal, first_unequal (another one value, or none in one alone), which should not be; too_few (under 30
///         values in either, not tested); of the others `means` (z of the difference) and, where the quantiles of the two are together within 0.3
///         standard deviations of the normal ones, `sds` (z of the logarithm of their ratio) and `quantiles` (z of the
///         differences), each with tests, share_above_1.96, share_above_4, the shares expected, and the largest |z| with its
///         cell; largest_relative_difference of two means, of the cells of the area `all` whose mean is known to 1 % (standard
///         error) in both
/// @throws std::invalid_argument if the probabilities of the quantiles differ
[[nodiscard]] nlohmann::json same(const Trajectories& before, const Trajectories& after);

}  // namespace muster::bench
