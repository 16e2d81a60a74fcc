#include <fmt/format.h>

#include <charconv>

#include "core/export/jsonl.hpp"
#include "core/export/lines.hpp"
#include "core/world/json_node.hpp"
#include "core/world/scenario_json.hpp"
#include "core/world/state_cells.hpp"

namespace reckon {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint32_t any_number = UINT32_MAX;

/// A text's digits, without 0 before others; what may pass 2^53 is kept so.
std::uint64_t big_number(const JsonNode& node) {
    constexpr std::string_view expected = "a whole number up to 2^64 - 1, in quotes";
    const std::string digits = node.string(expected);
    std::uint64_t value = 0;
    const char* const end = digits.data() + digits.size();
    const auto [read, failed] = std::from_chars(digits.data(), end, value);
    const bool other_zeros = digits.size() > 1 && digits[0] == '0';
    if (failed != std::errc{} || read != end || other_zeros) node.reject(std::string{expected});
    return value;
}

std::uint32_t number(const JsonNode& node, std::uint32_t high = any_number) {
    return static_cast<std::uint32_t>(node.integer(0, high));
}

Dot parse_pair(const JsonNode& node) {
    const auto pair = node.array("a ship and a version");
    if (pair.size() != 2) node.reject("a ship and a version");
    return {number(pair[0]), number(pair[1])};
}

Cause parse_cause(const JsonNode& node) {
    if (node.has("plan")) {
        node.object({"plan"});
        return Cause::plan(number(node["plan"]));
    }
    if (node.has("source")) {
        node.object({"source", "index"});
        constexpr std::uint32_t sources_max = 0x7fff'fffdU;  // What a cause has room for.
        return Cause::source(number(node["source"], sources_max), number(node["index"]));
    }
    if (node.has("hail")) {
        node.object({"hail", "version"});
        constexpr std::uint32_t ships_max = 0x7fff'ffffU;
        return Cause::hail({number(node["hail"], ships_max), number(node["version"])});
    }
    node.object({"none"});
    return Cause::from(Cause{}.who(), number(node["none"]));
}

class Reader {
public:
    explicit Reader(const std::filesystem::path& file) : lines_{file} {}

    Result<RecordedRun> read() {
        try {
            while (const auto line = lines_.next()) take(*line);
        } catch (Error& error) {
            error.place.insert(0, lines_.place() + ": ");
            return fail(std::move(error));
        }
        if (lines_.error()) return fail(*lines_.error());
        if (!ended_) return fail({lines_.place(), "the last line", R"({"line":"end",…})"});
        return std::move(run_);
    }

private:
    /// Kinds of lines, in the order in which they stand.
    enum class Part : std::uint8_t { head, logged, happened, observed, effect };

    void take(std::string_view line) {
        if (ended_) throw Error{"/", "a line", "nothing after the end"};
        auto json = parse_json_line(line);
        if (!json) throw std::move(json.error());
        const JsonNode node{*json, ""};
        if (lines_.number() == 1) return head(*json);
        const std::string kind = node["line"].string("a line's kind");
        if (kind == "logged") {
            logged(in_turn(node, Part::logged));
        } else if (kind == "happened" && truth_) {
            if (!truth_) node.reject("no more than the log, by the first line's \"history\"");
            happened(in_turn(node, Part::happened));
        } else if (kind == "observed" && truth_) {
            if (!truth_) node.reject("no more than the log, by the first line's \"history\"");
            observed(in_turn(node, Part::observed));
        } else if (kind == "effect") {
            effect(in_turn(node, Part::effect));
        } else if (kind == "end") {
            node.object({"line", "lines"});
            const std::uint64_t before = lines_.number() - 1;
            static_cast<void>(node["lines"].integer(before, before));
            ended_ = true;
        } else {
            node["line"].reject(truth_ ? "logged, happened, observed, effect or end"
                                       : "logged, effect or end");
        }
    }

    const JsonNode& in_turn(const JsonNode& node, Part part) {
        if (part < part_) {
            node["line"].reject("logged lines, then happened, observed and effect ones");
        }
        part_ = part;
        return node;
    }

    void head(Json& json) {
        const JsonNode node{json, ""};
        node.object({"reckon", "version", "strategy", "publication", "command_line", "commit",
                     "recovered", "order", "names_reads", "history", "scenario"});
        node.is("run");
        RunOrigin& origin = run_.origin;
        origin.strategy = node["strategy"].string("a strategy's name");
        origin.publication = node["publication"].string("seq_cst or release");
        if (origin.publication != "seq_cst" && origin.publication != "release") {
            node["publication"].reject("seq_cst or release");
        }
        origin.command_line = node["command_line"].string("a command line");
        origin.commit = node["commit"].string("a commit");
        if (node.has("recovered")) origin.recovered = node["recovered"].string("what was lost");
        set_order(node["order"]);
        if (node["names_reads"].boolean()) run_.log.named_reads.emplace();
        truth_ = node["history"].boolean();
        const std::uint64_t seed = big_number(node["scenario"]["seed"]);
        json["scenario"]["seed"] = seed;
        auto scenario = parse_scenario(node["scenario"]);
        if (!scenario) throw std::move(scenario.error());
        run_.scenario = std::move(*scenario);
        if (!truth_) return;
        run_.history.emplace();
        for (const ShipSetup& ship : run_.scenario.ships) {
            run_.history->ships.emplace_back().states.push_back(ship.initial);
        }
    }

    void set_order(const JsonNode& node) {
        const std::string word = node.string("the order of the log");
        Ordering& order = run_.log.order;
        if (word == "unrecorded") {
            order = Unrecorded{};
        } else if (word == "sequence") {
            order = InSequence{};
        } else if (word == "stamps") {
            order = ByStamp{};
        } else if (word == "dependencies") {
            order = ByDependency{};
        } else if (word == "clocks") {
            order = ByClock{};
        } else {
            node.reject("one of unrecorded, sequence, stamps, dependencies, clocks");
        }
    }

    Event parse_event(const JsonNode& node) const {
        const Scenario& scenario = run_.scenario;
        const Dot dot{number(node["ship"], scenario.ship_count() - 1), number(node["version"])};
        const auto orders = static_cast<std::uint32_t>(scenario.orders.size());
        if (orders == 0) node["order"].reject("no event: the scenario has no orders");
        const OrderId order = number(node["order"], orders - 1);
        const std::string does = text(scenario, order);
        const JsonNode said = node["does"];
        if (said.string("what the order is, in words") != does) said.reject(shown(Json(does)));
        return {dot, order, parse_cause(node["cause"])};
    }

    void logged(const JsonNode& node) {
        Log& log = run_.log;
        const bool stamped = std::holds_alternative<ByStamp>(log.order);
        const bool clocked = std::holds_alternative<ByClock>(log.order);
        node.object({"line", "ship", "version", "order", "does", "cause",
                     stamped   ? "stamp"
                     : clocked ? "changes"
                               : "line",
                     log.named_reads ? "reads" : "line"});
        if (log.events.size() >= Limits::events) {
            throw Error{"/", "one event more", fmt::format("at most {}", Limits::events),
                        Error::Kind::bound};
        }
        log.events.push_back(parse_event(node));
        if (stamped) std::get<ByStamp>(log.order).stamps.push_back(big_number(node["stamp"]));
        if (clocked) {
            auto& clocks = std::get<ByClock>(log.order);
            for (const JsonNode& change : node["changes"].array("pairs of ship and version")) {
                clocks.changes.push_back(parse_pair(change));
            }
            clocks.ends.push_back(clocks.changes.size());
        }
        if (log.named_reads) log.named_reads->append(parse_reads(node));
    }

    std::vector<Dot> parse_reads(const JsonNode& node) const {
        std::vector<Dot> reads;
        for (const JsonNode& read : node["reads"].array("pairs of ship and version")) {
            reads.push_back(parse_pair(read));
        }
        return reads;
    }

    void happened(const JsonNode& node) {
        node.object({"line", "ship", "version", "order", "does", "cause", "reads", "state"});
        const Event event = parse_event(node);
        ShipHistory& ship = run_.history->ships[event.dot.ship];
        const bool later_gone_before = event.dot.ship < ship_;
        if (event.dot.version != ship.last() + 1 || later_gone_before) {
            node["version"].reject("the ships in turn, and each one's versions from 1 on");
        }
        ship_ = event.dot.ship;
        ship.append(event, parse_state(node["state"]), parse_reads(node));
    }

    void observed(const JsonNode& node) {
        node.object({"line", "cut"});
        Cut& cut = run_.history->observed.emplace_back();
        for (const JsonNode& version : node["cut"].array("a version per ship")) {
            cut.push_back(number(version));
        }
    }

    void effect(const JsonNode& node) {
        node.object({"line", "ship", "version", "result"});
        const Dot dot{number(node["ship"], run_.scenario.ship_count() - 1),
                      number(node["version"])};
        run_.effects.push_back({dot, big_number(node["result"])});
    }

    Lines lines_;
    RecordedRun run_;
    Part part_ = Part::head;
    ShipId ship_ = 0;  // That the last happened line was of.
    bool truth_ = false;
    bool ended_ = false;
};

}  // namespace

Result<RecordedRun> read_jsonl(const std::filesystem::path& file) {
    return Reader{file}.read();
}

}  // namespace reckon
