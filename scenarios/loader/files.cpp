#include "scenarios/loader/files.hpp"

#include "engine/text/system_errors.hpp"
#include "engine/text/text.hpp"
#include "scenarios/loader/format.hpp"
#include "scenarios/loader/inputs.hpp"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <optional>

namespace muster::scenarios {

namespace {

constexpr std::size_t longest_chain = 50;  // files that extend one another
constexpr std::size_t most_asked = 1000;   // files, in all `extends` together

// A hint for a mistyped name: the file of the folder with the most similar name. For `*.yaml`, an example.
std::string neighbours(const std::filesystem::path& file) {
  std::vector<std::string> names;
  std::error_code fault;
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  for (std::filesystem::directory_iterator entry(folder, fault), end; !fault && entry != end; entry.increment(fault))
    if (entry->path().extension() == ".yaml") names.push_back(entry->path().filename().string());
  std::sort(names.begin(), names.end());
  if (file.filename() == "*.yaml") return names.empty() ? std::string{} : tr(", such as `{}`", names.front());
  return nearest_hint(file.filename().string(), names);
}

}  // namespace

bool OwnText::extends(const std::string& file) const {
  return std::find(extended.begin(), extended.end(), file) != extended.end();
}

SourceLocation OwnText::location_of(std::string_view path, const SourceLocation& location) const {
  SourceLocation nearest = head();
  bool whole = true;
  const Node* at = &root;
  for (std::string_view rest = path; !rest.empty() && whole;) {
    const std::string_view word = rest.substr(0, rest.find('.'));
    rest.remove_prefix(std::min(word.size() + 1, rest.size()));
    const Node* next = nullptr;
    for (const Entry& entry : at->entries)
      if (entry.key == word) {
        next = &entry.value;
        nearest = entry.key_where;
      }
    for (const Node& item : at->items)
      if (const Node* id = item.find("id"); id && id->text == word) {
        next = &item;
        nearest = item.where;
      }
    whole = next != nullptr;
    if (whole) at = next;
  }
  return whole || extends(location.file) ? nearest : location;
}

void Files::read(const std::filesystem::path& file, const SourceLocation& asked_at) {
  const std::string name = file.generic_string();
  std::error_code unimportant;
  std::filesystem::path real = std::filesystem::weakly_canonical(file, unimportant);
  if (real.empty()) real = file;
  if (std::any_of(chain_.begin(), chain_.end(), [&](const auto& open) { return open.first == real; })) {
    std::string chain;
    bool inside = false;
    for (const auto& [path, shown_name] : chain_) {
      inside = inside || path == real;
      if (inside) chain += shown_name + " → ";
    }
    refuse(asked_at, tr("files extend each other in a circle: {}{}", chain, name));
    return;
  }
  if (std::find(done_.begin(), done_.end(), real) != done_.end()) return;
  if (chain_.size() >= longest_chain) {
    refuse(asked_at, tr("more than {} files extend each other in a row", longest_chain));
    return;
  }

  std::string bytes;
  if (!read_bytes(file, asked_at, bytes)) return;
  inputs_.push_back({name, bytes});
  files_->note(name, bytes);
  const std::string_view content = without_byte_order_mark(bytes);
  diagnostics_->remember_text(name, content);
  std::optional<Node> root = read_document(name, content, *diagnostics_);
  if (!root) {
    all_readable_ = false;
    return;
  }
  if (!root->is_map()) {
    if (root->kind == Node::Kind::nothing) {
      refuse({name, 1, 1, 1}, tr("this is empty; {} starts with lines such as `{}`", translated(what_), first_line_));
    } else if (root->kind != Node::Kind::faulty) {
      diagnostics_->error(
          root->where,
          root->is_list()
              ? tr("this is a list; {} consists of `key: value` lines such as `{}`", translated(what_), first_line_)
              : tr("this is a text; {} consists of `key: value` lines such as `{}`", translated(what_), first_line_));
    }
    all_readable_ = false;
    return;
  }

  chain_.emplace_back(real, name);
  if (const Node* extends = root->find(extends_key)) read_extended(file, *extends);
  chain_.pop_back();
  done_.push_back(real);
  if (chain_.empty()) {
    own_.root = *root;
    own_.root.where.file = name;
  } else {
    own_.extended.push_back(name);
  }
  merge(merged_, std::move(*root), *table_, *diagnostics_);
}

void Files::read_extended(const std::filesystem::path& file, const Node& extends) {
  const auto follow = [&](const Node& path) {
    if (++asked_ > most_asked) {
      if (asked_ == most_asked + 1)
        refuse(path.where, tr("more than {} files are extended in all; combine them into fewer", most_asked));
    } else if (path.is_scalar() && !path.text.empty()) {
      read((file.parent_path() / path.text).lexically_normal(), path.where);
    } else if (path.kind != Node::Kind::faulty) {
      refuse(path.where,
             path.kind == Node::Kind::nothing
                 ? tr("extends is empty; write a path from this file's folder, or a list of them")
                 : tr("extends is {}; write a path from this file's folder, or a list of them", shown(to_line(path))));
    }
  };
  if (extends.is_list()) {
    for (const Node& path : extends.items) follow(path);
  } else {
    follow(extends);
  }
}

bool Files::read_bytes(const std::filesystem::path& file, const SourceLocation& asked_at, std::string& bytes) {
  const std::string name = file.generic_string();
  const std::string what = asked_at.line == 0 ? tr("this") : shown(name);
  if (const std::string* kept = files_->kept_bytes(file)) {
    if (kept->size() <= largest_file) {
      bytes = *kept;
      return true;
    }
    refuse_size(asked_at, what, kept->size());
    return false;
  }
  std::error_code fault;
  const auto status = std::filesystem::status(file, fault);
  if (status.type() == std::filesystem::file_type::not_found) {
    refuse(asked_at, asked_at.line == 0 ? tr("there is no such file{}", neighbours(file))
                                        : tr("there is no file {}{}", shown(name), neighbours(file)));
  } else if (fault) {
    refuse(asked_at, tr("{} cannot be opened: {}", what, system_reason(fault)));
  } else if (std::filesystem::is_directory(status)) {
    refuse(asked_at, tr("{} is a folder; name a file in it{}", what, neighbours(file / "*.yaml")));
  } else if (!std::filesystem::is_regular_file(status)) {
    refuse(asked_at, tr("{} is not a regular file; save it as one", what));
  } else if (const auto size = std::filesystem::file_size(file, fault); fault || size > largest_file) {
    if (fault) {
      refuse(asked_at, tr("{} cannot be opened: {}", what, system_reason(fault)));
    } else {
      refuse_size(asked_at, what, size);
    }
  } else {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
      refuse(asked_at, tr("{} cannot be opened: {}; check who may read it", what, system_reason(errno)));
      return false;
    }
    bytes.resize(static_cast<std::size_t>(size) + 1);  // one more byte, to detect a file that has grown since
    stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(stream.gcount()));
    if (bytes.size() <= size && !stream.bad()) return true;
    refuse(asked_at, tr("{} could not be read to its end", what));
  }
  return false;
}

void Files::refuse_size(const SourceLocation& asked_at, const std::string& what, std::uintmax_t size) {
  refuse(asked_at,
         tr("{} has {} bytes; a file may have at most {}; divide it and use `extends`", what, size, largest_file));
}

void Files::refuse(const SourceLocation& where, const std::string& message) {
  all_readable_ = false;
  diagnostics_->error(where, message);
}

}  // namespace muster::scenarios
