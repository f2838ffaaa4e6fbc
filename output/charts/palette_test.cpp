// The colours of charts and pages: distinguishable with every kind of colour vision, and with enough contrast.
#include "output/charts/parts.hpp"

#include "tests/support/catch.hpp"

#include <array>
#include <cmath>
#include <string>
#include <string_view>

namespace muster::output {
namespace {

using Triple = std::array<double, 3>;
using Matrix = std::array<Triple, 3>;

// Colours as seen with protanopia and with deuteranopia, in linear RGB. Source: G. M. Machado, M. M. Oliveira, L.
// A. F. Fernandes, A physiologically-based model for simulation of color vision deficiency, IEEE TVCG 15 (2009),
// severity 1.0.
constexpr Matrix normal = {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
constexpr Matrix protanopia = {
    {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}};
constexpr Matrix deuteranopia = {
    {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}};
// sRGB to XYZ, D65: IEC 61966-2-1.
constexpr Matrix to_xyz = {
    {{0.4124564, 0.3575761, 0.1804375}, {0.2126729, 0.7151522, 0.0721750}, {0.0193339, 0.1191920, 0.9503041}}};

Triple times(const Matrix& matrix, const Triple& v) {
  Triple result{};
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j) result[i] += matrix[i][j] * v[j];
  return result;
}

Triple lab_of(std::string_view colour, const Matrix& eyes) {
  Triple linear{};
  for (std::size_t i = 0; i < 3; ++i) {
    const double part = std::stoi(std::string(colour.substr(1 + 2 * i, 2)), nullptr, 16) / 255.0;
    linear[i] = part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
  }
  Triple seen = times(eyes, linear);
  for (double& part : seen) part = std::min(1.0, std::max(0.0, part));
  const Triple xyz = times(to_xyz, seen), white = {0.95047, 1.0, 1.08883};
  Triple f{};
  for (std::size_t i = 0; i < 3; ++i) {
    const double t = xyz[i] / white[i];
    f[i] = t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116;
  }
  return {116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])};
}

// The difference of two colours as seen. Source: CIE 1976 (L*, a*, b*).
double distance(std::string_view a, std::string_view b, const Matrix& eyes) {
  const Triple one = lab_of(a, eyes), other = lab_of(b, eyes);
  return std::hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}

TEST_CASE("colours of different kinds are distinguishable with every kind of colour vision", "[unit][charts]") {
  CHECK(distance("#FFFFFF", "#000000", normal) == Catch::Approx(100).margin(0.01));
  // A check of the measure itself: red and green of similar lightness are far apart, but close with deuteranopia.
  CHECK(distance("#C80000", "#6E6E00", normal) > 2 * distance("#C80000", "#6E6E00", deuteranopia));
  for (std::size_t a = 0; a < categorical.size(); ++a)
    for (std::size_t b = 0; b < a; ++b)
      for (const Matrix& eyes : {normal, protanopia, deuteranopia}) {
        INFO(categorical[a] << " and " << categorical[b]);
        CHECK(distance(categorical[a], categorical[b], eyes) > 25);
      }
}

TEST_CASE("the steps of coverage are distinguishable by lightness alone", "[unit][charts]") {
  for (std::size_t i = 1; i < coverage_steps.size(); ++i)
    CHECK(lab_of(coverage_steps[i - 1], normal)[0] - lab_of(coverage_steps[i], normal)[0] > 6);
}

TEST_CASE("texts have the contrast that WCAG AA requires, on every background used", "[unit][charts]") {
  CHECK(contrast("#FFFFFF", "#000000") == Catch::Approx(21));
  CHECK(contrast("#777777", "#FFFFFF") == Catch::Approx(4.48).margin(0.01));  // the well-known grey that just fails
  for (const char* text : {ink, grey, vermilion, deep_blue}) CHECK(contrast(text, "#FFFFFF") >= 4.5);
  CHECK(contrast(ink, "#F4F4F4") >= 4.5);  // stripes
  for (const char* surface : {wide_band, narrow_band, blue, brown, pale_grey, vermilion}) {
    INFO(surface);
    CHECK(contrast(surface, "#FFFFFF") >= 3);
  }
  CHECK(contrast(wide_band, narrow_band) >= 1.5);  // distinguishable in grey too
  CHECK(contrast(narrow_band, deep_blue) >= 1.5);
  for (const char* surface : coverage_steps) {
    INFO(surface);
    CHECK(contrast(text_colour_on(surface), surface) >= 4.5);
  }
}

}  // namespace
}  // namespace muster::output
