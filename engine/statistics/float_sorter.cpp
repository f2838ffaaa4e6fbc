#include "engine/statistics/float_sorter.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace muster {

void FloatSorter::sort(std::vector<float>& values) {
  constexpr std::size_t few = 128;  // below this, clearing the tables costs more than it saves
  if (values.size() < few) {
    std::sort(values.begin(), values.end());
    return;
  }
  keys_.resize(values.size());
  swapped_.resize(values.size());
  for (auto& counts : counts_) counts.fill(0);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto bits = std::bit_cast<std::uint32_t>(values[i]);
    const std::uint32_t key = bits ^ ((bits >> 31) != 0 ? 0xffffffffU : 0x80000000U);
    keys_[i] = key;
    for (unsigned pass = 0; pass < passes; ++pass) ++counts_[pass][digit(key, pass)];
  }
  for (unsigned pass = 0; pass < passes; ++pass) {
    auto& counts = counts_[pass];
    // If all keys have the same digit, they are in order already.
    if (counts[digit(keys_.front(), pass)] == values.size()) continue;
    std::uint32_t before = 0;
    for (std::uint32_t& count : counts) before += std::exchange(count, before);
    for (const std::uint32_t key : keys_) swapped_[counts[digit(key, pass)]++] = key;
    keys_.swap(swapped_);
  }
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = std::bit_cast<float>(keys_[i] ^ ((keys_[i] >> 31) != 0 ? 0x80000000U : 0xffffffffU));
}

}  // namespace muster
