#include "core/check/serializability.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/range/iterator_range.hpp>
#include <span>

#include "core/check/divergence.hpp"
#include "core/check/events_on_cycles.hpp"
#include "core/check/words.hpp"

namespace reckon {
namespace {

using Node = std::uint32_t;

/// The graph of the events on cycles alone: nodes are indices into them.
class DependencyGraph {
public:
    using Graph = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, EdgeKind,
                                                     boost::no_property, Node, std::uint32_t>;

    DependencyGraph(const History& run, std::span<const EventOnCycle> events)
        : run_{run}, numbers_{run}, events_{events} {
        std::vector<std::pair<Node, Node>> ends;
        std::vector<EdgeKind> kinds;
        each_edge([&](Node from, Node to, EdgeKind edge) {
            ends.emplace_back(from, to);
            kinds.push_back(edge);
        });
        graph_ = Graph{boost::edges_are_unsorted_multi_pass, ends.begin(), ends.end(),
                       kinds.begin(), static_cast<Node>(events.size())};
    }

    [[nodiscard]] const Graph& graph() const { return graph_; }

    [[nodiscard]] const Event& event(Node node) const {
        return run_.event(numbers_.dot(events_[node].event));
    }

private:
    /// Calls visit(from, to, kind) for each edge within a component.
    template <class Visit>
    void each_edge(Visit&& visit) const {
        for (Node self = 0; self < events_.size(); ++self) {
            const Dot dot = numbers_.dot(events_[self].event);
            const ShipHistory& ship = run_.ships[dot.ship];
            const auto with = [&](Dot other) -> std::optional<Node> {
                const EventNumber number = numbers_.of(other);
                const auto at = std::ranges::lower_bound(events_, number, {}, &EventOnCycle::event);
                const bool inside = at != events_.end() && at->event == number &&
                                    at->component == events_[self].component;
                if (!inside) return std::nullopt;
                return static_cast<Node>(at - events_.begin());
            };
            const auto after = [&](Dot other, EdgeKind kind) {
                if (const auto from = with(other)) visit(*from, self, kind);
            };
            const auto before = [&](Dot other, EdgeKind kind) {
                if (const auto to = with(other)) visit(self, *to, kind);
            };
            if (dot.version < ship.last()) before({dot.ship, dot.version + 1}, EdgeKind::program);
            const Cause cause = ship.event(dot.version).cause;
            if (cause.is_hail()) after(cause.sender(), EdgeKind::message);
            for (const Dot read : ship.reads_of(dot.version)) {
                if (read.version > 0) after(read, EdgeKind::wr);
                if (read.version < run_.ships[read.ship].last()) {
                    before({read.ship, read.version + 1}, EdgeKind::rw);
                }
            }
        }
    }

    const History& run_;
    const EventNumbers numbers_;
    std::span<const EventOnCycle> events_;
    Graph graph_;
};

struct Step {
    Node from;
    EdgeKind edge;
    Node to;
};

/// Breadth first from each node; all lie on cycles.
class ShortestCycle {
public:
    explicit ShortestCycle(const DependencyGraph::Graph& graph)
        : graph_{graph}, reached_(boost::num_vertices(graph)), came_(reached_.size()) {}

    std::vector<Step> find() {
        const auto nodes = static_cast<Node>(reached_.size());
        for (Node start = 0; start < nodes; ++start) {
            search(start);
            // No cycle is shorter than two, for no event depends on itself.
            if (best_.size() == 2 || work_ > work_bound) break;
        }
        return std::move(best_);
    }

private:
    static constexpr std::uint64_t work_bound = 1U << 25;

    void search(Node start) {
        std::vector<Node> frontier{start};
        std::vector<Node> next;
        const Node mark = start + 1;
        // The first search finds a cycle, so the bound cuts short only the search for a shorter
        // one.
        for (std::size_t length = 1; !frontier.empty(); ++length) {
            if (!best_.empty() && (length >= best_.size() || work_ > work_bound)) return;
            next.clear();
            for (const Node node : frontier) {
                for (const auto edge : boost::make_iterator_range(boost::out_edges(node, graph_))) {
                    ++work_;
                    const Node to = boost::target(edge, graph_);
                    if (to == start) {
                        keep({node, graph_[edge], start}, start);
                        return;
                    }
                    if (reached_[to] == mark) continue;
                    reached_[to] = mark;
                    came_[to] = {node, graph_[edge], to};
                    next.push_back(to);
                }
            }
            std::swap(frontier, next);
        }
    }

    void keep(Step last, Node start) {
        best_ = {last};
        while (best_.back().from != start) best_.push_back(came_[best_.back().from]);
        std::ranges::reverse(best_);
    }

    const DependencyGraph::Graph& graph_;
    std::vector<Node> reached_;  // By which search, as start + 1.
    std::vector<Step> came_;
    std::vector<Step> best_;
    std::uint64_t work_ = 0;
};

std::string words(const Scenario& scenario, const DependencyGraph& graph, const Step& step) {
    const Event& from = graph.event(step.from);
    const Event& to = graph.event(step.to);
    const auto because = [&]() -> std::string {
        switch (step.edge) {
            case EdgeKind::program: return "an earlier order of the same ship";
            case EdgeKind::message: return "which it hailed";
            case EdgeKind::wr: return fmt::format("which read {}", name(scenario, from.dot));
            case EdgeKind::rw:
                return fmt::format("which replaced the {} that it read",
                                   name(scenario, {to.dot.ship, to.dot.version - 1}));
        }
        return "?";
    };
    return fmt::format("{} comes before {}, {}", order_words_of(scenario, from),
                       order_words_of(scenario, to), because());
}

}  // namespace

Serializability judge_serializability(const Scenario& scenario, const History& run) {
    const auto events = events_on_cycles(run);
    if (events.empty()) return {};
    const DependencyGraph graph{run, events};
    std::string cycle;
    for (const Step& step : ShortestCycle{graph.graph()}.find()) {
        cycle += (cycle.empty() ? "" : "; ") + words(scenario, graph, step);
    }
    return {Outcome::fails, cycle};
}

}  // namespace reckon
