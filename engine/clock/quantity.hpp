// Numbers whose unit is part of their type, so that units are checked at compile time.
//
// Contract: a Quantity holds one double in the unit that its tag names. Quantities of the same unit can be added
// and compared, scaling keeps the unit, and the quotient of two is a plain number. Leaves out: unit conversion,
// which happens once, when text is read.
#pragma once

#include <compare>

namespace muster {

template <class Unit>
struct Quantity {
  double value = 0;

  friend constexpr auto operator<=>(Quantity, Quantity) = default;
  friend constexpr Quantity operator+(Quantity a, Quantity b) { return {a.value + b.value}; }
  friend constexpr Quantity operator-(Quantity a, Quantity b) { return {a.value - b.value}; }
  friend constexpr Quantity operator*(Quantity a, double k) { return {a.value * k}; }
  friend constexpr Quantity operator*(double k, Quantity a) { return {a.value * k}; }
  friend constexpr Quantity operator/(Quantity a, double k) { return {a.value / k}; }
  friend constexpr double operator/(Quantity a, Quantity b) { return a.value / b.value; }
};

namespace unit {
struct day {};
struct per_year {};
struct share {};
struct yuan {};
struct number {};
}  // namespace unit

using Days = Quantity<unit::day>;
using PerYear = Quantity<unit::per_year>;
using Share = Quantity<unit::share>;    // 0..1
using Yuan = Quantity<unit::yuan>;      // of the scenario's stated year
using Number = Quantity<unit::number>;  // a count or a plain factor

inline constexpr double days_per_year = 365.2425;    // mean Gregorian year
inline constexpr double days_per_month = 30.436875;  // mean Gregorian month

}  // namespace muster
