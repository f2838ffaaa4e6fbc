// Exponential delays in whole minutes, drawn in blocks.
//
// Idea: the logarithms of a block do not depend on each other and are computed in parallel by the processor; a
// logarithm between two events would delay both. Contract: each delay takes the next 64 bits of the stream, so the
// sequence is the same as with single draws. Leaves out: sharing a stream.
#pragma once

#include "engine/random/stream.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace muster::bench {

class Delays {
 public:
  Delays(Stream stream, double mean_minutes) : stream_(stream), mean_(mean_minutes) {}

  [[nodiscard]] std::int32_t next_minutes() {
    if (next_ == block_.size()) [[unlikely]]
      refill();
    return block_[next_++];
  }

 private:
  void refill() {
    std::array<double, block_delays> uniform;
    for (double& u : uniform) u = stream_.uniform();
    for (std::size_t i = 0; i < block_delays; ++i)
      block_[i] = static_cast<std::int32_t>(0.5 - mean_ * std::log(uniform[i]));
    next_ = 0;
  }

  static constexpr std::size_t block_delays = 512;

  Stream stream_;
  double mean_;
  std::array<std::int32_t, block_delays> block_{};
  std::size_t next_ = block_delays;
};

}  // namespace muster::bench
