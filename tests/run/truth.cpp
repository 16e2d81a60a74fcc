#include "tests/run/truth.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace reckon {
namespace {

class Inspection {
public:
    Inspection(const Scenario& scenario, const History& history)
        : scenario_{scenario}, history_{history} {}

    std::string first_problem() {
        for (const auto check : {&Inspection::arrivals, &Inspection::states, &Inspection::hails,
                                 &Inspection::reads, &Inspection::cuts}) {
            if (std::string problem = (this->*check)(); !problem.empty()) return problem;
        }
        return "";
    }

private:
    std::string arrivals() {
        std::map<std::uint32_t, std::size_t> issued;
        for (ShipId id = 0; id < scenario_.ship_count(); ++id) {
            const auto& plan = scenario_.ships[id].plan;
            std::map<std::uint32_t, std::uint32_t> next_of_source;
            std::map<ShipId, Version> last_of_sender;
            Version version = 0;
            for (const Event& event : history_.ships[id].events) {
                const std::string where = fmt::format("ship {} version {}: ", id, version + 1);
                if (event.dot != Dot{id, ++version}) return where + "wrong dot";
                const Cause cause = event.cause;
                if (version <= plan.size()) {
                    if (!cause.is_plan() || cause.index() != version - 1) return where + "not plan";
                    if (event.order != plan[version - 1]) return where + "not the plan's order";
                } else if (cause.is_source()) {
                    const Issue& issue =
                        scenario_.sources.at(cause.source_index()).at(cause.index());
                    if (issue.ship != id || issue.order != event.order) return where + "not issued";
                    const std::uint32_t after = next_of_source[cause.source_index()];
                    if (cause.index() < after) return where + "a source's orders out of order";
                    next_of_source[cause.source_index()] = cause.index() + 1;
                    ++issued[cause.source_index()];
                } else if (cause.is_hail()) {
                    Version& last = last_of_sender[cause.sender().ship];
                    if (cause.sender().version <= last) return where + "hails out of order";
                    last = cause.sender().version;
                } else {
                    return where + "no cause";
                }
            }
            if (version < plan.size()) return fmt::format("ship {} left its plan undone", id);
        }
        for (std::uint32_t source = 0; source < scenario_.sources.size(); ++source) {
            if (issued[source] != scenario_.sources[source].size()) {
                return fmt::format("source {}: {} orders carried out", source, issued[source]);
            }
        }
        return "";
    }

    std::string states() {
        for (ShipId id = 0; id < scenario_.ship_count(); ++id) {
            const ShipHistory& ship = history_.ships[id];
            if (ship.states.at(0) != scenario_.ships[id].initial) return "wrong initial state";
            for (const Event& event : ship.events) {
                std::vector<State> read;
                for (const Dot dot : ship.reads_of(event.dot.version)) {
                    read.push_back(history_.ships[dot.ship].states.at(dot.version));
                }
                const State& before = ship.states[event.dot.version - 1];
                if (ship.states.at(event.dot.version) !=
                    apply(before, scenario_.orders[event.order], read)) {
                    return fmt::format("ship {} version {}: not what its order makes", id,
                                       event.dot.version);
                }
            }
        }
        return "";
    }

    std::string hails() {
        std::map<Dot, Hail> sent;
        for (const ShipHistory& ship : history_.ships) {
            for (const Event& event : ship.events) {
                const State& before = ship.states[event.dot.version - 1];
                if (const auto hail = hail_of(before, scenario_.orders[event.order])) {
                    sent.emplace(event.dot, *hail);
                }
            }
        }
        std::set<Dot> received;
        for (const ShipHistory& ship : history_.ships) {
            for (const Event& event : ship.events) {
                if (!event.cause.is_hail()) continue;
                const auto hail = sent.find(event.cause.sender());
                if (hail == sent.end() || hail->second != Hail{event.dot.ship, event.order}) {
                    return "a hail that was not sent";
                }
                if (!received.insert(event.cause.sender()).second) return "a hail that came twice";
            }
        }
        return received.size() == sent.size() ? "" : "a hail that was lost";
    }

    std::string reads() {
        for (const ShipHistory& ship : history_.ships) {
            std::map<ShipId, Version> seen;
            for (const Event& event : ship.events) {
                const auto asked = derefs(scenario_.orders[event.order]);
                const auto read = ship.reads_of(event.dot.version);
                if (!std::ranges::equal(asked, read, {}, {}, &Dot::ship)) return "other reads";
                for (const Dot dot : read) {
                    if (dot.version < seen[dot.ship]) return "a deref that went back";
                    seen[dot.ship] = dot.version;
                }
            }
        }
        return "";
    }

    std::string cuts() {
        Cut before(history_.ships.size());
        for (const Cut& cut : history_.observed) {
            if (!std::ranges::equal(before, cut, std::ranges::less_equal{}) || before == cut) {
                return "observed states that do not go forward";
            }
            for (const ShipHistory& ship : history_.ships) {
                for (const Event& event : ship.events) {
                    if (event.dot.version > cut[event.dot.ship]) break;
                    if (!contains_causes(cut, event)) return "an inconsistent observed cut";
                }
            }
            before = cut;
        }
        return "";
    }

    [[nodiscard]] bool contains_causes(const Cut& cut, const Event& event) const {
        const auto inside = [&](Dot dot) { return dot.version <= cut[dot.ship]; };
        if (event.cause.is_hail() && !inside(event.cause.sender())) return false;
        return std::ranges::all_of(history_.ships[event.dot.ship].reads_of(event.dot.version),
                                   inside);
    }

    const Scenario& scenario_;
    const History& history_;
};

}  // namespace

std::string untruth(const Scenario& scenario, const History& history) {
    return Inspection{scenario, history}.first_problem();
}

}  // namespace reckon
