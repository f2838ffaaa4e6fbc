#include "scenarios/loader/heads.hpp"

#include "engine/parameters/diagnostic.hpp"
#include "scenarios/loader/document.hpp"

#include <fstream>
#include <iterator>

namespace muster::scenarios {

std::optional<FileHead> read_head(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  Diagnostics unsaid;  // not printed: faults are reported when the file is loaded
  const std::optional<Node> root = read_document(file.generic_string(), bytes, unsaid);
  if (!root || !root->is_map()) return std::nullopt;
  const auto word = [&](std::string_view key) {
    const Node* node = root->find(key);
    return node && node->is_scalar() ? node->text : std::string{};
  };
  FileHead head;
  const bool is_strategy = root->find("strategy") != nullptr;
  head.id = word(is_strategy ? "strategy" : "place");
  if (head.id.empty()) return std::nullopt;
  head.title = LocalizedText(word("title"), word("english"));
  head.why = word("why");
  head.start = word("start");
  head.horizon = word("horizon");
  if (!is_strategy) return head;
  if (!word("place").empty()) head.places.push_back(word("place"));
  if (const Node* places = root->find("places"); places && places->is_list())
    for (const Node& place : places->items) head.places.push_back(place.text);
  return head;
}

}  // namespace muster::scenarios
