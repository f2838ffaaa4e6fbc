#include "scenarios/loader/strategy.hpp"

#include "engine/text/text.hpp"
#include "scenarios/loader/files.hpp"
#include "scenarios/loader/format.hpp"
#include "scenarios/loader/merge.hpp"
#include "scenarios/loader/reader.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace muster::scenarios {

namespace {

constexpr std::string_view merge_key = "merge";

struct StrategyHead {
  std::string strategy;
  std::string title;
  std::string english;
  std::string why;
  std::string place;
  std::vector<std::string> places;

  static void declare(ParameterTable<StrategyHead>& table) {
    table.field("strategy", &StrategyHead::strategy)
        .called("id of the strategy")
        .means("the id of the strategy, which names it in tables");
    table.field("title", &StrategyHead::title).called("name").means("what the strategy is called in reports");
    table.field("english", &StrategyHead::english).called("name in English").optional().means(english_meaning);
    table.field("why", &StrategyHead::why).called("what it is for").means("what it is meant to do, in a sentence");
    table.field("place", &StrategyHead::place).called("place it is for").optional().means("the place it is for");
    table.field("places", &StrategyHead::places)
        .called("places it is for")
        .optional()
        .means("or the places it is for");
  }
};

// The declared list policy.changes; a strategy's changes have the same form as its items.
const FieldSpec* policy_changes(const std::vector<Section>& sections) { return field_at(sections, "policy.changes"); }

TableSpec strategy_table(const std::vector<Section>& sections) {
  TableSpec table = *table_of<StrategyHead>();
  FieldSpec changes = *policy_changes(sections);
  changes.optional = false;
  auto item = std::make_shared<TableSpec>(*changes.nested);
  item->fields.emplace_back().name = merge_key;
  changes.nested = std::move(item);
  table.fields.push_back(std::move(changes));
  return table;
}

Node text_node(std::string text, const SourceLocation& where) {
  Node node;
  node.kind = Node::Kind::scalar;
  node.text = std::move(text);
  node.where = where;
  return node;
}

Node map_node(const SourceLocation& where) {
  Node node;
  node.kind = Node::Kind::map;
  node.where = where;
  return node;
}

std::string text_at(const Node& map, std::string_view key) {
  const Node* node = map.find(key);
  return node && node->is_scalar() ? node->text : std::string{};
}

// Adds the evidence that a change states to its value, unless the value states its own.
Node with_evidence(const Node& change, const Node& value) {
  Node map = value;
  if (!value.is_map()) {
    map = map_node(value.where);
    map.entries.push_back({"value", value.where, value});
  }
  bool any = false;
  for (const Entry& entry : change.entries)
    if (is_provenance_key(entry.key) && !map.find(entry.key)) {
      map.entries.push_back(entry);
      any = true;
    }
  return any ? map : value;
}

class Changes {
 public:
  Changes(Node& place, const TableSpec& table, const TableSpec& item, Diagnostics& diagnostics)
      : place_(&place), table_(&table), item_(&item), diagnostics_(&diagnostics) {}

  void make(const Node& change, const std::string& path) {
    if (!has_known_keys(change, path)) return;
    if (const Node* over = change.find(merge_key)) {
      lay(change, *over, path);
      return;
    }
    const Node* parameter = change.find("parameter");
    if (!parameter || !parameter->is_scalar() || parameter->text.empty()) {
      diagnostics_->error(parameter ? parameter->where : change.where,
                          tr("{} does not say what it changes; write `parameter: posts.mandate.registers`, or `merge` "
                             "with part of a scenario",
                             path));
      return;
    }
    const Node* set = change.find("set");
    const bool plain = std::none_of(timed_keys.begin(), timed_keys.end(),
                                    [&](std::string_view key) { return change.find(key) != nullptr; });
    if (set && plain) {
      override_value(*place_, parameter->text, with_evidence(change, *set), parameter->where, *table_, *diagnostics_);
    } else {
      schedule(change);
    }
  }

 private:
  static constexpr std::array<std::string_view, 8> timed_keys = {"on",    "when", "only_while", "until",
                                                                 "areas", "over", "shape",      "scale"};

  bool has_known_keys(const Node& change, const std::string& path) {
    bool known = true;
    for (const Entry& entry : change.entries) {
      if (entry.key == "id" || item_->find(entry.key) || is_provenance_key(entry.key)) continue;
      diagnostics_->error(entry.key_where,
                          tr("{} has no key `{}`{}", path, shown(entry.key), nearest_hint(entry.key, item_->names())));
      known = false;
    }
    return known;
  }

  void lay(const Node& change, const Node& over, const std::string& path) {
    for (const Entry& entry : change.entries)
      if (entry.key != "id" && entry.key != "title" && entry.key != "english" && entry.key != merge_key &&
          !is_provenance_key(entry.key))
        diagnostics_->error(entry.key_where, tr("{} has `merge` and `{}`; a change has one or the other; "
                                                "divide it into two",
                                                path, entry.key));
    if (!over.is_map()) {
      diagnostics_->error(over.where,
                          tr("{}.merge is {}; write part of a scenario, such as `stations: {{waves: [{{id: "
                             "first, start: 2022-03-01}}]}}`",
                             path, shown(to_line(over))));
      return;
    }
    if (over.entries.empty()) {
      diagnostics_->error(
          over.where,
          tr("{}.merge is empty, so nothing changes; write part of a scenario, or leave the change out", path));
      return;
    }
    for (const std::string_view fixed : {"place", "start", "areas", "extends"})
      if (const Node* node = over.find(fixed)) {
        diagnostics_->error(node->where, tr("{}.merge changes `{}`, which must be the same for all strategies of a "
                                            "place; write another place instead",
                                            path, fixed));
        return;
      }
    merge(*place_, over, *table_, *diagnostics_);
  }

  // Adds a change to policy.changes; a change without a date or a condition takes effect at the start.
  void schedule(Node change) {
    if (const Node* policy = place_->find("policy"))
      if (const Node* changes = policy->find("changes"))
        for (const Node& own : changes->items)
          if (text_at(own, "id") == text_at(change, "id")) {
            diagnostics_->error(change.where,
                                tr("policy.changes of the place has a change `{}` already; give it another id",
                                   text_at(change, "id")));
            return;
          }
    const Node* horizon = place_->find("horizon");
    const auto date_of = [](const Node* node) {
      const auto read =
          node && node->is_scalar() ? read_date(node->text) : std::variant<Date, std::string>(std::string());
      const Date* date = std::get_if<Date>(&read);
      return date ? std::optional(*date) : std::nullopt;
    };
    const Node* on = change.find("on");
    if (const auto from = date_of(on), end = date_of(horizon); from && end && *from > *end) {
      diagnostics_->error(on->where, tr("changes.{}.on is {}; the scenario ends on {}", text_at(change, "id"),
                                        shown(on->text), shown(horizon->text)));
      return;
    }
    if (!change.find("on") && !change.find("when")) {
      const Node* start = place_->find("start");
      if (!start || !start->is_scalar()) return;  // reported with the other faults of the place
      change.entries.push_back({"on", change.where, text_node(start->text, change.where)});
    }
    const SourceLocation where = change.where;
    Node list;
    list.kind = Node::Kind::list;
    list.where = where;
    list.items.push_back(std::move(change));
    Node policy = map_node(where);
    policy.entries.push_back({"changes", where, std::move(list)});
    Node file = map_node(where);
    file.entries.push_back({"policy", where, std::move(policy)});
    merge(*place_, std::move(file), *table_, *diagnostics_);
  }

  Node* place_;
  const TableSpec* table_;
  const TableSpec* item_;
  Diagnostics* diagnostics_;
};

// Reports a strategy that is not for this place.
void check_place(const Node& strategy, const Node& place, const std::string& file, Diagnostics& diagnostics) {
  const Node* one = strategy.find("place");
  const Node* several = strategy.find("places");
  if (one && several &&
      one->where.file != several->where.file)  // the one in this file replaces the one of the strategy it extends
    (one->where.file == file ? several : one) = nullptr;
  if ((one == nullptr) == (several == nullptr)) {
    diagnostics.error(one ? one->where : SourceLocation{file, 1, 1, 1},
                      one ? tr("a strategy has both `place` and `places`; write one of them")
                          : tr("a strategy has neither `place` nor `places`; write one of them"));
    return;
  }
  std::vector<std::string> places;
  if (one && one->is_scalar()) places.push_back(one->text);
  if (several)
    for (const Node& name : several->items) places.push_back(name.text);
  const std::string here = text_at(place, "place");
  if (places.empty() || std::find(places.begin(), places.end(), here) != places.end()) return;
  diagnostics.error(
      (one ? one : several)->where, tr("this strategy is for {}; the place is `{}`", list_of(places), shown(here)),
      {tr("to use it there, write a file of two lines, `extends: ` with the path to this file and `place: {}`, and "
          "give that to --strategy; if it names areas or items which that place does not have, copy it and change "
          "them",
          shown(here))});
}

}  // namespace

bool apply_strategy(Node& place, const StrategyUse& use, const TableSpec& table, const std::vector<Section>& sections,
                    Diagnostics& diagnostics, InputFiles& input_files, Scenario& scenario) {
  if (!policy_changes(sections)) throw std::logic_error("a strategy needs a section `policy` with `changes`");
  const TableSpec own = strategy_table(sections);
  Files files(own, tr_noop("a strategy"), "strategy: fees", diagnostics, input_files);
  files.read(use.file);
  for (InputFile& input : files.take_inputs()) scenario.inputs.push_back(std::move(input));
  if (!files.all_readable()) return false;
  Node& strategy = files.merged();
  const std::string file = use.file.generic_string();

  const std::size_t faults = diagnostics.size();
  Reader reader(strategy, files.own(), own, sections, diagnostics);
  reader.check_top();
  for (const FieldSpec& field : table_of<StrategyHead>()->fields) (void)reader.read_top(*own.find(field.name));
  check_place(strategy, place, file, diagnostics);
  const std::string id = text_at(strategy, "strategy");
  if (const Node* written = strategy.find("strategy"); written && !is_id(id))
    diagnostics.error(written->where,
                      tr("strategy is `{}`; an id is made of letters, digits, `_` and `-`", shown(id)));
  if (id == "as_planned")
    diagnostics.error(strategy.find("strategy")->where,
                      tr("strategy is `as_planned`, which means the place without a strategy; choose another"));
  if (diagnostics.size() != faults) return false;

  scenario.strategy =
      Strategy{id, {text_at(strategy, "title"), text_at(strategy, "english")}, text_at(strategy, "why"), {}};
  if (const Node* sources = strategy.find(sources_key)) {
    Node alone = map_node(sources->where);
    alone.entries.push_back({std::string(sources_key), sources->where, *sources});
    merge(place, std::move(alone), table, diagnostics);
  }
  Changes changes(place, table, *own.find("changes")->nested, diagnostics);
  for (const Node& change : strategy.find("changes")->items) {
    const std::string change_id = text_at(change, "id");
    scenario.strategy->changes.push_back(
        {change_id, {text_at(change, "title"), text_at(change, "english")}, to_line(change)});
    if (!use.only || std::find(use.only->begin(), use.only->end(), change_id) != use.only->end())
      changes.make(change, "changes." + change_id);
  }
  return true;
}

}  // namespace muster::scenarios
