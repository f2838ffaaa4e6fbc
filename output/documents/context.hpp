// What a document needs besides results: data for the charts, what the model leaves out, which relaxations would help.
//
// Contract: the caller fills it (experiments/session/context.hpp); documents only read it. Leaves out: results.
#pragma once

#include "output/charts/specs.hpp"
#include "output/explanation.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace muster::output {

/// What a part of the model leaves out, in the words of its author (English, with an entry in the catalogue).
struct LeftOut {
  std::string section;
  Text title;           // of the section
  std::string meaning;  // of the section
  std::vector<std::string> what;
};

/// What is in the model, one sentence each, in the words of its author: for reviewers.
struct ModelWords {
  Text entities, activities, resources, queues, entry_and_exit;
};

/// The effects of relaxing constraints on the targets that are not likely to be met, or the reason why they were
/// not computed.
struct Relaxations {
  std::size_t replications = 0;  // of every scenario; 0: not computed
  std::vector<TargetConstraints> targets;
  LocalizedText reason_for_no_chart;  // a sentence; empty: no reason to give
  std::string command;                // the command that computes them; empty: there is none
};

struct ReportContext {
  ChartContext charts;
  std::vector<LeftOut> left_out;
  ModelWords model;
  std::function<std::string(const Setting&)> value_text;  // a parameter's value for people, in the current language
  std::filesystem::path shipped;                          // folder of shipped files; their paths are shown relative
  Relaxations relaxations = {};                           // only for a run
};

}  // namespace muster::output
