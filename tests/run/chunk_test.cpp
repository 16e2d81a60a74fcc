// Goal: lanes of chunks keep what was appended, in order, whoever else takes chunks of the pool;
// and all memory comes from the resource and goes back to it.
// Method: chunks of a few records; walks between all pairs of positions; threads that append side
// by side; a budget too small.

#include <thread>
#include <vector>

#include "core/run/chunk_lane.hpp"
#include "core/run/memory_budget.hpp"
#include "tests/catch.hpp"

namespace reckon {
namespace {

struct Record {
    std::uint32_t number;
    std::uint32_t twice;
    std::uint32_t owner;
};

constexpr std::size_t small_chunk = 64;  // Four records, of which the last stays free.

std::vector<std::uint32_t> between(const ChunkLane<Record>& lane, const Record* from,
                                   const Record* to) {
    std::vector<std::uint32_t> numbers;
    lane.each(from, to, [&](const Record& record) { numbers.push_back(record.number); });
    return numbers;
}

}  // namespace

TEST_CASE("records between two positions are those appended between them") {
    ChunkPool pool{small_chunk, 1, std::pmr::new_delete_resource()};
    ChunkLane<Record> lane{pool};
    std::vector<const Record*> positions{lane.begin()};
    constexpr std::uint32_t count = 23;
    for (std::uint32_t i = 0; i < count; ++i) {
        lane.append({i, 2 * i, 0});
        positions.push_back(lane.position());
    }
    for (std::uint32_t from = 0; from <= count; ++from) {
        for (std::uint32_t to = from; to <= count; ++to) {
            std::vector<std::uint32_t> expected;
            for (std::uint32_t i = from; i < to; ++i) expected.push_back(i);
            CHECK(between(lane, positions[from], positions[to]) == expected);
        }
    }
}

TEST_CASE("a walk visits what is appended under way") {
    ChunkPool pool{small_chunk, 1, std::pmr::new_delete_resource()};
    ChunkLane<Record> lane{pool};
    ChunkLane<Record>::Walk walk{lane, lane.begin()};
    lane.append({0, 0, 0});
    std::uint32_t visited = 0;
    while (const Record* record = walk.next(lane.position())) {
        CHECK(record->number == visited++);
        if (visited < 50) lane.append({visited, 0, 0});
    }
    CHECK(visited == 50);
}

TEST_CASE("room side by side lies in one chunk") {
    ChunkPool pool{256, 1, std::pmr::new_delete_resource()};
    ChunkLane<std::uint64_t> lane{pool};
    for (std::uint64_t round = 0; round < 100; ++round) {
        std::uint64_t* room = lane.extend(7);
        for (std::size_t i = 0; i < 7; ++i) room[i] = round;
        const auto first = reinterpret_cast<std::uintptr_t>(room);
        CHECK(first / 256 == (first + 7 * sizeof(std::uint64_t) - 1) / 256);
    }
}

TEST_CASE("threads that fill lanes from one pool do not meet in a chunk") {
    constexpr std::uint32_t threads = 4;
    constexpr std::uint32_t count = 20'000;
    ChunkPool pool{small_chunk, 3, std::pmr::new_delete_resource()};
    std::vector<ChunkLane<Record>> lanes(threads, ChunkLane<Record>{pool});
    std::vector<const Record*> begins(threads);
    std::vector<std::thread> crew;
    for (std::uint32_t owner = 0; owner < threads; ++owner) {
        crew.emplace_back([&, owner] {
            begins[owner] = lanes[owner].begin();
            for (std::uint32_t i = 0; i < count; ++i) lanes[owner].append({i, 2 * i, owner});
        });
    }
    for (std::thread& thread : crew) thread.join();
    for (std::uint32_t owner = 0; owner < threads; ++owner) {
        std::uint32_t next = 0;
        std::uint32_t wrong = 0;
        lanes[owner].each(begins[owner], lanes[owner].position(), [&](const Record& record) {
            const bool right =
                record.number == next && record.twice == 2 * next && record.owner == owner;
            wrong += right ? 0 : 1;
            ++next;
        });
        CHECK(next == count);
        CHECK(wrong == 0);
    }
}

TEST_CASE("a pool that would pass the budget says so, and gives all back") {
    MemoryBudget budget{std::uint64_t{1} << 20U};
    for (int round = 0; round < 3; ++round) {
        ChunkPool pool{std::size_t{4} << 10U, 8, &budget};
        std::size_t taken = 0;
        CHECK_THROWS_AS(
            [&] {
                for (;; ++taken) (void)pool.take();
            }(),
            OverBudget);
        CHECK(taken >= 100);
        CHECK(taken <= 256);
    }
    const std::pmr::vector<char> nearly_all((std::size_t{1} << 20U) - 8192, &budget);
}

}  // namespace reckon
