#include "output/charts/parts.hpp"

#include <cstdlib>
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
    if (!line.empty())
      for (const std::string& part : wrapped(line, 104)) lines.push_back(part);
  return {{"text", wrapped(place.empty() ? what : text("{}: {}", place, what), 68)}, {"subtitle", lines}};
}

Json rounded(double value) {
  if (!std::isfinite(value)) return nullptr;
  return std::strtod(fmt::format("{:.7g}", value).c_str(), nullptr);
}

std::vector<std::string> wrapped(const std::string& text, std::size_t width) {
  constexpr std::string_view closing = "，。；：、）》”’！？％,.;:)!?%…";
  constexpr std::string_view opening = "（《“‘(";
  // What stays together: a run of letters and digits, or one Chinese character, with the marks that belong to it.
  struct Piece {
    std::string letters;
    bool after_blank;
  };
  std::vector<Piece> pieces;
  bool blank = true, was_word = false, was_opening = false;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t next = i + 1;
    while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xC0U) == 0x80U) ++next;
    const std::string letter = text.substr(i, next - i);
    i = next;
    if (letter == " ") {
      blank = true;
      continue;
    }
    const bool wide = display_width(letter) > 1;
    const bool closes = closing.find(letter) != std::string_view::npos;
    const bool joined = !pieces.empty() && !blank && (closes || was_opening || (!wide && was_word));
    if (joined)
      pieces.back().letters += letter;
    else
      pieces.push_back({letter, blank});
    was_word = !wide && !(closes && wide);
    was_opening = opening.find(letter) != std::string_view::npos;
    blank = false;
  }
  std::vector<std::string> lines(1);
  for (const Piece& piece : pieces) {
    const bool gap = piece.after_blank && !lines.back().empty();
    if (!lines.back().empty() && display_width(lines.back()) + (gap ? 1 : 0) + display_width(piece.letters) > width)
      lines.emplace_back();
    else if (gap)
      lines.back() += ' ';
    for (std::size_t i = 0; i < piece.letters.size();) {
      std::size_t next = i + 1;
      while (next < piece.letters.size() && (static_cast<unsigned char>(piece.letters[next]) & 0xC0U) == 0x80U) ++next;
      const std::string letter = piece.letters.substr(i, next - i);
      const bool closes = closing.find(letter) != std::string_view::npos;
      if (!closes && display_width(lines.back()) + display_width(letter) > width) lines.emplace_back();
      lines.back() += letter;
      i = next;
    }
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

Key key_of(const std::vector<KeyItem>& items, double width) {
  constexpr double swatch = 26, gap = 20, row = 20, size = 13;
  struct Placed {
    double x, y;
  };
  std::vector<Placed> places;
  double x = 0, y = 0;
  for (const KeyItem& item : items) {
    const bool latin = display_width(item.words) == item.words.size();  // and so narrower than a cell
    const double needs = swatch + 6 + text_width(item.words, size) * (latin ? 0.88 : 1);
    if (x > 0 && x + needs > width) x = 0, y += row;
    places.push_back({x, y});
    x += needs + gap;
  }
  Key key;
  if (items.empty()) return key;
  key.height = y + row + 6;
  const auto at = [](double value) { return Json{{"value", value}}; };
  const auto add = [&](Json mark, Json encoding) {
    key.layers.push_back(
        {{"data", {{"values", Json::array({Json::object()})}}}, {"mark", mark}, {"encoding", encoding}});
  };
  Json words = Json::array();
  for (std::size_t i = 0; i < items.size(); ++i) {
    const KeyItem& item = items[i];
    const double left = places[i].x, centre = places[i].y - key.height + row / 2 - 4;
    const Json line = {{"x", at(left)}, {"x2", at(left + swatch)}, {"y", at(centre)}};
    switch (item.kind) {
      case KeyItem::Kind::line: {
        Json mark = {{"type", "rule"}, {"color", item.colour}, {"strokeWidth", item.size}};
        if (!item.dash.is_null()) mark["strokeDash"] = item.dash;
        add(mark, line);
        break;
      }
      case KeyItem::Kind::band:
      case KeyItem::Kind::bar: {
        Json mark = {
            {"type", "rect"}, {"color", item.fill.empty() ? item.colour : item.fill}, {"fillOpacity", item.opacity}};
        mark.update({{"stroke", item.colour}, {"strokeWidth", 1}});
        if (!item.dash.is_null()) mark["strokeDash"] = item.dash;
        add(mark, {{"x", at(left)}, {"x2", at(left + swatch)}, {"y", at(centre - 6)}, {"y2", at(centre + 6)}});
        break;
      }
      case KeyItem::Kind::point:
        add({{"type", "point"},
             {"shape", item.shape},
             {"size", item.size},
             {"filled", true},
             {"opacity", 1},
             {"fill", item.fill.empty() ? item.colour : item.fill},
             {"stroke", item.colour},
             {"strokeWidth", 1.2}},
            {{"x", at(left + swatch / 2)}, {"y", at(centre)}});
        break;
    }
    words.push_back({{"x", left + swatch + 6}, {"y", centre}, {"text", item.words}});
  }
  key.layers.push_back(
      {{"data", {{"values", words}}},
       {"mark", {{"type", "text"}, {"align", "left"}, {"baseline", "middle"}, {"fontSize", size}, {"color", ink}}},
       {"encoding",
        {{"x", {{"field", "x"}, {"type", "quantitative"}, {"scale", nullptr}}},
         {"y", {{"field", "y"}, {"type", "quantitative"}, {"scale", nullptr}}},
         {"text", {{"field", "text"}}}}}});
  return key;
}

Json facet_header(double limit) {
  Json header = {{"title", nullptr},  {"labelFontSize", text_size}, {"labelFontWeight", "bold"},
                 {"labelColor", ink}, {"labelAnchor", "start"},     {"labelPadding", 4}};
  if (limit > 0) header["labelLimit"] = limit;
  return header;
}

std::string of_hundred(double share) {
  if (share > 0 && share < 0.005) return text("fewer than 1");
  if (share < 1 && share > 0.995) return text("more than 99");
  return fmt::format("{:.0f}", share * 100);
}

double about(double value) { return std::strtod(fmt::format("{:.3g}", value).c_str(), nullptr); }

std::string words_of_replications(std::size_t count) {
  return count == 1 ? text("1 replication") : text("{} replications", grouped(count, thin_space));
}

std::string sentences(const std::vector<std::string>& parts) {
  std::string all;
  for (std::string part : parts) {
    if (part.empty()) continue;
    if (part[0] >= 'a' && part[0] <= 'z') part[0] = static_cast<char>(part[0] - 'a' + 'A');
    all = all.empty() ? text("{}.", part) : text("{0} {1}.", all, part);
  }
  return all;
}

ShownAreas areas_to_show(const ResultsShape& shape, const std::vector<bool>& has, std::size_t most,
                         const std::function<std::string()>& what) {
  const Areas& areas = shape.areas;
  const auto depth_of = [&](AreaNode node) {
    std::size_t depth = 1;
    for (auto around = areas.find(areas[node].within); around && *around != areas.whole();
         around = areas.find(areas[*around].within))
      ++depth;
    return depth;
  };
  std::vector<std::size_t> depths(areas.whole());
  std::size_t deepest = 1, leaves = 0;
  for (AreaNode node = 0; node < areas.whole(); ++node) {
    depths[node] = depth_of(node);
    deepest = std::max(deepest, depths[node]);
    leaves += node < areas.leaf_count() && has[node] ? 1 : 0;
  }
  if (leaves < 2) return {};
  for (std::size_t level = deepest; level > 0; --level) {
    ShownAreas shown;
    std::size_t groups = 0;
    for (AreaNode node = 0; node < areas.whole(); ++node) {
      const bool leaf = node < areas.leaf_count();
      if (!has[node] || !(leaf ? depths[node] <= level : depths[node] == level)) continue;
      shown.areas.push_back(node);
      groups += leaf ? 0 : 1;
    }
    if (shown.areas.size() < 2 || shown.areas.size() > most) continue;
    std::stable_sort(shown.areas.begin(), shown.areas.end(),
                     [&](AreaNode a, AreaNode b) { return areas.leaves_of(a).front() < areas.leaves_of(b).front(); });
    if (groups > 0)
      shown.words = in_all([&] {
        return text("{} areas are too many for one chart; {} groups of them stand in", grouped(leaves), groups);
      });
    return shown;
  }
  return {{}, in_all([&] {
            return text(
                "{}: no chart, because {} areas are more than the {} that one has room for, and they lie in no "
                "groups that are few enough; the tables have them all",
                what(), grouped(leaves), most);
          })};
}

void append(Json& layers, Json more) {
  for (Json& layer : more) layers.push_back(std::move(layer));
}

}  // namespace muster::output
