#include "engine/series/areas.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <numeric>
#include <set>
#include <stdexcept>

namespace muster {

Areas::Areas(const std::vector<AreaDefinition>& written) {
  std::set<std::string> around;
  std::map<std::string, std::string> parent;
  for (const AreaDefinition& area : written) {
    if (area.id == "all") throw std::invalid_argument("an area may not be called `all`, which is the whole");
    if (!parent.emplace(area.id, area.within).second)
      throw std::invalid_argument(fmt::format("two areas are called `{}`", area.id));
    if (!area.within.empty()) around.insert(area.within);
  }
  for (const std::string& id : around)
    if (!parent.contains(id))
      throw std::invalid_argument(fmt::format("an area is said to be within `{}`, but there is no such area", id));
  for (const AreaDefinition& area : written) {
    std::size_t steps = 0;
    for (std::string at = area.id; !at.empty(); at = parent.at(at))
      if (++steps > written.size()) throw std::invalid_argument(fmt::format("area `{}` is within itself", area.id));
  }

  for (const AreaDefinition& area : written)
    if (!around.contains(area.id)) nodes_.push_back(area);
  leaf_count_ = nodes_.size();
  for (const AreaDefinition& area : written)
    if (around.contains(area.id)) nodes_.push_back(area);
  nodes_.push_back({"all", "", ""});

  leaves_.resize(nodes_.size());
  for (std::size_t leaf = 0; leaf < leaf_count_; ++leaf) {
    for (std::string at = nodes_[leaf].id; !at.empty(); at = parent.at(at)) leaves_[*find(at)].push_back(leaf);
    leaves_.back().push_back(leaf);
  }
}

std::optional<AreaNode> Areas::find(std::string_view id) const {
  const auto found =
      std::find_if(nodes_.begin(), nodes_.end(), [&](const AreaDefinition& area) { return area.id == id; });
  if (found == nodes_.end()) return std::nullopt;
  return static_cast<AreaNode>(found - nodes_.begin());
}

std::vector<std::string> Areas::ids() const {
  std::vector<std::string> ids;
  for (const AreaDefinition& area : nodes_) ids.push_back(area.id);
  return ids;
}

std::vector<std::int64_t> apportion(std::int64_t total, const std::vector<double>& weights) {
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  const bool negative = std::any_of(weights.begin(), weights.end(), [](double weight) { return !(weight >= 0); });
  if (total < 0 || negative || (sum <= 0 && total > 0))
    throw std::invalid_argument(fmt::format("{} cannot be split over weights that sum to {}", total, sum));
  std::vector<std::int64_t> parts(weights.size(), 0);
  if (total == 0) return parts;

  std::vector<double> remainders(weights.size());
  std::int64_t left = total;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const double exact = static_cast<double>(total) * weights[i] / sum;
    parts[i] = static_cast<std::int64_t>(std::floor(exact));
    remainders[i] = exact - std::floor(exact);
    left -= parts[i];
  }
  std::vector<std::size_t> order(weights.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return remainders[a] > remainders[b]; });
  for (std::size_t i = 0; left > 0; ++i, --left) ++parts[order[i]];
  return parts;
}

}  // namespace muster
