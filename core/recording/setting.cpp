#include "core/recording/setting.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/world/order_bytes.hpp"
#include "core/world/scenario_json.hpp"
#include "core/world/strict_json.hpp"

namespace reckon {
namespace {

// Inside this file an Error is thrown; it leaves the file as a value.

[[noreturn]] void reject(const Block& block, std::string value, std::string expected) {
    throw Error{block.place(), std::move(value), std::move(expected)};
}

std::string_view text_of(const Block& block) {
    return {reinterpret_cast<const char*>(block.payload.data()), block.payload.size()};
}

/// Orders as they stand in lists, one list after another: which are new in theirs.
class Repeats {
public:
    explicit Repeats(std::size_t orders) : seen_(orders) {}

    /// An order that there is not is new: who looks at it will refuse it.
    [[nodiscard]] bool is_new(std::uint32_t list, OrderId order) {
        if (list != list_) {
            for (const OrderId id : of_list_) seen_[id] = false;
            of_list_.clear();
            list_ = list;
        }
        if (order >= seen_.size()) return true;
        if (seen_[order]) return false;
        seen_[order] = true;
        of_list_.push_back(order);
        return true;
    }

private:
    std::vector<bool> seen_;
    std::vector<OrderId> of_list_;
    std::uint32_t list_ = 0;
};

class Reader {
public:
    Reader(BlockSource& blocks, PlansKept kept) : blocks_{blocks}, kept_{kept} { go_on(); }

    Setting read() {
        Setting setting{.origin = origin(expect(BlockType::about))};
        go_on();
        Scenario& scenario = setting.scenario;
        scenario = ships(expect(BlockType::ships));
        go_on();
        each(BlockType::orders, [&](const Block& block) { orders(block, scenario); });
        setting.plan_lengths.resize(scenario.ships.size());
        Repeats in_plans{scenario.orders.size()};
        each(BlockType::plans, [&](const Block& block) { plans(block, setting, in_plans); });
        Repeats in_issues{scenario.orders.size()};
        each(BlockType::issues, [&](const Block& block) { issues(block, scenario, in_issues); });
        const Block shape = expect(BlockType::shape);
        if (auto error = wrong_order(scenario)) throw std::move(*error);
        if (const auto bounds = bounds_of(scenario); !bounds) throw bounds.error();
        read_shape(shape, setting);
        return setting;
    }

private:
    void go_on() {
        block_ = blocks_.next();
        if (blocks_.error()) throw *blocks_.error();
    }

    [[nodiscard]] const Block& expect(BlockType type) const {
        if (!block_) {
            throw Error{"the last block", "out of place",
                        fmt::format("a block ({}) before it", word(type))};
        }
        if (block_->type != type) {
            reject(*block_, "out of place", fmt::format("a block ({}) before it", word(type)));
        }
        return *block_;
    }

    template <class Take>
    void each(BlockType type, Take&& take) {
        for (; block_ && block_->type == type; go_on()) take(*block_);
    }

    static RunOrigin origin(const Block& block) {
        const auto json = parse_strict(text_of(block), "the origin of a run");
        if (!json || !json->is_object()) reject(block, "no JSON object", "how the run was made");
        const auto string = [&](const char* key) {
            const auto found = json->find(key);
            if (found == json->end() || !found->is_string()) {
                reject(block, fmt::format("no text \"{}\"", key),
                       "the four texts of a run's origin");
            }
            return found->template get<std::string>();
        };
        RunOrigin origin{string("strategy"), string("publication"), string("command_line"),
                         string("commit")};
        if (json->contains("recovered")) origin.recovered = string("recovered");
        if (origin.publication != "seq_cst" && origin.publication != "release") {
            reject(block, "publication \"" + origin.publication + "\"", "seq_cst or release");
        }
        return origin;
    }

    static Scenario ships(const Block& block) {
        auto scenario = parse_scenario(text_of(block));
        if (!scenario) {
            scenario.error().place.insert(0, block.place() + ": ");
            throw std::move(scenario.error());
        }
        if (!scenario->orders.empty()) reject(block, "orders", "ships without orders");
        return std::move(*scenario);
    }

    static void orders(const Block& block, Scenario& scenario) {
        if (block.payload.size() % order_bytes != 0) reject(block, "half an order", "whole ones");
        for (ByteReader in{block.payload}; in.left() > 0;) {
            const auto order = take_order(in);
            if (!order) reject(block, "bytes that are no order", "orders");
            scenario.orders.push_back(*order);
        }
    }

    void plans(const Block& block, Setting& setting, Repeats& repeats) const {
        std::vector<ShipSetup>& ships = setting.scenario.ships;
        each_list(block, ships.size(), sizeof(OrderId), [&](std::uint32_t ship, ByteReader& in) {
            const auto order = in.take<OrderId>();
            ++setting.plan_lengths[ship];
            if (keeps(ship, order, repeats)) ships[ship].plan.push_back(order);
        });
    }

    void issues(const Block& block, Scenario& scenario, Repeats& repeats) const {
        each_list(block, scenario.sources.size(), sizeof(ShipId) + sizeof(OrderId),
                  [&](std::uint32_t source, ByteReader& in) {
                      const auto ship = in.take<ShipId>();
                      const auto order = in.take<OrderId>();
                      const bool suits = ship < scenario.ships.size() &&
                                         order < scenario.orders.size() &&
                                         !names(scenario.orders[order], ship);
                      if (!suits || keeps(source, order, repeats)) {
                          scenario.sources[source].push_back({ship, order});
                      }
                  });
    }

    /// An order that names who is told is refused: it must not be taken for one that was seen.
    [[nodiscard]] static bool names(const Order& order, ShipId ship) {
        return std::ranges::find(order.ships, ship) != order.ships.end();
    }

    [[nodiscard]] bool keeps(std::uint32_t list, OrderId order, Repeats& repeats) const {
        return kept_ == PlansKept::whole || repeats.is_new(list, order);
    }

    /// take(whose, in) for each item of pieces of lists.
    template <class Take>
    static void each_list(const Block& block, std::size_t lists, std::size_t item_bytes,
                          Take&& take) {
        for (ByteReader in{block.payload}; in.left() > 0;) {
            const auto whose = in.take<std::uint32_t>();
            const auto count = in.take<std::uint32_t>();
            if (in.ran_out() || whose >= lists || count > in.left() / item_bytes) {
                reject(block, fmt::format("{} items of list {}", count, whose),
                       fmt::format("lists below {}, for which there are bytes", lists));
            }
            for (std::uint32_t i = 0; i < count; ++i) take(whose, in);
        }
    }

    static void read_shape(const Block& block, Setting& setting) {
        ByteReader in{block.payload};
        const auto order = in.take<std::uint32_t>();
        const auto names_reads = in.take<std::uint32_t>();
        const auto has_truth = in.take<std::uint32_t>();
        const auto code = static_cast<OrderCode>(order);
        const bool reads_fit = (code != OrderCode::by_clock || names_reads == 0) &&
                               (code != OrderCode::by_dependency || names_reads == 1);
        if (in.ran_out() || in.left() > 0 || order >= order_code_count || names_reads > 1 ||
            has_truth > 1 || !reads_fit) {
            reject(block, "no shape of a log", "one of its orders, and what stands beside");
        }
        setting.shape = {static_cast<OrderCode>(order), names_reads == 1};
        setting.has_truth = has_truth == 1;
    }

    BlockSource& blocks_;
    PlansKept kept_;
    std::optional<Block> block_;
};

}  // namespace

Result<Setting> read_setting(BlockSource& blocks, PlansKept kept) {
    try {
        return Reader{blocks, kept}.read();
    } catch (Error& error) {
        return fail(std::move(error));
    }
}

}  // namespace reckon
