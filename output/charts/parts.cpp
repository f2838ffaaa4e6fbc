#include "output/charts/parts.hpp"

#include <fmt/format.h>

namespace muster::output {

namespace {

Json config() {
  return {{"font", "Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, Noto Sans, sans-serif"},
          {"view", {{"stroke", nullptr}}},
          {"title",
           {{"anchor", "start"},
            {"frame", "bounds"},
            {"fontSize", 19},
            {"fontWeight", "bold"},
            {"color", ink},
            {"lineHeight", 25},
            {"subtitleFontSize", text_size},
            {"subtitleColor", grey},
            {"subtitleLineHeight", 20},
            {"subtitlePadding", 6},
            {"offset", 16}}},
          {"axis",
           {{"labelFontSize", text_size},
            {"titleFontSize", text_size},
            {"titleFontWeight", "normal"},
            {"labelColor", ink},
            {"titleColor", ink},
            {"domainColor", grey},
            {"tickColor", grey},
            {"gridColor", "#E4E4E4"}}}};
}

/// About `count` round values from one number to another.
std::vector<double> round_values(double low, double high, int count, bool whole) {
  const double raw = (high - low) / count;
  const double power = std::pow(10.0, std::floor(std::log10(raw)));
  double step = 10 * power;
  for (const double factor : {5.0, 2.5, 2.0, 1.0})
    if (factor * power >= raw && !(whole && factor * power != std::round(factor * power))) step = factor * power;
  if (whole) step = std::max(step, 1.0);
  std::vector<double> values;
  for (double k = std::ceil(low / step - 1e-9); k * step <= high + step * 1e-9; ++k) values.push_back(k * step);
  return values;
}

}  // namespace

Json base(std::string description) {
  return {{"$schema", "https://vega.github.io/schema/vega-lite/v5.json"},
          {"description", std::move(description)},
          {"background", "white"},
          {"padding", 16},
          {"config", config()}};
}

Json title_of(const std::string& place, const std::string& what, const std::vector<std::string>& subtitle) {
  Json lines = Json::array();
  for (const std::string& line : subtitle)
    for (const std::string& part : wrapped(line, 104)) lines.push_back(part);
  return {{"text", wrapped(place.empty() ? what : place + ": " + what, 68)}, {"subtitle", lines}};
}

std::vector<std::string> wrapped(const std::string& text, std::size_t width) {
  std::vector<std::string> lines(1);
  const auto add_word = [&](const std::string& word) {
    const bool first = lines.back().empty();
    if (!first && display_width(lines.back()) + 1 + display_width(word) > width) lines.emplace_back();
    if (!lines.back().empty()) lines.back() += ' ';
    for (std::size_t i = 0; i < word.size();) {
      std::size_t next = i + 1;
      while (next < word.size() && (static_cast<unsigned char>(word[next]) & 0xC0U) == 0x80U) ++next;
      const std::string letter = word.substr(i, next - i);
      if (display_width(lines.back()) + display_width(letter) > width) lines.emplace_back();
      lines.back() += letter;
      i = next;
    }
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) add_word(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

ValueAxis value_axis(const SeriesName& series, double smallest, double largest, double height, double headroom,
                     bool from_zero, double size) {
  ValueAxis made;
  made.scale = scale_for(series, std::max(largest, size));
  if (!(largest > smallest)) largest = smallest + std::max(1.0 * made.scale.divisor, std::abs(smallest) * 0.1);
  // A level that stays far from nothing is drawn closely: its zero line would press the fan flat.
  if (from_zero || smallest < 0.6 * largest) smallest = std::min(smallest, 0.0);
  const bool whole = series.unit != "share" && series.unit != "days" && made.scale.divisor == 1;
  std::vector<double> ticks =
      round_values(smallest / made.scale.divisor, largest / made.scale.divisor, height < 150 ? 2 : 5, whole);
  if (ticks.size() >= 2) {  // begin on a tick
    const double step = ticks[1] - ticks[0];
    if (ticks[0] > smallest / made.scale.divisor) ticks.insert(ticks.begin(), ticks[0] - step);
  }
  if (ticks.size() >= 2 && !made.scale.percent) {  // and end on one if it is near
    const double step = ticks[1] - ticks[0];
    const double over = ticks.back() + step - largest / made.scale.divisor;
    if (over <= step / 2) ticks.push_back(ticks.back() + step);
  }
  for (double& tick : ticks) tick *= made.scale.divisor;
  made.low = ticks.empty() ? smallest : std::min(smallest, ticks.front());
  made.high =
      made.low + (std::max(largest, ticks.empty() ? largest : ticks.back()) - made.low) * height / (height - headroom);
  const double top_tick = ticks.empty() ? 0 : made.pixel(ticks.back(), height);
  const std::string number =
      fmt::format("replace(format(datum.value / {}, ',.10~g'), /,/g, '{}')", made.scale.divisor, thin_space);
  made.axis = {{"values", ticks},           {"title", made.scale.unit},
               {"titleAngle", 0},           {"titleAlign", "right"},
               {"titleAnchor", "end"},      {"titleX", -8},
               {"titleY", top_tick - 14},  // on top of the highest number
               {"titleBaseline", "bottom"}, {"labelExpr", made.scale.percent ? number + " + ' %'" : number},
               {"minExtent", 76},           {"maxExtent", 76},
               {"domain", false},           {"ticks", false},
               {"labelPadding", 8}};
  if (made.scale.percent) made.axis["title"] = nullptr;
  return made;
}

Json label_layer(const std::vector<Label>& labels, const char* colour, double size) {
  Json layers = Json::array();
  for (const bool halo : {true, false}) {  // a white rim keeps a text readable on lines and bands
    for (const bool to_the_left : {false, true}) {
      Json values = Json::array();
      for (const Label& label : labels)
        if (label.to_the_left == to_the_left) values.push_back({{"x", label.x}, {"y", label.y}, {"text", label.text}});
      if (values.empty()) continue;
      Json mark = {{"type", "text"},       {"align", to_the_left ? "right" : "left"},
                   {"baseline", "middle"}, {"fontSize", size},
                   {"lineBreak", "\n"},    {"lineHeight", size * 1.3},
                   {"color", colour}};
      if (halo)
        mark.update(
            {{"color", "white"}, {"stroke", "white"}, {"strokeWidth", 4}, {"strokeJoin", "round"}, {"opacity", 0.85}});
      layers.push_back({{"data", {{"values", values}}},
                        {"mark", mark},
                        {"encoding",
                         {{"x", {{"field", "x"}, {"type", "quantitative"}, {"scale", nullptr}}},
                          {"y", {{"field", "y"}, {"type", "quantitative"}, {"scale", nullptr}}},
                          {"text", {{"field", "text"}}}}}});
    }
  }
  return layers;
}

void append(Json& layers, Json more) {
  for (Json& layer : more) layers.push_back(std::move(layer));
}

}  // namespace muster::output
