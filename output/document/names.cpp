#include "output/document/names.hpp"

namespace muster::output {

Text called(const Areas& areas, AreaNode area) {
  const AreaDefinition& definition = areas[area];
  if (!definition.name.empty()) return definition.name;
  return area == areas.whole() ? tr("the whole place") : Text::verbatim(definition.id);
}

Text called(const SeriesName& series) { return series.title.empty() ? Text::verbatim(series.name) : series.title; }

Text called(const TargetDefinition& target) {
  return target.title.empty() ? Text::verbatim(target.id) : Text(target.title);
}

SeriesName series_of(const TargetDefinition& target, const ResultsShape& shape) {
  const auto series = shape.find(target.series);
  return series ? shape.series[*series].name : SeriesName{target.series, "", Text::verbatim(target.series), {}};
}

Text area_of(const TargetDefinition& target, const ResultsShape& shape) {
  const auto area = shape.areas.find(target.area);
  return area ? called(shape.areas, *area) : Text::verbatim(target.area);
}

Names::Names(const ResultsShape& shape) {
  for (AreaNode area = 0; area < shape.areas.node_count(); ++area) areas.push_back(called(shape.areas, area));
  for (const SeriesInfo& info : shape.series) {
    series.push_back(called(info.name));
    units.push_back(Text::of(info.name.unit));
  }
}

}  // namespace muster::output
