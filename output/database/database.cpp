#include "output/database/database.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/statistics/moments.hpp"
#include "output/database/schema.hpp"
#include "output/database/sqlite.hpp"
#include "output/manifest.hpp"
#include "output/tables/run.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <limits>
#include <map>
#include <set>

namespace muster::output {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

namespace {

constexpr std::size_t bytes_at_once = std::size_t{64} << 20;  // of replications read back

// What one row of `runs` and the rows that hang on it are made of.
struct Run {
  int number = 1;
  const Results* results = nullptr;
  const RunRecord* record = nullptr;
  std::string strategy;
  Wording title;
  const SectionSettings* parameters = nullptr;
  std::vector<SeriesInfo> series;  // all that tables speak of, those of the results among them
  std::string results_digest;
  std::optional<int> compared_with;
};

std::string joined(const std::vector<std::string>& words) { return fmt::format("{}", fmt::join(words, ",")); }

// Texts from files may hold any byte.
std::string words_of(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

const char* sql_type(Holds holds) {
  switch (holds) {
    case Holds::words:
    case Holds::named:
    case Holds::date:
      return "TEXT";
    case Holds::count:
    case Holds::year:
      return "INTEGER";
    case Holds::share:
    case Holds::gain:
    case Holds::value:
    case Holds::change:
    case Holds::exact:
    case Holds::number:
      break;
  }
  return "REAL";
}

// Everything that decides what a run is, and nothing of where or how fast it was made.
std::string id_of(const Run& run, const Json& parameters) {
  const RunRecord& record = *run.record;
  std::string facts =
      fmt::format("{} {}\n{} {} {}\n{}\n", program_name, record.version, static_cast<std::uint64_t>(record.seed),
                  run.results->replications(), run.strategy, run.results_digest);
  for (const RunRecord::Input& input : record.inputs) facts += sha256(input.bytes) + "\n";
  for (const Json& parameter : parameters)
    facts += fmt::format("{} {} {}\n", parameter.at("path").get<std::string>(), words_of(parameter.at("value")),
                         parameter.at("kind").get<std::string>());
  return sha256(facts);
}

class Writer {
 public:
  explicit Writer(const fs::path& file) : database_(file, Database::Use::create) {
    // The folder is thrown away if this fails, and stored as a whole when all is in it.
    database_.run("PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN");
    database_.run(whole_database_schema());
  }

  void add(const Run& run);
  void add(const Run& run, const KeptReplications& kept);
  void add(const Run& run, const PairedComparison& comparison, std::size_t variant);
  void finish() { database_.run("COMMIT"); }

 private:
  void add_run(const Run& run, const std::string& id);
  void add_axes(const Run& run);
  void add_parameters(const Run& run, const Json& parameters);
  void add_cells(const Run& run);
  void add_targets(const Run& run);
  void add_rows(const Run& run, const Table& table);

  Database database_;
};

void Writer::add(const Run& run) {
  const Json parameters = run.parameters ? parameters_json(*run.parameters, run.results->shape().areas) : Json::array();
  add_run(run, id_of(run, parameters));
  add_axes(run);
  add_parameters(run, parameters);
  add_cells(run);
  add_targets(run);
  for (const Table& table : run_tables(*run.results, run.record->money))
    if (!table.in_schema) add_rows(run, table);
}

void Writer::add_rows(const Run& run, const Table& table) {
  std::string places;
  for (std::size_t c = 0; c < table.columns.size(); ++c) places += ",?";
  Statement row(database_, fmt::format("INSERT INTO {} VALUES (?,?{})", table.id, places));
  int position = 0;
  table.each([&](std::span<const Cell> cells) {
    row.bind(run.number).bind(++position);
    std::vector<std::string> days;  // which must stay until the row is in
    days.reserve(cells.size());
    for (const Cell& cell : cells) {
      switch (cell.kind) {
        case Cell::Kind::number:
          row.bind(cell.number);
          break;
        case Cell::Kind::date:
          row.bind(days.emplace_back(iso(cell.date)));
          break;
        case Cell::Kind::words:
        case Cell::Kind::named:
          row.bind_or_nothing(cell.id);
          break;
        case Cell::Kind::nothing:
        case Cell::Kind::withheld:
          row.bind_nothing();
          break;
      }
    }
    row.run();
  });
}

void Writer::add_run(const Run& run, const std::string& id) {
  const RunRecord& record = *run.record;
  const ResultsShape& shape = run.results->shape();
  Statement row(database_, "INSERT INTO runs VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  const std::string start = iso(shape.dates.front()), horizon = iso(shape.dates.back());
  row.bind(run.number).bind(id).bind(program_name).bind(record.version).bind(record.place);
  row.bind(run.title.written.empty() ? record.place : run.title.written).bind_or_nothing(run.title.english);
  row.bind(record.scenario).bind(run.strategy).bind(record.command).bind(static_cast<std::uint64_t>(record.seed));
  row.bind(run.results->replications());
  if (record.replications_requested) {
    row.bind(*record.replications_requested);
  } else {
    row.bind_nothing();
  }
  if (record.only) {
    row.bind(static_cast<std::uint64_t>(*record.only));
  } else {
    row.bind_nothing();
  }
  row.bind(start).bind(horizon);
  row.bind(record.finish != Finish::interrupted && run.results->stopped().empty());
  row.bind(to_string(record.finish)).bind(run.results->exact()).bind(run.results->events()).bind(run.results_digest);
  if (run.compared_with) {
    row.bind(*run.compared_with);
  } else {
    row.bind_nothing();
  }
  row.run();

  Statement input(database_, "INSERT INTO inputs VALUES (?,?,?,?,?)");
  int position = 0;
  for (const RunRecord::Input& read : record.inputs)
    input.bind(run.number).bind(++position).bind(read.path).bind(read.bytes.size()).bind(sha256(read.bytes)).run();

  Statement source(database_, "INSERT INTO sources VALUES (?,?,?)");
  for (const auto& [name, words] : record.sources) source.bind(run.number).bind(name).bind(words).run();

  Statement stopped(database_, "INSERT INTO stopped VALUES (?,?,?,?)");
  for (const Stopped& stop : run.results->stopped()) {
    stopped.bind(run.number).bind(static_cast<std::uint64_t>(stop.replication)).bind(stop.why);
    const auto command = record.reproduce.find(stop.replication);
    stopped.bind_or_nothing(command == record.reproduce.end() ? std::string_view{} : command->second).run();
  }
}

void Writer::add_axes(const Run& run) {
  const ResultsShape& shape = run.results->shape();
  Statement date(database_, "INSERT INTO dates VALUES (?,?,?,?)");
  for (std::size_t d = 0; d < shape.dates.size(); ++d)
    date.bind(run.number).bind(d).bind(iso(shape.dates[d])).bind(static_cast<int>(year_of(shape.dates[d]))).run();

  Statement area(database_, "INSERT INTO areas VALUES (?,?,?,?,?,?,?)");
  for (AreaNode node = 0; node < shape.areas.node_count(); ++node) {
    const AreaDefinition& definition = shape.areas[node];
    const bool whole = node == shape.areas.whole();
    const std::string_view kind = whole ? "whole" : node < shape.areas.leaf_count() ? "area" : "group";
    const std::string around = whole                       ? ""
                               : definition.within.empty() ? shape.areas[shape.areas.whole()].id
                                                           : definition.within;
    area.bind(run.number).bind(node).bind(definition.id).bind_or_nothing(definition.name.written);
    area.bind_or_nothing(definition.name.english).bind_or_nothing(around).bind(kind).run();
  }

  std::set<std::string> headline;
  for (const std::size_t s : shape.headline) headline.insert(shape.series.at(s).name.name);
  Statement series(database_, "INSERT INTO series VALUES (?,?,?,?,?,?,?)");
  for (std::size_t s = 0; s < run.series.size(); ++s) {
    const SeriesInfo& info = run.series[s];
    series.bind(run.number).bind(s).bind(info.name.name).bind(info.name.unit).bind(to_string(info.kind));
    series.bind(info.name.meaning.in(Language::english)).bind(headline.contains(info.name.name)).run();
  }
}

void Writer::add_parameters(const Run& run, const Json& parameters) {
  Statement row(database_, "INSERT INTO parameters VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  int position = 0;
  for (const Json& parameter : parameters) {
    const auto word = [&](const char* key) { return parameter.at(key).get<std::string>(); };
    const std::string path = word("path"), written = word("written"), unit = word("unit"), kind = word("kind"),
                      source = word("source"), note = word("note"), meaning = word("meaning"), file = word("file");
    const Json& value = parameter.at("value");
    const std::string text = value.is_null() ? "" : value.is_string() ? value.get<std::string>() : words_of(value);
    const std::string facts = joined(parameter.at("facts").get<std::vector<std::string>>());
    const auto number = [](const Json& json) { return json.is_number() ? json.get<double>() : nan; };
    const bool ranges = value.is_object() && value.contains("likely");
    row.bind(run.number).bind(++position).bind(path).bind(std::string_view(path).substr(0, path.find('.')));
    row.bind(written).bind_or_nothing(text).bind(number(value));
    for (const char* bound : {"low", "likely", "high"}) row.bind(ranges ? number(value.at(bound)) : nan);
    row.bind_or_nothing(unit).bind(kind).bind(parameter.at("kind_stated").get<bool>()).bind_or_nothing(facts);
    row.bind_or_nothing(source).bind_or_nothing(note).bind(meaning).bind(file);
    row.bind(parameter.at("line").get<int>()).run();
  }
}

void Writer::add_cells(const Run& run) {
  const ResultsShape& shape = run.results->shape();
  std::map<std::string, std::size_t> numbers;
  for (std::size_t s = 0; s < run.series.size(); ++s) numbers[run.series[s].name.name] = s;
  Results::Summaries summaries(*run.results, tabled_quantiles);
  RowInserter rows(database_, "trajectory_cells", 14, 3, shape.dates.size());
  for (std::size_t s = 0; s < shape.series.size(); ++s) {
    const std::size_t series = numbers.at(shape.series[s].name.name);
    for (AreaNode area = 0; area < shape.areas.node_count(); ++area)
      rows.insert([&](Statement& row) { row.bind(run.number).bind(series).bind(area); },
                  [&](Statement& row, std::size_t date) {
                    const Summary& cell = summaries(shape.cell(date, area, s));
                    row.bind(date).bind(cell.replications).bind(cell.mean).bind(cell.sd);
                    for (const double value : cell.quantiles) row.bind(value);
                  });
  }
}

void Writer::add_targets(const Run& run) {
  const ResultsShape& shape = run.results->shape();
  Statement row(database_, "INSERT INTO targets VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  Statement reached(database_, "INSERT INTO target_dates VALUES (?,?,?,?)");
  for (std::size_t t = 0; t < shape.targets.size(); ++t) {
    const TargetDefinition& target = shape.targets[t];
    const TargetResult result = run.results->target(t);
    const auto series = std::find_if(run.series.begin(), run.series.end(),
                                     [&](const SeriesInfo& info) { return info.name.name == target.series; });
    const std::string facts = joined(target.facts), due = iso(target.by);
    const std::string half = result.reached_p50 ? iso(*result.reached_p50) : "";
    row.bind(run.number).bind(t + 1).bind(target.id).bind_or_nothing(target.title.written);
    row.bind_or_nothing(target.title.english).bind_or_nothing(facts).bind(target.series).bind(target.area);
    row.bind(target.comparison == Comparison::at_least ? "at_least" : "at_most").bind(target.goal);
    row.bind(series == run.series.end() ? std::string_view{} : std::string_view(series->name.unit)).bind(due);
    for (const double value : {result.probability, result.interval.low, result.interval.high, result.p05, result.p50,
                               result.p95, result.shortfall_mean, result.reached_share})
      row.bind(value);
    row.bind_or_nothing(half).run();
    for (const auto& [date, share] : result.reached_by)
      reached.bind(run.number).bind(target.id).bind(iso(date)).bind(share).run();
  }
}

void Writer::add(const Run& run, const KeptReplications& kept) {
  const ResultsShape& shape = run.results->shape();
  const std::size_t replications = kept.numbers().size(), dates = shape.dates.size(), areas = shape.areas.node_count();
  const std::size_t at_once =
      std::max<std::size_t>(1, bytes_at_once / sizeof(double) / std::max<std::size_t>(1, replications));
  RowInserter rows(database_, "replication_cells", 6, 4, replications);
  for (std::size_t first = 0; first < shape.cell_count(); first += at_once) {
    const std::size_t count = std::min(at_once, shape.cell_count() - first);
    const std::vector<double> values = kept.gather(first, count);
    for (std::size_t c = 0; c < count; ++c) {
      const std::size_t cell = first + c;
      rows.insert(
          [&](Statement& row) {
            row.bind(run.number).bind(cell / (areas * dates)).bind(cell / dates % areas).bind(cell % dates);
          },
          [&](Statement& row, std::size_t r) {
            row.bind(static_cast<std::uint64_t>(kept.numbers()[r])).bind(values[r * count + c]);
          });
    }
  }

  Statement target(database_, "INSERT INTO replication_targets VALUES (?,?,?,?,?,?)");
  for (std::size_t t = 0; t < shape.targets.size(); ++t)
    for (std::size_t r = 0; r < replications; ++r) {
      const double value = kept.target_value(r, t);
      const auto& reached = kept.reached(r, t);
      target.bind(run.number).bind(shape.targets[t].id).bind(static_cast<std::uint64_t>(kept.numbers()[r]));
      target.bind(value).bind(shape.targets[t].met_by(value));
      target.bind_or_nothing(reached ? iso(*reached) : std::string{}).run();
    }
}

void Writer::add(const Run& run, const PairedComparison& comparison, std::size_t variant) {
  const ResultsShape& shape = comparison.shape();
  Statement row(database_, "INSERT INTO difference_cells VALUES (?,?,?,?,?,?,?,?,?)");
  for (std::size_t s = 0; s < shape.series.size() && variant > 0; ++s) {
    if (!comparison.shares(variant, s)) continue;
    for (AreaNode area = 0; area < shape.areas.node_count(); ++area)
      for (std::size_t date = 0; date < shape.dates.size(); ++date) {
        const Difference cell = comparison.difference(variant, date, area, s);
        row.bind(run.number).bind(s).bind(area).bind(date).bind(cell.replications).bind(cell.mean);
        row.bind(cell.interval.low).bind(cell.interval.high).bind(cell.variance_ratio).run();
      }
  }

  Statement target(database_, "INSERT INTO target_differences VALUES (?,?,?,?,?,?,?,?,?,?,?)");
  for (std::size_t t = 0; t < shape.targets.size(); ++t) {
    const Standing standing = comparison.standings(t)[variant];
    const auto extra = comparison.extra_cost(variant, t);
    target.bind(run.number).bind(shape.targets[t].id).bind_or_nothing(yardstick_name(standing.by));
    for (const Yardstick by : {Yardstick::probability, Yardstick::value}) {
      const Gain gain = standing.by == by ? standing.gain : Gain{nan, {nan, nan}};
      target.bind(gain.mean).bind(gain.interval.low).bind(gain.interval.high);
    }
    target.bind(extra ? extra->mean : nan);
    (standing.rank > 0 ? target.bind(standing.rank) : target.bind_nothing()).run();
  }
}

}  // namespace

std::string whole_database_schema() {
  std::string schema(database_schema);
  for (const Table& table : run_tables(Results(ResultsShape{}), {})) {
    if (table.in_schema) continue;
    schema += fmt::format("\n-- {}.\nCREATE TABLE {} (\n  run INTEGER NOT NULL,\n  position INTEGER NOT NULL,\n",
                          table.says.in(Language::english), table.id);
    for (const Column& column : table.columns)
      schema += fmt::format("  \"{}\" {},\n", column.id, sql_type(column.holds));
    schema += "  PRIMARY KEY (run, position),\n  FOREIGN KEY (run) REFERENCES runs (run)\n) STRICT, WITHOUT ROWID;\n";
  }
  return schema;
}

void write_database(const fs::path& folder, const Results& results, const RunRecord& record,
                    const std::string& strategy, const KeptReplications* kept) {
  const Run run{1,
                &results,
                &record,
                strategy,
                record.title,
                record.parameters,
                results.shape().series,
                digest_of_results(folder, record),
                std::nullopt};
  Writer writer(folder / database_name);
  writer.add(run);
  if (kept) writer.add(run, *kept);
  writer.finish();
}

void write_database(const fs::path& folder, const PairedComparison& comparison, const ComparisonRecord& record) {
  const std::string digest = digest_of_results(folder, record.run);
  Writer writer(folder / database_name);
  for (std::size_t v = 0; v < comparison.variants(); ++v) {
    const ComparedStrategy& strategy = record.strategies[v];
    Run run{static_cast<int>(v) + 1,
            &comparison.results(v),
            &record.run,
            strategy.id,
            record.run.title,
            strategy.parameters ? strategy.parameters : record.run.parameters,
            comparison.shape().series,
            digest,
            std::nullopt};
    if (v > 0) {
      run.compared_with = 1;
      run.title =
          Wording::joined(record.run.title, " · ", strategy.title.empty() ? Wording(strategy.id) : strategy.title);
    }
    for (const SeriesInfo& info : comparison.results(v).shape().series)  // of its own, beyond those of the first
      if (!comparison.shape().find(info.name.name)) run.series.push_back(info);
    writer.add(run);
    writer.add(run, comparison, v);
  }
  writer.finish();
}

}  // namespace muster::output
