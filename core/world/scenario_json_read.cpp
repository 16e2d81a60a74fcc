#include "core/world/scenario_json.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "core/world/port.hpp"
#include "core/world/strict_json.hpp"

namespace reckon {
namespace {

using Json = nlohmann::ordered_json;

// Inside this file an Error is thrown, so that the reader of a deep order need not hand it up
// level by level; it leaves the file as a value.

std::string shown(const Json& value) {
    constexpr std::size_t longest = 60;
    std::string dump = value.dump(-1, ' ', false, Json::error_handler_t::replace);
    if (dump.size() <= longest) return dump;
    std::size_t cut = longest;
    while (cut > 0 && (static_cast<unsigned char>(dump[cut]) & 0xC0U) == 0x80U) --cut;
    return dump.substr(0, cut) + "…";
}

std::string quoted(std::string_view word) {
    return fmt::format("\"{}\"", word);
}

/// A value of the file and where it stands.
class Node {
public:
    Node(const Json& json, std::string pointer) : json_{json}, pointer_{std::move(pointer)} {}

    [[noreturn]] void reject(std::string expected) const {
        throw Error{pointer_.empty() ? "/" : pointer_, shown(json_), std::move(expected)};
    }

    [[nodiscard]] const Json& json() const { return json_; }

    [[nodiscard]] bool has(const char* key) const { return json_.contains(key); }

    [[nodiscard]] Node operator[](const char* key) const {
        if (!has(key)) {
            throw Error{pointer_.empty() ? "/" : pointer_, "no " + quoted(key),
                        "the key " + quoted(key)};
        }
        return {json_.at(key), pointer_ + "/" + key};
    }

    void object(std::initializer_list<std::string_view> keys) const {
        if (!json_.is_object()) reject(fmt::format("an object with {}", fmt::join(keys, ", ")));
        for (const auto& [key, value] : json_.items()) {
            if (std::ranges::find(keys, key) == keys.end()) {
                throw Error{pointer_ + (Json::json_pointer{} / key).to_string(),
                            "unknown key " + shown(Json(key)),
                            fmt::format("one of {}", fmt::join(keys, ", "))};
            }
        }
    }

    [[nodiscard]] std::vector<Node> array(std::string_view of) const {
        if (!json_.is_array()) reject(fmt::format("an array of {}", of));
        std::vector<Node> nodes;
        nodes.reserve(json_.size());
        for (std::size_t i = 0; i < json_.size(); ++i) {
            nodes.emplace_back(json_[i], fmt::format("{}/{}", pointer_, i));
        }
        return nodes;
    }

    [[nodiscard]] std::string string(std::string_view what) const {
        if (!json_.is_string()) reject(std::string{what});
        return json_.get<std::string>();
    }

    [[nodiscard]] std::uint64_t integer(std::uint64_t low, std::uint64_t high) const {
        const auto expected = [&] {
            return fmt::format("a whole number from {} to {}", low, high);
        };
        if (!json_.is_number_unsigned()) reject(expected());
        const auto value = json_.get<std::uint64_t>();
        if (value < low || value > high) reject(expected());
        return value;
    }

    [[nodiscard]] std::string name() const {
        auto value = string("a name in quotes");
        const bool control =
            std::ranges::any_of(value, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
        if (value.empty() || value.size() > Limits::name_bytes || control) {
            reject(fmt::format("a name of 1 to {} bytes without control characters",
                               Limits::name_bytes));
        }
        return value;
    }

private:
    const Json& json_;
    std::string pointer_;
};

class Reader {
public:
    Scenario read(const Node& root) {
        root.object({"reckon", "version", "name", "seed", "work_ns", "ships", "sources"});
        if (root["reckon"].json() != "scenario") root["reckon"].reject(quoted("scenario"));
        const Json& version = root["version"].json();
        if (!version.is_number_unsigned() || version != 1) {
            root["version"].reject("1, the one version there is");
        }
        scenario_.name = root.has("name") ? root["name"].name() : "unnamed";
        if (root.has("seed")) scenario_.seed = root["seed"].integer(0, UINT64_MAX);
        if (root.has("work_ns")) {
            scenario_.work_ns =
                static_cast<std::uint32_t>(root["work_ns"].integer(0, Limits::work_ns));
        }
        read_ships(root["ships"]);
        if (root.has("sources")) read_sources(root["sources"]);
        if (auto bounds = bounds_of(scenario_); !bounds) throw bounds.error();
        return std::move(scenario_);
    }

private:
    void read_ships(const Node& node) {
        const auto ships = node.array("ships");
        if (ships.empty() || ships.size() > Limits::ships) {
            throw Error{"/ships", fmt::format("{} ships", ships.size()),
                        fmt::format("1 to {} ships", Limits::ships)};
        }
        // Names first: an order may name a ship that stands further down.
        for (const Node& ship : ships) {
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
            for (const Node& entry : ships[id]["orders"].array("orders")) {
                scenario_.ships[id].plan.push_back(order(entry, id, 0));
            }
        }
    }

    static State initial(const Node& ship) {
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

    void read_sources(const Node& node) {
        const auto sources = node.array("sources, each an array of {\"ship\", \"order\"}");
        if (sources.size() > Limits::sources) {
            throw Error{"/sources", fmt::format("{} sources", sources.size()),
                        fmt::format("at most {} sources", Limits::sources)};
        }
        for (const Node& source : sources) {
            auto& issues = scenario_.sources.emplace_back();
            for (const Node& issue : source.array("{\"ship\", \"order\"}")) {
                issue.object({"ship", "order"});
                const ShipId to = ship(issue["ship"]);
                issues.push_back({to, order(issue["order"], to, 0)});
            }
        }
    }

    static PortId port(const Node& node) {
        const auto found = find_port(node.string("the name or UN/LOCODE of a port, in quotes"));
        if (!found) {
            node.reject(
                fmt::format("the name or UN/LOCODE of one of the {} ports that `reckon "
                            "scenarios --ports` lists",
                            port_count));
        }
        return *found;
    }

    ShipId ship(const Node& node) const {
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

    ShipId other(const Node& node, ShipId self) const {
        const ShipId found = ship(node);
        if (found == self) {
            node.reject(fmt::format("another ship than {}, which carries this order out",
                                    scenario_.ships[self].name));
        }
        return found;
    }

    static std::int32_t tons(const Node& node) {
        return static_cast<std::int32_t>(node["tons"].integer(1, Limits::tons));
    }

    static OrderKind kind(const Node& node) {
        if (!node.json().is_object()) node.reject("an order: {\"do\": …}");
        const Node verb = node["do"];
        const auto known = std::span{order_words}.first(order_kind_count - 1);  // Not `take`.
        const auto found = verb.json().is_string()
                               ? std::ranges::find(known, verb.json().get<std::string>())
                               : known.end();
        if (found == known.end()) verb.reject(fmt::format("one of {}", fmt::join(known, ", ")));
        return static_cast<OrderKind>(found - known.begin());
    }

    /// `self` is the ship that carries the order out.
    OrderId order(const Node& node, ShipId self, std::uint32_t depth) {
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

Result<Scenario> parse_scenario(std::string_view json) {
    if (json.size() > Limits::file_bytes) {
        return fail({"/", fmt::format("{} bytes", json.size()),
                     fmt::format("at most {} bytes", Limits::file_bytes)});
    }
    try {
        const auto root = parse_strict(json);
        if (!root) return fail(root.error());
        return Reader{}.read({*root, ""});
    } catch (Error& error) {
        return fail(std::move(error));
    }
}

Result<Scenario> read_scenario(const std::filesystem::path& file) {
    const auto unreadable = [&](std::string_view why) {
        return fail({file.string(), std::string{why}, "a readable file", Error::Kind::io});
    };
    std::error_code failed;
    if (std::filesystem::is_directory(file, failed)) return unreadable("a directory");
    std::ifstream in{file, std::ios::binary};
    if (!in) return unreadable("cannot be opened");
    std::string text(std::min<std::size_t>(Limits::file_bytes + 1, 1U << 16), '\0');
    std::size_t size = 0;
    while (in.read(text.data() + size, static_cast<std::streamsize>(text.size() - size)),
           in.gcount() > 0) {
        size += static_cast<std::size_t>(in.gcount());
        if (size > Limits::file_bytes) break;  // parse_scenario says so.
        text.resize(std::min(Limits::file_bytes + 1, 2 * size));
    }
    if (in.bad()) return unreadable("cannot be read");
    text.resize(size);
    auto scenario = parse_scenario(text);
    if (!scenario) scenario.error().place = file.string() + ": " + scenario.error().place;
    return scenario;
}

}  // namespace reckon
