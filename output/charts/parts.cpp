#include "output/charts/parts.hpp"

#include "engine/text/characters.hpp"
#include "engine/text/dates.hpp"

#include <array>
#include <map>

namespace muster::output {

namespace {

constexpr std::string_view closing_marks = "，。；：、～）》”’！？％,.;:)!?%…";
constexpr std::string_view opening_marks = "（《“‘(";
constexpr double bold_is_wider = 1.06;

std::vector<std::string> letters_of(std::string_view text) {
  std::vector<std::string> letters;
  while (!text.empty()) {
    const std::string_view before = text;
    take_character(text);
    letters.emplace_back(before.substr(0, before.size() - text.size()));
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
  Json made = Json::parse(R"({
    "font": "Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, Noto Sans, sans-serif",
    "view": {"stroke": null},
    "title": {"anchor": "start", "frame": "bounds", "fontSize": 19, "fontWeight": "bold", "lineHeight": 25,
              "subtitlePadding": 6, "offset": 16},
    "axis": {"titleFontWeight": "normal", "gridColor": "#E4E4E4"}})");
  for (const char* part : {"labelFontSize", "titleFontSize"}) made["axis"][part] = canvas.text_size();
  for (const char* part : {"labelColor", "titleColor"}) made["axis"][part] = ink;
  for (const char* part : {"domainColor", "tickColor"}) made["axis"][part] = grey;
  made["title"].update({{"color", ink},
                        {"subtitleColor", grey},
                        {"subtitleFontSize", canvas.text_size()},
                        {"subtitleLineHeight", canvas.line() + 1}});
  return made;
}

// A round number that divides a range into about `count` steps.
double round_step(double stretch, int count, bool whole) {
  const double least = stretch / count, power = std::pow(10.0, std::floor(std::log10(least)));
  for (const double factor : {1.0, 2.0, 2.5, 5.0, 10.0})
    if (const double step = factor * power; step >= least && (!whole || step == std::round(step))) return step;
  return std::max(10 * power, 1.0);
}

// The encoding of numbers in a range, with an axis.
Json numbers_between(double low, double high, Json axis) {
  return {{"type", "quantitative"},
          {"scale", {{"domain", {low, high}}, {"nice", false}, {"zero", false}}},
          {"axis", std::move(axis)}};
}

Json moment(Date date) {
  const std::chrono::year_month_day day{date};
  return {{"year", static_cast<int>(day.year())},
          {"month", static_cast<unsigned>(day.month())},
          {"date", static_cast<unsigned>(day.day())},
          {"utc", true}};
}

}  // namespace

Json base(const Canvas& canvas, const ChartTexts& said) {
  const auto lines = [&](const std::string& words, double size) { return wrapped(words, canvas.inner() - 4, size); };
  Json below = Json::array(), broken = Json::array();
  for (const std::string& line : said.below) {
    if (line.empty()) continue;
    below.push_back(line);
    for (std::string& part : lines(line, canvas.text_size())) broken.push_back(std::move(part));
  }
  std::vector<std::string> parts = said.description;
  if (parts.empty()) {
    parts.push_back(said.headline);
    for (const std::vector<std::string>& row : said.table) {
      std::string name = row.at(0), rest = row.at(said.naming);
      for (std::size_t i = 1; i < said.naming; ++i) name = tr("{}, {}", name, row[i]);
      for (std::size_t i = said.naming + 1; i < row.size(); ++i) rest = tr("{}; {}", rest, row[i]);
      parts.push_back(tr("{}: {}", name, rest));
    }
  }
  std::string description;  // sentences, each with its full stop
  for (const std::string& part : parts)
    if (!part.empty())
      description =
          description.empty() ? tr("{}.", capitalised(part)) : tr("{0} {1}.", description, capitalised(part));
  const std::string title = said.place.empty() ? said.headline : tr("{}: {}", said.place, said.headline);
  Json chart = {{"$schema", "https://vega.github.io/schema/vega-lite/v5.json"},
                {"description", description},
                {"background", "white"},
                {"padding", canvas.padding()},
                {"config", config(canvas)},
                {"title", {{"text", lines(title, 19 * bold_is_wider)}, {"subtitle", broken}}},
                {"usermeta", {{"headline", said.headline}, {"below", below}}}};
  if (!said.head.empty()) chart["usermeta"]["table"] = {{"head", said.head}, {"rows", said.table}};
  return chart;
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
  // A part that is not broken: consecutive letters and digits, or one Chinese character, with their punctuation
  // marks.
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
  constexpr std::string_view blank = " %", kept = "\u00A0%";  // a number stays with its per cent sign
  const auto replaced = [](std::string words, std::string_view what, std::string_view by) {
    for (std::size_t at = 0; (at = words.find(what, at)) != std::string::npos;) words.replace(at, what.size(), by);
    return words;
  };
  std::vector<std::string> lines = wrapped_where(
      replaced(text, blank, kept), [&](const std::string& line) { return text_width(line, size) <= pixels; });
  for (std::string& line : lines) line = replaced(std::move(line), kept, blank);
  return lines;
}

std::vector<std::string> wrapped(const std::string& text, std::size_t cells) {
  return wrapped_where(text, [&](const std::string& line) { return display_width(line) <= cells; });
}

Json panel(const Canvas& canvas, const std::string& title, const std::string& below, double pixels) {
  if (pixels == 0) pixels = canvas.inner() - 8;
  Json made = Json::parse(R"({"title": {"frame": "bounds", "offset": 8, "subtitlePadding": 3}})");
  made["title"].update({{"text", wrapped(title, pixels, canvas.text_size() * bold_is_wider)},
                        {"fontSize", canvas.text_size()},
                        {"lineHeight", canvas.line()},
                        {"subtitleLineHeight", canvas.line()}});
  if (!below.empty()) made["title"]["subtitle"] = wrapped(below, pixels, canvas.text_size());
  return made;
}

void Shapes::bar(double x, double x2, const char* colour, double height, double y, const char* edge) {
  Json look = {{"type", "rect"}, {"color", colour}};
  if (edge) look.update({{"stroke", edge}, {"strokeWidth", 1.2}});
  marks_.push_back({Kind::bar, std::move(look), std::min(x, x2), std::max(x, x2), y - height / 2, y + height / 2});
}

void Shapes::line(double x, double x2, const char* colour, double width, double y, bool dashed) {
  Json look = {{"type", "rule"}, {"color", colour}, {"strokeWidth", width}};
  if (dashed) look["strokeDash"] = {5, 3};
  marks_.push_back({Kind::line, std::move(look), x, x2, y, y});
}

void Shapes::upright(double x, double y, double y2, const char* colour, double width, bool dashed) {
  line(x, x, colour, width, y, dashed);
  marks_.back().y2 = y2;
}

void Shapes::point(double x, double y, const Dot& dot) {
  const char *fill = dot.hollow ? "white" : dot.colour, *edge = dot.hollow ? dot.colour : "white";
  Json look = {{"type", "point"}, {"shape", dot.shape}, {"size", dot.size}, {"filled", true}, {"opacity", 1}};
  look.update({{"color", fill}, {"stroke", edge}, {"strokeWidth", dot.hollow ? 2 : 1}});
  marks_.push_back({Kind::point, std::move(look), x, x, y, y});
}

void Shapes::words(double x, double y, const std::string& text, const char* align, const char* colour, bool bold) {
  if (text.empty()) return;
  Json look = {{"type", "text"}, {"align", align}, {"baseline", "middle"}, {"color", colour}};
  if (bold) look["fontWeight"] = "bold";
  marks_.push_back({Kind::words, std::move(look), x, x, y, y, text});
}

void Shapes::add(const Shapes& others, const std::function<double(double)>& x,
                 const std::function<double(double)>& y) {
  for (Mark mark : others.marks_) {
    mark.x = x(mark.x), mark.x2 = x(mark.x2), mark.y = y(mark.y), mark.y2 = y(mark.y2);
    marks_.push_back(std::move(mark));
  }
}

void Shapes::add_to(Extent& extent) const {
  for (const Mark& mark : marks_) extent.add(mark.x), extent.add(mark.x2);
}

Json Shapes::layers(const Canvas& canvas) const {
  std::map<std::pair<Kind, std::string>, std::pair<Json, Json>> looks;  // marks of the same look share a layer
  const auto tenth = [](double value) { return std::round(value * 10) / 10; };
  for (const Mark& mark : marks_) {
    auto& [look, rows] = looks[{mark.kind, mark.look.dump()}];
    look = mark.look;
    Json& row = rows.emplace_back(Json{{"x", tenth(mark.x)}, {"y", tenth(mark.y)}});
    if (mark.kind <= Kind::line) row.update({{"x2", tenth(mark.x2)}, {"y2", tenth(mark.y2)}});
    if (mark.kind == Kind::words) row["text"] = mark.text;
  }
  Json made = Json::array();
  for (auto& [kind, group] : looks) {
    auto& [look, rows] = group;
    Json encoding = {{"x", in_pixels("x")}, {"y", in_pixels("y")}};
    if (kind.first <= Kind::line) encoding.update({{"x2", {{"field", "x2"}}}, {"y2", {{"field", "y2"}}}});
    if (kind.first == Kind::words) encoding["text"] = {{"field", "text"}}, look["fontSize"] = canvas.text_size();
    made.push_back(layer(std::move(look), std::move(encoding), std::move(rows)));
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

std::string signed_number_expression(const std::string& field, const Scale& scale) {
  return "(" + field + " > 0 ? '+' : '') + " + number_expression(field, scale, false, 10);
}

ValueAxis value_axis(const Canvas& canvas, const SeriesName& series, double smallest, double largest, double height,
                     bool from_zero, double size) {
  ValueAxis made;
  made.scale = scale_for(series, std::max(largest, size));
  if (!(largest > smallest)) largest = smallest + std::max(1.0 * made.scale.divisor, std::abs(smallest) * 0.1);
  // The axis does not include 0 for a level that stays far from it, because the fan would be too flat.
  if (from_zero || smallest < 0.6 * largest) smallest = std::min(smallest, 0.0);
  const bool whole = series.unit != "share" && series.unit != "days" && made.scale.divisor == 1;
  const double step =
      made.scale.divisor * round_step((largest - smallest) / made.scale.divisor, height < 150 ? 2 : 5, whole);
  const double first = std::floor(smallest / step + 1e-9);  // the axis begins at a tick,
  double last = std::floor(largest / step + 1e-9);
  if (!made.scale.percent && (last + 1) * step - largest <= step / 2) ++last;  // and ends at one if that is near
  std::vector<double> ticks;
  double widest = 0;
  const Scale bare = made.scale.percent ? made.scale : Scale{made.scale.divisor, "", false};
  for (double k = first; k <= last; ++k) {
    ticks.push_back(k * step);
    widest = std::max(widest, text_width(amount(ticks.back(), bare) + "0", canvas.text_size()));
  }
  made.low = std::min(smallest, ticks.front());
  made.high = std::max(largest, ticks.back());
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

DateAxis::DateAxis(Date from, Date to, double pixels) : first(from), last(to), width(pixels) {
  const auto span = std::max(last - first, std::chrono::days{1});
  first -= std::chrono::days{span.count() / 60 + 1};
  last += std::chrono::days{span.count() / 60 + 1};
}

Json DateAxis::x(bool grid) const {
  using namespace std::chrono;
  const double pixels_a_month = width * 30.4 / static_cast<double>((last - first).count());
  const double room = pixels_a_month * 12 > 170 ? 58 : 42;  // pixels that a label needs
  int months = 1;
  for (const int step : {1, 3, 6, 12, 24, 60, 120}) {
    months = step;
    if (pixels_a_month * step >= (step < 12 ? 58 : room)) break;
  }
  const double half = months < 12 ? 26 : 16;  // half the width of a label
  Json ticks = Json::array();
  for (year_month month{year_month_day{first}.year(), January}; sys_days{month / 1} <= last;
       month += std::chrono::months{1}) {
    const Date at = sys_days{month / 1};
    const int number =
        static_cast<int>(month.year()) * 12 + static_cast<int>(static_cast<unsigned>(month.month())) - 1;
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

Json draw_over_time(Json chart, const DateAxis& dates, const ValueAxis& values, double height, Json rows,
                    Json layers) {
  chart["width"] = dates.width;
  chart["height"] = height;
  chart["data"] = {{"values", std::move(rows)}};
  chart["encoding"] = {{"x", dates.x()}, {"y", numbers_between(values.low, values.high, values.axis)}};
  chart["layer"] = std::move(layers);
  return chart;
}

Date end_of_axis(const ResultsShape& shape, Date last_change) {
  const Date start = shape.dates.front(), horizon = shape.dates.back();
  if (last_change <= start || last_change >= horizon) return horizon;
  const Date end = last_change + (last_change - start) / 12;
  if (horizon - end < (horizon - start) / 6) return horizon;
  return *std::lower_bound(shape.dates.begin(), shape.dates.end(), end);
}

Above marks_above(const Canvas& canvas, std::vector<DateMark> marks, const DateAxis& dates, double plot_height,
                  double room_below) {
  const double size = canvas.text_size(), lane = canvas.line();
  std::erase_if(marks, [&](const DateMark& mark) { return !dates.holds(mark.date); });
  std::stable_sort(marks.begin(), marks.end(), [](const auto& a, const auto& b) { return a.date > b.date; });
  // Words are placed to the right of their line if there is room. Of these the latest date is placed lowest, so that
  // no later line crosses the words of an earlier date. The others have their words to the left and are placed above,
  // the latest highest, so that no earlier line crosses their words.
  const auto turns_left = [&](const DateMark& mark) {
    const double at = dates.pixel(mark.date), right = dates.width - at - 5;
    return text_width(mark.words, size) > right && right < at - 5;
  };
  const auto left_ones = std::stable_partition(marks.begin(), marks.end(), std::not_fn(turns_left));
  std::reverse(left_ones, marks.end());
  const double edge =
      left_ones == marks.end() ? dates.width : dates.pixel(left_ones->date) - 4;  // limit for words on the right
  Shapes shapes;
  double top = -room_below, last_bottom = top;  // top of all words; bottom of the words placed last
  double right_from = 0, right_to = 0;          // horizontal range of the highest words on the right
  for (auto mark = marks.begin(); mark != marks.end(); ++mark) {
    const double at = dates.pixel(mark->date);
    const bool left = mark >= left_ones;
    const char* colour = mark->is_target ? vermilion : grey;
    const std::vector<std::string> lines = wrapped(mark->words, std::max(left ? at - 5 : edge - at - 5, 60.0), size);
    double width = 0;
    for (const std::string& line : lines) width = std::max(width, text_width(line, size));
    const double from = left ? std::max(0.0, at - 5 - width) : at + 5;
    const bool beside = mark == left_ones && mark != marks.begin() && (from > right_to || at <= right_from);
    if (!left) right_from = at, right_to = from + width + 8;
    if (!beside) last_bottom = top;
    const double own = last_bottom - lane * static_cast<double>(lines.size());
    shapes.upright(at, own + 2, plot_height, colour, mark->is_target ? 1.6 : 1.2, true);
    for (std::size_t l = 0; l < lines.size(); ++l)
      shapes.words(from, own + lane * (static_cast<double>(l) + 0.5), lines[l], "left", colour);
    top = std::min(top, own);
  }
  return {shapes.layers(canvas), -top};
}

Json key_layers(const Canvas& canvas, const std::vector<KeyItem>& items, double left, double bottom) {
  constexpr double sample = 26, gap = 16;
  const double size = canvas.text_size(), line = canvas.line();
  Shapes shapes;
  double x = 0, y = 0;  // relative to the first item
  for (const KeyItem& item : items) {
    const std::vector<std::string> words = wrapped(item.words, canvas.inner() - sample, size);
    const double needs = sample + text_width(words.front(), size);
    if (x > 0 && x + needs > canvas.inner()) x = 0, y += line;
    shapes.add(
        item.sample, [&](double at) { return left + x + 10 + at; }, [&](double at) { return y + at; });
    shapes.words(left + x + sample, y, words.front() + (words.size() > 1 ? "…" : ""));
    x += needs + gap;
  }
  Shapes above;
  above.add(
      shapes, [](double at) { return at; }, [&](double at) { return at - y - bottom - line / 2; });
  return above.layers(canvas);
}

namespace {

// Draws an axis in a layer of its own.
Above axis_alone(Json axis, Json first_value) {
  axis["field"] = "at";
  return {Json::array({layer({{"type", "point"}, {"opacity", 0}}, {{"x", std::move(axis)}, {"y", {{"value", 0}}}},
                             Json::array({{{"at", std::move(first_value)}}}))})};
}

// The positions of names, words and lanes of rows, in pixels of the plot.
struct RowLayout {
  double left = 0, width = 0;       // left edge of the names; width of the plot
  std::vector<double> lanes, tops;  // tops of each row's lanes and of each row; the last of `tops` is the height
  Shapes texts;

  RowLayout(const Canvas& canvas, const RowChart& chart) {
    const double size = canvas.text_size(), line = canvas.line(), gap = 8;
    const bool above = canvas.is_narrow();
    const double lanes_height = chart.lane_height * static_cast<double>(chart.lanes);
    const auto size_of = [&](const ChartRow& row) { return size * (row.bold ? bold_is_wider : 1); };
    double names = 0, words = 0;
    for (const ChartRow& row : chart.rows) {
      names = std::max(names, text_width(row.name, size_of(row)) + 14);
      words = std::max(words, text_width(row.words, size) + 14);
    }
    names = above ? 0 : std::min(names, 0.34 * canvas.inner());
    // Without words, some room is left for the last number of the axis.
    words = above ? 0 : words < 15 ? 16 : std::min(words, 0.30 * canvas.inner());
    left = -names;
    width = std::floor(canvas.inner() - names - words) - 6;  // half a dot at the end, and letters wider than measured
    const auto put = [&](const std::vector<std::string>& lines, double x, double y, const char* align,
                         const char* colour, bool bold) {
      for (const std::string& part : lines) {
        texts.words(x, y + line / 2, part, align, colour, bold);
        y += line;
      }
      return y;
    };
    double y = 0;
    for (const ChartRow& row : chart.rows) {
      if (!row.heading.empty())
        y = put(wrapped(row.heading, canvas.inner(), size * bold_is_wider), left, y + gap, "left", ink, true);
      tops.push_back(y);
      if (!above) {
        const std::vector<std::string> name = wrapped(row.name, names - 12, size_of(row)),
                                       word = wrapped(row.words, words - 12, size);
        const double name_height = line * static_cast<double>(name.size()),
                     word_height = line * static_cast<double>(word.size());
        const double centre = y + (std::max({lanes_height, name_height, word_height}) + gap) / 2;
        put(name, left, centre - name_height / 2, "left", ink, row.bold);
        put(word, width + 12, centre - word_height / 2, "left", ink, false);
        lanes.push_back(centre - lanes_height / 2);
        y = 2 * centre - y;
        continue;
      }
      y += gap / 2;
      if (text_width(row.name, size_of(row)) + text_width(row.words, size) + 16 <= width) {
        put({row.words}, width, y, "right", ink, false);
        if (!row.name.empty() || !row.words.empty()) y = put({row.name}, 0, y, "left", ink, row.bold);
      } else {
        y = put(wrapped(row.name, width, size_of(row)), 0, y, "left", ink, row.bold);
        if (!row.words.empty()) y = put(wrapped(row.words, width, size), 0, y, "left", grey, false);
      }
      lanes.push_back(y);
      y += lanes_height + gap / 2;
    }
    tops.push_back(y);
  }
};

}  // namespace

RowAxis columns_axis(const Canvas& canvas, const std::vector<std::string>& names) {
  const auto count = static_cast<double>(names.size());
  return {0, count, [=](double width) {
            Shapes shapes;
            Above above;
            for (std::size_t c = 0; c < names.size(); ++c) {
              const std::vector<std::string> words = wrapped(names[c], width / count - 6, canvas.text_size());
              double y = -4 - canvas.line() * static_cast<double>(words.size());
              above.height = std::max(above.height, -y);
              for (const std::string& word : words) {
                shapes.words(width / count * (static_cast<double>(c) + 0.5), y + canvas.line() / 2, word, "center");
                y += canvas.line();
              }
            }
            above.layers = shapes.layers(canvas);
            return above;
          }};
}

RowAxis dates_axis(Date first, Date last) {
  const DateAxis padded(first, last, 1);
  return {days_of(padded.first), days_of(padded.last), [=](double width) {
            const DateAxis dates(first, last, width);
            return axis_alone(dates.x(true), iso(dates.first));
          }};
}

RowAxis level_axis(double low, double high, const Scale& scale, bool with_sign) {
  const std::string number = with_sign ? signed_number_expression("datum.value", scale)
                                       : number_expression("datum.value", scale, scale.percent, 10);
  const Json title = scale.percent || scale.unit.empty() ? Json(nullptr) : Json(scale.unit);
  return {low, high, [=](double width) {
            const Json axis = {{"title", title},       {"titlePadding", 6},
                               {"labelExpr", number},  {"domain", false},
                               {"ticks", false},       {"grid", true},
                               {"labelPadding", 6},    {"labelFlush", 28},
                               {"labelOverlap", true}, {"tickCount", std::max(2.0, std::floor(width / 90))}};
            return axis_alone(numbers_between(low, high, axis), low);
          }};
}

RowAxis level_axis(const RowChart& chart, const Scale& scale, bool with_sign, bool with_zero) {
  Extent shown;
  if (with_zero) shown.add(0);
  for (const RowChart::Upright& one : chart.uprights) shown.add(one.x);
  for (const ChartRow& row : chart.rows) row.marks.add_to(shown);
  const auto [low, high] = shown;
  const double room = high > low ? 0.03 * (high - low) : scale.percent ? 0.01 : scale.divisor;
  return level_axis(with_zero && low == 0 ? 0 : low - room, high + room, scale, with_sign);
}

void ChartRow::dot(double value, const Interval& interval, const Dot& look) {
  if (!std::isfinite(value)) return;
  if (std::isfinite(interval.low)) marks.line(interval.low, interval.high, narrow_band, 2.6);
  marks.point(value, 0, look);
}

Json RowChart::draw(Json chart, const Canvas& canvas, const RowAxis& axis) const {
  const RowLayout layout(canvas, *this);
  const Above above = axis.draw ? axis.draw(layout.width) : Above{};
  const auto x = [&](double at) {
    return std::isinf(at) ? layout.width - 4 : layout.width * (at - axis.low) / (axis.high - axis.low);
  };
  const auto middle_of = [&](std::size_t row) { return layout.lanes[row] + lane_height / 2; };
  const double height = layout.tops.back();
  Shapes stripes, shapes;
  if (striped && !canvas.is_narrow() && rows.size() > 2)
    for (std::size_t row = 0; row < rows.size(); row += 2) {
      const double top = layout.tops[row], bottom = layout.tops[row + 1];
      stripes.bar(0, layout.width, "#F4F4F4", bottom - top, (top + bottom) / 2);
    }
  for (const Upright& one : uprights) {
    const auto add = [&](double top, double bottom) {
      shapes.upright(x(one.x), top, bottom, one.colour, one.width, one.dashed);
    };
    if (!canvas.is_narrow()) add(0, height);
    for (std::size_t row = 0; canvas.is_narrow() && row < rows.size(); ++row)
      add(layout.lanes[row], layout.tops[row + 1] - 2);
  }
  for (std::size_t row = 0; row < rows.size(); ++row)
    shapes.add(rows[row].marks, x, [&](double y) { return std::isinf(y) ? middle_of(row + 1) : middle_of(row) + y; });
  chart["width"] = layout.width;
  chart["height"] = height;
  chart["layer"] = stripes.layers(canvas);
  for (const Json& more : {above.layers, layout.texts.layers(canvas), shapes.layers(canvas),
                           key_layers(canvas, key, layout.left, above.height + 4)})
    append(chart["layer"], more);
  return chart;
}

Json draw_cells(Json chart, const Canvas& canvas, const std::vector<std::string>& columns,
                const std::vector<CellRow>& rows) {
  RowChart table{.lane_height = 24, .striped = false};
  for (const auto& [name, cells] : rows) {
    Shapes& marks = table.add(name).marks;
    double left = 0;
    for (const ShadedCell& cell : cells) {
      marks.bar(left + 0.01, left + 0.99, cell.fill, 24, 0, "#7A8A99");
      marks.words(left + 0.5, 0, cell.words, "center", text_colour_on(cell.fill), cell.bold);
      left += 1;
    }
  }
  return table.draw(std::move(chart), canvas, columns_axis(canvas, columns));
}

ShadedCell shaded(double share, double bold_from) {
  if (std::isnan(share)) return {};
  const std::size_t step = share <= 0   ? 0
                           : share >= 1 ? coverage_steps.size() - 1
                                        : 1 + static_cast<std::size_t>(share * 3.999);
  return {of_hundred(share) + before_unit() + "%", coverage_steps[step], share >= bold_from};
}

std::string in_futures(double share, std::size_t replications) {
  if (std::isnan(share)) return "–";
  const auto count = static_cast<std::uint64_t>(std::llround(share * static_cast<double>(replications)));
  if (count == 0) return tr("none of {}", futures_words(replications, thin_space));
  if (count == replications)
    return count == 1 ? futures_words(1, thin_space) : tr("all {}", futures_words(replications, thin_space));
  return tr("{} of {} futures", grouped(count, thin_space), grouped(replications, thin_space));
}

std::string met_in_futures(const TargetResult& result) {
  return result.attainment_withheld ? tr("withheld").to_string()
         : result.replications == 1 ? met_words(result.probability > 0 ? 1 : 0, 1)
                                    : in_futures(result.probability, result.replications);
}

std::string target_words(const TargetDefinition& target, const TargetResult& result, const Scale& scale) {
  const std::string goal = amount(target.goal, scale), by = date_words(target.by);
  const double p = result.probability;
  const bool at_least = target.bound == Bound::at_least;
  if (result.attainment_withheld) return tr("whether {} is met by {} is withheld", goal, by);
  if (std::isnan(p)) return tr("nothing to judge on {}", by);
  if (result.replications == 1)
    return p > 0      ? at_least ? tr("reaches {} on {}", goal, by) : tr("stays at {} or below on {}", goal, by)
                : at_least ? tr("stays below {} on {}", goal, by)
                      : tr("lies above {} on {}", goal, by);
  if (p <= 0)
    return at_least ? tr("no future reaches {} by {}", goal, by) : tr("no future is at {} or below on {}", goal, by);
  if (p >= 1)
    return at_least ? tr("every future reaches {} by {}", goal, by)
                    : tr("every future is at {} or below on {}", goal, by);
  const std::string futures = in_futures(p, result.replications);
  return at_least ? tr("{} reach {} by {}", futures, goal, by) : tr("{} are at {} or below on {}", futures, goal, by);
}

std::vector<NamedArea> areas_with(const ResultsShape& shape, const std::function<bool(AreaNode)>& has) {
  std::vector<NamedArea> found;
  std::map<std::string, int> uses;
  for (AreaNode area = 0; area < shape.areas.leaf_count(); ++area)
    if (has(area)) found.push_back({area, shape.areas.title(area)}), ++uses[found.back().name];
  for (auto& [area, name] : found)
    if (uses[name] > 1) name += " (" + shape.areas[area].id + ")";
  return found;
}

Reached reached(const Results& results, AreaNode area, std::size_t series, double level) {
  constexpr std::array probabilities = {0.05, 0.5, 0.95};
  constexpr double rounding = 1e-6;  // values are stored as 32-bit floats
  const ResultsShape& shape = results.shape();
  Reached found;
  for (std::size_t date = 0; date < shape.dates.size(); ++date) {
    const Summary summary = results.summarise(shape.cell(date, area, series), 1, probabilities)[0];
    if (summary.replications == 0) continue;
    const auto has = [&](std::size_t q) { return summary.quantiles[q] >= level - rounding; };
    if (!found.early && has(2)) found.early = date;
    if (!found.half && has(1)) found.half = date;
    if (!found.late && has(0)) found.late = date;
  }
  return found;
}

bool is_ever_withheld(const Results& results, AreaNode area, std::size_t series) {
  for (std::size_t date = 0; date < results.shape().dates.size(); ++date)
    if (results.withheld(results.shape().cell(date, area, series))) return true;
  return false;
}

}  // namespace muster::output
