// Goal: a scenario's file says what the scenario is: nothing is lost on the way out and in, and a
//       damaged file is an error or another scenario, never a crash.
// Method: files written by hand; all presets out and in; each byte of a file deleted and replaced.

#include "core/world/scenario_json.hpp"

#include <sys/resource.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <random>

#include "core/world/port.hpp"
#include "core/world/preset.hpp"
#include "core/world/text_file.hpp"
#include "tests/world/printing.hpp"

using namespace reckon;
using namespace std::literals;

namespace {

constexpr std::string_view convoy_2 = R"({
"reckon": "scenario", "version": 1, "name": "convoy-2", "seed": 1,
 "ships": [
  {"name": "Emma",  "at": "Aarhus", "cargo": 5, "orders": [{"do": "follow", "ship": "Berta"}]},
  {"name": "Berta", "at": "Malmö",  "cargo": 0, "orders": [{"do": "depart", "to": "Gdańsk"}]}],
 "sources": []})";

/// Every kind of order, ships by name and by index, in port and at sea.
constexpr std::string_view all_orders = R"({"reckon": "scenario", "version": 1, "work_ns": 7,
"ships": [
{"name": "Emma", "at": "DKAAR", "cargo": 1000000, "orders": [{"do": "depart", "to": "SEMMA"},
{"do": "arrive"}, {"do": "load", "tons": 3}, {"do": "unload", "tons": 1000000},
{"do": "follow", "ship": 1}, {"do": "rendezvous", "ships": [2, "Berta"]}]},
{"name": "Berta", "bound": "Oslo", "orders": [{"do": "transfer", "ship": "Clara", "tons": 2}]},
{"name": "Clara", "at": "Kiel"}],
"sources": [[], [{"ship": "Clara", "order": {"do": "hail", "ship": 0, "order":
{"do": "hail", "ship": "Clara", "order": {"do": "follow", "ship": "Emma"}}}}]]})";

Scenario parsed(std::string_view json) {
    auto scenario = parse_scenario(json);
    INFO((scenario ? "" : scenario.error().message()));
    REQUIRE(scenario);
    return std::move(*scenario);
}

const Order& planned(const Scenario& scenario, ShipId ship, std::size_t i) {
    return scenario.orders.at(scenario.ships.at(ship).plan.at(i));
}

}  // namespace

TEST_CASE("convoy-2 is what its file says") {
    const Scenario scenario = parsed(convoy_2);
    CHECK(scenario.name == "convoy-2");
    CHECK(scenario.seed == 1);
    CHECK(scenario.work_ns == 0);
    CHECK(scenario.sources.empty());
    REQUIRE(scenario.ships.size() == 2);
    CHECK(scenario.ships[0].name == "Emma");
    CHECK(scenario.ships[0].initial == State{.at = find_port("Aarhus").value(), .cargo = 5});
    REQUIRE(scenario.ships[0].plan.size() == 1);
    CHECK(planned(scenario, 0, 0) == Order{.kind = OrderKind::follow, .ships = {1, 0}});
    CHECK(scenario.ships[1].name == "Berta");
    CHECK(scenario.ships[1].initial == State{.at = find_port("Malmö").value()});
    REQUIRE(scenario.ships[1].plan.size() == 1);
    CHECK(planned(scenario, 1, 0) ==
          Order{.kind = OrderKind::depart, .port = find_port("Gdańsk").value()});
    CHECK(interaction_class(scenario) == InteractionClass::convoy);
}

TEST_CASE("every kind of order is what its file says") {
    const Scenario scenario = parsed(all_orders);
    CHECK(scenario.name == "unnamed");
    CHECK(scenario.seed == 0);
    CHECK(scenario.work_ns == 7);
    REQUIRE(scenario.ships.size() == 3);
    CHECK(scenario.ships[1].initial == State{.bound = find_port("Oslo").value()});
    CHECK(scenario.ships[2].plan.empty());
    REQUIRE(scenario.ships[0].plan.size() == 6);
    CHECK(planned(scenario, 0, 0) ==
          Order{.kind = OrderKind::depart, .port = find_port("Malmö").value()});
    CHECK(planned(scenario, 0, 1) == Order{.kind = OrderKind::arrive});
    CHECK(planned(scenario, 0, 2) == Order{.kind = OrderKind::load, .tons = 3});
    CHECK(planned(scenario, 0, 3) == Order{.kind = OrderKind::unload, .tons = 1'000'000});
    CHECK(planned(scenario, 0, 4) == Order{.kind = OrderKind::follow, .ships = {1, 0}});
    CHECK(planned(scenario, 0, 5) == Order{.kind = OrderKind::rendezvous, .ships = {2, 1}});
    CHECK(text(scenario, scenario.ships[1].plan.at(0)) == "transfer 2 t to Clara");
    const Order& take = scenario.orders.at(planned(scenario, 1, 0).sent);
    CHECK(take == Order{.kind = OrderKind::take, .tons = 2});
    REQUIRE(scenario.sources.size() == 2);
    CHECK(scenario.sources[0].empty());
    REQUIRE(scenario.sources[1].size() == 1);
    CHECK(scenario.sources[1][0].ship == 2);
    CHECK(text(scenario, scenario.sources[1][0].order) == "hail Emma: hail Clara: follow Emma");
}

TEST_CASE("a scenario goes out and comes in the same") {
    for (const Preset& preset : presets()) {
        for (std::uint64_t seed : {std::uint64_t{0}, std::uint64_t{5}, UINT64_MAX}) {
            Knobs knobs = preset.knobs();
            knobs.ships = 40;  // More than there are names, so some have a number too.
            knobs.orders = 60;
            knobs.source_orders = 60;
            knobs.work_ns = 123;
            knobs.seed = seed;
            const auto scenario = generate(knobs);
            REQUIRE(scenario);
            const Scenario back = parsed(to_json(*scenario));
            CAPTURE(preset.name, seed);
            CHECK(to_json(back) == to_json(*scenario));
            CHECK(back.seed == seed);
            CHECK(interaction_class(back) == interaction_class(*scenario));
            const auto bounds = bounds_of(*scenario);
            CHECK(bounds_of(back)->events == bounds->events);
            CHECK(bounds_of(back)->mail == bounds->mail);
            bool same = true;
            for (ShipId ship = 0; ship < scenario->ships.size(); ++ship) {
                const auto& plan = scenario->ships[ship].plan;
                same &= back.ships[ship].initial == scenario->ships[ship].initial;
                REQUIRE(back.ships[ship].plan.size() == plan.size());
                for (std::size_t i = 0; i < plan.size(); ++i) {
                    same &= text(back, back.ships[ship].plan[i]) == text(*scenario, plan[i]);
                }
            }
            CHECK(same);
        }
    }
}

TEST_CASE("every port can be written and read") {
    Scenario scenario{.name = "ports"};
    for (PortId port = 0; port < port_count; ++port) {
        scenario.ships.push_back({.name = ship_name(port), .initial = {.at = port}});
        scenario.ships.push_back({.name = ship_name(port + 100U), .initial = {.bound = port}});
    }
    const Scenario back = parsed(to_json(scenario));
    REQUIRE(back.ships.size() == scenario.ships.size());
    for (std::size_t i = 0; i < back.ships.size(); ++i) {
        CHECK(back.ships[i].initial == scenario.ships[i].initial);
    }
}

TEST_CASE("names are any text without control characters") {
    for (const std::string name : {"a", "Søren \"the\" \\ 船 🚢", "0", "  ", "/ships/0", "~1"}) {
        Scenario scenario{.name = name};
        scenario.ships.push_back({.name = name, .initial = {.at = 0}});
        const Scenario back = parsed(to_json(scenario));
        CHECK(back.name == name);
        CHECK(back.ships.at(0).name == name);
    }
}

TEST_CASE("a ship's name is not its index, even if it is a number") {
    const Scenario scenario = parsed(R"({"reckon": "scenario", "version": 1, "ships": [
        {"name": "2", "at": "Oslo", "orders": [{"do": "follow", "ship": "1"},
                                               {"do": "follow", "ship": 1}]},
        {"name": "0", "at": "Oslo"},
        {"name": "1", "at": "Oslo"}]})");
    CHECK(text(scenario, scenario.ships[0].plan.at(0)) == "follow 1");
    CHECK(text(scenario, scenario.ships[0].plan.at(1)) == "follow 0");
}

TEST_CASE("the largest of everything is taken") {
    std::string nested = R"({"do": "arrive"})";
    for (std::uint32_t i = 0; i < Limits::nesting; ++i) {
        nested = R"({"do": "hail", "ship": )" + std::to_string((Limits::nesting - i) % 2) +
                 R"(, "order": )" + nested + "}";
    }
    // The outermost hail names ship 1, so ship 0 carries it out.
    const Scenario deep = parsed(R"({"reckon": "scenario", "version": 1,
        "seed": 18446744073709551615, "work_ns": 1000000000, "ships": [
        {"name": "Emma", "bound": "Oslo", "cargo": 1000000, "orders": [)" +
                                 nested + R"(]}, {"at": "Oslo", "name": ")" +
                                 std::string(Limits::name_bytes, 'x') + R"("}]})");
    CHECK(deep.seed == UINT64_MAX);
    CHECK(deep.work_ns == Limits::work_ns);
    CHECK(bounds_of(deep)->total_events == Limits::nesting + 1);

    std::string ships;
    for (ShipId ship = 0; ship < Limits::ships; ++ship) {
        ships += (ship == 0 ? "" : ",") + (R"({"name":")" + ship_name(ship) + R"(","at":"Oslo"})");
    }
    CHECK(parsed(R"({"reckon":"scenario","version":1,"ships":[)" + ships + "]}").ships.size() ==
          Limits::ships);
}

TEST_CASE("a long plan is read in a time that grows as its length") {
    std::string orders = R"({"do":"arrive"})";
    for (int i = 1; i < 300'000; ++i) orders += R"(,{"do":"arrive"})";
    const auto began = std::chrono::steady_clock::now();
    const Scenario scenario = parsed(R"({"reckon":"scenario","version":1,"ships":[
        {"name":"Emma","at":"Oslo","orders":[)" +
                                     orders + "]}]}");
    CHECK(scenario.ships.at(0).plan.size() == 300'000);
    // A second or so; a pass over all that was read after each order takes more than half a minute.
    CHECK(std::chrono::steady_clock::now() - began < 15s);
}

TEST_CASE("a damaged file is an error with a place, or another scenario") {
    std::uint64_t errors = 0;
    std::uint64_t scenarios = 0;
    const auto judge = [&](const std::string& damaged) {
        const auto scenario = parse_scenario(damaged);
        if (!scenario) {
            ++errors;
            const Error& error = scenario.error();
            CAPTURE(damaged, error.message());
            REQUIRE((error.place.starts_with('/') || error.place.starts_with("line ")));
            REQUIRE_FALSE(error.value.empty());
            REQUIRE_FALSE(error.expected.empty());
            REQUIRE(error.kind == Error::Kind::input);
            return;
        }
        ++scenarios;
        const std::string out = to_json(*scenario);
        const auto back = parse_scenario(out);
        CAPTURE(damaged, out);
        REQUIRE(back);
        REQUIRE(to_json(*back) == out);
    };
    const auto replacements = "\0\"\\{}[]:,0-9eE.x \n\x7f\x80\xff"sv;
    for (const std::string_view whole : {convoy_2, all_orders}) {
        for (std::size_t i = 0; i < whole.size(); ++i) {
            std::string damaged{whole};
            judge(damaged.erase(i, 1));
            judge(std::string{whole.substr(0, i)});
            for (const char c : replacements) {
                damaged = whole;
                damaged[i] = c;
                judge(damaged);
                judge(damaged.insert(i, 1, c));
            }
        }
    }
    CHECK(errors > 10'000);
    CHECK(scenarios > 1'000);
}

namespace {

/// As long as it lives, no file of this process grows beyond so many bytes: a disk that is full.
class FullDisk {
public:
    explicit FullDisk(rlim_t bytes) : signal_{std::signal(SIGXFSZ, SIG_IGN)} {
        getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{bytes, before_.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FullDisk() {
        setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, signal_);
    }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;

private:
    rlimit before_{};
    void (*signal_)(int);
};

std::string content(const std::filesystem::path& file) {
    return read_text(file, 1U << 20).value_or("cannot be read");
}

}  // namespace

TEST_CASE("a text takes the place of another only as a whole") {
    namespace fs = std::filesystem;
    const auto folder = fs::temp_directory_path() /
                        ("scenario_json_test_" + std::to_string(std::random_device{}()));
    fs::create_directory(folder);
    const auto file = folder / "x.json";
    CHECK_FALSE(unwritable(file));
    CHECK(fs::is_empty(folder));
    CHECK_FALSE(write_text(file, "older"));
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
    const std::string longer(100'000, 'x');
    {
        const FullDisk full{1000};
        const auto error = write_text(file, longer);
        REQUIRE(error);
        CHECK(error->kind == Error::Kind::io);
        CHECK(error->place == file.string());
    }
    CHECK(content(file) == "older");
    CHECK_FALSE(unwritable(file));
    CHECK_FALSE(write_text(file, longer));
    CHECK(content(file) == longer);
    CHECK(fs::status(file).permissions() == (fs::perms::owner_read | fs::perms::owner_write));

    fs::create_symlink(file, folder / "link");
    CHECK_FALSE(write_text(folder / "link", "newer"));
    CHECK(fs::is_symlink(folder / "link"));
    CHECK(content(file) == "newer");
    // A name to which nothing can be added is written directly.
    const auto longest = folder / std::string(250, 'n');
    CHECK_FALSE(unwritable(longest));
    CHECK_FALSE(write_text(longest, "newer"));
    CHECK(content(longest) == "newer");
    CHECK(write_text(folder, "newer"));
    CHECK(unwritable(folder));
    CHECK(unwritable(folder / "none" / "x.json"));
    CHECK(std::distance(fs::directory_iterator{folder}, fs::directory_iterator{}) == 3);
    fs::remove_all(folder);
}

TEST_CASE("how much of a file is read may hang on how it begins") {
    const auto file = std::filesystem::temp_directory_path() /
                      ("scenario_json_test_" + std::to_string(std::random_device{}()));
    const std::string long_text = "begin" + std::string(200'000, 'x');
    CHECK_FALSE(write_text(file, long_text));
    for (const std::uint64_t most : {0U, 10U, 1U << 16, 100'000U, 200'004U, 200'005U, 1U << 30}) {
        INFO(most);
        const auto text = read_text(file, [&](std::string_view first) {
            CHECK(first.starts_with("begin"));
            return most;
        });
        REQUIRE(text);
        CHECK(*text == long_text.substr(0, most + 1));
    }
    std::filesystem::remove(file);
}

TEST_CASE("a file that cannot be read says why, one that makes no sense where") {
    const auto folder = std::filesystem::temp_directory_path();
    const auto file = folder / ("scenario_json_test_" + std::to_string(std::random_device{}()));
    const auto absent = read_scenario(file);
    REQUIRE_FALSE(absent);
    CHECK(absent.error().place == file.string());
    CHECK(absent.error().kind == Error::Kind::io);
    const auto directory = read_scenario(folder);
    REQUIRE_FALSE(directory);
    CHECK(directory.error().place == folder.string());
    CHECK(directory.error().value == "a directory");
    CHECK(directory.error().kind == Error::Kind::io);

    const auto read_back = [&](std::string_view json) {
        std::ofstream{file, std::ios::binary} << json;
        auto scenario = read_scenario(file);
        std::filesystem::remove(file);
        return scenario;
    };
    const auto good = read_back(convoy_2);
    REQUIRE(good);
    CHECK(good->name == "convoy-2");
    // Longer than one read.
    const auto padded = read_back(std::string(300'000, ' ') + std::string{convoy_2});
    REQUIRE(padded);
    CHECK(to_json(*padded) == to_json(*good));
    const auto bad = read_back("{}");
    REQUIRE_FALSE(bad);
    CHECK(bad.error().place == file.string() + ": /");
    CHECK(bad.error().kind == Error::Kind::input);
}
