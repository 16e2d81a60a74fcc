// Goal: a log with vector clocks is sound exactly if its clocks are those of a partial order.
// Method: random small logs, sound by construction and then changed at random, against a brute
//         force that closes the relation which the clocks name and counts again; litmus cases.

#include "core/check/clocked_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <random>

#include "tests/catch.hpp"

namespace reckon {
namespace {

using Clock = std::vector<std::uint64_t>;

struct Happening {
    HostId host;
    Clock clock;
};

ClockedLog log_of(const std::vector<Happening>& happenings, std::size_t hosts) {
    ClockedLog log;
    for (std::size_t i = 0; i < hosts; ++i) log.hosts.push_back(fmt::format("h{}", i));
    for (const Happening& each : happenings) {
        log.host_of.push_back(each.host);
        log.line_of.push_back(log.line_of.size() + 1);
        for (HostId host = 0; host < hosts; ++host) {
            if (each.clock[host] > 0) log.counts.push_back({host, each.clock[host]});
        }
        log.ends.push_back(log.counts.size());
    }
    return log;
}

/// From the definition: close "is counted by" and see whether counting again gives the clocks.
bool sound_by_force(const std::vector<Happening>& all, std::size_t hosts) {
    const std::size_t n = all.size();
    const auto own = [&](std::size_t i) { return all[i].clock[all[i].host]; };
    std::vector<std::vector<char>> before(n, std::vector<char>(n));
    for (std::size_t a = 0; a < n; ++a) {
        for (std::size_t b = 0; b < n; ++b) {
            if (a != b) before[a][b] = own(a) <= all[b].clock[all[a].host] ? 1 : 0;
            if (a != b && all[a].host == all[b].host && own(a) == own(b)) return false;
        }
    }
    for (std::size_t k = 0; k < n; ++k) {
        for (std::size_t a = 0; a < n; ++a) {
            for (std::size_t b = 0; b < n; ++b) {
                if (before[a][k] != 0 && before[k][b] != 0) before[a][b] = 1;
            }
        }
    }
    for (std::size_t b = 0; b < n; ++b) {
        if (before[b][b] != 0) return false;
        Clock counted(hosts);
        for (std::size_t a = 0; a < n; ++a) {
            if (a == b || before[a][b] != 0) ++counted[all[a].host];
        }
        if (counted != all[b].clock) return false;
    }
    return true;
}

using Chance = std::mt19937;

std::uint32_t below(Chance& chance, std::size_t bound) {
    return static_cast<std::uint32_t>(chance() % bound);
}

/// Each event follows its host's last and some other event.
std::vector<Happening> drawn(Chance& chance, std::size_t hosts, std::size_t count) {
    std::vector<Happening> all;
    std::vector<Clock> last(hosts, Clock(hosts));
    for (std::size_t i = 0; i < count; ++i) {
        const HostId host = below(chance, hosts);
        Clock clock = last[host];
        if (!all.empty() && chance() % 2 == 0) {
            const Clock& other = all[below(chance, all.size())].clock;
            for (std::size_t h = 0; h < hosts; ++h) clock[h] = std::max(clock[h], other[h]);
        }
        ++clock[host];
        last[host] = clock;
        all.push_back({host, std::move(clock)});
    }
    std::shuffle(all.begin(), all.end(), chance);
    return all;
}

void change(Chance& chance, std::vector<Happening>& all, std::size_t hosts) {
    if (all.empty()) return;
    Happening& one = all[below(chance, all.size())];
    std::uint64_t& count = one.clock[below(chance, hosts)];
    switch (chance() % 5) {
        case 0: ++count; break;
        case 1: count -= count > 0 ? 1 : 0; break;
        case 2: one.host = below(chance, hosts); break;
        case 3: one.clock = all[below(chance, all.size())].clock; break;
        default: std::swap(one, all.back()); all.pop_back();
    }
}

Finding judged(const std::vector<Happening>& all, std::size_t hosts) {
    return judge_clocks(log_of(all, hosts));
}

}  // namespace

TEST_CASE("clocks against brute force") {
    Chance chance{7};
    std::array<int, 2> seen{};
    for (int round = 0; round < 20'000; ++round) {
        const std::size_t hosts = 1 + below(chance, 4);
        auto all = drawn(chance, hosts, below(chance, 9));
        REQUIRE(judged(all, hosts).outcome == Outcome::holds);
        for (std::uint32_t changes = 1 + below(chance, 2); changes > 0; --changes) {
            change(chance, all, hosts);
        }
        const bool sound = sound_by_force(all, hosts);
        const Finding finding = judged(all, hosts);
        ++seen[sound ? 1 : 0];
        INFO("round " << round << ": " << finding.witness);
        REQUIRE((finding.outcome == Outcome::holds) == sound);
        REQUIRE(finding.witness.empty() == sound);
    }
    CHECK(seen[0] > 1000);
    CHECK(seen[1] > 1000);
}

TEST_CASE("what is unsound is said with the lines") {
    const auto witness = [](const std::vector<Happening>& all) { return judged(all, 3).witness; };
    CHECK(witness({{0, {1, 0, 0}}, {1, {1, 1, 0}}}).empty());
    CHECK(witness({{0, {0, 1, 0}}}) == "the event of h0 on line 1 does not count itself");
    CHECK(witness({{0, {2, 0, 0}}}) ==
          "h0@2 (line 1) is beyond the 1 events that h0 has: it leaves one out");
    CHECK(witness({{0, {1, 0, 0}}, {0, {1, 0, 0}}}) ==
          "h0@1 (line 1) and the event on line 2 have the same count");
    CHECK(witness({{0, {1, 2, 0}}, {1, {0, 1, 0}}}) ==
          "h0@1 (line 1) counts h1@2, but there are 1 events of h1");
    CHECK(witness({{1, {0, 1, 0}}, {0, {1, 1, 0}}, {0, {2, 0, 0}}}) ==
          "h0@2 (line 3) does not count h1@1, which h0@1 (line 2) counts, the event before it on "
          "its host");
    CHECK(witness({{2, {0, 0, 1}}, {1, {0, 1, 1}}, {0, {1, 1, 0}}}) ==
          "h0@1 (line 3) counts h1@1 (line 2), which counts h2@1, but does not count that itself");
    CHECK(witness({{0, {1, 1, 0}}, {1, {1, 1, 0}}}) ==
          "h0@1 (line 1) counts h1@1 (line 2), which counts it");
}

TEST_CASE("a hundred thousand events are judged at once") {
    Chance chance{11};
    const auto all = drawn(chance, 24, 100'000);
    const ClockedLog log = log_of(all, 24);
    const auto start = std::chrono::steady_clock::now();
    CHECK(judge_clocks(log).outcome == Outcome::holds);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds{20});
    CHECK(judge_clocks(log, 1000).outcome == Outcome::undecided);
}

}  // namespace reckon
