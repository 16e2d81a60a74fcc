// Goal: what is taken of a run's taps is closed at any moment, and the same of each; a sequence is
//       known to be closed exactly where it is.
// Method: drawn histories, offered in drawn pieces; after each take, closure against the history
//         itself. Entries of very different lengths. Drawn sequences against a search through all
//         that each prefix names.

#include "core/recording/closed_order.hpp"

#include <map>
#include <random>

#include "core/recording/closed_sequence.hpp"
#include "tests/catch.hpp"

namespace reckon {
namespace {

constexpr EntryShape bare_shape{};
constexpr EntryShape clock_shape{.with_dots = true};

struct Drawn {
    Event event;
    std::vector<Dot> reads;
};

using Random = std::mt19937;

std::uint32_t below(Random& random, std::uint32_t bound) {
    return static_cast<std::uint32_t>(random() % bound);
}

/// Events in an order in which they may have happened: each reads what is there.
std::vector<Drawn> drawn_history(Random& random, ShipId ships, std::size_t count) {
    std::vector<Drawn> history;
    Cut cut(ships);
    for (std::size_t i = 0; i < count; ++i) {
        const ShipId ship = below(random, ships);
        Drawn drawn{.event = {.dot = {ship, ++cut[ship]}}, .reads = {}};
        for (std::uint32_t k = below(random, 3); k > 0; --k) {
            const ShipId other = below(random, ships);
            if (other == ship || cut[other] == 0) continue;
            drawn.reads.push_back({other, 1 + below(random, cut[other])});
        }
        const ShipId sender = below(random, ships);
        if (below(random, 4) == 0 && sender != ship && cut[sender] > 0) {
            drawn.event.cause = Cause::hail({sender, cut[sender]});
        }
        history.push_back(drawn);
    }
    return history;
}

/// Lanes of which more and more can be seen.
class ShownTap final : public Tap {
public:
    ShownTap(EntryShape shape, std::size_t lanes) : shape_{shape}, lanes_(lanes) {}

    void show(const Drawn& drawn, std::span<const Dot> dots) {
        EntryBytes entry{shape_};
        entry.append(drawn.event, 0, nullptr, dots);
        auto& bytes = lanes_[drawn.event.dot.ship].bytes;
        bytes.insert(bytes.end(), entry.bytes().begin(), entry.bytes().end());
    }

    [[nodiscard]] std::uint32_t lanes() const override {
        return static_cast<std::uint32_t>(lanes_.size());
    }
    [[nodiscard]] std::span<const std::byte> pending(std::uint32_t lane) override {
        return std::span{lanes_[lane].bytes}.subspan(lanes_[lane].taken);
    }
    void take(std::uint32_t lane, std::size_t bytes, std::size_t entries) override {
        lanes_[lane].taken += bytes;
        lanes_[lane].entries += entries;
    }

    [[nodiscard]] std::size_t entries(std::uint32_t lane) const { return lanes_[lane].entries; }

private:
    struct Lane {
        std::vector<std::byte> bytes;
        std::size_t taken = 0;
        std::size_t entries = 0;
    };

    EntryShape shape_;
    std::vector<Lane> lanes_;
};

bool closed(const std::vector<Drawn>& history, std::span<const Version> cut) {
    const auto has = [&](Dot dot) { return dot.version <= cut[dot.ship]; };
    return std::ranges::all_of(history, [&](const Drawn& drawn) {
        if (!has(drawn.event.dot)) return true;
        const Cause cause = drawn.event.cause;
        return std::ranges::all_of(drawn.reads, has) && (!cause.is_hail() || has(cause.sender()));
    });
}

/// In a drawn order in which each ship's events stand in their order.
std::vector<Drawn> shuffled(Random& random, const std::vector<Drawn>& history) {
    std::map<std::pair<std::uint32_t, std::size_t>, Drawn> by_key;
    std::map<ShipId, std::uint32_t> last;
    for (std::size_t i = 0; i < history.size(); ++i) {
        std::uint32_t& key = last[history[i].event.dot.ship];
        key = std::max(key, static_cast<std::uint32_t>(i) + below(random, 6));
        by_key.emplace(std::pair{key, i}, history[i]);
    }
    std::vector<Drawn> order;
    for (const auto& [key, drawn] : by_key) order.push_back(drawn);
    return order;
}

}  // namespace

TEST_CASE("what is taken is closed under all that either tap names, and the same of both") {
    Random random{1};
    for (int round = 0; round < 300; ++round) {
        const ShipId ships = 1 + below(random, 5);
        const auto history = drawn_history(random, ships, 60);
        ShownTap truth{clock_shape, ships};
        ShownTap log{bare_shape, ships};
        const std::array sources{EntrySource{&truth, clock_shape}, EntrySource{&log, bare_shape}};
        ClosedOrder order{ships};
        // Lanes are seen as they come: of either tap, in an order of its own.
        const auto to_truth = shuffled(random, history);
        const auto to_log = shuffled(random, history);
        std::size_t shown = 0;
        std::size_t shown_of_log = 0;
        std::size_t taken = 0;
        while (taken < history.size()) {
            shown = std::min(history.size(), shown + below(random, 9));
            const std::size_t lag = shown - below(random, static_cast<std::uint32_t>(shown) + 1);
            for (; shown_of_log < lag; ++shown_of_log) {
                truth.show(to_truth[shown_of_log], to_truth[shown_of_log].reads);
                log.show(to_log[shown_of_log], {});
            }
            taken += order.take(std::span{sources}, [](auto, auto, auto) {});
            CHECK(closed(history, order.cut()));
            for (ShipId ship = 0; ship < ships; ++ship) {
                CHECK(truth.entries(ship) == order.cut()[ship]);
                CHECK(log.entries(ship) == order.cut()[ship]);
            }
            if (shown_of_log == history.size()) CHECK(taken == history.size());
        }
    }
}

TEST_CASE("no more is put at a time than was said, whichever entries are longer") {
    constexpr ShipId ships = 4'000;
    const std::vector<Dot> clock(ships - 1, Dot{1, 0});
    for (const bool long_first : {false, true}) {
        ShownTap shorter{bare_shape, ships};
        ShownTap longer{clock_shape, ships};
        for (Version version = 1; version <= 200; ++version) {
            const Drawn drawn{.event = {.dot = {0, version}}, .reads = {}};
            shorter.show(drawn, {});
            longer.show(drawn, clock);
        }
        std::array sources{EntrySource{&shorter, bare_shape}, EntrySource{&longer, clock_shape}};
        if (long_first) std::swap(sources[0], sources[1]);
        ClosedOrder order{ships};
        std::size_t most = 0;
        const auto put = [&](std::size_t, std::span<const std::byte> entries, std::size_t) {
            most = std::max(most, entries.size());
        };
        while (order.take(std::span{sources}, put) > 0) {
        }
        CHECK(order.cut()[0] == 200);
        CHECK(most <= taken_in_a_row + ships * sizeof(Dot) + sizeof(Event) + sizeof(Entry::Word));
    }
    ShownTap rest{clock_shape, ships};
    for (Version version = 1; version <= 200; ++version) {
        rest.show({.event = {.dot = {0, version}}, .reads = {}}, clock);
    }
    std::size_t most = 0;
    std::size_t count = 0;
    while (take_rest_of_lane({&rest, clock_shape}, 0,
                             [&](std::span<const std::byte> entries, std::size_t events) {
                                 most = std::max(most, entries.size());
                                 count += events;
                             })) {
    }
    CHECK(count == 200);
    CHECK(most <= taken_in_a_row + ships * sizeof(Dot) + sizeof(Event) + sizeof(Entry::Word));
}

TEST_CASE("a sequence is closed where all that it names stands before") {
    Random random{2};
    std::size_t open = 0;
    for (int round = 0; round < 300; ++round) {
        const ShipId ships = 1 + below(random, 5);
        const auto history = drawn_history(random, ships, 60);
        ClosedSequence sequence{ships};
        EntryBytes entry{clock_shape};
        for (const Drawn& drawn : history) {
            entry.clear();
            entry.append(drawn.event, 0, nullptr, drawn.reads);
            sequence.see_truth({clock_shape, entry.bytes().data()});
        }
        Cut cut(ships);
        std::uint64_t expected = 0;
        const auto log = shuffled(random, history);
        for (std::size_t i = 0; i < log.size(); ++i) {
            cut[log[i].event.dot.ship] = log[i].event.dot.version;
            sequence.see_log(log[i].event.dot);
            if (closed(history, cut)) expected = i + 1;
            open += expected == i + 1 ? 0 : 1;
            REQUIRE(sequence.closed() == expected);
        }
        CHECK(sequence.closed() == log.size());
        // One that lacks an event is not closed again.
        sequence.see_log({0, cut[0] + 2});
        CHECK(sequence.closed() == log.size());
    }
    CHECK(open > 500);
}

}  // namespace reckon
