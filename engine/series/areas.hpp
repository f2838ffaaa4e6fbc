// The areas of a scenario: a tree in which everything happens in the leaves, and inner nodes are sums of their
// leaves.
//
// Contract: leaves come first, in the order written, so an AreaId is an index into any table with one row for each
// leaf; inner areas follow; the last node is `all`, the whole. Leaves out: what an area consists of (townships,
// people), which models know.
#pragma once

#include "engine/text/text.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster {

/// A leaf area: an index from 0 in the order written.
enum class AreaId : std::uint16_t {};

[[nodiscard]] constexpr std::size_t index_of(AreaId area) { return static_cast<std::size_t>(area); }

/// Any node of the tree: a leaf, an inner area or the whole.
using AreaNode = std::size_t;

struct AreaDefinition {
  std::string id;
  LocalizedText name;  // may be empty
  std::string within;  // the id of the area around it; empty: directly in the whole
};

class Areas {
 public:
  /// @param written  every area except the whole; an area that contains others is inner, the rest are leaves
  /// @throws std::invalid_argument for a missing or cyclic `within`, a repeated id, or the id `all`
  explicit Areas(const std::vector<AreaDefinition>& written);

  [[nodiscard]] std::size_t leaf_count() const { return leaf_count_; }
  [[nodiscard]] std::size_t node_count() const { return nodes_.size(); }
  [[nodiscard]] AreaNode whole() const { return nodes_.size() - 1; }
  [[nodiscard]] const AreaDefinition& operator[](AreaNode node) const { return nodes_[node]; }

  /// The name of a node in the current language, or its id if it has no name.
  [[nodiscard]] const std::string& title(AreaNode node) const {
    return nodes_[node].name.empty() ? nodes_[node].id : nodes_[node].name.to_string();
  }

  /// The node with an id, if there is one.
  [[nodiscard]] std::optional<AreaNode> find(std::string_view id) const;

  /// The leaves of a node, in order; for a leaf, its own index.
  [[nodiscard]] const std::vector<std::size_t>& leaves_of(AreaNode node) const { return leaves_[node]; }

  /// All ids, for messages.
  [[nodiscard]] std::vector<std::string> ids() const;

 private:
  std::size_t leaf_count_ = 0;
  std::vector<AreaDefinition> nodes_;
  std::vector<std::vector<std::size_t>> leaves_;
};

/// One value for each leaf area.
template <class T>
class PerArea {
 public:
  PerArea() = default;
  PerArea(std::size_t leaf_count, const T& value) : values_(leaf_count, value) {}

  [[nodiscard]] T& operator[](AreaId area) { return values_[index_of(area)]; }
  [[nodiscard]] const T& operator[](AreaId area) const { return values_[index_of(area)]; }
  [[nodiscard]] std::size_t size() const { return values_.size(); }
  [[nodiscard]] auto begin() const { return values_.begin(); }
  [[nodiscard]] auto end() const { return values_.end(); }
  [[nodiscard]] auto begin() { return values_.begin(); }
  [[nodiscard]] auto end() { return values_.end(); }

  template <class Serializer>
  void state(Serializer& serializer) {
    serializer(values_);
  }

 private:
  std::vector<T> values_;
};

/// Splits a whole number in proportion to weights into whole parts that add up to it exactly (largest remainders;
/// ties go to the earlier part).
/// @throws std::invalid_argument if the total is negative, a weight is negative, or all weights are 0 while the
///         total is not
/// Source: M. L. Balinski and H. P. Young, Fair Representation, 2nd ed., ch. 3 (method of Hamilton).
[[nodiscard]] std::vector<std::int64_t> apportion(std::int64_t total, const std::vector<double>& weights);

}  // namespace muster
