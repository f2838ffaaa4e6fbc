#include "models/training/training.hpp"

namespace muster::training {

Training::Training(const Parameters& parameters, Simulation& sim, SeriesBook& book, funding::Funding& funding)
    : parameters_(parameters), sim_(sim), funding_(funding), free_(book.areas().leaf_count(), 0) {
  book.add(trainees_);
}

void Training::announce_courses() {
  for (std::size_t leaf = 0; leaf < free_.size(); ++leaf)
    free_[AreaId(leaf)] = static_cast<std::int64_t>(parameters_.seats[AreaId(leaf)].value);
}

bool Training::take_seat(AreaId area) {
  if (free_[area] == 0 || !funding_.spend(area, funding::Item::training, parameters_.cost.at(sim_.now()))) return false;
  --free_[area];
  trainees_.add(area);
  return true;
}

}  // namespace muster::training
