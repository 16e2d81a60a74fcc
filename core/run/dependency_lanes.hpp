#pragma once
/// Events with the versions that their derefs returned, ship by ship: the storage of strategies
/// that name reads.

#include <cassert>
#include <cstring>

#include "core/run/lane_tap.hpp"
#include "core/run/strategy.hpp"

namespace reckon {

/// Threads  A ship's records: one at a time. Ships share nothing.
/// Shape    A ship's lane is a stream of words, which are entries: an event, of how many words the
///          entry is, a stamp if they have one, reads.
/// Cost     24 bytes an event, 8 a stamp and 8 a read, one after another.
template <OrderCode order>
class DependencyLanes {
    using Word = Entry::Word;

    static_assert(order == OrderCode::by_dependency || order == OrderCode::by_stamp);

    static constexpr LogShape shape{order, true};
    static constexpr EntryShape entry = entry_shape(shape);
    static constexpr std::size_t head = entry.dots_at();
    static constexpr std::size_t dot_words = EntryShape::dot_words;

public:
    explicit DependencyLanes(const Roster& roster)
        : memory_{roster.memory}, ships_(roster.ship_count(), memory_) {
        for (std::size_t ship = 0; ship < ships_.size(); ++ship) {
            const std::size_t reads = roster.derefs[ship];
            // And one more, for a record stands there before it is counted.
            ships_[ship].words.reserve(
                head * (roster.events[ship] + std::size_t{1}) + dot_words * (reads + derefs_max),
                memory_);
        }
    }

    /// The records are entries as they lie.
    [[nodiscard]] std::unique_ptr<Tap> tap() const { return lane_tap(shape, ships_, &Ship::words); }

    /// The record of the event that a ship is about to make; observes what one decision sees. Until
    /// it is closed it is not there, so that a step which never comes to its publish leaves
    /// nothing.
    class Record {
    public:
        template <class Stamp>
        void operator()(const Seen<Stamp>& seen) {
            if (seen.kind != SeenKind::deref) return;
            assert(next_ < begin_ + head + derefs_max * dot_words && "decided once");
            next_[0] = seen.dot.ship;
            next_[1] = seen.dot.version;
            next_ += dot_words;
        }

        void close(const Event& event) {
            const auto words = static_cast<std::size_t>(next_ - begin_);
            std::memcpy(begin_, &event, sizeof event);
            begin_[EntryShape::event_words] = static_cast<Word>(words);
            lane_.extend(words);
        }

        /// Of an entry that has a stamp.
        void close(const Event& event, std::uint64_t stamp) {
            static_assert(entry.stamped);
            std::memcpy(begin_ + entry.stamp_at(), &stamp, sizeof stamp);
            close(event);
        }

    private:
        friend class DependencyLanes;

        explicit Record(Lane<Word>& lane)
            : lane_{lane}, begin_{lane.room()}, next_{begin_ + head} {}

        Lane<Word>& lane_;
        Word* begin_;
        Word* next_;
    };

    [[nodiscard]] Record open(ShipId ship) { return Record{ships_[ship].words}; }

    /// The events ship by ship, each with its reads.
    [[nodiscard]] Log log() const {
        std::size_t events = 0;
        std::size_t reads = 0;
        each([&](const Entry& recorded) {
            ++events;
            reads += recorded.dot_count();
        });
        std::pmr::vector<std::uint64_t> stamps{memory_};
        Log log{
            std::pmr::vector<Event>{memory_}, ByDependency{},
            NamedReads{std::pmr::vector<std::uint32_t>{memory_}, std::pmr::vector<Dot>{memory_}}};
        NamedReads& named = *log.named_reads;
        log.events.reserve(events);
        named.ends.reserve(events);
        named.reads.reserve(reads);
        if (entry.stamped) stamps.reserve(events);
        each([&](const Entry& recorded) {
            log.events.push_back(recorded.event());
            if (entry.stamped) stamps.push_back(recorded.stamp());
            for (std::size_t i = 0; i < recorded.dot_count(); ++i) {
                named.reads.push_back(recorded.dot(i));
            }
            named.ends.push_back(static_cast<std::uint32_t>(named.reads.size()));
        });
        if (entry.stamped) log.order = ByStamp{std::move(stamps)};
        return log;
    }

private:
    struct Ship {
        Lane<Word> words;
    };

    /// visit(entry), ship by ship.
    template <class Visit>
    void each(Visit&& visit) const {
        for (const Ship& ship : ships_) {
            const Word* end = ship.words.end();
            for (const Word* at = ship.words.begin(); at != end;) {
                const Entry recorded{entry, reinterpret_cast<const std::byte*>(at)};
                visit(recorded);
                at += recorded.words();
            }
        }
    }

    std::pmr::memory_resource* memory_;
    std::pmr::vector<Ship> ships_;
};

}  // namespace reckon
