// Serialization: the changing state of a simulation, to bytes and back.
//
// Idea: a Serializer either writes or reads, and a class lists its members once, in `void state(Serializer&
// serializer)`, so that the two directions cannot disagree; an aggregate without this function is passed member by
// member. Equal values give equal bytes: padding is never written, and a type for which this cannot be ensured
// does not compile. Contract: the bytes have the layout of this machine's memory and are valid for the same build
// of the program on the same kind of machine; code that stores them must record which build wrote them and protect
// them with a digest. Reading never allocates more memory than the remaining bytes could fill, whatever sizes they
// state. Leaves out: files, versions, pointers.
#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace muster {

class Serializer;

/// The bytes are not a valid state.
class BadState : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A class that lists its changing members in a function state().
template <class T>
concept ListsState = requires(T& object, Serializer& serializer) {
  object.state(serializer);
};

/// A plain aggregate, whose value is that of its members.
template <class T>
concept HasMembers = std::is_aggregate_v<T> && std::is_class_v<T> && std::is_trivially_copyable_v<T> && !ListsState<T>;

namespace state_details {

struct AnyMember {
  template <class T>
  requires(std::is_trivially_copyable_v<T>) operator T() const {  // NOLINT: implicit, to count members
    std::abort();                                                 // never called
  }
};

template <class T, class... Members>
constexpr std::size_t count_members() {
  if constexpr (requires { T{Members{}..., AnyMember{}}; })
    return count_members<T, Members..., AnyMember>();
  else
    return sizeof...(Members);
}

/// Calls `take` with the members of an object, in the order of their declaration.
template <HasMembers T, class Take>
constexpr decltype(auto) with_members(T& of, Take&& take) {
  constexpr std::size_t count = count_members<std::remove_const_t<T>>();
  static_assert(count >= 1 && count <= 26, "a class with other numbers of members lists them itself, in state()");
#define MUSTER_IF_MEMBERS(number, ...) \
  if constexpr (count == (number)) {   \
    auto& [__VA_ARGS__] = of;          \
    return take(__VA_ARGS__);          \
  }
  // clang-format off
  MUSTER_IF_MEMBERS(1, a)
  MUSTER_IF_MEMBERS(2, a, b)
  MUSTER_IF_MEMBERS(3, a, b, c)
  MUSTER_IF_MEMBERS(4, a, b, c, d)
  MUSTER_IF_MEMBERS(5, a, b, c, d, e)
  MUSTER_IF_MEMBERS(6, a, b, c, d, e, f)
  MUSTER_IF_MEMBERS(7, a, b, c, d, e, f, g)
  MUSTER_IF_MEMBERS(8, a, b, c, d, e, f, g, h)
  MUSTER_IF_MEMBERS(9, a, b, c, d, e, f, g, h, i)
  MUSTER_IF_MEMBERS(10, a, b, c, d, e, f, g, h, i, j)
  MUSTER_IF_MEMBERS(11, a, b, c, d, e, f, g, h, i, j, k)
  MUSTER_IF_MEMBERS(12, a, b, c, d, e, f, g, h, i, j, k, l)
  MUSTER_IF_MEMBERS(13, a, b, c, d, e, f, g, h, i, j, k, l, m)
  MUSTER_IF_MEMBERS(14, a, b, c, d, e, f, g, h, i, j, k, l, m, n)
  MUSTER_IF_MEMBERS(15, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o)
  MUSTER_IF_MEMBERS(16, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p)
  MUSTER_IF_MEMBERS(17, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q)
  MUSTER_IF_MEMBERS(18, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r)
  MUSTER_IF_MEMBERS(19, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s)
  MUSTER_IF_MEMBERS(20, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t)
  MUSTER_IF_MEMBERS(21, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u)
  MUSTER_IF_MEMBERS(22, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v)
  MUSTER_IF_MEMBERS(23, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w)
  MUSTER_IF_MEMBERS(24, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x)
  MUSTER_IF_MEMBERS(25, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y)
  MUSTER_IF_MEMBERS(26, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z)
  // clang-format on
#undef MUSTER_IF_MEMBERS
}

template <class T>
struct IsArray : std::false_type {};
template <class T, std::size_t count>
struct IsArray<std::array<T, count>> : std::true_type {};

}  // namespace state_details

/// Whether the bytes of an object are its value and nothing else, that is, whether it has no padding, whose
/// content is arbitrary.
template <class T>
constexpr bool bytes_are_the_value() {
  if constexpr (std::is_pointer_v<T> || !std::is_trivially_copyable_v<T>) {
    return false;
  } else if constexpr (std::has_unique_object_representations_v<T>) {
    return true;
  } else if constexpr (std::is_floating_point_v<T>) {
    return sizeof(T) <= sizeof(double);  // a long double has padding
  } else if constexpr (state_details::IsArray<T>::value) {
    return bytes_are_the_value<typename T::value_type>();
  } else if constexpr (HasMembers<T>) {
    using Plain = decltype(state_details::with_members(std::declval<T&>(), [](auto&... members) {
      constexpr bool members_are = (bytes_are_the_value<std::remove_cvref_t<decltype(members)>>() && ...);
      constexpr bool no_gaps = (sizeof(members) + ... + 0) == sizeof(T);
      return std::conjunction<std::bool_constant<members_are>, std::bool_constant<no_gaps>>{};
    }));
    return Plain::value;
  } else {
    return false;
  }
}

/// A type that is written as it is in memory.
template <class T>
concept PlainState = !ListsState<T> && bytes_are_the_value<T>();

class Serializer {
 public:
  /// A serializer that writes.
  Serializer() = default;
  /// A serializer that reads. @param bytes  must outlive it
  explicit Serializer(std::string_view bytes) : reading_(true), left_(bytes) {}

  [[nodiscard]] bool is_reading() const { return reading_; }

  /// Writes the values, or sets them to those that were written. @throws BadState if there are too few bytes
  template <class... T>
  void operator()(T&... values) {
    (pass(values), ...);
  }

  /// Reserves memory for this number of bytes to be written.
  void reserve(std::size_t count) { written_.reserve(count); }

  /// The bytes written so far, which are moved out.
  [[nodiscard]] std::string take() { return std::move(written_); }

  /// The number of bytes not yet read.
  [[nodiscard]] std::size_t left() const { return left_.size(); }

  /// @throws BadState unless everything has been read
  void end() const {
    if (!left_.empty()) throw BadState(std::to_string(left_.size()) + " bytes are left over");
  }

  /// Writes this number of bytes from memory, or reads them into it. @throws BadState if there are too few bytes
  void bytes(void* memory, std::size_t count) {
    if (!reading_) {
      written_.append(static_cast<const char*>(memory), count);
      return;
    }
    if (count > left_.size())
      throw BadState(std::to_string(count) + " bytes are needed, but only " + std::to_string(left_.size()) +
                     " are left");
    if (count > 0) std::memcpy(memory, left_.data(), count);
    left_.remove_prefix(count);
  }

  /// Writes or reads the number of elements of a container.
  /// @param least  bytes that each element takes up at least; not 0
  /// @throws BadState if the bytes left cannot hold so many elements
  [[nodiscard]] std::size_t count_of(std::size_t count, std::size_t least) {
    auto written = static_cast<std::uint64_t>(count);
    pass(written);
    if (reading_ && written > left_.size() / least)
      throw BadState(std::to_string(written) + " elements do not fit into " + std::to_string(left_.size()) + " bytes");
    return static_cast<std::size_t>(written);
  }

 private:
  template <PlainState T>
  void pass(T& value) {
    bytes(&value, sizeof value);
  }

  void pass(bool& value) {  // read through a char, because a byte other than 0 and 1 is not a valid bool
    char byte = value ? 1 : 0;
    bytes(&byte, 1);
    value = byte != 0;
  }

  template <ListsState T>
  void pass(T& value) {
    value.state(*this);
  }

  void pass(std::string& text) {
    text.resize(count_of(text.size(), 1));
    bytes(text.data(), text.size());
  }

  template <class T, class Allocator>
  void pass(std::vector<T, Allocator>& values) {
    values.resize(count_of(values.size(), least_bytes<T>()));
    if constexpr (std::same_as<T, bool>) {
      for (std::size_t i = 0; i < values.size(); ++i) {
        bool bit = values[i];
        pass(bit);
        values[i] = bit;
      }
    } else if constexpr (PlainState<T>) {
      bytes(values.data(), values.size() * sizeof(T));
    } else {
      for (T& value : values) pass(value);
    }
  }

  template <class T>
  void pass(std::deque<T>& values) {
    values.resize(count_of(values.size(), least_bytes<T>()));
    for (T& value : values) pass(value);
  }

  template <HasMembers T>
  requires(!PlainState<T>) void pass(T& value) {
    if constexpr (state_details::IsArray<T>::value)
      for (auto& one : value) pass(one);
    else
      state_details::with_members(value, [this](auto&... members) { (this->pass(members), ...); });
  }

  template <class T>
  void pass(std::optional<T>& value) {
    bool there = value.has_value();
    pass(there);
    if (reading_) value = there ? std::optional<T>(T{}) : std::nullopt;
    if (there) pass(*value);
  }

  template <class A, class B>
  void pass(std::pair<A, B>& both) {
    pass(both.first);
    pass(both.second);
  }

  template <class Key, class T>
  void pass(std::map<Key, T>& values) {
    const std::size_t count = count_of(values.size(), least_bytes<Key>());
    if (!reading_) {
      for (auto& [key, value] : values) {
        Key copy = key;
        pass(copy);
        pass(value);
      }
      return;
    }
    values.clear();
    for (std::size_t i = 0; i < count; ++i) {
      Key key{};
      pass(key);
      pass(values[std::move(key)]);
    }
  }

  /// Elements are written in ascending order. The order of iteration is not restored, so this is for sets that are
  /// used for look-ups only.
  template <class T>
  void pass(std::unordered_set<T>& values) {
    std::vector<T> listed(values.begin(), values.end());
    std::sort(listed.begin(), listed.end());
    pass(listed);
    if (reading_) values = std::unordered_set<T>(listed.begin(), listed.end());
  }

  /// Likewise, in ascending order of the keys.
  template <class Key, class T>
  void pass(std::unordered_map<Key, T>& values) {
    std::vector<std::pair<Key, T>> listed(values.begin(), values.end());
    std::sort(listed.begin(), listed.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    pass(listed);
    if (reading_) values = std::unordered_map<Key, T>(listed.begin(), listed.end());
  }

  template <class T>
  static constexpr std::size_t least_bytes() {
    return PlainState<T> && !std::same_as<T, bool> ? sizeof(T) : 1;
  }

  bool reading_ = false;
  std::string written_;
  std::string_view left_;
};

}  // namespace muster
