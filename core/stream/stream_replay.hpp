#pragma once
/// A replay that remembers the last states only.

#include <array>
#include <map>

#include "core/log/cut.hpp"
#include "core/log/rows.hpp"
#include "core/recording/setting.hpp"

namespace reckon {

/// An entry, applied.
struct ReplayedStep {
    Entry entry;
    Event event;
    State before;
    State after;
    std::array<Dot, derefs_max> reads;
    std::uint32_t read_count;
};

/// How much a replay remembers.
struct Window {
    /// For the states of all ships together. Units: bytes.
    std::uint64_t bytes = 64ULL << 20;

    static constexpr std::uint32_t versions_min = 16;  ///< Of a ship, whatever that comes to.
    static constexpr ShipId clocks_max = 8192;         ///< Ships, of a log by clock.

    /// The last versions of a ship that can be read.
    [[nodiscard]] std::uint32_t versions(ShipId ships) const;
};

/// A global state within a log's order, and what else one must know to go on from there.
///
/// Shape  `old` has states that were replaced before and are read after; `clocks`, of a log by
///        clock, a row for each ship.
struct Snapshot {
    std::uint64_t entries = 0;
    Cut cut;
    std::vector<State> states;
    std::vector<Version> clocks;
    std::vector<std::pair<Dot, State>> old;
};

/// Applies the entries of a log one by one, as replay() does, in the order of a LogStream.
///
/// Threads  One.
/// Errors   What stops a replay: of kind input. A deref of a version that is no longer remembered,
///          an entry of a partial order before one that it names, a fleet whose clocks are too
///          many: of kind bound; the whole log in memory might be replayed.
/// Cost     The window, whatever the length of the log; of a log by clock, 4 bytes a ship and ship.
class StreamReplay {
public:
    /// The setting outlives it.
    StreamReplay(const Setting& setting, const Window& window);

    /// Goes on from there, and not from the initial states.
    void begin_at(const Snapshot& snapshot);

    /// None from the first error on.
    [[nodiscard]] std::optional<ReplayedStep> apply(const Entry& entry);

    [[nodiscard]] const std::optional<Error>& error() const { return error_; }

    [[nodiscard]] std::uint64_t applied() const { return applied_; }
    /// How many of each ship's events have been applied.
    [[nodiscard]] const Cut& cut() const { return done_; }
    /// Of each ship, after them.
    [[nodiscard]] const State& state(ShipId ship) const { return at({ship, done_[ship]}); }
    /// Of a version that was just read.
    [[nodiscard]] const State& at(Dot dot) const;

    /// Where the replay is, to go on from there.
    [[nodiscard]] Snapshot snapshot() const;

    /// What the event's clock counts of another ship: of a log by clock, of the ship's last event.
    [[nodiscard]] Version counted(ShipId of, ShipId other) const {
        return clocks_[of * done_.size() + other];
    }

private:
    [[nodiscard]] bool follows_its_cause(const Event& event);
    [[nodiscard]] bool take_clock(const Entry& entry, Dot dot);
    [[nodiscard]] bool read(const Entry& entry, ReplayedStep& step, const Order& order,
                            std::array<State, derefs_max>& states);
    void refuse(std::string value, std::string expected, Error::Kind kind = Error::Kind::input);
    void refuse_open(Dot dot, Dot awaited);
    [[nodiscard]] std::string name(Dot dot) const;

    [[nodiscard]] bool remembers(Dot dot) const;
    [[nodiscard]] std::size_t slot(Dot dot) const {
        return dot.ship * std::size_t{versions_} + dot.version % versions_;
    }

    const Scenario& scenario_;
    LogShape shape_;
    std::uint32_t versions_;
    // Of each ship the last versions, in a ring; of which a short replay touches little.
    std::vector<State, UnwrittenMemory<State>> states_;
    Cut done_;
    Cut begun_at_;                 // Nothing before is in the ring.
    std::map<Dot, State> old_;     // Of before that.
    std::vector<Version> clocks_;  // Of a log by clock.
    std::uint64_t applied_ = 0;
    std::optional<Error> error_;
};

}  // namespace reckon
