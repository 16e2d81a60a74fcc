#include "core/explore/run_digest.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include <boost/endian/conversion.hpp>

namespace reckon {
namespace {

/// Plan, source and hail apart, each with its two numbers.
std::uint64_t kind_of(Cause cause) {
    if (cause.is_hail()) return 3;
    if (cause.is_source()) return 2;
    return cause.is_plan() ? 1 : 0;
}

}  // namespace

std::string Digest::text() const {
    return fmt::format("{:016x}{:016x}", high, low);
}

void RunDigester::put(const Event& event) {
    put(event.dot);
    const Cause cause = event.cause;
    put((std::uint64_t{event.order} << 2U) | kind_of(cause));
    if (cause.is_hail()) return put(cause.sender());
    put((std::uint64_t{cause.is_source() ? cause.source_index() : 0} << 32U) | cause.index());
}

Digest RunDigester::close() {
    // The same bytes on every machine.
    for (std::uint64_t& word : words_) boost::endian::native_to_little_inplace(word);
    const XXH128_hash_t hash = XXH3_128bits(words_.data(), words_.size() * sizeof words_[0]);
    words_.clear();
    return {hash.low64, hash.high64};
}

void RunDigester::put(const History& history) {
    for (const ShipHistory& ship : history.ships) {
        put(ship.events.size());
        for (const Event& event : ship.events) put(event);
        for (const Dot read : ship.reads) put(read);
    }
}

void RunDigester::put(const Log& log) {
    put(log.order.index());
    put(log.events.size());
    for (const Event& event : log.events) put(event);
    if (const auto* stamped = std::get_if<ByStamp>(&log.order)) {
        for (const std::uint64_t stamp : stamped->stamps) put(stamp);
    }
    if (const auto* clocks = std::get_if<ByClock>(&log.order)) {
        for (const std::uint64_t end : clocks->ends) put(end);
        for (const Dot change : clocks->changes) put(change);
    }
    if (log.named_reads) {
        for (const std::uint32_t end : log.named_reads->ends) put(end);
        for (const Dot read : log.named_reads->reads) put(read);
    }
}

Digest RunDigester::outcome(const History& history) {
    put(history);
    return close();
}

Digest RunDigester::log(const Log& log) {
    put(log);
    return close();
}

Digest RunDigester::verdict(const History& history, const Log& log,
                            std::span<const ShipId> publishes) {
    put(history);
    put(log);
    for (const ShipId ship : publishes) put(ship);
    return close();
}

Digest RunDigester::operations(std::span<const Made> made) {
    for (const Made& each : made) {
        put((std::uint64_t{each.task} << 8U) | static_cast<std::uint64_t>(each.kind));
        put((std::uint64_t{each.object} << 32U) | each.step);
    }
    return close();
}

}  // namespace reckon
