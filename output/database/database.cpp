#include "output/database/database.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/statistics/moments.hpp"
#include "output/database/sqlite.hpp"
#include "output/manifest.hpp"
#include "output/tables/comparison.hpp"
#include "output/tables/run.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>
#include <tuple>

namespace muster::output {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

namespace {

constexpr std::size_t bytes_at_once = std::size_t{64} << 20;  // of kept replications, read back at a time

// The data for one row of `runs` and the rows of other tables that refer to it.
struct Run {
  int number = 1;
  const Results* results = nullptr;
  const RunRecord* record = nullptr;
  std::string strategy;
  LocalizedText title;
  const SectionSettings* parameters = nullptr;
  std::vector<SeriesInfo> series;  // all series that the tables refer to, including those of the results
  std::string results_digest;
  std::optional<int> compared_with;

  [[nodiscard]] std::size_t number_of(std::string_view wanted) const {
    const auto found =
        std::find_if(series.begin(), series.end(), [&](const SeriesInfo& info) { return info.name.name == wanted; });
    return static_cast<std::size_t>(found - series.begin());
  }
};

std::string joined(const std::vector<std::string>& words) { return fmt::format("{}", fmt::join(words, ",")); }

// JSON as text; invalid UTF-8 is replaced, because texts from files may hold any byte.
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

// The id of a run: a digest of everything that decides its results, and of nothing that depends on machine or time.
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

void add_run(Database& database, const Run& run, const std::string& id) {
  const RunRecord& record = *run.record;
  const Results& results = *run.results;
  const ResultsShape& shape = results.shape();
  database.fill("runs", [&](RowInserter& rows) {
    rows.add(run.number, id, program_name, record.version, record.place,
             run.title.written.empty() ? record.place : run.title.written, or_null(run.title.english), record.scenario,
             run.strategy, record.command, record.seed, results.replications(), record.replications_requested,
             record.only, shape.dates.front(), shape.dates.back(),
             record.finish != Finish::interrupted && results.stopped().empty(), to_string(record.finish),
             results.exact(), results.events(), run.results_digest, run.compared_with);
  });
  database.fill("inputs", [&](RowInserter& rows) {
    int position = 0;
    for (const RunRecord::Input& input : record.inputs)
      rows.add(run.number, ++position, input.path, input.bytes.size(), sha256(input.bytes));
  });
  database.fill("sources", [&](RowInserter& rows) {
    for (const auto& [name, words] : record.sources) rows.add(run.number, name, words);
  });
  database.fill("stopped", [&](RowInserter& rows) {
    for (const ReplicationFailure& stop : results.stopped()) {
      const auto command = record.reproduce.find(stop.replication);
      rows.add(run.number, stop.replication, stop.why,
               or_null(command == record.reproduce.end() ? std::string_view{} : command->second));
    }
  });
}

void add_axes(Database& database, const Run& run) {
  const ResultsShape& shape = run.results->shape();
  database.fill("dates", [&](RowInserter& rows) {
    for (std::size_t d = 0; d < shape.dates.size(); ++d)
      rows.add(run.number, d, shape.dates[d], year_of(shape.dates[d]));
  });
  database.fill("areas", [&](RowInserter& rows) {
    for (AreaNode node = 0; node < shape.areas.node_count(); ++node) {
      const AreaDefinition& area = shape.areas[node];
      const bool whole = node == shape.areas.whole();
      const std::string& around = area.within.empty() ? shape.areas[shape.areas.whole()].id : area.within;
      rows.add(run.number, node, area.id, or_null(area.name.written), or_null(area.name.english),
               or_null(whole ? std::string_view{} : around),
               whole                             ? "whole"
               : node < shape.areas.leaf_count() ? "area"
                                                 : "group");
    }
  });
  std::set<std::string> headline;
  for (const std::size_t s : shape.headline) headline.insert(shape.series.at(s).name.name);
  database.fill("series", [&](RowInserter& rows) {
    for (std::size_t s = 0; s < run.series.size(); ++s) {
      const auto& [name, kind] = std::tie(run.series[s].name, run.series[s].kind);
      rows.add(run.number, s, name.name, name.unit, to_string(kind), name.meaning.in(Language::english),
               headline.contains(name.name));
    }
  });
}

void add_parameters(Database& database, const Run& run, const Json& parameters) {
  database.fill("parameters", [&](RowInserter& rows) {
    int position = 0;
    for (const Json& parameter : parameters) {
      const auto word = [&](const char* key) -> const std::string& {
        return parameter.at(key).get_ref<const std::string&>();
      };
      const Json& value = parameter.at("value");
      const bool ranges = value.is_object() && value.contains("likely");
      const auto number = [](const Json& json) { return json.is_number() ? json.get<double>() : nan; };
      const auto bound = [&](const char* key) { return ranges ? number(value.at(key)) : nan; };
      const std::string& path = word("path");
      rows.add(run.number, ++position, path, path.substr(0, path.find('.')), word("written"),
               or_null(value.is_null()     ? ""
                       : value.is_string() ? value.get<std::string>()
                                           : words_of(value)),
               number(value), bound("low"), bound("likely"), bound("high"), or_null(word("unit")), word("kind"),
               parameter.at("kind_stated").get<bool>(),
               or_null(joined(parameter.at("facts").get<std::vector<std::string>>())), or_null(word("source")),
               or_null(word("note")), word("meaning"), word("file"), parameter.at("line").get<int>());
    }
  });
}

void add_cells(Database& database, const Run& run) {
  const ResultsShape& shape = run.results->shape();
  Results::Summaries summaries(*run.results, tabled_quantiles);
  std::vector<Summary> cells(shape.dates.size());  // of one area: they lie far apart in memory and are read together
  const auto give = [&](RowInserter& rows) {
    for (std::size_t s = 0; s < shape.series.size(); ++s)
      for (AreaNode area = 0; area < shape.areas.node_count(); ++area) {
        for (std::size_t date = 0; date < cells.size(); ++date) cells[date] = summaries(shape.cell(date, area, s));
        rows.share(run.number, run.number_of(shape.series[s].name.name), area);
        for (std::size_t date = 0; date < cells.size(); ++date)
          rows.add(date, cells[date].replications, cells[date].mean, cells[date].sd, cells[date].quantiles);
      }
  };
  database.fill("trajectory_cells", give, 3);
}

void add_targets(Database& database, const Run& run) {
  const ResultsShape& shape = run.results->shape();
  database.fill("targets", [&](RowInserter& rows) {
    std::size_t t = 0;
    targets_table(*run.results).each([&](std::span<const Cell> row) {
      const TargetDefinition& target = shape.targets[t++];
      const std::size_t series = run.number_of(target.series);
      rows.add(run.number, t, target.id, or_null(target.title.written), or_null(target.title.english),
               or_null(joined(target.facts)), target.series, target.area, row[3], target.goal,
               series < run.series.size() ? run.series[series].name.unit : "", row.subspan(6));
    });
  });
  database.fill("target_dates", [&](RowInserter& rows) {
    for (std::size_t t = 0; t < shape.targets.size(); ++t)
      for (const auto& [date, share] : run.results->target(t).reached_by)
        rows.add(run.number, shape.targets[t].id, date, share);
  });
}

void add_table(Database& database, const Run& run, const Table& table) {
  database.fill(table.id, [&](RowInserter& rows) {
    int position = 0;
    table.each([&](std::span<const Cell> row) { rows.add(run.number, ++position, row); });
  });
}

void add_kept(Database& database, const Run& run, const KeptReplications& kept) {
  const ResultsShape& shape = run.results->shape();
  const std::size_t replications = kept.numbers().size(), dates = shape.dates.size(), areas = shape.areas.node_count();
  const std::size_t at_once =
      std::max<std::size_t>(1, bytes_at_once / sizeof(double) / std::max<std::size_t>(1, replications));
  database.fill("replication_cells", [&](RowInserter& rows) {
    for (std::size_t first = 0; first < shape.cell_count(); first += at_once) {
      const std::size_t count = std::min(at_once, shape.cell_count() - first);
      const std::vector<double> values = kept.gather(first, count);
      for (std::size_t c = 0; c < count; ++c)
        for (std::size_t r = 0; r < replications; ++r) {
          const std::size_t cell = first + c;
          rows.add(run.number, cell / (areas * dates), cell / dates % areas, cell % dates, kept.numbers()[r],
                   values[r * count + c]);
        }
    }
  });
  database.fill("replication_targets", [&](RowInserter& rows) {
    for (std::size_t t = 0; t < shape.targets.size(); ++t)
      for (std::size_t r = 0; r < replications; ++r) {
        const double value = kept.target_value(r, t);
        rows.add(run.number, shape.targets[t].id, kept.numbers()[r], value, shape.targets[t].met_by(value),
                 kept.reached(r, t));
      }
  });
}

// @param ranking  of all strategies; only the rows of the variant are used
void add_differences(Database& database, const Run& run, const PairedComparison& comparison, std::size_t variant,
                     const Table& ranking) {
  const ResultsShape& shape = comparison.shape();
  database.fill("difference_cells", [&](RowInserter& rows) {
    for (std::size_t s = 0; s < shape.series.size() && variant > 0; ++s)
      for (AreaNode area = 0; area < shape.areas.node_count() && comparison.shares(variant, s); ++area)
        for (std::size_t date = 0; date < shape.dates.size(); ++date) {
          const Difference cell = comparison.difference(variant, date, area, s);
          rows.add(run.number, s, area, date, cell.replications, cell.mean, cell.interval.low, cell.interval.high,
                   cell.variance_ratio);
        }
  });
  database.fill("target_differences", [&](RowInserter& rows) {
    const std::size_t judged_by = ranking.column("judged_by");
    ranking.each([&](std::span<const Cell> row) {
      if (row[0].id == comparison.id(variant)) rows.add(run.number, row[1], row.subspan(judged_by));
    });
  });
}

Database begun_database(const fs::path& file) {
  Database database(file, Database::Use::create);
  // Durability is not needed: if this fails, the folder is deleted; otherwise all its files are synchronised at the
  // end.
  database.run("PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN");
  database.run(whole_database_schema());
  return database;
}

void add(Database& database, const Run& run) {
  const Json parameters = run.parameters ? parameters_json(*run.parameters, run.results->shape().areas) : Json::array();
  add_run(database, run, id_of(run, parameters));
  add_axes(database, run);
  add_parameters(database, run, parameters);
  add_cells(database, run);
  add_targets(database, run);
  for (const Table& table : run_tables(*run.results, run.record->money))
    if (!table.in_schema) add_table(database, run, table);
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
  Database database = begun_database(folder / database_name);
  add(database, run);
  if (kept) add_kept(database, run, *kept);
  database.run("COMMIT");
}

void write_database(const fs::path& folder, const PairedComparison& comparison, const ComparisonRecord& record) {
  const std::string digest = digest_of_results(folder, record.run);
  const Table ranking = ranking_table(comparison, record);
  Database database = begun_database(folder / database_name);
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
      run.title = LocalizedText::joined(record.run.title, " · ",
                                        strategy.title.empty() ? LocalizedText(strategy.id) : strategy.title);
    }
    for (const SeriesInfo& info : comparison.results(v).shape().series)  // series that only this strategy has
      if (!comparison.shape().find(info.name.name)) run.series.push_back(info);
    add(database, run);
    add_differences(database, run, comparison, v, ranking);
  }
  database.run("COMMIT");
}

}  // namespace muster::output
