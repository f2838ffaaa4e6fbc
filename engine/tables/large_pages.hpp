// Memory for the tables of a national scenario, on large pages where the system supports them.
//
// Idea: a table of many megabytes that is traversed every simulated year loses time twice for each small page: when
// the system clears the pages one at a time, and whenever the address of a page has to be looked up. Contract: blocks
// below 4 MB are allocated with operator new; larger ones are aligned to 2 MB, with a hint to the system, which
// may ignore it. Only speed depends on this. Leaves out: freeing parts of a block.
#pragma once

#include <cstddef>
#include <cstdint>
#include <new>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace muster {

inline constexpr std::size_t large_page = std::size_t{1} << 21;  // bytes; the size on x86-64 and most ARM systems

/// @param bytes  a multiple of large_page
[[nodiscard]] inline void* allocate_large(std::size_t bytes) {
  void* const block = ::operator new (bytes, std::align_val_t{large_page});
#ifdef MADV_HUGEPAGE
  (void)madvise(block, bytes, MADV_HUGEPAGE);  // has no effect where the system has no large pages
#endif
  return block;
}
inline void free_large(void* block) { ::operator delete (block, std::align_val_t{large_page}); }

/// An allocator for std::vector.
template <class T>
class OnLargePages {
 public:
  using value_type = T;
  OnLargePages() = default;
  template <class Other>
  explicit OnLargePages(const OnLargePages<Other>&) {}

  [[nodiscard]] T* allocate(std::size_t count) {
    if (count > (std::size_t{PTRDIFF_MAX} - large_page) / sizeof(T)) throw std::bad_array_new_length{};
    const std::size_t bytes = count * sizeof(T);
    return static_cast<T*>(is_large(bytes) ? allocate_large((bytes + large_page - 1) / large_page * large_page)
                                           : ::operator new(bytes));
  }
  void deallocate(T* block, std::size_t count) {
    if (is_large(count * sizeof(T))) {
      free_large(block);
    } else {
      ::operator delete(block);
    }
  }
  friend bool operator==(const OnLargePages&, const OnLargePages&) { return true; }

 private:
  static constexpr bool is_large(std::size_t bytes) { return bytes >= 2 * large_page; }
};

}  // namespace muster
