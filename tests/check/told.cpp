#include "tests/check/told.hpp"

#include <cassert>
#include <map>
#include <sstream>

namespace reckon {
namespace {

std::vector<std::string> words_of(std::string_view text) {
    std::istringstream in{std::string{text}};
    std::vector<std::string> words;
    for (std::string word; in >> word;) words.push_back(word);
    return words;
}

ShipId ship_of(char letter) {
    assert(letter >= 'A' && letter <= 'C');
    return static_cast<ShipId>(letter - 'A');
}

Dot dot_of(std::string_view text) {
    return {ship_of(text[0]), static_cast<Version>(std::stoul(std::string{text.substr(1)}))};
}

std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> parts;
    std::istringstream in{std::string{text}};
    for (std::string part; std::getline(in, part, ',');) parts.push_back(part);
    return parts;
}

/// A log of these events, and for each what stands behind its colon.
std::pair<Log, std::vector<std::string>> listed(const Told& told, std::string_view dots) {
    Log log;
    std::vector<std::string> notes;
    for (const std::string& word : words_of(dots)) {
        const auto colon = word.find(':');
        const Dot dot = dot_of(word.substr(0, colon));
        // An event that never happened keeps its name, for what that is worth.
        const bool happened = dot.version <= told.run.ships[dot.ship].last();
        log.events.push_back(happened ? told.run.event(dot) : Event{dot, 0, Cause::plan(0)});
        notes.push_back(colon == std::string::npos ? "" : word.substr(colon + 1));
    }
    return {std::move(log), std::move(notes)};
}

}  // namespace

Told told(std::string_view words) {
    Told told;
    told.scenario.name = "told";
    OrderTable table{told.scenario.orders};
    for (ShipId ship = 0; ship < 3; ++ship) {
        const State initial{.at = static_cast<PortId>(20 + ship), .cargo = 10 + 3 * ship};
        const auto* name = std::array{"Anna", "Berta", "Clara"}[ship];
        told.scenario.ships.push_back({.name = name, .initial = initial});
        told.run.ships.emplace_back().states.push_back(initial);
    }
    PortId port = 0;
    Cut cut(3);
    const auto depart = [&] { return Order{.kind = OrderKind::depart, .port = port++}; };
    const Order load{.kind = OrderKind::load, .tons = 7};
    for (const std::string& word : words_of(words)) {
        const ShipId self = ship_of(word[0]);
        ShipHistory& ship = told.run.ships[self];
        const auto& plan = told.scenario.ships[self].plan;
        Event event{
            {self, ship.last() + 1}, 0, Cause::plan(static_cast<std::uint32_t>(plan.size()))};
        Order order = depart();
        std::vector<Dot> reads;
        std::vector<State> states;
        const char mark = word.size() > 1 ? word[1] : ' ';
        if (mark == '+') order = load;
        if (mark == '>') order.port = told.scenario.ships[ship_of(word[2])].initial.at;
        if (mark == '=') {
            for (const std::string& read : split(word.substr(2))) reads.push_back(dot_of(read));
            for (const Dot read : reads) {
                states.push_back(told.run.ships[read.ship].states[read.version]);
            }
            order = {.kind = reads.size() == 1 ? OrderKind::follow : OrderKind::rendezvous};
            for (std::size_t i = 0; i < reads.size(); ++i) order.ships[i] = reads[i].ship;
        }
        if (mark == '!') {
            const OrderId sent = table.add(word.size() > 3 ? load : depart());
            order = {.kind = OrderKind::hail, .ships = {ship_of(word[2]), 0}, .sent = sent};
        }
        if (mark == '?') {
            const Dot sender = dot_of(word.substr(2));
            event.order = told.scenario.orders[told.run.event(sender).order].sent;
            event.cause = Cause::hail(sender);
        } else {
            event.order = table.add(order);
            told.scenario.ships[self].plan.push_back(event.order);
        }
        ship.append(event, apply(ship.states.back(), told.scenario.orders[event.order], states),
                    reads);
        ++cut[self];
        told.run.observed.push_back(cut);
    }
    return told;
}

Log sequence(const Told& told, std::string_view dots) {
    Log log = listed(told, dots).first;
    log.order = InSequence{};
    return log;
}

Log stamped(const Told& told, std::string_view dots) {
    auto [log, notes] = listed(told, dots);
    ByStamp order;
    for (const std::string& note : notes) order.stamps.push_back(std::stoull(note));
    log.order = std::move(order);
    return std::move(log);
}

Log dependencies(const Told& told, std::string_view dots) {
    auto [log, notes] = listed(told, dots);
    log.order = ByDependency{};
    log.named_reads.emplace();
    for (const std::string& note : notes) {
        std::vector<Dot> reads;
        for (const std::string& read : split(note)) reads.push_back(dot_of(read));
        log.named_reads->append(reads);
    }
    return std::move(log);
}

Log clocks(const Told& told, std::string_view dots) {
    auto [log, notes] = listed(told, dots);
    std::map<ShipId, Cut> last;
    ByClock order;
    for (std::size_t i = 0; i < notes.size(); ++i) {
        Cut clock;
        for (const std::string& entry : split(notes[i])) {
            clock.push_back(static_cast<Version>(std::stoul(entry)));
        }
        const ShipId ship = log.events[i].dot.ship;
        order.append(ship, last[ship], clock);
        last[ship] = clock;
    }
    log.order = std::move(order);
    return std::move(log);
}

}  // namespace reckon
