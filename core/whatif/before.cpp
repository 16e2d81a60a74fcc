#include "core/whatif/before.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace reckon {
namespace {

using Entries = std::vector<std::uint32_t>;

Cut before_in_sequence(const Log& log, const Entries& order, std::size_t place, Cut known) {
    for (std::size_t i = 0; i < place; ++i) {
        const Dot dot = log.events[order[i]].dot;
        known[dot.ship] = dot.version;
    }
    return known;
}

Cut before_by_clock(const Log& log, const Entries& order, std::size_t place, Cut known) {
    const auto& clocks = std::get<ByClock>(log.order);
    const Dot own = log.events[order[place]].dot;
    for (std::size_t i = 0; i <= place; ++i) {
        if (log.events[order[i]].dot.ship != own.ship) continue;
        for (const Dot change : clocks.changes_of(order[i])) known[change.ship] = change.version;
    }
    known[own.ship] = own.version - 1;
    return known;
}

/// From the event backwards: what is known to come before brings what it knew.
Cut before_by_dependency(const Log& log, const Entries& order, std::size_t place, Cut known) {
    const Dot own = log.events[order[place]].dot;
    known[own.ship] = own.version;
    for (std::size_t i = place + 1; i-- > 0;) {
        const Event& event = log.events[order[i]];
        if (event.dot.version > known[event.dot.ship]) continue;
        const auto learn = [&](Dot dot) {
            known[dot.ship] = std::max(known[dot.ship], dot.version);
        };
        for (const Dot read : log.named_reads->of(order[i])) learn(read);
        if (event.cause.is_hail()) learn(event.cause.sender());
    }
    known[own.ship] = own.version - 1;
    return known;
}

}  // namespace

std::optional<Error> backward_hail(const Scenario& scenario, const Log& log, const Entries& order) {
    Cut done(scenario.ships.size());
    for (const std::uint32_t entry : order) {
        const auto& [dot, id, cause] = log.events[entry];
        const auto came_before = [&](Dot sender) {
            return sender.ship < done.size() && sender.version > 0 &&
                   sender.version <= done[sender.ship];
        };
        if (cause.is_hail() && !came_before(cause.sender())) {
            return Error{fmt::format("log entry {}", entry),
                         fmt::format("{}@{}, and not yet what hailed it",
                                     scenario.ships[dot.ship].name, dot.version),
                         "a log that puts no effect before its cause: through another no change "
                         "can be carried"};
        }
        done[dot.ship] = dot.version;
    }
    return std::nullopt;
}

Cut known_before(const Scenario& scenario, const Log& log, const Entries& order,
                 std::size_t place) {
    Cut none(scenario.ships.size());
    if (!log.is_partial()) return before_in_sequence(log, order, place, std::move(none));
    if (std::holds_alternative<ByClock>(log.order)) {
        return before_by_clock(log, order, place, std::move(none));
    }
    return before_by_dependency(log, order, place, std::move(none));
}

}  // namespace reckon
