#pragma once

#include "core/run/known_versions.hpp"

namespace reckon {

/// `vector`, with clocks as trees: a clock says of whom each entry was learned and when, so that a
/// merge looks only into the parts that are news.
///
/// Threads  Any number; ships share nothing but what they published, which stays as it was.
/// Shape    A version's tree hangs on its ship's links, the latest first: the versions of others
///          that this ship saw, and its own version by then. A version shares the links of those
///          before it, so nothing that was published changes. Trees of the source replace a
///          subtree by a later one; here the older stays behind the later, and is passed over.
/// Cost     A step without news: three stores. With news: the entries that changed, and the links
///          that were made at those ships since this one last heard of them. Memory of an entry
///          for each pair of ships.
/// Source   Mathur et al. 2022, doi:10.1145/3503222.3507734, which changes trees in place; here
///          an old version may be read while its ship goes on.
template <class Sync>
class TreeClock {
public:
    using Stamp = NoStamp;
    static constexpr std::string_view name = "tree";
    static constexpr std::string_view summary = "vector, with clocks as trees of who told whom";
    static constexpr Claims claims{.solo = Fidelity::faithful,
                                   .hail = Fidelity::faithful,
                                   .convoy = Fidelity::faithful,
                                   .rendezvous = Fidelity::causal};

    explicit TreeClock(const Roster& roster)
        : known_{roster}, trees_(roster.ship_count(), roster.memory) {
        for (std::size_t id = 0; id < trees_.size(); ++id) {
            trees_[id].roots.reserve(roster.events[id], roster.memory);
            trees_[id].links = ChunkLane<Link>{known_.pool()};
        }
    }

    template <class Step>
    void run(ShipId id, Step&& step) {
        KnownVersions::Ship& ship = known_[id];
        Tree& tree = trees_[id];
        const Version self = ship.known[id] + 1;
        step.decide([&](const Seen<Stamp>& seen) {
            const auto news = ship.changes.position();
            if (!ship.learn(seen.dot)) return;
            tree.latest = tree.links.append({seen.dot, self, tree.latest});
            learn_all(ship, news);
        });
        ship.complete(step.event().dot);
        tree.roots.append(tree.latest);
        step.publish({});
        ship.events.append(step.event());
    }

    [[nodiscard]] auto tap() const { return known_.tap(); }

    Log finish() && { return known_.log(); }

private:
    struct Link {
        Dot seen;
        Version at;
        const Link* earlier;
    };

    struct Tree {
        const Link* latest = nullptr;
        ChunkLane<Link> links;
        Lane<const Link*> roots;  // By version - 1: the latest by then.
    };

    /// The changes are what is still to be looked into: each of them may bring more.
    void learn_all(KnownVersions::Ship& ship, KnownVersions::Changes::Position news) {
        typename KnownVersions::Changes::Walk walk{ship.changes, news};
        while (const Change* change = walk.next(ship.changes.position())) {
            const Dot now = change->now;
            const Version before = change->before;
            const Link* link = trees_[now.ship].roots[now.version - 1];
            for (; link != nullptr && link->at > before; link = link->earlier) {
                ship.learn(link->seen);
            }
        }
    }

    KnownVersions known_;
    std::pmr::vector<Tree> trees_;
};

}  // namespace reckon
