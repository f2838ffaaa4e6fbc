// The drawn parameters of one replication: one struct per section, filled from the settings of the scenario.
//
// Contract: a Section names a declared struct; ParameterSets creates and fills one of each. Every uncertain number
// is drawn from the stream named by its path, so that a parameter's draw depends on nothing else. Models hold
// references to their struct; policy changes values in place, addressed by path. Leaves out: files, and which
// model uses which section.
#pragma once

#include "engine/parameters/table.hpp"
#include "engine/random/stream.hpp"

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <typeindex>
#include <vector>

namespace muster {

/// A top-level part of a scenario: its name, its short title, its struct, and whether it may be left out.
struct Section {
  std::string name;
  std::string title;
  std::string meaning;
  bool required = true;
  std::shared_ptr<const TableSpec> table;
  std::function<std::shared_ptr<void>()> make;
  std::type_index type = typeid(void);
};

template <Declared S>
[[nodiscard]] Section section(std::string name, std::string title, std::string meaning, bool required = true) {
  return {std::move(name), std::move(title), std::move(meaning),
          required,        table_of<S>(),    [] { return std::make_shared<S>(); },
          typeid(S)};
}

/// The seed and the replication whose random numbers decide uncertain values; nothing: each takes its most likely
/// value.
using DrawKey = std::optional<std::pair<Seed, Replication>>;

/// Draws the value of a setting.
/// @param path  names the stream: the same path draws the same random number in every scenario
[[nodiscard]] Value draw(const ValueSetting& setting, std::string_view path, const DrawKey& key);

/// Fills a struct from its settings. Fields that were left out keep the struct's initial values.
void fill(const GroupSetting& settings, void* owner, const DrawKey& key);

/// The settings of each section, in the order of declaration; absent sections have no entry.
using SectionSettings = std::vector<std::pair<const Section*, GroupSetting>>;

/// The source location of a value, group or item, given its path within a group; if it was not written, that of
/// the nearest enclosing item.
/// @param area  for a value by area: the area whose value is meant
[[nodiscard]] const SourceLocation& where_in(const GroupSetting& group, std::string_view path,
                                             std::optional<AreaId> area = {});

/// The same, for a path that begins with the section; empty if there is no such section.
[[nodiscard]] std::optional<SourceLocation> where_in(const SectionSettings& written, std::string_view path,
                                                     std::optional<AreaId> area = {});

/// Thrown when a parameter that is valid by itself is inconsistent with others, which shows only when models are
/// made or run.
class InconsistentParameter : public std::exception {
 public:
  /// @param path  of the parameter, beginning with its section
  /// @param area  the area concerned, if it is a value by area
  InconsistentParameter(std::string path, std::string message, std::optional<AreaId> area = {})
      : path_(std::move(path)), message_(std::move(message)), area_(area), located_message_(message_) {}

  /// Looks up the source location of the parameter, unless it is already known.
  void locate(const SectionSettings& written);

  [[nodiscard]] const std::optional<SourceLocation>& where() const { return where_; }
  [[nodiscard]] const std::string& message() const { return message_; }
  /// The message, preceded by the source location once it is known.
  [[nodiscard]] const char* what() const noexcept override { return located_message_.c_str(); }

 private:
  std::string path_, message_;
  std::optional<AreaId> area_;
  std::optional<SourceLocation> where_;
  std::string located_message_;
};

class ParameterSets {
 public:
  ParameterSets(const SectionSettings& written, const DrawKey& key);

  /// @throws std::logic_error if the scenario does not have this section
  template <Declared S>
  [[nodiscard]] const S& get() const {
    return *static_cast<const S*>(owner_of(typeid(S)));
  }
  template <Declared S>
  [[nodiscard]] bool has() const {
    return find(typeid(S)) != nullptr;
  }

  /// Gives a changeable parameter another value from now on.
  /// @param leaves  for a parameter with a value for each area: the areas concerned; empty: all
  /// @throws std::logic_error if there is no such parameter (the loader has checked the path)
  void set(std::string_view path, const Value& value, const std::vector<bool>& leaves = {});

  /// Nothing if a path names a number, or numbers by area or by date, that policy may change; otherwise the
  /// reason, in the current language.
  [[nodiscard]] std::optional<std::string> why_not_scalable(std::string_view path) const;

  /// Multiplies a number, or every value of a timeline; each is clamped to the declared range.
  void scale(std::string_view path, double factor, const std::vector<bool>& leaves = {});

  /// A number's value at an instant; one per leaf area if the parameter has a value for each area.
  [[nodiscard]] std::vector<double> numbers(std::string_view path, Instant at) const;

  /// Whether the parameter has a value for each area.
  [[nodiscard]] bool is_by_area(std::string_view path) const { return locate(path).field->by_area; }

  /// Saves a parameter's value; the returned function restores it.
  [[nodiscard]] std::function<void()> save(std::string_view path);

 private:
  struct Filled {
    const Section* section;
    std::shared_ptr<void> owner;
  };
  struct Located {
    const FieldSpec* field;
    void* owner;
  };

  [[nodiscard]] const Filled* find(std::type_index type) const;
  [[nodiscard]] const void* owner_of(std::type_index type) const;
  [[nodiscard]] Located locate(std::string_view path) const;

  std::vector<Filled> filled_;
};

/// The declared field that a path names, through groups and lists (any word is accepted as an item's id), or null.
[[nodiscard]] const FieldSpec* field_at(const std::vector<Section>& sections, std::string_view path);

/// A kind of distribution that may be written, with the names of its arguments in order.
struct DistributionKind {
  std::string name;
  std::string title;                   // as texts call it, in English
  std::vector<std::string> arguments;  // each in the parameter's own unit …
  std::vector<bool> plain;             // … unless it is a plain number, such as a Weibull shape
  std::string meaning;
};
[[nodiscard]] const std::vector<DistributionKind>& distribution_kinds();

/// @throws std::invalid_argument as Distribution does
[[nodiscard]] Distribution make_distribution(std::string_view kind, const std::vector<double>& arguments,
                                             const std::vector<double>& weights);

}  // namespace muster
