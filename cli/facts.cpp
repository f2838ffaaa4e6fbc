#include "cli/facts.hpp"

#include "cli/commands.hpp"
#include "cli/session.hpp"
#include "cli/settings.hpp"
#include "engine/clock/calendar.hpp"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <set>
#include <tuple>

namespace muster::cli {

namespace {

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

// S2 before S10: what stands before the number, its digits without leading zeros by their count, then themselves; the whole
// id decides between W7 and W07.
auto rank_of(const std::string& id) {
  const auto number = std::find_if(id.begin(), id.end(), is_digit);
  const auto significant = std::find_if(number, id.end(), [](char c) { return c != '0'; });
  const auto end = std::find_if_not(significant, id.end(), is_digit);
  return std::tuple(std::string(id.begin(), number), end - significant, std::string(significant, end), id);
}

std::string text_of(double number, Dimension dimension, const std::string& noun) {
  return write_quantity(number, dimension, noun);
}

std::string text_of(const Figure& figure, Dimension dimension, const std::string& noun) {
  if (const double* number = std::get_if<double>(&figure)) return text_of(*number, dimension, noun);
  const Uncertain& range = std::get<Uncertain>(figure);
  return fmt::format("{} to {}, most likely {}", text_of(range.low, dimension, noun),
                     text_of(range.high, dimension, noun), text_of(range.likely, dimension, noun));
}

std::string text_of(const DistributionSetting& written, Dimension dimension, const std::string& noun) {
  const auto& kinds = distribution_kinds();
  const auto kind =
      std::find_if(kinds.begin(), kinds.end(), [&](const auto& known) { return known.name == written.kind; });
  const bool named = kind != kinds.end() && kind->arguments.size() == written.arguments.size();
  std::string text = written.kind + ":";
  for (std::size_t i = 0; i < written.arguments.size(); ++i) {
    const bool plain = named && kind->plain[i];
    text += i == 0 ? " " : "; ";
    if (named) text += kind->arguments[i] + " ";
    text += text_of(written.arguments[i], plain ? Dimension::number : dimension, plain ? "" : noun);
    if (i < written.weights.size()) text += " weighs " + text_of(written.weights[i], Dimension::number, "");
  }
  return text;
}

std::string text_of(const TimelineSetting& written, Dimension dimension, const std::string& noun) {
  std::string text;
  for (const auto& [date, figure] : written.points)
    text += fmt::format("{}{} {}: {}", text.empty() ? "" : "; ", written.ramps ? "at" : "from", iso(date),
                        text_of(figure, dimension, noun));
  return text;
}

std::string text_of(const std::string& text, Dimension /*dimension*/, const std::string& /*noun*/) { return text; }
std::string text_of(bool flag, Dimension /*dimension*/, const std::string& /*noun*/) { return flag ? "yes" : "no"; }
std::string text_of(Date date, Dimension /*dimension*/, const std::string& /*noun*/) { return iso(date); }
std::string text_of(const std::vector<std::string>& words, Dimension /*dimension*/, const std::string& /*noun*/) {
  return fmt::format("{}", fmt::join(words, ", "));
}

std::string text_of(const ValueSetting& value, const FieldSpec& field) {
  return std::visit([&](const auto& form) { return text_of(form, field.dimension, field.noun); }, value);
}

// One value for all areas, or each area's; what is counted comes with its total.
std::string text_of(const AreaSetting& by_area, const FieldSpec& field, const Areas& areas) {
  std::vector<std::string> values;
  double total = 0;
  bool is_count = field.whole && field.dimension == Dimension::number;
  for (const ValueSetting& leaf : by_area.leaves) {
    const Figure* figure = std::get_if<Figure>(&leaf);
    const double* number = figure ? std::get_if<double>(figure) : nullptr;
    is_count = is_count && number;
    if (number) total += *number;
    values.push_back(text_of(leaf, field));
  }
  if (values.size() > 1 && std::set<std::string>(values.begin(), values.end()).size() == 1)
    return values.front() + " in every area";
  std::string text = is_count ? text_of(total, field.dimension, field.noun) + " in all" : "";
  for (std::size_t leaf = 0; leaf < values.size(); ++leaf)
    text += fmt::format(
        "{}{} {}",
        text.empty() ? ""
        : leaf == 0  ? ": "
                     : ", ",
        areas[leaf].id,
        is_count ? fmt::format("{}", std::get<double>(std::get<Figure>(by_area.leaves[leaf]))) : values[leaf]);
  return text;
}

std::string text_of(const Setting& setting, const Areas& areas) {
  if (const auto* by_area = std::get_if<AreaSetting>(&setting.content)) return text_of(*by_area, *setting.field, areas);
  if (const auto* value = std::get_if<ValueSetting>(&setting.content)) return text_of(*value, *setting.field);
  return setting.written;
}

std::string text_of(const TargetDefinition& target, const std::string& unit) {
  Dimension dimension = Dimension::number;
  for (const Dimension known : {Dimension::share, Dimension::days, Dimension::per_year, Dimension::yuan})
    if (unit == unit_name(known)) dimension = known;
  return fmt::format("{} in {} {} {} by {}", target.series, target.area,
                     target.comparison == Comparison::at_least ? "≥" : "≤",
                     text_of(target.goal, dimension, dimension == Dimension::number ? unit : ""), iso(target.by));
}

// What may stand between two bars of a table.
std::string cell(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    if (c == '|') safe += '\\';
    safe += c == '\n' ? ' ' : c;
  }
  return safe;
}

}  // namespace

std::vector<CarriedFact> facts_of(const scenarios::Scenario& scenario) {
  std::vector<CarriedFact> facts;
  for_each_setting(scenario, [&](const Setting& setting) {
    for (const std::string& id : setting.provenance.facts)
      facts.push_back(
          {id, setting.path, text_of(setting, scenario.areas), setting.provenance.evidence, &setting, nullptr});
  });
  for (std::size_t t = 0; t < scenario.targets.size(); ++t) {
    const TargetDefinition& target = scenario.targets[t];
    const scenarios::TargetText& text = scenario.target_texts[t];
    for (const std::string& id : target.facts)
      facts.push_back(
          {id, "targets." + target.id, text_of(target, text.unit), text.provenance.evidence, nullptr, &target});
  }
  std::stable_sort(facts.begin(), facts.end(),
                   [](const CarriedFact& a, const CarriedFact& b) { return rank_of(a.id) < rank_of(b.id); });
  return facts;
}

std::string facts_page(const std::vector<std::string>& files) {
  std::string page = fmt::format(
      "# Facts and what carries them\n\n"
      "Made by `muster facts {}` from the scenario files.\n\n"
      "A fact is an id that a file writes beside a value, such as `fact: S3`. Here is every parameter and every target "
      "that carries one,\n"
      "those from files that a place extends included. The kind is that of the value: an amount may be assumed where "
      "the "
      "thing is a fact.\n",
      fmt::join(files, " "));
  for (const std::string& file : files) {
    const Session session = open_session(find_scenario(file), {});
    page += fmt::format("\n## {} ({})\n\n| fact | carried by | value in the model | kind |\n|---|---|---|---|\n",
                        session.scenario.title, session.scenario.place);
    for (const CarriedFact& fact : facts_of(session.scenario))
      page +=
          fmt::format("| {} | `{}` | {} | {} |\n", fact.id, cell(fact.path), cell(fact.value), to_string(fact.kind));
  }
  return page;
}

Command add_facts(CLI::App& program) {
  const auto files = std::make_shared<std::vector<std::string>>();
  CLI::App* command =
      program.add_subcommand("facts", "print which parameter or target carries which fact, in Markdown");
  command->add_option("FILE", *files, "scenario files, or names of places that came with Muster")->required();
  return {command, [files] {
            fmt::print("{}", facts_page(*files));
            return done;
          }};
}

}  // namespace muster::cli
