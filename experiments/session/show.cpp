#include "experiments/session/show.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/text/dates.hpp"
#include "engine/text/text.hpp"
#include "experiments/session/installation.hpp"
#include "experiments/session/settings.hpp"
#include "experiments/session/value_text.hpp"
#include "output/charts/parts.hpp"
#include "output/cited_source.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <memory>

namespace muster::experiments {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t widest_value = 44;  // terminal cells; longer values continue on the next line

struct Row {
  std::string path, title, value, kind, layer, where, source;
};

// The layer that a file belongs to: common, place, strategy or command line.
std::string layer_of(const std::string& file, const ShowOptions& options) {
  if (file == "--set") return tr("command line");
  if (!options.before.empty() && !options.before.contains(file)) return tr("strategy");
  return fs::path(file).parent_path().filename() == "common" ? tr("common") : tr("place");
}

// The shortest path that can be opened from here or found in the source tree.
std::string shown(const SourceLocation& where) {
  if (where.file == "--set") return where.file;
  const fs::path file = fs::absolute(where.file).lexically_normal();
  std::string name = where.file;
  for (const fs::path& base : {fs::current_path(), shipped_scenarios().parent_path()}) {
    const fs::path relative = file.lexically_relative(base.lexically_normal());
    if (relative.empty() || relative.begin()->string() == "..") continue;
    name = relative.generic_string();
    break;
  }
  return fmt::format("{}:{}", name, where.line);
}

std::string evidence_of(const Provenance& provenance) {
  const std::string kind = translated(to_string(provenance.evidence));
  return provenance.stated ? kind : tr("{} (not stated)", kind);
}

std::string basis_of(const std::string& source, const std::vector<std::string>& facts) {
  if (facts.empty()) return source;
  return source.empty() ? output::listed(facts) : tr("{}; {}", source, output::listed(facts)).to_string();
}

std::string words_of(const std::string& source, const std::map<std::string, std::string>& sources) {
  const auto [name, address] = output::cited_source(source, sources);
  return address.empty() ? translated(name) : fmt::format("{}  {}", translated(name), address);
}

std::string table(const std::vector<Row>& rows) {
  std::array<std::size_t, 6> widths{};
  std::vector<std::vector<std::string>> values;
  for (const Row& row : rows) {
    values.push_back(output::wrapped(row.value, widest_value));
    std::size_t value = 0;
    for (const std::string& line : values.back()) value = std::max(value, output::display_width(line));
    std::size_t column = 0;
    for (const std::size_t width :
         {output::display_width(row.path), output::display_width(row.title), std::min(value, widest_value),
          output::display_width(row.kind), output::display_width(row.layer), output::display_width(row.where)}) {
      widths[column] = std::max(widths[column], width);
      ++column;
    }
  }
  std::string said;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const Row& row = rows[r];
    std::string line = "  " + output::pad_right(row.path, widths[0]) + "  " + output::pad_right(row.title, widths[1]) +
                       "  " + output::pad_right(values[r].front(), widths[2]) + "  " +
                       output::pad_right(row.kind, widths[3]) + "  " + output::pad_right(row.layer, widths[4]) + "  " +
                       output::pad_right(row.where, widths[5]) + "  " + row.source;
    line.erase(line.find_last_not_of(' ') + 1);
    said += line + "\n";
    for (std::size_t l = 1; l < values[r].size(); ++l)
      said += std::string(widths[0] + widths[1] + 6, ' ') + values[r][l] + "\n";
  }
  return said;
}

bool wanted(const std::string& path, Evidence evidence, const ShowOptions& options) {
  if (options.assumptions && evidence != Evidence::assumption) return false;
  return path.starts_with(options.only);
}

}  // namespace

std::string show_text(const Session& session, const ShowOptions& options) {
  const scenarios::Scenario& scenario = session.scenario;
  std::vector<std::pair<std::string, std::vector<Row>>> sections;
  std::vector<std::string> paths;  // for suggesting the nearest
  std::set<std::string> sources;
  std::array<std::size_t, 3> counts{};
  const auto take = [&](std::vector<Row>& rows, const std::string& path, std::string title, std::string value,
                        const Provenance& provenance, const SourceLocation& where,
                        const std::vector<std::string>& facts, bool counts_as_one = true) {
    paths.push_back(path);
    if (!wanted(path, provenance.evidence, options)) return;
    if (counts_as_one) ++counts.at(static_cast<std::size_t>(provenance.evidence));
    if (scenario.sources.contains(provenance.source)) sources.insert(provenance.source);
    rows.push_back({path.substr(path.find('.') + 1), std::move(title), std::move(value), evidence_of(provenance),
                    layer_of(where.file, options), shown(where), basis_of(provenance.source, facts)});
  };

  std::vector<Row>& targets =
      sections.emplace_back(tr("targets: what is to be reached, and by when"), std::vector<Row>{}).second;
  for (std::size_t t = 0; t < scenario.targets.size(); ++t) {
    const TargetDefinition& target = scenario.targets[t];
    const scenarios::TargetText& words = scenario.target_texts[t];
    take(targets, "targets." + target.id, target.title.to_string(),
         value_text(target, words.unit, scenario, session.shape.series), words.provenance, words.goal, target.facts);
  }
  for (const auto& [section, group] : scenario.sections) {
    paths.push_back(section->name);
    std::vector<Row> rows;
    for_each_setting(group, [&](const Setting& setting) {
      if (std::holds_alternative<GroupSetting>(setting.content) ||
          std::holds_alternative<std::vector<GroupSetting>>(setting.content)) {
        paths.push_back(setting.path);
        return;
      }
      take(rows, setting.path, translated(setting.field->title), value_text(setting, scenario, session.shape.series),
           setting.provenance, setting.where, setting.provenance.facts, !is_name(setting));
    });
    sections.emplace_back(tr("{}: {}", section->name, translated(section->title)), std::move(rows));
  }
  if (!options.only.empty() && std::none_of(paths.begin(), paths.end(),
                                            [&](const std::string& path) { return path.starts_with(options.only); }))
    throw InputError(
        tr("--only {}: error: no parameter begins with that{}\n", options.only, nearest_hint(options.only, paths)));

  std::string said = tr("{} ({}), {} to {}\n", scenario.title.to_string(), scenario.place, date_words(scenario.start),
                        date_words(scenario.horizon));
  if (scenario.strategy) said += tr("strategy {}: {}\n", scenario.strategy->id, scenario.strategy->title.to_string());
  const bool all = options.only.empty() && !options.assumptions;
  said += all ? tr("{} areas; {} facts, {} estimates, {} assumptions\n", scenario.areas.leaf_count(), counts[0],
                   counts[1], counts[2])
              : tr("{} areas; {} facts, {} estimates, {} assumptions shown\n", scenario.areas.leaf_count(), counts[0],
                   counts[1], counts[2]);
  for (const auto& [heading, rows] : sections)
    if (!rows.empty()) said += fmt::format("\n{}\n{}", heading, table(rows));
  if (sources.empty()) return said;
  std::size_t width = 0;
  for (const std::string& source : sources) width = std::max(width, output::display_width(source));
  said += "\n" + tr("sources") + "\n";
  for (const std::string& source : sources)
    said += fmt::format("  {}  {}\n", output::pad_right(source, width), words_of(source, scenario.sources));
  return said;
}

std::string show_text(const ScenarioChoice& choice, ShowOptions options) {
  if (!choice.strategy.empty()) {
    const Session without = open_session(choice.under(""));
    for (const scenarios::InputFile& input : without.scenario.inputs) options.before.insert(input.path);
  }
  return show_text(open_session(choice), options);
}

}  // namespace muster::experiments
