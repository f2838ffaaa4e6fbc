// How much of the spread of a forecast is which uncertain parameter, from replications already run.
//
// Contract: first-order Sobol indices, var(E[y | x]) / var(y), with an interval of about 95 %; parameters that move together
// are one input, so that inputs are independent and the rest, chance and interactions, is what they leave. An index is an
// unbiased estimate: near nothing it may come out below 0. Where the replications do not bear shares there are none, and it is said
// why. Same seed, same bytes. Leaves out: simulating, higher orders.
#pragma once

#include "engine/parameters/parameter_sets.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace muster {

/// What is drawn at the start of each replication: one uncertain parameter, or all that move with one factor.
struct UncertainInput {
  std::string name;                      // the parameter's path, or the factor's name
  std::vector<const Setting*> settings;  // one unless it is a factor
};

/// Every uncertain input, in the order of the sections. The settings must outlive the result.
[[nodiscard]] std::vector<UncertainInput> uncertain_inputs(const SectionSettings& written);

/// What an input is called in words, in the current language: a parameter as its path is (engine/parameters/titles.hpp); several that
/// move together by what they are, up to two kinds of them, and how many: "exam and certificates: share that passes (5 together)".
[[nodiscard]] std::string called(const UncertainInput& input, const SectionSettings& written);

/// What a replication drew for an input: its figures one after the other, without simulating.
[[nodiscard]] std::vector<double> draws_of(const UncertainInput& input, Seed seed, Replication replication);

/// Fewer replications than this say nothing about shares of a spread.
inline constexpr std::size_t least_to_split = 100;

/// Nor does a spread in which fewer replications than this have another value than the commonest. Source, for as many events for each
/// variable that is to explain them: P. Peduzzi et al., A simulation study of the number of events per variable in logistic
/// regression analysis, J. Clinical Epidemiology 49 (1996).
inline constexpr std::size_t least_to_differ = 10;

enum class SpreadKnown : std::uint8_t {
  shares,
  no_value,        // no replication has one
  all_the_same,    // up to rounding
  too_few,         // replications: fewer than least_to_split, or than an input has figures
  too_few_differ,  // fewer than least_to_differ
};

struct SpreadShare {
  double index = 0;  // of the variance, 1 being all of it; NaN, as are the bounds, unless shares are known
  double low = 0, high = 0;
};

struct Spread {
  std::vector<SpreadShare> inputs;
  SpreadShare rest;  // chance, and inputs that only work together
  double sd = 0;     // of the output, in its unit; 0 where all are the same
  std::size_t replications = 0;
  std::size_t differ = 0;  // of them: those with another value than the commonest
  SpreadKnown known = SpreadKnown::no_value;
};

/// Splits the variance of an output over inputs that are independent of each other.
///
/// Each input's share is the variance that a polynomial in its figures explains (cubic for one figure, squares up to three,
/// linear beyond), corrected for what as many numbers unrelated to the output would explain. Source: M. Strong, J. E. Oakley,
/// J. Chilcott, Managing structural uncertainty in health economic decision models, JRSS C 61 (2012), sec. 4 (regressing the
/// output on one input); the correction: T. L. Kelley, An unbiased correlation ratio measure, PNAS 21 (1935). Intervals: the
/// normal bootstrap, A. C. Davison, D. V. Hinkley, Bootstrap Methods and their Application (1997), sec. 5.2.
/// @param inputs  for each input, for each of its figures, one value a replication
/// @param output  one value a replication; replications with NaN are left out
/// @param seed    of the bootstrap
/// @throws std::invalid_argument if the numbers of values differ
[[nodiscard]] Spread split_spread(std::span<const std::vector<std::vector<double>>> inputs,
                                  std::span<const double> output, Seed seed, std::size_t resamples = 200);

}  // namespace muster
