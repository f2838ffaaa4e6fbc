#include "engine/clock/calendar.hpp"
#include "output/charts/run_parts.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace muster::output {

namespace {

// Three columns, and the words beside each in the room up to the next.
struct Layout {
  explicit Layout(const Canvas& canvas)
      : column(canvas.is_narrow() ? 112 : 258),
        last(canvas.inner() - 2 * column - node_width - 10),
        size(canvas.is_narrow() ? 11.5 : 13),
        tallest(canvas.is_narrow() ? 190 : 150) {}
  static constexpr double node_width = 14;
  double column, last, size, tallest;
  [[nodiscard]] double room(std::size_t at) const { return at == 2 ? last : column - node_width - 12; }
};

// What stands in a column, from the top.
struct Node {
  std::string name;
  double value = 0;
  const char* colour = blue;
  std::string share;  // words beside the value; may be empty
  double x = 0, y = 0, height = 0;
  std::vector<std::string> words = {};  // the name in lines, then the value
  std::size_t name_lines = 0;

  [[nodiscard]] double of_words(const Layout& layout) const {
    return layout.size * 1.3 * static_cast<double>(words.size());
  }
  // A thin node's ribbon would run through its words: they stand below it.
  [[nodiscard]] bool is_thin(const Layout& layout) const {
    return height < of_words(layout) && x < 1.5 * layout.column;
  }
  [[nodiscard]] double tall(const Layout& layout) const {
    return is_thin(layout) ? height + 12 + of_words(layout) : std::max(height, of_words(layout));
  }
};

struct Drawing {
  Json nodes = Json::array(), links = Json::array(), labels = Json::array();
  double bottom = 0;
};

std::string people(double value) {
  return grouped(static_cast<std::uint64_t>(std::llround(std::max(0.0, value))), thin_space);
}

std::string share_words(double part, double whole) {
  return whole > 0 ? show_with_unit(part / whole, Scale{0.01, "%", true}, thin_space) : std::string{};
}

void place(const Layout& layout, std::vector<Node>& column, std::size_t at, double top, double scale) {
  double y = top;
  for (Node& node : column) {
    node.x = layout.column * static_cast<double>(at);
    node.y = y;
    node.height = std::max(1.0, node.value * scale);
    node.words = wrapped(node.name, layout.room(at), layout.size);
    node.name_lines = node.words.size();
    for (std::string& line :
         wrapped(node.share.empty() ? people(node.value) : text("{} ({})", people(node.value), node.share),
                 layout.room(at), layout.size))
      node.words.push_back(std::move(line));
    y += node.tall(layout) + 18;
  }
}

// A ribbon between two nodes, of one thickness.
void link(Drawing& drawing, const Node& from, double from_y, const Node& to, double to_y, double thickness,
          const char* colour) {
  const double x = from.x + Layout::node_width, end = to.x, mid = (x + end) / 2;
  drawing.links.push_back(
      {{"from", from.name},
       {"to", to.name},
       {"path", fmt::format("M{0:.1f},{1:.1f}C{2:.1f},{1:.1f},{2:.1f},{3:.1f},{4:.1f},{3:.1f}L{4:.1f},{5:.1f}"
                            "C{2:.1f},{5:.1f},{2:.1f},{6:.1f},{0:.1f},{6:.1f}Z",
                            x, from_y, mid, to_y, end, to_y + thickness, from_y + thickness)},
       {"colour", colour}});
}

void draw(const Layout& layout, Drawing& drawing, const std::vector<Node>& column) {
  for (const Node& node : column) {
    drawing.nodes.push_back({{"name", node.name},
                             {"value", rounded(node.value)},
                             {"x", node.x},
                             {"y", node.y},
                             {"width", Layout::node_width},
                             {"height", node.height},
                             {"colour", node.colour}});
    const double line = layout.size * 1.3;
    double y = node.y +
               (node.is_thin(layout) ? node.height + 12 : std::max(0.0, (node.height - node.of_words(layout)) / 2)) +
               line / 2;
    for (std::size_t l = 0; l < node.words.size(); ++l, y += line)
      drawing.labels.push_back(
          {{"x", node.x + Layout::node_width + 6}, {"y", y}, {"text", node.words[l]}, {"bold", l >= node.name_lines}});
    drawing.bottom = std::max(drawing.bottom, node.y + node.tall(layout));
  }
}

// Splits a node into those of the next column, from its top.
void split(Drawing& drawing, const Node& from, const std::vector<Node>& to, std::size_t count) {
  double y = from.y;
  for (std::size_t i = 0; i < count; ++i) {
    link(drawing, from, y, to[i], to[i].y, to[i].height, to[i].colour);
    y += to[i].height;
  }
}

void join(Drawing& drawing, const std::vector<Node>& from, const Node& to) {
  double y = to.y;
  for (const Node& node : from) {
    link(drawing, node, node.y, to, y, node.height, node.colour);
    y += node.height;
  }
}

// Whether a figure over the whole is withheld at any date: the total would give it away.
bool is_withheld(const Results& results, std::size_t series) {
  const ResultsShape& shape = results.shape();
  for (std::size_t date = 0; date < shape.dates.size(); ++date)
    if (results.withheld(shape.cell(date, shape.areas.whole(), series))) return true;
  return false;
}

// Of all that happened up to the horizon, over the whole. @param known_before  with what the first report says of before the start
double total_of(const Results& results, std::size_t series, bool known_before) {
  const ResultsShape& shape = results.shape();
  double sum = 0;
  for (std::size_t date = known_before ? 0 : 1; date < shape.dates.size(); ++date) {
    const Moments& moments = results.moments(shape.cell(date, shape.areas.whole(), series));
    if (moments.count() > 0) sum += moments.mean();
  }
  return sum;
}

}  // namespace

Json pipeline_chart(const Results& results, const ChartContext& context, const Canvas& canvas) {
  const ResultsShape& shape = results.shape();
  const ChartRoles& roles = context.roles;
  const auto registered = shape.find(roles.registered), sat = shape.find(roles.sat), passed = shape.find(roles.passed);
  if (!registered || !sat || !passed) return nullptr;
  for (const std::size_t series : {*registered, *sat, *passed})
    if (is_withheld(results, series)) return nullptr;
  const double n_registered = total_of(results, *registered, true), n_sat = total_of(results, *sat, true);
  const double n_passed = total_of(results, *passed, true);
  // A pass without its sitting, or a sitting without its registration, is of before the first report; then there is no whole.
  if (!(n_registered > 0) || n_sat > n_registered || n_passed > n_sat) return nullptr;
  // What is drawn besides is a difference of two of them, which may be small where neither is.
  for (const double drawn : {n_registered - n_sat, n_sat - n_passed})
    if (results.withholds(*registered, drawn)) return nullptr;

  Drawing drawing;
  const Layout layout(canvas);
  constexpr double heading = 22;
  const double exam_scale = layout.tallest / n_registered;
  std::vector<Node> first{{text("registered"), n_registered, blue, {}}};
  std::vector<Node> second{
      {text("sat the exam"), n_sat, blue, share_words(n_sat, n_registered)},
      {text("absent or refused"), n_registered - n_sat, pale_grey, share_words(n_registered - n_sat, n_registered)}};
  std::vector<Node> third{
      {text("passed a level"), n_passed, blue, share_words(n_passed, n_sat)},
      {text("did not complete a level"), n_sat - n_passed, pale_grey, share_words(n_sat - n_passed, n_sat)}};
  place(layout, first, 0, heading, exam_scale);
  place(layout, second, 1, heading, exam_scale);
  place(layout, third, 2, heading, exam_scale);
  split(drawing, first[0], second, 2);
  split(drawing, second[0], third, 2);
  for (const auto* column : {&first, &second, &third}) draw(layout, drawing, *column);

  Json headings = Json::array({{{"x", 0}, {"y", 6}, {"text", text("the exam: people, once for each sitting")}}});
  std::string message = text("of 100 registrations {} end in a pass", of_hundred(n_passed / n_registered));
  std::vector<std::string> said{
      text("from registration to pass, and from hire to separation"), message,
      text("registered {}, sat {}, passed {}", people(n_registered), people(n_sat), people(n_passed))};
  const auto filled = shape.find(roles.filled), hired = shape.find(roles.hired), left = shape.find(roles.left);
  if (filled && hired && left && !is_withheld(results, *filled) && !is_withheld(results, *hired) &&
      !is_withheld(results, *left)) {
    const auto in_post = [&](std::size_t date) {
      const Moments& moments = results.moments(shape.cell(date, shape.areas.whole(), *filled));
      return moments.count() > 0 ? moments.mean() : 0.0;
    };
    const double n_hired = total_of(results, *hired, false), n_left = total_of(results, *left, false);
    const double at_start = in_post(0), at_end = in_post(shape.dates.size() - 1), all = at_start + n_hired;
    if (all > 0) {
      const double top = drawing.bottom + 62, scale = layout.tallest / all;
      headings.push_back(
          {{"x", 0}, {"y", top - heading + 6}, {"text", text("posts: people, on a scale of their own")}});
      std::vector<Node> came{{text("in post on {}", iso(shape.dates.front())), at_start, brown, {}},
                             {text("hired"), n_hired, blue, {}}};
      std::vector<Node> everybody{{text("held a post"), all, blue, {}}};
      std::vector<Node> went{{text("in post on {}", iso(shape.dates.back())), at_end, blue, share_words(at_end, all)},
                             {text("left"), n_left, pale_grey, share_words(n_left, all)}};
      place(layout, came, 0, top, scale);
      place(layout, everybody, 1, top, scale);
      place(layout, went, 2, top, scale);
      join(drawing, came, everybody[0]);
      split(drawing, everybody[0], went, 2);
      for (const auto* column : {&came, &everybody, &went}) draw(layout, drawing, *column);
      message = text("{}; {} people are hired and {} leave", message, people(n_hired), people(n_left));
      said[1] = message;
      said.push_back(text("posts: {} in post at the start, {} hired, {} left, {} in post at the end", people(at_start),
                          people(n_hired), people(n_left), people(at_end)));
    }
  }
  const std::string gap = text(
      "who of those who pass is hired is not counted, so nothing is drawn between the two: people without a "
      "certificate are hired too, and most who pass work elsewhere");
  said.push_back(gap);

  Json chart =
      base(canvas, {context.title.shown(),
                    message,
                    {text("totals from {} to {}, with what is known of the last sitting before the start; means of {}",
                          iso(shape.dates.front()), iso(shape.dates.back()), words_of_futures(results.replications())),
                     gap},
                    said});
  chart["$schema"] = "https://vega.github.io/schema/vega/v5.json";
  const Json font = chart["config"]["font"];
  chart["config"] = {{"title", chart["config"]["title"]}, {"text", {{"font", font}}}};
  chart["config"]["title"].update({{"font", font}, {"subtitleFont", font}});
  std::vector<std::vector<std::string>> table;
  for (const Json& node : drawing.nodes) table.push_back({node["name"], people(node["value"].get<double>())});
  add_table(chart, {text("group"), text("people")}, table);
  chart["width"] = canvas.inner();
  chart["height"] = drawing.bottom;
  chart["data"] = {{{"name", "links"}, {"values", drawing.links}},
                   {{"name", "nodes"}, {"values", drawing.nodes}},
                   {{"name", "labels"}, {"values", drawing.labels}},
                   {{"name", "headings"}, {"values", headings}}};
  const auto field = [](const char* name) { return Json{{"field", name}}; };
  const auto value = [](const Json& constant) { return Json{{"value", constant}}; };
  Json links = {{"type", "path"}, {"from", {{"data", "links"}}}};
  links["encode"]["enter"] = {{"path", field("path")}, {"fill", field("colour")}, {"fillOpacity", value(0.38)}};
  Json nodes = {{"type", "rect"}, {"from", {{"data", "nodes"}}}};
  nodes["encode"]["enter"] = {{"x", field("x")},
                              {"y", field("y")},
                              {"width", field("width")},
                              {"height", field("height")},
                              {"fill", field("colour")}};
  const auto words = [&](const char* from, double size, const Json& weight, bool halo) {
    Json mark = {{"type", "text"}, {"from", {{"data", from}}}};
    mark["encode"]["enter"] = {{"x", field("x")},
                               {"y", field("y")},
                               {"text", field("text")},
                               {"fontSize", value(size)},
                               {"fontWeight", weight},
                               {"baseline", value("middle")},
                               {"fill", value(halo ? "white" : ink)}};
    if (halo)
      mark["encode"]["enter"].update({{"stroke", value("white")},
                                      {"strokeWidth", value(3.5)},
                                      {"strokeJoin", value("round")},
                                      {"opacity", value(0.7)}});
    return mark;
  };
  const Json by_kind = {{"signal", "datum.bold ? 'bold' : 'normal'"}};
  chart["marks"] = {links, nodes, words("labels", layout.size, by_kind, true),
                    words("labels", layout.size, by_kind, false),
                    words("headings", canvas.text_size(), value("bold"), false)};
  return chart;
}

}  // namespace muster::output
