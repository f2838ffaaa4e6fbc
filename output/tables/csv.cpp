#include "output/tables/csv.hpp"

#include "engine/clock/calendar.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iterator>
#include <limits>
#include <string_view>

namespace muster::output {

namespace {

void append_field(fmt::memory_buffer& to, double value) {
  append(to, ",");
  append_number(to, value);
}

// Fields one after the other of which many are the same: those of a cell in which replications agree.
class Fields {
 public:
  explicit Fields(fmt::memory_buffer& to) : to_(to) {}
  void append(double value) {
    if (value != last_ || text_.size() == 0) {  // a zero with a sign is written as one without
      last_ = value;
      text_.clear();
      append_field(text_, value);
    }
    to_.append(text_.data(), text_.data() + text_.size());
  }

 private:
  fmt::memory_buffer& to_;
  fmt::memory_buffer text_;
  double last_ = 0;
};

// `,area,series,unit` of every cell of a date: the same for all dates.
std::vector<std::string> cell_labels(const ResultsShape& shape) {
  std::vector<std::string> labels;
  for (AreaNode area = 0; area < shape.areas.node_count(); ++area) {
    for (const SeriesInfo& series : shape.series) {
      fmt::memory_buffer label;
      for (const std::string& field : {shape.areas[area].id, series.name.name, series.name.unit}) {
        append(label, ",");
        append_text(label, field);
      }
      labels.push_back(fmt::to_string(label));
    }
  }
  return labels;
}

}  // namespace

void flush_if_full(fmt::memory_buffer& buffer, std::ostream& out, std::size_t bytes) {
  if (buffer.size() < bytes) return;
  out.write(buffer.data(), static_cast<std::streamsize>(buffer.size()));
  buffer.clear();
}

void append_text(fmt::memory_buffer& to, std::string_view text) {
  if (text.find_first_of(",\"\n\r") == std::string_view::npos) return append(to, text);
  to.push_back('"');
  for (const char letter : text) {
    if (letter == '"') to.push_back('"');
    to.push_back(letter);
  }
  to.push_back('"');
}

void append_number(fmt::memory_buffer& to, double value) {
  if (std::isnan(value)) return;
  constexpr double exact = 9007199254740992;  // 2^53: up to here a double holds every whole number
  const auto append_whole = [&](std::int64_t whole) {
    const fmt::format_int digits(whole);
    to.append(digits.data(), digits.data() + digits.size());
  };
  const double size = std::abs(value);
  if (value == std::trunc(value) && size <= exact) {
    append_whole(static_cast<std::int64_t>(value));
  } else if (size >= 1e6 && size <= exact) {
    append_whole(std::llround(value));  // seven digits or more before the point
  } else if (size >= 1e-4 || size < 1e-12 || std::isinf(value)) {
    fmt::format_to(std::back_inserter(to), "{:.7g}", value);
  } else {
    std::string fixed = fmt::format("{:.{}f}", value, 6 - static_cast<int>(std::floor(std::log10(size))));
    fixed.erase(fixed.find_last_not_of('0') + 1);
    append(to, fixed);
  }
}

void write_trajectories(std::ostream& out, const Results& results) {
  const ResultsShape& shape = results.shape();
  const std::vector<std::string> labels = cell_labels(shape);
  fmt::memory_buffer buffer;
  append(buffer, "date,area,series,unit,replications,mean,sd,p05,p10,p25,p50,p75,p90,p95\n");
  Results::Summaries summaries(results, tabled_quantiles);
  std::size_t next = 0;
  for (const Date day : shape.dates) {
    const std::string date = iso(day);
    for (const std::string& label : labels) {
      const Summary& cell = summaries(next++);
      append(buffer, date);
      append(buffer, label);
      Fields fields(buffer);
      fields.append(static_cast<double>(cell.replications));
      fields.append(cell.mean);
      fields.append(cell.sd);
      for (const double value : cell.quantiles) fields.append(value);
      append(buffer, "\n");
      flush_if_full(buffer, out);
    }
  }
  flush_if_full(buffer, out, 1);
}

void write_targets(std::ostream& out, const Results& results) {
  const ResultsShape& shape = results.shape();
  fmt::memory_buffer buffer;
  append(buffer,
         "target,area,series,comparison,goal,unit,by,probability,probability_low,probability_high,p05,p50,p95,"
         "shortfall_mean,reached_share,reached_p50\n");
  for (std::size_t t = 0; t < shape.targets.size(); ++t) {
    const TargetDefinition& target = shape.targets[t];
    const TargetResult result = results.target(t);
    const auto series = std::find_if(shape.series.begin(), shape.series.end(),
                                     [&](const SeriesInfo& info) { return info.name.name == target.series; });
    append_text(buffer, target.id);
    append(buffer, ",");
    append_text(buffer, target.area);
    append(buffer, ",");
    append_text(buffer, target.series);
    append(buffer, target.comparison == Comparison::at_least ? ",at_least" : ",at_most");
    append_field(buffer, target.goal);
    append(buffer, ",");
    if (series != shape.series.end()) append_text(buffer, series->name.unit);
    append(buffer, ",");
    append(buffer, iso(target.by));
    for (const double value : {result.probability, result.interval.low, result.interval.high, result.p05, result.p50,
                               result.p95, result.shortfall_mean, result.reached_share})
      append_field(buffer, value);
    append(buffer, ",");
    if (result.reached_p50) append(buffer, iso(*result.reached_p50));
    append(buffer, "\n");
  }
  flush_if_full(buffer, out, 1);
}

void write_history(std::ostream& out, const ResultsShape& shape, const History& history) {
  const std::vector<std::string> labels = cell_labels(shape);
  fmt::memory_buffer buffer;
  append(buffer, "date,area,series,unit,value\n");
  for (std::size_t d = 0; d < shape.dates.size(); ++d) {
    const std::string date = iso(shape.dates[d]);
    for (std::size_t label = 0; label < labels.size(); ++label) {
      append(buffer, date);
      append(buffer, labels[label]);
      append_field(buffer, history.values.at(d * labels.size() + label));
      append(buffer, "\n");
      flush_if_full(buffer, out);
    }
  }
  flush_if_full(buffer, out, 1);
}

}  // namespace muster::output
