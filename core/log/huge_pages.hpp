#pragma once
/// Asking the system for huge pages, where much memory is taken at once: to touch a small page for
/// the first time costs more than to fill it.

#include <sys/mman.h>

#include <cstddef>
#include <cstdint>

namespace reckon {

inline constexpr std::size_t small_page_bytes = 4096;
inline constexpr std::size_t huge_page_bytes = std::size_t{2} << 20U;

/// Advice: where it is not taken, pages are small, which is slower and not wrong.
inline void ask_for_huge_pages(void* memory, std::size_t bytes) {
    const auto first = reinterpret_cast<std::uintptr_t>(memory);
    const std::uintptr_t begin =
        (first + small_page_bytes - 1) / small_page_bytes * small_page_bytes;
    const std::uintptr_t end = (first + bytes) / small_page_bytes * small_page_bytes;
    ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
}

}  // namespace reckon
