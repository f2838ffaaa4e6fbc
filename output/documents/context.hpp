// What a document needs to know beside results: the place's charts, what the model leaves out, what would help.
//
// Contract: whoever simulated fills it (cli/report.hpp); documents only read it. Leaves out: results.
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

/// What is in the model, a sentence each, in the words of its author: for reviewers.
struct ModelWords {
  Text entities, activities, resources, queues, entry_and_exit;
};

/// What relaxing constraints does for the targets that are not likely to be met: worked out for the document, or why not.
struct Relaxations {
  std::size_t replications = 0;  // of every scenario; 0: not worked out
  std::vector<TargetConstraints> targets;
  LocalizedText why_none;  // a sentence; empty: nothing to say
  std::string command;     // what works them out; empty: nothing does
};

struct ReportContext {
  ChartContext charts;
  std::vector<LeftOut> left_out;
  ModelWords model;
  std::function<std::string(const Setting&)> value_text;  // a parameter's value for people, in the current language
  std::filesystem::path shipped;                          // files below it are named from there
  Relaxations relaxations = {};                           // of a run
};

}  // namespace muster::output
