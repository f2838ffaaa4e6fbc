// The colours of all charts, and how well one is read on another.
//
// Contract: colours that tell kinds of things apart (`categorical`) stay apart under protanopia and deuteranopia too;
// a text has a contrast of 4.5 : 1 or more on its ground (WCAG 2.1, 1.4.3), a surface of 3 : 1 or more to white
// (1.4.11). palette_test.cpp checks all three. Blue and vermilion are those of M. Okabe, K. Ito, Color Universal
// Design (2008), the vermilion darkened for text on white. Those of `coverage_steps` differ in lightness alone, so
// that they are told apart in grey as well.
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

namespace muster::output {

inline constexpr const char* blue = "#0072B2";
inline constexpr const char* wide_band = "#5A97C2";    // where 90 of 100 futures lie, and bars
inline constexpr const char* narrow_band = "#2B6CA3";  // where 50 of 100 lie
inline constexpr const char* deep_blue = "#06304F";    // lines and dots on these
inline constexpr const char* vermilion = "#B04500";    // targets, and nothing else in the charts of a run
inline constexpr const char* brown = "#907060";
inline constexpr const char* ink = "#222222";
inline constexpr const char* grey = "#5F5F5F";
inline constexpr const char* pale_grey = "#8C8C8C";  // surfaces that stand back

inline constexpr std::array categorical = {blue, vermilion, brown, ink};

/// From nothing to all, for surfaces.
inline constexpr std::array coverage_steps = {"#FFFFFF", "#D3E4F0", "#9DC4DE", "#4E8FBD", "#1F6FA5", "#053C66"};

/// Of a colour `#RRGGBB`, from 0 to 1. Source: WCAG 2.1, relative luminance.
[[nodiscard]] inline double luminance(std::string_view colour) {
  constexpr std::array weights = {0.2126, 0.7152, 0.0722};
  double sum = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    int value = 0;
    std::from_chars(colour.data() + 1 + 2 * i, colour.data() + 3 + 2 * i, value, 16);
    const double part = value / 255.0;
    sum += weights[i] * (part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4));
  }
  return sum;
}

/// Of two colours: 1 to 21. Source: WCAG 2.1, contrast ratio.
[[nodiscard]] inline double contrast(std::string_view a, std::string_view b) {
  const auto [dark, light] = std::minmax({luminance(a), luminance(b)});
  return (light + 0.05) / (dark + 0.05);
}

/// Ink or white, whichever is read better on a surface.
[[nodiscard]] inline const char* text_colour_on(std::string_view surface) {
  return contrast(ink, surface) >= contrast("#FFFFFF", surface) ? ink : "#FFFFFF";
}

}  // namespace muster::output
