#include "engine/clock/calendar.hpp"
#include "output/charts/run_parts.hpp"

#include <algorithm>
#include <array>

namespace muster::output {

namespace {

// The surface of a share: nothing, quarters, and all, which rounding must not reach.
std::size_t step_of(double share) {
  constexpr double rounding = 1e-6;
  if (share <= rounding) return 0;
  if (share >= 1 - rounding) return 5;
  return 1 + std::min<std::size_t>(3, static_cast<std::size_t>(share * 4));
}

// Start, the first and the last date that targets about it name (else the middle), horizon.
std::vector<std::size_t> dates_to_show(const ResultsShape& shape, const std::string& series) {
  const std::size_t last = shape.dates.size() - 1;
  std::vector<std::size_t> named;
  for (const TargetDefinition& target : shape.targets)
    if (target.series == series && target.by > shape.dates.front() && target.by < shape.dates.back())
      named.push_back(static_cast<std::size_t>(std::upper_bound(shape.dates.begin(), shape.dates.end(), target.by) -
                                               shape.dates.begin() - 1));
  if (named.empty()) named.push_back(last / 2);
  const auto [first_named, last_named] = std::minmax_element(named.begin(), named.end());
  std::vector<std::size_t> shown{0};
  for (const std::size_t date : {*first_named, *last_named, last})
    if (date > shown.back()) shown.push_back(date);
  return shown;
}

}  // namespace

Json tiles_chart(const Results& results, const ChartContext& context) {
  constexpr std::size_t most = 80, most_columns = 6;
  constexpr std::array median = {0.5};
  const Scale percent{0.01, "%", true};
  const ResultsShape& shape = results.shape();
  const auto series = shape.find(context.roles.coverage);
  if (!series) return nullptr;
  const std::vector<std::size_t> dates = dates_to_show(shape, context.roles.coverage);
  const std::string meaning = translated(shape.series[*series].name.meaning);
  std::vector<bool> has(shape.areas.node_count());
  for (AreaNode area = 0; area < shape.areas.whole(); ++area)
    has[area] = results.moments(shape.cell(dates.back(), area, *series)).count() > 0;
  const ShownAreas shown = areas_to_show(shape, has, most, [&] {
    return text("{} on chosen dates, by area", translated(shape.series[*series].name.meaning));
  });
  if (shown.areas.empty()) return shown.instead();
  const std::vector<AreaNode>& areas = shown.areas;

  constexpr double width = plot_width + 76, between = 4, heading = 26, gap = 20, tile_height = 50;
  const std::size_t rows = (areas.size() + most_columns - 1) / most_columns;
  const std::size_t columns = (areas.size() + rows - 1) / rows;
  const double tile_width = (width + between) / static_cast<double>(columns) - between;
  const double panel = heading + static_cast<double>(rows) * (tile_height + between) - between;

  Json tiles = Json::array(), words = Json::array();
  std::vector<Label> headings;
  std::vector<std::string> said;
  std::vector<std::size_t> covered(dates.size());
  for (std::size_t d = 0; d < dates.size(); ++d) {
    const double top = static_cast<double>(d) * (panel + gap);
    const std::string on = iso(shape.dates[dates[d]]);
    std::string values;
    for (std::size_t i = 0; i < areas.size(); ++i) {
      const Summary summary = results.summarise(shape.cell(dates[d], areas[i], *series), 1, median)[0];
      const double share = summary.replications > 0 ? summary.quantiles[0] : std::numeric_limits<double>::quiet_NaN();
      const double x = static_cast<double>(i % columns) * (tile_width + between);
      const double y = top + heading + static_cast<double>(i / columns) * (tile_height + between);
      const std::size_t step = std::isnan(share) ? 0 : step_of(share);
      if (step == 5) ++covered[d];
      const std::string name = shape.areas.title(areas[i]);
      const std::string value = summary.withheld ? text("withheld") : show_with_unit(share, percent, thin_space);
      const char* fill = summary.withheld ? withheld_colour : coverage_steps[step];
      tiles.push_back({{"area", name},
                       {"date", on},
                       {"coverage", rounded(share)},
                       {"x", x},
                       {"x2", x + tile_width},
                       {"y", y},
                       {"y2", y + tile_height},
                       {"fill", fill}});
      // A long name takes two lines of smaller letters.
      const bool fits = text_width(name, 13) < tile_width - 12;
      const double size = fits ? 13 : 11;
      std::vector<std::string> lines = wrapped(name, static_cast<std::size_t>((tile_width - 10) / (0.54 * size)));
      if (lines.size() > 2) {
        lines.resize(2);
        lines[1] += "…";
      }
      const char* colour = text_colour_on(fill);
      const double first = y + (lines.size() == 1 ? 16 : 11);
      for (std::size_t l = 0; l < lines.size(); ++l)
        words.push_back({{"x", x + tile_width / 2},
                         {"y", first + static_cast<double>(l) * 12},
                         {"text", lines[l]},
                         {"colour", colour},
                         {"size", size},
                         {"weight", "normal"}});
      words.push_back({{"x", x + tile_width / 2},
                       {"y", y + tile_height - (lines.size() == 1 ? 15 : 11)},
                       {"text", value},
                       {"colour", colour},
                       {"size", lines.size() == 1 ? 15 : 13},
                       {"weight", "bold"}});
      values += (values.empty() ? "" : text("; ")) + name + " " + value;
    }
    const std::string which = d == 0                  ? text("start")
                              : d + 1 == dates.size() ? text("end of the horizon")
                                                      : text("in between");
    headings.push_back(
        {text("{} ({}): {} of {} areas fully covered", on, which, covered[d], areas.size()), 0, top + 12, false});
    said.push_back(text("{}: {}", on, values));
  }
  const std::size_t told = dates.size() - (dates.size() > 2 ? 2 : 1);
  const std::string message = text("{} of {} areas fully covered on {} in the median future", covered[told],
                                   areas.size(), iso(shape.dates[dates[told]]));

  const auto pixel = [](const char* field) {
    return Json{{"field", field}, {"type", "quantitative"}, {"scale", nullptr}};
  };
  const auto as_is = [](const char* field) {
    return Json{{"field", field}, {"type", "nominal"}, {"scale", nullptr}, {"legend", nullptr}};
  };
  Json layers = Json::array();
  layers.push_back({{"data", {{"values", tiles}}},
                    {"mark", {{"type", "rect"}, {"stroke", "#7A8A99"}, {"strokeWidth", 0.8}}},
                    {"encoding",
                     {{"x", pixel("x")},
                      {"x2", {{"field", "x2"}}},
                      {"y", pixel("y")},
                      {"y2", {{"field", "y2"}}},
                      {"fill", as_is("fill")}}}});
  for (const double size : {11.0, 13.0, 15.0})
    for (const char* weight : {"normal", "bold"}) {
      Json own = Json::array();
      for (const Json& word : words)
        if (word["size"] == size && word["weight"] == weight) own.push_back(word);
      if (own.empty()) continue;
      layers.push_back(
          {{"data", {{"values", own}}},
           {"mark",
            {{"type", "text"},
             {"align", "center"},
             {"baseline", "middle"},
             {"fontSize", size},
             {"fontWeight", weight}}},
           {"encoding",
            {{"x", pixel("x")}, {"y", pixel("y")}, {"text", {{"field", "text"}}}, {"color", as_is("colour")}}}});
    }
  append(layers, label_layer(headings, ink, text_size));
  std::vector<KeyItem> items;
  const std::array<std::string, 6> classes = {"0 %", "1–24 %", "25–49 %", "50–74 %", "75–99 %", "100 %"};
  for (std::size_t step = 0; step < coverage_steps.size(); ++step)
    items.push_back(
        {.kind = KeyItem::Kind::bar, .words = classes[step], .colour = "#7A8A99", .fill = coverage_steps[step]});
  const Key key = key_of(items, width);
  append(layers, key.layers);

  said.insert(said.begin(), {text("{}, by area", meaning), message, shown.words.shown()});
  Json chart = base(sentences(said));
  chart["title"] = title_of(context.title.shown(), text("{}: {}", meaning, message),
                            {text("a tile for each area, in the order of the scenario (not a map); median of {}",
                                  words_of_replications(results.replications())),
                             shown.words.shown()});
  chart["width"] = width;
  chart["height"] = static_cast<double>(dates.size()) * (panel + gap) - gap;
  chart["layer"] = std::move(layers);
  return chart;
}

}  // namespace muster::output
