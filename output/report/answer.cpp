#include "output/report/answer.hpp"

#include "engine/text/text.hpp"
#include "output/report/judgement.hpp"
#include "output/report/parts.hpp"
#include "output/report/sentences.hpp"
#include "output/words.hpp"

#include <algorithm>
#include <cmath>

namespace muster::output {

namespace {

// What holds a target back and what would help; nothing where that was not worked out.
void add_help(Html& words, const TargetDefinition& target, const Relaxations& relaxations) {
  if (relaxations.replications == 0) return;
  const auto found = std::find_if(relaxations.targets.begin(), relaxations.targets.end(),
                                  [&](const TargetConstraints& one) { return one.target.id == target.id; });
  if (found == relaxations.targets.end()) {
    words.add(paragraph(text("What would help is withheld, since it would tell a small count of people."), "help"));
    return;
  }
  const std::vector<const ConstraintEffect*> best = best_relaxations(*found);
  if (best.empty()) {
    words.add(paragraph(no_relaxation_sentence(*found), "help"));
    return;
  }
  Html list = element("ul", {{"class", "help"}});
  for (const ConstraintEffect* one : best)
    list.add(element("li", {},
                     {element("strong", {}, {begun(one->title.shown()) + text(".")}), before_unit(),
                      relaxation_sentence(*found, *one)}));
  words.add(paragraph(text("What holds it back, and what would help:"), "help")).add(std::move(list));
}

Html target_item(const TargetDefinition& target, const TargetResult& result, const ResultsShape& shape,
                 const Judgement& judgement, const Relaxations& relaxations) {
  const Outlook outlook = outlook_of(result);
  const Scale scale = scale_of(target, result, shape);
  Html item = element("li", {{"class", std::string("target ") + outlook_class(outlook)}});
  item.add(element("p", {{"class", "status"}},
                   {element("span", {{"class", "sign"}, {"aria-hidden", "true"}}, {outlook_mark(outlook)}),
                    element("span", {{"class", "word"}}, {outlook_words(outlook)})}));
  Html words = element("div", {{"class", "words"}});
  words.add(element("h3", {}, {begun(target.shown())}));
  words.add(paragraph(target_sentence(target, result, shape), "sentence"));
  if (const std::string when = when_sentence(target, result, shape); !when.empty())
    words.add(paragraph(when, "sentence"));
  if (!std::isnan(result.probability) && result.replications > 1)
    words.add(paragraph(result.withheld            ? text("Probability {}.", show_probability(result))
                        : result.p05 == result.p95 ? text("Probability {}; nearly every future ends at {}.",
                                                          show_probability(result), show_with_unit(result.p50, scale))
                                                   : text("Probability {}; 90 % of the futures lie between {} and {}.",
                                                          show_probability(result), show(result.p05, scale),
                                                          show_with_unit(result.p95, scale)),
                        "fine"));
  if (judgement.wants_help()) add_help(words, target, relaxations);
  return std::move(item.add(std::move(words)));
}

}  // namespace

Html answer(const Results& results, const RunRecord& record, const Relaxations& relaxations) {
  const ResultsShape& shape = results.shape();
  const std::vector<Judgement> judgements = judgements_of(results);
  Html list = element("ol", {{"class", "targets"}});
  for (const std::size_t t : worst_first(judgements))
    list.add(target_item(shape.targets[t], results.target(t), shape, judgements[t], relaxations));
  std::vector<Html> content{paragraph(verdict(results), "verdict")};
  if (!shape.targets.empty()) content.push_back(std::move(list));
  if (record.finish == Finish::interrupted)
    content.push_back(
        paragraph(text("The run was interrupted: every figure rests on {} futures.", grouped(results.replications())),
                  "warning"));
  if (!results.stopped().empty())
    content.push_back(
        paragraph(text("{} replications stopped before their end and are in no figure; manifest.json says why.",
                       grouped(results.stopped().size())),
                  "warning"));
  if (relaxations.replications > 0)
    content.push_back(paragraph(
        text("What would help: each constraint was relaxed by itself over the whole time, in {} futures under the same "
             "luck. In brackets is where the gain lies with 95 % confidence, all relaxations of a target together.",
             grouped(relaxations.replications)),
        "note"));
  if (!relaxations.why_none.empty()) {
    Html why = paragraph(relaxations.why_none.shown(), "note");
    if (!relaxations.command.empty()) why.add(" ").add(code(relaxations.command));
    content.push_back(std::move(why));
  }
  content.push_back(paragraph(text("How to read this: a future is one simulated course of events from the start to the "
                                   "end. Whatever is not known – who "
                                   "passes, who leaves, how large an assumption really is – falls differently in each. "
                                   "“In 12 of 100 futures” is a "
                                   "probability of 12 % under the assumptions listed below. Signs: ✓ very likely (at "
                                   "least 90 %), ◕ likely (66 %), ◑ as "
                                   "likely as not, ◔ unlikely (at most 33 %), ✕ very unlikely (10 %)."),
                              "note"));
  return section("answer", text("The answer"), std::move(content));
}

}  // namespace muster::output
