// Turns a merged tree into settings: each value in canonical units, with its evidence, checked against its
// declaration.
//
// Contract: reads everything in the tree and reports every fault with its position; a value without a fault becomes
// a Setting. A value may have any form that its declaration allows: a number, a range, a distribution, values by
// date or by area. Leaves out: files and merging.
#pragma once

#include "engine/parameters/parameter_sets.hpp"
#include "engine/series/areas.hpp"
#include "scenarios/loader/document.hpp"
#include "scenarios/loader/files.hpp"
#include "scenarios/loader/loader.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_set>
#include <variant>
#include <vector>

namespace muster::scenarios {

/// Reads a date such as 2026-12-31, 2026-6-1, 2026/6/1 or 2026年6月1日; otherwise returns what is wrong with the text.
[[nodiscard]] std::variant<Date, std::string> read_date(std::string_view text);

/// The evidence that a value or a group states. What it leaves open may come from the enclosing group.
struct StatedEvidence {
  std::optional<std::vector<std::string>> facts;
  std::optional<Evidence> kind;
  std::optional<std::string> source;
  std::optional<std::string> note;
};

class Reader {
 public:
  /// @param root   the merged tree, a map
  /// @param own    the file that was asked for, where missing values are reported
  /// @param table  of the whole file
  Reader(const Node& root, const OwnText& own, const TableSpec& table, const std::vector<Section>& sections,
         Diagnostics& diagnostics);

  /// Sets the areas that may be named. Until then, values that name areas are skipped without a report.
  void know(const Areas& areas) { areas_ = &areas; }

  /// The sources by their ids, which values may then cite.
  std::map<std::string, std::string> read_sources();

  /// Reads one field of the file's table; nothing if it is absent or faulty.
  std::optional<Setting> read_top(const FieldSpec& field);

  /// Reports keys that the file's table does not have, and required keys that are missing.
  void check_top();

  /// Runs the checks that structs declare, on a struct filled with the most likely values, if no other fault was
  /// found in it.
  void run_checks(const Section& section, const GroupSetting& settings);

  /// Every use of a series' name that has been read so far.
  [[nodiscard]] const std::vector<SeriesUse>& series_uses() const { return series_uses_; }

  /// Every parameter value that is a value of a series, with its unit.
  [[nodiscard]] const std::vector<GoalText>& goals() const { return goals_; }

  /// Whether no fault has been found at or below a path.
  [[nodiscard]] bool is_clean(const std::string& path) const;

  /// Where to report a fault that involves two values: at the first, unless only the first is in an extended file.
  [[nodiscard]] const SourceLocation& location_of(const Setting& first, const Setting& second) const {
    return own_->extends(first.where.file) && !own_->extends(second.where.file) ? second.where : first.where;
  }

  /// Reports a fault at a path.
  void error(const std::string& path, const SourceLocation& where, const std::string& message,
             std::vector<std::string> notes = {});

 private:
  using Inherited =
      std::map<std::string,
               StatedEvidence>;  // by file: the evidence of a group applies only to values written in the same file

  // A value without its evidence: either a plain node, or the keys that determine its form.
  struct WrittenValue {
    const Node* plain = nullptr;
    std::vector<const Entry*> keys;
    SourceLocation where;
    [[nodiscard]] const Entry* find(std::string_view key) const;
  };

  // The value that is being read, for messages.
  struct MessageContext {
    const FieldSpec& field;
    std::string path;     // "posts.attrition"
    std::string subject;  // "posts.attrition at 2023-01-01"
    [[nodiscard]] MessageContext with(const std::string& more) const { return as(subject + more); }
    [[nodiscard]] MessageContext as(std::string said) const { return {field, path, std::move(said)}; }
  };

  GroupSetting read_group(const TableSpec& table, const Node& map, const std::string& path,
                          const SourceLocation& place, const Inherited& outer, bool is_item);
  std::optional<Setting> read_setting(const FieldSpec& field, const Node& value, const SourceLocation& key_where,
                                      const std::string& path, const Inherited& inherited, const Node& around);
  // Returns the key that was probably meant; empty if none is similar.
  std::string report_unknown(const std::string& path, const Entry& entry, const TableSpec& table, bool is_item);
  void report_missing(const std::string& path, const SourceLocation& place,
                      const std::vector<const FieldSpec*>& missing, const Node& map);

  Inherited read_inherited(const Node& map, const TableSpec& table, const std::string& path, const Inherited& outer);
  StatedEvidence read_stated(const std::vector<const Entry*>& entries, const std::string& path);
  WrittenValue split(const Node& value, std::vector<const Entry*>* evidence) const;

  std::optional<ValueSetting> read_value(const MessageContext& about, const WrittenValue& form);
  std::optional<ValueSetting> read_number(const MessageContext& about, const WrittenValue& form);
  std::optional<ValueSetting> read_plain(const MessageContext& about, const Node& node);
  std::optional<ValueSetting> read_words(const MessageContext& about, const Node& node);
  std::optional<AreaSetting> read_areas(const MessageContext& about, const WrittenValue& form);
  std::optional<TimelineSetting> read_timeline(const MessageContext& about, const WrittenValue& form);
  std::optional<DistributionSetting> read_distribution(const MessageContext& about, const Entry& entry,
                                                       const DistributionKind& kind);
  std::optional<ScalarSetting> read_figure(const MessageContext& about, const WrittenValue& form, Dimension dimension,
                                           const std::string& noun);
  std::optional<double> read_quantity(const MessageContext& about, const Node& node, Dimension dimension,
                                      const std::string& noun);
  bool is_in_range(const MessageContext& about, const ScalarSetting& figure, const Node& written, bool of_mean);
  bool has_known_keys(const MessageContext& about, const WrittenValue& form, const std::vector<std::string>& keys);

  std::optional<ValueSetting> read_change(const MessageContext& about, const Node& value, const Node& around);
  const FieldSpec* find_changeable(const Node& parameter, const std::string& path);
  [[nodiscard]] std::vector<std::string> collect_changeable() const;
  // The paths that policy may change, in the order declared; collected once, because there may be many changes.
  const std::vector<std::string>& changeable_paths();
  bool is_changeable(const std::string& path);

  bool is_area(const std::string& path, const Node& word, const std::string& subject);
  // A hint for a word that is not an area's id: "; write `anxi`, the id of 安溪县".
  [[nodiscard]] std::string area_hint(const std::string& word, const std::vector<std::string>& ids) const;
  void no_value(const MessageContext& about, const SourceLocation& where);
  void unfit(const MessageContext& about, const SourceLocation& where, const std::string& written);
  [[nodiscard]] const SourceLocation& merged_at(const GroupSetting& settings, const std::string& name,
                                                std::optional<AreaId> area) const;
  void check_group(const TableSpec& table, const GroupSetting& settings, void* owner, const std::string& path);

  const Node* root_;
  const OwnText* own_;
  const TableSpec* table_;
  const std::vector<Section>* sections_;
  Diagnostics* diagnostics_;
  const Areas* areas_ = nullptr;
  std::set<std::string> faulty_;  // paths
  std::vector<std::string> source_names_;
  std::vector<SeriesUse> series_uses_;
  std::vector<GoalText> goals_;
  std::optional<std::vector<std::string>> changeable_;
  std::unordered_set<std::string> is_changeable_;
  std::set<const FieldSpec*> of_series_;  // numbers in the unit of a series
};

}  // namespace muster::scenarios
