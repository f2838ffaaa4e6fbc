#include "engine/experiments/mix.hpp"

#include <nlopt.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <map>
#include <memory>
#include <stdexcept>

namespace muster {

namespace {

class MixSearcher {
 public:
  MixSearcher(const std::vector<LeverRange>& levers, const MixSearch& search, const MixMetAt& met_at)
      : levers_(levers),
        search_(search),
        met_at_(met_at),
        enough_(met_enough(search.probability, search.replications)) {}

  MixSolution run() {
    const std::size_t corners = std::size_t{1} << levers_.size();
    for (std::size_t corner = 0; corner < corners; ++corner) {
      std::vector<double> position;
      for (std::size_t i = 0; i < levers_.size(); ++i) position.push_back((corner >> i) & 1U ? 1 : 0);
      look_at(position);
    }
    double least = solution_.tried.front().judged.cost, most = least;
    for (const TriedMix& mix : solution_.tried) {
      least = std::min(least, mix.judged.cost);
      most = std::max(most, mix.judged.cost);
    }
    cheapest_ = least;
    width_ = most > least ? most - least : std::max(1.0, std::abs(least));

    std::vector<double> position(levers_.size(), 0.5);
    optimise(NLOPT_GN_DIRECT_L, (search_.mixes + corners) / 2, position);
    if (const TriedMix* best = cheapest_meeting()) {
      position = position_of(best->levers);
      optimise(NLOPT_LN_COBYLA, search_.mixes, position);
    }
    choose();
    return std::move(solution_);
  }

 private:
  // Positions are in [0, 1] along each lever; several positions may correspond to the same mix, which is run only
  // once.
  const TriedMix& look_at(const std::vector<double>& position) {
    std::vector<double> levers;
    for (std::size_t i = 0; i < levers_.size(); ++i)
      levers.push_back(levers_[i].nearest(levers_[i].low + position[i] * (levers_[i].high - levers_[i].low)));
    const auto [known, is_new] = index_.emplace(levers, solution_.tried.size());
    if (is_new) {
      TriedMix& mix = solution_.tried.emplace_back();
      mix.levers = levers;
      mix.judged = met_at_(levers, 0, search_.replications);
      mix.meets = met_enough(search_.probability, mix.judged.seen.replications) <= mix.judged.seen.met;
      solution_.replications += search_.replications;
    }
    return solution_.tried[known->second];
  }

  [[nodiscard]] std::vector<double> position_of(const std::vector<double>& levers) const {
    std::vector<double> position;
    for (std::size_t i = 0; i < levers_.size(); ++i)
      position.push_back((levers[i] - levers_[i].low) / (levers_[i].high - levers_[i].low));
    return position;
  }

  [[nodiscard]] double scaled_cost(const TriedMix& mix) const { return (mix.judged.cost - cheapest_) / width_; }

  /// The share that meets; 0 if there is nothing to judge.
  static double share_of(const TriedMix& mix) {
    return mix.judged.seen.nothing_to_judge() ? 0 : mix.judged.seen.share();
  }

  /// By how much the share that meets is too low; negative if it is high enough.
  [[nodiscard]] double gap(const TriedMix& mix) const {
    return static_cast<double>(enough_) / static_cast<double>(search_.replications) - share_of(mix);
  }

  [[nodiscard]] const TriedMix* cheapest_meeting() const {
    const TriedMix* best = nullptr;
    for (const TriedMix& mix : solution_.tried)
      if (mix.meets && (!best || mix.judged.cost < best->judged.cost)) best = &mix;
    return best;
  }

  struct Call {
    MixSearcher* self;
    nlopt_opt optimiser;
    std::size_t until;  // limit on the number of mixes tried
    bool constrained;   // whether the constraint is passed to NLopt as a separate function
    std::exception_ptr fault;
    const TriedMix* look(unsigned n, const double* position) {
      if (fault || self->solution_.tried.size() >= until) {
        nlopt_force_stop(optimiser);
        return nullptr;
      }
      try {
        return &self->look_at({position, position + n});
      } catch (...) {  // exceptions must not pass through C code
        fault = std::current_exception();
        nlopt_force_stop(optimiser);
        return nullptr;
      }
    }
  };

  static double cost_of(unsigned n, const double* position, double*, void* data) {
    auto& call = *static_cast<Call*>(data);
    const TriedMix* mix = call.look(n, position);
    if (!mix) return 0;
    // above the costs of mixes that meet, which are about 0 to 1
    constexpr double beyond_any_cost = 2;
    if (call.constrained || mix->meets) return call.self->scaled_cost(*mix);
    return beyond_any_cost + call.self->gap(*mix);
  }
  static double gap_of(unsigned n, const double* position, double*, void* data) {
    auto& call = *static_cast<Call*>(data);
    const TriedMix* mix = call.look(n, position);
    return mix ? call.self->gap(*mix) : 0;
  }

  void optimise(nlopt_algorithm algorithm, std::size_t until, std::vector<double> position) {
    const auto n = static_cast<unsigned>(levers_.size());
    const std::unique_ptr<nlopt_opt_s, decltype(&nlopt_destroy)> optimiser(nlopt_create(algorithm, n), &nlopt_destroy);
    if (!optimiser) throw std::runtime_error("NLopt is out of memory");
    Call call{this, optimiser.get(), until, algorithm == NLOPT_LN_COBYLA, nullptr};
    nlopt_set_lower_bounds1(optimiser.get(), 0);
    nlopt_set_upper_bounds1(optimiser.get(), 1);
    nlopt_set_min_objective(optimiser.get(), &MixSearcher::cost_of, &call);
    if (call.constrained) nlopt_add_inequality_constraint(optimiser.get(), &MixSearcher::gap_of, &call, 0);
    // Mixes that are already known cost nothing, so the number of positions is limited in addition to that of
    // mixes. COBYLA ends well before its steps lose their significant digits, where it may loop forever (NLopt
    // issue 370).
    constexpr double first_step = 0.15, last_step = 0.002;
    constexpr int positions_per_mix = 4;
    nlopt_set_maxeval(optimiser.get(), static_cast<int>(search_.mixes) * positions_per_mix);
    nlopt_set_xtol_abs1(optimiser.get(), last_step);
    if (call.constrained) nlopt_set_initial_step1(optimiser.get(), first_step);
    double value = 0;
    // The return code is ignored: the mixes tried contain all that is needed.
    static_cast<void>(nlopt_optimize(optimiser.get(), position.data(), &value));
    if (call.fault) std::rethrow_exception(call.fault);
  }

  void choose() {
    const TriedMix* best = cheapest_meeting();
    solution_.found = best != nullptr;
    if (!best) {
      best = &solution_.tried.front();
      for (const TriedMix& mix : solution_.tried)
        if (share_of(mix) > share_of(*best)) best = &mix;
    }
    solution_.chosen = *best;
    solution_.checked = met_at_(solution_.chosen.levers, search_.replications, search_.check);
    solution_.replications += search_.check;
    solution_.interval = solution_.checked.seen.interval();
  }

  const std::vector<LeverRange>& levers_;
  const MixSearch& search_;
  const MixMetAt& met_at_;
  std::uint64_t enough_;
  std::map<std::vector<double>, std::size_t> index_;
  double cheapest_ = 0, width_ = 1;  // of the costs of the corners
  MixSolution solution_;
};

}  // namespace

std::uint64_t met_enough(double probability, std::size_t replications) {
  constexpr double two_sided = 0.90;  // the lower end of this interval is a one-sided 95 % bound
  std::uint64_t low = 0, high = replications + 1;
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    if (wilson_interval(middle, replications, two_sided).low >= probability) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

MixSolution cheapest_mix(const std::vector<LeverRange>& levers, const MixSearch& search, const MixMetAt& met_at) {
  if (levers.size() < 2 || levers.size() > most_levers)
    throw std::invalid_argument("a mix cannot have " + std::to_string(levers.size()) + " levers");
  for (const LeverRange& lever : levers)
    if (!(lever.high > lever.low) || !(lever.step > 0))
      throw std::invalid_argument("the range of a lever is empty or its step is not positive");
  return MixSearcher(levers, search, met_at).run();
}

}  // namespace muster
