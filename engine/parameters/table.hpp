// Parameters, declared once: name, title, unit, range, meaning, and the struct member that holds the value.
//
// Contract: a struct S with `static void declare(ParameterTable<S>&)` lists its fields; the type of each member
// determines which forms may be written (a Quantity: a number or a range; DistributionOf: also a distribution;
// ByDate: also a value by date; PerArea: by area; a struct: a group; a vector of structs with an `id`: a list
// merged by id). The parser, the schema, the reference page, `--set`, and policy changes during a replication are
// all derived from that one declaration. Leaves out: files.
#pragma once

#include "engine/parameters/dimension.hpp"
#include "engine/parameters/setting.hpp"
#include "engine/parameters/value.hpp"
#include "engine/series/areas.hpp"

#include <concepts>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace muster {

struct TableSpec;

enum class Form : std::uint8_t { number, distribution, by_date, text, choice, flag, date, words, group, list, change };

/// A declared parameter, in untyped form.
struct FieldSpec {
  std::string name;
  // a few words, such as "time to fill a post"; does not repeat the title of its group or item
  std::string title = {};
  std::string meaning;
  Form form = Form::number;
  Dimension dimension = Dimension::number;
  std::string noun;  // what a plain number counts: "people"
  double lowest = -std::numeric_limits<double>::infinity();
  double highest = std::numeric_limits<double>::infinity();
  bool whole = false;            // whole numbers only
  bool by_area = false;          // may be written by area
  bool optional = false;         // may be left out; the member then keeps its initial value
  bool changeable = false;       // policy may change it during a replication
  bool names_areas = false;      // the words are ids of areas
  bool names_series = false;     // the text is the name of a series
  bool names_parameter = false;  // the text is the path of a parameter
  std::string names_items;       // the words are ids of items of the list at this path, such as "people.education"
  std::vector<std::string> choices;
  std::vector<std::pair<std::string, std::string>>
      word_titles;                          // what fixed words are called, such as those of choices
  std::shared_ptr<const TableSpec> nested;  // of a group or of the items of a list

  std::function<void(void* owner, const Value&)> assign;                      // a single value
  std::function<void(void* owner, const std::vector<Value>&)> assign_leaves;  // values by area, one for each leaf
  std::function<Value(const void* owner)> read;                               // numbers and timelines only
  std::function<std::vector<Value>(const void* owner)> read_leaves;           // the same, by area
  // saves the value; the returned function restores it
  std::function<std::function<void()>(void* owner)> save;
  std::function<void*(void* owner)> group;
  std::function<void(void* owner, std::size_t)> resize;
  std::function<std::size_t(const void* owner)> size;
  std::function<void*(void* owner, std::size_t)> item;
  std::function<void(void* item, const std::string& id)> name_item;
  std::function<std::string(const void* item)> item_id;
};

/// Collects the errors that a struct's own check finds: (field name, message).
class Faults {
 public:
  void add(std::string field, std::string message) { found_.emplace_back(std::move(field), std::move(message)); }
  /// Adds an error that concerns a single area of a field by area.
  void add(std::string field, AreaId area, std::string message) {
    areas_.emplace_back(found_.size(), area);
    add(std::move(field), std::move(message));
  }
  [[nodiscard]] const auto& found() const { return found_; }
  /// The area that an error concerns; nothing if it concerns the whole field.
  [[nodiscard]] std::optional<AreaId> area_of(std::size_t fault) const {
    for (const auto& [index, area] : areas_)
      if (index == fault) return area;
    return std::nullopt;
  }

 private:
  std::vector<std::pair<std::string, std::string>> found_;
  std::vector<std::pair<std::size_t, AreaId>> areas_;
};

/// All parameters of one struct.
struct TableSpec {
  std::vector<FieldSpec> fields;
  // checks the conditions that the fields must satisfy together; may be empty
  std::function<void(const void* owner, Faults&)> check;

  [[nodiscard]] const FieldSpec* find(std::string_view name) const {
    for (const FieldSpec& field : fields)
      if (field.name == name) return &field;
    return nullptr;
  }
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const FieldSpec& field : fields) names.push_back(field.name);
    return names;
  }
};

template <class S>
class ParameterTable;

template <class S>
concept Declared = requires(ParameterTable<S>& table) {
  S::declare(table);
};

template <class S>
concept Checked = requires(const S& values, Faults& faults) {
  values.check(faults);
};

template <Declared S>
[[nodiscard]] std::shared_ptr<const TableSpec> table_of();

namespace detail {

template <class Unit>
inline constexpr Dimension dimension_of = std::is_same_v<Unit, unit::day>        ? Dimension::days
                                          : std::is_same_v<Unit, unit::per_year> ? Dimension::per_year
                                          : std::is_same_v<Unit, unit::share>    ? Dimension::share
                                          : std::is_same_v<Unit, unit::yuan>     ? Dimension::yuan
                                                                                 : Dimension::number;

// How a member's type is read and written; one specialisation for each form.
template <class M>
struct Member;

template <class Unit>
struct Member<Quantity<Unit>> {
  static void describe(FieldSpec& spec) { spec.dimension = dimension_of<Unit>; }
  static Quantity<Unit> from(const Value& value) { return {std::get<double>(value)}; }
  static Value read(const Quantity<Unit>& member) { return member.value; }
};

template <>
struct Member<int> {
  static void describe(FieldSpec& spec) { spec.whole = true; }
  static int from(const Value& value) { return static_cast<int>(std::get<double>(value)); }
  static Value read(int member) { return static_cast<double>(member); }
};

template <class Unit>
struct Member<DistributionOf<Quantity<Unit>>> {
  static void describe(FieldSpec& spec) {
    spec.form = Form::distribution;
    spec.dimension = dimension_of<Unit>;
  }
  static DistributionOf<Quantity<Unit>> from(const Value& value) {
    if (const double* constant = std::get_if<double>(&value)) return Quantity<Unit>{*constant};
    return DistributionOf<Quantity<Unit>>(std::get<Distribution>(value));
  }
};

template <class Unit>
struct Member<ByDate<Quantity<Unit>>> {
  static void describe(FieldSpec& spec) {
    spec.form = Form::by_date;
    spec.dimension = dimension_of<Unit>;
  }
  static ByDate<Quantity<Unit>> from(const Value& value) {
    if (const double* constant = std::get_if<double>(&value)) return Quantity<Unit>{*constant};
    return ByDate<Quantity<Unit>>(std::get<Timeline>(value));
  }
  static Value read(const ByDate<Quantity<Unit>>& member) { return member.timeline(); }
};

template <Form form, class M>
struct PlainMember {
  static void describe(FieldSpec& spec) { spec.form = form; }
  static M from(const Value& value) { return std::get<M>(value); }
};
template <>
struct Member<std::string> : PlainMember<Form::text, std::string> {};
template <>
struct Member<bool> : PlainMember<Form::flag, bool> {};
template <>
struct Member<Date> : PlainMember<Form::date, Date> {};
template <>
struct Member<std::vector<std::string>> : PlainMember<Form::words, std::vector<std::string>> {};

// The value that a policy change gives to another parameter; the declaration of that parameter determines how it
// is written.
template <>
struct Member<Value> {
  static void describe(FieldSpec& spec) { spec.form = Form::change; }
  static Value from(const Value& value) { return value; }
};

template <class M>
struct Member<std::optional<M>> {
  static void describe(FieldSpec& spec) {
    Member<M>::describe(spec);
    spec.optional = true;
  }
  static std::optional<M> from(const Value& value) { return Member<M>::from(value); }
};

template <class M>
concept Readable = requires(const M& member) {
  Member<M>::read(member);
};

}  // namespace detail

/// Options that a declaration may add to a field; returned by ParameterTable::field.
class FieldBuilder {
 public:
  explicit FieldBuilder(FieldSpec& spec) : spec_(&spec) {}

  /// The range of a number, of every value by date, and of a distribution's mean.
  template <class Unit>
  FieldBuilder& in(Quantity<Unit> lowest, Quantity<Unit> highest) {
    return in(lowest.value, highest.value);
  }
  FieldBuilder& in(double lowest, double highest) {
    spec_->lowest = lowest;
    spec_->highest = highest;
    return *this;
  }
  FieldBuilder& counts(std::string noun) { return spec_->noun = std::move(noun), *this; }
  FieldBuilder& whole() { return spec_->whole = true, *this; }
  FieldBuilder& optional() { return spec_->optional = true, *this; }
  FieldBuilder& changeable() { return spec_->changeable = true, *this; }
  FieldBuilder& names_areas() { return spec_->names_areas = true, *this; }
  /// @param list  path of the list whose items the words name by their ids
  FieldBuilder& names_items(std::string list) { return spec_->names_items = std::move(list), *this; }
  FieldBuilder& names_parameter() { return spec_->names_parameter = true, *this; }
  FieldBuilder& names_series() { return spec_->names_series = true, *this; }
  /// @param titles  each word and what it is called, for words that the program, not the scenario, defines
  FieldBuilder& words_called(std::vector<std::pair<std::string, std::string>> titles) {
    return spec_->word_titles = std::move(titles), *this;
  }
  FieldBuilder& called(std::string title) { return spec_->title = std::move(title), *this; }
  FieldBuilder& means(std::string meaning) { return spec_->meaning = std::move(meaning), *this; }

 private:
  FieldSpec* spec_;
};

/// One of the words of a choice.
template <class E>
struct Word {
  std::string word;  // as it is written
  E meant;
  std::string title;  // as texts call it, in English
};

template <class S>
class ParameterTable {
 public:
  explicit ParameterTable(TableSpec& spec) : spec_(&spec) {}

  template <class M>
  FieldBuilder field(std::string name, M S::*member) {
    FieldSpec& spec = add(std::move(name));
    if constexpr (Declared<M>) {
      spec.form = Form::group;
      spec.nested = table_of<M>();
      spec.group = [member](void* owner) -> void* { return &(static_cast<S*>(owner)->*member); };
    } else {
      detail::Member<M>::describe(spec);
      spec.assign = [member](void* owner, const Value& value) {
        static_cast<S*>(owner)->*member = detail::Member<M>::from(value);
      };
      if constexpr (detail::Readable<M>)
        spec.read = [member](const void* owner) {
          return detail::Member<M>::read(static_cast<const S*>(owner)->*member);
        };
      spec.save = saver(member);
    }
    return FieldBuilder(spec);
  }

  /// A group that may be left out as a whole.
  template <Declared G>
  FieldBuilder field(std::string name, std::optional<G> S::*member) {
    FieldSpec& spec = add(std::move(name));
    spec.form = Form::group;
    spec.optional = true;
    spec.nested = table_of<G>();
    spec.group = [member](void* owner) -> void* {
      std::optional<G>& group = static_cast<S*>(owner)->*member;
      return group ? &*group : &group.emplace();
    };
    return FieldBuilder(spec);
  }

  /// One value for each leaf area; a single value written without areas applies to all.
  template <class M>
  FieldBuilder field(std::string name, PerArea<M> S::*member) {
    FieldSpec& spec = add(std::move(name));
    detail::Member<M>::describe(spec);
    spec.by_area = true;
    spec.assign_leaves = [member](void* owner, const std::vector<Value>& values) {
      PerArea<M> table(values.size(), M{});
      for (std::size_t leaf = 0; leaf < values.size(); ++leaf)
        table[AreaId(leaf)] = detail::Member<M>::from(values[leaf]);
      static_cast<S*>(owner)->*member = std::move(table);
    };
    if constexpr (detail::Readable<M>)
      spec.read_leaves = [member](const void* owner) {
        std::vector<Value> values;
        for (const M& leaf : static_cast<const S*>(owner)->*member) values.push_back(detail::Member<M>::read(leaf));
        return values;
      };
    spec.save = saver(member);
    return FieldBuilder(spec);
  }

  /// A list of items with ids, merged by id between files.
  template <Declared I>
  FieldBuilder field(std::string name, std::vector<I> S::*member) {
    FieldSpec& spec = add(std::move(name));
    spec.form = Form::list;
    spec.nested = table_of<I>();
    spec.resize = [member](void* owner, std::size_t n) { (static_cast<S*>(owner)->*member).resize(n); };
    spec.size = [member](const void* owner) { return (static_cast<const S*>(owner)->*member).size(); };
    spec.item = [member](void* owner, std::size_t i) -> void* { return &(static_cast<S*>(owner)->*member)[i]; };
    spec.name_item = [](void* item, const std::string& id) { static_cast<I*>(item)->id = id; };
    spec.item_id = [](const void* item) { return static_cast<const I*>(item)->id; };
    return FieldBuilder(spec);
  }

  /// One word out of a fixed set.
  /// @param words  each word as it is written, what it means, and what it is called in texts
  template <class E>
  requires std::is_enum_v<E> FieldBuilder choice(std::string name, E S::*member, std::vector<Word<E>> words) {
    FieldSpec& spec = add(std::move(name));
    spec.form = Form::choice;
    for (const Word<E>& one : words) {
      spec.choices.push_back(one.word);
      spec.word_titles.emplace_back(one.word, one.title);
    }
    spec.assign = [member, words](void* owner, const Value& value) {
      for (const Word<E>& one : words)
        if (one.word == std::get<std::string>(value)) static_cast<S*>(owner)->*member = one.meant;
    };
    spec.save = saver(member);
    return FieldBuilder(spec);
  }

 private:
  template <class M>
  static auto saver(M S::*member) {
    return [member](void* owner) -> std::function<void()> {
      return [owner, member, kept = static_cast<S*>(owner)->*member] { static_cast<S*>(owner)->*member = kept; };
    };
  }

  FieldSpec& add(std::string name) {
    spec_->fields.emplace_back().name = std::move(name);
    return spec_->fields.back();
  }

  TableSpec* spec_;
};

/// The table that a struct declares; built once.
template <Declared S>
std::shared_ptr<const TableSpec> table_of() {
  static const std::shared_ptr<const TableSpec> table = [] {
    auto spec = std::make_shared<TableSpec>();
    ParameterTable<S> declared(*spec);
    S::declare(declared);
    if constexpr (Checked<S>)
      spec->check = [](const void* owner, Faults& faults) { static_cast<const S*>(owner)->check(faults); };
    return std::shared_ptr<const TableSpec>(std::move(spec));
  }();
  return table;
}

}  // namespace muster
