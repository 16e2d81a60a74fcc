#pragma once
/// What a peer is: another way to have many threads' records in one place.
///
///   template <class Record> class Peer {
///       static constexpr std::string_view name;
///       Peer(std::uint32_t producers, std::size_t each);
///       void push(std::uint32_t producer, const Record&);
///       std::size_t drain();
///       static constexpr std::uint32_t one_in;      // optional
///       static std::string why_not();               // optional
///   };
///
/// Threads  push: any number, one for each producer. The rest: one, while none pushes.
/// Shape    drain() takes out all there is and says how many that were; afterwards the peer can be
///          pushed to again. A peer has room for what it is told it will get, where it can have.
///          A slow one gets fewer records, one in so many, for time is short.
/// Errors   why_not(): what keeps it from running here; empty if nothing does.

#include <string>

#include "core/log/event.hpp"

namespace reckon::bench {

/// An event with as much again as may come along with one: a cache line.
struct WideRecord {
    Event event;
    std::uint32_t more[11] = {};
};
static_assert(sizeof(WideRecord) == 64);

inline Event record_of(std::uint32_t producer, std::uint32_t index, const Event*) {
    return {{producer, index + 1}, producer, Cause::plan(index)};
}

inline WideRecord record_of(std::uint32_t producer, std::uint32_t index, const WideRecord*) {
    return {record_of(producer, index, static_cast<const Event*>(nullptr))};
}

}  // namespace reckon::bench
