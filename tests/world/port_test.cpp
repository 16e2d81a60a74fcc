// Goal: the table of ports is sound, and distances are the same on every machine.
// Method: properties of the whole table, and a few distances looked up elsewhere.

#include "core/world/port.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <set>
#include <string>

#include "tests/catch.hpp"

using namespace reckon;

namespace {

constexpr double earth_radius = 3440.065;

/// The angle between two unit vectors: another formula than the table's.
double miles_by_vectors(const Port& from, const Port& to) {
    const auto vector = [](const Port& port) {
        const double lat = port.latitude * std::numbers::pi / 180;
        const double lon = port.longitude * std::numbers::pi / 180;
        return std::array{std::cos(lat) * std::cos(lon), std::cos(lat) * std::sin(lon),
                          std::sin(lat)};
    };
    const auto a = vector(from);
    const auto b = vector(to);
    const double dot = a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    const double cross =
        std::hypot(a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]);
    return earth_radius * std::atan2(cross, dot);
}

std::uint32_t miles(std::string_view from, std::string_view to) {
    return miles_between(find_port(from).value(), find_port(to).value());
}

}  // namespace

TEST_CASE("ports have names and locodes of their own") {
    CHECK(ports().size() >= 40);
    std::set<std::string_view> names;
    for (const Port& port : ports()) {
        CAPTURE(port.name);
        CHECK_FALSE(port.name.empty());
        CHECK_FALSE(port.country.empty());
        // One set for both: find_port takes either.
        CHECK(names.insert(port.name).second);
        CHECK(names.insert(port.locode).second);
    }
}

TEST_CASE("a locode is five letters, the first two of them the country's") {
    std::map<std::string_view, std::string_view> country_of_prefix;
    std::map<std::string_view, std::string_view> prefix_of_country;
    for (const Port& port : ports()) {
        CAPTURE(port.name, port.locode);
        REQUIRE(port.locode.size() == 5);
        CHECK(std::ranges::all_of(port.locode, [](char c) { return c >= 'A' && c <= 'Z'; }));
        const std::string_view prefix = port.locode.substr(0, 2);
        CHECK(country_of_prefix.try_emplace(prefix, port.country).first->second == port.country);
        CHECK(prefix_of_country.try_emplace(port.country, prefix).first->second == prefix);
    }
    CHECK(prefix_of_country.at("Denmark") == "DK");
    CHECK(prefix_of_country.at("Germany") == "DE");
    CHECK(prefix_of_country.at("United Kingdom") == "GB");
    CHECK(prefix_of_country.at("South Africa") == "ZA");
    CHECK(prefix_of_country.at("Chile") == "CL");
}

TEST_CASE("coordinates are on the globe, and on the right side of it") {
    for (const Port& port : ports()) {
        CAPTURE(port.name);
        CHECK(std::abs(port.latitude) < 90);
        CHECK(std::abs(port.longitude) <= 180);
    }
    const std::set<std::string_view> southern{"Australia", "New Zealand", "South Africa",
                                              "Brazil",    "Argentina",   "Chile"};
    const std::set<std::string_view> american{"Brazil", "Argentina", "United States", "Canada",
                                              "Chile"};
    for (const Port& port : ports()) {
        CAPTURE(port.name);
        CHECK((port.latitude < 0) == southern.contains(port.country));
        CHECK((port.longitude < -30) == american.contains(port.country));
    }
}

TEST_CASE("distance is a metric, but for rounding, and no longer than half way round") {
    const double half_circumference = std::numbers::pi * earth_radius;
    bool triangles = true;
    for (PortId a = 0; a < port_count; ++a) {
        for (PortId b = 0; b < port_count; ++b) {
            CAPTURE(ports()[a].name, ports()[b].name);
            REQUIRE(miles_between(a, b) == miles_between(b, a));
            REQUIRE((miles_between(a, b) == 0) == (a == b));
            REQUIRE(miles_between(a, b) <= std::lround(half_circumference));
            for (PortId c = 0; c < port_count; ++c) {
                triangles &= miles_between(a, c) <= miles_between(a, b) + miles_between(b, c) + 1;
            }
        }
    }
    CHECK(triangles);
}

TEST_CASE("distances agree with another formula") {
    for (PortId a = 0; a < port_count; ++a) {
        for (PortId b = 0; b < port_count; ++b) {
            const double exact = miles_by_vectors(ports()[a], ports()[b]);
            CAPTURE(ports()[a].name, ports()[b].name);
            REQUIRE(great_circle_miles(ports()[a], ports()[b]) == Approx(exact).margin(1e-4));
            REQUIRE(miles_between(a, b) == std::lround(exact));
        }
    }
}

TEST_CASE("distances agree with an atlas") {
    // Great circles between the cities, in kilometres, from airline distance tables.
    const auto [from, to, kilometres] = GENERATE(table<std::string_view, std::string_view, double>({
        {"Hamburg", "New York", 6'130},
        {"Lisboa", "New York", 5'420},
        {"Singapore", "Hong Kong", 2'590},
        {"Sydney", "Auckland", 2'155},
        {"Singapore", "Sydney", 6'300},
        {"Cape Town", "Buenos Aires", 6'870},
        {"København", "Stockholm", 522},
        {"Mumbai", "Colombo", 1'530},
        {"Los Angeles", "New York", 3'940},
    }));
    CAPTURE(from, to);
    CHECK(miles(from, to) == Approx(kilometres / 1.852).epsilon(0.015));
}

TEST_CASE("no distance is near enough to half a mile to be rounded apart") {
    double nearest = 1;
    for (const Port& from : ports()) {
        for (const Port& to : ports()) {
            const double exact = great_circle_miles(from, to);
            nearest = std::min(nearest, std::abs(exact - std::floor(exact) - 0.5));
        }
    }
    CHECK(nearest > 1e-6);
}

TEST_CASE("the miles are those that every recording was made with") {
    std::uint64_t hash = 0xcbf29ce484222325U;  // FNV-1a, a mile at a time.
    for (PortId a = 0; a < port_count; ++a) {
        for (PortId b = 0; b < port_count; ++b) {
            hash = (hash ^ miles_between(a, b)) * 0x100000001b3U;
        }
    }
    CHECK(hash == 0x9e3f6be1d4db88fdU);
}

TEST_CASE("a port is found by its name and by its locode") {
    for (PortId id = 0; id < port_count; ++id) {
        CAPTURE(ports()[id].name);
        CHECK(find_port(ports()[id].name) == id);
        CHECK(find_port(ports()[id].locode) == id);
    }
    CHECK(find_port("Malmö") == find_port("SEMMA"));
}

TEST_CASE("a name that is not spelled exactly so is no port's") {
    for (const std::string_view name :
         {"", " ", "Atlantis", "aarhus", "AARHUS", "Aarhus ", " Aarhus", "Aarhu", "dkaar", "DKAA",
          "DK", "Denmark", "Malmo", "XXXXX"}) {
        CAPTURE(name);
        CHECK(find_port(name) == std::nullopt);
    }
}
