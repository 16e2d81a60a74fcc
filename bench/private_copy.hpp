#pragma once
/// The floor: the bytes that a record has, copied one after another into the producer's own memory,
/// which was taken and touched before. Nothing can record an event for less.

#include <cstring>
#include <memory>

#include "bench/bare_fleet.hpp"
#include "bench/hand_over.hpp"
#include "core/run/memory_budget.hpp"

namespace reckon::bench {

/// Threads  One producer's own.
class Bytes {
public:
    Bytes(std::size_t count, std::pmr::memory_resource* memory)
        : all_(count, memory), end_{all_.data()} {}

    template <class T>
    void append(const T& value) {
        std::memcpy(end_, &value, sizeof value);
        end_ += sizeof value;
    }

private:
    std::pmr::vector<std::byte> all_;
    std::byte* end_;
};

/// What `deps` has to keep: the event, how many derefs it made, and their dots.
class alignas(cache_line) CopyWithReads {
public:
    using Stamp = NoStamp;
    static constexpr std::string_view name = "copy-reads";
    static constexpr std::size_t bytes = sizeof(Event) + sizeof(std::uint32_t) + sizeof(Dot);

    CopyWithReads(std::size_t events, std::pmr::memory_resource* memory)
        : bytes_{events * bytes, memory} {}

    template <class Step>
    void run(ShipId, Step&& step) {
        std::uint32_t reads = 0;
        step.decide([&](const Seen<Stamp>& seen) {
            bytes_.append(seen.dot);
            ++reads;
        });
        step.publish({});
        bytes_.append(step.event());
        bytes_.append(reads);
    }

private:
    Bytes bytes_;
};

/// What `lamport` has to keep: the event and a stamp, which is published too.
class alignas(cache_line) CopyWithStamp {
public:
    using Stamp = std::uint64_t;
    static constexpr std::string_view name = "copy-stamp";
    static constexpr std::size_t bytes = sizeof(Event) + sizeof(Stamp);

    CopyWithStamp(std::size_t events, std::pmr::memory_resource* memory)
        : bytes_{events * bytes, memory} {}

    template <class Step>
    void run(ShipId, Step&& step) {
        step.decide([&](const Seen<Stamp>& seen) { seen_ = seen.stamp; });
        step.publish(seen_);
        bytes_.append(step.event());
        bytes_.append(seen_);
    }

private:
    Bytes bytes_;
    Stamp seen_ = 0;
};

/// The row `state` copies what the knobs say.
template <class Copy>
void copy_bare(benchmark::State& state, const CourseKnobs& knobs) {
    Courses courses = plot(knobs);
    const Tally tally{courses};
    MemoryBudget memory{UINT64_MAX};  // Of the same kind of pages as a strategy's.
    for (auto _ : state) {
        BareFleet<Copy> fleet{courses, tally};
        std::vector<std::unique_ptr<Copy>> copies;
        for (std::uint32_t producer = 0; producer < knobs.producers; ++producer) {
            copies.push_back(std::make_unique<Copy>(courses.events() / knobs.producers, &memory));
        }
        const double hand_over = knobs.producers > 1 ? hand_over_ns() : 0;
        if (knobs.producers > 1) state.counters["hand_over_ns"] = hand_over;
        measured(state, together(knobs.producers, courses.events(), [&](std::uint32_t producer) {
                     fleet.sail(*copies[producer], producer);
                 }));
        state.counters["bytes_per_event"] = Copy::bytes;
    }
}

}  // namespace reckon::bench
