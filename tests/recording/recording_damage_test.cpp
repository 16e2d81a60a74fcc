// Goal: a damaged recording is refused, whatever the damage: never taken for another run, never a
//       crash, a hang or more memory than its bytes justify.
// Method: every bit flipped, every truncation, bytes and blocks taken out, put in and exchanged;
//         then the same inside blocks whose checksums are made to match.

#include <fmt/format.h>
#include <xxhash.h>

#include "core/check/judge.hpp"
#include "core/control/strategy_record.hpp"
#include "core/explore/lift.hpp"
#include "serializers/list.hpp"
#include "tests/catch.hpp"
#include "tests/recording/sailed.hpp"

namespace reckon {
namespace {

using Bytes = std::vector<std::byte>;

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
    for (const ShipHistory& ship : run.history.ships) last.push_back(ship.last());
    run.history.observed = {{0, 0, 0}, last};
    return run;
}

void check_refused(std::span<const std::byte> file, const std::string& what) {
    const auto run = parse_recording(file);
    if (run) FAIL("accepted: " << what);
    const Error& error = run.error();
    const bool told = !error.place.empty() && !error.value.empty() && !error.expected.empty();
    if (error.kind != Error::Kind::input || !told) FAIL(what << ": " << error.message());
}

struct Piece {
    BlockType type;
    Bytes payload;
};

std::vector<Piece> pieces_of(std::span<const std::byte> file) {
    std::vector<Piece> pieces;
    const auto blocks = split_blocks(file);
    for (const Block& block : *blocks) {
        pieces.push_back({block.type, {block.payload.begin(), block.payload.end()}});
    }
    return pieces;
}

/// Pieces in a frame in which all checksums match.
Bytes framed(const std::vector<Piece>& pieces) {
    ByteWriter out;
    BlockWriter writer{[&](std::span<const std::byte> bytes) { out.put(bytes); }};
    for (const Piece& piece : pieces) {
        writer.add(piece.type, [&](ByteWriter& to) { to.put(piece.payload); });
    }
    writer.finish();
    return {out.bytes().begin(), out.bytes().end()};
}

/// What is accepted although it is another file must be a run like any other: written again it
/// reads the same, and it can be judged.
void check_sound_if_accepted(std::span<const std::byte> file, const std::string& what) {
    const auto run = parse_recording(file);
    if (!run) return check_refused(file, what);
    const auto again = parse_recording(file_of(*run));
    if (!again || difference(*run, *again) != "") FAIL("not the same again: " << what);
    const auto replayed = replay(run->scenario, run->log);
    static_cast<void>(judge(run->scenario, run->history, run->log, replayed));
    // Whatever strategy it says it is of, lifting comes to an end.
    const Bounds bounds = *bounds_of(run->scenario);
    for (const std::string_view name : {"mutex", "deps", "timestamp", "stepping-clock"}) {
        const StrategyRecord& strategy = *find_strategy(name);
        const auto lifting = lift(strategy, run->scenario, bounds, run->history, run->log);
        if (!lifting && lifting.error().message().empty()) FAIL("refused, unexplained: " << what);
    }
}

}  // namespace

TEST_CASE("every bit counts") {
    for (const auto strategy : orders) {
        DYNAMIC_SECTION(strategy) {
            Bytes file = file_of(tiny(strategy));
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

TEST_CASE("blocks missing, doubled, exchanged") {
    const auto pieces = pieces_of(file_of(tiny("deps")));
    REQUIRE(parse_recording(framed(pieces)));
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const auto place = static_cast<std::ptrdiff_t>(i);
        auto fewer = pieces;
        fewer.erase(fewer.begin() + place);
        check_refused(framed(fewer), fmt::format("without block {}", i));
        auto more = pieces;
        more.insert(more.begin() + place, pieces[i]);
        check_refused(framed(more), fmt::format("block {} twice", i));
        for (std::size_t j = i + 1; j < pieces.size(); ++j) {
            auto exchanged = pieces;
            std::swap(exchanged[i], exchanged[j]);
            check_refused(framed(exchanged), fmt::format("blocks {} and {} exchanged", i, j));
        }
    }
}

TEST_CASE("lengths and counts beyond the file are refused before room is made for them") {
    Bytes file = file_of(tiny("deps"));
    constexpr std::size_t first_length = 24 + 8;
    for (const std::uint64_t length :
         {std::uint64_t{file.size()}, UINT64_MAX / 2, UINT64_MAX, UINT64_MAX - 23}) {
        ByteWriter number;
        number.put(length);
        std::ranges::copy(number.bytes(), file.begin() + first_length);
        check_refused(file, fmt::format("a block of {} bytes", length));
    }
    // The first number of these blocks is a count.
    const auto pieces = pieces_of(file_of(tiny("vector")));
    for (const std::uint64_t count : {std::uint64_t{1} << 20, std::uint64_t{1} << 60, UINT64_MAX}) {
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            const BlockType type = pieces[i].type;
            const bool in_front = type == BlockType::log_events || type == BlockType::ship ||
                                  type == BlockType::observed;
            const std::size_t at = type == BlockType::log_order ? 4 : 0;
            if (!in_front && at == 0) continue;
            auto other = pieces;
            ByteWriter number;
            number.put(count);
            std::ranges::copy(number.bytes(),
                              other[i].payload.begin() + static_cast<std::ptrdiff_t>(at));
            check_refused(framed(other), fmt::format("block {}, a count of {}", i, count));
        }
    }
}

TEST_CASE("damage that a checksum covers up is refused, or is a run to be judged and lifted") {
    for (const auto strategy : orders) {
        DYNAMIC_SECTION(strategy) {
            auto pieces = pieces_of(file_of(tiny(strategy)));
            for (Piece& piece : pieces) {
                for (std::size_t i = 0; i < piece.payload.size(); ++i) {
                    const std::byte was = piece.payload[i];
                    for (const int flip : {0x01, 0x02, 0x80, 0xff}) {
                        piece.payload[i] = was ^ std::byte(flip);
                        check_sound_if_accepted(
                            framed(pieces),
                            fmt::format("{}, byte {}, {:#x}", word(piece.type), i, flip));
                    }
                    piece.payload[i] = was;
                }
            }
        }
    }
}

TEST_CASE("payloads cut short or longer are refused, whatever their checksum says") {
    for (const auto strategy : orders) {
        DYNAMIC_SECTION(strategy) {
            const auto pieces = pieces_of(file_of(tiny(strategy)));
            for (std::size_t i = 0; i < pieces.size(); ++i) {
                if (pieces[i].type == BlockType::about) continue;  // Text may end in blanks.
                for (std::size_t size = 0; size < pieces[i].payload.size(); ++size) {
                    // JSON may do without its last line end.
                    const bool text = pieces[i].type == BlockType::scenario;
                    if (text && size + 1 == pieces[i].payload.size()) continue;
                    auto other = pieces;
                    other[i].payload.resize(size);
                    check_refused(framed(other), fmt::format("block {}, {} bytes", i, size));
                }
                auto other = pieces;
                other[i].payload.push_back(std::byte{0x5a});
                check_refused(framed(other), fmt::format("block {}, one byte more", i));
            }
        }
    }
}

}  // namespace reckon
