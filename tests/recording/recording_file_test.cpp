// Goal: a recording file gives back the run that was written, on any machine and in later versions;
//       and its format is the one that format.md draws.
// Method: runs of all strategies and presets out and in, packed and not; tables of orders that a
//         scenario's JSON would order otherwise; the document's example byte for byte; frames of
//         other versions.

#include "core/recording/recording_file.hpp"

#include <unistd.h>
#include <xxhash.h>

#include <fstream>
#include <iterator>
#include <sstream>

#include "core/check/judge.hpp"
#include "core/control/strategy_record.hpp"
#include "core/recording/file_bytes.hpp"
#include "core/world/little_endian.hpp"
#include "core/world/scenario_json.hpp"
#include "core/world/text_file.hpp"
#include "serializers/list.hpp"
#include "tests/catch.hpp"
#include "tests/recording/frames.hpp"
#include "tests/recording/sailed.hpp"

namespace reckon {
namespace {

namespace fs = std::filesystem;

/// An empty folder that goes when the test does.
class Folder {
public:
    Folder() {
        fs::remove_all(path_);
        fs::create_directory(path_);
    }
    ~Folder() { fs::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    [[nodiscard]] fs::path operator/(const char* name) const { return path_ / name; }

    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> names;
        for (const auto& entry : fs::directory_iterator{path_}) {
            names.push_back(entry.path().filename().string());
        }
        return names;
    }

private:
    fs::path path_ = fs::temp_directory_path() / ("recording_test_" + std::to_string(getpid()));
};

RecordedRun parsed(std::span<const std::byte> bytes) {
    auto run = parse_recording(bytes);
    INFO((run ? "" : run.error().message()));
    REQUIRE(run);
    return std::move(*run);
}

/// The file with another version in its header, and a checksum that matches.
std::vector<std::byte> of_version(std::vector<std::byte> file, std::uint16_t major,
                                  std::uint16_t minor, std::uint32_t reserved = 0) {
    ByteWriter header;
    header.put(std::span{file}.first(8));
    header.put(major);
    header.put(minor);
    header.put(reserved);
    header.put(std::uint64_t{XXH3_64bits(header.bytes().data(), header.bytes().size())});
    std::ranges::copy(header.bytes(), file.begin());
    return file;
}

/// The file's blocks framed anew, with one of a type to come before each.
std::vector<std::byte> with_blocks_to_come(std::span<const std::byte> file) {
    std::vector<Piece> pieces;
    for (Piece& piece : pieces_of(file)) {
        pieces.push_back({static_cast<BlockType>(77), Bytes(8, std::byte{47}), 1});
        pieces.push_back(std::move(piece));
    }
    return framed(pieces);
}

/// What stands in the document's example: pairs of hex digits up to a bar, line by line.
std::vector<std::byte> documented_example() {
    std::ifstream in{RECKON_FORMAT_FILE};
    std::vector<std::byte> bytes;
    bool inside = false;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("```")) inside = line == "```hex";
        if (!inside || line.starts_with("```")) continue;
        std::istringstream pairs{line.substr(0, line.find('|'))};
        for (std::string pair; pairs >> pair;) {
            bytes.push_back(static_cast<std::byte>(std::stoi(pair, nullptr, 16)));
        }
    }
    return bytes;
}

/// The run of the document's example, built by hand.
RecordedRun example() {
    RecordedRun run{.origin = {"deps", "seq_cst", "reckon run", "0123abc"}};
    auto scenario = parse_scenario(R"({"reckon": "scenario", "version": 1, "name": "pair",
        "ships": [{"name": "Emma", "at": "Oslo", "orders": [{"do": "follow", "ship": 1}]},
                  {"name": "Berta", "at": "Kiel",
                   "orders": [{"do": "depart", "to": "Aarhus"}]}]})");
    REQUIRE(scenario);
    run.scenario = std::move(*scenario);
    const Event follow{{0, 1}, 0, Cause::plan(0)};
    const Event depart{{1, 1}, 1, Cause::plan(0)};
    run.log.events = {follow, depart};
    run.log.order = ByDependency{};
    run.log.named_reads.emplace();
    run.log.named_reads->append(std::vector<Dot>{{1, 1}});
    run.log.named_reads->append({});
    run.history.emplace().ships.resize(2);
    ShipHistory& emma = run.history->ships[0];
    ShipHistory& berta = run.history->ships[1];
    emma.states = {run.scenario.ships[0].initial};
    berta.states = {run.scenario.ships[1].initial};
    berta.append(depart, apply(berta.states[0], run.scenario.orders[1], {}), {});
    const Dot read{1, 1};
    emma.append(follow, apply(emma.states[0], run.scenario.orders[0], {&berta.states[1], 1}),
                {&read, 1});
    run.history->observed = {{0, 1}};
    return run;
}

}  // namespace

TEST_CASE("what is read is what was written: all strategies, all presets") {
    for (const StrategyRecord& strategy : strategies()) {
        for (const Preset& preset : presets()) {
            for (const int pack : {0, 3}) {
                DYNAMIC_SECTION(strategy.name << " on " << preset.name << ", packed " << pack) {
                    const RecorderOptions options{.sync = SyncPolicy::batch, .pack = pack};
                    const RecordedRun run = sailed(strategy.name, small(preset.name, 2));
                    const auto bytes = file_of(run, options);
                    REQUIRE_FALSE(bytes.empty());
                    CHECK(looks_like_recording(bytes));
                    const RecordedRun back = parsed(bytes);
                    CHECK(difference(run, back) == "");
                    CHECK(file_of(back, options) == bytes);
                    const auto* memory = std::pmr::get_default_resource();
                    CHECK(back.log.events.get_allocator().resource() == memory);
                }
            }
        }
    }
}

TEST_CASE("a run without its history, and one with effects") {
    RecordedRun run = sailed("deps", small("mixed", 2));
    for (const ShipHistory& ship : run.history->ships) {
        for (const Event& event : ship.events) {
            const Order& order = run.scenario.orders[event.order];
            const State& before = ship.states[event.dot.version - 1];
            if (!arrival_of(before, order)) continue;
            run.effects.push_back({event.dot, UINT64_MAX - event.dot.version});
        }
    }
    REQUIRE_FALSE(run.effects.empty());
    CHECK(difference(parsed(file_of(run)), run) == "");
    run.history.reset();
    CHECK(difference(parsed(file_of(run)), run) == "");
}

TEST_CASE("the table of orders is kept as it is, whatever a scenario's JSON would make of it") {
    for (const Preset& preset : presets()) {
        for (const std::string_view strategy : {"mutex", "deps"}) {
            DYNAMIC_SECTION(strategy << " on " << preset.name) {
                const RecordedRun run = sailed(strategy, with_another_table(small(preset.name, 2)));
                const RecordedRun back = parsed(file_of(run));
                CHECK(difference(back, run) == "");
                const auto verdict =
                    judge(back.scenario, *back.history, back.log, replay(back.scenario, back.log));
                CHECK(verdict[Check::view].outcome == Outcome::holds);
            }
        }
    }
}

TEST_CASE("a log in closed order names nothing that comes later") {
    for (const std::string_view strategy : {"deps", "vector", "lamport"}) {
        DYNAMIC_SECTION(strategy) {
            const RecordedRun back = parsed(file_of(sailed(strategy, small("mixed", 2, 300))));
            Cut there(back.scenario.ships.size());
            for (std::size_t i = 0; i < back.log.events.size(); ++i) {
                const Event& event = back.log.events[i];
                const auto came = [&](Dot dot) { return dot.version <= there[dot.ship]; };
                REQUIRE(event.dot.version == there[event.dot.ship] + 1);
                if (event.cause.is_hail()) REQUIRE(came(event.cause.sender()));
                if (back.log.named_reads) {
                    REQUIRE(std::ranges::all_of(back.log.named_reads->of(i), came));
                }
                ++there[event.dot.ship];
            }
        }
    }
}

TEST_CASE("a command line that is no text does not get in the way") {
    RecordedRun run = sailed("mutex", small("solo", 0));
    run.origin.command_line = "reckon run -o \xff\"\\\n";
    CHECK(parsed(file_of(run)).origin.command_line == "reckon run -o \uFFFD\"\\\n");
}

TEST_CASE("the document's example, byte for byte") {
    const auto documented = documented_example();
    const RecordedRun run = example();
    CHECK(file_of(run) == documented);
    CHECK(difference(parsed(documented), run) == "");
}

TEST_CASE("of a newer minor version, blocks to come are skipped") {
    const RecordedRun run = example();
    const auto file = with_blocks_to_come(file_of(run));
    CHECK(difference(parsed(of_version(file, recording_major, recording_minor + 1)), run) == "");
    const auto refused = parse_recording(file);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message() ==
          "block 0, byte 24: type 77: expected a block of version 3.0");
}

TEST_CASE("another major version is refused") {
    const auto refused = parse_recording(of_version(file_of(example()), 4, 3));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == Error::Kind::input);
    CHECK(refused.error().message() ==
          "byte 8: a recording of version 4.3: expected version 3, which this reckon reads");
}

TEST_CASE("a header of this version with something in its reserved field says so") {
    const auto refused =
        parse_recording(of_version(file_of(example()), recording_major, recording_minor, 7));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message() == "byte 12: 7 in the reserved field: expected 0");
}

TEST_CASE("files: written, read, put in the place of others") {
    const Folder folder;
    const fs::path file = folder / "run.reckon";
    const RecordedRun run = example();
    CHECK_FALSE(unwritable(file));
    CHECK(folder.names().empty());
    for (int times = 0; times < 2; ++times) CHECK_FALSE(write_recording(file, to_write(run)));
    CHECK(folder.names() == std::vector<std::string>{"run.reckon"});
    const auto back = read_recording(file);
    REQUIRE(back);
    CHECK(difference(*back, run) == "");

    SECTION("a link stays a link") {
        fs::create_symlink(file, folder / "link");
        fs::resize_file(file, 0);
        CHECK_FALSE(write_recording(folder / "link", to_write(run)));
        CHECK(fs::is_symlink(folder / "link"));
        CHECK(read_recording(file));
    }
    SECTION("a damaged file is bad input, and named") {
        fs::resize_file(file, fs::file_size(file) - 1);
        const auto refused = read_recording(file);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().kind == Error::Kind::input);
        CHECK(refused.error().place.starts_with(file.string() + ": block "));
    }
    SECTION("a run that contradicts itself leaves the file as it was") {
        RecordedRun wrong = run;
        wrong.history->ships[1].states[1].miles += 1;
        CHECK(write_recording(file, to_write(wrong)));
        CHECK(folder.names() == std::vector<std::string>{"run.reckon"});
        CHECK(read_recording(file));
    }
}

TEST_CASE("a file longer than the first piece read") {
    const Folder folder;
    const RecordedRun run = sailed("vector", small("convoy", 0, 2000));
    CHECK_FALSE(write_recording(folder / "long.reckon", to_write(run)));
    CHECK(fs::file_size(folder / "long.reckon") > (1U << 17));
    const auto back = read_recording(folder / "long.reckon");
    REQUIRE(back);
    CHECK(difference(*back, run) == "");
}

TEST_CASE("a file that is torn says what helps") {
    const auto file = file_of(example());
    for (const std::size_t size : {file.size() - 1, file.size() - 36, file.size() / 2}) {
        const auto refused = parse_recording(std::span{file}.first(size));
        REQUIRE_FALSE(refused);
        CHECK(refused.error().message().find("`reckon recover FILE`") != std::string::npos);
    }
}

TEST_CASE("an index of more than one block") {
    auto pieces = pieces_of(file_of(example()));
    const Piece empty{BlockType::effects, {}, 0};
    pieces.insert(pieces.end(), 300'000, empty);
    CHECK(difference(parsed(framed(pieces)), example()) == "");
}

TEST_CASE("files that cannot be written or read") {
    const Folder folder;
    const RecordedRun run = example();
    for (const fs::path& file : {fs::path{"/dev/full"}, folder / "none/run.reckon", folder / "."}) {
        INFO(file);
        const auto error = write_recording(file, to_write(run));
        REQUIRE(error);
        CHECK(error->kind == Error::Kind::io);
        CHECK(error->place == file.string());
    }
    CHECK(unwritable(folder / "none/run.reckon"));
    CHECK(unwritable(folder / "."));
    CHECK(folder.names().empty());
    for (const fs::path& file : {folder / "none", folder / "."}) {
        const auto refused = read_recording(file);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().kind == Error::Kind::io);
    }
    const auto endless = read_recording("/dev/zero");
    REQUIRE_FALSE(endless);
    CHECK(endless.error().message() ==
          "/dev/zero: byte 0: no recording: expected a file that `reckon run -o` wrote");
}

}  // namespace reckon
