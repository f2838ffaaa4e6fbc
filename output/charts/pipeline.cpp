// The chart of the flow of people from registration for the exam into posts and out of them.
#include "engine/text/dates.hpp"
#include "output/charts/parts.hpp"

#include <array>

namespace muster::output {

namespace {

std::string people(double value) {
  return grouped(static_cast<std::uint64_t>(std::llround(std::max(0.0, value))), thin_space);
}

// A node of the diagram.
struct Node {
  std::string name;
  double value;
  const char* colour = blue;
  double whole = 0;  // the total of which the value is shown as a share; 0: none
  double y = 0, height = 0;

  [[nodiscard]] std::string words() const {
    if (!(whole > 0)) return people(value);
    return with_range(people(value), amount(value / whole, per_cent()));
  }
};

// Flows from left to right through three columns of nodes, one flow below the other. The words of a node are placed
// in the space before the next column.
class Flows {
 public:
  explicit Flows(const Canvas& canvas) : canvas_(canvas), column_(canvas.is_narrow() ? 112 : 258) {}

  void add(const std::string& heading, std::array<std::vector<Node>, 3> columns) {
    const double top = bottom_ == 0 ? 22 : bottom_ + 62, tallest = canvas_.is_narrow() ? 190 : 150;
    shapes_.words(0, top - 16, heading, "left", ink, true);
    double whole = 0;
    for (const Node& node : columns[0]) whole += node.value;
    for (std::size_t c = 0; c < columns.size(); ++c) {
      double y = top;
      for (Node& node : columns[c]) {
        node.y = y;
        node.height = std::max(1.0, node.value * tallest / whole);
        y += place(node, c) + 18;
        table.push_back({node.name, people(node.value)});
      }
      bottom_ = std::max(bottom_, y - 18);
    }
    for (std::size_t c = 0; c + 1 < columns.size(); ++c) {
      // Either one node is split into those of the next column, beginning at its top, or several nodes are joined.
      const std::vector<Node>&from = columns[c], &to = columns[c + 1];
      const bool joined = to.size() == 1;
      double at = joined ? to[0].y : from[0].y;
      for (const Node& part : joined ? from : to) {
        add_ribbon(c, joined ? part.y : at, joined ? at : part.y, part);
        at += part.height;
      }
    }
  }

  [[nodiscard]] Json draw(Json chart) const {
    chart["width"] = canvas_.inner();
    chart["height"] = bottom_;
    chart["layer"] = ribbons_;
    const Json shapes = shapes_.layers(canvas_);
    for (Json halo : shapes) {  // a white outline for words on ribbons
      if (halo["mark"]["type"] != "text") continue;
      halo["mark"].update({{"color", "white"}, {"stroke", "white"}, {"strokeWidth", 3.5}, {"opacity", 0.7}});
      chart["layer"].push_back(std::move(halo));
    }
    append(chart["layer"], shapes);
    return chart;
  }

  std::vector<std::vector<std::string>> table;

 private:
  static constexpr double node_width = 14;

  // Draws a node with its words. @returns the height of both together
  double place(const Node& node, std::size_t at) {
    const double x = column_ * static_cast<double>(at), size = canvas_.text_size();
    const double room = at == 2 ? canvas_.inner() - 2 * column_ - node_width - 10 : column_ - node_width - 12;
    shapes_.bar(x, x + node_width, node.colour, node.height, node.y + node.height / 2);
    const std::vector<std::string> name = wrapped(node.name, room, size), value = wrapped(node.words(), room, size);
    const double line = size * 1.3, of_words = line * static_cast<double>(name.size() + value.size());
    // The ribbon of a thin node would cross the words beside it, so they are placed below the node.
    const bool thin = node.height < of_words && at < 2;
    double y = node.y + line / 2 + (thin ? node.height + 12 : std::max(0.0, (node.height - of_words) / 2));
    for (const auto* words : {&name, &value})
      for (const std::string& part : *words) {
        shapes_.words(x + node_width + 6, y, part, "left", ink, words == &value);
        y += line;
      }
    return thin ? node.height + 12 + of_words : std::max(node.height, of_words);
  }

  // Adds a ribbon of constant thickness from a column to the next.
  void add_ribbon(std::size_t column, double from, double to, const Node& part) {
    constexpr int steps = 24;
    const double x = column_ * static_cast<double>(column) + node_width, width = column_ - node_width;
    Json rows = Json::array();
    for (int i = 0; i <= steps; ++i) {
      const double t = static_cast<double>(i) / steps, eased = t * t * (3 - 2 * t), y = from + (to - from) * eased;
      rows.push_back({{"x", rounded(x + width * t)}, {"y", rounded(y)}, {"y2", rounded(y + part.height)}});
    }
    ribbons_.push_back(layer({{"type", "area"}, {"orient", "vertical"}, {"color", part.colour}, {"opacity", 0.38}},
                             {{"x", in_pixels("x")}, {"y", in_pixels("y")}, {"y2", {{"field", "y2"}}}},
                             std::move(rows)));
  }

  Canvas canvas_;
  double column_, bottom_ = 0;
  Shapes shapes_;
  Json ribbons_ = Json::array();
};

// The mean over the whole place at a date; 0 without values.
double mean_at(const Results& results, std::size_t date, std::size_t series) {
  const Moments& moments = results.moments(results.shape().cell(date, results.shape().areas.whole(), series));
  return moments.count() > 0 ? moments.mean() : 0;
}

// The total of a flow up to the horizon. @param known_before  whether to include the value at the start, which is
// about the time before it
double total_of(const Results& results, std::size_t series, bool known_before) {
  double sum = 0;
  for (std::size_t date = known_before ? 0 : 1; date < results.shape().dates.size(); ++date)
    sum += mean_at(results, date, series);
  return sum;
}

}  // namespace

// The numbers of people from registration to pass, and from hire to separation. Null without the series of the
// exam, or if any of their figures is withheld.
Json pipeline_chart(const Results& results, const ChartContext& context, const Canvas& canvas) {
  const ResultsShape& shape = results.shape();
  const ChartRoles& roles = context.roles;
  const auto is_known = [&](const std::optional<std::size_t>& series) {
    return series && !is_ever_withheld(results, shape.areas.whole(), *series);
  };
  const auto registered = shape.find(roles.registered), sat = shape.find(roles.sat), passed = shape.find(roles.passed);
  if (!is_known(registered) || !is_known(sat) || !is_known(passed)) return nullptr;
  const double n_registered = total_of(results, *registered, true), n_sat = total_of(results, *sat, true);
  const double n_passed = total_of(results, *passed, true);
  // If more people passed than sat, or more sat than registered, some of them sat or registered before the first
  // date; then the larger number is not a total of which the smaller one is a part.
  if (!(n_registered > 0) || n_sat > n_registered || n_passed > n_sat) return nullptr;
  // The other nodes are differences of two of these numbers, which may be small although neither number is.
  for (const double drawn : {n_registered - n_sat, n_sat - n_passed})
    if (results.withholds(*registered, drawn)) return nullptr;

  Flows flows(canvas);
  flows.add(tr("the exam: people, once for each sitting"),
            {{{{tr("registered"), n_registered}},
              {{tr("sat the exam"), n_sat, blue, n_registered},
               {tr("absent or refused"), n_registered - n_sat, pale_grey, n_registered}},
              {{tr("passed a level"), n_passed, blue, n_sat},
               {tr("did not complete a level"), n_sat - n_passed, pale_grey, n_sat}}}});
  ChartTexts said{context.title.to_string(),
                  tr("of 100 registrations {} end in a pass", of_hundred(n_passed / n_registered))};
  said.description = {tr("from registration to pass, and from hire to separation"), said.headline,
                      tr("registered {}, sat {}, passed {}", people(n_registered), people(n_sat), people(n_passed))};
  const auto filled = shape.find(roles.filled), hired = shape.find(roles.hired), left = shape.find(roles.left);
  if (is_known(filled) && is_known(hired) && is_known(left)) {
    const double n_hired = total_of(results, *hired, false), n_left = total_of(results, *left, false);
    const double at_start = mean_at(results, 0, *filled), all = at_start + n_hired;
    const double at_end = mean_at(results, shape.dates.size() - 1, *filled);
    if (all > 0) {
      flows.add(tr("posts: people, on a scale of their own"),
                {{{{tr("in post on {}", date_words(shape.dates.front())), at_start, brown}, {tr("hired"), n_hired}},
                  {{tr("held a post"), all}},
                  {{tr("in post on {}", date_words(shape.dates.back())), at_end, blue, all},
                   {tr("left"), n_left, pale_grey, all}}}});
      said.headline = said.description[1] =
          tr("{}; {} people are hired and {} leave", said.headline, people(n_hired), people(n_left));
      said.description.push_back(tr("posts: {} in post at the start, {} hired, {} left, {} in post at the end",
                                    people(at_start), people(n_hired), people(n_left), people(at_end)));
    }
  }
  said.below = {tr("totals from {} to {}, with what is known of the last sitting before the start; means of {}",
                   date_words(shape.dates.front()), date_words(shape.dates.back()),
                   futures_words(results.replications(), thin_space)),
                tr("how many of those who pass are hired is not counted, so the two parts of the chart are not "
                   "connected: people without a certificate are hired too, and most who pass work elsewhere")};
  said.description.push_back(said.below[1]);
  said.head = {tr("group"), tr("people")};
  said.table = flows.table;
  return flows.draw(base(canvas, said));
}

}  // namespace muster::output
