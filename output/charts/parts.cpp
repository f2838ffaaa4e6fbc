#include "output/charts/parts.hpp"

#include "engine/clock/calendar.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fmt/format.h>
#include <limits>
#include <map>
#include <tuple>

namespace muster::output {

namespace {

constexpr std::string_view closing_marks = "，。；：、～）》”’！？％,.;:)!?%…";
constexpr std::string_view opening_marks = "（《“‘(";
constexpr double bold_is_wider = 1.06;

// The letters of a text, as UTF-8 has them.
std::vector<std::string> letters_of(std::string_view text) {
  std::vector<std::string> letters;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t next = i + 1;
    while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xC0U) == 0x80U) ++next;
    letters.emplace_back(text.substr(i, next - i));
    i = next;
  }
  return letters;
}

double letter_width(const std::string& letter) {  // in font sizes
  if (letter.size() > 1) return display_width(letter) > 1 ? 1.0 : letter == thin_space ? 0.3 : 0.62;
  const char c = letter[0];
  if (std::string_view(" .,:;'|!ijlI()[]").find(c) != std::string_view::npos) return 0.32;
  if (std::string_view("frt-/\"").find(c) != std::string_view::npos) return 0.42;
  if (std::string_view("mwMW%@").find(c) != std::string_view::npos) return 0.92;
  return c >= 'A' && c <= 'Z' ? 0.68 : 0.58;
}

Json config(const Canvas& canvas) {
  const double size = canvas.text_size();
  return {{"font", "Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, Noto Sans, sans-serif"},
          {"view", {{"stroke", nullptr}}},
          {"title",
           {{"anchor", "start"},
            {"frame", "bounds"},
            {"fontSize", 19},
            {"fontWeight", "bold"},
            {"color", ink},
            {"lineHeight", 25},
            {"subtitleFontSize", size},
            {"subtitleColor", grey},
            {"subtitleLineHeight", canvas.line() + 1},
            {"subtitlePadding", 6},
            {"offset", 16}}},
          {"axis",
           {{"labelFontSize", size},
            {"titleFontSize", size},
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

Json moment(Date date) {
  const std::chrono::year_month_day day{date};
  return {{"year", static_cast<int>(day.year())},
          {"month", static_cast<unsigned>(day.month())},
          {"date", static_cast<unsigned>(day.day())},
          {"utc", true}};
}

}  // namespace

Json base(const Canvas& canvas, const Said& said) {
  const auto lines = [&](const std::string& words, double size) { return wrapped(words, canvas.inner() - 4, size); };
  Json below = Json::array(), broken = Json::array();
  for (const std::string& line : said.below) {
    if (line.empty()) continue;
    below.push_back(line);
    for (std::string& part : lines(line, canvas.text_size())) broken.push_back(std::move(part));
  }
  const std::string title = said.place.empty() ? said.headline : text("{}: {}", said.place, said.headline);
  return {{"$schema", "https://vega.github.io/schema/vega-lite/v5.json"},
          {"description", sentences(said.aloud)},
          {"background", "white"},
          {"padding", canvas.padding()},
          {"config", config(canvas)},
          {"title", {{"text", lines(title, 19 * bold_is_wider)}, {"subtitle", broken}}},
          {"usermeta", {{"headline", said.headline}, {"below", below}}}};
}

void add_table(Json& chart, std::vector<std::string> head, std::vector<std::vector<std::string>> rows) {
  chart["usermeta"]["table"] = {{"head", std::move(head)}, {"rows", std::move(rows)}};
}

Json no_chart(const std::function<std::string()>& why) {
  const Wording words = in_all(why);
  return Json::array({words.written, words.english});
}

Json rounded(double value) {
  if (!std::isfinite(value)) return nullptr;
  return std::strtod(fmt::format("{:.7g}", value).c_str(), nullptr);
}

double text_width(const std::string& text, double size) {
  double widest = 0, width = 0;
  for (const std::string& letter : letters_of(text)) {
    width = letter == "\n" ? 0 : width + letter_width(letter);
    widest = std::max(widest, width);
  }
  return widest * size;
}

namespace {

std::vector<std::string> wrapped_where(const std::string& text,
                                       const std::function<bool(const std::string&)>& fits_a_line) {
  // What stays together: a run of letters and digits, or one Chinese character, with the marks that belong to it.
  struct Piece {
    std::string letters;
    bool after_blank;
  };
  std::vector<Piece> pieces;
  bool blank = true, was_word = false, was_opening = false;
  for (const std::string& letter : letters_of(text)) {
    if (letter == " ") {
      blank = true;
      continue;
    }
    const bool wide = display_width(letter) > 1;
    const bool closes = closing_marks.find(letter) != std::string_view::npos;
    const bool joined = !pieces.empty() && !blank && (closes || was_opening || (!wide && was_word));
    if (joined)
      pieces.back().letters += letter;
    else
      pieces.push_back({letter, blank});
    was_word = !wide && !(closes && wide);
    was_opening = opening_marks.find(letter) != std::string_view::npos;
    blank = false;
  }
  std::vector<std::string> lines(1);
  const auto fits = [&](const std::string& more) { return fits_a_line(lines.back() + more); };
  for (const Piece& piece : pieces) {
    const char* gap = piece.after_blank && !lines.back().empty() ? " " : "";
    if (lines.back().empty() || fits(gap + piece.letters))
      lines.back() += gap;
    else
      lines.emplace_back();
    for (const std::string& letter : letters_of(piece.letters)) {
      const bool closes = closing_marks.find(letter) != std::string_view::npos;
      if (!closes && !lines.back().empty() && !fits(letter)) lines.emplace_back();
      lines.back() += letter;
    }
  }
  return lines;
}

}  // namespace

std::vector<std::string> wrapped(const std::string& text, double pixels, double size) {
  return wrapped_where(text, [&](const std::string& line) { return text_width(line, size) <= pixels; });
}

std::vector<std::string> wrapped(const std::string& text, std::size_t cells) {
  return wrapped_where(text, [&](const std::string& line) { return display_width(line) <= cells; });
}

Json panel_title(const Canvas& canvas, double pixels, const std::string& words, const std::string& below) {
  Json title = {{"text", wrapped(words, pixels, canvas.text_size() * bold_is_wider)},
                {"fontSize", canvas.text_size()},
                {"lineHeight", canvas.line()},
                {"frame", "bounds"},
                {"offset", 8}};
  if (!below.empty())
    title.update({{"subtitle", wrapped(below, pixels, canvas.text_size())},
                  {"subtitleFontSize", canvas.text_size()},
                  {"subtitleLineHeight", canvas.line()},
                  {"subtitlePadding", 3}});
  return title;
}

Json layer(Json mark, Json encoding, Json values) {
  return {{"data", {{"values", std::move(values)}}}, {"mark", std::move(mark)}, {"encoding", std::move(encoding)}};
}

Json in_pixels(const char* field) {
  return {{"field", field}, {"type", "quantitative"}, {"scale", nullptr}, {"axis", nullptr}};
}

Json axis_layer(const char* channel, Json axis, Json first_value) {
  axis["field"] = "at";
  Json other = {{"value", 0}};
  return layer({{"type", "point"}, {"opacity", 0}}, {{channel, axis}, {channel[0] == 'x' ? "y" : "x", other}},
               Json::array({{{"at", std::move(first_value)}}}));
}

Json label_layers(const std::vector<Label>& labels, double size) {
  std::map<std::tuple<std::string, std::string, bool>, Json> groups;
  for (const Label& label : labels)
    if (!label.text.empty())
      groups[{label.align, label.colour, label.bold}].push_back(
          {{"x", std::round(label.x * 10) / 10}, {"y", std::round(label.y * 10) / 10}, {"text", label.text}});
  Json layers = Json::array();
  for (auto& [look, values] : groups) {
    const auto& [align, colour, bold] = look;
    Json mark = {{"type", "text"}, {"align", align}, {"baseline", "middle"}, {"fontSize", size}, {"color", colour}};
    if (bold) mark["fontWeight"] = "bold";
    layers.push_back(layer(std::move(mark),
                           {{"x", in_pixels("x")}, {"y", in_pixels("y")}, {"text", {{"field", "text"}}}},
                           std::move(values)));
  }
  return layers;
}

Json Shapes::layers() const {
  const auto tenth = [](double value) { return std::round(value * 10) / 10; };
  std::map<std::string, std::pair<Json, Json>> groups[3];  // by look: the mark, and its rows
  for (const Bar& bar : bars) {
    Json mark = {{"type", "rect"}, {"color", bar.colour}};
    if (bar.edge) mark.update({{"stroke", bar.edge}, {"strokeWidth", 1.2}});
    auto& group = groups[0][mark.dump()];
    group.first = mark;
    group.second.push_back({{"x", tenth(std::min(bar.x, bar.x2))},
                            {"x2", tenth(std::max(bar.x, bar.x2))},
                            {"y", tenth(bar.y - bar.height / 2)},
                            {"y2", tenth(bar.y + bar.height / 2)}});
  }
  for (const Line& line : lines) {
    Json mark = {{"type", "rule"}, {"color", line.colour}, {"strokeWidth", line.width}};
    if (line.dashed) mark["strokeDash"] = {5, 3};
    auto& group = groups[1][mark.dump()];
    group.first = mark;
    group.second.push_back(
        {{"x", tenth(line.x)}, {"x2", tenth(line.x2)}, {"y", tenth(line.y)}, {"y2", tenth(line.y2)}});
  }
  for (const Point& point : points) {
    Json mark = {{"type", "point"},
                 {"shape", point.shape},
                 {"size", point.size},
                 {"filled", true},
                 {"opacity", 1},
                 {"color", point.hollow ? "white" : point.colour},
                 {"stroke", point.hollow ? point.colour : "white"},
                 {"strokeWidth", point.hollow ? 2 : 1}};
    auto& group = groups[2][mark.dump()];
    group.first = mark;
    group.second.push_back({{"x", tenth(point.x)}, {"y", tenth(point.y)}});
  }
  Json made = Json::array();
  for (auto& kind : groups)
    for (auto& [look, group] : kind) {
      Json encoding = {{"x", in_pixels("x")}, {"y", in_pixels("y")}};
      if (&kind != &groups[2]) encoding.update({{"x2", {{"field", "x2"}}}, {"y2", {{"field", "y2"}}}});
      made.push_back(layer(group.first, std::move(encoding), group.second));
    }
  return made;
}

std::string number_expression(const std::string& field, const Scale& scale, bool with_unit, int decimals) {
  const double divisor = scale.percent ? 0.01 : scale.divisor;
  std::string made =
      fmt::format("replace(format({} / {}, ',.{}~f'), /,/g, '{}')", field, divisor, decimals, thin_space);
  if (with_unit && (scale.percent || !scale.unit.empty()))
    made += " + " + Json(before_unit() + (scale.percent ? std::string("%") : scale.unit)).dump();
  return made;
}

ValueAxis value_axis(const Canvas& canvas, const SeriesName& series, double smallest, double largest, double height,
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
    if (ticks.back() + step - largest / made.scale.divisor <= step / 2) ticks.push_back(ticks.back() + step);
  }
  double widest = 0;
  for (double& tick : ticks) {
    tick *= made.scale.divisor;
    widest = std::max(
        widest, text_width(show_with_unit(tick, made.scale.percent ? made.scale : Scale{made.scale.divisor, "", false},
                                          thin_space) +
                               "0",
                           canvas.text_size()));
  }
  made.low = ticks.empty() ? smallest : std::min(smallest, ticks.front());
  made.high = std::max(largest, ticks.empty() ? largest : ticks.back());
  made.extent = std::ceil(widest) + 12;
  made.unit = made.scale.percent ? std::string{} : made.scale.unit;
  made.axis = {{"values", ticks},
               {"title", nullptr},
               {"labelExpr", number_expression("datum.value", made.scale, made.scale.percent, 10)},
               {"minExtent", made.extent},
               {"maxExtent", made.extent},
               {"domain", false},
               {"ticks", false},
               {"labelPadding", 8}};
  return made;
}

Json LevelAxis::layer(const std::string& title, bool with_sign) const {
  std::string number = number_expression("datum.value", scale, scale.percent && !with_sign, 10);
  if (with_sign) number = "(datum.value > 0 ? '+' : '') + " + number;
  Json axis = {{"title", nullptr},  {"labelExpr", number}, {"tickCount", std::max(2.0, std::floor(width / 90))},
               {"domain", false},   {"ticks", false},      {"grid", true},
               {"labelPadding", 6}, {"labelFlush", 28},    {"labelOverlap", true}};
  if (!title.empty()) axis.update({{"title", title}, {"titlePadding", 6}});
  return axis_layer("x",
                    {{"type", "quantitative"},
                     {"scale", {{"domain", {low, high}}, {"nice", false}, {"zero", false}}},
                     {"axis", axis}},
                    low);
}

DateAxis::DateAxis(Date from, Date to, double pixels) : first(from), last(to), width(pixels) {
  const auto span = std::max(last - first, std::chrono::days{1});
  first -= std::chrono::days{span.count() / 60 + 1};
  last += std::chrono::days{span.count() / 60 + 1};
}

Json DateAxis::x(bool grid) const {
  using namespace std::chrono;
  const double pixels_a_month = width * 30.4 / static_cast<double>((last - first).count());
  const double room = pixels_a_month * 12 > 170 ? 58 : 42;  // what a label takes
  int months = 1;
  for (const int step : {1, 3, 6, 12, 24, 60, 120}) {
    months = step;
    if (pixels_a_month * step >= (step < 12 ? 58 : room)) break;
  }
  const double half = months < 12 ? 26 : 16;  // of a label
  Json ticks = Json::array();
  for (year_month month{year_month_day{first}.year(), January}; sys_days{month / 1} <= last;
       month += std::chrono::months{1}) {
    const Date at = sys_days{month / 1};
    const int number = static_cast<int>(month.year()) * 12 + static_cast<int>(static_cast<unsigned>(month.month())) - 1;
    if (at >= first && pixel(at) > half - 20 && pixel(at) < width - half && number % months == 0)
      ticks.push_back(moment(at));
  }
  return {{"type", "temporal"},
          {"scale", {{"type", "utc"}, {"domain", {moment(first), moment(last)}}, {"nice", false}}},
          {"axis",
           {{"values", ticks},
            {"format", months >= 12 ? "%Y" : "%Y-%m"},
            {"title", nullptr},
            {"grid", grid},
            {"labelPadding", 5},
            {"labelAlign", "center"},
            {"labelFlush", false}}}};
}

Json DateAxis::layer() const { return axis_layer("x", x(true), iso(first)); }

Date end_of_axis(const ResultsShape& shape, Date last_change) {
  const Date start = shape.dates.front(), horizon = shape.dates.back();
  if (last_change <= start || last_change >= horizon) return horizon;
  const Date end = last_change + (last_change - start) / 12;
  if (horizon - end < (horizon - start) / 6) return horizon;
  return *std::lower_bound(shape.dates.begin(), shape.dates.end(), end);
}

std::string cut_words(const ResultsShape& shape, Date end) {
  return end < shape.dates.back()
             ? text("nothing changes from {} to {}, which is left out", iso(end), iso(shape.dates.back()))
             : std::string{};
}

DateMarks marks_above(const Canvas& canvas, std::vector<DateMark> marks, const DateAxis& dates, double plot_height,
                      double room_below) {
  const double size = canvas.text_size(), lane = canvas.line();
  std::erase_if(marks, [&](const DateMark& mark) { return !dates.holds(mark.date); });
  std::stable_sort(marks.begin(), marks.end(), [](const auto& a, const auto& b) { return a.date < b.date; });
  struct Placed {
    double at, left, right;
    std::size_t first, last;  // lanes, from below
  };
  std::vector<Placed> placed;
  DateMarks made;
  std::vector<Label> labels;
  Shapes shapes;
  for (std::size_t m = 0; m < marks.size(); ++m) {
    const DateMark& mark = marks[m];
    const double at = dates.pixel(mark.date);
    double edge = dates.width;  // up to the next line, which no words may cross
    for (std::size_t n = m + 1; n < marks.size() && edge == dates.width; ++n)
      if (dates.pixel(marks[n].date) > at + 1) edge = dates.pixel(marks[n].date) - 4;
    // To the right of its line if there is room, else to the left; broken where there is more room than words.
    const double needs = text_width(mark.words, size), right = edge - at - 5;
    const bool to_the_right = needs <= right || right >= at - 5;
    const std::vector<std::string> lines = wrapped(mark.words, std::max(to_the_right ? right : at - 5, 60.0), size);
    double width = 0;
    for (const std::string& line : lines) width = std::max(width, text_width(line, size));
    const double left = to_the_right ? at + 5 : std::max(0.0, at - 5 - width);
    Placed own{at, left - 4, left + width + 4, 0, 0};
    const auto free = [&](const Placed& one) {
      return std::none_of(placed.begin(), placed.end(), [&](const Placed& other) {
        const bool beside = one.right <= other.left || other.right <= one.left;
        if (one.first <= other.last && other.first <= one.last && !beside) return true;
        if (other.first > one.last && other.at > one.left && other.at < one.right)
          return true;  // its line, through these words
        return one.first > other.last && one.at > other.left && one.at < other.right;
      });
    };
    for (std::size_t from = 0; from < 24; ++from) {
      own.first = from;
      own.last = from + lines.size() - 1;
      if (free(own)) break;
    }
    placed.push_back(own);
    const char* colour = mark.is_target ? vermilion : grey;
    const double top = -room_below - lane * static_cast<double>(own.last + 1);
    for (std::size_t l = 0; l < lines.size(); ++l)
      labels.push_back({left, top + lane * (static_cast<double>(l) + 0.5), lines[l], "left", colour});
    shapes.lines.push_back({at, top + 2, at, plot_height, colour, mark.is_target ? 1.6 : 1.2, true});
    made.height = std::max(made.height, -top);
  }
  made.layers = shapes.layers();
  append(made.layers, label_layers(labels, size));
  return made;
}

Rows::Rows(const Canvas& canvas, std::vector<RowText> texts, double lane_height)
    : canvas_(canvas), lane_height_(lane_height) {
  const double size = canvas.text_size(), line = canvas.line(), gap = 8;
  double names = 0, words = 0;
  for (const RowText& row : texts) {
    names = std::max(names, text_width(row.name, size * (row.bold ? bold_is_wider : 1)) + 14);
    words = std::max(words, text_width(row.words, size) + 14);
  }
  const bool above = canvas.is_narrow();
  if (above) names = words = 0;
  names = std::min(names, 0.34 * canvas.inner());
  words = std::min(words, 0.30 * canvas.inner());
  if (!above && words < 15) words = 16;  // the axis' last number
  left_ = -names;
  width_ = std::floor(canvas.inner() - names - words) - 6;  // half a dot at the end, and letters wider than measured
  double y = 0;
  for (const RowText& row : texts) {
    if (!row.heading.empty()) {
      y += gap;
      for (std::string& part : wrapped(row.heading, canvas.inner(), size * bold_is_wider)) {
        labels_.push_back({left_, y + line / 2, std::move(part), "left", ink, true});
        y += line;
      }
    }
    tops_.push_back(y);
    const double lanes = lane_height * static_cast<double>(row.lanes);
    const auto put = [&](std::vector<std::string> lines, double x, double top, const char* align, const char* colour,
                         bool bold) {
      for (std::string& part : lines) {
        labels_.push_back({x, top + line / 2, std::move(part), align, colour, bold});
        top += line;
      }
    };
    if (above) {
      y += gap / 2;
      if (text_width(row.name, size * (row.bold ? bold_is_wider : 1)) + text_width(row.words, size) + 16 <= width_) {
        put({row.name}, 0, y, "left", ink, row.bold);
        put({row.words}, width_, y, "right", ink, false);
        y += row.name.empty() && row.words.empty() ? 0 : line;
      } else {
        for (const auto& [what, bold, colour] : {std::tuple{row.name, row.bold, ink}, {row.words, false, grey}}) {
          if (what.empty()) continue;
          std::vector<std::string> lines = wrapped(what, width_, size * (bold ? bold_is_wider : 1));
          const double needs = line * static_cast<double>(lines.size());
          put(std::move(lines), 0, y, "left", colour, bold);
          y += needs;
        }
      }
      lanes_.push_back(y);
      y += lanes + gap / 2;
    } else {
      std::vector<std::string> name = wrapped(row.name, names - 12, size * (row.bold ? bold_is_wider : 1)),
                               word = wrapped(row.words, words - 12, size);
      const double tall =
          std::max({lanes, line * static_cast<double>(name.size()), line * static_cast<double>(word.size())}) + gap;
      const auto top = [&](double own) { return y + (tall - own) / 2; };
      const double name_top = top(line * static_cast<double>(name.size())),
                   word_top = top(line * static_cast<double>(word.size()));
      put(std::move(name), left_, name_top, "left", ink, row.bold);
      put(std::move(word), width_ + 12, word_top, "left", ink, false);
      lanes_.push_back(top(lanes));
      y += tall;
    }
  }
  height_ = y;
  tops_.push_back(y);
}

void Rows::add_upright(Shapes& shapes, double x, const char* colour, double width, bool dashed) const {
  if (!canvas_.is_narrow()) {
    shapes.lines.push_back({x, 0, x, height_, colour, width, dashed});
    return;
  }
  for (std::size_t row = 0; row < lanes_.size(); ++row)
    shapes.lines.push_back({x, lanes_[row], x, tops_[row + 1] - 2, colour, width, dashed});
}

Json Rows::layers() const {
  Json stripes = Json::array();
  for (std::size_t row = 0; row + 1 < tops_.size(); row += 2)
    stripes.push_back({{"y", tops_[row]}, {"y2", tops_[row + 1]}});
  Json made = Json::array();
  if (!canvas_.is_narrow() && tops_.size() > 3)
    made.push_back(
        layer({{"type", "rect"}, {"color", "#F4F4F4"}},
              {{"x", {{"value", 0}}}, {"x2", {{"value", width_}}}, {"y", in_pixels("y")}, {"y2", {{"field", "y2"}}}},
              std::move(stripes)));
  append(made, label_layers(labels_, canvas_.text_size()));
  return made;
}

void Rows::draw(Json& chart, Json axis, const Shapes& shapes) const {
  chart["width"] = width_;
  chart["height"] = height_;
  Json made = layers();
  if (!axis.is_null())
    made.insert(made.begin() + (made.empty() || made[0]["mark"]["type"] != "rect" ? 0 : 1), std::move(axis));
  append(made, shapes.layers());
  chart["layer"] = std::move(made);
}

void draw_cells(Json& chart, const Canvas& canvas, const std::vector<std::string>& columns,
                const std::vector<std::string>& names, const std::vector<std::vector<ShadedCell>>& cells) {
  std::vector<RowText> texts;
  for (const std::string& name : names) texts.push_back({name});
  const Rows rows(canvas, texts, 24);
  const double each = rows.width() / static_cast<double>(columns.size()), size = canvas.text_size();
  Shapes shapes;
  std::vector<Label> labels;
  std::size_t lines = 0;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const std::vector<std::string> words = wrapped(columns[c], each - 6, size);
    lines = std::max(lines, words.size());
    for (std::size_t l = 0; l < words.size(); ++l)
      labels.push_back({each * (static_cast<double>(c) + 0.5),
                        -canvas.line() * (static_cast<double>(words.size() - l) - 0.5) - 4, words[l], "center"});
  }
  for (std::size_t r = 0; r < names.size(); ++r)
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const ShadedCell& cell = cells[r][c];
      const double left = each * static_cast<double>(c);
      shapes.bars.push_back({left + 1, left + each - 1, rows.at(r), 24, cell.fill, "#7A8A99"});
      labels.push_back({left + each / 2, rows.at(r), cell.words, "center", text_colour_on(cell.fill), cell.bold});
    }
  chart["width"] = rows.width();
  chart["height"] = rows.height();
  chart["layer"] = rows.layers();
  if (!chart["layer"].empty() && chart["layer"][0]["mark"]["type"] == "rect") chart["layer"].erase(0);  // no stripes
  append(chart["layer"], shapes.layers());
  append(chart["layer"], label_layers(labels, size));
}

Json key_layers(const Canvas& canvas, const std::vector<KeyItem>& items, double left, double pixels, double bottom) {
  constexpr double swatch = 20, gap = 16;
  const double size = canvas.text_size(), row = canvas.line();
  std::vector<std::pair<double, std::size_t>> places;  // x, and the line from the top
  double x = 0;
  std::size_t line = 0;
  for (const KeyItem& item : items) {
    const double needs = swatch + 6 + text_width(item.words, size);
    if (x > 0 && x + needs > pixels) x = 0, ++line;
    places.emplace_back(x, line);
    x += needs + gap;
  }
  Shapes shapes;
  std::vector<Label> labels;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const KeyItem& item = items[i];
    const double at = left + places[i].first, y = -bottom - row * (static_cast<double>(line - places[i].second) + 0.5);
    if (item.kind == KeyItem::Kind::line)
      shapes.lines.push_back({at, y, at + swatch, y, item.colour, item.size, item.dashed});
    if (item.kind == KeyItem::Kind::bar)
      shapes.bars.push_back(
          {at, at + swatch, y, 11, item.hollow ? "white" : item.colour, item.hollow ? item.colour : nullptr});
    if (item.kind == KeyItem::Kind::point)
      shapes.points.push_back({at + swatch / 2, y, item.shape, item.colour, 80, item.hollow});
    std::vector<std::string> words = wrapped(item.words, pixels - swatch - 6, size);
    labels.push_back({at + swatch + 6, y, words.front() + (words.size() > 1 ? "…" : "")});
  }
  Json made = shapes.layers();
  append(made, label_layers(labels, size));
  return made;
}

std::string of_hundred(double share) {
  if (share > 0 && share < 0.005) return text("fewer than 1");
  if (share < 1 && share > 0.995) return text("more than 99");
  return fmt::format("{:.0f}", share * 100);
}

std::string in_futures(double share, std::size_t replications) {
  if (std::isnan(share)) return "–";
  const auto count = static_cast<std::uint64_t>(std::llround(share * static_cast<double>(replications)));
  if (count == 0) return text("none of {}", words_of_futures(replications));
  if (count == replications) return count == 1 ? words_of_futures(1) : text("all {}", words_of_futures(replications));
  return text("{} of {} futures", grouped(count, thin_space), grouped(replications, thin_space));
}

std::string from_to(const std::string& low, const std::string& high) { return text("{0} to {1}", low, high); }

std::string from_to(double low, double high, const Scale& scale) {
  const std::string first = show(low, scale, thin_space);
  return scale.percent ? text("{} to {} %", first, show(high, scale, thin_space))
                       : from_to(first, show_with_unit(high, scale, thin_space));
}

std::string with_range(const std::string& value, const std::string& range) { return text("{} ({})", value, range); }

std::string with_unit_of_change(const std::string& change, const std::string& unit) {
  return unit.empty() ? change : change + before_unit() + unit;
}

double about(double value) { return std::strtod(fmt::format("{:.3g}", value).c_str(), nullptr); }

std::string words_of_futures(std::size_t count) {
  return count == 1 ? text("1 future") : text("{} futures", grouped(count, thin_space));
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

std::vector<AreaNode> leaves_with(const ResultsShape& shape, const std::function<bool(AreaNode)>& has) {
  std::vector<AreaNode> found;
  for (AreaNode area = 0; area < shape.areas.leaf_count(); ++area)
    if (has(area)) found.push_back(area);
  return found;
}

std::vector<std::string> names_of(const ResultsShape& shape, const std::vector<AreaNode>& areas) {
  std::vector<std::string> names;
  for (const AreaNode area : areas) {
    names.push_back(shape.areas.title(area));
    for (const AreaNode other : areas)
      if (other != area && shape.areas.title(other) == names.back()) {
        names.back() += " (" + shape.areas[area].id + ")";
        break;
      }
  }
  return names;
}

std::string some_of(const std::vector<std::string>& names, std::size_t most) {
  if (names.size() <= most + 1) return listed(names);
  return text("{} and {} more", listed({names.begin(), names.begin() + static_cast<std::ptrdiff_t>(most)}),
              names.size() - most);
}

void append(Json& layers, Json more) {
  for (Json& one : more) layers.push_back(std::move(one));
}

}  // namespace muster::output
