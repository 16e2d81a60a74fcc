// Goal: a projection of a user's own fits, as the room's README says.
// Method: the README's example, built and put to work; and that it is the one in the README.

#include "tests/catch.hpp"
#include "tests/live/orders_by_kind.hpp"

#include <fstream>
#include <numeric>
#include <sstream>

#include "core/live/live_replay.hpp"
#include "tests/live/recorded_bytes.hpp"

namespace reckon {
namespace {

static_assert(Projection<OrdersByKind>);

std::string text_of(const std::string& file) {
    std::ostringstream text;
    text << std::ifstream{file}.rdbuf();
    return text.str();
}

TEST_CASE("the README's projection is at work") {
    const RecordedRun run = sailed_live("deps", "mixed", 4, 20);
    const auto file = recorded_bytes(run);
    BlockScan scan{file};
    auto setting = read_setting(scan);
    REQUIRE(setting);
    LiveReplay live{std::move(*setting), {}};
    static constexpr ProjectionRecord record = record_of<OrdersByKind>();
    live.add(record);
    while (const auto block = scan.next()) REQUIRE_FALSE(live.take(*block, {}));
    std::array<std::int64_t, order_kind_count> expected{};
    for (const Event& event : run.log.events) {
        ++expected[static_cast<std::size_t>(run.scenario.orders[event.order].kind)];
    }
    const auto rows = live.shown()[0].projection->rows({});
    REQUIRE(rows.size() == expected.size());
    for (std::size_t kind = 0; kind < rows.size(); ++kind) {
        CHECK(std::get<std::string>(rows[kind][0]) == order_words[kind]);
        CHECK(std::get<std::int64_t>(rows[kind][1]) == expected[kind]);
    }
}

TEST_CASE("the README shows it as it is") {
    const std::string example = text_of(RECKON_LIVE_TESTS "/orders_by_kind.hpp");
    const std::size_t begin = example.find("/// How many orders");
    const std::size_t end = example.find("}  // namespace");
    REQUIRE(begin < end);
    const std::string shown = example.substr(begin, end - begin - 1);
    CHECK(text_of(RECKON_LIVE_ROOM "/README.md").find(shown) != std::string::npos);
}

}  // namespace
}  // namespace reckon
