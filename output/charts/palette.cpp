#include "output/charts/palette.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace muster::output {

namespace {

double luminance(std::string_view colour) {
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

}  // namespace

double contrast(std::string_view a, std::string_view b) {
  const auto [dark, light] = std::minmax({luminance(a), luminance(b)});
  return (light + 0.05) / (dark + 0.05);
}

const char* text_colour_on(std::string_view surface) {
  return contrast(ink, surface) >= contrast("#FFFFFF", surface) ? ink : "#FFFFFF";
}

}  // namespace muster::output
