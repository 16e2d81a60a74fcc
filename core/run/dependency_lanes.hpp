#pragma once
/// Events with the versions that their derefs returned, ship by ship: the storage of strategies
/// that name reads.

#include <array>
#include <bit>
#include <cassert>
#include <cstring>

#include "core/run/lane.hpp"
#include "core/run/strategy.hpp"

namespace reckon {

/// Threads  A ship's records: one at a time. Ships share nothing.
/// Shape    A ship's lane is a stream of words: an event, of how many words the record is, reads.
/// Cost     24 bytes an event and 8 a read, one after another.
class DependencyLanes {
    using Word = std::uint32_t;

    static constexpr std::size_t event_words =
        sizeof(Event) / sizeof(Word) + 1;  // With the length.
    static constexpr std::size_t dot_words = sizeof(Dot) / sizeof(Word);

public:
    explicit DependencyLanes(const Roster& roster)
        : memory_{roster.memory}, ships_(roster.ship_count(), memory_) {
        for (std::size_t ship = 0; ship < ships_.size(); ++ship) {
            const std::size_t reads = roster.derefs[ship];
            // And one more, for a record stands there before it is counted.
            ships_[ship].words.reserve(
                event_words * (roster.events[ship] + 1) + dot_words * (reads + derefs_max),
                memory_);
        }
    }

    /// The record of the event that a ship is about to make; observes what one decision sees. Until
    /// it is closed it is not there, so that a step which never comes to its publish leaves
    /// nothing.
    class Record {
    public:
        template <class Stamp>
        void operator()(const Seen<Stamp>& seen) {
            if (seen.kind != SeenKind::deref) return;
            assert(next_ < begin_ + event_words + derefs_max * dot_words && "decided once");
            next_[0] = seen.dot.ship;
            next_[1] = seen.dot.version;
            next_ += dot_words;
        }

        void close(const Event& event) {
            const auto words = static_cast<std::size_t>(next_ - begin_);
            std::memcpy(begin_, &event, sizeof event);
            begin_[event_words - 1] = static_cast<Word>(words);
            lane_.extend(words);
        }

    private:
        friend class DependencyLanes;

        explicit Record(Lane<Word>& lane)
            : lane_{lane}, begin_{lane.room()}, next_{begin_ + event_words} {}

        Lane<Word>& lane_;
        Word* begin_;
        Word* next_;
    };

    [[nodiscard]] Record open(ShipId ship) { return Record{ships_[ship].words}; }

    /// The events ship by ship, each with its reads.
    [[nodiscard]] Log log(Ordering order) const {
        std::size_t events = 0;
        std::size_t reads = 0;
        each([&](const Event&, std::span<const Word> read) {
            ++events;
            reads += read.size() / dot_words;
        });
        Log log{
            std::pmr::vector<Event>{memory_}, std::move(order),
            NamedReads{std::pmr::vector<std::uint32_t>{memory_}, std::pmr::vector<Dot>{memory_}}};
        NamedReads& named = *log.named_reads;
        log.events.reserve(events);
        named.ends.reserve(events);
        named.reads.reserve(reads);
        each([&](const Event& event, std::span<const Word> read) {
            log.events.push_back(event);
            for (std::size_t i = 0; i < read.size(); i += dot_words) {
                named.reads.push_back({read[i], read[i + 1]});
            }
            named.ends.push_back(static_cast<std::uint32_t>(named.reads.size()));
        });
        return log;
    }

private:
    struct Ship {
        Lane<Word> words;
    };

    static Event event_at(const Word* at) {
        std::array<std::byte, sizeof(Event)> bytes;
        std::memcpy(bytes.data(), at, bytes.size());
        return std::bit_cast<Event>(bytes);
    }

    /// visit(event, the words of its reads), ship by ship.
    template <class Visit>
    void each(Visit&& visit) const {
        for (const Ship& ship : ships_) {
            for (const Word* at = ship.words.begin(); at != ship.words.end();) {
                const auto event = event_at(at);
                const std::size_t words = at[event_words - 1];
                visit(event, std::span{at + event_words, words - event_words});
                at += words;
            }
        }
    }

    std::pmr::memory_resource* memory_;
    std::pmr::vector<Ship> ships_;
};

}  // namespace reckon
