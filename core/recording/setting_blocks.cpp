#include "core/recording/setting_blocks.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/world/order_bytes.hpp"
#include "core/world/scenario_json.hpp"

namespace reckon {
namespace {

using Json = nlohmann::ordered_json;

void write_text(BlockWriter& blocks, BlockType type, std::string_view text) {
    BlockDraft draft;
    draft.put(std::as_bytes(std::span{text}));
    draft.count();
    blocks.write(type, draft);
}

/// The scenario but for its orders.
std::string ships_json(const Scenario& scenario) {
    Scenario bare{.name = scenario.name, .seed = scenario.seed, .work_ns = scenario.work_ns};
    for (const ShipSetup& ship : scenario.ships)
        bare.ships.push_back({ship.name, ship.initial, {}});
    bare.sources.resize(scenario.sources.size());
    return to_json(bare);
}

/// Writes the draft once it is long enough.
void write_if_full(BlockWriter& blocks, BlockType type, BlockDraft& draft) {
    if (draft.size() >= block_bytes) blocks.write(type, draft);
}

void write_if_any(BlockWriter& blocks, BlockType type, BlockDraft& draft) {
    if (!draft.empty()) blocks.write(type, draft);
}

void write_orders(BlockWriter& blocks, const Scenario& scenario) {
    BlockDraft draft;
    for (const Order& order : scenario.orders) {
        ByteWriter bytes;
        put_order(bytes, order);
        draft.put(bytes.bytes());
        draft.count();
        write_if_full(blocks, BlockType::orders, draft);
    }
    write_if_any(blocks, BlockType::orders, draft);
}

/// Pieces of lists: whose it is, how many items, the items.
template <class Items, class PutItem>
void write_lists(BlockWriter& blocks, BlockType type, const std::vector<Items>& lists,
                 PutItem&& put_item) {
    constexpr std::size_t piece = block_bytes / 16;
    BlockDraft draft;
    for (std::uint32_t whose = 0; whose < lists.size(); ++whose) {
        const Items& items = lists[whose];
        for (std::size_t begin = 0; begin < items.size(); begin += piece) {
            const std::size_t end = std::min(items.size(), begin + piece);
            draft.put(whose);
            draft.put(static_cast<std::uint32_t>(end - begin));
            for (std::size_t i = begin; i < end; ++i) put_item(draft, items[i]);
            draft.count(end - begin);
            write_if_full(blocks, type, draft);
        }
    }
    write_if_any(blocks, type, draft);
}

}  // namespace

std::optional<Error> write_setting(BlockWriter& blocks, const RunOrigin& origin,
                                   const Scenario& scenario) {
    const std::string ships = ships_json(scenario);
    if (ships.size() > Limits::file_bytes) {
        return Error{"scenario", fmt::format("{} bytes as JSON", ships.size()),
                     fmt::format("at most {}", Limits::file_bytes), Error::Kind::bound};
    }
    Json about{{"strategy", origin.strategy},
               {"publication", origin.publication},
               {"command_line", origin.command_line},
               {"commit", origin.commit}};
    if (!origin.recovered.empty()) about["recovered"] = origin.recovered;
    // A command line may hold what is no text.
    write_text(blocks, BlockType::about,
               about.dump(-1, ' ', false, Json::error_handler_t::replace));
    write_text(blocks, BlockType::ships, ships);
    write_orders(blocks, scenario);
    std::vector<std::span<const OrderId>> plans;
    for (const ShipSetup& ship : scenario.ships) plans.emplace_back(ship.plan);
    write_lists(blocks, BlockType::plans, plans,
                [](BlockDraft& draft, OrderId order) { draft.put(order); });
    write_lists(blocks, BlockType::issues, scenario.sources,
                [](BlockDraft& draft, const Issue& issue) {
                    draft.put(issue.ship);
                    draft.put(issue.order);
                });
    return std::nullopt;
}

void write_shape(BlockWriter& blocks, LogShape shape, bool has_truth) {
    BlockDraft draft;
    draft.put(static_cast<std::uint32_t>(shape.order));
    draft.put(std::uint32_t{shape.names_reads});
    draft.put(std::uint32_t{has_truth});
    draft.count();
    blocks.write(BlockType::shape, draft);
}

}  // namespace reckon
