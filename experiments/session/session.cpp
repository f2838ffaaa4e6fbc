#include "experiments/session/session.hpp"

#include "engine/clock/calendar.hpp"
#include "engine/text/dates.hpp"
#include "engine/text/text.hpp"
#include "experiments/session/installation.hpp"
#include "output/words.hpp"
#include "scenarios/loader/format.hpp"
#include "scenarios/loader/inputs.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <new>
#include <unordered_set>

namespace muster::experiments {

namespace {

const SeriesInfo* find_series(const SeriesBook& book, const std::string& name) {
  const auto& all = book.series();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const SeriesInfo& info) { return info.name.name == name; });
  return found == all.end() ? nullptr : &*found;
}

// Whether a unit as written is that of a series: the unit itself, or another word for it.
bool is_unit_of(const std::string& written, const std::string& unit) {
  return written == unit || std::holds_alternative<double>(read_quantity("1 " + written, Dimension::number, unit));
}

// How to write money or a time, if that is the unit of a series: a bare number would be ambiguous there.
std::optional<std::string> how_to_measure(const std::string& unit) {
  for (const Dimension dimension : {Dimension::yuan, Dimension::days, Dimension::per_year})
    if (std::holds_alternative<double>(read_quantity("1 " + unit, dimension))) return how_to_write(dimension);
  return std::nullopt;
}

std::string without_unit(const std::string& path, const SeriesName& series) {
  const auto how = how_to_measure(series.unit);
  return how ? tr("{} is written without a unit; {} is in {}: write {}", path, series.name, translated(series.unit),
                  *how)
             : tr("{} is written without a unit; {} is in {}", path, series.name, series.unit);
}

// Checks a value that a series is to reach, given in a target or in a condition.
void check_goal(const std::string& path, const SourceLocation& where, double goal, const std::string& unit,
                const SeriesName& series, Diagnostics& diagnostics) {
  if (unit.empty() && how_to_measure(series.unit)) diagnostics.error(where, without_unit(path, series));
  if (!unit.empty() && !is_unit_of(unit, series.unit))
    diagnostics.error(where, tr("{} is written in {}; {} is in {}", path, unit, series.name, series.unit));
  if (series.unit == "share" && goal > 1)
    diagnostics.error(where, tr("{} is {}; {} is a share from 0 % to 100 %", path, goal, series.name));
}

// Checks the values of series that are given in parameters beside the names of the series.
void check_conditions(const GroupSetting& group, const std::vector<scenarios::GoalText>& goals, const SeriesBook& book,
                      Diagnostics& diagnostics) {
  const SeriesInfo* series = nullptr;
  for (const Setting& setting : group.fields)
    if (setting.field->names_series && setting.field->form == Form::text)
      if (const auto* value = std::get_if<ValueSetting>(&setting.content))
        series = find_series(book, std::get<std::string>(*value));
  for (const Setting& setting : group.fields) {
    if (const auto* nested = std::get_if<GroupSetting>(&setting.content))
      check_conditions(*nested, goals, book, diagnostics);
    if (const auto* items = std::get_if<std::vector<GroupSetting>>(&setting.content))
      for (const GroupSetting& item : *items) check_conditions(item, goals, book, diagnostics);
    if (!series) continue;
    for (const scenarios::GoalText& goal : goals)
      if (goal.path == setting.path)
        check_goal(goal.path, goal.where, goal.value, goal.unit, series->name, diagnostics);
  }
}

// What a word that is not the id of a series probably means: the title of a series, in either language, or a
// misspelt id.
std::string series_hint(const std::string& word, const SeriesBook& book, const std::vector<std::string>& known) {
  const auto in_chinese = [](const std::string& meaning) {
    const LanguageScope chinese(Language::chinese);
    return translated(meaning);
  };
  for (const SeriesInfo& info : book.series())
    if (!word.empty() && (word == info.name.meaning || word == in_chinese(info.name.meaning)))
      return tr("; write `{}`, the id of {}", info.name.name, word);
  return nearest_hint(word, known);
}

// Checks everything that names series; this has to wait until the models have declared theirs.
void check_series(const scenarios::Scenario& scenario, const SeriesBook& book, Diagnostics& diagnostics) {
  std::vector<std::string> known;
  for (const SeriesInfo& info : book.series()) known.push_back(info.name.name);
  const std::unordered_set<std::string> all(known.begin(), known.end());
  const auto is_known = [&](const std::string& name) { return all.contains(name); };
  for (const scenarios::SeriesUse& use : scenario.series_uses)
    if (!is_known(use.series))
      diagnostics.error(use.where, tr("{} is {}, which is not a series of this scenario{}", use.path, use.series,
                                      series_hint(use.series, book, known)));
  for (std::size_t t = 0; t < scenario.targets.size(); ++t) {
    const TargetDefinition& target = scenario.targets[t];
    const scenarios::TargetText& words = scenario.target_texts[t];
    if (!is_known(target.series)) continue;
    check_goal("targets." + target.id, words.goal, target.goal, words.unit,
               book.series()[book.find(target.series)].name, diagnostics);
  }
  for (const auto& [section, settings] : scenario.sections)
    check_conditions(settings, scenario.goals, book, diagnostics);
}

// Checks the same for the figures counted before the start; a figure of a flow covers a whole year.
void check_history(const scenarios::Scenario& scenario, const SeriesBook& book, Diagnostics& diagnostics) {
  for (const scenarios::HistoryText& figure : scenario.history) {
    const SeriesInfo* series = find_series(book, figure.series);
    if (!series) continue;  // reported where its name is checked
    if (figure.unit != series->name.unit && (figure.unit.empty() || !is_unit_of(figure.unit, series->name.unit)))
      diagnostics.error(figure.where, figure.unit.empty()
                                          ? without_unit("history." + figure.id, series->name)
                                          : tr("{} is written in {}; {} is in {}", "history." + figure.id, figure.unit,
                                               series->name.name, series->name.unit));
    const std::chrono::year_month_day day{figure.on};
    if (series->kind == SeriesKind::flow &&
        (day.month() != std::chrono::December || day.day() != std::chrono::day{31}))
      diagnostics.error(figure.where,
                        tr("history.{} is on {}; {} adds up over a calendar year: write "
                           "{}-12-31 if it is that year's total",
                           figure.id, date_words(figure.on), series->name.name, static_cast<int>(day.year())));
  }
}

std::filesystem::path find_in(const std::string& written, const char* folder, scenarios::InputFiles& files) {
  namespace fs = std::filesystem;
  const std::string asked = fmt::format("{}: {}", folder, written);
  const auto noted = [&](const fs::path& file) {
    files.note_found(asked, file.generic_string());
    return file;
  };
  if (const std::string* before = files.found_before(asked)) return noted(*before);
  const fs::path shipped = shipped_scenarios();
  for (const fs::path& candidate :
       {fs::path(written), shipped.parent_path() / written, shipped / folder / (written + ".yaml")})
    if (files.has(candidate)) return noted(candidate);
  return written;
}

// Whether the user typed a name rather than a file: `shenyang`.
bool is_bare(const std::string& written) {
  return !written.empty() && written.find('/') == std::string::npos && !std::filesystem::path(written).has_extension();
}

// A file that another one extends is correct by itself: what does not fit has to be corrected in the file that was
// asked for.
void report_misfit(const InconsistentParameter& fault, const Session& session, Diagnostics& diagnostics) {
  const std::string own = session.file.generic_string(), strategy = session.strategy.file.generic_string();
  bool extended = false;
  // the place's own, those it extends, then the strategy's
  for (const scenarios::InputFile& input : session.scenario.inputs) {
    if (!strategy.empty() && input.path == strategy) break;
    extended = extended || (fault.where() && input.path == fault.where()->file && input.path != own);
  }
  if (fault.where() && !extended) {
    diagnostics.error(*fault.where(), fault.message());
  } else {
    diagnostics.error(
        {own, 1, 1, 1}, fault.message(),
        extended ? std::vector<std::string>{tr("the value that does not fit is at {}, in a file that this one extends",
                                               to_string(*fault.where()))}
                 : std::vector<std::string>{});
  }
}

}  // namespace

RunSetup Session::setup(Seed seed) const {
  RunSetup setup;
  setup.seed = seed;
  setup.start = scenario.start;
  setup.horizon = scenario.horizon;
  return setup;
}

std::vector<scenarios::Override> overrides_of(const std::vector<std::string>& written) {
  std::vector<scenarios::Override> overrides;
  for (const std::string& change : written) {
    const std::size_t equals = change.find('=');
    if (equals == std::string::npos || equals == 0)
      throw InputError(tr("--set {}: error: no `=` in it; write --set posts.mandate.registers=90%\n", change));
    overrides.push_back({change.substr(0, equals), change.substr(equals + 1)});
  }
  return overrides;
}

std::optional<std::size_t> replications_of(const std::string& written) {
  constexpr std::size_t most = 1'000'000;
  if (written == "auto") return std::nullopt;
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), number);
  if (error != std::errc{} || end != written.data() + written.size() || number < 1 || number > most)
    throw InputError(tr("--replications {}: error: write a number from 1 to {} or `auto`\n", written, most));
  return number;
}

std::vector<std::string> shipped_names(const char* folder) {
  std::vector<std::string> names;
  std::error_code none_there;
  for (const auto& entry : std::filesystem::directory_iterator(shipped_scenarios() / folder, none_there))
    if (entry.path().extension() == ".yaml") names.push_back(entry.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

std::filesystem::path find_scenario(const std::string& written, scenarios::InputFiles& files) {
  const std::filesystem::path file = find_in(written, "places", files);
  if (is_bare(written) && !files.has(file)) {
    const std::vector<std::string> known = shipped_names("places");
    throw InputError(tr("{}: error: there is no such place, neither a file nor one that came with Muster ({}){}\n",
                        written, output::listed(known), nearest_hint(written, known)));
  }
  return file;
}

std::filesystem::path find_scenario(const std::string& written) {
  scenarios::InputFiles files;
  return find_scenario(written, files);
}

std::filesystem::path find_strategy(const std::string& written, scenarios::InputFiles& files) {
  return find_in(written, "strategies", files);
}

scenarios::StrategyUse open_strategy(const std::string& strategy) {
  scenarios::InputFiles files;
  return open_strategy(strategy, files);
}

scenarios::StrategyUse open_strategy(const std::string& strategy, scenarios::InputFiles& files) {
  if (strategy.empty() || strategy == "as_planned") return {};
  const std::filesystem::path file = find_strategy(strategy, files);
  if (is_bare(strategy) && !files.has(file)) {
    const std::vector<std::string> known = shipped_names("strategies");
    throw InputError(tr("{}: error: there is no such strategy, neither a file nor one that came with Muster ({}){}\n",
                        strategy, output::listed(known), nearest_hint(strategy, known)));
  }
  return {file, {}};
}

Session open_session(const std::filesystem::path& file, const std::vector<scenarios::Override>& overrides,
                     const scenarios::StrategyUse& strategy, std::shared_ptr<scenarios::InputFiles> files) {
  Diagnostics diagnostics;
  Session session{scenarios::load(file, model_sections(), overrides, diagnostics, strategy, *files),
                  {},
                  {},
                  0,
                  file,
                  overrides,
                  strategy,
                  {file.generic_string(), strategy.file.generic_string(), overrides, std::move(files)}};
  if (!diagnostics.empty()) throw InputError(diagnostics);
  const scenarios::Scenario& scenario = session.scenario;

  // A copy of the settings, so that the session can be moved.
  session.build = [settings = std::make_shared<const SectionSettings>(scenario.sections)](
                      Simulation& sim, SeriesBook& book) { return assemble(settings, sim, book); };

  // Models of one replication, without any people, show which series there are and what does not fit.
  Simulation sim(Seed{}, Replication{}, start_of(scenario.start + std::chrono::days{1}));
  SeriesBook book(scenario.areas);
  std::unique_ptr<Models> models;
  try {
    models = session.build(sim, book);
    models->check_start();
  } catch (const std::bad_alloc&) {  // not an error in the file: this machine lacks memory now
    throw;
  } catch (const InconsistentParameter& fault) {
    report_misfit(fault, session, diagnostics);
    throw InputError(diagnostics);
  } catch (const std::exception& fault) {
    diagnostics.error({file.generic_string(), 1, 1, 1}, fault.what());
    throw InputError(diagnostics);
  }
  check_series(scenario, book, diagnostics);
  check_history(scenario, book, diagnostics);
  if (!diagnostics.empty()) throw InputError(diagnostics);

  session.shape.dates = month_ends(scenario.start, scenario.horizon);
  session.shape.areas = scenario.areas;
  session.shape.series = book.series();
  session.identities = book.identity_count();
  session.shape.targets = scenario.targets;
  for (const std::string& series : scenario.headline) session.shape.headline.push_back(book.find(series));
  return session;
}

Session open_session(const ScenarioChoice& choice) {
  Session session = open_session(find_scenario(choice.place, *choice.files), choice.overrides,
                                 open_strategy(choice.strategy, *choice.files), choice.files);
  session.choice = choice;
  return session;
}

Divergence divergence(const Session& a, const Session& b) {
  const auto same_area = [](const AreaDefinition& one, const AreaDefinition& other) {
    return one.id == other.id && one.within == other.within;
  };
  const auto same_series = [](const SeriesInfo& one, const SeriesInfo& other) {
    return one.name.name == other.name.name && one.kind == other.kind;
  };
  const auto same_target = [](const TargetDefinition& one, const TargetDefinition& other) {
    return one.id == other.id && one.series == other.series && one.area == other.area && one.bound == other.bound &&
           one.goal == other.goal && one.by == other.by;
  };
  const auto alike = [](const auto& one, const auto& other, const auto& same) {
    return std::equal(one.begin(), one.end(), other.begin(), other.end(), same);
  };
  std::vector<AreaDefinition> areas_of_a, areas_of_b;
  for (AreaNode node = 0; node < a.shape.areas.node_count(); ++node) areas_of_a.push_back(a.shape.areas[node]);
  for (AreaNode node = 0; node < b.shape.areas.node_count(); ++node) areas_of_b.push_back(b.shape.areas[node]);
  if (a.scenario.start != b.scenario.start) return {std::nullopt, "start"};
  if (a.scenario.horizon != b.scenario.horizon || a.shape.dates != b.shape.dates) return {std::nullopt, "horizon"};
  if (!alike(areas_of_a, areas_of_b, same_area)) return {std::nullopt, "areas"};
  if (!alike(a.shape.targets, b.shape.targets, same_target)) return {std::nullopt, "targets"};
  Divergence found = divergence(a.scenario.sections, b.scenario.sections);
  if (found.shared_until && !alike(a.shape.series, b.shape.series, same_series)) return {std::nullopt, "series"};
  return found;
}

}  // namespace muster::experiments
