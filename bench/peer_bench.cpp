// Question: what does it cost to get records of many threads into one place, by the strategies and
// by others' queues, logs and traces?
//
// Each producer pushes its records as fast as it can, the same for all; there is no step around
// them. A row's time is wall time from the first producer's start to the last push's end;
// `drain_ns_per_event` is what it takes afterwards to have all of them out (of a strategy, its
// finish; spdlog's own thread takes them out as they come). A peer has been filled and drained once
// before, so that its memory is at hand; strategies have theirs from the start.
//
//   peer_bench [--events=N] [--benchmark_...]
//       N records in all, 1048576 if not given; slow peers get fewer

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <found.hpp>

#include "bench/hand_over.hpp"
#include "bench/peers/strategy_peer.hpp"
#include "bench/together.hpp"
#include "core/report/provenance.hpp"
#include "serializers/all.hpp"

namespace reckon::bench {
namespace {

constexpr std::uint32_t producer_counts[] = {1, 2, 4};

std::array options{Option{"events", 1 << 20, 1 << 27}};
const std::uint64_t& events_asked = options[0].value;

/// Records are written some time before they are pushed: one that was just put together from parts
/// cannot be read whole until they have left the store buffer, which would be measured instead.
template <class Peer, class Record>
Work push_all(Peer& peer, std::uint32_t producers, std::uint32_t each) {
    return together(producers, std::uint64_t{producers} * each, [&](std::uint32_t producer) {
        std::array<Record, 256> records;
        for (std::uint32_t first = 0; first < each;) {
            const auto count = std::min<std::uint32_t>(records.size(), each - first);
            for (std::uint32_t i = 0; i < count; ++i, ++first) {
                records[i] = record_of(producer, first, static_cast<const Record*>(nullptr));
            }
            for (std::uint32_t i = 0; i < count; ++i) peer.push(producer, records[i]);
        }
    });
}

template <class Peer, class Record>
void push(benchmark::State& state, std::uint32_t producers, const std::string& version) {
    state.SetLabel(version);
    if constexpr (requires { Peer::why_not(); }) {
        const std::string why_not = Peer::why_not();
        if (!why_not.empty()) return state.SkipWithError(why_not.c_str());
    }
    std::uint64_t records = events_asked;
    if constexpr (requires { Peer::one_in; }) records /= Peer::one_in;
    const auto each = static_cast<std::uint32_t>(std::max<std::uint64_t>(1, records / producers));
    for (auto _ : state) {
        Peer peer{producers, each};
        if constexpr (!requires { Peer::once; }) {
            push_all<Peer, Record>(peer, producers, each);
            peer.drain();
        }
        const double hand_over = producers > 1 ? hand_over_ns() : 0;
        const Work work = push_all<Peer, Record>(peer, producers, each);
        measured(state, work);
        const auto began = std::chrono::steady_clock::now();
        const std::size_t drained = peer.drain();
        const std::chrono::duration<double, std::nano> took =
            std::chrono::steady_clock::now() - began;
        per_event(state, "drain_ns_per_event", took.count(), work.events);
        if (producers > 1) state.counters["hand_over_ns"] = hand_over;
        if (drained != work.events) state.SkipWithError("records were lost");
    }
}

template <class Peer, class Record>
void add(std::string_view name, const std::string& version) {
    for (const std::uint32_t producers : producer_counts) {
        add_row(fmt::format("peer/{}/bytes:{}/producers:{}", name, sizeof(Record), producers),
                [=](benchmark::State& state) { push<Peer, Record>(state, producers, version); });
    }
}

/// What the build found.
struct FoundRows {
    template <template <class Record> class Peer>
    void found(const char* version) const {
        add<Peer<Event>, Event>(Peer<Event>::name, version);
        add<Peer<WideRecord>, WideRecord>(Peer<WideRecord>::name, version);
    }

    void absent(const char* name, const char* why) const {
        add_row(fmt::format("peer/{}", name),
                [why](benchmark::State& state) { state.SkipWithError(why); });
    }
};

template <class S>
void add_strategy() {
    if constexpr (role_of<S>() == Role::strategy) {
        add<StrategyPeer<S>, Event>(fmt::format("reckon-{}", S::name),
                                    fmt::format("reckon {}", provenance().version));
    }
}

template <template <class Sync> class... S>
void add_strategies(StrategyTypes<S...>) {
    (add_strategy<S<RealSync>>(), ...);
}

}  // namespace
}  // namespace reckon::bench

int main(int argc, char** argv) {
    using namespace reckon::bench;
    return run(argc, argv, options, [] {
        add_found(FoundRows{});
        add_strategies(reckon::AllStrategies{});
    });
}
