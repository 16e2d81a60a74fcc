#pragma once
/// The floor of a reader: loops that make the checksums of a recording where it lies, and look at
/// nothing else.

#include <benchmark/benchmark.h>
#include <xxhash.h>

#include "core/log/entry.hpp"
#include "core/recording/block.hpp"
#include "core/recording/file_bytes.hpp"

namespace reckon::bench {

/// visit(block with head and checksum) for all blocks.
template <class Visit>
bool each_block(const std::filesystem::path& path, Visit&& visit) {
    const auto file = FileBytes::open(path);
    if (!file) return false;
    for (auto rest = file->bytes().subspan(header_bytes); !rest.empty();) {
        const auto head = block_head(rest);
        if (!head) return false;
        const auto block = rest.first(head->length + frame_bytes);
        if (!visit(head->type, block)) return false;
        rest = rest.subspan(block.size());
    }
    return true;
}

/// Of each block. False if one does not match.
inline bool sum_blocks(const std::filesystem::path& path) {
    return each_block(path,
                      [](BlockType, std::span<const std::byte> block) { return intact(block); });
}

/// Of each entry of the log, which has none to match.
inline bool sum_entries(const std::filesystem::path& path, EntryShape shape) {
    return each_block(path, [&](BlockType type, std::span<const std::byte> block) {
        std::uint64_t sums = 0;
        if (type != BlockType::log) return true;
        auto rest = block.subspan(block_head_bytes, block.size() - frame_bytes);
        while (!rest.empty()) {
            const Entry entry{shape, rest.data()};
            sums += XXH3_64bits(rest.data(), entry.bytes());
            rest = rest.subspan(entry.bytes());
        }
        benchmark::DoNotOptimize(sums);
        return true;
    });
}

}  // namespace reckon::bench
