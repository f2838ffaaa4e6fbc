#include "engine/parameters/parameter_sets.hpp"

#include "engine/parameters/rounding.hpp"
#include "engine/text/text.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <stdexcept>

namespace muster {

namespace {

double draw(const Uncertain& range, Purpose path, std::uint64_t nth, const std::pair<Seed, Replication>& key) {
  Stream own(key.first, key.second, EntityKey{}, path, nth);
  double uniform = own.uniform();
  if (!range.moves_with.empty()) {
    // A one-factor Gaussian copula: two parameters that move with one factor are correlated by the product of
    // their correlations with it.
    Stream shared(key.first, key.second, EntityKey{}, purpose("moves with " + range.moves_with));
    const double factor = normal_quantile(shared.uniform());
    const double rest = std::sqrt(1 - range.correlation * range.correlation);
    uniform = normal_cdf(range.correlation * factor + rest * normal_quantile(uniform));
  }
  return Distribution::pert(range.low, range.likely, range.high).quantile(uniform);
}

// Variants of a scenario draw nearly all of their parameters identically, one after another, and a quantile takes
// microseconds. So each thread keeps what it last drew under each name.
double draw(const ScalarSetting& figure, std::string_view path, std::uint64_t nth, const DrawKey& key) {
  if (const double* certain = std::get_if<double>(&figure)) return *certain;
  const Uncertain& range = std::get<Uncertain>(figure);
  if (!key) return range.likely;
  struct Drawn {
    std::optional<std::pair<Seed, Replication>> key;
    Uncertain range;
    double value = 0;
  };
  static thread_local std::map<std::pair<Purpose, std::uint64_t>, Drawn> last;
  Drawn& drawn = last[{purpose(path), nth}];
  if (drawn.key != key || !(drawn.range == range)) drawn = {key, range, draw(range, purpose(path), nth, *key)};
  return drawn.value;
}

void round_whole(const FieldSpec& field, Value& value) {
  if (!field.whole) return;
  if (double* number = std::get_if<double>(&value)) *number = to_nearest(*number);
  if (Timeline* timeline = std::get_if<Timeline>(&value); timeline && !timeline->ramps)
    for (auto& [date, number] : timeline->points) number = to_nearest(number);
}

std::pair<std::string_view, std::string_view> split_first(std::string_view path) {
  const std::size_t dot = path.find('.');
  if (dot == std::string_view::npos) return {path, {}};
  return {path.substr(0, dot), path.substr(dot + 1)};
}

}  // namespace

Value draw(const ValueSetting& setting, std::string_view path, const DrawKey& key) {
  struct Drawer {
    std::string_view path;
    const DrawKey& key;

    Value operator()(const ScalarSetting& figure) const { return draw(figure, path, 0, key); }
    Value operator()(const DistributionSetting& written) const {
      std::vector<double> arguments, weights;
      std::uint64_t nth = 0;
      for (const ScalarSetting& figure : written.arguments) arguments.push_back(draw(figure, path, nth++, key));
      for (const ScalarSetting& figure : written.weights) weights.push_back(draw(figure, path, nth++, key));
      return make_distribution(written.kind, arguments, weights);
    }
    Value operator()(const TimelineSetting& written) const {
      Timeline timeline{{}, written.ramps};
      std::uint64_t nth = 0;
      for (const auto& [date, figure] : written.points)
        timeline.points.emplace_back(date, draw(figure, path, nth++, key));
      return timeline;
    }
    Value operator()(const std::string& text) const { return text; }
    Value operator()(bool flag) const { return flag; }
    Value operator()(Date date) const { return date; }
    Value operator()(const std::vector<std::string>& words) const { return words; }
  };
  return std::visit(Drawer{path, key}, setting);
}

void fill(const GroupSetting& settings, void* owner, const DrawKey& key) {
  for (const Setting& setting : settings.fields) {
    const FieldSpec& field = *setting.field;
    if (const auto* value = std::get_if<ValueSetting>(&setting.content)) {
      Value drawn = draw(*value, setting.path, key);
      round_whole(field, drawn);
      field.assign(owner, drawn);
    } else if (const auto* by_area = std::get_if<AreaSetting>(&setting.content)) {
      std::vector<Value> leaves;
      for (const ValueSetting& leaf : by_area->leaves) {
        leaves.push_back(draw(leaf, setting.path, key));
        round_whole(field, leaves.back());
      }
      field.assign_leaves(owner, leaves);
    } else if (const auto* group = std::get_if<GroupSetting>(&setting.content)) {
      fill(*group, field.group(owner), key);
    } else {
      const auto& items = std::get<std::vector<GroupSetting>>(setting.content);
      field.resize(owner, items.size());
      for (std::size_t i = 0; i < items.size(); ++i) {
        field.name_item(field.item(owner, i), items[i].id);
        fill(items[i], field.item(owner, i), key);
      }
    }
  }
}

const SourceLocation& where_in(const GroupSetting& group, std::string_view path, std::optional<AreaId> area) {
  if (path.empty()) return group.where;
  const auto [name, rest] = split_first(path);
  const Setting* setting = group.find(name);
  if (!setting) return group.where;
  if (const auto* inner = std::get_if<GroupSetting>(&setting->content))
    return rest.empty() ? setting->where : where_in(*inner, rest, area);
  if (const auto* items = std::get_if<std::vector<GroupSetting>>(&setting->content)) {
    const auto [id, in_item] = split_first(rest);
    for (const GroupSetting& item : *items)
      if (item.id == id) return where_in(item, in_item, area);
  }
  const auto* by_area = std::get_if<AreaSetting>(&setting->content);
  return area && by_area && !by_area->locations.empty() ? by_area->locations[index_of(*area)] : setting->where;
}

std::optional<SourceLocation> where_in(const SectionSettings& written, std::string_view path,
                                       std::optional<AreaId> area) {
  const auto [name, rest] = split_first(path);
  for (const auto& [section, settings] : written)
    if (section->name == name) return where_in(settings, rest, area);
  return std::nullopt;
}

void InconsistentParameter::locate(const SectionSettings& written) {
  if (where_) return;
  where_ = where_in(written, path_, area_);
  if (where_) located_message_ = fmt::format("{}: {}", to_string(*where_), message_);
}

ParameterSets::ParameterSets(const SectionSettings& written, const DrawKey& key) {
  for (const auto& [section, settings] : written) {
    filled_.push_back({section, section->make()});
    fill(settings, filled_.back().owner.get(), key);
  }
}

const ParameterSets::Filled* ParameterSets::find(std::type_index type) const {
  for (const Filled& filled : filled_)
    if (filled.section->type == type) return &filled;
  return nullptr;
}

const void* ParameterSets::owner_of(std::type_index type) const {
  const Filled* filled = find(type);
  if (!filled) throw std::logic_error(fmt::format("no section with parameters of type {}", type.name()));
  return filled->owner.get();
}

ParameterSets::Located ParameterSets::locate(std::string_view path) const {
  const auto [section, inside] = split_first(path);
  for (const Filled& filled : filled_) {
    if (filled.section->name != section) continue;
    const TableSpec* table = filled.section->table.get();
    void* owner = filled.owner.get();
    for (std::string_view rest = inside; !rest.empty();) {
      const auto [name, after] = split_first(rest);
      const FieldSpec* field = table->find(name);
      if (!field) break;
      if (field->form == Form::group) {
        table = field->nested.get();
        owner = field->group(owner);
        rest = after;
      } else if (field->form == Form::list) {
        const auto [id, in_item] = split_first(after);
        void* found = nullptr;
        for (std::size_t i = 0; i < field->size(owner) && !found; ++i)
          if (field->item_id(field->item(owner, i)) == id) found = field->item(owner, i);
        if (!found) break;
        table = field->nested.get();
        owner = found;
        rest = in_item;
      } else if (after.empty()) {
        return {field, owner};
      } else {
        break;
      }
    }
  }
  throw std::logic_error(fmt::format("no parameter {}", path));
}

void ParameterSets::set(std::string_view path, const Value& value, const std::vector<bool>& leaves) {
  const Located at = locate(path);
  Value given = value;
  round_whole(*at.field, given);
  if (!at.field->by_area) {
    at.field->assign(at.owner, given);
    return;
  }
  std::vector<Value> values = at.field->read_leaves(at.owner);
  for (std::size_t leaf = 0; leaf < values.size(); ++leaf)
    if (leaves.empty() || leaves[leaf]) values[leaf] = given;
  at.field->assign_leaves(at.owner, values);
}

std::optional<std::string> ParameterSets::why_not_scalable(std::string_view path) const {
  const FieldSpec* field = nullptr;
  try {
    field = locate(path).field;
  } catch (const std::logic_error&) {
    return tr("there is no parameter `{}`", path);
  }
  if (!field->changeable) return tr("{} cannot change during the simulation", path);
  if (!field->read && !field->read_leaves) return tr("{} is not a number", path);
  return std::nullopt;
}

void ParameterSets::scale(std::string_view path, double factor, const std::vector<bool>& leaves) {
  const Located at = locate(path);
  const auto scaled = [&](double number) { return std::clamp(number * factor, at.field->lowest, at.field->highest); };
  const auto scale_value = [&](Value& value) {
    if (double* number = std::get_if<double>(&value)) {
      *number = scaled(*number);
    } else {
      for (auto& [date, point] : std::get<Timeline>(value).points) point = scaled(point);
    }
    round_whole(*at.field, value);
  };
  if (at.field->read) {
    Value value = at.field->read(at.owner);
    scale_value(value);
    at.field->assign(at.owner, value);
  } else if (at.field->read_leaves) {
    std::vector<Value> values = at.field->read_leaves(at.owner);
    for (std::size_t leaf = 0; leaf < values.size(); ++leaf)
      if (leaves.empty() || leaves[leaf]) scale_value(values[leaf]);
    at.field->assign_leaves(at.owner, values);
  } else {
    throw std::logic_error(fmt::format("{} is not a number to scale", path));
  }
}

std::vector<double> ParameterSets::numbers(std::string_view path, Instant when) const {
  const Located at = locate(path);
  const auto number = [&](const Value& value) {
    const double* plain = std::get_if<double>(&value);
    return plain ? *plain : std::get<Timeline>(value).at(when);
  };
  std::vector<double> found;
  if (at.field->read) {
    found.push_back(number(at.field->read(at.owner)));
  } else if (at.field->read_leaves) {
    for (const Value& leaf : at.field->read_leaves(at.owner)) found.push_back(number(leaf));
  } else {
    throw std::logic_error(fmt::format("{} is not a number", path));
  }
  return found;
}

std::function<void()> ParameterSets::save(std::string_view path) {
  const Located at = locate(path);
  return at.field->save(at.owner);
}

const FieldSpec* field_at(const std::vector<Section>& sections, std::string_view path) {
  auto [first, rest] = split_first(path);
  const TableSpec* table = nullptr;
  for (const Section& section : sections)
    if (section.name == first) table = section.table.get();
  const FieldSpec* field = nullptr;
  while (table && !rest.empty()) {
    const auto [name, after] = split_first(rest);
    field = table->find(name);
    if (!field) return nullptr;
    rest = field->form == Form::list ? split_first(after).second : after;
    table = field->nested.get();
  }
  return rest.empty() ? field : nullptr;
}

const std::vector<DistributionKind>& distribution_kinds() {
  static const std::vector<DistributionKind> kinds = {
      {"uniform",
       tr_noop("uniform distribution"),
       {"low", "high"},
       {false, false},
       tr_noop("every value between the two is equally likely")},
      {"exponential",
       tr_noop("exponential distribution"),
       {"mean"},
       {false},
       tr_noop("a waiting time for an event that is equally likely at any moment")},
      {"weibull",
       tr_noop("Weibull distribution"),
       {"shape", "scale"},
       {true, false},
       tr_noop("a waiting time whose hazard falls (shape < 1) or rises (shape > 1)")},
      {"lognormal",
       tr_noop("lognormal distribution"),
       {"mean", "sd"},
       {false, false},
       tr_noop("mean and sd of the value itself; skewed, never below 0")},
      {"normal", tr_noop("normal distribution"), {"mean", "sd"}, {false, false}, tr_noop("the bell curve")},
      {"gamma", tr_noop("gamma distribution"), {"shape", "scale"}, {true, false}, tr_noop("mean = shape x scale")},
      {"pert",
       tr_noop("PERT distribution"),
       {"low", "likely", "high"},
       {false, false, false},
       tr_noop("a smooth curve from low to high with its peak at likely")},
      {"triangular",
       tr_noop("triangular distribution"),
       {"low", "likely", "high"},
       {false, false, false},
       tr_noop("straight lines from low up to likely and down to high")},
      {"bernoulli", tr_noop("Bernoulli distribution"), {"chance"}, {true}, tr_noop("1 with this chance, otherwise 0")},
      {"binomial",
       tr_noop("binomial distribution"),
       {"n", "chance"},
       {true, true},
       tr_noop("the number of n independent events that happen")},
      {"poisson", tr_noop("Poisson distribution"), {"mean"}, {false}, tr_noop("a count of independent rare events")},
      {"empirical", tr_noop("empirical distribution"), {}, {}, tr_noop("one of `values`, in proportion to `weights`")},
  };
  return kinds;
}

Distribution make_distribution(std::string_view kind, const std::vector<double>& a,
                               const std::vector<double>& weights) {
  if (kind == "uniform") return Distribution::uniform(a.at(0), a.at(1));
  if (kind == "exponential") return Distribution::exponential(a.at(0));
  if (kind == "weibull") return Distribution::weibull(a.at(0), a.at(1));
  if (kind == "lognormal") return Distribution::lognormal(a.at(0), a.at(1));
  if (kind == "normal") return Distribution::normal(a.at(0), a.at(1));
  if (kind == "gamma") return Distribution::gamma(a.at(0), a.at(1));
  if (kind == "pert") return Distribution::pert(a.at(0), a.at(1), a.at(2));
  if (kind == "triangular") return Distribution::triangular(a.at(0), a.at(1), a.at(2));
  if (kind == "bernoulli") return Distribution::bernoulli(a.at(0));
  if (kind == "binomial") return Distribution::binomial(static_cast<std::int64_t>(std::llround(a.at(0))), a.at(1));
  if (kind == "poisson") return Distribution::poisson(a.at(0));
  if (kind == "empirical") return Distribution::empirical(a, weights);
  throw std::invalid_argument(fmt::format("there is no distribution `{}`", kind));
}

}  // namespace muster
