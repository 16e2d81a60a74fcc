#include "core/stream/stored_state.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace reckon {
namespace {

Snapshot at_the_beginning(const IndexedRun& run) {
    Snapshot snapshot{.cut = Cut(run.scenario().ships.size())};
    for (const ShipSetup& ship : run.scenario().ships) snapshot.states.push_back(ship.initial);
    if (run.setting().shape.order == OrderCode::by_clock) {
        snapshot.clocks.resize(snapshot.cut.size() * snapshot.cut.size());
    }
    return snapshot;
}

/// What an event needs: all that comes right before it, but for its ship's last.
struct Needs {
    Event event;
    std::array<Dot, derefs_max> reads;
    std::uint32_t read_count;
};

// Inside this file an Error is thrown; it leaves the file as a value.

class Finder {
public:
    explicit Finder(const IndexedRun& run) : run_{run} {}

    StateAt find(const AskedCut& asked) {
        switch (asked.kind) {
            case AskedCut::Kind::end: return after(run_.entries());
            case AskedCut::Kind::entry: return after(entry(asked.entry));
            case AskedCut::Kind::smallest: return at(smallest_with(asked.dots));
            case AskedCut::Kind::these: break;
        }
        const Cut last = after(run_.entries()).state.cut;
        Cut cut = asked.rest_at_end ? last : Cut(last.size());
        for (const Dot dot : asked.dots) {
            check_there(dot, last);
            cut[dot.ship] = dot.version;
        }
        return at(cut);
    }

private:
    [[noreturn]] static void refuse(std::string value, std::string expected) {
        throw Error{"cut", std::move(value), std::move(expected)};
    }

    [[nodiscard]] std::string name(Dot dot) const {
        return fmt::format("{}@{}", run_.scenario().ships[dot.ship].name, dot.version);
    }

    void check_there(Dot dot, const Cut& last) const {
        if (dot.version <= last[dot.ship]) return;
        refuse(name(dot), fmt::format("a version of {} from 0 to {}",
                                      run_.scenario().ships[dot.ship].name, last[dot.ship]));
    }

    /// The i-th place to begin at: the beginning, then the snapshots.
    [[nodiscard]] Snapshot start(std::size_t i) const {
        if (i == 0) return at_the_beginning(run_);
        auto snapshot = run_.snapshot(i - 1);
        if (!snapshot) throw std::move(snapshot.error());
        return std::move(*snapshot);
    }

    /// The last place to begin at of which `fits` is true; of the beginning it is.
    template <class Fits>
    [[nodiscard]] std::size_t last_start(Fits&& fits) const {
        std::size_t low = 0;
        for (std::size_t high = run_.snapshots() + 1; high - low > 1;) {
            const std::size_t middle = low + (high - low) / 2;
            (fits(start(middle)) ? low : high) = middle;
        }
        return low;
    }

    /// visit(step) for the entries from a place on, until it returns false. Where the replay ends.
    template <class Visit>
    StreamReplay replay_from(const Snapshot& from, Visit&& visit) const {
        StreamReplay replay{run_.setting(), {}};
        replay.begin_at(from);
        auto error = run_.each_entry_from(from.entries, [&](const Entry& entry) {
            const auto step = replay.apply(entry);
            return step && visit(*step, replay);
        });
        if (!error) error = replay.error();
        if (error) throw std::move(*error);
        return replay;
    }

    [[nodiscard]] std::uint64_t entry(std::uint64_t count) const {
        const LogShape shape = run_.setting().shape;
        if (shape.order != OrderCode::in_sequence) {
            refuse(fmt::format("entry {} of a log by {}", count, word(shape.order)),
                   "a log that is a total order: another has many orders");
        }
        if (count > run_.entries()) {
            refuse(fmt::format("entry {}", count),
                   fmt::format("0 to {}, the entries of the log", run_.entries()));
        }
        return count;
    }

    /// After so many entries, as they stand.
    [[nodiscard]] StateAt after(std::uint64_t count) const {
        const Snapshot from =
            start(last_start([&](const Snapshot& s) { return s.entries <= count; }));
        if (from.entries == count) return {{from.cut, from.states}, 0};
        const StreamReplay replay = replay_from(
            from,
            [&](const ReplayedStep&, const StreamReplay& now) { return now.applied() < count; });
        Snapshot reached = replay.snapshot();
        return {{std::move(reached.cut), std::move(reached.states)},
                reached.entries - from.entries};
    }

    static bool below(const Cut& a, const Cut& b) {
        return std::ranges::equal(a, b, [](Version x, Version y) { return x <= y; });
    }

    /// At a cut, which is consistent or is refused.
    [[nodiscard]] StateAt at(const Cut& cut) const {
        const Snapshot from =
            start(last_start([&](const Snapshot& s) { return below(s.cut, cut); }));
        StateAt found{{from.cut, from.states}, 0};
        std::size_t missing = 0;
        for (ShipId ship = 0; ship < cut.size(); ++ship) missing += from.cut[ship] < cut[ship];
        if (missing == 0) return found;
        replay_from(from, [&](const ReplayedStep& step, const StreamReplay&) {
            const Dot dot = step.event.dot;
            if (dot.version > cut[dot.ship]) return true;
            check_kept(step, cut);
            found.state.cut[dot.ship] = dot.version;
            found.state.states[dot.ship] = step.after;
            ++found.applied;
            if (dot.version == cut[dot.ship]) --missing;
            return missing > 0;
        });
        if (missing > 0) refuse("versions beyond the log", "versions that it has");
        return found;
    }

    void check_kept(const ReplayedStep& step, const Cut& cut) const {
        for (std::size_t k = 0; k < step.read_count; ++k) {
            const Dot read = step.reads[k];
            if (read.version > cut[read.ship]) broken(step, read, "read");
        }
        const Cause cause = step.event.cause;
        if (cause.is_hail() && cause.sender().version > cut[cause.sender().ship]) {
            broken(step, cause.sender(), "was hailed by");
        }
    }

    [[noreturn]] void broken(const ReplayedStep& step, Dot lacks, std::string_view why) const {
        refuse(fmt::format("{} {} {}, which the cut lacks", name(step.event.dot), why, name(lacks)),
               "a consistent cut");
    }

    /// From the last of the events back, from one snapshot to the one before: until all of one is
    /// in their past, for then so is all that comes before it.
    [[nodiscard]] Cut smallest_with(const std::vector<Dot>& dots) const {
        const Cut last = after(run_.entries()).state.cut;
        Cut needed(last.size());
        for (const Dot dot : dots) {
            check_there(dot, last);
            needed[dot.ship] = std::max(needed[dot.ship], dot.version);
        }
        // Behind the first place that has them all nothing is needed.
        std::size_t from = last_start([&](const Snapshot& s) { return !below(needed, s.cut); });
        for (Snapshot begin = start(from);; begin = start(--from)) {
            need_back_to(begin, from == run_.snapshots() ? run_.entries() : start(from + 1).entries,
                         needed);
            if (below(begin.cut, needed)) return needed;
        }
    }

    /// Adds what is needed of the entries from a place up to another.
    void need_back_to(const Snapshot& begin, std::uint64_t end, Cut& needed) const {
        std::vector<Needs> steps;
        replay_from(begin, [&](const ReplayedStep& step, const StreamReplay& now) {
            steps.push_back({step.event, step.reads, step.read_count});
            return now.applied() < end;
        });
        const auto need = [&](Dot dot) {
            needed[dot.ship] = std::max(needed[dot.ship], dot.version);
        };
        for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
            const Dot dot = step->event.dot;
            if (dot.version > needed[dot.ship]) continue;
            for (std::size_t k = 0; k < step->read_count; ++k) need(step->reads[k]);
            if (step->event.cause.is_hail()) need(step->event.cause.sender());
        }
    }

    const IndexedRun& run_;
};

}  // namespace

bool can_begin_in_the_middle(const IndexedRun& run) {
    const OrderCode order = run.setting().shape.order;
    return order != OrderCode::by_stamp && order != OrderCode::unrecorded && run.snapshots() > 0;
}

Result<StateAt> stored_state(const IndexedRun& run, const AskedCut& asked) {
    try {
        return Finder{run}.find(asked);
    } catch (Error& error) {
        return fail(std::move(error));
    }
}

}  // namespace reckon
