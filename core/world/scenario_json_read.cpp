#include "core/world/scenario_json.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <unordered_map>

#include "core/world/json_node.hpp"
#include "core/world/port.hpp"
#include "core/world/strict_json.hpp"
#include "core/world/text_file.hpp"

namespace reckon {
namespace {

// Inside this file an Error is thrown, so that the reader of a deep order need not hand it up
// level by level; it leaves the file as a value.

class Reader {
public:
    Reader() = default;

    /// For orders that are to be added to a scenario.
    explicit Reader(const Scenario& scenario) : scenario_{scenario} {
        for (ShipId id = 0; id < scenario_.ship_count(); ++id) {
            ids_.emplace(scenario_.ships[id].name, id);
        }
    }

    /// Adds an order for a ship to the table.
    OrderId read_order(const JsonNode& node, ShipId ship) { return order(node, ship, 0); }

    /// The scenario's, with what was added.
    [[nodiscard]] std::vector<Order> table() && { return std::move(scenario_.orders); }

    Scenario read(const JsonNode& root) {
        root.object({"reckon", "version", "name", "seed", "work_ns", "ships", "sources"});
        root.is("scenario");
        scenario_.name = root.has("name") ? root["name"].name() : "unnamed";
        if (root.has("seed")) scenario_.seed = root["seed"].integer(0, UINT64_MAX);
        if (root.has("work_ns")) {
            scenario_.work_ns =
                static_cast<std::uint32_t>(root["work_ns"].integer(0, Limits::work_ns));
        }
        read_ships(root["ships"]);
        if (root.has("sources")) read_sources(root["sources"]);
        if (auto bounds = bounds_of(scenario_); !bounds) {
            bounds.error().place.insert(0, root.pointer());
            throw std::move(bounds.error());
        }
        return std::move(scenario_);
    }

private:
    void read_ships(const JsonNode& node) {
        const auto ships = node.array("ships");
        if (ships.empty() || ships.size() > Limits::ships) {
            throw Error{node.pointer(), fmt::format("{} ships", ships.size()),
                        fmt::format("1 to {} ships", Limits::ships)};
        }
        // Names first: an order may name a ship that stands further down.
        for (const JsonNode& ship : ships) {
            ship.object({"name", "at", "bound", "cargo", "orders"});
            auto name = ship["name"].name();
            const auto id = static_cast<ShipId>(scenario_.ships.size());
            if (!ids_.try_emplace(name, id).second) {
                ship["name"].reject("a name that no other ship has");
            }
            scenario_.ships.push_back({.name = std::move(name), .initial = initial(ship)});
        }
        for (ShipId id = 0; id < ships.size(); ++id) {
            if (!ships[id].has("orders")) continue;
            for (const JsonNode& entry : ships[id]["orders"].array("orders")) {
                scenario_.ships[id].plan.push_back(order(entry, id, 0));
            }
        }
    }

    static State initial(const JsonNode& ship) {
        if (ship.has("at") == ship.has("bound")) {
            ship.reject(
                "either \"at\", the port where the ship lies, or \"bound\", the port it "
                "sails for");
        }
        State state;
        if (ship.has("at")) state.at = port(ship["at"]);
        if (ship.has("bound")) state.bound = port(ship["bound"]);
        if (ship.has("cargo")) {
            state.cargo = static_cast<std::int64_t>(ship["cargo"].integer(0, Limits::tons));
        }
        return state;
    }

    void read_sources(const JsonNode& node) {
        const auto sources = node.array("sources, each an array of {\"ship\", \"order\"}");
        if (sources.size() > Limits::sources) {
            throw Error{node.pointer(), fmt::format("{} sources", sources.size()),
                        fmt::format("at most {} sources", Limits::sources)};
        }
        for (const JsonNode& source : sources) {
            auto& issues = scenario_.sources.emplace_back();
            for (const JsonNode& issue : source.array("{\"ship\", \"order\"}")) {
                issue.object({"ship", "order"});
                const ShipId to = ship(issue["ship"]);
                issues.push_back({to, order(issue["order"], to, 0)});
            }
        }
    }

    static PortId port(const JsonNode& node) {
        const auto found = find_port(node.string("the name or UN/LOCODE of a port, in quotes"));
        if (!found) {
            node.reject(
                fmt::format("the name or UN/LOCODE of one of the {} ports that `reckon "
                            "scenarios --ports` lists",
                            port_count));
        }
        return *found;
    }

    ShipId ship(const JsonNode& node) const {
        if (node.json().is_string()) {
            const auto found = ids_.find(node.json().get_ref<const std::string&>());
            if (found != ids_.end()) return found->second;
        }
        if (node.json().is_number_unsigned()) {
            const auto index = node.json().get<std::uint64_t>();
            if (index < scenario_.ships.size()) return static_cast<ShipId>(index);
        }
        constexpr std::size_t few = 8;
        std::string known;
        for (std::size_t i = 0; i < std::min(few, scenario_.ships.size()); ++i) {
            known += (i == 0 ? "" : ", ") + scenario_.ships[i].name;
        }
        if (scenario_.ships.size() > few) known += ", …";
        node.reject(fmt::format("a ship's name ({}) or index (0 to {})", known,
                                scenario_.ships.size() - 1));
    }

    ShipId other(const JsonNode& node, ShipId self) const {
        const ShipId found = ship(node);
        if (found == self) {
            node.reject(fmt::format("another ship than {}, which carries this order out",
                                    scenario_.ships[self].name));
        }
        return found;
    }

    static std::int32_t tons(const JsonNode& node) {
        return static_cast<std::int32_t>(node["tons"].integer(1, Limits::tons));
    }

    static OrderKind kind(const JsonNode& node) {
        if (!node.json().is_object()) node.reject("an order: {\"do\": …}");
        const JsonNode verb = node["do"];
        const auto known = std::span{order_words}.first(order_kind_count - 1);  // Not `take`.
        const auto found = verb.json().is_string()
                               ? std::ranges::find(known, verb.json().get<std::string>())
                               : known.end();
        if (found == known.end()) verb.reject(fmt::format("one of {}", fmt::join(known, ", ")));
        return static_cast<OrderKind>(found - known.begin());
    }

    /// `self` is the ship that carries the order out.
    OrderId order(const JsonNode& node, ShipId self, std::uint32_t depth) {
        const OrderKind verb = kind(node);
        switch (verb) {
            case OrderKind::depart:
                node.object({"do", "to"});
                return table_.add({.kind = verb, .port = port(node["to"])});
            case OrderKind::load:
            case OrderKind::unload:
                node.object({"do", "tons"});
                return table_.add({.kind = verb, .tons = tons(node)});
            case OrderKind::follow:
                node.object({"do", "ship"});
                return table_.add({.kind = verb, .ships = {other(node["ship"], self), 0}});
            case OrderKind::rendezvous: {
                node.object({"do", "ships"});
                const auto two = node["ships"].array("two ships");
                if (two.size() != 2) node["ships"].reject("two ships");
                const ShipId first = other(two[0], self);
                const ShipId second = other(two[1], self);
                if (first == second) two[1].reject("another ship than the first");
                return table_.add({.kind = verb, .ships = {first, second}});
            }
            case OrderKind::hail: {
                node.object({"do", "ship", "order"});
                const ShipId to = other(node["ship"], self);
                if (depth == Limits::nesting) {
                    node.reject(fmt::format("orders nested at most {} deep", Limits::nesting));
                }
                const OrderId sent = order(node["order"], to, depth + 1);
                return table_.add({.kind = verb, .ships = {to, 0}, .sent = sent});
            }
            case OrderKind::transfer: {
                node.object({"do", "ship", "tons"});
                const ShipId to = other(node["ship"], self);
                return table_.add_transfer(to, tons(node));
            }
            case OrderKind::arrive:
            case OrderKind::take: node.object({"do"}); break;
        }
        return table_.add({.kind = OrderKind::arrive});
    }

    Scenario scenario_;
    OrderTable table_{scenario_.orders};
    std::unordered_map<std::string, ShipId> ids_;
};

}  // namespace

Result<Scenario> parse_scenario(const JsonNode& root) {
    try {
        return Reader{}.read(root);
    } catch (Error& error) {
        return fail(std::move(error));
    }
}

Result<Scenario> parse_scenario(std::string_view json) {
    const auto root = parse_strict(json, "a scenario in JSON");
    if (!root) return fail(root.error());
    return parse_scenario(JsonNode{*root, ""});
}

Result<OrderId> parse_order(Scenario& scenario, ShipId ship, std::string_view json) {
    const auto root = parse_strict(json, "an order in JSON");
    if (!root) return fail(root.error());
    try {
        Reader reader{scenario};
        const OrderId order = reader.read_order(JsonNode{*root, ""}, ship);
        scenario.orders = std::move(reader).table();
        return order;
    } catch (Error& error) {
        return fail(std::move(error));
    }
}

Result<Scenario> read_scenario(const std::filesystem::path& file) {
    return parse_file(file, Limits::file_bytes,
                      [](std::string_view text) { return parse_scenario(text); });
}

}  // namespace reckon
