// Goal: what is recovered of a torn or damaged recording is whole, a part of the run that was, and
//       closed; damage is never taken for none, and a broken promise is said to be one.
// Method: every truncation and every flipped bit of small files, and random damage of longer ones:
//         what is recovered is compared with the run entry by entry.

#include "core/recording/recover.hpp"

#include <fmt/format.h>

#include <random>

#include "core/control/strategy_record.hpp"
#include "core/recording/recording_file.hpp"
#include "core/world/scenario_json.hpp"
#include "serializers/list.hpp"
#include "tests/catch.hpp"
#include "tests/recording/frames.hpp"
#include "tests/recording/sailed.hpp"

namespace reckon {
namespace {

constexpr std::array<std::string_view, 5> orders{"mutex", "lamport", "vector", "deps", "timestamp"};

RecordedRun tiny(std::string_view strategy) {
    Knobs knobs = find_preset("mixed")->knobs();
    knobs.ships = 3;
    knobs.orders = 3;
    knobs.sources = 1;
    knobs.source_orders = 1;
    return sailed(strategy, *generate(knobs));
}

Bytes recovered(const Recovery& recovery) {
    MemoryFile file;
    Output output{"memory", 0, file};
    REQUIRE_FALSE(write_recovered(output, recovery));
    return file.bytes();
}

/// Of each ship, the number of its entries; REQUIREs that these are the first ones of `all`.
Cut first_entries(const Log& some, const Log& all, std::size_t ships) {
    const Log part = ship_by_ship(some);
    const Log whole = ship_by_ship(all);
    Cut cut(ships);
    std::vector<std::size_t> next(ships);
    for (std::size_t i = 0, ship = 0; ship < ships; ++ship) {
        while (i < whole.events.size() && whole.events[i].dot.ship < ship) ++i;
        next[ship] = i;
    }
    const auto* stamps = std::get_if<ByStamp>(&part.order);
    const auto* clocks = std::get_if<ByClock>(&part.order);
    for (std::size_t i = 0; i < part.events.size(); ++i) {
        const ShipId ship = part.events[i].dot.ship;
        const std::size_t was = next[ship]++;
        REQUIRE(was < whole.events.size());
        REQUIRE(part.events[i] == whole.events[was]);
        if (stamps != nullptr) {
            REQUIRE(stamps->stamps[i] == std::get<ByStamp>(whole.order).stamps[was]);
        }
        if (clocks != nullptr) {
            REQUIRE(std::ranges::equal(clocks->changes_of(i),
                                       std::get<ByClock>(whole.order).changes_of(was)));
        }
        if (part.named_reads) {
            REQUIRE(std::ranges::equal(part.named_reads->of(i), whole.named_reads->of(was)));
        }
        ++cut[ship];
    }
    return cut;
}

/// A sequence is a prefix as it stands.
Cut first_of_sequence(const Log& some, const Log& all, std::size_t ships) {
    Cut cut(ships);
    REQUIRE(some.events.size() <= all.events.size());
    for (std::size_t i = 0; i < some.events.size(); ++i) {
        REQUIRE(some.events[i] == all.events[i]);
        ++cut[some.events[i].dot.ship];
    }
    return cut;
}

/// What is recovered of a file is whole, and a part of this run, closed.
void check_part(const Recovery& recovery, const RecordedRun& run) {
    const auto file = recovered(recovery);
    const auto back = parse_recording(file);  // Its history is held against the scenario.
    INFO((back ? "" : back.error().message()));
    REQUIRE(back);
    REQUIRE(back->origin.recovered == recovery.sentence());
    REQUIRE(look_over(file)->whole());
    const std::size_t ships = run.scenario.ships.size();
    REQUIRE(to_json(back->scenario) == to_json(run.scenario));
    REQUIRE(back->log.order.index() == run.log.order.index());
    const bool in_sequence = std::holds_alternative<InSequence>(run.log.order);
    const Cut cut = in_sequence ? first_of_sequence(back->log, run.log, ships)
                                : first_entries(back->log, run.log, ships);
    REQUIRE(cut == recovery.kept.cut);
    REQUIRE(back->log.events.size() == recovery.kept.log);
    REQUIRE(back->history.has_value() == run.history.has_value());
    if (!run.history) return;
    for (ShipId ship = 0; ship < ships; ++ship) {
        const ShipHistory& part = back->history->ships[ship];
        REQUIRE(part.last() == cut[ship]);
        for (Version version = 1; version <= part.last(); ++version) {
            REQUIRE(part.event(version) == run.history->ships[ship].event(version));
        }
    }
}

/// Damage that was found: what is left is a part, or too little to say what it was.
void check_damaged(std::span<const std::byte> file, const RecordedRun& run,
                   const std::string& what) {
    INFO(what);
    const auto recovery = look_over(file);
    if (!recovery) {
        REQUIRE(recovery.error().kind == Error::Kind::input);
        REQUIRE_FALSE(recovery.error().place.empty());
        return;
    }
    REQUIRE_FALSE(recovery->whole());
    check_part(*recovery, run);
}

/// Those, and such that have effects before their causes.
constexpr std::array<std::string_view, 9> orders_and_broken_ones{
    "mutex", "lamport", "vector", "deps", "timestamp", "mpsc", "atom", "late-lock", "early-ticket"};

/// A run, and its file as it was written while it went.
struct Followed {
    RecordedRun run;
    Bytes file;
};

Followed followed(std::string_view name, const RecorderOptions& options, bool history,
                  double pauses = 0) {
    const Scenario scenario = small("mixed", 2, 2000);
    MemoryFile file;
    Output output{"memory", 0, file};
    Recorder recorder{output, options};
    recorder.begin({std::string{name}, "seq_cst", "reckon run", ""}, scenario);
    const auto run = find_strategy(name)->free_run(
        scenario, *bounds_of(scenario),
        {.workers = 2, .keep_history = history, .pauses = pauses, .follower = &recorder});
    REQUIRE(run);
    recorder.finish();
    auto back = parse_recording(file.bytes());
    REQUIRE(back);
    return {std::move(*back), file.bytes()};
}

}  // namespace

TEST_CASE("of a whole file there is nothing to recover") {
    for (const auto strategy : orders) {
        const auto recovery = look_over(file_of(tiny(strategy)));
        REQUIRE(recovery);
        CHECK(recovery->whole());
        CHECK(recovery->sentence() == "");
    }
}

TEST_CASE("every truncation") {
    for (const auto strategy : orders) {
        for (const int pack : {0, 3}) {
            DYNAMIC_SECTION(strategy << ", packed " << pack) {
                const RecordedRun run = tiny(strategy);
                const Bytes file = file_of(run, {.sync = SyncPolicy::batch, .pack = pack});
                for (std::size_t size = 0; size < file.size(); ++size) {
                    const auto torn = std::span{file}.first(size);
                    check_damaged(torn, run, fmt::format("{} bytes", size));
                    const auto recovery = look_over(torn);
                    if (recovery) REQUIRE_FALSE(recovery->synced_is_missing());
                }
            }
        }
    }
}

TEST_CASE("every bit flipped") {
    for (const auto strategy : orders) {
        for (const int pack : {0, 3}) {
            DYNAMIC_SECTION(strategy << ", packed " << pack) {
                const RecordedRun run = tiny(strategy);
                Bytes file = file_of(run, {.sync = SyncPolicy::batch, .pack = pack});
                for (std::size_t i = 0; i < file.size(); ++i) {
                    for (std::size_t bit = 0; bit < 8; ++bit) {
                        if (pack > 0 && bit != i % 8) continue;  // A checksum does not care.
                        file[i] ^= std::byte(1U << bit);
                        const auto recovery = look_over(file);
                        if (recovery && recovery->whole()) FAIL("missed: " << bit << " of " << i);
                        // A checksum does not care which bit it was.
                        if (bit == i % 8) check_damaged(file, run, fmt::format("byte {}", i));
                        file[i] ^= std::byte(1U << bit);
                    }
                }
            }
        }
    }
}

TEST_CASE("random damage of a longer file") {
    std::mt19937 random{20};
    for (const auto strategy : orders) {
        for (const bool history : {false, true}) {
            DYNAMIC_SECTION(strategy << ", history " << history) {
                const auto [run, file] =
                    followed(strategy, {.sync = SyncPolicy::interval, .interval_ms = 1}, history);
                for (int times = 0; times < 20; ++times) {
                    Bytes damaged = file;
                    const std::size_t begin = random() % file.size();
                    const std::size_t end =
                        std::min(file.size(), begin + 1 + random() % (1U << (random() % 16)));
                    for (std::size_t i = begin; i < end; ++i) damaged[i] ^= std::byte{0xa5};
                    check_damaged(damaged, run, fmt::format("bytes {} to {}", begin, end));
                    const auto recovery = look_over(damaged);
                    if (!recovery) continue;
                    const bool less = recovery->kept.log < recovery->intact.log_promised;
                    CHECK((!less || recovery->synced_is_missing()));
                }
            }
        }
    }
}

TEST_CASE("what a sync covers survives, wherever the file is torn behind it") {
    for (const auto strategy : orders_and_broken_ones) {
        for (const bool history : {false, true}) {
            DYNAMIC_SECTION(strategy << ", history " << history) {
                const auto [run, file] = followed(
                    strategy, {.sync = SyncPolicy::interval, .interval_ms = 1}, history, 0.01);
                for (std::size_t size = file.size(); size > file.size() / 50; size -= size / 10) {
                    const auto recovery = look_over(std::span{file}.first(size));
                    if (!recovery) continue;  // Before the shape.
                    CHECK(recovery->kept.log >= recovery->intact.log_promised);
                    CHECK_FALSE(recovery->synced_is_missing());
                    check_part(*recovery, run);
                }
            }
        }
    }
}

TEST_CASE("a block lost before a sync's mark is a broken promise") {
    for (const auto strategy : orders) {
        const RecordedRun run = tiny(strategy);
        const Bytes file = file_of(run, {.sync = SyncPolicy::batch});
        const auto offsets = offsets_of(file);
        for (std::size_t i = 0; i + 1 < offsets.size(); ++i) {
            const auto type = block_head(std::span{file}.subspan(offsets[i]))->type;
            if (type != BlockType::log && type != BlockType::truth) continue;
            Bytes damaged = file;
            damaged[offsets[i] + block_head_bytes] ^= std::byte{1};
            const auto recovery = look_over(damaged);
            REQUIRE(recovery);
            CHECK(recovery->synced_is_missing());
            CHECK(recovery->sentence().find("damaged") != std::string::npos);
            check_part(*recovery, run);
        }
    }
}

TEST_CASE("a damaged header is no loss, another version is none of ours") {
    const RecordedRun run = tiny("deps");
    Bytes file = file_of(run);
    file[9] ^= std::byte{1};
    const auto recovery = look_over(file);
    REQUIRE(recovery);
    CHECK(recovery->log_dropped == 0);
    CHECK(recovery->intact.damaged_bytes == 0);
    check_part(*recovery, run);
}

TEST_CASE("a damaged setting is too little") {
    Bytes file = file_of(tiny("deps"));
    file[header_bytes + block_head_bytes] ^= std::byte{1};
    const auto refused = look_over(file);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == Error::Kind::input);
    CHECK(refused.error().place.starts_with("block 0"));
}

TEST_CASE("what was dropped is named") {
    const RecordedRun run = tiny("deps");
    const Bytes file = file_of(run);
    Bytes damaged = file;
    const auto offsets = offsets_of(file);
    for (std::size_t i = 0; i + 1 < offsets.size(); ++i) {
        const auto type = block_head(std::span{file}.subspan(offsets[i]))->type;
        if (type == BlockType::truth) damaged[offsets[i] + block_head_bytes] ^= std::byte{1};
    }
    const auto recovery = look_over(damaged);
    REQUIRE(recovery);
    CHECK(recovery->log_dropped == run.log.events.size());
    REQUIRE(recovery->versions.size() == 3);
    const Version last = run.history->ships[0].last();
    CHECK(recovery->sentence().find(fmt::format("{}@1 to {}", run.scenario.ships[0].name, last)) !=
          std::string::npos);
}

}  // namespace reckon
