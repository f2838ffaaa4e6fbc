// Incentives: when they are in force, their effect on the odds of registering, and the money due.
#include "engine/text/text.hpp"
#include "models/qualification/qualification.hpp"

#include <cmath>
#include <utility>

namespace muster::qualification {

// The factor on the odds of registering from all incentives in force for a group.
double Qualification::odds(Reach group, AreaId area) const {
  double factor = 1;
  for (std::size_t n = 0; n < in_force_.size(); ++n)
    if (in_force_[n][index_of(area)] && parameters_.incentives[n].reaches <= group)
      factor *= parameters_.incentives[n].registers.at(sim_.now()).value;
  return factor;
}

double Qualification::encouraged(double share, Reach group, AreaId area) const {
  const double factor = odds(group, area);
  return share * factor / (1 - share + share * factor);
}

Qualification::Shares Qualification::encouraged(double share, Reach group) const {
  Shares shares;
  for (std::size_t leaf = 0; leaf < people_.areas().leaf_count(); ++leaf)
    shares.push_back(encouraged(share, group, AreaId(leaf)));
  return shares;
}

void Qualification::run_campaigns(Date registration) {
  // A campaign before the start was paid before the start.
  const bool before_start = start_of(registration) < sim_.now();
  for (std::size_t n = 0; n < in_force_.size(); ++n) {
    const Incentive& incentive = parameters_.incentives[n];
    const bool then = incentive.from <= registration && (!incentive.until || registration <= *incentive.until);
    const bool costs = then && !before_start;
    const auto cost = static_cast<std::int64_t>(std::llround(incentive.campaign.at(sim_.now()).value));
    const std::vector<std::int64_t> parts = people_.over_areas(costs ? cost : 0);
    for (std::size_t leaf = 0; leaf < parts.size(); ++leaf)
      in_force_[n][leaf] =
          then && funding_.spend(AreaId(leaf), funding::Item::exam_support, Yuan{static_cast<double>(parts[leaf])});
  }
}

void Qualification::claim_incentives(const Candidate& candidate, PaidOn due, Instant day) {
  if (parameters_.incentives.empty()) return;
  const bool in_profession = candidate.person != nobody && !people_[candidate.person].left;
  const Reach group = candidate.called ? Reach::staff : in_profession ? Reach::profession : Reach::everybody;
  for (std::size_t n = 0; n < in_force_.size(); ++n) {
    const Incentive& incentive = parameters_.incentives[n];
    const bool for_level = !incentive.level || find_level(*incentive.level) == candidate.level;
    if (incentive.paid_on == due && incentive.reaches <= group && for_level &&
        in_force_[n][index_of(candidate.area)]) {
      if (sim_.follows(candidate.key))
        sim_.record(day, tr("is due {:.0f} yuan ({})", incentive.amount.at(day).value,
                            LocalizedText(incentive.title, incentive.english).to_string_or(incentive.id)));
      claims_[n][index_of(candidate.area)] += static_cast<int>(weight_of(candidate));
    }
  }
}

// Makes one request for each area and incentive; what cannot be paid now waits.
void Qualification::pay_incentives() {
  for (std::size_t n = 0; n < claims_.size(); ++n) {
    const Incentive& incentive = parameters_.incentives[n];
    const funding::Item item =
        incentive.paid_on == PaidOn::certificate ? funding::Item::bonuses : funding::Item::exam_support;
    const double amount = incentive.amount.at(sim_.now()).value;
    for (std::size_t leaf = 0; leaf < claims_[n].size(); ++leaf) {
      const double due = amount * static_cast<double>(std::exchange(claims_[n][leaf], 0));
      if (due > 0) funding_.request(AreaId(leaf), item, Yuan{due});
    }
  }
}

}  // namespace muster::qualification
