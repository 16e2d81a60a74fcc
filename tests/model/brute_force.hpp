#pragma once
/// The six checks and serializability straight from their definitions, by trying everything. Shares
/// nothing with core/replay and core/check but plain values and `apply`.

#include <array>

#include "core/check/verdict.hpp"
#include "core/log/history.hpp"
#include "core/log/log.hpp"
#include "core/world/scenario.hpp"

namespace reckon::model {

struct Expected {
    std::array<bool, 6> holds{};  ///< By Check.
    bool serializable = true;

    [[nodiscard]] bool operator[](Check check) const {
        return holds[static_cast<std::size_t>(check)];
    }
};

/// Cost  Every linear extension of the log's order is replayed: for up to seven or eight events.
[[nodiscard]] Expected judge_by_definition(const Scenario& scenario, const History& run,
                                           const Log& log);

/// How many events of a ship the clock of this entry counts; of a log by clock.
[[nodiscard]] Version counted(const Log& log, std::size_t entry, ShipId ship);

/// Relations over a few events, as a matrix of booleans.
class Relation {
public:
    explicit Relation(std::size_t size) : size_{size}, holds_(size * size) {}

    void add(std::size_t a, std::size_t b) { holds_[a * size_ + b] = true; }
    [[nodiscard]] bool operator()(std::size_t a, std::size_t b) const {
        return holds_[a * size_ + b];
    }

    /// Floyd and Warshall.
    void close();
    [[nodiscard]] bool cyclic() const;

private:
    std::size_t size_;
    std::vector<bool> holds_;
};

/// The events of a run under one number each.
class Numbering {
public:
    explicit Numbering(const History& run);

    [[nodiscard]] std::size_t count() const { return dots_.size(); }
    [[nodiscard]] std::size_t of(Dot dot) const { return first_[dot.ship] + dot.version - 1; }
    [[nodiscard]] Dot dot(std::size_t event) const { return dots_[event]; }

private:
    std::vector<std::size_t> first_;
    std::vector<Dot> dots_;
};

/// Program order, reads-from and message order, closed.
[[nodiscard]] Relation happens_before(const History& run);

/// All orders of `count` things that contain the relation; calls visit(order) for each.
template <class Visit>
void each_linear_extension(const Relation& relation, std::size_t count, Visit&& visit) {
    std::vector<std::size_t> order;
    std::vector<bool> placed(count);
    const auto extend = [&](auto&& self) -> void {
        if (order.size() == count) {
            visit(order);
            return;
        }
        for (std::size_t next = 0; next < count; ++next) {
            if (placed[next]) continue;
            bool ready = true;
            for (std::size_t other = 0; other < count; ++other) {
                ready = ready && (placed[other] || !relation(other, next));
            }
            if (!ready) continue;
            placed[next] = true;
            order.push_back(next);
            self(self);
            order.pop_back();
            placed[next] = false;
        }
    };
    extend(extend);
}

}  // namespace reckon::model
