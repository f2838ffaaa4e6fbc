#include "output/written_command.hpp"

#include "output/words.hpp"

#include <algorithm>

namespace muster::output {

const std::string* WrittenCommand::value_of(const std::string& option) const {
  const auto found = std::find_if(words.begin(), words.end(), [&](const Word& word) { return word.option == option; });
  return found == words.end() || !found->value ? nullptr : &*found->value;
}

void WrittenCommand::set(const std::string& option, std::optional<std::string> value) {
  const auto found = std::find_if(words.begin(), words.end(), [&](const Word& word) { return word.option == option; });
  if (found == words.end() && value) {
    add(option, std::move(value));
  } else if (found != words.end() && value) {
    found->value = std::move(value);
  } else if (found != words.end()) {
    words.erase(found);
  }
}

std::vector<std::string> words_of(const WrittenCommand& asked) {
  std::vector<std::string> words;
  for (const auto& [option, value] : asked.words) {
    const bool like_an_option = value && !option.empty() && value->starts_with('-');
    if (like_an_option) words.push_back(option + "=" + *value);
    if (like_an_option) continue;
    if (!option.empty()) words.push_back(option);
    if (value) words.push_back(*value);
  }
  return words;
}

std::string typed(const WrittenCommand& asked) {
  std::string command = "muster";
  for (const std::string& word : words_of(asked)) command += " " + quoted(word);
  return command;
}

}  // namespace muster::output
