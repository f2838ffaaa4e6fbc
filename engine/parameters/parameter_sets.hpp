// The drawn parameters of one replication: a struct for each section, filled from what was written.
//
// Contract: a Section names a declared struct; ParameterSets makes one of each and fills it, every uncertain number drawn
// from the stream named by its path, so that a parameter's draw depends on nothing else. Models hold references to their
// struct; policy changes values in place through their path. Leaves out: files, and who uses which section.
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

/// A top-level part of a scenario: its name, its title in a few words, its struct, whether it may be left out.
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

/// Whose luck decides the uncertain numbers; without one, each takes its most likely value.
using ParameterLuck = std::optional<std::pair<Seed, Replication>>;

/// Draws a value as written.
/// @param path  names the stream: the same path draws the same number in every scenario
[[nodiscard]] Value draw(const ValueSetting& setting, std::string_view path, const ParameterLuck& luck);

/// Fills a struct from its settings. Fields that were left out keep the struct's initial values.
void fill(const GroupSetting& settings, void* owner, const ParameterLuck& luck);

/// The sections as written, in the order declared; absent ones have no entry.
using SectionSettings = std::vector<std::pair<const Section*, GroupSetting>>;

/// Where something of a group was written: the value, group or item that a path from there on leads to, or the nearest
/// around it.
/// @param area  of a value by area: whose
[[nodiscard]] const SourceLocation& where_in(const GroupSetting& group, std::string_view path,
                                             std::optional<AreaId> area = {});

/// The same, by a path that begins with the section; empty without such a section.
[[nodiscard]] std::optional<SourceLocation> where_in(const SectionSettings& written, std::string_view path,
                                                     std::optional<AreaId> area = {});

/// A parameter that was read without a fault does not fit the others, which shows when models are made or run.
class Misfit : public std::exception {
 public:
  /// @param path  of the parameter, from its section down
  /// @param area  where, if it is a value by area
  Misfit(std::string path, std::string message, std::optional<AreaId> area = {})
      : path_(std::move(path)), message_(std::move(message)), area_(area), told_(message_) {}

  /// Finds the place of the parameter, unless that has been done.
  void locate(const SectionSettings& written);

  [[nodiscard]] const std::optional<SourceLocation>& where() const { return where_; }
  [[nodiscard]] const std::string& message() const { return message_; }
  /// The message, and before it the place once it is known.
  [[nodiscard]] const char* what() const noexcept override { return told_.c_str(); }

 private:
  std::string path_, message_;
  std::optional<AreaId> area_;
  std::optional<SourceLocation> where_;
  std::string told_;
};

class ParameterSets {
 public:
  ParameterSets(const SectionSettings& written, const ParameterLuck& luck);

  /// @throws std::logic_error if no such section was written
  template <Declared S>
  [[nodiscard]] const S& get() const {
    return *static_cast<const S*>(owner_of(typeid(S)));
  }
  template <Declared S>
  [[nodiscard]] bool has() const {
    return find(typeid(S)) != nullptr;
  }

  /// Gives a changeable parameter another value from now on.
  /// @param leaves  of a parameter with a value for each area: in which; empty: in all
  /// @throws std::logic_error if the path names none (the loader has checked it)
  void set(std::string_view path, const Value& value, const std::vector<bool>& leaves = {});

  /// Whether a path names a number, or numbers by area or by date, that policy may change; otherwise, in words, why not.
  [[nodiscard]] std::optional<std::string> why_not_scalable(std::string_view path) const;

  /// Multiplies a number, or every value of a timeline; each stops at the end of the declared range.
  void scale(std::string_view path, double factor, const std::vector<bool>& leaves = {});

  /// A number as it is at an instant, one for each leaf area if it has one for each.
  [[nodiscard]] std::vector<double> numbers(std::string_view path, Instant at) const;

  /// Whether it has a value for each area.
  [[nodiscard]] bool is_by_area(std::string_view path) const { return locate(path).field->by_area; }

  /// Keeps a parameter as it is; what it returns puts that back.
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

/// The declared field a path names, through groups and lists (whose items' ids may be any word), or null.
[[nodiscard]] const FieldSpec* field_at(const std::vector<Section>& sections, std::string_view path);

/// The kinds of distribution that may be written and the names of their arguments, in order.
struct DistributionKind {
  std::string name;
  std::vector<std::string> arguments;  // each in the parameter's own unit …
  std::vector<bool> plain;             // … unless it is a plain number, such as a Weibull shape
  std::string meaning;
};
[[nodiscard]] const std::vector<DistributionKind>& distribution_kinds();

/// @throws std::invalid_argument as Distribution does
[[nodiscard]] Distribution make_distribution(std::string_view kind, const std::vector<double>& arguments,
                                             const std::vector<double>& weights);

}  // namespace muster
