#pragma once
/// Entries that nobody vouches for.

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>

#include "core/log/entry.hpp"
#include "core/world/little_endian.hpp"
#include "core/world/state_bytes.hpp"

namespace reckon {

/// What entries may name.
struct EntryBounds {
    EntryShape shape;
    ShipId ships = 0;
    std::size_t orders = 0;
};

/// visit(entry) for each, in order. What is wrong with the first that is none, in words; empty if
/// all are entries.
///
/// Cost  A few comparisons an entry.
template <class Visit>
[[nodiscard]] std::string each_entry(const EntryBounds& bounds, std::span<const std::byte> payload,
                                     Visit&& visit) {
    using Word = Entry::Word;
    const std::size_t head = bounds.shape.dots_at();
    std::size_t left = payload.size() / sizeof(Word);
    const std::byte* at = payload.data();
    if (left * sizeof(Word) != payload.size()) return "half a word at its end";
    while (left > 0) {
        const Entry entry{bounds.shape, at};
        if (left < head) return fmt::format("{} words", left);
        const std::size_t words = entry.words();
        const std::size_t most = bounds.shape.with_dots ? left : head;
        if (words < head || words > most || (words - head) % EntryShape::dot_words != 0) {
            return fmt::format("an entry of {} words", words);
        }
        const Event event = entry.event();
        ShipId ship = std::max(event.dot.ship, entry.first_dot().ship);
        const std::size_t dots = (words - head) / EntryShape::dot_words;
        for (std::size_t i = 1; i < dots; ++i) ship = std::max(ship, entry.dot(i).ship);
        if (ship >= bounds.ships) return fmt::format("ship {}", ship);
        if (event.order >= bounds.orders) return fmt::format("order {}", event.order);
        visit(entry);
        at += words * sizeof(Word);
        left -= words;
    }
    return {};
}

/// Of an entry with a state; none if it is no state.
[[nodiscard]] inline std::optional<State> state_of(const Entry& entry) {
    ByteReader in{std::span{entry.state(), state_bytes}};
    return take_state(in);
}

}  // namespace reckon
