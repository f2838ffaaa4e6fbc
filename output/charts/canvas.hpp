// How wide a chart is drawn: at a desk (and on paper and in files), or on a phone.
//
// Contract: the whole drawing, its margins included, is at most so wide, whatever it shows; a chart lays itself out
// for it. Leaves out: heights, which follow from what there is to show.
#pragma once

namespace muster::output {

struct Canvas {
  double width = 720;  // pixels

  [[nodiscard]] constexpr bool is_narrow() const { return width < 500; }
  [[nodiscard]] constexpr double padding() const { return is_narrow() ? 2 : 12; }
  // Measured a little short: fonts differ.
  [[nodiscard]] constexpr double inner() const { return width - 2 * padding() - 8; }
  [[nodiscard]] constexpr double text_size() const { return is_narrow() ? 12 : 13.5; }
  [[nodiscard]] constexpr double line() const { return text_size() * 1.35; }  // from one line of text to the next
};

inline constexpr Canvas desk{720}, phone{358};

}  // namespace muster::output
