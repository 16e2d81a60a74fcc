// Goal: a damaged recording is refused, whatever the damage: never taken for another run, never a
//       crash, a hang or more memory than its bytes justify.
// Method: every bit flipped, every truncation, bytes and blocks taken out, put in and exchanged;
//         then the same inside blocks whose checksums are made to match.

#include <fmt/format.h>

#include "core/check/judge.hpp"
#include "core/control/strategy_record.hpp"
#include "core/explore/lift.hpp"
#include "core/recording/recover.hpp"
#include "core/world/little_endian.hpp"
#include "serializers/list.hpp"
#include "tests/catch.hpp"
#include "tests/recording/frames.hpp"
#include "tests/recording/sailed.hpp"

namespace reckon {
namespace {

/// By each kind of order that a log may have.
constexpr std::array<std::string_view, 6> orders{"none",   "mutex", "lamport",
                                                 "vector", "deps",  "timestamp"};

RecordedRun tiny(std::string_view strategy) {
    Knobs knobs = find_preset("mixed")->knobs();
    knobs.ships = 3;
    knobs.orders = 2;
    knobs.sources = 1;
    knobs.source_orders = 1;
    auto scenario = generate(knobs);
    RecordedRun run = sailed(strategy, std::move(*scenario));
    Cut last;
    for (const ShipHistory& ship : run.history->ships) last.push_back(ship.last());
    run.history->observed = {{0, 0, 0}, last};
    return run;
}

void check_refused(std::span<const std::byte> file, const std::string& what) {
    const auto run = parse_recording(file);
    if (run) FAIL("accepted: " << what);
    const Error& error = run.error();
    const bool told = !error.place.empty() && !error.value.empty() && !error.expected.empty();
    if (error.kind != Error::Kind::input || !told) FAIL(what << ": " << error.message());
}

/// Nor does it pass for whole where no run is made of it.
void check_not_whole(std::span<const std::byte> file, const std::string& what) {
    check_refused(file, what);
    const auto recovery = look_over(file);
    if (recovery && recovery->whole()) FAIL("passed for whole: " << what);
}

/// What is accepted although it is another file must be a run like any other: written again it
/// reads the same, and it can be judged.
void check_sound_if_accepted(std::span<const std::byte> file, const std::string& what) {
    const auto run = parse_recording(file);
    if (!run) return check_refused(file, what);
    const auto again = parse_recording(file_of(*run));
    if (!again || difference(*run, *again) != "") FAIL("not the same again: " << what);
    const auto replayed = replay(run->scenario, run->log);
    if (!run->history) return;
    static_cast<void>(judge(run->scenario, *run->history, run->log, replayed));
    // Whatever strategy it says it is of, lifting comes to an end.
    const Bounds bounds = *bounds_of(run->scenario);
    for (const std::string_view name : {"mutex", "deps", "timestamp", "stepping-clock"}) {
        const StrategyRecord& strategy = *find_strategy(name);
        const auto lifting = lift(strategy, run->scenario, bounds, *run->history, run->log);
        if (!lifting && lifting.error().message().empty()) FAIL("refused, unexplained: " << what);
    }
}

}  // namespace

TEST_CASE("every bit counts") {
    for (const auto strategy : orders) {
        for (const int pack : {0, 3}) {
            DYNAMIC_SECTION(strategy << ", packed " << pack) {
                Bytes file = file_of(tiny(strategy), {.sync = SyncPolicy::batch, .pack = pack});
                REQUIRE(parse_recording(file));
                for (std::size_t i = 0; i < file.size(); ++i) {
                    const std::byte was = file[i];
                    for (int bit = 0; bit < 8; ++bit) {
                        file[i] = was ^ std::byte(1 << bit);
                        check_refused(file, fmt::format("bit {} of byte {}", bit, i));
                    }
                    for (const auto other : {std::byte{0}, std::byte{0xff}}) {
                        file[i] = other;
                        if (other != was) check_refused(file, fmt::format("byte {} replaced", i));
                    }
                    file[i] = was;
                }
            }
        }
    }
}

TEST_CASE("every truncation, and every byte too few or too many") {
    const Bytes file = file_of(tiny("deps"));
    for (std::size_t i = 0; i < file.size(); ++i) {
        check_refused(std::span{file}.first(i), fmt::format("the first {} bytes", i));
        Bytes other = file;
        const auto place = static_cast<std::ptrdiff_t>(i);
        other.erase(other.begin() + place);
        check_refused(other, fmt::format("without byte {}", i));
        other = file;
        other.insert(other.begin() + place, std::byte{0x5a});
        check_refused(other, fmt::format("one more byte before byte {}", i));
    }
    Bytes longer = file;
    longer.push_back(std::byte{0});
    check_refused(longer, "one more byte at the end");
    longer.pop_back();
    longer.insert(longer.end(), file.begin(), file.end());
    check_refused(longer, "the file twice");
}

namespace {

/// The file's blocks in this order, but for its end, numbered anew; then an end that counts them.
Bytes rearranged(std::span<const std::byte> file, const std::vector<std::size_t>& order) {
    const auto offsets = offsets_of(file);
    Bytes other{file.begin(), file.begin() + header_bytes};
    std::size_t index_at = 0;
    std::uint32_t number = 0;
    const auto append = [&](Bytes block, BlockType type, std::uint16_t flags) {
        if (type == BlockType::index) index_at = other.size();
        seal(block, type, number++, flags);
        other.insert(other.end(), block.begin(), block.end());
    };
    for (const std::size_t i : order) {
        const auto whole = file.subspan(offsets[i], offsets[i + 1] - offsets[i]);
        const auto head = *block_head(whole);
        const auto bare = whole.first(whole.size() - checksum_bytes);
        append({bare.begin(), bare.end()}, head.type, head.flags);
    }
    ByteWriter end;
    end.put(std::uint64_t{index_at});
    end.put(number);
    Bytes last(block_head_bytes);
    last.insert(last.end(), end.bytes().begin(), end.bytes().end());
    append(last, BlockType::end, 0);
    return other;
}

}  // namespace

TEST_CASE("blocks missing, doubled, exchanged: the index tells, if the numbers do not") {
    for (const int pack : {0, 3}) {
        const Bytes file = file_of(tiny("deps"), {.sync = SyncPolicy::batch, .pack = pack});
        const auto offsets = offsets_of(file);
        std::vector<std::size_t> all(offsets.size() - 2);
        for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
        REQUIRE(rearranged(file, all) == file);
        const auto place = [&](std::size_t i) {
            return file.begin() + static_cast<std::ptrdiff_t>(offsets[i]);
        };
        for (std::size_t i = 0; i < all.size(); ++i) {
            Bytes cut{file.begin(), place(i)};
            cut.insert(cut.end(), place(i + 1), file.end());
            check_refused(cut, fmt::format("without block {}", i));
            Bytes twice{file.begin(), place(i + 1)};
            twice.insert(twice.end(), place(i), file.end());
            check_refused(twice, fmt::format("block {} twice", i));
            auto order = all;
            order.erase(order.begin() + static_cast<std::ptrdiff_t>(i));
            check_refused(rearranged(file, order), fmt::format("renumbered without block {}", i));
            order = all;
            order.insert(order.begin() + static_cast<std::ptrdiff_t>(i), i);
            check_refused(rearranged(file, order), fmt::format("renumbered, block {} twice", i));
            for (std::size_t j = 0; j < i; ++j) {
                order = all;
                std::swap(order[i], order[j]);
                check_refused(rearranged(file, order), fmt::format("{} and {} exchanged", i, j));
            }
        }
    }
}

TEST_CASE("lengths and counts that no file could hold") {
    const Bytes sound = file_of(tiny("deps"));
    constexpr std::size_t first_length = header_bytes + 12;
    for (const std::uint32_t length :
         {0U, 1U, std::uint32_t(sound.size()), 1U << 22, 1U << 30, 0x7fff'ffffU, 0xffff'ffffU}) {
        Bytes file = sound;
        ByteWriter number;
        number.put(length);
        std::ranges::copy(number.bytes(), file.begin() + first_length);
        check_refused(file, fmt::format("a block of {} bytes", length));
    }
    const auto pieces = pieces_of(sound);
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        for (std::size_t word = 0; word < pieces[i].payload.size() / 4; ++word) {
            auto other = pieces;
            for (std::size_t at = 4 * word; at < 4 * word + 4; ++at) {
                other[i].payload[at] = std::byte{0xff};
            }
            check_sound_if_accepted(framed(other), fmt::format("block {}, word {}", i, word));
        }
    }
}

TEST_CASE("packed payloads that claim what they are not") {
    const Bytes payload(1000, std::byte{7});
    Bytes packed;
    REQUIRE(append_packed(packed, payload, 3));
    REQUIRE(unpack(BlockType::log, packed) == payload);
    for (const std::uint64_t claim :
         {std::uint64_t{0}, std::uint64_t{999}, std::uint64_t{1001}, std::uint64_t{1} << 22,
          std::uint64_t{1} << 32, std::uint64_t{1} << 60, UINT64_MAX}) {
        Bytes other = packed;
        ByteWriter number;
        number.put(claim);
        std::ranges::copy(number.bytes(), other.begin());
        CHECK_FALSE(unpack(BlockType::log, other));
        CHECK_FALSE(unpack(BlockType::ships, other));
    }
    for (std::size_t size = 0; size < packed.size(); ++size) {
        CHECK_FALSE(unpack(BlockType::log, std::span{packed}.first(size)));
    }
}

TEST_CASE("damage that a checksum covers up is refused, or is a run to be judged and lifted") {
    for (const auto strategy : orders) {
        DYNAMIC_SECTION(strategy) {
            auto pieces = pieces_of(file_of(tiny(strategy)));
            for (Piece& piece : pieces) {
                for (std::size_t i = 0; i < piece.payload.size(); ++i) {
                    const std::byte was = piece.payload[i];
                    for (const int flip : {0x01, 0x80}) {
                        piece.payload[i] = was ^ std::byte(flip);
                        check_sound_if_accepted(
                            framed(pieces, i % 2 == 0 ? 0 : 1),
                            fmt::format("{}, byte {}, {:#x}", word(piece.type), i, flip));
                    }
                    piece.payload[i] = was;
                }
            }
        }
    }
}

TEST_CASE("payloads cut short or longer are refused, or make another run") {
    for (const auto strategy : orders) {
        DYNAMIC_SECTION(strategy) {
            const auto pieces = pieces_of(file_of(tiny(strategy)));
            for (std::size_t i = 0; i < pieces.size(); ++i) {
                for (std::size_t size = 0; size < pieces[i].payload.size(); ++size) {
                    auto other = pieces;
                    other[i].payload.resize(size);
                    check_sound_if_accepted(framed(other), fmt::format("{}, {} bytes", i, size));
                }
                auto other = pieces;
                other[i].payload.push_back(std::byte{0x5a});
                check_refused(framed(other), fmt::format("block {}, one byte more", i));
            }
        }
    }
}

TEST_CASE("an index that counts otherwise, and a mark that promises otherwise, are refused") {
    auto pieces = pieces_of(file_of(tiny("deps"), {.sync = SyncPolicy::batch}));
    for (Piece& piece : pieces) {
        if (piece.type == BlockType::log || piece.type == BlockType::truth) {
            ++piece.things;
            check_not_whole(framed(pieces), "an index that counts one more");
            --piece.things;
        }
        if (piece.type == BlockType::synced) {
            for (std::byte& byte : piece.payload) {
                const std::byte was = byte;
                if ((was & std::byte{0x80}) != std::byte{0}) continue;
                byte |= std::byte{0x80};  // More; less could have been promised.
                check_not_whole(framed(pieces), "a promise of more");
                byte = was;
            }
        }
    }
    CHECK(parse_recording(framed(pieces)));
}

TEST_CASE("an entry that names a ship that there is not is refused, whatever it is to it") {
    for (const std::string_view strategy : {"mutex", "vector", "deps"}) {
        const auto pieces = pieces_of(file_of(tiny(strategy)));
        std::size_t hails = 0;
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            if (pieces[i].type != BlockType::log && pieces[i].type != BlockType::truth) continue;
            for (std::size_t word = 0; word + 4 <= pieces[i].payload.size(); word += 4) {
                auto changed = pieces;
                const std::uint32_t unknown = 0x7ffffff0;
                std::memcpy(changed[i].payload.data() + word, &unknown, sizeof unknown);
                const Bytes file = framed(changed);
                if (parse_recording(file)) continue;  // A state's tons or miles, or a stamp.
                const auto recovery = look_over(file);
                if (!recovery || !recovery->whole()) ++hails;
            }
        }
        CHECK(hails > 10);
    }
}

}  // namespace reckon
