#pragma once
/// A log's entry as bytes: what lanes hold, taps hand over and recording files keep.

#include <cstddef>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/log/event.hpp"
#include "core/world/state.hpp"

namespace reckon {

/// What makes an order of a log's events. The numbers stand in files.
enum class OrderCode : std::uint32_t {
    unrecorded = 0,
    in_sequence = 1,
    by_stamp = 2,
    by_dependency = 3,
    by_clock = 4,
};

inline constexpr std::uint32_t order_code_count = 5;

[[nodiscard]] constexpr std::string_view word(OrderCode order) {
    switch (order) {
        case OrderCode::unrecorded: return "nothing";
        case OrderCode::in_sequence: return "a sequence";
        case OrderCode::by_stamp: return "stamps";
        case OrderCode::by_dependency: return "dependencies";
        case OrderCode::by_clock: return "clocks";
    }
    return "?";
}

[[nodiscard]] constexpr bool is_partial(OrderCode order) {
    return order == OrderCode::by_dependency || order == OrderCode::by_clock;
}

/// What a log's entries say.
struct LogShape {
    OrderCode order = OrderCode::unrecorded;
    bool names_reads = false;

    friend bool operator==(const LogShape&, const LogShape&) = default;
};

/// What stands in an entry behind its event: a stamp, a state, dots, each or none.
///
/// Shape  An entry is 32-bit words, little-endian: an event (ship, version, order, cause), the
///        number of words of the entry, a stamp (2) if it has one, a state (6) if it has one, and
///        dots (2 each) to its end: the versions read, or what changed in the clock.
struct EntryShape {
    bool stamped = false;
    bool with_state = false;
    bool with_dots = false;

    static constexpr std::size_t event_words = 5;
    static constexpr std::size_t stamp_words = 2;
    static constexpr std::size_t state_words = 6;
    static constexpr std::size_t dot_words = 2;

    [[nodiscard]] constexpr std::size_t stamp_at() const { return event_words + 1; }
    [[nodiscard]] constexpr std::size_t state_at() const {
        return stamp_at() + (stamped ? stamp_words : 0);
    }
    [[nodiscard]] constexpr std::size_t dots_at() const {
        return state_at() + (with_state ? state_words : 0);
    }
};

[[nodiscard]] constexpr EntryShape entry_shape(LogShape shape) {
    return {.stamped = shape.order == OrderCode::by_stamp,
            .with_dots = shape.names_reads || shape.order == OrderCode::by_clock};
}

/// Of the truth: the state that the event made, and the versions that it read.
inline constexpr EntryShape truth_shape{.with_state = true, .with_dots = true};

/// An entry where it lies, which need not be aligned.
///
/// Shape  Of bytes that are an entry of this shape: see EntryReader in core/recording for those
///        that nobody vouches for.
class Entry {
public:
    using Word = std::uint32_t;

    Entry(EntryShape shape, const std::byte* at) : shape_{shape}, at_{at} {}

    [[nodiscard]] const std::byte* begin() const { return at_; }
    /// Put together from its parts: what nobody asks for is not loaded.
    [[nodiscard]] Event event() const {
        return {dot(), load<OrderId>(order_at), load<Cause>(cause_at)};
    }
    [[nodiscard]] Dot dot() const { return load<Dot>(0); }
    [[nodiscard]] Word words() const { return load<Word>(EntryShape::event_words); }
    [[nodiscard]] std::size_t bytes() const { return words() * sizeof(Word); }
    [[nodiscard]] std::uint64_t stamp() const { return load<std::uint64_t>(shape_.stamp_at()); }
    [[nodiscard]] const std::byte* state() const { return word_at(shape_.state_at()); }

    [[nodiscard]] std::size_t dot_count() const {
        return (words() - shape_.dots_at()) / EntryShape::dot_words;
    }
    [[nodiscard]] Dot dot(std::size_t i) const {
        return load<Dot>(shape_.dots_at() + i * EntryShape::dot_words);
    }
    /// Of an entry without dots, its own ship at version 0, which every cut has. Whether there is
    /// one is no branch: where every other entry has a dot, it would be mispredicted as often.
    [[nodiscard]] Dot first_dot() const {
        const std::size_t there = words() > shape_.dots_at() ? 1 : 0;
        const Dot first = load<Dot>(there * shape_.dots_at());
        return {first.ship, static_cast<Version>(there) * first.version};
    }

private:
    static constexpr std::size_t order_at = offsetof(Event, order) / sizeof(Word);
    static constexpr std::size_t cause_at = offsetof(Event, cause) / sizeof(Word);

    [[nodiscard]] const std::byte* word_at(std::size_t word) const {
        return at_ + word * sizeof(Word);
    }

    template <class T>
    [[nodiscard]] T load(std::size_t word) const {
        T value;
        std::memcpy(static_cast<void*>(&value), word_at(word), sizeof value);
        return value;
    }

    EntryShape shape_;
    const std::byte* at_;
};

/// The first thing that an entry names and a cut lacks: the event that hailed, a version that it
/// read or counts; none if the cut has them all. Of the entry before it of its ship nothing is
/// said.
[[nodiscard]] inline std::optional<Dot> first_lacking(const Entry& entry, const Event& event,
                                                      std::span<const Version> cut) {
    const auto lacks = [&](Dot dot) {
        return dot.ship >= cut.size() || dot.version > cut[dot.ship];
    };
    if (event.cause.is_hail() && lacks(event.cause.sender())) return event.cause.sender();
    if (lacks(entry.first_dot())) return entry.first_dot();
    const std::size_t dots = entry.dot_count();
    for (std::size_t i = 1; i < dots; ++i) {
        const Dot dot = entry.dot(i);
        if (lacks(dot)) return dot;
    }
    return std::nullopt;
}

/// Entries, one appended after another.
class EntryBytes {
public:
    explicit EntryBytes(EntryShape shape) : shape_{shape} {}

    /// What the shape does not have is left out; `state` may be null then.
    void append(const Event& event, std::uint64_t stamp, const State* state,
                std::span<const Dot> dots) {
        const std::size_t words = shape_.dots_at() + dots.size() * EntryShape::dot_words;
        const std::size_t begin = bytes_.size();
        bytes_.resize(begin + words * sizeof(Entry::Word));
        store(begin, 0, event);
        store(begin, EntryShape::event_words, static_cast<Entry::Word>(words));
        if (shape_.stamped) store(begin, shape_.stamp_at(), stamp);
        if (shape_.with_state && state != nullptr) store(begin, shape_.state_at(), *state);
        for (std::size_t i = 0; i < dots.size(); ++i) {
            store(begin, shape_.dots_at() + i * EntryShape::dot_words, dots[i]);
        }
    }

    [[nodiscard]] std::span<const std::byte> bytes() const { return bytes_; }
    /// Keeps the memory.
    void clear() { bytes_.clear(); }

private:
    template <class T>
    void store(std::size_t begin, std::size_t word, const T& value) {
        std::memcpy(bytes_.data() + begin + word * sizeof(Entry::Word), &value, sizeof value);
    }

    EntryShape shape_;
    std::vector<std::byte> bytes_;
};

}  // namespace reckon
