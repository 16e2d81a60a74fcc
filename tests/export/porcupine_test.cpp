// Goal: the times of a register's operations claim nothing that is not known, and all that is known
//       of a read and a write.
// Method: every read against every write of its ship: one ends before the other begins exactly if
//         happens-before says so, closed by brute force. Runs are linearizable register by
//         register.

#include <array>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/export/format.hpp"
#include "tests/catch.hpp"
#include "tests/export/happened_before.hpp"
#include "tests/recording/sailed.hpp"

namespace reckon {
namespace {

struct Operation {
    Dot by;
    bool write;
    Dot what;
    std::uint64_t call;
    std::uint64_t end;
};

std::vector<Operation> operations_of(const ToldRun& told, const SliceWish& wish) {
    std::stringstream text;
    Sink sink{[&](std::string_view piece) { text << piece; }};
    REQUIRE_FALSE(find_export_format("porcupine")->write(told, wish, sink));
    sink.finish();
    std::vector<Operation> operations;
    for (std::string line; std::getline(text, line);) {
        const auto json = nlohmann::json::parse(line);
        const auto by = parse_dot(told, json["event"].get<std::string>(), "");
        operations.push_back({by ? *by : Dot{json["client"], 0},
                              json["kind"] == "write",
                              {json["key"], json["value"]},
                              json["call"],
                              json["return"]});
    }
    return operations;
}

/// What a deref knows before it is made: the past of all that its event has seen by then.
std::set<Dot> known_before(const History& run, const Operation& read) {
    std::set<Dot> known;
    const auto add = [&](Dot dot) { known.merge(past_of(run, dot)); };
    if (read.by.version > 1) add({read.by.ship, read.by.version - 1});
    const Cause cause = run.event(read.by).cause;
    if (cause.is_hail()) add(cause.sender());
    for (const Dot other : run.ships[read.by.ship].reads_of(read.by.version)) {
        if (other == read.what) break;
        if (other.version > 0) add(other);
    }
    return known;
}

void check_times(const History& run, const std::vector<Operation>& operations) {
    std::size_t reads = 0;
    for (const Operation& read : operations) {
        if (read.write) continue;
        ++reads;
        CHECK(read.call < read.end);
        const auto known = known_before(run, read);
        for (const Operation& write : operations) {
            if (!write.write || write.what.ship != read.what.ship) continue;
            const bool initial = write.what.version == 0;
            CHECK((write.end < read.call) == (initial || known.contains(write.what)));
            CHECK((read.end < write.call) ==
                  (!initial && past_of(run, write.what).contains(read.by)));
            // Linearizable: not before it was written, not after it was known to be replaced.
            if (write.what == read.what) CHECK(write.call < read.end);
            if (write.what.version > read.what.version) CHECK_FALSE(write.end < read.call);
        }
    }
    CHECK(reads > 10);
}

}  // namespace

TEST_CASE("times of reads and writes are happens-before") {
    for (const std::string_view preset : {"mixed", "rendezvous"}) {
        const RecordedRun run = sailed("deps", small(preset, 2));
        const auto told = ToldRun::of(run);
        REQUIRE(told);
        check_times(*run.history, operations_of(*told, {{}, 100'000}));
    }
}

TEST_CASE("a slice begins with what each ship was") {
    const RecordedRun run = sailed("deps", small("mixed", 2));
    const auto told = ToldRun::of(run);
    REQUIRE(told);
    const SliceWish wish{Dot{1, run.history->ships[1].last()}, 30};
    const auto slice = slice_of(*told, wish);
    std::array<bool, 4> begun{};
    for (const Operation& each : operations_of(*told, wish)) {
        const Version before = slice->before(each.what.ship);
        CHECK(each.what.version >= before);
        if (!begun.at(each.what.ship)) CHECK((each.write && each.what.version == before));
        begun.at(each.what.ship) = true;
    }
}

}  // namespace reckon
