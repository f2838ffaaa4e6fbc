// Sensitivity analysis: how much of the spread of a forecast is due to each uncertain parameter, computed from
// replications already run.
//
// Contract: first-order Sobol indices, var(E[y | x]) / var(y), with intervals of about 95 %. Parameters that vary
// together count as one input, so that inputs are independent; the rest is what they leave unexplained, namely
// chance and interactions. An index is an unbiased estimate, so one that is close to 0 may come out negative.
// Where the replications do not allow shares to be estimated, none are given and the reason is stated. The same
// seed gives identical output. Leaves out: simulation, higher-order indices.
#pragma once

#include "engine/parameters/parameter_sets.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace muster {

/// An input that is drawn at the start of each replication: one uncertain parameter, or all parameters that vary
/// with one shared factor.
struct UncertainInput {
  std::string name;                      // the parameter's path, or the factor's name
  std::vector<const Setting*> settings;  // a single one unless it is a shared factor
};

/// Every uncertain input, in the order of the sections. The settings must outlive the returned value.
[[nodiscard]] std::vector<UncertainInput> uncertain_inputs(const SectionSettings& written);

/// The name of an input in words, in the current language. A parameter is named after its path
/// (engine/parameters/titles.hpp); parameters that vary together are named by their kinds, up to two of them, and
/// their number: "exam and certificates: share that passes (5 together)".
[[nodiscard]] std::string called(const UncertainInput& input, const SectionSettings& written);

/// The values that a replication draws for an input, one for each of its numbers; computed without simulating.
[[nodiscard]] std::vector<double> draws_of(const UncertainInput& input, Seed seed, Replication replication);

/// With fewer replications than this, shares of a spread are not estimated.
inline constexpr std::size_t least_to_split = 100;

/// Shares are not estimated either if fewer replications than this have a value other than the most common one.
/// Source, for this number of events for each explanatory variable: P. Peduzzi et al., A simulation study of the
/// number of events per variable in logistic regression analysis, J. Clinical Epidemiology 49 (1996).
inline constexpr std::size_t least_to_differ = 10;

enum class SpreadKnown : std::uint8_t {
  shares,
  no_value,        // no replication has a value
  all_the_same,    // all values are the same, up to rounding
  too_few,         // replications: fewer than least_to_split, or not more than an input needs
  too_few_differ,  // fewer than least_to_differ differ
};

struct SpreadShare {
  double index = 0;  // share of the variance, 0 to 1; NaN, as are the bounds, unless shares are known
  double low = 0, high = 0;
};

struct Spread {
  std::vector<SpreadShare> inputs;
  SpreadShare rest;  // chance and interactions between inputs
  double sd = 0;     // of the output, in its unit; 0 if all values are the same
  std::size_t replications = 0;
  std::size_t differ = 0;  // of these replications, those whose value is not the most common one
  SpreadKnown known = SpreadKnown::no_value;
};

/// Splits the variance of an output between inputs that are independent of each other.
///
/// The share of an input is the variance that a polynomial in its numbers explains (cubic for one number,
/// quadratic for up to three, linear for more), corrected for what as many random numbers unrelated to the output
/// would explain. Source: M. Strong, J. E. Oakley, J. Chilcott, Managing structural uncertainty in health economic
/// decision models, JRSS C 61 (2012), sec. 4 (regressing the output on one input); the correction: T. L. Kelley,
/// An unbiased correlation ratio measure, PNAS 21 (1935). Intervals: the normal bootstrap, A. C. Davison, D. V.
/// Hinkley, Bootstrap Methods and their Application (1997), sec. 5.2.
/// @param inputs  for each input and each of its numbers, one value per replication
/// @param output  one value per replication; replications with NaN are left out
/// @param seed    of the bootstrap
/// @throws std::invalid_argument if the numbers of values differ
[[nodiscard]] Spread split_spread(std::span<const std::vector<std::vector<double>>> inputs,
                                  std::span<const double> output, Seed seed, std::size_t resamples = 200);

}  // namespace muster
