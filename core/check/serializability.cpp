#include "core/check/serializability.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/strong_components.hpp>
#include <boost/property_map/property_map.hpp>
#include <boost/range/iterator_range.hpp>

#include "core/check/divergence.hpp"
#include "core/check/words.hpp"

namespace reckon {
namespace {

using Node = std::uint32_t;

class DependencyGraph {
public:
    using Graph = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, EdgeKind,
                                                     boost::no_property, Node, std::uint32_t>;

    explicit DependencyGraph(const History& run) : run_{run} {
        Node count = 0;
        for (const ShipHistory& ship : run.ships) {
            first_.push_back(count);
            count += ship.last();
        }
        std::vector<std::pair<Node, Node>> ends;
        std::vector<EdgeKind> kinds;
        each_edge([&](Node from, Node to, EdgeKind edge) {
            ends.emplace_back(from, to);
            kinds.push_back(edge);
        });
        graph_ = Graph{boost::edges_are_unsorted_multi_pass, ends.begin(), ends.end(),
                       kinds.begin(), count};
    }

    [[nodiscard]] const Graph& graph() const { return graph_; }

    [[nodiscard]] const Event& event(Node node) const {
        const auto after = std::ranges::upper_bound(first_, node);
        const auto ship = static_cast<ShipId>(after - first_.begin() - 1);
        return run_.event({ship, node - first_[ship] + 1});
    }

private:
    [[nodiscard]] Node node(Dot dot) const { return first_[dot.ship] + dot.version - 1; }

    template <class Visit>
    void each_edge(Visit&& visit) const {
        for (const ShipHistory& ship : run_.ships) {
            for (const Event& event : ship.events) {
                const Node self = node(event.dot);
                if (event.dot.version < ship.last()) visit(self, self + 1, EdgeKind::program);
                if (event.cause.is_hail())
                    visit(node(event.cause.sender()), self, EdgeKind::message);
                for (const Dot read : ship.reads_of(event.dot.version)) {
                    if (read.version > 0) visit(node(read), self, EdgeKind::wr);
                    if (read.version < run_.ships[read.ship].last()) {
                        visit(self, node({read.ship, read.version + 1}), EdgeKind::rw);
                    }
                }
            }
        }
    }

    const History& run_;
    std::vector<Node> first_;  // The node of each ship's first event.
    Graph graph_;
};

/// Per node, its strongly connected component; and per component, how many nodes it has.
struct Components {
    explicit Components(const DependencyGraph::Graph& graph) : of(boost::num_vertices(graph)) {
        const auto map =
            boost::make_iterator_property_map(of.begin(), boost::get(boost::vertex_index, graph));
        size.resize(boost::strong_components(graph, map));
        for (const Node component : of) ++size[component];
    }

    [[nodiscard]] bool on_cycle(Node node) const { return size[of[node]] > 1; }

    std::vector<Node> of;
    std::vector<Node> size;
};

struct Step {
    Node from;
    EdgeKind edge;
    Node to;
};

/// Breadth first from each node that lies on a cycle, within its component.
class ShortestCycle {
public:
    ShortestCycle(const DependencyGraph::Graph& graph, const Components& components)
        : graph_{graph},
          components_{components},
          reached_(components.of.size()),
          came_(components.of.size()) {}

    std::vector<Step> find() {
        const auto nodes = static_cast<Node>(components_.of.size());
        for (Node start = 0; start < nodes; ++start) {
            if (!components_.on_cycle(start)) continue;
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
                    if (components_.of[to] != components_.of[start]) continue;
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
    const Components& components_;
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
    const DependencyGraph graph{run};
    const Components components{graph.graph()};
    if (components.size.size() == components.of.size()) return {};
    std::string cycle;
    for (const Step& step : ShortestCycle{graph.graph(), components}.find()) {
        cycle += (cycle.empty() ? "" : "; ") + words(scenario, graph, step);
    }
    return {Outcome::fails, cycle};
}

}  // namespace reckon
