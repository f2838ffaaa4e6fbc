// A parameter as written in a scenario: with its uncertainty, its evidence and its source location.
//
// Contract: a tree of groups, lists and values that mirrors the declared tables; numbers are already checked and
// in canonical units. A replication draws it into a struct (parameter_sets.hpp); the report prints it. Leaves out: the
// file format.
#pragma once

#include "engine/clock/instant.hpp"
#include "engine/parameters/diagnostic.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace muster {

struct FieldSpec;

/// What a value is based on. Values without a mark are assumptions.
enum class Evidence : std::uint8_t { fact, estimate, assumption };

[[nodiscard]] constexpr const char* to_string(Evidence evidence) {
  return evidence == Evidence::fact ? "fact" : evidence == Evidence::estimate ? "estimate" : "assumption";
}

struct Provenance {
  Evidence evidence = Evidence::assumption;
  bool stated = false;             // the evidence was stated explicitly; otherwise it is the default
  std::vector<std::string> facts;  // ids of the facts on which the value is based, such as S3
  std::string source;
  std::string note;
};

/// A range with a most likely value, drawn once per replication (PERT); may be correlated with a named factor that
/// other parameters share.
struct Uncertain {
  double low = 0;
  double likely = 0;
  double high = 0;
  std::string moves_with;  // name of the shared factor; empty: independent
  double correlation = 0;  // with that factor, -1..1, on the normal scale (a Gaussian copula)
  friend bool operator==(const Uncertain&, const Uncertain&) = default;
};

/// A single number as written.
using ScalarSetting = std::variant<double, Uncertain>;

struct DistributionSetting {
  std::string kind;
  std::vector<ScalarSetting> arguments;  // in the order that the kind declares; for `empirical`, its values
  std::vector<ScalarSetting> weights;    // for `empirical` only
  friend bool operator==(const DistributionSetting&, const DistributionSetting&) = default;
};

struct TimelineSetting {
  std::vector<std::pair<Date, ScalarSetting>> points;
  bool ramps = false;
  friend bool operator==(const TimelineSetting&, const TimelineSetting&) = default;
};

using ValueSetting = std::variant<ScalarSetting, DistributionSetting, TimelineSetting, std::string, bool, Date,
                                  std::vector<std::string>>;

struct Setting;

struct GroupSetting {
  std::string id;  // of a list item; empty for a plain group
  SourceLocation where;
  std::vector<Setting> fields;

  [[nodiscard]] const Setting* find(std::string_view name) const;
};

/// Values by area: one for each leaf, in order; values written for groups of areas are already resolved.
struct AreaSetting {
  std::vector<ValueSetting> leaves;
  std::vector<SourceLocation> places = {};  // source location of each leaf's value; empty: one value for all
  friend bool operator==(const AreaSetting& a, const AreaSetting& b) { return a.leaves == b.leaves; }
};

struct Setting {
  const FieldSpec* field = nullptr;
  std::string path;  // such as "posts.mandate.by" or "qualification.sittings.2022.sitting"
  SourceLocation where;
  std::string written;  // the value as written in the file, on one line
  Provenance provenance;
  std::variant<ValueSetting, AreaSetting, GroupSetting, std::vector<GroupSetting>> content;
};

/// Whether a setting is only the name of something; it affects no result, so it does not count as an assumption.
[[nodiscard]] inline bool is_name(const Setting& setting) {
  return setting.path.ends_with(".title") || setting.path.ends_with(".english");
}

/// Visits every setting of a group, in the order of declaration; groups and lists come before their contents.
/// English names are skipped: they are not assumptions of their own.
template <class Visit>
void for_each_setting(const GroupSetting& group, const Visit& visit) {
  for (const Setting& setting : group.fields) {
    if (setting.path.ends_with(".english")) continue;
    visit(setting);
    if (const auto* nested = std::get_if<GroupSetting>(&setting.content)) for_each_setting(*nested, visit);
    if (const auto* items = std::get_if<std::vector<GroupSetting>>(&setting.content))
      for (const GroupSetting& item : *items) for_each_setting(item, visit);
  }
}

inline const Setting* GroupSetting::find(std::string_view name) const {
  for (const Setting& setting : fields) {
    const std::size_t dot = setting.path.rfind('.');
    if (std::string_view(setting.path).substr(dot == std::string::npos ? 0 : dot + 1) == name) return &setting;
  }
  return nullptr;
}

}  // namespace muster
